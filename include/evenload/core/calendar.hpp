/// \file
/// Dates, instants, named zones and ISO weeks. Instants are UTC; dates are local to a named zone.
///
/// Texts are read strictly and without a locale, for the years 1 to 9999; nothing may stand before
/// or after them.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenload {

/// A calendar day.
using Date = std::chrono::sys_days;
/// A point in time, UTC, microseconds since 1970-01-01.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// Wall-clock time of a day, from midnight.
using TimeOfDay = std::chrono::minutes;

/// "2026-11-23". \throws InvalidDataError(invalid_date); leap years are checked.
Date parse_date(std::string_view text);
std::string to_string(Date date);
/// RFC 3339: "2026-11-23T08:15:00Z", "2026-11-23 08:15:00.123+01:00". The offset is required.
/// Digits beyond microseconds are cut off; leap seconds (":60") are refused.
/// \throws InvalidDataError(invalid_date)
Instant parse_instant(std::string_view text);
std::string to_string(Instant instant);  ///< always with Z, and a fraction only where there is one
/// "08:15", from 00:00 to 23:59. \throws InvalidDataError(invalid_date)
TimeOfDay parse_time_of_day(std::string_view text);

/// ISO 8601 week: week 53 exists in some years, and its year may differ from the date's.
struct IsoWeek {
  int year = 1970;
  int week = 1;
  friend auto operator<=>(const IsoWeek&, const IsoWeek&) = default;
};
IsoWeek iso_week(Date date) noexcept;
/// The first day of the week. \throws InvalidDataError(out_of_range) for week 53 of a short year
/// and outside the years 1 to 9999
Date monday(IsoWeek week);
Date monday_of(Date date) noexcept;             ///< the Monday on or before
int weeks_in_year(int iso_year) noexcept;       ///< 52 or 53
std::string to_string(IsoWeek week);            ///< "2026-W48"
IsoWeek parse_iso_week(std::string_view text);  ///< \throws InvalidDataError(invalid_date)

/// Which of two instants a local time means that the clocks show twice.
enum class LocalChoice : std::int32_t { earliest = 0, latest = 1 };

/// A named time zone, read from the system's compiled zone files (RFC 8536); cheap to copy, safe to
/// share between threads. Instants past the last change in the file follow the rule at its end.
/// "UTC" needs no file.
class Zone {
 public:
  /// Default of the data contract.
  static constexpr std::string_view default_name = "Europe/Stockholm";
  /// \param directory where the compiled zone files lie; empty: the usual places of the system.
  /// \throws InvalidDataError(unknown_zone), naming where it looked; also for names that would
  /// leave the directory, and for files that are malformed or count leap seconds.
  static Zone load(std::string_view name = default_name, std::string_view directory = {});
  static Zone utc();

  const std::string& name() const noexcept;
  Date local_date(Instant instant) const noexcept;
  TimeOfDay local_time(Instant instant) const noexcept;  ///< whole minutes, cut
  /// Local wall-clock to UTC. A time skipped by the clocks moves forward by the gap.
  /// `since_midnight` may be of any size: 24 hours are the beginning of the next day.
  Instant to_instant(Date date, std::chrono::microseconds since_midnight,
                     LocalChoice choice = LocalChoice::earliest) const noexcept;

 private:
  struct Data;
  explicit Zone(std::shared_ptr<const Data> data);
  std::shared_ptr<const Data> data_;
};

/// Days that are not working days besides Saturdays and Sundays. The caller gives the dates;
/// evenload knows no country's holidays.
class HolidayCalendar {
 public:
  HolidayCalendar() = default;
  explicit HolidayCalendar(std::span<const Date> holidays);
  bool is_holiday(Date date) const noexcept;
  bool is_working_day(Date date) const noexcept;  ///< Monday to Friday and no holiday
  /// The first working day on or after `date`.
  Date next_working_day(Date date) const noexcept;

 private:
  std::shared_ptr<const std::vector<Date>> sorted_;
};

}  // namespace evenload
