// Policies over the same log: common random numbers, differences in pairs, cancellation.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/allocation/replay.hpp"
#include "replay_log.hpp"

// Names of its own: several tests are compiled as one source.
namespace evenload::allocation::comparing_policies {

using namespace evenload::allocation::test;
using M = ReplayMeasure;

namespace {

// Everything is Ann's as it happened; Bo is there, too.
const std::vector<LogRow> all_with_ann = {
    {"a", "2026-03-02T09:00:00Z", "Ann", "2026-03-02", "2026-03-20"},
    {"b", "2026-03-03T09:00:00Z", "Ann", "2026-03-03", "2026-03-12"},
    {"c", "2026-03-04T09:00:00Z", "Ann", "2026-03-04", "2026-03-05"},
    {"d", "2026-03-10T09:00:00Z", "Ann", "2026-03-10", "2026-03-27"},
    {"e", "2026-03-05T09:00:00Z", "Bo", "2026-03-05", "2026-03-05"},
    {"f", "2026-03-12T09:00:00Z", "Bo", "2026-03-12", "2026-03-12"},
    {"g", "2026-03-18T09:00:00Z", "Bo", "2026-03-18", "2026-03-18"},
    {"h", "2026-03-18T10:00:00Z", "Ann", "2026-03-18", "2026-03-19"},
};

std::vector<NamedPolicy> three_arms() {
  AllocationPolicy one_a_time;
  one_a_time.new_cases_limit = 1;
  std::vector<NamedPolicy> policies = two_arms();
  policies.push_back({"one new case each", one_a_time});
  return policies;
}

PolicyComparison compared(const ReplaySettings& settings, const SolveOptions& options = {}) {
  const Table log = log_of(all_with_ann);
  const auto policies = three_arms();
  return compare_policies(replay_log(log, full_mapping()), policies, 0, settings, options);
}

}  // namespace

TEST_CASE("policies are compared with each other and with what happened", "[replay]") {
  ReplaySettings settings;
  settings.durations = Durations::resampled;
  settings.replications = 8;
  const PolicyComparison result = compared(settings);
  REQUIRE(result.policies.size() == 3);
  CHECK(result.baseline == "as it was");
  CHECK(result.replications == 8);
  CHECK(result.stop == StopReason::done);
  const ComparedPolicy& as_it_was = result.policies[0];
  const ComparedPolicy& fair = result.policies[1];
  const ComparedPolicy& limited = result.policies[2];
  for (std::size_t m = 0; m < replay_measures; ++m) {
    if (as_it_was.measures[m].mean) CHECK(*as_it_was.difference[m].mean == 0.0);
  }
  CHECK(*at(fair.difference, M::spread).mean < 0);
  CHECK(*at(fair.difference, M::undistributed).mean == 0.0);
  CHECK(*at(limited.measures, M::undistributed).mean > 0);
  // Pair by pair.
  double sum = 0;
  for (std::size_t r = 0; r < 8; ++r) {
    sum += *at(fair.replications[r], M::spread) - *at(as_it_was.replications[r], M::spread);
  }
  CHECK(*at(fair.difference, M::spread).mean == Approx(sum / 8));
  CHECK(to_table(result).rows() == 3 * replay_measures);
  CHECK(replications_table(result).rows() == 8 * 3);

  // A policy's numbers do not depend on what it stands beside.
  const Table log = log_of(all_with_ann);
  const ReplayResult alone = replay(replay_log(log, full_mapping()), AllocationPolicy(), settings);
  for (std::size_t m = 0; m < replay_measures; ++m) {
    CHECK(alone.replayed[m].mean == fair.measures[m].mean);
    CHECK(alone.replayed[m].low == fair.measures[m].low);
    CHECK(alone.difference[m].mean == fair.difference[m].mean);
  }
}

TEST_CASE("equal seeds give equal comparisons, other seeds other lengths", "[replay]") {
  ReplaySettings settings;
  settings.durations = Durations::resampled;
  settings.replications = 4;
  SolveOptions options;
  options.seed = 11;
  options.threads = 1;
  const std::string first = to_json(compared(settings, options));
  options.threads = 4;
  CHECK(to_json(compared(settings, options)) == first);
  options.seed = 12;
  CHECK(to_json(compared(settings, options)) != first);
}

TEST_CASE("cancelling keeps whole replications, and they are those of the whole run", "[replay]") {
  ReplaySettings settings;
  settings.durations = Durations::resampled;
  settings.replications = 40;
  SolveOptions options;
  options.threads = 1;
  const PolicyComparison whole = compared(settings, options);
  REQUIRE(whole.replications == 40);
  std::stop_source source;
  options.stop = source.get_token();
  options.progress = [&](const Progress& progress) {
    CHECK(progress.phase == "replay");
    source.request_stop();
    return true;
  };
  const PolicyComparison cut = compared(settings, options);
  CHECK(cut.stop == StopReason::cancelled);
  CHECK(cut.replications < 40);
  for (std::size_t arm = 0; arm < cut.policies.size(); ++arm) {
    REQUIRE(static_cast<std::int64_t>(cut.policies[arm].replications.size()) == cut.replications);
    CHECK(std::equal(cut.policies[arm].replications.begin(), cut.policies[arm].replications.end(),
                     whole.policies[arm].replications.begin()));
  }
  // Two threads, cancelled by the callback's answer.
  options.stop = {};
  options.threads = 2;
  options.progress = [](const Progress&) { return false; };
  const PolicyComparison other = compared(settings, options);
  for (std::size_t arm = 0; arm < other.policies.size(); ++arm) {
    CHECK(std::equal(other.policies[arm].replications.begin(),
                     other.policies[arm].replications.end(),
                     whole.policies[arm].replications.begin()));
  }
  options.progress = [](const Progress&) -> bool { throw std::runtime_error("the caller's own"); };
  options.threads = 1;
  CHECK_THROWS_AS(compared(settings, options), std::runtime_error);
}

TEST_CASE("lists of policies that cannot be compared are refused by name", "[replay]") {
  const Table log = log_of(all_with_ann);
  const auto refused = [&](const std::vector<NamedPolicy>& policies, std::size_t baseline) {
    return evenload::test::place(evenload::test::error_of(
        [&] { compare_policies(replay_log(log, full_mapping()), policies, baseline); }));
  };
  CHECK(refused({}, 0) == "policies. missing_value");
  CHECK(refused({{"a", {}}, {"", {}}}, 0) == "policies.name[1] missing_value");
  CHECK(refused({{"a", {}}, {"a", {}}}, 0) == "policies.name[1] duplicate_id");
  CHECK(refused({{"a", {}}}, 1) == "policies.baseline out_of_range");
}

TEST_CASE("policies are read from a document", "[replay]") {
  const auto read = named_policies_from_json(
      R"({"schema_version": "1.0", "policies": [{"name": "was"}, {"name": "five", "policy": {"new_cases_limit": 5}}]})");
  REQUIRE(read.size() == 2);
  CHECK(read[0].name == "was");
  CHECK_FALSE(read[0].policy.has_value());
  CHECK(read[1].policy->new_cases_limit == 5);
  CHECK_THROWS_AS(
      named_policies_from_json(R"({"schema_version": "1.0", "policies": [{"title": "x"}]})"),
      InvalidDataError);
}

}  // namespace evenload::allocation::comparing_policies
