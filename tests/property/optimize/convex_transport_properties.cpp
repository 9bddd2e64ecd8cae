// convex_transport against all plans of tiny problems, and against Boost.Graph's min-cost flow on larger ones.
#include <rapidcheck.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
// After the one above, which brings what it needs.
#include <boost/graph/find_flow_cost.hpp>
#include <algorithm>
#include <functional>
#include <utility>

#include "../../unit/optimize/transport_builder.hpp"
#include "support/property.hpp"
#include "tiny_generator.hpp"

namespace {

using evenload::Outcome;
using evenload::SolveOptions;
using evenload::test::number;
using evenload::test::TransportArrays;
namespace optimize = evenload::optimize;

std::vector<std::pair<std::int32_t, std::int64_t>> any_row(int columns, int least_cost, int most_cost, int density) {
  std::vector<std::pair<std::int32_t, std::int64_t>> pairs;
  for (int j = 0; j < columns; ++j) {
    if (number(0, 99) < density) pairs.emplace_back(j, number(least_cost, most_cost));
  }
  return pairs;
}

TransportArrays any_transport(int most_rows, int most_columns, int least_cost) {
  TransportArrays arrays;
  const int columns = number(0, most_columns);
  const int most_cost = number(0, 1) == 0 ? 9 : 1000;
  const int density = number(20, 100);
  for (int i = number(0, most_rows); i > 0; --i) arrays.row(any_row(columns, least_cost, most_cost, density));
  const int most_slots = number(0, 3 + most_rows / 4);
  const int step = number(0, most_cost);
  for (int j = 0; j < columns; ++j) {
    std::vector<std::int64_t> slots;
    std::int64_t value = number(least_cost, 5);
    for (int k = number(0, most_slots); k > 0; --k) slots.push_back(value += number(0, step));
    arrays.column(slots);
  }
  return arrays;
}

/// (rows left out, cost) of the best plan, by trying all.
std::pair<std::int64_t, std::int64_t> by_brute_force(const TransportArrays& a) {
  const std::size_t rows = a.indptr.size() - 1;
  std::vector<std::int64_t> load(a.slot_indptr.size() - 1, 0);
  std::pair<std::int64_t, std::int64_t> best{static_cast<std::int64_t>(rows) + 1, 0};
  const std::function<void(std::size_t, std::int64_t, std::int64_t)> place = [&](std::size_t i, std::int64_t out, std::int64_t cost) {
    if (i == rows) {
      best = std::min(best, std::pair(out, cost));
      return;
    }
    place(i + 1, out + 1, cost);
    for (auto k = a.indptr[i]; k < a.indptr[i + 1]; ++k) {
      const auto j = a.indices[k];
      const auto slot = a.slot_indptr[j] + load[j];
      if (slot == a.slot_indptr[j + 1]) continue;
      ++load[j];
      place(i + 1, out, cost + a.cost[k] + a.slot_cost[slot]);
      --load[j];
    }
  };
  place(0, 0, 0);
  return best;
}

/// The same by successive shortest paths, one arc per slot. Weights are doubles (exact here): Boost adds its
/// greatest distance to those of vertices out of reach, which a signed integer may not overflow.
std::pair<std::int64_t, std::int64_t> by_boost(const TransportArrays& a) {
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Graph = boost::adjacency_list<
      boost::vecS, boost::vecS, boost::directedS, boost::no_property,
      boost::property<boost::edge_capacity_t, long,
                      boost::property<boost::edge_residual_capacity_t, long,
                                      boost::property<boost::edge_reverse_t, Traits::edge_descriptor, boost::property<boost::edge_weight_t, double>>>>>;
  const std::size_t rows = a.indptr.size() - 1;
  const std::size_t columns = a.slot_indptr.size() - 1;
  Graph graph(rows + columns + 2);
  const auto arc = [&](std::size_t from, std::size_t to, long capacity, std::int64_t weight) {
    const auto there = boost::add_edge(from, to, graph).first;
    const auto back = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, capacity);
    boost::put(boost::edge_capacity, graph, back, 0);
    boost::put(boost::edge_weight, graph, there, static_cast<double>(weight));
    boost::put(boost::edge_weight, graph, back, static_cast<double>(-weight));
    boost::put(boost::edge_reverse, graph, there, back);
    boost::put(boost::edge_reverse, graph, back, there);
  };
  // Costs are made non-negative; every assigned row pays the two shifts once.
  constexpr long shift = 2000;
  const std::size_t source = rows + columns;
  const std::size_t sink = source + 1;
  for (std::size_t i = 0; i < rows; ++i) {
    arc(source, i, 1, 0);
    for (auto k = a.indptr[i]; k < a.indptr[i + 1]; ++k) arc(i, rows + static_cast<std::size_t>(a.indices[k]), 1, a.cost[k] + shift);
  }
  for (std::size_t j = 0; j < columns; ++j) {
    for (auto s = a.slot_indptr[j]; s < a.slot_indptr[j + 1]; ++s) arc(rows + j, sink, 1, a.slot_cost[s] + shift);
  }
  boost::successive_shortest_path_nonnegative_weights(graph, source, sink);
  std::int64_t placed = 0;
  const auto out = boost::out_edges(source, graph);
  for (auto e = out.first; e != out.second; ++e) {
    placed += boost::get(boost::edge_capacity, graph, *e) - boost::get(boost::edge_residual_capacity, graph, *e);
  }
  return {static_cast<std::int64_t>(rows) - placed, static_cast<std::int64_t>(boost::find_flow_cost(graph)) - 2 * shift * placed};
}

void check_proven(const optimize::ConvexTransportProblem& p, const optimize::ConvexTransportResult& r) {
  RC_ASSERT(r.outcome == Outcome::optimal);
  RC_ASSERT(r.cost_bound == r.cost);
  RC_ASSERT(r.unassigned_bound == r.unassigned);
  const auto proof = optimize::check_duals(p, r.assignment, r.row_price, r.column_price, r.outside_price);
  RC_LOG() << proof.reason;
  RC_ASSERT(proof.optimal);
}

}  // namespace

TEST_CASE("convex_transport finds and proves the best of all plans of tiny problems", "[optimize][convex_transport]") {
  evenload::test::property("equal to brute force", [] {
    auto arrays = any_transport(6, 4, -9);
    const auto rows = arrays.indptr.size() - 1;
    const auto columns = static_cast<int>(arrays.slot_indptr.size()) - 1;
    if (number(0, 2) == 0) {
      for (std::size_t i = 0; i < rows; ++i) arrays.start.push_back(number(-1, columns - 1));
    }
    if (number(0, 2) == 0) {
      for (int j = 0; j < columns; ++j) arrays.prices.push_back(number(-100, 3000));
    }
    const auto r = optimize::convex_transport(arrays.problem());
    RC_ASSERT(std::pair(r.unassigned, r.cost) == by_brute_force(arrays));
    check_proven(arrays.problem(), r);
  });
}

TEST_CASE("interrupted, convex_transport gives a plan within its bounds", "[optimize][convex_transport]") {
  evenload::test::property("bounds never past the optimum", [] {
    const auto arrays = any_transport(6, 4, -9);
    SolveOptions options;
    options.work_limit = number(0, 40);
    const auto r = optimize::convex_transport(arrays.problem(), options);
    const auto best = by_brute_force(arrays);
    RC_ASSERT(std::pair(r.unassigned, r.cost) >= best);
    RC_ASSERT(r.unassigned_bound <= best.first);
    if (r.unassigned == best.first) RC_ASSERT(r.cost_bound <= best.second);
    if (r.outcome == Outcome::optimal) RC_ASSERT(std::pair(r.unassigned, r.cost) == best);
  });
}

TEST_CASE("convex_transport equals Boost.Graph's min-cost flow", "[optimize][convex_transport]") {
  evenload::test::property("equal to successive shortest paths", [] {
    const auto arrays = any_transport(60, 12, -9);
    const auto r = optimize::convex_transport(arrays.problem());
    RC_ASSERT(std::pair(r.unassigned, r.cost) == by_boost(arrays));
    check_proven(arrays.problem(), r);
  });
}

TEST_CASE("a changing transport state stays equal to the best of all plans", "[optimize][convex_transport]") {
  evenload::test::property("equal to brute force after every change", [] {
    const auto arrays = any_transport(4, 4, -9);
    const auto columns = static_cast<int>(arrays.slot_indptr.size()) - 1;
    optimize::ConvexTransportState state(arrays.problem());
    std::vector<std::vector<std::pair<std::int32_t, std::int64_t>>> rows;
    std::vector<bool> alive;
    for (std::size_t i = 0; i + 1 < arrays.indptr.size(); ++i) {
      rows.emplace_back();
      alive.push_back(true);
      for (auto k = arrays.indptr[i]; k < arrays.indptr[i + 1]; ++k) rows.back().emplace_back(arrays.indices[k], arrays.cost[k]);
    }
    for (int change = number(1, 8); change > 0; --change) {
      const int kind = number(0, 2);
      const int row = rows.empty() ? -1 : number(0, static_cast<int>(rows.size()) - 1);
      if (kind == 0) {
        if (std::count(alive.begin(), alive.end(), true) >= 6) continue;
        rows.push_back(any_row(columns, -9, number(0, 3) == 0 ? 5000 : 20, 70));
        alive.push_back(true);
        std::vector<std::int32_t> at;
        std::vector<std::int64_t> cost;
        for (const auto& [j, value] : rows.back()) {
          at.push_back(j);
          cost.push_back(value);
        }
        state.insert_row(at, cost);
      } else if (row < 0 || !alive[row]) {
        continue;
      } else if (kind == 1) {
        state.remove_row(row);
        alive[row] = false;
      } else if (!rows[row].empty()) {
        auto& pair = rows[row][number(0, static_cast<int>(rows[row].size()) - 1)];
        pair.second = number(-20, number(0, 3) == 0 ? 9000 : 30);
        state.change_cost(row, pair.first, pair.second);
      }
      if (number(0, 3) == 0) continue;
      state.solve();
      TransportArrays now;
      now.slot_indptr = arrays.slot_indptr;
      now.slot_cost = arrays.slot_cost;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (alive[i]) now.row(rows[i]);
      }
      const auto r = state.solution();
      RC_ASSERT(r.outcome == Outcome::optimal);
      RC_ASSERT(std::pair(r.unassigned, r.cost) == by_brute_force(now));
    }
  });
}
