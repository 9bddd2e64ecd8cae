/// \file
/// Flexibility, cross-training, routing: arrays in, structs and a handle out.
#include "evenload_c/cross_training.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "evenload/pool/cross_training.hpp"
#include "evenload/pool/flexibility.hpp"
#include "evenload/pool/skill_routing.hpp"
#include "handles.hpp"
#include "unit_demand.hpp"
#include "versioned.hpp"

struct evenload_cross_training {
  evenload::pool::CrossTraining result;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

std::vector<pool::Skill> skill_pairs(std::int64_t count, const std::int32_t* group,
                                     const std::int32_t* unit, const std::string& name) {
  const std::uint64_t size = size_of(count, name + "s");
  if (size > 100000000) refuse(name + "s", "at most 100000000", std::to_string(size));
  if (size == 0) return {};
  needed(group, name + "_group");
  needed(unit, name + "_unit");
  std::vector<pool::Skill> pairs;
  pairs.reserve(size);
  for (std::uint64_t k = 0; k < size; ++k) pairs.push_back({group[k], unit[k]});
  return pairs;
}

/// The graph beside the pairs made of the caller's arrays.
struct OwnedGraph {
  std::vector<pool::Skill> pairs;
  pool::FlexibilityGraph graph;
  explicit OwnedGraph(const evenload_flexibility_graph* pointer) {
    needed(pointer, "graph");
    const evenload_flexibility_graph defaults = EVENLOAD_FLEXIBILITY_GRAPH_INIT;
    const auto given = versioned(pointer, defaults, "graph");
    if (given.reserved != 0) refuse("graph.reserved", "0", std::to_string(given.reserved));
    pairs = skill_pairs(given.skills, given.skill_group, given.skill_unit, "graph.skill");
    graph = {given.groups, given.units, pairs};
  }
};

std::uint64_t side(std::int32_t size) {
  return size > 0 ? static_cast<std::uint64_t>(size) : std::uint64_t{0};
}

struct OwnedTraining {
  std::vector<pool::Skill> skills, candidates;
  pool::CrossTrainingProblem problem;
  explicit OwnedTraining(const evenload_cross_training_problem* pointer) {
    needed(pointer, "problem");
    const evenload_cross_training_problem defaults = EVENLOAD_CROSS_TRAINING_PROBLEM_INIT;
    const auto given = versioned(pointer, defaults, "problem");
    if (given.reserved != 0) refuse("problem.reserved", "0", std::to_string(given.reserved));
    // Sizes past the model's are refused there; nothing is read for them.
    const bool sized = given.groups <= 1000 && given.units <= 1000;
    const std::uint64_t groups = sized ? side(given.groups) : 0;
    const std::uint64_t units = sized ? side(given.units) : 0;
    skills = skill_pairs(given.skills, given.skill_group, given.skill_unit, "problem.skill");
    candidates = skill_pairs(given.candidates, given.candidate_group, given.candidate_unit,
                             "problem.candidate");
    problem.groups = given.groups;
    problem.units = given.units;
    if (groups > 0) needed(given.capacity, "problem.capacity");
    problem.capacity = view(given.capacity, groups, "problem.capacity");
    problem.skills = skills;
    problem.efficiency = view(given.efficiency, skills.size(), "problem.efficiency");
    problem.demand = unit_demand_from(given.demand, units);
    problem.candidates = candidates;
    const std::uint64_t cells = groups * units;
    const std::uint64_t count = !candidates.empty()     ? candidates.size()
                                : cells > skills.size() ? cells - skills.size()
                                                        : 0;
    problem.candidate_efficiency =
        view(given.candidate_efficiency, count, "problem.candidate_efficiency");
    problem.training_hours = view(given.training_hours, count, "problem.training_hours");
    problem.training_weeks = view(given.training_weeks, count, "problem.training_weeks");
    problem.cost = view(given.cost, count, "problem.cost");
  }
};

pool::CrossTrainingOptions training_options(const evenload_cross_training_options* pointer) {
  const evenload_cross_training_options defaults = EVENLOAD_CROSS_TRAINING_OPTIONS_INIT;
  const auto given = versioned(pointer, defaults, "options");
  pool::CrossTrainingOptions options;
  options.scenarios = given.scenarios;
  options.search_scenarios = given.search_scenarios;
  options.max_skills = given.max_skills;
  options.budget = given.budget < 0 ? std::numeric_limits<double>::infinity() : given.budget;
  options.worth_per_hour = given.worth_per_hour;
  options.weeks = given.weeks;
  options.look_ahead = given.look_ahead != 0;
  options.threads = given.threads;
  options.seed = given.seed;
  if (given.stop != nullptr) options.stop = given.stop->source.get_token();
  return options;
}

evenload_scenario_mean told(const pool::ScenarioMean& mean) {
  return {mean.mean, mean.standard_error};
}
evenload_interval told(const pool::RoutingMean& mean) { return {mean.mean, mean.low, mean.high}; }
evenload_routing_measure told(const pool::RoutingMeasure& measure) {
  return {told(measure.blocked), told(measure.waits), told(measure.waits_longer),
          told(measure.mean_wait)};
}

struct OwnedRouting {
  std::vector<pool::AgentGroup> groups;
  pool::RoutingProblem problem;
  explicit OwnedRouting(const evenload_routing_problem* pointer) {
    needed(pointer, "problem");
    const evenload_routing_problem defaults = EVENLOAD_ROUTING_PROBLEM_INIT;
    const auto given = versioned(pointer, defaults, "problem");
    const std::uint64_t count = size_of(given.groups, "problem.groups");
    if (count > 1000000) refuse("problem.groups", "at most 1000000", std::to_string(count));
    if (given.types > 0) needed(given.arrival_rate, "problem.arrival_rate");
    problem.arrival_rate = view(given.arrival_rate, side(given.types), "problem.arrival_rate");
    problem.waiting_spaces = given.waiting_spaces;
    if (count == 0) return;
    needed(given.agents, "problem.agents");
    needed(given.skill_begin, "problem.skill_begin");
    std::int64_t last = 0;
    for (std::uint64_t k = 0; k <= count; ++k) {
      const std::int64_t begin = given.skill_begin[k];
      if (begin < last || (k == 0 && begin != 0) || begin > 1000000000) {
        refuse("problem.skill_begin", "0 first, never falling, at most 1000000000",
               std::to_string(begin));
      }
      last = begin;
    }
    if (last > 0) {
      needed(given.skill, "problem.skill");
      needed(given.handling_time, "problem.handling_time");
    }
    const auto skill = view(given.skill, static_cast<std::uint64_t>(last), "problem.skill");
    const auto time =
        view(given.handling_time, static_cast<std::uint64_t>(last), "problem.handling_time");
    for (std::uint64_t k = 0; k < count; ++k) {
      const auto begin = static_cast<std::size_t>(given.skill_begin[k]);
      const auto size = static_cast<std::size_t>(given.skill_begin[k + 1]) - begin;
      groups.push_back({given.agents[k], skill.subspan(begin, size), time.subspan(begin, size)});
    }
    problem.groups = groups;
  }
};

}  // namespace

extern "C" {

const char* evenload_flexibility_shape_name(int32_t shape) {
  return pool::to_string(static_cast<pool::FlexibilityShape>(shape)).data();
}
const char* evenload_component_shape_name(int32_t shape) {
  return pool::to_string(static_cast<pool::ComponentShape>(shape)).data();
}

void evenload_flexibility_graph_init(evenload_flexibility_graph* graph) {
  if (graph == nullptr) return;
  *graph = evenload_flexibility_graph EVENLOAD_FLEXIBILITY_GRAPH_INIT;
}

evenload_status evenload_flexibility_structure(evenload_context* context,
                                               const evenload_flexibility_graph* graph,
                                               int32_t* shape, int64_t* cycles, size_t* count,
                                               size_t capacity,
                                               evenload_flexibility_component* components) {
  return guarded(context, [&] {
    needed(shape, "shape");
    needed(cycles, "cycles");
    needed(count, "count");
    if (capacity > 0) needed(components, "components");
    const OwnedGraph own(graph);
    const pool::FlexibilityStructure found = pool::flexibility_structure(own.graph);
    *shape = static_cast<int32_t>(found.shape);
    *cycles = found.cycles;
    *count = found.components.size();
    for (std::size_t k = 0; k < std::min(capacity, found.components.size()); ++k) {
      const pool::FlexibilityComponent& part = found.components[k];
      components[k] = {static_cast<int32_t>(part.shape),
                       static_cast<int32_t>(part.groups.size()),
                       static_cast<int32_t>(part.units.size()),
                       0,
                       part.skills,
                       part.cycles};
    }
  });
}

evenload_status evenload_flexibility_throughput(evenload_context* context,
                                                const evenload_flexibility_graph* graph,
                                                const int64_t* capacity, const int64_t* demand,
                                                int64_t* served, int64_t* value) {
  return guarded(context, [&] {
    needed(value, "value");
    const OwnedGraph own(graph);
    needed(capacity, "capacity");
    needed(demand, "demand");
    const pool::Throughput found =
        pool::throughput(own.graph, view(capacity, side(own.graph.groups), "capacity"),
                         view(demand, side(own.graph.units), "demand"));
    if (served != nullptr) std::copy(found.served.begin(), found.served.end(), served);
    *value = found.value;
  });
}

void evenload_unit_demand_init(evenload_unit_demand* demand) {
  if (demand == nullptr) return;
  *demand = evenload_unit_demand EVENLOAD_UNIT_DEMAND_INIT;
}
void evenload_cross_training_problem_init(evenload_cross_training_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_cross_training_problem EVENLOAD_CROSS_TRAINING_PROBLEM_INIT;
}
void evenload_cross_training_options_init(evenload_cross_training_options* options) {
  if (options == nullptr) return;
  *options = evenload_cross_training_options EVENLOAD_CROSS_TRAINING_OPTIONS_INIT;
}

evenload_status evenload_pool_cross_training(evenload_context* context,
                                             const evenload_cross_training_problem* problem,
                                             const evenload_cross_training_options* options,
                                             evenload_cross_training** out) {
  return guarded_make(context, out, [&] {
    const OwnedTraining own(problem);
    return new evenload_cross_training{
        pool::cross_training(own.problem, training_options(options))};
  });
}

void evenload_cross_training_destroy(evenload_cross_training** training) { destroy(training); }

evenload_status evenload_cross_training_get_summary(evenload_context* context,
                                                    const evenload_cross_training* training,
                                                    evenload_cross_training_summary* out) {
  return guarded(context, [&] {
    const pool::CrossTraining& found = needed(training, "training").result;
    needed(out, "out");
    *out = {told(found.before),
            told(found.full),
            told(found.demand),
            found.scenarios,
            static_cast<int64_t>(found.steps.size()),
            static_cast<int64_t>(found.next.size()),
            found.best_step,
            static_cast<int32_t>(found.shape),
            found.exact ? 1 : 0,
            static_cast<int32_t>(found.stop)};
  });
}

evenload_status evenload_cross_training_steps(evenload_context* context,
                                              const evenload_cross_training* training,
                                              size_t capacity, evenload_training_step* out) {
  return guarded(context, [&] {
    std::vector<evenload_training_step> rows;
    for (const pool::TrainingStep& step : needed(training, "training").result.steps) {
      rows.push_back({step.candidate, step.skill.group, step.skill.unit, step.closes,
                      static_cast<int32_t>(step.shape), 0, told(step.throughput), told(step.gain),
                      told(step.bound), told(step.net_worth), step.cost});
    }
    copy_out(rows, capacity, out);
  });
}

evenload_status evenload_cross_training_next(evenload_context* context,
                                             const evenload_cross_training* training,
                                             size_t capacity, evenload_next_skill* out) {
  return guarded(context, [&] {
    std::vector<evenload_next_skill> rows;
    for (const pool::NextSkill& next : needed(training, "training").result.next) {
      rows.push_back({next.candidate, 0, told(next.gain)});
    }
    copy_out(rows, capacity, out);
  });
}

void evenload_routing_problem_init(evenload_routing_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_routing_problem EVENLOAD_ROUTING_PROBLEM_INIT;
}
void evenload_routing_options_init(evenload_routing_options* options) {
  if (options == nullptr) return;
  *options = evenload_routing_options EVENLOAD_ROUTING_OPTIONS_INIT;
}

evenload_status evenload_pool_simulate_routing(evenload_context* context,
                                               const evenload_routing_problem* problem,
                                               const evenload_routing_options* options,
                                               evenload_routing_measure* by_type,
                                               evenload_routing_result* out) {
  return guarded(context, [&] {
    needed(out, "out");
    const OwnedRouting own(problem);
    const evenload_routing_options defaults = EVENLOAD_ROUTING_OPTIONS_INIT;
    const auto given = versioned(options, defaults, "options");
    if (given.reserved != 0) refuse("options.reserved", "0", std::to_string(given.reserved));
    pool::RoutingOptions chosen;
    chosen.calls = given.calls;
    chosen.warm_up = given.warm_up;
    chosen.replications = given.replications;
    chosen.confidence = given.confidence;
    chosen.target_wait = given.target_wait;
    chosen.seed = given.seed;
    chosen.threads = given.threads;
    if (given.stop != nullptr) chosen.stop = given.stop->source.get_token();
    const pool::RoutingResult found = pool::simulate_routing(own.problem, chosen);
    if (by_type != nullptr) {
      for (std::size_t k = 0; k < found.by_type.size(); ++k) by_type[k] = told(found.by_type[k]);
    }
    *out = {told(found.all),           told(found.utilisation), told(found.away),
            told(found.handling_time), found.replications,      static_cast<int32_t>(found.stop)};
  });
}

}  // extern "C"
