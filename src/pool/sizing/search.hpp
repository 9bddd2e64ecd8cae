/// \file
/// The cheapest pool within given limits on a sample, and the pools just below it. Private.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace evenload::pool::sizing {

using Members = std::vector<std::int64_t>;
using MeetsRisk = std::function<bool(std::span<const std::int64_t>)>;

/// Least cost over 0 <= members <= most with `meets(members)`, which must never turn false as
/// members are added. Exact: first profiles are listed, the last is bisected, what lies below a
/// pool that fails or above one that meets is not tried. Equal costs: the first in the list.
/// \param[out] tried how often `meets` was asked
std::optional<Members> cheapest_pool(std::span<const double> cost,
                                     std::span<const std::int64_t> most, const MeetsRisk& meets,
                                     std::int64_t& tried);

/// The largest pools that cost less than `limit`: every cheaper pool is below one of them.
/// \return nothing where there are more than `capacity`
std::optional<std::vector<Members>> cheaper_frontier(std::span<const double> cost,
                                                     std::span<const std::int64_t> most,
                                                     double limit, std::size_t capacity);

double pool_cost(std::span<const double> cost, std::span<const std::int64_t> members);

}  // namespace evenload::pool::sizing
