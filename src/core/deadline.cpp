#include "evenload/core/deadline.hpp"

#include <algorithm>

#include "civil.hpp"
#include "evenload/core/errors.hpp"

namespace evenload {

namespace {

using std::chrono::days;

constexpr Date last_date{days{days_from_civil({9999, 12, 31})}};
constexpr std::int64_t most_hours = 9999LL * 366 * 24;  // beyond it every date leaves the calendar

[[noreturn]] void refuse_deadline(ErrorCode code, std::string expected, std::string found) {
  throw InvalidDataError(
      {code, "deadline_rule", "amount", std::nullopt, std::move(expected), std::move(found)});
}

/// The day where it lies in the calendar.
Date checked_date(Date date, const DeadlineRule& rule) {
  if (date > last_date)
    refuse_deadline(ErrorCode::out_of_range, "a deadline up to the year 9999",
                    std::to_string(rule.amount));
  return date;
}

void check_amount(const DeadlineRule& rule) {
  if (rule.amount < 0)
    refuse_deadline(ErrorCode::negative_value, "an amount of at least 0",
                    std::to_string(rule.amount));
  if (rule.amount > most_hours) {
    refuse_deadline(ErrorCode::out_of_range, "a deadline up to the year 9999",
                    std::to_string(rule.amount));
  }
}

Date add_working_days(Date date, std::int64_t count, const HolidayCalendar& holidays) {
  for (; count > 0 && date <= last_date; --count) date = holidays.next_working_day(date + days{1});
  return date;
}

}  // namespace

Date add_months(Date date, std::int64_t months) {
  const Civil civil = civil_from_days(date.time_since_epoch().count());
  const std::int64_t month = civil.year * 12 + civil.month - 1 + months;
  const std::int64_t year = floor_divide(month, 12);
  const auto month_of_year = static_cast<int>(floor_modulo(month, 12)) + 1;
  return Date{days{days_from_civil(
      {year, month_of_year, std::min(civil.day, days_in_month(year, month_of_year))})}};
}

Date due_date(const DeadlineRule& rule, Date anchor, const HolidayCalendar& holidays) {
  check_amount(rule);
  checked_date(anchor, rule);
  Date date = anchor;
  switch (rule.unit) {
    case DeadlineUnit::hours:
      throw InvalidDataError(
          {ErrorCode::unsupported, "deadline_rule", "unit", std::nullopt,
           "days, working days, weeks, months or years where only dates are known", "hours"});
    case DeadlineUnit::days:
      date += days{rule.amount};
      break;
    case DeadlineUnit::working_days:
      date = add_working_days(date, rule.amount, holidays);
      break;
    case DeadlineUnit::weeks:
      date += days{7 * rule.amount};
      break;
    case DeadlineUnit::months:
      date = add_months(date, rule.amount);
      break;
    case DeadlineUnit::years:
      date = add_months(date, 12 * rule.amount);
      break;
  }
  checked_date(date, rule);
  return rule.roll_over == RollOver::none ? date
                                          : checked_date(holidays.next_working_day(date), rule);
}

Instant due_instant(const DeadlineRule& rule, Instant anchor, const Zone& zone,
                    const HolidayCalendar& holidays) {
  if (rule.unit == DeadlineUnit::hours) {
    check_amount(rule);
    checked_date(std::chrono::floor<days>(anchor), rule);
    const Instant due = anchor + std::chrono::hours{rule.amount};
    checked_date(std::chrono::floor<days>(due), rule);
    return due;
  }
  return zone.to_instant(due_date(rule, zone.local_date(anchor), holidays) + days{1},
                         std::chrono::microseconds{0});
}

}  // namespace evenload
