/// \file
/// The proleptic Gregorian calendar on 64-bit day numbers, so that no instant leaves the range of
/// the years.
#pragma once

#include <cstdint>

namespace evenload {

/// Year, month 1–12 and day 1–31.
struct Civil {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
};

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) noexcept {  // b > 0
  return a / b - (a % b < 0 ? 1 : 0);
}
constexpr std::int64_t floor_modulo(std::int64_t a, std::int64_t b) noexcept {
  const std::int64_t rest = a % b;
  return rest < 0 ? rest + b : rest;
}

constexpr bool is_leap(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_month(std::int64_t year, int month) noexcept {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/// Days since 1970-01-01. The year begins in March, so that the leap day is its last (Hinnant,
/// "chrono-compatible low-level date algorithms").
constexpr std::int64_t days_from_civil(const Civil& civil) noexcept {
  const std::int64_t year = civil.year - (civil.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = (civil.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + civil.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

constexpr Civil civil_from_days(std::int64_t days) noexcept {
  constexpr std::int64_t days_in_era = 146097;
  // Split before shifting the origin, so that the most distant days do not overflow.
  std::int64_t era = floor_divide(days, days_in_era);
  std::int64_t day_of_era = floor_modulo(days, days_in_era) + 719468 % days_in_era;
  era += 719468 / days_in_era;
  if (day_of_era >= days_in_era) {
    day_of_era -= days_in_era;
    ++era;
  }
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  const auto civil_month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  return {era * 400 + year_of_era + (civil_month <= 2 ? 1 : 0), civil_month, day};
}

}  // namespace evenload
