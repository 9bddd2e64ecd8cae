/// \file
/// The Lagrangian bound: assignment of rows relaxed, one knapsack per column left (equations 4 to
/// 8).
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "evenload/core/control.hpp"
#include "instance.hpp"
#include "knapsack.hpp"

namespace evenload::optimize::detail::generalized {

/// What is still open: the pairs that may be used, and what fixed rows left of the capacities.
/// Starts as the whole problem.
struct Domain {
  std::vector<std::vector<std::int32_t>>
      rows_of;                         ///< per column: open rows it may take, increasing
  std::vector<std::int32_t> capacity;  ///< scaled, what fixed rows leave
  std::vector<std::int32_t> fixed;     ///< per row: its column, or -1 while open
  double fixed_cost = 0;               ///< scaled
  int open_rows = 0;
};

/// One evaluation of the relaxation. Numbers are whole, in scaled cost.
struct DualPoint {
  double value = 0;
  std::vector<Packing> packing;     ///< per column
  std::vector<std::int32_t> taken;  ///< rows taken, column after column
  std::vector<std::size_t> begin;   ///< columns + 1, into taken
  std::vector<std::int32_t> count;  ///< per row: how many columns take it
};

class Dual {
 public:
  explicit Dual(const Instance& instance);

  int rows() const noexcept { return rows_; }
  int columns() const noexcept { return columns_; }
  /// Scaled cost and weight of a pair; rounded so that the relaxation only gets wider.
  double cost(int row, int column) const noexcept { return cost_[at(row, column)]; }
  std::int32_t weight(int row, int column) const noexcept { return weight_[at(row, column)]; }
  const Domain& whole() const noexcept { return whole_; }

  /// Units of the caller's weight to a unit of the scaled one.
  std::int64_t weight_unit(int column) const noexcept { return weight_unit_[column]; }
  /// Largest multiplier that keeps all sums exact.
  double most_multiplier() const noexcept { return most_multiplier_; }
  /// The relaxation's value at whole-number multipliers, one per row.
  void evaluate(const Domain& domain, const std::vector<double>& multiplier, DualPoint& point,
                WorkMeter& meter);
  /// Least whole cost (above base_cost) of any plan, given the relaxation's value.
  std::int64_t bound(double value) const noexcept;
  /// The value from which bound() is at least `cost`.
  double value_for(std::int64_t cost) const noexcept;
  double scaled(std::int64_t cost) const noexcept;
  /// Scaled cost of a unit of cost.
  double unit() const noexcept { return std::ldexp(1.0, shift_); }

 private:
  std::size_t at(int row, int column) const noexcept {
    return static_cast<std::size_t>(column) * static_cast<std::size_t>(rows_) +
           static_cast<std::size_t>(row);
  }
  int rows_;
  int columns_;
  int shift_ = 0;
  double most_multiplier_ = 0;
  std::vector<double> cost_;          // column-major
  std::vector<std::int32_t> weight_;  // column-major, -1 forbidden
  std::vector<std::int64_t> weight_unit_;
  Domain whole_;
  std::vector<std::int32_t> largest_;  // weight per column
  std::vector<Hint> hint_;             // per column
  Knapsack knapsack_;
};

/// Prices per unit of capacity from the weaker relaxation of the capacities: a start for the
/// multipliers, and reduced costs for the first search.
std::vector<double> capacity_prices(const Dual& dual, WorkMeter& meter);
/// Multipliers min_j cost + price weight.
std::vector<double> multipliers_from(const Dual& dual, const std::vector<double>& price);

/// Where an ascent stands.
struct Ascent {
  std::vector<double> multiplier;  ///< best so far
  DualPoint point;                 ///< the relaxation there
  std::vector<float> share;  ///< column-major: average share of each pair in the late subproblems
};
/// Raises the bound on a domain by the volume method (Barahona and Anbil 2000) until it stalls,
/// reaches `target`, or `evaluations` are spent. Starts from ascent.multiplier.
void ascend(Dual& dual, const Domain& domain, Ascent& ascent, double target, int evaluations,
            double factor, WorkMeter& meter);

}  // namespace evenload::optimize::detail::generalized
