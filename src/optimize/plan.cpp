#include "plan.hpp"

#include <algorithm>
#include <utility>

#include "exact_sum.hpp"

namespace evenload::optimize::detail {

int compare(const Ratio& a, const Ratio& b) noexcept {
  const int128 left = wide::multiply(a.load, b.capacity);
  const int128 right = wide::multiply(b.load, a.capacity);
  return left == right ? 0 : (left < right ? -1 : 1);
}

std::int64_t load_at(const Ratio& ratio, std::int64_t capacity) noexcept {
  const int128 load = wide::multiply(ratio.load, capacity) / ratio.capacity;
  return wide::fits_int64(load) ? static_cast<std::int64_t>(load) : unlimited;
}

std::int64_t load_below(const Ratio& ratio, std::int64_t capacity) noexcept {
  const int128 load = floor_divide(wide::multiply(ratio.load, capacity) - 1, ratio.capacity);
  return wide::fits_int64(load) ? static_cast<std::int64_t>(load) : unlimited;
}

Plan valued(const Instance& instance, std::vector<std::int32_t> pair_of) {
  Plan plan;
  plan.pair_of = std::move(pair_of);
  plan.load = instance.base;
  for (int i = 0; i < instance.rows; ++i) {
    const std::int32_t pair = plan.pair_of[i];
    if (pair < 0) {
      plan.level[instance.row_level[i]] += instance.priority[i];
    } else {
      plan.load[instance.pair_column[pair]] += instance.pair_weight[pair];
      plan.cost += instance.pair_cost[pair];
    }
  }
  for (int j = 0; j < instance.columns; ++j) {
    plan.level[instance.order.overload] += std::max<std::int64_t>(0, plan.load[j] - instance.capacity[j]);
  }
  return plan;
}

Ratio peak_of(const Instance& instance, const Plan& plan) noexcept {
  Ratio peak;
  for (int j = 0; j < instance.columns; ++j) {
    const Ratio ratio{plan.load[j], instance.capacity[j]};
    if (compare(peak, ratio) < 0) peak = ratio;
  }
  return peak;
}

int compare_levels(const Plan& a, const Plan& b) noexcept {
  if (a.level == b.level) return 0;
  return a.level < b.level ? -1 : 1;
}

int compare_balance(const Instance& instance, const Plan& a, const Plan& b) {
  ExactSum difference;
  for (int j = 0; j < instance.columns; ++j) {
    if (a.load[j] == b.load[j]) continue;
    difference.add(wide::multiply(a.load[j] - b.load[j], a.load[j] + b.load[j]), instance.capacity[j]);
  }
  if (a.cost != b.cost) {
    difference.add(wide::multiply(a.cost - b.cost, instance.cost_weight.numerator()), instance.cost_weight.denominator());
  }
  return difference.sign();
}

}  // namespace evenload::optimize::detail
