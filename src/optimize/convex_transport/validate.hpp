/// \file
/// What a checked transport problem tells about its size.
#pragma once

#include <cstdint>

#include "evenload/optimize/convex_transport.hpp"

namespace evenload::optimize::detail::transport {

struct TransportExtent {
  std::int64_t least_cost = 0, most_cost = 0;  ///< over pairs
  std::int64_t most_slot = 0;
  std::int64_t outside = 1;       ///< equation 3
  std::int64_t most_total = 0;    ///< no plan costs more
};

constexpr std::int64_t most_transport_number = std::int64_t{1} << 58;
constexpr std::int64_t most_transport_total = std::int64_t{1} << 62;

/// Equation 3. \throws OverflowError where it passes 2^58.
std::int64_t outside_price(std::int64_t rows, std::int64_t columns, std::int64_t least_cost, std::int64_t most_cost, std::int64_t most_slot);

TransportExtent checked_extent(const ConvexTransportProblem& problem);

inline std::int64_t first_slot(const ConvexTransportProblem& p, std::int64_t column) noexcept {
  if (!p.slot_indptr.empty()) return p.slot_indptr[static_cast<std::size_t>(column)];
  return p.columns == 0 ? 0 : static_cast<std::int64_t>(p.slot_cost.size()) / p.columns * column;
}

}  // namespace evenload::optimize::detail::transport
