#include <string>
#include <vector>

#include "catch.hpp"
#include "evenload/workload/drafts.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

WeightTable version_of(const std::string& name, Date from, std::optional<Date> to, Rational heavy, Rational light) {
  WeightTable table;
  table.version = name;
  table.effective_from = from;
  table.effective_to = to;
  table.weights = {{"heavy", "", heavy, {}, {}}, {"light", "", light, {}, {}}};
  return table;
}

WeightScheme scheme() {
  return {"points", {version_of("2026", day(2026, 1, 1), day(2027, 1, 1), 10, 4), version_of("draft", day(2027, 1, 1), {}, 14, 3)}};
}

MeasurementRule rule_of(const std::string& version) {
  MeasurementRule rule;
  rule.weights = only_version(scheme(), version);
  return rule;
}

SeriesInput two_people() {
  Table held("held_cases", 4);
  held.add({"case", std::vector<std::string>{"1", "2", "3", "4"}, {}});
  held.add({"caseworker", std::vector<std::string>{"a", "a", "b", "gone"}, {}});
  held.add({"type", std::vector<std::string>{"heavy", "light", "light", "heavy"}, {}});
  held.add({"from", std::vector<std::string>{"2026-10-05", "2026-10-12", "2026-10-05", "2026-10-05"}, {}});
  held.add({"to", std::vector<std::string>{"", "", "2026-10-18", ""}, {}});
  Table people("caseworkers", 3);
  people.add({"id", std::vector<std::string>{"a", "b", "c"}, {}});
  people.add({"unit", std::vector<std::string>{"u", "u", "u"}, {}});
  people.add({"capacity", std::vector<std::string>{"20", "20", "0"}, {}});
  return read_series({&held, &people});
}

SeriesOptions four_weeks() {
  SeriesOptions options;
  options.first = day(2026, 10, 5);
  options.last = day(2026, 11, 1);
  return options;
}

}  // namespace

TEST_CASE("one version alone is in force on every day") {
  const WeightScheme draft = only_version(scheme(), "draft");
  REQUIRE(draft.tables.size() == 1);
  CHECK(table_on(draft, day(2020, 1, 1)).version == "draft");
  CHECK_NOTHROW(check(draft));
  const ErrorInfo info = error_if_any([] { only_version(scheme(), "2025"); });
  CHECK(info.code == ErrorCode::unknown_id);
  CHECK(info.expected == "one of \"2026\", \"draft\"");
}

TEST_CASE("last month under two sets of weights, per person and unit") {
  const DraftComparison compared = compare_drafts(two_people(), rule_of("2026"), rule_of("draft"), four_weeks());
  REQUIRE(compared.days.size() == 4);
  REQUIRE(compared.people.size() == 3);
  const DraftDifference& a = compared.people[0];
  CHECK(a.weeks == 4);
  CHECK(a.load_a == Rational(10 + 14 * 3, 4));
  CHECK(a.load_b == Rational(14 + 17 * 3, 4));
  CHECK(a.ratio_b == Rational(14 + 17 * 3, 80));
  CHECK(a.difference == Rational(4 + 3 * 3, 80));
  CHECK(a.weeks_over_b == 0);
  CHECK(compared.people[1].difference == Rational(-2, 80));
  CHECK(compared.people[2].weeks == 0);
  CHECK_FALSE(compared.people[2].ratio_a.has_value());
  REQUIRE(compared.units.size() == 1);
  CHECK(compared.units[0].difference == Rational(4 + 3 * 3 - 2, 160));
  CHECK(compared.municipality.difference == compared.units[0].difference);
  CHECK(to_table(compared, SeriesGroup::caseworker).rows() == 3);
  CHECK(to_table(compared, SeriesGroup::municipality).find("unit") == nullptr);
  CHECK(error_if_any([&] { to_table(compared, SeriesGroup::unheld); }).code == ErrorCode::unsupported);
}

TEST_CASE("a draft against itself changes nothing, and people stay untold where they must") {
  SeriesOptions options = four_weeks();
  const DraftComparison same = compare_drafts(two_people(), rule_of("draft"), rule_of("draft"), options);
  for (const DraftDifference& one : same.people) CHECK(one.difference.value_or(0) == Rational(0));
  options.person_level = false;
  const DraftComparison quiet = compare_drafts(two_people(), rule_of("2026"), rule_of("draft"), options);
  CHECK(quiet.people.empty());
  CHECK(quiet.units.size() == 1);
  CHECK(error_if_any([&] { to_table(quiet, SeriesGroup::caseworker); }).code == ErrorCode::unsupported);
}
