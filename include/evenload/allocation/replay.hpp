/// \file
/// Replay of an event log under a policy: who would have had what, week by week, beside what
/// happened. What "open", "holder" and "active" mean here, the equations, and what such a log
/// cannot tell: docs/models/replay.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/policy.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/control.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/event_log.hpp"

namespace evenload::allocation {

using workload::ActiveReading;
using workload::log_mapping_from_json;
using workload::LogMapping;
using workload::OpenReading;
using workload::OwnerReading;

/// How long a case takes in a replay, from the day it is placed.
enum class Durations : std::int32_t {
  kept = 0,       ///< as long as it took
  resampled = 1,  ///< drawn from the log's lengths of its type, equation (4)
  scaled = 2,     ///< as long as it took, at a pace that depends on its holder's load, equation (5)
};
std::string_view name_of(Durations durations) noexcept;

/// How a log is replayed; what the log itself means is in its mapping.
struct ReplaySettings {
  Durations durations = Durations::kept;
  /// Of a case's length with its holder's ratio, 0..10; an assumption of the caller, used by
  /// `scaled` alone and 0 elsewhere. 0 is `kept`.
  double elasticity = 0;
  /// Days on which what has come since is placed together, 1 Monday … 7 Sunday, each once. None:
  /// each week's cases at once, on its Monday, as if the week were known.
  std::vector<int> batch_days;
  std::int64_t replications = 1;  ///< 1..100000
  double coverage = 0.95;         ///< of the intervals, above 0 and below 1
};
/// \throws InvalidDataError(table "settings"): out_of_range, duplicate_id, contradiction
void check(const ReplaySettings& settings);

/// A log, what it means, and what is known of its people besides.
struct ReplayLog {
  const Table* log = nullptr;  ///< one row per event; needed
  LogMapping mapping;
  /// Table `caseworkers` of docs/data-model.md, `id` and `capacity` needed; whoever has capacity in
  /// a week is there. None: everybody active in the log is there, with the same capacity.
  const Table* caseworkers = nullptr;
  const Table* caseworker_weeks = nullptr;  ///< capacity and base load of single weeks
};

/// One week, Monday to Sunday. Ratios are over the caseworkers who are active in it; cases are
/// those open on any day of it. What is replayed is the mean over the replications.
struct ReplayWeek {
  IsoWeek week;
  std::int64_t active = 0;      ///< caseworkers
  std::int64_t open_cases = 0;  ///< as it happened
  double open_cases_replayed = 0;
  std::int64_t new_cases = 0;  ///< open for the first time
  double undistributed = 0;    ///< open, and no batch of the replay found room for them
  double waiting = 0;          ///< open, and no batch has come yet
  double spread_happened = 0;  ///< standard deviation (of all, not of a sample) of ratios
  double spread_replayed = 0;
  double peak_happened = 0;  ///< largest ratio; 0 where nobody is active
  double peak_replayed = 0;
  double load_away_happened = 0;  ///< load of cases whose holder is not active, in no ratio
  double load_away_replayed = 0;
  std::int64_t hand_overs_happened = 0;  ///< open cases with another holder than the week before
  double hand_overs_replayed = 0;
  /// Events by another resource than the one before in the case.
  std::int64_t resource_changes = 0;
};

/// What is measured of a whole run; docs/models/replay.md, "The numbers".
enum class ReplayMeasure : std::int32_t {
  spread = 0,             ///< mean of the weeks
  peak = 1,               ///< mean of the weekly peaks
  highest = 2,            ///< the highest of them
  load_away = 3,          ///< mean of the weeks
  hand_overs = 4,         ///< sum
  undistributed = 5,      ///< case-weeks
  waiting = 6,            ///< case-weeks
  first_action_days = 7,  ///< from a case's first day to the first day its holder is at work; mean
  not_acted_on = 8,       ///< new cases without such a day
  deadline_breaches = 9,  ///< cases open past the day of their deadline
  continuity = 10,        ///< share of the case-weeks with a holder that are with the first one
  holders = 11,           ///< different holders per case that had one; mean
  case_days = 12,         ///< from the first to the last day of the cases that ended; mean
};
inline constexpr std::size_t replay_measures = 13;
std::string_view name_of(ReplayMeasure measure) noexcept;
/// None where there is nothing to take the mean of.
using ReplayMeasures = std::array<std::optional<double>, replay_measures>;

/// A number over the replications.
struct ReplayEstimate {
  std::optional<double> mean;
  std::optional<double> deviation;  ///< standard deviation of a sample; none for one replication
  std::optional<double> low, high;  ///< Student's interval for the mean; none for one replication
};
using ReplayEstimates = std::array<ReplayEstimate, replay_measures>;

/// The weeks in one row. Means are over the weeks in which somebody was active; what is replayed is
/// the mean over the replications.
struct ReplaySummary {
  std::int64_t weeks = 0;                                 ///< in which somebody was active
  double active = 0;                                      ///< mean
  double open_cases = 0;                                  ///< mean
  double spread_happened = 0, spread_replayed = 0;        ///< mean
  double peak_happened = 0, peak_replayed = 0;            ///< mean of the weekly peaks
  double highest_happened = 0, highest_replayed = 0;      ///< the highest of them
  double load_away_happened = 0, load_away_replayed = 0;  ///< mean
  std::int64_t hand_overs_happened = 0;                   ///< sum
  double hand_overs_replayed = 0;                         ///< sum
  std::int64_t resource_changes = 0;                      ///< sum
  double undistributed = 0;                               ///< case-weeks
};

/// What every answer about a log says of it.
struct ReplayReading {
  LogMapping mapping;
  ReplaySettings settings;
  /// Of everybody active; none where the table of caseworkers says it.
  std::optional<Rational> capacity;
  workload::LogCounts log;  ///< plain counts
  std::int64_t cases_with_deadline = 0;
  /// People of the log who are not in the table of caseworkers, and so have no capacity.
  std::vector<std::string> unknown_caseworkers;
  /// Names of what the log does not tell; sentences: workload::log_sentence.
  std::vector<std::string> cannot_know;
  std::int64_t replications = 0;       ///< whole ones
  std::int64_t work = 0;               ///< of the allocator, over the whole replications
  StopReason stop = StopReason::done;  ///< `cancelled` or `time`: only whole replications count
};

struct ReplayResult : ReplayReading {
  std::vector<ReplayWeek> weeks;  ///< where not one replication is whole: up to where it stopped
  ReplaySummary summary;
  ReplayMeasures happened{};  ///< as it happened, with the dates of the log
  /// Holders as they were under the lengths of the replications; differs from `happened` only where
  /// lengths are drawn.
  ReplayEstimates reference{};
  ReplayEstimates replayed{};
  ReplayEstimates difference{};  ///< replayed less reference, in pairs with the same lengths
};

/// A way to place cases, by name. None: holders as they were in the log.
struct NamedPolicy {
  std::string name;
  std::optional<AllocationPolicy> policy;
};

struct ComparedPolicy {
  std::string name;
  ReplayEstimates measures{};
  ReplayEstimates difference{};              ///< less the baseline's, in pairs
  std::vector<ReplayMeasures> replications;  ///< whole ones
};

struct PolicyComparison : ReplayReading {
  ReplayMeasures happened{};  ///< with the dates of the log
  std::string baseline;
  std::vector<ComparedPolicy> policies;  ///< in the order given
};

/// Replays the log with the real allocator: only who holds a case is decided anew. Whoever has a
/// case keeps it; a holder who has not been active for `patience_weeks` weeks hands it over.
/// `policy.on` is set batch by batch. The time limit is for the whole call, the work limit for each
/// batch; without one a batch gets 50,000 units, because no bounds are asked for. Replication 0
/// solves with the seed as given, the others with seeds drawn from it.
/// Linear in events, and for each replication in weeks × caseworkers + open case-weeks, besides the
/// allocations. The same log, policy, settings, seed and work give the same bits on any number of
/// threads; the order of rows does not matter but for events at the same instant.
/// \throws InvalidDataError naming table "log", column and row: a missing column, case or time,
/// time
///         that goes back where the mapping says that rows are in order; table "mapping" or
///         "settings" for what is out of range; "caseworkers", "caseworker_weeks".
ReplayResult replay(const ReplayLog& log, const AllocationPolicy& policy,
                    const ReplaySettings& settings = {}, const SolveOptions& options = {});
/// The same without tables of people, lengths kept, a week at a time.
ReplayResult replay(const Table& log, const LogMapping& mapping, const AllocationPolicy& policy,
                    const SolveOptions& options = {});

/// Replays the log under several policies with common random numbers: in a replication all have the
/// same lengths and the same seed of the allocator. Differences are taken pair by pair.
/// \param baseline position in `policies`
/// \throws as replay; table "policies": missing_value without any, duplicate_id, out_of_range
PolicyComparison compare_policies(const ReplayLog& log, std::span<const NamedPolicy> policies,
                                  std::size_t baseline = 0, const ReplaySettings& settings = {},
                                  const SolveOptions& options = {});

std::string to_json(const ReplayResult& result);
Table to_table(const ReplayResult& result);        ///< one row per week
Table measures_table(const ReplayResult& result);  ///< one row per measure
std::string to_json(const PolicyComparison& comparison);
/// A row per policy and measure: policy, measure, mean, deviation, low, high, difference,
/// difference_deviation, difference_low, difference_high.
Table to_table(const PolicyComparison& comparison);
/// A row per replication and policy, a column per measure.
Table replications_table(const PolicyComparison& comparison);

ReplaySettings replay_settings_from_json(std::string_view json);
std::string to_json(const ReplaySettings& settings);
/// {"schema_version": …, "policies": [{"name": …, "policy": {…}}]}; without a policy: as it
/// happened.
std::vector<NamedPolicy> named_policies_from_json(std::string_view json);

}  // namespace evenload::allocation
