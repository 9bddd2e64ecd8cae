// balance = leximin: the worst ratio first, then the next.
#include <algorithm>
#include <random>
#include <vector>

#include "catch.hpp"
#include "solve_options.hpp"
#include "problem_builder.hpp"

namespace {

using evenload::Outcome;
using evenload::Rational;
using evenload::SolveOptions;
using evenload::test::ProblemBuilder;
namespace optimize = evenload::optimize;
using Numbers = std::vector<std::int64_t>;

optimize::BalancedAssignmentResult solved(const ProblemBuilder& builder, std::optional<std::int64_t> work = std::nullopt) {
  SolveOptions options = evenload::test::patient();
  options.threads = 1;
  options.work_limit = work;
  options.time_limit = 1e6;  // the work decides, however busy the machine
  return optimize::balanced_assignment(builder.problem(), options);
}

TEST_CASE("leximin looks behind the worst ratio, where peak and squares do not", "[optimize][leximin]") {
  // Column 0 stands at 9/10 whatever is done. Squares yields to the costs of the others, leximin does not.
  ProblemBuilder builder({10, 10, 10});
  builder.base({9, 0, 0});
  builder.row(4, {1, 2}, {.costs = {0, 9}}).row(4, {1, 2}, {.costs = {0, 9}});
  builder.cost_weight = 4;
  builder.balance = optimize::Balance::peak;
  CHECK(solved(builder).load == Numbers{9, 8, 0});
  builder.balance = optimize::Balance::leximin;
  const auto result = solved(builder);
  CHECK(result.load == Numbers{9, 4, 4});
  REQUIRE(result.levels.size() == 4);
  CHECK(result.levels[2].kind == optimize::LevelKind::leximin);
  CHECK(result.levels[2].value == 0.9);
  CHECK(result.levels[3].kind == optimize::LevelKind::cost);
  CHECK(result.levels[3].value == 36);
  CHECK(result.outcome == Outcome::optimal);
  REQUIRE(result.sorted_ratios.has_value());
  CHECK(result.sorted_ratios->ratios == std::vector<double>{0.9, 0.4, 0.4});
  CHECK(result.sorted_ratios->proven == 3);
  CHECK(!result.sorted_ratios->next_bound.has_value());
  CHECK(optimize::to_string(optimize::LevelKind::leximin) == "leximin");
}

TEST_CASE("leximin without columns of capacity, without rows", "[optimize][leximin]") {
  ProblemBuilder builder({0, 0});
  builder.base({3, 0});
  builder.balance = optimize::Balance::leximin;
  auto result = solved(builder);
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.sorted_ratios->ratios.empty());
  CHECK(result.levels[2].value == 0);
  builder.row(1, {0, 1});
  result = solved(builder);
  CHECK(result.assignment == std::vector<std::int32_t>{-1});
  CHECK(result.outcome == Outcome::optimal);
}

/// Equal loads, unequal capacities and base loads.
ProblemBuilder office(int rows, int columns, std::uint64_t seed, bool equal) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int least, int most) { return least + static_cast<int>(random() % static_cast<std::uint64_t>(most - least + 1)); };
  Numbers capacity;
  Numbers base;
  for (int j = 0; j < columns; ++j) {
    capacity.push_back(60 + 10 * pick(0, 9));
    base.push_back(pick(0, 30));
  }
  ProblemBuilder builder(capacity);
  builder.base(base);
  for (int i = 0; i < rows; ++i) {
    std::vector<std::int32_t> allowed;
    for (int j = 0; j < columns; ++j) {
      if (pick(0, 99) < 30) allowed.push_back(j);
    }
    if (allowed.empty()) allowed.push_back(pick(0, columns - 1));
    std::vector<std::int64_t> costs;
    for (std::size_t k = 0; k < allowed.size(); ++k) costs.push_back(pick(0, 20));
    builder.row(equal ? 5 : pick(2, 12), allowed, {.costs = costs});
  }
  builder.cost_weight = Rational(1, 20);
  builder.balance = optimize::Balance::leximin;
  return builder;
}

TEST_CASE("leximin of an office with equal loads is proven at once", "[optimize][leximin]") {
  const ProblemBuilder builder = office(300, 40, 3, true);
  const auto result = solved(builder);
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.sorted_ratios->proven == 40);
  // No row could go where the ratios of both together would be smaller.
  const auto problem = builder.problem();
  std::vector<std::int32_t> changed = result.assignment;
  for (std::size_t i = 0; i < changed.size(); ++i) {
    for (auto k = problem.indptr[i]; k < problem.indptr[i + 1]; ++k) {
      changed[i] = problem.indices[k];
      REQUIRE(optimize::compare(problem, result.assignment, changed) <= 0);
    }
    changed[i] = result.assignment[i];
  }
}

TEST_CASE("leximin of an office with unequal loads: no single row could do better, and part is proven", "[optimize][leximin]") {
  ProblemBuilder builder = office(120, 20, 5, false);
  const auto result = solved(builder, 1'000'000);
  const optimize::SortedRatios& sorted = *result.sorted_ratios;
  CHECK(std::is_sorted(sorted.ratios.rbegin(), sorted.ratios.rend()));
  REQUIRE(sorted.proven <= 20);
  if (sorted.next_bound) {
    const double open = sorted.ratios[static_cast<std::size_t>(sorted.proven)];
    CHECK(*sorted.next_bound <= open);
    CHECK(*sorted.next_bound >= 0.85 * open);
  }
  const auto problem = builder.problem();
  builder.balance = optimize::Balance::peak;
  const auto peak = solved(builder, 1'000'000);
  CHECK(result.levels[2].value <= peak.levels[2].value);
  std::vector<std::int32_t> changed = result.assignment;
  for (std::size_t i = 0; i < changed.size(); ++i) {
    for (auto k = problem.indptr[i]; k < problem.indptr[i + 1]; ++k) {
      changed[i] = problem.indices[k];
      REQUIRE((optimize::compare(problem, result.assignment, changed) <= 0 || !optimize::evaluate(problem, changed).allowed));
    }
    changed[i] = result.assignment[i];
  }
}

TEST_CASE("leximin with costs too large for one transport still proves the ratios", "[optimize][leximin]") {
  ProblemBuilder builder({1000, 1000});
  constexpr std::int64_t dear = std::int64_t{1} << 55;
  for (int i = 0; i < 6; ++i) builder.row(10, {0, 1}, {.costs = {dear, dear - i}});
  for (int i = 0; i < 24; ++i) builder.row(10, {0, 1}, {.costs = {1, 2}});
  builder.cost_weight = Rational(1, std::int64_t{1} << 40);
  builder.balance = optimize::Balance::leximin;
  const auto result = solved(builder, 200'000);
  CHECK(result.sorted_ratios->ratios == std::vector<double>{0.15, 0.15});
  CHECK(result.sorted_ratios->proven == 2);
  CHECK(result.levels[2].proven);
}

}  // namespace
