/// \file
/// Planning anew around what was announced.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/allocation/moves.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

/// Why an announced assignment is not as it was.
enum class ChangeCause : std::int32_t {
  cannot_stay = 0,  ///< a rule, a decision or the caseworker's absence from the table forbids it
  makes_room = 1,   ///< it could have stayed, and makes room for a case of class must
};
std::string_view to_string(ChangeCause cause) noexcept;

struct PlanChange {
  Move move;
  ChangeCause cause = ChangeCause::cannot_stay;
  std::vector<Reason> reasons;  ///< the rules that forbid it to stay; for the allocator alone
};

struct Replanned : Proposal {
  std::vector<PlanChange> changes;        ///< by case id and role
  std::vector<CaseId> closed;         ///< of the announced plan, not in the input any more
};

/// The plan for a changed input (somebody is ill, an urgent case came) that changes least of what
/// was announced. Levels: unassigned must cases, then the number of announced assignments that
/// change (LevelKind::changes), then the others in their order. Announced is what the plan proposed
/// or the input calls announced; where they disagree, the input is right. What has started stays,
/// as in allocate(). What was announced may stay past limits, but not against a rule: an absence
/// that covers the first days, no capacity, a conflict of interest.
/// \throws InvalidDataError as allocate; table "plan.assignments", contradiction: a plan that shares
///         no case with the input; unsupported as rebalance.
Replanned replan(const Plan& announced, const AllocationInput& input,
                 const AllocationPolicy& policy, const SolveOptions& options = {});

}  // namespace evenload::allocation
