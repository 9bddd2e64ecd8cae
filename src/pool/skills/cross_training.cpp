#include "evenload/pool/cross_training.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "src/pool/skills/model.hpp"
#include "src/pool/skills/refuse.hpp"
#include "src/pool/skills/sample.hpp"
#include "src/pool/skills/search.hpp"

namespace evenload::pool {

namespace skills {

namespace {

BatchSums less(BatchSums a, const BatchSums& b) {
  for (std::size_t at = 0; at < a.size(); ++at) a[at] -= b[at];
  return a;
}

FlexibilityShape shape_with(const SkillModel& model, std::span<const std::int32_t> design) {
  const SkillNetwork network = network_of(model, design);
  return flexibility_structure({static_cast<std::int32_t>(model.groups),
                                static_cast<std::int32_t>(model.units), network.skills})
      .shape;
}

std::int32_t closed_with(const SkillModel& model, std::span<const std::int32_t> design,
                         Skill skill) {
  const SkillNetwork network = network_of(model, design);
  return closed_by({static_cast<std::int32_t>(model.groups), static_cast<std::int32_t>(model.units),
                    network.skills},
                   skill);
}

/// Money over the horizon: what the hours gained and lost are worth, less the cost; (10).
BatchSums net_worth(const DesignEvaluator& evaluator, const Design& design,
                    const CrossTrainingOptions& options, const BatchSums& before) {
  const SkillModel& model = evaluator.model();
  std::vector<double> times{0.0, options.weeks};
  double cost = 0;
  for (const std::int32_t c : design) {
    cost += model.cost[static_cast<std::size_t>(c)];
    const double ready = model.training_weeks[static_cast<std::size_t>(c)];
    if (ready > 0 && ready < options.weeks) times.push_back(ready);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  const std::size_t batches = before.size();
  const double batch_share = 1.0 / static_cast<double>(batches);
  BatchSums worth(batches, -cost * batch_share);
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    Design ready;
    std::vector<double> capacity = model.capacity;
    for (const std::int32_t c : design) {
      const auto at = static_cast<std::size_t>(c);
      if (model.training_weeks[at] <= times[k]) {
        ready.push_back(c);
      } else {
        double& own = capacity[static_cast<std::size_t>(model.candidates[at].group)];
        own = std::max(0.0, own - model.training_hours[at] / model.training_weeks[at]);
      }
    }
    const BatchSums served = evaluator.throughput(ready, capacity);
    const double money = options.worth_per_hour * (times[k + 1] - times[k]);
    for (std::size_t b = 0; b < batches; ++b) worth[b] += money * (served[b] - before[b]);
  }
  return worth;
}

std::vector<NextSkill> next_skills(const DesignEvaluator& search) {
  const std::size_t count = search.model().candidates.size();
  const std::size_t batches = search.sample().batches();
  const BatchSums sums = search.gains({});
  std::vector<NextSkill> next(count);
  BatchSums own(batches);
  for (std::size_t c = 0; c < count; ++c) {
    for (std::size_t b = 0; b < batches; ++b) own[b] = sums[b * count + c];
    next[c] = {static_cast<std::int32_t>(c), mean_of(search.sample(), own)};
  }
  std::stable_sort(next.begin(), next.end(), [](const NextSkill& a, const NextSkill& b) {
    return a.gain.mean > b.gain.mean;
  });
  return next;
}

void tell_steps(CrossTraining& answer, const DesignEvaluator& told, const Design& order,
                const std::vector<ScenarioMean>& bounds, const CrossTrainingOptions& options,
                const BatchSums& before) {
  const SkillModel& model = told.model();
  const DemandSample& sample = told.sample();
  Design design;
  BatchSums last = before;
  double best = 0;
  for (const std::int32_t c : order) {
    const auto at = static_cast<std::size_t>(c);
    TrainingStep step;
    step.candidate = c;
    step.skill = model.candidates[at];
    step.closes = closed_with(model, design, step.skill);
    design.push_back(c);
    const BatchSums served = told.throughput(design);
    step.throughput = mean_of(sample, served);
    step.gain = mean_of(sample, less(served, last));
    step.cost = (answer.steps.empty() ? 0.0 : answer.steps.back().cost) + model.cost[at];
    step.shape = shape_with(model, design);
    step.net_worth = mean_of(sample, net_worth(told, design, options, before));
    const ScenarioMean& gain_bound = bounds[answer.steps.size()];
    step.bound = {answer.before.mean + gain_bound.mean, gain_bound.standard_error};
    if (answer.full.mean < step.bound.mean) step.bound = answer.full;
    // The bound comes from other scenarios; what was reached, some plan reaches.
    step.bound.mean = std::max(step.bound.mean, step.throughput.mean);
    answer.steps.push_back(step);
    if (step.net_worth.mean > best) {
      best = step.net_worth.mean;
      answer.best_step = static_cast<std::int32_t>(answer.steps.size());
    }
    last = served;
  }
}

}  // namespace

}  // namespace skills

CrossTraining cross_training(const CrossTrainingProblem& problem,
                             const CrossTrainingOptions& options) {
  using namespace skills;
  check_options(options);
  const SkillModel model = checked_model(problem);
  const DemandSample told_sample = make_sample(problem.demand, problem.units, options.scenarios,
                                               options.seed, SamplePurpose::told);
  const DemandSample search_sample = make_sample(
      problem.demand, problem.units, options.search_scenarios, options.seed, SamplePurpose::search);
  const DesignEvaluator told(model, told_sample, options.threads, options.stop);
  const DesignEvaluator search(model, search_sample, options.threads, options.stop);

  CrossTraining answer;
  answer.scenarios = static_cast<std::int64_t>(told_sample.scenarios);
  answer.exact = told_sample.exact;
  answer.shape = shape_with(model, {});
  try {
    const BatchSums before = told.throughput({});
    answer.before = mean_of(told_sample, before);
    Design all(model.candidates.size());
    for (std::size_t c = 0; c < all.size(); ++c) all[c] = static_cast<std::int32_t>(c);
    answer.full = mean_of(told_sample, told.throughput(all));
    BatchSums demand(told_sample.batches(), 0.0);
    for (std::size_t b = 0; b < demand.size(); ++b) {
      for (std::size_t s = told_sample.begin[b]; s < told_sample.begin[b + 1]; ++s) {
        for (const double hours : told_sample.at(s)) demand[b] += told_sample.weight[s] * hours;
      }
    }
    answer.demand = mean_of(told_sample, demand);
    answer.next = next_skills(search);
    Purchase purchase;
    purchase.most =
        options.max_skills < 0 ? model.groups : static_cast<std::size_t>(options.max_skills);
    purchase.budget = options.budget;
    purchase.look_ahead = options.look_ahead;
    const Design order = best_order(search, purchase);
    const std::vector<ScenarioMean> bounds = gain_bounds(search, order.size());
    tell_steps(answer, told, order, bounds, options, before);
  } catch (const Cancelled&) {
    answer.stop = StopReason::cancelled;
  }
  return answer;
}

std::vector<DesignValue> compare_designs(const CrossTrainingProblem& problem,
                                         std::span<const std::vector<std::int32_t>> designs,
                                         const CrossTrainingOptions& options) {
  using namespace skills;
  check_options(options);
  const SkillModel model = checked_model(problem);
  for (std::size_t d = 0; d < designs.size(); ++d) {
    std::vector<char> seen(model.candidates.size(), 0);
    for (const std::int32_t c : designs[d]) {
      if (c < 0 || static_cast<std::size_t>(c) >= seen.size()) {
        refuse(ErrorCode::out_of_range, "designs", "candidate", d,
               "0 to " + std::to_string(static_cast<std::int64_t>(seen.size()) - 1),
               std::to_string(c));
      }
      if (std::exchange(seen[static_cast<std::size_t>(c)], char{1}) != 0) {
        refuse(ErrorCode::duplicate_id, "designs", "candidate", d, "each candidate once",
               std::to_string(c) + " again");
      }
    }
  }
  const DemandSample sample = make_sample(problem.demand, problem.units, options.scenarios,
                                          options.seed, SamplePurpose::told);
  const DesignEvaluator told(model, sample, options.threads, options.stop);
  std::vector<DesignValue> values;
  BatchSums first;
  try {
    for (const auto& design : designs) {
      const BatchSums served = told.throughput(design);
      if (first.empty()) first = served;
      values.push_back({mean_of(sample, served), mean_of(sample, less(served, first)),
                        shape_with(model, design)});
    }
  } catch (const Cancelled&) {
    values.clear();  // a comparison with gaps would be none
  }
  return values;
}

}  // namespace evenload::pool
