/// \file
/// Solver options from C to C++.
#pragma once

#include "evenload/core/control.hpp"
#include "evenload_c/core.h"

namespace evenload::c_api {

/// \throws Error(invalid_argument) for a struct that cannot be read; values are checked by the solvers.
SolveOptions solve_options(const evenload_solve_options* given);

}  // namespace evenload::c_api
