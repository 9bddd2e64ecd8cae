/// \file
/// Trend of a weekly series: exponentially weighted level and slope.
/// docs/models/workload_series.md (6).
#pragma once

#include <span>
#include <vector>

namespace evenload::workload {

/// One value per week of the series.
struct Trend {
  std::vector<double> level;   ///< weighted mean so far; NaN before the first value
  std::vector<double> slope;   ///< per week, of the weighted line so far; NaN before two values
  std::vector<double> weight;  ///< sum of the weights: 1 means as sure as one fresh value
};

/// Weights halve every `half_life` weeks. A missing week (NaN) adds nothing and ages what came
/// before: the level stays, its weight falls. O(weeks).
/// \throws InvalidDataError naming "series": out_of_range unless half_life > 0; not_finite.
Trend exponential_trend(std::span<const double> values, double half_life);

}  // namespace evenload::workload
