/// \file
/// Student's interval of independent replications. Private.
#pragma once

#include <span>

#include "evenload/pool/skill_routing.hpp"

namespace evenload::pool::routing {

/// Two-sided quantile of Student's t: P(|T| <= t) = confidence.
double student_quantile(double confidence, int degrees);

RoutingMean student_interval(std::span<const double> values, double confidence);

}  // namespace evenload::pool::routing
