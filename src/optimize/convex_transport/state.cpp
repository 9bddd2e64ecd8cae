// A transport problem that changes little by little.
#include <algorithm>
#include <string>
#include <utility>

#include "solve.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::optimize {

namespace detail::transport {

namespace {

[[noreturn]] void refuse_row(ErrorCode code, const char* column, std::int64_t row, std::string expected, std::string found) {
  throw InvalidDataError({code, "row", column, row, std::move(expected), std::move(found)});
}

/// Rows, pairs and costs as arrays of their own.
struct Arrays {
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<std::int64_t> cost;
  std::vector<std::int32_t> row;  // its number in the state
};

}  // namespace

}  // namespace detail::transport

namespace transport = detail::transport;

class ConvexTransportState::Body {
 public:
  Body(const ConvexTransportProblem& p, const SolveOptions& options) : extent_(transport::checked_extent(p)), network_(roomy(p)) {
    network_.reserve(p.indptr.size() - 1, p.indices.size());
    for (std::size_t i = 0; i + 1 < p.indptr.size(); ++i) {
      const auto first = static_cast<std::size_t>(p.indptr[i]);
      const auto count = static_cast<std::size_t>(p.indptr[i + 1]) - first;
      network_.add_row(p.indices.subspan(first, count), p.cost.subspan(first, count));
    }
    pairs_ = p.indices.size();
    alive_.assign(p.indptr.size() - 1, 1);
    start_.assign(p.start.begin(), p.start.end());
    prices_.assign(p.prices.begin(), p.prices.end());
    solve(options);
  }

  std::int32_t insert(std::span<const std::int32_t> columns, std::span<const std::int64_t> cost) {
    const std::int64_t row = network_.rows();
    if (columns.size() != cost.size()) {
      transport::refuse_row(ErrorCode::length_mismatch, "cost", row, std::to_string(columns.size()) + " elements", std::to_string(cost.size()));
    }
    for (std::size_t k = 0; k < columns.size(); ++k) {
      if (columns[k] < 0 || columns[k] >= network_.columns().count() || (k > 0 && columns[k] <= columns[k - 1])) {
        transport::refuse_row(ErrorCode::out_of_range, "indices", static_cast<std::int64_t>(k),
                   "columns strictly increasing from 0 to " + std::to_string(network_.columns().count() - 1), std::to_string(columns[k]));
      }
    }
    constexpr std::size_t most_elements = 2147483647;
    if (pairs_ + columns.size() > most_elements || network_.rows() == static_cast<std::int32_t>(most_elements)) {
      throw OverflowError({ErrorCode::overflow, "row", "indices", row, "at most 2147483647 rows and pairs", "more"});
    }
    widen(cost);
    if (alive_.size() == alive_.capacity()) alive_.reserve(2 * alive_.size() + 8);
    network_.add_row(columns, cost);
    pairs_ += columns.size();
    alive_.push_back(1);
    if (!rebuild_) network_.attach(static_cast<std::int32_t>(row));
    outcome_ = Outcome::feasible;
    return static_cast<std::int32_t>(row);
  }

  void remove(std::int32_t row) {
    require(row);
    if (!rebuild_) network_.detach(row);
    network_.forget_row(row);
    alive_[row] = 0;
    outcome_ = Outcome::feasible;
  }

  void change(std::int32_t row, std::int32_t column, std::int64_t cost) {
    require(row);
    const auto pairs = network_.pairs(row);
    const auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const auto& p) { return p.column == column; });
    if (pair == pairs.end()) transport::refuse_row(ErrorCode::unknown_id, "indices", row, "a column among the row's pairs", std::to_string(column));
    widen({&cost, 1});
    network_.prepare(row);
    const std::int32_t before = column_of(row);
    if (!rebuild_) network_.detach(row);
    pair->cost = cost;
    if (!rebuild_) network_.attach(row, before);
    outcome_ = Outcome::feasible;
  }

  Outcome solve(const SolveOptions& options) {
    WorkMeter meter(options, 0);
    if (rebuild_) {
      start_again(meter);
    } else {
      meter.phase("improve");
      network_.balance(meter);
    }
    outcome_ = network_.excess() == 0 ? Outcome::optimal : Outcome::feasible;
    stop = meter.reason();
    work = meter.work();
    return outcome_;
  }

  ConvexTransportResult solution() {
    const transport::Arrays live = arrays();
    const ConvexTransportProblem p = problem(live);
    transport::TransportPlan plan;
    for (const std::int32_t row : live.row) plan.assignment.push_back(column_of(row));
    plan.prices.assign(network_.prices().begin(), network_.prices().end());
    if (outcome_ != Outcome::optimal) transport::make_feasible(p, plan.assignment);
    ConvexTransportResult result = transport::transport_result(p, total(live), std::move(plan));
    result.stop = stop;
    result.work = work;
    std::vector<std::int32_t> assignment(alive_.size(), -1);
    std::vector<std::int64_t> price(alive_.size(), 0);
    for (std::size_t k = 0; k < live.row.size(); ++k) {
      assignment[live.row[k]] = result.assignment[k];
      price[live.row[k]] = result.row_price[k];
    }
    result.assignment = std::move(assignment);
    result.row_price = std::move(price);
    return result;
  }

  std::int32_t column_of(std::int32_t row) const {
    if (row < 0 || row >= network_.rows()) {
      transport::refuse_row(ErrorCode::out_of_range, "row", row, "a row from 0 to " + std::to_string(network_.rows() - 1), std::to_string(row));
    }
    const std::int32_t j = network_.column_of(row);
    // A row that went while everything waits to be solved again still stands in the network.
    return alive_[row] == 0 || j == network_.columns().count() ? -1 : j;
  }

  const transport::TransportNetwork<std::int64_t>& network() const noexcept { return network_; }
  StopReason stop = StopReason::done;
  std::int64_t work = 0;

 private:
  /// The outside's price with room for dearer and cheaper rows to come, where there is such room.
  transport::TransportColumns roomy(const ConvexTransportProblem& p) {
    const std::int64_t range = extent_.most_cost - extent_.least_cost;
    extent_.least_cost -= range;
    extent_.most_cost += range;
    extent_.outside = std::max(extent_.outside, needed(extent_.least_cost, extent_.most_cost, p.columns));
    return transport::transport_columns(p, extent_.outside);
  }
  std::int64_t needed(std::int64_t least, std::int64_t most, std::int64_t columns) const {
    return transport::outside_price(columns, columns, least, most, extent_.most_slot);
  }

  void require(std::int32_t row) const {
    if (row >= 0 && row < network_.rows() && alive_[row] != 0) return;
    transport::refuse_row(ErrorCode::unknown_id, "row", row, "a row that has not been removed", std::to_string(row));
  }

  /// Costs beyond those foreseen: where the outside would be too cheap, everything is solved again, from today's prices.
  void widen(std::span<const std::int64_t> cost) {
    std::int64_t least = extent_.least_cost;
    std::int64_t most = extent_.most_cost;
    for (const std::int64_t value : cost) {
      if (value < -transport::most_transport_number || value > transport::most_transport_number) {
        throw OverflowError({ErrorCode::overflow, "row", "cost", network_.rows(), "a number of at most 2^58 in size", std::to_string(value)});
      }
      least = std::min(least, value);
      most = std::max(most, value);
    }
    if (least == extent_.least_cost && most == extent_.most_cost) return;
    const std::int64_t outside = needed(least, most, network_.columns().count());
    if (outside > extent_.outside && !rebuild_) {
      prices_.assign(network_.prices().begin(), network_.prices().end());
      rebuild_ = true;
    }
    extent_.least_cost = least;
    extent_.most_cost = most;
    extent_.outside = std::max(extent_.outside, outside);
  }

  transport::Arrays arrays() {
    transport::Arrays live;
    for (std::int32_t row = 0; row < network_.rows(); ++row) {
      if (alive_[row] == 0) continue;
      for (const auto& pair : network_.pairs(row)) {
        live.indices.push_back(pair.column);
        live.cost.push_back(pair.cost);
      }
      live.indptr.push_back(static_cast<std::int64_t>(live.indices.size()));
      live.row.push_back(row);
    }
    return live;
  }
  ConvexTransportProblem problem(const transport::Arrays& live) const {
    ConvexTransportProblem p;
    p.indptr = live.indptr;
    p.indices = live.indices;
    p.cost = live.cost;
    p.columns = network_.columns().count();
    p.slot_indptr = network_.columns().begin;
    p.slot_cost = network_.columns().slot;
    return p;
  }
  transport::TransportExtent total(const transport::Arrays& live) const {
    transport::TransportExtent extent = transport::checked_extent(problem(live));
    extent.outside = extent_.outside;
    return extent;
  }

  void start_again(WorkMeter& meter) {
    const transport::Arrays live = arrays();
    ConvexTransportProblem p = problem(live);
    p.start = start_;
    p.prices = prices_;
    if (live.row.size() != start_.size()) p.start = {};
    const transport::TransportPlan plan = transport::solve_cold(p, total(live), meter);
    network_.clear();
    network_.set_outside(extent_.outside);
    network_.set_prices(plan.prices);
    for (std::size_t k = 0; k < live.row.size(); ++k) network_.attach(live.row[k], plan.assignment[k]);
    network_.settle_slots();
    start_.clear();
    rebuild_ = false;
  }

  transport::TransportExtent extent_;
  transport::TransportNetwork<std::int64_t> network_;
  std::size_t pairs_ = 0;
  std::vector<char> alive_;
  std::vector<std::int32_t> start_;
  std::vector<std::int64_t> prices_;
  bool rebuild_ = true;
  Outcome outcome_ = Outcome::unknown;
};

ConvexTransportState::ConvexTransportState(const ConvexTransportProblem& problem, const SolveOptions& options)
    : body_(std::make_unique<Body>(problem, options)) {}
ConvexTransportState::~ConvexTransportState() = default;
ConvexTransportState::ConvexTransportState(ConvexTransportState&&) noexcept = default;
ConvexTransportState& ConvexTransportState::operator=(ConvexTransportState&&) noexcept = default;

std::int32_t ConvexTransportState::insert_row(std::span<const std::int32_t> columns, std::span<const std::int64_t> cost) {
  return body_->insert(columns, cost);
}
void ConvexTransportState::remove_row(std::int32_t row) { body_->remove(row); }
void ConvexTransportState::change_cost(std::int32_t row, std::int32_t column, std::int64_t cost) { body_->change(row, column, cost); }
Outcome ConvexTransportState::solve(const SolveOptions& options) { return body_->solve(options); }
StopReason ConvexTransportState::stop() const noexcept { return body_->stop; }
std::int64_t ConvexTransportState::work() const noexcept { return body_->work; }
std::int64_t ConvexTransportState::rows() const noexcept { return body_->network().rows(); }
std::int32_t ConvexTransportState::column_of(std::int32_t row) const { return body_->column_of(row); }
ConvexTransportResult ConvexTransportState::solution() const { return body_->solution(); }
std::span<const std::int64_t> ConvexTransportState::column_prices() const noexcept { return body_->network().prices(); }

}  // namespace evenload::optimize
