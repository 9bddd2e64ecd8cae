/// \file
/// Normal, gamma and Poisson numbers from a keyed stream. Private.
#pragma once

#include <cmath>
#include <cstdint>

#include "evenload/core/random.hpp"
#include "src/workload/normal.hpp"

namespace evenload::pool::sizing {

/// Uniform strictly between 0 and 1.
inline double open_uniform(RandomStream& stream) noexcept { return stream.uniform() + 0x1p-54; }

inline double draw_normal(RandomStream& stream) noexcept {
  return workload::normal::quantile(open_uniform(stream));
}

/// log Γ(x), x > 0, to 1e-13; std::lgamma writes a global variable and is not for threads.
double log_gamma(double x) noexcept;

/// Gamma with scale 1, shape > 0. Marsaglia & Tsang 2000, ACM Trans. Math. Softw. 26.
double draw_gamma(RandomStream& stream, double shape) noexcept;

/// Poisson with 0 <= mean <= 1e12. By multiplication below 10, above by transformed rejection
/// (Hörmann 1993, Insurance Math. Econ. 12).
double draw_poisson_count(RandomStream& stream, double mean) noexcept;

}  // namespace evenload::pool::sizing
