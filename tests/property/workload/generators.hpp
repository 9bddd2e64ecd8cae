#pragma once

/// \file
/// Random rules, people and cases: small numbers and few names, so that they meet and collide.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "evenload/workload/measure.hpp"
#include "property.hpp"

namespace evenload::workload::test {

/// One of `count` values, 0 first.
inline int pick(int count) { return *rc::gen::inRange(0, count); }

inline bool coin() { return pick(2) == 1; }

/// A fraction from 0 to `most`.
inline Rational fraction(int most) {
  const int denominator = pick(12) + 1;
  return {pick(most * denominator + 1), denominator};
}

/// A day within about three months after Monday, 5 January 2026.
inline Date some_day() {
  return Date(std::chrono::year(2026) / std::chrono::January / 5) + std::chrono::days(pick(90));
}

template <class Make>
auto some_of(int most, Make make) {
  std::vector<decltype(make())> all;
  const int count = pick(most + 1);
  for (int i = 0; i < count; ++i) all.push_back(make());
  return all;
}

template <class Make>
auto maybe(Make make) {
  return coin() ? std::optional(make()) : std::nullopt;
}

inline std::string name_of(const char* kind, int count) { return kind + std::to_string(pick(count)); }

/// A class of reductions of any form; proportional ones stay below a sixth in all.
inline ReductionClass some_class(const std::string& name) {
  ReductionClass kind;
  kind.name = name;
  kind.kind = static_cast<ReductionKind>(pick(2));
  const auto amount = [&] { return kind.kind == ReductionKind::share ? fraction(1) / Rational(6) : fraction(6); };
  if (coin()) {
    kind.amount = amount();
    kind.everyone = coin();
  } else {
    std::int64_t from = pick(3);
    for (int later = pick(3) + 1; later > 0; --later) {
      const std::int64_t to = from + 1 + pick(12);
      kind.steps.push_back({from, to, amount()});
      from = to;
    }
    if (coin()) kind.clock = static_cast<ExperienceClock>(pick(3));
  }
  kind.rest_days = coin() ? pick(4) : 0;
  return kind;
}

inline CapacityRule some_capacity_rule() {
  CapacityRule rule;
  rule.full_time_hours = fraction(40) + Rational(1, 2);
  rule.clock = static_cast<ExperienceClock>(pick(3));
  rule.rounding = static_cast<CapacityRounding>(pick(2));
  std::int64_t from = 0;
  for (int later = pick(4); later > 0; --later) {
    const std::int64_t to = from + 1 + pick(24);
    rule.bands.push_back({name_of("band ", 9), from, to, fraction(200)});
    from = to;
  }
  rule.bands.push_back({"the rest", from, std::nullopt, fraction(200)});
  if (coin()) rule.classes.push_back(some_class("rule class"));
  if (coin()) {
    const Date first = some_day();
    rule.holidays = {{first, 1}, {first + std::chrono::days(1 + pick(9)), fraction(1) / Rational(2) + Rational(1, 2)}};
  }
  return rule;
}

/// Proportional reductions stay below 1 in all: at most four of up to 1/6, and a class of the rule.
inline Reduction some_reduction() {
  Reduction reduction;
  reduction.reduction_class = name_of("class ", 3);
  reduction.kind = static_cast<ReductionKind>(pick(2));
  reduction.amount = reduction.kind == ReductionKind::share ? fraction(1) / Rational(6) : fraction(12);
  reduction.from = maybe(some_day);
  reduction.to = maybe([&] { return reduction.from.value_or(some_day()) + std::chrono::days(pick(30)); });
  return reduction;
}

/// A row that leaves kind and amount to the class of the rule.
inline Reduction some_row_of(const ReductionClass& kind) {
  Reduction reduction = some_reduction();
  reduction.reduction_class = kind.name;
  reduction.kind = coin() ? std::optional(kind.kind) : std::nullopt;
  reduction.amount = std::nullopt;
  if (!reduction.from) reduction.from = some_day();
  if (reduction.to && *reduction.to < *reduction.from) reduction.to = reduction.from;
  return reduction;
}

inline Absence some_absence() {
  const Date from = some_day();
  return {from, from + std::chrono::days(pick(20)), coin() ? Rational(1) : fraction(1)};
}

inline WorkingTime some_working_time() {
  WorkingTime time;
  time.contracted_hours = fraction(40);
  const auto since = [] { return some_day() - std::chrono::days(pick(2000)); };
  time.experience = {since(), since(), since()};
  time.reductions = some_of(3, some_reduction);
  time.absences = some_of(3, some_absence);
  if (coin()) {
    const int weeks = pick(3) + 1;
    Rational sum;
    for (int i = 0; i < 7 * weeks; ++i) {
      time.weekday_hours.push_back(fraction(10));
      sum = sum + time.weekday_hours.back();
    }
    time.contracted_hours = sum / Rational(weeks);
    time.cycle_from = some_day();
  }
  return time;
}

/// A version whose types, phases, factors and roles all exist, with names that some_case uses.
inline WeightTable some_weight_table() {
  WeightTable table;
  table.version = "1";
  table.source = name_of("source ", 3);
  table.effective_from = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
  if (coin()) table.agreement = {true, "group", some_day()};
  for (int type = 0; type < 3; ++type) {
    const std::string name = "type " + std::to_string(type);
    table.weights.push_back({name, "", fraction(12), std::nullopt, std::nullopt});
    if (coin()) {
      const Rational minimum = fraction(5);
      table.weights.push_back({name, "phase 0", fraction(12), minimum, maybe([&] { return minimum + fraction(5); })});
    }
  }
  for (int factor = 0; factor < 3; ++factor) {
    const auto kind = static_cast<FactorKind>(pick(2));
    table.factors.push_back({"factor " + std::to_string(factor), kind, fraction(3) - Rational(kind == FactorKind::add ? 1 : 0), ""});
  }
  if (coin()) table.factors.push_back({"factor 0", FactorKind::add, fraction(3), "type 1"});
  if (coin()) table.role_shares.push_back({"second", fraction(1), ""});
  if (coin()) table.role_shares.push_back({"second", fraction(1), "type 2"});
  return table;
}

inline MeasurementRule some_rule() {
  MeasurementRule rule;
  rule.weights = WeightScheme{"scheme", {some_weight_table()}, {}};
  rule.capacity = some_capacity_rule();
  Rational from = 0;
  bool strictly_above = false;
  for (int i = pick(4); i > 0; --i) {
    rule.bands.push_back({"band " + std::to_string(i), coin() ? "#00ff99" : "", from, strictly_above});
    from = from + fraction(1) + Rational(1, 100);
    strictly_above = coin();
  }
  if (coin()) rule.fixed_load = fraction(5);
  rule.ratio_decimals = maybe([] { return pick(5); });
  return rule;
}

/// Cases with different ids, held by one of four caseworkers, the last of whom some_people never has.
inline std::vector<HeldCase> some_cases(int most) {
  int next = 0;
  return some_of(most, [&] {
    HeldCase held;
    held.case_id = CaseId("case " + std::to_string(next++));
    held.caseworker = CaseworkerId(name_of("person ", 4));
    held.role = coin() ? "lead" : "second";
    held.case_type = name_of("type ", 3);
    held.phase = coin() ? "phase 0" : "phase 1";
    held.factors = some_of(3, [] { return name_of("factor ", 3); });
    held.categories = some_of(2, [] { return name_of("category ", 3); });
    held.weight = maybe([] { return fraction(10); });
    return held;
  });
}

inline std::vector<MeasuredCaseworker> some_people() {
  std::vector<MeasuredCaseworker> people;
  for (int i = 0; i < 3; ++i) {
    MeasuredCaseworker person;
    person.id = CaseworkerId("person " + std::to_string(i));
    person.unit = UnitId(name_of("unit ", 2));
    person.capacity = maybe([] { return fraction(100); });
    person.working_time = some_working_time();
    person.base_load = fraction(5);
    person.work_for_others = fraction(5);
    person.work_by_others = fraction(5);
    person.perceived = maybe([] { return fraction(10); });
    people.push_back(std::move(person));
  }
  return people;
}

}  // namespace evenload::workload::test
