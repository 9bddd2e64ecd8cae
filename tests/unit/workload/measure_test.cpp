#include "evenload/workload/measure.hpp"

#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

const Date on = day(2026, 11, 25);  // a Wednesday

MeasurementRule nassjo_rule() {
  MeasurementRule rule;
  rule.weights = nassjo_points();
  rule.capacity = nassjo_capacity();
  rule.bands = hmpps_bands();
  return rule;
}

Measurement measure_one(const std::vector<HeldCase>& cases, MeasuredCaseworker person, const MeasurementRule& rule) {
  const MeasurementResult result = measure(cases, std::vector{std::move(person)}, rule, on);
  REQUIRE(result.rows.size() == 1);
  return result.rows.front();
}

/// Ratio and band at a load against a capacity, by the rounding and bands of HMPPS.
Measurement hmpps_measurement(Rational load, Rational capacity) {
  MeasurementRule rule;
  rule.bands = hmpps_bands();
  rule.ratio_decimals = 3;
  MeasuredCaseworker person = with_capacity("a", capacity);
  person.base_load = load;
  return measure_one({}, person, rule);
}

}  // namespace

TEST_CASE("load, capacity, ratio and band of a caseworker on a date") {
  MeasuredCaseworker person;
  person.id = CaseworkerId("a");
  person.unit = UnitId("children");
  person.working_time = full_time();
  person.working_time.experience.profession_since = day(2025, 11, 24);  // under a year on Monday, 23 November 2026
  person.perceived = 7;
  std::vector<HeldCase> cases{of_type("1", "a", "court statement"), of_type("2", "a", "foster home", "follow-up"),
                              of_type("3", "a", "child investigation", "open")};
  cases[1].factors = {"travel over 3 hours"};
  const Measurement m = measure_one(cases, person, nassjo_rule());
  CHECK(m.caseworker.value() == "a");
  CHECK(m.unit.value() == "children");
  CHECK(m.on == on);
  CHECK(m.load == Rational(3) + Rational(14) + Rational(8) * Rational(2, 3));
  CHECK(m.capacity == Rational(120));
  CHECK(m.ratio == m.load / Rational(120));
  CHECK(m.band == "under");
  CHECK(m.perceived == Rational(7));
  CHECK(m.cases == 3);
}

TEST_CASE("HMPPS: capacity % is the ratio rounded half up at three decimals, then banded") {
  CHECK(hmpps_measurement(2070, 2070).ratio == Rational(1));
  CHECK(hmpps_measurement(2070, 1658).ratio == Rational(1248, 1000));  // 124.849… % → 124.8 %
  CHECK(hmpps_measurement(1658, 2070).ratio == Rational(801, 1000));   // 80.096… % → 80.1 %
  CHECK(hmpps_measurement(9995, 10000).ratio == Rational(1));          // 0.9995 rounds up, into the middle band
  CHECK(hmpps_measurement(9995, 10000).band == "at");
  CHECK(hmpps_measurement(99949, 100000).band == "under");
  CHECK(hmpps_measurement(11004, 10000).band == "at");    // 1.1004 rounds to exactly 110 %
  CHECK(hmpps_measurement(11005, 10000).band == "over");  // 1.1005 rounds to 1.101
}

TEST_CASE("without rounding the ratio is exact") {
  MeasurementRule rule;
  rule.bands = hmpps_bands();
  std::vector<HeldCase> cases;
  for (int i = 0; i < 17; ++i) cases.push_back(weighing(std::to_string(i), "a", Rational(1, 17)));
  const Measurement full = measure_one(cases, with_capacity("a", 1), rule);
  CHECK(full.ratio == Rational(1));
  CHECK(full.band == "at");
  cases.pop_back();
  CHECK(measure_one(cases, with_capacity("a", 1), rule).band == "under");
}

TEST_CASE("work for others adds, work by others subtracts, never below zero in all") {
  MeasuredCaseworker person = with_capacity("a", 100);
  person.base_load = 10;
  person.work_for_others = 7;
  person.work_by_others = 4;
  const std::vector<HeldCase> cases{weighing("1", "a", 20)};
  CHECK(measure_one(cases, person, {}).load == Rational(33));
  person.work_by_others = 50;
  const Measurement m = measure_one(cases, person, {});
  CHECK(m.load == Rational(0));
  CHECK(m.ratio == Rational(0));
  CHECK(m.cases == 1);
}

TEST_CASE("at zero capacity there is no ratio and no band") {
  MeasurementRule rule;
  rule.bands = hmpps_bands();
  const Measurement m = measure_one({weighing("1", "a", 5)}, with_capacity("a", 0), rule);
  CHECK(m.load == Rational(5));
  CHECK_FALSE(m.ratio.has_value());
  CHECK(m.band.empty());

  MeasuredCaseworker away;
  away.id = CaseworkerId("a");
  away.working_time = full_time();
  away.working_time.absences = {{day(2026, 11, 1), day(2026, 12, 31), 1}};
  const Measurement leave = measure_one({of_type("1", "a", "court statement")}, away, nassjo_rule());
  CHECK(leave.capacity == Rational(0));
  CHECK_FALSE(leave.ratio.has_value());
}

TEST_CASE("perceived workload stands beside the load and changes nothing") {
  MeasuredCaseworker calm = with_capacity("a", 10);
  MeasuredCaseworker strained = calm;
  strained.perceived = 10;
  const std::vector<HeldCase> cases{weighing("1", "a", 5)};
  CHECK(measure_one(cases, calm, {}).ratio == measure_one(cases, strained, {}).ratio);
  CHECK_FALSE(measure_one(cases, calm, {}).perceived.has_value());
}

TEST_CASE("a case with a weight of its own still has the share of the role") {
  HeldCase lead = weighing("1", "a", 9);
  lead.case_type = "child investigation";
  HeldCase second = lead;
  second.caseworker = CaseworkerId("b");
  second.role = "second";
  const auto people = std::vector{with_capacity("a", 10), with_capacity("b", 10)};
  const MeasurementResult with_shares = measure(std::vector{lead, second}, people, nassjo_rule(), on);
  CHECK(with_shares.rows[0].load == Rational(6));
  CHECK(with_shares.rows[1].load == Rational(3));
  const MeasurementResult without = measure(std::vector{lead, second}, people, {}, on);
  CHECK(without.rows[0].load == Rational(9));
  CHECK(without.rows[1].load == Rational(9));
}

TEST_CASE("cases and categories are counted once per holder, in whatever role") {
  HeldCase lead = of_type("1", "a", "child investigation", "open");
  lead.categories = {"court", "court", "night"};
  HeldCase second = lead;
  second.role = "second";
  second.categories = {"court"};
  HeldCase other = of_type("2", "a", "court statement");
  other.categories = {"court"};
  const Measurement m = measure_one({lead, second, other}, with_capacity("a", 100), nassjo_rule());
  CHECK(m.load == Rational(8) + Rational(3));
  CHECK(m.cases == 2);
  CHECK(m.by_category == std::map<std::string, std::int64_t>{{"child investigation", 1}, {"court", 2}, {"court statement", 1}, {"night", 1}});
}

TEST_CASE("cases of unknown caseworkers are named, once each, and load nobody") {
  const std::vector<HeldCase> cases{weighing("x", "left", 5), weighing("1", "a", 2), weighing("x", "left too", 5), weighing("w", "left", 1)};
  const MeasurementResult result = measure(cases, std::vector{with_capacity("a", 10)}, {}, on);
  CHECK(result.rows[0].load == Rational(2));
  CHECK(result.unmatched == std::vector{CaseId("x"), CaseId("w")});
}

TEST_CASE("ids of two systems are two persons") {
  auto people = std::vector{with_capacity("7", 10), with_capacity("7", 10)};
  people[1].id = CaseworkerId("hr", "7");
  HeldCase held = weighing("1", "7", 4);
  held.caseworker = CaseworkerId("hr", "7");
  const MeasurementResult result = measure(std::vector{held}, people, {}, on);
  CHECK(result.rows[0].load == Rational(0));
  CHECK(result.rows[1].load == Rational(4));
}

TEST_CASE("ids are text of any script") {
  const MeasurementResult result =
      measure(std::vector{weighing("ärende-Ö1", "Ångström 王", 4)}, std::vector{with_capacity("Ångström 王", 8)}, {}, on);
  CHECK(result.rows[0].ratio == Rational(1, 2));
  CHECK(result.unmatched.empty());
}

TEST_CASE("empty tables are answers") {
  CHECK(measure({}, {}, {}, on).rows.empty());
  CHECK(measure(std::vector{weighing("1", "a", 2)}, {}, {}, on).unmatched.size() == 1);
  const Measurement idle = measure_one({}, with_capacity("a", 10), {});
  CHECK(idle.load == Rational(0));
  CHECK(idle.ratio == Rational(0));
  CHECK(idle.band.empty());  // the rule has no bands
}

TEST_CASE("errors name table, column and row") {
  const auto error_with = [](std::vector<HeldCase> cases, std::vector<MeasuredCaseworker> people, const MeasurementRule& rule) {
    return error_if_any([&] { measure(cases, people, rule, on); });
  };
  const auto a = with_capacity("a", 10);
  const MeasurementRule rule = nassjo_rule();
  const HeldCase good = weighing("0", "a", 1);

  const auto where = [](const ErrorInfo& info) {
    return info.table + "." + info.column + " " + std::to_string(info.row.value_or(-1)) + " " + std::string(to_string(info.code));
  };
  HeldCase by_boat = of_type("1", "a", "foster home", "follow-up");
  by_boat.factors = {"by boat"};
  CHECK(where(error_with({good, of_type("1", "a", "adoption")}, {a}, rule)) == "cases.type 1 unknown_weight");
  CHECK(where(error_with({good, of_type("1", "a", "foster home", "x")}, {a}, rule)) == "cases.phase 1 unknown_weight");
  CHECK(where(error_with({by_boat}, {a}, rule)) == "cases.factors 0 unknown_weight");
  CHECK(where(error_with({good, of_type("1", "a", "")}, {a}, rule)) == "cases.type 1 missing_value");
  CHECK(where(error_with({of_type("1", "a", "adoption")}, {a}, {})) == "cases.weight 0 missing_value");
  CHECK(where(error_with({weighing("1", "a", -1)}, {a}, {})) == "cases.weight 0 negative_value");
  CHECK(where(error_with({weighing("1", "left", -1)}, {a}, {})) == "cases.weight 0 negative_value");
  CHECK(where(error_with({good, good}, {a}, {})) == "cases.id 1 duplicate_id");
  CHECK(where(error_with({weighing("", "a", 1)}, {a}, {})) == "cases.id 0 invalid_id");
  CHECK(where(error_with({}, {a, a}, {})) == "caseworkers.id 1 duplicate_id");
  CHECK(where(error_with({}, {a, with_capacity("", 1)}, {})) == "caseworkers.id 1 invalid_id");
  CHECK(where(error_with({}, {with_capacity("a", -1)}, {})) == "caseworkers.capacity 0 negative_value");

  MeasuredCaseworker person = a;
  person.base_load = -1;
  CHECK(where(error_with({}, {person}, {})) == "caseworkers.base_load 0 negative_value");
  person = a;
  person.work_by_others = -1;
  CHECK(where(error_with({}, {person}, {})) == "caseworkers.work_by_others 0 negative_value");
  person = a;
  person.capacity.reset();
  CHECK(where(error_with({}, {person}, {})) == "caseworkers.capacity 0 missing_value");
  person.working_time = full_time();
  CHECK(where(error_with({}, {a, [&] { person.id = CaseworkerId("b"); return person; }()}, rule)) == "caseworkers.profession_since 1 missing_value");
}

TEST_CASE("weights that are not in force on the day") {
  MeasurementRule rule = nassjo_rule();
  rule.weights->tables[0].effective_from = day(2027, 1, 1);
  const std::vector<HeldCase> by_type{of_type("1", "a", "court statement")};
  const ErrorInfo info = error_if_any([&] { measure(by_type, std::vector{with_capacity("a", 10)}, rule, on); });
  CHECK(info.code == ErrorCode::unknown_weight);
  CHECK(info.expected == "weights in force on 2026-11-25");
  CHECK(info.row == 0);
  CHECK(measure_one({weighing("1", "a", 3)}, with_capacity("a", 10), rule).load == Rational(3));  // carries its own
}

TEST_CASE("a row remembers where it stood in its table") {
  HeldCase held = weighing("1", "a", -1);
  held.row = 41;
  CHECK(error_if_any([&] { measure(std::vector{held}, std::vector{with_capacity("a", 10)}, {}, on); }).row == 41);
}

TEST_CASE("a sum beyond 64 bits is an overflow with its row") {
  const std::vector<HeldCase> cases{weighing("1", "a", INT64_MAX), weighing("2", "a", 1)};
  try {
    measure(cases, std::vector{with_capacity("a", 10)}, {}, on);
    FAIL("no error");
  } catch (const OverflowError& error) {
    CHECK(error.info().table == "cases");
    CHECK(error.info().column == "weight");
    CHECK(error.info().row == 1);
  }
}

TEST_CASE("a rule that cannot be is refused before anything is measured") {
  MeasurementRule rule;
  rule.bands = {{"late", "", 1, false}};
  CHECK(error_if_any([&] { measure({}, {}, rule, on); }).code == ErrorCode::gap_in_bands);
}
