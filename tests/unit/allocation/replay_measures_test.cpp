// What a replay measures, counted by hand; batches; capacities of single people.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/allocation/replay.hpp"
#include "replay_log.hpp"

// Names of its own: several tests are compiled as one source.
namespace evenload::allocation::replay_measures_of_a_log {

using namespace evenload::allocation::test;
using M = ReplayMeasure;

namespace {

// Monday 2 March 2026 begins week 10. Case a goes from Ann to Bo; nobody but Cy, a week later,
// touches c.
const std::vector<LogRow> handed_over = {
    {"a", "2026-03-02T09:00:00Z", "Ann", "2026-03-02", "2026-03-13", nullptr,
     "2026-03-09T12:00:00Z"},
    {"a", "2026-03-10T09:00:00Z", "Bo"},
    {"b", "2026-03-04T09:00:00Z", "Ann", "2026-03-02", "2026-03-04", nullptr,
     "2026-03-04T01:00:00Z"},
    {"c", "2026-03-09T09:00:00Z", "Cy", "2026-03-05", "2026-03-06"},
};

void check_happened(const ReplayMeasures& happened) {
  // Four case-weeks over one and two people: an even share is 4/3. Week 10: Ann has two. Week 11:
  // Bo has one, Cy none.
  CHECK(*at(happened, M::spread) == Approx(0.1875));
  CHECK(*at(happened, M::peak) == Approx(1.125));
  CHECK(*at(happened, M::highest) == Approx(1.5));
  CHECK(*at(happened, M::load_away) == Approx(0.5));  // c, before Cy came
  CHECK(*at(happened, M::hand_overs) == 1.0);
  CHECK(*at(happened, M::undistributed) == 0.0);
  CHECK(*at(happened, M::waiting) == 0.0);
  CHECK(*at(happened, M::first_action_days) == Approx(4.0 / 3));  // c waited four days for Cy
  CHECK(*at(happened, M::not_acted_on) == 0.0);
  CHECK(*at(happened, M::deadline_breaches) == 1.0);  // a; b ended on the day of its deadline
  CHECK(*at(happened, M::continuity) == Approx(0.75));
  CHECK(*at(happened, M::holders) == Approx(4.0 / 3));
  CHECK(*at(happened, M::case_days) == Approx(17.0 / 3));
}

ReplayLog with_people(const Table& log, const Table& people) {
  ReplayLog given = replay_log(log, full_mapping());
  given.caseworkers = &people;
  return given;
}

}  // namespace

TEST_CASE("what happened is measured as counted by hand", "[replay]") {
  const Table log = log_of(handed_over);
  const ReplayResult result = replay(replay_log(log, full_mapping()), AllocationPolicy());
  CHECK(result.capacity == Rational(4, 3));
  CHECK(result.cases_with_deadline == 2);
  CHECK(result.log.cases_end_before_last_event == 1);
  check_happened(result.happened);
  // Holders as they were, at the lengths of the log, are what happened: bit by bit.
  for (std::size_t m = 0; m < replay_measures; ++m) {
    CHECK(result.reference[m].mean == result.happened[m]);
    CHECK_FALSE(result.reference[m].low.has_value());  // one replication shows no spread
  }
  // The replay gives all three to Ann, the only one there in week 10; she leaves no trace after c
  // came.
  CHECK(*at(result.replayed, M::continuity).mean == 1.0);
  CHECK(*at(result.replayed, M::holders).mean == 1.0);
  CHECK(*at(result.replayed, M::not_acted_on).mean == 1.0);
  CHECK(*at(result.replayed, M::first_action_days).mean == 0.0);
  CHECK(*at(result.replayed, M::deadline_breaches).mean == 1.0);
  CHECK(*at(result.difference, M::hand_overs).mean == -1.0);
  CHECK(*at(result.difference, M::continuity).mean == Approx(0.25));
  CHECK(measures_table(result).rows() == replay_measures);
}

TEST_CASE("who waits for a batch ends later", "[replay]") {
  const std::vector<LogRow> rows = {
      {"a", "2026-03-03T09:00:00Z", "Ann", "2026-03-03", "2026-03-05", nullptr,
       "2026-03-05T09:00:00Z"},
      {"b", "2026-03-07T09:00:00Z", "Ann", "2026-03-07", "2026-03-08"},
      {"n", "2026-03-13T09:00:00Z", "Ann", "2026-03-13", "2026-03-13"},
  };
  const Table log = log_of(rows);
  ReplaySettings settings;
  settings.batch_days = {5};
  const ReplayResult result = replay(replay_log(log, full_mapping()), AllocationPolicy(), settings);
  REQUIRE(result.weeks.size() == 2);
  // a is placed on Friday the 6th and ends on Sunday the 8th; b on the 13th, and ends on the 14th.
  CHECK(result.weeks[0].waiting == 1.0);
  CHECK(result.weeks[0].undistributed == 0.0);
  CHECK(result.weeks[0].open_cases == 2);
  CHECK(result.weeks[0].open_cases_replayed == 2.0);
  CHECK(result.weeks[1].open_cases == 1);
  CHECK(result.weeks[1].open_cases_replayed == 2.0);
  CHECK(*at(result.happened, M::deadline_breaches) == 0.0);
  CHECK(*at(result.replayed, M::deadline_breaches).mean == 1.0);
  CHECK(*at(result.replayed, M::case_days).mean == Approx((6.0 + 8 + 1) / 3));
  // Ann's traces: a is hers on the 6th, and she is there on the 7th; b and n on the 13th.
  CHECK(*at(result.replayed, M::first_action_days).mean == Approx((4.0 + 6 + 0) / 3));
  const auto knows_not = [&](const char* name) {
    return std::count(result.cannot_know.begin(), result.cannot_know.end(), name) == 1;
  };
  CHECK(knows_not("waiting"));
  CHECK(knows_not("deadline"));
  CHECK_FALSE(knows_not("arrival_order"));

  // With a batch on every day nobody waits, and all is as if the week were known.
  settings.batch_days = {7, 6, 5, 4, 3, 2, 1};
  const ReplayResult daily = replay(replay_log(log, full_mapping()), AllocationPolicy(), settings);
  CHECK(*at(daily.replayed, M::waiting).mean == 0.0);
  CHECK(at(daily.replayed, M::case_days).mean == at(daily.happened, M::case_days));
}

TEST_CASE("people have the capacity that a table gives them", "[replay]") {
  const Table log = log_of(handed_over);
  Table people("caseworkers");
  people.add({"id", std::vector<std::string>{"Ann", "Bo", "Di"}, {}});
  people.add({"capacity", std::vector<std::int64_t>{4, 2, 4}, {}});
  people.add({"base_load", std::vector<std::int64_t>{2, 0, 0}, {}});
  Table weeks("caseworker_weeks");
  weeks.add({"caseworker", std::vector<std::string>{"Di", "Ann"}, {}});
  weeks.add({"week", std::vector<std::string>{"2026-W10", "2026-W11"}, {}});
  weeks.add({"capacity", std::vector<std::int64_t>{0, 0}, {}});
  ReplayLog given = with_people(log, people);
  given.caseworker_weeks = &weeks;
  const ReplayResult result = replay(given, AllocationPolicy());
  CHECK_FALSE(result.capacity.has_value());
  CHECK(result.unknown_caseworkers == std::vector<std::string>{"Cy"});
  REQUIRE(result.weeks.size() == 2);
  CHECK(result.weeks[0].active == 2);  // Ann and Bo
  CHECK(result.weeks[1].active == 2);  // Bo and Di
  // Week 10: Ann has 2 beside the log and a and b, of 4; Bo nothing. Week 11: Bo has a, of 2.
  CHECK(result.weeks[0].peak_happened == Approx(1.0));
  CHECK(result.weeks[0].spread_happened == Approx(0.5));
  CHECK(result.weeks[1].peak_happened == Approx(0.5));
  CHECK(result.weeks[0].load_away_happened == Approx(1.0));  // c is Cy's, whom the table lacks
  // Ann with her 2 of 4 takes one, Bo the other two: 3/4 and 2/2. Or two and one: 1 and 1/2.
  CHECK(result.weeks[0].peak_replayed == Approx(1.0));
  CHECK(result.weeks[0].undistributed == 0.0);
  CHECK(std::count(result.cannot_know.begin(), result.cannot_know.end(), "absence") == 0);
  CHECK(std::count(result.cannot_know.begin(), result.cannot_know.end(), "working_time") == 0);
}

TEST_CASE("tables of people that cannot be used are refused by name", "[replay]") {
  const Table log = log_of(handed_over);
  const auto refused = [&](const Table& people, auto change) {
    ReplayLog given = with_people(log, people);
    change(given);
    return evenload::test::place(
        evenload::test::error_of([&] { replay(given, AllocationPolicy()); }));
  };
  const auto nothing = [](ReplayLog&) {};
  Table no_capacity("caseworkers");
  no_capacity.add({"id", std::vector<std::string>{"Ann"}, {}});
  no_capacity.add({"contracted_hours", std::vector<std::int64_t>{40}, {}});
  CHECK(refused(no_capacity, nothing) == "caseworkers.capacity missing_column");
  Table people("caseworkers");
  people.add({"id", std::vector<std::string>{"Ann", "Bo"}, {}});
  people.add({"capacity", std::vector<std::int64_t>{1, -1}, {}});
  CHECK(refused(people, nothing) == "caseworkers.capacity[1] negative_value");
  Table good("caseworkers");
  good.add({"id", std::vector<std::string>{"Ann"}, {}});
  good.add({"capacity", std::vector<std::int64_t>{1}, {}});
  CHECK(refused(good, [](ReplayLog& given) { given.mapping.capacity = Rational(1); }) ==
        "mapping.capacity contradiction");
  Table weeks("caseworker_weeks");
  weeks.add({"caseworker", std::vector<std::string>{"Ed"}, {}});
  weeks.add({"week", std::vector<std::string>{"2026-W10"}, {}});
  weeks.add({"capacity", std::vector<std::int64_t>{1}, {}});
  CHECK(refused(good, [&](ReplayLog& given) { given.caseworker_weeks = &weeks; }) ==
        "caseworker_weeks.caseworker[0] unknown_id");
  CHECK(refused(good, [&](ReplayLog& given) {
          given.caseworkers = nullptr;
          given.caseworker_weeks = &weeks;
        }) == "caseworkers. missing_value");
  CHECK(refused(good, [](ReplayLog& given) { given.log = nullptr; }) == "log. missing_value");
}

TEST_CASE("a log whose time goes back is put in order, or refused where order was promised",
          "[replay]") {
  std::vector<LogRow> rows = handed_over;
  std::swap(rows[0], rows[1]);
  const Table log = log_of(rows);
  ReplayLog given = replay_log(log, full_mapping());
  check_happened(replay(given, AllocationPolicy()).happened);
  given.mapping.in_order = true;
  const ErrorInfo info = evenload::test::error_of([&] { replay(given, AllocationPolicy()); });
  CHECK(evenload::test::place(info) == "log.time[1] contradiction");
  const Table in_order = log_of(handed_over);
  given.log = &in_order;
  check_happened(replay(given, AllocationPolicy()).happened);
}

TEST_CASE("a log of one week, and one of one event", "[replay]") {
  const Table week =
      log_of({{"a", "2026-03-02T09:00:00Z", "Ann"}, {"b", "2026-03-03T09:00:00Z", "Bo"}});
  const ReplayResult one_week =
      replay(replay_log(week, full_mapping(OpenReading::events)), AllocationPolicy());
  REQUIRE(one_week.weeks.size() == 1);
  CHECK(*at(one_week.replayed, M::spread).mean == 0.0);
  CHECK(*at(one_week.replayed, M::case_days).mean == 1.0);
  CHECK_FALSE(at(one_week.happened, M::first_action_days) == std::nullopt);
  const Table event = log_of({{"a", "2026-03-02T09:00:00Z", nullptr}});
  const ReplayResult nobody_there =
      replay(replay_log(event, full_mapping(OpenReading::events)), AllocationPolicy());
  CHECK(nobody_there.log.cases_without_resource == 1);
  CHECK(at(nobody_there.happened, M::spread) == std::nullopt);
  CHECK(at(nobody_there.happened, M::case_days) == std::nullopt);
  CHECK(to_json(nobody_there).find("\"spread\":null") != std::string::npos);
}

}  // namespace evenload::allocation::replay_measures_of_a_log
