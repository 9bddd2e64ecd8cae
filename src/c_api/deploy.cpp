/// \file
/// Deployment of a pool: arrays in, a deployment out.
#include "evenload_c/deploy.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

#include "arrays.hpp"
#include "evenload/pool/deploy.hpp"
#include "handles.hpp"
#include "options.hpp"
#include "versioned.hpp"

struct evenload_deployment {
  evenload::pool::DeployResult result;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

/// Products of lengths; what is refused by its size is refused by the library, which must only not read.
std::uint64_t product_of(std::uint64_t a, std::uint64_t b, std::uint64_t c = 1) {
  constexpr std::uint64_t most = std::uint64_t{1} << 31;
  if (a > most || b > most || c > most || (a > 0 && b > most / a)) return 0;
  return c > 0 && a * b > most / c ? 0 : a * b * c;
}

template <class T>
void take(std::span<const T>& into, const T* data, std::uint64_t size, const char* name) {
  into = view(data, size, name);
}

pool::DeployProblem deploy_problem_from(const evenload_deploy_problem* pointer) {
  needed(pointer, "problem");
  const evenload_deploy_problem defaults = EVENLOAD_DEPLOY_PROBLEM_INIT;
  const evenload_deploy_problem given = versioned(pointer, defaults, "problem");
  if (given.reserved != 0) refuse("problem.reserved", "0", std::to_string(given.reserved));
  if (given.own_by_scenario != 0 && given.own_by_scenario != 1) {
    refuse("problem.own_by_scenario", "0 or 1", std::to_string(given.own_by_scenario));
  }
  pool::DeployProblem problem;
  const std::uint64_t units = problem.units = static_cast<std::size_t>(size_of(given.units, "problem.units"));
  const std::uint64_t weeks = problem.weeks = static_cast<std::size_t>(size_of(given.weeks, "problem.weeks"));
  const std::uint64_t members = problem.members = static_cast<std::size_t>(size_of(given.members, "problem.members"));
  const std::uint64_t scenarios = problem.scenarios = static_cast<std::size_t>(size_of(given.scenarios, "problem.scenarios"));
  problem.periods_per_week = given.periods_per_week;
  const std::uint64_t days =
      given.periods_per_week > 0 && given.periods_per_week <= 7 ? product_of(weeks, static_cast<std::uint64_t>(given.periods_per_week)) : 0;
  take(problem.demand, given.demand, product_of(scenarios, units, weeks), "problem.demand");
  take(problem.own_capacity, given.own_capacity,
       given.own_by_scenario == 1 ? product_of(scenarios, units, weeks) : product_of(units, weeks), "problem.own_capacity");
  take(problem.scenario_weight, given.scenario_weight, scenarios, "problem.scenario_weight");
  problem.backlog_ages = static_cast<std::size_t>(size_of(given.backlog_ages, "problem.backlog_ages"));
  take(problem.backlog, given.backlog, product_of(units, problem.backlog_ages), "problem.backlog");
  problem.price_ages = static_cast<std::size_t>(size_of(given.price_ages, "problem.price_ages"));
  take(problem.backlog_price, given.backlog_price, product_of(units, problem.price_ages), "problem.backlog_price");
  take(problem.end_price, given.end_price, units, "problem.end_price");
  take(problem.minutes, given.minutes, product_of(members, weeks), "problem.minutes");
  take(problem.efficiency, given.efficiency, product_of(members, units), "problem.efficiency");
  take(problem.settling, given.settling, size_of(given.settling_count, "problem.settling_count"), "problem.settling");
  problem.fading_weeks = given.fading_weeks;
  take(problem.least_level, given.least_level, product_of(members, units), "problem.least_level");
  take(problem.kept_share, given.kept_share, size_of(given.kept_weeks, "problem.kept_weeks"), "problem.kept_share");
  take(problem.hand_over_price, given.hand_over_price, units, "problem.hand_over_price");
  take(problem.hand_over_minutes, given.hand_over_minutes, units, "problem.hand_over_minutes");
  problem.minimum_stay = given.minimum_stay;
  take(problem.block_start, given.block_start, days, "problem.block_start");
  take(problem.place_price, given.place_price, product_of(members, units), "problem.place_price");
  take(problem.move_price, given.move_price, product_of(units, units), "problem.move_price");
  take(problem.burden, given.burden, product_of(members, units), "problem.burden");
  problem.fairness_price = given.fairness_price;
  take(problem.start_unit, given.start_unit, members, "problem.start_unit");
  take(problem.start_level, given.start_level, members, "problem.start_level");
  take(problem.start_stay, given.start_stay, members, "problem.start_stay");
  take(problem.last_plan, given.last_plan, product_of(members, days), "problem.last_plan");
  problem.change_price = given.change_price;
  take(problem.fixed, given.fixed, product_of(members, days), "problem.fixed");
  problem.tail_weight = given.tail_weight;
  problem.tail_level = given.tail_level;
  return problem;
}

}  // namespace

extern "C" {

void evenload_deploy_problem_init(evenload_deploy_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_deploy_problem EVENLOAD_DEPLOY_PROBLEM_INIT;
}

evenload_status evenload_pool_deploy(evenload_context* context, const evenload_deploy_problem* problem,
                                     const evenload_solve_options* options, evenload_deployment** out) {
  return guarded_make(context, out, [&] {
    return new evenload_deployment{pool::deploy(deploy_problem_from(problem), solve_options(options))};
  });
}

evenload_status evenload_pool_evaluate_deployment(evenload_context* context, const evenload_deploy_problem* problem,
                                                  const int32_t* unit, const uint8_t* handed_over, evenload_deployment** out) {
  return guarded_make(context, out, [&] {
    const pool::DeployProblem given = deploy_problem_from(problem);
    pool::check(given);
    const std::size_t size = given.members * given.weeks * static_cast<std::size_t>(given.periods_per_week);
    if (size > 0) needed(unit, "unit");
    pool::DeployResult result;
    if (size > 0) result.deployment.unit.assign(unit, unit + size);
    if (handed_over != nullptr) result.deployment.handed_over.assign(handed_over, handed_over + size);
    result.value = pool::evaluate_deployment(given, result.deployment);
    result.bound = -std::numeric_limits<double>::infinity();
    result.outcome = Outcome::feasible;
    return new evenload_deployment{std::move(result)};
  });
}

evenload_status evenload_pool_clairvoyant_bound(evenload_context* context, const evenload_deploy_problem* problem,
                                                const evenload_solve_options* options, double* out) {
  return guarded(context, [&] {
    needed(out, "out");
    const auto bound = pool::clairvoyant_bound(deploy_problem_from(problem), solve_options(options));
    *out = bound ? *bound : std::numeric_limits<double>::infinity();
  });
}

int32_t evenload_deployment_outcome(const evenload_deployment* deployment) {
  return deployment == nullptr ? EVENLOAD_OUTCOME_UNKNOWN : static_cast<int32_t>(deployment->result.outcome);
}
int32_t evenload_deployment_stop(const evenload_deployment* deployment) {
  return deployment == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(deployment->result.stop);
}
int64_t evenload_deployment_work(const evenload_deployment* deployment) { return deployment == nullptr ? 0 : deployment->result.work; }
double evenload_deployment_bound(const evenload_deployment* deployment) { return deployment == nullptr ? 0 : deployment->result.bound; }

evenload_status evenload_deployment_value(evenload_context* context, const evenload_deployment* deployment, evenload_deploy_value* out) {
  return guarded(context, [&] {
    const pool::DeploymentValue& value = needed(deployment, "deployment").result.value;
    needed(out, "out");
    evenload_deploy_value known = EVENLOAD_DEPLOY_VALUE_INIT;
    if (out->struct_size < offsetof(evenload_deploy_value, objective)) {
      refuse("out.struct_size", "the size of the struct", std::to_string(out->struct_size));
    }
    const std::size_t size = std::min<std::size_t>(out->struct_size, sizeof known);
    known.struct_size = out->struct_size;
    known.objective = value.objective;
    known.mean = value.mean;
    known.tail = value.tail;
    known.place = value.place;
    known.move = value.move;
    known.hand_over = value.hand_over;
    known.change = value.change;
    known.fairness = value.fairness;
    std::memcpy(out, &known, size);
  });
}

evenload_status evenload_deployment_units(evenload_context* context, const evenload_deployment* deployment, size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(needed(deployment, "deployment").result.deployment.unit, capacity, out); });
}
evenload_status evenload_deployment_handed_over(evenload_context* context, const evenload_deployment* deployment, size_t capacity, uint8_t* out) {
  return guarded(context, [&] { copy_out(needed(deployment, "deployment").result.deployment.handed_over, capacity, out); });
}
evenload_status evenload_deployment_loss(evenload_context* context, const evenload_deployment* deployment, size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(deployment, "deployment").result.value.loss, capacity, out); });
}
evenload_status evenload_deployment_burden(evenload_context* context, const evenload_deployment* deployment, size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(deployment, "deployment").result.value.burden, capacity, out); });
}
evenload_status evenload_deployment_supply(evenload_context* context, const evenload_deployment* deployment, size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(deployment, "deployment").result.value.supply, capacity, out); });
}
evenload_status evenload_deployment_backlog(evenload_context* context, const evenload_deployment* deployment, size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(deployment, "deployment").result.value.backlog, capacity, out); });
}
evenload_status evenload_deployment_mean_by_age(evenload_context* context, const evenload_deployment* deployment, size_t capacity, double* out) {
  return guarded(context, [&] { copy_out(needed(deployment, "deployment").result.value.mean_by_age, capacity, out); });
}

void evenload_deployment_destroy(evenload_deployment** deployment) { destroy(deployment); }

}  // extern "C"
