/// \file
/// Checks of flexibility graphs. Private.
#pragma once

#include "evenload/pool/flexibility.hpp"

namespace evenload::pool::skills {

/// Sizes, positions, no pair twice. \throws InvalidDataError naming "flexibility"
void check_graph(const FlexibilityGraph& graph);

}  // namespace evenload::pool::skills
