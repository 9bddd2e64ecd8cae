#include "src/pool/skills/model.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "src/pool/skills/refuse.hpp"
#include "src/pool/skills/structure.hpp"

namespace evenload::pool::skills {

namespace {

constexpr const char* table = "cross_training";

/// A column by candidate or skill: its values, or the default for all.
std::vector<double> filled(const char* column, std::span<const double> given, std::size_t size,
                           double otherwise) {
  if (given.empty()) return std::vector<double>(size, otherwise);
  check_length(table, column, given.size(), size);
  check_amounts(table, column, given);
  return {given.begin(), given.end()};
}

void check_efficiency(const char* column, const std::vector<double>& values) {
  for (std::size_t at = 0; at < values.size(); ++at) {
    if (!(values[at] >= 0.01 && values[at] <= 1)) {
      refuse(ErrorCode::out_of_range, table, column, at, "0.01 to 1", shown(values[at]));
    }
  }
}

void check_everybody_has_a_skill(const SkillModel& model) {
  std::vector<char> has(model.groups, 0);
  for (const Skill& skill : model.skills) has[static_cast<std::size_t>(skill.group)] = 1;
  for (std::size_t g = 0; g < model.groups; ++g) {
    if (has[g] == 0) {
      refuse(ErrorCode::missing_value, table, "skills", g, "a skill of every group",
             "group " + std::to_string(g) + " has none");
    }
  }
}

}  // namespace

SkillModel checked_model(const CrossTrainingProblem& problem) {
  for (const auto& [column, size] :
       {std::pair("groups", problem.groups), std::pair("units", problem.units)}) {
    if (size < 1 || size > 1000) {
      refuse(ErrorCode::out_of_range, table, column, std::nullopt, "1 to 1000",
             std::to_string(size));
    }
  }
  SkillModel model;
  model.groups = static_cast<std::size_t>(problem.groups);
  model.units = static_cast<std::size_t>(problem.units);
  check_length(table, "capacity", problem.capacity.size(), model.groups);
  check_amounts(table, "capacity", problem.capacity);
  for (std::size_t g = 0; g < model.groups; ++g) {
    if (problem.capacity[g] > most_hours) {
      throw OverflowError({ErrorCode::overflow, table, "capacity", static_cast<std::int64_t>(g),
                           "at most 1e9 hours a week", shown(problem.capacity[g])});
    }
  }
  if (std::all_of(problem.capacity.begin(), problem.capacity.end(),
                  [](double hours) { return hours == 0; })) {
    refuse(ErrorCode::missing_value, table, "capacity", std::nullopt, "some hours", "none");
  }
  model.capacity.assign(problem.capacity.begin(), problem.capacity.end());
  check_graph({problem.groups, problem.units, problem.skills});
  model.skills.assign(problem.skills.begin(), problem.skills.end());
  check_everybody_has_a_skill(model);
  model.efficiency = filled("efficiency", problem.efficiency, model.skills.size(), 1.0);
  check_efficiency("efficiency", model.efficiency);

  std::vector<char> known(model.groups * model.units, 0);
  const auto cell = [&](const Skill& skill) {
    return static_cast<std::size_t>(skill.group) * model.units +
           static_cast<std::size_t>(skill.unit);
  };
  for (const Skill& skill : model.skills) known[cell(skill)] = 1;
  if (problem.candidates.empty()) {
    for (std::int32_t g = 0; g < problem.groups; ++g) {
      for (std::int32_t u = 0; u < problem.units; ++u) {
        if (known[cell({g, u})] == 0) model.candidates.push_back({g, u});
      }
    }
  } else {
    check_graph({problem.groups, problem.units, problem.candidates});
    for (std::size_t at = 0; at < problem.candidates.size(); ++at) {
      if (known[cell(problem.candidates[at])] != 0) {
        refuse(ErrorCode::contradiction, table, "candidates", at, "a skill that is not there yet",
               "group " + std::to_string(problem.candidates[at].group) + " serves unit " +
                   std::to_string(problem.candidates[at].unit) + " today");
      }
    }
    model.candidates.assign(problem.candidates.begin(), problem.candidates.end());
  }
  const std::size_t count = model.candidates.size();
  model.candidate_efficiency =
      filled("candidate_efficiency", problem.candidate_efficiency, count, 1.0);
  check_efficiency("candidate_efficiency", model.candidate_efficiency);
  model.training_hours = filled("training_hours", problem.training_hours, count, 0.0);
  model.training_weeks = filled("training_weeks", problem.training_weeks, count, 0.0);
  model.cost = filled("cost", problem.cost, count, 0.0);
  for (std::size_t at = 0; at < count; ++at) {
    if (model.training_hours[at] > 0 && model.training_weeks[at] == 0) {
      refuse(ErrorCode::contradiction, table, "training_weeks", at,
             "weeks above 0 where there are training hours", "0");
    }
  }
  const auto slow = [](double e) { return e < 1; };
  model.gains =
      std::any_of(model.efficiency.begin(), model.efficiency.end(), slow) ||
      std::any_of(model.candidate_efficiency.begin(), model.candidate_efficiency.end(), slow);
  check_demand(problem.demand, problem.units);
  return model;
}

void check_options(const CrossTrainingOptions& options) {
  const auto check_count = [](const char* column, std::int64_t count) {
    if (count < 20 || count > 10000000) {
      refuse(ErrorCode::out_of_range, "options", column, std::nullopt, "20 to 10000000",
             std::to_string(count));
    }
  };
  check_count("scenarios", options.scenarios);
  check_count("search_scenarios", options.search_scenarios);
  if (options.max_skills < -1) {
    refuse(ErrorCode::out_of_range, "options", "max_skills", std::nullopt, "-1 or more",
           std::to_string(options.max_skills));
  }
  if (std::isnan(options.budget) || options.budget < 0) {
    refuse(options.budget < 0 ? ErrorCode::negative_value : ErrorCode::not_finite, "options",
           "budget", std::nullopt, "a number of at least 0", shown(options.budget));
  }
  check_amount("options", "worth_per_hour", std::nullopt, options.worth_per_hour);
  if (!std::isfinite(options.weeks) || options.weeks <= 0) {
    refuse(ErrorCode::out_of_range, "options", "weeks", std::nullopt, "a number above 0",
           shown(options.weeks));
  }
  if (options.threads < 0) {
    refuse(ErrorCode::out_of_range, "options", "threads", std::nullopt, "0 or more",
           std::to_string(options.threads));
  }
}

SkillNetwork network_of(const SkillModel& model, std::span<const std::int32_t> design) {
  std::vector<Skill> pairs = model.skills;
  std::vector<double> efficiency = model.efficiency;
  for (const std::int32_t c : design) {
    pairs.push_back(model.candidates[static_cast<std::size_t>(c)]);
    efficiency.push_back(model.candidate_efficiency[static_cast<std::size_t>(c)]);
  }
  return {model.groups, model.units, std::move(pairs), std::move(efficiency)};
}

}  // namespace evenload::pool::skills
