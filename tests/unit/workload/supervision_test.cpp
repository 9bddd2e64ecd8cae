#include <string>
#include <vector>

#include "catch.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/supervision.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

MeasuredCaseworker led(const std::string& id, const std::string& supervisor, Rational capacity, int hours = 40) {
  MeasuredCaseworker person = with_capacity(id, capacity);
  person.working_time = full_time(hours);
  if (!supervisor.empty()) person.supervisor = CaseworkerId(supervisor);
  return person;
}

std::vector<SupervisorMeasurement> supervisors(const std::vector<MeasuredCaseworker>& people, const std::vector<HeldCase>& cases,
                                               std::optional<Rational> most = Rational(5)) {
  return measure_supervisors(people, measure(cases, people, MeasurementRule{}, day(2026, 11, 23)), 40, most);
}

}  // namespace

TEST_CASE("CWLA: one supervisor leads five, and holds cases of their own for now") {
  std::vector<MeasuredCaseworker> people{led("boss", "head", 20)};
  for (int i = 0; i < 6; ++i) people.push_back(led("w" + std::to_string(i), "boss", 100, i == 0 ? 20 : 40));
  const auto rows = supervisors(people, {weighing("1", "boss", 8), weighing("2", "boss", 4), weighing("3", "w0", 120), weighing("4", "w1", 60)});
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].supervisor == CaseworkerId("head"));
  CHECK_FALSE(rows[0].measured);
  CHECK(rows[0].team_load == Rational(12));
  const SupervisorMeasurement& boss = rows[1];
  CHECK(boss.span == 6);
  CHECK(boss.span_full_time == Rational(11, 2));
  CHECK(boss.span_ratio == Rational(6, 5));
  CHECK(boss.measured);
  CHECK(boss.own_load == Rational(12));
  CHECK(boss.held_cases == 2);
  CHECK(boss.team_load == Rational(180));
  CHECK(boss.team_ratio == Rational(180, 600));
  CHECK(boss.over_capacity == 1);
  const Table table = to_table(rows);
  CHECK(table.rows() == 2);
  CHECK_FALSE(table.find("own_load")->is_valid(0));
}

TEST_CASE("nobody leads themselves, at any distance") {
  const auto row_of_cycle = [](std::vector<MeasuredCaseworker> people) {
    const ErrorInfo info = error_if_any([&] { supervisors(people, {}); });
    CHECK(info.code == ErrorCode::cycle);
    CHECK(info.table == "caseworkers");
    CHECK(info.column == "supervisor");
    return info.row;
  };
  CHECK(row_of_cycle({led("a", "a", 1)}) == 0);
  CHECK(row_of_cycle({led("x", "a", 1), led("a", "b", 1), led("b", "c", 1), led("c", "a", 1)}) == 3);
}

TEST_CASE("supervisors of nobody, of people away, and without a limit") {
  CHECK(supervisors({led("a", "", 1)}, {}).empty());
  const auto rows = supervisors({led("a", "b", 0)}, {weighing("1", "a", 3)}, std::nullopt);
  REQUIRE(rows.size() == 1);
  CHECK_FALSE(rows[0].team_ratio.has_value());
  CHECK_FALSE(rows[0].span_ratio.has_value());
  CHECK(rows[0].over_capacity == 1);
}

TEST_CASE("a span needs hours, a limit and the measurement of the same people") {
  const std::vector people{led("a", "b", 1)};
  const MeasurementResult measured = measure({}, people, MeasurementRule{}, day(2026, 11, 23));
  CHECK(error_if_any([&] { measure_supervisors(people, measured, 0, {}); }).column == "full_time_hours");
  CHECK(error_if_any([&] { measure_supervisors(people, measured, 40, Rational(0)); }).column == "most_people");
  CHECK(error_if_any([&] { measure_supervisors({}, measured, 40, {}); }).code == ErrorCode::length_mismatch);
}
