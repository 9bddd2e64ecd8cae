#include "evenload/allocation/replay.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/core/errors.hpp"
#include "replay_log.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

// Monday 2 March 2026 is the first day of week 10. Ann takes four cases, Bo is there and takes none but his own.
const std::vector<LogRow> uneven = {
    {"a", "2026-03-02T09:00:00Z", "Ann", "2026-03-02", "2026-03-13"}, {"b", "2026-03-02T10:00:00Z", "Ann", "2026-03-02", "2026-03-06"},
    {"c", "2026-03-03T10:00:00Z", "Ann", "2026-03-03", "2026-03-04"}, {"d", "2026-03-04T10:00:00Z", "Ann", "2026-03-04", "2026-03-05"},
    {"e", "2026-03-05T10:00:00Z", "Bo", "2026-03-05", "2026-03-13"},  {"e", "2026-03-12T10:00:00Z", "Bo"},
    {"f", "2026-03-10T10:00:00Z", "Ann", "2026-03-10", "2026-03-12"},
};

ErrorInfo replay_error(const Table& log, const LogMapping& mapping) {
  return evenload::test::error_of([&] { replay(log, mapping, AllocationPolicy()); });
}

}  // namespace

TEST_CASE("a replay shares out the same cases more evenly and says how they lay", "[replay]") {
  const ReplayResult result = replay(log_of(uneven), mapping_of(OpenReading::dates), AllocationPolicy());
  REQUIRE(result.weeks.size() == 2);
  const ReplayWeek& first = result.weeks[0];
  CHECK(first.week == IsoWeek{2026, 10});
  CHECK(first.active == 2);
  CHECK(first.open_cases == 5);
  CHECK(first.new_cases == 5);
  // 8 case-weeks over 4 weeks of activity: an even share is 2.
  CHECK(result.capacity == Rational(2));
  CHECK(first.spread_happened == Approx(0.75));  // 4/2 and 1/2
  CHECK(first.peak_happened == Approx(2.0));
  CHECK(first.spread_replayed == Approx(0.25));  // 3/2 and 2/2
  CHECK(first.peak_replayed == Approx(1.5));
  const ReplayWeek& second = result.weeks[1];
  CHECK(second.open_cases == 3);
  CHECK(second.new_cases == 1);
  CHECK(second.hand_overs_replayed == 0);
  CHECK(result.summary.weeks == 2);
  CHECK(result.summary.highest_happened == Approx(2.0));
  CHECK(result.log.cases == 6);
  CHECK(result.log.events == 7);
  CHECK(result.log.resources == 2);
}

TEST_CASE("the two readings of open differ in who has what and when", "[replay]") {
  const ReplayResult dates = replay(log_of(uneven), mapping_of(OpenReading::dates), AllocationPolicy());
  const ReplayResult events = replay(log_of(uneven), mapping_of(OpenReading::events), AllocationPolicy());
  CHECK(dates.weeks[1].open_cases == 3);   // a, e and f have not ended
  CHECK(events.weeks[1].open_cases == 2);  // e and f have events
  const auto knows_not = [](const ReplayResult& result, const char* name) {
    return std::count(result.cannot_know.begin(), result.cannot_know.end(), name) == 1;
  };
  CHECK(knows_not(events, "open_between_events"));
  CHECK_FALSE(knows_not(dates, "open_between_events"));
  CHECK_FALSE(knows_not(dates, "case_end"));
}

TEST_CASE("a case without an end is open until the log ends, and that is said", "[replay]") {
  const std::vector<LogRow> rows = {{"a", "2026-03-02T09:00:00Z", "Ann", "2026-03-02"},
                                    {"b", "2026-03-17T09:00:00Z", "Ann", "2026-03-17", "2026-03-17"}};
  const ReplayResult result = replay(log_of(rows), mapping_of(OpenReading::dates), AllocationPolicy());
  REQUIRE(result.weeks.size() == 3);
  CHECK(result.log.cases_without_end == 1);
  CHECK(result.weeks[2].open_cases == 2);
  CHECK(std::count(result.cannot_know.begin(), result.cannot_know.end(), "case_end") == 1);
  // Nobody left a trace in the week between: no ratios, and Ann's case lies with somebody who is not active.
  CHECK(result.weeks[1].active == 0);
  CHECK(result.weeks[1].peak_happened == 0.0);
  CHECK(result.weeks[1].load_away_happened == Approx(1.0));
  CHECK(result.summary.weeks == 2);
}

TEST_CASE("a holder who is no longer active keeps cases for as long as the mapping says, then hands over", "[replay]") {
  std::vector<LogRow> rows = {{"long", "2026-03-02T09:00:00Z", "Ann", "2026-03-02", "2026-04-03"}};
  for (const char* day : {"2026-03-02T11:00:00Z", "2026-03-09T11:00:00Z", "2026-03-16T11:00:00Z", "2026-03-23T11:00:00Z", "2026-03-30T11:00:00Z"}) {
    rows.push_back({"bo's", day, "Bo", "2026-03-02", "2026-04-03"});
  }
  LogMapping mapping = mapping_of(OpenReading::dates);
  mapping.patience_weeks = 2;
  const ReplayResult result = replay(log_of(rows), mapping, AllocationPolicy());
  REQUIRE(result.weeks.size() == 5);
  std::vector<double> hand_overs;
  for (const ReplayWeek& week : result.weeks) hand_overs.push_back(week.hand_overs_replayed);
  CHECK(hand_overs == std::vector<double>{0, 0, 0, 1, 0});
  CHECK(result.weeks[2].load_away_replayed == Approx(1.0));
  CHECK(result.weeks[3].load_away_replayed == 0.0);
  CHECK(result.weeks[4].load_away_happened == Approx(1.0));  // as it happened, it stayed with Ann

  mapping.patience_weeks = 0;
  CHECK(replay(log_of(rows), mapping, AllocationPolicy()).weeks[1].hand_overs_replayed == 1);
  mapping.active = ActiveReading::first_to_last;
  CHECK(replay(log_of(rows), mapping, AllocationPolicy()).weeks[1].hand_overs_replayed == 1);
}

TEST_CASE("holders are read as the mapping says, and only one reading lets them change", "[replay]") {
  const std::vector<LogRow> rows = {{"a", "2026-03-02T09:00:00Z", "Ann", "2026-03-02", "2026-03-20", "Cy"},
                                    {"a", "2026-03-10T09:00:00Z", "Bo", nullptr, nullptr, "Cy"},
                                    {"a", "2026-03-17T09:00:00Z", "Bo", nullptr, nullptr, "Cy"},
                                    {"b", "2026-03-17T10:00:00Z", "Ann", "2026-03-17", "2026-03-17", "Cy"}};
  const auto first_peak = [&](OwnerReading owner) { return replay(log_of(rows), mapping_of(OpenReading::dates, owner), AllocationPolicy()).weeks[0]; };
  CHECK(first_peak(OwnerReading::first_event).load_away_happened == 0.0);
  CHECK(first_peak(OwnerReading::most_events).load_away_happened == Approx(1.0));  // Bo, who comes a week later
  CHECK(first_peak(OwnerReading::responsible).load_away_happened == Approx(1.0));  // Cy never left a trace
  const ReplayResult moving = replay(log_of(rows), mapping_of(OpenReading::dates, OwnerReading::last_event), AllocationPolicy());
  CHECK(moving.summary.hand_overs_happened == 1);
  CHECK(moving.summary.resource_changes == 1);
  CHECK(moving.weeks[1].hand_overs_happened == 1);
  const ReplayResult constant = replay(log_of(rows), mapping_of(OpenReading::dates, OwnerReading::most_events), AllocationPolicy());
  CHECK(constant.summary.hand_overs_happened == 0);
  CHECK(constant.log.cases_with_several_resources == 1);
}

TEST_CASE("system accounts are neither holders nor active, and a case with nobody is left out", "[replay]") {
  const std::vector<LogRow> rows = {{"a", "2026-03-02T09:00:00Z", "robot"}, {"b", "2026-03-02T09:00:00Z", "Ann"}, {"c", "2026-03-02T09:00:00Z", nullptr}};
  LogMapping mapping = mapping_of(OpenReading::events);
  mapping.ignored_resources = {"robot"};
  const ReplayResult result = replay(log_of(rows), mapping, AllocationPolicy());
  CHECK(result.log.resources == 1);
  CHECK(result.log.cases == 3);
  CHECK(result.log.cases_without_resource == 2);
  CHECK(result.weeks[0].open_cases == 1);
  CHECK(result.weeks[0].active == 1);
}

TEST_CASE("a replay that begins in the middle starts with the holders as they were", "[replay]") {
  LogMapping mapping = mapping_of(OpenReading::dates);
  mapping.from = parse_date("2026-03-11");
  const ReplayResult result = replay(log_of(uneven), mapping, AllocationPolicy());
  REQUIRE(result.weeks.size() == 1);
  CHECK(result.weeks[0].week == IsoWeek{2026, 11});
  CHECK(result.weeks[0].open_cases == 3);
  CHECK(result.weeks[0].new_cases == 1);
  CHECK(result.weeks[0].hand_overs_replayed == 0);
}

TEST_CASE("with a capacity of its own the policy's hard limit holds, and cases wait", "[replay]") {
  LogMapping mapping = mapping_of(OpenReading::dates);
  mapping.capacity = Rational(1);
  const ReplayResult result = replay(log_of(uneven), mapping, AllocationPolicy());
  CHECK(result.capacity == Rational(1));
  CHECK(result.weeks[0].undistributed == 3);  // five cases, two people, 1.25 each
  CHECK(result.weeks[0].peak_replayed == Approx(1.0));
  CHECK(result.weeks[0].peak_happened == Approx(4.0));
}

TEST_CASE("weights of types count", "[replay]") {
  Table log = log_of({{"a", "2026-03-02T09:00:00Z", "Ann"}, {"b", "2026-03-02T10:00:00Z", "Bo"}});
  log.add({"type", std::vector<std::string>{"heavy", "light"}, {}});
  LogMapping mapping = mapping_of(OpenReading::events);
  mapping.type_column = "type";
  mapping.weight_of_type = {{"heavy", Rational(3)}};
  const ReplayResult result = replay(log, mapping, AllocationPolicy());
  CHECK(result.capacity == Rational(2));
  CHECK(result.weeks[0].peak_happened == Approx(1.5));
  CHECK(std::count(result.cannot_know.begin(), result.cannot_know.end(), "weight") == 0);
}

TEST_CASE("the order of rows changes nothing, nor does the number of threads", "[replay]") {
  std::vector<LogRow> rows = uneven;
  const std::string expected = to_json(replay(log_of(rows), mapping_of(OpenReading::dates), AllocationPolicy()));
  SolveOptions options;
  options.threads = 2;
  for (int turn = 0; turn < 5; ++turn) {
    std::rotate(rows.begin(), rows.begin() + 2, rows.end());
    CHECK(to_json(replay(log_of(rows), mapping_of(OpenReading::dates), AllocationPolicy(), options)) == expected);
  }
}

TEST_CASE("an empty log is an answer", "[replay]") {
  const ReplayResult result = replay(log_of({}), mapping_of(OpenReading::events), AllocationPolicy());
  CHECK(result.weeks.empty());
  CHECK(result.log.cases == 0);
  CHECK(result.summary.weeks == 0);
  CHECK(to_table(result).rows() == 0);
}

TEST_CASE("a cancelled replay keeps the weeks it has", "[replay]") {
  std::stop_source source;
  source.request_stop();
  SolveOptions options;
  options.stop = source.get_token();
  const ReplayResult result = replay(log_of(uneven), mapping_of(OpenReading::dates), AllocationPolicy(), options);
  CHECK(result.stop == StopReason::cancelled);
  CHECK(result.weeks.empty());
  CHECK(result.log.cases == 6);
}

TEST_CASE("dates that contradict each other are counted, not refused", "[replay]") {
  const std::vector<LogRow> rows = {{"a", "2026-03-04T09:00:00Z", "Ann", "2026-03-04", "2026-03-03"},
                                    {"b", "2026-03-12T09:00:00Z", "Ann", "2026-03-02", "2026-03-05"}};
  const ReplayResult result = replay(log_of(rows), mapping_of(OpenReading::dates), AllocationPolicy());
  CHECK(result.log.cases_end_before_start == 1);
  CHECK(result.log.cases_end_before_last_event == 2);
  CHECK(result.weeks[0].open_cases == 2);
  CHECK(result.weeks[1].open_cases == 0);
}

TEST_CASE("errors of a log name table, column and row", "[replay]") {
  const LogMapping mapping = mapping_of(OpenReading::events);
  const ErrorInfo no_time = replay_error(log_of({{"a", "2026-03-02T09:00:00Z", "Ann"}, {"a", nullptr, "Ann"}}), mapping);
  CHECK(no_time.code == ErrorCode::missing_value);
  CHECK(no_time.table == "log");
  CHECK(no_time.column == "time");
  CHECK(no_time.row == 1);
  const ErrorInfo bad_time = replay_error(log_of({{"a", "yesterday", "Ann"}}), mapping);
  CHECK(bad_time.code == ErrorCode::invalid_date);
  CHECK(bad_time.column == "time");
  CHECK(replay_error(log_of({{nullptr, "2026-03-02T09:00:00Z", "Ann"}}), mapping).column == "case");

  LogMapping other = mapping;
  other.deadline_column = "due";
  const ErrorInfo no_column = replay_error(log_of(uneven), other);
  CHECK(no_column.code == ErrorCode::missing_column);
  CHECK(no_column.column == "due");
}

TEST_CASE("settings out of range are refused by name", "[replay]") {
  const auto column_of = [](auto change) {
    LogMapping mapping = mapping_of(OpenReading::dates);
    change(mapping);
    const ErrorInfo info = replay_error(log_of(uneven), mapping);
    CHECK(info.table == "mapping");
    return info.column;
  };
  CHECK(column_of([](LogMapping& m) { m.time_column.clear(); }) == "time_column");
  CHECK(column_of([](LogMapping& m) { m.default_weight = Rational(0); }) == "default_weight");
  CHECK(column_of([](LogMapping& m) { m.capacity = Rational(-1); }) == "capacity");
  CHECK(column_of([](LogMapping& m) { m.patience_weeks = -1; }) == "patience_weeks");
  CHECK(column_of([](LogMapping& m) {
          m.from = parse_date("2026-03-09");
          m.to = parse_date("2026-03-02");
        }) == "to");
  CHECK(column_of([](LogMapping& m) {
          m.owner = OwnerReading::responsible;
          m.responsible_column.clear();
        }) == "responsible_column");
}

TEST_CASE("a mapping round-trips through its document", "[replay]") {
  LogMapping mapping = mapping_of(OpenReading::events, OwnerReading::last_event);
  mapping.weight_of_type = {{"heavy", Rational(3, 2)}};
  mapping.capacity = Rational(25, 2);
  mapping.ignored_resources = {"robot"};
  mapping.from = parse_date("2026-03-02");
  const std::string text = to_json(mapping);
  CHECK(to_json(log_mapping_from_json(text)) == text);
  CHECK(log_mapping_from_json(text).weight_of_type.at("heavy") == Rational(3, 2));
  CHECK_THROWS_AS(log_mapping_from_json(R"({"schema_version": "1.0", "case_column": "a", "time_column": "b", "resource_column": "c", "holder": "x"})"),
                  InvalidDataError);
}

TEST_CASE("whatever a log cannot tell has a sentence in both languages", "[replay]") {
  for (const OpenReading open : {OpenReading::dates, OpenReading::events}) {
    const ReplayResult result = replay(log_of(uneven), mapping_of(open), AllocationPolicy());
    REQUIRE(result.cannot_know.size() >= 8);
    for (const std::string& name : result.cannot_know) {
      CHECK(workload::log_sentence(name, "en").back() == '.');
      CHECK(workload::log_sentence(name, "sv").back() == '.');
      CHECK(workload::log_sentence(name, "en") != workload::log_sentence(name, "sv"));
    }
  }
  CHECK_THROWS_AS(workload::log_sentence("weather", "en"), InvalidDataError);
  CHECK_THROWS_AS(workload::log_sentence("holder", "nl"), InvalidDataError);
}
