/// \file
/// Calls of several types, agents with few or many skills: simulation of who answers what, to see
/// how many skills are enough. docs/models/cross_training.md (13)-(15).
///
/// The server is a telephone line or counter: one person, one call at a time. It is no caseworker
/// with a caseload. After R. B. Wallace & W. Whitt, "A staffing algorithm for call centers with
/// skill-based routing", Manufacturing & Service Operations Management 7 (2005): where handling
/// takes as long whoever answers, two skills each do nearly as well as all skills; where it takes
/// longer away from one's own type, they need not.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "evenload/core/control.hpp"

namespace evenload::pool {

/// Agents alike: how many, and what they answer, their own type first.
struct AgentGroup {
  std::int32_t agents = 0;                ///< >= 0
  std::span<const std::int32_t> skills;   ///< types, best first; no type twice, at least one
  std::span<const double> handling_time;  ///< mean, by skill, > 0
};

struct RoutingProblem {
  std::span<const double> arrival_rate;  ///< by type, > 0, Poisson
  std::span<const AgentGroup> groups;
  std::int64_t waiting_spaces = -1;  ///< beyond the agents; -1: no limit
};

struct RoutingOptions {
  std::int64_t calls = 200000;     ///< arrivals measured in each replication, 100..1e8
  std::int64_t warm_up = 20000;    ///< arrivals before that, >= 0
  std::int32_t replications = 10;  ///< 2..10000
  double confidence = 0.95;        ///< of the intervals, 0.5 to below 1
  double target_wait = 0;          ///< τ of `waits_longer`, >= 0
  std::uint64_t seed = 0;
  std::int32_t threads = 0;
  std::stop_token stop{};
};

/// Mean over replications, with Student's interval.
struct RoutingMean {
  double mean = 0;
  double low = 0;
  double high = 0;
};

struct RoutingMeasure {
  RoutingMean blocked;       ///< share of calls that find no waiting space
  RoutingMean waits;         ///< share of the others that wait at all
  RoutingMean waits_longer;  ///< share of the others that wait longer than the target
  RoutingMean mean_wait;     ///< of the others, in the unit of the rates
};

struct RoutingResult {
  RoutingMeasure all;
  std::vector<RoutingMeasure> by_type;
  RoutingMean utilisation;             ///< share of the agents' time
  RoutingMean away;                    ///< share of answered calls that are nobody's own type
  RoutingMean handling_time;           ///< mean over answered calls
  std::int32_t replications = 0;       ///< done
  StopReason stop = StopReason::done;  ///< cancelled: nothing else is told
};

/// Simulates the calls.
///
/// A call goes to the agent who has been idle longest among those for whom its type comes first in
/// their list, else second, and so on; else it waits, where there is room. A free agent takes the
/// longest-waiting call of the type highest in the own list. Handling times are exponential.
/// Arrivals and the size of each call's work depend on (seed, replication, type) alone, so designs
/// compared under one seed meet the same calls. Some 0.2 µs per call and group.
///
/// \throws InvalidDataError naming "routing" or "options": out_of_range, missing_value (a type that
///         nobody answers), duplicate_id, length_mismatch; out_of_range where there is no limit to
///         waiting and the load is no less than the agents can carry.
RoutingResult simulate_routing(const RoutingProblem& problem, const RoutingOptions& options = {});

/// Agents spread as evenly as may be: `per_type` for each of `types`, each with `skills` types: the
/// own one, then others in turn so that every pair comes equally often. Row k: the skills of agent
/// k, `skills` wide; agents of a type stand together.
/// \throws InvalidDataError(out_of_range)
std::vector<std::int32_t> even_skills(std::int32_t types, std::int32_t per_type,
                                      std::int32_t skills);

/// All skills, all alike: M/M/s/r exactly, what simulate_routing must agree with.
struct PooledQueue {
  double blocked = 0;
  double waits = 0;      ///< share of those not blocked
  double mean_wait = 0;  ///< of those not blocked
  double utilisation = 0;
};
/// \throws InvalidDataError naming "routing"
PooledQueue pooled_queue(double arrival_rate, double handling_time, std::int32_t agents,
                         std::int64_t waiting_spaces);

}  // namespace evenload::pool
