/// \file
/// A pool as a project, ready to be simulated. Private. docs/models/pool_size.md (28)–(33).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "evenload/pool/pool_worth.hpp"
#include "src/pool/sizing/source.hpp"

namespace evenload::pool::worth {

/// What a pool loses by being a pool; the only thing that a break-even changes.
struct Frictions {
  double efficiency = 1;
  double travel_hours = 0;
  double handover_hours = 0;
};

struct ArmRun {
  std::array<double, worth_measures> measures{};
  double final_backlog = 0;
  double handovers = 0;
};
using ReplicationRun = std::array<ArmRun, worth_arms>;

void check_worth(const WorthProblem& problem);
void check_worth_options(const WorthOptions& options, const WorthProblem& problem);

/// Demand and absences of the replications drawn so far, and what all of them share.
class Project {
 public:
  /// The problem must outlive the project.
  Project(const WorthProblem& problem, const WorthOptions& options);

  /// Most replications that there can be.
  std::int64_t available() const noexcept;
  bool grow(std::int64_t replications, const std::stop_token& stop);
  std::int64_t size() const noexcept { return replications_; }
  const std::vector<std::int64_t>& posts() const noexcept { return posts_; }

  /// \param arms bits of the arms wanted
  /// \param weekly arms × weeks: hours undone at the end of each; may be empty
  ReplicationRun run(std::int64_t replication, const Frictions& frictions, std::uint32_t arms,
                     std::span<double> weekly) const;

 private:
  struct Situation;
  void spread_posts();
  double share_of_outsider(std::size_t week) const;
  void run_arm(WorthArm arm, std::span<const double> demand, std::span<const std::uint64_t> there,
               const Frictions& frictions, ArmRun& run, std::span<double> weekly) const;
  void work_pool(std::size_t week, std::uint64_t there, const Frictions& frictions,
                 Situation& now, ArmRun& run) const;
  void buy_agency(Situation& now, ArmRun& run) const;

  const WorthProblem& problem_;
  sizing::ScenarioSource source_;
  std::uint64_t seed_;
  std::int32_t threads_;
  std::size_t units_;
  std::size_t weeks_;
  std::size_t outside_;
  std::size_t end_;
  std::size_t last_intake_;
  std::vector<std::size_t> home_;  ///< members: unit they come from; units_ for none
  std::vector<std::int64_t> posts_;
  std::int64_t replications_ = 0;
  std::vector<double> demand_;         ///< replications × units × weeks
  std::vector<std::uint64_t> present_; ///< replications × weeks
};

}  // namespace evenload::pool::worth
