/// \file
/// Event logs of cases, as process mining has them: one row per event. Which columns mean what, and how the rows become cases that
/// somebody holds, is a mapping in which every assumption stands; docs/models/replay.md says what such a log cannot tell.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/rational.hpp"
#include "evenload/core/table.hpp"

namespace evenload::workload {

/// When a case counts as open.
enum class OpenReading : std::int32_t {
  dates = 0,   ///< from its start date to its end date; without an end, to the last day of the log
  events = 1,  ///< from its first to its last event
};
std::string_view name_of(OpenReading reading) noexcept;

/// Whose a case was.
enum class OwnerReading : std::int32_t {
  responsible = 0,  ///< whom the responsible column names
  most_events = 1,  ///< the resource with most events of the case (ties: whoever came first)
  first_event = 2,  ///< the resource of its first event
  last_event = 3,   ///< the resource of its latest event so far: the only reading under which a holder can change
};
std::string_view name_of(OwnerReading reading) noexcept;

/// Who is active in a week.
enum class ActiveReading : std::int32_t {
  events_in_week = 0,  ///< has an event in that week
  first_to_last = 1,   ///< stands between the first and the last event in the log
};
std::string_view name_of(ActiveReading reading) noexcept;

/// Which columns mean what, and how to read them. Every assumption stands here.
struct LogMapping {
  std::string case_column, activity_column, time_column, resource_column;  ///< all but activity_column are needed
  std::string type_column, deadline_column, start_column, end_column, responsible_column;  ///< each may be empty
  /// The phase that an event with such an activity begins, and in which the case stays until another one does; before the first of
  /// them it is in `first_phase`. None: cases have one phase without a name.
  std::map<std::string, std::string> phase_of_activity;
  std::string first_phase;
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
  /// Rows of a case stand in the order of time, and one that goes back is an error; otherwise rows are put in order.
  bool in_order = false;
  std::optional<Date> from, to;                ///< weeks to replay, by any day in them; none: the whole log
};

/// Plain counts of a log; ignored resources are left out.
struct LogCounts {
  std::int64_t cases = 0, events = 0, resources = 0;
  std::int64_t cases_without_end = 0;            ///< no end date
  std::int64_t cases_end_before_start = 0;       ///< taken as open on the day of their start
  std::int64_t cases_end_before_last_event = 0;
  std::int64_t cases_with_several_resources = 0;
  std::int64_t cases_without_resource = 0;       ///< no holder: nobody but ignored resources touched them
  double median_span_minutes = 0;                ///< first to last event
  double median_active = 0;                      ///< resources with an event in a week, over the weeks with events
};

/// A log as what the measurement over time takes (weekly_series); tables of docs/data-model.md.
struct LogHoldings {
  Table held_cases;        ///< by first day, then case: case, caseworker, type, phase, weight, from, to
  Table caseworkers;       ///< id, and a capacity of 0
  Table caseworker_weeks;  ///< caseworker, week (its Monday), capacity: the weeks in which they are active
  Rational capacity;   ///< of everybody active: the mapping's, or what is open per active caseworker over all weeks
  LogCounts counts;
  std::vector<std::string> cannot_know;  ///< names of what the log does not tell, as in a replay
};

/// Cases with their holders and phases, day by day, under the mapping's readings. `from` and `to` of the mapping cut the days.
/// Linear in the events and in active weeks × caseworkers; the order of rows does not matter but for events at the same instant.
/// \throws InvalidDataError naming table "log", column and row: a missing column, case or time; table "mapping" for settings out of range.
LogHoldings holdings_of(const Table& log, const LogMapping& mapping);

/// What a log cannot tell, in "en" or "sv", for a name in cannot_know. \throws InvalidDataError(invalid_argument, unsupported)
std::string log_sentence(std::string_view name, std::string_view language);

/// \throws InvalidDataError(table "mapping").
void check(const LogMapping& mapping);

LogMapping log_mapping_from_json(std::string_view json);
std::string to_json(const LogMapping& mapping);
/// Counts, capacity and what the log cannot tell; without the tables.
std::string to_json(const LogHoldings& holdings);

}  // namespace evenload::workload
