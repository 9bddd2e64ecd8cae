#include "evenload/workload/capacity.hpp"

#include <algorithm>
#include <chrono>

#include "evenload/core/errors.hpp"

namespace evenload::workload {

namespace {

constexpr int working_days_in_week = 5;

[[noreturn]] void fail_time(ErrorCode code, std::string_view column, std::string expected, std::string found) {
  throw InvalidDataError({code, "caseworkers", std::string(column), {}, std::move(expected), std::move(found)});
}

std::string numbered(std::string_view kind, std::size_t position) { return std::string(kind) + " " + std::to_string(position) + ": "; }

void check_time(const WorkingTime& person) {
  if (person.contracted_hours < Rational(0)) {
    fail_time(ErrorCode::negative_value, "contracted_hours", "at least 0 hours a week", person.contracted_hours.to_string());
  }
  for (std::size_t i = 0; i < person.reductions.size(); ++i) {
    const Reduction& reduction = person.reductions[i];
    if (reduction.amount < Rational(0)) {
      fail_time(ErrorCode::negative_value, "reductions", "an amount of at least 0", numbered("reduction", i) + reduction.amount.to_string());
    }
    if (reduction.kind == ReductionKind::share && reduction.amount > Rational(1)) {
      fail_time(ErrorCode::out_of_range, "reductions", "a share from 0 to 1", numbered("reduction", i) + reduction.amount.to_string());
    }
    if (reduction.from && reduction.to && *reduction.to < *reduction.from) {
      fail_time(ErrorCode::ends_before_start, "reductions", "a last day on or after the first",
                numbered("reduction", i) + to_string(*reduction.from) + " to " + to_string(*reduction.to));
    }
  }
  for (std::size_t i = 0; i < person.absences.size(); ++i) {
    const Absence& absence = person.absences[i];
    if (absence.share < Rational(0) || absence.share > Rational(1)) {
      fail_time(ErrorCode::out_of_range, "absences", "a share from 0 to 1", numbered("absence", i) + absence.share.to_string());
    }
    if (absence.to < absence.from) {
      fail_time(ErrorCode::ends_before_start, "absences", "a last day on or after the first",
                numbered("absence", i) + to_string(absence.from) + " to " + to_string(absence.to));
    }
  }
}

/// What is taken from one working day, as shares of the week's hours and as hours of a whole week.
struct Cut {
  Rational absent;
  Rational share;
  Rational fixed_hours;
};

Cut cut_on(const WorkingTime& person, Date day) {
  Cut cut;
  for (const Absence& absence : person.absences) {
    if (absence.from <= day && day <= absence.to) cut.absent = cut.absent + absence.share;
  }
  cut.absent = std::min(cut.absent, Rational(1));
  for (const Reduction& reduction : person.reductions) {
    if ((reduction.from && day < *reduction.from) || (reduction.to && *reduction.to < day)) continue;
    Rational& sum = reduction.kind == ReductionKind::share ? cut.share : cut.fixed_hours;
    sum = sum + reduction.amount;
  }
  if (cut.share > Rational(1)) {
    fail_time(ErrorCode::out_of_range, "reductions", "proportional reductions of at most 1 in all on " + to_string(day), cut.share.to_string());
  }
  return cut;
}

const ExperienceBand& band_on(const CapacityRule& rule, const Experience& experience, Date on) {
  if (rule.bands.size() == 1) return rule.bands.front();
  const std::optional<Date>& since = rule.clock == ExperienceClock::profession ? experience.profession_since
                                     : rule.clock == ExperienceClock::employer ? experience.employer_since
                                                                               : experience.case_type_since;
  if (since && on < *since) return rule.bands.front();
  return band_of(rule.bands, completed_months(experience, rule.clock, on));
}

/// Equation (2) for the seven days from `start`; rule and person are checked.
Rational week_capacity(const CapacityRule& rule, const WorkingTime& person, Date start) {
  Cut week;
  for (int i = 0; i < 7; ++i) {
    const Date day = start + std::chrono::days(i);
    const std::chrono::weekday weekday(day);
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) continue;
    const Cut cut = cut_on(person, day);
    week.absent = week.absent + cut.absent;
    week.share = week.share + cut.share;
    week.fixed_hours = week.fixed_hours + cut.fixed_hours;
  }
  const Rational days(working_days_in_week);
  const Rational hours =
      person.contracted_hours - person.contracted_hours * (week.absent + week.share) / days - week.fixed_hours / days;
  if (hours <= Rational(0)) return 0;
  const Rational capacity = band_on(rule, person.experience, start).norm * hours / rule.full_time_hours;
  return rule.rounding == CapacityRounding::truncate ? Rational(capacity.floor()) : capacity;
}

}  // namespace

void check(const CapacityRule& rule, std::string_view path) {
  if (rule.full_time_hours <= Rational(0)) {
    throw InvalidDataError({ErrorCode::out_of_range, std::string(path), "full_time_hours", {}, "more than 0 hours a week", rule.full_time_hours.to_string()});
  }
  check_bands(rule.bands, std::string(path) + ".bands");
}

Rational capacity(const CapacityRule& rule, const WorkingTime& person, Date monday) {
  check(rule);
  check_time(person);
  return week_capacity(rule, person, monday);
}

Rational mean_capacity(const CapacityRule& rule, const WorkingTime& person, Date from, int weeks) {
  check(rule);
  check_time(person);
  if (weeks < 1) {
    throw InvalidDataError({ErrorCode::out_of_range, {}, "weeks", {}, "at least 1 week", std::to_string(weeks)});
  }
  Rational sum;
  for (int week = 0; week < weeks; ++week) sum = sum + week_capacity(rule, person, from + std::chrono::days(7 * week));
  return sum / Rational(weeks);
}

}  // namespace evenload::workload
