#include "evenload/core/deadline.hpp"

#include <vector>

#include "error_of.hpp"

using evenload::add_months;
using evenload::Date;
using evenload::DeadlineRule;
using evenload::DeadlineUnit;
using evenload::due_date;
using evenload::due_instant;
using evenload::HolidayCalendar;
using evenload::parse_date;
using evenload::parse_instant;
using evenload::RollOver;
using evenload::to_string;
using evenload::Zone;
using evenload::test::refusal;

namespace {

/// Sweden in 2026 with the eves that act 1930:173 counts as holidays, and New Year 2027.
HolidayCalendar sweden() {
  std::vector<Date> dates;
  for (const char* date :
       {"2026-01-01", "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14",
        "2026-06-06", "2026-06-19", "2026-06-20", "2026-10-31", "2026-12-24", "2026-12-25",
        "2026-12-26", "2026-12-31", "2027-01-01", "2027-01-06"}) {
    dates.push_back(parse_date(date));
  }
  return HolidayCalendar(dates);
}

DeadlineRule rule(std::int64_t amount, DeadlineUnit unit,
                  RollOver roll_over = RollOver::next_working_day) {
  return {"received", amount, unit, roll_over};
}

std::string due(const DeadlineRule& rule, std::string_view anchor) {
  return to_string(due_date(rule, parse_date(anchor), sweden()));
}

std::optional<Zone> stockholm() {
  try {
    return Zone::load();
  } catch (const evenload::InvalidDataError&) {
    WARN("skipped: this machine has no zone files");
    return std::nullopt;
  }
}

}  // namespace

TEST_CASE("fourteen days: the preliminary assessment") {
  CHECK(due(rule(14, DeadlineUnit::days), "2026-11-23") == "2026-12-07");
  CHECK(due(rule(2, DeadlineUnit::weeks), "2026-11-23") == "2026-12-07");
  CHECK(due(rule(14, DeadlineUnit::days), "2026-11-21") ==
        "2026-12-07");  // Saturday to Saturday, and over
  CHECK(due(rule(14, DeadlineUnit::days), "2026-12-10") ==
        "2026-12-28");  // Christmas Eve, two holidays, Sunday
  CHECK(due(rule(14, DeadlineUnit::days), "2026-12-17") == "2027-01-04");  // New Year's Eve
  CHECK(due(rule(14, DeadlineUnit::days), "2026-06-05") == "2026-06-22");  // Midsummer Eve
  CHECK(due(rule(14, DeadlineUnit::days), "2026-03-20") == "2026-04-07");  // Good Friday to Tuesday
}

TEST_CASE("four months: the child investigation") {
  CHECK(due(rule(4, DeadlineUnit::months), "2026-02-02") == "2026-06-02");
  CHECK(due(rule(4, DeadlineUnit::months), "2026-02-19") == "2026-06-22");  // Midsummer Eve
  CHECK(due(rule(4, DeadlineUnit::months), "2026-10-31") ==
        "2027-03-01");  // 28 February 2027 is a Sunday
  CHECK(due(rule(4, DeadlineUnit::months, RollOver::none), "2026-10-31") == "2027-02-28");
  CHECK(due(rule(4, DeadlineUnit::months), "2027-10-31") == "2028-02-29");
}

TEST_CASE("months are cut to their length") {
  CHECK(due(rule(1, DeadlineUnit::months, RollOver::none), "2026-01-31") == "2026-02-28");
  CHECK(due(rule(1, DeadlineUnit::months), "2026-01-31") == "2026-03-02");
  CHECK(due(rule(1, DeadlineUnit::months), "2028-01-31") == "2028-02-29");
  CHECK(due(rule(1, DeadlineUnit::years, RollOver::none), "2028-02-29") == "2029-02-28");
  CHECK(due(rule(4, DeadlineUnit::years, RollOver::none), "2028-02-29") == "2032-02-29");
  CHECK(to_string(add_months(parse_date("2026-03-31"), -1)) == "2026-02-28");
  CHECK(to_string(add_months(parse_date("2026-01-15"), -13)) == "2024-12-15");
  CHECK(to_string(add_months(parse_date("2026-12-15"), 1)) == "2027-01-15");
  CHECK(to_string(add_months(parse_date("2026-12-15"), 0)) == "2026-12-15");
}

TEST_CASE("a deadline that does not roll over stands on any day") {
  CHECK(due(rule(1, DeadlineUnit::days, RollOver::none), "2026-12-23") == "2026-12-24");
  CHECK(due(rule(0, DeadlineUnit::days, RollOver::none), "2026-11-29") == "2026-11-29");
  CHECK(due(rule(0, DeadlineUnit::days), "2026-11-29") == "2026-11-30");
}

TEST_CASE("working days leave out weekends and holidays") {
  CHECK(due(rule(1, DeadlineUnit::working_days), "2026-11-27") == "2026-11-30");
  CHECK(due(rule(5, DeadlineUnit::working_days), "2026-11-23") == "2026-11-30");
  CHECK(due(rule(3, DeadlineUnit::working_days), "2026-12-22") == "2026-12-29");
  CHECK(due(rule(10, DeadlineUnit::working_days), "2026-12-18") == "2027-01-08");
  CHECK(due(rule(1, DeadlineUnit::working_days), "2026-11-28") == "2026-11-30");
  CHECK(due(rule(0, DeadlineUnit::working_days), "2026-11-28") == "2026-11-30");
  CHECK(due(rule(0, DeadlineUnit::working_days, RollOver::none), "2026-11-28") == "2026-11-28");
}

TEST_CASE("the last day ends at 24:00 local time") {
  const auto zone = stockholm();
  if (!zone) return;
  const auto instant = [&](const DeadlineRule& r, std::string_view anchor) {
    return to_string(due_instant(r, parse_instant(anchor), *zone, sweden()));
  };
  CHECK(instant(rule(14, DeadlineUnit::days), "2026-11-23T08:15:00Z") == "2026-12-07T23:00:00Z");
  CHECK(instant(rule(14, DeadlineUnit::days), "2026-06-24T08:15:00Z") == "2026-07-08T22:00:00Z");
  // 23:30 UTC is the next day in Stockholm.
  CHECK(instant(rule(14, DeadlineUnit::days), "2026-11-22T22:59:59Z") ==
        "2026-12-07T23:00:00Z");  // Sunday + 14 days, and over
  CHECK(instant(rule(14, DeadlineUnit::days, RollOver::none), "2026-11-22T22:59:59Z") ==
        "2026-12-06T23:00:00Z");
  CHECK(instant(rule(14, DeadlineUnit::days, RollOver::none), "2026-11-22T23:00:00Z") ==
        "2026-12-07T23:00:00Z");
  // Days of 23 and 25 hours.
  CHECK(instant(rule(0, DeadlineUnit::days, RollOver::none), "2026-03-29T00:00:00Z") ==
        "2026-03-29T22:00:00Z");
  CHECK(instant(rule(0, DeadlineUnit::days, RollOver::none), "2026-10-25T12:00:00Z") ==
        "2026-10-25T23:00:00Z");
}

TEST_CASE("hours are elapsed time and never roll over") {
  const auto zone = stockholm();
  if (!zone) return;
  const auto instant = [&](const DeadlineRule& r, std::string_view anchor) {
    return to_string(due_instant(r, parse_instant(anchor), *zone, sweden()));
  };
  // Saturday noon to Sunday 13:00 on the clock: an hour was skipped in between.
  CHECK(instant(rule(24, DeadlineUnit::hours), "2026-03-28T11:00:00Z") == "2026-03-29T11:00:00Z");
  CHECK(instant(rule(24, DeadlineUnit::hours), "2026-10-24T10:00:00Z") == "2026-10-25T10:00:00Z");
  CHECK(instant(rule(0, DeadlineUnit::hours), "2026-12-25T10:00:00.5Z") ==
        "2026-12-25T10:00:00.5Z");
}

TEST_CASE("impossible deadlines are refused") {
  const auto refused = [](std::int64_t amount, DeadlineUnit unit,
                          std::string_view anchor = "2026-11-23") {
    return refusal([&] { due_date(rule(amount, unit), parse_date(anchor), HolidayCalendar()); });
  };
  CHECK(refused(-1, DeadlineUnit::days) ==
        "deadline_rule.amount: expected an amount of at least 0, found -1 (negative_value)");
  for (const DeadlineUnit unit : {DeadlineUnit::days, DeadlineUnit::working_days,
                                  DeadlineUnit::weeks, DeadlineUnit::months, DeadlineUnit::years}) {
    CHECK(refused(INT64_MAX, unit) ==
          "deadline_rule.amount: expected a deadline up to the year 9999, found "
          "9223372036854775807 (out_of_range)");
    CHECK(refused(4'000'000, unit) ==
          "deadline_rule.amount: expected a deadline up to the year 9999, found 4000000 "
          "(out_of_range)");
  }
  CHECK(refused(1, DeadlineUnit::days, "9999-12-31").find("out_of_range") != std::string::npos);
  CHECK(refused(24, DeadlineUnit::hours) ==
        "deadline_rule.unit: expected days, working days, weeks, months or years where only dates "
        "are known, found hours (unsupported)");
  const auto at = parse_instant("2026-11-23T08:15:00Z");
  CHECK(refusal([&] {
          due_instant(rule(-5, DeadlineUnit::hours), at, Zone::utc(), HolidayCalendar());
        }) == "deadline_rule.amount: expected an amount of at least 0, found -5 (negative_value)");
  for (const std::int64_t amount : {INT64_MAX, INT64_C(80'000'000)}) {
    CHECK(refusal([&] {
            due_instant(rule(amount, DeadlineUnit::hours), at, Zone::utc(), HolidayCalendar());
          }).find("out_of_range") != std::string::npos);
  }
  CHECK_THROWS_AS(due_instant(rule(1, DeadlineUnit::hours), evenload::Instant::max(), Zone::utc(),
                              HolidayCalendar()),
                  evenload::InvalidDataError);
}
