// Where one more row does best while all others stay put.
#include <algorithm>

#include "state.hpp"

namespace evenload::optimize::detail::online {

OnlineExclusion State::exclusion(const OnlineRow& row, std::int32_t column, std::int64_t weight) const noexcept {
  const ColumnNumbers& c = column_[column];
  if (c.capacity == 0) return OnlineExclusion::zero_capacity;
  if (c.base > c.limit) return OnlineExclusion::base_past_hard_limit;
  if (c.load + weight > c.limit) return OnlineExclusion::hard_limit;
  if (limit_begin_[column] == limit_begin_[static_cast<std::size_t>(column) + 1]) return OnlineExclusion::none;
  for (std::size_t k = 0; k < row.categories.size(); ++k) {
    const Limit* limit = find_limit(column, row.categories[k]);
    if (limit == nullptr) continue;
    if (limit->count + (row.category_amount.empty() ? 1 : row.category_amount[k]) > limit->most_count) return OnlineExclusion::category_count;
    if (limit->weight + weight > limit->most_weight) return OnlineExclusion::category_weight;
  }
  return OnlineExclusion::none;
}

ChangeValue State::value_of(const OnlineRow& row, std::size_t k) const noexcept {
  const ColumnNumbers& c = column_[row.columns[k]];
  ChangeValue value;
  value.add_column(c.load, c.load + weight_at(row, k), c.capacity);
  value.add_cost(cost_at(row, k), cost_weight_);
  return value;
}

bool State::better_than_out(const OnlineRow& row, const ChangeValue& value) const noexcept {
  // Placed: overload and balance change. Left out: the row's priority on its class.
  const bool before_overload = row.row_class == RowClass::must || overload_place_ == OverloadPlace::after_unassigned;
  if (before_overload && row.priority > 0) return true;
  if (value.overload() != 0) return value.overload() < 0;
  if (row.priority > 0) return true;
  return ChangeValue::compare(value, ChangeValue{}) < 0;
}

LevelDifference State::out_difference(const OnlineRow& row) const noexcept {
  LevelDifference difference;
  difference.unassigned[static_cast<std::size_t>(row.row_class)] = row.priority;
  return difference;
}

std::span<const OnlineCandidate> State::best(const OnlineRow& row, std::size_t count) {
  check_row(row);
  count = std::min(count, row.columns.size());
  if (row.columns.size() > longest_) {
    longest_ = row.columns.size();
    reserve_questions();
  }
  candidates_.clear();
  order_.clear();
  if (count == 0) return {};
  // The best so far in order, the last of them dropped for a better one; equal values keep the earlier column before the later one.
  for (std::size_t k = 0; k < row.columns.size(); ++k) {
    const std::int32_t column = row.columns[k];
    if (exclusion(row, column, weight_at(row, k)) != OnlineExclusion::none) continue;
    const ChangeValue value = value_of(row, k);
    std::size_t at = order_.size();
    while (at > 0) {
      const LevelDifference& other = candidates_[at - 1].difference;
      // Doubles decide where they are far apart: both are sums of terms that are not negative.
      int sign = value.overload() == other.overload ? 0 : (value.overload() < other.overload ? -1 : 1);
      if (sign == 0) {
        const double gap = value.balance() - other.balance;
        if (gap > 0x1p-46 * value.balance()) {
          sign = 1;
        } else if (-gap > 0x1p-46 * other.balance) {
          sign = -1;
        } else {
          sign = ChangeValue::compare(value, value_of(row, order_[at - 1]));
        }
      }
      if (sign >= 0) break;
      --at;
    }
    if (at >= count) continue;
    if (order_.size() == count) {
      order_.pop_back();
      candidates_.pop_back();
    }
    OnlineCandidate candidate;
    candidate.column = column;
    candidate.difference.overload = value.overload();
    candidate.difference.balance = value.balance();
    candidate.better_than_out = better_than_out(row, value);
    order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(at), k);
    candidates_.insert(candidates_.begin() + static_cast<std::ptrdiff_t>(at), candidate);
  }
  return candidates_;
}

std::span<const OnlineExclusion> State::exclusions(const OnlineRow& row) {
  check_row(row);
  std::fill(exclusions_.begin(), exclusions_.end(), OnlineExclusion::not_a_pair);
  for (std::size_t k = 0; k < row.columns.size(); ++k) exclusions_[row.columns[k]] = exclusion(row, row.columns[k], weight_at(row, k));
  return exclusions_;
}

}  // namespace evenload::optimize::detail::online
