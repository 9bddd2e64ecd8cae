/// \file
/// A plan under change: loads, limits, groups and levels kept up to date by every placement, without allocation.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "plan.hpp"

namespace evenload::optimize::detail {

/// Weights that make one number of all levels, for the search only; plans are compared level by level.
struct Weights {
  std::array<double, max_whole_levels> level{};
  double excess = 0;  ///< per unit of load above the soft limits
};

class SearchState {
 public:
  /// `soft` are loads above which a column counts as in excess; empty for none.
  SearchState(const Instance& instance, const Plan& plan, std::vector<std::int64_t> soft = {});

  const Instance& instance() const noexcept { return *instance_; }
  std::int32_t pair_of(std::int32_t row) const noexcept { return pair_of_[row]; }
  std::int32_t column_of(std::int32_t row) const noexcept {
    return pair_of_[row] < 0 ? -1 : instance_->pair_column[pair_of_[row]];
  }
  std::int64_t load(std::int32_t column) const noexcept { return load_[column]; }
  std::int32_t size(std::int32_t column) const noexcept { return size_[column]; }
  /// Rows that are left out; their order changes with every placement.
  const std::vector<std::int32_t>& unassigned() const noexcept { return unassigned_; }
  /// The k-th row of a column; the order changes with every placement.
  std::int32_t row_at(std::int32_t column, std::int32_t k) const noexcept {
    return rows_[instance_->column_begin[column] + k];
  }
  const WholeLevels& level() const noexcept { return level_; }
  std::int64_t excess() const noexcept { return excess_; }
  double balance() const noexcept { return balance_; }  ///< about; base loads are part of it

  void set_soft_limits(const std::vector<std::int64_t>& soft);
  void reset(const Plan& plan);
  Plan plan() const { return valued(*instance_, pair_of_); }
  const std::vector<std::int32_t>& pairs() const noexcept { return pair_of_; }
  const std::vector<std::int64_t>& loads() const noexcept { return load_; }

  void place(std::int32_t pair) noexcept;
  void remove(std::int32_t row) noexcept;

  /// May the row of this pair be placed there now? The row itself must be unassigned.
  bool fits(std::int32_t pair) const noexcept {
    const std::int32_t column = instance_->pair_column[pair];
    if (load_[column] + instance_->pair_weight[pair] > instance_->limit[column]) return false;
    if (instance_->has_limits() && !fits_limits(pair)) return false;
    return !instance_->has_groups() || fits_group(pair);
  }
  /// May the row be taken out for good, with no row left that waits for it?
  bool can_leave(std::int32_t row) const noexcept;

  /// Value of a column's load in the search: weighted overload and excess, and its share of the balance sum.
  double column_value(std::int32_t column, std::int64_t load, const Weights& weights) const noexcept {
    const auto amount = static_cast<double>(load);
    double value = amount * amount * inverse_[column];
    const std::int64_t over = load - instance_->capacity[column];
    if (over > 0) value += weights.level[instance_->order.overload] * static_cast<double>(over);
    if (load > soft_[column]) value += weights.excess * static_cast<double>(load - soft_[column]);
    return value;
  }
  double inverse_capacity(std::int32_t column) const noexcept { return inverse_[column]; }
  std::int64_t soft_limit(std::int32_t column) const noexcept { return soft_[column]; }

 private:
  bool fits_limits(std::int32_t pair) const noexcept;
  bool fits_group(std::int32_t pair) const noexcept;
  void change_load(std::int32_t column, std::int64_t change) noexcept;

  const Instance* instance_;
  std::vector<std::int32_t> pair_of_;
  std::vector<std::int64_t> load_;
  std::vector<std::int64_t> soft_;
  std::vector<double> inverse_;
  std::vector<std::int32_t> size_;      // rows per column
  std::vector<std::int32_t> rows_;      // rows of a column from its column_begin on
  std::vector<std::int32_t> place_of_;  // position of a row in rows_, or in unassigned_
  std::vector<std::int32_t> unassigned_;
  std::vector<std::int64_t> count_left_;
  std::vector<std::int64_t> weight_left_;
  WholeLevels level_{};
  std::int64_t excess_ = 0;
  double balance_ = 0;
};

}  // namespace evenload::optimize::detail
