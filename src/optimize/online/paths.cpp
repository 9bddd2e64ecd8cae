// The cheapest path of moves that makes room for one more row: search by number of moves, cut off by bounds (docs/models/online.md).
#include <algorithm>
#include <cmath>
#include <limits>

#include "state.hpp"

namespace evenload::optimize::detail::online {

namespace {

constexpr double never_reached = std::numeric_limits<double>::infinity();

/// Order of the heap: least bound first, ties by where the place is, so that an order of insertion decides nothing.
constexpr auto later_open = [](const auto& a, const auto& b) {
  if (a.bound != b.bound) return a.bound > b.bound;
  if (a.step.column != b.step.column) return a.step.column > b.step.column;
  if (a.step.slot != b.step.slot) return a.step.slot > b.step.slot;
  return a.leaving != b.leaving ? a.leaving > b.leaving : a.before > b.before;
};

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

/// The least of a price that does not go through the path so far, but for its second best.
double State::on_path(const Price& price, int depth) const noexcept {
  return price.column >= 0 && on_path(price.column, depth) ? price.second : price.best;
}

/// Classes of rows that may go on when the row of path_[depth] has come to its column, with the bound of each; `value` is the path's if
/// it ended there (equation 9).
template <class Found>
void State::each_class(int depth, int remaining, double value, Found found) noexcept {
  const Step here = path_[depth];
  const ColumnNumbers& c = column_[here.column];
  const int level = remaining - 1;
  const auto come = static_cast<double>(here.weight);
  work_ += 1 + class_count() / 16;
  for (int k = 0; k < class_count(); ++k) {
    const std::int32_t cell = k * column_count() + here.column;
    if (out_[cell].empty() || c.load + here.weight - high_[k] > c.limit) continue;
    const double price = level < kept_ ? on_path(levels_[level].leave[cell], depth) : guess_[guess_of(cell)];
    const double bound = value - class_gain(here.column, come, k) + price;
    if (bound < found_value_ - tolerance_) found(bound, k);
  }
}

/// Links that may follow there when a row of the class goes on. Offers each path that may end with one.
template <class Found>
void State::each_link(int depth, int remaining, double value, std::int32_t leaving, Found found) noexcept {
  const Step here = path_[depth];
  const ColumnNumbers& c = column_[here.column];
  const auto come = static_cast<double>(here.weight);
  const Links& out = out_[leaving * column_count() + here.column];
  const Price* prices = levels_[remaining - 1].come.data();
  const double class_value = value - class_gain(here.column, come, leaving);
  work_ += 1 + static_cast<std::int64_t>(out.size() / 32);
  for (std::size_t e = 0; e < out.size(); ++e) {
    if (work_ > work_limit_) return;
    // What the class promises at first, and for the few that pass what the row itself does.
    const Links::Near near = out.near[e];
    const Price& price = prices[near.cell];
    const std::int32_t column = column_of_cell_[near.cell];
    const double rest = link_price(near, out.far[e], column, here.column, price);
    if (class_value + rest >= found_value_ - tolerance_ || on_path(column, depth)) continue;
    const Links::Far far = out.far[e];
    const Row& row = rows_[far.slot];
    const Pair& own = pairs_[row.pair_begin + row.pair];
    const std::int32_t to = find_pair(far.slot, column);
    const Pair& pair = pairs_[row.pair_begin + to];
    const double cost = lambda_ * static_cast<double>(pair.cost - own.cost);
    const double without = value - take_gain(here.column, come, far.leave) + cost;
    const double add = add_cost(column, far.enter);
    const double bound = without + on_path(price, depth) + (exact_ ? 0.0 : add);
    if (bound >= found_value_ - tolerance_) continue;
    if (c.load + here.weight - own.weight > c.limit || !enters(here, far.slot, own.weight)) continue;
    const Step step{column, far.slot, pair.weight, to};
    const double here_value = without + add;
    work_ += 1;
    path_[depth + 1] = step;
    if (here_value < found_value_ - tolerance_ && enters(step, -1, 0)) offer(depth + 1, here_value);
    if (remaining > 1) found(step, bound, here_value);
  }
}

/// All that may follow, one after the other: where there is no room to choose the best first.
void State::extend(int depth, int remaining, double value) noexcept {
  each_class(depth, remaining, value, [&](double, std::int32_t leaving) {
    each_link(depth, remaining, value, leaving, [&](const Step& step, double bound, double here) {
      if (bound >= found_value_ - tolerance_) return;
      path_[depth + 1] = step;
      extend(depth + 1, remaining - 1, here);
    });
  });
}

/// Writes the path that ends with `last` into path_.
void State::trace(const Step& last, std::int32_t before, int depth) noexcept {
  path_[depth] = last;
  for (std::int32_t at = before; at >= 0; at = visited_[at].before) path_[--depth] = visited_[at].step;
}

bool State::open_place(const Open& place) noexcept {
  if (open_.size() == most_open) return false;
  open_.push_back(place);
  std::push_heap(open_.begin(), open_.end(), later_open);
  return true;
}

/// A row has come to a column: all classes of rows that could go on.
void State::visit(const Open& place, int moves) noexcept {
  trace(place.step, place.before, place.depth);
  if (visited_.size() == most_visited || open_.size() + static_cast<std::size_t>(class_count()) > most_open) {
    extend(place.depth, moves - place.depth, place.value);
    return;
  }
  const auto at = static_cast<std::int32_t>(visited_.size());
  visited_.push_back({place.step, place.before});
  each_class(place.depth, moves - place.depth, place.value, [&](double bound, std::int32_t leaving) {
    open_place({bound, place.value, place.step, at, leaving, place.depth});
  });
}

/// A row of that class goes on: all columns that could take one.
void State::leave(const Open& place, int moves) noexcept {
  const Visited& from = visited_[place.before];
  trace(from.step, from.before, place.depth);
  const int remaining = moves - place.depth;
  const std::int32_t cell = place.leaving * column_count() + place.step.column;
  if (remaining > kept_ && !place.fresh) {
    double& guess = guess_[guess_of(cell)];
    const double before = guess;
    guess = leave_price(kept_, cell).best;
    work_ += 1 + static_cast<std::int64_t>(out_[cell].size() / 32);
    if (guess > before) {
      Open again = place;
      again.bound = place.value - class_gain(place.step.column, static_cast<double>(place.step.weight), place.leaving) + guess;
      again.fresh = true;
      if (again.bound < found_value_ - tolerance_) open_place(again);
      return;
    }
  }
  const bool room = open_.size() + out_[cell].size() <= most_open;
  each_link(place.depth, remaining, place.value, place.leaving, [&](const Step& step, double bound, double value) {
    if (room) {
      open_place({bound, value, step, place.before, -1, place.depth + 1});
    } else {
      extend(place.depth + 1, remaining - 1, value);
    }
  });
}

/// Best first: what could do best by its bound is looked at next.
void State::search(int moves) noexcept {
  open_.clear();
  visited_.clear();
  for (const Open& root : roots_) visit(root, moves);
  while (!open_.empty() && work_ <= work_limit_) {
    std::pop_heap(open_.begin(), open_.end(), later_open);
    const Open place = open_.back();
    open_.pop_back();
    if (place.bound >= found_value_ - tolerance_) break;
    if (place.leaving < 0) {
      visit(place, moves);
    } else {
      leave(place, moves);
    }
  }
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
  settle();
  keep_levels(moves);

  roots_.clear();
  for (std::size_t k = 0; k < row.columns.size(); ++k) {
    const std::int32_t column = row.columns[k];
    if (column_[column].capacity == 0) continue;
    const Step step{column, -1, weight_at(row, k), static_cast<std::int32_t>(k)};
    const double value = add_cost(column, static_cast<double>(step.weight)) + lambda_ * static_cast<double>(cost_at(row, k));
    roots_.push_back({0, value, step, -1, -1, 0});
    if (!staying.empty() && staying[0].column == column) {
      path_[0] = step;
      offer(0, value);
    }
  }
  for (int most = 1; most <= moves && work_ <= work_limit_; ++most) search(most);
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
