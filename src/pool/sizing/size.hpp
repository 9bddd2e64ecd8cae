/// \file
/// Checks of a sizing problem. Private.
#pragma once

#include "evenload/pool/pool_size.hpp"

namespace evenload::pool::sizing {

void check_problem(const PoolProblem& problem);
void check_size_options(const PoolSizeOptions& options, const PoolProblem& problem);

}  // namespace evenload::pool::sizing
