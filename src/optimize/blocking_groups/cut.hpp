/// \file
/// The minimum cut between a row that is left out and the room that is left: rows that together are too heavy for their columns.
#pragma once

#include <cstdint>
#include <optional>

#include "evenload/core/control.hpp"
#include "rooms.hpp"

namespace evenload::optimize::detail {

/// The rows on the row's side of the minimum cut, where their numbers show that they cannot all be placed; each may be split over its
/// columns (equation 3 of docs/models/blocking_groups.md). Nothing where the row has room that way, or the work is used up.
std::optional<BlockingGroup> cut_around(const Rooms& rooms, std::int32_t row, WorkMeter& meter);

}  // namespace evenload::optimize::detail
