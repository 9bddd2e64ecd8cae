#include "src/core/posix_rule.hpp"

#include "catch.hpp"
#include "evenload/core/calendar.hpp"

using evenload::parse_instant;
using evenload::parse_posix_rule;

namespace {

std::int64_t seconds(std::string_view instant) {
  return parse_instant(instant).time_since_epoch().count() / 1'000'000;
}

/// Offset in seconds at an instant by a rule.
std::int64_t offset(std::string_view rule, std::string_view instant) {
  return parse_posix_rule(rule).value().span_at(seconds(instant)).offset;
}

}  // namespace

TEST_CASE("a rule without summer time holds always") {
  const auto rule = parse_posix_rule("CET-1");
  REQUIRE(rule);
  CHECK(rule->standard_offset == 3600);
  CHECK(rule->span_at(0).offset == 3600);
  CHECK(rule->span_at(0).end == evenload::OffsetSpan::no_end);
  CHECK(parse_posix_rule("<-03>3")->standard_offset == -3 * 3600);
  CHECK(parse_posix_rule("<+0545>-5:45")->standard_offset == 5 * 3600 + 45 * 60);
  CHECK(parse_posix_rule("LMT+0:01:02")->standard_offset == -62);
}

TEST_CASE("the rule of central Europe changes on last Sundays at 01:00 UTC") {
  constexpr std::string_view rule = "CET-1CEST,M3.5.0,M10.5.0/3";
  CHECK(offset(rule, "2080-03-31T00:59:59Z") == 3600);
  CHECK(offset(rule, "2080-03-31T01:00:00Z") == 7200);
  CHECK(offset(rule, "2080-10-27T00:59:59Z") == 7200);
  CHECK(offset(rule, "2080-10-27T01:00:00Z") == 3600);
  const auto parsed = parse_posix_rule(rule);
  CHECK(parsed->span_at(seconds("2080-07-01T00:00:00Z")).end == seconds("2080-10-27T01:00:00Z"));
  CHECK(parsed->span_at(seconds("2080-12-01T00:00:00Z")).end == seconds("2081-03-30T01:00:00Z"));
}

TEST_CASE("summer spans the new year in the south") {
  constexpr std::string_view rule = "NZST-12NZDT,M9.5.0,M4.1.0/3";
  CHECK(offset(rule, "2050-01-01T00:00:00Z") == 13 * 3600);
  CHECK(offset(rule, "2050-07-01T00:00:00Z") == 12 * 3600);
  CHECK(offset(rule, "2050-12-31T23:00:00Z") == 13 * 3600);
}

TEST_CASE("days can be counted with and without the leap day") {
  // J60 is 1 March in every year; 59 (from 0) is 29 February in leap years.
  CHECK(offset("AAA0BBB,J60/0,J300", "2048-02-29T12:00:00Z") == 0);
  CHECK(offset("AAA0BBB,J60/0,J300", "2048-03-01T00:00:00Z") == 3600);
  CHECK(offset("AAA0BBB,J59/0,J300", "2048-02-28T00:00:00Z") == 3600);
  CHECK(offset("AAA0BBB,59/0,300", "2048-02-29T00:00:00Z") == 3600);
  CHECK(offset("AAA0BBB,59/0,300", "2047-02-28T23:59:59Z") == 0);
  CHECK(offset("AAA0BBB,59/0,300", "2047-03-01T00:00:00Z") == 3600);
}

TEST_CASE("changes may lie outside their day, and their year") {
  // Nuuk: the Saturday before the last Sunday, at 22:00, written as minus two hours (-1 in the file
  // of 2023).
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T00:59:59Z") == -7200);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2040-03-25T01:00:00Z") == -3600);
  // A week after 31 December.
  CHECK(offset("AAA0BBB,J365/167,M6.1.0", "2041-01-06T22:59:59Z") == 0);
  CHECK(offset("AAA0BBB,J365/167,M6.1.0", "2041-01-06T23:00:00Z") == 3600);
}

TEST_CASE("summer all year round is one offset") {
  for (const std::string_view rule : {"EST5EDT,0/0,J365/25", "XXX3EDT4,0/0,J365/23"}) {
    for (const std::string_view instant :
         {"2040-01-01T03:59:59Z", "2040-01-01T04:00:00Z", "2040-01-01T05:00:00Z",
          "2040-06-01T00:00:00Z", "2040-12-31T23:59:59Z"}) {
      CHECK(offset(rule, instant) == -4 * 3600);
    }
  }
}

TEST_CASE("a fifth weekday that is missing is the fourth") {
  // February 2027 has four Sundays, the last on the 28th.
  CHECK(offset("AAA0BBB,M2.5.0/0,M6.1.0", "2027-02-27T23:59:59Z") == 0);
  CHECK(offset("AAA0BBB,M2.5.0/0,M6.1.0", "2027-02-28T00:00:00Z") == 3600);
  CHECK(offset("AAA0BBB,M2.1.0/0,M6.1.0", "2027-02-07T00:00:00Z") == 3600);
}

TEST_CASE("malformed rules are not understood") {
  for (const char* text : {"",
                           "CET",
                           "CE-1",
                           "CET-1CEST",
                           "CET-1CEST,",
                           "CET-1CEST,M3.5.0",
                           "CET-1CEST,M3.5.0,",
                           "CET-1CEST,M13.5.0,M10.5.0",
                           "CET-1CEST,M3.6.0,M10.5.0",
                           "CET-1CEST,M3.5.7,M10.5.0",
                           "CET-1CEST,M3.5,M10.5.0",
                           "CET-1CEST,J0,J365",
                           "CET-1CEST,366,0",
                           "CET-1CEST,M3.5.0/168,M10.5.0",
                           "CET-1CEST,M3.5.0/2:60,M10.5.0",
                           "CET-1CEST,M3.5.0,M10.5.0x",
                           "CET-25",
                           "CET-1:",
                           "<CET-1",
                           "<>-1",
                           "C3T-1",
                           "CET--1",
                           "CET-1CEST-",
                           "CET-1CEST,M3.5.0/,M10.5.0",
                           ":Europe/Stockholm"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_posix_rule(text).has_value());
  }
}
