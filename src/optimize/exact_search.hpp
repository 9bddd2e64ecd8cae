/// \file
/// Exact search for small parts: depth first over rows, lexicographic bounds at every node.
#pragma once

#include <cstdint>

#include "evenload/core/control.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

enum class LastLevel { squares, peak, leximin };

/// Improves `plan` (levels in order, then the last level) until no better plan exists or `budget` units are spent.
/// True where the search was finished: `plan` is then optimal. Ties keep the plan found first.
bool exact_search(const Instance& instance, LastLevel last, Plan& plan, std::int64_t budget, WorkMeter& meter);

}  // namespace evenload::optimize::detail
