/// \file
/// A cross-training problem after its checks, and designs evaluated over scenarios. Private.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "evenload/pool/cross_training.hpp"
#include "src/pool/skills/network.hpp"
#include "src/pool/skills/sample.hpp"

namespace evenload::pool::skills {

struct SkillModel {
  std::size_t groups = 0;
  std::size_t units = 0;
  std::vector<double> capacity;
  std::vector<Skill> skills;
  std::vector<double> efficiency;
  std::vector<Skill> candidates;
  std::vector<double> candidate_efficiency, training_hours, training_weeks, cost;
  bool gains = false;  ///< some efficiency is below 1
};

/// \throws InvalidDataError, OverflowError
SkillModel checked_model(const CrossTrainingProblem& problem);
void check_options(const CrossTrainingOptions& options);

/// Positions of candidates, in the order in which they were bought.
using Design = std::vector<std::int32_t>;

SkillNetwork network_of(const SkillModel& model, std::span<const std::int32_t> design);

/// Thrown where a computation was asked to stop.
struct Cancelled {};

/// Sums by batch of one number or of one per candidate.
using BatchSums = std::vector<double>;

class DesignEvaluator {
 public:
  DesignEvaluator(const SkillModel& model, const DemandSample& sample, std::int32_t threads,
                  std::stop_token stop)
      : model_(&model), sample_(&sample), threads_(threads), stop_(std::move(stop)) {}

  /// Weighted throughput by batch; other capacities where given.
  BatchSums throughput(std::span<const std::int32_t> design,
                       std::span<const double> capacity = {}) const;
  double mean_throughput(std::span<const std::int32_t> design) const;
  /// Batches × candidates: what each would add to the design; (6). Those in it add 0.
  BatchSums gains(std::span<const std::int32_t> design) const;
  /// The same, summed over the batches.
  std::vector<double> mean_gains(std::span<const std::int32_t> design) const;
  /// A dual solution of each scenario, where candidates may carry `share` (0 to 1) of what they
  /// could: batches × (1 + candidates), the constant and the price of each candidate; (9).
  BatchSums prices(std::span<const double> share) const;

  /// The same on other scenarios.
  DesignEvaluator with(const DemandSample& other) const {
    return {*model_, other, threads_, stop_};
  }
  const DemandSample& sample() const { return *sample_; }
  const SkillModel& model() const { return *model_; }

 private:
  template <class Task>
  void each_batch(Task&& task) const;
  /// Between scenarios, so that a stop is answered at once.
  void go_on() const {
    if (stop_.stop_requested()) throw Cancelled{};
  }

  const SkillModel* model_;
  const DemandSample* sample_;
  std::int32_t threads_;
  std::stop_token stop_;
};

}  // namespace evenload::pool::skills
