/// \file
/// The dual of a relaxation, smoothed, and its maximiser: where the prices come from (equations 22 to 25).
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/core/control.hpp"
#include "relaxation.hpp"

namespace evenload::optimize::detail {

/// Value of the dual at `multipliers` in doubles: what safe_value proves, up to rounding.
double dual_value(const Relaxation& relaxation, const Multipliers& multipliers);

/// For every pair what choosing it costs beyond the row's cheapest choice; infinite where it cannot be used.
std::vector<double> reduced_costs(const Relaxation& relaxation, const Multipliers& multipliers);

/// Near-best multipliers by Newton steps (conjugate gradients inside) on the smoothed dual while the smoothing fades.
/// Stops early where the dual passes `goal`. Starts from `plan`, which meets the target or nearly so. Of a balance value less than
/// `worthwhile` of it more is not worth going on. From `known` ones, of the same instance and level, it goes on to finer smoothing;
/// what it returns is then no worse than they are.
Multipliers maximise_dual(const Relaxation& relaxation, const Plan& plan, double goal, WorkMeter& meter, double worthwhile = 1e-6,
                          const Multipliers* known = nullptr);

}  // namespace evenload::optimize::detail
