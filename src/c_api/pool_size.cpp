/// \file
/// Size of a pool and rules beside it: arrays in, risks out.
#include "evenload_c/pool_size.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "evenload/pool/pool_rules.hpp"
#include "evenload/pool/pool_size.hpp"
#include "handles.hpp"
#include "pool_demand.hpp"
#include "versioned.hpp"

struct evenload_pool_sizing {
  evenload::pool::PoolSize size;
  std::vector<evenload::pool::PoolRisk> asked;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

/// A size between 1 and `most`: products of such sizes do not wrap around.
std::uint64_t pool_dimension(std::int64_t given, std::int64_t most, const char* name) {
  if (given < 1 || given > most) {
    refuse(name, "1 to " + std::to_string(most), std::to_string(given));
  }
  return static_cast<std::uint64_t>(given);
}

/// The caller's problem over spans, and what had no array of its own.
struct PoolArrays {
  pool::PoolProblem problem;
  std::vector<double> present;

  explicit PoolArrays(const evenload_pool_problem* pointer) {
    needed(pointer, "problem");
    const evenload_pool_problem defaults = EVENLOAD_POOL_PROBLEM_INIT;
    const auto given = versioned(pointer, defaults, "problem");
    if (given.reserved != 0) refuse("problem.reserved", "0", std::to_string(given.reserved));
    const std::uint64_t units = pool_dimension(given.units, 20, "problem.units");
    const std::uint64_t weeks = pool_dimension(given.weeks, 1000, "problem.weeks");
    const std::uint64_t profiles = pool_dimension(given.profiles, 8, "problem.profiles");
    problem.units = given.units;
    problem.weeks = given.weeks;
    problem.profiles = given.profiles;
    problem.scope = static_cast<pool::RiskScope>(given.scope);
    problem.demand.parameter_uncertainty = given.parameter_uncertainty != 0;
    problem.demand.first_week = given.first_week;
    if (given.demand != nullptr) {
      problem.demand.model = &given.demand->model;
    } else {
      const std::uint64_t count = pool_dimension(given.scenarios, 1000000, "problem.scenarios");
      needed(given.scenario, "problem.scenario");
      problem.demand.scenarios =
          view(given.scenario, count * units * weeks, "problem.scenario");
      problem.demand.scenario_count = given.scenarios;
      problem.demand.probability = view(given.probability, count, "problem.probability");
    }
    problem.capacity = array(given.capacity, units * weeks, "problem.capacity");
    problem.threshold = array(given.threshold, units, "problem.threshold");
    problem.risk = array(given.risk, units, "problem.risk");
    problem.efficiency = array(given.efficiency, profiles * units, "problem.efficiency");
    problem.hours = array(given.hours, profiles, "problem.hours");
    problem.cost = array(given.cost, profiles, "problem.cost");
    problem.presence = view(given.presence, profiles, "problem.presence");
    if (given.presence == nullptr) {
      present.assign(profiles, 1);
      problem.presence = present;
    }
    problem.absence_weeks = view(given.absence_weeks, profiles, "problem.absence_weeks");
    problem.most = view(given.most, profiles, "problem.most");
  }
  PoolArrays(const PoolArrays&) = delete;
  PoolArrays& operator=(const PoolArrays&) = delete;

 private:
  static std::span<const double> array(const double* data, std::uint64_t size, const char* name) {
    needed(data, name);
    return view(data, size, name);
  }
};

pool::PoolSizeOptions pool_size_options(const evenload_pool_size_options* pointer) {
  const evenload_pool_size_options defaults = EVENLOAD_POOL_SIZE_OPTIONS_INIT;
  const auto given = versioned(pointer, defaults, "options");
  pool::PoolSizeOptions options;
  options.confidence = given.confidence;
  options.scenarios = given.scenarios;
  options.most_scenarios = given.most_scenarios;
  options.seed = given.seed;
  options.threads = given.threads;
  if (given.stop != nullptr) options.stop = given.stop->source.get_token();
  return options;
}

std::int64_t pool_count(const evenload_pool_sizing& sizing, std::int32_t which) {
  switch (which) {
    case EVENLOAD_POOLS_CHEAPEST: return sizing.size.pool.members.empty() ? 0 : 1;
    case EVENLOAD_POOLS_SAFE: return sizing.size.safe.members.empty() ? 0 : 1;
    case EVENLOAD_POOLS_SMALLER: return static_cast<std::int64_t>(sizing.size.smaller.size());
    case EVENLOAD_POOLS_CHEAPER: return static_cast<std::int64_t>(sizing.size.cheaper.size());
    case EVENLOAD_POOLS_ASKED: return static_cast<std::int64_t>(sizing.asked.size());
    default: return 0;
  }
}

const pool::PoolRisk& pool_at(const evenload_pool_sizing* pointer, std::int32_t which,
                              std::int64_t index) {
  const evenload_pool_sizing& sizing = needed(pointer, "sizing");
  const std::int64_t count = pool_count(sizing, which);
  if (index < 0 || index >= count) {
    throw Error({ErrorCode::out_of_range, "", "index", std::nullopt,
                 "a pool below " + std::to_string(count), std::to_string(index)});
  }
  const auto at = static_cast<std::size_t>(index);
  switch (which) {
    case EVENLOAD_POOLS_SAFE: return sizing.size.safe;
    case EVENLOAD_POOLS_SMALLER: return sizing.size.smaller[at];
    case EVENLOAD_POOLS_CHEAPER: return sizing.size.cheaper[at];
    case EVENLOAD_POOLS_ASKED: return sizing.asked[at];
    default: return sizing.size.pool;
  }
}

}  // namespace

extern "C" {

void evenload_pool_problem_init(evenload_pool_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_pool_problem EVENLOAD_POOL_PROBLEM_INIT;
}

void evenload_pool_size_options_init(evenload_pool_size_options* options) {
  if (options == nullptr) return;
  *options = evenload_pool_size_options EVENLOAD_POOL_SIZE_OPTIONS_INIT;
}

evenload_status evenload_pool_size(evenload_context* context, const evenload_pool_problem* problem,
                                   const evenload_pool_size_options* options,
                                   evenload_pool_sizing** out) {
  return guarded_make(context, out, [&] {
    const PoolArrays arrays(problem);
    return new evenload_pool_sizing{pool::size_pool(arrays.problem, pool_size_options(options)),
                                    {}};
  });
}

evenload_status evenload_pool_risks(evenload_context* context,
                                    const evenload_pool_problem* problem, int64_t pools,
                                    const int64_t* members,
                                    const evenload_pool_size_options* options,
                                    evenload_pool_sizing** out) {
  return guarded_make(context, out, [&] {
    const PoolArrays arrays(problem);
    const std::uint64_t count = pool_dimension(pools, 1000000, "pools");
    needed(members, "members");
    const auto profiles = static_cast<std::uint64_t>(arrays.problem.profiles);
    return new evenload_pool_sizing{
        {}, pool::pool_risk(arrays.problem, view(members, count * profiles, "members"),
                            pool_size_options(options))};
  });
}

void evenload_pool_sizing_destroy(evenload_pool_sizing** sizing) { destroy(sizing); }

int32_t evenload_pool_sizing_verdict(const evenload_pool_sizing* sizing) {
  return sizing == nullptr ? EVENLOAD_POOL_NOT_SETTLED : static_cast<int32_t>(sizing->size.verdict);
}
int32_t evenload_pool_sizing_stop(const evenload_pool_sizing* sizing) {
  return sizing == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(sizing->size.stop);
}
int64_t evenload_pool_sizing_scenarios(const evenload_pool_sizing* sizing) {
  return sizing == nullptr ? 0 : sizing->size.scenarios;
}
int64_t evenload_pool_sizing_looks(const evenload_pool_sizing* sizing) {
  return sizing == nullptr ? 0 : sizing->size.looks;
}
int64_t evenload_pool_sizing_pools_tried(const evenload_pool_sizing* sizing) {
  return sizing == nullptr ? 0 : sizing->size.pools_tried;
}
int64_t evenload_pool_sizing_cheaper_open(const evenload_pool_sizing* sizing) {
  return sizing == nullptr ? 0 : sizing->size.cheaper_open;
}
int64_t evenload_pool_sizing_count(const evenload_pool_sizing* sizing, int32_t which) {
  return sizing == nullptr ? 0 : pool_count(*sizing, which);
}

evenload_status evenload_pool_sizing_risk(evenload_context* context,
                                          const evenload_pool_sizing* sizing, int32_t which,
                                          int64_t index, evenload_pool_risk* out) {
  return guarded(context, [&] {
    const pool::PoolRisk& risk = pool_at(sizing, which, index);
    needed(out, "out") = evenload_pool_risk{risk.cost,
                                            risk.worst,
                                            risk.worst_low,
                                            risk.worst_high,
                                            risk.allowed,
                                            risk.worst_unit,
                                            risk.worst_week,
                                            risk.meets ? 1 : 0,
                                            risk.fails ? 1 : 0,
                                            risk.shortage,
                                            risk.shortage_error,
                                            risk.idle_share,
                                            risk.beyond_demand ? 1 : 0,
                                            0};
  });
}

evenload_status evenload_pool_sizing_members(evenload_context* context,
                                             const evenload_pool_sizing* sizing, int32_t which,
                                             int64_t index, size_t capacity, int64_t* out) {
  return guarded(context,
                 [&] { copy_out(pool_at(sizing, which, index).members, capacity, out); });
}

evenload_status evenload_pool_sizing_probability(evenload_context* context,
                                                 const evenload_pool_sizing* sizing, int32_t which,
                                                 int64_t index, size_t capacity, double* out) {
  return guarded(context,
                 [&] { copy_out(pool_at(sizing, which, index).probability, capacity, out); });
}

evenload_status evenload_pool_deal_out(evenload_context* context, int64_t units,
                                       const double* need, int64_t profiles,
                                       const double* efficiency, const double* hours,
                                       size_t capacity, double* out) {
  return guarded(context, [&] {
    const std::uint64_t n = pool_dimension(units, 20, "units");
    const std::uint64_t m = pool_dimension(profiles, 20, "profiles");
    needed(need, "need");
    needed(efficiency, "efficiency");
    needed(hours, "hours");
    copy_out(pool::deal_out(view(need, n, "need"), view(efficiency, m * n, "efficiency"),
                            view(hours, m, "hours")),
             capacity, out);
  });
}

void evenload_pool_rules_input_init(evenload_pool_rules_input* input) {
  if (input == nullptr) return;
  *input = evenload_pool_rules_input EVENLOAD_POOL_RULES_INPUT_INIT;
}

evenload_status evenload_pool_rules(evenload_context* context,
                                    const evenload_pool_rules_input* pointer,
                                    evenload_pool_rules_answer* out) {
  return guarded(context, [&] {
    needed(pointer, "input");
    const evenload_pool_rules_input defaults = EVENLOAD_POOL_RULES_INPUT_INIT;
    const auto given = versioned(pointer, defaults, "input");
    if (given.reserved != 0) refuse("input.reserved", "0", std::to_string(given.reserved));
    const std::uint64_t units = pool_dimension(given.units, 10000, "input.units");
    const std::uint64_t pairs = pool_dimension(given.correlations, 100000000, "input.correlations");
    needed(given.mean, "input.mean");
    needed(given.deviation, "input.deviation");
    needed(given.correlation, "input.correlation");
    pool::PoolRulesInput input;
    input.mean = view(given.mean, units, "input.mean");
    input.deviation = view(given.deviation, units, "input.deviation");
    input.correlation = view(given.correlation, pairs, "input.correlation");
    input.rate_deviation = given.rate_deviation;
    input.member_hours = given.member_hours;
    input.own_hours = given.own_hours;
    input.risk = given.risk;
    input.factor = given.factor;
    input.exponent = given.exponent;
    input.capacity_cost = given.capacity_cost;
    input.shortage_cost = given.shortage_cost;
    const pool::PoolRules rules = pool::pool_rules(input);
    needed(out, "out") = evenload_pool_rules_answer{
        rules.z,
        rules.offered,
        rules.pooled_deviation,
        rules.split_deviation,
        rules.safety_ratio,
        rules.pooled.staff,
        rules.pooled.pool,
        rules.split.staff,
        rules.split.pool,
        rules.square_root.staff,
        rules.square_root.pool,
        rules.power.staff,
        rules.power.pool,
        rules.critical_ratio,
        rules.newsvendor.staff,
        rules.newsvendor.pool,
        rules.rates_govern ? 1 : 0,
        0};
  });
}

}  // extern "C"
