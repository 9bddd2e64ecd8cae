/// \file
/// Local search over moves, swaps and ejection chains: annealing with weights that harden, then strict descent.
#pragma once

#include <cstdint>
#include <span>

#include "evenload/core/control.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

/// Where annealing looks, and what for.
struct SearchScope {
  double heat = 1;                       ///< temperature at the begin: 1 for a start from anywhere, less stays nearer to the plan
  bool rough = true;                     ///< false where the plan comes from a search: then it needs no descent first
  std::span<const std::int32_t> rows{};  ///< rows that it tries to change; empty: all
  int level = max_whole_levels;          ///< the level aimed at: later ones hardly count, hard limits are passed on the way, and the search ends at `target`
  std::int64_t target = 0;               ///< what that level is proven not to go below
};

/// Improves a plan until `budget` units are spent or the meter stops; never returns a worse one (whole-number levels, then
/// balance). With `below_peak` the aim between the two is a smaller largest ratio. Where reduced costs of the pairs are given, the
/// search tries pairs of small ones more often.
Plan local_search(const Instance& instance, const Plan& start, bool below_peak, std::uint64_t seed, std::int64_t budget, WorkMeter& meter,
                  std::span<const double> reduced_cost = {}, const SearchScope& scope = {});

}  // namespace evenload::optimize::detail
