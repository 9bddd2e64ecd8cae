/// \file
/// A first plan: the start plan, and the other rows by regret.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "instance.hpp"

namespace evenload::optimize::detail::generalized {

/// Places every row: first as `start` says (where the pair is allowed), then, row by row, the one
/// that would lose most by not getting its best column with room, by reduced cost (column-major).
/// Rows that fit nowhere overload the column where that is least.
Plan construct(const Instance& instance, const std::vector<double>& reduced_cost,
               std::span<const std::int32_t> start);

}  // namespace evenload::optimize::detail::generalized
