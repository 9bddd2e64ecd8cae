/// \file
/// Search guided by the dual of the columns' knapsacks: what the columns choose is nearly a plan, and a short search makes it one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "column_knapsacks.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

/// Multipliers of loads by level.
using LevelPrices = std::array<std::optional<Multipliers>, max_whole_levels>;

struct GuidedPlan {
  Plan plan;
  LevelPrices prices;          ///< of the whole-number levels, where some were looked for
  RowMultipliers multipliers;  ///< of balance, the best that were found; a bound for plans with any earlier levels
};

/// Improves a plan until `budget` units are spent or the meter stops; never returns a worse one. Levels that the relaxation of loads
/// does not prove are chased first, in their order, then balance. Nothing where the loads are too many for the knapsacks' tables.
std::optional<GuidedPlan> guided_search(const Instance& instance, const Plan& plan, std::uint64_t seed, std::int64_t budget,
                                        WorkMeter& meter);

}  // namespace evenload::optimize::detail
