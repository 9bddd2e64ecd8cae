/// \file
/// What the verbs after Monday's allocation have in common: a plan with what it answers, and moves.
#pragma once

#include <string>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"

namespace evenload::allocation {

/// A plan with the input and the policy that it answers: those of the caller with what the verb
/// changed in them. explain(input, policy, plan, …) speaks of these.
struct Proposal {
  AllocationInput input;
  AllocationPolicy policy;
  Plan plan;
};

/// One assignment (case, role) that changes hands.
struct Move {
  CaseId case_id;
  std::string role;
  CaseworkerId from;     ///< empty: nobody had it
  CaseworkerId to;       ///< empty: it is on the undistributed list now
  Rational load;         ///< of this assignment
  /// What it changes on every level, the moves before it made and those after it not; the sum over
  /// all moves is what they change together. Empty where a verb does not order its moves.
  std::vector<LevelDifference> differences;
};

}  // namespace evenload::allocation
