#include "src/core/json_reader.hpp"

#include "src/core/json_writer.hpp"
#include "catch.hpp"
#include "error_of.hpp"

using namespace evenload;
using namespace evenload::json_io;
using evenload::test::error_if_any;

namespace {

/// Reads `text` as an object called "doc" and gives what `read` makes of it.
template <class Read>
auto with(std::string_view text, Read read) {
  const Json json = parse(text, "doc");
  ObjectReader reader(json, "doc");
  return read(reader);
}

template <class Read>
ErrorInfo error_with(std::string_view text, Read read) {
  return error_if_any([&] { with(text, read); });
}

}  // namespace

TEST_CASE("JSON syntax errors say where") {
  const auto found = [](std::string_view text) {
    const ErrorInfo info = error_if_any([&] { parse(text, "doc"); });
    CHECK(info.code == ErrorCode::parse_error);
    CHECK(info.table == "doc");
    return info.found;
  };
  CHECK(found("") == "an empty text");
  CHECK(found("{\"a\":\n  1,,}") == "a syntax error at line 2, column 5");
  CHECK(found("[1, 2") == "a syntax error at line 1, column 6");
  CHECK(found("NaN") == "a syntax error at line 1, column 1");
  CHECK(found("\"\xff\"") == "a syntax error at line 1, column 2");
  CHECK(found(R"({"a": 1, "b": {"a": 2, "a": 3}})") == "\"a\" twice");
  CHECK(found(std::string(200000, '[')) == "deeper nesting");
  CHECK_NOTHROW(parse(R"([{"a": 1}, {"a": 2}])", "doc"));
}

TEST_CASE("JSON numbers beyond a double") {
  CHECK(error_if_any([] { parse("[1e999]", "doc"); }).code == ErrorCode::not_finite);
}

TEST_CASE("rationals are numbers or fractions") {
  const auto value = [](std::string_view text) {
    return with(text, [](ObjectReader& r) { return r.rational("x"); });
  };
  CHECK(value(R"({"x": 3})") == Rational(3));
  CHECK(value(R"({"x": -3})") == Rational(-3));
  CHECK(value(R"({"x": 0.1})") == Rational(1, 10));
  CHECK(value(R"({"x": "1/17"})") == Rational(1, 17));
  CHECK(value(R"({"x": "2.5"})") == Rational(5, 2));
  CHECK(value(R"({"x": 9223372036854775807})") == Rational(INT64_MAX));
  const auto code = [](std::string_view text) {
    return error_with(text, [](ObjectReader& r) { return r.rational("x"); }).code;
  };
  CHECK(code(R"({"x": 9223372036854775808})") == ErrorCode::out_of_range);
  CHECK(code(R"({"x": "1/0"})") != ErrorCode::internal);
  CHECK(code(R"({"x": "one"})") == ErrorCode::parse_error);
  CHECK(code(R"({"x": [1]})") == ErrorCode::wrong_type);
  CHECK(code(R"({"x": null})") == ErrorCode::missing_value);
  CHECK(code("{}") == ErrorCode::missing_value);
}

TEST_CASE("an overflow keeps its kind and gets its place") {
  const Json json = parse(R"({"x": 1e300})", "doc");
  ObjectReader reader(json, "doc");
  try {
    reader.rational("x");
    FAIL("no error");
  } catch (const OverflowError& error) {
    CHECK(error.info().table == "doc");
    CHECK(error.info().column == "x");
  }
}

TEST_CASE("rationals are written exactly") {
  CHECK(to_json(Rational(5)).dump() == "5");
  CHECK(to_json(Rational(1, 17)).dump() == "\"1/17\"");
  CHECK(to_json(Rational(INT64_MIN)).dump() == "-9223372036854775808");
}

TEST_CASE("whole numbers may be written with a point, others are refused") {
  const auto integer = [](ObjectReader& r) { return r.integer("x"); };
  CHECK(with(R"({"x": 3.0})", integer) == 3);
  CHECK(error_with(R"({"x": 3.5})", integer).code == ErrorCode::wrong_type);
  CHECK(error_with(R"({"x": 1e30})", integer).code == ErrorCode::out_of_range);
  CHECK(error_with(R"({"x": 18446744073709551615})", integer).code == ErrorCode::out_of_range);
  CHECK(error_with(R"({"x": "3"})", integer).code == ErrorCode::wrong_type);
}

TEST_CASE("defaults stand in for absent and null, not for wrong values") {
  with(R"({"a": null})", [](ObjectReader& r) {
    CHECK(r.integer("a", 7) == 7);
    CHECK(r.text("b", "x") == "x");
    CHECK(r.boolean("c", true));
    CHECK(r.number("d", 0.5) == 0.5);
    CHECK(r.rational("e", Rational(1, 3)) == Rational(1, 3));
    CHECK_FALSE(r.maybe_date("f").has_value());
    CHECK(r.texts("g").empty());
    CHECK_FALSE(r.has("a"));
    r.finish();
    return 0;
  });
  CHECK(error_with(R"({"a": "7"})", [](ObjectReader& r) { return r.integer("a", 7); }).code == ErrorCode::wrong_type);
  CHECK(error_with(R"({"a": 1})", [](ObjectReader& r) { return r.boolean("a", true); }).code == ErrorCode::wrong_type);
  CHECK(error_with(R"({"a": 1})", [](ObjectReader& r) { return r.text("a", ""); }).code == ErrorCode::wrong_type);
}

TEST_CASE("dates and instants") {
  with(R"({"d": "2026-11-23", "i": "2026-11-23T08:15:00+01:00", "all": ["2026-12-24", "2026-12-31"]})", [](ObjectReader& r) {
    CHECK(to_string(r.date("d")) == "2026-11-23");
    CHECK(to_string(r.instant("i")) == to_string(parse_instant("2026-11-23T07:15:00Z")));
    CHECK(r.dates("all").size() == 2);
    return 0;
  });
  CHECK(error_with(R"({"d": 20261123})", [](ObjectReader& r) { return r.date("d"); }).code == ErrorCode::invalid_date);
  const ErrorInfo info = error_with(R"({"all": ["2026-12-24", "2026-13-01"]})", [](ObjectReader& r) { return r.dates("all"); });
  CHECK(info.code == ErrorCode::invalid_date);
  CHECK(info.table == "doc.all");
  CHECK(info.row == 1);
}

TEST_CASE("ids with and without a system") {
  with(R"({"a": "7", "b": {"system": "hr", "id": "7"}, "c": ["x", {"system": "hr", "id": "y"}]})", [](ObjectReader& r) {
    CHECK(r.id<CaseId>("a") == CaseId("7"));
    CHECK(r.id<CaseId>("b") == CaseId("hr", "7"));
    CHECK(r.ids<CaseId>("c") == std::vector{CaseId("x"), CaseId("hr", "y")});
    CHECK_FALSE(r.maybe_id<CaseId>("d").has_value());
    return 0;
  });
  const auto code = [](std::string_view text) {
    return error_with(text, [](ObjectReader& r) { return r.id<CaseId>("a"); }).code;
  };
  CHECK(code(R"({"a": ""})") == ErrorCode::invalid_id);
  CHECK(code(R"({"a": "x\ny"})") == ErrorCode::invalid_id);
  CHECK(code(R"({"a": 7})") == ErrorCode::wrong_type);
  CHECK(code(R"({"a": {"id": "7"}})") == ErrorCode::wrong_type);
  CHECK(code(R"({"a": {"system": 3, "id": "7"}})") == ErrorCode::wrong_type);
  CHECK(to_json(CaseId("hr", "7")).dump() == R"({"id":"7","system":"hr"})");
}

TEST_CASE("choices are named in the error") {
  enum class Size { small, large };
  constexpr std::array<Choice<Size>, 2> sizes{{{"small", Size::small}, {"large", Size::large}}};
  const auto read = [&](ObjectReader& r) { return r.choice("size", sizes); };
  CHECK(with(R"({"size": "large"})", read) == Size::large);
  const ErrorInfo info = error_with(R"({"size": "huge"})", read);
  CHECK(info.code == ErrorCode::out_of_range);
  CHECK(info.expected == "one of \"small\", \"large\"");
  CHECK(info.found == "\"huge\"");
  CHECK(error_with("{}", read).code == ErrorCode::missing_value);
  CHECK(name_of(sizes, Size::large) == "large");
  CHECK_THROWS_AS(name_of(sizes, static_cast<Size>(9)), Error);
}

TEST_CASE("nested objects extend the path, arrays give rows") {
  const auto read_point = [](ObjectReader& r) { return r.integer("x"); };
  const auto read_shape = [&](ObjectReader& r) { return r.objects("points", read_point); };
  const auto read = [&](ObjectReader& r) { return r.objects("shapes", read_shape); };
  CHECK(with(R"({"shapes": [{"points": [{"x": 1}, {"x": 2}]}, {}]})", read) == std::vector<std::vector<std::int64_t>>{{1, 2}, {}});
  const ErrorInfo info = error_with(R"({"shapes": [{}, {"points": [{"x": 1}, {"x": "2"}]}]})", read);
  CHECK(describe(info) == "doc.shapes[1].points.x, row 1: expected a whole number, found \"2\" (wrong_type)");
  const ErrorInfo unknown = error_with(R"({"shapes": [{"points": [{"x": 1, "y": 2}]}]})", read);
  CHECK(unknown.code == ErrorCode::unknown_field);
  CHECK(unknown.column == "y");
  CHECK(unknown.row == 0);
  CHECK(unknown.expected == "one of the fields x");
  CHECK(error_with(R"({"shapes": {}})", read).code == ErrorCode::wrong_type);
  CHECK(error_with(R"({"shapes": [3]})", read).table == "doc.shapes");
}

TEST_CASE("objects whose keys are data") {
  std::vector<std::pair<std::string, std::int64_t>> members;
  const auto read = [&](ObjectReader& r) {
    r.integer_members("counts", [&](const std::string& name, std::int64_t count) { members.emplace_back(name, count); });
    r.finish();
    return 0;
  };
  with(R"({"counts": {"b": 2, "a": 1}})", read);
  CHECK(members == std::vector<std::pair<std::string, std::int64_t>>{{"a", 1}, {"b", 2}});
  const ErrorInfo info = error_with(R"({"counts": {"b": "2"}})", read);
  CHECK(info.table == "doc.counts");
  CHECK(info.column == "b");
}

TEST_CASE("a document that is no object") {
  const ErrorInfo info = error_if_any([] { read_document("[]", "doc", [](ObjectReader&) { return 0; }); });
  CHECK(info.code == ErrorCode::wrong_type);
  CHECK(info.found == "an array");
}

TEST_CASE("schema versions") {
  const auto read = [](std::string_view text) {
    return error_if_any([&] { read_document(text, "doc", [](ObjectReader&) { return 0; }, {2, 3}); }).code;
  };
  CHECK(read(R"({"schema_version": "2.3"})") == ErrorCode::internal);
  CHECK(read(R"({"schema_version": "2.0"})") == ErrorCode::internal);
  CHECK(read(R"({"schema_version": "2.99"})") == ErrorCode::internal);
  for (const char* version : {"\"1.3\"", "\"3.0\"", "\"2\"", "\"2.\"", "\"2.3.1\"", "\"-2.3\"", "\"2.3 \"", "2.3", "\"99999999999999999999.0\""}) {
    CAPTURE(version);
    CHECK(read(std::string(R"({"schema_version": )") + version + "}") == ErrorCode::unsupported_schema);
  }
  CHECK(read("{}") == ErrorCode::missing_value);
}

TEST_CASE("a newer minor version without a place to keep its fields is refused") {
  const auto read_leaf = [](ObjectReader& r) { return r.integer("x"); };
  const auto code = [&](std::string_view text) {
    return error_if_any([&] { read_document(text, "doc", [&](ObjectReader& r) { return r.object("leaf", read_leaf); }); }).code;
  };
  CHECK(code(R"({"schema_version": "1.1", "leaf": {"x": 1}})") == ErrorCode::internal);
  CHECK(code(R"({"schema_version": "1.1", "leaf": {"x": 1, "new": 2}})") == ErrorCode::unknown_field);
  CHECK(code(R"({"schema_version": "1.1", "leaf": {"x": 1}, "new": 2})") == ErrorCode::unknown_field);
}
