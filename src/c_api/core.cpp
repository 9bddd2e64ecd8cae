/// \file
/// Dates, deadlines and random numbers.
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/deadline.hpp"
#include "evenload/core/random.hpp"
#include "guard.hpp"

using namespace evenload;
using namespace evenload::c_api;

extern "C" {

evenload_status evenload_core_due_instant(evenload_context* context, int64_t anchor, int64_t amount, int32_t unit, int32_t roll_over, const char* zone, const int32_t* holidays,
                                          size_t holiday_count, int64_t* out) {
  return guarded(context, [&] {
    int64_t& target = needed(out, "out");
    if (unit < EVENLOAD_DEADLINE_HOURS || unit > EVENLOAD_DEADLINE_YEARS) refuse("unit", "EVENLOAD_DEADLINE_…", std::to_string(unit));
    if (roll_over < EVENLOAD_ROLL_OVER_NONE || roll_over > EVENLOAD_ROLL_OVER_NEXT_WORKING_DAY) refuse("roll_over", "EVENLOAD_ROLL_OVER_…", std::to_string(roll_over));
    if (holiday_count > 0) needed(holidays, "holidays");
    std::vector<Date> dates;
    dates.reserve(holiday_count);
    for (size_t i = 0; i < holiday_count; ++i) dates.emplace_back(std::chrono::days(holidays[i]));
    const DeadlineRule rule{"", amount, static_cast<DeadlineUnit>(unit), static_cast<RollOver>(roll_over)};
    const Zone local = Zone::load(zone == nullptr ? Zone::default_name : std::string_view(zone));
    target = due_instant(rule, Instant(std::chrono::microseconds(anchor)), local, HolidayCalendar(dates)).time_since_epoch().count();
  });
}

evenload_status evenload_core_iso_week(evenload_context* context, int32_t day, int32_t* year, int32_t* week) {
  return guarded(context, [&] {
    needed(year, "year");
    needed(week, "week");
    const IsoWeek found = iso_week(Date(std::chrono::days(day)));
    *year = found.year;
    *week = found.week;
  });
}

evenload_status evenload_core_random(evenload_context* context, uint64_t seed, uint32_t replication, uint32_t entity, uint32_t purpose, uint64_t first, size_t count, uint32_t* out) {
  return guarded(context, [&] {
    if (count > 0) needed(out, "out");
    RandomStream stream({seed, replication, entity, purpose});
    stream.seek(first);
    for (size_t i = 0; i < count; ++i) out[i] = stream();
  });
}

}  // extern "C"
