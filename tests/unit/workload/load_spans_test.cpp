#include "evenload/workload/load_spans.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

/// Two people in one unit, three weeks, one category.
struct Columns {
  std::vector<std::int32_t> holder{0, 1, 0};
  std::vector<std::int32_t> from{0, 5, 7};
  std::vector<std::int32_t> to{14, still_held, 13};
  std::vector<std::int32_t> case_code{0, 1, 0};
  std::vector<std::int32_t> slot{0, 0, 1};
  std::vector<std::int64_t> weight{4, 3, 1};
  std::vector<std::int32_t> category{0, 0, 0};
  std::vector<std::int32_t> unit{0, 0};

  LoadSpans spans() const {
    LoadSpans spans;
    spans.people = 2;
    spans.units = 1;
    spans.cases = 2;
    spans.categories = 1;
    spans.weeks = 3;
    spans.holder = holder;
    spans.from = from;
    spans.to = to;
    spans.case_code = case_code;
    spans.slot = slot;
    spans.weight = weight;
    spans.category = category;
    spans.unit = unit;
    return spans;
  }
};

ErrorInfo error_of_columns(const Columns& columns) {
  return error_if_any([&] { weekly_load(columns.spans(), 2); });
}

}  // namespace

TEST_CASE("rows count on the measuring days they cover") {
  const Columns columns;
  for (const int threads : {0, 1, 2, 7}) {
    const WeeklyLoad sums = weekly_load(columns.spans(), threads);
    CHECK(sums.people.load == std::vector<std::int64_t>{4, 5, 4, 0, 3, 3});
    CHECK(sums.people.cases == std::vector<std::int32_t>{1, 1, 1, 0, 1, 1});
    CHECK(sums.people.by_category == sums.people.cases);
    CHECK(sums.units.load == std::vector<std::int64_t>{4, 8, 7});
    CHECK(sums.units.cases == std::vector<std::int32_t>{1, 2, 2});
    CHECK(sums.municipality.cases == sums.units.cases);
    CHECK(sums.unheld.load == std::vector<std::int64_t>(6, 0));
  }
}

TEST_CASE("a case of two people counts once in their unit") {
  Columns columns;
  columns.holder = {0, 1, 1};
  const WeeklyLoad sums = weekly_load(columns.spans());
  CHECK(sums.people.cases == std::vector<std::int32_t>{1, 1, 1, 0, 2, 1});
  CHECK(sums.units.cases == std::vector<std::int32_t>{1, 2, 2});
  CHECK(sums.municipality.by_category == std::vector<std::int32_t>{1, 2, 2});
}

TEST_CASE("a kind weighs what the version of the week says") {
  Columns columns;
  const std::vector<std::int32_t> kind{0, 1, 1};
  const std::vector<std::int64_t> table{4, 3, 8, 30};
  const std::vector<std::int32_t> version{0, 1, 1};
  LoadSpans spans = columns.spans();
  spans.weight = {};
  spans.kind = kind;
  spans.kinds = 2;
  spans.kind_weight = table;
  spans.version = version;
  CHECK(weekly_load(spans).people.load == std::vector<std::int64_t>{4, 38, 8, 0, 30, 30});
  const std::vector<std::int64_t> holes{4, -1, 8, 30};
  spans.kind_weight = holes;
  CHECK(weekly_load(spans).people.load[0] == 4);  // kind 1 begins later
  const std::vector<std::int64_t> missing{4, 3, -1, 30};
  spans.kind_weight = missing;
  const ErrorInfo error = error_if_any([&] { weekly_load(spans); });
  CHECK(error.code == ErrorCode::unknown_weight);
  CHECK(error.row == 0);
}

TEST_CASE("rows that nobody holds are sums of their own") {
  Columns columns;
  columns.holder = {-1, -1, 0};
  const std::vector<std::int32_t> unit{0, -1, -1};
  LoadSpans spans = columns.spans();
  spans.case_unit = unit;
  const WeeklyLoad sums = weekly_load(spans);
  CHECK(sums.unheld.load == std::vector<std::int64_t>{4, 4, 4, 0, 3, 3});
  CHECK(sums.unheld.cases == std::vector<std::int32_t>{1, 1, 1, 0, 1, 1});
  CHECK(sums.municipality.load == std::vector<std::int64_t>{0, 1, 0});
}

TEST_CASE("empty columns give empty sums") {
  const WeeklyLoad none = weekly_load(LoadSpans());
  CHECK(none.people.load.empty());
  LoadSpans people;
  people.people = 2;
  people.weeks = 2;
  CHECK(weekly_load(people).people.load == std::vector<std::int64_t>(4, 0));
}

TEST_CASE("wrong columns name column and row") {
  Columns columns;
  columns.to[1] = 4;
  CHECK(error_of_columns(columns).code == ErrorCode::ends_before_start);
  CHECK(error_of_columns(columns).column == "to");
  CHECK(error_of_columns(columns).row == 1);
  columns = {};
  columns.holder[2] = 2;
  CHECK(error_of_columns(columns).column == "caseworker");
  columns.holder[2] = -2;
  CHECK(error_of_columns(columns).code == ErrorCode::out_of_range);
  columns = {};
  columns.weight[0] = -1;
  CHECK(error_of_columns(columns).code == ErrorCode::negative_value);
  columns = {};
  columns.case_code[1] = 2;
  CHECK(error_of_columns(columns).column == "case");
  columns = {};
  columns.category[1] = 1;
  CHECK(error_of_columns(columns).column == "categories");
  columns = {};
  columns.unit[1] = 1;
  CHECK(error_of_columns(columns).table == "caseworkers");
  columns = {};
  columns.slot = {0, 0, 0};
  CHECK(error_of_columns(columns).code == ErrorCode::overlap_in_bands);
  CHECK(error_of_columns(columns).found == "rows 0 and 2 meet");
  columns = {};
  columns.from.pop_back();
  CHECK(error_of_columns(columns).code == ErrorCode::length_mismatch);
  columns = {};
  columns.weight = {std::int64_t{1} << 61, std::int64_t{1} << 61, 0};
  CHECK(error_of_columns(columns).code == ErrorCode::overflow);
  columns = {};
  CHECK(error_if_any([&] { weekly_load(columns.spans(), -1); }).column == "threads");
  LoadSpans huge;
  huge.people = std::size_t{1} << 31;
  CHECK(error_if_any([&] { weekly_load(huge); }).code == ErrorCode::out_of_range);
  huge.people = huge.weeks = std::size_t{1} << 30;
  CHECK(error_if_any([&] { weekly_load(huge); }).code == ErrorCode::out_of_range);
}

TEST_CASE("cells are rated as a measurement is") {
  const std::vector<std::int64_t> load{17, 22, 33, 5, 0};
  const std::vector<std::int64_t> capacity{20, 20, 30, 0, 10};
  const std::vector<BandStart> bands{{0, false}, {1, false}, {Rational(11, 10), true}};
  const RatedCells rated = rate_cells(load, 1, capacity, 1, bands);
  CHECK(rated.ratio[0] == 0.85);
  CHECK(rated.band == std::vector<std::int32_t>{0, 1, 1, -1, 0});
  CHECK(std::isnan(rated.ratio[3]));
  // Halves of points over thirds of capacity: 33/2 over 30/3 is 1.65.
  CHECK(rate_cells(load, 2, capacity, 3, bands).ratio[2] == 1.65);
  // 2.0005 is rounded half up.
  const std::vector<std::int64_t> half{20005}, whole{10000};
  CHECK(rate_cells(half, 1, whole, 1, {}, 3).ratio[0] == 2.001);
  CHECK(rate_cells(half, 1, whole, 1, {}, 0).ratio[0] == 2);
  const std::vector<std::int64_t> large{std::numeric_limits<std::int64_t>::max()};
  CHECK(rate_cells(large, 3, large, 3).ratio[0] == 1);
  CHECK(error_if_any([&] { rate_cells(load, 0, capacity, 1); }).code == ErrorCode::out_of_range);
  CHECK(error_if_any([&] { rate_cells(load, 1, half, 1); }).code == ErrorCode::length_mismatch);
  CHECK(error_if_any([&] { rate_cells(load, 1, capacity, 1, {}, 10); }).column == "decimals");
  const std::vector<std::int64_t> negative{-1};
  CHECK(error_if_any([&] { rate_cells(negative, 1, whole, 1); }).code == ErrorCode::negative_value);
}
