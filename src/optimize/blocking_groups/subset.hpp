/// \file
/// Can these rows all be placed? Asked of balanced_assignment, all rules included, with nothing but these rows.
#pragma once

#include <cstdint>
#include <span>

#include "rooms.hpp"

namespace evenload::optimize::detail {

enum class Verdict { placeable, impossible, unknown };

/// \param work most units of the question; what was used is added to it.
/// `options` give seed, clock and stop token.
Verdict can_place(const Rooms& rooms, std::span<const std::int32_t> rows, const SolveOptions& options, std::int64_t limit, std::int64_t& work);

}  // namespace evenload::optimize::detail
