// Equation (8) of docs/models/time_study.md: units drawn towards all of them.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "cone.hpp"
#include "fit.hpp"
#include "interval.hpp"
#include "resample.hpp"

namespace evenload::workload::time_study {

namespace {

constexpr int most_pooling_steps = 2000;
constexpr double pooling_converged = 1e-7;
constexpr double least_variance = 1e-14;
constexpr double prior_units = 4;  // that the common share of the weight counts for
constexpr int pooling_passes = 6;
constexpr double no_pooled_number = std::numeric_limits<double>::quiet_NaN();

/// A normal model of units: b_u ~ N(mu, diag T), and what a unit says of b_u as precision G_u. Scaled.
class UnitModel {
 public:
  UnitModel(std::size_t free, std::vector<Normal> units) : free_(free), units_(std::move(units)), spread_(free), mean_(free), mean_variance_(free) {
    for (std::size_t u = 0; u < units_.size(); ++u) {
      posterior_.emplace_back(free);
      weights_.emplace_back(free, 0.0);
    }
  }
  /// Variances between units by restricted maximum likelihood (expectation-maximisation). A few units say
  /// little of each type's variance, so each is drawn towards the share of the weight that is common to all.
  void estimate(std::vector<double> spread) {
    spread_ = std::move(spread);
    const auto units = static_cast<double>(units_.size());
    std::vector<double> next(free_), size(free_);
    for (int iteration = 0; iteration < most_pooling_steps; ++iteration) {
      expect();
      const double typical = std::accumulate(mean_.begin(), mean_.end(), 0.0) / static_cast<double>(free_);
      double share = 0, change = 0;
      for (std::size_t j = 0; j < free_; ++j) {
        next[j] = 0;
        for (std::size_t u = 0; u < units_.size(); ++u) {
          const double away = weights_[u][j] - mean_[j];
          next[j] += posterior_[u].row(j)[j] + mean_part(u, j, true) + away * away;
        }
        size[j] = std::pow(std::max({mean_[j], 0.1 * typical, 1e-9}), 2.0);
        share += next[j] / units / size[j] / static_cast<double>(free_);
      }
      for (std::size_t j = 0; j < free_; ++j) {
        const double value = std::max(least_variance, (next[j] + prior_units * share * size[j]) / (units + prior_units));
        change = std::max(change, std::abs(value - spread_[j]) / (value + 1e-9 * size[j]));
        spread_[j] = value;
      }
      if (change < pooling_converged) break;
    }
    expect();
  }
  /// What the mean's own uncertainty adds to a variance: of b_u (relative: of b_u - mu).
  double mean_part(std::size_t u, std::size_t j, bool relative) const {
    std::vector<double> row(free_), product(free_);
    for (std::size_t k = 0; k < free_; ++k) row[k] = posterior_[u].row(j)[k] / spread_[k];
    if (relative) row[j] -= 1;
    multiply(mean_variance_, row.data(), product.data());
    double sum = 0;
    for (std::size_t k = 0; k < free_; ++k) sum += row[k] * product[k];
    return std::max(0.0, sum);
  }
  double shrinkage(std::size_t u, std::size_t j) const { return std::clamp(posterior_[u].row(j)[j] / spread_[j], 0.0, 1.0); }
  const Square& posterior(std::size_t u) const { return posterior_[u]; }
  const std::vector<double>& weights(std::size_t u) const { return weights_[u]; }
  const std::vector<double>& spread() const { return spread_; }
  void set_units(std::vector<Normal> units) { units_ = std::move(units); }

 private:
  /// P_u = (G_u + T^-1)^-1; mu by generalised least squares; m_u = P_u (g_u + T^-1 mu).
  void expect() {
    Square precision(free_), factor(free_);
    std::vector<double> moment(free_, 0.0), own(free_), product(free_);
    for (std::size_t u = 0; u < units_.size(); ++u) {
      factor = units_[u].gram;
      for (std::size_t j = 0; j < free_; ++j) factor.row(j)[j] += 1 / spread_[j];
      cholesky(factor, 0);
      invert_cholesky(factor, posterior_[u]);
      for (std::size_t j = 0; j < free_; ++j) own[j] = units_[u].moment[j];
      multiply(posterior_[u], own.data(), product.data());
      for (std::size_t j = 0; j < free_; ++j) moment[j] += product[j] / spread_[j];
      // T^-1 - T^-1 P T^-1 = T^-1 P G, without the cancellation where T is small.
      for (std::size_t j = 0; j < free_; ++j) {
        for (std::size_t k = 0; k < free_; ++k) own[k] = posterior_[u].row(j)[k];
        multiply(units_[u].gram, own.data(), product.data());
        for (std::size_t k = 0; k < free_; ++k) precision.row(j)[k] += product[k] / spread_[j];
      }
    }
    for (std::size_t j = 0; j < free_; ++j) {
      for (std::size_t k = j + 1; k < free_; ++k) precision.row(j)[k] = 0.5 * (precision.row(j)[k] + precision.row(k)[j]);
    }
    double largest = 0;
    for (std::size_t j = 0; j < free_; ++j) largest = std::max(largest, precision.row(j)[j]);
    for (std::size_t j = 0; j < free_; ++j) precision.row(j)[j] += 1e-12 * largest;
    if (!cholesky(precision, 0)) return;  // keeps the last mean
    invert_cholesky(precision, mean_variance_);
    multiply(mean_variance_, moment.data(), mean_.data());
    for (std::size_t u = 0; u < units_.size(); ++u) {
      for (std::size_t j = 0; j < free_; ++j) own[j] = units_[u].moment[j] + mean_[j] / spread_[j];
      multiply(posterior_[u], own.data(), weights_[u].data());
    }
  }

  std::size_t free_;
  std::vector<Normal> units_;
  std::vector<double> spread_, mean_;
  Square mean_variance_;
  std::vector<Square> posterior_;
  std::vector<std::vector<double>> weights_;
};

/// Rows that one worker logged in one unit.
struct Block {
  std::size_t unit = 0;
  double rows = 0;
  double squares = 0;  // y' y
  Normal sum;          // scaled
};

struct Units {
  std::vector<std::string> names;
  std::vector<std::size_t> of_row;  // canonical
  std::vector<Block> blocks;
};

Units split(const TimeStudy& study, const Design& design, const Scaled& s) {
  Units units;
  std::map<std::string, std::size_t> index;
  for (const std::string& unit : study.units) index.emplace(unit, 0);
  for (auto& [name, position] : index) {
    position = units.names.size();
    units.names.push_back(name);
  }
  for (std::size_t i = 0; i < design.rows; ++i) units.of_row.push_back(index.find(study.units[design.order[i]])->second);
  for (std::size_t k = 0; k < design.worker_count(); ++k) {
    const std::size_t last = design.worker_start[k + 1];
    for (std::size_t i = design.worker_start[k], next = i; i < last; i = next) {
      Block block{units.of_row[i], 0, 0, Normal(design.free)};
      for (; next < last && units.of_row[next] == block.unit; ++next) block.squares += design.weight[next] * design.y[next] * design.y[next];
      block.rows = static_cast<double>(next - i);
      design.add(i, next, block.sum);
      mirror(block.sum.gram);
      for (std::size_t a = 0; a < design.free; ++a) {
        block.sum.moment[a] *= s.scale[a];
        for (std::size_t b = 0; b < design.free; ++b) block.sum.gram.row(a)[b] *= s.scale[a] * s.scale[b];
      }
      units.blocks.push_back(std::move(block));
    }
  }
  return units;
}

double dot(std::span<const double> a, std::span<const double> b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

/// Rows of a block vary by `noise`; on top of it the worker is quicker or slower by a share with variance
/// `pace`, the same in all rows: covariance noise I + pace f f' with f the hours that the weights foresee.
struct Noise {
  double noise = 0;
  double pace = 0;
};

/// The sums of units, weighted by the inverse of that covariance (Sherman & Morrison).
std::vector<Normal> weighted(const Units& units, const std::vector<std::vector<double>>& weights, const Noise& noise, std::size_t free) {
  std::vector<Normal> sums(units.names.size(), Normal(free));
  std::vector<double> score(free);
  for (const Block& block : units.blocks) {
    const std::vector<double>& w = weights[block.unit];
    multiply(block.sum.gram, w.data(), score.data());  // X' f
    const double length = dot(w, score), along = dot(w, block.sum.moment);
    const double less = noise.pace / (noise.noise + noise.pace * length);
    Normal& sum = sums[block.unit];
    for (std::size_t i = 0; i < free; ++i) {
      for (std::size_t j = 0; j < free; ++j) sum.gram.row(i)[j] += (block.sum.gram.row(i)[j] - less * score[i] * score[j]) / noise.noise;
      sum.moment[i] += (block.sum.moment[i] - less * score[i] * along) / noise.noise;
    }
  }
  return sums;
}

/// Moments of the residuals around the units' weights, the uncertainty of those counted in.
Noise noise_of(const Units& units, const std::vector<std::vector<double>>& weights, const UnitModel* model, double freedom, bool by_worker) {
  double within = 0, degrees = 0, pace = 0;
  const std::size_t free = weights.empty() ? 0 : weights.front().size();
  std::vector<double> score(free), product(free);
  std::vector<std::array<double, 2>> paces;  // squared estimate, length
  for (const Block& block : units.blocks) {
    const std::vector<double>& w = weights[block.unit];
    multiply(block.sum.gram, w.data(), score.data());
    const double length = dot(w, score), along = dot(w, block.sum.moment) - length;
    double squares = block.squares - 2 * dot(w, block.sum.moment) + length, ahead = along * along;
    if (model != nullptr) {
      const Square& posterior = model->posterior(block.unit);
      multiply(posterior, score.data(), product.data());
      ahead += dot(score, product);
      for (std::size_t i = 0; i < free * free; ++i) squares += block.sum.gram.values[i] * posterior.values[i];
    }
    const bool split = by_worker && length > 0 && block.rows > 1;
    within += std::max(0.0, squares - (split ? ahead / length : 0.0));
    degrees += block.rows - (split ? 1 : 0);
    if (split) paces.push_back({ahead / (length * length), length});
  }
  Noise noise;
  noise.noise = within / std::max(1.0, degrees - (model == nullptr ? freedom : 0.0));
  for (const auto& [squared, length] : paces) pace += squared - noise.noise / length;
  if (!paces.empty()) noise.pace = std::max(0.0, pace / static_cast<double>(paces.size()));
  return noise;
}

}  // namespace

void pool_units(const TimeStudy& study, const TimeStudyOptions& options, const Design& design, const KnownWeights& known, const Scaled& s, const Fitted& fit, TimeStudyFit& result) {
  const std::size_t free = design.free;
  const Units units = split(study, design, s);
  const std::size_t count = units.names.size();
  const bool by_worker = !design.workers.empty();
  std::vector<std::vector<double>> weights(count, fit.weights);
  const double largest = *std::max_element(design.hours.begin(), design.hours.end());
  const auto noise_now = [&](const UnitModel* model) {
    Noise noise = noise_of(units, weights, model, static_cast<double>(free), by_worker);
    noise.noise = std::max(noise.noise, 1e-18 * (1 + largest * largest));  // a log without any noise
    return noise;
  };
  UnitModel model(free, weighted(units, weights, noise_now(nullptr), free));
  std::vector<double> spread(free);
  const double mean = std::accumulate(fit.weights.begin(), fit.weights.end(), 0.0) / static_cast<double>(std::max<std::size_t>(free, 1));
  for (std::size_t j = 0; j < free; ++j) spread[j] = std::max(least_variance, 0.05 * std::pow(std::max(fit.weights[j], 0.3 * mean), 2.0));
  for (int pass = 0; pass < pooling_passes && free > 0; ++pass) {
    model.estimate(pass == 0 ? spread : model.spread());
    for (std::size_t u = 0; u < count; ++u) weights[u] = model.weights(u);
    if (pass + 1 < pooling_passes) model.set_units(weighted(units, weights, noise_now(&model), free));
  }

  std::vector<double> cases(count * design.names.size(), 0.0);
  for (std::size_t i = 0; i < design.rows; ++i) {
    for (std::size_t w = 0; w < design.names.size(); ++w) cases[units.of_row[i] * design.names.size() + w] += design.all[i * design.names.size() + w];
  }
  ConeSolver cone(known.constraints, s.scale);
  for (std::size_t u = 0; u < count; ++u) {
    std::vector<double> own(free, no_pooled_number), pooled = weights[u];
    Normal sum(free);
    for (const Block& block : units.blocks) {
      if (block.unit != u) continue;
      for (std::size_t i = 0; i < free * free; ++i) sum.gram.values[i] += block.sum.gram.values[i];
      for (std::size_t i = 0; i < free; ++i) sum.moment[i] += block.sum.moment[i];
    }
    Square factor = sum.gram;
    std::vector<std::int32_t> binding = fit.binding;
    if (free > 0 && cholesky(factor, singular_pivot)) {
      Square inverse(free);
      invert_cholesky(factor, inverse);
      multiply(inverse, sum.moment.data(), own.data());
      cone.solve(inverse, own, binding);
    }
    binding = fit.binding;
    if (free > 0) cone.solve(model.posterior(u), pooled, binding);
    for (std::size_t w = 0; w < design.names.size(); ++w) {
      UnitWeight one;
      one.unit = units.names[u];
      one.type = design.names[w];
      one.cases = cases[u * design.names.size() + w];
      if (known.fixed[w]) {
        one.own = one.hours = *known.fixed[w];
        one.low = one.high = no_pooled_number;
        result.units.push_back(std::move(one));
        continue;
      }
      const auto j = static_cast<std::size_t>(known.free[w]);
      one.own = std::max(0.0, own[j] * s.scale[j]);
      if (std::isnan(own[j])) one.own = no_pooled_number;
      one.hours = std::max(0.0, pooled[j] * s.scale[j]);
      one.shrinkage = model.shrinkage(u, j);
      const double deviation = std::sqrt(model.posterior(u).row(j)[j] + model.mean_part(u, j, false)) * s.scale[j];
      if (s.known[j] == 0) {
        one.own = one.hours = one.low = one.high = one.shrinkage = no_pooled_number;
      } else if (deviation > 0) {
        const auto [low, high] = unified_interval(weights[u][j] * s.scale[j] / deviation, options.level);
        one.low = std::min(low * deviation, one.hours);
        one.high = std::max(high * deviation, one.hours);
      } else {
        one.low = one.high = one.hours;
      }
      result.units.push_back(std::move(one));
    }
  }
}

}  // namespace evenload::workload::time_study
