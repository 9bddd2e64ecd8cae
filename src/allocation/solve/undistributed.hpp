/// \file
/// The undistributed list: reasons, cheapest relaxations, rank. Private.
#pragma once

#include <optional>
#include <vector>

#include "evenload/allocation/plan.hpp"
#include "src/allocation/rules/eligibility.hpp"
#include "state.hpp"

namespace evenload::allocation::detail {

/// Whether a proposal has been made, or the cases are only looked at as they stand.
enum class Stage { proposed, as_it_stands };

/// Every open slot without a person, ranked. Equation (12).
std::vector<Undistributed> list_undistributed(const Prepared& p, const Quotas& quotas, const State& state, Stage stage);

/// Why this open row has nobody. `start` is the state before anything was placed.
Reason reason_left_over(const Prepared& p, const Candidates& candidates, const State& start, const State& state, Index row, Stage stage);

/// The cheapest single change that would place the row; none where there is none, or where a person decided.
std::optional<Relaxation> cheapest_relaxation(const Prepared& p, const Candidates& candidates, const State& state, Index row, const Reason& reason);

}  // namespace evenload::allocation::detail
