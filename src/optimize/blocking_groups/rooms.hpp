/// \file
/// What columns could take and rows need at least, for one level of rows that are left out (docs/models/blocking_groups.md).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenload/optimize/blocking_groups.hpp"

namespace evenload::optimize::detail {

class Rooms {
 public:
  /// `assignment` must have been checked. `row_class` is that of the rows to be explained.
  Rooms(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> assignment, std::int32_t row_class);

  const BalancedAssignmentProblem& problem() const noexcept { return *problem_; }
  std::int32_t column_of(std::int32_t row) const noexcept { return assignment_[row]; }
  /// Rows of the same level or an earlier one that are not fixed.
  bool competes(std::int32_t row) const noexcept { return competes_[row] != 0; }
  /// Can the pair be used by itself?
  bool usable(std::int64_t pair, std::int64_t weight) const noexcept {
    const std::int32_t column = problem_->indices[pair];
    return open_[column] != 0 && weight <= hard_room(column);
  }
  template <class Visit>  // visit(column, weight)
  void each_pair(std::int32_t row, Visit visit) const {
    for (std::int64_t pair = problem_->indptr[row]; pair < problem_->indptr[row + 1]; ++pair) {
      const std::int64_t weight = problem_->weight[problem_->weight_per_pair ? pair : row];
      if (usable(pair, weight)) visit(problem_->indices[pair], weight);
    }
  }
  /// Weight of the lightest usable pair; 0 without one.
  std::int64_t lightest(std::int32_t row) const noexcept { return lightest_[row]; }
  const std::vector<std::int32_t>& rows_of(std::int32_t column) const noexcept { return rows_of_[column]; }

  /// Up to the hard limit; up to the capacity where rows are asked to stay within it and the plan has no overload to spend.
  std::int64_t hard_room(std::int32_t column) const noexcept { return hard_room_[column]; }
  std::int64_t soft_room(std::int32_t column) const noexcept { return soft_room_[column]; }  ///< within the capacity
  bool within_capacity() const noexcept { return within_capacity_; }
  std::int64_t overload() const noexcept { return overload_; }              ///< of the plan, beyond base loads and fixed rows
  std::int64_t overload_total() const noexcept { return overload_total_; }  ///< of the plan, all of it
  /// The weight that all usable pairs of competing rows have, or 0 where they differ.
  std::int64_t equal_weight() const noexcept { return equal_weight_; }

 private:
  const BalancedAssignmentProblem* problem_;
  std::span<const std::int32_t> assignment_;
  std::vector<char> competes_;
  std::vector<char> open_;
  std::vector<std::int64_t> hard_room_;
  std::vector<std::int64_t> soft_room_;
  std::vector<std::int64_t> lightest_;
  std::vector<std::vector<std::int32_t>> rows_of_;  // competing rows by the plan's column
  bool within_capacity_ = false;
  std::int64_t overload_ = 0;
  std::int64_t overload_total_ = 0;
  std::int64_t equal_weight_ = 0;
};

/// Load and room of a group: rows against the columns that could take them.
BlockingGroup group_of(const Rooms& rooms, std::vector<std::int32_t> rows);
/// Do the numbers of the group alone show that its rows cannot all be placed? Equal weights are counted in places.
bool too_heavy(const Rooms& rooms, const BlockingGroup& group);

}  // namespace evenload::optimize::detail
