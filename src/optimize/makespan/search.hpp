/// \file
/// Searches for better plans: targets between the bound and the incumbent, one annealing each.
#pragma once

#include <cstdint>

#include "evenload/core/control.hpp"
#include "linear_dual.hpp"
#include "machines.hpp"

namespace evenload::optimize::detail::machines {

/// Keeps from round to round how hard it has tried and which targets it has missed.
class Searcher {
 public:
  Searcher(const Machines& in, std::uint64_t seed) : in_(in), seed_(seed) {}

  /// Improves `plan` until the meter stops or the plan is as good as `bound`. `linear` holds prices
  /// and value of the linear relaxation.
  void run(MachinePlan& plan, std::int64_t bound, const LinearDual& linear, WorkMeter& meter);

 private:
  const Machines& in_;
  std::uint64_t seed_;
  std::uint64_t tries_ = 0;
  std::int64_t missed_ = -1;  // no plan was found for this target and all below
  std::int64_t steps_ = 0;    // of the next annealing
};

}  // namespace evenload::optimize::detail::machines
