/// \file
/// First plans: what can be kept of a start solution, and greedy placement.
#pragma once

#include <cstdint>
#include <span>

#include "plan.hpp"

namespace evenload::optimize::detail {

/// The usable part of a start plan (columns by original row; parts that break a rule are dropped, in row order), completed
/// greedily: earlier levels first, then heavy rows first, each where it raises overload least and then balance least.
Plan construct(const Instance& instance, std::span<const std::int32_t> start);

}  // namespace evenload::optimize::detail
