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

bool is_holiday(const CapacityRule& rule, Date day) {
  return std::any_of(rule.holidays.begin(), rule.holidays.end(), [&](const Holiday& h) { return h.date == day && h.share == Rational(1); });
}

bool is_working_day(const CapacityRule& rule, Date day) {
  return std::chrono::weekday(day).iso_encoding() <= 5 && !is_holiday(rule, day);
}

Rational step_amount(const ReductionClass& kind, Date since, Date day) {
  const std::int64_t months = day < since ? 0 : naive_months(since, day);
  for (const ReductionStep& step : kind.steps) {
    if (step.from_months <= months && (!step.to_months || months < *step.to_months)) return step.amount;
  }
  return 0;
}

/// What the rule's classes say of a row, or of everybody.
Rational class_amount(const ReductionClass& kind, const WorkingTime& person, const Reduction* row, Date day) {
  if (kind.amount) return *kind.amount;
  if (!kind.clock) return step_amount(kind, *row->from, day);
  const std::map<ExperienceClock, Date> clocks{{ExperienceClock::profession, *person.experience.profession_since},
                                               {ExperienceClock::employer, *person.experience.employer_since},
                                               {ExperienceClock::case_type, *person.experience.case_type_since}};
  return step_amount(kind, clocks.at(*kind.clock), day);
}

/// Hours of one day. It may come out negative, where absence and reductions take more than it has; only the week is kept from it.
Rational naive_day(const CapacityRule& rule, const WorkingTime& person, Date day) {
  const unsigned weekday = std::chrono::weekday(day).iso_encoding();
  Rational planned = weekday > 5 ? Rational(0) : person.contracted_hours / Rational(5);
  if (!person.weekday_hours.empty()) {
    Date cycle = person.cycle_from;
    while (std::chrono::weekday(cycle).iso_encoding() != 1) cycle -= std::chrono::days(1);
    auto position = (day - cycle).count();
    const auto length = static_cast<std::int64_t>(person.weekday_hours.size());
    while (position < 0) position += length;
    planned = person.weekday_hours[static_cast<std::size_t>(position % length)];
  }
  if (weekday > 5 && planned == Rational(0)) return 0;
  Rational absent;
  for (const Absence& absence : person.absences) {
    if (day >= absence.from && day <= absence.to) absent = absent + absence.share;
  }
  Rational share;
  Rational fixed;
  const auto take = [&](ReductionKind kind, Rational amount) { (kind == ReductionKind::share ? share : fixed) = (kind == ReductionKind::share ? share : fixed) + amount; };
  for (const Reduction& reduction : person.reductions) {
    const ReductionClass* kind = nullptr;
    for (const ReductionClass& one : rule.classes) kind = one.name == reduction.reduction_class ? &one : kind;
    if (kind != nullptr && reduction.to && day > *reduction.to && is_working_day(rule, day)) {
      int working_days = 0;
      for (Date between = *reduction.to + std::chrono::days(1); between <= day; between += std::chrono::days(1)) working_days += is_working_day(rule, between) ? 1 : 0;
      if (working_days <= kind->rest_days) absent = 1;
    }
    if (reduction.from && day < *reduction.from) continue;
    if (reduction.to && day > *reduction.to) continue;
    take(reduction.kind ? *reduction.kind : kind->kind, reduction.amount ? *reduction.amount : class_amount(*kind, person, &reduction, day));
  }
  for (const ReductionClass& kind : rule.classes) {
    if (!kind.everyone && !kind.clock) continue;
    const bool own = std::any_of(person.reductions.begin(), person.reductions.end(), [&](const Reduction& r) {
      return r.reduction_class == kind.name && (!r.from || *r.from <= day) && (!r.to || day <= *r.to);
    });
    if (!own) take(kind.kind, class_amount(kind, person, nullptr, day));
  }
  Rational hours = planned * (Rational(1) - std::min(absent, Rational(1)) - share);
  if (weekday <= 5) hours = hours - fixed / Rational(5);
  for (const Holiday& holiday : rule.holidays) {
    if (holiday.date == day) hours = hours * (Rational(1) - holiday.share);
  }
  return hours;
}

Rational naive_week(const CapacityRule& rule, const WorkingTime& person, Date start) {
  Rational hours;
  for (Date day = start; day < start + std::chrono::days(7); day += std::chrono::days(1)) hours = hours + naive_day(rule, person, day);
  const Rational capacity = naive_norm(rule, person.experience, start) * std::max(hours, Rational(0)) / rule.full_time_hours;
  return rule.rounding == CapacityRounding::truncate ? Rational(capacity.floor()) : capacity;
}

/// A person whose rows agree with the rule's classes in kind, and some of whose rows leave everything to them.
WorkingTime person_under(const CapacityRule& rule) {
  WorkingTime person = some_working_time();
  for (const ReductionClass& kind : rule.classes) {
    std::erase_if(person.reductions, [&](const Reduction& r) { return r.reduction_class == kind.name && r.kind != kind.kind; });
    if (coin()) person.reductions.push_back(some_row_of(kind));
  }
  return person;
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
    const WorkingTime person = person_under(rule);
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
    const WorkingTime person = person_under(rule);
    const Rational value = capacity(rule, person, some_day());
    // Seven days from any day on of a cycle hold at most what two of its weeks do.
    Rational most = person.contracted_hours;
    if (!person.weekday_hours.empty()) {
      most = 0;
      for (const Rational& hours : person.weekday_hours) most = most + hours;
    }
    RC_ASSERT(value >= Rational(0));
    RC_ASSERT(value <= largest_norm(rule) * most / rule.full_time_hours);
  });
}

TEST_CASE("no reduction and no absence ever adds capacity") {
  evenload::test::property("one more of either", [] {
    const CapacityRule rule = some_capacity_rule();
    WorkingTime person = person_under(rule);
    person.reductions.resize(std::min<std::size_t>(person.reductions.size(), 2));
    const Date monday = some_day();
    const Rational before = capacity(rule, person, monday);
    if (coin()) {
      person.reductions.push_back(some_reduction());
      person.reductions.back().reduction_class = "a class of its own";  // a row takes the place of a class for everybody
    } else {
      person.absences.push_back(some_absence());
    }
    RC_ASSERT(capacity(rule, person, monday) <= before);
  });
}
