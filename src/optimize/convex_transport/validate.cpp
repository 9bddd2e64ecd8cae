// Checks a transport problem before anything is computed, and prices against a plan.
#include "validate.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"
#include "src/core/int128.hpp"
#include "src/optimize/problem_checks.hpp"

namespace evenload::optimize {

namespace detail::transport {

namespace {

void check_magnitude(const char* column, std::span<const std::int64_t> values) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k] >= -most_transport_number && values[k] <= most_transport_number) continue;
    refuse_overflow(column, static_cast<std::int64_t>(k), "a number of at most 2^58 in size", std::to_string(values[k]));
  }
}

void check_slots(const ConvexTransportProblem& p) {
  if (p.slot_indptr.empty()) {
    const auto m = static_cast<std::size_t>(p.columns);
    if (m == 0 ? !p.slot_cost.empty() : p.slot_cost.size() % m != 0) {
      refuse(ErrorCode::length_mismatch, "slot_cost", std::nullopt, "as many slots for each of " + std::to_string(m) + " columns",
             std::to_string(p.slot_cost.size()));
    }
  } else {
    check_length("slot_indptr", p.slot_indptr.size(), static_cast<std::size_t>(p.columns) + 1, false);
    check_compressed("slot_indptr", p.slot_indptr, p.slot_cost.size());
  }
  check_magnitude("slot_cost", p.slot_cost);
  for (std::int64_t j = 0; j < p.columns; ++j) {
    for (std::int64_t k = first_slot(p, j) + 1; k < first_slot(p, j + 1); ++k) {
      const auto before = p.slot_cost[static_cast<std::size_t>(k) - 1];
      const auto here = p.slot_cost[static_cast<std::size_t>(k)];
      if (here >= before) continue;
      refuse(ErrorCode::out_of_range, "slot_cost", k, "costs that do not fall within column " + std::to_string(j),
             std::to_string(here) + " after " + std::to_string(before));
    }
  }
}

}  // namespace

std::int64_t outside_price(std::int64_t rows, std::int64_t columns, std::int64_t least_cost, std::int64_t most_cost, std::int64_t most_slot) {
  const int128 hops = std::max<std::int64_t>(std::min(rows, columns) - 1, 0);
  const int128 price = hops * (most_cost - least_cost) + most_cost + most_slot + 1;
  if (price > most_transport_number) {
    refuse_overflow("cost", std::nullopt, "costs and columns that keep the price of the outside within 2^58", "more");
  }
  return std::max<std::int64_t>(static_cast<std::int64_t>(price), 1);
}

TransportExtent checked_extent(const ConvexTransportProblem& p) {
  // Sizes first: nothing is read or allocated for arrays that are too long.
  if (p.indptr.empty()) refuse(ErrorCode::length_mismatch, "indptr", std::nullopt, "rows + 1 elements", "0");
  if (p.columns < 0) refuse(ErrorCode::negative_value, "columns", std::nullopt, "a number of at least 0", std::to_string(p.columns));
  check_size("indptr", p.indptr.size() - 1);
  check_size("indices", p.indices.size());
  check_size("columns", static_cast<std::size_t>(p.columns));
  const std::size_t rows = p.indptr.size() - 1;
  check_length("cost", p.cost.size(), p.indices.size(), false);
  check_length("start", p.start.size(), rows, true);
  check_length("prices", p.prices.size(), static_cast<std::size_t>(p.columns), true);
  check_compressed("indptr", p.indptr, p.indices.size());
  check_between("indices", p.indices, 0, p.columns);
  check_increasing(p.indptr, p.indices);
  check_magnitude("cost", p.cost);
  check_slots(p);
  check_between("start", p.start, -1, p.columns);

  TransportExtent extent;
  if (!p.cost.empty()) {
    const auto [least, most] = std::minmax_element(p.cost.begin(), p.cost.end());
    extent.least_cost = *least;
    extent.most_cost = *most;
  }
  if (!p.slot_cost.empty()) extent.most_slot = *std::max_element(p.slot_cost.begin(), p.slot_cost.end());
  extent.outside = outside_price(static_cast<std::int64_t>(rows), p.columns, extent.least_cost, extent.most_cost, extent.most_slot);
  const auto size = [](std::int64_t value) { return value < 0 ? -value : value; };
  int128 total = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    std::int64_t dearest = 0;
    for (auto k = p.indptr[i]; k < p.indptr[i + 1]; ++k) dearest = std::max(dearest, size(p.cost[static_cast<std::size_t>(k)]));
    total += dearest;
  }
  std::int64_t dearest_slot = 0;
  for (const std::int64_t slot : p.slot_cost) dearest_slot = std::max(dearest_slot, size(slot));
  total += static_cast<int128>(std::min(rows, p.slot_cost.size())) * dearest_slot;
  if (total > most_transport_total) refuse_overflow("cost", std::nullopt, "a total of at most 2^62", "more");
  extent.most_total = static_cast<std::int64_t>(total);
  return extent;
}

namespace {

DualCheck checked_duals(const ConvexTransportProblem& p, std::span<const std::int32_t> assignment, std::span<const std::int64_t> row_price,
                      std::span<const std::int64_t> column_price, std::int64_t outside_price) {
  const TransportExtent extent = checked_extent(p);
  const std::size_t rows = p.indptr.size() - 1;
  const auto m = static_cast<std::size_t>(p.columns);
  check_length("assignment", assignment.size(), rows, false);
  check_length("row_price", row_price.size(), rows, false);
  check_length("column_price", column_price.size(), m, false);
  const auto fails = [](std::string reason) { return DualCheck{false, std::move(reason)}; };
  if (outside_price < extent.outside) return fails("the outside is too cheap (equation 3)");
  std::vector<std::int64_t> load(m, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string row = "row " + std::to_string(i);
    if (row_price[i] > outside_price) return fails(row + " has a price above the outside's (equation 4)");
    bool found = assignment[i] == -1;
    if (found && row_price[i] != outside_price) return fails(row + " is left out at another price than the outside's (equation 4)");
    for (auto k = static_cast<std::size_t>(p.indptr[i]); k < static_cast<std::size_t>(p.indptr[i + 1]); ++k) {
      const auto j = static_cast<std::size_t>(p.indices[k]);
      const int128 reduced = static_cast<int128>(p.cost[k]) + column_price[j] - row_price[i];
      if (reduced < 0) return fails(row + " is dearer than its pair with column " + std::to_string(j) + " (equation 4)");
      if (assignment[i] != p.indices[k]) continue;
      found = true;
      ++load[j];
      if (reduced != 0) return fails(row + " has another price than the pair it uses (equation 4)");
    }
    if (!found) return fails(row + " is outside its pairs (equation 1)");
  }
  for (std::size_t j = 0; j < m; ++j) {
    const std::string column = "column " + std::to_string(j);
    const std::int64_t first = first_slot(p, static_cast<std::int64_t>(j));
    const std::int64_t slots = first_slot(p, static_cast<std::int64_t>(j) + 1) - first;
    if (load[j] > slots) return fails(column + " holds more rows than it has slots (equation 1)");
    const auto slot = [&](std::int64_t k) { return p.slot_cost[static_cast<std::size_t>(first + k)]; };
    if (load[j] > 0 && column_price[j] < slot(load[j] - 1)) return fails(column + " is cheaper than a slot in use (equation 5)");
    if (load[j] < slots && column_price[j] > slot(load[j])) return fails(column + " is dearer than a free slot (equation 5)");
  }
  return {true, {}};
}

}  // namespace

}  // namespace detail::transport

void check(const ConvexTransportProblem& problem) { detail::transport::checked_extent(problem); }

DualCheck check_duals(const ConvexTransportProblem& problem, std::span<const std::int32_t> assignment,
                      std::span<const std::int64_t> row_price, std::span<const std::int64_t> column_price, std::int64_t outside_price) {
  return detail::transport::checked_duals(problem, assignment, row_price, column_price, outside_price);
}

}  // namespace evenload::optimize
