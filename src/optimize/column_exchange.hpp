/// \file
/// Two columns share their rows out anew, at the least cost there is: dynamic programming over the load of one of them.
#pragma once

#include <cstdint>
#include <span>

#include "evenload/core/control.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

/// Takes pairs of columns in random order until `budget` units are spent or the meter stops: rows that either could hold are divided
/// between them so that overload is least, then the balance value with a little noise, which fades. No row is left out or comes in, and
/// rows of groups or under limits stay where they are. Never returns a worse plan.
Plan exchange_columns(const Instance& instance, const Plan& start, std::uint64_t seed, std::int64_t budget, WorkMeter& meter,
                      std::span<const double> reduced_cost, double heat);

}  // namespace evenload::optimize::detail
