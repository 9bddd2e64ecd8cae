/// \file
/// The steps of a cold solve, shared with the state that changes little by little.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "validate.hpp"
#include "network.hpp"

namespace evenload::optimize::detail::transport {

/// Columns of the rows (-1: left out) and prices of the columns. Columns may be overfull where the meter stopped the solve.
struct TransportPlan {
  std::vector<std::int32_t> assignment;
  std::vector<std::int64_t> prices;
};

TransportColumns transport_columns(const ConvexTransportProblem& problem, std::int64_t outside);

/// First prices: every row in turn takes the column whose next slot is best for it (equation 11).
struct BestResponses {
  TransportPlan plan;
  std::int64_t step = 0;  ///< mean distance from the last slot used to the next one: how sure the prices are
};
BestResponses best_responses(const ConvexTransportProblem& problem, const TransportColumns& columns, std::int64_t cost_range, WorkMeter& meter);

/// Optimal plan and prices, or what there is when the meter stops.
TransportPlan solve_cold(const ConvexTransportProblem& problem, const TransportExtent& extent, WorkMeter& meter);

/// Takes rows out of overfull columns and puts rows that are out where there is room, cheapest first per row.
void make_feasible(const ConvexTransportProblem& problem, std::span<std::int32_t> assignment);

/// Value, row prices, bounds and outcome of a feasible plan (equations 2, 4 and 12).
ConvexTransportResult transport_result(const ConvexTransportProblem& problem, const TransportExtent& extent, TransportPlan plan);

}  // namespace evenload::optimize::detail::transport
