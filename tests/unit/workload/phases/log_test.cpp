// The table of phases: windows, weeks, clocks, contradictions.
#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/workload/phase_log.hpp"

using namespace evenload;
using namespace evenload::workload;
using evenload::test::error_of;
using evenload::test::place;

namespace {

Table log_of(const std::string& json) { return table_from_json("case_phases", json); }

PhaseLogOptions window(std::optional<const char*> from, std::optional<const char*> until,
                       PeriodStep step = PeriodStep::week) {
  PhaseLogOptions options;
  options.step = step;
  if (from) options.observed_from = parse_date(*from);
  if (until) options.observed_until = parse_date(*until);
  return options;
}

}  // namespace

TEST_CASE("phase log: stays, destinations and open cases") {
  // Mondays: 2026-01-05, 12, 19, 26, 02-02.
  const Table table = log_of(R"([
    {"case": "b", "type": "x", "unit": "u", "phase": "intake", "from": "2026-01-06"},
    {"case": "a", "type": "x", "unit": "u", "phase": "intake", "from": "2026-01-05", "to": "2026-01-14"},
    {"case": "a", "type": "x", "unit": "v", "phase": "inquiry", "from": "2026-01-14", "to": "2026-01-29"},
    {"case": "b", "type": "x", "unit": "u", "phase": "inquiry", "from": "2026-01-08", "scale": 1.5}])");
  const PhaseLog log = read_phase_log(table, window({}, "2026-02-03"));
  CHECK(to_string(log.first_day) == "2026-01-05");
  CHECK(to_string(log.end_day) == "2026-02-02");
  CHECK(log.phases == std::vector<std::string>{"inquiry", "intake"});
  REQUIRE(log.stays.size() == 4);
  CHECK(log.stays[0].last_age == 1);
  CHECK(log.stays[0].next == 0);
  CHECK(log.stays[0].starts_case);
  CHECK(log.stays[1].last_age == 2);
  CHECK(log.stays[1].next == case_closed);
  CHECK(log.stays[2].last_age == 0);
  CHECK(log.stays[3].next == still_there);
  CHECK(log.stays[3].last_age == 3);
  REQUIRE(log.open_cases.size() == 1);
  CHECK(log.open_case_ids[0].value() == "b");
  CHECK(log.open_cases[0].age == 3);
  CHECK(log.open_cases[0].scale == 1.5);
  CHECK(log.arrivals.size() == 2);
  CHECK(log.mean_scale == std::vector<double>{1});
}

TEST_CASE("phase log: a log that begins late leaves earlier time out of the risk set") {
  const Table table = log_of(R"([
    {"case": "a", "phase": "p", "from": "2025-11-03", "to": "2026-01-21"},
    {"case": "b", "phase": "p", "from": "2025-11-03", "to": "2025-12-01"},
    {"case": "c", "phase": "p", "from": "2026-01-05", "to": "2026-01-07"}])");
  // 2026-01-02 is a Friday: the first whole week begins on 5 January.
  const PhaseLog log = read_phase_log(table, window("2026-01-02", "2026-01-25"));
  CHECK(to_string(log.first_day) == "2026-01-05");
  REQUIRE(log.stays.size() == 2);
  CHECK(log.rows_before == 1);
  CHECK(log.stays[0].first_age == 9);
  CHECK(log.stays[0].last_age == 11);
  CHECK_FALSE(log.stays[0].starts_case);
  CHECK(log.stays[1].starts_case);
  CHECK(log.arrivals.size() == 1);
}

TEST_CASE("phase log: what is known on a day leaves later rows and ends out") {
  const Table table = log_of(R"([
    {"case": "a", "phase": "p", "from": "2026-01-05", "to": "2026-02-10"},
    {"case": "a", "phase": "q", "from": "2026-02-10", "to": "2026-03-10"},
    {"case": "b", "phase": "p", "from": "2026-02-03"}])");
  const PhaseLog log = read_phase_log(table, window({}, "2026-02-01"));
  REQUIRE(log.stays.size() == 1);
  CHECK(log.stays[0].next == still_there);
  CHECK(log.rows_after == 2);
  CHECK(log.open_cases.size() == 1);
}

TEST_CASE("phase log: week 53 and the change of clocks are weeks and days like any other") {
  // 2026 has a week 53 (28 December to 3 January); clocks go forward on 2026-03-29.
  const Table year = log_of(R"([{"case": "a", "phase": "p", "from": "2026-12-21", "to": "2027-01-04"},
                                {"case": "b", "phase": "p", "from": "2026-12-31"}])");
  const PhaseLog weeks = read_phase_log(year, window({}, "2027-01-10"));
  CHECK(weeks.stays[0].last_age == 2);
  CHECK(weeks.stays[1].last_age == 1);
  const Table spring = log_of(R"([{"case": "a", "phase": "p", "from": "2026-03-27", "to": "2026-03-31"}])");
  CHECK(read_phase_log(spring, window({}, {}, PeriodStep::day)).rows_after == 0);
  const PhaseLog days = read_phase_log(spring, window({}, "2026-04-01", PeriodStep::day));
  CHECK(days.stays[0].last_age == 4);
  CHECK(days.stays[0].next == case_closed);
}

TEST_CASE("phase log: days before 1970 are counted the same way") {
  const Table table = log_of(R"([{"case": "a", "phase": "p", "from": "1969-12-28", "to": "1969-12-29"}])");
  const PhaseLog log = read_phase_log(table, window({}, "1970-01-04"));
  CHECK(to_string(log.first_day) == "1969-12-22");
  CHECK(log.stays[0].last_age == 1);
}

TEST_CASE("phase log: the order of the rows changes nothing") {
  const char* rows[] = {R"({"case": "a", "phase": "p", "from": "2026-01-05", "unit": "u"})",
                        R"({"case": "b", "phase": "p", "from": "2026-01-06", "unit": "v"})",
                        R"({"case": "a", "phase": "q", "from": "2026-01-19", "unit": "u"})"};
  const auto read = [&](std::vector<int> order) {
    std::string json = "[";
    for (const int k : order) json += (json.size() > 1 ? ", " : "") + std::string(rows[k]);
    return read_phase_log(log_of(json + "]"), window({}, "2026-02-01"));
  };
  const PhaseLog one = read({0, 1, 2});
  const PhaseLog two = read({2, 1, 0});
  CHECK(to_json(fit_phases(one)) == to_json(fit_phases(two)));
  CHECK(one.open_case_ids == two.open_case_ids);
  CHECK(one.open_cases[1].unit == two.open_cases[1].unit);
}

TEST_CASE("phase log: cycles are allowed unless phases go forward only") {
  const Table table = log_of(R"([{"case": "a", "phase": "p", "from": "2026-01-05"},
                                 {"case": "a", "phase": "q", "from": "2026-01-12"},
                                 {"case": "a", "phase": "p", "from": "2026-01-19", "to": "2026-01-26"}])");
  PhaseLogOptions options = window({}, "2026-02-01");
  CHECK(read_phase_log(table, options).stays.size() == 3);
  options.phases = {"p", "q"};
  options.forward_only = true;
  CHECK(place(error_of([&] { read_phase_log(table, options); })) ==
        "case_phases.phase[2] contradiction");
}

TEST_CASE("phase log: what is wrong is named") {
  const auto refused = [](const std::string& json, PhaseLogOptions options = {}) {
    return place(error_of([&] { read_phase_log(log_of(json), options); }));
  };
  CHECK(refused(R"([{"case": "a", "phase": "p", "from": "2026-01-05", "to": "2026-01-04"}])") ==
        "case_phases.to[0] ends_before_start");
  CHECK(refused(R"([{"case": "a", "phase": "p", "from": "2026-01-05", "to": "2026-01-14"},
                    {"case": "a", "phase": "q", "from": "2026-01-12"}])") ==
        "case_phases.to[0] contradiction");
  CHECK(refused(R"([{"case": "a", "type": "x", "phase": "p", "from": "2026-01-05"},
                    {"case": "a", "type": "y", "phase": "q", "from": "2026-01-12"}])") ==
        "case_phases.type[1] contradiction");
  CHECK(refused(R"([{"case": "a", "phase": "p"}])") == "case_phases.from missing_column");
  CHECK(refused(R"([{"case": null, "phase": "p", "from": "2026-01-05"}])") ==
        "case_phases.case[0] missing_value");
  CHECK(refused(R"([{"case": "a", "phase": "p", "from": "2026-02-30"}])") ==
        "case_phases.from[0] invalid_date");
  CHECK(refused(R"([{"case": "a", "phase": "p", "from": "2026-01-05", "scale": -1}])") ==
        "case_phases.scale[0] negative_value");
  const std::string one = R"([{"case": "a", "phase": "p", "from": "2026-01-05"}])";
  PhaseLogOptions options = window({}, "2026-02-01");
  options.phases = {"q"};
  CHECK(refused(one, options) == "case_phases.phase[0] unknown_id");
  options.phases = {"p", "p"};
  CHECK(refused(one, options) == "phase_log_options.phases duplicate_id");
  CHECK(refused(one, window({}, "2026-01-06")) == "phase_log_options.observed_until ends_before_start");
  CHECK(refused(one, window("2025-01-01", "2025-02-02")) == "case_phases.from missing_value");
  Table empty("case_phases");
  for (const char* name : {"case", "phase", "from"}) {
    empty.add({name, std::vector<std::string>{}, {}});
  }
  CHECK(place(error_of([&] { read_phase_log(empty); })) == "case_phases.case missing_value");
}
