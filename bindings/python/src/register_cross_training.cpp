// pool: flexibility graphs, cross-training, skill-based routing.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/pool/cross_training.hpp"
#include "evenload/pool/flexibility.hpp"
#include "evenload/pool/skill_routing.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"
#include "unit_demand.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using PoolAnswer = typing::Dict<Text, Any>;
using TrainingSettings = typing::Dict<Text, Any>;
using ScenarioMeanRow = typing::Tuple<Real, Real>;
using SkillPositions = std::vector<std::int32_t>;

std::vector<pool::Skill> skills_of(const SkillPairs& pairs) {
  std::vector<pool::Skill> skills;
  skills.reserve(pairs.size());
  for (const auto& [group, unit] : pairs) skills.push_back({group, unit});
  return skills;
}

SkillPairs pairs_of(const std::vector<pool::Skill>& skills) {
  SkillPairs pairs;
  for (const pool::Skill& skill : skills) pairs.emplace_back(skill.group, skill.unit);
  return pairs;
}

py::tuple told(const pool::ScenarioMean& mean) {
  return py::make_tuple(mean.mean, mean.standard_error);
}

PoolAnswer graph_structure(std::int32_t groups, std::int32_t units, const SkillPairs& pairs) {
  const std::vector<pool::Skill> skills = skills_of(pairs);
  const pool::FlexibilityStructure found = pool::flexibility_structure({groups, units, skills});
  py::list components;
  for (const pool::FlexibilityComponent& part : found.components) {
    std::vector<pool::Skill> chain;
    for (const std::int32_t at : part.chain) chain.push_back(skills[static_cast<std::size_t>(at)]);
    components.append(py::make_tuple(std::string(to_string(part.shape)), part.groups, part.units,
                                     part.skills, part.cycles, pairs_of(chain)));
  }
  PoolAnswer answer;
  answer["shape"] = std::string(to_string(found.shape));
  answer["cycles"] = found.cycles;
  answer["components"] = components;
  return answer;
}

PoolAnswer most_served(std::int32_t groups, std::int32_t units, const SkillPairs& pairs,
                       const std::vector<std::int64_t>& capacity,
                       const std::vector<std::int64_t>& demand) {
  const std::vector<pool::Skill> skills = skills_of(pairs);
  const pool::Throughput found = pool::throughput({groups, units, skills}, capacity, demand);
  PoolAnswer answer;
  answer["value"] = found.value;
  answer["served"] = owning_array(std::vector<std::int64_t>(found.served));
  answer["cut_units"] = found.cut_units;
  answer["cut_groups"] = found.cut_groups;
  return answer;
}

/// What Python gave, kept for the time of a call.
struct TrainingInput {
  std::vector<pool::Skill> skills, candidates;
  OwnedDemand demand;
  pool::CrossTrainingProblem problem;

  TrainingInput(const HourArray& capacity, const SkillPairs& own, const MaybeHourArray& efficiency,
                const UnitDemandRow& law, const std::optional<SkillPairs>& others,
                const MaybeHourArray& candidate_efficiency, const MaybeHourArray& training_hours,
                const MaybeHourArray& training_weeks, const MaybeHourArray& cost)
      : skills(skills_of(own)),
        candidates(others ? skills_of(*others) : std::vector<pool::Skill>()),
        demand(law) {
    problem.groups = static_cast<std::int32_t>(capacity.size());
    problem.units = demand.units;
    problem.capacity = hours_in(capacity);
    problem.skills = skills;
    problem.efficiency = hours_in(efficiency);
    problem.demand = demand.demand;
    problem.candidates = candidates;
    problem.candidate_efficiency = hours_in(candidate_efficiency);
    problem.training_hours = hours_in(training_hours);
    problem.training_weeks = hours_in(training_weeks);
    problem.cost = hours_in(cost);
  }
};

pool::CrossTrainingOptions training_options_of(const TrainingSettings& given,
                                               std::optional<const StopToken*> stop) {
  pool::CrossTrainingOptions options;
  options.scenarios = given["scenarios"].cast<std::int64_t>();
  options.search_scenarios = given["search_scenarios"].cast<std::int64_t>();
  options.max_skills = given["max_skills"].cast<std::int32_t>();
  options.budget = given["budget"].cast<double>();
  options.worth_per_hour = given["worth_per_hour"].cast<double>();
  options.weeks = given["weeks"].cast<double>();
  options.look_ahead = given["look_ahead"].cast<bool>();
  options.seed = given["seed"].cast<std::uint64_t>();
  options.threads = given["threads"].cast<std::int32_t>();
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  return options;
}

PoolAnswer order_trainings(const HourArray& capacity, const SkillPairs& skills,
                           const MaybeHourArray& efficiency, const UnitDemandRow& demand,
                           const std::optional<SkillPairs>& candidates,
                           const MaybeHourArray& candidate_efficiency,
                           const MaybeHourArray& training_hours,
                           const MaybeHourArray& training_weeks, const MaybeHourArray& cost,
                           const TrainingSettings& given, std::optional<const StopToken*> stop) {
  const TrainingInput input(capacity, skills, efficiency, demand, candidates, candidate_efficiency,
                            training_hours, training_weeks, cost);
  const pool::CrossTrainingOptions options = training_options_of(given, stop);
  pool::CrossTraining found;
  {
    const py::gil_scoped_release release;
    found = pool::cross_training(input.problem, options);
  }
  py::list steps, next;
  for (const pool::TrainingStep& step : found.steps) {
    steps.append(py::make_tuple(step.candidate, step.skill.group, step.skill.unit,
                                told(step.throughput), told(step.gain), told(step.bound), step.cost,
                                step.closes, std::string(to_string(step.shape)),
                                told(step.net_worth)));
  }
  for (const pool::NextSkill& one : found.next) {
    next.append(py::make_tuple(one.candidate, told(one.gain)));
  }
  PoolAnswer answer;
  answer["before"] = told(found.before);
  answer["full"] = told(found.full);
  answer["demand"] = told(found.demand);
  answer["steps"] = steps;
  answer["next"] = next;
  answer["best_step"] = found.best_step;
  answer["shape"] = std::string(to_string(found.shape));
  answer["scenarios"] = found.scenarios;
  answer["exact"] = found.exact;
  answer["stop"] = std::string(to_string(found.stop));
  return answer;
}

using DesignRows = typing::List<typing::Tuple<ScenarioMeanRow, ScenarioMeanRow, Text>>;
DesignRows value_designs(const HourArray& capacity, const SkillPairs& skills,
                         const MaybeHourArray& efficiency, const UnitDemandRow& demand,
                         const std::optional<SkillPairs>& candidates,
                         const MaybeHourArray& candidate_efficiency, const TrainingSettings& given,
                         const std::vector<SkillPositions>& designs) {
  const TrainingInput input(capacity, skills, efficiency, demand, candidates, candidate_efficiency,
                            std::nullopt, std::nullopt, std::nullopt);
  const pool::CrossTrainingOptions options = training_options_of(given, std::nullopt);
  std::vector<pool::DesignValue> found;
  {
    const py::gil_scoped_release release;
    found = pool::compare_designs(input.problem, designs, options);
  }
  py::list rows;
  for (const pool::DesignValue& one : found) {
    rows.append(
        py::make_tuple(told(one.throughput), told(one.gain), std::string(to_string(one.shape))));
  }
  return rows;
}

py::tuple told(const pool::RoutingMean& mean) {
  return py::make_tuple(mean.mean, mean.low, mean.high);
}
py::tuple told(const pool::RoutingMeasure& measure) {
  return py::make_tuple(told(measure.blocked), told(measure.waits), told(measure.waits_longer),
                        told(measure.mean_wait));
}

using AgentRows = std::vector<std::tuple<std::int32_t, SkillPositions, std::vector<double>>>;
PoolAnswer route_calls(const HourArray& arrival_rate, const AgentRows& agents,
                       std::int64_t waiting_spaces, std::int64_t calls, std::int64_t warm_up,
                       std::int32_t replications, double confidence, double target_wait,
                       std::uint64_t seed, std::int32_t threads,
                       std::optional<const StopToken*> stop) {
  std::vector<pool::AgentGroup> groups;
  for (const auto& [count, skills, times] : agents) groups.push_back({count, skills, times});
  pool::RoutingOptions options;
  options.calls = calls;
  options.warm_up = warm_up;
  options.replications = replications;
  options.confidence = confidence;
  options.target_wait = target_wait;
  options.seed = seed;
  options.threads = threads;
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  const pool::RoutingProblem problem{hours_in(arrival_rate), groups, waiting_spaces};
  pool::RoutingResult found;
  {
    const py::gil_scoped_release release;
    found = pool::simulate_routing(problem, options);
  }
  py::list by_type;
  for (const pool::RoutingMeasure& measure : found.by_type) by_type.append(told(measure));
  PoolAnswer answer;
  answer["all"] = told(found.all);
  answer["by_type"] = by_type;
  answer["utilisation"] = told(found.utilisation);
  answer["away"] = told(found.away);
  answer["handling_time"] = told(found.handling_time);
  answer["replications"] = found.replications;
  answer["stop"] = std::string(to_string(found.stop));
  return answer;
}

std::vector<SkillPositions> spread_skills(std::int32_t types, std::int32_t per_type,
                                          std::int32_t skills) {
  const SkillPositions flat = pool::even_skills(types, per_type, skills);
  std::vector<SkillPositions> rows;
  const auto width = static_cast<std::size_t>(skills);
  for (std::size_t at = 0; at < flat.size(); at += width) {
    const auto first = flat.begin() + static_cast<std::ptrdiff_t>(at);
    rows.emplace_back(first, first + static_cast<std::ptrdiff_t>(width));
  }
  return rows;
}

}  // namespace

void register_cross_training(py::module_& module) {
  module.def("flexibility_structure", &graph_structure, py::arg("groups"), py::arg("units"),
             py::arg("skills"), "{shape, cycles, components}.");
  module.def("flexibility_throughput", &most_served, py::arg("groups"), py::arg("units"),
             py::arg("skills"), py::arg("capacity"), py::arg("demand"),
             "{value, served, cut_units, cut_groups}.");
  module.def("cross_training", &order_trainings, py::arg("capacity"), py::arg("skills"),
             py::arg("efficiency"), py::arg("demand"), py::arg("candidates"),
             py::arg("candidate_efficiency"), py::arg("training_hours"), py::arg("training_weeks"),
             py::arg("cost"), py::arg("options"), py::arg("stop"),
             "{before, full, demand, steps, next, …}. The GIL is free while it runs.");
  module.def("compare_designs", &value_designs, py::arg("capacity"), py::arg("skills"),
             py::arg("efficiency"), py::arg("demand"), py::arg("candidates"),
             py::arg("candidate_efficiency"), py::arg("options"), py::arg("designs"),
             "[(throughput, gain, shape)] of each design, over the same scenarios.");
  module.def("simulate_routing", &route_calls, py::arg("arrival_rate"), py::arg("agents"),
             py::arg("waiting_spaces"), py::arg("calls"), py::arg("warm_up"),
             py::arg("replications"), py::arg("confidence"), py::arg("target_wait"),
             py::arg("seed"), py::arg("threads"), py::arg("stop"),
             "{all, by_type, utilisation, …}. The GIL is free while it runs.");
  module.def("even_skills", &spread_skills, py::arg("types"), py::arg("per_type"),
             py::arg("skills"), "Skills of each agent, spread evenly.");
}

}  // namespace evenload::python
