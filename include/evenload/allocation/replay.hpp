/// \file
/// Replay of an event log under a policy: who would have had what, week by week, beside what happened.
/// What "open", "holder" and "active" mean here, and what such a log cannot tell: docs/models/replay.md.
#pragma once

#include <cstdint>
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
using workload::LogMapping;
using workload::OpenReading;
using workload::OwnerReading;
using workload::log_mapping_from_json;

/// One week, Monday to Sunday. Ratios are over the caseworkers who are active in it; cases are those open on any day of it.
struct ReplayWeek {
  IsoWeek week;
  std::int64_t active = 0;                ///< caseworkers
  std::int64_t open_cases = 0;
  std::int64_t new_cases = 0;             ///< open for the first time
  std::int64_t undistributed = 0;         ///< open, but placed by nobody in the replay
  double spread_happened = 0;             ///< standard deviation (of all, not of a sample) of load/capacity; 0 where nobody is active
  double spread_replayed = 0;
  double peak_happened = 0;               ///< largest load/capacity
  double peak_replayed = 0;
  double load_away_happened = 0;          ///< load of cases whose holder is not active this week, in no ratio
  double load_away_replayed = 0;
  std::int64_t hand_overs_happened = 0;   ///< open cases whose holder is another one than the week before
  std::int64_t hand_overs_replayed = 0;
  std::int64_t resource_changes = 0;      ///< events of the week by another resource than the one before in the same case
};

/// The weeks in one row. Means are over the weeks in which somebody was active.
struct ReplaySummary {
  std::int64_t weeks = 0;                 ///< in which somebody was active
  double active = 0;                      ///< mean
  double open_cases = 0;                  ///< mean
  double spread_happened = 0, spread_replayed = 0;          ///< mean
  double peak_happened = 0, peak_replayed = 0;              ///< mean of the weekly peaks
  double highest_happened = 0, highest_replayed = 0;        ///< the highest of them
  double load_away_happened = 0, load_away_replayed = 0;    ///< mean
  std::int64_t hand_overs_happened = 0, hand_overs_replayed = 0;  ///< sum
  std::int64_t resource_changes = 0;      ///< sum
  std::int64_t undistributed = 0;         ///< sum over weeks (case-weeks)
};

struct ReplayResult {
  LogMapping mapping;
  Rational capacity;                      ///< that was used
  std::vector<ReplayWeek> weeks;
  ReplaySummary summary;
  workload::LogCounts log;                ///< plain counts
  std::int64_t work = 0;                         ///< of the allocator, over all weeks
  StopReason stop = StopReason::done;            ///< `cancelled` or `time`: the weeks end where it stopped
  std::vector<std::string> cannot_know;          ///< names of what the log does not tell; sentences: workload::log_sentence
};

/// Cases keep the times they had; only who holds them is decided anew, week by week, with the real allocator. New cases of a week are
/// placed together on its Monday among those active in it. Whoever has a case keeps it; a holder who has not been active for
/// `patience_weeks` weeks hands it over. `policy.on` is set week by week. The time limit is for the whole replay,
/// the work limit for each week; without one a week gets 50,000 units, because no bounds are asked for.
/// Linear in weeks × caseworkers + events, besides the allocations. The same log, mapping, policy, seed and work give the same result;
/// the order of rows does not matter but for events at the same instant.
/// \throws InvalidDataError naming table "log", column and row: a missing column, case or time; table "mapping" for settings out of range.
ReplayResult replay(const Table& log, const LogMapping& mapping, const AllocationPolicy& policy, const SolveOptions& options = {});

std::string to_json(const ReplayResult& result);
Table to_table(const ReplayResult& result);  ///< one row per week

}  // namespace evenload::allocation
