/// \file
/// Which columns rows of one group may go to together (equation 3 of docs/models/balanced_assignment.md). Rows and columns are the
/// caller's, so that every part of a problem shares one table.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"

namespace evenload::optimize::detail {

class Meetings {
 public:
  /// The problem must have been checked. Linear in its columns and rows, n log n in pairs that stay apart.
  explicit Meetings(const BalancedAssignmentProblem& problem);
  /// Whether two rows of one group may stand in these two columns.
  bool allow(std::int32_t row, std::int32_t column, std::int32_t other_row, std::int32_t other_column) const noexcept {
    if (column == other_column) return false;
    return (apart_.empty() || !are_apart(column, other_column)) && (tied_.empty() || keep_tie(row, column, other_row, other_column));
  }
  /// Nothing but different columns is asked for.
  bool trivial() const noexcept { return apart_.empty() && tied_.empty(); }

 private:
  struct Tie {
    std::int32_t other;
    bool alike;
  };
  bool are_apart(std::int32_t column, std::int32_t other) const noexcept;
  bool keep_tie(std::int32_t row, std::int32_t column, std::int32_t other_row, std::int32_t other_column) const noexcept;

  std::vector<std::int32_t> apart_begin_;  // columns + 1; empty where no pair stays apart
  std::vector<std::int32_t> apart_;        // sorted within a column, both ways
  std::vector<std::int32_t> label_;
  std::vector<std::int32_t> tied_begin_;   // rows + 1; empty where no rows are tied
  std::vector<Tie> tied_;                  // both ways
};

}  // namespace evenload::optimize::detail
