#include "instance.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace evenload::optimize::detail {

std::int64_t hard_limit_of(const BalancedAssignmentProblem& p, std::size_t j) noexcept {
  return p.hard_limit.empty() ? p.capacity[j] + p.capacity[j] / 4 : p.hard_limit[j];
}

std::int64_t find_pair(const BalancedAssignmentProblem& p, std::size_t row, std::int32_t column) noexcept {
  const auto begin = p.indices.begin() + p.indptr[row];
  const auto end = p.indices.begin() + p.indptr[row + 1];
  const auto at = std::lower_bound(begin, end, column);
  return at != end && *at == column ? at - p.indices.begin() : -1;
}

std::int32_t Instance::find_pair(std::int32_t row, std::int32_t column) const noexcept {
  const auto begin = pair_column.begin() + pair_begin[row];
  const auto end = pair_column.begin() + pair_begin[row + 1];
  const auto at = std::lower_bound(begin, end, column);
  return at != end && *at == column ? static_cast<std::int32_t>(at - pair_column.begin()) : -1;
}

LevelOrder level_order(const BalancedAssignmentProblem& problem) {
  LevelOrder order;
  if (problem.row_class.empty()) return order;
  order.count = 4;
  if (problem.overload_place == OverloadPlace::after_must) {
    order.overload = 1;
    order.unassigned = {0, 2, 3};
  } else {
    order.overload = 3;
    order.unassigned = {0, 1, 2};
    order.kind = {LevelKind::unassigned_must, LevelKind::unassigned_due, LevelKind::unassigned_may_wait, LevelKind::overload};
  }
  return order;
}

namespace {

std::uint64_t place_key(std::int32_t column, std::int32_t category) noexcept {
  return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(column)) << 32) | static_cast<std::uint32_t>(category);
}

/// Builds the reduction step by step; each step uses what the ones before it left.
class Reducer {
 public:
  Reducer(const BalancedAssignmentProblem& problem, std::stop_token stop)
      : p_(problem), stop_(std::move(stop)), rows_(row_count(problem)), columns_(column_count(problem)) {}

  Reduction run() {
    result_.whole.order = level_order(p_);
    result_.whole.cost_weight = p_.cost_weight;
    result_.whole.lambda = p_.cost_weight.to_double();
    index_limits();
    meetings_ = std::make_shared<const Meetings>(p_);
    fold_fixed_rows();
    find_usable_pairs();
    drop_rows_that_wait_in_vain();
    if (stop_.stop_requested()) return without_rows();
    number_rows_and_columns();
    copy_pairs();
    if (stop_.stop_requested()) return without_rows();
    index_columns(result_.whole);
    copy_groups();
    if (stop_.stop_requested()) return without_rows();
    return std::move(result_);
  }

 private:
  Reduction without_rows() {
    Reduction bare;
    bare.whole.order = level_order(p_);
    bare.whole.cost_weight = p_.cost_weight;
    bare.whole.lambda = p_.cost_weight.to_double();
    bare.whole.pair_begin.push_back(0);
    index_columns(bare.whole);
    bare.constant_cost = result_.constant_cost;
    bare.load = std::move(result_.load);
    std::int64_t& overload = bare.constant[static_cast<std::size_t>(bare.whole.order.overload)];
    for (std::size_t j = 0; j < columns_; ++j) overload += std::max<std::int64_t>(0, bare.load[j] - p_.capacity[j]);
    return bare;
  }

  bool is_fixed(std::size_t i) const { return fixed_of(p_, i) >= 0; }
  std::int32_t group_of(std::size_t i) const { return p_.row_group.empty() ? -1 : p_.row_group[i]; }
  bool is_marked(std::size_t i) const { return !p_.row_marked.empty() && p_.row_marked[i] == 1 && group_of(i) >= 0; }

  /// Calls visit(limit, amount) for every limit that row i meets in column j.
  template <class Visit>
  void for_each_limit(std::size_t i, std::int32_t j, Visit visit) const {
    if (limit_at_.empty() || p_.category_indptr.empty()) return;
    for (auto k = static_cast<std::size_t>(p_.category_indptr[i]); k < static_cast<std::size_t>(p_.category_indptr[i + 1]); ++k) {
      const auto found = limit_at_.find(place_key(j, p_.category_indices[k]));
      if (found != limit_at_.end()) visit(found->second, p_.category_amount.empty() ? std::int64_t{1} : p_.category_amount[k]);
    }
  }

  void index_limits() {
    const std::size_t limits = p_.limit_column.size();
    auto& count = result_.whole.limit_count;
    auto& weight = result_.whole.limit_weight;
    count.assign(limits, unlimited);
    weight.assign(limits, unlimited);
    for (std::size_t l = 0; l < limits; ++l) {
      if (!p_.limit_count.empty() && p_.limit_count[l] >= 0) count[l] = p_.limit_count[l];
      if (!p_.limit_weight.empty() && p_.limit_weight[l] >= 0) weight[l] = p_.limit_weight[l];
      limit_at_.emplace(place_key(p_.limit_column[l], p_.limit_category[l]), static_cast<std::int32_t>(l));
    }
  }

  /// Fixed rows stand even past limits: what is left of a limit may become negative.
  void fold_fixed_rows() {
    result_.load.resize(columns_);
    for (std::size_t j = 0; j < columns_; ++j) result_.load[j] = base_load_of(p_, j);
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::int32_t j = fixed_of(p_, i);
      if (j < 0) continue;
      const auto pair = static_cast<std::size_t>(find_pair(p_, i, j));
      const std::int64_t weight = weight_of(p_, i, pair);
      result_.load[static_cast<std::size_t>(j)] += weight;
      result_.constant_cost += cost_of(p_, pair);
      for_each_limit(i, j, [&](std::int32_t limit, std::int64_t amount) {
        auto& count = result_.whole.limit_count[static_cast<std::size_t>(limit)];
        auto& left = result_.whole.limit_weight[static_cast<std::size_t>(limit)];
        if (count != unlimited) count -= amount;
        if (left != unlimited) left -= weight;
      });
      if (group_of(i) >= 0) {
        standing_.emplace_back(group_of(i), static_cast<std::int32_t>(i));
        if (is_marked(i)) mark_stands_.emplace(group_of(i), true);
      }
    }
    std::sort(standing_.begin(), standing_.end());
  }

  /// Whether the fixed rows of its group let the row go there.
  bool may_join(std::int32_t row, std::int32_t column) const {
    const std::int32_t group = group_of(static_cast<std::size_t>(row));
    for (auto at = std::lower_bound(standing_.begin(), standing_.end(), std::pair{group, std::int32_t{0}});
         at != standing_.end() && at->first == group; ++at) {
      if (!meetings_->allow(row, column, at->second, fixed_of(p_, static_cast<std::size_t>(at->second)))) return false;
    }
    return true;
  }

  bool usable(std::size_t i, std::size_t pair) const {
    const std::int32_t j = p_.indices[pair];
    const auto column = static_cast<std::size_t>(j);
    const std::int64_t weight = weight_of(p_, i, pair);
    const std::int64_t limit = hard_limit_of(p_, column);
    if (p_.capacity[column] == 0 || result_.load[column] > limit || weight > limit - result_.load[column]) return false;
    if (group_of(i) >= 0 && !may_join(static_cast<std::int32_t>(i), j)) return false;
    bool fits = true;
    for_each_limit(i, j, [&](std::int32_t l, std::int64_t amount) {
      fits = fits && amount <= result_.whole.limit_count[static_cast<std::size_t>(l)] &&
             weight <= result_.whole.limit_weight[static_cast<std::size_t>(l)];
    });
    return fits;
  }

  void find_usable_pairs() {
    usable_.assign(p_.indices.size(), 0);
    row_usable_.assign(rows_, 0);
    for (std::size_t i = 0; i < rows_; ++i) {
      if (is_fixed(i)) continue;
      for (auto k = static_cast<std::size_t>(p_.indptr[i]); k < static_cast<std::size_t>(p_.indptr[i + 1]); ++k) {
        usable_[k] = usable(i, k) ? 1 : 0;
        row_usable_[i] |= usable_[k];
      }
    }
  }

  void drop_rows_that_wait_in_vain() {
    for (std::size_t i = 0; i < rows_; ++i) {
      if (is_marked(i) && !is_fixed(i)) mark_stands_.emplace(group_of(i), row_usable_[i] != 0);
    }
    for (std::size_t i = 0; i < rows_; ++i) {
      if (group_of(i) < 0 || is_marked(i)) continue;
      const auto found = mark_stands_.find(group_of(i));
      if (found != mark_stands_.end() && !found->second) row_usable_[i] = 0;
    }
  }

  void number_rows_and_columns() {
    Instance& whole = result_.whole;
    column_number_.assign(columns_, -1);
    for (std::size_t i = 0; i < rows_; ++i) {
      if (is_fixed(i)) continue;
      if (row_usable_[i] == 0) {
        const auto level = static_cast<std::size_t>(level_of(i));
        result_.constant[level] += priority_of(p_, i);
        continue;
      }
      whole.original_row.push_back(static_cast<std::int32_t>(i));
      for (auto k = static_cast<std::size_t>(p_.indptr[i]); k < static_cast<std::size_t>(p_.indptr[i + 1]); ++k) {
        if (usable_[k] != 0) column_number_[static_cast<std::size_t>(p_.indices[k])] = 0;
      }
    }
    for (std::size_t j = 0; j < columns_; ++j) {
      if (column_number_[j] < 0) {
        result_.constant[static_cast<std::size_t>(whole.order.overload)] +=
            std::max<std::int64_t>(0, result_.load[j] - p_.capacity[j]);
        continue;
      }
      column_number_[j] = static_cast<std::int32_t>(whole.original_column.size());
      whole.original_column.push_back(static_cast<std::int32_t>(j));
      whole.base.push_back(result_.load[j]);
      whole.capacity.push_back(p_.capacity[j]);
      whole.limit.push_back(hard_limit_of(p_, j));
    }
    whole.rows = static_cast<int>(whole.original_row.size());
    whole.columns = static_cast<int>(whole.original_column.size());
  }

  int level_of(std::size_t i) const {
    const auto row_class = p_.row_class.empty() ? 0 : static_cast<std::size_t>(p_.row_class[i]);
    return result_.whole.order.unassigned[row_class];
  }

  void copy_pairs() {
    Instance& whole = result_.whole;
    const bool limits = !limit_at_.empty() && !p_.category_indptr.empty();
    whole.pair_begin.push_back(0);
    if (limits) whole.limit_begin.push_back(0);
    for (const std::int32_t original : whole.original_row) {
      const auto i = static_cast<std::size_t>(original);
      whole.priority.push_back(priority_of(p_, i));
      whole.row_level.push_back(static_cast<std::int8_t>(level_of(i)));
      for (auto k = static_cast<std::size_t>(p_.indptr[i]); k < static_cast<std::size_t>(p_.indptr[i + 1]); ++k) {
        if (usable_[k] == 0) continue;
        whole.pair_row.push_back(static_cast<std::int32_t>(whole.pair_begin.size()) - 1);
        whole.pair_column.push_back(column_number_[static_cast<std::size_t>(p_.indices[k])]);
        whole.pair_weight.push_back(weight_of(p_, i, k));
        whole.pair_cost.push_back(cost_of(p_, k));
        if (!limits) continue;
        for_each_limit(i, p_.indices[k], [&](std::int32_t limit, std::int64_t amount) {
          whole.limit_index.push_back(limit);
          whole.limit_amount.push_back(amount);
        });
        whole.limit_begin.push_back(static_cast<std::int32_t>(whole.limit_index.size()));
      }
      whole.pair_begin.push_back(static_cast<std::int32_t>(whole.pair_column.size()));
    }
    if (whole.limit_index.empty()) whole.limit_begin.clear();
  }

  void copy_groups() {
    Instance& whole = result_.whole;
    if (p_.row_group.empty()) return;
    std::unordered_map<std::int32_t, std::int32_t> number;
    std::vector<std::vector<std::int32_t>> members;
    for (int row = 0; row < whole.rows; ++row) {
      const std::int32_t group = group_of(static_cast<std::size_t>(whole.original_row[static_cast<std::size_t>(row)]));
      if (group < 0) continue;
      const auto [at, fresh] = number.emplace(group, static_cast<std::int32_t>(members.size()));
      if (fresh) members.emplace_back();
      members[static_cast<std::size_t>(at->second)].push_back(row);
    }
    whole.row_group.assign(static_cast<std::size_t>(whole.rows), -1);
    whole.group_begin.push_back(0);
    for (const auto& rows : members) {
      if (rows.size() < 2) continue;  // nothing left to differ from or to wait for
      std::int32_t marked = -1;
      for (const std::int32_t row : rows) {
        whole.row_group[static_cast<std::size_t>(row)] = static_cast<std::int32_t>(whole.group_marked.size());
        whole.group_rows.push_back(row);
        if (is_marked(static_cast<std::size_t>(whole.original_row[static_cast<std::size_t>(row)]))) marked = row;
      }
      whole.group_begin.push_back(static_cast<std::int32_t>(whole.group_rows.size()));
      whole.group_marked.push_back(marked);
    }
    if (whole.group_marked.empty()) {
      whole.row_group.clear();
    } else if (!meetings_->trivial()) {
      whole.meetings = meetings_;
    }
  }

  const BalancedAssignmentProblem& p_;
  std::stop_token stop_;
  std::size_t rows_;
  std::size_t columns_;
  Reduction result_;
  std::unordered_map<std::uint64_t, std::int32_t> limit_at_;
  std::shared_ptr<const Meetings> meetings_;
  std::vector<std::pair<std::int32_t, std::int32_t>> standing_;  // group and row of fixed rows, sorted
  std::unordered_map<std::int32_t, bool> mark_stands_;    // group: can its marked row be placed?
  std::vector<std::uint8_t> usable_;
  std::vector<std::uint8_t> row_usable_;
  std::vector<std::int32_t> column_number_;
};

}  // namespace

void index_columns(Instance& instance) {
  instance.column_begin.assign(static_cast<std::size_t>(instance.columns) + 1, 0);
  std::vector<std::int64_t> most = instance.base;
  for (std::size_t k = 0; k < instance.pair_column.size(); ++k) {
    const auto column = static_cast<std::size_t>(instance.pair_column[k]);
    ++instance.column_begin[column + 1];
    most[column] += instance.pair_weight[k];
  }
  for (std::size_t j = 0; j < static_cast<std::size_t>(instance.columns); ++j) {
    instance.column_begin[j + 1] += instance.column_begin[j];
    instance.limit[j] = std::min(instance.limit[j], most[j]);
  }
  instance.column_pairs.resize(instance.pair_column.size());
  std::vector<std::int32_t> next(instance.column_begin.begin(), instance.column_begin.end() - 1);
  for (std::size_t k = 0; k < instance.pair_column.size(); ++k) {
    instance.column_pairs[static_cast<std::size_t>(next[static_cast<std::size_t>(instance.pair_column[k])]++)] =
        static_cast<std::int32_t>(k);
  }
}

Reduction reduce(const BalancedAssignmentProblem& problem, const std::stop_token& stop) { return Reducer(problem, stop).run(); }

}  // namespace evenload::optimize::detail
