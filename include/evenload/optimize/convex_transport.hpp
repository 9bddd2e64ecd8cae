/// \file
/// Convex transport: rows (unit pieces of work) to columns (people) at a cost per pair plus a rising cost per slot of a column.
///
/// As many rows as possible, then least cost; exact, with dual prices. Model and method: docs/models/convex_transport.md.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "evenload/core/control.hpp"

namespace evenload::optimize {

/// n rows, m columns, k pairs, s slots. Costs are whole numbers of any sign in units of the caller's choice. The spans are read during
/// the call only.
///
/// Accepted are n, m and k up to 2^31 - 1, costs, slot costs and the price of the outside (equation 3) up to 2^58 in size, and totals up
/// to 2^62. Anything beyond is an OverflowError.
struct ConvexTransportProblem {
  std::span<const std::int64_t> indptr;   ///< n + 1: compressed rows
  std::span<const std::int32_t> indices;  ///< k: columns, strictly increasing within a row
  std::span<const std::int64_t> cost;     ///< k

  std::int64_t columns = 0;                   ///< m
  std::span<const std::int64_t> slot_indptr;  ///< m + 1: first slot of each column; default: every column has s / m slots
  std::span<const std::int64_t> slot_cost;    ///< s: of the first, second ... row in a column; non-decreasing within a column

  std::span<const std::int32_t> start;   ///< n, column or -1: a plan to start from; parts that break a rule are dropped
  std::span<const std::int64_t> prices;  ///< m: column prices to start from, such as those of an earlier answer
};

/// Prices prove the plan: equations 4 and 5, checked by check_duals.
struct ConvexTransportResult {
  std::vector<std::int32_t> assignment;     ///< n, column or -1
  std::vector<std::int64_t> load;           ///< m, rows in each column
  std::vector<std::int64_t> row_price;      ///< n: what one more row like this would cost
  std::vector<std::int64_t> column_price;   ///< m: between the dearest slot used and the cheapest one free
  std::int64_t outside_price = 0;           ///< what leaving a row out counts as; more than any plan could save by it
  std::int64_t unassigned = 0;              ///< rows left out
  std::int64_t unassigned_bound = 0;        ///< least possible number
  std::int64_t cost = 0;                    ///< pairs and slots used
  std::int64_t cost_bound = 0;              ///< over all plans that leave out no more rows than this one
  Outcome outcome = Outcome::unknown;       ///< optimal, or feasible where interrupted
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// Solves cold, or from `start` and `prices`. Best responses of the rows to rising slot costs give first prices; then all excess flows
/// along cheapest paths on the graph of columns, on costs rounded to ever finer units, the last of them one.
///
/// The same answer for the same problem and work, on any number of threads; there is nothing random in it. Interrupted, it
/// returns the best plan it can make at once, with bounds. Memory: linear in n, m, k and s, about 20 bytes a pair and 60 a row.
/// Time: in practice a few dozen passes over the pairs; a unit of work is about eight pairs. No work limit by default.
/// \throws InvalidDataError naming table "problem" (or "options"), the field and the position in it; OverflowError; whatever the
///         progress callback throws.
ConvexTransportResult convex_transport(const ConvexTransportProblem& problem, const SolveOptions& options = {});

/// Checks a problem as convex_transport does, without solving it. Linear.
/// \throws InvalidDataError, OverflowError
void check(const ConvexTransportProblem& problem);

/// Whether prices prove a plan optimal.
struct DualCheck {
  bool optimal = false;
  std::string reason;  ///< the first condition that fails; empty where none does
};
/// Checks plan and prices against equations 1 to 5 by their definition, from the problem alone. Linear in its size.
/// \throws InvalidDataError for a bad problem or a wrong length.
DualCheck check_duals(const ConvexTransportProblem& problem, std::span<const std::int32_t> assignment,
                      std::span<const std::int64_t> row_price, std::span<const std::int64_t> column_price, std::int64_t outside_price);

/// A transport problem that changes little by little: after each change, solve() sends what is out of place along cheapest paths from
/// where it stands, and the answer is as exact as from cold. Not for use by two threads at once.
class ConvexTransportState {
 public:
  /// Takes over the problem (nothing is read from its spans later) and solves it cold.
  /// \throws what convex_transport throws.
  explicit ConvexTransportState(const ConvexTransportProblem& problem, const SolveOptions& options = {});
  ~ConvexTransportState();
  ConvexTransportState(ConvexTransportState&&) noexcept;
  ConvexTransportState& operator=(ConvexTransportState&&) noexcept;

  /// Adds a row with its pairs; columns strictly increasing. Returns its number, one more than the last one's.
  /// \throws InvalidDataError naming table "row"; OverflowError. The state is then as before.
  std::int32_t insert_row(std::span<const std::int32_t> columns, std::span<const std::int64_t> cost);
  /// Takes a row out for good; its number is not used again.
  /// \throws InvalidDataError where there is no such row.
  void remove_row(std::int32_t row);
  /// \throws InvalidDataError where there is no such row or pair; OverflowError.
  void change_cost(std::int32_t row, std::int32_t column, std::int64_t cost);

  /// Makes plan and prices optimal again. Interrupted, it goes on from there the next time. Only the work of this call is counted.
  /// A shortest path over the columns for every row out of place; constant time where none is.
  /// \throws InvalidDataError for bad options; whatever the progress callback throws.
  Outcome solve(const SolveOptions& options = {});
  StopReason stop() const noexcept;
  std::int64_t work() const noexcept;

  std::int64_t rows() const noexcept;                       ///< numbers given so far, removed ones included
  std::int32_t column_of(std::int32_t row) const;           ///< -1: left out or removed. \throws InvalidDataError
  /// Plan, prices and bounds; n is rows(), removed rows are -1 with price 0 and count nowhere. Linear.
  ConvexTransportResult solution() const;
  /// The prices of the columns. Valid until the next change.
  std::span<const std::int64_t> column_prices() const noexcept;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace evenload::optimize
