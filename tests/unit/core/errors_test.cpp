#include "evenload/core/errors.hpp"

#include <set>

#include "error_of.hpp"

using evenload::describe;
using evenload::Error;
using evenload::error_code_from_string;
using evenload::error_info_from_json;
using evenload::ErrorCode;
using evenload::ErrorInfo;
using evenload::to_json;
using evenload::to_string;
using evenload::test::refusal;

namespace {

bool same(const ErrorInfo& a, const ErrorInfo& b) {
  return a.code == b.code && a.table == b.table && a.column == b.column && a.row == b.row &&
         a.expected == b.expected && a.found == b.found;
}

}  // namespace

TEST_CASE("error codes keep their numbers and names") {
  CHECK(static_cast<int>(ErrorCode::internal) == 1);
  CHECK(static_cast<int>(ErrorCode::overflow) == 4);
  CHECK(static_cast<int>(ErrorCode::missing_column) == 10);
  CHECK(static_cast<int>(ErrorCode::duplicate_id) == 17);
  CHECK(static_cast<int>(ErrorCode::unknown_field) == 31);
  CHECK(static_cast<int>(ErrorCode::stale_version) == 32);
  std::set<std::string> names;
  for (int number = 1; number <= 32; ++number) {
    const auto code = static_cast<ErrorCode>(number);
    const std::string name(to_string(code));
    const bool is_hole = number >= 5 && number <= 9;
    CHECK((name == "unknown") == is_hole);
    if (is_hole) continue;
    CHECK(error_code_from_string(name) == code);
    CHECK(names.insert(name).second);
  }
  CHECK(to_string(ErrorCode::ends_before_start) == "ends_before_start");
}

TEST_CASE("an unknown name of an error code is an invalid argument") {
  for (const char* name : {"", "unknown", "Internal", "duplicate_id "}) {
    const ErrorInfo info = evenload::test::error_of<Error>([&] { error_code_from_string(name); });
    CHECK(info.code == ErrorCode::invalid_argument);
    CHECK(info.expected == "the name of an error code");
    CHECK(info.found == "\"" + std::string(name) + "\"");
  }
}

TEST_CASE("an error tells place, expectation and finding") {
  ErrorInfo info{ErrorCode::negative_value, "cases", "weight", 3, "a number of at least 0", "-2"};
  CHECK(describe(info) ==
        "cases.weight, row 3: expected a number of at least 0, found -2 (negative_value)");
  CHECK(std::string(Error(info).what()) == describe(info));
  CHECK(Error(info).code() == ErrorCode::negative_value);
  CHECK(same(Error(info).info(), info));
  info.row.reset();
  CHECK(describe(info) ==
        "cases.weight: expected a number of at least 0, found -2 (negative_value)");
  info.column.clear();
  CHECK(describe(info) == "cases: expected a number of at least 0, found -2 (negative_value)");
  info.table.clear();
  CHECK(describe(info) == "expected a number of at least 0, found -2 (negative_value)");
  info.found.clear();
  CHECK(describe(info) == "expected a number of at least 0 (negative_value)");
  info.expected.clear();
  CHECK(describe(info) == "negative_value");
  info.found = "-2";
  CHECK(describe(info) == "found -2 (negative_value)");
  CHECK(describe({ErrorCode::cycle, "phases", "", 0, "", ""}) == "phases, row 0 (cycle)");
  CHECK(describe({ErrorCode::wrong_type, "", "threads", {}, "a number", "text"}) ==
        "threads: expected a number, found text (wrong_type)");
}

TEST_CASE("an error travels as JSON") {
  const ErrorInfo full{ErrorCode::duplicate_id,          "cases", "id", 7, "each id once",
                       "\"Ärende\t1\", already in row 2"};
  CHECK(
      to_json(full) ==
      R"({"code":"duplicate_id","table":"cases","column":"id","row":7,"expected":"each id once","found":"\"Ärende\t1\", already in row 2"})");
  CHECK(same(error_info_from_json(to_json(full)), full));
  const ErrorInfo bare{ErrorCode::internal, "", "", {}, "", ""};
  CHECK(to_json(bare) ==
        R"({"code":"internal","table":"","column":"","row":null,"expected":"","found":""})");
  CHECK(same(error_info_from_json(to_json(bare)), bare));
  CHECK(same(error_info_from_json(R"({"code":"internal","later":[1,2]})"), bare));
}

TEST_CASE("an error with malformed text still gets through") {
  const ErrorInfo info{ErrorCode::missing_column, "cases", "\xff", {}, "", ""};
  CHECK(error_info_from_json(to_json(info)).column == "\xEF\xBF\xBD");
}

TEST_CASE("malformed JSON of an error is refused") {
  const auto refused = [](const char* json) {
    return refusal([&] { error_info_from_json(json); });
  };
  CHECK(refused("") == "error: expected a JSON object, found malformed JSON (parse_error)");
  CHECK(refused("[]") == "error: expected a JSON object, found array (parse_error)");
  CHECK(refused("{}") ==
        "error.code: expected the name of an error code, found \"\" (parse_error)");
  CHECK(refused(R"({"code":"nope"})") ==
        "error.code: expected the name of an error code, found \"nope\" (parse_error)");
  CHECK(refused(R"({"code":4})") == "error.code: expected text, found number (parse_error)");
  CHECK(refused(R"({"code":"cycle","table":[1]})") ==
        "error.table: expected text, found array (parse_error)");
  CHECK(refused(R"({"code":"cycle","row":1.5})") ==
        "error.row: expected a whole number or null, found 1.5 (parse_error)");
  CHECK(refused(R"({"code":"cycle","row":18446744073709551615})") ==
        "error.row: expected a whole number or null, found 18446744073709551615 (parse_error)");
  CHECK(refused(R"({"code":"cycle","row":"1"})") ==
        "error.row: expected a whole number or null, found string (parse_error)");
  CHECK(refused(std::string(20'000, '[').c_str()) ==
        "error: expected a JSON object, found malformed JSON (parse_error)");
}
