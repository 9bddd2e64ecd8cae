/// \file
/// The exact leximin plan where all rows of a column add the same load (equations 34 to 37).
#pragma once

#include <cstdint>
#include <optional>

#include "evenload/core/control.hpp"
#include "src/optimize/plan.hpp"

namespace evenload::optimize::detail {

struct EqualLoadsPlan {
  Plan plan;
  bool levels_proven = false;  ///< every whole-number level and all ratios
  bool cost_proven = false;    ///< cost among such plans too
};

/// Nothing where the rows of some column differ in load, where there are groups or limits that only some rows of a column count on, or
/// where the meter stops or the budget ends before a plan is proven. One run of convex_transport; its work is spent on `meter`.
std::optional<EqualLoadsPlan> solve_equal_loads(const Instance& instance, const Plan& start, std::int64_t budget,
                                                WorkMeter& meter);

}  // namespace evenload::optimize::detail
