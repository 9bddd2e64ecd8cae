#include <chrono>

#include "evenload/core/calendar.hpp"
#include "evenload/core/deadline.hpp"
#include "evenload/core/errors.hpp"
#include "property.hpp"
#include "src/core/civil.hpp"

using evenload::add_months;
using evenload::Date;
using evenload::HolidayCalendar;
using evenload::Instant;
using evenload::iso_week;
using evenload::IsoWeek;
using evenload::LocalChoice;
using evenload::monday;
using evenload::monday_of;
using evenload::parse_date;
using evenload::to_string;
using evenload::Zone;
using evenload::test::property;
using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::year_month_day;

namespace {

Date any_date() {
  return Date{days{*rc::gen::inRange<std::int64_t>(-719'162, 2'932'897)}};
}  // the years 1 to 9999

Instant any_instant(int first_year, int last_year) {
  const auto begin = evenload::days_from_civil({first_year, 1, 1}) * 86'400;
  const auto end = evenload::days_from_civil({last_year + 1, 1, 1}) * 86'400;
  return Instant{std::chrono::seconds{*rc::gen::inRange<std::int64_t>(begin, end)} +
                 microseconds{*rc::gen::inRange(0, 1'000'000)}};
}

}  // namespace

TEST_CASE("week and Monday are inverse on every day of three centuries") {
  int week_changes = 0;
  IsoWeek before = iso_week(parse_date("1899-12-31"));
  for (Date date = parse_date("1900-01-01"); date < parse_date("2201-01-01"); date += days{1}) {
    const IsoWeek week = iso_week(date);
    const Date start = monday(week);
    const bool good =
        start <= date && date < start + days{7} &&
        std::chrono::weekday{start} == std::chrono::Monday && iso_week(start) == week &&
        week.week >= 1 && week.week <= evenload::weeks_in_year(week.year) &&
        evenload::parse_iso_week(to_string(week)) == week && monday_of(date) == start &&
        std::abs(week.year - static_cast<int>(year_month_day{date}.year())) <= 1;
    if (!good) FAIL(to_string(date));
    if (week != before) {
      ++week_changes;
      if (std::chrono::weekday{date} != std::chrono::Monday || !(before < week))
        FAIL(to_string(date));
    }
    before = week;
  }
  CHECK(week_changes == (parse_date("2201-01-01") - parse_date("1900-01-01")).count() / 7 + 1);
}

TEST_CASE("dates and instants are read back as written") {
  property("dates", [] {
    const Date date = any_date();
    RC_ASSERT(parse_date(to_string(date)) == date);
  });
  property("instants", [] {
    const Instant instant = any_instant(1, 9999);
    RC_ASSERT(evenload::parse_instant(to_string(instant)) == instant);
  });
}

TEST_CASE("civil days are inverse through all of 64 bits") {
  property("days", [] {
    const auto day = *rc::gen::inRange<std::int64_t>(-4'000'000'000'000'000, 4'000'000'000'000'000);
    const evenload::Civil civil = evenload::civil_from_days(day);
    RC_ASSERT(evenload::days_from_civil(civil) == day);
    RC_ASSERT(civil.month >= 1);
    RC_ASSERT(civil.month <= 12);
    RC_ASSERT(civil.day >= 1);
    RC_ASSERT(civil.day <= evenload::days_in_month(civil.year, civil.month));
  });
}

TEST_CASE("months are added as by the standard library, cut to the month") {
  property("a date and months", [] {
    const Date date = any_date();
    const auto months = *rc::gen::inRange(-12'000, 12'000);
    const year_month_day from{date};
    const std::chrono::year_month target =
        std::chrono::year_month{from.year(), from.month()} + std::chrono::months{months};
    const year_month_day last = target / std::chrono::last;
    const year_month_day expected = target / std::min(from.day(), last.day());
    RC_ASSERT(add_months(date, months) == Date{expected});
  });
  property("later months are never earlier", [] {
    const Date date = any_date();
    const auto months = *rc::gen::inRange(0, 1000);
    RC_ASSERT(add_months(date, months) < add_months(date, months + 1));
    RC_ASSERT(add_months(date + days{1}, months) >= add_months(date, months));
  });
}

TEST_CASE("a deadline is a working day no earlier than without roll-over") {
  property("any rule", [] {
    const Date anchor = Date{days{*rc::gen::inRange(10'000, 40'000)}};
    std::vector<Date> dates;
    for (int i = *rc::gen::inRange(0, 40); i > 0; --i)
      dates.push_back(anchor + days{*rc::gen::inRange(0, 400)});
    const HolidayCalendar holidays(dates);
    const auto unit = static_cast<evenload::DeadlineUnit>(*rc::gen::inRange(1, 6));
    const auto amount = *rc::gen::inRange<std::int64_t>(0, 30);
    const Date standing =
        due_date({"received", amount, unit, evenload::RollOver::none}, anchor, holidays);
    const Date rolled = due_date({"received", amount, unit, evenload::RollOver::next_working_day},
                                 anchor, holidays);
    RC_ASSERT(standing >= anchor);
    RC_ASSERT(rolled >= standing);
    RC_ASSERT(holidays.is_working_day(rolled));
    for (Date day = standing; day < rolled; day += days{1})
      RC_ASSERT(!holidays.is_working_day(day));
    if (unit == evenload::DeadlineUnit::working_days) {
      std::int64_t counted = 0;
      for (Date day = anchor + days{1}; day <= standing; day += days{1})
        counted += holidays.is_working_day(day) ? 1 : 0;
      RC_ASSERT(counted == amount);
    }
  });
}

TEST_CASE("local time and instant are inverse in every kind of zone") {
  int tested = 0;
  for (const char* name : {"UTC", "Europe/Stockholm", "Europe/Dublin", "America/St_Johns",
                           "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
                           "Asia/Kathmandu", "America/Nuuk", "Antarctica/Troll"}) {
    std::optional<Zone> zone;
    try {
      zone = Zone::load(name);
    } catch (const evenload::InvalidDataError&) {
      continue;
    }
    ++tested;
    property(name, [&] {
      const Instant instant = any_instant(1900, 2200);
      const Date date = zone->local_date(instant);
      const auto time = zone->local_time(instant);
      // Zones before standard time have offsets in seconds, which whole minutes of local time do
      // not tell.
      const Instant earliest = zone->to_instant(date, time, LocalChoice::earliest);
      const Instant latest = zone->to_instant(date, time, LocalChoice::latest);
      RC_ASSERT(earliest <= latest);
      const auto within = [&](Instant start) {
        return start <= instant && instant < start + std::chrono::minutes{1};
      };
      RC_ASSERT(within(earliest) || within(latest));
      RC_ASSERT(zone->local_date(earliest) == date);
      RC_ASSERT(zone->local_time(earliest) == time);
      RC_ASSERT(zone->local_time(latest) == time);
    });
    property(std::string(name) + ", days follow each other without gap or overlap", [&] {
      const Date date{days{*rc::gen::inRange(-25'000, 84'000)}};
      const Instant start = zone->to_instant(date, microseconds{0});
      const Instant end = zone->to_instant(date + days{1}, microseconds{0});
      RC_ASSERT(start <= end);
      RC_ASSERT(zone->to_instant(date, std::chrono::hours{24}) == end);
      RC_ASSERT(zone->local_date(end) >= date + days{1});
      RC_ASSERT(end - start <= std::chrono::hours{26});
    });
  }
  CHECK(tested >= 1);
  if (tested < 10) WARN("only " << tested << " of 10 zones are on this machine");
}
