/// \file
/// A balanced assignment problem of the caller, as C++ reads it.
#pragma once

#include "evenload/optimize/balanced_assignment.hpp"
#include "evenload_c/optimize.h"

namespace evenload::c_api {

/// Spans over the caller's arrays. \throws Error(invalid_argument) for what is missing or unknown.
optimize::BalancedAssignmentProblem problem_from(const evenload_balanced_assignment_problem* pointer);

}  // namespace evenload::c_api
