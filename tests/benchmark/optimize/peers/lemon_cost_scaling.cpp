#include "lemon_cost_scaling.hpp"

#include <lemon/cost_scaling.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <utility>

namespace evenload::benchmark {

std::int64_t lemon_cost_scaling(const std::vector<std::int64_t>& indptr, const std::vector<std::int32_t>& indices,
                                const std::vector<std::int64_t>& cost, const std::vector<std::int64_t>& slot_indptr,
                                const std::vector<std::int64_t>& slot_cost, std::vector<std::int32_t>* plan) {
  const int rows = static_cast<int>(indptr.size()) - 1;
  const int columns = static_cast<int>(slot_indptr.size()) - 1;
  const int sink = rows + columns;
  // One arc per pair, and one per slot from its column to the sink: arcs come by source, as the static graph wants them.
  std::vector<std::pair<int, int>> arcs;
  std::vector<long long> weight;
  arcs.reserve(indices.size() + slot_cost.size());
  for (int i = 0; i < rows; ++i) {
    for (auto k = indptr[i]; k < indptr[i + 1]; ++k) {
      arcs.emplace_back(i, rows + indices[k]);
      weight.push_back(cost[k]);
    }
  }
  for (int j = 0; j < columns; ++j) {
    for (auto s = slot_indptr[j]; s < slot_indptr[j + 1]; ++s) {
      arcs.emplace_back(rows + j, sink);
      weight.push_back(slot_cost[s]);
    }
  }
  lemon::StaticDigraph graph;
  graph.build(sink + 1, arcs.begin(), arcs.end());
  lemon::StaticDigraph::ArcMap<long long> costs(graph);
  lemon::StaticDigraph::ArcMap<int> capacity(graph, 1);
  for (std::size_t a = 0; a < weight.size(); ++a) costs[graph.arc(static_cast<int>(a))] = weight[a];
  lemon::StaticDigraph::NodeMap<int> supply(graph, 0);
  for (int i = 0; i < rows; ++i) supply[graph.node(i)] = 1;
  supply[graph.node(sink)] = -rows;
  lemon::CostScaling<lemon::StaticDigraph, int, long long> solver(graph);
  solver.upperMap(capacity).costMap(costs).supplyMap(supply);
  if (solver.run() != solver.OPTIMAL) return -1;
  if (plan != nullptr) {
    plan->assign(static_cast<std::size_t>(rows), -1);
    int arc = 0;
    for (int i = 0; i < rows; ++i) {
      for (auto k = indptr[i]; k < indptr[i + 1]; ++k, ++arc) {
        if (solver.flow(graph.arc(arc)) > 0) (*plan)[i] = indices[k];
      }
    }
  }
  return solver.totalCost<long long>();
}

}  // namespace evenload::benchmark
