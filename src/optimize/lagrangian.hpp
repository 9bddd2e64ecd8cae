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

/// The bound that near-best multipliers prove; `plan` meets the target or nearly so and gives the first prices. The search for
/// multipliers stops early where the dual passes `goal`. It goes on from `start` where there is one. Nothing where no bound could be
/// computed; then the trivial one holds.
std::optional<SafeBound> lagrangian_bound(const Relaxation& relaxation, const Plan& plan, double goal, WorkMeter& meter,
                                          const std::optional<Multipliers>& start = std::nullopt);

}  // namespace evenload::optimize::detail
