/// \file
/// An event log as cases with holders, and caseworkers with weeks of activity. Private; the replay of allocation uses it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/rational.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/event_log.hpp"

namespace evenload::workload::event_log {

inline constexpr std::int32_t nobody = -1;

struct Event {
  Instant time;
  Date day;                       ///< local
  std::int32_t resource = nobody; ///< position in EventLog::resources
  std::string phase{};            ///< that it begins; empty: none
};

struct LoggedCase {
  std::string id;
  std::string type;
  Rational weight = 1;
  std::vector<Event> events;      ///< by time
  Date first{};                   ///< first and last day on which it is open, under the mapping's reading
  Date last{};
  std::optional<Date> start, end; ///< as the columns have them
  std::optional<Instant> deadline;
  std::int32_t responsible = nobody;
  std::int32_t steady_holder = nobody;  ///< where the reading knows one holder for all time
};

struct EventLog {
  std::vector<std::string> resources;  ///< by id; those without an event (only responsible) included
  std::vector<LoggedCase> cases;       ///< by first open day, then id
  std::int64_t events = 0;
  Date first_monday{};                 ///< of the weeks with events
  Date last_monday{};
  std::vector<std::vector<std::uint8_t>> active;  ///< week × resource
  std::vector<std::int64_t> resource_changes;     ///< by week

  std::size_t weeks() const noexcept { return active.size(); }
  std::size_t week_of(Date day) const noexcept { return static_cast<std::size_t>((day - first_monday).count() / 7); }
};

/// Reads and checks the log. \throws InvalidDataError(table "log")
EventLog read(const Table& log, const LogMapping& mapping);

/// Whose the case was at the end of the week that begins on `monday`; nobody where the log does not say.
std::int32_t holder_in_week(const LoggedCase& logged, OwnerReading reading, Date monday);

/// The plain counts of the log.
LogCounts describe(const EventLog& log);

/// The weeks that the mapping asks for, as positions in the log's weeks.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< past the last
};
Window window_of(const EventLog& log, const LogMapping& mapping);
Date monday_at(const EventLog& log, std::size_t week);
/// Open on any day of the week, and somebody's.
bool open_in_week(const LoggedCase& logged, Date monday);

/// What is open per active caseworker over these weeks: equation (1) of docs/models/replay.md.
Rational even_share(const EventLog& log, const Window& window);

/// Names of what every log with this mapping does not tell.
std::vector<std::string> unknown_to(const LogMapping& mapping, const LogCounts& counts);

}  // namespace evenload::workload::event_log
