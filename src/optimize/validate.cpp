// Checks a problem before anything is computed: shapes, ranges, references, and sums that must stay in exact range.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "instance.hpp"
#include "problem_checks.hpp"

namespace evenload::optimize {

namespace {

using namespace detail;

// Squares of loads and products with the cost weight then stay below 2^126 in every sum; equation 13.
constexpr std::int64_t most_total = std::int64_t{1} << 62;

/// Adds where the total stays at or below most_total.
void add_to(std::int64_t& total, std::int64_t value, const char* column, std::size_t row) {
  if (value > most_total - total) {
    refuse_overflow(column, static_cast<std::int64_t>(row), "a sum of at most 2^62", "more, from this row on");
  }
  total += value;
}

void check_pairs(const BalancedAssignmentProblem& p, std::size_t columns) {
  check_compressed("indptr", p.indptr, p.indices.size());
  check_between("indices", p.indices, 0, static_cast<std::int64_t>(columns));
  check_increasing(p.indptr, p.indices);
}

void check_categories(const BalancedAssignmentProblem& p, std::size_t rows, std::size_t columns) {
  if (p.category_indptr.empty()) {
    check_length("category_indices", p.category_indices.size(), 0, false);
  } else {
    check_length("category_indptr", p.category_indptr.size(), rows + 1, true);
    check_compressed("category_indptr", p.category_indptr, p.category_indices.size());
  }
  check_length("category_amount", p.category_amount.size(), p.category_indices.size(), true);
  check_at_least("category_amount", p.category_amount, 0);
  check_between("category_indices", p.category_indices, 0, std::int64_t{1} << 31);
  std::vector<std::pair<std::int32_t, std::int64_t>> seen;
  for (std::size_t i = 0; i + 1 < p.category_indptr.size(); ++i) {
    seen.clear();
    for (auto k = p.category_indptr[i]; k < p.category_indptr[i + 1]; ++k) {
      seen.emplace_back(p.category_indices[static_cast<std::size_t>(k)], k);
    }
    std::sort(seen.begin(), seen.end());
    for (std::size_t k = 1; k < seen.size(); ++k) {
      if (seen[k].first != seen[k - 1].first) continue;
      refuse(ErrorCode::duplicate_id, "category_indices", seen[k].second, "distinct categories within row " + std::to_string(i),
             std::to_string(seen[k].first) + " twice");
    }
  }

  const std::size_t limits = p.limit_column.size();
  check_length("limit_category", p.limit_category.size(), limits, false);
  check_length("limit_count", p.limit_count.size(), limits, true);
  check_length("limit_weight", p.limit_weight.size(), limits, true);
  check_between("limit_column", p.limit_column, 0, static_cast<std::int64_t>(columns));
  check_between("limit_category", p.limit_category, 0, std::int64_t{1} << 31);
  check_at_least("limit_count", p.limit_count, -1);
  check_at_least("limit_weight", p.limit_weight, -1);
  std::vector<std::array<std::int64_t, 3>> places(limits);
  for (std::size_t l = 0; l < limits; ++l) places[l] = {p.limit_column[l], p.limit_category[l], static_cast<std::int64_t>(l)};
  std::sort(places.begin(), places.end());
  for (std::size_t l = 1; l < limits; ++l) {
    if (places[l][0] != places[l - 1][0] || places[l][1] != places[l - 1][1]) continue;
    refuse(ErrorCode::duplicate_id, "limit_category", places[l][2], "one limit for a column and category",
           "column " + std::to_string(places[l][0]) + " and category " + std::to_string(places[l][1]) + " twice");
  }
  std::int64_t total = 0;
  for (std::size_t k = 0; k < p.category_amount.size(); ++k) add_to(total, p.category_amount[k], "category_amount", k);
}

void check_groups(const BalancedAssignmentProblem& p, std::size_t rows) {
  check_length("row_group", p.row_group.size(), rows, true);
  check_length("row_marked", p.row_marked.size(), rows, true);
  check_between("row_group", p.row_group, -1, std::int64_t{1} << 31);
  std::vector<std::pair<std::int32_t, std::size_t>> marked;
  for (std::size_t i = 0; i < p.row_marked.size(); ++i) {
    if (p.row_marked[i] > 1) {
      refuse(ErrorCode::out_of_range, "row_marked", static_cast<std::int64_t>(i), "0 or 1", std::to_string(p.row_marked[i]));
    }
    if (p.row_marked[i] == 1 && !p.row_group.empty() && p.row_group[i] >= 0) marked.emplace_back(p.row_group[i], i);
  }
  std::sort(marked.begin(), marked.end());
  for (std::size_t k = 1; k < marked.size(); ++k) {
    if (marked[k].first != marked[k - 1].first) continue;
    refuse(ErrorCode::contradiction, "row_marked", static_cast<std::int64_t>(marked[k].second), "at most one marked row in a group",
           "a second one in group " + std::to_string(marked[k].first));
  }
}

void check_meetings(const BalancedAssignmentProblem& p, std::size_t rows, std::size_t columns) {
  check_length("apart_other", p.apart_other.size(), p.apart_column.size(), false);
  check_between("apart_column", p.apart_column, 0, static_cast<std::int64_t>(columns));
  check_between("apart_other", p.apart_other, 0, static_cast<std::int64_t>(columns));
  for (std::size_t k = 0; k < p.apart_column.size(); ++k) {
    if (p.apart_column[k] != p.apart_other[k]) continue;
    refuse(ErrorCode::contradiction, "apart_other", static_cast<std::int64_t>(k), "another column", std::to_string(p.apart_other[k]));
  }
  check_length("tied_other", p.tied_other.size(), p.tied_row.size(), false);
  check_length("tied_alike", p.tied_alike.size(), p.tied_row.size(), false);
  check_length("column_label", p.column_label.size(), columns, p.tied_row.empty());
  check_between("column_label", p.column_label, -1, std::int64_t{1} << 31);
  check_between("tied_row", p.tied_row, 0, static_cast<std::int64_t>(rows));
  check_between("tied_other", p.tied_other, 0, static_cast<std::int64_t>(rows));
  for (std::size_t k = 0; k < p.tied_row.size(); ++k) {
    const auto place = static_cast<std::int64_t>(k);
    if (p.tied_alike[k] > 1) refuse(ErrorCode::out_of_range, "tied_alike", place, "0 or 1", std::to_string(p.tied_alike[k]));
    const auto group_of = [&](std::int32_t row) { return p.row_group.empty() ? -1 : p.row_group[static_cast<std::size_t>(row)]; };
    const bool one_group = p.tied_row[k] != p.tied_other[k] && group_of(p.tied_row[k]) >= 0 && group_of(p.tied_row[k]) == group_of(p.tied_other[k]);
    if (!one_group) refuse(ErrorCode::contradiction, "tied_other", place, "another row of the same group", std::to_string(p.tied_other[k]));
  }
}

void check_given_plans(const BalancedAssignmentProblem& p, std::size_t rows, std::size_t columns) {
  check_length("fixed", p.fixed.size(), rows, true);
  check_length("start", p.start.size(), rows, true);
  check_between("fixed", p.fixed, -1, static_cast<std::int64_t>(columns));
  check_between("start", p.start, -1, static_cast<std::int64_t>(columns));
  for (std::size_t i = 0; i < p.fixed.size(); ++i) {
    if (p.fixed[i] < 0 || detail::find_pair(p, i, p.fixed[i]) >= 0) continue;
    refuse(ErrorCode::contradiction, "fixed", static_cast<std::int64_t>(i), "-1 or a column among the row's pairs",
           std::to_string(p.fixed[i]));
  }
}

/// Every sum that the levels, the loads or the bounds form stays in range (equation 13).
void check_sums(const BalancedAssignmentProblem& p, std::size_t rows) {
  std::int64_t load = 0;
  std::int64_t cost = 0;
  std::int64_t priority = 0;
  std::int64_t capacity = 0;
  for (std::size_t j = 0; j < p.base_load.size(); ++j) add_to(load, p.base_load[j], "base_load", j);
  for (std::size_t j = 0; j < p.capacity.size(); ++j) add_to(capacity, p.capacity[j], "capacity", j);
  for (std::size_t i = 0; i < rows; ++i) {
    std::int64_t heaviest = p.weight_per_pair ? 0 : p.weight[i];
    std::int64_t dearest = 0;
    for (auto k = static_cast<std::size_t>(p.indptr[i]); k < static_cast<std::size_t>(p.indptr[i + 1]); ++k) {
      if (p.weight_per_pair) heaviest = std::max(heaviest, p.weight[k]);
      dearest = std::max(dearest, detail::cost_of(p, k));
    }
    add_to(load, heaviest, "weight", i);
    add_to(cost, dearest, "cost", i);
    add_to(priority, detail::priority_of(p, i), "priority", i);
  }
}

}  // namespace

void check(const BalancedAssignmentProblem& p) {
  // Sizes first: nothing is read or allocated for arrays that are too long.
  if (p.indptr.empty()) refuse(ErrorCode::length_mismatch, "indptr", std::nullopt, "rows + 1 elements", "0");
  check_size("indptr", p.indptr.size() - 1);
  check_size("indices", p.indices.size());
  check_size("capacity", p.capacity.size());
  check_size("category_indices", p.category_indices.size());
  check_size("limit_column", p.limit_column.size());
  check_size("apart_column", p.apart_column.size());
  check_size("tied_row", p.tied_row.size());
  const std::size_t rows = detail::row_count(p);
  const std::size_t columns = detail::column_count(p);
  check_length("weight", p.weight.size(), p.weight_per_pair ? p.indices.size() : rows, false);
  check_length("base_load", p.base_load.size(), columns, true);
  check_length("hard_limit", p.hard_limit.size(), columns, true);
  check_length("priority", p.priority.size(), rows, true);
  check_length("row_class", p.row_class.size(), rows, true);
  check_length("cost", p.cost.size(), p.indices.size(), true);

  check_pairs(p, columns);
  check_at_least("weight", p.weight, 0);
  check_at_least("capacity", p.capacity, 0);
  check_at_least("base_load", p.base_load, 0);
  check_at_least("hard_limit", p.hard_limit, 0);
  check_at_least("priority", p.priority, 0);
  check_at_least("cost", p.cost, 0);
  check_between("row_class", p.row_class, 0, 3);
  if (p.cost_weight < Rational(0)) {
    refuse(ErrorCode::negative_value, "cost_weight", std::nullopt, "a number of at least 0", p.cost_weight.to_string());
  }
  if (p.balance != Balance::squares && p.balance != Balance::peak && p.balance != Balance::leximin) {
    refuse(ErrorCode::out_of_range, "balance", std::nullopt, "squares, peak or leximin", std::to_string(static_cast<std::int32_t>(p.balance)));
  }
  if (p.overload_place != OverloadPlace::after_must && p.overload_place != OverloadPlace::after_unassigned) {
    refuse(ErrorCode::out_of_range, "overload_place", std::nullopt, "after_must or after_unassigned",
           std::to_string(static_cast<std::int32_t>(p.overload_place)));
  }
  check_categories(p, rows, columns);
  check_groups(p, rows);
  check_meetings(p, rows, columns);
  check_given_plans(p, rows, columns);
  check_sums(p, rows);
}

}  // namespace evenload::optimize
