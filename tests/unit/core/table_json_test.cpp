#include <cmath>
#include <limits>

#include "error_of.hpp"
#include "evenload/core/table.hpp"

using evenload::Column;
using evenload::ColumnReader;
using evenload::ColumnType;
using evenload::Rational;
using evenload::Table;
using evenload::table_from_json;
using evenload::to_json;
using evenload::test::error_of;

namespace {

Table read(std::string_view json) { return table_from_json("cases", json); }

std::string refused(std::string_view json) {
  return evenload::test::refusal([&] { read(json); });
}

const Column& column(const Table& table, std::string_view name) {
  const Column* found = table.find(name);
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace

TEST_CASE("rows of JSON become columns") {
  const Table table = read(R"([
    {"id": "k1", "weight": 3, "urgent": true,  "skills": ["children", "law"], "note": null},
    {"weight": 2.5, "id": "Å2", "urgent": false, "skills": []},
    {"id": "k3"}])");
  CHECK(table.name() == "cases");
  CHECK(table.rows() == 3);
  REQUIRE(table.columns().size() == 5);
  CHECK(table.columns()[0].name == "id");  // in the order of their first occurrence
  CHECK(table.columns()[4].name == "note");
  CHECK(std::get<std::vector<std::string>>(column(table, "id").values) ==
        std::vector<std::string>{"k1", "Å2", "k3"});
  CHECK(column(table, "id").valid.empty());
  CHECK(column(table, "weight").type() == ColumnType::float64);
  CHECK(std::get<std::vector<double>>(column(table, "weight").values)[0] == 3.0);
  CHECK(column(table, "weight").valid == std::vector<std::uint8_t>{1, 1, 0});
  CHECK(column(table, "urgent").type() == ColumnType::boolean);
  CHECK(std::get<std::vector<std::vector<std::string>>>(column(table, "skills").values)[0] ==
        std::vector<std::string>{"children", "law"});
  CHECK(column(table, "skills").valid == std::vector<std::uint8_t>{1, 1, 0});
  CHECK(column(table, "note").type() == ColumnType::text);
  CHECK(column(table, "note").valid == std::vector<std::uint8_t>{0, 0, 0});
}

TEST_CASE("tables without rows or columns are tables") {
  CHECK(read("[]").rows() == 0);
  CHECK(read(" [ ] ").columns().empty());
  CHECK(read("[{},{}]").rows() == 2);
  CHECK(read("[{},{}]").columns().empty());
  CHECK(to_json(read("[{},{}]")) == "[{},\n{}]");
  CHECK(to_json(Table("x")) == "[]");
}

TEST_CASE("numbers are whole until one is written with a fraction") {
  const auto type = [](std::string_view json) { return column(read(json), "a").type(); };
  CHECK(type(R"([{"a":1},{"a":-2}])") == ColumnType::int64);
  CHECK(type(R"([{"a":1},{"a":null},{"a":2.5}])") == ColumnType::float64);
  CHECK(type(R"([{"a":2.5},{"a":1}])") == ColumnType::float64);
  CHECK(type(R"([{"a":1.0}])") == ColumnType::float64);
  CHECK(type(R"([{"a":1e3}])") == ColumnType::float64);
  const Table extremes = read(R"([{"a":9223372036854775807},{"a":-9223372036854775808}])");
  CHECK(std::get<std::vector<std::int64_t>>(column(extremes, "a").values) ==
        std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::max(),
                                  std::numeric_limits<std::int64_t>::min()});
  const Table mixed = read(R"([{"a":9007199254740992},{},{"a":0.5},{"a":-9007199254740992}])");
  CHECK(std::get<std::vector<double>>(column(mixed, "a").values) ==
        std::vector<double>{9007199254740992.0, 0, 0.5, -9007199254740992.0});
}

TEST_CASE("numbers that cannot be held exactly are refused") {
  CHECK(refused(R"([{"a":1},{"a":9223372036854775808}])") ==
        "cases.a, row 1: expected a whole number within 64 bits, found 9223372036854775808 "
        "(out_of_range)");
  CHECK(refused(R"([{"a":-9223372036854775809}])") ==
        "cases.a, row 0: expected a whole number within 64 bits, found -9223372036854775809 "
        "(out_of_range)");
  CHECK(refused(R"([{"a":18446744073709551616}])") ==
        "cases.a, row 0: expected a whole number within 64 bits, found 18446744073709551616 "
        "(out_of_range)");
  CHECK(refused(R"([{"a":1e999}])") ==
        "cases.a, row 0: expected a number within the range of a double, found a larger one "
        "(out_of_range)");
  const std::string expected =
      "expected whole numbers up to 2^53 in a column that also has fractions, found "
      "9007199254740993 (out_of_range)";
  CHECK(refused(R"([{"a":1},{"a":9007199254740993},{"a":0.5}])") == "cases.a, row 1: " + expected);
  CHECK(refused(R"([{"a":0.5},{},{"a":9007199254740993}])") == "cases.a, row 2: " + expected);
}

TEST_CASE("numbers among texts are texts, so that exact fractions may stand among numbers") {
  const Table table = read(R"([{"a":5,"b":"x"},{"a":"9/2"},{"a":2.5,"b":7},{"b":0.125}])");
  const ColumnReader a(table, "a");
  CHECK(a.rational(0) == Rational(5));
  CHECK(a.rational(1) == Rational(9, 2));
  CHECK(a.rational(2) == Rational(5, 2));
  CHECK_FALSE(a.has(3));
  const ColumnReader b(table, "b");
  CHECK(b.text(0) == "x");
  CHECK_FALSE(b.has(1));
  CHECK(b.text(2) == "7");
  CHECK(b.text(3) == "0.125");
  const Table floats = read(R"([{"a":2.5},{},{"a":"1/3"}])");
  CHECK(ColumnReader(floats, "a").rational(0) == Rational(5, 2));
  CHECK(ColumnReader(floats, "a").rational(2) == Rational(1, 3));
}

TEST_CASE("mixed types are refused with their place") {
  CHECK(refused(R"([{"a":1.5},{"a":true}])") ==
        "cases.a, row 1: expected a column of one type, here float64, found true or false "
        "(wrong_type)");
  CHECK(refused(R"([{"a":["x"]},{"a":"x"}])") ==
        "cases.a, row 1: expected a column of one type, here text_list, found text (wrong_type)");
  CHECK(refused(R"([{"a":true},{"a":[]}])") ==
        "cases.a, row 1: expected a column of one type, here boolean, found a list (wrong_type)");
}

TEST_CASE("other shapes than rows are refused with their place") {
  for (const char* json : {"{}", "1", "\"x\"", "true"})
    CHECK(error_of([&] { read(json); }).code == evenload::ErrorCode::wrong_type);
  CHECK(refused("null") == "cases: expected a JSON array of objects, found null (wrong_type)");
  CHECK(refused("[1]") == "cases, row 0: expected an object, found a number (wrong_type)");
  CHECK(refused("[{},[]]") == "cases, row 1: expected an object, found an array (wrong_type)");
  CHECK(refused("[{},null]") == "cases, row 1: expected an object, found null (wrong_type)");
  CHECK(refused(R"([{"a":{"b":1}}])") ==
        "cases.a, row 0: expected a number, text, true, false, null or a list of texts, found an "
        "object (wrong_type)");
  CHECK(refused(R"([{"a":[1]}])") ==
        "cases.a, row 0: expected a list of texts, found a number in the list (wrong_type)");
  CHECK(refused(R"([{"a":["x",null]}])") ==
        "cases.a, row 0: expected a list of texts, found null in the list (wrong_type)");
  CHECK(refused(R"([{"a":[[]]}])") ==
        "cases.a, row 0: expected a list of texts, found an array in the list (wrong_type)");
}

TEST_CASE("a name twice in a row is refused") {
  CHECK(refused(R"([{"a":1,"b":2,"a":3}])") ==
        "cases.a, row 0: expected each name once in a row, found a second one (duplicate_id)");
  CHECK(refused(R"([{"a":1},{"a":null,"\u0061":null}])") ==
        "cases.a, row 1: expected each name once in a row, found a second one (duplicate_id)");
}

TEST_CASE("malformed JSON is refused with its place") {
  CHECK(refused("") ==
        "cases: expected a JSON array of objects, found malformed JSON at byte 1 (parse_error)");
  CHECK(refused("[{\"a\":1},") ==
        "cases, row 1: expected a JSON array of objects, found malformed JSON at byte 10 "
        "(parse_error)");
  CHECK(refused("[{\"a\":01}]").find("cases.a, row 0") == 0);
  for (const char* json : {"[", "[{]", "[{\"a\"}]", "[{\"a\":}]", "[] x", "[{\"a\":NaN}]",
                           "[{\"a\":'x'}]", "[{\"a\":\"\xff\"}]", "[{\"a\":\"\xED\xA0\x80\"}]",
                           "[{\"a\":\"\\ud800\"}]", "[{\"a\":1,}]", "[{\"a\":\"x\ny\"}]"}) {
    CAPTURE(json);
    CHECK(error_of([&] { read(json); }).code == evenload::ErrorCode::parse_error);
  }
}

TEST_CASE("depth does not exhaust the stack") {
  CHECK(refused(std::string(1'000'000, '[')) ==
        "cases, row 0: expected an object, found an array (wrong_type)");
  CHECK(refused("[{\"a\":" + std::string(1'000'000, '[')).find("wrong_type") != std::string::npos);
}

TEST_CASE("a short document cannot ask for a huge table") {
  std::string wide = "[{";
  for (int i = 0; i < 1001; ++i) wide += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
  CHECK(refused(wide + "}]") ==
        "cases, row 0: expected at most 1000 columns, found more (out_of_range)");

  std::string sparse = "[{";
  for (int i = 0; i < 1000; ++i) sparse += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
  sparse += "}";
  for (int i = 0; i < 100'000; ++i) sparse += ",{}";
  const auto info = error_of([&] { read(sparse + "]"); });
  CHECK(info.code == evenload::ErrorCode::out_of_range);
  CHECK(info.expected == "a table that is not nearly empty");

  std::string tall = "[{\"a\":1}";
  for (int i = 0; i < 200'000; ++i) tall += ",{\"a\":1}";
  CHECK(read(tall + "]").rows() == 200'001);
}

TEST_CASE("tables are written as rows") {
  Table table("cases");
  table.add({"b", std::vector<std::uint8_t>{1, 0}, {}});
  table.add({"i", std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min(), 0}, {1, 0}});
  table.add({"f", std::vector<double>{3, std::nan("")}, {}});
  table.add({"t", std::vector<std::string>{"a\"\\\n\x01é", ""}, {}});
  table.add({"d", std::vector<evenload::Date>{evenload::parse_date("2026-11-23"), {}}, {1, 0}});
  table.add({"u",
             std::vector<evenload::Instant>{evenload::parse_instant("2026-11-23T08:15:00Z"), {}},
             {}});
  table.add({"l", std::vector<std::vector<std::string>>{{"x", "y"}, {}}, {}});
  CHECK(to_json(table) ==
        "[{\"b\":true,\"i\":-9223372036854775808,\"f\":3.0,\"t\":\"a\\\"\\\\\\u000a\\u0001é\","
        "\"d\":\"2026-11-23\",\"u\":\"2026-11-23T08:15:00Z\","
        "\"l\":[\"x\",\"y\"]},\n"
        "{\"b\":false,\"i\":null,\"f\":null,\"t\":\"\",\"d\":null,\"u\":\"1970-01-01T00:00:00Z\","
        "\"l\":[]}]");
}

TEST_CASE("what JSON cannot hold is refused with its place") {
  Table infinite("loads");
  infinite.add({"ratio", std::vector<double>{1, -HUGE_VAL}, {}});
  CHECK(evenload::test::refusal([&] { to_json(infinite); }) ==
        "loads.ratio, row 1: expected a finite number, found -inf (not_finite)");
  Table malformed("loads");
  malformed.add({"name", std::vector<std::string>{"\xff"}, {}});
  CHECK(
      evenload::test::refusal([&] { to_json(malformed); }) ==
      "loads.name, row 0: expected text in well-formed UTF-8, found \"\xEF\xBF\xBD\" (wrong_type)");
}
