/// \file
/// First plans: what can be kept of a start solution, and greedy placement.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "plan.hpp"

namespace evenload::optimize::detail {

/// The usable part of a start plan (columns by original row; parts that break a rule are dropped, in row order), completed
/// greedily: earlier levels first, each where it raises overload least and then balance least. Heavy rows go first, which spreads them
/// best; or, where not all have room, those that are worth most priority for their weight.
enum class PlaceFirst { heavy, worthy };
/// Once `stop` is requested, what has no place yet is left out.
Plan construct(const Instance& instance, std::span<const std::int32_t> start, PlaceFirst first = PlaceFirst::heavy,
               const std::stop_token& stop = {});

/// Follows the prices of a relaxation: rows that have most to lose by their second choice go first, each to the pair of least reduced
/// cost whose column stays within its target load; what finds none is placed as above. For rows that are many and light to a column.
Plan construct_near(const Instance& instance, std::span<const double> reduced_cost, std::span<const double> target_load);

}  // namespace evenload::optimize::detail
