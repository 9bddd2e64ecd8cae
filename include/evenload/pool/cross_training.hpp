/// \file
/// Cross-training: what each next skill is worth, the order that buys most, and when to stop.
/// docs/models/cross_training.md.
///
/// Groups with weekly capacity serve units with uncertain weekly demand. A second skill lets a
/// group serve one more unit, perhaps more slowly; learning it takes hours, weeks and money. Hours
/// that no one can use where they are go where they are needed: a maximum flow in every scenario.
///
/// Sources: W. C. Jordan & S. C. Graves, Management Science 41 (1995); D. Simchi-Levi & Y. Wei,
/// Operations Research 60 (2012); W. K. Mak, D. P. Morton & R. K. Wood, Operations Research Letters
/// 24 (1999) for the bound from sampled scenarios.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/pool/flexibility.hpp"

namespace evenload::pool {

/// A mean over scenarios; the error is 0 where the scenarios were given, not drawn.
struct ScenarioMean {
  double mean = 0;
  double standard_error = 0;
};

/// Weekly demand of the units, hours: scenarios that are given, or a law to draw them from.
struct UnitDemand {
  std::int64_t scenarios = 0;           ///< given ones; 0: draw
  std::span<const double> hours;        ///< scenarios × units, >= 0
  std::span<const double> probability;  ///< scenarios, sum 1; default all alike
  std::span<const double> mean;         ///< units; drawn: normal, cut off at ± `truncation`
  std::span<const double> deviation;    ///< units, of the normal before the cut, >= 0
  double truncation = 2;                ///< standard deviations, > 0; values below 0 count as 0
  double correlation = 0;               ///< of any two units' normal scores, 0 to below 1
};

/// Spans are read during the call only.
struct CrossTrainingProblem {
  std::int32_t groups = 0;             ///< 1..1000
  std::int32_t units = 0;              ///< 1..1000
  std::span<const double> capacity;    ///< groups, hours a week, > 0 somewhere
  std::span<const Skill> skills;       ///< what each group can do today; each at least one
  std::span<const double> efficiency;  ///< by skill, (0, 1]; default 1
  UnitDemand demand;
  std::span<const Skill> candidates;             ///< what could be learnt; empty: every other pair
  std::span<const double> candidate_efficiency;  ///< (0, 1]; default 1
  std::span<const double> training_hours;        ///< by candidate, of the group in all; default 0
  std::span<const double> training_weeks;  ///< by candidate, until the skill is there; default 0
  std::span<const double> cost;            ///< by candidate, money; default 0
};

struct CrossTrainingOptions {
  std::int64_t scenarios = 20000;        ///< that values are told from, 20..10000000
  std::int64_t search_scenarios = 2000;  ///< that the search looks at, its own; 20..10000000
  std::int32_t max_skills = -1;          ///< -1: as many as there are groups
  double budget = std::numeric_limits<double>::infinity();  ///< money for training, >= 0
  double worth_per_hour = 0;  ///< money for an hour of demand served, >= 0
  double weeks = 52;          ///< over which the skills are to pay, > 0
  bool look_ahead = true;     ///< pairs, and exchanges of what was bought
  std::uint64_t seed = 0;
  std::int32_t threads = 0;  ///< 0: as many as the machine has
  std::stop_token stop{};
};

/// One skill more on top of what is there today.
struct NextSkill {
  std::int32_t candidate = 0;
  ScenarioMean gain;  ///< hours a week, on the scenarios of the search
};

/// One step of the order.
struct TrainingStep {
  std::int32_t candidate = 0;
  Skill skill;
  ScenarioMean throughput;  ///< hours a week served with this and all earlier skills
  ScenarioMean gain;        ///< over the step before, by the same scenarios
  /// No set of so many candidates (and no dearer than the budget) serves more; (8), (9).
  ScenarioMean bound;
  double cost = 0;          ///< money, this step and the earlier ones
  std::int32_t closes = 0;  ///< groups in the circle it closes; 0: it joins or extends
  FlexibilityShape shape = FlexibilityShape::none;  ///< afterwards
  /// Worth of the hours gained over the horizon, less hours lost in training, less cost; of this
  /// and the earlier steps together, (10).
  ScenarioMean net_worth;
};

struct CrossTraining {
  ScenarioMean before;          ///< hours a week served today
  ScenarioMean full;            ///< with every candidate
  ScenarioMean demand;          ///< mean weekly demand
  std::vector<NextSkill> next;  ///< every candidate, the best first
  std::vector<TrainingStep> steps;
  std::int32_t best_step = 0;  ///< steps to take for the largest net worth; 0: none pays
  FlexibilityShape shape = FlexibilityShape::none;  ///< today
  std::int64_t scenarios = 0;                       ///< that the values come from
  bool exact = false;                               ///< scenarios given: no sampling error
  StopReason stop = StopReason::done;               ///< cancelled: the steps so far
};

/// The order of skills that buys most.
///
/// Greedy in gain (per money where there is a budget), pairs where two together give more than the
/// best one, then exchanges of single skills in the final set; the set is told in its own best
/// order. Exact in whole units of 2^-20 hours where all efficiencies are 1, else up to rounding.
/// Values come from scenarios that the search did not see. Drawn scenarios are Latin hypercubes, 20
/// of them; errors come from their differences.
///
/// The same for equal input and seed on any number of threads. Scenarios × (groups + units) flows
/// for a step, each linear in skills times the paths it needs.
/// \throws InvalidDataError naming "cross_training", "demand" or "options", column and row:
///         out_of_range, negative_value, not_finite, length_mismatch, duplicate_id,
///         missing_value (a group without a skill, a unit without demand), contradiction
///         (a candidate that is a skill already); OverflowError.
CrossTraining cross_training(const CrossTrainingProblem& problem,
                             const CrossTrainingOptions& options = {});

/// What a design of your own would serve, by the same scenarios as every other.
struct DesignValue {
  ScenarioMean throughput;
  ScenarioMean gain;  ///< over the first design
  FlexibilityShape shape = FlexibilityShape::none;
};

/// Compares designs: each is a list of candidates (positions) on top of today's skills.
/// \throws as cross_training; naming "designs".
std::vector<DesignValue> compare_designs(const CrossTrainingProblem& problem,
                                         std::span<const std::vector<std::int32_t>> designs,
                                         const CrossTrainingOptions& options = {});

/// Demand as it would be drawn: scenarios × units.
/// \throws as cross_training, naming "demand".
std::vector<double> draw_demand(const UnitDemand& demand, std::int32_t units,
                                std::int64_t scenarios, std::uint64_t seed);

/// Hours of demand served where each unit has its own group only and demand is a normal cut off at
/// ± `truncation`: Σ E min(capacity, demand) in closed form (11).
/// \throws InvalidDataError naming "demand".
double dedicated_throughput(std::span<const double> capacity, std::span<const double> mean,
                            std::span<const double> deviation, double truncation);

}  // namespace evenload::pool
