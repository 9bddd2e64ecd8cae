/// \file
/// Monday's allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

/// Default of SolveOptions::work_limit for a proposal with that many decisions, caseworkers and pairs of them: some 20 ms for a unit of forty,
/// 0.1 s for a department of a hundred (docs/decisions/0013). More work brings smaller gaps.
std::int64_t default_work(std::size_t decisions, std::size_t caseworkers, std::size_t pairs) noexcept;

/// Proposes who takes which open case, levels in strict order (docs/models/allocation.md).
/// Permuting the rows of the input permutes the answer and nothing else; ties go by id. The same answer on any number of threads.
/// \throws InvalidDataError naming table, column and row; nothing half-done is returned.
Plan allocate(const AllocationInput& input, const AllocationPolicy& policy, const SolveOptions& options = {});

/// The undistributed list alone: every open case as it stands now, ranked, with reason and relaxation; nothing is proposed.
std::vector<Undistributed> undistributed(const AllocationInput& input, const AllocationPolicy& policy);

/// Checks an input against a policy as allocate does, without solving.
void check(const AllocationInput& input, const AllocationPolicy& policy);

}  // namespace evenload::allocation
