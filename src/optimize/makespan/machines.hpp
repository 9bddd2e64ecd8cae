/// \file
/// The problem as the solver sees it: rows that have a choice, and loads that are there already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evenload/optimize/makespan.hpp"

namespace evenload::optimize::detail::machines {

/// Rows with at least two columns and no column of time 0; all other rows are folded into `base`.
/// Times are read from the caller's array.
class Machines {
 public:
  explicit Machines(const MakespanProblem& problem);

  int rows() const noexcept { return static_cast<int>(original_row_.size()); }
  int columns() const noexcept { return columns_; }
  /// Time of a row in each column; `forbidden_time` where it may not go.
  const std::int64_t* times(int row) const noexcept {
    return times_ + static_cast<std::size_t>(original_row_[row]) * static_cast<std::size_t>(columns_);
  }
  std::int64_t time(int row, int column) const noexcept { return times(row)[column]; }
  std::span<const std::int64_t> base() const noexcept { return base_; }
  std::int32_t original_row(int row) const noexcept { return original_row_[row]; }
  /// A row of the problem has no column.
  bool infeasible() const noexcept { return infeasible_; }
  /// For every row of the problem: its column where there is no choice, otherwise -1.
  std::span<const std::int32_t> settled() const noexcept { return settled_; }
  /// The largest of base loads and of the rows' least (base + time): no plan is better.
  std::int64_t simple_bound() const noexcept { return simple_bound_; }

 private:
  int columns_ = 0;
  const std::int64_t* times_ = nullptr;
  std::vector<std::int32_t> original_row_;
  std::vector<std::int64_t> base_;
  std::vector<std::int32_t> settled_;
  std::int64_t simple_bound_ = 0;
  bool infeasible_ = false;
};

/// A complete plan over the rows of Machines.
struct MachinePlan {
  std::vector<std::int32_t> column;
  std::vector<std::int64_t> load;  // base included
  std::int64_t makespan = 0;
};

/// Loads and makespan of the columns in `column`.
MachinePlan plan_of(const Machines& in, std::vector<std::int32_t> column);

/// Rows, those with most to lose first, each to where it ends earliest; rows of `start` that are
/// allowed go where it says.
MachinePlan construct(const Machines& in, std::span<const std::int32_t> start);

}  // namespace evenload::optimize::detail::machines
