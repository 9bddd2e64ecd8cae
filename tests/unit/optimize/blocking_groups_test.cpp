#include "evenload/optimize/blocking_groups.hpp"

#include "problem_builder.hpp"
#include "support/catch.hpp"
#include "solve_options.hpp"
#include "error_of.hpp"

namespace {

namespace optimize = evenload::optimize;
using evenload::SolveOptions;
using evenload::test::ProblemBuilder;
using optimize::BlockingProof;
using Columns = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("rows of equal weight are blocked by the places of their columns", "[optimize][blocking_groups]") {
  // Columns 0 and 1 hold two rows of weight 3 each (limit 7); rows 0 to 4 can go nowhere else. Row 5 has room in column 2.
  ProblemBuilder builder({7, 7, 20});
  builder.hard({7, 7, 20});
  for (int i = 0; i < 5; ++i) builder.row(3, {0, 1});
  builder.row(3, {1, 2});
  const auto result = optimize::blocking_groups(builder.problem(), Columns{0, 0, 1, 1, -1, 2});
  REQUIRE(result.groups.size() == 1);
  const auto& group = result.groups[0];
  CHECK(group.rows == Columns{0, 1, 2, 3, 4});
  CHECK(group.columns == Columns{0, 1});
  CHECK(group.load == 15);
  CHECK(group.room == 14);
  CHECK(group.proof == BlockingProof::min_cut);
  CHECK(group.minimal);
  CHECK_FALSE(group.within_capacity);
  CHECK(result.group_of_row == Columns{-1, -1, -1, -1, 0, -1});
  CHECK(result.stop == evenload::StopReason::done);
}

TEST_CASE("a row without a usable column blocks itself", "[optimize][blocking_groups]") {
  ProblemBuilder builder({10, 0});
  builder.row(20, {0}).row(1, {1}).row(1, {});
  const auto result = optimize::blocking_groups(builder.problem(), Columns{-1, -1, -1});
  REQUIRE(result.groups.size() == 3);
  for (const auto& group : result.groups) {
    CHECK(group.rows.size() == 1);
    CHECK(group.columns.empty());
    CHECK(group.minimal);
    CHECK(group.proof == BlockingProof::min_cut);
  }
}

TEST_CASE("unequal weights are blocked by their sum, and only the rows that are needed stand in the group", "[optimize][blocking_groups]") {
  // 6 + 5 + 4 = 15 into 12; the small row 3 is not needed to see it.
  ProblemBuilder builder({12});
  builder.hard({12});
  builder.row(6, {0}).row(5, {0}).row(4, {0}).row(1, {0});
  const auto result = optimize::blocking_groups(builder.problem(), Columns{0, 0, -1, 0});
  REQUIRE(result.groups.size() == 1);
  CHECK(result.groups[0].rows == Columns{0, 1, 2});
  CHECK(result.groups[0].proof == BlockingProof::weight);
  CHECK(result.groups[0].minimal);
}

TEST_CASE("where sums have room but whole rows do not, the search proves it", "[optimize][blocking_groups]") {
  // Three rows of 4 into two columns of 6: 12 fits into 12, but one row to a column. Row weights differ so that no cut applies.
  ProblemBuilder builder({6, 6});
  builder.hard({6, 6});
  builder.row(4, {0, 1}).row(4, {0, 1}).row(4, {0, 1}).row(1, {0, 1});
  const auto result = optimize::blocking_groups(builder.problem(), Columns{0, 1, -1, 0});
  REQUIRE(result.groups.size() == 1);
  CHECK(result.groups[0].rows == Columns{0, 1, 2});
  CHECK(result.groups[0].proof == BlockingProof::search);
  CHECK(result.groups[0].minimal);
}

TEST_CASE("category limits and groups block as well", "[optimize][blocking_groups]") {
  ProblemBuilder limited({100});
  limited.row(1, {0}, {.categories = {0}}).row(1, {0}, {.categories = {0}}).row(2, {0}).limit(0, 0, 1, -1);
  const auto by_limit = optimize::blocking_groups(limited.problem(), Columns{0, -1, 0});
  REQUIRE(by_limit.groups.size() == 1);
  CHECK(by_limit.groups[0].rows == Columns{0, 1});
  CHECK(by_limit.groups[0].proof == BlockingProof::search);
  CHECK(by_limit.groups[0].minimal);

  ProblemBuilder grouped({100, 100});
  grouped.row(1, {0}, {.group = 0, .marked = true}).row(1, {0}, {.group = 0}).row(1, {1});
  const auto by_group = optimize::blocking_groups(grouped.problem(), Columns{0, -1, 1});
  REQUIRE(by_group.groups.size() == 1);
  CHECK(by_group.groups[0].rows == Columns{0, 1});
  CHECK(by_group.groups[0].proof == BlockingProof::search);
}

TEST_CASE("a row that waits for a mark that is left out has the mark's reason", "[optimize][blocking_groups]") {
  ProblemBuilder builder({10, 10});
  builder.row(1, {1}, {.group = 0}).row(50, {0}, {.group = 0, .marked = true});
  const auto result = optimize::blocking_groups(builder.problem(), Columns{-1, -1});
  REQUIRE(result.groups.size() == 1);
  CHECK(result.groups[0].rows == Columns{1});
  CHECK(result.group_of_row == Columns{0, 0});
}

TEST_CASE("rows behind overload ask for room within the capacity", "[optimize][blocking_groups]") {
  // A due row beside a must row in a column of 5: it fits under the hard limit of 20, but would raise overload.
  ProblemBuilder builder({5});
  builder.hard({20});
  builder.row(3, {0}, {.row_class = 0}).row(4, {0}, {.row_class = 1});
  const auto result = optimize::blocking_groups(builder.problem(), Columns{0, -1});
  REQUIRE(result.groups.size() == 1);
  CHECK(result.groups[0].rows == Columns{0, 1});
  CHECK(result.groups[0].within_capacity);
  CHECK(result.groups[0].room == 5);
  CHECK(result.groups[0].load == 7);
  CHECK(result.groups[0].minimal);

  // The plan's own overload may be spent once.
  ProblemBuilder over({5, 5});
  over.hard({20, 20});
  over.row(8, {0}, {.row_class = 0}).row(4, {0, 1}, {.row_class = 1}).row(2, {1}, {.row_class = 1});
  const auto spent = optimize::blocking_groups(over.problem(), Columns{0, -1, 1});
  REQUIRE(spent.groups.size() == 1);
  CHECK(spent.groups[0].overload == 3);
  CHECK(spent.groups[0].rows == Columns{0, 1, 2});
  CHECK(spent.groups[0].room == 13);
  CHECK(spent.groups[0].proof == BlockingProof::weight);
  CHECK(spent.groups[0].minimal);
}

TEST_CASE("without work nothing is proven by search, and nothing wrong is said", "[optimize][blocking_groups]") {
  ProblemBuilder builder({6, 6});
  builder.hard({6, 6});
  builder.row(4, {0, 1}).row(4, {0, 1}).row(4, {0, 1}).row(1, {0, 1});
  SolveOptions options = evenload::test::patient();
  options.work_limit = 1;
  const auto result = optimize::blocking_groups(builder.problem(), Columns{0, 1, -1, 0}, options);
  REQUIRE(result.groups.size() == 1);
  CHECK(result.groups[0].proof == BlockingProof::not_proven);
  CHECK(result.groups[0].rows == Columns{2});
  CHECK_FALSE(result.groups[0].minimal);
  CHECK(result.stop == evenload::StopReason::work);
}

TEST_CASE("a plan that is none is refused", "[optimize][blocking_groups]") {
  using evenload::test::error_of;
  ProblemBuilder builder({6, 6});
  builder.row(4, {0}).row(4, {0, 1}, {.fixed = 1});
  const auto ask = [&](const Columns& plan) {
    return error_of([&] { return optimize::blocking_groups(builder.problem(), plan); });
  };
  CHECK(ask({0}).table == "assignment");
  CHECK(ask({1, 1}).row == 0);
  CHECK(ask({-2, 1}).row == 0);
  CHECK(ask({0, 0}).row == 1);
  CHECK(ask({0, -1}).row == 1);
}
