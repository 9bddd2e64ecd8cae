/// \file
/// Better choices within a number of moves: steps from one to two rows, and all plans where there
/// are few. docs/models/verbs.md (5) to (7). Private.
#pragma once

#include <cstdint>
#include <vector>

#include "change_problem.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation::detail {

/// Improves the choices until no step helps or the meter says stop, with at most `most` moves.
void improve(ChangeState& state, std::int64_t most, WorkMeter& meter);

/// Takes moves back, the least useful first, until at most `most` are left or none can be.
void take_back(ChangeState& state, std::int64_t most, WorkMeter& meter);

/// The best plans with at most 0, 1, … moves.
struct Enumerated {
  bool complete = false;       // every plan was looked at, or excluded by its bound
  std::vector<Choices> best;   // per number of moves
};
/// Tries all plans by depth first, starting from known ones, unless that takes more than `nodes`.
Enumerated enumerate(const ChangeProblem& problem, const std::vector<Choices>& known,
                     std::int64_t nodes, WorkMeter& meter);

}  // namespace evenload::allocation::detail
