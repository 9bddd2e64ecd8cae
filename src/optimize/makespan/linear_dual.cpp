#include "linear_dual.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "src/core/int128.hpp"

namespace evenload::optimize::detail::machines {

namespace {

// Weights exp(-x) below this are of no matter to sums in doubles.
constexpr double reach = 36.0;

/// The smoothed dual (equation 5) at one point, with what Newton's step needs.
class Smoothed {
 public:
  Smoothed(const Machines& in, std::int64_t target) : in_(in), target_(target) {
    begin_.reserve(static_cast<std::size_t>(in.rows()) + 1);
    std::int64_t sum = 0;
    for (int i = 0; i < in.rows(); ++i) {
      std::int64_t least = no_target;
      for (int j = 0; j < in.columns(); ++j) {
        if (fits(i, j)) least = std::min(least, in.time(i, j));
      }
      sum += least;
    }
    for (const std::int64_t base : in.base()) sum += base;
    // Times on a scale where the value of the dual is near 1.
    scale_ = static_cast<double>(std::max<std::int64_t>(sum, 1)) / in.columns();
  }

  double scale() const noexcept { return scale_; }

  /// Value, slope and weights at prices of sum m; returns the smoothed value.
  double evaluate(const std::vector<double>& price, double tau, double mu) {
    const int m = in_.columns();
    slope_.assign(m, 0.0);
    begin_.assign(1, 0);
    column_.clear();
    weight_.clear();
    time_.clear();
    value_ = 0;
    double smooth = 0;
    std::vector<double>& cost = cost_;
    cost.resize(m);
    for (int i = 0; i < in_.rows(); ++i) {
      const std::int64_t* times = in_.times(i);
      double least = std::numeric_limits<double>::infinity();
      for (int j = 0; j < m; ++j) {
        cost[j] = fits(i, j) ? price[j] * (static_cast<double>(times[j]) / scale_)
                             : std::numeric_limits<double>::infinity();
        least = std::min(least, cost[j]);
      }
      const double cut = least + reach * tau;
      double sum = 0;
      const std::size_t first = column_.size();
      for (int j = 0; j < m; ++j) {
        if (cost[j] > cut) continue;
        const double weight = std::exp((least - cost[j]) / tau);
        sum += weight;
        column_.push_back(j);
        weight_.push_back(weight);
        time_.push_back(static_cast<double>(times[j]) / scale_);
      }
      for (std::size_t k = first; k < column_.size(); ++k) {
        weight_[k] /= sum;
        slope_[column_[k]] += weight_[k] * time_[k];
      }
      begin_.push_back(column_.size());
      value_ += least;
      smooth += least - tau * std::log(sum);
    }
    load_ = 0;
    for (int j = 0; j < m; ++j) {
      const double base = static_cast<double>(in_.base()[j]) / scale_;
      value_ += price[j] * base;
      slope_[j] += base;
      load_ = std::max(load_, slope_[j]);
      smooth += price[j] * base + mu * std::log(price[j]);
      slope_[j] += mu / price[j];
    }
    return smooth;
  }

  double value() const noexcept { return value_; }  // without smoothing
  double load() const noexcept { return load_; }    // fullest column of the fractional plan
  const std::vector<double>& slope() const noexcept { return slope_; }
  std::size_t pairs() const noexcept { return column_.size(); }

  /// out = (minus the Hessian) * x.
  void curvature(const std::vector<double>& price, double tau, double mu,
                 const std::vector<double>& x, std::vector<double>& out) const {
    for (std::size_t j = 0; j < x.size(); ++j) out[j] = mu / (price[j] * price[j]) * x[j];
    for (std::size_t i = 0; i + 1 < begin_.size(); ++i) {
      if (begin_[i + 1] - begin_[i] < 2) continue;
      double mean = 0;
      for (std::size_t k = begin_[i]; k < begin_[i + 1]; ++k)
        mean += weight_[k] * time_[k] * x[column_[k]];
      for (std::size_t k = begin_[i]; k < begin_[i + 1]; ++k)
        out[column_[k]] += weight_[k] * time_[k] * (time_[k] * x[column_[k]] - mean) / tau;
    }
  }
  void diagonal(const std::vector<double>& price, double tau, double mu,
                std::vector<double>& out) const {
    for (std::size_t j = 0; j < out.size(); ++j) out[j] = mu / (price[j] * price[j]);
    for (std::size_t i = 0; i + 1 < begin_.size(); ++i) {
      for (std::size_t k = begin_[i]; k < begin_[i + 1]; ++k)
        out[column_[k]] += weight_[k] * (1 - weight_[k]) * time_[k] * time_[k] / tau;
    }
  }

  bool fits(int i, int j) const noexcept {
    const std::int64_t time = in_.time(i, j);
    return time >= 0 && time <= target_ - in_.base()[j];
  }

 private:
  const Machines& in_;
  std::int64_t target_;
  double scale_ = 1;
  double value_ = 0;
  double load_ = 0;
  std::vector<double> slope_, cost_;
  std::vector<std::size_t> begin_;
  std::vector<int> column_;
  std::vector<double> weight_, time_;
};

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

/// Newton's method on the smoothed dual over prices of sum m.
class Newton {
 public:
  Newton(const Machines& in, Smoothed& dual, std::vector<double>& price, WorkMeter& meter)
      : in_(in), dual_(dual), price_(price), meter_(meter) {
    const auto m = static_cast<std::size_t>(in.columns());
    for (auto* v : {&diagonal_, &rest_, &p_, &q_, &z_, &towards_, &ones_, &trial_}) v->resize(m);
  }

  /// True where the slope is as flat as the smoothing deserves.
  bool climb(double tau, double mu) {
    double smooth = evaluate(price_, tau, mu);
    for (int step = 0; step < 30 && !meter_.stopped(); ++step) {
      dual_.diagonal(price_, tau, mu, diagonal_);
      solve(tau, mu, dual_.slope(), towards_);
      solve(tau, mu, std::vector<double>(price_.size(), 1.0), ones_);
      double sum = 0, sum_ones = 0;
      for (std::size_t j = 0; j < price_.size(); ++j) {
        sum += towards_[j];
        sum_ones += ones_[j];
      }
      const double shift = sum / sum_ones;
      double longest = 1.0;
      for (std::size_t j = 0; j < price_.size(); ++j) {
        towards_[j] -= shift * ones_[j];
        if (towards_[j] < 0) longest = std::min(longest, -0.9 * price_[j] / towards_[j]);
      }
      const double gain = dot(towards_, dual_.slope());
      if (!(gain > 1e-3 * tau)) return true;
      bool moved = false;
      for (double length = longest; length > 1e-6 * longest; length *= 0.4) {
        for (std::size_t j = 0; j < price_.size(); ++j)
          trial_[j] = price_[j] + length * towards_[j];
        const double there = evaluate(trial_, tau, mu);
        if (there > smooth + 1e-4 * length * gain) {
          price_ = trial_;
          smooth = there;
          moved = true;
          break;
        }
        if (meter_.stopped()) return false;
      }
      if (!moved) {
        evaluate(price_, tau, mu);
        return true;
      }
    }
    return false;
  }

 private:
  double evaluate(const std::vector<double>& price, double tau, double mu) {
    const double value = dual_.evaluate(price, tau, mu);
    meter_.spend(1 + in_.rows() * static_cast<std::int64_t>(in_.columns()) / 16 +
                 static_cast<std::int64_t>(dual_.pairs()) / 4);
    return value;
  }

  /// Preconditioned conjugate gradients: out with curvature(out) = right.
  void solve(double tau, double mu, const std::vector<double>& right, std::vector<double>& out) {
    std::fill(out.begin(), out.end(), 0.0);
    rest_ = right;
    double before = 0;
    const double goal = 1e-8 * dot(right, right);
    const std::size_t most = 3 * right.size() + 10;
    for (std::size_t step = 0; step < most; ++step) {
      if (dot(rest_, rest_) <= goal) break;
      for (std::size_t j = 0; j < rest_.size(); ++j) z_[j] = rest_[j] / diagonal_[j];
      const double now = dot(rest_, z_);
      const double factor = step == 0 ? 0.0 : now / before;
      for (std::size_t j = 0; j < rest_.size(); ++j) p_[j] = z_[j] + factor * p_[j];
      before = now;
      dual_.curvature(price_, tau, mu, p_, q_);
      const double length = now / dot(p_, q_);
      for (std::size_t j = 0; j < rest_.size(); ++j) {
        out[j] += length * p_[j];
        rest_[j] -= length * q_[j];
      }
      if (!meter_.spend(1 + static_cast<std::int64_t>(dual_.pairs()) / 8)) break;
    }
  }

  const Machines& in_;
  Smoothed& dual_;
  std::vector<double>& price_;
  WorkMeter& meter_;
  std::vector<double> diagonal_, rest_, p_, q_, z_, towards_, ones_, trial_;
};

}  // namespace

LinearDual solve_linear_dual(const Machines& in, std::int64_t target, std::span<const double> start,
                             WorkMeter& meter) {
  const auto m = static_cast<std::size_t>(in.columns());
  LinearDual best;
  best.price.assign(m, 1.0 / static_cast<double>(m));
  if (in.rows() == 0) return best;
  Smoothed dual(in, target);
  std::vector<double> price(m, 1.0);
  if (!start.empty()) {
    // Off the border, or the barrier would hold a price of 0 there.
    double sum = 0;
    for (std::size_t j = 0; j < m; ++j)
      sum += price[j] = std::max(start[j] * static_cast<double>(m), 1e-6);
    for (double& value : price) value *= static_cast<double>(m) / sum;
  }
  Newton newton(in, dual, price, meter);
  const double typical = static_cast<double>(m) / in.rows();  // of a row's value, on the dual's scale
  best.value = -1;
  double before = -1;
  for (double relative = start.empty() ? 0.3 : 0.03; relative > 1e-7; relative *= 0.25) {
    const double tau = relative * typical;
    newton.climb(tau, 0.3 * tau);
    const double per_price = dual.value() / static_cast<double>(m);
    if (per_price > best.value || best.value < 0) {
      best.value = per_price;
      for (std::size_t j = 0; j < m; ++j) best.price[j] = price[j] / static_cast<double>(m);
      best.primal = dual.load();
    }
    if (meter.stopped()) break;
    // Finer than a thousandth of a unit of the target, or no gain worth having: done.
    if (relative < 1e-3 && best.value - before < 1e-7 * best.value) break;
    before = best.value;
  }
  best.value *= dual.scale();
  best.primal *= dual.scale();
  return best;
}

std::int64_t exact_linear_bound(const Machines& in, std::span<const double> price,
                                std::int64_t target) {
  // Whole prices of sum near 2^30: their rounding moves the bound by some 10^-9 of itself.
  std::vector<std::int64_t> whole(price.size());
  std::int64_t total = 0;
  for (std::size_t j = 0; j < price.size(); ++j) {
    const double scaled = std::clamp(price[j], 0.0, 1.0) * 0x1p30;
    total += whole[j] = static_cast<std::int64_t>(scaled);
  }
  if (total == 0) return 0;
  int128 sum = 0;
  for (std::size_t j = 0; j < price.size(); ++j) sum += wide::multiply(whole[j], in.base()[j]);
  for (int i = 0; i < in.rows(); ++i) {
    const std::int64_t* times = in.times(i);
    int128 least = -1;
    for (int j = 0; j < in.columns(); ++j) {
      if (times[j] < 0 || times[j] > target - in.base()[j]) continue;
      const int128 cost = wide::multiply(whole[j], times[j]);
      if (least < 0 || cost < least) least = cost;
    }
    if (least < 0) return (std::int64_t{1} << 62) + 1;
    sum += least;
  }
  return static_cast<std::int64_t>((sum + total - 1) / total);
}

}  // namespace evenload::optimize::detail::machines
