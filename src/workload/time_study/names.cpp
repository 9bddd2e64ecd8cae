// Names of the enumerations.
#include <string>

#include "evenload/core/errors.hpp"
#include "evenload/workload/time_study.hpp"

namespace evenload::workload {

std::string_view fixed_part_name(FixedPart part) noexcept {
  switch (part) {
    case FixedPart::none: return "none";
    case FixedPart::per_row: return "per_row";
    case FixedPart::per_hour_present: return "per_hour_present";
    case FixedPart::per_worker: return "per_worker";
  }
  return "unknown";
}

FixedPart fixed_part_from_string(std::string_view name) {
  for (const FixedPart part : {FixedPart::none, FixedPart::per_row, FixedPart::per_hour_present, FixedPart::per_worker}) {
    if (fixed_part_name(part) == name) return part;
  }
  throw InvalidDataError({ErrorCode::out_of_range, "options", "fixed_part", std::nullopt,
                          "\"none\", \"per_row\", \"per_hour_present\" or \"per_worker\"", std::string(name)});
}

std::string_view weight_status_name(WeightStatus status) noexcept {
  switch (status) {
    case WeightStatus::interior: return "interior";
    case WeightStatus::zero: return "zero";
    case WeightStatus::tied: return "tied";
    case WeightStatus::fixed: return "fixed";
    case WeightStatus::not_identified: return "not_identified";
  }
  return "unknown";
}

}  // namespace evenload::workload
