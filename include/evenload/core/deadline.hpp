/// \file
/// Deadlines as rules: anchor event, amount, unit, roll-over.
#pragma once

#include <cstdint>
#include <string>

#include "evenload/core/calendar.hpp"

namespace evenload {

enum class DeadlineUnit : std::int32_t { hours = 0, days = 1, working_days = 2, weeks = 3, months = 4, years = 5 };

/// What happens to a deadline on a Saturday, Sunday or holiday.
enum class RollOver : std::int32_t {
  none = 0,              ///< it stands: the immediate protection assessment
  next_working_day = 1,  ///< the Swedish rule of act 1930:173
};

/// "four months from the day the investigation was opened, rolled over to the next weekday".
struct DeadlineRule {
  std::string anchor = "received";  ///< name of the event it counts from, e.g. "received", "opened"
  std::int64_t amount = 0;
  DeadlineUnit unit = DeadlineUnit::days;
  RollOver roll_over = RollOver::next_working_day;
};

/// Last instant that still keeps the deadline: for `hours` the anchor plus the amount, otherwise the end (24:00, local) of the last day.
/// Months are calendar months: 31 January plus one month is the last of February. The day of the anchor is not counted.
/// \throws InvalidDataError(negative_value, out_of_range)
Instant due_instant(const DeadlineRule& rule, Instant anchor, const Zone& zone, const HolidayCalendar& holidays);
/// The same on dates. \throws InvalidDataError(unsupported) for `hours`.
Date due_date(const DeadlineRule& rule, Date anchor, const HolidayCalendar& holidays);
/// `date` plus calendar months, cut to the length of the month.
Date add_months(Date date, std::int64_t months);

}  // namespace evenload
