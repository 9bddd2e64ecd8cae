/// \file
/// The best choices for each number of moves, with bounds. docs/models/verbs.md (5) to (9). Private.
#pragma once

#include <cstdint>
#include <vector>

#include "change_problem.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation::detail {

struct ChangeAnswer {
  std::vector<ChangeState> best;                      // at most 0, 1, … moves
  std::vector<std::vector<optimize::Level>> levels;   // of each, on the common denominator
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// Solves for every number of moves from 0 to `most`. The problem must outlive the answer.
/// Equal problems, seeds and work limits give equal answers on any number of threads.
ChangeAnswer solve_changes(const ChangeProblem& problem, std::int64_t most,
                           const SolveOptions& options);

}  // namespace evenload::allocation::detail
