/// \file
/// What a plan of the whole problem is worth, from the definition (equations 1 to 6): no reduction, no components.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "exact_sum.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

struct FullValue {
  LevelOrder order;
  WholeLevels level{};
  bool has_peak = false;
  bool has_ratios = false;
  Ratio peak;
  std::vector<Ratio> ratios;  ///< with Balance::leximin: of the columns with capacity, largest first
  std::vector<std::int64_t> load;
  std::int64_t cost = 0;
};

/// `assignment` must have been checked: every column is a pair of its row or -1.
FullValue full_value(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> assignment);

/// Sum of load^2 / capacity over columns with capacity, plus cost_weight * cost.
ExactSum balance_of(const BalancedAssignmentProblem& problem, const FullValue& value);
/// cost_weight * cost; cost of any sign.
ExactSum priced_cost(const BalancedAssignmentProblem& problem, std::int64_t cost);

}  // namespace evenload::optimize::detail
