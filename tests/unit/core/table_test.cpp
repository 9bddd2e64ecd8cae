#include "evenload/core/table.hpp"

#include "error_of.hpp"

using evenload::check_unique;
using evenload::Column;
using evenload::ColumnType;
using evenload::Table;
using evenload::to_string;
using evenload::test::refusal;

namespace {

Column integers(std::string name, std::vector<std::int64_t> values,
                std::vector<std::uint8_t> valid = {}) {
  return {std::move(name), std::move(values), std::move(valid)};
}

}  // namespace

TEST_CASE("column types follow the order of their values") {
  CHECK(Column{"", std::vector<std::uint8_t>{}, {}}.type() == ColumnType::boolean);
  CHECK(Column{"", std::vector<std::int64_t>{}, {}}.type() == ColumnType::int64);
  CHECK(Column{"", std::vector<double>{}, {}}.type() == ColumnType::float64);
  CHECK(Column{"", std::vector<std::string>{}, {}}.type() == ColumnType::text);
  CHECK(Column{"", std::vector<evenload::Date>{}, {}}.type() == ColumnType::date);
  CHECK(Column{"", std::vector<evenload::Instant>{}, {}}.type() == ColumnType::instant);
  CHECK(Column{"", std::vector<std::vector<std::string>>{}, {}}.type() == ColumnType::text_list);
  CHECK(to_string(ColumnType::boolean) == "boolean");
  CHECK(to_string(ColumnType::int64) == "int64");
  CHECK(to_string(ColumnType::float64) == "float64");
  CHECK(to_string(ColumnType::text) == "text");
  CHECK(to_string(ColumnType::date) == "date");
  CHECK(to_string(ColumnType::instant) == "instant");
  CHECK(to_string(ColumnType::text_list) == "text_list");
}

TEST_CASE("a column knows its size and what is missing") {
  const Column column = integers("a", {1, 2, 3}, {1, 0, 1});
  CHECK(column.size() == 3);
  CHECK(column.is_valid(0));
  CHECK_FALSE(column.is_valid(1));
  CHECK(integers("a", {1}).is_valid(0));
}

TEST_CASE("a table holds columns of one length under different names") {
  Table table("cases");
  CHECK(table.rows() == 0);
  table.add(integers("a", {1, 2}));
  CHECK(table.rows() == 2);
  table.add(integers("b", {3, 4}, {0, 1}));
  REQUIRE(table.find("b") != nullptr);
  CHECK(table.find("b")->name == "b");
  CHECK(table.find("c") == nullptr);
  CHECK(table.columns().size() == 2);
  CHECK(refusal([&] { table.add(integers("c", {1})); }) ==
        "cases.c: expected 2 rows, found 1 row (length_mismatch)");
  CHECK(refusal([&] { table.add(integers("a", {1, 2})); }) ==
        "cases.a: expected each column once, found a second one of that name (duplicate_id)");
  CHECK(refusal([&] { table.add(integers("c", {1, 2}, {1})); }) ==
        "cases.c: expected one validity flag for each of 2 rows, found 1 flags (length_mismatch)");
  CHECK(table.columns().size() == 2);
}

TEST_CASE("a number of rows that was given binds the first column too") {
  Table table("cases", 3);
  CHECK(table.rows() == 3);
  CHECK(refusal([&] { table.add(integers("a", {1})); }) ==
        "cases.a: expected 3 rows, found 1 row (length_mismatch)");
  Table empty("cases");
  empty.add(integers("a", {}));
  CHECK(refusal([&] { empty.add(integers("b", {1})); }) ==
        "cases.b: expected 0 rows, found 1 row (length_mismatch)");
}

TEST_CASE("the second of two equal ids is named") {
  const Table table("cases", 4);
  CHECK_NOTHROW(check_unique(table, "id", {}));
  CHECK_NOTHROW(check_unique(table, "id", {"a", "b", "A", "a "}));
  CHECK(refusal([&] { check_unique(table, "id", {"a", "b", "b", "a"}); }) ==
        "cases.id, row 2: expected each id once, found \"b\", already in row 1 (duplicate_id)");
}
