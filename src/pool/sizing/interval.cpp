#include "interval.hpp"

#include "src/workload/normal.hpp"

namespace evenload::pool::sizing {

namespace {

/// The x at which the increasing `value` passes `target`, between 0 and 1.
template <class Value>
double crossing(Value&& value, double target) {
  double low = 0;
  double high = 1;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (value(middle) < target ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double probability_from(double hits, double trials, double alpha) {
  if (hits <= 0) return 0;
  return crossing(
      [&](double p) { return workload::normal::incomplete_beta(hits, trials - hits + 1, p); },
      alpha);
}

double probability_until(double hits, double trials, double alpha) {
  if (hits >= trials) return 1;
  return crossing(
      [&](double p) { return workload::normal::incomplete_beta(hits + 1, trials - hits, p); },
      1 - alpha);
}

std::int64_t most_hits(double limit, std::int64_t trials, double alpha) {
  std::int64_t low = -1;
  std::int64_t high = trials;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    const double until =
        probability_until(static_cast<double>(middle), static_cast<double>(trials), alpha);
    (until <= limit ? low : high) = middle;
  }
  return low;
}

double student_quantile(double alpha, double freedom) {
  const double z = workload::normal::quantile(1 - alpha);
  double low = 0;
  double high = z > 0 ? 2 * z + 1 : 1;
  while (workload::normal::from_student(high, freedom) < z && high < 1e8) high *= 2;
  for (int step = 0; step < 80; ++step) {
    const double middle = (low + high) / 2;
    (workload::normal::from_student(middle, freedom) < z ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace evenload::pool::sizing
