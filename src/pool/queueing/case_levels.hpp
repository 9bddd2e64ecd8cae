/// \file
/// Stationary law of a chain that counts its cases: one more, one fewer, or a change of phase.
/// docs/models/queueing.md (16), (17). Private; Eigen stays inside.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace evenload::pool::queueing {

/// Rates at one number of cases: to one more, one fewer, and to other phases of the same (the
/// diagonal is ignored).
struct CaseLevel {
  Eigen::MatrixXd up;
  Eigen::MatrixXd down;
  Eigen::MatrixXd local;
};

/// Levels 0 … K; above K every level is like K, with `down` to the same phases: `repeat_down`.
struct CaseLevels {
  std::vector<CaseLevel> levels;  ///< K + 1; up of K is square
  Eigen::MatrixXd repeat_down;    ///< from K + 1 to K, square
};

struct LevelLaw {
  std::vector<Eigen::RowVectorXd> levels;  ///< probabilities of levels 0 … K
  Eigen::RowVectorXd above;                ///< Σ_{i >= 1} π_{K+i}, by phase
  double mean_above = 0;                   ///< Σ_i i π_{K+i} 1
};

/// The rates must be stable. O(phases³) for each level.
LevelLaw stationary_law(const CaseLevels& chain);

}  // namespace evenload::pool::queueing
