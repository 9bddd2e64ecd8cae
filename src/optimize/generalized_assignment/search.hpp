/// \file
/// Annealing over shifts, swaps and ejection chains among the pairs of small reduced cost, overload
/// allowed at a price that adapts.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/core/control.hpp"
#include "instance.hpp"

namespace evenload::optimize::detail::generalized {

/// The columns that are worth trying for each row, best first.
struct Core {
  std::vector<std::size_t> begin;  ///< rows + 1
  std::vector<std::int32_t> column;
  std::vector<double> overload_price;  ///< per column: what a unit of capacity is worth
  double scale = 1;                    ///< typical distance between the best pairs of a row
  int size(int row) const noexcept {
    return static_cast<int>(begin[static_cast<std::size_t>(row) + 1] - begin[row]);
  }
};

/// Of each row the `most` allowed pairs of least `reduced_cost` (column-major, in units of cost).
Core make_core(const Instance& instance, const std::vector<double>& reduced_cost,
               std::vector<double> price, int most);

/// One cycle of annealing from `current` (any plan that places every row) over `budget` units;
/// `best` is replaced where a feasible plan of less cost is met (or any, where it is not feasible).
/// True where it was.
bool anneal(const Instance& instance, const Core& core, Plan current, Plan& best, double hot,
            double cold, std::uint64_t seed, std::int64_t budget, std::int64_t good_enough,
            WorkMeter& meter);

}  // namespace evenload::optimize::detail::generalized
