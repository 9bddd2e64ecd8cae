/// \file
/// Replay of an event log under a policy: who would have had what, week by week, beside what happened.
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
  dates = 0,   ///< from its start date to its end date
  events = 1,  ///< from its first to its last event
};

/// Who a case belongs to.
enum class OwnerReading : std::int32_t {
  responsible = 0,     ///< the column that names a responsible person
  most_events = 1,     ///< the resource with most events (ties: the earliest)
  first_event = 2,
};

/// Who is active in a week.
enum class ActiveReading : std::int32_t {
  events_in_week = 0,    ///< has an event in that week
  first_to_last = 1,     ///< between the first and the last event in the log
};

/// Which columns mean what, and how to read them. Every assumption stands here.
struct LogMapping {
  std::string case_column, activity_column, time_column, resource_column;
  std::string type_column, deadline_column, start_column, end_column, responsible_column;  ///< each may be empty
  std::string zone = std::string(Zone::default_name);
  OpenReading open = OpenReading::dates;
  OwnerReading owner = OwnerReading::most_events;
  ActiveReading active = ActiveReading::events_in_week;
  Rational default_weight = 1;
  std::map<std::string, Rational> weight_of_type;
  Rational capacity = 10;              ///< of each active caseworker, in the same unit
  std::optional<Date> from, to;        ///< weeks to replay; none: the whole log
};

/// One week: ratios over active caseworkers.
struct ReplayWeek {
  IsoWeek week;
  std::int64_t active = 0;             ///< caseworkers
  std::int64_t new_cases = 0;
  std::int64_t open_cases = 0;
  std::int64_t undistributed = 0;      ///< in the replay
  double spread_happened = 0;          ///< standard deviation of load/capacity
  double spread_replayed = 0;
  double peak_happened = 0;            ///< largest load/capacity
  double peak_replayed = 0;
  std::int64_t hand_overs_happened = 0;///< cases whose holder changed in the week
  std::int64_t hand_overs_replayed = 0;
};

struct ReplayResult {
  std::vector<ReplayWeek> weeks;
  std::int64_t cases = 0, events = 0, resources = 0;
  std::int64_t cases_without_end = 0;
  std::int64_t cases_with_several_resources = 0;
  std::int64_t cases_without_resource = 0;
  double median_span_minutes = 0;      ///< first to last event
  std::vector<std::string> cannot_know;///< names of what the log does not tell, in the catalogue of the report
};

/// Cases keep the times they had; only who holds them is decided anew, week by week, with the real allocator: cases open stay with their holder
/// while that one is active, are handed over when not, new ones are allocated.
/// \throws InvalidDataError naming table "log", column and row (a missing case or time, an end before its start).
ReplayResult replay(const Table& log, const LogMapping& mapping, const AllocationPolicy& policy, const SolveOptions& options = {});

LogMapping log_mapping_from_json(std::string_view json);
std::string to_json(const LogMapping& mapping);
std::string to_json(const ReplayResult& result);
Table to_table(const ReplayResult& result);  ///< one row per week

}  // namespace evenload::allocation
