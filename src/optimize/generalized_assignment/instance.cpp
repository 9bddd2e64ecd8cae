#include "instance.hpp"

#include <algorithm>
#include <utility>

namespace evenload::optimize::detail::generalized {

Instance make_instance(const GeneralizedAssignmentProblem& problem) {
  Instance result;
  result.rows = static_cast<int>(problem.rows);
  result.columns = static_cast<int>(problem.capacity.size());
  result.capacity.assign(problem.capacity.begin(), problem.capacity.end());
  result.cells.resize(problem.cost.size());
  const std::size_t columns = problem.capacity.size();
  for (std::size_t i = 0; i < static_cast<std::size_t>(result.rows); ++i) {
    bool any = false;
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (std::size_t j = 0; j < columns; ++j) {
      const std::size_t at = i * columns + j;
      if (!usable(problem, i, j)) continue;
      least = any ? std::min(least, problem.cost[at]) : problem.cost[at];
      most = any ? std::max(most, problem.cost[at]) : problem.cost[at];
      any = true;
    }
    if (!any && result.stuck_row < 0) result.stuck_row = static_cast<std::int32_t>(i);
    result.base_cost += least;
    result.most_cost += most - least;
    for (std::size_t j = 0; j < columns; ++j) {
      const std::size_t at = i * columns + j;
      if (usable(problem, i, j)) result.cells[at] = {problem.cost[at] - least, problem.weight[at]};
    }
  }
  return result;
}

Plan valued(const Instance& instance, std::vector<std::int32_t> column) {
  Plan plan;
  plan.load.assign(instance.capacity.size(), 0);
  plan.column = std::move(column);
  for (int i = 0; i < instance.rows; ++i) {
    const std::int32_t j = plan.column[i];
    if (j < 0) continue;
    plan.load[j] += instance.cell(i, j).weight;
    plan.cost += instance.cell(i, j).cost;
  }
  return plan;
}

bool feasible(const Instance& instance, const Plan& plan) noexcept {
  for (int j = 0; j < instance.columns; ++j) {
    if (plan.load[j] > instance.capacity[j]) return false;
  }
  return std::none_of(plan.column.begin(), plan.column.end(), [](std::int32_t j) { return j < 0; });
}

}  // namespace evenload::optimize::detail::generalized
