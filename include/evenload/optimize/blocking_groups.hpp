/// \file
/// Blocking groups: why a row is left out. A group of rows that cannot all be placed, whatever the plan, with the proof of it.
///
/// Model and proofs: docs/models/blocking_groups.md.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/optimize/balanced_assignment.hpp"

namespace evenload::optimize {

/// What shows that a group's rows cannot all be placed.
enum class BlockingProof : std::int32_t {
  min_cut = 0,     ///< rows of equal weight: more rows than places in their columns
  weight = 1,      ///< the rows' lightest loads are together more than the room of their columns
  search = 2,      ///< shown by the bounds or the exact search of balanced_assignment on the group alone, all rules included
  not_proven = 3,  ///< nothing found within the work limit; the group is the row itself
};
std::string_view to_string(BlockingProof proof) noexcept;

struct BlockingGroup {
  std::vector<std::int32_t> rows;     ///< increasing; at least one of them is left out by the plan
  std::vector<std::int32_t> columns;  ///< increasing; all columns that could take one of the rows
  std::int64_t load = 0;              ///< sum of the rows' lightest pairs
  /// What the columns could take, after base loads and fixed rows: up to the hard limits; or, for rows that are placed only where they
  /// raise no overload, up to the capacities, and `overload` more in all.
  std::int64_t room = 0;
  bool within_capacity = false;       ///< which of the two `room` means
  std::int64_t overload = 0;          ///< that the plan has beyond base loads and fixed rows; part of `room` where within_capacity
  BlockingProof proof = BlockingProof::not_proven;
  bool minimal = false;               ///< proven: without any one of its rows the others can all be placed
};

struct BlockingGroupsResult {
  std::vector<BlockingGroup> groups;      ///< in the order of the first row left out that they explain
  std::vector<std::int32_t> group_of_row; ///< n: the group that explains a row that is left out, else -1
  StopReason stop = StopReason::done;     ///< `work`, `time` or `cancelled` where rows remained unexplained for that reason
  std::int64_t work = 0;
};

/// Explains every row that the plan leaves out.
///
/// Only rows that count on the same level or an earlier one compete: later ones would have to make room. A row whose level stands behind
/// overload asks for room within the capacities, beyond which the plan's own overload may be spent once; others for room within the hard
/// limits. First a minimum cut (Boost.Graph), exact for rows of equal weight; then balanced_assignment on growing sets of rows that can go
/// nowhere else, made minimal by leaving out row after row. Category limits and groups count in the search only; to leave them out is safe,
/// because what cannot be placed without a rule cannot be placed with it.
///
/// Memory is linear in the problem. The same answer for equal problem, plan and work limit on any number of threads; one thread is used.
/// \param assignment n columns or -1; should keep every rule (evaluate tells).
/// \throws InvalidDataError and OverflowError as balanced_assignment; InvalidDataError for an assignment of wrong length, or a column that
///         is not one of the row's pairs (table "assignment").
BlockingGroupsResult blocking_groups(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> assignment,
                                     const SolveOptions& options = {});

}  // namespace evenload::optimize
