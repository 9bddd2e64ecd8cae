/// \file
/// Means over replications with Student's intervals. Private.
#pragma once

#include <vector>

#include "evenload/allocation/replay.hpp"

namespace evenload::allocation::replaying {

/// The t with P(|T| <= t) = coverage at so many degrees of freedom (>= 1), 0 < coverage < 1.
double student_quantile(double coverage, double freedom);

/// None of a measure that one of the replications does not have.
ReplayEstimates estimate(const std::vector<ReplayMeasures>& replications, double coverage);
/// Of `those` less `these`, replication by replication.
ReplayEstimates paired(const std::vector<ReplayMeasures>& those,
                       const std::vector<ReplayMeasures>& these, double coverage);

}  // namespace evenload::allocation::replaying
