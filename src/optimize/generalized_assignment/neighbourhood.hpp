/// \file
/// Large neighbourhoods: a few columns with all their rows are solved anew by branch and bound, the
/// rest stands.
#pragma once

#include <cstdint>
#include <vector>

#include "dual.hpp"
#include "instance.hpp"
#include "src/optimize/annealing_random.hpp"

namespace evenload::optimize::detail::generalized {

class Neighbourhoods {
 public:
  Neighbourhoods(const Instance& instance, std::uint64_t seed) : in_(instance), random_(seed) {}

  /// `multiplier` in units of cost, one per row; reduced_cost column-major, in units of cost.
  void set_prices(std::vector<double> multiplier, std::vector<double> reduced_cost);
  /// Improves a feasible plan for `budget` units. The size of neighbourhoods adapts: larger where
  /// they are closed at once.
  void improve(Plan& plan, std::int64_t budget, std::int64_t good_enough, WorkMeter& meter);

 private:
  std::vector<std::int32_t> choose(const Plan& plan);
  bool solve(Plan& plan, const std::vector<std::int32_t>& columns, WorkMeter& meter, bool& closed);

  const Instance& in_;
  AnnealingRandom random_;
  std::vector<double> multiplier_;
  std::vector<double> reduced_cost_;
  double rows_wanted_ = 30;
};

}  // namespace evenload::optimize::detail::generalized
