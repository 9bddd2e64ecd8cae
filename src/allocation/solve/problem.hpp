/// \file
/// The kernel's problem for one allocation. Private.
#pragma once

#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"
#include "src/allocation/prepare/prepared.hpp"
#include "state.hpp"

namespace evenload::allocation::detail {

/// Arrays of the kernel's problem; row i of it is rows[i] here, column j is person j.
struct KernelProblem {
  KernelProblem(const Prepared& p, const Quotas& quotas);
  optimize::BalancedAssignmentProblem view() const;
  std::size_t pairs() const noexcept { return indices.size(); }
  /// The same options with allocation's own default of work where none is given.
  SolveOptions with_default_work(SolveOptions options) const;

  std::vector<Index> rows;
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<std::int64_t> weight;
  bool weight_per_pair = false;
  std::vector<std::int64_t> cost;
  std::vector<std::int64_t> capacity, base_load, hard_limit;
  std::vector<std::int64_t> priority;
  std::vector<std::int32_t> row_class;  // empty where every row is `must`
  std::vector<std::int64_t> category_indptr, category_amount;
  std::vector<std::int32_t> category_indices;
  std::vector<std::int32_t> limit_column, limit_category;
  std::vector<std::int64_t> limit_count;
  std::vector<std::int32_t> row_group;
  std::vector<std::uint8_t> row_marked;
  std::vector<std::int32_t> apart_column, apart_other, column_label, tied_row, tied_other;
  std::vector<std::uint8_t> tied_alike;
  std::vector<std::int32_t> fixed, start;
  Rational cost_weight;
  optimize::Balance balance = optimize::Balance::squares;
  optimize::OverloadPlace overload_place = optimize::OverloadPlace::after_must;

 private:
  void add_pairs(const Prepared& p);
  void add_quotas(const Prepared& p, const Quotas& quotas);
  void add_groups(const Prepared& p);
};

/// Levels of the kernel in points; levels of classes that no row has are left out. Equation (11).
std::vector<optimize::Level> levels_in_points(const Prepared& p, const std::vector<optimize::Level>& levels);
/// One level from the common denominator to points.
optimize::Level level_in_points(const Prepared& p, const optimize::Level& level);
/// The kinds of levels that a plan of this input has, in order.
std::vector<optimize::LevelKind> level_kinds(const Prepared& p);

}  // namespace evenload::allocation::detail
