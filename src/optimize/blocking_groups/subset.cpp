#include "subset.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "src/optimize/instance.hpp"

namespace evenload::optimize::detail {

namespace {

/// The rows that are asked about and the fixed ones, as a problem of one class.
struct Subset {
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<std::int64_t> weight;
  std::vector<std::int64_t> hard_limit;
  std::vector<std::int64_t> category_indptr;
  std::vector<std::int32_t> category_indices;
  std::vector<std::int64_t> category_amount;
  std::vector<std::int32_t> row_group;
  std::vector<std::uint8_t> row_marked;
  std::vector<std::int32_t> fixed;
  std::vector<std::int32_t> tied_row;
  std::vector<std::int32_t> tied_other;
  std::vector<std::uint8_t> tied_alike;

  Subset(const Rooms& rooms, std::span<const std::int32_t> asked) {
    const BalancedAssignmentProblem& p = rooms.problem();
    std::vector<std::int64_t> standing(column_count(p));
    for (std::size_t j = 0; j < standing.size(); ++j) standing[j] = base_load_of(p, j);
    if (!p.category_indptr.empty()) category_indptr.push_back(0);
    for (std::size_t i = 0; i < row_count(p); ++i) {
      const std::int32_t column = fixed_of(p, i);
      if (column < 0) continue;
      const auto pair = static_cast<std::size_t>(find_pair(p, i, column));
      const std::int64_t load = weight_of(p, i, pair);
      standing[column] += load;
      add_row(p, static_cast<std::int32_t>(i), column);
      indices.push_back(column);
      weight.push_back(load);
      indptr.push_back(static_cast<std::int64_t>(indices.size()));
    }
    for (const std::int32_t row : asked) {
      add_row(p, row, -1);
      rooms.each_pair(row, [&](std::int32_t column, std::int64_t load) {
        indices.push_back(column);
        weight.push_back(load);
      });
      indptr.push_back(static_cast<std::int64_t>(indices.size()));
    }
    for (std::size_t k = 0; k < p.tied_row.size(); ++k) {
      const auto one = place_.find(p.tied_row[k]);
      const auto other = place_.find(p.tied_other[k]);
      if (one == place_.end() || other == place_.end()) continue;
      tied_row.push_back(one->second);
      tied_other.push_back(other->second);
      tied_alike.push_back(p.tied_alike[k]);
    }
    for (std::size_t j = 0; j < standing.size(); ++j) {
      const std::int64_t most = hard_limit_of(p, j);
      const bool within = rooms.within_capacity() && rooms.overload() == 0;
      // A column that stands above its hard limit stays above it.
      hard_limit.push_back(standing[j] > most || !within ? most : std::clamp(p.capacity[j], standing[j], most));
    }
  }

  BalancedAssignmentProblem problem(const BalancedAssignmentProblem& p) const {
    BalancedAssignmentProblem sub;
    sub.indptr = indptr;
    sub.indices = indices;
    sub.weight = weight;
    sub.weight_per_pair = true;
    sub.capacity = p.capacity;
    sub.base_load = p.base_load;
    sub.hard_limit = hard_limit;
    sub.category_indptr = category_indptr;
    sub.category_indices = category_indices;
    sub.category_amount = category_amount;
    if (!category_indptr.empty()) {
      sub.limit_column = p.limit_column;
      sub.limit_category = p.limit_category;
      sub.limit_count = p.limit_count;
      sub.limit_weight = p.limit_weight;
    }
    sub.row_group = row_group;
    sub.row_marked = row_marked;
    sub.apart_column = p.apart_column;
    sub.apart_other = p.apart_other;
    sub.column_label = p.column_label;
    sub.tied_row = tied_row;
    sub.tied_other = tied_other;
    sub.tied_alike = tied_alike;
    sub.fixed = fixed;
    return sub;
  }

 private:
  void add_row(const BalancedAssignmentProblem& p, std::int32_t row, std::int32_t column) {
    if (!p.tied_row.empty()) place_.emplace(row, static_cast<std::int32_t>(fixed.size()));
    fixed.push_back(column);
    if (!p.row_group.empty()) row_group.push_back(p.row_group[row]);
    // Without its mark among the rows asked about, a group asks for difference alone.
    if (!p.row_marked.empty()) row_marked.push_back(p.row_marked[row]);
    if (p.category_indptr.empty()) return;
    for (std::int64_t k = p.category_indptr[row]; k < p.category_indptr[row + 1]; ++k) {
      category_indices.push_back(p.category_indices[k]);
      category_amount.push_back(p.category_amount.empty() ? 1 : p.category_amount[k]);
    }
    category_indptr.push_back(static_cast<std::int64_t>(category_indices.size()));
  }

  std::unordered_map<std::int32_t, std::int32_t> place_;  // of rows that may be tied
};

}  // namespace

Verdict can_place(const Rooms& rooms, std::span<const std::int32_t> rows, const SolveOptions& options, std::int64_t limit, std::int64_t& work) {
  const Subset subset(rooms, rows);
  SolveOptions own;
  own.time_limit = options.time_limit;
  own.stop = options.stop;
  own.seed = options.seed;
  own.threads = 1;
  own.work_limit = limit;
  const BalancedAssignmentResult result = balanced_assignment(subset.problem(rooms.problem()), own);
  work += result.work;
  const Level& unassigned = result.levels.at(0);
  if (unassigned.bound > 0) return Verdict::impossible;
  if (unassigned.value > 0) return Verdict::unknown;
  if (!rooms.within_capacity()) return Verdict::placeable;
  const Level& overload = result.levels.at(1);
  const auto most = static_cast<double>(rooms.overload_total());
  if (overload.bound > most) return Verdict::impossible;
  return overload.value <= most ? Verdict::placeable : Verdict::unknown;
}

}  // namespace evenload::optimize::detail
