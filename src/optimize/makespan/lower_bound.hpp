/// \file
/// The lower bound of a makespan problem, raised by one method after the other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "evenload/core/control.hpp"
#include "knapsack_dual.hpp"
#include "linear_dual.hpp"
#include "machines.hpp"

namespace evenload::optimize::detail::machines {

class LowerBound {
 public:
  explicit LowerBound(const Machines& in);

  /// The linear relaxation. Where the meter stops, the simple bound remains.
  void start(WorkMeter& meter);
  /// Tries to prove that nothing below `incumbent` can be reached, or else to raise the bound.
  void raise(std::int64_t incumbent, WorkMeter& meter);

  /// Nothing is left to try below this incumbent.
  bool idle(std::int64_t incumbent) const noexcept {
    return incumbent <= value_ || (missed_ <= value_ && retries_ == most_retries);
  }

  std::int64_t value() const noexcept { return value_; }
  const LinearDual& linear() const noexcept { return linear_; }
  /// Someone else has proven it.
  void prove(std::int64_t bound) noexcept { value_ = std::max(value_, bound); }

 private:
  void raise_by_knapsacks(std::int64_t incumbent, WorkMeter& meter);

  const Machines& in_;
  std::int64_t value_;
  LinearDual linear_;
  std::optional<KnapsackDual> knapsacks_;
  std::int64_t missed_;  // least target that could not be refuted
  std::int64_t step_ = 1;  // from the bound to the next target
  int retries_ = 0;
  static constexpr int most_retries = 2;
};

}  // namespace evenload::optimize::detail::machines
