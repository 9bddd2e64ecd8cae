/// \file
/// Monday's allocation.
#pragma once

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

/// Proposes who takes which open case, levels in strict order (docs/models/allocation.md).
/// Permuting the rows of the input permutes the answer and nothing else; ties go by id. The same answer on any number of threads.
/// \throws InvalidDataError naming table, column and row; nothing half-done is returned.
Plan allocate(const AllocationInput& input, const AllocationPolicy& policy, const SolveOptions& options = {});

/// The undistributed list alone: every open case as it stands now, ranked, with reason and relaxation; nothing is proposed.
std::vector<Undistributed> undistributed(const AllocationInput& input, const AllocationPolicy& policy);

/// Checks an input against a policy as allocate does, without solving.
void check(const AllocationInput& input, const AllocationPolicy& policy);

}  // namespace evenload::allocation
