#include "src/pool/routing/student.hpp"

#include <cmath>
#include <numbers>

namespace evenload::pool::routing {

namespace {

/// P(|T| <= t) for whole degrees of freedom, by the finite trigonometric series (Abramowitz &
/// Stegun 26.7.3, 26.7.4).
double inside(double t, int degrees) {
  const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double cosine = std::cos(angle), square = cosine * cosine;
  if (degrees % 2 == 1) {
    double term = cosine, sum = degrees == 1 ? 0 : cosine;
    for (int k = 3; k < degrees; k += 2) {
      term *= square * (k - 1) / k;
      sum += term;
    }
    return 2 / std::numbers::pi * (angle + std::sin(angle) * sum);
  }
  double term = 1, sum = 1;
  for (int k = 2; k < degrees; k += 2) {
    term *= square * (k - 1) / k;
    sum += term;
  }
  return std::sin(angle) * sum;
}

}  // namespace

double student_quantile(double confidence, int degrees) {
  double low = 0, high = 1;
  while (inside(high, degrees) < confidence && high < 1e9) high *= 2;
  for (int step = 0; step < 200; ++step) {
    const double middle = 0.5 * (low + high);
    (inside(middle, degrees) < confidence ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

RoutingMean student_interval(std::span<const double> values, double confidence) {
  const auto count = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / count;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double error = std::sqrt(squares / (count * (count - 1)));
  const double half = error * student_quantile(confidence, static_cast<int>(values.size()) - 1);
  return {mean, mean - half, mean + half};
}

}  // namespace evenload::pool::routing
