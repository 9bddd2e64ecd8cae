#include "evenload/workload/capacity.hpp"

#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

const Date this_monday = day(2026, 11, 23);

Reduction fixed_hours(Rational hours, std::optional<Date> from = {}, std::optional<Date> to = {}) {
  return {"", ReductionKind::fixed_hours, hours, from, to};
}

Reduction share(Rational part, std::optional<Date> from = {}, std::optional<Date> to = {}) {
  return {"", ReductionKind::share, part, from, to};
}

/// Norm 1 at 40 hours: capacity is the share of a full week.
CapacityRule unit_rule() {
  CapacityRule rule;
  rule.bands = {{"all", 0, std::nullopt, 1}};
  return rule;
}

Rational hours_left(const WorkingTime& time, Date on = this_monday) { return capacity(unit_rule(), time, on) * Rational(40); }

}  // namespace

TEST_CASE("Nässjö: the norm changes on the day the months are complete") {
  const CapacityRule rule = nassjo_capacity();
  WorkingTime time = full_time();
  time.experience.profession_since = day(2020, 11, 23);
  const auto on = [&](int year, unsigned month, unsigned of_month) { return capacity(rule, time, day(year, month, of_month)); };
  CHECK(on(2020, 11, 23) == Rational(120));
  CHECK(on(2021, 11, 22) == Rational(120));
  CHECK(on(2021, 11, 23) == Rational(126));
  CHECK(on(2023, 11, 22) == Rational(126));
  CHECK(on(2023, 11, 23) == Rational(138));
  CHECK(on(2025, 11, 22) == Rational(138));
  CHECK(on(2025, 11, 23) == Rational(150));
}

TEST_CASE("HMPPS: points for the grade, less reductions, truncated") {
  WorkingTime time = full_time(37);
  time.reductions = {fixed_hours(Rational(9, 5))};
  CHECK(capacity(hmpps_capacity(), time, this_monday) == Rational(2070));
  time.contracted_hours = 30;
  CHECK(capacity(hmpps_capacity(), time, this_monday) == Rational(1658));
  CapacityRule exact = hmpps_capacity();
  exact.rounding = CapacityRounding::none;
  CHECK(capacity(exact, time, this_monday) == Rational(2176) * Rational(141, 5) / Rational(37));
}

TEST_CASE("a part-timer's meetings do not shrink with the contract, a newcomer's share does") {
  WorkingTime time = full_time(20);
  time.reductions = {fixed_hours(4)};
  CHECK(hours_left(time) == Rational(16));
  time.reductions = {share(Rational(1, 5))};
  CHECK(hours_left(time) == Rational(16));
  time.contracted_hours = 40;
  CHECK(hours_left(time) == Rational(32));
  time.reductions = {fixed_hours(4)};
  CHECK(hours_left(time) == Rational(36));
}

TEST_CASE("dated reductions: a trainee's 80, 60 and 40 % in successive half-years") {
  WorkingTime time = full_time();
  time.reductions = {share(Rational(4, 5), day(2025, 1, 6), day(2025, 7, 6)), share(Rational(3, 5), day(2025, 7, 7), day(2026, 1, 4)),
                     share(Rational(2, 5), day(2026, 1, 5), day(2026, 7, 5))};
  CHECK(hours_left(time, day(2024, 12, 30)) == Rational(40));
  CHECK(hours_left(time, day(2025, 1, 6)) == Rational(8));
  CHECK(hours_left(time, day(2025, 6, 30)) == Rational(8));
  CHECK(hours_left(time, day(2025, 7, 7)) == Rational(16));
  CHECK(hours_left(time, day(2026, 1, 5)) == Rational(24));
  CHECK(hours_left(time, day(2026, 7, 6)) == Rational(40));
}

TEST_CASE("dated reductions: newly qualified 20 % for nine months, long leave 100 %") {
  WorkingTime time = full_time();
  time.reductions = {share(Rational(1, 5), day(2026, 3, 2), day(2026, 12, 1)), share(1, day(2026, 12, 2), {})};
  CHECK(hours_left(time, day(2026, 2, 23)) == Rational(40));
  CHECK(hours_left(time, day(2026, 3, 2)) == Rational(32));
  // Monday and Tuesday with 20 % off, then away: 2 days of 6.4 hours.
  CHECK(hours_left(time, day(2026, 11, 30)) == Rational(64, 5));
  CHECK(hours_left(time, day(2026, 12, 7)) == Rational(0));
}

TEST_CASE("part weeks count by working days") {
  WorkingTime away = full_time();
  away.absences = {{day(2026, 11, 25), day(2026, 12, 4), 1}};  // from Wednesday, over the weekend, to the next Friday
  CHECK(hours_left(away) == Rational(16));
  CHECK(hours_left(away, day(2026, 11, 30)) == Rational(0));
  CHECK(hours_left(away, day(2026, 12, 7)) == Rational(40));

  WorkingTime mid_week = full_time();
  mid_week.reductions = {fixed_hours(Rational(5), day(2026, 11, 26), {})};  // Thursday and Friday of this week
  CHECK(hours_left(mid_week) == Rational(38));
  CHECK(hours_left(mid_week, day(2026, 11, 30)) == Rational(35));

  WorkingTime half_days = full_time(30);
  half_days.absences = {{this_monday, this_monday, Rational(1, 2)}};
  CHECK(hours_left(half_days) == Rational(27));
}

TEST_CASE("a weekend costs nothing") {
  WorkingTime time = full_time();
  time.absences = {{day(2026, 11, 28), day(2026, 11, 29), 1}};
  time.reductions = {share(1, day(2026, 11, 28), day(2026, 11, 29))};
  CHECK(hours_left(time) == Rational(40));
}

TEST_CASE("absences that overlap make no more than the whole day") {
  WorkingTime time = full_time();
  time.absences = {{this_monday, this_monday, Rational(3, 4)}, {this_monday, this_monday, Rational(3, 4)}};
  CHECK(hours_left(time) == Rational(32));
}

TEST_CASE("what cuts the same hours twice leaves nothing negative") {
  WorkingTime time = full_time();
  time.absences = {{day(2026, 11, 23), day(2026, 11, 26), 1}};
  time.reductions = {fixed_hours(12)};
  CHECK(hours_left(time) == Rational(0));
  time.contracted_hours = 0;
  CHECK(hours_left(time) == Rational(0));
}

TEST_CASE("mean over weeks that begin on any day, exact") {
  WorkingTime time = full_time();
  time.absences = {{day(2026, 11, 25), day(2026, 11, 27), 1}};
  CHECK(mean_capacity(unit_rule(), time, this_monday, 1) == Rational(2, 5));
  CHECK(mean_capacity(unit_rule(), time, this_monday, 3) == Rational(4, 5));
  // Thursday to Wednesday: the absence takes its Thursday and Friday.
  CHECK(mean_capacity(unit_rule(), time, day(2026, 11, 26), 1) == Rational(3, 5));
  CHECK(mean_capacity(unit_rule(), time, day(2026, 11, 26), 7) == Rational(33, 35));
}

TEST_CASE("the mean takes experience at the start of each week") {
  WorkingTime time = full_time();
  time.experience.profession_since = day(2025, 12, 1);
  CHECK(mean_capacity(nassjo_capacity(), time, day(2026, 11, 23), 2) == Rational(120));  // complete on 1 December
  CHECK(mean_capacity(nassjo_capacity(), time, day(2026, 11, 23), 3) == Rational(122));
}

TEST_CASE("each week of the mean is truncated, as capacity is") {
  WorkingTime time = full_time(30);
  time.reductions = {fixed_hours(Rational(9, 5), {}, day(2026, 11, 29))};
  CHECK(mean_capacity(hmpps_capacity(), time, this_monday, 2) == Rational(1658 + 1764, 2));
}

TEST_CASE("somebody who has not begun stands in the first band") {
  WorkingTime time = full_time();
  time.experience.profession_since = day(2026, 11, 25);
  CHECK(capacity(nassjo_capacity(), time, this_monday) == Rational(120));
}

TEST_CASE("experience is asked for only where it matters") {
  CHECK(capacity(unit_rule(), full_time(), this_monday) == Rational(1));
  const ErrorInfo info = error_if_any([] { capacity(nassjo_capacity(), full_time(), this_monday); });
  CHECK(info.code == ErrorCode::missing_value);
  CHECK(info.column == "profession_since");
  CapacityRule by_employer = nassjo_capacity();
  by_employer.clock = ExperienceClock::employer;
  WorkingTime time = full_time();
  time.experience.profession_since = day(2000, 1, 1);
  CHECK(error_if_any([&] { capacity(by_employer, time, this_monday); }).column == "employer_since");
  time.experience.employer_since = day(2026, 1, 1);
  CHECK(capacity(by_employer, time, this_monday) == Rational(120));
}

TEST_CASE("working time that cannot be is refused") {
  const auto error_with = [](auto change) {
    WorkingTime time = full_time();
    change(time);
    const ErrorInfo info = error_if_any([&] { capacity(unit_rule(), time, this_monday); });
    CHECK(info.table == "caseworkers");
    return std::pair(info.code, info.column);
  };
  using Found = std::pair<ErrorCode, std::string>;
  CHECK(error_with([](WorkingTime& t) { t.contracted_hours = -1; }) == Found(ErrorCode::negative_value, "contracted_hours"));
  CHECK(error_with([](WorkingTime& t) { t.reductions = {fixed_hours(-1)}; }) == Found(ErrorCode::negative_value, "reductions"));
  CHECK(error_with([](WorkingTime& t) { t.reductions = {share(Rational(11, 10))}; }) == Found(ErrorCode::out_of_range, "reductions"));
  CHECK(error_with([](WorkingTime& t) { t.reductions = {share(1, this_monday, day(2026, 11, 22))}; }) == Found(ErrorCode::ends_before_start, "reductions"));
  CHECK(error_with([](WorkingTime& t) { t.absences = {{this_monday, this_monday, Rational(2)}}; }) == Found(ErrorCode::out_of_range, "absences"));
  CHECK(error_with([](WorkingTime& t) { t.absences = {{this_monday, this_monday, Rational(-1, 2)}}; }) == Found(ErrorCode::out_of_range, "absences"));
  CHECK(error_with([](WorkingTime& t) { t.absences = {{this_monday, day(2026, 11, 22), 1}}; }) == Found(ErrorCode::ends_before_start, "absences"));
}

TEST_CASE("proportional reductions beyond the whole on one day") {
  WorkingTime time = full_time();
  time.reductions = {share(Rational(3, 5), {}, day(2026, 11, 25)), share(Rational(1, 2), day(2026, 11, 25), {})};
  const ErrorInfo info = error_if_any([&] { capacity(unit_rule(), time, this_monday); });
  CHECK(info.code == ErrorCode::out_of_range);
  CHECK(info.expected == "proportional reductions of at most 1 in all on 2026-11-25");
  CHECK(info.found == "11/10");
  time.reductions[0].to = day(2026, 11, 24);
  CHECK(hours_left(time) == Rational(40) - Rational(2, 5) * Rational(24) - Rational(3, 5) * Rational(20));
}

TEST_CASE("rules that cannot be are refused") {
  CapacityRule rule = unit_rule();
  rule.full_time_hours = 0;
  const ErrorInfo info = error_if_any([&] { check(rule, "policy.capacity"); });
  CHECK(info.code == ErrorCode::out_of_range);
  CHECK(info.table == "policy.capacity");
  CHECK(info.column == "full_time_hours");
  CHECK(error_if_any([&] { capacity(rule, full_time(), this_monday); }).code == ErrorCode::out_of_range);
  CHECK(error_if_any([] { check(CapacityRule{}); }).table == "capacity_rule.bands");
  CHECK(error_if_any([] { mean_capacity(unit_rule(), full_time(), this_monday, 0); }).code == ErrorCode::out_of_range);
}
