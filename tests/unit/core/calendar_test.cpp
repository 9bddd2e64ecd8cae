#include "evenload/core/calendar.hpp"

#include <array>

#include "error_of.hpp"

using evenload::Date;
using evenload::ErrorCode;
using evenload::HolidayCalendar;
using evenload::Instant;
using evenload::iso_week;
using evenload::IsoWeek;
using evenload::monday;
using evenload::monday_of;
using evenload::parse_date;
using evenload::parse_instant;
using evenload::parse_iso_week;
using evenload::parse_time_of_day;
using evenload::to_string;
using evenload::weeks_in_year;
using evenload::test::error_of;
using evenload::test::refusal;
using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;

namespace {

IsoWeek week_of(std::string_view date) { return iso_week(parse_date(date)); }

template <class Parse>
void check_refused(Parse parse, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    CAPTURE(text);
    const auto info = error_of([&] { parse(text); });
    CHECK(info.code == ErrorCode::invalid_date);
    CHECK_FALSE(info.expected.empty());
    CHECK(info.found == "\"" + std::string(text) + "\"");
  }
}

}  // namespace

TEST_CASE("dates are read and written") {
  CHECK(parse_date("1970-01-01") == Date{});
  CHECK(parse_date("2026-11-23") == Date{days{20'780}});
  CHECK(parse_date("1969-12-31") == Date{days{-1}});
  CHECK(to_string(Date{days{20'780}}) == "2026-11-23");
  CHECK(to_string(parse_date("0001-01-01")) == "0001-01-01");
  CHECK(to_string(parse_date("9999-12-31")) == "9999-12-31");
  CHECK(to_string(parse_date("9999-12-31") + days{1}) == "+10000-01-01");
  CHECK(to_string(parse_date("0001-01-01") - days{367}) == "-0001-12-31");
}

TEST_CASE("the standard library's calendar agrees on two thousand years") {
  for (Date date = parse_date("1000-01-01"); date < parse_date("3000-01-01"); date += days{1}) {
    const std::chrono::year_month_day expected{date};
    const auto two_digits = [](unsigned number) {
      return (number < 10 ? "0" : "") + std::to_string(number);
    };
    const std::string text = std::to_string(static_cast<int>(expected.year())) + "-" +
                             two_digits(static_cast<unsigned>(expected.month())) + "-" +
                             two_digits(static_cast<unsigned>(expected.day()));
    if (to_string(date) != text || parse_date(text) != date) FAIL(text);
  }
}

TEST_CASE("dates that do not exist are refused") {
  check_refused([](auto text) { parse_date(text); }, {"",
                                                      "2026",
                                                      "2026-02-29",
                                                      "1900-02-29",
                                                      "2026-04-31",
                                                      "2026-13-01",
                                                      "2026-00-10",
                                                      "2026-01-00",
                                                      "2026-01-32",
                                                      "0000-01-01",
                                                      "26-01-01",
                                                      "2026-1-1",
                                                      "2026/01/01",
                                                      "20260101",
                                                      "2026-01-01 ",
                                                      " 2026-01-01",
                                                      "2026-01-01T00:00:00Z",
                                                      "-2026-01-01",
                                                      "+2026-01-01",
                                                      "2026-01-0x",
                                                      "2026-W01-1",
                                                      "23.11.2026"});
  CHECK_NOTHROW(parse_date("2024-02-29"));
  CHECK_NOTHROW(parse_date("2000-02-29"));
  CHECK(refusal([] { parse_date("2026-02-29"); }) ==
        "expected a date such as 2026-11-23, found \"2026-02-29\" (invalid_date)");
}

TEST_CASE("instants are read with their offset and written in UTC") {
  CHECK(parse_instant("1970-01-01T00:00:00Z") == Instant{});
  CHECK(to_string(parse_instant("2026-11-23T08:15:00Z")) == "2026-11-23T08:15:00Z");
  CHECK(to_string(parse_instant("2026-11-23 08:15:00.123+01:00")) == "2026-11-23T07:15:00.123Z");
  CHECK(to_string(parse_instant("2026-11-23t00:15:00z")) == "2026-11-23T00:15:00Z");
  CHECK(to_string(parse_instant("2026-01-01T00:30:00+01:30")) == "2025-12-31T23:00:00Z");
  CHECK(to_string(parse_instant("2026-12-31T23:30:00-00:30")) == "2027-01-01T00:00:00Z");
  CHECK(to_string(parse_instant("2026-11-23T08:15:00.1234567899Z")) ==
        "2026-11-23T08:15:00.123456Z");
  CHECK(to_string(parse_instant("1969-12-31T23:59:59.999999Z")) == "1969-12-31T23:59:59.999999Z");
  CHECK(parse_instant("1969-12-31T23:59:59.999999Z") == Instant{microseconds{-1}});
  CHECK(to_string(Instant{microseconds{10}}) == "1970-01-01T00:00:00.00001Z");
}

TEST_CASE("the most distant instants can be written") {
  CHECK(to_string(Instant::min()) == "-290308-12-21T19:59:05.224192Z");
  CHECK(to_string(Instant::max()) == "+294247-01-10T04:00:54.775807Z");
}

TEST_CASE("instants without an offset and impossible ones are refused") {
  check_refused(
      [](auto text) { parse_instant(text); },
      {"", "2026-11-23", "2026-11-23T08:15:00", "2026-11-23T08:15Z", "2026-11-23T24:00:00Z",
       "2026-11-23T08:60:00Z", "2016-12-31T23:59:60Z", "2026-11-23T08:15:00.Z",
       "2026-11-23T08:15:00+0100", "2026-11-23T08:15:00+24:00", "2026-11-23T08:15:00+1:00",
       "2026-11-23T08:15:00 Z", "2026-11-23T08:15:00Z ", "2026-02-30T08:15:00Z",
       "2026-11-23_08:15:00Z", "2026-11-23T08:15:00ZZ", "2026-11-23T08:15:00,5Z"});
  CHECK(refusal([] { parse_instant("2026-11-23T08:15:00"); }) ==
        "expected an instant with its offset such as 2026-11-23T08:15:00+01:00, found "
        "\"2026-11-23T08:15:00\" (invalid_date)");
}

TEST_CASE("times of day are read") {
  CHECK(parse_time_of_day("08:15") == minutes{495});
  CHECK(parse_time_of_day("00:00") == minutes{0});
  CHECK(parse_time_of_day("23:59") == minutes{1439});
  check_refused([](auto text) { parse_time_of_day(text); },
                {"", "24:00", "8:15", "08:60", "08.15", "08:15:00", "0815", " 08:15", "-1:00"});
}

TEST_CASE("weeks are those of ISO 8601") {
  CHECK(week_of("2026-11-23") == IsoWeek{2026, 48});
  CHECK(week_of("2021-01-01") == IsoWeek{2020, 53});
  CHECK(week_of("2021-01-03") == IsoWeek{2020, 53});
  CHECK(week_of("2021-01-04") == IsoWeek{2021, 1});
  CHECK(week_of("2026-12-28") == IsoWeek{2026, 53});
  CHECK(week_of("2027-01-03") == IsoWeek{2026, 53});
  CHECK(week_of("2027-01-04") == IsoWeek{2027, 1});
  CHECK(week_of("2024-12-30") == IsoWeek{2025, 1});
  CHECK(week_of("2023-01-01") == IsoWeek{2022, 52});
  CHECK(week_of("1969-12-31") == IsoWeek{1970, 1});
  CHECK(week_of("0001-01-01") == IsoWeek{1, 1});
  CHECK(week_of("9999-12-31") == IsoWeek{9999, 52});
  CHECK(IsoWeek{2026, 53} < IsoWeek{2027, 1});
}

TEST_CASE("long years have 53 weeks") {
  for (const int year : {1976, 1981, 2004, 2009, 2015, 2020, 2026, 2032, 2037, 2099})
    CHECK(weeks_in_year(year) == 53);
  for (const int year : {2000, 2019, 2021, 2024, 2025, 2027, 2028, 2100})
    CHECK(weeks_in_year(year) == 52);
  int long_years = 0;
  for (int year = 2000; year < 2400; ++year) long_years += weeks_in_year(year) == 53 ? 1 : 0;
  CHECK(long_years == 71);  // in every 400 years
}

TEST_CASE("a week begins on Monday") {
  CHECK(to_string(monday({2026, 48})) == "2026-11-23");
  CHECK(to_string(monday({2020, 53})) == "2020-12-28");
  CHECK(to_string(monday({2025, 1})) == "2024-12-30");
  CHECK(to_string(monday_of(parse_date("2026-11-29"))) == "2026-11-23");
  CHECK(to_string(monday_of(parse_date("2026-11-23"))) == "2026-11-23");
  CHECK(to_string(monday_of(parse_date("1969-12-28"))) == "1969-12-22");
  CHECK(refusal([] { monday({2025, 53}); }) ==
        "expected an ISO week of 1 to 52 in 2025, found \"2025-W53\" (out_of_range)");
  CHECK(refusal([] { monday({2026, 54}); }) ==
        "expected an ISO week of 1 to 53 in 2026, found \"2026-W54\" (out_of_range)");
  CHECK(refusal([] { monday({2026, 0}); }) ==
        "expected an ISO week of 1 to 53 in 2026, found \"2026-W00\" (out_of_range)");
  CHECK(refusal([] { monday({0, 1}); }) ==
        "expected an ISO year of 1 to 9999, found \"0000-W01\" (out_of_range)");
  CHECK(refusal([] { monday({10'000, 1}); }) ==
        "expected an ISO year of 1 to 9999, found \"+10000-W01\" (out_of_range)");
}

TEST_CASE("weeks are read and written") {
  CHECK(to_string(IsoWeek{2026, 8}) == "2026-W08");
  CHECK(parse_iso_week("2026-W53") == IsoWeek{2026, 53});
  CHECK(parse_iso_week("2026-W08") == IsoWeek{2026, 8});
  check_refused([](auto text) { parse_iso_week(text); },
                {"", "2025-W53", "2026-W54", "2026-W00", "2026-W8", "2026W08", "2026-w08",
                 "2026-08", "2026-W08-1", "0000-W01", "26-W08"});
}

TEST_CASE("working days are Monday to Friday without holidays") {
  const HolidayCalendar none;
  CHECK(none.is_working_day(parse_date("2026-11-23")));
  CHECK(none.is_working_day(parse_date("2026-11-27")));
  CHECK_FALSE(none.is_working_day(parse_date("2026-11-28")));
  CHECK_FALSE(none.is_working_day(parse_date("2026-11-29")));
  CHECK_FALSE(none.is_holiday(parse_date("2026-11-29")));
  CHECK(to_string(none.next_working_day(parse_date("2026-11-28"))) == "2026-11-30");
  CHECK(to_string(none.next_working_day(parse_date("2026-11-27"))) == "2026-11-27");

  const std::array<Date, 4> dates{parse_date("2026-12-26"), parse_date("2026-12-24"),
                                  parse_date("2026-12-25"), parse_date("2026-12-24")};
  const HolidayCalendar christmas(dates);
  CHECK(christmas.is_holiday(parse_date("2026-12-24")));
  CHECK(christmas.is_holiday(parse_date("2026-12-26")));
  CHECK_FALSE(christmas.is_holiday(parse_date("2026-12-27")));
  CHECK_FALSE(christmas.is_working_day(parse_date("2026-12-24")));
  CHECK(to_string(christmas.next_working_day(parse_date("2026-12-24"))) == "2026-12-28");
  const HolidayCalendar copy = christmas;
  CHECK(copy.is_holiday(parse_date("2026-12-25")));
}
