/// \file
/// 0/1 knapsack with whole-number profits held in doubles (exact below 2^53): the column subproblem
/// of the Lagrangian bound.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace evenload::optimize::detail::generalized {

/// The items of a knapsack, by id: profit = price[id] - cost[id]. Items without profit are never
/// taken.
struct Items {
  std::span<const std::int32_t> ids;
  const double* price;
  const double* cost;
  const std::int32_t* weight;  ///< >= 0
  std::int32_t largest = 0;    ///< no weight is above it
};

/// Where the last solution of a similar knapsack lay: spares sorting what is far from it. Never
/// changes the value.
struct Hint {
  double density = 0;
  double window = std::numeric_limits<double>::infinity();
};

/// What a knapsack came to.
struct Packing {
  double value = 0;    ///< the largest profit; a number at or above it where the dynamic program
                       ///< would be too large
  double relaxed = 0;  ///< profit of the linear relaxation, >= the largest profit but for rounding
  double density = 0;  ///< price of a unit of capacity in the linear relaxation
};

/// Solves knapsacks one after another; keeps its memory.
class Knapsack {
 public:
  /// Appends the ids of the most profitable set within the capacity to `taken`. Items that the
  /// linear relaxation decides (Dembo and Hammer 1980) are left out of the dynamic program.
  Packing solve(const Items& items, std::int32_t capacity, Hint& hint,
                std::vector<std::int32_t>& taken);
  /// Units of work done so far.
  std::int64_t work() const noexcept { return work_; }

 private:
  struct Candidate {
    double profit = 0;
    double density = 0;  // infinite without weight
    std::int32_t weight = 0;
    std::int32_t id = 0;
  };
  struct Sum {
    double profit = 0;
    std::int64_t weight = 0;
  };
  static bool denser(const Candidate& a, const Candidate& b) noexcept {
    return a.density != b.density ? a.density > b.density : a.id < b.id;
  }
  Sum collect(const Items& items, const Hint& hint, std::vector<std::int32_t>& taken,
              std::int64_t& weight);
  std::size_t split(std::int64_t& left, double& prefix);
  double program(std::int32_t capacity, std::vector<std::int32_t>& taken);

  std::vector<Candidate> candidates_;
  std::vector<Candidate> core_;
  std::vector<double> table_;
  std::int64_t work_ = 0;
};

}  // namespace evenload::optimize::detail::generalized
