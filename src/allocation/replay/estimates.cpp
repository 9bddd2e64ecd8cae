#include "estimates.hpp"

#include <algorithm>
#include <cmath>

#include "src/workload/normal.hpp"

namespace evenload::allocation::replaying {

double student_quantile(double coverage, double freedom) {
  const double tail = (1 - coverage) / 2;
  const double goal = -workload::normal::quantile(std::max(tail, 1e-300));
  double low = 0;
  double high = 1;
  while (workload::normal::from_student(high, freedom) < goal && high < 1e300) high *= 2;
  for (int halving = 0; halving < 200 && low < high; ++halving) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (workload::normal::from_student(middle, freedom) < goal ? low : high) = middle;
  }
  return high;
}

ReplayEstimates estimate(const std::vector<ReplayMeasures>& replications, double coverage) {
  ReplayEstimates all;
  if (replications.empty()) return all;
  const auto count = static_cast<double>(replications.size());
  const double t = replications.size() > 1 ? student_quantile(coverage, count - 1) : 0;
  for (std::size_t m = 0; m < all.size(); ++m) {
    const bool told = std::all_of(replications.begin(), replications.end(),
                                  [&](const ReplayMeasures& one) { return one[m].has_value(); });
    if (!told) continue;
    // About the first value, so that equal ones give exactly that one and no spread.
    const double first = *replications.front()[m];
    double sum = 0;
    for (const ReplayMeasures& one : replications) sum += *one[m] - first;
    const double shift = sum / count;
    all[m].mean = first + shift;
    if (replications.size() == 1) continue;
    double squares = 0;
    for (const ReplayMeasures& one : replications) {
      const double off = *one[m] - first - shift;
      squares += off * off;
    }
    all[m].deviation = std::sqrt(squares / (count - 1));
    const double half = t * *all[m].deviation / std::sqrt(count);
    all[m].low = *all[m].mean - half;
    all[m].high = *all[m].mean + half;
  }
  return all;
}

ReplayEstimates paired(const std::vector<ReplayMeasures>& those,
                       const std::vector<ReplayMeasures>& these, double coverage) {
  std::vector<ReplayMeasures> differences(std::min(those.size(), these.size()));
  for (std::size_t r = 0; r < differences.size(); ++r) {
    for (std::size_t m = 0; m < replay_measures; ++m) {
      if (those[r][m] && these[r][m]) differences[r][m] = *those[r][m] - *these[r][m];
    }
  }
  return estimate(differences, coverage);
}

}  // namespace evenload::allocation::replaying
