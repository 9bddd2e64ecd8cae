#include <algorithm>
#include <limits>

#include "src/pool/skills/network.hpp"

namespace evenload::pool::skills {

GainFlow::GainFlow(const SkillNetwork& network) : network_(&network) {
  hours_.resize(network.skills.size());
  spare_.resize(network.groups);
  unmet_.resize(network.units);
  group_gain_.resize(network.groups);
  unit_gain_.resize(network.units);
  group_via_.resize(network.groups);
  unit_via_.resize(network.units);
}

/// Highest gain from each node to unmet demand. There is no cycle that gains, so the labels settle
/// after as many rounds as there are nodes; the cap holds rounding in check.
void GainFlow::label() {
  const SkillNetwork& net = *network_;
  for (std::size_t u = 0; u < net.units; ++u) {
    unit_gain_[u] = unmet_[u] > small_ ? 1.0 : 0.0;
    unit_via_[u] = -1;
  }
  std::fill(group_gain_.begin(), group_gain_.end(), 0.0);
  std::fill(group_via_.begin(), group_via_.end(), -1);
  bool changed = true;
  for (std::size_t round = 0; changed && round <= net.groups + net.units; ++round) {
    changed = false;
    for (std::size_t at = 0; at < net.skills.size(); ++at) {
      const auto g = static_cast<std::size_t>(net.skills[at].group);
      const auto u = static_cast<std::size_t>(net.skills[at].unit);
      const double e = net.efficiency[at];
      const bool room = limit_.empty() || hours_[at] + small_ < limit_[at];
      if (room && e * unit_gain_[u] > group_gain_[g] * (1 + 1e-12)) {
        group_gain_[g] = e * unit_gain_[u];
        group_via_[g] = static_cast<std::int32_t>(at);
        changed = true;
      }
      const double back = std::min(1.0, group_gain_[g] / e);
      if (hours_[at] > small_ && back > unit_gain_[u] * (1 + 1e-12)) {
        unit_gain_[u] = back;
        unit_via_[u] = static_cast<std::int32_t>(at);
        changed = true;
      }
    }
  }
}

double GainFlow::solve(std::span<const double> capacity, std::span<const double> demand,
                       std::span<const double> limit) {
  const SkillNetwork& net = *network_;
  limit_ = limit;
  std::copy(capacity.begin(), capacity.end(), spare_.begin());
  std::copy(demand.begin(), demand.end(), unmet_.begin());
  double scale = 0;
  for (const double value : capacity) scale = std::max(scale, value);
  for (const double value : demand) scale = std::max(scale, value);
  small_ = 1e-12 * scale;
  // Full efficiency is the highest gain there is: those paths may come in any order.
  for (std::size_t at = 0; at < net.skills.size(); ++at) {
    hours_[at] = 0;
    if (net.efficiency[at] < 1) continue;
    const auto g = static_cast<std::size_t>(net.skills[at].group);
    const auto u = static_cast<std::size_t>(net.skills[at].unit);
    double amount = std::min(spare_[g], unmet_[u]);
    if (!limit_.empty()) amount = std::min(amount, limit_[at]);
    hours_[at] = amount;
    spare_[g] -= amount;
    unmet_[u] -= amount;
  }
  const std::size_t nodes = net.groups + net.units;
  for (;;) {
    label();
    std::size_t start = net.groups;
    double best = 0;
    for (std::size_t g = 0; g < net.groups; ++g) {
      if (spare_[g] > small_ && group_gain_[g] > best) {
        best = group_gain_[g];
        start = g;
      }
    }
    if (start == net.groups) break;
    // Along the path: hours that leave `start` per hour, and what limits them.
    double amount = spare_[start], gain = 1;
    std::size_t g = start, u = 0, steps = 0;
    for (; steps <= nodes; ++steps) {
      const auto out = static_cast<std::size_t>(group_via_[g]);
      if (!limit_.empty()) amount = std::min(amount, (limit_[out] - hours_[out]) / gain);
      gain *= net.efficiency[out];
      u = static_cast<std::size_t>(net.skills[out].unit);
      if (unit_via_[u] < 0) break;
      const auto back = static_cast<std::size_t>(unit_via_[u]);
      gain /= net.efficiency[back];
      amount = std::min(amount, hours_[back] / gain);
      g = static_cast<std::size_t>(net.skills[back].group);
    }
    amount = std::min(amount, unmet_[u] / gain);
    if (steps > nodes || !(amount > 0)) break;  // rounding made a circle of gain 1: nothing is lost
    spare_[start] -= amount;
    double carried = amount;
    for (g = start;;) {
      const auto out = static_cast<std::size_t>(group_via_[g]);
      hours_[out] += carried;
      carried *= net.efficiency[out];
      u = static_cast<std::size_t>(net.skills[out].unit);
      if (unit_via_[u] < 0) break;
      const auto back = static_cast<std::size_t>(unit_via_[u]);
      carried /= net.efficiency[back];
      hours_[back] = std::max(0.0, hours_[back] - carried);
      g = static_cast<std::size_t>(net.skills[back].group);
    }
    unmet_[u] -= carried;
  }
  double served = 0;
  for (std::size_t u = 0; u < net.units; ++u) served += demand[u] - std::max(0.0, unmet_[u]);
  return served;
}

}  // namespace evenload::pool::skills
