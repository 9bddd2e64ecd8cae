#include "evenload/optimize/convex_transport.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

#include "solve.hpp"
#include "src/core/int128.hpp"

namespace evenload::optimize {

namespace detail::transport {

namespace {

/// Bits by which costs are rounded in a phase, at most, before the next finer one.
constexpr int phase_bits = 5;

/// Rows grouped by the column they stand in, so that reading a column's rows is reading a stream.
std::vector<std::int32_t> by_column(std::span<const std::int32_t> assignment, std::int32_t columns) {
  std::vector<std::int32_t> first(static_cast<std::size_t>(columns) + 2, 0);
  for (const std::int32_t j : assignment) ++first[static_cast<std::size_t>(j + 2)];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::int32_t> order(assignment.size());
  for (std::size_t i = 0; i < assignment.size(); ++i) order[first[static_cast<std::size_t>(assignment[i] + 1)]++] = static_cast<std::int32_t>(i);
  return order;
}

template <class Cost>
class Phases {
 public:
  Phases(const ConvexTransportProblem& p, TransportColumns columns, TransportPlan plan, WorkMeter& meter)
      : network_(std::move(columns)), plan_(std::move(plan)), order_(by_column(plan_.assignment, network_.columns().count())), meter_(meter) {
    network_.reserve(order_.size(), p.indices.size());
    for (const std::int32_t i : order_) {
      const auto first = static_cast<std::size_t>(p.indptr[i]);
      const auto count = static_cast<std::size_t>(p.indptr[i + 1]) - first;
      network_.add_row(p.indices.subspan(first, count), p.cost.subspan(first, count));
    }
  }

  TransportPlan run(int shift) {
    begin(shift);
    // Prices this far off want a coarser beginning.
    if (network_.excess() > network_.rows() / 16) {
      shift += phase_bits - 1;
      begin(shift);
    }
    while (true) {
      const bool whole = network_.balance(meter_);
      for (std::size_t j = 0; j < plan_.prices.size(); ++j) plan_.prices[j] = network_.prices()[j] << shift;
      for (std::int32_t r = 0; r < network_.rows(); ++r) {
        const std::int32_t j = network_.column_of(r);
        plan_.assignment[order_[r]] = j == network_.columns().count() ? -1 : j;
      }
      if (!whole || shift == 0) return std::move(plan_);
      const int left = (shift + phase_bits - 1) / phase_bits;
      shift -= (shift + left - 1) / left;
      begin(shift);
    }
  }

 private:
  void begin(int shift) {
    std::vector<std::int64_t> prices(plan_.prices);
    for (std::int64_t& price : prices) price >>= shift;
    network_.clear();
    network_.start_phase(shift);
    network_.set_prices(prices);
    for (std::int32_t r = 0; r < network_.rows(); ++r) network_.attach(r, plan_.assignment[order_[r]]);
    network_.settle_slots();
    meter_.spend(network_.rows());
  }

  TransportNetwork<Cost> network_;
  TransportPlan plan_;
  std::vector<std::int32_t> order_;
  WorkMeter& meter_;
};

}  // namespace

TransportPlan solve_cold(const ConvexTransportProblem& p, const TransportExtent& extent, WorkMeter& meter) {
  TransportColumns columns = transport_columns(p, extent.outside);
  BestResponses first;
  meter.phase("construct");
  if (p.prices.empty()) {
    first = best_responses(p, columns, extent.most_cost - extent.least_cost, meter);
  } else {
    // Prices beyond what a plan can make of them only take time.
    const std::int64_t most = 2 * extent.outside + std::max(extent.most_cost, -extent.least_cost);
    for (const std::int64_t price : p.prices) first.plan.prices.push_back(std::clamp(price, -most, most));
    first.plan.assignment.assign(p.indptr.size() - 1, -1);
    std::copy(p.start.begin(), p.start.end(), first.plan.assignment.begin());
  }
  meter.phase("improve");
  const int shift = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(first.step, 1)))) - 1;
  if (extent.least_cost >= std::numeric_limits<std::int32_t>::min() && extent.most_cost <= std::numeric_limits<std::int32_t>::max()) {
    return Phases<std::int32_t>(p, std::move(columns), std::move(first.plan), meter).run(shift);
  }
  return Phases<std::int64_t>(p, std::move(columns), std::move(first.plan), meter).run(shift);
}

ConvexTransportResult transport_result(const ConvexTransportProblem& p, const TransportExtent& extent, TransportPlan plan) {
  ConvexTransportResult result;
  result.assignment = std::move(plan.assignment);
  result.column_price = std::move(plan.prices);
  result.outside_price = extent.outside;
  result.load.assign(static_cast<std::size_t>(p.columns), 0);
  int128 cost = 0;
  int128 dual = 0;
  result.row_price.reserve(result.assignment.size());
  for (std::size_t i = 0; i < result.assignment.size(); ++i) {
    std::int64_t price = extent.outside;
    for (auto k = static_cast<std::size_t>(p.indptr[i]); k < static_cast<std::size_t>(p.indptr[i + 1]); ++k) {
      const std::int32_t j = p.indices[k];
      price = std::min(price, p.cost[k] + result.column_price[j]);
      if (j == result.assignment[i]) cost += p.cost[k];
    }
    result.row_price.push_back(price);
    dual += price;
    if (result.assignment[i] < 0) {
      ++result.unassigned;
    } else {
      ++result.load[result.assignment[i]];
    }
  }
  for (std::int64_t j = 0; j < p.columns; ++j) {
    const std::int64_t first = first_slot(p, j);
    const std::int64_t slots = first_slot(p, j + 1) - first;
    for (std::int64_t k = 0; k < slots; ++k) {
      const std::int64_t slot = p.slot_cost[static_cast<std::size_t>(first + k)];
      if (k < result.load[j]) {
        cost += slot;
      } else if (result.column_price[j] <= slot) {
        break;
      }
      dual -= std::max<std::int64_t>(result.column_price[j] - slot, 0);
    }
  }
  result.cost = static_cast<std::int64_t>(cost);
  const int128 cost_bound = dual - static_cast<int128>(extent.outside) * result.unassigned;
  result.cost_bound = static_cast<std::int64_t>(std::max<int128>(cost_bound, std::numeric_limits<std::int64_t>::min()));
  if (result.cost_bound == result.cost) {
    result.outcome = Outcome::optimal;
    result.unassigned_bound = result.unassigned;
    return result;
  }
  result.outcome = Outcome::feasible;
  // No plan costs more than most_total, so outside * left out is at least the dual value less that.
  const int128 least = dual - extent.most_total;
  if (least > 0) result.unassigned_bound = static_cast<std::int64_t>((least + extent.outside - 1) / extent.outside);
  return result;
}

}  // namespace detail::transport

ConvexTransportResult convex_transport(const ConvexTransportProblem& problem, const SolveOptions& options) {
  const detail::transport::TransportExtent extent = detail::transport::checked_extent(problem);
  WorkMeter meter(options, 0);
  detail::transport::TransportPlan plan = detail::transport::solve_cold(problem, extent, meter);
  if (meter.stopped()) detail::transport::make_feasible(problem, plan.assignment);
  ConvexTransportResult result = detail::transport::transport_result(problem, extent, plan);
  if (result.outcome != Outcome::optimal && !problem.start.empty()) {
    // An interrupted solve must not lose the plan it was given.
    const ConvexTransportProblem& p = problem;
    std::vector<std::int32_t> start(p.start.begin(), p.start.end());
    for (std::size_t i = 0; i < start.size(); ++i) {
      const auto row = p.indices.subspan(static_cast<std::size_t>(p.indptr[i]), static_cast<std::size_t>(p.indptr[i + 1] - p.indptr[i]));
      if (!std::binary_search(row.begin(), row.end(), start[i])) start[i] = -1;
    }
    detail::transport::make_feasible(p, start);
    ConvexTransportResult kept = detail::transport::transport_result(p, extent, {std::move(start), std::move(plan.prices)});
    if (std::pair(kept.unassigned, kept.cost) < std::pair(result.unassigned, result.cost)) result = std::move(kept);
  }
  result.stop = meter.reason();
  result.work = meter.work();
  return result;
}

}  // namespace evenload::optimize
