/// \file
/// Intervals of a weight that cannot be negative. Private.
#pragma once

#include <utility>
#include <vector>

namespace evenload::workload::time_study {

/// Inversion of the likelihood-ratio test of a normal mean that is at least 0 (equation 5): the
/// unified interval of Feldman & Cousins, Phys. Rev. D 57 (1998). Never empty, never below 0; covers
/// with exactly `level` at every mean, 0 included, where the ratio is the mixture of Self & Liang (1987).
/// \param x the estimate, in standard errors; may be negative.
std::pair<double, double> unified_interval(double x, double level);
/// The quantile of a two-sided normal interval: 1.645 at 0.9.
double two_sided_normal(double level);
/// The least order statistic that reaches `level` of (count + 1). Reorders `values`.
double upper_quantile(std::vector<double>& values, double level);

}  // namespace evenload::workload::time_study
