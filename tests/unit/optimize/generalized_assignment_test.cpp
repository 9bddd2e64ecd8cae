// generalized_assignment: known answers, degenerate shapes, bad input, stopping.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/generalized_assignment.hpp"
#include "support/catch.hpp"
#include "support/tiny_assignment.hpp"
#include "solve_options.hpp"

namespace {

using evenload::test::limited;

using evenload::ErrorCode;
using evenload::InvalidDataError;
using evenload::Outcome;
using evenload::SolveOptions;
using evenload::StopReason;
using evenload::test::AssignmentData;
using evenload::test::hard_assignment;
namespace optimize = evenload::optimize;
using Columns = std::vector<std::int32_t>;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// Three rows, two columns; row 0 is cheapest in column 0, but rows 0 and 1 do not fit there
/// together.
AssignmentData small() { return {3, {1, 5, 2, 9, 4, 3}, {6, 5, 6, 5, 2, 2}, {8, 9}, {}, {}}; }

template <class Error = InvalidDataError>
void check_refused(const AssignmentData& data, ErrorCode code, const std::string& column,
                   std::optional<std::int64_t> row) {
  try {
    optimize::check(data.view());
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == code);
    CHECK(error.info().table == "problem");
    CHECK(error.info().column == column);
    CHECK(error.info().row == row);
    CHECK(!error.info().expected.empty());
  }
}

}  // namespace

TEST_CASE("a small problem is solved and proven", "[optimize][generalized_assignment]") {
  const auto result = optimize::generalized_assignment(small().view());
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.stop == StopReason::done);
  CHECK(result.objective == 10);
  CHECK(result.bound == 10);
  CHECK(result.gap == 0.0);
  CHECK(result.assignment == Columns{1, 0, 1});
  CHECK(result.load == std::vector<std::int64_t>{6, 7});
}

TEST_CASE("costs of either sign are added up", "[optimize][generalized_assignment]") {
  AssignmentData data = small();
  for (auto& cost : data.cost) cost -= 100;
  CHECK(optimize::generalized_assignment(data.view()).objective == -290);
}

TEST_CASE("forbidden pairs are not used, by weight or by mask",
          "[optimize][generalized_assignment]") {
  AssignmentData data = small();
  data.weight[2] = largest;  // row 1, column 0
  data.cost[2] = largest;    // not looked at
  CHECK(optimize::generalized_assignment(data.view()).objective == 13);
  data = small();
  data.allowed = {1, 1, 0, 1, 1, 1};
  CHECK(optimize::generalized_assignment(data.view()).objective == 13);
}

TEST_CASE("what cannot be placed is proven infeasible", "[optimize][generalized_assignment]") {
  AssignmentData data = small();
  data.capacity = {6, 4};
  const auto result = optimize::generalized_assignment(data.view());
  CHECK(result.outcome == Outcome::infeasible);
  CHECK(result.stop == StopReason::done);
  CHECK(!result.objective.has_value());
  CHECK(result.assignment == Columns{-1, -1, -1});
  data = small();
  data.allowed = {1, 1, 0, 0, 1, 1};
  CHECK(optimize::generalized_assignment(data.view()).outcome == Outcome::infeasible);
}

TEST_CASE("degenerate shapes have an answer", "[optimize][generalized_assignment]") {
  const auto solve = [](const AssignmentData& data) {
    return optimize::generalized_assignment(data.view());
  };
  SECTION("no row") {
    CHECK(solve({0, {}, {}, {3, 4}, {}, {}}).outcome == Outcome::optimal);
    CHECK(solve({0, {}, {}, {}, {}, {}}).objective == 0);
  }
  SECTION("no column") { CHECK(solve({2, {}, {}, {}, {}, {}}).outcome == Outcome::infeasible); }
  SECTION("one column") {
    CHECK(solve({3, {4, 5, 6}, {1, 1, 1}, {3}, {}, {}}).objective == 15);
    CHECK(solve({3, {4, 5, 6}, {1, 1, 1}, {2}, {}, {}}).outcome == Outcome::infeasible);
  }
  SECTION("zero capacities take rows without weight only") {
    CHECK(solve({2, {1, 2, 3, 4}, {0, 0, 0, 1}, {0, 0}, {}, {}}).objective == 4);
    CHECK(solve({2, {1, 2, 3, 4}, {0, 0, 1, 1}, {0, 0}, {}, {}}).outcome == Outcome::infeasible);
  }
  SECTION("equal weights and equal costs") {
    const AssignmentData data{40,
                              std::vector<std::int64_t>(160, 7),
                              std::vector<std::int64_t>(160, 3),
                              {30, 30, 30, 30},
                              {},
                              {}};
    const auto result = solve(data);
    CHECK(result.outcome == Outcome::optimal);
    CHECK(result.objective == 280);
    CHECK(data.value(result.assignment) == 280);
  }
  SECTION("equal weights, one row too many") {
    SolveOptions options = limited(3'000'000);
    const AssignmentData data{41,
                              std::vector<std::int64_t>(164, 7),
                              std::vector<std::int64_t>(164, 3),
                              {30, 30, 30, 32},
                              {},
                              {}};
    CHECK(optimize::generalized_assignment(data.view(), options).outcome == Outcome::infeasible);
  }
  SECTION("many rows for one column") {
    const std::size_t rows = 100'000;
    const AssignmentData data{
        rows, std::vector<std::int64_t>(rows, 2), std::vector<std::int64_t>(rows, 5), {500'000}, {},
        {}};
    const auto result = solve(data);
    CHECK(result.outcome == Outcome::optimal);
    CHECK(result.objective == 200'000);
  }
}

TEST_CASE("numbers at the edge are exact", "[optimize][generalized_assignment]") {
  const std::int64_t big = std::int64_t{1} << 60;
  const AssignmentData data{2, {big, big - 1, -big, 1 - big}, {big, big, big, big}, {big, big}, {},
                            {}};
  const auto result = optimize::generalized_assignment(data.view());
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.objective == -1);
}

TEST_CASE("a hard problem is solved to within a small, valid gap",
          "[optimize][generalized_assignment]") {
  const AssignmentData data = hard_assignment(60, 6, 3);
  const auto result = optimize::generalized_assignment(data.view(), limited(3'000'000));
  REQUIRE(result.objective.has_value());
  CHECK(data.value(result.assignment) == result.objective);
  CHECK(result.bound <= *result.objective);
  CHECK(result.gap.value() < 0.01);
}

TEST_CASE("generalized assignment is the same on any number of threads",
          "[optimize][generalized_assignment]") {
  const AssignmentData data = hard_assignment(80, 8, 5);
  const auto one = optimize::generalized_assignment(data.view(), limited(2'000'000, 1));
  for (const int threads : {1, 2, 4}) {
    const auto again = optimize::generalized_assignment(data.view(), limited(2'000'000, threads));
    CHECK(again.assignment == one.assignment);
    CHECK(again.bound == one.bound);
    CHECK(again.work == one.work);
  }
}

TEST_CASE("more work is never worse, and a start plan is never lost",
          "[optimize][generalized_assignment]") {
  AssignmentData data = hard_assignment(60, 6, 7);
  std::optional<std::int64_t> before;
  std::int64_t bound = 0;
  for (const std::int64_t work : {0, 1000, 100'000, 1'000'000, 4'000'000}) {
    const auto result = optimize::generalized_assignment(data.view(), limited(work));
    CHECK(result.work <= work + 100'000);
    if (before) REQUIRE(result.objective.value() <= *before);
    if (result.objective) before = result.objective;
    CHECK(result.bound >= bound);
    bound = result.bound;
    if (result.objective) data.start = result.assignment;
  }
  for (const std::int64_t work : {0, 500})
    CHECK(optimize::generalized_assignment(data.view(), limited(work)).objective == before);
}

TEST_CASE("a start plan over capacity is mended", "[optimize][generalized_assignment]") {
  AssignmentData data = hard_assignment(60, 6, 9);
  data.start.assign(60, 0);
  const auto result = optimize::generalized_assignment(data.view(), limited(2'000'000));
  CHECK(data.value(result.assignment) == result.objective);
  CHECK(result.objective.has_value());
}

TEST_CASE("cancelling a generalized assignment answers at once and keeps the plan",
          "[optimize][generalized_assignment]") {
  const AssignmentData data = hard_assignment(300, 20, 11);
  std::stop_source source;
  SolveOptions options = limited(std::int64_t{1} << 40);
  options.stop = source.get_token();
  std::atomic<Clock::time_point> asked{};
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    asked = Clock::now();
    source.request_stop();
  });
  const auto result = optimize::generalized_assignment(data.view(), options);
  const auto waited = Clock::now() - asked.load();
  canceller.join();
  CHECK(result.stop == StopReason::cancelled);
  CHECK(data.value(result.assignment) == result.objective);
  // 50 ms are promised; a loaded test machine gets more.
  CHECK(std::chrono::duration<double>(waited).count() < 0.5);
}

TEST_CASE("generalized assignment tells its progress, and its callback may cancel or throw",
          "[optimize][generalized_assignment]") {
  const AssignmentData data = hard_assignment(200, 10, 13);
  SolveOptions options = limited(std::int64_t{1} << 40);
  options.time_limit = 0.4;
  int told = 0;
  options.progress = [&](const evenload::Progress& progress) {
    ++told;
    CHECK(!progress.phase.empty());
    return true;
  };
  CHECK(optimize::generalized_assignment(data.view(), options).stop == StopReason::time);
  CHECK(told > 1);
  options.progress = [](const evenload::Progress&) { return false; };
  CHECK(optimize::generalized_assignment(data.view(), options).stop == StopReason::cancelled);
  options.progress = [](const evenload::Progress&) -> bool { throw std::runtime_error("enough"); };
  CHECK_THROWS_WITH(optimize::generalized_assignment(data.view(), options), "enough");
  options = {};
  options.time_limit = 0;
  CHECK_THROWS_AS(optimize::generalized_assignment(data.view(), options), InvalidDataError);
}

TEST_CASE("bad generalized assignments are refused with column and row",
          "[optimize][generalized_assignment]") {
  const auto refused = [](auto change, ErrorCode code, const char* column,
                          std::optional<std::int64_t> row) {
    AssignmentData data = small();
    change(data);
    check_refused(data, code, column, row);
  };
  refused([](auto& d) { d.cost.pop_back(); }, ErrorCode::length_mismatch, "cost", std::nullopt);
  refused([](auto& d) { d.weight.push_back(1); }, ErrorCode::length_mismatch, "weight",
          std::nullopt);
  refused([](auto& d) { d.allowed = {1}; }, ErrorCode::length_mismatch, "allowed", std::nullopt);
  refused([](auto& d) { d.start = {0, 0}; }, ErrorCode::length_mismatch, "start", std::nullopt);
  refused([](auto& d) { d.capacity[1] = -1; }, ErrorCode::negative_value, "capacity", 1);
  refused([](auto& d) { d.weight[4] = -3; }, ErrorCode::negative_value, "weight", 4);
  refused([](auto& d) { d.allowed = {1, 1, 1, 2, 1, 1}; }, ErrorCode::out_of_range, "allowed", 3);
  refused([](auto& d) { d.start = {0, 2, 0}; }, ErrorCode::out_of_range, "start", 1);
  refused([](auto& d) { d.start = {0, 1, -2}; }, ErrorCode::out_of_range, "start", 2);
}

TEST_CASE("sums of a generalized assignment past exact range are an overflow",
          "[optimize][generalized_assignment]") {
  using evenload::OverflowError;
  AssignmentData data = small();
  data.cost[3] = std::numeric_limits<std::int64_t>::min();
  check_refused<OverflowError>(data, ErrorCode::overflow, "cost", 3);
  data = small();
  data.cost = {std::int64_t{1} << 60, 0, std::int64_t{1} << 60, 0, 0, 1};
  check_refused<OverflowError>(data, ErrorCode::overflow, "cost", 5);
  data = small();
  data.capacity = {largest, 9};
  data.weight[0] = largest / 2;
  check_refused<OverflowError>(data, ErrorCode::overflow, "weight", 0);
  // Sizes past 2^31 are refused before anything is read.
  optimize::GeneralizedAssignmentProblem huge = small().view();
  huge.rows = std::size_t{1} << 32;
  CHECK_THROWS_AS(optimize::check(huge), OverflowError);
  huge.rows = std::numeric_limits<std::size_t>::max();
  CHECK_THROWS_AS(optimize::check(huge), OverflowError);
  huge.rows = std::size_t{1} << 31;
  huge.rows -= 2;
  CHECK_THROWS_AS(optimize::check(huge), OverflowError);
}
