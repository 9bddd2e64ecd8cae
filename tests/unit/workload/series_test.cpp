#include "evenload/workload/series.hpp"

#include <chrono>
#include <string>

#include "catch.hpp"
#include "evenload/core/table.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

Table rows_of(const char* name, const char* json) { return table_from_json(name, json); }

Table three_people() {
  return rows_of("caseworkers", R"([{"id": "Ann", "unit": "u", "capacity": 10, "perceived": 4},
    {"id": "Bo", "unit": "u", "capacity": 20}, {"id": "Cy", "unit": "v", "capacity": 10}])");
}

ErrorInfo error_of_held(const char* json) {
  const Table held = rows_of("held_cases", json);
  const Table people = three_people();
  return error_if_any([&] {
    SeriesOptions options;
    options.first = day(2026, 1, 1);
    options.last = day(2026, 3, 1);
    weekly_series(read_series({&held, &people}), {}, options);
  });
}

WeeklySeries series_of(const Table& held, SeriesOptions options, const MeasurementRule& rule = {}) {
  const Table people = three_people();
  return weekly_series(read_series({&held, &people}), rule, options);
}

SeriesOptions from_to(Date first, Date last) {
  SeriesOptions options;
  options.first = first;
  options.last = last;
  return options;
}

}  // namespace

TEST_CASE("weeks are ISO weeks, 53 of them in a long year, and clocks do not matter") {
  const Table held = rows_of("held_cases", R"([{"case": "c", "caseworker": "Ann", "weight": 1, "from": "2020-12-28", "to": "2021-01-03"}])");
  const WeeklySeries series = series_of(held, from_to(day(2020, 12, 21), day(2021, 1, 4)));
  const Table table = to_table(series, SeriesGroup::municipality);
  CHECK(ColumnReader(table, "week").text(0) == "2020-W52");
  CHECK(ColumnReader(table, "week").text(1) == "2020-W53");
  CHECK(ColumnReader(table, "week").text(2) == "2021-W01");
  CHECK(series.municipality.cases == std::vector<std::int32_t>{0, 1, 0});
  // The nights on which clocks are put forward and back: dates are dates.
  const Table spring = rows_of("held_cases", R"([{"case": "c", "caseworker": "Ann", "weight": 1, "from": "2026-03-29", "to": "2026-03-29"},
    {"case": "d", "caseworker": "Ann", "weight": 1, "from": "2026-10-25", "to": "2026-10-25"}])");
  SeriesOptions sundays = from_to(day(2026, 3, 23), day(2026, 10, 31));
  sundays.weekday = 7;
  const WeeklySeries year = series_of(spring, sundays);
  CHECK(year.municipality.cases.front() == 1);
  CHECK(year.days.front() == day(2026, 3, 29));
  CHECK(year.municipality.cases.back() == 1);
  CHECK(year.days.size() == 31);
}

TEST_CASE("only the stated weekday is measured") {
  const Table held = rows_of("held_cases", R"([{"case": "c", "caseworker": "Ann", "weight": 3, "from": "2026-01-06", "to": "2026-01-08"}])");
  SeriesOptions options = from_to(day(2026, 1, 1), day(2026, 1, 18));
  CHECK(series_of(held, options).municipality.load == std::vector<Rational>{0, 0});
  options.weekday = 3;
  const WeeklySeries series = series_of(held, options);
  CHECK(series.days == std::vector<Date>{day(2026, 1, 7), day(2026, 1, 14)});
  CHECK(series.municipality.load == std::vector<Rational>{3, 0});
  options.last = day(2026, 1, 5);
  options.weekday = 2;
  CHECK(series_of(held, options).days.empty());
}

TEST_CASE("people, units and the municipality, and who nobody knows") {
  const Table held = rows_of("held_cases", R"([
    {"case": "c", "caseworker": "Ann", "type": "t", "weight": 5, "from": "2026-01-01", "unit": "u"},
    {"case": "c", "caseworker": "Bo", "type": "t", "weight": 5, "role": "second", "from": "2026-01-01", "unit": "u"},
    {"case": "d", "caseworker": "Cy", "weight": 12, "from": "2026-01-01", "unit": "v"},
    {"case": "e", "weight": 7, "from": "2026-01-01", "unit": "v"},
    {"case": "f", "caseworker": "Gone", "weight": 1, "from": "2026-01-01"}])");
  MeasurementRule rule;
  rule.bands = {{"ok", "", 0, false}, {"over", "", 1, true}};
  const WeeklySeries series = series_of(held, from_to(day(2026, 1, 5), day(2026, 1, 11)), rule);
  CHECK(series.people->load == std::vector<Rational>{5, 5, 12});
  CHECK(series.people->ratio[1] == Rational(1, 4));
  CHECK(series.bands[static_cast<std::size_t>(series.people->band[2])] == "over");
  CHECK(series.by_unit.load == std::vector<Rational>{10, 12});
  CHECK(series.by_unit.cases == std::vector<std::int32_t>{1, 1});
  CHECK(series.by_unit.perceived[0] == Rational(4));
  CHECK(series.by_unit.ratings == std::vector<std::int32_t>{1, 0});
  CHECK(series.municipality.capacity == std::vector<Rational>{40});
  CHECK(series.unheld_load == std::vector<Rational>{0, 7, 1});
  CHECK(series.unknown_holders == std::vector<CaseworkerId>{CaseworkerId("Gone")});
  const Table people = to_table(series, SeriesGroup::caseworker);
  CHECK(people.find("count_t") != nullptr);
  CHECK(ColumnReader(people, "band").text(2) == "over");
  CHECK(to_table(series, SeriesGroup::unheld).rows() == 3);
}

TEST_CASE("person level off gives no people, and no unit of one") {
  const Table held = rows_of("held_cases", R"([{"case": "d", "caseworker": "Cy", "weight": 12, "from": "2026-01-01"},
    {"case": "f", "caseworker": "Gone", "weight": 1, "from": "2026-01-01"}])");
  SeriesOptions options = from_to(day(2026, 1, 5), day(2026, 1, 11));
  options.person_level = false;
  options.smallest_group = 2;
  const WeeklySeries series = series_of(held, options);
  CHECK_FALSE(series.people);
  CHECK(series.unknown_holders.empty());
  CHECK(series.unknown_holder_count == 1);
  CHECK(series.units == std::vector<UnitId>{UnitId("u + v")});
  CHECK(series.unit_people == std::vector<std::int32_t>{3});
  CHECK_FALSE(series.by_unit.perceived[0]);  // only Ann gave one
  CHECK(series.by_unit.ratings[0] == 0);
  CHECK(error_if_any([&] { to_table(series, SeriesGroup::caseworker); }).code == ErrorCode::unsupported);
  options.smallest_group = 4;
  CHECK(error_if_any([&] { series_of(held, options); }).table == "caseworkers");
  options.smallest_group = 1;
  CHECK(error_if_any([&] { series_of(held, options); }).column == "smallest_group");
}

TEST_CASE("wrong holdings name table, column and row") {
  const ErrorInfo closed = error_of_held(R"([{"case": "c", "caseworker": "Ann", "weight": 1, "from": "2026-02-02", "to": "2026-02-01"}])");
  CHECK(closed.code == ErrorCode::ends_before_start);
  CHECK(closed.table == "held_cases");
  CHECK(closed.column == "to");
  CHECK(closed.row == 0);
  const ErrorInfo twice = error_of_held(R"([{"case": "c", "caseworker": "Ann", "weight": 1, "from": "2026-01-01", "to": "2026-02-02"},
    {"case": "c", "caseworker": "Bo", "weight": 1, "from": "2026-02-02"}])");
  CHECK(twice.code == ErrorCode::overlap_in_bands);
  CHECK(twice.row == 1);
  CHECK(error_of_held(R"([{"case": "c", "caseworker": "Ann", "type": "t", "from": "2026-01-01"}])").code == ErrorCode::missing_value);
  CHECK(error_of_held(R"([{"case": "c", "caseworker": "Ann", "weight": -1, "from": "2026-01-01"}])").code == ErrorCode::negative_value);
  CHECK(error_of_held(R"([{"caseworker": "Ann", "case": null, "from": "2026-01-01"}])").column == "case");
  CHECK(error_of_held(R"([{"case": "c", "from": "2026-01-01"}])").code == ErrorCode::missing_column);
  CHECK(error_of_held(R"([{"case": "c", "caseworker": "Ann", "weight": 1, "from": "2026-13-01"}])").code == ErrorCode::invalid_date);
  CHECK(error_of_held("[]").code == ErrorCode::internal);  // nothing thrown: an empty table is fine
}

TEST_CASE("a role may be shared where that is asked for, but not with oneself") {
  const Table shared = rows_of("held_cases", R"([{"case": "c", "caseworker": "Ann", "weight": 1, "from": "2026-01-01"},
    {"case": "c", "caseworker": "Bo", "weight": 1, "from": "2026-01-01"}])");
  SeriesOptions options = from_to(day(2026, 1, 5), day(2026, 1, 11));
  options.overlap = RoleOverlap::share;
  CHECK(series_of(shared, options).municipality.load == std::vector<Rational>{2});
  const Table alone = rows_of("held_cases", R"([{"case": "c", "caseworker": "Ann", "weight": 1, "from": "2026-01-01"},
    {"case": "c", "caseworker": "Ann", "weight": 1, "from": "2026-01-01"}])");
  CHECK(error_if_any([&] { series_of(alone, options); }).code == ErrorCode::overlap_in_bands);
}

TEST_CASE("weeks of caseworkers and options are checked") {
  const Table people = three_people();
  const auto error_of_weeks = [&](const char* json) {
    const Table weeks = rows_of("caseworker_weeks", json);
    return error_if_any([&] { read_caseworker_weeks(weeks, people); });
  };
  CHECK(error_of_weeks(R"([{"caseworker": "Dee", "week": "2026-W01"}])").code == ErrorCode::unknown_id);
  CHECK(error_of_weeks(R"([{"caseworker": "Ann", "week": "2026-W54"}])").code == ErrorCode::invalid_date);
  CHECK(error_of_weeks(R"([{"caseworker": "Ann", "week": "2026-W01"}, {"caseworker": "Ann", "week": "2025-12-31"}])").code == ErrorCode::duplicate_id);
  CHECK(error_of_weeks(R"([{"caseworker": "Ann", "week": "2026-W01", "capacity": -1}])").code == ErrorCode::negative_value);
  SeriesOptions options = from_to(day(2026, 1, 11), day(2026, 1, 5));
  CHECK(error_if_any([&] { series_of(Table("held_cases"), options); }).code == ErrorCode::ends_before_start);
  options.last = day(2026, 2, 1);
  options.weekday = 0;
  CHECK(error_if_any([&] { series_of(Table("held_cases"), options); }).column == "weekday");
  options.weekday = 1;
  options.threads = -1;
  CHECK(error_if_any([&] { series_of(Table("held_cases"), options); }).column == "threads");
  CHECK(error_if_any([&] { read_series({}); }).table == "held_cases");
}
