#include "smooth_dual.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenload::optimize::detail {

namespace {

/// Multipliers in one vector: prices, levels, limit counts, limit weights.
class Layout {
 public:
  explicit Layout(const Relaxation& relaxation)
      : columns_(relaxation.instance().columns), limits_(static_cast<int>(relaxation.instance().limit_count.size())) {}
  int size() const noexcept { return columns_ + max_whole_levels + 2 * limits_; }
  int level(int l) const noexcept { return columns_ + l; }
  int count(int l) const noexcept { return columns_ + max_whole_levels + l; }
  int weight(int l) const noexcept { return columns_ + max_whole_levels + limits_ + l; }
  Multipliers unpack(const std::vector<double>& at) const {
    Multipliers result;
    result.price.assign(at.begin(), at.begin() + columns_);
    for (int l = 0; l < max_whole_levels; ++l) result.level[l] = at[level(l)];
    result.limit_count.assign(at.begin() + count(0), at.begin() + count(0) + limits_);
    result.limit_weight.assign(at.begin() + weight(0), at.begin() + weight(0) + limits_);
    return result;
  }

 private:
  int columns_;
  int limits_;
};

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

/// The smoothed dual: rows choose by a soft minimum of width `smoothing`, columns of a linear level get a little curvature,
/// non-negative multipliers a logarithmic barrier.
class SmoothDual {
 public:
  SmoothDual(const Relaxation& relaxation, const Plan& plan)
      : r_(relaxation), in_(relaxation.instance()), layout_(relaxation), plan_(plan), share_(in_.pairs()), left_out_(in_.rows),
        option_(in_.pairs()), near_(in_.pairs()), near_end_(in_.rows), bend_(in_.columns), over_bend_(in_.columns), active_(layout_.size(), 1) {
    row_cost_.resize(in_.pairs());
    weight_.resize(in_.pairs());
    for (int pair = 0; pair < in_.pairs(); ++pair) {
      row_cost_[pair] = r_.is_balance() ? in_.lambda * static_cast<double>(in_.pair_cost[pair]) : 0;
      weight_[pair] = static_cast<double>(in_.pair_weight[pair]);
    }
    for (int l = 0; l < max_whole_levels; ++l) active_[layout_.level(l)] = l < in_.order.count && r_.priced(l) ? 1 : 0;
    std::vector<std::uint8_t> met(in_.limit_count.size(), 0);
    for (const std::int32_t l : in_.limit_index) met[l] = 1;
    for (std::size_t l = 0; l < in_.limit_count.size(); ++l) {
      const int k = static_cast<int>(l);
      active_[layout_.count(k)] = met[l] != 0 && in_.limit_count[l] != unlimited ? 1 : 0;
      active_[layout_.weight(k)] = met[l] != 0 && in_.limit_weight[l] != unlimited ? 1 : 0;
    }
  }

  const Layout& layout() const noexcept { return layout_; }
  bool active(int k) const noexcept { return active_[k] != 0; }
  bool signed_up(int k) const noexcept { return k >= in_.columns; }

  /// Value and slope; keeps what `curvature` needs.
  double evaluate(const std::vector<double>& at, double smoothing, std::vector<double>& slope) {
    smoothing_ = smoothing;
    slope.assign(at.size(), 0);
    diagonal_.assign(at.size(), 0);
    double total = 0;
    std::array<double, max_whole_levels> unit{};
    for (int l = 0; l < in_.order.count; ++l) {
      unit[l] = r_.priced(l) ? at[layout_.level(l)] : r_.own(l);
      if (!r_.priced(l)) continue;
      total -= unit[l] * static_cast<double>(r_.earlier(l));
      slope[layout_.level(l)] -= static_cast<double>(r_.earlier(l));
    }
    for (std::size_t l = 0; l < in_.limit_count.size(); ++l) {
      subtract_limit(at, layout_.count(static_cast<int>(l)), in_.limit_count[l], total, slope);
      subtract_limit(at, layout_.weight(static_cast<int>(l)), in_.limit_weight[l], total, slope);
    }
    for (int j = 0; j < in_.columns; ++j) total += column(j, at[j], unit[in_.order.overload], slope);
    for (int i = 0; i < in_.rows; ++i) total += row(i, at, unit, slope);
    for (int k = in_.columns; k < static_cast<int>(at.size()); ++k) {
      if (!active(k)) {
        slope[k] = 0;
        continue;
      }
      total += smoothing * std::log(at[k]);
      slope[k] += smoothing / at[k];
      diagonal_[k] += smoothing / (at[k] * at[k]);
    }
    return total;
  }

  /// Minus the second derivative times `v`, plus a small multiple of the diagonal.
  void curvature(const std::vector<double>& at, const std::vector<double>& v, std::vector<double>& result) {
    result.assign(v.size(), 0);
    const int over = layout_.level(in_.order.overload);
    for (int j = 0; j < in_.columns; ++j) {
      result[j] += bend_[j] * v[j];
      if (over_bend_[j] != 0 && active(over)) {
        result[j] -= over_bend_[j] * v[over];
        result[over] += over_bend_[j] * (v[over] - v[j]);
      }
    }
    const bool limits = in_.has_limits();
    const double narrow = 1 / smoothing_;
    for (int i = 0; i < in_.rows; ++i) {
      const int level = layout_.level(in_.row_level[i]);
      const double out = left_out_[i] > 0 && active(level) ? static_cast<double>(in_.priority[i]) * v[level] : 0;
      double mean = left_out_[i] * out;
      const std::int32_t begin = in_.pair_begin[i];
      const std::int32_t end = near_end_[i];
      for (std::int32_t k = begin; k < end; ++k) {
        const std::int32_t pair = near_[k];
        double change = weight_[pair] * v[in_.pair_column[pair]];
        if (limits) change += limit_terms(pair, v);
        option_[pair] = change;
        mean += share_[pair] * change;
      }
      if (left_out_[i] > 0 && active(level)) {
        result[level] += left_out_[i] * (out - mean) * static_cast<double>(in_.priority[i]) / smoothing_;
      }
      for (std::int32_t k = begin; k < end; ++k) {
        const std::int32_t pair = near_[k];
        const double pull = share_[pair] * (option_[pair] - mean) * narrow;
        result[in_.pair_column[pair]] += pull * weight_[pair];
        if (limits) add_limit_terms(pair, pull, result);
      }
    }
    for (int k = in_.columns; k < static_cast<int>(v.size()); ++k) {
      result[k] = active(k) ? result[k] + smoothing_ / (at[k] * at[k]) * v[k] : v[k];
    }
    for (std::size_t k = 0; k < v.size(); ++k) result[k] += (1e-9 * diagonal_[k] + 1e-12) * v[k];
  }

  /// Diagonal of the curvature, about.
  double diagonal(int k) const noexcept { return active(k) ? diagonal_[k] * (1 + 1e-9) + 1e-12 : 1; }

 private:
  static constexpr double furthest = -40;  // in widths above the cheapest option: no share beyond

  void subtract_limit(const std::vector<double>& at, int k, std::int64_t limit, double& total, std::vector<double>& slope) const {
    if (!active(k)) return;
    const auto most = static_cast<double>(std::max<std::int64_t>(0, limit));
    total -= at[k] * most;
    slope[k] -= most;
  }

  double column(int j, double price, double unit_over, std::vector<double>& slope) {
    const auto base = static_cast<double>(in_.base[j]);
    const auto capacity = static_cast<double>(in_.capacity[j]);
    const auto limit = static_cast<double>(r_.limit(j));
    const double centre = static_cast<double>(plan_.load[j]);
    const double square = r_.is_balance() ? 2 / capacity : 0;
    const double room = limit - base + 1;
    const double extra = r_.is_balance() ? 0 : smoothing_ * (in_.rows + 1) / ((in_.columns + 1) * room * room);
    const double curve = square + extra;
    double load = (price + extra * centre) / curve;
    bool bends = load > base && load < std::min(capacity, limit);
    bool over = false;
    if (load > capacity) {
      const double beyond = (price - unit_over + extra * centre) / curve;
      over = beyond > std::max(capacity, base) && beyond < limit;
      bends = over;
      load = std::max(capacity, beyond);
    }
    load = std::clamp(load, base, std::max(base, limit));
    bend_[j] = bends ? 1 / curve : 0;
    over_bend_[j] = over ? 1 / curve : 0;
    const double excess = std::max(0.0, load - capacity);
    slope[j] -= load - base;
    const int level = layout_.level(in_.order.overload);
    slope[level] += excess;
    diagonal_[j] += bend_[j];
    diagonal_[level] += over_bend_[j];
    return load * load * square / 2 + extra * (load - centre) * (load - centre) / 2 + unit_over * excess - price * (load - base);
  }

  double row(int i, const std::vector<double>& at, const std::array<double, max_whole_levels>& unit, std::vector<double>& slope) {
    const std::int32_t begin = in_.pair_begin[i];
    const std::int32_t end = in_.pair_begin[i + 1];
    const int level = in_.row_level[i];
    const bool may_leave = !r_.must_place(i);
    const double out = unit[level] * static_cast<double>(in_.priority[i]);
    double least = may_leave ? out : HUGE_VAL;
    const bool limits = in_.has_limits();
    for (std::int32_t pair = begin; pair < end; ++pair) {
      double value = row_cost_[pair] + weight_[pair] * at[in_.pair_column[pair]];
      if (limits) value += limit_terms(pair, at);
      if (!r_.usable(pair)) value = HUGE_VAL;
      option_[pair] = value;
      least = std::min(least, value);
    }
    const double narrow = 1 / smoothing_;
    double sum = 0;
    left_out_[i] = 0;
    if (may_leave) sum += left_out_[i] = std::exp((least - out) * narrow);
    std::int32_t near = begin;
    for (std::int32_t pair = begin; pair < end; ++pair) {
      const double distance = (least - option_[pair]) * narrow;
      if (!(distance > furthest)) continue;
      sum += share_[pair] = std::exp(distance);
      near_[near++] = pair;
    }
    near_end_[i] = near;
    const double scale = 1 / sum;
    left_out_[i] *= scale;
    if (may_leave) {
      const auto priority = static_cast<double>(in_.priority[i]);
      slope[layout_.level(level)] += left_out_[i] * priority;
      diagonal_[layout_.level(level)] += left_out_[i] * (1 - left_out_[i]) * priority * priority * narrow;
    }
    for (std::int32_t k = begin; k < near; ++k) {
      const std::int32_t pair = near_[k];
      const double share = share_[pair] *= scale;
      const double weight = weight_[pair];
      slope[in_.pair_column[pair]] += share * weight;
      diagonal_[in_.pair_column[pair]] += share * (1 - share) * weight * weight * narrow;
      if (limits) slope_of_limits(pair, share, slope);
    }
    return least - smoothing_ * std::log(sum);
  }

  double limit_terms(std::int32_t pair, const std::vector<double>& at) const {
    double sum = 0;
    for (std::int32_t k = in_.limit_begin[pair]; k < in_.limit_begin[pair + 1]; ++k) {
      const int l = in_.limit_index[k];
      if (active(layout_.count(l))) sum += at[layout_.count(l)] * static_cast<double>(in_.limit_amount[k]);
      if (active(layout_.weight(l))) sum += at[layout_.weight(l)] * weight_[pair];
    }
    return sum;
  }
  void add_limit_terms(std::int32_t pair, double factor, std::vector<double>& to) const {
    for (std::int32_t k = in_.limit_begin[pair]; k < in_.limit_begin[pair + 1]; ++k) {
      const int l = in_.limit_index[k];
      if (active(layout_.count(l))) to[layout_.count(l)] += factor * static_cast<double>(in_.limit_amount[k]);
      if (active(layout_.weight(l))) to[layout_.weight(l)] += factor * weight_[pair];
    }
  }
  void slope_of_limits(std::int32_t pair, double share, std::vector<double>& slope) {
    add_limit_terms(pair, share, slope);
    for (std::int32_t k = in_.limit_begin[pair]; k < in_.limit_begin[pair + 1]; ++k) {
      const int l = in_.limit_index[k];
      const auto amount = static_cast<double>(in_.limit_amount[k]);
      const double spread = share * (1 - share) / smoothing_;
      diagonal_[layout_.count(l)] += spread * amount * amount;
      diagonal_[layout_.weight(l)] += spread * weight_[pair] * weight_[pair];
    }
  }

  const Relaxation& r_;
  const Instance& in_;
  Layout layout_;
  const Plan& plan_;
  double smoothing_ = 1;
  std::vector<double> row_cost_;
  std::vector<double> weight_;
  std::vector<double> share_;      // of each pair in its row's soft minimum
  std::vector<double> left_out_;   // share of being left out
  std::vector<double> option_;
  std::vector<std::int32_t> near_;      // by row, the pairs that have a share at all
  std::vector<std::int32_t> near_end_;  // of each row
  std::vector<double> bend_;       // change of a column's load with its price
  std::vector<double> over_bend_;  // the same where the load is above capacity
  std::vector<double> diagonal_;
  std::vector<std::uint8_t> active_;
};

/// Newton's method with a preconditioned conjugate gradient for the step.
class Newton {
 public:
  Newton(const Relaxation& relaxation, const Plan& plan, double goal, WorkMeter& meter, double worthwhile)
      : r_(relaxation), in_(relaxation.instance()), dual_(relaxation, plan), goal_(goal), worthwhile_(worthwhile), meter_(meter) {}

  Multipliers run(const Plan& plan, const Multipliers* known) {
    start_at(plan);
    const bool goes_on = known != nullptr && known->smoothing > 0;
    if (goes_on) go_on_from(*known);
    best_ = at_;
    best_smoothing_ = goes_on ? known->smoothing : 0;
    best_value_ = dual_value(r_, dual_.layout().unpack(at_));
    const double finest = std::max(first_smoothing_ * 1e-6, 1e-300);
    for (double smoothing = goes_on ? 0.2 * known->smoothing : first_smoothing_; smoothing > finest; smoothing *= 0.2) {
      if (!stage(smoothing)) break;
      const double value = dual_value(r_, dual_.layout().unpack(at_));
      const double gain = value - best_value_;
      if (gain > 0) {
        best_ = at_;
        best_value_ = value;
        best_smoothing_ = smoothing;
      }
      if (best_value_ >= goal_) break;
      // A whole-number level may turn on very little more.
      const double fine = worthwhile_ < 3e-4 ? 0.02 : 0.05;
      if (smoothing < fine * first_smoothing_ && (r_.is_balance() ? gain < worthwhile_ * std::abs(best_value_) : settled(gain))) break;
    }
    Multipliers result = dual_.layout().unpack(best_);
    result.smoothing = best_smoothing_;
    return result;
  }

 private:
  /// A whole-number level asks for the next whole number only: each finer smoothing gains a part of what the last one did.
  bool settled(double gain) const { return gain < 1e-9 * std::abs(best_value_) || best_value_ + gain < std::ceil(best_value_ - 1e-6) + 1e-6; }

  void start_at(const Plan& plan) {
    at_.assign(dual_.layout().size(), 0);
    double weight = 0;
    double price = 0;
    for (int k = 0; k < in_.pairs(); ++k) weight += static_cast<double>(in_.pair_weight[k]) / in_.pairs();
    weight = std::max(weight, 1e-9);
    double priority = 0;
    for (int i = 0; i < in_.rows; ++i) priority += static_cast<double>(in_.priority[i]) / in_.rows;
    double inverse = 0;
    double dearest = 0;
    for (int k = 0; k < in_.pairs(); ++k) dearest = std::max(dearest, static_cast<double>(in_.pair_cost[k]));
    for (int j = 0; j < in_.columns; ++j) {
      const auto capacity = static_cast<double>(in_.capacity[j]);
      inverse += 1 / capacity / in_.columns;
      if (r_.is_balance()) at_[j] = 2 * static_cast<double>(plan.load[j]) / capacity;
      price += at_[j] / in_.columns;
    }
    // Widths of the order of one row's effect: of moving it (balance), of leaving it out, of its weight (overload).
    if (r_.is_balance()) {
      first_smoothing_ = weight * weight * inverse + in_.lambda * dearest / 16;
    } else {
      first_smoothing_ = r_.own(in_.order.overload) > 0 ? weight / 4 : std::max(priority, 1e-3) / 4;
      price = first_smoothing_ / weight;
      for (int j = 0; j < in_.columns; ++j) at_[j] = price;
    }
    reach_ = r_.is_balance() ? std::max(price, 1e-6) / 4 : 4 * price;
    for (int k = in_.columns; k < dual_.layout().size(); ++k) {
      if (!dual_.active(k)) continue;
      const int level = k - in_.columns;
      at_[k] = std::max(price, 1e-6);
      if (level < max_whole_levels && level != in_.order.overload) at_[k] *= weight / std::max(priority, 1e-3);
    }
  }

  void go_on_from(const Multipliers& known) {
    const Layout& layout = dual_.layout();
    std::copy(known.price.begin(), known.price.end(), at_.begin());
    // The barrier asks for more than nothing.
    const auto set = [&](int k, double value) {
      if (dual_.active(k)) at_[k] = std::max(value, 1e-9 * at_[k]);
    };
    for (int l = 0; l < max_whole_levels; ++l) set(layout.level(l), known.level[l]);
    for (std::size_t l = 0; l < known.limit_count.size(); ++l) {
      set(layout.count(static_cast<int>(l)), known.limit_count[l]);
      set(layout.weight(static_cast<int>(l)), known.limit_weight[l]);
    }
  }

  bool stage(double smoothing) {
    double value = dual_.evaluate(at_, smoothing, slope_);
    for (int k = 0; k < 12; ++k) {
      if (!meter_.spend(2 * r_.evaluation_work())) return false;
      if (!solve_for_step()) return true;
      const double decrement = dot(slope_, step_);
      if (!(decrement > 0) || decrement < 0.02 * smoothing * (in_.rows + 1)) return true;
      double length = 1;
      for (int c = in_.columns; c < static_cast<int>(at_.size()); ++c) {
        if (dual_.active(c) && step_[c] < 0) length = std::min(length, -0.9 * at_[c] / step_[c]);
      }
      bool moved = false;
      for (int tries = 0; tries < 25 && !moved; ++tries, length /= 2) {
        trial_ = at_;
        for (std::size_t c = 0; c < at_.size(); ++c) trial_[c] += length * step_[c];
        const double found = dual_.evaluate(trial_, smoothing, trial_slope_);
        if (!meter_.spend(2 * r_.evaluation_work())) return false;
        if (found >= value + 1e-4 * length * decrement) {
          moved = true;
          value = found;
          at_.swap(trial_);
          slope_.swap(trial_slope_);
        }
      }
      if (!moved) {
        dual_.evaluate(at_, smoothing, slope_);
        return true;
      }
    }
    return true;
  }

  /// Where the dual is nearly flat a Newton step would leave the region in which it is known: damped by the slope, so that no
  /// multiplier moves much further than its scale and the damping is gone where the slope is.
  void damp() {
    damping_.resize(at_.size());
    for (int k = 0; k < static_cast<int>(at_.size()); ++k) {
      const double reach = dual_.signed_up(k) ? at_[k] : reach_;
      damping_[k] = dual_.active(k) ? std::abs(slope_[k]) / std::max(reach, 1e-12) : 0;
    }
  }

  /// Conjugate gradients on (curvature + damping) * step = slope.
  bool solve_for_step() {
    const std::size_t size = at_.size();
    damp();
    const auto scaled = [&](std::size_t k) { return rest_[k] / (dual_.diagonal(static_cast<int>(k)) + damping_[k]); };
    step_.assign(size, 0);
    rest_ = slope_;
    preconditioned_.resize(size);
    for (std::size_t k = 0; k < size; ++k) preconditioned_[k] = scaled(k);
    direction_ = preconditioned_;
    double square = dot(rest_, preconditioned_);
    const double enough = 1e-4 * square;
    for (int k = 0; k < 60 && square > enough; ++k) {
      if (!meter_.spend(r_.evaluation_work())) return false;
      dual_.curvature(at_, direction_, product_);
      for (std::size_t c = 0; c < size; ++c) product_[c] += damping_[c] * direction_[c];
      const double bend = dot(direction_, product_);
      if (!(bend > 0)) break;
      const double length = square / bend;
      for (std::size_t c = 0; c < size; ++c) {
        step_[c] += length * direction_[c];
        rest_[c] -= length * product_[c];
        preconditioned_[c] = scaled(c);
      }
      const double next = dot(rest_, preconditioned_);
      const double ratio = next / square;
      square = next;
      for (std::size_t c = 0; c < size; ++c) direction_[c] = preconditioned_[c] + ratio * direction_[c];
    }
    return true;
  }

  const Relaxation& r_;
  const Instance& in_;
  SmoothDual dual_;
  double goal_;
  double worthwhile_;
  WorkMeter& meter_;
  double first_smoothing_ = 1;
  double reach_ = 1;  // how far a price may move in one step, about
  std::vector<double> at_, best_, trial_, slope_, trial_slope_, step_, damping_, rest_, preconditioned_, direction_, product_;
  double best_value_ = 0;
  double best_smoothing_ = 0;
};

/// What the pair costs its row (equation 17).
double pair_value(const Relaxation& relaxation, const Multipliers& at, std::int32_t pair) {
  const Instance& in = relaxation.instance();
  double value = at.price[in.pair_column[pair]] * static_cast<double>(in.pair_weight[pair]);
  if (relaxation.is_balance()) value += in.lambda * static_cast<double>(in.pair_cost[pair]);
  if (!in.has_limits()) return value;
  for (std::int32_t k = in.limit_begin[pair]; k < in.limit_begin[pair + 1]; ++k) {
    const std::int32_t l = in.limit_index[k];
    value += at.limit_count[l] * static_cast<double>(in.limit_amount[k]) + at.limit_weight[l] * static_cast<double>(in.pair_weight[pair]);
  }
  return value;
}

}  // namespace

double dual_value(const Relaxation& relaxation, const Multipliers& at) {
  const Instance& in = relaxation.instance();
  const int over = in.order.overload;
  double total = 0;
  std::array<double, max_whole_levels> unit{};
  for (int level = 0; level < in.order.count; ++level) {
    unit[level] = relaxation.priced(level) ? at.level[level] : relaxation.own(level);
    if (relaxation.priced(level)) total -= at.level[level] * static_cast<double>(relaxation.earlier(level));
  }
  for (int j = 0; j < in.columns; ++j) {
    const auto base = static_cast<double>(in.base[j]);
    const auto capacity = static_cast<double>(in.capacity[j]);
    const auto limit = static_cast<double>(relaxation.limit(j));
    double load = base;
    if (relaxation.is_balance()) {
      load = at.price[j] * capacity / 2;
      if (load > capacity) load = std::max(capacity, (at.price[j] - unit[over]) * capacity / 2);
      load = std::clamp(load, base, std::max(base, limit));
    } else {
      if (at.price[j] > 0) load = std::max(base, std::min(capacity, limit));
      if (at.price[j] > unit[over]) load = std::max(base, limit);
    }
    total += unit[over] * std::max(0.0, load - capacity) - at.price[j] * (load - base);
    if (relaxation.is_balance()) total += load * load / capacity;
  }
  for (std::size_t l = 0; l < at.limit_count.size(); ++l) {
    if (in.limit_count[l] != unlimited) total -= at.limit_count[l] * static_cast<double>(std::max<std::int64_t>(0, in.limit_count[l]));
    if (in.limit_weight[l] != unlimited) total -= at.limit_weight[l] * static_cast<double>(std::max<std::int64_t>(0, in.limit_weight[l]));
  }
  for (int i = 0; i < in.rows; ++i) {
    double least = relaxation.must_place(i) ? HUGE_VAL : unit[in.row_level[i]] * static_cast<double>(in.priority[i]);
    for (std::int32_t pair = in.pair_begin[i]; pair < in.pair_begin[i + 1]; ++pair) {
      if (relaxation.usable(pair)) least = std::min(least, pair_value(relaxation, at, pair));
    }
    total += least;
  }
  return total;
}

std::vector<double> reduced_costs(const Relaxation& relaxation, const Multipliers& at) {
  const Instance& in = relaxation.instance();
  std::vector<double> result(in.pairs(), HUGE_VAL);
  for (int i = 0; i < in.rows; ++i) {
    double least = HUGE_VAL;
    for (std::int32_t pair = in.pair_begin[i]; pair < in.pair_begin[i + 1]; ++pair) {
      if (relaxation.usable(pair)) least = std::min(least, result[pair] = pair_value(relaxation, at, pair));
    }
    for (std::int32_t pair = in.pair_begin[i]; pair < in.pair_begin[i + 1] && least < HUGE_VAL; ++pair) result[pair] -= least;
  }
  return result;
}

Multipliers maximise_dual(const Relaxation& relaxation, const Plan& plan, double goal, WorkMeter& meter, double worthwhile,
                          const Multipliers* known) {
  return Newton(relaxation, plan, goal, meter, worthwhile).run(plan, known);
}

}  // namespace evenload::optimize::detail
