// Features and corners of balanced_assignment, each on a problem small enough to be solved by hand.
#include "evenload/optimize/balanced_assignment.hpp"

#include <limits>
#include <vector>

#include "problem_builder.hpp"
#include "support/catch.hpp"
#include "solve_options.hpp"

namespace {

using evenload::Outcome;
using evenload::Rational;
using evenload::SolveOptions;
using evenload::StopReason;
using evenload::test::ProblemBuilder;
namespace optimize = evenload::optimize;
using Columns = std::vector<std::int32_t>;
using Loads = std::vector<std::int64_t>;

optimize::BalancedAssignmentResult solve(const ProblemBuilder& builder, SolveOptions options = evenload::test::patient()) {
  return optimize::balanced_assignment(builder.problem(), options);
}

}  // namespace

TEST_CASE("loads are evened out relative to capacity", "[optimize]") {
  // Capacities 10 and 20: a third of the points to the first, and 4/10 + 8/20 are equal.
  ProblemBuilder builder({10, 20});
  for (const std::int64_t weight : {4, 3, 3, 2}) builder.row(weight, {0, 1});
  const auto result = solve(builder);
  CHECK(result.load == Loads{4, 8});
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.stop == StopReason::done);
  REQUIRE(result.levels.size() == 3);
  CHECK(result.levels[0].kind == optimize::LevelKind::unassigned_must);
  CHECK(result.levels[1].kind == optimize::LevelKind::overload);
  CHECK(result.levels[2].value == 4.8);
  CHECK(result.levels[2].proven);
  CHECK(result.levels[2].variable_gap == 0.0);
}

TEST_CASE("ties go to the earlier row and column", "[optimize]") {
  ProblemBuilder builder({10, 10, 10});
  builder.row(5, {0, 1, 2}).row(5, {0, 1, 2});
  CHECK(solve(builder).assignment == Columns{0, 1});
}

TEST_CASE("degenerate shapes are answers", "[optimize]") {
  SECTION("no rows") {
    ProblemBuilder builder({10, 5});
    builder.base({2, 7});
    const auto result = solve(builder);
    CHECK(result.assignment.empty());
    CHECK(result.load == Loads{2, 7});
    CHECK(result.levels[1].value == 2);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("no columns") {
    ProblemBuilder builder(Loads{});
    builder.row(3, {}).row(4, {});
    const auto result = solve(builder);
    CHECK(result.assignment == Columns{-1, -1});
    CHECK(result.levels[0].value == 2);
    CHECK(result.levels[0].proven);
    CHECK(result.levels[2].value == 0);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("no pairs") {
    ProblemBuilder builder({10});
    builder.row(3, {}).base({4});
    const auto result = solve(builder);
    CHECK(result.assignment == Columns{-1});
    CHECK(result.levels[2].value == 1.6);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("one column takes what its hard limit allows") {
    ProblemBuilder builder({10});
    for (int k = 0; k < 5; ++k) builder.row(4, {0});
    const auto result = solve(builder);
    CHECK(result.load == Loads{12});
    CHECK(result.levels[0].value == 2);
    CHECK(result.levels[1].value == 2);
  }
  SECTION("weights of zero go anywhere") {
    ProblemBuilder builder({1});
    for (int k = 0; k < 30; ++k) builder.row(0, {0});
    CHECK(solve(builder).levels[0].value == 0);
  }
}

TEST_CASE("a column without capacity takes nothing and its base load is overload", "[optimize]") {
  ProblemBuilder builder({0, 10});
  builder.base({7, 0}).row(3, {0, 1}).row(2, {0});
  const auto result = solve(builder);
  CHECK(result.assignment == Columns{1, -1});
  CHECK(result.levels[1].value == 7);
  CHECK(result.levels[2].value == 0.9);
  CHECK(result.outcome == Outcome::optimal);
}

TEST_CASE("a base load past the hard limit takes nothing, not even weight zero", "[optimize]") {
  ProblemBuilder builder({10, 10});
  builder.base({13, 0}).row(0, {0}).row(1, {0, 1});
  const auto result = solve(builder);
  CHECK(result.assignment == Columns{-1, 1});
  CHECK(result.levels[0].value == 1);
  CHECK(result.levels[1].value == 3);
}

TEST_CASE("the default hard limit is five quarters of the capacity, rounded down", "[optimize]") {
  ProblemBuilder builder({10});
  builder.row(12, {0});
  CHECK(solve(builder).assignment == Columns{0});
  ProblemBuilder heavier({10});
  heavier.row(13, {0});
  CHECK(solve(heavier).assignment == Columns{-1});
}

TEST_CASE("classes stand on levels of their own", "[optimize]") {
  // One place: the row of class must wins over any priority of the others; may_wait is not placed into overload.
  ProblemBuilder builder({4});
  builder.hard({8});
  builder.row(4, {0}, {.priority = 1, .row_class = 0}).row(4, {0}, {.priority = 9, .row_class = 1}).row(4, {0}, {.priority = 50, .row_class = 2});
  const auto result = solve(builder);
  CHECK(result.assignment == Columns{0, -1, -1});
  REQUIRE(result.levels.size() == 5);
  CHECK(result.levels[1].kind == optimize::LevelKind::overload);
  CHECK(result.levels[2].value == 9);
  CHECK(result.levels[3].value == 50);

  builder.place = optimize::OverloadPlace::after_unassigned;
  const auto late = solve(builder);
  CHECK(late.assignment == Columns{0, 0, -1});
  CHECK(late.levels[3].kind == optimize::LevelKind::overload);
  CHECK(late.levels[3].value == 4);
}

TEST_CASE("weights per pair and costs are traded at the cost weight", "[optimize]") {
  ProblemBuilder builder({10, 10});
  builder.pair_weights = true;
  builder.row(0, {0, 1}, {.weights = {2, 3}, .costs = {10, 0}});
  builder.cost_weight = Rational(1, 100);  // 0.4 + 0.1 against 0.9
  CHECK(solve(builder).assignment == Columns{0});
  CHECK(solve(builder).levels[2].value == 0.5);
  builder.cost_weight = Rational(1, 10);  // 0.4 + 1 against 0.9
  CHECK(solve(builder).assignment == Columns{1});
}

TEST_CASE("the peak comes before the balance sum", "[optimize]") {
  // Costs draw both rows to column 0; squares yields to them, peak does not.
  ProblemBuilder builder({10, 10});
  builder.row(4, {0, 1}, {.costs = {0, 9}}).row(4, {0, 1}, {.costs = {0, 9}});
  builder.cost_weight = 1;
  CHECK(solve(builder).load == Loads{8, 0});
  builder.balance = optimize::Balance::peak;
  const auto result = solve(builder);
  CHECK(result.load == Loads{4, 4});
  REQUIRE(result.levels.size() == 4);
  CHECK(result.levels[2].kind == optimize::LevelKind::peak);
  CHECK(result.levels[2].value == 0.4);
  CHECK(result.levels[2].proven);
}

TEST_CASE("a peak in one component leaves the others room for balance and cost", "[optimize]") {
  ProblemBuilder builder({10, 10, 10});
  builder.row(9, {0}).row(4, {1, 2}, {.costs = {0, 9}}).row(4, {1, 2}, {.costs = {0, 9}});
  builder.cost_weight = 1;
  builder.balance = optimize::Balance::peak;
  const auto result = solve(builder);
  CHECK(result.load == Loads{9, 8, 0});
  CHECK(result.levels[2].value == 0.9);
  CHECK(result.outcome == Outcome::optimal);
}

TEST_CASE("category limits by count and by weight", "[optimize]") {
  ProblemBuilder builder({20, 20});
  for (int k = 0; k < 3; ++k) builder.row(4, {0, 1}, {.categories = {7}});
  SECTION("count") {
    builder.limit(0, 7, 1, -1);
    CHECK(solve(builder).load == Loads{4, 8});
  }
  SECTION("weight") {
    builder.limit(1, 7, -1, 7);
    CHECK(solve(builder).load == Loads{8, 4});
  }
  SECTION("neither leaves room") {
    builder.limit(0, 7, 0, -1).limit(1, 7, 2, -1);
    const auto result = solve(builder);
    CHECK(result.load == Loads{0, 8});
    CHECK(result.levels[0].value == 1);
    CHECK(result.outcome == Outcome::optimal);
  }
}

TEST_CASE("rows of a group go to different columns, unmarked ones only with the marked one", "[optimize]") {
  SECTION("different columns") {
    ProblemBuilder builder({10, 100});
    builder.row(4, {0, 1}, {.group = 3}).row(4, {0, 1}, {.group = 3});
    CHECK(solve(builder).load == Loads{4, 4});
  }
  SECTION("the marked row cannot be placed") {
    ProblemBuilder builder({10});
    builder.row(30, {0}, {.group = 0, .marked = true}).row(1, {0}, {.group = 0});
    const auto result = solve(builder);
    CHECK(result.assignment == Columns{-1, -1});
    CHECK(result.levels[0].value == 2);
    CHECK(result.outcome == Outcome::optimal);
  }
  SECTION("the marked row is worth less by itself, more with its group") {
    ProblemBuilder builder({10, 10});
    builder.hard({10, 10});
    builder.row(10, {0}, {.priority = 1, .group = 0, .marked = true}).row(10, {1}, {.priority = 5, .group = 0}).row(10, {0}, {.priority = 4});
    CHECK(solve(builder).assignment == Columns{0, 1, -1});
  }
}

TEST_CASE("fixed rows stand even past limits, and then nothing more comes", "[optimize]") {
  ProblemBuilder builder({10, 10});
  builder.row(20, {0, 1}, {.fixed = 0}).row(1, {0, 1}).row(1, {0});
  const auto result = solve(builder);
  CHECK(result.assignment == Columns{0, 1, -1});
  CHECK(result.load == Loads{20, 1});
  CHECK(optimize::evaluate(builder.problem(), result.assignment).allowed);

  ProblemBuilder limited({100, 100});
  limited.row(1, {0}, {.categories = {0}, .fixed = 0}).row(1, {0}, {.categories = {0}, .fixed = 0}).row(1, {0}, {.categories = {0}}).row(1, {0});
  limited.limit(0, 0, 1, -1);
  CHECK(solve(limited).assignment == Columns{0, 0, -1, 0});
}

TEST_CASE("a start plan is kept where it keeps the rules", "[optimize]") {
  ProblemBuilder builder({10, 10});
  builder.row(5, {0, 1}, {.group = 0}).row(5, {0, 1}, {.group = 0}).row(1, {1});
  builder.start = {1, 1, 0};  // the second breaks the group, the third is no pair
  SolveOptions options = evenload::test::patient();
  options.work_limit = 0;
  const auto result = solve(builder, options);
  CHECK(result.assignment == Columns{1, 0, 1});
  CHECK(result.stop == StopReason::work);
}

TEST_CASE("numbers near the edge of the range stay exact", "[optimize]") {
  const std::int64_t big = std::int64_t{1} << 60;
  ProblemBuilder builder({big, big - 1});
  builder.row(big / 2, {0, 1}).row(big / 2 + 1, {0, 1});
  const auto result = solve(builder);
  // Heavier to the larger capacity: the difference lies far below the last bit of a double.
  CHECK(result.assignment == Columns{1, 0});
  CHECK(optimize::compare(builder.problem(), Columns{1, 0}, Columns{0, 1}) == -1);
  CHECK(optimize::evaluate(builder.problem(), Columns{1, 0}).values[2] == optimize::evaluate(builder.problem(), Columns{0, 1}).values[2]);
}

TEST_CASE("evaluate and compare refuse what is no plan of the problem", "[optimize]") {
  ProblemBuilder builder({10});
  builder.row(5, {0}).row(5, {});
  CHECK_THROWS_AS(optimize::evaluate(builder.problem(), Columns{0}), evenload::InvalidDataError);
  CHECK_THROWS_AS(optimize::evaluate(builder.problem(), Columns{1, -1}), evenload::InvalidDataError);
  CHECK_THROWS_AS(optimize::compare(builder.problem(), Columns{0, 0}, Columns{0, -1}), evenload::InvalidDataError);
  CHECK_FALSE(optimize::evaluate(builder.problem(), Columns{0, 0}).allowed);
  CHECK(optimize::compare(builder.problem(), Columns{0, -1}, Columns{-1, -1}) == -1);
}
