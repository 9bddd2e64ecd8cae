#include "src/pool/routing/check.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "evenload/core/errors.hpp"
#include "src/pool/skills/refuse.hpp"

namespace evenload::pool {

namespace routing {

using skills::refuse;
using skills::shown;

namespace {

void check_positive(const char* column, std::optional<std::size_t> row, double value) {
  if (!std::isfinite(value)) {
    refuse(ErrorCode::not_finite, "routing", column, row, "a finite number", shown(value));
  }
  if (value <= 0) {
    refuse(ErrorCode::out_of_range, "routing", column, row, "a number above 0", shown(value));
  }
}

void check_whole(const char* column, std::int64_t value, std::int64_t low, std::int64_t high) {
  if (value < low || value > high) {
    refuse(ErrorCode::out_of_range, "options", column, std::nullopt,
           std::to_string(low) + " to " + std::to_string(high), std::to_string(value));
  }
}

/// Without a limit to waiting the queue must end. Any set of types is answered by those who have
/// one of them at best at their fastest; every single type and all together are looked at.
void check_load(const RoutingProblem& problem) {
  const std::size_t types = problem.arrival_rate.size();
  double work = 0, agents = 0;
  for (const AgentGroup& group : problem.groups) agents += group.agents;
  for (std::size_t t = 0; t < types; ++t) {
    double rate = 0, fastest = 0;
    for (const AgentGroup& group : problem.groups) {
      for (std::size_t k = 0; k < group.skills.size(); ++k) {
        if (static_cast<std::size_t>(group.skills[k]) != t || group.agents == 0) continue;
        rate += group.agents / group.handling_time[k];
        fastest = std::max(fastest, 1 / group.handling_time[k]);
      }
    }
    work += problem.arrival_rate[t] / fastest;
    if (problem.arrival_rate[t] >= rate) {
      refuse(ErrorCode::out_of_range, "routing", "arrival_rate", t,
             "below " + shown(rate) + ", what its agents can answer, or a limit to waiting",
             shown(problem.arrival_rate[t]));
    }
  }
  if (work >= agents) {
    refuse(ErrorCode::out_of_range, "routing", "arrival_rate", std::nullopt,
           "a load below " + shown(agents) + " agents, or a limit to waiting", shown(work));
  }
}

}  // namespace

void check_routing(const RoutingProblem& problem, const RoutingOptions& options) {
  const std::size_t types = problem.arrival_rate.size();
  if (types < 1 || types > 1000) {
    refuse(ErrorCode::out_of_range, "routing", "arrival_rate", std::nullopt, "1 to 1000 types",
           std::to_string(types));
  }
  for (std::size_t t = 0; t < types; ++t)
    check_positive("arrival_rate", t, problem.arrival_rate[t]);
  std::vector<char> answered(types, 0);
  std::int64_t agents = 0;
  for (std::size_t g = 0; g < problem.groups.size(); ++g) {
    const AgentGroup& group = problem.groups[g];
    if (group.agents < 0 || group.agents > 1000000) {
      refuse(ErrorCode::out_of_range, "routing", "agents", g, "0 to 1000000",
             std::to_string(group.agents));
    }
    agents += group.agents;
    if (group.skills.empty()) {
      refuse(ErrorCode::missing_value, "routing", "skills", g, "a skill of every group", "none");
    }
    if (group.handling_time.size() != group.skills.size()) {
      refuse(ErrorCode::length_mismatch, "routing", "handling_time", g,
             std::to_string(group.skills.size()) + " values",
             std::to_string(group.handling_time.size()));
    }
    std::vector<char> seen(types, 0);
    for (std::size_t k = 0; k < group.skills.size(); ++k) {
      const std::int32_t type = group.skills[k];
      if (type < 0 || static_cast<std::size_t>(type) >= types) {
        refuse(ErrorCode::out_of_range, "routing", "skills", g,
               "a type from 0 to " + std::to_string(types - 1), std::to_string(type));
      }
      if (seen[static_cast<std::size_t>(type)] != 0) {
        refuse(ErrorCode::duplicate_id, "routing", "skills", g, "each type once",
               std::to_string(type) + " again");
      }
      seen[static_cast<std::size_t>(type)] = 1;
      if (group.agents > 0) answered[static_cast<std::size_t>(type)] = 1;
      check_positive("handling_time", g, group.handling_time[k]);
    }
  }
  if (agents < 1 || agents > 1000000) {
    refuse(ErrorCode::out_of_range, "routing", "agents", std::nullopt, "1 to 1000000 in all",
           std::to_string(agents));
  }
  for (std::size_t t = 0; t < types; ++t) {
    if (answered[t] == 0) {
      refuse(ErrorCode::missing_value, "routing", "arrival_rate", t,
             "somebody who answers every type", "nobody");
    }
  }
  if (problem.waiting_spaces < -1) {
    refuse(ErrorCode::out_of_range, "routing", "waiting_spaces", std::nullopt, "-1 or more",
           std::to_string(problem.waiting_spaces));
  }
  if (problem.waiting_spaces < 0) check_load(problem);
  check_whole("calls", options.calls, 100, 100000000);
  check_whole("warm_up", options.warm_up, 0, 100000000);
  check_whole("replications", options.replications, 2, 10000);
  check_whole("threads", options.threads, 0, 1000000);
  if (!(options.confidence >= 0.5 && options.confidence < 1)) {
    refuse(ErrorCode::out_of_range, "options", "confidence", std::nullopt, "0.5 to below 1",
           shown(options.confidence));
  }
  skills::check_amount("options", "target_wait", std::nullopt, options.target_wait);
}

}  // namespace routing

std::vector<std::int32_t> even_skills(std::int32_t types, std::int32_t per_type,
                                      std::int32_t skill_count) {
  const auto check = [](const char* column, std::int32_t value, std::int32_t high) {
    if (value < 1 || value > high) {
      skills::refuse(ErrorCode::out_of_range, "routing", column, std::nullopt,
                     "1 to " + std::to_string(high), std::to_string(value));
    }
  };
  check("types", types, 1000);
  check("per_type", per_type, 10000);
  check("skills", skill_count, types);
  std::vector<std::int32_t> rows;
  rows.reserve(static_cast<std::size_t>(types) * static_cast<std::size_t>(per_type) *
               static_cast<std::size_t>(skill_count));
  for (std::int32_t type = 0; type < types; ++type) {
    for (std::int32_t k = 0; k < per_type; ++k) {
      rows.push_back(type);
      // The second skill goes round the other types; the next ones follow on from it.
      for (std::int32_t s = 1; s < skill_count; ++s) {
        rows.push_back((type + 1 + (k + s - 1) % (types - 1)) % types);
      }
    }
  }
  return rows;
}

PooledQueue pooled_queue(double arrival_rate, double handling_time, std::int32_t agents,
                         std::int64_t waiting_spaces) {
  routing::check_positive("arrival_rate", std::nullopt, arrival_rate);
  routing::check_positive("handling_time", std::nullopt, handling_time);
  if (agents < 1 || agents > 1000000) {
    skills::refuse(ErrorCode::out_of_range, "routing", "agents", std::nullopt, "1 to 1000000",
                   std::to_string(agents));
  }
  if (waiting_spaces < 0 || waiting_spaces > 1000000) {
    skills::refuse(ErrorCode::out_of_range, "routing", "waiting_spaces", std::nullopt,
                   "0 to 1000000", std::to_string(waiting_spaces));
  }
  // Weights relative to state s, downwards and upwards: no factorial, no overflow.
  const double load = arrival_rate * handling_time, servers = agents;
  double below = 0, below_busy = 0, weight = 1;
  for (std::int32_t n = agents; n > 0 && weight > 0; --n) {
    weight *= n / load;
    below += weight;
    below_busy += weight * (n - 1);
    if (!std::isfinite(below)) break;
  }
  double queued = 1, waiting = 0, last = 1;
  const double ratio = load / servers;
  for (std::int64_t n = 1; n <= waiting_spaces; ++n) {
    last *= ratio;
    queued += last;
    waiting += last * static_cast<double>(n);
    if (last == 0) break;
    if (!std::isfinite(queued)) {
      skills::refuse(ErrorCode::overflow, "routing", "waiting_spaces", std::nullopt,
                     "a load and a number of spaces within range", skills::shown(ratio));
    }
  }
  PooledQueue found;
  if (!std::isfinite(below)) return found;  // so little load that nobody ever waits
  const double total = below + queued;
  found.blocked = last / total;
  const double admitted = arrival_rate * (1 - found.blocked);
  found.waits = (queued - last) / total / (1 - found.blocked);
  found.mean_wait = waiting / total / admitted;
  found.utilisation = (below_busy + queued * servers) / total / servers;
  return found;
}

}  // namespace evenload::pool
