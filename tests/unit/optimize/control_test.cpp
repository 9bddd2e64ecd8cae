// Stopping, watching, limiting and sharing out the work of balanced_assignment.
#include <atomic>
#include <chrono>
#include <random>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "problem_builder.hpp"
#include "solve_options.hpp"
#include "support/catch.hpp"

namespace {

using evenload::test::limited;

using evenload::Progress;
using evenload::SolveOptions;
using evenload::StopReason;
using evenload::test::ProblemBuilder;
using evenload::test::RowFeatures;
namespace optimize = evenload::optimize;
using Clock = std::chrono::steady_clock;

/// Units of ten columns that share nothing; costs make the problem hard to close.
ProblemBuilder units(int count, int rows_each, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> capacity;
  for (int j = 0; j < 10 * count; ++j) capacity.push_back(60 + static_cast<std::int64_t>(random() % 40));
  ProblemBuilder builder(capacity);
  for (int unit = 0; unit < count; ++unit) {
    for (int i = 0; i < rows_each; ++i) {
      std::vector<std::int32_t> columns;
      RowFeatures features;
      for (int j = 0; j < 10; ++j) {
        if (random() % 2 == 0) continue;
        columns.push_back(10 * unit + j);
        features.costs.push_back(static_cast<std::int64_t>(random() % 50));
      }
      builder.row(2 + static_cast<std::int64_t>(random() % 12), columns, features);
    }
  }
  builder.cost_weight = evenload::Rational(1, 20);
  return builder;
}

void check_same(const optimize::BalancedAssignmentResult& a, const optimize::BalancedAssignmentResult& b) {
  CHECK(a.assignment == b.assignment);
  CHECK(a.work == b.work);
  REQUIRE(a.levels.size() == b.levels.size());
  for (std::size_t k = 0; k < a.levels.size(); ++k) {
    CHECK(a.levels[k].value == b.levels[k].value);
    CHECK(a.levels[k].bound == b.levels[k].bound);
  }
}

}  // namespace

TEST_CASE("the same work gives the same answer on any number of threads", "[optimize][control]") {
  auto builder = units(5, 60);
  for (const bool peak : {false, true}) {
    builder.balance = peak ? optimize::Balance::peak : optimize::Balance::squares;
    const auto one = optimize::balanced_assignment(builder.problem(), limited(300'000, 1, 7));
    check_same(one, optimize::balanced_assignment(builder.problem(), limited(300'000, 1, 7)));
    check_same(one, optimize::balanced_assignment(builder.problem(), limited(300'000, 2, 7)));
    check_same(one, optimize::balanced_assignment(builder.problem(), limited(300'000, 4, 7)));
  }
}

TEST_CASE("a part with much work is searched twice, with the same answer on any number of threads", "[optimize][control]") {
  const auto builder = units(1, 40);
  const auto one = optimize::balanced_assignment(builder.problem(), limited(15'000'000, 1, 7));
  check_same(one, optimize::balanced_assignment(builder.problem(), limited(15'000'000, 2, 7)));
}

TEST_CASE("the work limit is kept and more work is never worse", "[optimize][control]") {
  const auto builder = units(1, 80);
  std::vector<std::int32_t> before;
  for (const std::int64_t work : {0, 1, 1000, 30'000, 1'000'000}) {
    const auto result = optimize::balanced_assignment(builder.problem(), limited(work));
    CHECK(result.stop == StopReason::work);
    // One evaluation of the dual or one row of the descent may be under way when the limit is met.
    CHECK(result.work <= work + 20'000);
    CHECK(optimize::evaluate(builder.problem(), result.assignment).allowed);
    if (work == 0) before = result.assignment;
    CHECK(optimize::compare(builder.problem(), result.assignment, before) <= 0);
  }
}

TEST_CASE("a start plan is never lost", "[optimize][control]") {
  auto builder = units(1, 80);
  const auto good = optimize::balanced_assignment(builder.problem(), limited(400'000));
  builder.start = good.assignment;
  for (const std::int64_t work : {0, 500, 20'000}) {
    const auto again = optimize::balanced_assignment(builder.problem(), limited(work, 1, 99));
    CHECK(optimize::compare(builder.problem(), again.assignment, good.assignment) <= 0);
  }
}

TEST_CASE("cancelling by token answers at once and keeps the plan", "[optimize][control]") {
  const auto builder = units(4, 100);
  std::stop_source source;
  SolveOptions options = limited(std::int64_t{1} << 40, 2);
  options.stop = source.get_token();
  std::atomic<Clock::time_point> asked{};
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    asked = Clock::now();
    source.request_stop();
  });
  const auto result = optimize::balanced_assignment(builder.problem(), options);
  const auto waited = Clock::now() - asked.load();
  canceller.join();
  CHECK(result.stop == StopReason::cancelled);
  CHECK(optimize::evaluate(builder.problem(), result.assignment).allowed);
  CHECK(result.levels[0].value == 0);
  // 50 ms are promised; a loaded test machine gets more.
  CHECK(std::chrono::duration<double>(waited).count() < 0.5);
}

TEST_CASE("a token that has already stopped still gives a plan", "[optimize][control]") {
  const auto builder = units(2, 50);
  std::stop_source source;
  source.request_stop();
  SolveOptions options = evenload::test::patient();
  options.stop = source.get_token();
  const auto result = optimize::balanced_assignment(builder.problem(), options);
  CHECK(result.stop == StopReason::cancelled);
  CHECK(optimize::evaluate(builder.problem(), result.assignment).allowed);
}

TEST_CASE("the time limit stops the search and leaves time for bounds", "[optimize][control]") {
  const auto builder = units(2, 100);
  SolveOptions options = limited(std::int64_t{1} << 40);
  options.time_limit = 0.3;
  const auto begin = Clock::now();
  const auto result = optimize::balanced_assignment(builder.problem(), options);
  CHECK(result.stop == StopReason::time);
  CHECK(std::chrono::duration<double>(Clock::now() - begin).count() < 3.0);
  CHECK(result.levels.back().gap.value() < 0.1);
}

TEST_CASE("progress is told, may cancel, and may throw", "[optimize][control]") {
  const auto builder = units(3, 100);
  SolveOptions options = limited(std::int64_t{1} << 40, 2);
  options.time_limit = 0.4;
  const auto caller = std::this_thread::get_id();
  int told = 0;
  bool improve = false;
  options.progress = [&](const Progress& progress) {
    ++told;
    CHECK(std::this_thread::get_id() == caller);
    CHECK(progress.work_limit == (std::int64_t{1} << 40));
    improve = improve || progress.phase == "improve";
    return true;
  };
  CHECK(optimize::balanced_assignment(builder.problem(), options).stop == StopReason::time);
  CHECK(told > 1);
  CHECK(improve);

  options.time_limit = 1000;
  options.progress = [](const Progress&) { return false; };
  CHECK(optimize::balanced_assignment(builder.problem(), options).stop == StopReason::cancelled);
  options.progress = [](const Progress&) -> bool { throw std::runtime_error("enough"); };
  CHECK_THROWS_WITH(optimize::balanced_assignment(builder.problem(), options), "enough");
}

TEST_CASE("bad options are refused", "[optimize][control]") {
  const auto builder = units(1, 5);
  SolveOptions options = evenload::test::patient();
  options.time_limit = 0;
  CHECK_THROWS_AS(optimize::balanced_assignment(builder.problem(), options), evenload::InvalidDataError);
  options = {};
  options.work_limit = -1;
  CHECK_THROWS_AS(optimize::balanced_assignment(builder.problem(), options), evenload::InvalidDataError);
  options = {};
  options.threads = -1;
  CHECK_THROWS_AS(optimize::balanced_assignment(builder.problem(), options), evenload::InvalidDataError);
}
