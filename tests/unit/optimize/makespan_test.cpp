// makespan: answers of known problems, degenerate shapes, refusals, control.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/makespan.hpp"
#include "support/catch.hpp"
#include "solve_options.hpp"

namespace {

using evenload::test::limited;

using evenload::ErrorCode;
using evenload::Outcome;
using evenload::SolveOptions;
using evenload::StopReason;
namespace optimize = evenload::optimize;
using Clock = std::chrono::steady_clock;

struct Table {
  std::size_t rows, columns;
  std::vector<std::int64_t> times;
  std::vector<std::int64_t> base;
  std::vector<std::int32_t> start;

  optimize::MakespanProblem problem() const { return {rows, columns, times, base, start}; }
};

Table random_table(std::size_t rows, std::size_t columns, std::int64_t low, std::int64_t high, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Table table{rows, columns, {}, {}, {}};
  for (std::size_t k = 0; k < rows * columns; ++k)
    table.times.push_back(low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1)));
  return table;
}

/// The answer by its definition: loads add up, forbidden pairs unused, bound not above objective.
void check_answer(const Table& table, const optimize::MakespanResult& result) {
  REQUIRE(result.assignment.size() == table.rows);
  REQUIRE(result.load.size() == table.columns);
  REQUIRE(result.objective.has_value());
  REQUIRE(result.bound.has_value());
  std::vector<std::int64_t> load(table.columns, 0);
  if (!table.base.empty()) load = table.base;
  for (std::size_t i = 0; i < table.rows; ++i) {
    const std::int32_t j = result.assignment[i];
    REQUIRE(j >= 0);
    REQUIRE(static_cast<std::size_t>(j) < table.columns);
    const std::int64_t time = table.times[i * table.columns + static_cast<std::size_t>(j)];
    REQUIRE(time >= 0);
    load[static_cast<std::size_t>(j)] += time;
  }
  CHECK(load == result.load);
  const std::int64_t longest = load.empty() ? 0 : *std::max_element(load.begin(), load.end());
  CHECK(*result.objective == longest);
  CHECK(*result.bound <= longest);
  CHECK((result.outcome == Outcome::optimal) == (*result.bound == longest));
  if (result.outcome == Outcome::optimal) CHECK(result.stop == StopReason::done);
}

optimize::MakespanResult solved(const Table& table, SolveOptions options = evenload::test::patient()) {
  const auto result = optimize::makespan(table.problem(), options);
  check_answer(table, result);
  return result;
}

}  // namespace

TEST_CASE("makespan: a small table is solved to its optimum", "[optimize][makespan]") {
  const Table table{4, 2, {5, 9, 4, 9, 9, 4, 9, 3}, {}, {}};
  const auto result = solved(table);
  CHECK(*result.objective == 9);
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.assignment == std::vector<std::int32_t>{0, 0, 1, 1});
}

TEST_CASE("makespan: base loads, forbidden pairs and rows without a choice", "[optimize][makespan]") {
  const Table table{4, 3, {4, 4, 4, -1, 7, -1, 3, 0, 9, 4, -1, 5}, {6, 0, 1}, {}};
  const auto result = solved(table);
  // Row 1 can only go to column 1, row 2 costs nothing there.
  CHECK(result.assignment[1] == 1);
  CHECK(result.assignment[2] == 1);
  CHECK(*result.objective == 10);
  CHECK(result.outcome == Outcome::optimal);
}

TEST_CASE("makespan: degenerate shapes", "[optimize][makespan]") {
  SECTION("nothing") {
    const auto result = solved(Table{0, 0, {}, {}, {}});
    CHECK(*result.objective == 0);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("no rows") {
    const auto result = solved(Table{0, 3, {}, {1, 8, 2}, {}});
    CHECK(*result.objective == 8);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("one column") {
    const auto result = solved(Table{3, 1, {4, 0, 6}, {2}, {}});
    CHECK(*result.objective == 12);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("all times zero") {
    const auto result = solved(Table{3, 2, {0, 0, 0, 0, 0, 0}, {}, {}});
    CHECK(*result.objective == 0);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("equal times") {
    const auto result = solved(Table{50, 7, std::vector<std::int64_t>(350, 3), {}, {}});
    CHECK(*result.objective == 24);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("a dominating base load") {
    Table table = random_table(30, 4, 1, 9, 3);
    table.base = {0, 1'000'000, 0, 0};
    const auto result = solved(table);
    CHECK(*result.objective == 1'000'000);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("more columns than rows") {
    const auto result = solved(random_table(3, 40, 5, 50, 1));
    CHECK(result.outcome == Outcome::optimal);
  }
}

TEST_CASE("makespan: a row without a column is infeasible, with its proof in the outcome", "[optimize][makespan]") {
  const std::vector<std::int64_t> times{1, 2, -1, -1, 3, 4};
  const std::vector<std::int64_t> base{5, 0};
  const auto result = optimize::makespan({3, 2, times, base, {}});
  CHECK(result.outcome == Outcome::infeasible);
  CHECK(result.stop == StopReason::done);
  CHECK_FALSE(result.objective.has_value());
  CHECK_FALSE(result.bound.has_value());
  CHECK(result.assignment == std::vector<std::int32_t>{-1, -1, -1});
  CHECK(result.load == base);
  CHECK(optimize::makespan({2, 0, {}, {}, {}}).outcome == Outcome::infeasible);
}

TEST_CASE("makespan: large numbers stay exact", "[optimize][makespan]") {
  const std::int64_t big = std::int64_t{1} << 59;
  const Table table{6, 2, {big, big + 1, big + 2, big, big, big, big + 3, big, big, big + 5, big, big}, {}, {}};
  const auto result = solved(table);
  CHECK(*result.objective == 3 * big);
  CHECK(result.outcome == Outcome::optimal);
}

TEST_CASE("makespan: knapsacks prove what the linear relaxation cannot", "[optimize][makespan]") {
  // Two columns for five rows of 10: fractionally 25 each, in fact 30; a third takes none in time.
  Table table{5, 3, {}, {0, 0, 21}, {}};
  for (int i = 0; i < 5; ++i) table.times.insert(table.times.end(), {10, 10, 10});
  const auto result = solved(table);
  CHECK(*result.objective == 30);
  CHECK(result.outcome == Outcome::optimal);
  // Slow columns that hold two rows and waste the rest, in a table too large for search alone.
  Table slow = random_table(120, 10, 1, 9, 11);
  for (std::size_t i = 0; i < slow.rows; ++i) {
    for (std::size_t j = 0; j < slow.columns; ++j) slow.times[i * slow.columns + j] += j < 5 ? 90 : 5;
  }
  CHECK(solved(slow).outcome == Outcome::optimal);
}

TEST_CASE("makespan: the same work gives the same answer on any number of threads", "[optimize][makespan]") {
  const Table table = random_table(120, 12, 10, 100, 5);
  const auto one = solved(table, limited(3'000'000, 1, 7));
  for (const int threads : {1, 2, 4}) {
    const auto again = solved(table, limited(3'000'000, threads, 7));
    CHECK(again.assignment == one.assignment);
    CHECK(again.bound == one.bound);
    CHECK(again.work == one.work);
  }
}

TEST_CASE("makespan: the work limit is kept, more work is never worse, a start is never lost", "[optimize][makespan]") {
  Table table = random_table(150, 10, 100, 200, 2);
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t work : {0, 1, 1000, 100'000, 3'000'000}) {
    const auto result = solved(table, limited(work));
    CHECK(result.work <= work + 50'000);
    CHECK(*result.objective <= before);
    before = *result.objective;
    if (result.outcome != Outcome::optimal) CHECK(result.stop == StopReason::work);
    table.start = result.assignment;
  }
  CHECK(*solved(table, limited(0)).objective <= before);
  std::fill(table.start.begin(), table.start.end(), -1);
  solved(table, limited(1000));
}

TEST_CASE("makespan: a start on forbidden pairs is repaired", "[optimize][makespan]") {
  const Table table{2, 2, {-1, 4, 3, 5}, {}, {0, 0}};
  CHECK(*solved(table).objective == 4);
}

TEST_CASE("makespan: cancelled by token, clock or callback it keeps its plan", "[optimize][makespan]") {
  const Table table = random_table(400, 20, 100, 1000, 9);
  SolveOptions options = limited(std::int64_t{1} << 50, 2);
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  CHECK(solved(table, options).stop == StopReason::cancelled);

  std::stop_source later;
  options.stop = later.get_token();
  Clock::time_point asked;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    asked = Clock::now();
    later.request_stop();
  });
  const auto result = solved(table, options);
  const auto waited = Clock::now() - asked;
  canceller.join();
  CHECK(result.stop == StopReason::cancelled);
  // 50 ms are promised; a loaded test machine gets more.
  CHECK(std::chrono::duration<double>(waited).count() < 0.5);

  options.stop = {};
  options.time_limit = 0.2;
  const auto timed = solved(table, options);
  CHECK(timed.stop == StopReason::time);
  CHECK(*timed.bound > 0);

  options.time_limit = 1000;
  int told = 0;
  options.progress = [&](const evenload::Progress&) { return ++told < 3; };
  CHECK(solved(table, options).stop == StopReason::cancelled);
  CHECK(told >= 3);
  options.progress = [](const evenload::Progress&) -> bool { throw std::runtime_error("enough"); };
  CHECK_THROWS_WITH(optimize::makespan(table.problem(), options), "enough");
}

namespace {

template <class Exception>
void check_refused(const Table& table, ErrorCode code, const std::string& column, std::optional<std::int64_t> row) {
  try {
    optimize::makespan(table.problem());
    FAIL("not refused");
  } catch (const Exception& error) {
    CHECK(error.info().code == code);
    CHECK(error.info().table == "problem");
    CHECK(error.info().column == column);
    CHECK(error.info().row == row);
    CHECK_FALSE(error.info().expected.empty());
  }
}

}  // namespace

TEST_CASE("makespan: bad input is refused by name and place", "[optimize][makespan]") {
  using evenload::InvalidDataError;
  using evenload::OverflowError;
  const Table good{2, 2, {1, 2, 3, 4}, {0, 0}, {-1, 1}};
  solved(good);
  Table bad = good;
  bad.times.pop_back();
  check_refused<InvalidDataError>(bad, ErrorCode::length_mismatch, "times", std::nullopt);
  bad = good;
  bad.times[2] = -2;
  check_refused<InvalidDataError>(bad, ErrorCode::negative_value, "times", 1);
  bad = good;
  bad.base[1] = -1;
  check_refused<InvalidDataError>(bad, ErrorCode::negative_value, "base_load", 1);
  bad = good;
  bad.base.push_back(0);
  check_refused<InvalidDataError>(bad, ErrorCode::length_mismatch, "base_load", std::nullopt);
  bad = good;
  bad.start = {0};
  check_refused<InvalidDataError>(bad, ErrorCode::length_mismatch, "start", std::nullopt);
  bad = good;
  bad.start = {0, 2};
  check_refused<InvalidDataError>(bad, ErrorCode::out_of_range, "start", 1);
  bad = good;
  bad.start = {-2, 0};
  check_refused<InvalidDataError>(bad, ErrorCode::out_of_range, "start", 0);
  bad = good;
  bad.times[3] = std::numeric_limits<std::int64_t>::max();
  check_refused<OverflowError>(bad, ErrorCode::overflow, "times", 1);
  bad = good;
  bad.base[0] = std::numeric_limits<std::int64_t>::max();
  check_refused<OverflowError>(bad, ErrorCode::overflow, "base_load", 0);
  bad = good;
  bad.rows = std::size_t{1} << 31;  // refused by its size, without reading or allocating
  check_refused<OverflowError>(bad, ErrorCode::overflow, "rows", std::nullopt);
  bad = good;
  bad.columns = std::numeric_limits<std::size_t>::max();
  check_refused<OverflowError>(bad, ErrorCode::overflow, "columns", std::nullopt);

  SolveOptions options = evenload::test::patient();
  options.time_limit = 0;
  CHECK_THROWS_AS(optimize::makespan(good.problem(), options), InvalidDataError);
}
