/// \file
/// Bounds of all levels of a finished plan (equations 7 to 11).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "full_value.hpp"
#include "part.hpp"
#include "team.hpp"

namespace evenload::optimize::detail {

/// Levels with values, bounds and gaps; with Balance::leximin also what is proven of the ratios. `parts` are the components with their final plans; `value` is the whole plan's.
std::vector<Level> bound_levels(const BalancedAssignmentProblem& problem, const Reduction& reduction, std::span<const Part> parts,
                                const FullValue& value, Team& team, std::optional<SortedRatios>& sorted_ratios);

}  // namespace evenload::optimize::detail
