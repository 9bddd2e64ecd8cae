/// \file
/// Local search for smaller sorted ratios: annealing on a steep power of them, then strict descent by exact comparison.
#pragma once

#include <cstdint>

#include "evenload/core/control.hpp"
#include "src/optimize/plan.hpp"

namespace evenload::optimize::detail {

/// Moves and swaps of placed rows until `budget` units are spent or the meter stops. Never returns a worse plan by compare_leximin, and
/// none that leaves out other rows than `start`.
Plan even_out(const Instance& instance, const Plan& start, std::uint64_t seed, std::int64_t budget, WorkMeter& meter);

}  // namespace evenload::optimize::detail
