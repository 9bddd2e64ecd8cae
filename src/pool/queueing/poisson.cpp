#include "src/pool/queueing/poisson.hpp"

#include <cmath>
#include <numbers>

namespace evenload::pool::queueing {

double above_log(double x) noexcept {
  if (std::abs(x) > 0.3) return x - std::log1p(x);
  // ln(1 + x) = 2 artanh(v); its first term is taken off x exactly.
  const double v = x / (2 + x);
  const double v2 = v * v;
  double power = v2;
  double sum = 0;
  for (int k = 3; k < 60; k += 2) {
    const double term = power / k;
    sum += term;
    if (term < 1e-18 * sum || term == 0) break;
    power *= v2;
  }
  return v * (x - 2 * sum);
}

double above_tangent(double x) noexcept {
  if (std::abs(x) > 0.5) return std::expm1(-x) + x;
  double term = x * x / 2;
  double sum = term;
  for (int k = 3; k < 40; ++k) {
    term *= -x / k;
    sum += term;
    if (std::abs(term) <= 1e-18 * sum) break;
  }
  return sum;
}

double stirling_error(double x) noexcept {
  if (x < 15) {
    // tgamma touches no global state, which lgamma does.
    return std::log(std::tgamma(x + 1)) - (x + 0.5) * std::log(x) + x -
           0.5 * std::log(2 * std::numbers::pi);
  }
  const double y = 1 / (x * x);
  return (1.0 / 12 -
          y * (1.0 / 360 -
               y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * (691.0 / 360360)))))) /
         x;
}

double poisson_probability(std::int64_t count, double mean) noexcept {
  if (count < 15) {
    double probability = std::exp(-mean);
    for (std::int64_t k = 1; k <= count; ++k) probability *= mean / static_cast<double>(k);
    return probability;
  }
  const auto n = static_cast<double>(count);
  // n d(mean/n) with d(x) = x - 1 - ln x.
  const double ratio = mean / n;
  const double distance =
      ratio < 0.7 ? n * (ratio - 1 - std::log(ratio)) : n * above_log((mean - n) / n);
  return std::exp(-distance - stirling_error(n)) / std::sqrt(2 * std::numbers::pi * n);
}

}  // namespace evenload::pool::queueing
