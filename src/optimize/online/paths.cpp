// The cheapest path of moves that makes room for one more row: search by number of moves, cut off by bounds (docs/models/online.md).
#include <algorithm>
#include <cmath>
#include <limits>

#include "state.hpp"

namespace evenload::optimize::detail::online {

namespace {

constexpr double never_reached = std::numeric_limits<double>::infinity();

}  // namespace

bool State::on_path(std::int32_t column, int depth) const noexcept {
  for (int s = 0; s <= depth; ++s) {
    if (path_[s].column == column) return true;
  }
  return false;
}

/// May the step's row stay in its column when `leaving` (-1: none) has gone from there?
bool State::enters(const Step& step, std::int32_t leaving, std::int64_t leaving_weight) const noexcept {
  const ColumnNumbers& c = column_[step.column];
  if (c.load + step.weight - leaving_weight > c.limit) return false;
  if (limit_begin_[step.column] == limit_begin_[static_cast<std::size_t>(step.column) + 1]) return true;
  const Row* row = step.slot < 0 ? nullptr : &rows_[step.slot];
  const std::size_t count = row == nullptr ? asked_->categories.size() : static_cast<std::size_t>(row->category_count);
  for (std::size_t k = 0; k < count; ++k) {
    const std::int32_t category = row == nullptr ? asked_->categories[k] : categories_[row->category_begin + k];
    const Limit* limit = find_limit(step.column, category);
    if (limit == nullptr) continue;
    std::int64_t amount = row != nullptr ? amounts_[row->category_begin + k] : (asked_->category_amount.empty() ? 1 : asked_->category_amount[k]);
    std::int64_t weight = step.weight;
    if (leaving >= 0) {
      const Row& gone = rows_[leaving];
      for (std::size_t q = gone.category_begin; q < gone.category_begin + gone.category_count; ++q) {
        if (categories_[q] != category) continue;
        amount -= amounts_[q];
        weight -= leaving_weight;
      }
    }
    if (limit->count + amount > limit->most_count || limit->weight + weight > limit->most_weight) return false;
  }
  return true;
}

void State::offer(int depth, double value) noexcept {
  found_value_ = value;
  found_length_ = depth + 1;
  std::copy(path_.begin(), path_.begin() + depth + 1, found_.begin());
}

/// All that may follow when the row of path_[depth] has come to its column; `value` is the path's if it ended there.
void State::extend(int depth, int remaining, double value) noexcept {
  const Step here = path_[depth];
  const ColumnNumbers& c = column_[here.column];
  const std::int64_t load = c.load + here.weight;
  auto& standing = standing_[here.column];
  auto& children = children_[depth];
  children.clear();
  bool tightened = false;
  const double later = (remaining - 1) * reach_;
  work_ += static_cast<std::int64_t>(standing.size() / 4);
  for (std::size_t e = 0; e < standing.size(); ++e) {
    Standing& row = standing[e];
    if (work_ > work_limit_) break;
    const double without = value - take_gain(here.column, load, row.weight);
    if (without + row.relocation - later >= found_value_ - tolerance_) continue;
    if (load - row.weight > c.limit || !enters(here, row.slot, row.weight)) continue;
    const auto pairs = pairs_of(row.slot);
    const Pair& own = pairs[rows_[row.slot].pair];
    work_ += 8 + static_cast<std::int64_t>(pairs.size());
    double least = never_reached;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const Pair& pair = pairs[k];
      if (pair.column == here.column || column_[pair.column].capacity == 0) continue;
      const double cost = add_cost(pair.column, pair.weight) + lambda_ * static_cast<double>(pair.cost - own.cost);
      least = std::min(least, cost);
      const double here_value = without + cost;
      double bound = here_value;
      if (remaining > 1) {
        // The column's bound for the heaviest row first: it is there, and decides nearly always.
        const double rest = (remaining - 2) * reach_;
        if (bound - std::max(0.0, top_[pair.column]) - rest >= found_value_ - tolerance_) continue;
        work_ += 6;
        bound -= std::max(0.0, most_gain(pair.column, pair.weight)) + rest;
      }
      if (bound >= found_value_ - tolerance_ || on_path(pair.column, depth)) continue;
      const Step step{pair.column, row.slot, pair.weight, static_cast<std::int32_t>(k)};
      if (here_value < found_value_ - tolerance_ && enters(step, -1, 0)) {
        path_[depth + 1] = step;
        offer(depth + 1, here_value);
      }
      if (remaining == 1) continue;
      if (children.size() == most_children) follow(depth, remaining, children);
      children.push_back({bound, here_value, step});
    }
    if (least > row.relocation) {
      row.relocation = least;
      tightened = true;
    }
  }
  if (tightened) refresh(here.column);
  follow(depth, remaining, children);
}

void State::follow(int depth, int remaining, std::vector<Child>& children) noexcept {
  std::sort(children.begin(), children.end(), [](const Child& a, const Child& b) {
    if (a.bound != b.bound) return a.bound < b.bound;
    return a.step.column != b.step.column ? a.step.column < b.step.column : a.step.slot < b.step.slot;
  });
  for (const Child& child : children) {
    if (child.bound >= found_value_ - tolerance_ || work_ > work_limit_) break;
    path_[depth + 1] = child.step;
    extend(depth + 1, remaining - 1, child.value);
  }
  children.clear();
}

ChangeValue State::path_value() const noexcept {
  ChangeValue value;
  std::int64_t cost = 0;
  for (int s = 0; s < found_length_; ++s) {
    const Step& step = found_[s];
    std::int64_t after = column_[step.column].load + step.weight;
    if (s + 1 < found_length_) {
      const Row& leaving = rows_[found_[s + 1].slot];
      const Pair& from = pairs_[leaving.pair_begin + leaving.pair];
      after -= from.weight;
      cost += pairs_[leaving.pair_begin + found_[s + 1].pair].cost - from.cost;
    }
    value.add_column(column_[step.column].load, after, column_[step.column].capacity);
  }
  cost += cost_at(*asked_, static_cast<std::size_t>(found_[0].pair));
  value.add_cost(cost, cost_weight_);
  return value;
}

OnlineAnswer State::best_with_moves(const OnlineRow& row, int moves, std::int64_t work_limit) {
  const auto staying = best(row, 1);
  asked_ = &row;
  work_ = 0;
  work_limit_ = work_limit;
  found_length_ = 0;
  found_value_ = never_reached;
  std::int64_t heaviest = 0;
  std::int64_t dearest = 0;
  for (std::size_t k = 0; k < row.columns.size(); ++k) {
    heaviest = std::max(heaviest, weight_at(row, k));
    dearest = std::max(dearest, cost_at(row, k));
  }
  scale_to(heaviest, dearest);
  reach_ = 0;
  if (moves > 1) {
    for (const double top : top_) reach_ = std::max(reach_, top);
  }

  roots_.clear();
  for (std::size_t k = 0; k < row.columns.size(); ++k) {
    const std::int32_t column = row.columns[k];
    if (column_[column].capacity == 0) continue;
    const Step step{column, -1, weight_at(row, k), static_cast<std::int32_t>(k)};
    const double value = add_cost(column, step.weight) + lambda_ * static_cast<double>(cost_at(row, k));
    roots_.push_back({0, value, step});
    if (!staying.empty() && staying[0].column == column) {
      path_[0] = step;
      offer(0, value);
    }
  }
  for (int most = 1; most <= moves && work_ <= work_limit_; ++most) {
    for (Child& root : roots_) {
      root.bound = root.value - std::max(0.0, most_gain(root.step.column, root.step.weight)) - (most - 1) * reach_;
    }
    std::sort(roots_.begin(), roots_.end(), [](const Child& a, const Child& b) {
      return a.bound != b.bound ? a.bound < b.bound : a.step.column < b.step.column;
    });
    for (const Child& root : roots_) {
      if (root.bound >= found_value_ - tolerance_ || work_ > work_limit_) break;
      path_[0] = root.step;
      extend(0, most, root.value);
    }
  }
  OnlineAnswer answer;
  answer.proven = work_ <= work_limit_;
  answer.work = work_;
  answer.difference = out_difference(row);
  if (found_length_ == 0) return answer;
  const ChangeValue value = path_value();
  if (!better_than_out(row, value)) return answer;
  answer.column = found_[0].column;
  answer.difference = {};
  answer.difference.overload = value.overload();
  answer.difference.balance = value.balance();
  for (int s = 1; s < found_length_; ++s) moves_[s - 1] = {id_of(found_[s].slot), found_[s - 1].column, found_[s].column};
  answer.moves = {moves_.data(), static_cast<std::size_t>(found_length_ - 1)};
  return answer;
}

}  // namespace evenload::optimize::detail::online
