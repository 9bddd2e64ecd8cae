/// \file
/// How large a pool must be for a stated risk, and what risk a pool leaves.
/// docs/models/pool_size.md (13)–(22).
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/pool/demand.hpp"

namespace evenload::pool {

/// What must hold with probability 1 − ε.
enum class RiskScope : std::int32_t {
  unit_week = 0,  ///< each unit in each week
  week = 1,       ///< all units at once, in each week
  horizon = 2,    ///< all units in all weeks
};
std::string_view to_string(RiskScope scope) noexcept;

/// Where demand comes from: a model, or hours that are given. Spans are read during the call only.
struct DemandSource {
  const DemandModel* model = nullptr;  ///< nullptr: the scenarios below
  bool parameter_uncertainty = true;
  std::int64_t first_week = 0;  ///< week of the year of week 0, 0 to 51
  /// Scenarios × units × weeks, hours >= 0.
  std::span<const double> scenarios;
  std::int64_t scenario_count = 0;
  /// Scenarios: their probabilities. With them the scenarios are the whole distribution and risks
  /// are exact; empty: they are a sample, and risks have intervals.
  std::span<const double> probability;
};

struct PoolProblem {
  std::int64_t units = 0;     ///< 1..20
  std::int64_t weeks = 0;     ///< 1..1000
  std::int64_t profiles = 0;  ///< kinds of members, 1..8
  DemandSource demand;
  std::span<const double> capacity;   ///< units × weeks: the units' own hours, >= 0
  std::span<const double> threshold;  ///< units: hours a week that may be short (x), >= 0
  std::span<const double> risk;       ///< units: ε, above 0 and below 1; joint scopes: the least
  /// Profiles × units: hours done in the unit by an hour of the member, 0 (not qualified) to 1.
  std::span<const double> efficiency;
  std::span<const double> hours;     ///< profiles: of a member in a week, > 0
  std::span<const double> cost;      ///< profiles: of a member, > 0
  std::span<const double> presence;  ///< profiles: P(a member is there in a week), above 0 to 1
  /// Profiles: mean length of an absence, weeks, >= 1; empty: weeks are independent.
  std::span<const double> absence_weeks;
  /// Profiles: most members, 0..64; empty: as many as the greatest need seen could use.
  std::span<const std::int64_t> most;
  RiskScope scope = RiskScope::unit_week;
};

struct PoolSizeOptions {
  double confidence = 0.95;           ///< of all statements together, above 0.5 and below 1
  std::int64_t scenarios = 1024;      ///< in the first look, for search and check each, 64..
  std::int64_t most_scenarios = 16384;  ///< in the last look, ..1000000
  std::uint64_t seed = 0;
  std::int32_t threads = 0;
  std::stop_token stop{};
};

/// What simulation says of one pool. Intervals hold for all constraints of the pool together.
struct PoolRisk {
  std::vector<std::int64_t> members;  ///< profiles
  double cost = 0;
  double worst = 0;       ///< largest probability of a shortage above the threshold, less ε's place
  double worst_low = 0;   ///< interval of the largest probability
  double worst_high = 0;
  double allowed = 0;     ///< ε where it is worst
  std::int64_t worst_unit = -1;  ///< -1 where the scope is larger
  std::int64_t worst_week = -1;
  bool meets = false;     ///< proven to meet every ε (exact, or at the confidence)
  bool fails = false;     ///< proven to miss one
  double shortage = 0;        ///< mean hours a week that nobody does
  double shortage_error = 0;  ///< its standard error; 0 where exact
  double idle_share = 0;      ///< share of the pool's hours for which there is no work
  bool beyond_demand = false; ///< no week has work for all its hours
  std::vector<double> probability;  ///< of each constraint: units × weeks, weeks, or one
};

enum class PoolVerdict : std::int32_t {
  exact = 0,        ///< the scenarios are the distribution
  proven = 1,       ///< meets the risk, and every cheaper pool misses it, at the confidence
  sufficient = 2,   ///< meets the risk at the confidence; a cheaper pool is not excluded
  not_settled = 3,  ///< the sample is too small to say
  infeasible = 4,   ///< no pool within `most` meets the risk in the sample
};
std::string_view to_string(PoolVerdict verdict) noexcept;

struct PoolSize {
  PoolVerdict verdict = PoolVerdict::not_settled;
  PoolRisk pool;                   ///< the cheapest; where infeasible the largest
  /// The cheapest of which the sample itself proves that it meets the risk; empty members where
  /// there is none. Where the verdict is not `not_settled` it is `pool`.
  PoolRisk safe;
  std::vector<PoolRisk> smaller;   ///< the pool less one member of each kind that it has
  /// Largest among the pools that cost less: where all fail, so do all cheaper ones.
  std::vector<PoolRisk> cheaper;
  std::int64_t cheaper_open = 0;   ///< of them not proven to fail
  std::int64_t scenarios = 0;      ///< in the last look, for search and check each
  std::int64_t looks = 0;
  std::int64_t pools_tried = 0;
  std::vector<std::int64_t> most;  ///< profiles: members that were allowed
  StopReason stop = StopReason::done;
};

/// The cheapest pool. Each week's pool hours go where hours are missing, most hours first, so that
/// the share of its need that each unit gets is as even as possible (leximin); then members never
/// make a unit worse off, and the search over pools is exact on its scenarios.
/// Search and check use different scenarios, all pools the same ones.
/// Scenarios × weeks × 2^units for each pool tried; linear programs where a profile's efficiency
/// differs between units. Equal results for equal seeds on any number of threads.
/// \throws InvalidDataError naming "pool_problem" or "pool_options" or "demand_model":
///         length_mismatch, negative_value, not_finite, out_of_range (ε of 0 or 1 says what to do),
///         contradiction (a profile without a unit, probabilities that do not sum to 1, absences
///         beside scenarios that are the whole distribution). OverflowError where the scenarios
///         would pass 2^31 unit-weeks.
PoolSize size_pool(const PoolProblem& problem, const PoolSizeOptions& options = {});

/// The risk that each of the pools leaves, all on the same scenarios (`most_scenarios` of them).
/// \param members pools × profiles, each 0..64
std::vector<PoolRisk> pool_risk(const PoolProblem& problem, std::span<const std::int64_t> members,
                                const PoolSizeOptions& options = {});

/// Who gets how much of a week's pool: hours undone in each unit. Equation (15).
/// \param need units: hours missing, >= 0; efficiency profiles × units; hours profiles
std::vector<double> deal_out(std::span<const double> need, std::span<const double> efficiency,
                             std::span<const double> hours);

}  // namespace evenload::pool
