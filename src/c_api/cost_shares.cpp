/// \file
/// Shares of a common cost and the pool across municipalities: arrays in, handles out.
#include "evenload_c/cost_shares.h"

#include <cstdint>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "evenload/pool/cost_shares.hpp"
#include "evenload/pool/shared_pool.hpp"
#include "handles.hpp"
#include "unit_demand.hpp"
#include "versioned.hpp"

struct evenload_cost_shares {
  evenload::pool::CostShares result;
};

struct evenload_shared_pool {
  evenload::pool::SharedPool result;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

pool::CostSharesOptions shares_options(const evenload_cost_shares_options* pointer) {
  const evenload_cost_shares_options defaults = EVENLOAD_COST_SHARES_OPTIONS_INIT;
  const auto given = versioned(pointer, defaults, "options");
  pool::CostSharesOptions options;
  options.tolerance = given.tolerance;
  options.examine_core = given.examine_core != 0;
  return options;
}

const std::vector<double>& shares_column(const pool::CostShares& shares, std::int32_t column) {
  switch (column) {
    case EVENLOAD_SHARES_SHAPLEY:
      return shares.shapley;
    case EVENLOAD_SHARES_PROPORTIONAL:
      return shares.proportional;
    case EVENLOAD_SHARES_ALONE:
      return shares.alone;
    case EVENLOAD_SHARES_CORE_POINT:
      return shares.core_point;
    default:
      refuse("column", "EVENLOAD_SHARES_…", std::to_string(column));
  }
}

const std::vector<double>& pool_values(const pool::SharedPool& found, std::int32_t which) {
  switch (which) {
    case EVENLOAD_POOL_COST:
      return found.cost;
    case EVENLOAD_POOL_COST_ERROR:
      return found.cost_error;
    case EVENLOAD_POOL_SHORTAGE_HOURS:
      return found.shortage_hours;
    case EVENLOAD_POOL_SHARE_ERROR:
      return found.share_error;
    case EVENLOAD_POOL_HOURS_BETWEEN:
      return found.hours_between;
    default:
      refuse("which", "EVENLOAD_POOL_…", std::to_string(which));
  }
}

pool::SharedPoolProblem pool_problem(const evenload_shared_pool_problem* pointer) {
  needed(pointer, "problem");
  const evenload_shared_pool_problem defaults = EVENLOAD_SHARED_POOL_PROBLEM_INIT;
  const auto given = versioned(pointer, defaults, "problem");
  if (given.reserved != 0) refuse("problem.reserved", "0", std::to_string(given.reserved));
  const std::uint64_t members = size_of(given.members, "problem.members");
  if (members > 1000) refuse("problem.members", "at most 1000", std::to_string(members));
  // Sizes past the model's are refused there; nothing is read for them.
  const bool sized = given.municipalities > 0 && given.municipalities <= 12 &&
                     given.case_types > 0 && given.case_types <= 80;
  const auto towns = sized ? static_cast<std::uint64_t>(given.municipalities) : 0;
  const auto types = sized ? static_cast<std::uint64_t>(given.case_types) : 0;
  if (members > 0 && sized) {
    needed(given.home, "problem.home");
    needed(given.hours, "problem.hours");
    needed(given.qualified, "problem.qualified");
  }
  if (sized) needed(given.border, "problem.border");
  pool::SharedPoolProblem problem;
  problem.municipalities = given.municipalities;
  problem.case_types = given.case_types;
  problem.home = view(given.home, members, "problem.home");
  problem.hours = view(given.hours, members, "problem.hours");
  problem.member_cost = view(given.member_cost, members, "problem.member_cost");
  problem.qualified = view(given.qualified, members * types, "problem.qualified");
  problem.away_efficiency = view(given.away_efficiency, members, "problem.away_efficiency");
  problem.border = view(given.border, towns * towns, "problem.border");
  problem.agreed_types = view(given.agreed_types, types, "problem.agreed_types");
  problem.demand = unit_demand_from(given.demand, towns * types);
  problem.shortage_cost = given.shortage_cost;
  problem.joint_cost = given.joint_cost;
  problem.joining_cost = given.joining_cost;
  return problem;
}

}  // namespace

extern "C" {

void evenload_cost_shares_options_init(evenload_cost_shares_options* options) {
  if (options == nullptr) return;
  *options = evenload_cost_shares_options EVENLOAD_COST_SHARES_OPTIONS_INIT;
}

evenload_status evenload_pool_cost_shares(evenload_context* context, int32_t players, size_t count,
                                          const double* cost,
                                          const evenload_cost_shares_options* options,
                                          evenload_cost_shares** out) {
  return guarded_make(context, out, [&] {
    if (count > 0) needed(cost, "cost");
    return new evenload_cost_shares{
        pool::cost_shares(players, view(cost, count, "cost"), shares_options(options))};
  });
}

void evenload_cost_shares_destroy(evenload_cost_shares** shares) { destroy(shares); }

evenload_status evenload_cost_shares_get_summary(evenload_context* context,
                                                 const evenload_cost_shares* shares,
                                                 evenload_cost_shares_summary* out) {
  return guarded(context, [&] {
    const pool::CostShares& found = needed(shares, "shares").result;
    needed(out, "out");
    *out = {found.total,
            found.least_excess,
            found.shapley_excess,
            found.shapley_objector,
            static_cast<int32_t>(found.shapley.size()),
            static_cast<int32_t>(found.core),
            found.shapley_in_core ? 1 : 0,
            found.core_point_is_nucleolus ? 1 : 0,
            found.subadditive ? 1 : 0,
            found.concave ? 1 : 0,
            static_cast<int32_t>(found.certificate.size())};
  });
}

evenload_status evenload_cost_shares_column(evenload_context* context,
                                            const evenload_cost_shares* shares, int32_t column,
                                            size_t capacity, double* out) {
  return guarded(context, [&] {
    copy_out(shares_column(needed(shares, "shares").result, column), capacity, out);
  });
}

evenload_status evenload_cost_shares_certificate(evenload_context* context,
                                                 const evenload_cost_shares* shares,
                                                 size_t capacity,
                                                 evenload_balanced_coalition* out) {
  return guarded(context, [&] {
    std::vector<evenload_balanced_coalition> rows;
    for (const pool::BalancedCoalition& one : needed(shares, "shares").result.certificate) {
      rows.push_back({one.coalition, 0, one.weight, one.cost});
    }
    copy_out(rows, capacity, out);
  });
}

void evenload_sampled_shares_options_init(evenload_sampled_shares_options* options) {
  if (options == nullptr) return;
  *options = evenload_sampled_shares_options EVENLOAD_SAMPLED_SHARES_OPTIONS_INIT;
}

evenload_status evenload_pool_sampled_shares(evenload_context* context, int32_t players,
                                             evenload_coalition_cost cost, void* user,
                                             const evenload_sampled_shares_options* options,
                                             evenload_interval* shares,
                                             evenload_sampled_shares_summary* out) {
  return guarded(context, [&] {
    needed(shares, "shares");
    needed(out, "out");
    if (cost == nullptr) refuse("cost", "a function", "NULL");
    const evenload_sampled_shares_options defaults = EVENLOAD_SAMPLED_SHARES_OPTIONS_INIT;
    const auto given = versioned(options, defaults, "options");
    if (given.reserved != 0) refuse("options.reserved", "0", std::to_string(given.reserved));
    pool::SampledSharesOptions chosen;
    chosen.confidence = given.confidence;
    chosen.half_width = given.half_width;
    chosen.pairs = given.pairs;
    chosen.seed = given.seed;
    if (given.stop != nullptr) chosen.stop = given.stop->source.get_token();
    const pool::SampledShares found = pool::sampled_shares(
        players,
        [&](std::uint64_t coalition) {
          double value = 0;
          const std::int32_t answer = cost(coalition, user, &value);
          if (answer != 0) refuse("cost", "0 from the function", std::to_string(answer));
          return value;
        },
        chosen);
    for (std::size_t i = 0; i < found.share.size(); ++i) {
      shares[i] = {found.share[i], found.low[i], found.high[i]};
    }
    *out = {found.total, found.pairs, found.coalitions, static_cast<int32_t>(found.stop), 0};
  });
}

void evenload_shared_pool_problem_init(evenload_shared_pool_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_shared_pool_problem EVENLOAD_SHARED_POOL_PROBLEM_INIT;
}
void evenload_shared_pool_options_init(evenload_shared_pool_options* options) {
  if (options == nullptr) return;
  *options = evenload_shared_pool_options EVENLOAD_SHARED_POOL_OPTIONS_INIT;
}

evenload_status evenload_pool_shared_pool(evenload_context* context,
                                          const evenload_shared_pool_problem* problem,
                                          const evenload_shared_pool_options* options,
                                          evenload_shared_pool** out) {
  return guarded_make(context, out, [&] {
    const evenload_shared_pool_options defaults = EVENLOAD_SHARED_POOL_OPTIONS_INIT;
    const auto given = versioned(options, defaults, "options");
    pool::SharedPoolOptions chosen;
    chosen.scenarios = given.scenarios;
    chosen.seed = given.seed;
    chosen.threads = given.threads;
    if (given.stop != nullptr) chosen.stop = given.stop->source.get_token();
    return new evenload_shared_pool{pool::shared_pool(pool_problem(problem), chosen)};
  });
}

void evenload_shared_pool_destroy(evenload_shared_pool** pool) { destroy(pool); }

evenload_status evenload_shared_pool_values(evenload_context* context,
                                            const evenload_shared_pool* pool, int32_t which,
                                            size_t capacity, double* out) {
  return guarded(context,
                 [&] { copy_out(pool_values(needed(pool, "pool").result, which), capacity, out); });
}

evenload_status evenload_shared_pool_eligibility(evenload_context* context,
                                                 const evenload_shared_pool* pool, size_t capacity,
                                                 int32_t* out) {
  return guarded(context, [&] {
    std::vector<std::int32_t> reasons;
    for (const auto reason : needed(pool, "pool").result.eligibility) {
      reasons.push_back(static_cast<std::int32_t>(reason));
    }
    copy_out(reasons, capacity, out);
  });
}

evenload_status evenload_shared_pool_shares(evenload_context* context,
                                            const evenload_shared_pool* pool,
                                            evenload_cost_shares** out) {
  return guarded_make(context, out,
                      [&] { return new evenload_cost_shares{needed(pool, "pool").result.shares}; });
}

double evenload_shared_pool_saving(const evenload_shared_pool* pool, double* standard_error) {
  if (standard_error != nullptr) {
    *standard_error = pool == nullptr ? 0 : pool->result.saving_mean.standard_error;
  }
  return pool == nullptr ? 0 : pool->result.saving;
}

int32_t evenload_shared_pool_stop(const evenload_shared_pool* pool) {
  return pool == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(pool->result.stop);
}

}  // extern "C"
