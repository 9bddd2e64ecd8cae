/// \file
/// The kernel, with the limits that several people share. Private.
#pragma once

#include "problem.hpp"

namespace evenload::allocation::detail {

/// Solves the problem of `p`. A decider's room is one limit over everybody whose decisions come to
/// that person, which the kernel, whose limits are of single columns, does not know: where the
/// kernel's answer takes more than there is room, the room is split among them, every split where
/// they are few, the best ones found by moving room otherwise. Bounds stay bounds.
/// docs/models/allocation.md, "Deciders".
/// \param problem limits of decisions are changed while it solves, and put back.
optimize::BalancedAssignmentResult solve(const Prepared& p, const Quotas& quotas,
                                         KernelProblem& problem, const SolveOptions& options);

}  // namespace evenload::allocation::detail
