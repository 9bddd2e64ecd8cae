/// \file
/// 0/1 knapsack with whole-number profits held in doubles (exact below 2^53): the column subproblem of the Lagrangian bound.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace evenload::optimize::detail::generalized {

struct Item {
  double profit = 0;         ///< > 0, whole
  std::int32_t weight = 0;   ///< >= 0, at most the capacity
  std::int32_t id = 0;
  double density = 0;        ///< profit / weight, infinite without weight; set by Knapsack::solve
};

/// What a knapsack came to.
struct Packing {
  double value = 0;       ///< the largest profit; where `exact` is false, a number at or above it
  double relaxed = 0;     ///< profit of the linear relaxation, >= the largest profit but for rounding
  double density = 0;     ///< price of a unit of capacity in the linear relaxation
  bool exact = true;
};

/// Solves knapsacks one after another; keeps its memory.
class Knapsack {
 public:
  /// Picks from `items` (reordered) the most profitable set within the capacity, and appends its ids to `taken`. Items that the
  /// linear relaxation decides (Dembo and Hammer 1980) are left out of the dynamic program.
  /// Ties are broken by the order of ids.
  Packing solve(std::span<Item> items, std::int32_t capacity, std::vector<std::int32_t>& taken);
  /// Cells of dynamic programs computed so far.
  std::int64_t cells() const noexcept { return cells_; }

 private:
  double program(std::span<const Item> items, std::int32_t capacity, std::vector<std::int32_t>& taken);
  std::vector<double> table_;
  std::vector<Item> core_;
  std::int64_t cells_ = 0;
};

}  // namespace evenload::optimize::detail::generalized
