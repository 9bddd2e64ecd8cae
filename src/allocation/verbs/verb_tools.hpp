/// \file
/// What the verbs do to an input before they plan: release, announce, hand over. Private.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "change_problem.hpp"
#include "evenload/allocation/moves.hpp"
#include "src/allocation/prepare/prepared.hpp"

namespace evenload::allocation::detail {

/// The caseworker of that id. \throws InvalidDataError(unknown_id) naming table and column.
Index caseworker_of(const Prepared& p, const CaseworkerId& id, std::string_view table,
                    std::string_view column, std::optional<std::size_t> row = std::nullopt);
Index case_of(const Prepared& p, const CaseId& id, std::string_view table, std::string_view column,
              std::optional<std::size_t> row = std::nullopt);

/// The assignment may move; who has it stays known.
void release(AllocationInput& input, const Prepared& p, Index slot);
/// The assignment is announced with this caseworker, and may move.
void announce(AllocationInput& input, const Prepared& p, Index slot, const CaseworkerId& id);
/// Nobody has the assignment any more.
void reopen(AllocationInput& input, const Prepared& p, Index slot);
/// The caseworker takes nothing and has no capacity.
void without_capacity(AllocationInput& input, const Prepared& p, Index person);

/// Who has a row and may keep it, in the eyes of a verb.
struct Standing {
  Index home = none;          // none: nobody
  bool may_stay = false;
  std::int64_t size = 0;      // its assignments with that home
  std::int64_t forced = 0;    // its assignments with another
};

/// The problem of all open rows. `standing` is by row of `p`; rows of it that stand are not asked.
/// \param row_of  filled: row of `p` for each row of the problem.
/// \throws InvalidDataError(unsupported) for a last level that moves cannot be counted on.
ChangeProblem change_problem(const Prepared& p, const Quotas& quotas,
                             const std::vector<Standing>& standing, std::int64_t price,
                             bool stays_are_new, std::vector<Index>& row_of);

/// Differences of two lists of values by level, in points.
std::vector<LevelDifference> differences_in_points(const Prepared& p, const ChangeProblem& problem,
                                                   const std::vector<double>& before,
                                                   const std::vector<double>& after);
/// Optimal where every level is proven.
Outcome outcome_of(const std::vector<optimize::Level>& levels);
/// One assignment that changes hands, `to` none: left.
Move move_of(const Prepared& p, Index slot, const CaseworkerId& from, const CaseworkerId& to);
/// By case id, role; the differences stay empty.
std::vector<Move> moves_between(const Plan& before, const Plan& after);

}  // namespace evenload::allocation::detail
