/// \file
/// Better and better row multipliers: subgradient steps on the dual of the columns' knapsacks (equation 30 of
/// docs/models/balanced_assignment.md).
#pragma once

#include "column_knapsacks.hpp"

namespace evenload::optimize::detail {

class RowDual {
 public:
  RowDual(ColumnKnapsacks& knapsacks, const Relaxation& relaxation, RowMultipliers start);

  /// Evaluates the dual at the present multipliers, keeps them where they are the best so far, and steps on towards `upper`, the value
  /// of a known plan. False where nothing more is to be gained.
  bool step(double upper);

  double best_value() const noexcept { return best_value_; }
  const RowMultipliers& best() const noexcept { return best_; }
  /// Of the last evaluation: nearly a plan, once the multipliers are good.
  const ColumnChoices& choices() const noexcept { return choices_; }
  const RowMultipliers& last() const noexcept { return last_; }

 private:
  ColumnKnapsacks& knapsacks_;
  const Relaxation& relaxation_;
  RowMultipliers at_;
  RowMultipliers last_;
  RowMultipliers best_;
  double best_value_;
  ColumnChoices choices_;
  std::vector<double> direction_;   // of the rows
  double level_direction_ = 0;      // of the overload level
  double level_scale_ = 1;          // squared: how far the overload level's multiplier moves beside a row's
  double length_ = 1;               // share of the way that the gap to the upper bound suggests
  int failures_ = 0;                // evaluations since the last improvement
};

}  // namespace evenload::optimize::detail
