#include "evenload/workload/capacity.hpp"

#include <algorithm>
#include <chrono>

#include "evenload/core/errors.hpp"
#include "working_day.hpp"

namespace evenload::workload {

namespace {

const ExperienceBand& band_on(const CapacityRule& rule, const Experience& experience, Date on) {
  if (rule.bands.size() == 1) return rule.bands.front();
  const std::optional<Date>& since = clock_start(experience, rule.clock);
  if (since && on < *since) return rule.bands.front();
  return band_of(rule.bands, completed_months(experience, rule.clock, on));
}

/// Equation (2) for the seven days from `start`; rule and person are checked.
Rational week_capacity(const CapacityRule& rule, const WorkingTime& person, Date start) {
  Rational hours;
  for (int i = 0; i < 7; ++i) hours = hours + hours_for_cases(rule, person, start + std::chrono::days(i));
  if (hours <= Rational(0)) return 0;
  const Rational capacity = band_on(rule, person.experience, start).norm * hours / rule.full_time_hours;
  return rule.rounding == CapacityRounding::truncate ? Rational(capacity.floor()) : capacity;
}

}  // namespace

Rational capacity(const CapacityRule& rule, const WorkingTime& person, Date monday) {
  check(rule);
  check_working_time(person);
  return week_capacity(rule, person, monday);
}

Rational mean_capacity(const CapacityRule& rule, const WorkingTime& person, Date from, int weeks) {
  check(rule);
  check_working_time(person);
  if (weeks < 1) {
    throw InvalidDataError({ErrorCode::out_of_range, {}, "weeks", {}, "at least 1 week", std::to_string(weeks)});
  }
  Rational sum;
  for (int week = 0; week < weeks; ++week) sum = sum + week_capacity(rule, person, from + std::chrono::days(7 * week));
  return sum / Rational(weeks);
}

}  // namespace evenload::workload
