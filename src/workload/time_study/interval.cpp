#include "interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace evenload::workload::time_study {

namespace {

double normal_above(double x) { return 0.5 * std::erfc(x / std::numbers::sqrt2); }

/// Probability that an estimate fits a mean of `mean` no better than `x` does.
double p_value(double x, double mean) {
  // Likelihood against that of the best mean that may be: max(x, 0).
  if (x >= 0) {
    const double distance = std::abs(x - mean);
    if (mean <= 0) return x > 0 ? normal_above(x) : 1;
    // On the far side: mean - distance, or beyond 0, where the ratio falls more slowly.
    const double low = distance <= mean ? mean - distance : (mean * mean - distance * distance) / (2 * mean);
    return normal_above(distance) + normal_above(mean - low);
  }
  if (mean <= 0) return 1;
  return normal_above(std::sqrt(mean * mean - 2 * x * mean)) + normal_above(mean - x);
}

/// Where the p-value crosses 1 - level between an accepted and a refused mean.
double crossing(double x, double accepted, double refused, double least) {
  for (int step = 0; step < 200; ++step) {
    const double middle = 0.5 * (accepted + refused);
    if (middle == accepted || middle == refused) break;
    (p_value(x, middle) > least ? accepted : refused) = middle;
  }
  return accepted;
}

}  // namespace

std::pair<double, double> unified_interval(double x, double level) {
  // So far from 0 the bound is not felt, and x + 1 would soon be x.
  constexpr double far = 100;
  if (x > far) return {x - two_sided_normal(level), x + two_sided_normal(level)};
  const double least = 1 - level;
  const double best = std::max(x, 0.0);
  double beyond = best + 1;
  while (p_value(x, beyond) > least) beyond += beyond - best;
  const double high = crossing(x, best, beyond, least);
  const double low = p_value(x, 0) > least ? 0 : crossing(x, best, 0, least);
  return {low, high};
}

double two_sided_normal(double level) {
  double low = 0, high = 40;
  for (int step = 0; step < 200; ++step) {
    const double middle = 0.5 * (low + high);
    (2 * normal_above(middle) > 1 - level ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double upper_quantile(std::vector<double>& values, double level) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double rank = std::ceil(level * static_cast<double>(values.size() + 1) - 1e-9);
  const auto index = static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(values.size()))) - 1;
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace evenload::workload::time_study
