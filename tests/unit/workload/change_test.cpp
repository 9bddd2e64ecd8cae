#include "evenload/workload/change.hpp"

#include <chrono>
#include <string>

#include "catch.hpp"
#include "evenload/core/table.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

Table table(const char* name, const char* json) { return table_from_json(name, json); }

/// Ann and Bo in one unit, Cy in another; a week in which everything happens once.
SeriesInput eventful_week() {
  const Table held = table("held_cases", R"([
    {"case": "kept", "caseworker": "Ann", "type": "a", "from": "2026-01-01"},
    {"case": "moved on", "caseworker": "Ann", "type": "a", "phase": "open", "from": "2026-01-01", "to": "2026-02-03"},
    {"case": "moved on", "caseworker": "Ann", "type": "a", "phase": "follow", "from": "2026-02-04"},
    {"case": "ended", "caseworker": "Ann", "type": "a", "from": "2026-01-01", "to": "2026-02-05"},
    {"case": "new", "caseworker": "Ann", "type": "b", "from": "2026-02-04"},
    {"case": "given", "caseworker": "Ann", "type": "b", "from": "2026-01-01", "to": "2026-02-03"},
    {"case": "given", "caseworker": "Bo", "type": "b", "from": "2026-02-04"},
    {"case": "vacant", "caseworker": "Gone", "type": "b", "from": "2026-01-01", "to": "2026-02-03"},
    {"case": "vacant", "caseworker": "Ann", "type": "b", "from": "2026-02-04", "from_vacancy": true},
    {"case": "second", "caseworker": "Cy", "type": "a", "role": "second", "from": "2026-01-01", "to": "2026-02-03"},
    {"case": "second", "caseworker": "Cy", "type": "a", "role": "lead", "from": "2026-02-04"},
    {"case": "second", "caseworker": "Ann", "type": "a", "role": "lead", "from": "2026-01-01", "to": "2026-02-03"},
    {"case": "second", "caseworker": "Ann", "type": "a", "role": "second", "from": "2026-02-04"}])");
  const Table people = table("caseworkers", R"([
    {"id": "Ann", "unit": "children", "capacity": 40, "base_load": 3},
    {"id": "Bo", "unit": "children", "capacity": 20},
    {"id": "Cy", "unit": "adults", "capacity": 0}])");
  const Table weeks = table("caseworker_weeks", R"([
    {"caseworker": "Ann", "week": "2026-W07", "capacity": 50, "base_load": 1}])");
  return read_series({&held, &people, nullptr, nullptr, &weeks});
}

/// From the tenth, a case of type b weighs 6 instead of 5.
MeasurementRule two_tables() {
  WeightTable first;
  first.version = "1";
  first.effective_from = day(2026, 1, 1);
  first.effective_to = day(2026, 2, 10);
  first.weights = {{"a", "", 8, {}, {}}, {"a", "follow", 2, {}, {}}, {"b", "", 5, {}, {}}};
  first.role_shares = {{"second", Rational(1, 2), ""}};
  WeightTable second = first;
  second.version = "2";
  second.effective_from = day(2026, 2, 10);
  second.effective_to = std::nullopt;
  second.weights[0].weight = 9;
  second.weights[2].weight = 6;
  MeasurementRule rule;
  rule.weights = WeightScheme{"points", {first, second}, {}};
  return rule;
}

Rational part(const LoadChange& change, ChangePart which) {
  return change.load[static_cast<std::size_t>(which)];
}

}  // namespace

TEST_CASE("every reason has its part") {
  const Changes found = changes(eventful_week(), two_tables(), {day(2026, 2, 2), day(2026, 2, 11)});
  const LoadChange& ann = found.people[0];
  CHECK(ann.load_from == Rational(8 + 8 + 8 + 5 + 8 + 3));
  CHECK(part(ann, ChangePart::opened) == Rational(6));
  CHECK(part(ann, ChangePart::closed) == Rational(-8));
  CHECK(part(ann, ChangePart::from_vacancy) == Rational(6));
  CHECK(part(ann, ChangePart::taken_over) == Rational(0));
  CHECK(part(ann, ChangePart::handed_over) == Rational(-5));
  CHECK(part(ann, ChangePart::phase) == Rational(-6));
  CHECK(part(ann, ChangePart::role) == Rational(-8) + Rational(9, 2));
  CHECK(part(ann, ChangePart::weights) == Rational(1));
  CHECK(part(ann, ChangePart::beside) == Rational(-2));
  CHECK(ann.capacity_from == Rational(40));
  CHECK(ann.capacity_to == Rational(50));
  CHECK((*ann.ratio)[static_cast<std::size_t>(ChangePart::closed)] == Rational(-8, 40));
  CHECK((*ann.ratio)[static_cast<std::size_t>(ChangePart::capacity)] ==
        ann.load_to / Rational(50) - ann.load_to / Rational(40));
  CHECK(part(found.people[1], ChangePart::taken_over) == Rational(6));
  CHECK_FALSE(found.people[2].ratio);  // no capacity, no ratio
  CHECK(part(found.people[2], ChangePart::role) == Rational(9) - Rational(4));

  // Within the unit the hand-over is no change; what it weighs now is the weights'.
  const LoadChange& unit = found.by_unit[0];
  CHECK(part(unit, ChangePart::handed_over) == Rational(0));
  CHECK(part(unit, ChangePart::weights) == Rational(2));
  CHECK(part(found.municipality, ChangePart::role) == Rational(0));
  CHECK(found.municipality.cases[static_cast<std::size_t>(ChangePart::opened)] == 1);
}

TEST_CASE("weights come first where the old ones do not know what a case became") {
  MeasurementRule rule = two_tables();
  auto& tables = rule.weights->tables;
  std::erase_if(tables[0].weights, [](const CaseWeight& w) { return w.case_type == "a" && w.phase.empty(); });
  tables[0].weights.push_back({"a", "open", 8, {}, {}});
  std::erase_if(tables[1].weights, [](const CaseWeight& w) { return w.phase == "follow"; });
  tables[0].weights.erase(tables[0].weights.begin());  // no "follow" in the first one
  const Table held = table("held_cases", R"([
    {"case": "c", "caseworker": "Ann", "type": "a", "phase": "open", "from": "2026-01-01", "to": "2026-02-03"},
    {"case": "c", "caseworker": "Ann", "type": "a", "phase": "follow", "from": "2026-02-04"}])");
  const Table people = table("caseworkers", R"([{"id": "Ann", "capacity": 40}])");
  const Changes found = changes(read_series({&held, &people}), rule, {day(2026, 2, 2), day(2026, 2, 11)});
  CHECK(part(found.people[0], ChangePart::weights) == Rational(1));
  CHECK(part(found.people[0], ChangePart::phase) == Rational(0));
}

TEST_CASE("changes are a table, of people only where people may be shown") {
  ChangeOptions options{day(2026, 2, 2), day(2026, 2, 11)};
  const Changes open = changes(eventful_week(), two_tables(), options);
  const Table rows = to_table(open, SeriesGroup::caseworker);
  CHECK(rows.rows() == 36);
  CHECK(ColumnReader(rows, "part").text(1) == "new");
  CHECK(ColumnReader(rows, "ratio_exact").text(2) == "-1/5");
  CHECK(to_table(open, SeriesGroup::municipality).rows() == 12);
  options.person_level = false;
  const Changes closed = changes(eventful_week(), two_tables(), options);
  CHECK(closed.people.empty());
  CHECK(closed.caseworkers.empty());
  CHECK(closed.units.size() == 1);
  CHECK(error_if_any([&] { to_table(closed, SeriesGroup::caseworker); }).code == ErrorCode::unsupported);
  CHECK(error_if_any([&] { to_table(open, SeriesGroup::unheld); }).code == ErrorCode::unsupported);
  options.to = options.from;
  CHECK(error_if_any([&] { changes(eventful_week(), two_tables(), options); }).code ==
        ErrorCode::ends_before_start);
}
