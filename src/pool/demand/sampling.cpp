#include "sampling.hpp"

#include <cmath>
#include <numbers>

namespace evenload::pool::sizing {

namespace {

double small_poisson(RandomStream& stream, double mean) noexcept {
  const double end = std::exp(-mean);
  double count = 0;
  for (double product = open_uniform(stream); product > end; product *= open_uniform(stream)) {
    ++count;
  }
  return count;
}

}  // namespace

double log_gamma(double x) noexcept {
  double shift = 1;
  for (; x < 10; ++x) shift *= x;
  const double inverse = 1 / (x * x);
  const double series =
      (1.0 / 12 -
       inverse * (1.0 / 360 -
                  inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188)))) / x;
  return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2 * std::numbers::pi) + series -
         std::log(shift);
}

double draw_gamma(RandomStream& stream, double shape) noexcept {
  if (shape < 1) {
    // One more than the shape, times a power of a uniform.
    const double more = draw_gamma(stream, shape + 1);
    return more * std::exp(std::log(open_uniform(stream)) / shape);
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = draw_normal(stream);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = open_uniform(stream);
    if (u < 1 - 0.0331 * x * x * x * x) return d * v;
    if (std::log(u) < 0.5 * x * x + d * (1 - v + std::log(v))) return d * v;
  }
}

double draw_poisson_count(RandomStream& stream, double mean) noexcept {
  if (!(mean > 0)) return 0;
  if (mean < 10) return small_poisson(stream, mean);
  const double root = std::sqrt(mean);
  const double b = 0.931 + 2.53 * root;
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double squeeze = 0.9277 - 3.6224 / (b - 2);
  const double log_mean = std::log(mean);
  for (;;) {
    const double u = open_uniform(stream) - 0.5;
    const double v = open_uniform(stream);
    const double edge = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / edge + b) * u + mean + 0.43);
    if (edge >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (edge < 0.013 && v > edge)) continue;
    if (std::log(v * inverse_alpha / (a / (edge * edge) + b)) <=
        k * log_mean - mean - log_gamma(k + 1)) {
      return k;
    }
  }
}

}  // namespace evenload::pool::sizing
