#include <cmath>
#include <limits>

#include "error_of.hpp"
#include "evenload/core/table.hpp"

using evenload::Column;
using evenload::ColumnReader;
using evenload::Date;
using evenload::ErrorCode;
using evenload::Instant;
using evenload::parse_date;
using evenload::parse_instant;
using evenload::Rational;
using evenload::Table;
using evenload::to_string;
using evenload::Zone;
using evenload::test::error_of;
using evenload::test::refusal;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The table "cases" with one column "x".
template <class... Cells>
Table table_of(std::vector<Cells...> cells, std::vector<std::uint8_t> valid = {}) {
  Table table("cases");
  table.add({"x", std::move(cells), std::move(valid)});
  return table;
}

Table texts(std::vector<std::string> cells) { return table_of(std::move(cells)); }

/// What `read(reader)` refuses in row 0 of a table.
template <class Read>
std::string refused(const Table& table, Read read) {
  const ColumnReader reader(table, "x");
  return refusal([&] { read(reader); });
}

}  // namespace

TEST_CASE("a missing column is told apart from a missing value") {
  const Table table = table_of(std::vector<std::int64_t>{1, 2}, {1, 0});
  const ColumnReader absent(table, "weight");
  CHECK_FALSE(absent.present());
  CHECK_FALSE(absent.has(0));
  CHECK(refusal([&] { absent.integer(0); }) ==
        "cases.weight, row 0: expected a whole number, found no such column (missing_column)");
  CHECK(refusal([&] { ColumnReader::required(table, "weight"); }) ==
        "cases.weight: expected a column of that name, found the columns x (missing_column)");
  CHECK(refusal([] { ColumnReader::required(Table("units"), "id"); }) ==
        "units.id: expected a column of that name, found no columns (missing_column)");

  const ColumnReader reader = ColumnReader::required(table, "x");
  CHECK(reader.present());
  CHECK(reader.has(0));
  CHECK_FALSE(reader.has(1));
  CHECK(refusal([&] { reader.integer(1); }) ==
        "cases.x, row 1: expected a whole number, found a missing value (missing_value)");
}

TEST_CASE("NaN and blank texts are missing values") {
  const Table numbers = table_of(std::vector<double>{1, missing});
  CHECK_FALSE(ColumnReader(numbers, "x").has(1));
  CHECK(refusal([&] { ColumnReader(numbers, "x").rational(1); }) ==
        "cases.x, row 1: expected a number, found a missing value (missing_value)");
  const Table blanks = texts({"", " \t", "a"});
  const ColumnReader reader(blanks, "x");
  CHECK_FALSE(reader.has(0));
  CHECK_FALSE(reader.has(1));
  CHECK(reader.has(2));
  CHECK(refusal([&] { reader.text(1); }) ==
        "cases.x, row 1: expected text, found a missing value (missing_value)");
  CHECK(refusal([&] { reader.id(0); }) ==
        "cases.x, row 0: expected an id (text or a whole number), found a missing value "
        "(missing_value)");
}

TEST_CASE("every kind of value may be missing") {
  const Table table = texts({""});
  const ColumnReader reader(table, "x");
  const auto code = [&](auto read) { return error_of([&] { read(); }).code; };
  CHECK(code([&] { reader.boolean(0); }) == ErrorCode::missing_value);
  CHECK(code([&] { reader.integer(0); }) == ErrorCode::missing_value);
  CHECK(code([&] { reader.rational(0); }) == ErrorCode::missing_value);
  CHECK(code([&] { reader.non_negative(0); }) == ErrorCode::missing_value);
  CHECK(code([&] { reader.date(0); }) == ErrorCode::missing_value);
  CHECK(code([&] { reader.instant(0, Zone::utc()); }) == ErrorCode::missing_value);
  CHECK(reader.list(0).empty());
  CHECK(reader.boolean_or(0, true));
  CHECK(reader.integer_or(0, 5) == 5);
  CHECK(reader.text_or(0, "none") == "none");
  CHECK(reader.rational_or(0, Rational(1, 2)) == Rational(1, 2));
  CHECK_FALSE(reader.maybe_date(0).has_value());
  const ColumnReader absent(table, "y");
  CHECK(absent.integer_or(0, 5) == 5);
  CHECK(absent.list(0).empty());
}

TEST_CASE("a value that is there goes before the default, a wrong one is still an error") {
  const Table table = texts({"yes", "7", "2026-11-23"});
  const ColumnReader reader(table, "x");
  CHECK(reader.boolean_or(0, false));
  CHECK(reader.integer_or(1, 5) == 7);
  CHECK(reader.rational_or(1, 5) == Rational(7));
  CHECK(reader.text_or(0, "none") == "yes");
  CHECK(reader.maybe_date(2) == parse_date("2026-11-23"));
  CHECK_THROWS_AS(reader.boolean_or(1, false), evenload::InvalidDataError);
  CHECK_THROWS_AS(reader.maybe_date(0), evenload::InvalidDataError);
}

TEST_CASE("booleans") {
  const Table flags = table_of(std::vector<std::uint8_t>{1, 0, 2});
  CHECK(ColumnReader(flags, "x").boolean(0));
  CHECK_FALSE(ColumnReader(flags, "x").boolean(1));
  CHECK(ColumnReader(flags, "x").boolean(2));
  const Table written =
      texts({"yes", "TRUE", "1", "Ja", " true ", "no", "False", "0", "nej", "NEJ\r"});
  for (std::size_t row = 0; row < written.rows(); ++row)
    CHECK(ColumnReader(written, "x").boolean(row) == (row < 5));
  const Table whole = table_of(std::vector<std::int64_t>{1, 0, 2});
  CHECK(ColumnReader(whole, "x").boolean(0));
  CHECK_FALSE(ColumnReader(whole, "x").boolean(1));
  CHECK(refusal([&] { ColumnReader(whole, "x").boolean(2); }) ==
        "cases.x, row 2: expected true or false (or yes/no, ja/nej, 1/0), found 2 (wrong_type)");
  const auto boolean = [](const ColumnReader& reader) { reader.boolean(0); };
  CHECK(ColumnReader(table_of(std::vector<double>{1}), "x").present());
  const Table fractions = table_of(std::vector<double>{0, 0.5});
  CHECK_FALSE(ColumnReader(fractions, "x").boolean(0));
  CHECK_THROWS_AS(ColumnReader(fractions, "x").boolean(1), evenload::InvalidDataError);
  CHECK(refused(texts({"maybe"}), boolean) ==
        "cases.x, row 0: expected true or false (or yes/no, ja/nej, 1/0), found \"maybe\" "
        "(wrong_type)");
  CHECK(refused(table_of(std::vector<Date>{{}}), boolean).find("found 1970-01-01 (wrong_type)") !=
        std::string::npos);
}

TEST_CASE("whole numbers") {
  const Table whole = table_of(std::vector<std::int64_t>{INT64_MIN});
  CHECK(ColumnReader(whole, "x").integer(0) == INT64_MIN);
  const Table doubles =
      table_of(std::vector<double>{3.0, -9223372036854775808.0, 3.5, 1e30, infinity, -1e19});
  const ColumnReader reader(doubles, "x");
  CHECK(reader.integer(0) == 3);
  CHECK(reader.integer(1) == INT64_MIN);
  CHECK(refusal([&] { reader.integer(2); }) ==
        "cases.x, row 2: expected a whole number, found 3.5 (wrong_type)");
  CHECK(refusal([&] { reader.integer(3); }) ==
        "cases.x, row 3: expected a whole number within 64 bits, found 1e+30 (out_of_range)");
  CHECK(refusal([&] { reader.integer(4); }) ==
        "cases.x, row 4: expected a whole number, found inf (not_finite)");
  CHECK(error_of([&] { reader.integer(5); }).code == ErrorCode::out_of_range);
  const Table written = texts({" 3 ", "3.0", "-7", "3.5", "x", "9223372036854775808"});
  const ColumnReader text(written, "x");
  CHECK(text.integer(0) == 3);
  CHECK(text.integer(1) == 3);
  CHECK(text.integer(2) == -7);
  CHECK(refusal([&] { text.integer(3); }) ==
        "cases.x, row 3: expected a whole number, found \"3.5\" (wrong_type)");
  CHECK(refusal([&] { text.integer(4); }) ==
        "cases.x, row 4: expected a whole number, found \"x\" (wrong_type)");
  CHECK(refusal([&] { text.integer(5); }) ==
        "cases.x, row 5: expected a whole number that 64-bit fractions can hold, found "
        "\"9223372036854775808\" (out_of_range)");
  CHECK(refused(table_of(std::vector<std::uint8_t>{1}), [](const ColumnReader& r) {
          r.integer(0);
        }) == "cases.x, row 0: expected a whole number, found true (wrong_type)");
}

TEST_CASE("exact numbers") {
  const Table doubles = table_of(std::vector<double>{4.35, infinity, 1e300, 1e-300});
  const ColumnReader reader(doubles, "x");
  CHECK(reader.rational(0) == Rational(87, 20));
  CHECK(refusal([&] { reader.rational(1); }) ==
        "cases.x, row 1: expected a finite number, found inf (not_finite)");
  CHECK(refusal([&] { reader.rational(2); }) ==
        "cases.x, row 2: expected a number that 64-bit fractions can hold, found 1e+300 "
        "(out_of_range)");
  CHECK(error_of([&] { reader.rational(3); }).code == ErrorCode::out_of_range);
  const Table whole = table_of(std::vector<std::int64_t>{-4});
  CHECK(ColumnReader(whole, "x").rational(0) == Rational(-4));
  const Table written = texts({"4.5", " 1/17", "1e-3"});
  CHECK(ColumnReader(written, "x").rational(0) == Rational(9, 2));
  CHECK(ColumnReader(written, "x").rational(1) == Rational(1, 17));
  CHECK(ColumnReader(written, "x").rational(2) == Rational(1, 1000));
  CHECK(refused(table_of(std::vector<Instant>{Instant{}}), [](const ColumnReader& r) {
          r.rational(0);
        }) == "cases.x, row 0: expected a number, found 1970-01-01T00:00:00Z (wrong_type)");
}

TEST_CASE("a decimal comma is refused and named") {
  const auto rational = [](const ColumnReader& reader) { reader.rational(0); };
  CHECK(refused(texts({"4,5"}), rational) ==
        "cases.x, row 0: expected a number with a decimal point, not a comma, found \"4,5\" "
        "(wrong_type)");
  CHECK(refused(texts({"-1,25 "}), rational).find("not a comma") != std::string::npos);
  CHECK(refused(texts({"4,5"}), [](const ColumnReader& reader) {
          reader.integer(0);
        }).find("not a comma") != std::string::npos);
  for (const char* text : {"a,b", "1,2,3", ",5", "5,"})
    CHECK(refused(texts({text}), rational).find("comma") == std::string::npos);
}

TEST_CASE("negative numbers where none may be") {
  const Table table = table_of(std::vector<double>{0, -0.5, 2});
  const ColumnReader reader(table, "x");
  CHECK(reader.non_negative(0) == Rational(0));
  CHECK(reader.non_negative(2) == Rational(2));
  CHECK(refusal([&] { reader.non_negative(1); }) ==
        "cases.x, row 1: expected a number of at least 0, found -0.5 (negative_value)");
}

TEST_CASE("texts") {
  const Table table = texts({" as it stands ", "\xff"});
  CHECK(ColumnReader(table, "x").text(0) == " as it stands ");
  CHECK(refusal([&] { ColumnReader(table, "x").text(1); }) ==
        "cases.x, row 1: expected text in well-formed UTF-8, found \"\xEF\xBF\xBD\" (wrong_type)");
  const Table codes = table_of(std::vector<std::int64_t>{12});
  CHECK(ColumnReader(codes, "x").text(0) == "12");
  CHECK(refused(table_of(std::vector<double>{1.5}), [](const ColumnReader& r) { r.text(0); }) ==
        "cases.x, row 0: expected text or a whole number, found 1.5 (wrong_type)");
}

TEST_CASE("ids") {
  const Table written = texts({"K-17", " k", "a\nb", std::string(129, 'x')});
  const ColumnReader reader(written, "x");
  CHECK(reader.id(0) == "K-17");
  CHECK(reader.id(1) == " k");  // opaque
  CHECK(refusal([&] {
          reader.id(2);
        }).find("cases.x, row 2: expected an id without control characters") == 0);
  CHECK(refusal([&] { reader.id(3); }) ==
        "cases.x, row 3: expected an id of 1 to 128 bytes, found 129 bytes (invalid_id)");
  const Table whole = table_of(std::vector<std::int64_t>{-5});
  CHECK(ColumnReader(whole, "x").id(0) == "-5");
  const Table doubles = table_of(std::vector<double>{1234567, 1.5, infinity});
  CHECK(ColumnReader(doubles, "x").id(0) == "1234567");
  CHECK(refusal([&] { ColumnReader(doubles, "x").id(1); }) ==
        "cases.x, row 1: expected an id (text or a whole number), found 1.5 (wrong_type)");
  CHECK_THROWS_AS(ColumnReader(doubles, "x").id(2), evenload::InvalidDataError);
  CHECK_THROWS_AS(ColumnReader(table_of(std::vector<std::uint8_t>{1}), "x").id(0),
                  evenload::InvalidDataError);
}

TEST_CASE("dates") {
  const Date day = parse_date("2026-11-23");
  const Table dates =
      table_of(std::vector<Date>{day, parse_date("9999-12-31") + std::chrono::days{1}});
  CHECK(ColumnReader(dates, "x").date(0) == day);
  CHECK(
      refusal([&] { ColumnReader(dates, "x").date(1); }) ==
      "cases.x, row 1: expected a date in the years 1 to 9999, found +10000-01-01 (invalid_date)");
  const Table instants =
      table_of(std::vector<Instant>{parse_instant("2026-11-23T00:00:00Z"),
                                    parse_instant("2026-11-23T00:00:00.000001Z"), Instant::min()});
  CHECK(ColumnReader(instants, "x").date(0) == day);
  CHECK(refusal([&] { ColumnReader(instants, "x").date(1); }) ==
        "cases.x, row 1: expected a date, without a time of day, found 2026-11-23T00:00:00.000001Z "
        "(invalid_date)");
  CHECK(error_of([&] { ColumnReader(instants, "x").date(2); }).code == ErrorCode::invalid_date);
  const Table written = texts({" 2026-11-23 ", "2026-11-23T00:00", "2026-11-23 00:00:00",
                               "2026-11-23 00:00:00.000", "2026-11-23T00:00:00Z"});
  for (std::size_t row = 0; row < written.rows(); ++row)
    CHECK(ColumnReader(written, "x").date(row) == day);
  const auto date = [](const ColumnReader& reader) { reader.date(0); };
  for (const char* text : {"2026-02-29", "23/11/2026", "2026-11-23 08:00:00",
                           "2026-11-23T00:00:00+01:00", "2026-11-23T", "2026-11-23Z",
                           "2026-11-23T00:00:00.", "2026-11-23T00:00:00.01", "20261123"}) {
    CHECK(refused(texts({text}), date) ==
          "cases.x, row 0: expected a date such as 2026-11-23, found \"" + std::string(text) +
              "\" (invalid_date)");
  }
  CHECK(refused(table_of(std::vector<std::int64_t>{20261123}), date) ==
        "cases.x, row 0: expected a date such as 2026-11-23, found 20261123 (wrong_type)");
}

TEST_CASE("instants") {
  const Zone zone = Zone::utc();
  const Instant at = parse_instant("2026-11-23T08:15:00Z");
  const Table instants = table_of(std::vector<Instant>{at, Instant::max()});
  CHECK(ColumnReader(instants, "x").instant(0, zone) == at);
  CHECK(refusal([&] { ColumnReader(instants, "x").instant(1, zone); }) ==
        "cases.x, row 1: expected an instant in the years 1 to 9999, found "
        "+294247-01-10T04:00:54.775807Z (invalid_date)");
  const Table written =
      texts({"2026-11-23 09:15:00+01:00", "2026-11-23", "2026-11-23T08:15:00+1"});
  const ColumnReader reader(written, "x");
  CHECK(reader.instant(0, zone) == at);
  CHECK(to_string(reader.instant(1, zone)) == "2026-11-23T00:00:00Z");
  CHECK(refusal([&] { reader.instant(2, zone); }) ==
        "cases.x, row 2: expected an instant such as 2026-11-23T08:15:00+01:00 (without offset: "
        "local to the zone), or a date, found \"2026-11-23T08:15:00+1\" (invalid_date)");
  const Table dates = table_of(std::vector<Date>{parse_date("2026-11-23")});
  CHECK(to_string(ColumnReader(dates, "x").instant(0, zone)) == "2026-11-23T00:00:00Z");
  CHECK(refused(table_of(std::vector<double>{1.5}), [&](const ColumnReader& r) {
          r.instant(0, zone);
        }).find("found 1.5 (wrong_type)") != std::string::npos);
}

TEST_CASE("a date as instant is its midnight in the zone") {
  std::optional<Zone> zone;
  try {
    zone = Zone::load("Europe/Stockholm");
  } catch (const evenload::InvalidDataError&) {
    WARN("skipped: this machine has no zone files");
    return;
  }
  const Table dates =
      table_of(std::vector<Date>{parse_date("2026-11-23"), parse_date("2026-07-01")});
  CHECK(to_string(ColumnReader(dates, "x").instant(0, *zone)) == "2026-11-22T23:00:00Z");
  CHECK(to_string(ColumnReader(dates, "x").instant(1, *zone)) == "2026-06-30T22:00:00Z");
  const Table written = texts({"2026-07-01"});
  CHECK(to_string(ColumnReader(written, "x").instant(0, *zone)) == "2026-06-30T22:00:00Z");
}

TEST_CASE("a text without offset is local to the zone") {
  std::optional<Zone> zone;
  try {
    zone = Zone::load("Europe/Stockholm");
  } catch (const evenload::InvalidDataError&) {
    WARN("skipped: this machine has no zone files");
    return;
  }
  // Winter, summer, a time that the clocks skip, one that comes twice.
  const Table written = texts({"2026-11-23T08:15:00", " 2026-07-01 08:15 ", "2026-03-29 02:30:00",
                               "2026-10-25 02:30:00.5", "2026-07-01 08:15:00Z"});
  const ColumnReader reader(written, "x");
  CHECK(to_string(reader.instant(0, *zone)) == "2026-11-23T07:15:00Z");
  CHECK(to_string(reader.instant(1, *zone)) == "2026-07-01T06:15:00Z");
  CHECK(to_string(reader.instant(2, *zone)) == "2026-03-29T01:30:00Z");
  CHECK(to_string(reader.instant(3, *zone)) == "2026-10-25T00:30:00.5Z");
  CHECK(to_string(reader.instant(4, *zone)) == "2026-07-01T08:15:00Z");
}

TEST_CASE("lists") {
  const Table lists = table_of(std::vector<std::vector<std::string>>{{"a", " b "}, {}, {"\xff"}});
  CHECK(ColumnReader(lists, "x").list(0) == std::vector<std::string>{"a", " b "});
  CHECK(ColumnReader(lists, "x").list(1).empty());
  CHECK(refusal([&] { ColumnReader(lists, "x").list(2); }) ==
        "cases.x, row 2: expected texts in well-formed UTF-8, found the list \"\xEF\xBF\xBD\" "
        "(wrong_type)");
  const Table written = texts({"a; b ;c", "a", ";;", "a;;b;", ""});
  const ColumnReader reader(written, "x");
  CHECK(reader.list(0) == std::vector<std::string>{"a", "b", "c"});
  CHECK(reader.list(1) == std::vector<std::string>{"a"});
  CHECK(reader.list(2).empty());
  CHECK(reader.list(3) == std::vector<std::string>{"a", "b"});
  CHECK(reader.list(4).empty());
  const Table whole = table_of(std::vector<double>{17, missing});
  CHECK(ColumnReader(whole, "x").list(0) == std::vector<std::string>{"17"});
  CHECK(ColumnReader(whole, "x").list(1).empty());
  CHECK(refused(table_of(std::vector<double>{1.5}), [](const ColumnReader& r) { r.list(0); }) ==
        "cases.x, row 0: expected a list of texts (in a file: parted by semicolons), found 1.5 "
        "(wrong_type)");
}

TEST_CASE("what was found is shortened, never a whole record") {
  const std::string long_text(500, 'x');
  const auto integer = [](const ColumnReader& reader) { reader.integer(0); };
  CHECK(refused(texts({long_text}), integer) ==
        "cases.x, row 0: expected a whole number, found \"" + std::string(60, 'x') +
            "…\" (wrong_type)");
  const Table lists =
      table_of(std::vector<std::vector<std::string>>{{"skill", long_text, "other"}});
  CHECK(refused(lists, integer) ==
        "cases.x, row 0: expected a whole number, found the list \"skill;" + std::string(54, 'x') +
            "…\" (wrong_type)");
}

TEST_CASE("readers report their own faults by the same place") {
  const Table table = texts({"purple"});
  CHECK(refused(table,
                [](const ColumnReader& reader) {
                  reader.fail(0, ErrorCode::unknown_weight, "a case type of the weight table");
                }) ==
        "cases.x, row 0: expected a case type of the weight table, found \"purple\" "
        "(unknown_weight)");
}
