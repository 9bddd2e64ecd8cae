/// \file
/// From stays to exact counts, from counts to hazards. Private.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenload/workload/phases.hpp"

namespace evenload::workload::detail {

/// Counts of all types × phases; `copies` says how often each case was drawn, empty: once.
std::vector<PhaseCounts> count_stays(std::size_t types, std::size_t phases,
                                     std::span<const PhaseStay> stays,
                                     std::span<const std::int32_t> copies);
/// Cases that begin in each type × phase.
std::vector<std::int64_t> count_starts(std::size_t types, std::size_t phases,
                                       std::span<const PhaseStay> stays,
                                       std::span<const std::int32_t> copies);
/// docs/models/forecast.md (2), (3).
PhaseCurve curve_of(const PhaseCounts& counts, std::size_t destinations,
                    const PhaseFitOptions& options);

/// Hazards of all destinations at an age.
inline const double* hazards_at(const PhaseCurve& curve, std::int64_t age,
                                std::size_t destinations) {
  return age < curve.tail_from ? curve.hazard.data() + static_cast<std::size_t>(age) * destinations
                               : curve.tail.data();
}
/// Their sum: P(leaves at this age | still there).
inline double leaving_at(const double* hazards, std::size_t destinations) {
  double sum = 0;
  for (std::size_t r = 0; r < destinations; ++r) sum += hazards[r];
  return sum < 1 ? sum : 1;
}
inline bool was_seen(const PhaseCounts& counts) { return !counts.at_risk.empty(); }

}  // namespace evenload::workload::detail
