/// \file
/// Proves that no plan keeps to a target, by knapsacks: docs/models/makespan.md equation 8.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenload/core/control.hpp"
#include "machines.hpp"
#include "src/optimize/knapsack.hpp"

namespace evenload::optimize::detail::machines {

/// One value per row; knapsacks per column. Keeps its values from target to target.
class KnapsackDual {
 public:
  /// \param value first values, >= 0, not all 0.
  KnapsackDual(const Machines& in, std::vector<double> value);

  /// Looks for values that prove the target out of reach; true where proven. `steps` at most.
  /// Gives up where `patience` times the progress of the last 40 steps would not do.
  bool refute(std::int64_t target, int steps, int patience, WorkMeter& meter);
  /// Equation 8 at the best values of the last call, as a fraction of their sum: above 0 where
  /// proven.
  double best() const noexcept { return best_; }
  std::span<const double> value() const noexcept { return value_; }

 private:
  double evaluate(std::int64_t target, std::span<const double> value, WorkMeter& meter);

  const Machines& in_;
  std::vector<std::vector<std::int32_t>> rows_;  // per column, rows that may use it
  std::vector<Knapsack> knapsacks_;
  std::vector<double> value_;
  std::vector<std::int64_t> whole_, item_value_;
  std::vector<std::int32_t> uses_;  // per row: columns whose knapsack takes it
  double best_ = 0;
  bool proven_ = false;
};

}  // namespace evenload::optimize::detail::machines
