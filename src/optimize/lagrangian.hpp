/// \file
/// Good multipliers for the relaxation of a level, and the bound that they prove.
#pragma once

#include <optional>

#include "evenload/core/control.hpp"
#include "relaxation.hpp"

namespace evenload::optimize::detail {

/// A proven lower bound on the grid 2^-shift.
struct SafeBound {
  int128 value = 0;
  int shift = 0;
  /// As a whole number, rounded up.
  std::int64_t whole() const noexcept;
};

/// The best bound found within `iterations` steps from `plan`, a plan that meets the target; stops early where a whole-number
/// level reaches `goal`. Nothing where no bound could be computed; then the trivial one holds.
std::optional<SafeBound> lagrangian_bound(const Relaxation& relaxation, const Plan& plan, double goal, int iterations, WorkMeter& meter);

}  // namespace evenload::optimize::detail
