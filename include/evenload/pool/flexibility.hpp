/// \file
/// Flexibility graph: which group of workers can serve which unit, what that looks like (chains,
/// components, cycles), and how much demand it can serve. docs/models/cross_training.md (1)-(5).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace evenload::pool {

/// A group of workers (a person, or people with the same skills) can do the work of a unit.
struct Skill {
  std::int32_t group = 0;
  std::int32_t unit = 0;
  friend bool operator==(const Skill&, const Skill&) = default;
};

/// Groups on one side, units on the other. The span is read during a call only.
struct FlexibilityGraph {
  std::int32_t groups = 0;        ///< 1..100000
  std::int32_t units = 0;         ///< 1..100000
  std::span<const Skill> skills;  ///< no pair twice
};

/// What a connected part of the graph looks like.
enum class ComponentShape : std::int32_t {
  lone = 0,        ///< a unit that nobody serves, or a group without a skill
  dedicated = 1,   ///< one group, one unit
  open_chain = 2,  ///< a path: each group hands over to the next, the ends are loose
  closed_chain =
      3,         ///< a ring: as many groups as units, everybody has two skills, all in one circle
  tree = 4,      ///< no circle, but branches
  complete = 5,  ///< every group of it serves every unit of it, and it is no ring or path
  meshed = 6,    ///< anything else: circles and branches
};
std::string_view to_string(ComponentShape shape) noexcept;

/// What the whole graph looks like.
enum class FlexibilityShape : std::int32_t {
  none = 0,           ///< nobody serves more than one unit, no unit has more than one group
  open_chain = 1,     ///< one open chain through everything
  closed_chain = 2,   ///< one closed chain through everything: the long chain
  closed_chains = 3,  ///< several closed chains (and nothing else)
  chains = 4,         ///< chains, open or closed, and dedicated pairs beside them
  full = 5,           ///< everybody serves every unit
  other = 6,
};
std::string_view to_string(FlexibilityShape shape) noexcept;

struct FlexibilityComponent {
  ComponentShape shape = ComponentShape::lone;
  std::vector<std::int32_t> groups;  ///< ascending
  std::vector<std::int32_t> units;   ///< ascending
  std::int64_t skills = 0;
  /// Independent cycles: skills - nodes + 1.
  std::int64_t cycles = 0;
  /// Chains only: skills (positions in the graph) in their order along the chain.
  std::vector<std::int32_t> chain;
};

struct FlexibilityStructure {
  FlexibilityShape shape = FlexibilityShape::none;
  std::vector<FlexibilityComponent> components;  ///< by their first group, lone units last
  std::int64_t cycles = 0;                       ///< over all components
};

/// Components, cycles and chains of a flexibility graph; (1), (2).
///
/// Time and memory linear in groups, units and skills; deterministic; permuted skills give the same
/// components. \throws InvalidDataError naming "flexibility": out_of_range, duplicate_id.
FlexibilityStructure flexibility_structure(const FlexibilityGraph& graph);

/// What can be served of a demand, and the proof that no more can be.
struct Throughput {
  std::int64_t value = 0;
  std::vector<std::int64_t> served;  ///< by skill, a best plan
  /// Units of a least cut: value = Σ demand of the other units + Σ capacity of `cut_groups`.
  std::vector<std::int32_t> cut_units;
  std::vector<std::int32_t> cut_groups;  ///< all groups that can serve one of `cut_units`
};

/// Largest amount of demand that can be served: a maximum flow, exactly; (3), (4).
/// \param capacity by group, >= 0, in whole units of the caller's choice.
/// \param demand by unit, >= 0.
/// Push-relabel, O(V³) at worst; deterministic.
/// \throws InvalidDataError naming "flexibility" and the column: length_mismatch, negative_value,
/// as
///         flexibility_structure; OverflowError where a sum passes 2^62.
Throughput throughput(const FlexibilityGraph& graph, std::span<const std::int64_t> capacity,
                      std::span<const std::int64_t> demand);

/// Groups in the cycle that this skill would close, 0 where it joins two parts; (2).
/// \throws InvalidDataError as flexibility_structure; unknown_id for a pair outside the graph.
std::int32_t closed_by(const FlexibilityGraph& graph, Skill skill);

}  // namespace evenload::pool
