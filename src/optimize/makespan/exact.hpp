/// \file
/// Depth-first search that closes small problems.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "evenload/core/control.hpp"
#include "machines.hpp"

namespace evenload::optimize::detail::machines {

struct ExactAnswer {
  bool closed = false;              ///< nothing better than `plan`, or than the incumbent, exists
  std::optional<MachinePlan> plan;  ///< better than the incumbent
};

/// Searches all plans with a makespan below `incumbent`; every plan found lowers the target. Cut off
/// by the priced waste (docs/models/makespan.md equation 10) and rows without a fitting column;
/// ends early where the meter stops or a plan of `bound` is found.
ExactAnswer exact_search(const Machines& in, std::span<const double> price, std::int64_t incumbent,
                         std::int64_t bound, WorkMeter& meter);

}  // namespace evenload::optimize::detail::machines
