/// \file
/// Search over whole plans, and the proof by trying all that is left. Private.
#pragma once

#include <cstdint>
#include <vector>

#include "relaxed.hpp"

namespace evenload::pool::detail {

/// A plan with what is needed to change a part of it.
class PlanState {
 public:
  PlanState(const DeployInstance& in, std::vector<Schedule> ways);
  double objective() const noexcept { return objective_; }
  const std::vector<Schedule>& ways() const noexcept { return ways_; }
  /// What the objective would be with another way of one member, or of two.
  double tried(int member, const Schedule& way) { return tried({{member, way}}); }
  double tried(const std::vector<std::pair<int, Schedule>>& changes);
  /// Makes the last `tried` true.
  void accept();
  /// Units of work of the last `tried`.
  std::int64_t work() const noexcept { return work_; }

 private:
  double total(std::span<const double> loss, double cost, std::span<const double> burden);

  const DeployInstance& in_;
  UnitLoss unit_loss_;
  Risk risk_;
  std::vector<Schedule> ways_;
  std::vector<Contribution> parts_;     // [p]
  std::vector<double> supply_;          // [u][t]
  std::vector<double> by_unit_;         // [u][s]
  std::vector<double> loss_;            // [s]
  std::vector<double> burden_;          // [p]
  double cost_ = 0;
  double objective_ = 0;
  // Of the last try.
  std::vector<std::pair<int, Schedule>> changes_;
  std::vector<Contribution> new_parts_;
  std::vector<int> new_units_;
  std::vector<double> new_supply_, new_by_unit_, new_loss_, new_burden_;
  double new_cost_ = 0;
  double new_objective_ = 0;
  std::int64_t work_ = 0;
};

/// Annealing over stays: shifts, other units, new and dropped stays, exchanged rests, ways of the relaxed problem.
std::vector<Schedule> anneal(const DeployInstance& in, std::vector<Schedule> start,
                             const std::vector<std::vector<Column>>& columns, std::uint64_t seed, std::int64_t work,
                             WorkMeter& meter);

/// Tries every combination of ways that the minorants leave below the plan's objective. True where all were tried:
/// `ways` is then a best plan. False, with `ways` perhaps better, where there are too many.
/// \param best the minorant at which the paths are priced; others only prune
bool try_all(const DeployInstance& in, const std::vector<Paths>& paths, const Minorant& best,
             const std::vector<Minorant>& others, std::vector<Schedule>& ways, std::int64_t work, WorkMeter& meter);

}  // namespace evenload::pool::detail
