#include "rooms.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "src/optimize/full_value.hpp"
#include "src/optimize/instance.hpp"

namespace evenload::optimize::detail {

Rooms::Rooms(const BalancedAssignmentProblem& p, std::span<const std::int32_t> assignment, std::int32_t row_class)
    : problem_(&p), assignment_(assignment) {
  const LevelOrder order = level_order(p);
  const auto level_of = [&](std::size_t row) { return order.unassigned[p.row_class.empty() ? 0 : static_cast<std::size_t>(p.row_class[row])]; };
  const int level = order.unassigned[static_cast<std::size_t>(row_class)];
  within_capacity_ = level > order.overload;

  const std::size_t rows = row_count(p);
  const std::size_t columns = column_count(p);
  std::vector<std::int64_t> standing(columns);
  for (std::size_t j = 0; j < columns; ++j) standing[j] = base_load_of(p, j);
  competes_.assign(rows, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int32_t column = fixed_of(p, i);
    if (column < 0) {
      competes_[i] = level_of(i) <= level ? 1 : 0;
    } else {
      standing[column] += weight_of(p, i, static_cast<std::size_t>(find_pair(p, i, column)));
    }
  }
  open_.resize(columns);
  hard_room_.resize(columns);
  soft_room_.resize(columns);
  overload_total_ = full_value(p, assignment).level[order.overload];
  overload_ = overload_total_;
  for (std::size_t j = 0; j < columns; ++j) overload_ -= std::max<std::int64_t>(0, standing[j] - p.capacity[j]);
  for (std::size_t j = 0; j < columns; ++j) {
    const std::int64_t most = hard_limit_of(p, j);
    open_[j] = p.capacity[j] > 0 && standing[j] <= most ? 1 : 0;
    if (open_[j] == 0) continue;
    hard_room_[j] = most - standing[j];
    soft_room_[j] = std::clamp<std::int64_t>(p.capacity[j] - standing[j], 0, hard_room_[j]);
    // Without any overload to spend, capacities are as hard as limits.
    if (within_capacity_ && overload_ == 0) hard_room_[j] = soft_room_[j];
  }

  rows_of_.resize(columns);
  lightest_.assign(rows, 0);
  bool any = false;
  bool equal = true;
  for (std::size_t i = 0; i < rows; ++i) {
    if (competes_[i] == 0) continue;
    if (assignment[i] >= 0) rows_of_[assignment[i]].push_back(static_cast<std::int32_t>(i));
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    each_pair(static_cast<std::int32_t>(i), [&](std::int32_t, std::int64_t weight) {
      least = std::min(least, weight);
      if (!any) equal_weight_ = weight;
      any = true;
      equal = equal && weight == equal_weight_;
    });
    lightest_[i] = least == std::numeric_limits<std::int64_t>::max() ? 0 : least;
  }
  if (!equal) equal_weight_ = 0;
}

BlockingGroup group_of(const Rooms& rooms, std::vector<std::int32_t> rows) {
  BlockingGroup group;
  std::sort(rows.begin(), rows.end());
  group.rows = std::move(rows);
  for (const std::int32_t row : group.rows) {
    group.load += rooms.lightest(row);
    rooms.each_pair(row, [&](std::int32_t column, std::int64_t) { group.columns.push_back(column); });
  }
  std::sort(group.columns.begin(), group.columns.end());
  group.columns.erase(std::unique(group.columns.begin(), group.columns.end()), group.columns.end());
  group.within_capacity = rooms.within_capacity();
  group.overload = group.within_capacity ? rooms.overload() : 0;
  std::int64_t hard = 0;
  std::int64_t soft = 0;
  for (const std::int32_t column : group.columns) {
    hard += rooms.hard_room(column);
    soft += rooms.soft_room(column);
  }
  group.room = group.within_capacity ? std::min(hard, soft + group.overload) : hard;
  return group;
}

bool too_heavy(const Rooms& rooms, const BlockingGroup& group) {
  if (group.rows.size() == 1 && group.columns.empty()) return true;
  if (group.load > group.room) return true;
  if (rooms.equal_weight() == 0 || group.overload > 0) return false;
  std::int64_t places = 0;
  for (const std::int32_t column : group.columns) {
    places += rooms.hard_room(column) / rooms.equal_weight();
  }
  return static_cast<std::int64_t>(group.rows.size()) > places;
}

}  // namespace evenload::optimize::detail
