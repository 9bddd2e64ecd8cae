/// \file
/// Worth of a pool: arrays in, estimates and comparisons out.
#include "evenload/pool/pool_worth.hpp"

#include <cstdint>
#include <string>

#include "arrays.hpp"
#include "evenload_c/pool_size.h"
#include "handles.hpp"
#include "pool_demand.hpp"
#include "versioned.hpp"

struct evenload_worth {
  evenload::pool::PoolWorth worth;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

std::uint64_t worth_dimension(std::int64_t given, std::int64_t least, std::int64_t most,
                              const char* name) {
  if (given < least || given > most) {
    refuse(name, std::to_string(least) + " to " + std::to_string(most), std::to_string(given));
  }
  return static_cast<std::uint64_t>(given);
}

pool::WorthProblem worth_problem(const evenload_worth_problem* pointer) {
  needed(pointer, "problem");
  const evenload_worth_problem defaults = EVENLOAD_WORTH_PROBLEM_INIT;
  const auto given = versioned(pointer, defaults, "problem");
  const std::uint64_t units = worth_dimension(given.units, 1, 20, "problem.units");
  const std::uint64_t weeks = worth_dimension(given.weeks, 1, 1000, "problem.weeks");
  pool::WorthProblem problem;
  problem.units = given.units;
  problem.weeks = given.weeks;
  problem.demand.parameter_uncertainty = given.parameter_uncertainty != 0;
  problem.demand.first_week = given.first_week;
  if (given.demand != nullptr) {
    problem.demand.model = &given.demand->model;
  } else {
    const std::uint64_t count =
        worth_dimension(given.scenarios, 1, 1000000, "problem.scenarios");
    needed(given.scenario, "problem.scenario");
    problem.demand.scenarios = view(given.scenario, count * units * weeks, "problem.scenario");
    problem.demand.scenario_count = given.scenarios;
  }
  needed(given.capacity, "problem.capacity");
  problem.capacity = view(given.capacity, units * weeks, "problem.capacity");
  problem.initial_backlog = view(given.initial_backlog, units, "problem.initial_backlog");
  problem.from_units = view(given.from_units, units, "problem.from_units");
  problem.fixed_posts = view(given.fixed_posts, units, "problem.fixed_posts");
  const std::uint64_t ramp = worth_dimension(given.ramp_weeks, 0, 1000, "problem.ramp_weeks");
  if (ramp > 0) needed(given.ramp_up, "problem.ramp_up");
  problem.ramp_up = view(given.ramp_up, ramp, "problem.ramp_up");
  problem.outside = given.outside;
  problem.start = given.start;
  problem.end = given.end;
  problem.last_intake = given.last_intake;
  problem.lead_weeks = given.lead_weeks;
  problem.member_hours = given.member_hours;
  problem.presence = given.presence;
  problem.absence_weeks = given.absence_weeks;
  problem.hand_back_share = given.hand_back_share;
  problem.efficiency = given.efficiency;
  problem.travel_hours = given.travel_hours;
  problem.handover_hours = given.handover_hours;
  problem.agency_hours = given.agency_hours;
  problem.agency_factor = given.agency_factor;
  problem.agency_efficiency = given.agency_efficiency;
  problem.agency_trigger = given.agency_trigger;
  problem.hour_cost = given.hour_cost;
  problem.shortage_cost = given.shortage_cost;
  problem.alarm = given.alarm;
  return problem;
}

pool::WorthOptions worth_options(const evenload_worth_options* pointer) {
  const evenload_worth_options defaults = EVENLOAD_WORTH_OPTIONS_INIT;
  const auto given = versioned(pointer, defaults, "options");
  pool::WorthOptions options;
  options.confidence = given.confidence;
  options.equal_margin = given.equal_margin;
  options.replications = given.replications;
  options.most_replications = given.most_replications;
  options.seed = given.seed;
  options.threads = given.threads;
  if (given.stop != nullptr) options.stop = given.stop->source.get_token();
  return options;
}

[[noreturn]] void no_such(const char* what, const char* expected, std::int32_t found) {
  throw Error({ErrorCode::out_of_range, "", what, std::nullopt, expected, std::to_string(found)});
}

}  // namespace

extern "C" {

void evenload_worth_problem_init(evenload_worth_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_worth_problem EVENLOAD_WORTH_PROBLEM_INIT;
}

void evenload_worth_options_init(evenload_worth_options* options) {
  if (options == nullptr) return;
  *options = evenload_worth_options EVENLOAD_WORTH_OPTIONS_INIT;
}

evenload_status evenload_pool_worth(evenload_context* context,
                                    const evenload_worth_problem* problem,
                                    const evenload_worth_options* options, evenload_worth** out) {
  return guarded_make(context, out, [&] {
    return new evenload_worth{pool::pool_worth(worth_problem(problem), worth_options(options))};
  });
}

void evenload_worth_destroy(evenload_worth** worth) { destroy(worth); }

int32_t evenload_worth_stop(const evenload_worth* worth) {
  return worth == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(worth->worth.stop);
}
int64_t evenload_worth_replications(const evenload_worth* worth) {
  return worth == nullptr ? 0 : worth->worth.replications;
}
int64_t evenload_worth_looks(const evenload_worth* worth) {
  return worth == nullptr ? 0 : worth->worth.looks;
}
double evenload_worth_handovers(const evenload_worth* worth) {
  return worth == nullptr ? 0 : worth->worth.handovers;
}

evenload_status evenload_worth_measure(evenload_context* context, const evenload_worth* worth,
                                       int32_t arm, int32_t measure,
                                       evenload_worth_estimate* out) {
  return guarded(context, [&] {
    const pool::PoolWorth& answer = needed(worth, "worth").worth;
    if (arm < 0 || arm > EVENLOAD_ARM_AGENCY) no_such("arm", "EVENLOAD_ARM_...", arm);
    const auto at = static_cast<std::size_t>(arm) * pool::worth_measures +
                    static_cast<std::size_t>(measure);
    if (measure < 0 || measure > EVENLOAD_WORTH_ALARM_WEEKS || at >= answer.measures.size()) {
      no_such("measure", "EVENLOAD_WORTH_... of replications that were run", measure);
    }
    const pool::WorthEstimate& one = answer.measures[at];
    needed(out, "out") = evenload_worth_estimate{one.mean, one.low, one.high, 0, 0};
  });
}

evenload_status evenload_worth_comparison(evenload_context* context, const evenload_worth* worth,
                                          int32_t against, int32_t measure,
                                          evenload_worth_estimate* out) {
  return guarded(context, [&] {
    for (const pool::WorthComparison& one : needed(worth, "worth").worth.comparisons) {
      if (static_cast<int32_t>(one.against) != against ||
          static_cast<int32_t>(one.measure) != measure) {
        continue;
      }
      needed(out, "out") =
          evenload_worth_estimate{one.difference.mean, one.difference.low, one.difference.high,
                                  static_cast<int32_t>(one.verdict), 0};
      return;
    }
    no_such("against", "an arm beside the pool, a measure, and replications that were run",
            against);
  });
}

evenload_status evenload_worth_weekly(evenload_context* context, const evenload_worth* worth,
                                      size_t capacity, double* mean, double* low, double* high) {
  return guarded(context, [&] {
    const pool::PoolWorth& answer = needed(worth, "worth").worth;
    needed(mean, "mean");
    needed(low, "low");
    needed(high, "high");
    copy_out(answer.weekly_shortage, capacity, mean);
    copy_out(answer.weekly_low, capacity, low);
    copy_out(answer.weekly_high, capacity, high);
  });
}

evenload_status evenload_worth_posts(evenload_context* context, const evenload_worth* worth,
                                     size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(worth, "worth").worth.posts, capacity, out); });
}

evenload_status evenload_worth_final_backlog(evenload_context* context,
                                             const evenload_worth* worth, size_t capacity,
                                             double* out) {
  return guarded(context,
                 [&] { copy_out(needed(worth, "worth").worth.final_backlog, capacity, out); });
}

evenload_status evenload_pool_break_even(evenload_context* context,
                                         const evenload_worth_problem* problem, int32_t friction,
                                         int32_t against, int32_t measure,
                                         const evenload_worth_options* options,
                                         evenload_break_even* out) {
  return guarded(context, [&] {
    needed(out, "out");
    const pool::BreakEven answer = pool::pool_break_even(
        worth_problem(problem), static_cast<pool::Friction>(friction),
        static_cast<pool::WorthArm>(against), static_cast<pool::WorthMeasure>(measure),
        worth_options(options));
    *out = evenload_break_even{static_cast<int32_t>(answer.kind),
                               0,
                               answer.value,
                               answer.helps_until,
                               answer.hurts_from,
                               answer.gentle_difference,
                               answer.hard_difference,
                               answer.replications};
  });
}

}  // extern "C"
