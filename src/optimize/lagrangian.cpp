#include "lagrangian.hpp"

#include <algorithm>
#include <cmath>

#include "exact_sum.hpp"

namespace evenload::optimize::detail {

std::int64_t SafeBound::whole() const noexcept {
  const int128 rounded = -floor_divide(-value, static_cast<int128>(1) << shift);
  return wide::fits_int64(rounded) ? static_cast<std::int64_t>(rounded) : 0;
}

namespace {

/// Value and subgradient in doubles.
class DualFunction {
 public:
  explicit DualFunction(const Relaxation& relaxation) : r_(relaxation), in_(relaxation.instance()) {}

  double evaluate(const Multipliers& at, Multipliers& slope) const {
    const int over = in_.order.overload;
    double total = 0;
    std::array<double, max_whole_levels> unit{};
    for (int level = 0; level < in_.order.count; ++level) {
      unit[level] = r_.own(level);
      slope.level[level] = 0;
      if (!r_.priced(level)) continue;
      unit[level] = at.level[level];
      total -= at.level[level] * static_cast<double>(r_.earlier(level));
      slope.level[level] = -static_cast<double>(r_.earlier(level));
    }
    for (int j = 0; j < in_.columns; ++j) {
      const auto base = static_cast<double>(in_.base[j]);
      const auto capacity = static_cast<double>(in_.capacity[j]);
      const auto limit = static_cast<double>(r_.limit(j));
      double load = base;
      if (r_.is_balance()) {
        load = std::clamp(at.price[j] * capacity / 2, base, limit);
        if (load > capacity) load = std::clamp((at.price[j] - unit[over]) * capacity / 2, std::min(std::max(base, capacity), limit), limit);
      } else {
        if (at.price[j] > 0) load = std::max(base, std::min(capacity, limit));
        if (at.price[j] > unit[over]) load = limit;
      }
      const double excess = std::max(0.0, load - capacity);
      total += unit[over] * excess - at.price[j] * (load - base);
      if (r_.is_balance()) total += load * load / capacity;
      slope.level[over] += excess;
      slope.price[j] = base - load;
    }
    for (std::size_t l = 0; l < at.limit_count.size(); ++l) {
      slope.limit_count[l] = in_.limit_count[l] == unlimited ? 0 : -static_cast<double>(std::max<std::int64_t>(0, in_.limit_count[l]));
      slope.limit_weight[l] = in_.limit_weight[l] == unlimited ? 0 : -static_cast<double>(std::max<std::int64_t>(0, in_.limit_weight[l]));
      total += at.limit_count[l] * slope.limit_count[l] + at.limit_weight[l] * slope.limit_weight[l];
    }
    for (int i = 0; i < in_.rows; ++i) {
      double least = 0;
      std::int32_t chosen = -2;
      const auto priority = static_cast<double>(in_.priority[i]);
      if (!r_.must_place(i)) {
        least = unit[in_.row_level[i]] * priority;
        chosen = -1;
      }
      for (std::int32_t pair = in_.pair_begin[i]; pair < in_.pair_begin[i + 1]; ++pair) {
        if (!r_.usable(pair)) continue;
        double value = at.price[in_.pair_column[pair]] * static_cast<double>(in_.pair_weight[pair]);
        if (r_.is_balance()) value += in_.lambda * static_cast<double>(in_.pair_cost[pair]);
        if (in_.has_limits()) {
          for (std::int32_t k = in_.limit_begin[pair]; k < in_.limit_begin[pair + 1]; ++k) {
            const std::int32_t l = in_.limit_index[k];
            value += at.limit_count[l] * static_cast<double>(in_.limit_amount[k]) +
                     at.limit_weight[l] * static_cast<double>(in_.pair_weight[pair]);
          }
        }
        if (chosen == -2 || value < least) {
          least = value;
          chosen = pair;
        }
      }
      total += least;
      if (chosen < 0) {
        slope.level[in_.row_level[i]] += priority;
        continue;
      }
      const auto weight = static_cast<double>(in_.pair_weight[chosen]);
      slope.price[in_.pair_column[chosen]] += weight;
      if (!in_.has_limits()) continue;
      for (std::int32_t k = in_.limit_begin[chosen]; k < in_.limit_begin[chosen + 1]; ++k) {
        const std::int32_t l = in_.limit_index[k];
        slope.limit_count[l] += static_cast<double>(in_.limit_amount[k]);
        slope.limit_weight[l] += weight;
      }
    }
    for (int level = 0; level < in_.order.count; ++level) {
      if (!r_.priced(level)) slope.level[level] = 0;
    }
    return total;
  }

 private:
  const Relaxation& r_;
  const Instance& in_;
};

template <class Visit>
void for_each(Multipliers& a, Multipliers& b, Visit visit) {
  for (std::size_t j = 0; j < a.price.size(); ++j) visit(a.price[j], b.price[j], false);
  for (std::size_t l = 0; l < a.level.size(); ++l) visit(a.level[l], b.level[l], true);
  for (std::size_t l = 0; l < a.limit_count.size(); ++l) visit(a.limit_count[l], b.limit_count[l], true);
  for (std::size_t l = 0; l < a.limit_weight.size(); ++l) visit(a.limit_weight[l], b.limit_weight[l], true);
}

}  // namespace

std::optional<SafeBound> lagrangian_bound(const Relaxation& relaxation, const Plan& plan, double goal, int iterations, WorkMeter& meter) {
  const Instance& in = relaxation.instance();
  Multipliers at = relaxation.zero();
  if (relaxation.is_balance()) {
    for (int j = 0; j < in.columns; ++j) at.price[j] = 2.0 * static_cast<double>(plan.load[j]) / static_cast<double>(in.capacity[j]);
  }
  const DualFunction function(relaxation);
  Multipliers slope = relaxation.zero();
  Multipliers best = at;
  double best_value = function.evaluate(at, slope);
  double value = best_value;
  double step = 1.0;
  int stale = 0;
  for (int k = 0; k < iterations && best_value < goal && meter.spend(relaxation.evaluation_work()); ++k) {
    double norm = 0;
    for_each(at, slope, [&](double& x, double& s, bool signed_up) {
      if (signed_up && x <= 0 && s < 0) s = 0;
      norm += s * s;
    });
    if (norm <= 0) break;
    const double length = step * std::max(goal - value, 1e-9 * std::abs(goal)) / norm;
    for_each(at, slope, [&](double& x, double& s, bool signed_up) {
      x += length * s;
      if (signed_up && x < 0) x = 0;
    });
    value = function.evaluate(at, slope);
    if (value > best_value) {
      best_value = value;
      best = at;
      stale = 0;
    } else if (++stale == 12) {
      step *= 0.6;
      stale = 0;
      at = best;
      value = function.evaluate(at, slope);
    }
  }
  const auto safe = relaxation.safe_value(best);
  if (!safe) return std::nullopt;
  return SafeBound{*safe, relaxation.shift()};
}

}  // namespace evenload::optimize::detail
