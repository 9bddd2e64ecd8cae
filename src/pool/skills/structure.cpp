#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

#include "evenload/pool/flexibility.hpp"
#include "src/pool/skills/refuse.hpp"
#include "src/pool/skills/structure.hpp"

namespace evenload::pool {

namespace skills {

using BipartiteGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

void check_graph(const FlexibilityGraph& graph) {
  constexpr std::int32_t most = 100000;
  const auto check_side = [](const char* column, std::int32_t size) {
    if (size < 1 || size > most) {
      refuse(ErrorCode::out_of_range, "flexibility", column, std::nullopt, "1 to 100000",
             std::to_string(size));
    }
  };
  check_side("groups", graph.groups);
  check_side("units", graph.units);
  for (std::size_t at = 0; at < graph.skills.size(); ++at) {
    const Skill skill = graph.skills[at];
    if (skill.group < 0 || skill.group >= graph.groups) {
      refuse(ErrorCode::out_of_range, "flexibility", "skills", at,
             "a group from 0 to " + std::to_string(graph.groups - 1), std::to_string(skill.group));
    }
    if (skill.unit < 0 || skill.unit >= graph.units) {
      refuse(ErrorCode::out_of_range, "flexibility", "skills", at,
             "a unit from 0 to " + std::to_string(graph.units - 1), std::to_string(skill.unit));
    }
  }
  std::vector<std::size_t> order(graph.skills.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t at) {
    return std::pair(graph.skills[at].group, graph.skills[at].unit);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(key(a), a) < std::pair(key(b), b);
  });
  for (std::size_t k = 1; k < order.size(); ++k) {
    if (key(order[k - 1]) == key(order[k])) {
      refuse(ErrorCode::duplicate_id, "flexibility", "skills", order[k], "each pair once",
             "group " + std::to_string(key(order[k]).first) + ", unit " +
                 std::to_string(key(order[k]).second) + " again");
    }
  }
}

namespace {

BipartiteGraph undirected(const FlexibilityGraph& graph) {
  BipartiteGraph made(static_cast<std::size_t>(graph.groups) +
                      static_cast<std::size_t>(graph.units));
  for (const Skill& skill : graph.skills) {
    boost::add_edge(static_cast<std::size_t>(skill.group),
                    static_cast<std::size_t>(graph.groups) + static_cast<std::size_t>(skill.unit),
                    made);
  }
  return made;
}

/// Skills along a path or ring, from `first`: its lower end, or its lowest group.
std::vector<std::int32_t> along_chain(const FlexibilityGraph& graph,
                                      const std::vector<std::vector<std::int32_t>>& incident,
                                      std::size_t first, std::size_t length) {
  const auto groups = static_cast<std::size_t>(graph.groups);
  std::vector<std::int32_t> chain;
  std::size_t node = first;
  std::int32_t last = -1;
  while (chain.size() < length) {
    std::int32_t next = -1;
    for (const std::int32_t at : incident[node]) {
      if (at != last && (next < 0 || at < next)) next = at;
    }
    chain.push_back(next);
    last = next;
    const Skill& skill = graph.skills[static_cast<std::size_t>(next)];
    node = node < groups ? groups + static_cast<std::size_t>(skill.unit)
                         : static_cast<std::size_t>(skill.group);
  }
  return chain;
}

ComponentShape shape_of(const FlexibilityComponent& part, std::size_t most_degree,
                        std::size_t least_degree) {
  const std::size_t nodes = part.groups.size() + part.units.size();
  if (part.skills == 0) return ComponentShape::lone;
  if (nodes == 2) return ComponentShape::dedicated;
  if (part.cycles == 0) {
    return most_degree == 2 ? ComponentShape::open_chain : ComponentShape::tree;
  }
  if (most_degree == 2 && least_degree == 2) return ComponentShape::closed_chain;
  if (static_cast<std::size_t>(part.skills) == part.groups.size() * part.units.size()) {
    return ComponentShape::complete;
  }
  return ComponentShape::meshed;
}

FlexibilityShape shape_of(const FlexibilityGraph& graph,
                          const std::vector<FlexibilityComponent>& parts) {
  const auto all = [&](auto&& fits) { return std::all_of(parts.begin(), parts.end(), fits); };
  const auto is = [](auto... shapes) {
    return [=](const FlexibilityComponent& part) { return ((part.shape == shapes) || ...); };
  };
  if (all(is(ComponentShape::lone, ComponentShape::dedicated))) return FlexibilityShape::none;
  if (parts.size() == 1 && parts[0].shape == ComponentShape::closed_chain) {
    return FlexibilityShape::closed_chain;
  }
  if (graph.skills.size() ==
      static_cast<std::size_t>(graph.groups) * static_cast<std::size_t>(graph.units)) {
    return FlexibilityShape::full;
  }
  if (parts.size() == 1 && parts[0].shape == ComponentShape::open_chain) {
    return FlexibilityShape::open_chain;
  }
  if (all(is(ComponentShape::closed_chain))) return FlexibilityShape::closed_chains;
  if (all(is(ComponentShape::closed_chain, ComponentShape::open_chain, ComponentShape::dedicated,
             ComponentShape::lone))) {
    return FlexibilityShape::chains;
  }
  return FlexibilityShape::other;
}

}  // namespace

}  // namespace skills

std::string_view to_string(ComponentShape shape) noexcept {
  switch (shape) {
    case ComponentShape::lone:
      return "lone";
    case ComponentShape::dedicated:
      return "dedicated";
    case ComponentShape::open_chain:
      return "open_chain";
    case ComponentShape::closed_chain:
      return "closed_chain";
    case ComponentShape::tree:
      return "tree";
    case ComponentShape::complete:
      return "complete";
    case ComponentShape::meshed:
      return "meshed";
  }
  return "unknown";
}

std::string_view to_string(FlexibilityShape shape) noexcept {
  switch (shape) {
    case FlexibilityShape::none:
      return "none";
    case FlexibilityShape::open_chain:
      return "open_chain";
    case FlexibilityShape::closed_chain:
      return "closed_chain";
    case FlexibilityShape::closed_chains:
      return "closed_chains";
    case FlexibilityShape::chains:
      return "chains";
    case FlexibilityShape::full:
      return "full";
    case FlexibilityShape::other:
      return "other";
  }
  return "unknown";
}

FlexibilityStructure flexibility_structure(const FlexibilityGraph& graph) {
  skills::check_graph(graph);
  const skills::BipartiteGraph made = skills::undirected(graph);
  const auto groups = static_cast<std::size_t>(graph.groups);
  const std::size_t nodes = boost::num_vertices(made);
  std::vector<std::size_t> part_of(nodes);
  const std::size_t count = boost::connected_components(made, part_of.data());

  FlexibilityStructure structure;
  structure.components.resize(count);
  std::vector<std::vector<std::int32_t>> incident(nodes);
  for (std::size_t at = 0; at < graph.skills.size(); ++at) {
    const Skill& skill = graph.skills[at];
    incident[static_cast<std::size_t>(skill.group)].push_back(static_cast<std::int32_t>(at));
    incident[groups + static_cast<std::size_t>(skill.unit)].push_back(
        static_cast<std::int32_t>(at));
    ++structure.components[part_of[static_cast<std::size_t>(skill.group)]].skills;
  }
  struct Degrees {
    std::size_t most = 0, least = ~std::size_t{0}, end = ~std::size_t{0};
  };
  std::vector<Degrees> degrees(count);
  for (std::size_t node = 0; node < nodes; ++node) {
    FlexibilityComponent& part = structure.components[part_of[node]];
    if (node < groups) {
      part.groups.push_back(static_cast<std::int32_t>(node));
    } else {
      part.units.push_back(static_cast<std::int32_t>(node - groups));
    }
    Degrees& own = degrees[part_of[node]];
    const std::size_t degree = incident[node].size();
    own.most = std::max(own.most, degree);
    own.least = std::min(own.least, degree);
    if (degree == 1) own.end = std::min(own.end, node);
  }
  // Components come numbered by their first node, so groups lead and lone units follow.
  for (std::size_t c = 0; c < count; ++c) {
    FlexibilityComponent& part = structure.components[c];
    part.cycles =
        part.skills - static_cast<std::int64_t>(part.groups.size() + part.units.size()) + 1;
    structure.cycles += part.cycles;
    part.shape = skills::shape_of(part, degrees[c].most, degrees[c].least);
    if (part.shape == ComponentShape::open_chain || part.shape == ComponentShape::closed_chain ||
        part.shape == ComponentShape::dedicated) {
      const std::size_t first = part.shape == ComponentShape::closed_chain
                                    ? static_cast<std::size_t>(part.groups.front())
                                    : degrees[c].end;
      part.chain =
          skills::along_chain(graph, incident, first, static_cast<std::size_t>(part.skills));
    }
  }
  structure.shape = skills::shape_of(graph, structure.components);
  return structure;
}

std::int32_t closed_by(const FlexibilityGraph& graph, Skill skill) {
  skills::check_graph(graph);
  if (skill.group < 0 || skill.group >= graph.groups || skill.unit < 0 ||
      skill.unit >= graph.units) {
    skills::refuse(ErrorCode::unknown_id, "flexibility", "skill", std::nullopt,
                   "a group and a unit of the graph",
                   std::to_string(skill.group) + ", " + std::to_string(skill.unit));
  }
  const skills::BipartiteGraph made = skills::undirected(graph);
  std::vector<std::int32_t> distance(boost::num_vertices(made), -1);
  const auto from = static_cast<std::size_t>(skill.group);
  distance[from] = 0;
  boost::breadth_first_search(made, from,
                              boost::visitor(boost::make_bfs_visitor(boost::record_distances(
                                  distance.data(), boost::on_tree_edge()))));
  const std::int32_t length =
      distance[static_cast<std::size_t>(graph.groups) + static_cast<std::size_t>(skill.unit)];
  return length < 0 ? 0 : (length + 1) / 2;
}

}  // namespace evenload::pool
