/// \file
/// What waiting costs, by scenario: exactly, and smoothed from below with its slope. Private.
#pragma once

#include <span>
#include <vector>

#include "instance.hpp"

namespace evenload::pool::detail {

/// Equations (7) to (9): losses of one unit, added to `loss` (by scenario). `supply` by week.
class UnitLoss {
 public:
  explicit UnitLoss(const DeployInstance& in) : in_(in), backlog_(in.scenarios) {}
  void add(int unit, const double* supply, double* loss);
  /// The backlog after each week of the last call is left to `record`, [t][s].
  void record(std::vector<double>* backlog) noexcept { record_ = backlog; }

 private:
  const DeployInstance& in_;
  std::vector<double> backlog_;
  std::vector<double>* record_ = nullptr;
};

/// Equation (10): (1 - rho) mean + rho CVaR.
class Risk {
 public:
  explicit Risk(const DeployInstance& in) : in_(in) {}
  double of(std::span<const double> loss);
  double tail(std::span<const double> loss);
  double mean(std::span<const double> loss) const;
  /// Weights that make the risk a mean at these losses; they sum to 1 and give no more than the risk at
  /// any others. `width` > 0 spreads them over losses that are nearly alike.
  void weights(std::span<const double> loss, double width, std::vector<double>& into);

 private:
  const DeployInstance& in_;
  std::vector<int> order_;
};

/// The losses with every kink rounded off over `width` minutes, convex, and linear functions of the supply that are
/// never above the true losses: each max(0, x) is replaced by its slope at the smoothed point times x (equation 16).
class SmoothLoss {
 public:
  explicit SmoothLoss(const DeployInstance& in);
  /// [u][t] supplies to smoothed losses by scenario; keeps what the others need.
  void evaluate(std::span<const double> supply, double width, std::vector<double>& loss);
  /// The linear functions' values at the point last evaluated.
  const std::vector<double>& linear() const noexcept { return linear_; }
  /// Slope by supply of the mean of the losses with these weights, at the point last evaluated.
  void slope(std::span<const double> weights, std::vector<double>& into) const;

 private:
  const DeployInstance& in_;
  std::vector<double> pass_;  // [u][t][s]: how much of the backlog before goes on
  std::vector<double> pull_;  // [u][t][s]: price of a minute of the backlog
  std::vector<double> backlog_;
  std::vector<double> chain_;   // the backlog of the linear functions
  std::vector<double> linear_;
};

}  // namespace evenload::pool::detail
