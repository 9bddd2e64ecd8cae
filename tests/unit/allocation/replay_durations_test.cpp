// Lengths of cases in a replay: kept, drawn, at the pace of their holder's load; replications.
#include <string>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/allocation/replay.hpp"
#include "replay_log.hpp"
#include "src/allocation/replay/estimates.hpp"
#include "src/allocation/replay/lengths.hpp"

// Names of its own: several tests are compiled as one source.
namespace evenload::allocation::replay_durations {

using namespace evenload::allocation::test;
using M = ReplayMeasure;

namespace {

// Ann has a and b for two weeks; Bo is there and has nothing.
const std::vector<LogRow> two_for_ann = {
    {"a", "2026-03-02T09:00:00Z", "Ann", "2026-03-02", "2026-03-15"},
    {"a", "2026-03-02T10:00:00Z", "Ann"},
    {"a", "2026-03-03T10:00:00Z", "Bo"},
    {"a", "2026-03-10T10:00:00Z", "Bo"},
    {"a", "2026-03-10T11:00:00Z", "Ann"},
    {"b", "2026-03-02T11:00:00Z", "Ann", "2026-03-02", "2026-03-15"},
};

// Of three cases of a type one lasts two days, one is seen for three, one lasts six.
const std::vector<LogRow> censored = {
    {"a", "2026-03-02T09:00:00Z", "Ann", "2026-03-02", "2026-03-03"},
    {"b", "2026-03-02T10:00:00Z", "Ann", "2026-03-02", "2026-03-07"},
    {"c", "2026-03-07T10:00:00Z", "Ann", "2026-03-07"},
    {"d", "2026-03-09T10:00:00Z", "Ann", "2026-03-09", "2026-03-09", nullptr, nullptr, "short"},
};

ReplayResult replayed(const std::vector<LogRow>& rows, const ReplaySettings& settings,
                      OwnerReading owner = OwnerReading::most_events, SolveOptions options = {}) {
  const Table log = log_of(rows);
  const auto mapping = full_mapping(OpenReading::dates, owner);
  return replay(replay_log(log, mapping), AllocationPolicy(), settings, options);
}

ReplaySettings scaled(double elasticity) {
  ReplaySettings settings;
  settings.durations = Durations::scaled;
  settings.elasticity = elasticity;
  return settings;
}

ReplaySettings drawn(std::int64_t replications) {
  ReplaySettings settings;
  settings.durations = Durations::resampled;
  settings.replications = replications;
  return settings;
}

}  // namespace

TEST_CASE("a case goes at the pace of its holder's load", "[replay]") {
  // Each has one case where Ann had two: twice the pace, so fourteen days become seven.
  const ReplayResult twice = replayed(two_for_ann, scaled(1));
  CHECK(*at(twice.happened, M::case_days) == 14.0);
  CHECK(*at(twice.replayed, M::case_days).mean == 7.0);
  CHECK(*at(twice.reference, M::case_days).mean == 14.0);
  CHECK(twice.weeks[1].open_cases_replayed == 0.0);
  // Root of two: 9.9 days' worth in the first week, the other 4.1 in three days.
  CHECK(*at(replayed(two_for_ann, scaled(0.5)).replayed, M::case_days).mean == 10.0);
  // Four times at most.
  CHECK(*at(replayed(two_for_ann, scaled(10)).replayed, M::case_days).mean == 4.0);
  CHECK(*at(replayed(two_for_ann, scaled(0)).replayed, M::case_days).mean == 14.0);
  CHECK(twice.cannot_know.back() == "scaled_duration");
}

TEST_CASE("lengths are drawn by Kaplan and Meier's estimate, by type", "[replay]") {
  const Table log = log_of(censored);
  const replaying::Subject subject(replay_log(log, full_mapping()), drawn(1));
  const replaying::Lengths lengths(subject);
  CHECK(lengths.kept(0) == 2.0);
  CHECK(lengths.kept(2) == replaying::endless);  // c is open when the log ends
  // Two days: 1 of 3. Then two are left, of whom one is lost from sight; so six days: 2 of 3.
  int two = 0;
  int six = 0;
  int six_of_old = 0;
  constexpr std::uint32_t draws = 3000;
  for (std::uint32_t r = 0; r < draws; ++r) {
    two += lengths.drawn(0, 0, 7, r) == 2.0 ? 1 : 0;
    six += lengths.drawn(0, 0, 7, r) == 6.0 ? 1 : 0;
    six_of_old += lengths.drawn(0, 2, 7, r) == 6.0 ? 1 : 0;
    REQUIRE(lengths.drawn(3, 0, 7, r) == 1.0);  // of the other type
  }
  CHECK(two + six == static_cast<int>(draws));
  CHECK(two == Approx(draws / 3.0).epsilon(0.1));
  CHECK(six_of_old == static_cast<int>(draws));  // two days old already: no shorter
  CHECK(lengths.drawn(0, 0, 7, 5) == lengths.drawn(0, 0, 7, 5));
}

TEST_CASE("drawn lengths of which there is but one are those of the log", "[replay]") {
  std::vector<LogRow> rows = two_for_ann;
  const ReplayResult result = replayed(rows, drawn(3));
  CHECK(result.replications == 3);
  for (std::size_t m = 0; m < replay_measures; ++m) {
    INFO(name_of(static_cast<M>(m)));
    CHECK(result.reference[m].mean == result.happened[m]);
  }
  CHECK(*at(result.replayed, M::case_days).deviation == 0.0);
  CHECK(at(result.replayed, M::case_days).low == at(result.replayed, M::case_days).high);
}

TEST_CASE("intervals over replications shrink, and pairs share their lengths", "[replay]") {
  const ReplayResult few = replayed(censored, drawn(4));
  const ReplayResult many = replayed(censored, drawn(64));
  CHECK(few.replications == 4);
  const auto width = [](const ReplayEstimate& one) { return *one.high - *one.low; };
  CHECK(width(at(many.replayed, M::peak)) < width(at(few.replayed, M::peak)));
  // Ann is alone, so whatever the lengths, the policy does what she did.
  CHECK(*at(many.difference, M::case_days).mean == 0.0);
  CHECK(*at(many.difference, M::case_days).deviation == 0.0);
  CHECK(*at(many.replayed, M::case_days).deviation > 0.0);
}

TEST_CASE("Student's quantile, and estimates by hand", "[replay]") {
  CHECK(replaying::student_quantile(0.95, 1) == Approx(12.7062047).epsilon(1e-6));
  CHECK(replaying::student_quantile(0.95, 9) == Approx(2.2621572).epsilon(1e-6));
  CHECK(replaying::student_quantile(0.5, 4) == Approx(0.7406971).epsilon(1e-6));
  CHECK(replaying::student_quantile(0.999, 30) == Approx(3.6459586).epsilon(1e-6));
  std::vector<ReplayMeasures> those(3);
  std::vector<ReplayMeasures> these(3);
  for (std::size_t r = 0; r < 3; ++r) {
    those[r][0] = 5.0 + static_cast<double>(r);      // 5, 6, 7
    these[r][0] = 1.0 + static_cast<double>(2 * r);  // 1, 3, 5
  }
  these[1][1] = 4.0;  // a measure that only one has
  const ReplayEstimate mean = replaying::estimate(those, 0.95)[0];
  CHECK(*mean.mean == 6.0);
  CHECK(*mean.deviation == Approx(1.0));
  CHECK(*mean.high == Approx(6 + 4.3026527 / std::sqrt(3.0)));
  const ReplayEstimates difference = replaying::paired(those, these, 0.95);
  CHECK(*difference[0].mean == 3.0);
  CHECK(*difference[0].deviation == Approx(1.0));
  CHECK_FALSE(difference[1].mean.has_value());
}

TEST_CASE("the number of threads never changes a bit", "[replay]") {
  ReplaySettings settings = drawn(5);
  settings.batch_days = {1, 3, 5};
  SolveOptions options;
  options.threads = 1;
  const std::string expected =
      to_json(replayed(censored, settings, OwnerReading::last_event, options));
  for (const std::int32_t threads : {2, 3, 8, 0}) {
    options.threads = threads;
    CHECK(to_json(replayed(censored, settings, OwnerReading::last_event, options)) == expected);
  }
}

TEST_CASE("settings out of range are refused by name, and round-trip", "[replay]") {
  const auto refused = [](auto change) {
    ReplaySettings settings;
    change(settings);
    return evenload::test::place(evenload::test::error_of([&] { replayed(censored, settings); }));
  };
  CHECK(refused([](ReplaySettings& s) { s.replications = 0; }) ==
        "settings.replications out_of_range");
  CHECK(refused([](ReplaySettings& s) { s.replications = 100'001; }) ==
        "settings.replications out_of_range");
  CHECK(refused([](ReplaySettings& s) { s.elasticity = 1; }) ==
        "settings.elasticity contradiction");
  CHECK(refused([](ReplaySettings& s) { s = scaled(-0.1); }) == "settings.elasticity out_of_range");
  CHECK(refused([](ReplaySettings& s) { s = scaled(std::nan("")); }) ==
        "settings.elasticity out_of_range");
  CHECK(refused([](ReplaySettings& s) { s.batch_days = {0}; }) ==
        "settings.batch_days out_of_range");
  CHECK(refused([](ReplaySettings& s) {
          s.batch_days = {1, 8};
        }) == "settings.batch_days out_of_range");
  CHECK(refused([](ReplaySettings& s) {
          s.batch_days = {2, 2};
        }) == "settings.batch_days duplicate_id");
  CHECK(refused([](ReplaySettings& s) { s.coverage = 1; }) == "settings.coverage out_of_range");
  CHECK(refused([](ReplaySettings& s) { s.durations = static_cast<Durations>(9); }) ==
        "settings.durations out_of_range");

  ReplaySettings settings = scaled(0.75);
  settings.batch_days = {1, 4};
  settings.replications = 20;
  settings.coverage = 0.9;
  const std::string text = to_json(settings);
  CHECK(to_json(replay_settings_from_json(text)) == text);
  CHECK_THROWS_AS(replay_settings_from_json(R"({"schema_version": "1.0", "seeds": 3})"),
                  InvalidDataError);
}

}  // namespace evenload::allocation::replay_durations
