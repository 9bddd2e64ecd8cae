#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/comparison.hpp"
#include "evenload/workload/conversion.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

const Date today = day(2026, 11, 23);

WeightTable table_of(std::vector<CaseWeight> weights, bool agreed = true) {
  WeightTable table;
  table.version = "2026";
  table.effective_from = day(2026, 1, 1);
  if (agreed) table.agreement = {true, "cooperation group", day(2025, 12, 1)};
  table.weights = std::move(weights);
  return table;
}

CapacityRule norm_of(Rational norm) {
  CapacityRule rule;
  rule.bands = {{"all", 0, std::nullopt, norm}};
  return rule;
}

/// Children count points (100 a full time), adults count caps.
std::vector<UnitRule> two_units() {
  MeasurementRule children;
  children.weights = WeightScheme{"points", {table_of({{"investigation", "", 10, {}, {}}, {"follow-up", "", 4, {}, {}}})}};
  children.capacity = norm_of(100);
  MeasurementRule adults;
  adults.weights = WeightScheme{"caps", {table_of({{"support", "", Rational(1, 20), {}, {}}, {"investigation", "", Rational(1, 12), {}, {}}}, false)}, WeightFamily::caseload_caps};
  adults.capacity = norm_of(1);
  return {{UnitId("children"), children}, {UnitId("adults"), adults}};
}

MeasuredCaseworker person(const std::string& id, const std::string& unit, int hours = 40) {
  MeasuredCaseworker one;
  one.id = CaseworkerId(id);
  one.unit = UnitId(unit);
  one.working_time = full_time(hours);
  return one;
}

std::vector<MeasuredCaseworker> people() { return {person("c1", "children"), person("c2", "children", 20), person("a1", "adults"), person("p", "pool")}; }

std::vector<HeldCase> cases() {
  std::vector<HeldCase> all;
  for (int i = 0; i < 6; ++i) all.push_back(of_type("i" + std::to_string(i), "c1", "investigation"));
  for (int i = 0; i < 15; ++i) all.push_back(of_type("f" + std::to_string(i), "c2", "follow-up"));
  for (int i = 0; i < 16; ++i) all.push_back(of_type("s" + std::to_string(i), "a1", "support"));
  return all;
}

std::vector<std::string> told(const UnitComparison& comparison) {
  std::vector<std::string> all;
  for (const CaveatOfUnits& one : comparison.cannot_tell) {
    all.push_back(std::string(caveat_name(one.caveat)) + " " + one.unit.value() + (one.other.empty() ? "" : " " + one.other.value()));
  }
  return all;
}

}  // namespace

TEST_CASE("units under different families meet in the share of their capacity") {
  const auto rules = two_units();
  const UnitComparison comparison = compare_units(cases(), people(), rules, today);
  REQUIRE(comparison.units.size() == 2);
  const UnitMeasurement& children = comparison.units[0];
  CHECK(children.load == Rational(6 * 10 + 15 * 4));
  CHECK(children.capacity == Rational(150));
  CHECK(children.ratio == Rational(120, 150));
  CHECK(children.lowest == Rational(60, 100));
  CHECK(children.median == Rational(90, 100));
  CHECK(children.highest == Rational(60, 50));
  CHECK(children.over_capacity == 1);
  CHECK(children.agreed);
  const UnitMeasurement& adults = comparison.units[1];
  CHECK(adults.ratio == Rational(16, 20));
  CHECK(adults.family == WeightFamily::caseload_caps);
  CHECK(told(comparison) == std::vector<std::string>{"draft_weights adults", "different_families children adults", "cases_not_weighed children adults",
                                                     "cases_not_weighed adults children", "unit_without_rule pool"});
}

TEST_CASE("each unit is measured under the other's scheme, as far as that knows its cases") {
  const auto rules = two_units();
  const UnitComparison comparison = compare_units(cases(), people(), rules, today);
  REQUIRE(comparison.cross.size() == 2);
  CHECK(comparison.cross[0].weighed == 6);
  CHECK(comparison.cross[0].not_weighed == 15);
  CHECK(comparison.cross[0].ratio == Rational(6, 12) / Rational(3, 2));
  CHECK(comparison.cross[1].weighed == 0);
  CHECK(comparison.cross[1].not_weighed == 16);
  CHECK_FALSE(comparison.cross[1].ratio.has_value());
  CHECK(cross_table(comparison).rows() == 2);
  CHECK(units_table(comparison).find("over_capacity") != nullptr);
  CHECK(caveats_table(comparison).rows() == comparison.cannot_tell.size());
}

TEST_CASE("what stands outside a scheme is told, and keeps a unit from being measured under another one") {
  auto rules = two_units();
  rules[1].rule.weights = convert(*rules[0].rule.weights, WeightFamily::caseload_caps, 100, 1);
  auto staff = people();
  staff[2].capacity = 1;
  auto held = cases();
  held.resize(6);
  held.push_back(weighing("x", "a1", Rational(1, 4)));
  const UnitComparison comparison = compare_units(held, staff, rules, today);
  CHECK(told(comparison) == std::vector<std::string>{"draft_weights adults", "converted_weights adults", "own_weights adults", "own_capacity adults",
                                                     "different_families children adults", "cases_not_weighed adults children", "unit_without_rule pool"});
  CHECK_FALSE(comparison.cross[1].ratio.has_value());
  // A conversion on the norms keeps every share.
  CHECK(comparison.cross[0].ratio == comparison.units[0].ratio);
}

TEST_CASE("a unit without anybody, and one without capacity, are answers") {
  const auto rules = two_units();
  const UnitComparison nobody = compare_units({}, {}, rules, today);
  CHECK(nobody.units[0].people == 0);
  CHECK_FALSE(nobody.units[0].ratio.has_value());
  auto staff = people();
  for (MeasuredCaseworker& one : staff) one.working_time.absences = {{today, open_end, 1}};
  const UnitComparison away = compare_units(cases(), staff, rules, today);
  CHECK(away.units[0].load == Rational(120));
  CHECK(away.units[0].without_capacity == 2);
  CHECK_FALSE(away.units[0].ratio.has_value());
}

TEST_CASE("somebody who helps another unit stops nothing: the case is counted and told") {
  auto held = cases();
  held.push_back(of_type("s0", "c2", "support"));  // second handler of a case of the adults
  const UnitComparison before = compare_units(cases(), people(), two_units(), today);
  const UnitComparison comparison = compare_units(held, people(), two_units(), today);
  CHECK(comparison.units[0].not_weighed == 1);
  CHECK(comparison.units[1].not_weighed == 0);
  CHECK(comparison.units[0].load == before.units[0].load);
  CHECK(comparison.units[0].cases == before.units[0].cases);
  const auto all = told(comparison);
  CHECK(std::find(all.begin(), all.end(), "own_cases_not_weighed children") != all.end());
  // What is missing altogether is an error all the same.
  held.back().case_type.clear();
  CHECK_THROWS_AS(compare_units(held, people(), two_units(), today), InvalidDataError);
}

TEST_CASE("load beside cases and cases of nobody measured are told, never lost in silence") {
  const auto rules = two_units();
  auto staff = people();
  staff[2].base_load = Rational(1, 10);
  auto held = cases();
  held.push_back(of_type("z", "gone", "support"));
  const UnitComparison comparison = compare_units(held, staff, rules, today);
  CHECK(told(comparison) == std::vector<std::string>{"draft_weights adults", "own_load adults", "different_families children adults", "cases_not_weighed children adults",
                                                     "cases_not_weighed adults children", "unmatched_cases ", "unit_without_rule pool"});
  for (const CaveatOfUnits& one : comparison.cannot_tell) CHECK_FALSE(caveat_pattern(one.caveat, "sv").empty());
  CHECK(error_if_any([] { caveat_pattern(ComparisonCaveat::own_load, "nl"); }).code == ErrorCode::unsupported);
}

TEST_CASE("no unit mixes families") {
  auto rules = two_units();
  rules[1].unit = UnitId("children");
  const ErrorInfo twice = error_if_any([&] { compare_units({}, {}, rules, today); });
  CHECK(twice.code == ErrorCode::duplicate_id);
  CHECK(twice.table == "rules");
  CHECK(twice.row == 1);
  rules[1].unit = UnitId();
  CHECK(error_if_any([&] { compare_units({}, {}, rules, today); }).code == ErrorCode::missing_value);
}
