/// \file
/// The relaxation that keeps every column whole: rows are priced, columns choose whole sets of rows (equations 26 to 29 of
/// docs/models/balanced_assignment.md). Never weaker than the relaxation of loads, and most often far tighter.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lagrangian.hpp"
#include "relaxation.hpp"

namespace evenload::optimize::detail {

/// Multipliers: what placing a row is worth, and non-negative ones on earlier levels and category limits.
struct RowMultipliers {
  std::vector<double> row;
  std::array<double, max_whole_levels> level{};
  std::vector<double> limit_count;
  std::vector<double> limit_weight;
};
/// Those that value every plan as the multipliers of the relaxation of loads do: no weaker a start.
RowMultipliers row_multipliers(const Relaxation& relaxation, const Multipliers& multipliers);

/// What the columns choose at some multipliers.
struct ColumnChoices {
  double value = 0;                       ///< of the dual
  std::vector<std::int32_t> times;        ///< per row: how many columns choose it
  std::vector<std::int32_t> pairs;        ///< chosen pairs, by column
  std::int64_t overload = 0;              ///< of the chosen loads
};

/// Solves the columns' knapsacks by dynamic programming over the loads that they can reach.
class ColumnKnapsacks {
 public:
  explicit ColumnKnapsacks(const Relaxation& relaxation);

  /// Cells of all tables; past `most_cells` the relaxation of loads has to do, which is near then.
  double cells() const noexcept { return cells_; }
  bool usable() const noexcept { return relaxation_->feasible() && cells_ <= most_cells; }
  /// Units of one evaluation.
  std::int64_t work() const noexcept { return 1 + static_cast<std::int64_t>(cells_ / 128); }

  /// The dual in doubles, and the choices that attain it.
  void evaluate(const RowMultipliers& at, ColumnChoices& choices);
  /// Largest number on a grid 2^-shift that is proven to be at or below the level's value in every plan that meets the target.
  std::optional<SafeBound> safe_value(const RowMultipliers& at) const;
  /// What leaving a row out costs at these multipliers; infinite where it must be placed.
  double left_out(const RowMultipliers& at, std::int32_t row) const noexcept;

 private:
  struct Item {
    std::int32_t pair;
    std::int32_t steps;  ///< weight in steps of the column
    double cost;
  };
  double pair_cost(const RowMultipliers& at, std::int32_t pair) const noexcept;
  double overload_price(const RowMultipliers& at) const noexcept;
  double solve(int column, const RowMultipliers& at, ColumnChoices& choices);

  static constexpr double most_cells = 6e6;

  const Relaxation* relaxation_;
  std::vector<std::int64_t> step_;        // per column: greatest common divisor of the weights
  std::vector<std::int32_t> width_;       // per column: steps that fit
  std::vector<std::int64_t> table_at_;    // per column: where its values begin in squares_
  std::vector<double> squares_;           // balance value of each load
  std::vector<Item> items_;
  std::vector<double> layers_;
  double cells_ = 0;
};

}  // namespace evenload::optimize::detail
