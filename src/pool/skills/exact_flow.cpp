#include <algorithm>
#include <limits>
#include <utility>

#include "src/pool/skills/network.hpp"

namespace evenload::pool::skills {

namespace {
constexpr std::size_t no_node = ~std::size_t{0};
}

SkillNetwork::SkillNetwork(std::size_t group_count, std::size_t unit_count,
                           std::vector<Skill> pairs, std::vector<double> efficiencies)
    : groups(group_count),
      units(unit_count),
      skills(std::move(pairs)),
      efficiency(std::move(efficiencies)) {
  efficiency.resize(skills.size(), 1.0);
  const auto index = [this](std::size_t sides, auto side, std::vector<std::int32_t>& begin,
                            std::vector<std::int32_t>& list) {
    begin.assign(sides + 1, 0);
    for (const Skill& skill : skills) ++begin[side(skill) + 1];
    for (std::size_t k = 0; k < sides; ++k) begin[k + 1] += begin[k];
    std::vector<std::int32_t> next(begin.begin(), begin.end() - 1);
    list.resize(skills.size());
    for (std::size_t at = 0; at < skills.size(); ++at) {
      list[static_cast<std::size_t>(next[side(skills[at])]++)] = static_cast<std::int32_t>(at);
    }
  };
  index(
      groups, [](const Skill& s) { return static_cast<std::size_t>(s.group); }, group_begin,
      group_skill);
  index(
      units, [](const Skill& s) { return static_cast<std::size_t>(s.unit); }, unit_begin,
      unit_skill);
}

ExactFlow::ExactFlow(const SkillNetwork& network) : network_(&network) {
  const std::size_t nodes = network.groups + network.units;
  flow_.resize(network.skills.size());
  spare_.resize(network.groups);
  unmet_.resize(network.units);
  via_.resize(nodes);
  seen_.assign(nodes, 0);
  queue_.reserve(nodes);
}

std::int64_t ExactFlow::solve(std::span<const std::int64_t> capacity,
                              std::span<const std::int64_t> demand,
                              std::span<const std::int64_t> limit) {
  limit_ = limit;
  std::copy(capacity.begin(), capacity.end(), spare_.begin());
  std::copy(demand.begin(), demand.end(), unmet_.begin());
  std::int64_t total = 0;
  // Skills in their order: one's own work, listed first, comes first.
  for (std::size_t at = 0; at < flow_.size(); ++at) {
    const auto g = static_cast<std::size_t>(network_->skills[at].group);
    const auto u = static_cast<std::size_t>(network_->skills[at].unit);
    std::int64_t amount = std::min(spare_[g], unmet_[u]);
    if (!limit_.empty()) amount = std::min(amount, limit_[at]);
    flow_[at] = amount;
    spare_[g] -= amount;
    unmet_[u] -= amount;
    total += amount;
  }
  return total + augment(no_node, no_node);
}

/// Sends all that can be sent from groups with spare hours (or from `start_unit`, which wants
/// without end) to units with unmet demand (or to `end_group`, which takes without end).
std::int64_t ExactFlow::augment(std::size_t start_unit, std::size_t end_group) {
  const SkillNetwork& net = *network_;
  const std::size_t groups = net.groups;
  std::int64_t total = 0;
  for (;;) {
    ++round_;
    queue_.clear();
    const auto visit = [&](std::size_t node, std::int32_t via) {
      seen_[node] = round_;
      via_[node] = via;
      queue_.push_back(static_cast<std::int32_t>(node));
    };
    if (start_unit != no_node) {
      visit(groups + start_unit, -1);
    } else {
      for (std::size_t g = 0; g < groups; ++g) {
        if (spare_[g] > 0 && g != end_group) visit(g, -1);
      }
    }
    std::size_t end = no_node;
    for (std::size_t head = 0; head < queue_.size() && end == no_node; ++head) {
      const auto node = static_cast<std::size_t>(queue_[head]);
      if (node < groups) {
        for (const std::int32_t at : net.of_group(node)) {
          const auto edge = static_cast<std::size_t>(at);
          if (!limit_.empty() && flow_[edge] >= limit_[edge]) continue;
          const std::size_t next = groups + static_cast<std::size_t>(net.skills[edge].unit);
          if (seen_[next] == round_) continue;
          visit(next, at);
          if (end_group == no_node && unmet_[next - groups] > 0) {
            end = next;
            break;
          }
        }
      } else {
        for (const std::int32_t at : net.of_unit(node - groups)) {
          const auto edge = static_cast<std::size_t>(at);
          if (flow_[edge] == 0) continue;
          const auto next = static_cast<std::size_t>(net.skills[edge].group);
          if (seen_[next] == round_) continue;
          visit(next, at);
          if (next == end_group) {
            end = next;
            break;
          }
        }
      }
    }
    if (end == no_node) return total;
    std::int64_t amount =
        end < groups ? std::numeric_limits<std::int64_t>::max() : unmet_[end - groups];
    std::size_t root = end;
    while (via_[root] >= 0) {
      const auto edge = static_cast<std::size_t>(via_[root]);
      if (root < groups) {
        amount = std::min(amount, flow_[edge]);
        root = groups + static_cast<std::size_t>(net.skills[edge].unit);
      } else {
        if (!limit_.empty()) amount = std::min(amount, limit_[edge] - flow_[edge]);
        root = static_cast<std::size_t>(net.skills[edge].group);
      }
    }
    if (root < groups) amount = std::min(amount, spare_[root]);
    for (std::size_t node = end; via_[node] >= 0;) {
      const auto edge = static_cast<std::size_t>(via_[node]);
      if (node < groups) {
        flow_[edge] -= amount;
        node = groups + static_cast<std::size_t>(net.skills[edge].unit);
      } else {
        flow_[edge] += amount;
        node = static_cast<std::size_t>(net.skills[edge].group);
      }
    }
    if (root < groups) spare_[root] -= amount;
    if (end >= groups) unmet_[end - groups] -= amount;
    total += amount;
  }
}

void ExactFlow::free_hours(std::vector<std::int64_t>& freed) {
  freed.assign(network_->groups, 0);
  if (std::all_of(spare_.begin(), spare_.end(), [](std::int64_t h) { return h == 0; })) return;
  kept_flow_ = flow_;
  kept_spare_ = spare_;
  for (std::size_t g = 0; g < network_->groups; ++g) {
    freed[g] = kept_spare_[g] + augment(no_node, g);
    flow_ = kept_flow_;
    spare_ = kept_spare_;
  }
}

void ExactFlow::wanted_hours(std::vector<std::int64_t>& wanted) {
  wanted.assign(network_->units, 0);
  if (std::all_of(unmet_.begin(), unmet_.end(), [](std::int64_t h) { return h == 0; })) return;
  kept_flow_ = flow_;
  kept_unmet_ = unmet_;
  for (std::size_t u = 0; u < network_->units; ++u) {
    // The unit's own unmet demand is counted apart: a path to itself says nothing.
    unmet_[u] = 0;
    wanted[u] = kept_unmet_[u] + augment(u, no_node);
    flow_ = kept_flow_;
    unmet_ = kept_unmet_;
  }
}

void ExactFlow::short_side(std::vector<char>& group_in, std::vector<char>& unit_in) {
  const SkillNetwork& net = *network_;
  group_in.assign(net.groups, 0);
  unit_in.assign(net.units, 0);
  queue_.clear();
  for (std::size_t u = 0; u < net.units; ++u) {
    if (unmet_[u] == 0) continue;
    unit_in[u] = 1;
    queue_.push_back(static_cast<std::int32_t>(u));
  }
  for (std::size_t head = 0; head < queue_.size(); ++head) {
    for (const std::int32_t at : net.of_unit(static_cast<std::size_t>(queue_[head]))) {
      const auto edge = static_cast<std::size_t>(at);
      if (!limit_.empty() && flow_[edge] >= limit_[edge]) continue;
      const auto g = static_cast<std::size_t>(net.skills[edge].group);
      if (group_in[g] != 0) continue;
      group_in[g] = 1;
      for (const std::int32_t other : net.of_group(g)) {
        const auto u = static_cast<std::size_t>(net.skills[static_cast<std::size_t>(other)].unit);
        if (flow_[static_cast<std::size_t>(other)] > 0 && unit_in[u] == 0) {
          unit_in[u] = 1;
          queue_.push_back(static_cast<std::int32_t>(u));
        }
      }
    }
  }
}

}  // namespace evenload::pool::skills
