#include <string>
#include <vector>

#include "catch.hpp"
#include "evenload/workload/document.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

const Date this_monday = day(2026, 11, 23);

/// Norm 40 at 40 hours: capacity is hours.
CapacityRule hours_rule() {
  CapacityRule rule;
  rule.bands = {{"all", 0, std::nullopt, 40}};
  return rule;
}

Reduction row_of(const std::string& name, std::optional<Date> from = {}, std::optional<Date> to = {}) {
  return {name, std::nullopt, std::nullopt, from, to};
}

ReductionClass steps_of(const std::string& name, std::vector<ReductionStep> steps) {
  ReductionClass kind;
  kind.name = name;
  kind.kind = ReductionKind::share;
  kind.steps = std::move(steps);
  return kind;
}

ReductionClass fixed(const std::string& name, Rational hours) {
  ReductionClass kind;
  kind.name = name;
  kind.amount = hours;
  return kind;
}

std::string problem(const CapacityRule& rule, const WorkingTime& person) {
  const ErrorInfo info = error_if_any([&] { capacity(rule, person, this_monday); });
  return info.column + "|" + std::string(to_string(info.code));
}

std::string rule_problem(const CapacityRule& rule) {
  const ErrorInfo info = error_if_any([&] { check(rule); });
  return info.table + "|" + info.column + "|" + (info.row ? std::to_string(*info.row) : "-") + "|" + std::string(to_string(info.code));
}

}  // namespace

TEST_CASE("HMPPS: a trainee's reduction is 80, 60, 40 % in successive half-years") {
  CapacityRule rule = hours_rule();
  rule.classes = {steps_of("trainee", {{0, 6, Rational(4, 5)}, {6, 12, Rational(3, 5)}, {12, 18, Rational(2, 5)}})};
  const auto hours_after = [&](Date since) {
    WorkingTime person = full_time();
    person.reductions = {row_of("trainee", since)};
    return capacity(rule, person, this_monday);
  };
  CHECK(hours_after(day(2026, 11, 23)) == Rational(8));
  CHECK(hours_after(day(2026, 5, 23)) == Rational(16));
  CHECK(hours_after(day(2025, 11, 23)) == Rational(24));
  CHECK(hours_after(day(2025, 5, 23)) == Rational(40));
  // Six months are complete on Wednesday: two days at 80 %, three at 60 %.
  CHECK(hours_after(day(2026, 5, 25)) == Rational(2 * 8) / Rational(5) + Rational(3 * 16) / Rational(5));
}

TEST_CASE("HMPPS: the newly qualified have 20 % for nine months, on their own clock and without rows") {
  CapacityRule rule = hours_rule();
  rule.classes = {steps_of("newly_qualified", {{0, 9, Rational(1, 5)}})};
  rule.classes[0].clock = ExperienceClock::profession;
  WorkingTime person = full_time();
  person.experience.profession_since = day(2026, 3, 1);
  CHECK(capacity(rule, person, this_monday) == Rational(32));
  person.experience.profession_since = day(2026, 2, 23);
  CHECK(capacity(rule, person, this_monday) == Rational(40));
  person.experience.profession_since = day(2027, 1, 1);  // starts later: stands at 0 months
  CHECK(capacity(rule, person, this_monday) == Rational(32));
  person.experience.profession_since = std::nullopt;
  CHECK(problem(rule, person) == "profession_since|missing_value");
}

TEST_CASE("HMPPS: long leave is 100 %, union work at most 50 %") {
  CapacityRule rule = hours_rule();
  ReductionClass leave = steps_of("leave", {});
  leave.amount = 1;
  ReductionClass other = steps_of("other duties", {});
  other.maximum = Rational(1, 2);
  rule.classes = {leave, other};
  WorkingTime person = full_time();
  person.reductions = {row_of("leave")};
  CHECK(capacity(rule, person, this_monday) == Rational(0));
  person.reductions = {{"other duties", std::nullopt, Rational(1, 2), {}, {}}};
  CHECK(capacity(rule, person, this_monday) == Rational(20));
  person.reductions = {{"other duties", std::nullopt, Rational(1, 4), {}, {}}, {"other duties", std::nullopt, Rational(3, 10), {}, {}}};
  CHECK(problem(rule, person) == "reductions|out_of_range");  // in all, not row by row
  person.reductions = {{"other duties", std::nullopt, Rational(51, 100), {}, {}}};
  CHECK(problem(rule, person) == "reductions|out_of_range");
  person.reductions[0].amount = std::nullopt;
  CHECK(problem(rule, person) == "reductions|missing_value");
}

TEST_CASE("two placement students cost their supervisor twice") {
  CapacityRule rule = hours_rule();
  rule.classes = {fixed("placement_student", 6), fixed("mentor", 3)};
  WorkingTime person = full_time();
  person.reductions = {row_of("placement_student", this_monday), row_of("placement_student", this_monday), row_of("mentor")};
  CHECK(capacity(rule, person, this_monday) == Rational(40 - 2 * 6 - 3));
}

TEST_CASE("team meetings and wellness hours are everybody's, a row of one's own goes first") {
  CapacityRule rule = hours_rule();
  rule.classes = {fixed("wellness", 1)};
  rule.classes[0].everyone = true;
  WorkingTime person = full_time(20);
  CHECK(capacity(rule, person, this_monday) == Rational(19));
  person.reductions = {{"wellness", ReductionKind::fixed_hours, Rational(3), {}, {}}};
  CHECK(capacity(rule, person, this_monday) == Rational(17));
  person.reductions[0].to = this_monday + std::chrono::days(1);  // two days of one's own, three of everybody's
  CHECK(capacity(rule, person, this_monday) == Rational(20) - Rational(6, 5) - Rational(3, 5));
}

TEST_CASE("a duty week takes half, and its rest the two working days after it") {
  CapacityRule rule = hours_rule();
  ReductionClass duty = steps_of("duty", {});
  duty.amount = Rational(1, 2);
  duty.rest_days = 2;
  rule.classes = {duty};
  WorkingTime person = full_time();
  person.reductions = {row_of("duty", this_monday, day(2026, 11, 29))};
  CHECK(capacity(rule, person, this_monday) == Rational(20));
  CHECK(capacity(rule, person, day(2026, 11, 30)) == Rational(24));
  // A holiday on the first of them is no rest.
  rule.holidays = {{day(2026, 11, 30), 1}};
  CHECK(capacity(rule, person, day(2026, 11, 30)) == Rational(16));
}

TEST_CASE("a holiday takes the day out, hours and duties alike") {
  CapacityRule rule = hours_rule();
  rule.holidays = {{day(2026, 12, 24), 1}, {day(2026, 12, 25), 1}, {day(2026, 12, 23), Rational(1, 2)}};
  WorkingTime person = full_time();
  CHECK(capacity(rule, person, day(2026, 12, 21)) == Rational(8) * Rational(5, 2));
  person.reductions = {{"", ReductionKind::fixed_hours, Rational(5), {}, {}}};
  CHECK(capacity(rule, person, day(2026, 12, 21)) == Rational(8 - 1) * Rational(5, 2));
  person.absences = {{day(2026, 12, 21), day(2026, 12, 25), 1}};
  CHECK(capacity(rule, person, day(2026, 12, 21)) == Rational(0));
}

TEST_CASE("flexible hours: a cycle of two weeks with a free Friday in one of them") {
  WorkingTime person = full_time(36);
  for (const int hours : {8, 8, 8, 8, 8, 0, 0, 8, 8, 8, 8, 0, 0, 0}) person.weekday_hours.emplace_back(hours);
  person.cycle_from = this_monday + std::chrono::days(2);
  CHECK(capacity(hours_rule(), person, this_monday) == Rational(40));
  CHECK(capacity(hours_rule(), person, day(2026, 11, 30)) == Rational(32));
  CHECK(capacity(hours_rule(), person, day(2026, 11, 16)) == Rational(32));  // before the cycle began
  person.absences = {{day(2026, 12, 4), day(2026, 12, 4), 1}};               // away on the free Friday
  CHECK(capacity(hours_rule(), person, day(2026, 11, 30)) == Rational(32));
  person.contracted_hours = 38;
  CHECK(problem(hours_rule(), person) == "weekday_hours|contradiction");
  person.weekday_hours.pop_back();
  CHECK(problem(hours_rule(), person) == "weekday_hours|length_mismatch");
  person.weekday_hours.emplace_back(25);
  CHECK(problem(hours_rule(), person) == "weekday_hours|out_of_range");
}

TEST_CASE("weekend work counts where the pattern has it") {
  WorkingTime person = full_time(16);
  for (const int hours : {0, 0, 0, 0, 0, 8, 8}) person.weekday_hours.emplace_back(hours);
  CHECK(capacity(hours_rule(), person, this_monday) == Rational(16));
  person.absences = {{day(2026, 11, 28), day(2026, 11, 28), 1}};
  CHECK(capacity(hours_rule(), person, this_monday) == Rational(8));
}

TEST_CASE("relieving everybody of pure administration gives back its share of time") {
  // Swedish time study: 11 % pure administration.
  CapacityRule rule = hours_rule();
  ReductionClass administration = steps_of("administration", {});
  administration.amount = Rational(11, 100);
  administration.everyone = true;
  rule.classes = {administration};
  CHECK(capacity(hours_rule(), full_time(), this_monday) - capacity(rule, full_time(), this_monday) == Rational(44, 10));
}

TEST_CASE("rows that leave open what their class does not say") {
  WorkingTime person = full_time();
  person.reductions = {row_of("unknown")};
  CHECK(problem(hours_rule(), person) == "reductions|missing_value");
  CapacityRule rule = hours_rule();
  rule.classes = {steps_of("trainee", {{0, 6, Rational(1, 5)}})};
  person.reductions = {row_of("trainee")};  // months since when?
  CHECK(problem(rule, person) == "reductions|missing_value");
  person.reductions = {{"trainee", ReductionKind::fixed_hours, Rational(3), {}, {}}};
  CHECK(problem(rule, person) == "reductions|contradiction");
}

TEST_CASE("wrong classes and holidays name array, row and column") {
  const auto with = [](ReductionClass kind) {
    CapacityRule rule = hours_rule();
    rule.classes = {fixed("first", 1), std::move(kind)};
    return rule_problem(rule);
  };
  CHECK(with(fixed("", 1)) == "capacity_rule.classes|name|1|missing_value");
  CHECK(with(fixed("first", 2)) == "capacity_rule.classes|name|1|duplicate_id");
  CHECK(with(fixed("b", -1)) == "capacity_rule.classes|amount|1|negative_value");
  ReductionClass kind = steps_of("b", {});
  kind.amount = Rational(11, 10);
  CHECK(with(kind) == "capacity_rule.classes|amount|1|out_of_range");
  kind.amount = Rational(1, 2);
  kind.maximum = Rational(1, 4);
  CHECK(with(kind) == "capacity_rule.classes|amount|1|out_of_range");
  kind = steps_of("b", {{0, 6, Rational(1, 2)}});
  kind.amount = Rational(1, 2);
  CHECK(with(kind) == "capacity_rule.classes|steps|1|contradiction");
  CHECK(with(steps_of("b", {{0, 6, Rational(1, 2)}, {7, 9, Rational(1, 3)}})) == "capacity_rule.classes[1].steps|from_months|1|gap_in_bands");
  CHECK(with(steps_of("b", {{0, 6, Rational(1, 2)}, {5, 9, Rational(1, 3)}})) == "capacity_rule.classes[1].steps|from_months|1|overlap_in_bands");
  CHECK(with(steps_of("b", {{6, 6, Rational(1, 2)}})) == "capacity_rule.classes[1].steps|to_months|0|out_of_range");
  CHECK(with(steps_of("b", {{-1, 6, Rational(1, 2)}})) == "capacity_rule.classes[1].steps|from_months|0|negative_value");
  kind = fixed("b", 1);
  kind.clock = ExperienceClock::employer;
  CHECK(with(kind) == "capacity_rule.classes|clock|1|contradiction");
  kind = steps_of("b", {{0, 6, Rational(1, 2)}});
  kind.everyone = true;
  CHECK(with(kind) == "capacity_rule.classes|everyone|1|missing_value");
  kind = fixed("b", 1);
  kind.rest_days = -1;
  CHECK(with(kind) == "capacity_rule.classes|rest_days|1|out_of_range");
  CapacityRule rule = hours_rule();
  rule.holidays = {{this_monday, 1}, {this_monday, 1}};
  CHECK(rule_problem(rule) == "capacity_rule.holidays|date|1|duplicate_id");
  rule.holidays = {{this_monday, 0}};
  CHECK(rule_problem(rule) == "capacity_rule.holidays|share|0|out_of_range");
}
