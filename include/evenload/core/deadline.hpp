/// \file
/// Deadlines as rules: anchor event, amount, unit, roll-over.
#pragma once

#include <cstdint>
#include <string>

#include "evenload/core/calendar.hpp"

namespace evenload {

enum class DeadlineUnit : std::int32_t {
  hours = 0,
  days = 1,
  working_days = 2,
  weeks = 3,
  months = 4,
  years = 5
};

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

/// The instant at which the time runs out: what happens before it keeps the deadline, what happens
/// at it or later does not.
/// - `hours`: the anchor plus so many elapsed hours, also where the clocks change. They never
///   roll over.
/// - all other units: 24:00 local time of the last day, which is the first instant of the
///   following day in `zone`.
///
/// The day of the anchor (its local date) is not counted: one day from Monday ends when Tuesday
/// does, no days when Monday does. Months are calendar months: 31 January plus one month is the
/// last of February. The roll-over comes last. `working_days` takes time in proportion to the
/// amount, everything else is constant but for the look into the holidays.
/// \throws InvalidDataError (table "deadline_rule"): negative_value; out_of_range where the day
/// lies past the year 9999
Instant due_instant(const DeadlineRule& rule, Instant anchor, const Zone& zone,
                    const HolidayCalendar& holidays);
/// The last day, on dates. \throws as due_instant, and InvalidDataError(unsupported) for `hours`.
Date due_date(const DeadlineRule& rule, Date anchor, const HolidayCalendar& holidays);
/// `date` plus calendar months (minus, where negative), cut to the length of the month.
Date add_months(Date date, std::int64_t months);

}  // namespace evenload
