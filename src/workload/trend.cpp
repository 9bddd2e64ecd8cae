// Exponentially weighted level and slope: docs/models/workload_series.md (6).

#include "evenload/workload/trend.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "evenload/core/errors.hpp"

namespace evenload::workload {

Trend exponential_trend(std::span<const double> values, double half_life) {
  if (!(half_life > 0) || !std::isfinite(half_life)) {
    throw InvalidDataError({ErrorCode::out_of_range, "series", "half_life", std::nullopt,
                            "more than 0 weeks", std::to_string(half_life)});
  }
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  const double kept = std::exp2(-1 / half_life);
  // Weighted sums of 1, t, t², x and t·x, where t counts weeks from the newest one.
  double ones = 0, times = 0, squares = 0, sum = 0, product = 0;
  int known = 0;
  Trend trend;
  trend.level.reserve(values.size());
  trend.slope.reserve(values.size());
  trend.weight.reserve(values.size());
  for (std::size_t week = 0; week < values.size(); ++week) {
    const double value = values[week];
    if (std::isinf(value)) {
      throw InvalidDataError({ErrorCode::not_finite, "series", "values",
                              static_cast<std::int64_t>(week), "a finite number", "infinity"});
    }
    squares = kept * (squares - 2 * times + ones);
    product = kept * (product - sum);
    times = kept * (times - ones);
    ones *= kept;
    sum *= kept;
    if (!std::isnan(value)) {
      ones += 1;
      sum += value;
      ++known;
    }
    const double spread = ones * squares - times * times;
    trend.level.push_back(known > 0 ? sum / ones : nothing);
    trend.slope.push_back(known > 1 ? (ones * product - times * sum) / spread : nothing);
    trend.weight.push_back(ones);
  }
  return trend;
}

}  // namespace evenload::workload
