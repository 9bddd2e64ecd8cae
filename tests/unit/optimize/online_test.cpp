// A standing state: answers by hand, what is refused, and that questions allocate nothing.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include "error_of.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/optimize/online.hpp"
#include "problem_builder.hpp"
#include "support/catch.hpp"

namespace {

using evenload::ErrorCode;
using evenload::OverflowError;
using evenload::test::error_of;
using evenload::test::place;
using evenload::test::ProblemBuilder;
namespace optimize = evenload::optimize;
using optimize::OnlineAssignment;
using optimize::OnlineExclusion;

struct Asked {
  std::vector<std::int32_t> columns;
  std::vector<std::int64_t> weight, cost{};
  std::vector<std::int32_t> categories{};
  std::int64_t priority = 1;
  optimize::RowClass row_class = optimize::RowClass::must;

  optimize::OnlineRow view() const {
    optimize::OnlineRow row;
    row.columns = columns;
    row.weight = weight;
    row.cost = cost;
    row.categories = categories;
    row.priority = priority;
    row.row_class = row_class;
    return row;
  }
};

OnlineAssignment standing(const ProblemBuilder& builder, const std::vector<std::int32_t>& start) {
  auto problem = builder.problem();
  problem.start = start;
  return OnlineAssignment(problem);
}

/// Column 0 is nearly full; its rows 0 and 1 could go to column 1.
OnlineAssignment two_columns() {
  ProblemBuilder builder({10, 10});
  builder.hard({13, 13}).row(4, {0, 1}).row(5, {0, 1}).row(3, {1});
  return standing(builder, {0, 0, 1});
}

}  // namespace

TEST_CASE("a row makes room for a new one that has one column", "[optimize][online]") {
  OnlineAssignment state = two_columns();
  const Asked asked{{0}, {4}};
  const auto stay = state.best(asked.view());
  REQUIRE(stay.size() == 1);
  CHECK(stay[0].column == 0);
  CHECK(stay[0].difference.overload == 3);
  CHECK(stay[0].better_than_out);
  const auto answer = state.best_with_moves(asked.view(), 2);
  // Row 1 leaves: loads 8 and 8. Row 0 would leave 9 and 7.
  REQUIRE(answer.moves.size() == 1);
  CHECK(answer.moves[0].row == 1);
  CHECK(answer.moves[0].to == 1);
  CHECK(answer.difference.overload == 0);
  CHECK(answer.difference.balance == 3.8);  // (64 + 64 - 81 - 9)/10
  CHECK(answer.proven);
  const auto id = state.commit(asked.view(), answer.column, answer.moves);
  CHECK(id == 3);
  CHECK(state.load(0) == 8);
  CHECK(state.load(1) == 8);
  state.undo();
  CHECK(state.load(0) == 9);
  CHECK(state.column_of(1) == 0);
  CHECK(place(error_of([&] { state.column_of(id); })) == "row.row[0] unknown_id");
  CHECK(state.version() == 2);
  CHECK(state.delta(0).size() == 4);
}

TEST_CASE("an id is not used again, though its slot is", "[optimize][online]") {
  OnlineAssignment state = two_columns();
  state.close_row(2);
  state.forget();
  const Asked asked{{0, 1}, {1}};
  const auto id = state.commit(asked.view(), 1);
  CHECK(id > 2);
  CHECK(static_cast<std::int32_t>(id & 0xffffffff) == 2);
  CHECK(error_of([&] { state.close_row(2); }).code == ErrorCode::unknown_id);
  CHECK(error_of([&] { state.delta(0); }).code == ErrorCode::out_of_range);
  CHECK(state.column_of(id) == 1);
}

TEST_CASE("what stands can be stored and taken up again, ids and all", "[optimize][online]") {
  OnlineAssignment state = two_columns();
  const Asked asked{{0, 1}, {1}};
  const auto last = state.commit(asked.view(), 1);
  state.close_row(0);
  state.close_row(last);
  const auto standing = state.standing();
  CHECK(standing.ids.ids == std::vector<std::int64_t>{1, 2});
  CHECK(standing.start == std::vector<std::int32_t>{0, 1});
  OnlineAssignment again(standing.problem(), standing.ids);
  CHECK(again.version() == 3);
  CHECK(again.load(0) == 5);
  CHECK(again.column_of(1) == 0);
  CHECK(error_of([&] { again.column_of(0); }).code == ErrorCode::unknown_id);
  CHECK(error_of([&] { again.undo(); }).code == ErrorCode::contradiction);
  // Neither the id of a row that is gone is given again, nor that of the last slot.
  for (int k = 0; k < 3; ++k) {
    const auto id = again.commit(asked.view(), 1);
    CHECK(id != 0);
    CHECK(id != last);
  }
  CHECK(again.delta(3).size() == 3);

  const auto refused = [&](auto change) {
    auto wrong = standing;
    change(wrong);
    return place(error_of([&] { OnlineAssignment(wrong.problem(), wrong.ids); }));
  };
  CHECK(refused([](auto& s) { s.ids.ids = {1}; }) == "standing.ids length_mismatch");
  CHECK(refused([](auto& s) { s.ids.ids = {1, 1}; }) == "standing.ids[0] duplicate_id");
  CHECK(refused([](auto& s) { s.ids.ids[1] = 4; }) == "standing.ids[1] out_of_range");
  CHECK(refused([](auto& s) { s.ids.ids[1] = -1; }) == "standing.ids[1] out_of_range");
  CHECK(refused([](auto& s) { s.ids.generation = 0; }) == "standing.ids[0] out_of_range");
  CHECK(refused([](auto& s) { s.ids.generation = (std::int64_t{1} << 31) + 1; }) == "standing.generation out_of_range");
  CHECK(refused([](auto& s) { s.ids.slots = std::int64_t{1} << 40; }) == "standing.slots out_of_range");
  CHECK(refused([](auto& s) { s.ids.version = -1; }) == "standing.version negative_value");
  CHECK(refused([](auto& s) { s.indptr = {}; }) == "problem.indptr length_mismatch");
}

TEST_CASE("a column with more rows than the search has room for is searched all the same", "[optimize][online]") {
  constexpr std::int64_t rows = 9000;
  std::mt19937 random(5);
  ProblemBuilder builder({40000, 30000, 50000});
  std::vector<std::int64_t> weight;
  std::int64_t load = 0;
  for (std::int64_t i = 0; i < rows; ++i) {
    weight.push_back(1 + static_cast<std::int64_t>(random() % 2000));
    load += weight.back();
    builder.row(weight.back(), {0, i % 3 == 0 ? 1 : 2});
  }
  builder.hard({load + 2000, load, load});
  OnlineAssignment state = standing(builder, std::vector<std::int32_t>(rows, 0));
  const auto answer = state.best_with_moves(Asked{{0}, {700}}.view(), 1, 1000000);
  REQUIRE(answer.proven);
  REQUIRE(answer.moves.size() == 1);
  // Column 0 is far past its capacity, the others empty: the heaviest row leaves, to the larger column where two are as heavy.
  const std::int64_t heaviest = *std::max_element(weight.begin(), weight.end());
  CHECK(weight[static_cast<std::size_t>(answer.moves[0].row)] == heaviest);
  CHECK(answer.difference.overload == 700 - heaviest);
}

TEST_CASE("each reason against a column has its code", "[optimize][online]") {
  ProblemBuilder builder({10, 0, 10, 10, 10, 10, 10});
  builder.base({0, 0, 20, 9, 0, 0, 0}).hard({12, 12, 12, 12, 12, 12, 12});
  builder.limit(4, 7, 1, -1).limit(5, 7, -1, 3);
  builder.row(1, {4, 5}, {.categories = {7}, .fixed = 4});
  OnlineAssignment state(builder.problem());
  const Asked asked{{1, 2, 3, 4, 5, 6}, {4}, {}, {7}};
  const auto codes = state.exclusions(asked.view());
  CHECK(std::vector<OnlineExclusion>(codes.begin(), codes.end()) ==
        std::vector{OnlineExclusion::not_a_pair, OnlineExclusion::zero_capacity, OnlineExclusion::base_past_hard_limit, OnlineExclusion::hard_limit,
                    OnlineExclusion::category_count, OnlineExclusion::category_weight, OnlineExclusion::none});
  CHECK(state.best(asked.view()).size() == 1);
  CHECK(place(error_of([&] { state.commit(asked.view(), 3); })) == "row.column contradiction");
  CHECK(place(error_of([&] { state.commit(asked.view(), 0); })) == "row.column unknown_id");
  CHECK(state.version() == 0);
  CHECK(to_string(codes[3]) == "hard_limit");
}

TEST_CASE("bad rows, moves and columns are refused and change nothing", "[optimize][online]") {
  OnlineAssignment state = two_columns();
  const auto ask = [&](Asked asked) { return place(error_of([&] { state.best(asked.view()); })); };
  CHECK(ask({{1, 0}, {1}}) == "row.columns[1] out_of_range");
  CHECK(ask({{1, 1}, {1}}) == "row.columns[1] duplicate_id");
  CHECK(ask({{0, 2}, {1}}) == "row.columns[1] out_of_range");
  CHECK(ask({{0, 1}, {1, 2, 3}}) == "row.weight length_mismatch");
  CHECK(ask({{0, 1}, {1, -2}}) == "row.weight[1] negative_value");
  CHECK(ask({{0, 1}, {1}, {1}}) == "row.cost length_mismatch");
  CHECK(ask({{0, 1}, {1}, {}, {3, 3}}) == "row.categories[1] duplicate_id");
  CHECK(ask({{0}, {1}, {}, {}, -1}) == "row.priority[0] negative_value");

  const Asked good{{0, 1}, {1}};
  const auto move = [&](optimize::OnlineMove first, optimize::OnlineMove second = {0, 0, 1}) {
    const std::array moves{first, second};
    return place(error_of([&] { state.commit(good.view(), 0, moves); }));
  };
  CHECK(move({9, 0, 1}) == "moves.row[0] unknown_id");
  CHECK(move({1, 1, 0}) == "moves.from[0] contradiction");
  CHECK(move({0, 0, 1}) == "moves.row[1] duplicate_id");
  CHECK(move({1, 0, 0}) == "moves.to[0] unknown_id");
  CHECK(move({2, 1, 0}) == "moves.to[0] unknown_id");
  CHECK(place(error_of([&] { state.change_column(2, {}); })) == "column.column out_of_range");
  CHECK(place(error_of([&] { state.change_column(1, {5, -1, 5}); })) == "column.base_load[1] negative_value");
  CHECK(place(error_of([&] { state.best_with_moves(good.view(), 9); })) == "options.moves out_of_range");
  CHECK(place(error_of([&] { state.undo(); })) == "state.history contradiction");
  CHECK(place(error_of([&] { state.restore({}); })) == "state.snapshot invalid_argument");
  CHECK(state.version() == 0);
  CHECK(state.load(0) == 9);

  ProblemBuilder builder({10, 10});
  builder.row(4, {0});
  auto problem = builder.problem();
  problem.balance = optimize::Balance::peak;
  CHECK(place(error_of([&] { OnlineAssignment{problem}; })) == "problem.balance unsupported");
  CHECK(place(error_of([&] { standing(builder, {1}); })) == "problem.start[0] contradiction");
}

TEST_CASE("sums at the edge of exact range are compared exactly, beyond it refused", "[optimize][online]") {
  constexpr std::int64_t edge = std::int64_t{1} << 62;
  ProblemBuilder builder({edge / 4 - 1, edge / 4, edge / 4 + 1});
  builder.hard({edge, edge, edge});
  OnlineAssignment state(builder.problem());
  // x^2/c falls with c: column 2 is best by far less than a double can tell.
  const auto best = state.best(Asked{{0, 1, 2}, {edge / 8}}.view(), 3);
  REQUIRE(best.size() == 3);
  CHECK(best[0].column == 2);
  CHECK(best[1].column == 1);
  CHECK(best[2].column == 0);
  const Asked whole{{0, 1, 2}, {edge - 5}};
  CHECK(state.best_with_moves(whole.view(), 3).column >= 0);
  state.commit(whole.view(), 1);
  CHECK(state.load(1) == edge - 5);
  CHECK(place(error_of<OverflowError>([&] { state.best(Asked{{0}, {6}}.view()); })) == "row.weight overflow");
  CHECK(state.best(Asked{{0}, {5}}.view()).size() == 1);
  CHECK(place(error_of<OverflowError>([&] { state.best(Asked{{0}, {std::numeric_limits<std::int64_t>::max()}}.view()); })) == "row.weight overflow");
  CHECK(place(error_of<OverflowError>([&] { state.change_column(0, {edge, 0, edge}); })) == "column.capacity[0] overflow");
  CHECK(place(error_of<OverflowError>([&] { state.change_column(0, {0, 6, edge}); })) == "column.base_load[0] overflow");
}

TEST_CASE("degenerate states answer", "[optimize][online]") {
  ProblemBuilder none({});
  OnlineAssignment empty(none.problem());
  CHECK(empty.best(Asked{{}, {1}}.view()).empty());
  CHECK(empty.best_with_moves(Asked{{}, {1}}.view(), 3).column == -1);
  CHECK(empty.column_of(empty.commit(Asked{{}, {1}}.view(), -1)) == -1);
  CHECK(empty.levels().unassigned[0] == 1);

  ProblemBuilder zero({0, 0});
  zero.row(0, {0, 1}).row(3, {0, 1});
  OnlineAssignment state = standing(zero, {0, 1});
  CHECK(state.levels().overload == 3);
  CHECK(state.best_with_moves(Asked{{0, 1}, {0}}.view(), 2).column == -1);
  state.change_column(0, {5, 0, 6});
  const std::array moves{optimize::OnlineMove{1, 1, 0}};
  state.move_rows(moves);
  CHECK(state.levels().overload == 0);
  CHECK(state.best_with_moves(Asked{{0}, {3}}.view(), 2).column == 0);
}
