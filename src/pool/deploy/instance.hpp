/// \file
/// A deployment problem as the search works on it. Private.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/pool/deploy.hpp"

namespace evenload::pool::detail {

/// Whole numbers below 2^53 are kept in doubles where the losses are computed: exact, and quick.
/// Layout [unit][week][scenario], so that the innermost loops run over scenarios.
struct DeployInstance {
  explicit DeployInstance(const DeployProblem& problem);

  int units, weeks, members, scenarios, per_week, periods, ages, levels, kept_weeks, minimum_stay, fading;

  std::vector<double> net;            ///< [u][t][s]: demand less own capacity
  std::vector<double> recent;         ///< [u][a - 1][t][s]: what came in the last a weeks
  std::vector<double> first_backlog;  ///< [u]
  std::vector<double> price;          ///< [u][a]
  std::vector<double> end_price;      ///< [u]
  std::vector<std::int64_t> weight;   ///< [s]
  std::vector<double> share;          ///< [s]: weight as a share
  double tail_weight, tail_mass;      ///< rho, 1 - alpha

  std::vector<std::uint8_t> qualified;     ///< [p][u]
  std::vector<std::int32_t> least;         ///< [p][u]: level never lost
  std::vector<double> effective;           ///< [p][u][level][k][t]: minutes a period gives the unit; k: week of keeping, 0 none
  std::vector<double> kept;                ///< [p][u][level][k - 1][t]: minutes a period gives the unit left last
  std::vector<double> period_cost;         ///< [p][u][period]: place and change; infinite where not open
  std::vector<std::int64_t> burden;        ///< [p][u]
  std::vector<std::int64_t> move;          ///< [u][v]
  std::vector<std::int64_t> hand_price;    ///< [u]
  std::vector<std::int64_t> hand_minutes;  ///< [u]
  std::vector<std::uint8_t> may_move;      ///< [period]
  std::vector<std::int32_t> start_unit, start_level, start_stay;  ///< [p]
  std::int64_t fairness;

  int week_of(int period) const noexcept { return period / per_week; }
  std::size_t at(int p, int u) const noexcept { return static_cast<std::size_t>(p) * units + u; }
  const double* effective_at(int p, int u, int level, int k) const noexcept {
    return effective.data() + (((static_cast<std::size_t>(p) * units + u) * levels + level) * (kept_weeks + 1) + k) * weeks;
  }
  const double* kept_at(int p, int u, int level, int k) const noexcept {
    return kept.data() + (((static_cast<std::size_t>(p) * units + u) * levels + level) * kept_weeks + k) * weeks;
  }
  const double* cost_at(int p, int u) const noexcept { return period_cost.data() + at(p, u) * periods; }
  /// The level after so many periods of a stay that began at `level`.
  int risen(int level, int stayed) const noexcept { return std::min(levels - 1, level + stayed / per_week); }
  /// The level after so many periods elsewhere.
  int faded(int level, int away) const noexcept {
    return fading == 0 ? level : std::max(0, level - away / (per_week * fading));
  }
  /// Which week of keeping cases of the unit before: 1, 2 ..., 0 when it is over.
  int keeping(int stayed) const noexcept {
    const int k = stayed / per_week + 1;
    return k <= kept_weeks ? k : 0;
  }
};

}  // namespace evenload::pool::detail
