#include <cmath>
#include <limits>

#include "evenload/core/table.hpp"
#include "evenload/workload/measure.hpp"
#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

using Texts = std::vector<std::string>;

Table table_of(std::string name, std::vector<Column> columns) {
  Table table(std::move(name));
  for (Column& column : columns) table.add(std::move(column));
  return table;
}

Table two_people() {
  return table_of("caseworkers", {{"id", Texts{"a", "b"}, {}}, {"contracted_hours", std::vector<double>{40, 30}, {}}});
}

std::string where(const ErrorInfo& info) {
  return info.table + "." + info.column + " " + std::to_string(info.row.value_or(-1)) + " " + std::string(to_string(info.code));
}

}  // namespace

TEST_CASE("held cases: those with a current caseworker") {
  const Table cases = table_of("cases", {{"id", Texts{"1", "2", "3"}, {}},
                                         {"current_caseworker", Texts{"", "a", "b"}, {}},
                                         {"type", Texts{"x", "court statement", "foster home"}, {}},
                                         {"phase", Texts{"", "", "follow-up"}, {}},
                                         {"factors", Texts{"", "", "interpreter;sibling"}, {}},
                                         {"categories", std::vector<Texts>{{}, {"court"}, {}}, {}},
                                         {"weight", std::vector<double>{1, 2.5, std::nan("")}, {}}});
  const auto held = read_held_cases(cases);
  REQUIRE(held.size() == 2);
  CHECK(held[0].case_id.value() == "2");
  CHECK(held[0].caseworker.value() == "a");
  CHECK(held[0].role == "lead");
  CHECK(held[0].weight == Rational(5, 2));
  CHECK(held[0].categories == Texts{"court"});
  CHECK(held[0].row == 1);
  CHECK(held[1].phase == "follow-up");
  CHECK(held[1].factors == Texts{"interpreter", "sibling"});
  CHECK_FALSE(held[1].weight.has_value());
  CHECK(held[1].row == 2);
}

TEST_CASE("held cases: what is open or proposed is held by nobody") {
  const Table cases = table_of("cases", {{"id", Texts{"1", "2", "3", "4", "5"}, {}},
                                         {"current_caseworker", Texts{"a", "a", "a", "a", "a"}, {}},
                                         {"state", Texts{"open", "proposed", "announced", "started", ""}, {}}});
  const auto held = read_held_cases(cases);
  REQUIRE(held.size() == 3);
  CHECK(held[0].case_id.value() == "3");
  CHECK(held[2].case_id.value() == "5");
}

TEST_CASE("held cases: empty tables and tables without holders") {
  CHECK(read_held_cases(table_of("cases", {{"id", Texts{}, {}}})).empty());
  CHECK(read_held_cases(table_of("cases", {{"id", Texts{"1"}, {}}})).empty());
  CHECK(where(error_if_any([] { read_held_cases(Table("cases")); })) == "cases.id -1 missing_column");
}

TEST_CASE("held cases: wrong cells") {
  const auto error_with = [](Column column) {
    const Table cases = table_of("cases", {{"id", Texts{"1", "2"}, {}}, {"current_caseworker", Texts{"a", "a"}, {}}, std::move(column)});
    return where(error_if_any([&] { read_held_cases(cases); }));
  };
  CHECK(error_with({"weight", std::vector<double>{1, -0.5}, {}}) == "cases.weight 1 negative_value");
  CHECK(error_with({"weight", std::vector<double>{std::numeric_limits<double>::infinity(), 1}, {}}) == "cases.weight 0 not_finite");
  CHECK(error_with({"weight", Texts{"1", "heavy"}, {}}) == "cases.weight 1 wrong_type");
  CHECK(error_with({"state", Texts{"started", "gone"}, {}}) == "cases.state 1 out_of_range");
}

TEST_CASE("roles beside the lead count for those who have them") {
  const Table cases = table_of("cases", {{"id", Texts{"1", "2"}, {}},
                                         {"current_caseworker", Texts{"a", ""}, {1, 0}},
                                         {"type", Texts{"placement", "placement"}, {}},
                                         {"weight", std::vector<double>{6, 4}, {}}});
  const auto assignments = [](Texts ids, Texts roles, Texts caseworkers, Texts states) {
    return table_of("assignments", {{"case", std::move(ids), {}}, {"role", std::move(roles), {}}, {"caseworker", std::move(caseworkers), {}}, {"state", std::move(states), {}}});
  };
  const Table good = assignments({"1", "1", "2"}, {"foster care", "second", "lead"}, {"b", "b", "a"}, {"started", "proposed", "announced"});
  const auto held = read_held_cases(cases, &good);
  REQUIRE(held.size() == 3);
  CHECK(held[1].case_id.value() == "1");
  CHECK(held[1].role == "foster care");
  CHECK(held[1].caseworker.value() == "b");
  CHECK(held[1].case_type == "placement");
  CHECK(held[2].case_id.value() == "2");
  CHECK(held[2].role == "lead");

  const auto refused = [&](const Table& table) { return where(error_if_any([&] { read_held_cases(cases, &table); })); };
  CHECK(refused(assignments({"1"}, {"lead"}, {"b"}, {"started"})) == "assignments.role 0 duplicate_id");
  CHECK(refused(assignments({"3"}, {"lead"}, {"b"}, {"started"})) == "assignments.case 0 unknown_id");
  CHECK(refused(assignments({"1"}, {"second"}, {"b"}, {"begun"})) == "assignments.state 0 out_of_range");

  const MeasurementRule rule;
  const Table people = table_of("caseworkers", {{"id", Texts{"a", "b"}, {}}, {"capacity", std::vector<double>{10, 10}, {}}});
  const MeasurementInput input = read_measurement({&cases, &people, nullptr, nullptr, &good});
  const MeasurementResult result = measure(input.cases, input.caseworkers, rule, day(2026, 11, 23));
  CHECK(result.rows[0].load == Rational(10));
  CHECK(result.rows[1].load == Rational(6));
  CHECK(result.rows[1].cases == 1);
}

TEST_CASE("a reference without a system means the caseworker of that id") {
  const Table cases = table_of("cases", {{"id", Texts{"1", "2"}, {}}, {"current_caseworker", Texts{"a", "gone"}, {}}, {"weight", std::vector<double>{6, 4}, {}}});
  const Table people = table_of("caseworkers", {{"id", Texts{"a"}, {}}, {"system", Texts{"hr"}, {}}, {"capacity", std::vector<double>{10}, {}}});
  const MeasurementInput input = read_measurement({&cases, &people});
  const MeasurementResult result = measure(input.cases, input.caseworkers, MeasurementRule{}, day(2026, 11, 23));
  CHECK(result.rows[0].load == Rational(6));
  REQUIRE(result.unmatched.size() == 1);
  CHECK(result.unmatched[0].value() == "2");
  CHECK(where(error_if_any([&] { read_measurement({nullptr, &people}); })) == "cases. -1 missing_value");
}

TEST_CASE("caseworkers with working time, absences and reductions") {
  const Table people = table_of("caseworkers", {{"id", Texts{"a", "b"}, {}},
                                                {"unit", Texts{"children", ""}, {}},
                                                {"contracted_hours", Texts{"40", "37.5"}, {}},
                                                {"profession_since", Texts{"2020-02-01", ""}, {}},
                                                {"employer_since", std::vector<Date>{day(2021, 1, 1), Date{}}, {1, 0}},
                                                {"capacity", std::vector<double>{std::nan(""), 12.5}, {}},
                                                {"base_load", std::vector<std::int64_t>{0, 3}, {}},
                                                {"work_for_others", std::vector<std::int64_t>{1, 0}, {}},
                                                {"work_by_others", std::vector<std::int64_t>{0, 2}, {}},
                                                {"perceived", std::vector<double>{4, 0}, {1, 0}}});
  const Table absences = table_of("absences", {{"caseworker", Texts{"b", "a"}, {}},
                                               {"from", Texts{"2026-11-25", "2026-12-01"}, {}},
                                               {"to", Texts{"2026-11-27", ""}, {}},
                                               {"share", std::vector<double>{0.5, std::nan("")}, {}}});
  const Table reductions = table_of("reductions", {{"caseworker", Texts{"a", "a"}, {}},
                                                   {"class", Texts{"meetings", ""}, {}},
                                                   {"kind", Texts{"fixed_hours", "share"}, {}},
                                                   {"amount", std::vector<double>{1.8, 0.2}, {}},
                                                   {"from", Texts{"", "2026-01-01"}, {}},
                                                   {"to", Texts{"", "2026-09-30"}, {}}});
  const auto read = read_measured_caseworkers(people, &absences, &reductions);
  REQUIRE(read.size() == 2);
  CHECK(read[0].unit.value() == "children");
  CHECK(read[1].unit.empty());
  CHECK(read[1].working_time.contracted_hours == Rational(75, 2));
  CHECK(read[0].working_time.experience.profession_since == day(2020, 2, 1));
  CHECK(read[0].working_time.experience.employer_since == day(2021, 1, 1));
  CHECK_FALSE(read[1].working_time.experience.employer_since.has_value());
  CHECK_FALSE(read[0].capacity.has_value());
  CHECK(read[1].capacity == Rational(25, 2));
  CHECK(read[1].base_load == Rational(3));
  CHECK(read[0].work_for_others == Rational(1));
  CHECK(read[1].work_by_others == Rational(2));
  CHECK(read[0].perceived == Rational(4));
  CHECK_FALSE(read[1].perceived.has_value());

  REQUIRE(read[0].working_time.absences.size() == 1);
  CHECK(read[0].working_time.absences[0].from == day(2026, 12, 1));
  CHECK(read[0].working_time.absences[0].to == open_end);
  CHECK(read[0].working_time.absences[0].share == Rational(1));
  CHECK(read[1].working_time.absences[0].share == Rational(1, 2));
  REQUIRE(read[0].working_time.reductions.size() == 2);
  CHECK(read[0].working_time.reductions[0].reduction_class == "meetings");
  CHECK(read[0].working_time.reductions[0].kind == ReductionKind::fixed_hours);
  CHECK(read[0].working_time.reductions[0].amount == Rational(9, 5));
  CHECK(read[0].working_time.reductions[1].kind == ReductionKind::share);
  CHECK(read[0].working_time.reductions[1].to == day(2026, 9, 30));
}

TEST_CASE("caseworkers: duties in two columns, ids of two systems") {
  const Table people = table_of("caseworkers", {{"id", Texts{"7", "7"}, {}},
                                                {"system", Texts{"east", "west"}, {}},
                                                {"contracted_hours", std::vector<double>{40, 30}, {}},
                                                {"fixed_duty_hours", std::vector<double>{4, 0}, {1, 0}},
                                                {"duty_share", std::vector<double>{0, 0.2}, {0, 1}}});
  const Table absences = table_of("absences", {{"caseworker", Texts{"7"}, {}}, {"caseworker_system", Texts{"west"}, {}}, {"from", Texts{"2026-11-23"}, {}}});
  const auto read = read_measured_caseworkers(people, &absences);
  REQUIRE(read.size() == 2);
  CHECK(read[1].id == CaseworkerId("west", "7"));
  REQUIRE(read[0].working_time.reductions.size() == 1);
  CHECK(read[0].working_time.reductions[0].kind == ReductionKind::fixed_hours);
  CHECK(read[0].working_time.reductions[0].amount == Rational(4));
  REQUIRE(read[1].working_time.reductions.size() == 1);
  CHECK(read[1].working_time.reductions[0].kind == ReductionKind::share);
  CHECK(read[1].working_time.reductions[0].amount == Rational(1, 5));
  CHECK(read[0].working_time.absences.empty());
  CHECK(read[1].working_time.absences.size() == 1);
}

TEST_CASE("caseworkers: wrong cells") {
  const auto error_with = [](std::vector<Column> columns) {
    const Table people = table_of("caseworkers", std::move(columns));
    return where(error_if_any([&] { read_measured_caseworkers(people); }));
  };
  const Column ids{"id", Texts{"a", "b"}, {}};
  const Column hours{"contracted_hours", std::vector<double>{40, 40}, {}};
  CHECK(error_with({hours}) == "caseworkers.id -1 missing_column");
  CHECK(error_with({ids}) == "caseworkers.contracted_hours 0 missing_value");
  CHECK(error_with({ids, {"capacity", std::vector<double>{1, std::nan("")}, {}}}) == "caseworkers.capacity 1 missing_value");
  CHECK(error_with({ids, {"contracted_hours", std::vector<double>{40, -1}, {}}}) == "caseworkers.contracted_hours 1 negative_value");
  CHECK(error_with({{"id", Texts{"a", "a"}, {}}, hours}) == "caseworkers.id 1 duplicate_id");
  CHECK(error_with({ids, hours, {"profession_since", Texts{"2020-02-30", ""}, {}}}) == "caseworkers.profession_since 0 invalid_date");
  CHECK(read_measured_caseworkers(table_of("caseworkers", {{"id", Texts{}, {}}})).empty());
}

TEST_CASE("absences and reductions: wrong cells") {
  const auto with_absence = [](std::string who, std::string from, std::string to, double share) {
    const Table absences = table_of("absences", {{"caseworker", Texts{std::move(who)}, {}}, {"from", Texts{std::move(from)}, {}}, {"to", Texts{std::move(to)}, {}},
                                                 {"share", std::vector<double>{share}, {}}});
    return where(error_if_any([&] { read_measured_caseworkers(two_people(), &absences); }));
  };
  CHECK(with_absence("c", "2026-11-25", "2026-11-27", 1) == "absences.caseworker 0 unknown_id");
  CHECK(with_absence("a", "2026-11-25", "2026-11-24", 1) == "absences.to 0 ends_before_start");
  CHECK(with_absence("a", "2026-11-25", "2026-11-27", 1.5) == "absences.share 0 out_of_range");
  CHECK(with_absence("a", "", "2026-11-27", 1) == "absences.from 0 missing_value");

  const auto with_reduction = [](std::string kind, double amount, std::string from, std::string to) {
    const Table reductions = table_of("reductions", {{"caseworker", Texts{"a"}, {}}, {"kind", Texts{std::move(kind)}, {}}, {"amount", std::vector<double>{amount}, {}},
                                                     {"from", Texts{std::move(from)}, {}}, {"to", Texts{std::move(to)}, {}}});
    return where(error_if_any([&] { read_measured_caseworkers(two_people(), nullptr, &reductions); }));
  };
  CHECK(with_reduction("hours", 1, "", "") == "reductions.kind 0 out_of_range");
  CHECK(with_reduction("share", 1.2, "", "") == "reductions.amount 0 out_of_range");
  CHECK(with_reduction("fixed_hours", -2, "", "") == "reductions.amount 0 negative_value");
  CHECK(with_reduction("fixed_hours", 2, "2026-02-01", "2026-01-31") == "reductions.to 0 ends_before_start");
}

TEST_CASE("a measurement as a table") {
  MeasurementRule rule;
  rule.bands = hmpps_bands();
  std::vector<HeldCase> cases{weighing("1", "a", Rational(1, 2)), weighing("2", "a", 1)};
  cases[0].categories = {"court"};
  auto people = std::vector{with_capacity("a", 2), with_capacity("b", 0)};
  people[0].unit = UnitId("children");
  people[1].perceived = 3;
  const Table table = to_table(measure(cases, people, rule, day(2026, 11, 25)));
  CHECK(table.rows() == 2);
  Texts names;
  for (const Column& column : table.columns()) names.push_back(column.name);
  CHECK(names == Texts{"caseworker", "unit", "date", "load", "capacity", "ratio", "band", "perceived", "cases", "count_court"});
  const auto reader = [&](const char* name) { return ColumnReader::required(table, name); };
  CHECK(reader("unit").text(0) == "children");
  CHECK_FALSE(reader("unit").has(1));
  CHECK(reader("date").date(0) == day(2026, 11, 25));
  CHECK(reader("load").rational(0) == Rational(3, 2));
  CHECK(reader("ratio").rational(0) == Rational(3, 4));
  CHECK_FALSE(reader("ratio").has(1));
  CHECK(reader("band").text(0) == "under");
  CHECK_FALSE(reader("band").has(1));
  CHECK_FALSE(reader("perceived").has(0));
  CHECK(reader("perceived").integer(1) == 3);
  CHECK(reader("cases").integer(0) == 2);
  CHECK(reader("count_court").integer(0) == 1);
  CHECK(reader("count_court").integer(1) == 0);
}

TEST_CASE("a measurement of nobody, and one that needs systems") {
  CHECK(to_table({}).rows() == 0);
  CHECK(to_table({}).find("ratio") != nullptr);
  auto person = with_capacity("7", 1);
  person.id = CaseworkerId("hr", "7");
  const Table table = to_table(measure({}, std::vector{person}, {}, day(2026, 11, 25)));
  REQUIRE(table.find("caseworker_system") != nullptr);
  CHECK(ColumnReader::required(table, "caseworker_system").text(0) == "hr");
}
