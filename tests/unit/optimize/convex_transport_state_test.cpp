// A transport problem that changes little by little, against cold solves.
#include <limits>
#include <random>

#include "evenload/core/errors.hpp"
#include "support/catch.hpp"
#include "solve_options.hpp"
#include "transport_builder.hpp"

namespace {

using evenload::Outcome;
using evenload::SolveOptions;
using evenload::StopReason;
using evenload::test::random_transport;
using evenload::test::TransportArrays;
namespace optimize = evenload::optimize;
using optimize::ConvexTransportState;

/// The same changes on arrays, solved cold.
struct Mirror {
  TransportArrays slots;
  std::vector<std::vector<std::pair<std::int32_t, std::int64_t>>> rows;

  explicit Mirror(const TransportArrays& arrays) : slots(arrays) {
    for (std::size_t i = 0; i + 1 < arrays.indptr.size(); ++i) {
      rows.emplace_back();
      for (auto k = arrays.indptr[i]; k < arrays.indptr[i + 1]; ++k) rows.back().emplace_back(arrays.indices[k], arrays.cost[k]);
    }
  }
  TransportArrays arrays() const {
    TransportArrays result;
    result.slot_indptr = slots.slot_indptr;
    result.slot_cost = slots.slot_cost;
    for (const auto& row : rows) result.row(row);
    return result;
  }
};

void check_same(ConvexTransportState& state, const Mirror& mirror, std::int64_t removed) {
  const auto arrays = mirror.arrays();  // removed rows have no pairs
  const auto cold = optimize::convex_transport(arrays.problem());
  const auto warm = state.solution();
  CHECK(warm.outcome == Outcome::optimal);
  CHECK(warm.unassigned == cold.unassigned - removed);
  CHECK(warm.cost == cold.cost);
  auto price = warm.row_price;
  for (std::size_t i = 0; i < price.size(); ++i) {
    if (mirror.rows[i].empty()) price[i] = warm.outside_price;
    CHECK(state.column_of(static_cast<std::int32_t>(i)) == warm.assignment[i]);
  }
  CHECK(optimize::check_duals(arrays.problem(), warm.assignment, price, warm.column_price, warm.outside_price).reason == "");
}

}  // namespace

TEST_CASE("a state stays optimal while rows come, go and change", "[optimize][convex_transport]") {
  for (const double slots : {1.6, 1.0, 0.9}) {
    const auto arrays = random_transport({.rows = 400, .columns = 20, .slots_per_row = slots, .slope = 3}, 11);
    Mirror mirror(arrays);
    ConvexTransportState state(arrays.problem());
    check_same(state, mirror, 0);
    std::mt19937_64 random(7);
    std::int64_t removed = 0;
    for (int round = 0; round < 40; ++round) {
      for (int change = 0; change <= round % 4; ++change) {
        const auto row = static_cast<std::int32_t>(random() % mirror.rows.size());
        const auto value = static_cast<std::int64_t>(random() % 60);
        switch (random() % 3) {
          case 0: {
            const auto first = static_cast<std::int32_t>(random() % 10);
            const std::int32_t columns[] = {first, first + 5, first + 10};
            const std::int64_t cost[] = {value, 7, 20};
            CHECK(state.insert_row(columns, cost) == static_cast<std::int32_t>(mirror.rows.size()));
            mirror.rows.push_back({{columns[0], cost[0]}, {columns[1], cost[1]}, {columns[2], cost[2]}});
            break;
          }
          case 1:
            if (mirror.rows[row].empty()) break;
            state.remove_row(row);
            mirror.rows[row].clear();
            ++removed;
            break;
          default:
            if (mirror.rows[row].empty()) break;
            state.change_cost(row, mirror.rows[row][0].first, value);
            mirror.rows[row][0].second = value;
        }
      }
      CHECK(state.solve() == Outcome::optimal);
      check_same(state, mirror, removed);
    }
    // Nothing to do takes no work worth speaking of.
    CHECK(state.solve() == Outcome::optimal);
    CHECK(state.work() < 5);
  }
}

TEST_CASE("costs far beyond those so far make the state solve afresh", "[optimize][convex_transport]") {
  const auto arrays = random_transport({.rows = 200, .columns = 10, .slots_per_row = 0.9}, 12);
  Mirror mirror(arrays);
  ConvexTransportState state(arrays.problem());
  const auto column = arrays.indices[0];
  state.change_cost(0, column, 1'000'000);
  mirror.rows[0][0].second = 1'000'000;
  const std::int32_t columns[] = {0, 3};
  const std::int64_t cost[] = {-2'000'000, 5};
  state.insert_row(columns, cost);
  mirror.rows.push_back({{0, -2'000'000}, {3, 5}});
  std::int64_t removed = 0;
  for (const std::int32_t row : {7, 8, 9, 10}) {
    state.remove_row(row);
    CHECK(state.column_of(row) == -1);
    mirror.rows[static_cast<std::size_t>(row)].clear();
    ++removed;
  }
  CHECK(state.solve() == Outcome::optimal);
  check_same(state, mirror, removed);
}

TEST_CASE("a state that is interrupted goes on later", "[optimize][convex_transport]") {
  const auto arrays = random_transport({.rows = 2000, .columns = 40, .slots_per_row = 1.0}, 13);
  SolveOptions options = evenload::test::patient();
  options.work_limit = 3000;
  ConvexTransportState state(arrays.problem(), options);
  CHECK(state.stop() == StopReason::work);
  const auto early = state.solution();
  CHECK(early.outcome == Outcome::feasible);
  for (std::size_t j = 0; j < early.load.size(); ++j) CHECK(early.load[j] <= arrays.slot_indptr[j + 1] - arrays.slot_indptr[j]);
  int rounds = 0;
  options.work_limit = 20'000;
  while (state.solve(options) != Outcome::optimal && rounds < 10'000) ++rounds;
  CHECK(rounds > 0);
  check_same(state, Mirror(arrays), 0);
}

TEST_CASE("wrong changes are refused and change nothing", "[optimize][convex_transport]") {
  const auto arrays = random_transport({.rows = 50, .columns = 5, .degree = 2}, 14);
  ConvexTransportState state(arrays.problem());
  const auto before = state.solution();
  const std::int32_t columns[] = {1, 1};
  const std::int64_t cost[] = {1, 2};
  using evenload::InvalidDataError;
  CHECK_THROWS_AS(state.insert_row(columns, cost), InvalidDataError);
  CHECK_THROWS_AS(state.insert_row({columns, 1}, cost), InvalidDataError);
  const std::int32_t outside[] = {5};
  CHECK_THROWS_AS(state.insert_row(outside, {cost, 1}), InvalidDataError);
  const std::int64_t extreme[] = {std::numeric_limits<std::int64_t>::max()};
  CHECK_THROWS_AS(state.insert_row({columns, 1}, extreme), evenload::OverflowError);
  CHECK_THROWS_AS(state.remove_row(50), InvalidDataError);
  CHECK_THROWS_AS(state.remove_row(-1), InvalidDataError);
  CHECK_THROWS_AS(state.change_cost(0, 77, 1), InvalidDataError);
  CHECK_THROWS_AS(state.column_of(50), InvalidDataError);
  CHECK(state.rows() == 50);
  CHECK(state.solve() == Outcome::optimal);
  CHECK(state.solution().assignment == before.assignment);
  state.remove_row(3);
  CHECK_THROWS_AS(state.remove_row(3), InvalidDataError);
  CHECK(state.column_of(3) == -1);
  const ConvexTransportState moved = std::move(state);
  CHECK(moved.rows() == 50);
}
