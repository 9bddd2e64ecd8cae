#include "evenload/workload/weights.hpp"

#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

using Names = std::vector<std::string>;

Rational points(const std::string& type, const std::string& phase, const Names& factors = {}) {
  return case_weight(nassjo_weights(), type, phase, factors);
}

}  // namespace

TEST_CASE("Nässjö: a court statement is 3 points, a foster-home follow-up 10 to 14 by travel time") {
  CHECK(points("court statement", "") == Rational(3));
  CHECK(points("foster home", "follow-up") == Rational(10));
  CHECK(points("foster home", "follow-up", {"travel over 1 hour"}) == Rational(12));
  CHECK(points("foster home", "follow-up", {"travel over 3 hours"}) == Rational(14));
}

TEST_CASE("the row of the phase comes before the row of every phase") {
  CHECK(points("child investigation", "open") == Rational(8));
  CHECK(points("child investigation", "closing") == Rational(5));
  CHECK(points("child investigation", "") == Rational(5));
}

TEST_CASE("multiplying factors come first, then adding ones, whatever their order") {
  const Rational expected = Rational(8) * Rational(5, 4) + Rational(2);
  CHECK(points("child investigation", "open", {"interpreter", "travel over 1 hour"}) == expected);
  CHECK(points("child investigation", "open", {"travel over 1 hour", "interpreter"}) == expected);
}

TEST_CASE("a factor's row for the type comes before the general one") {
  CHECK(points("child investigation", "open", {"sibling"}) == Rational(10));
  CHECK(points("court statement", "", {"sibling"}) == Rational(4));
}

TEST_CASE("a factor named twice counts twice") {
  CHECK(points("child investigation", "open", {"sibling", "sibling"}) == Rational(12));
  CHECK(points("child investigation", "open", {"interpreter", "interpreter"}) == Rational(25, 2));
}

TEST_CASE("the total stays within minimum and maximum, and never below zero") {
  WeightTable table = nassjo_weights();
  table.factors.push_back({"assistant helps", FactorKind::add, -6, ""});
  const auto weight = [&](const std::string& type, const std::string& phase, const Names& factors) {
    return case_weight(table, type, phase, factors);
  };
  CHECK(weight("foster home", "follow-up", {"travel over 3 hours", "sibling"}) == Rational(14));
  CHECK(weight("foster home", "follow-up", {"assistant helps"}) == Rational(10));
  CHECK(weight("court statement", "", {"assistant helps"}) == Rational(0));
}

TEST_CASE("17 cases at a cap of 17 are exactly one") {
  WeightTable caps;
  caps.weights = {{"family", "", Rational(1, 17), {}, {}}};
  Rational sum;
  for (int i = 0; i < 17; ++i) sum = sum + case_weight(caps, "family", "", {});
  CHECK(sum == Rational(1));
}

TEST_CASE("what the table does not have is named") {
  const auto unknown = [](const std::string& type, const std::string& phase, const Names& factors) {
    const ErrorInfo info = error_if_any([&] { points(type, phase, factors); });
    CHECK(info.code == ErrorCode::unknown_weight);
    CHECK(info.table == "cases");
    return info.column + " " + info.found;
  };
  CHECK(unknown("adoption", "", {}) == "type \"adoption\"");
  CHECK(unknown("foster home", "placement", {}) == "phase \"placement\"");
  CHECK(unknown("foster home", "", {}) == "phase nothing");
  CHECK(unknown("court statement", "", {"sibling", "by boat"}) == "factors \"by boat\"");
}

TEST_CASE("shares by role: the type's row, the general row, else the whole") {
  const WeightTable table = nassjo_weights();
  CHECK(role_share(table, "lead", "child investigation") == Rational(2, 3));
  CHECK(role_share(table, "second", "child investigation") == Rational(1, 3));
  CHECK(role_share(table, "second", "foster home") == Rational(1, 2));
  CHECK(role_share(table, "lead", "foster home") == Rational(1));
}

TEST_CASE("the version in force holds from its first day until before its last") {
  WeightScheme scheme = nassjo_points();
  scheme.tables[0].effective_to = day(2020, 1, 1);
  scheme.tables.push_back(nassjo_weights());
  scheme.tables[1].version = "2020";
  scheme.tables[1].effective_from = day(2020, 1, 1);
  scheme.tables[1].effective_to = day(2021, 1, 1);
  check(scheme);
  CHECK(table_on(scheme, day(2018, 1, 1)).version == "2018");
  CHECK(table_on(scheme, day(2019, 12, 31)).version == "2018");
  CHECK(table_on(scheme, day(2020, 1, 1)).version == "2020");
  CHECK(error_if_any([&] { table_on(scheme, day(2017, 12, 31)); }).code == ErrorCode::unknown_weight);
  CHECK(error_if_any([&] { table_on(scheme, day(2021, 1, 1)); }).code == ErrorCode::unknown_weight);
  CHECK(error_if_any([&] { table_on({}, day(2021, 1, 1)); }).found == "no version");
}

TEST_CASE("overflow is an error, not a small number") {
  WeightTable table = nassjo_weights();
  table.factors.push_back({"huge", FactorKind::multiply, Rational(INT64_MAX), ""});
  const Names twice{"huge", "huge"};
  CHECK_THROWS_AS(case_weight(table, "court statement", "", twice), OverflowError);
}
