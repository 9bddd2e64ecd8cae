/// \file
/// The problem as the algorithms see it: free rows only, fixed rows folded into loads and limits, pairs that can be used.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"
#include "meetings.hpp"

namespace evenload::optimize::detail {

/// Positions of the whole-number levels; the unused ones stay 0 (no classes: unassigned and overload only).
inline constexpr int max_whole_levels = 4;
using WholeLevels = std::array<std::int64_t, max_whole_levels>;

inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// Which level stands where (equation 2 of docs/models/balanced_assignment.md).
struct LevelOrder {
  int count = 2;                               ///< whole-number levels
  int overload = 1;                            ///< position of the overload level
  std::array<int, 3> unassigned{0, 0, 0};      ///< position by RowClass
  std::array<LevelKind, max_whole_levels> kind{LevelKind::unassigned_must, LevelKind::overload,
                                               LevelKind::unassigned_due, LevelKind::unassigned_may_wait};
};
LevelOrder level_order(const BalancedAssignmentProblem& problem);

/// One connected part of the problem, or all of it. Pairs are numbered by row; columns of a row increase.
struct Instance {
  int rows = 0;
  int columns = 0;
  LevelOrder order;

  // Rows.
  std::vector<std::int32_t> pair_begin;  ///< rows + 1
  std::vector<std::int64_t> priority;
  std::vector<std::int8_t> row_level;    ///< position of the level on which the row counts while unassigned
  std::vector<std::int32_t> original_row;

  // Pairs.
  std::vector<std::int32_t> pair_row;
  std::vector<std::int32_t> pair_column;
  std::vector<std::int64_t> pair_weight;
  std::vector<std::int64_t> pair_cost;

  // Columns. `base` holds base load and fixed rows; `limit` is never above base plus all that could come.
  std::vector<std::int64_t> base;
  std::vector<std::int64_t> capacity;
  std::vector<std::int64_t> limit;
  std::vector<std::int32_t> original_column;
  std::vector<std::int32_t> column_begin;  ///< columns + 1, into column_pairs
  std::vector<std::int32_t> column_pairs;  ///< pairs of a column by row

  // Category limits: what is left of them after the fixed rows.
  std::vector<std::int32_t> limit_begin;    ///< pairs + 1, into limit_index and limit_amount; empty where there are no limits
  std::vector<std::int32_t> limit_index;
  std::vector<std::int64_t> limit_amount;
  std::vector<std::int64_t> limit_count;    ///< per limit; `unlimited` where none
  std::vector<std::int64_t> limit_weight;

  // Groups. A group whose marked row is fixed asks only for difference; rows that wait for a mark that cannot come are gone.
  std::vector<std::int32_t> row_group;      ///< rows; -1 for none; empty where there are no groups
  std::vector<std::int32_t> group_begin;    ///< groups + 1
  std::vector<std::int32_t> group_rows;
  std::vector<std::int32_t> group_marked;   ///< row that must be placed first, or -1
  std::shared_ptr<const Meetings> meetings; ///< null where rows of a group need only different columns

  Rational cost_weight = 0;
  double lambda = 0;

  int pairs() const noexcept { return static_cast<int>(pair_column.size()); }
  bool has_limits() const noexcept { return !limit_begin.empty(); }
  bool has_groups() const noexcept { return !row_group.empty(); }
  /// Whether two rows of one group may stand in these two columns.
  bool may_meet(std::int32_t row, std::int32_t column, std::int32_t other, std::int32_t other_column) const noexcept {
    if (column == other_column) return false;
    return meetings == nullptr || meetings->allow(original_row[row], original_column[column], original_row[other], original_column[other_column]);
  }
  /// The row that must be placed before this one may be, or -1.
  std::int32_t waits_for(std::int32_t row) const noexcept {
    if (!has_groups() || row_group[row] < 0) return -1;
    const std::int32_t marked = group_marked[row_group[row]];
    return marked == row ? -1 : marked;
  }
  /// The pair of that row and column, or -1.
  std::int32_t find_pair(std::int32_t row, std::int32_t column) const noexcept;
};

/// Lists the pairs of every column and cuts its limit to what could come at most.
void index_columns(Instance& instance);

/// The free part of the problem and the constants that the rest of it adds to the levels.
struct Reduction {
  Instance whole;                          ///< free rows with a usable pair, columns with a usable pair
  WholeLevels constant{};                  ///< rows that no one can take; overload of columns that take nothing
  std::int64_t constant_cost = 0;          ///< of fixed rows
  std::vector<std::int64_t> load;          ///< per original column: base load and fixed rows
};

/// Folds fixed rows and drops what can never be used. The problem must have been checked. Once `stop` is requested, it is given up: the
/// reduction then has no free rows, as if nothing could be placed, and constants that are true of every plan.
Reduction reduce(const BalancedAssignmentProblem& problem, const std::stop_token& stop = {});

/// Defaults of the optional spans, in one place.
inline std::int64_t base_load_of(const BalancedAssignmentProblem& p, std::size_t j) { return p.base_load.empty() ? 0 : p.base_load[j]; }
inline std::int64_t priority_of(const BalancedAssignmentProblem& p, std::size_t i) { return p.priority.empty() ? 1 : p.priority[i]; }
inline std::int64_t cost_of(const BalancedAssignmentProblem& p, std::size_t pair) { return p.cost.empty() ? 0 : p.cost[pair]; }
inline std::int32_t fixed_of(const BalancedAssignmentProblem& p, std::size_t i) { return p.fixed.empty() ? -1 : p.fixed[i]; }
inline std::int64_t weight_of(const BalancedAssignmentProblem& p, std::size_t row, std::size_t pair) {
  return p.weight_per_pair ? p.weight[pair] : p.weight[row];
}
std::int64_t hard_limit_of(const BalancedAssignmentProblem& p, std::size_t j) noexcept;
/// Position among the pairs of the row and column, or -1.
std::int64_t find_pair(const BalancedAssignmentProblem& p, std::size_t row, std::int32_t column) noexcept;
inline std::size_t row_count(const BalancedAssignmentProblem& p) noexcept { return p.indptr.size() - 1; }
inline std::size_t column_count(const BalancedAssignmentProblem& p) noexcept { return p.capacity.size(); }

}  // namespace evenload::optimize::detail
