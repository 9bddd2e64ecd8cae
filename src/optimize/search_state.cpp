#include "search_state.hpp"

#include <numeric>
#include <utility>

namespace evenload::optimize::detail {

SearchState::SearchState(const Instance& instance, const Plan& plan, std::vector<std::int64_t> soft)
    : instance_(&instance),
      soft_(std::move(soft)),
      size_(instance.columns),
      rows_(instance.pair_column.size()),
      place_of_(instance.rows) {
  if (soft_.empty()) soft_.assign(instance.columns, unlimited);
  inverse_.reserve(instance.capacity.size());
  for (const std::int64_t capacity : instance.capacity) inverse_.push_back(1.0 / static_cast<double>(capacity));
  reset(plan);
}

void SearchState::reset(const Plan& plan) {
  pair_of_.assign(instance_->rows, -1);
  unassigned_.resize(instance_->rows);
  std::iota(unassigned_.begin(), unassigned_.end(), 0);
  place_of_ = unassigned_;
  load_ = instance_->base;
  std::fill(size_.begin(), size_.end(), 0);
  count_left_ = instance_->limit_count;
  weight_left_ = instance_->limit_weight;
  level_ = {};
  balance_ = 0;
  for (int i = 0; i < instance_->rows; ++i) level_[instance_->row_level[i]] += instance_->priority[i];
  for (int j = 0; j < instance_->columns; ++j) {
    level_[instance_->order.overload] += std::max<std::int64_t>(0, load_[j] - instance_->capacity[j]);
    balance_ += static_cast<double>(load_[j]) * static_cast<double>(load_[j]) * inverse_[j];
  }
  set_soft_limits(std::vector<std::int64_t>(soft_));
  for (int i = 0; i < instance_->rows; ++i) {
    if (plan.pair_of[i] >= 0) place(plan.pair_of[i]);
  }
}

void SearchState::set_soft_limits(const std::vector<std::int64_t>& soft) {
  soft_ = soft;
  excess_ = 0;
  for (int j = 0; j < instance_->columns; ++j) excess_ += std::max<std::int64_t>(0, load_[j] - soft_[j]);
}

void SearchState::change_load(std::int32_t column, std::int64_t change) noexcept {
  const std::int64_t before = load_[column];
  const std::int64_t after = before + change;
  const std::int64_t capacity = instance_->capacity[column];
  level_[instance_->order.overload] += std::max<std::int64_t>(0, after - capacity) - std::max<std::int64_t>(0, before - capacity);
  excess_ += std::max<std::int64_t>(0, after - soft_[column]) - std::max<std::int64_t>(0, before - soft_[column]);
  balance_ += static_cast<double>(change) * (static_cast<double>(before) + static_cast<double>(after)) * inverse_[column];
  load_[column] = after;
}

void SearchState::place(std::int32_t pair) noexcept {
  const std::int32_t row = instance_->pair_row[pair];
  const std::int32_t column = instance_->pair_column[pair];
  pair_of_[row] = pair;
  unassigned_[place_of_[row]] = unassigned_.back();
  place_of_[unassigned_.back()] = place_of_[row];
  unassigned_.pop_back();
  const std::int32_t at = instance_->column_begin[column] + size_[column]++;
  rows_[at] = row;
  place_of_[row] = at;
  level_[instance_->row_level[row]] -= instance_->priority[row];
  change_load(column, instance_->pair_weight[pair]);
  balance_ += instance_->lambda * static_cast<double>(instance_->pair_cost[pair]);
  if (!instance_->has_limits()) return;
  for (std::int32_t k = instance_->limit_begin[pair]; k < instance_->limit_begin[pair + 1]; ++k) {
    const std::int32_t limit = instance_->limit_index[k];
    if (count_left_[limit] != unlimited) count_left_[limit] -= instance_->limit_amount[k];
    if (weight_left_[limit] != unlimited) weight_left_[limit] -= instance_->pair_weight[pair];
  }
}

void SearchState::remove(std::int32_t row) noexcept {
  const std::int32_t pair = pair_of_[row];
  const std::int32_t column = instance_->pair_column[pair];
  pair_of_[row] = -1;
  const std::int32_t last = instance_->column_begin[column] + --size_[column];
  rows_[place_of_[row]] = rows_[last];
  place_of_[rows_[last]] = place_of_[row];
  place_of_[row] = static_cast<std::int32_t>(unassigned_.size());
  unassigned_.push_back(row);
  level_[instance_->row_level[row]] += instance_->priority[row];
  change_load(column, -instance_->pair_weight[pair]);
  balance_ -= instance_->lambda * static_cast<double>(instance_->pair_cost[pair]);
  if (!instance_->has_limits()) return;
  for (std::int32_t k = instance_->limit_begin[pair]; k < instance_->limit_begin[pair + 1]; ++k) {
    const std::int32_t limit = instance_->limit_index[k];
    if (count_left_[limit] != unlimited) count_left_[limit] += instance_->limit_amount[k];
    if (weight_left_[limit] != unlimited) weight_left_[limit] += instance_->pair_weight[pair];
  }
}

bool SearchState::fits_limits(std::int32_t pair) const noexcept {
  for (std::int32_t k = instance_->limit_begin[pair]; k < instance_->limit_begin[pair + 1]; ++k) {
    const std::int32_t limit = instance_->limit_index[k];
    if (instance_->limit_amount[k] > count_left_[limit] || instance_->pair_weight[pair] > weight_left_[limit]) return false;
  }
  return true;
}

bool SearchState::fits_group(std::int32_t pair) const noexcept {
  const std::int32_t row = instance_->pair_row[pair];
  const std::int32_t group = instance_->row_group[row];
  if (group < 0) return true;
  const std::int32_t marked = instance_->group_marked[group];
  if (marked >= 0 && marked != row && pair_of_[marked] < 0) return false;
  for (std::int32_t k = instance_->group_begin[group]; k < instance_->group_begin[group + 1]; ++k) {
    const std::int32_t other = instance_->group_rows[k];
    if (other == row || pair_of_[other] < 0) continue;
    if (!instance_->may_meet(row, instance_->pair_column[pair], other, column_of(other))) return false;
  }
  return true;
}

bool SearchState::can_leave(std::int32_t row) const noexcept {
  if (!instance_->has_groups()) return true;
  const std::int32_t group = instance_->row_group[row];
  if (group < 0 || instance_->group_marked[group] != row) return true;
  for (std::int32_t k = instance_->group_begin[group]; k < instance_->group_begin[group + 1]; ++k) {
    const std::int32_t other = instance_->group_rows[k];
    if (other != row && pair_of_[other] >= 0) return false;
  }
  return true;
}

}  // namespace evenload::optimize::detail
