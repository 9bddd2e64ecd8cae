/// \file
/// Parts of the case-manager queue. Private.
#pragma once

#include <optional>

#include "evenload/pool/case_manager.hpp"

namespace evenload::pool::queueing {

/// Checks all but stability.
void check_case_managers(const CaseManagerQueue& queue);
/// Checks all. \return the capacity
double check_stable_case_managers(const CaseManagerQueue& queue);
/// (1 - p) µ θ^-1: visits in external delay for each worker who never pauses.
double external_load(const CaseManagerQueue& queue) noexcept;

/// The chain of a worker each with own cases; empty beyond the work limit.
std::optional<CaseManagerMeasures> exact_measures(const CaseManagerQueue& queue, double work_limit);
/// The chain where any of `queue.workers` may take any visit.
std::optional<CaseManagerMeasures> pooled_measures(const CaseManagerQueue& queue,
                                                   double work_limit);
CaseManagerMeasures approximate_measures(const CaseManagerQueue& queue);

}  // namespace evenload::pool::queueing
