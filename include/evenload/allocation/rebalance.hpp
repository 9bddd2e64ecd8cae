/// \file
/// Moving a few cases between caseworkers, and what each further move is worth.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/allocation/moves.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

struct RebalanceOptions {
  /// k: at most so many assignments change hands, 0 to 200. Linked cases go together and each counts.
  std::int64_t most_moves = 3;
  /// Cost units for each of them, >= 0, on top of what the rules charge (continuity): times the
  /// policy's cost_weight on the last level.
  std::int64_t price = 0;
  std::vector<CaseId> may_move;  ///< empty: every case that is announced or started
  std::vector<CaseId> pinned;    ///< these never move
};

/// What the best plan found with at most so many moves is worth.
struct MovesValue {
  std::int64_t most_moves = 0;
  std::int64_t moves = 0;                   ///< that it makes
  std::vector<optimize::Level> levels;      ///< bounds are over plans with at most `most_moves`
};

struct Rebalanced : Proposal {
  std::vector<Move> moves;            ///< the most useful first, each with the earlier ones made
  std::vector<MovesValue> by_moves;   ///< 0, 1, …, k: where another move stops paying
};

/// The best plan with at most k moves, levels in strict order as in allocate(); open cases are
/// placed besides, which is no move. What stays costs nothing and needs no rule; what moves keeps
/// every rule, counts as new work for who gets it, and pays the prices of the pair besides its own.
/// Cases that somebody holds for now, that are with somebody outside the table, or whose linked
/// parts are with different people do not move.
///
/// The problem is NP-hard (Aggarwal, Motwani & Zhu 2006). Small problems are solved by trying all
/// plans, larger ones by search; bounds are valid either way (docs/models/verbs.md (5) to (9)).
/// With k = 0 the levels are those of allocate(). Equal inputs, seeds and work give equal answers on any number of
/// threads; permuting rows permutes the answer.
/// \throws InvalidDataError as allocate; table "rebalance": negative_value for a price or k below 0,
///         out_of_range for k above 200, unknown_id and contradiction (pinned and may move) for cases,
///         unsupported for a policy with another last level than squares or peak.
Rebalanced rebalance(const AllocationInput& input, const AllocationPolicy& policy,
                     const RebalanceOptions& rebalance, const SolveOptions& options = {});

}  // namespace evenload::allocation
