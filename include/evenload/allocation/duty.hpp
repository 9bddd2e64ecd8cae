/// \file
/// Turns on duty against what a fair rotation would give: a report, never a ranking.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/core/table.hpp"

namespace evenload::allocation {

/// Turns of one person in a period. Expectations share all turns (and hours) of the participants
/// out by contract: contracted hours × the part of the period's working days that the person was
/// not away; where somebody has no contracted hours, everybody counts alike.
struct DutyShare {
  CaseworkerId caseworker;
  UnitId unit;
  std::int64_t turns = 0;             ///< that begin in the period
  std::int64_t free_day_turns = 0;    ///< of them: on a Saturday, Sunday or holiday
  Rational hours;                     ///< of these turns, from their beginning to their end
  Rational expected_turns;
  Rational expected_free_day_turns;
  Rational expected_hours;
};

/// One row per participant, in the order of the table of caseworkers.
/// \param first, last         days of the period, both included, in the policy's zone
/// \param participants        who takes part in the rota; empty: everybody but placement students
/// Linear in turns and caseworkers × days. Deterministic and exact.
/// \throws InvalidDataError(ends_before_start) for a period without days; (unknown_id) for a
///         participant, or somebody with a turn, who is not in the table of caseworkers or does not
///         take part; as allocation::check for the table of turns.
std::vector<DutyShare> duty_shares(const AllocationInput& input, const AllocationPolicy& policy,
                                   Date first, Date last,
                                   std::span<const CaseworkerId> participants = {});

/// caseworker, unit, turns, free_day_turns, hours, expected_turns, expected_free_day_turns,
/// expected_hours
Table duty_shares_table(std::span<const DutyShare> shares);

}  // namespace evenload::allocation
