#include "evenload/workload/capacity.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "catch.hpp"
#include "generators.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

/// Months by walking the calendar: one more for every day on which the day of the month comes round, or the month ends before it.
std::int64_t naive_months(Date since, Date on) {
  const std::chrono::year_month_day start(since);
  std::int64_t months = 0;
  for (Date day = since + std::chrono::days(1); day <= on; day += std::chrono::days(1)) {
    const std::chrono::year_month_day today(day);
    const bool last_of_month = std::chrono::year_month_day(day + std::chrono::days(1)).month() != today.month();
    if (today.day() == start.day() || (last_of_month && today.day() < start.day())) ++months;
  }
  return months;
}

Rational naive_norm(const CapacityRule& rule, const Experience& experience, Date on) {
  const std::map<ExperienceClock, Date> clocks{{ExperienceClock::profession, *experience.profession_since},
                                               {ExperienceClock::employer, *experience.employer_since},
                                               {ExperienceClock::case_type, *experience.case_type_since}};
  const std::int64_t months = naive_months(clocks.at(rule.clock), on);
  for (const ExperienceBand& band : rule.bands) {
    if (band.from_months <= months && (!band.to_months || months < *band.to_months)) return band.norm;
  }
  return -1;
}

/// A single day may come out negative, where absence and reductions take more than it has; only the week is kept from it.
Rational naive_week(const CapacityRule& rule, const WorkingTime& person, Date start) {
  Rational hours;
  for (Date day = start; day < start + std::chrono::days(7); day += std::chrono::days(1)) {
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    if (weekday > 5) continue;
    const Rational contracted = person.contracted_hours / Rational(5);
    Rational present = 1;
    for (const Absence& absence : person.absences) {
      if (day >= absence.from && day <= absence.to) present = present - absence.share;
    }
    Rational today = contracted * std::max(present, Rational(0));
    for (const Reduction& reduction : person.reductions) {
      if (reduction.from && day < *reduction.from) continue;
      if (reduction.to && day > *reduction.to) continue;
      today = today - (reduction.kind == ReductionKind::share ? reduction.amount * contracted : reduction.amount / Rational(5));
    }
    hours = hours + today;
  }
  const Rational capacity = naive_norm(rule, person.experience, start) * std::max(hours, Rational(0)) / rule.full_time_hours;
  return rule.rounding == CapacityRounding::truncate ? Rational(capacity.floor()) : capacity;
}

Rational largest_norm(const CapacityRule& rule) {
  Rational norm;
  for (const ExperienceBand& band : rule.bands) norm = std::max(norm, band.norm);
  return norm;
}

}  // namespace

TEST_CASE("completed months agree with a walk through the calendar") {
  evenload::test::property("any two days within ten years", [] {
    const Date since = Date(std::chrono::year(2019) / 12 / 1) + std::chrono::days(pick(800));
    const Date on = since + std::chrono::days(pick(2500));
    RC_ASSERT(completed_months({since, {}, {}}, ExperienceClock::profession, on) == naive_months(since, on));
  });
}

TEST_CASE("capacity and its mean agree with a day-by-day computation") {
  evenload::test::property("any rule and person", [] {
    const CapacityRule rule = some_capacity_rule();
    const WorkingTime person = some_working_time();
    const Date from = some_day();
    const int weeks = pick(6) + 1;
    Rational sum;
    for (int week = 0; week < weeks; ++week) {
      const Date start = from + std::chrono::days(7 * week);
      const Rational expected = naive_week(rule, person, start);
      RC_ASSERT(capacity(rule, person, start) == expected);
      sum = sum + expected;
    }
    RC_ASSERT(mean_capacity(rule, person, from, weeks) == sum / Rational(weeks));
  });
}

TEST_CASE("capacity lies between nothing and norm × contracted / full time") {
  evenload::test::property("any rule and person", [] {
    const CapacityRule rule = some_capacity_rule();
    const WorkingTime person = some_working_time();
    const Rational value = capacity(rule, person, some_day());
    RC_ASSERT(value >= Rational(0));
    RC_ASSERT(value <= largest_norm(rule) * person.contracted_hours / rule.full_time_hours);
  });
}

TEST_CASE("no reduction and no absence ever adds capacity") {
  evenload::test::property("one more of either", [] {
    const CapacityRule rule = some_capacity_rule();
    WorkingTime person = some_working_time();
    person.reductions.resize(std::min<std::size_t>(person.reductions.size(), 2));
    const Date monday = some_day();
    const Rational before = capacity(rule, person, monday);
    if (coin()) {
      person.reductions.push_back(some_reduction());
    } else {
      person.absences.push_back(some_absence());
    }
    RC_ASSERT(capacity(rule, person, monday) <= before);
  });
}
