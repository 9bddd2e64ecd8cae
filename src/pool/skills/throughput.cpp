#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "evenload/pool/flexibility.hpp"
#include "src/pool/skills/refuse.hpp"
#include "src/pool/skills/structure.hpp"

namespace evenload::pool {

namespace skills {

namespace {

using FlowTraits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
struct FlowArc {
  std::int64_t capacity = 0;
  std::int64_t residual = 0;
  FlowTraits::edge_descriptor reverse;
};
using FlowGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, FlowArc>;

FlowTraits::edge_descriptor add_arc(FlowGraph& graph, std::size_t from, std::size_t to,
                                    std::int64_t capacity) {
  const auto there = boost::add_edge(from, to, graph).first;
  const auto back = boost::add_edge(to, from, graph).first;
  graph[there].capacity = capacity;
  graph[there].reverse = back;
  graph[back].reverse = there;
  return there;
}

constexpr std::int64_t most_flow = std::int64_t{1} << 62;

std::int64_t checked_total(const char* column, std::span<const std::int64_t> values,
                           std::size_t expected) {
  check_length("flexibility", column, values.size(), expected);
  std::int64_t total = 0;
  for (std::size_t at = 0; at < values.size(); ++at) {
    if (values[at] < 0) {
      refuse(ErrorCode::negative_value, "flexibility", column, at, "a number of at least 0",
             std::to_string(values[at]));
    }
    if (values[at] > most_flow - total) {
      throw OverflowError({ErrorCode::overflow, "flexibility", column,
                           static_cast<std::int64_t>(at), "a sum of at most 2^62",
                           std::to_string(values[at])});
    }
    total += values[at];
  }
  return total;
}

}  // namespace

}  // namespace skills

Throughput throughput(const FlexibilityGraph& graph, std::span<const std::int64_t> capacity,
                      std::span<const std::int64_t> demand) {
  using namespace skills;
  check_graph(graph);
  const auto groups = static_cast<std::size_t>(graph.groups);
  const auto units = static_cast<std::size_t>(graph.units);
  checked_total("capacity", capacity, groups);
  checked_total("demand", demand, units);

  const std::size_t source = groups + units, sink = source + 1;
  FlowGraph flow(sink + 1);
  for (std::size_t g = 0; g < groups; ++g) add_arc(flow, source, g, capacity[g]);
  for (std::size_t u = 0; u < units; ++u) add_arc(flow, groups + u, sink, demand[u]);
  std::vector<FlowTraits::edge_descriptor> arcs;
  arcs.reserve(graph.skills.size());
  for (const Skill& skill : graph.skills) {
    const auto g = static_cast<std::size_t>(skill.group);
    arcs.push_back(add_arc(flow, g, groups + static_cast<std::size_t>(skill.unit), capacity[g]));
  }
  Throughput found;
  found.value = boost::push_relabel_max_flow(
      flow, source, sink, boost::get(&FlowArc::capacity, flow),
      boost::get(&FlowArc::residual, flow), boost::get(&FlowArc::reverse, flow),
      boost::get(boost::vertex_index, flow));
  for (const auto& arc : arcs) {
    found.served.push_back(flow[arc].capacity - flow[arc].residual);
  }

  // Least cut: what still reaches a unit with unmet demand. Its groups have nothing to spare.
  std::vector<std::vector<std::size_t>> by_group(groups), by_unit(units);
  std::vector<std::int64_t> unmet(demand.begin(), demand.end());
  for (std::size_t at = 0; at < graph.skills.size(); ++at) {
    by_group[static_cast<std::size_t>(graph.skills[at].group)].push_back(at);
    by_unit[static_cast<std::size_t>(graph.skills[at].unit)].push_back(at);
    unmet[static_cast<std::size_t>(graph.skills[at].unit)] -= found.served[at];
  }
  std::vector<char> group_in(groups, 0), unit_in(units, 0);
  std::vector<std::size_t> queue;
  for (std::size_t u = 0; u < units; ++u) {
    if (unmet[u] > 0) {
      unit_in[u] = 1;
      queue.push_back(u);
    }
  }
  while (!queue.empty()) {
    const std::size_t u = queue.back();
    queue.pop_back();
    for (const std::size_t at : by_unit[u]) {
      const auto g = static_cast<std::size_t>(graph.skills[at].group);
      if (group_in[g] != 0) continue;
      group_in[g] = 1;
      for (const std::size_t other : by_group[g]) {
        const auto next = static_cast<std::size_t>(graph.skills[other].unit);
        if (found.served[other] > 0 && unit_in[next] == 0) {
          unit_in[next] = 1;
          queue.push_back(next);
        }
      }
    }
  }
  for (std::size_t u = 0; u < units; ++u) {
    if (unit_in[u] != 0) found.cut_units.push_back(static_cast<std::int32_t>(u));
  }
  for (std::size_t g = 0; g < groups; ++g) {
    if (group_in[g] != 0) found.cut_groups.push_back(static_cast<std::int32_t>(g));
  }
  return found;
}

}  // namespace evenload::pool
