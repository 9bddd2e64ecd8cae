/// \file
/// Tiny problems with every feature, and all their plans valued from the definition; shares no code with the library.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <numeric>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"

namespace evenload::test {

using Counts = std::vector<std::int64_t>;
using Columns = std::vector<std::int32_t>;

struct TinyProblem {
  int rows = 0;
  int columns = 0;
  Counts indptr{0}, weight, capacity, base, hard, priority, cost;
  Columns indices, row_class;
  bool weight_per_pair = false;
  std::int64_t lambda_numerator = 0, lambda_denominator = 1;
  optimize::Balance balance = optimize::Balance::squares;
  optimize::OverloadPlace place = optimize::OverloadPlace::after_must;
  Counts category_indptr, category_amount, limit_count, limit_weight;
  Columns category_indices, limit_column, limit_category;
  Columns group, fixed, start;
  std::vector<std::uint8_t> marked, tied_alike;
  Columns apart, apart_other, label, tied, tied_other;

  optimize::BalancedAssignmentProblem view() const {
    optimize::BalancedAssignmentProblem p;
    p.indptr = indptr;
    p.indices = indices;
    p.weight = weight;
    p.weight_per_pair = weight_per_pair;
    p.capacity = capacity;
    p.base_load = base;
    p.hard_limit = hard;
    p.priority = priority;
    p.row_class = row_class;
    p.cost = cost;
    p.cost_weight = Rational(lambda_numerator, lambda_denominator);
    p.balance = balance;
    p.overload_place = place;
    p.category_indptr = category_indptr;
    p.category_indices = category_indices;
    p.category_amount = category_amount;
    p.limit_column = limit_column;
    p.limit_category = limit_category;
    p.limit_count = limit_count;
    p.limit_weight = limit_weight;
    p.row_group = group;
    p.row_marked = marked;
    p.apart_column = apart;
    p.apart_other = apart_other;
    p.column_label = label;
    p.tied_row = tied;
    p.tied_other = tied_other;
    p.tied_alike = tied_alike;
    p.fixed = fixed;
    p.start = start;
    return p;
  }

  std::int64_t pair(int row, int column) const {
    for (auto k = indptr[row]; k < indptr[row + 1]; ++k) {
      if (indices[k] == column) return k;
    }
    return -1;
  }
  std::int64_t hard_limit(int j) const { return hard.empty() ? 5 * capacity[j] / 4 : hard[j]; }
  std::int64_t base_load(int j) const { return base.empty() ? 0 : base[j]; }
  std::int64_t load_of(int row, int column) const { return weight_per_pair ? weight[pair(row, column)] : weight[row]; }
  bool is_fixed(int row) const { return !fixed.empty() && fixed[row] >= 0; }

  /// All rules, in the words of DESIGN §3.2 and the header.
  bool allowed(const Columns& plan) const {
    Counts load(columns);
    std::vector<bool> free_row(columns, false);
    for (int j = 0; j < columns; ++j) load[j] = base_load(j);
    for (int i = 0; i < rows; ++i) {
      if (is_fixed(i) && plan[i] != fixed[i]) return false;
      if (plan[i] < 0) continue;
      load[plan[i]] += load_of(i, plan[i]);
      if (!is_fixed(i)) free_row[plan[i]] = true;
    }
    for (int j = 0; j < columns; ++j) {
      if (free_row[j] && (capacity[j] == 0 || load[j] > hard_limit(j))) return false;
    }
    for (std::size_t l = 0; l < limit_column.size(); ++l) {
      std::int64_t count = 0, weight_sum = 0;
      bool any_free = false;
      for (int i = 0; i < rows; ++i) {
        if (plan[i] != limit_column[l]) continue;
        for (auto k = category_indptr[i]; k < category_indptr[i + 1]; ++k) {
          if (category_indices[k] != limit_category[l]) continue;
          count += category_amount.empty() ? 1 : category_amount[k];
          weight_sum += load_of(i, plan[i]);
          any_free = any_free || !is_fixed(i);
        }
      }
      if (any_free && !limit_count.empty() && limit_count[l] >= 0 && count > limit_count[l]) return false;
      if (any_free && !limit_weight.empty() && limit_weight[l] >= 0 && weight_sum > limit_weight[l]) return false;
    }
    for (int i = 0; i < rows && !group.empty(); ++i) {
      if (group[i] < 0 || plan[i] < 0 || is_fixed(i)) continue;
      for (int other = 0; other < rows; ++other) {
        if (other == i || group[other] != group[i]) continue;
        if (plan[other] == plan[i]) return false;
        if (!marked.empty() && marked[other] == 1 && marked[i] == 0 && plan[other] < 0) return false;
        if (plan[other] >= 0 && !may_meet(i, other, plan)) return false;
      }
    }
    return true;
  }

  bool may_meet(int row, int other, const Columns& plan) const {
    for (std::size_t k = 0; k < apart.size(); ++k) {
      if (std::set<int>{apart[k], apart_other[k]} == std::set<int>{plan[row], plan[other]}) return false;
    }
    for (std::size_t k = 0; k < tied.size(); ++k) {
      if (std::set<int>{tied[k], tied_other[k]} != std::set<int>{row, other}) continue;
      const bool alike = label[plan[row]] != -1 && label[plan[row]] == label[plan[other]];
      if (alike != (tied_alike[k] == 1)) return false;
    }
    return true;
  }

  /// Common denominator of all level values.
  std::int64_t denominator() const {
    std::int64_t common = lambda_denominator;
    for (const std::int64_t c : capacity) {
      if (c > 0) common = std::lcm(common, c);
    }
    return common;
  }

  /// Level values in order; peak and balance are on the common denominator.
  Counts levels(const Columns& plan) const {
    Counts load(columns);
    std::array<std::int64_t, 3> left{};
    std::int64_t costs = 0;
    for (int j = 0; j < columns; ++j) load[j] = base_load(j);
    for (int i = 0; i < rows; ++i) {
      if (plan[i] < 0) {
        left[row_class.empty() ? 0 : row_class[i]] += priority.empty() ? 1 : priority[i];
      } else {
        load[plan[i]] += load_of(i, plan[i]);
        if (!cost.empty()) costs += cost[pair(i, plan[i])];
      }
    }
    const std::int64_t common = denominator();
    std::int64_t over = 0, peak = 0, squares = 0;
    for (int j = 0; j < columns; ++j) {
      over += std::max<std::int64_t>(0, load[j] - capacity[j]);
      if (capacity[j] == 0) continue;
      peak = std::max(peak, load[j] * (common / capacity[j]));
      squares += load[j] * load[j] * (common / capacity[j]);
    }
    squares += lambda_numerator * costs * (common / lambda_denominator);
    Counts result;
    if (row_class.empty()) {
      result = {left[0], over};
    } else if (place == optimize::OverloadPlace::after_must) {
      result = {left[0], over, left[1], left[2]};
    } else {
      result = {left[0], left[1], left[2], over};
    }
    if (balance == optimize::Balance::peak) result.push_back(peak);
    result.push_back(squares);
    return result;
  }

  /// The levels of every allowed plan.
  std::vector<Counts> all_levels() const {
    std::set<Counts> found;
    Columns plan(rows, -1);
    visit(0, plan, found);
    return {found.begin(), found.end()};
  }

 private:
  void visit(int row, Columns& plan, std::set<Counts>& found) const {
    if (row == rows) {
      if (allowed(plan)) found.insert(levels(plan));
      return;
    }
    plan[row] = -1;
    if (!is_fixed(row)) visit(row + 1, plan, found);
    for (auto k = indptr[row]; k < indptr[row + 1]; ++k) {
      if (is_fixed(row) && indices[k] != fixed[row]) continue;
      plan[row] = indices[k];
      visit(row + 1, plan, found);
    }
    plan[row] = -1;
  }
};

inline std::ostream& operator<<(std::ostream& out, const TinyProblem& p) {
  const auto show = [&](const char* name, const auto& values) {
    if (values.empty()) return;
    out << "\n  " << name << ":";
    for (const auto& value : values) out << ' ' << +value;
  };
  out << p.rows << " rows, " << p.columns << " columns, per pair " << p.weight_per_pair << ", lambda " << p.lambda_numerator << '/'
      << p.lambda_denominator << ", balance " << static_cast<int>(p.balance) << ", place " << static_cast<int>(p.place);
  show("indptr", p.indptr);
  show("indices", p.indices);
  show("weight", p.weight);
  show("capacity", p.capacity);
  show("base", p.base);
  show("hard", p.hard);
  show("priority", p.priority);
  show("class", p.row_class);
  show("cost", p.cost);
  show("category_indptr", p.category_indptr);
  show("category_indices", p.category_indices);
  show("category_amount", p.category_amount);
  show("limit_column", p.limit_column);
  show("limit_category", p.limit_category);
  show("limit_count", p.limit_count);
  show("limit_weight", p.limit_weight);
  show("group", p.group);
  show("marked", p.marked);
  show("apart", p.apart);
  show("apart_other", p.apart_other);
  show("label", p.label);
  show("tied", p.tied);
  show("tied_other", p.tied_other);
  show("tied_alike", p.tied_alike);
  show("fixed", p.fixed);
  show("start", p.start);
  return out << '\n';
}

}  // namespace evenload::test
