/// \file
/// Names of the families of weights, and of what a row of each carries, in tables and documents. Private.
#pragma once

#include <array>

#include "evenload/workload/weights.hpp"
#include "src/core/json_reader.hpp"

namespace evenload::workload::json_io {

inline constexpr std::array<evenload::json_io::Choice<WeightFamily>, 3> weight_families{
    {{"additive_points", WeightFamily::additive_points},
     {"hours_per_month", WeightFamily::hours_per_month},
     {"caseload_caps", WeightFamily::caseload_caps}}};

/// The field that holds the weight of a row.
constexpr std::string_view weight_field(WeightFamily family) noexcept {
  switch (family) {
    case WeightFamily::additive_points: return "points";
    case WeightFamily::hours_per_month: return "hours";
    case WeightFamily::caseload_caps: return "cap";
  }
  return "weight";
}

}  // namespace evenload::workload::json_io
