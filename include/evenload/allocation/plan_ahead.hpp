/// \file
/// Room for the cases that are expected.
#pragma once

#include <string>
#include <vector>

#include "evenload/allocation/moves.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

/// Cases that are expected in a unit in a week: a mean, or the quantile that room is wanted for.
struct ExpectedInflow {
  UnitId unit;
  std::string type;                  ///< of the weight table; empty: `weight` says it
  std::string phase{};               ///< in which they come, where the weight table asks for it
  Date week{};                       ///< any day of the week
  Rational cases;                    ///< >= 0, fractions allowed
  std::optional<Rational> weight;    ///< of one case; none: from the policy's weight table
};

struct PlanAheadOptions {
  std::vector<ExpectedInflow> inflow;
  CaseClass reserve_as = CaseClass::due;   ///< how strongly room is kept: against open cases of that class and below
};

/// Room kept in a unit.
struct ReservedRoom {
  UnitId unit;
  std::string type;
  Date week{};                       ///< its Monday
  Rational cases;                    ///< as asked
  Rational wanted;                   ///< load, as a mean over the horizon
  Rational reserved;                 ///< for which there is room beside the plan
};

struct PlannedAhead : Proposal {
  std::vector<ReservedRoom> rooms;              ///< by unit, week, type
  std::vector<optimize::Level> without;         ///< levels where nothing is reserved
  std::vector<LevelDifference> cost;            ///< what the reservation costs on each level
  std::vector<Assignment> otherwise;            ///< assignments of the plan without it that differ
};

/// Allocates so that room is left for what is expected. A case of week t of a horizon of H weeks
/// takes weight · (H - t)/H of it; what is past the horizon takes nothing (docs/models/verbs.md
/// (12)). Expected cases follow borders of units, limits and absences as real ones do; they are no
/// assignments and in nobody's load. Levels are those of the real cases; their bounds hold over all
/// plans, with or without reserve.
/// \throws InvalidDataError as allocate; table "inflow": unknown_id (unit), negative_value,
///         missing_value for a case without weight, ends_before_start for a week before the day of
///         allocation, out_of_range for more than 10,000 cases in all.
PlannedAhead plan_ahead(const AllocationInput& input, const AllocationPolicy& policy,
                        const PlanAheadOptions& ahead, const SolveOptions& options = {});

}  // namespace evenload::allocation
