/// \file
/// The linear relaxation of a makespan problem by its dual: one price per column.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "evenload/core/control.hpp"
#include "machines.hpp"

namespace evenload::optimize::detail::machines {

/// Pairs with base + time above it cannot occur in a plan that keeps to it.
inline constexpr std::int64_t no_target = std::numeric_limits<std::int64_t>::max();

struct LinearDual {
  std::vector<double> price;  ///< m, >= 0, sum 1
  double value = 0;           ///< of the relaxation at these prices, in doubles; not proven
  /// Fractional load that the smoothed relaxation puts on the fullest column: near `value` where
  /// the search for prices has converged.
  double primal = 0;
};

/// Prices that nearly maximise docs/models/makespan.md equation 3 over the pairs that fit `target`;
/// starts from `start` where it is not empty. Every row must have a pair that fits.
LinearDual solve_linear_dual(const Machines& in, std::int64_t target, std::span<const double> start,
                             WorkMeter& meter);

/// Equation 3 in exact numbers, rounded up: no plan whose pairs fit `target` has a smaller makespan.
/// 2^62 + 1 or more where a row has no pair that fits.
std::int64_t exact_linear_bound(const Machines& in, std::span<const double> price,
                                std::int64_t target);

}  // namespace evenload::optimize::detail::machines
