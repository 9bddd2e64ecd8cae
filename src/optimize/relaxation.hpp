/// \file
/// The Lagrangian relaxation of one level, and its safe value (equations 14 to 19 of docs/models/balanced_assignment.md).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/core/int128.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

/// What is relaxed: the level at position `level` (order.count: balance), over all plans whose earlier levels are no worse
/// than `earlier` and whose loads stay at or below `limit`.
struct RelaxationTarget {
  int level = 0;
  WholeLevels earlier{};
  std::vector<std::int64_t> limit;  ///< per column; empty: the instance's own
};

/// Multipliers: a price per unit of load and column, non-negative ones on earlier levels and category limits.
struct Multipliers {
  std::vector<double> price;         ///< columns, either sign
  std::array<double, max_whole_levels> level{};
  std::vector<double> limit_count;   ///< limits
  std::vector<double> limit_weight;  ///< limits
  double smoothing = 0;              ///< width of the soft minimum at which they were found; 0: not known
};

class Relaxation {
 public:
  Relaxation(const Instance& instance, const RelaxationTarget& target);

  const Instance& instance() const noexcept { return *instance_; }
  /// False where already the folded limits leave a row without any place it must have: no plan meets the target.
  bool feasible() const noexcept { return feasible_; }
  bool is_balance() const noexcept { return target_.level == instance_->order.count; }
  std::int64_t limit(int column) const noexcept { return limit_[column]; }
  /// Can the pair be used under the folded limits?
  bool usable(std::int32_t pair) const noexcept {
    const std::int32_t column = instance_->pair_column[pair];
    return instance_->base[column] + instance_->pair_weight[pair] <= limit_[column];
  }
  /// Must the row be placed in every plan that meets the target?
  bool must_place(std::int32_t row) const noexcept {
    const int level = instance_->row_level[row];
    return level < target_.level && earlier_[level] == 0 && instance_->priority[row] > 0;
  }
  /// Is that earlier level kept by a multiplier (and not by folding or not at all)?
  bool priced(int level) const noexcept { return priced_[level]; }
  std::int64_t earlier(int level) const noexcept { return earlier_[level]; }
  /// Weight of a unit of the level in the objective: 1 for the target itself.
  double own(int level) const noexcept { return level == target_.level ? 1.0 : 0.0; }

  Multipliers zero() const;
  /// Largest whole number on the grid 2^-shift that is proven to be at or below the level's value in all plans that meet the
  /// target; nothing where the numbers are too large for the grid.
  std::optional<int128> safe_value(const Multipliers& multipliers) const;
  int shift() const noexcept { return shift_; }
  /// Per column or row: work of one evaluation in units.
  std::int64_t evaluation_work() const noexcept { return 1 + instance_->pairs() / 16 + (instance_->columns + instance_->rows) / 8; }

 private:
  void choose_grid();
  std::int64_t on_grid(double multiplier, std::int64_t most) const noexcept;

  const Instance* instance_;
  RelaxationTarget target_;
  WholeLevels earlier_{};
  std::array<bool, max_whole_levels> priced_{};
  std::vector<std::int64_t> limit_;
  bool feasible_ = true;
  int shift_ = -1;                    // -1: no grid
  std::int64_t most_price_ = 0;       // largest multipliers on the grid
  std::int64_t most_level_ = 0;
  std::int64_t most_limit_ = 0;
};

}  // namespace evenload::optimize::detail
