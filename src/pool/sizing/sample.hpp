/// \file
/// Weeks in which hours are missing, drawn once and asked again and again. Private.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "dealer.hpp"
#include "evenload/pool/pool_size.hpp"
#include "source.hpp"

namespace evenload::pool::sizing {

/// Which scenarios: number `first + k * stride` for k = 0, 1, ….
struct ScenarioStride {
  std::int64_t first = 0;
  std::int64_t stride = 1;
};

/// Thrown where the stop token was pulled while a pool was evaluated.
struct SampleStopped {};

/// What a pool leaves undone in a sample.
struct PoolOutcome {
  std::vector<double> bad;   ///< constraints: weight of the scenarios that miss them
  double weight = 0;         ///< of all scenarios
  double undone = 0;         ///< Σ weight × hours undone
  double undone_square = 0;  ///< Σ weight × (hours undone in the scenario)²
};

class PoolSample {
 public:
  /// The problem and the source must outlive the sample. \param most profiles: members that a pool
  /// may have
  PoolSample(const PoolProblem& problem, const ScenarioSource& source, ScenarioStride stride,
             std::span<const std::int64_t> most, const PoolSizeOptions& options);
  /// Draws until there are so many scenarios. \return false where it was stopped
  bool grow(std::int64_t scenarios);

  std::int64_t size() const noexcept { return static_cast<std::int64_t>(start_.size()) - 1; }
  std::size_t constraints() const noexcept { return constraints_; }
  double greatest_need() const noexcept { return greatest_need_; }
  double mean_need() const noexcept { return need_sum_ / weight_; }  ///< hours a scenario

  /// Counts all constraints. \throws SampleStopped \param with_hours also what is undone in hours
  PoolOutcome evaluate(std::span<const std::int64_t> members, bool with_hours) const;
  /// Whether no constraint is missed by more than its limit; ends as soon as one is.
  /// \throws SampleStopped
  bool within(std::span<const std::int64_t> members, std::span<const double> limits) const;

 private:
  struct Block;
  PoolOutcome evaluate_range(std::span<const std::int64_t> members, bool with_hours,
                             std::int64_t from, std::int64_t to) const;
  std::vector<PoolOutcome> evaluate_blocks(std::span<const std::int64_t> members, bool with_hours,
                                           std::int64_t from, std::int64_t to,
                                           std::int64_t blocks) const;
  void read_scenario(std::int64_t scenario, Block& block, std::vector<double>& room) const;

  const PoolProblem& problem_;
  const ScenarioSource& source_;
  ScenarioStride stride_;
  std::vector<std::int64_t> most_;
  std::uint64_t seed_;
  std::int32_t threads_;
  std::stop_token stop_;
  std::size_t units_;
  std::size_t weeks_;
  std::size_t profiles_;
  std::size_t constraints_;
  std::vector<std::size_t> start_{0};   ///< first cell of each scenario
  std::vector<double> scenario_weight_;
  std::vector<std::uint32_t> week_;     ///< cells: week
  std::vector<double> need_;            ///< cells × units: hours beyond the units' own
  std::vector<std::uint64_t> present_;  ///< cells × profiles: which members are there
  double greatest_need_ = 0;
  double need_sum_ = 0;
  double weight_ = 0;
};

}  // namespace evenload::pool::sizing
