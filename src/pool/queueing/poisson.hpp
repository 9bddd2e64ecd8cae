/// \file
/// Poisson probabilities and the two convex functions behind them, to full relative precision.
/// docs/models/queueing.md (2), (3). Private.
#pragma once

#include <cstdint>

namespace evenload::pool::queueing {

/// x - ln(1 + x), x > -1: no digits are lost near 0.
double above_log(double x) noexcept;
/// e^-x - 1 + x: no digits are lost near 0.
double above_tangent(double x) noexcept;
/// ln Γ(x + 1) - (x + 1/2) ln x + x - ln(2π)/2, x > 0.
double stirling_error(double x) noexcept;
/// e^-mean mean^count / count!, mean > 0. Loader 2000: no difference of large numbers.
double poisson_probability(std::int64_t count, double mean) noexcept;

}  // namespace evenload::pool::queueing
