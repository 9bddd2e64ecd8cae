// What another order of levels would cost.
#include <algorithm>
#include <array>

#include "evenload/allocation/allocate.hpp"
#include "evenload/allocation/fairness.hpp"

namespace evenload::allocation {

namespace {

OrderedLevels ordered(const Plan& plan, const Plan& own, optimize::OverloadPlace place) {
  OrderedLevels order;
  order.overload_place = place;
  order.levels = plan.levels;
  order.undistributed = static_cast<std::int64_t>(plan.undistributed.size());
  order.outcome = plan.outcome;
  order.stop = plan.stop;
  order.work = plan.work;
  // Both plans list the same roles of the same cases in the same order.
  for (std::size_t k = 0; k < plan.assignments.size(); ++k) {
    if (plan.assignments[k].caseworker != own.assignments[k].caseworker) ++order.placed_otherwise;
  }
  return order;
}

}  // namespace

std::vector<OrderedLevels> level_orders(const AllocationInput& input, const AllocationPolicy& policy, const SolveOptions& options) {
  using optimize::OverloadPlace;
  const Plan own = allocate(input, policy, options);
  std::vector<OrderedLevels> orders{ordered(own, own, policy.overload_place)};
  orders.front().of_policy = true;
  AllocationPolicy other = policy;
  other.overload_place = policy.overload_place == OverloadPlace::after_must ? OverloadPlace::after_unassigned : OverloadPlace::after_must;
  orders.push_back(ordered(allocate(input, other, options), own, other.overload_place));
  return orders;
}

}  // namespace evenload::allocation
