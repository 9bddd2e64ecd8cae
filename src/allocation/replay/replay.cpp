#include "evenload/allocation/replay.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "batch.hpp"
#include "estimates.hpp"
#include "replications.hpp"
#include "src/allocation/read/refuse.hpp"
#include "subject.hpp"

namespace evenload::allocation {

namespace {

using replaying::Replications;
using replaying::RunRecord;
using replaying::RunWeek;
using replaying::Subject;

constexpr std::size_t reference_arm = 0;
constexpr std::size_t policy_arm = 1;

std::vector<std::string> cannot_know(const Subject& subject, const workload::LogCounts& counts) {
  std::vector<std::string> names = workload::event_log::unknown_to(subject.mapping(), counts);
  if (subject.by_person()) {
    std::erase(names, "absence");
    std::erase(names, "working_time");
  }
  const auto place = std::find(names.begin(), names.end(), "effort");
  names.insert(place == names.end() ? place : place + 1, "eligibility");
  names.emplace_back(subject.foresight() ? "arrival_order" : "waiting");
  names.emplace_back("first_action");
  if (!subject.mapping().deadline_column.empty()) names.emplace_back("deadline");
  switch (subject.settings().durations) {
    case Durations::kept:
      names.emplace_back("same_duration");
      break;
    case Durations::resampled:
      names.emplace_back("drawn_duration");
      break;
    case Durations::scaled:
      names.emplace_back("scaled_duration");
      break;
  }
  return names;
}

ReplayReading reading_of(const Subject& subject, const Replications& all) {
  ReplayReading reading;
  reading.mapping = subject.mapping();
  reading.settings = subject.settings();
  if (!subject.by_person()) reading.capacity = subject.even_capacity();
  reading.log = workload::event_log::describe(subject.log());
  reading.cases_with_deadline = subject.cases_with_deadline();
  reading.unknown_caseworkers = subject.unknown();
  reading.cannot_know = cannot_know(subject, reading.log);
  reading.replications = static_cast<std::int64_t>(all.whole.size());
  reading.work = all.work;
  reading.stop = all.stop;
  return reading;
}

std::vector<ReplayMeasures> measures_of(const Replications& all, std::size_t arm) {
  std::vector<ReplayMeasures> measures;
  for (const std::vector<RunRecord>& runs : all.whole) measures.push_back(runs[arm].measures);
  return measures;
}

/// The weeks as the mean of `runs`, which are equally long.
std::vector<ReplayWeek> weeks_of(const Subject& subject, const RunRecord& happened,
                                 const std::vector<const RunRecord*>& runs) {
  const std::size_t weeks = runs.empty() ? 0 : runs.front()->weeks.size();
  const auto count = static_cast<double>(runs.size());
  std::vector<ReplayWeek> rows(weeks);
  for (std::size_t w = 0; w < weeks; ++w) {
    const std::size_t week = subject.window().begin + w;
    const RunWeek& was = happened.weeks[w];
    ReplayWeek& row = rows[w];
    row.week = iso_week(workload::event_log::monday_at(subject.log(), week));
    row.active = was.active;
    row.open_cases = was.open_cases;
    row.new_cases = was.new_cases;
    row.spread_happened = was.spread;
    row.peak_happened = was.peak;
    row.load_away_happened = was.load_away;
    row.hand_overs_happened = was.hand_overs;
    row.resource_changes = subject.log().resource_changes[week];
    const auto mean = [&](auto member) {
      double sum = 0;
      for (const RunRecord* run : runs) sum += static_cast<double>(run->weeks[w].*member);
      return sum / count;
    };
    row.open_cases_replayed = mean(&RunWeek::open_cases);
    row.undistributed = mean(&RunWeek::undistributed);
    row.waiting = mean(&RunWeek::waiting);
    row.spread_replayed = mean(&RunWeek::spread);
    row.peak_replayed = mean(&RunWeek::peak);
    row.load_away_replayed = mean(&RunWeek::load_away);
    row.hand_overs_replayed = mean(&RunWeek::hand_overs);
  }
  return rows;
}

ReplaySummary summarise(const std::vector<ReplayWeek>& weeks, std::optional<double> highest) {
  ReplaySummary sum;
  for (const ReplayWeek& week : weeks) {
    sum.hand_overs_happened += week.hand_overs_happened;
    sum.hand_overs_replayed += week.hand_overs_replayed;
    sum.resource_changes += week.resource_changes;
    sum.undistributed += week.undistributed;
    if (week.active == 0) continue;
    ++sum.weeks;
    sum.active += static_cast<double>(week.active);
    sum.open_cases += static_cast<double>(week.open_cases);
    sum.spread_happened += week.spread_happened;
    sum.spread_replayed += week.spread_replayed;
    sum.peak_happened += week.peak_happened;
    sum.peak_replayed += week.peak_replayed;
    sum.highest_happened = std::max(sum.highest_happened, week.peak_happened);
    sum.load_away_happened += week.load_away_happened;
    sum.load_away_replayed += week.load_away_replayed;
  }
  sum.highest_replayed = highest.value_or(0);
  if (sum.weeks == 0) return sum;
  const auto n = static_cast<double>(sum.weeks);
  for (double* mean :
       {&sum.active, &sum.open_cases, &sum.spread_happened, &sum.spread_replayed,
        &sum.peak_happened, &sum.peak_replayed, &sum.load_away_happened, &sum.load_away_replayed}) {
    *mean /= n;
  }
  return sum;
}

void check_policies(std::span<const NamedPolicy> policies, std::size_t baseline) {
  constexpr const char* table = "policies";
  if (policies.empty()) {
    detail::refuse_row(ErrorCode::missing_value, table, "", std::nullopt, "at least one policy",
                       "");
  }
  std::set<std::string> names;
  for (std::size_t row = 0; row < policies.size(); ++row) {
    const std::string& name = policies[row].name;
    if (name.empty()) {
      detail::refuse_row(ErrorCode::missing_value, table, "name", row, "a name", "");
    }
    if (!names.insert(name).second) {
      detail::refuse_row(ErrorCode::duplicate_id, table, "name", row, "each name once", name);
    }
  }
  if (baseline >= policies.size()) {
    detail::refuse_row(ErrorCode::out_of_range, table, "baseline", std::nullopt,
                       "a position below " + std::to_string(policies.size()),
                       std::to_string(baseline));
  }
}

}  // namespace

ReplayResult replay(const ReplayLog& log, const AllocationPolicy& policy,
                    const ReplaySettings& settings, const SolveOptions& options) {
  evenload::check(options);
  const Subject subject(log, settings);
  const AllocationPolicy followed = replaying::for_log(policy);
  const std::array<const AllocationPolicy*, 2> arms = {nullptr, &followed};
  const Replications all = replaying::run_all(subject, arms, policy_arm, options);

  ReplayResult result;
  static_cast<ReplayReading&>(result) = reading_of(subject, all);
  result.happened = all.happened.measures;
  const std::vector<ReplayMeasures> reference = measures_of(all, reference_arm);
  const std::vector<ReplayMeasures> replayed = measures_of(all, policy_arm);
  result.reference = replaying::estimate(reference, settings.coverage);
  result.replayed = replaying::estimate(replayed, settings.coverage);
  result.difference = replaying::paired(replayed, reference, settings.coverage);

  std::vector<const RunRecord*> runs;
  for (const std::vector<RunRecord>& one : all.whole) runs.push_back(&one[policy_arm]);
  std::optional<double> highest;
  if (runs.empty()) {
    // Not one is whole: its weeks stand as far as they came.
    const RunRecord& broken = all.broken[policy_arm];
    result.work = broken.work;
    highest = broken.measures[static_cast<std::size_t>(ReplayMeasure::highest)];
    runs.push_back(&broken);
  } else {
    highest = result.replayed[static_cast<std::size_t>(ReplayMeasure::highest)].mean;
  }
  result.weeks = weeks_of(subject, all.happened, runs);
  result.summary = summarise(result.weeks, highest);
  return result;
}

ReplayResult replay(const Table& log, const LogMapping& mapping, const AllocationPolicy& policy,
                    const SolveOptions& options) {
  ReplayLog given;
  given.log = &log;
  given.mapping = mapping;
  return replay(given, policy, ReplaySettings{}, options);
}

PolicyComparison compare_policies(const ReplayLog& log, std::span<const NamedPolicy> policies,
                                  std::size_t baseline, const ReplaySettings& settings,
                                  const SolveOptions& options) {
  evenload::check(options);
  check_policies(policies, baseline);
  const Subject subject(log, settings);
  std::vector<AllocationPolicy> followed;
  followed.reserve(policies.size());
  std::vector<const AllocationPolicy*> arms;
  for (const NamedPolicy& one : policies) {
    if (one.policy) followed.push_back(replaying::for_log(*one.policy));
    arms.push_back(one.policy ? &followed.back() : nullptr);
  }
  const Replications all = replaying::run_all(subject, arms, std::nullopt, options);

  PolicyComparison comparison;
  static_cast<ReplayReading&>(comparison) = reading_of(subject, all);
  comparison.happened = all.happened.measures;
  comparison.baseline = policies[baseline].name;
  const std::vector<ReplayMeasures> base = measures_of(all, baseline);
  for (std::size_t arm = 0; arm < policies.size(); ++arm) {
    ComparedPolicy one;
    one.name = policies[arm].name;
    one.replications = measures_of(all, arm);
    one.measures = replaying::estimate(one.replications, settings.coverage);
    one.difference = replaying::paired(one.replications, base, settings.coverage);
    comparison.policies.push_back(std::move(one));
  }
  return comparison;
}

}  // namespace evenload::allocation
