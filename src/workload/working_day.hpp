/// \file
/// Hours of one person on one day: the terms of equation (2) in docs/models/workload.md. Private.
#pragma once

#include <optional>

#include "evenload/workload/capacity.hpp"

namespace evenload::workload {

/// When a clock of experience started; none: not known.
const std::optional<Date>& clock_start(const Experience& experience, ExperienceClock clock) noexcept;

/// Amounts, shares and spans of a person in themselves. \throws InvalidDataError naming "caseworkers" and the column
void check_working_time(const WorkingTime& person);

/// Hours that a day leaves for cases; below 0 where duties and absences take more than the day has. Rule and person are checked.
/// \throws InvalidDataError for a reduction that neither tells its amount nor has a class that does, for one above its class's maximum,
///         for proportional reductions beyond 1 in all, and for a clock that is asked for and not known.
Rational hours_for_cases(const CapacityRule& rule, const WorkingTime& person, Date day);

}  // namespace evenload::workload
