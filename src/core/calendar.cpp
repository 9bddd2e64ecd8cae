#include "evenload/core/calendar.hpp"

#include <algorithm>
#include <optional>

#include "civil.hpp"
#include "evenload/core/errors.hpp"
#include "utf8.hpp"

namespace evenload {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

[[noreturn]] void refuse_date(std::string expected, std::string_view text,
                              ErrorCode code = ErrorCode::invalid_date) {
  throw InvalidDataError({code, {}, {}, std::nullopt, std::move(expected), utf8::quote(text)});
}

/// Reads from the front of a text; every step returns nothing, and reads nothing, where the text
/// does not fit.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool skip(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly so many digits, of a number within [least, most].
  std::optional<int> number(std::size_t digits, int least, int most) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (value < least || value > most) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

  /// Digits of a fraction of a second, cut to microseconds.
  std::optional<microseconds> fraction() {
    microseconds value{0};
    int scale = 100'000;
    std::size_t digits = 0;
    for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9';
         ++digits, scale /= 10) {
      value += microseconds{(rest_[digits] - '0') * scale};
    }
    rest_.remove_prefix(digits);
    return digits == 0 ? std::nullopt : std::optional(value);
  }

  std::optional<Date> date() {
    const auto year = number(4, 1, 9999);
    if (!year || !skip("-")) return std::nullopt;
    const auto month = number(2, 1, 12);
    if (!month || !skip("-")) return std::nullopt;
    const auto day = number(2, 1, days_in_month(*year, *month));
    if (!day) return std::nullopt;
    return Date{days{days_from_civil({*year, *month, *day})}};
  }

  std::optional<minutes> time_of_day() {
    const auto hour = number(2, 0, 23);
    if (!hour || !skip(":")) return std::nullopt;
    const auto minute = number(2, 0, 59);
    if (!minute) return std::nullopt;
    return hours{*hour} + minutes{*minute};
  }

  /// "Z" or "+01:00".
  std::optional<minutes> offset() {
    if (skip("Zz")) return minutes{0};
    const bool west = !rest_.empty() && rest_.front() == '-';
    if (!skip("+-")) return std::nullopt;
    const auto size = time_of_day();
    if (!size) return std::nullopt;
    return west ? -*size : *size;
  }

  std::optional<Instant> instant() {
    const auto day = date();
    if (!day || !skip("Tt ")) return std::nullopt;
    const auto time = time_of_day();
    if (!time || !skip(":")) return std::nullopt;
    const auto second = number(2, 0, 59);
    if (!second) return std::nullopt;
    microseconds fraction_of_second{0};
    if (skip(".")) {
      const auto read = fraction();
      if (!read) return std::nullopt;
      fraction_of_second = *read;
    }
    const auto east = offset();
    if (!east) return std::nullopt;
    return Instant{*day} + *time + seconds{*second} + fraction_of_second - *east;
  }

 private:
  std::string_view rest_;
};

std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

/// Four digits, and a sign outside 0–9999 (ISO 8601's expanded years).
std::string year_text(std::int64_t year) {
  if (year < 0) return "-" + padded(-year, 4);
  return (year > 9999 ? "+" : "") + padded(year, 4);
}

/// 0 for Monday.
std::int64_t weekday_index(std::int64_t day) noexcept {
  return floor_modulo(floor_modulo(day, 7) + 3, 7);
}

}  // namespace

Date parse_date(std::string_view text) {
  Scanner scanner(text);
  const auto date = scanner.date();
  if (!date || !scanner.at_end()) refuse_date("a date such as 2026-11-23", text);
  return *date;
}

std::string to_string(Date date) {
  const Civil civil = civil_from_days(date.time_since_epoch().count());
  return year_text(civil.year) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2);
}

Instant parse_instant(std::string_view text) {
  Scanner scanner(text);
  const auto instant = scanner.instant();
  if (!instant || !scanner.at_end())
    refuse_date("an instant with its offset such as 2026-11-23T08:15:00+01:00", text);
  return *instant;
}

std::string to_string(Instant instant) {
  constexpr std::int64_t per_second = 1'000'000;
  constexpr std::int64_t per_day = 86'400 * per_second;
  const std::int64_t count = instant.time_since_epoch().count();
  const std::int64_t of_day = floor_modulo(count, per_day);
  const std::int64_t second = of_day / per_second;
  std::string text = to_string(Date{days{floor_divide(count, per_day)}});
  text += "T" + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" +
          padded(second % 60, 2);
  if (const std::int64_t fraction = of_day % per_second; fraction != 0) {
    std::string decimals = padded(fraction, 6);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    text += "." + decimals;
  }
  return text + "Z";
}

TimeOfDay parse_time_of_day(std::string_view text) {
  Scanner scanner(text);
  const auto time = scanner.time_of_day();
  if (!time || !scanner.at_end()) refuse_date("a time of day such as 08:15", text);
  return *time;
}

Date monday_of(Date date) noexcept {
  return date - days{weekday_index(date.time_since_epoch().count())};
}

IsoWeek iso_week(Date date) noexcept {
  // A week belongs to the year of its Thursday.
  const std::int64_t thursday = (monday_of(date) + days{3}).time_since_epoch().count();
  const std::int64_t year = civil_from_days(thursday).year;
  const std::int64_t day_of_year = thursday - days_from_civil({year, 1, 1});
  return {static_cast<int>(year), static_cast<int>(day_of_year / 7 + 1)};
}

int weeks_in_year(int iso_year) noexcept {
  // 28 December always lies in the last week.
  return iso_week(Date{days{days_from_civil({iso_year, 12, 28})}}).week;
}

Date monday(IsoWeek week) {
  constexpr int last_year = 9999;
  if (week.year < 1 || week.year > last_year) {
    refuse_date("an ISO year of 1 to 9999", to_string(week), ErrorCode::out_of_range);
  }
  if (const int weeks = weeks_in_year(week.year); week.week < 1 || week.week > weeks) {
    refuse_date("an ISO week of 1 to " + std::to_string(weeks) + " in " + std::to_string(week.year),
                to_string(week), ErrorCode::out_of_range);
  }
  // 4 January always lies in week 1.
  return monday_of(Date{days{days_from_civil({week.year, 1, 4})}}) + days{7 * (week.week - 1)};
}

std::string to_string(IsoWeek week) { return year_text(week.year) + "-W" + padded(week.week, 2); }

IsoWeek parse_iso_week(std::string_view text) {
  Scanner scanner(text);
  const auto year = scanner.number(4, 1, 9999);
  const bool separated = year && scanner.skip("-") && scanner.skip("W");
  const auto week = separated ? scanner.number(2, 1, weeks_in_year(*year)) : std::nullopt;
  if (!week || !scanner.at_end())
    refuse_date("an ISO week such as 2026-W48 (53 only in long years)", text);
  return {*year, *week};
}

HolidayCalendar::HolidayCalendar(std::span<const Date> holidays) {
  std::vector<Date> sorted(holidays.begin(), holidays.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  sorted_ = std::make_shared<const std::vector<Date>>(std::move(sorted));
}

bool HolidayCalendar::is_holiday(Date date) const noexcept {
  return sorted_ && std::binary_search(sorted_->begin(), sorted_->end(), date);
}

bool HolidayCalendar::is_working_day(Date date) const noexcept {
  return weekday_index(date.time_since_epoch().count()) < 5 && !is_holiday(date);
}

Date HolidayCalendar::next_working_day(Date date) const noexcept {
  while (!is_working_day(date)) date += days{1};
  return date;
}

}  // namespace evenload
