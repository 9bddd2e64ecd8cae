/// \file
/// Rows of a plan from a state. Private.
#pragma once

#include <vector>

#include "evenload/allocation/plan.hpp"
#include "state.hpp"

namespace evenload::allocation::detail {

/// One row per case and role, in the order of the input's cases.
std::vector<Assignment> assignment_rows(const Prepared& p, const State& state);
/// One row per caseworker, in the order of the input.
std::vector<CaseworkerLoad> load_rows(const Prepared& p, const State& state);

}  // namespace evenload::allocation::detail
