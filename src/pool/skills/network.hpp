/// \file
/// A flexibility design as arrays, and its throughput solved again and again. Private.
/// docs/models/cross_training.md (3)-(7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evenload/pool/flexibility.hpp"

namespace evenload::pool::skills {

/// Skills by group and by unit.
struct SkillNetwork {
  std::size_t groups = 0;
  std::size_t units = 0;
  std::vector<Skill> skills;
  std::vector<double> efficiency;  ///< by skill, (0, 1]
  std::vector<std::int32_t> group_begin, group_skill;
  std::vector<std::int32_t> unit_begin, unit_skill;

  SkillNetwork(std::size_t group_count, std::size_t unit_count, std::vector<Skill> pairs,
               std::vector<double> efficiencies);
  std::span<const std::int32_t> of_group(std::size_t g) const {
    return std::span(group_skill)
        .subspan(static_cast<std::size_t>(group_begin[g]),
                 static_cast<std::size_t>(group_begin[g + 1] - group_begin[g]));
  }
  std::span<const std::int32_t> of_unit(std::size_t u) const {
    return std::span(unit_skill)
        .subspan(static_cast<std::size_t>(unit_begin[u]),
                 static_cast<std::size_t>(unit_begin[u + 1] - unit_begin[u]));
  }
};

/// Maximum flow in whole numbers, all efficiencies 1: greedy, then shortest augmenting paths.
class ExactFlow {
 public:
  explicit ExactFlow(const SkillNetwork& network);
  /// Optional limits by skill (fractional designs); empty: none.
  std::int64_t solve(std::span<const std::int64_t> capacity, std::span<const std::int64_t> demand,
                     std::span<const std::int64_t> limit = {});
  /// Most hours that can be freed at each group, all else kept up; (6). Leaves the flow as it is.
  void free_hours(std::vector<std::int64_t>& freed);
  /// Most demand that each unit could pass on or has unmet itself; (6). Leaves the flow as it is.
  void wanted_hours(std::vector<std::int64_t>& wanted);
  /// 1 where one hour more at a group would be served; at a unit: where one more unit of demand
  /// would stay unmet.
  void short_side(std::vector<char>& group_in, std::vector<char>& unit_in);
  std::span<const std::int64_t> served() const { return flow_; }
  std::span<const std::int64_t> unmet() const { return unmet_; }

 private:
  std::int64_t augment(std::size_t start_unit, std::size_t end_group);

  const SkillNetwork* network_;
  std::span<const std::int64_t> limit_;
  std::vector<std::int64_t> flow_, spare_, unmet_, kept_flow_, kept_spare_, kept_unmet_;
  std::vector<std::int32_t> via_;
  std::vector<std::uint32_t> seen_;
  std::vector<std::int32_t> queue_;
  std::uint32_t round_ = 0;
};

/// Maximum generalized flow: an hour of g at u serves efficiency(g, u) <= 1. Highest-gain paths
/// (Onaga 1967; Truemper 1977); exact up to rounding.
class GainFlow {
 public:
  explicit GainFlow(const SkillNetwork& network);
  double solve(std::span<const double> capacity, std::span<const double> demand,
               std::span<const double> limit = {});
  /// After solve: demand served by one more hour at each group, and by one more unit of what each
  /// unit could be relieved of: 0 to 1. Dual prices are group_gain and 1 - unit_gain; (7).
  std::span<const double> group_gain() const { return group_gain_; }
  std::span<const double> unit_gain() const { return unit_gain_; }
  std::span<const double> hours() const { return hours_; }

 private:
  void label();

  const SkillNetwork* network_;
  std::span<const double> limit_;
  double small_ = 0;
  std::vector<double> hours_, spare_, unmet_, group_gain_, unit_gain_;
  std::vector<std::int32_t> group_via_, unit_via_;
};

}  // namespace evenload::pool::skills
