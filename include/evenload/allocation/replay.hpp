/// \file
/// Replay of an event log under a policy: who would have had what, week by week, beside what happened.
/// What "open", "holder" and "active" mean here, and what such a log cannot tell: docs/models/replay.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/policy.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/control.hpp"
#include "evenload/core/table.hpp"

namespace evenload::allocation {

/// When a case counts as open.
enum class OpenReading : std::int32_t {
  dates = 0,   ///< from its start date to its end date; without an end, to the last day of the log
  events = 1,  ///< from its first to its last event
};
std::string_view to_string(OpenReading reading) noexcept;

/// Whose a case was.
enum class OwnerReading : std::int32_t {
  responsible = 0,  ///< whom the responsible column names
  most_events = 1,  ///< the resource with most events of the case (ties: whoever came first)
  first_event = 2,  ///< the resource of its first event
  last_event = 3,   ///< the resource of its latest event so far: the only reading under which a holder can change
};
std::string_view to_string(OwnerReading reading) noexcept;

/// Who is active in a week.
enum class ActiveReading : std::int32_t {
  events_in_week = 0,  ///< has an event in that week
  first_to_last = 1,   ///< stands between the first and the last event in the log
};
std::string_view to_string(ActiveReading reading) noexcept;

/// Which columns mean what, and how to read them. Every assumption stands here.
struct LogMapping {
  std::string case_column, activity_column, time_column, resource_column;  ///< all but activity_column are needed
  std::string type_column, deadline_column, start_column, end_column, responsible_column;  ///< each may be empty
  std::string zone = std::string(Zone::default_name);
  OpenReading open = OpenReading::dates;
  OwnerReading owner = OwnerReading::most_events;
  ActiveReading active = ActiveReading::events_in_week;
  std::vector<std::string> ignored_resources;  ///< system accounts: neither holders nor active
  Rational default_weight = 1;                 ///< of a case, > 0
  std::map<std::string, Rational> weight_of_type;
  /// Of each active caseworker, in the unit of the weights, > 0. None: what is open per active caseworker, over all weeks, so that a
  /// ratio of 1 is an even share; then no hard limit is applied, because the log knows none.
  std::optional<Rational> capacity;
  int patience_weeks = 4;                      ///< weeks without activity of a holder, >= 0, before the replay hands cases over
  std::optional<Date> from, to;                ///< weeks to replay, by any day in them; none: the whole log
};

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
  std::int64_t cases = 0, events = 0, resources = 0;  ///< of the log; ignored resources are left out
  std::int64_t cases_without_end = 0;
  std::int64_t cases_end_before_start = 0;       ///< taken as open on the day of their start
  std::int64_t cases_end_before_last_event = 0;
  std::int64_t cases_with_several_resources = 0;
  std::int64_t cases_without_resource = 0;       ///< no holder; left out of the weeks
  double median_span_minutes = 0;                ///< first to last event
  double median_active = 0;                      ///< resources with an event in a week, over the weeks with events
  std::int64_t work = 0;                         ///< of the allocator, over all weeks
  StopReason stop = StopReason::done;            ///< `cancelled` or `time`: the weeks end where it stopped
  std::vector<std::string> cannot_know;          ///< names of what the log does not tell; sentences: replay_sentence
};

/// Cases keep the times they had; only who holds them is decided anew, week by week, with the real allocator. New cases of a week are
/// placed together on its Monday among those active in it. Whoever has a case keeps it; a holder who has not been active for
/// `patience_weeks` weeks hands it over. `policy.on` is set week by week. The time limit is for the whole replay,
/// the work limit for each week; without one a week gets 50,000 units, because no bounds are asked for.
/// Linear in weeks × caseworkers + events, besides the allocations. The same log, mapping, policy, seed and work give the same result;
/// the order of rows does not matter but for events at the same instant.
/// \throws InvalidDataError naming table "log", column and row: a missing column, case or time; table "mapping" for settings out of range.
ReplayResult replay(const Table& log, const LogMapping& mapping, const AllocationPolicy& policy, const SolveOptions& options = {});

/// \throws InvalidDataError(table "mapping").
void check(const LogMapping& mapping);

/// The sentence, in "en" or "sv", for a name in ReplayResult::cannot_know. \throws InvalidDataError(invalid_argument, unsupported)
std::string replay_sentence(std::string_view name, std::string_view language);

LogMapping log_mapping_from_json(std::string_view json);
std::string to_json(const LogMapping& mapping);
std::string to_json(const ReplayResult& result);
Table to_table(const ReplayResult& result);  ///< one row per week

}  // namespace evenload::allocation
