/// \file
/// Checks of a routing problem. Private.
#pragma once

#include "evenload/pool/skill_routing.hpp"

namespace evenload::pool::routing {

/// \throws InvalidDataError naming "routing" or "options"
void check_routing(const RoutingProblem& problem, const RoutingOptions& options);

}  // namespace evenload::pool::routing
