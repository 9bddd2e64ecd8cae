/// \file
/// Balanced assignment: rows (pieces of work) to columns (people), levels in strict order, load balance last.
///
/// The kernel knows no domain. Model, levels and bounds: docs/models/balanced_assignment.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/core/rational.hpp"

namespace evenload::optimize {

/// Class of a row; decides on which level it counts while unassigned.
enum class RowClass : std::int32_t { must = 0, due = 1, may_wait = 2 };

/// Last level(s): `squares` is sum load^2/capacity + cost_weight * sum cost; `peak` puts max load/capacity before it; `leximin` compares the
/// ratios load/capacity, sorted with the largest first, position by position, and cost_weight * sum cost where all are equal.
enum class Balance : std::int32_t { squares = 0, peak = 1, leximin = 2 };

/// Place of the overload level among the others.
enum class OverloadPlace : std::int32_t {
  after_must = 0,        ///< must, overload, due, may_wait, balance
  after_unassigned = 1,  ///< must, due, may_wait, overload, balance
};

/// `changes` is no level of this kernel: it is counted by those who plan anew around what was announced.
enum class LevelKind : std::int32_t {
  unassigned_must = 0, overload = 1, unassigned_due = 2, unassigned_may_wait = 3, peak = 4, balance = 5, leximin = 6, cost = 7, changes = 8
};
std::string_view to_string(LevelKind kind) noexcept;  ///< "unassigned_must"; "unassigned" where no classes were given is the caller's wording

/// n rows, m columns, k pairs. Empty optional spans mean the default named there. All numbers are whole, in units of the caller's choice.
/// The spans are read during the call only. Rules bind what a plan adds; fixed rows stand even past them, and then the column takes
/// nothing more that the rule counts.
///
/// Sums of base loads plus heaviest load per row, of capacities, priorities, dearest cost per row and category amounts may each be at
/// most 2^62; n, m and k at most 2^31 - 1. Anything beyond is an OverflowError.
struct BalancedAssignmentProblem {
  // Which column may take which row: compressed rows; columns strictly increasing within a row.
  std::span<const std::int64_t> indptr;   ///< n + 1
  std::span<const std::int32_t> indices;  ///< k
  std::span<const std::int64_t> weight;   ///< n (per row) or k (per pair); >= 0: the load a row adds.
  bool weight_per_pair = false;           ///< says which of the two `weight` is

  // Columns.
  std::span<const std::int64_t> capacity;    ///< m, >= 0; a column of capacity 0 takes nothing and stands outside the balance
  std::span<const std::int64_t> base_load;   ///< m, >= 0; default 0
  std::span<const std::int64_t> hard_limit;  ///< m, >= 0; default floor(5/4 capacity); no assignment lifts a load past it; base load past it: takes nothing

  // Rows.
  std::span<const std::int64_t> priority;    ///< n, >= 0; default 1
  std::span<const std::int32_t> row_class;   ///< n, RowClass; default: all `must`, and only one unassigned level
  std::span<const std::int64_t> cost;        ///< k, >= 0; default 0
  Rational cost_weight = 0;                  ///< lambda >= 0, load units per cost unit
  Balance balance = Balance::squares;
  OverloadPlace overload_place = OverloadPlace::after_must;

  // Categories: a row belongs to any number of them, compressed by row; a limit caps what one column takes of one category.
  std::span<const std::int64_t> category_indptr;   ///< n + 1; default: no categories
  std::span<const std::int32_t> category_indices;  ///< categories from 0, distinct within a row
  std::span<const std::int64_t> category_amount;   ///< per entry, >= 0: how much the row counts; default 1
  std::span<const std::int32_t> limit_column;      ///< one limit per element; a (column, category) at most once
  std::span<const std::int32_t> limit_category;
  std::span<const std::int64_t> limit_count;       ///< most of sum amount; -1: no limit
  std::span<const std::int64_t> limit_weight;      ///< most of sum weight; -1: no limit

  // Row groups: rows of one group go to different columns; an unmarked row is placed only if the marked row of its group is.
  std::span<const std::int32_t> row_group;    ///< n, group from 0 or -1; default: none
  std::span<const std::uint8_t> row_marked;   ///< n, 1 for the marked row, at most one a group (a group without one only asks for difference)

  // Who may meet in a group, beyond going to different columns.
  std::span<const std::int32_t> apart_column;  ///< pairs of columns; no two rows of one group go to both columns of a pair. Default: none
  std::span<const std::int32_t> apart_other;   ///< the other column of each pair
  std::span<const std::int32_t> column_label;  ///< m, label from 0 or -1 (like no other): what tied rows compare; needed where rows are tied
  std::span<const std::int32_t> tied_row;      ///< pairs of rows of one group; what they ask for holds while both are placed. Default: none
  std::span<const std::int32_t> tied_other;    ///< the other row of each pair
  std::span<const std::uint8_t> tied_alike;    ///< 1: in columns of one label; 0: in columns of different labels

  std::span<const std::int32_t> fixed;  ///< n, column or -1 (free); must be one of the row's pairs; counts towards loads and limits, and stands even past them
  std::span<const std::int32_t> start;  ///< n, column or -1; a plan to start from; parts that break a rule are dropped
};

/// One level of the answer. Values are exact inside; what is shown is the nearest double, the bound rounded to the safe side.
struct Level {
  LevelKind kind = LevelKind::balance;
  double value = 0;
  double bound = 0;                    ///< over all plans whose earlier levels are no worse than this plan's; <= value
  std::optional<double> gap;           ///< (value - bound)/value; 0 where both are 0; none where only the bound is 0
  double absolute_gap = 0;             ///< value - bound
  std::optional<double> variable_gap;  ///< balance only: gap relative to value - (sum load)^2 / sum capacity, over columns with capacity
  bool proven = false;                 ///< value and bound are exactly equal; leximin: all ratios are proven, of which value is the largest
};

/// What the leximin level compares: position by position. It names no column, so that it ranks nobody.
struct SortedRatios {
  std::vector<double> ratios;          ///< load/capacity of the columns with capacity, largest first; nearest doubles
  std::int64_t proven = 0;             ///< how many from the first on are proven: none of these can be smaller with those before it no larger
  std::optional<double> next_bound;    ///< lower bound at the first position that is not proven; none where all are
};

struct BalancedAssignmentResult {
  std::vector<std::int32_t> assignment;  ///< n, column or -1
  std::vector<std::int64_t> load;        ///< m, base load included
  std::vector<Level> levels;             ///< in order
  std::optional<SortedRatios> sorted_ratios;  ///< with Balance::leximin
  Outcome outcome = Outcome::unknown;    ///< optimal where every level is proven, otherwise feasible
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// Default of SolveOptions::work_limit for a problem of that size.
std::int64_t default_work(std::size_t rows, std::size_t columns, std::size_t pairs) noexcept;

/// Leximin is exact, cost included, where all rows of a column add the same load and there are neither groups nor limits on a part of
/// its rows (equations 34 to 37); otherwise it is searched for, and a prefix of the ratios is proven.
///
/// Solves by connected components: construction, local search with levels in strict order, Lagrangian bounds, exact search where small
/// (docs/models/balanced_assignment.md). Plans are compared exactly; a bound is never above the optimum it speaks of.
///
/// The same answer for the same problem, seed and work on any number of threads; only the clock, the token and the callback can change
/// it. Ties go to the earlier row and column. Interrupted, it returns the best plan so far, with bounds from what work was left.
/// Time is governed by the work limit (a unit takes some 50 ns); memory is linear in rows, columns and pairs.
/// \throws InvalidDataError naming table "problem" (or "options"), the column (field) and row, the position in that field's array;
///         OverflowError where exact sums could leave 64/128 bits; whatever the progress callback throws.
BalancedAssignmentResult balanced_assignment(const BalancedAssignmentProblem& problem, const SolveOptions& options = {});

/// Checks a problem as balanced_assignment does, without solving it: linear in its size, n log n in limits and marks.
/// \throws InvalidDataError, OverflowError
void check(const BalancedAssignmentProblem& problem);

/// What a given plan is worth: exact levels by their definition.
struct Evaluation {
  bool allowed = true;                  ///< every rule kept
  std::vector<LevelKind> kinds;
  std::vector<double> values;           ///< per level
  std::vector<std::int64_t> load;       ///< m
};
/// A row outside its pairs makes the plan not allowed and is valued as unassigned. Linear in the size of the problem.
/// \throws InvalidDataError for a bad problem, a wrong length or a column that is out of range (table "assignment").
Evaluation evaluate(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> assignment);
/// Exact lexicographic comparison of two plans: -1 where `a` is better, 1 where `b` is, 0 where all levels are equal. Rules are not asked.
/// \throws InvalidDataError as evaluate, and where a row is outside its pairs.
int compare(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> a, std::span<const std::int32_t> b);

}  // namespace evenload::optimize
