/// \file
/// First plans: what can be kept of a start solution, and greedy placement.
#pragma once

#include <cstdint>
#include <span>

#include "plan.hpp"

namespace evenload::optimize::detail {

/// The usable part of a start plan (columns by original row; parts that break a rule are dropped, in row order), completed
/// greedily: earlier levels first, each where it raises overload least and then balance least. Heavy rows go first, which spreads them
/// best; or, where not all have room, those that are worth most priority for their weight.
enum class PlaceFirst { heavy, worthy };
Plan construct(const Instance& instance, std::span<const std::int32_t> start, PlaceFirst first = PlaceFirst::heavy);

}  // namespace evenload::optimize::detail
