/// \file
/// Looks for a plan that keeps to a target: annealing on the priced overload.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "candidates.hpp"
#include "evenload/core/control.hpp"
#include "machines.hpp"

namespace evenload::optimize::detail::machines {

struct AnnealSettings {
  std::int64_t target = 0;
  std::int64_t steps = 0;  ///< of one cooling
  double hot = 3;        ///< first and last temperature, as overload of a column of average price
  double cold = 0.1;
  double convex = 0.0;  ///< weight of the square of the overload, per typical time
};

/// Anneals `plan` in place, first moving rows with a single candidate there; true as soon as no load is above the target, and then `plan` keeps to
/// it. Otherwise `plan` is the last state.
bool anneal(const Machines& in, const Candidates& candidates, std::span<const double> price,
            const AnnealSettings& settings, std::uint64_t seed, MachinePlan& plan,
            WorkMeter& meter);

}  // namespace evenload::optimize::detail::machines
