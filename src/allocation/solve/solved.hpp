/// \file
/// From a prepared input to a plan. Private.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evenload/allocation/plan.hpp"
#include "state.hpp"

namespace evenload::allocation::detail {

/// How a search ended; levels in points.
struct Solved {
  std::vector<optimize::Level> levels;
  Outcome outcome = Outcome::unknown;
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
  std::optional<optimize::SortedRatios> sorted_ratios{};
};

/// The plan that a state is.
Plan plan_of(const Prepared& p, const Quotas& quotas, const State& state, const Solved& solved,
             const SolveOptions& options);
/// Lets the kernel decide all open rows.
Plan allocate_prepared(const Prepared& p, const SolveOptions& options);

}  // namespace evenload::allocation::detail
