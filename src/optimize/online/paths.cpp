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
  return a.step.slot != b.step.slot ? a.step.slot > b.step.slot : a.leaving > b.leaving;
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

/// All that may follow when the row of path_[depth] has come to its column; `value` is the path's if it ended there.
void State::extend(int depth, int remaining, double value) noexcept {
  const Step here = path_[depth];
  const ColumnNumbers& c = column_[here.column];
  const std::int64_t load = c.load + here.weight;
  auto& standing = standing_[here.column];
  auto& children = children_[depth];
  children.clear();
  bool tightened = false;
  const bool last = remaining == 1;
  const int seen = std::min(remaining, foresight) - 1;
  const int ahead = std::min(remaining - 1, foresight);
  const double later = (remaining - 1 - seen) * reach_ + seen * untold_;
  const double rest = (remaining - 1 - ahead) * reach_ + (ahead > 1 ? ahead - 1 : 0) * untold_;
  work_ += static_cast<std::int64_t>(standing.size() / 4);
  for (std::size_t e = 0; e < standing.size(); ++e) {
    const Standing row = standing[e];
    if (work_ > work_limit_) break;
    const double without = value - take_gain(here.column, load, row.weight);
    if (without + row.relocation[seen] - later >= found_value_ - tolerance_) continue;
    if (load - row.weight > c.limit || !enters(here, row.slot, row.weight)) continue;
    const auto pairs = pairs_of(row.slot);
    const Pair& own = pairs[rows_[row.slot].pair];
    work_ += 2 + static_cast<std::int64_t>(pairs.size());
    Relocation least;
    least.fill(never_reached);
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const Pair& pair = pairs[k];
      if (pair.column == here.column || column_[pair.column].capacity == 0) continue;
      const double cost = add_cost(pair.column, pair.weight) + lambda_ * static_cast<double>(pair.cost - own.cost);
      const auto& gains = gains_[pair.column].of[class_of(pair.weight)];
      least[0] = std::min(least[0], cost);
      for (int r = 1; r < foresight; ++r) least[r] = std::min(least[r], cost - gains.told[r - 1]);
      const double here_value = without + cost;
      const double bound = here_value - (last ? 0.0 : gains.most[ahead - 1] + rest);
      if (bound >= found_value_ - tolerance_ || on_path(pair.column, depth)) continue;
      const Step step{pair.column, row.slot, pair.weight, static_cast<std::int32_t>(k)};
      if (here_value < found_value_ - tolerance_ && enters(step, -1, 0)) {
        path_[depth + 1] = step;
        offer(depth + 1, here_value);
      }
      if (last) continue;
      if (children.size() == most_children) follow(depth, remaining, children);
      children.push_back({bound, here_value, step});
    }
    bool rises = false;
    for (int r = 0; r < foresight; ++r) {
      rises |= least[r] > row.relocation[r];
      least[r] = std::max(least[r], row.relocation[r]);
    }
    if (rises) {
      relocate(row.slot, least);
      tightened = true;
    }
  }
  if (tightened) {
    recompute_gains(here.column);
    work_ += static_cast<std::int64_t>(standing.size());
  }
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

/// Writes the path that ends with `last` into path_.
void State::trace(const Step& last, std::int32_t before, int depth) noexcept {
  path_[depth] = last;
  for (std::int32_t at = before; at >= 0; at = visited_[at].before) path_[--depth] = visited_[at].step;
}

double State::bound_of(const Open& place, int moves) const noexcept {
  const int ahead = std::min(moves - place.depth, foresight);
  const double later = (moves - place.depth - ahead) * reach_ + (ahead - 1) * untold_;
  if (place.leaving >= 0) return place.value + relocation_[place.leaving][ahead - 1] - later;
  return place.value - gains_[place.step.column].of[class_of(place.step.weight)].most[ahead - 1] - later;
}

bool State::open_place(const Open& place) noexcept {
  if (open_.size() == most_open) return false;
  open_.push_back(place);
  std::push_heap(open_.begin(), open_.end(), later_open);
  return true;
}

/// A row has come to a column: all of its rows that could go on.
void State::visit(const Open& place, int moves) noexcept {
  const Step& here = place.step;
  const auto& standing = standing_[here.column];
  if (visited_.size() == most_visited || open_.size() + standing.size() > most_open) {
    trace(here, place.before, place.depth);
    extend(place.depth, moves - place.depth, place.value);
    return;
  }
  const auto at = static_cast<std::int32_t>(visited_.size());
  visited_.push_back({place.value, here, place.before, place.depth, false});
  const ColumnNumbers& c = column_[here.column];
  const std::int64_t load = c.load + here.weight;
  const int remaining = moves - place.depth;
  const int seen = std::min(remaining, foresight) - 1;
  const double later = (remaining - 1 - seen) * reach_ + seen * untold_;
  work_ += static_cast<std::int64_t>(standing.size() / 4);
  const int weight_class = class_of(here.weight);
  Relocation most{};
  for (const Standing& row : standing) {
    const double gain = take_gain(here.column, c.load + class_top_[weight_class], row.weight);
    for (int r = 0; r < foresight; ++r) most[r] = std::max(most[r], gain - row.relocation[r]);
    const double without = place.value - take_gain(here.column, load, row.weight);
    const double bound = without + row.relocation[seen] - later;
    if (bound >= found_value_ - tolerance_ || load - row.weight > c.limit) continue;
    open_place({bound, without, here, at, row.slot, place.depth});
  }
  auto& gains = gains_[here.column].of[weight_class];
  for (int r = 0; r < foresight; ++r) gains.most[r] = std::min(gains.most[r], most[r]);
  lower_told(gains);
}

/// A row goes on: all columns that could take it.
void State::leave(const Open& place, int moves) noexcept {
  Visited& from = visited_[place.before];
  if (from.whole) return;
  const auto pairs = pairs_of(place.leaving);
  const int depth = place.depth;
  const int remaining = moves - depth;
  if (open_.size() + pairs.size() > most_open) {
    from.whole = true;
    trace(from.step, from.before, depth);
    extend(depth, remaining, from.value);
    return;
  }
  const std::int32_t here = place.step.column;
  const Pair& own = pairs[rows_[place.leaving].pair];
  if (!enters(place.step, place.leaving, own.weight)) return;
  const bool last = remaining == 1;
  const int ahead = std::min(remaining - 1, foresight);
  const double rest = (remaining - 1 - ahead) * reach_ + (ahead > 1 ? ahead - 1 : 0) * untold_;
  work_ += 2 + static_cast<std::int64_t>(pairs.size());
  Relocation least;
    least.fill(never_reached);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const Pair& pair = pairs[k];
    if (pair.column == here || column_[pair.column].capacity == 0) continue;
    const double cost = add_cost(pair.column, pair.weight) + lambda_ * static_cast<double>(pair.cost - own.cost);
    const auto& gains = gains_[pair.column].of[class_of(pair.weight)];
    least[0] = std::min(least[0], cost);
    for (int r = 1; r < foresight; ++r) least[r] = std::min(least[r], cost - gains.told[r - 1]);
    const double value = place.value + cost;
    const double bound = value - (last ? 0.0 : gains.most[ahead - 1] + rest);
    if (bound >= found_value_ - tolerance_) continue;
    bool on = false;
    for (std::int32_t at = place.before; at >= 0; at = visited_[at].before) on = on || visited_[at].step.column == pair.column;
    if (on) continue;
    const Step step{pair.column, place.leaving, pair.weight, static_cast<std::int32_t>(k)};
    if (value < found_value_ - tolerance_ && enters(step, -1, 0)) {
      trace(step, place.before, depth + 1);
      offer(depth + 1, value);
    }
    if (!last) open_place({bound, value, step, place.before, -1, depth + 1});
  }
  const Relocation before = relocation_[place.leaving];
  bool rises = false;
  for (int r = 0; r < foresight; ++r) {
    rises |= least[r] > before[r];
    least[r] = std::max(least[r], before[r]);
  }
  if (rises) relocate(place.leaving, least);
}

/// Best first: what could do best by its bound is looked at next.
void State::search(int moves) noexcept {
  open_.clear();
  visited_.clear();
  for (const Child& root : roots_) {
    if (root.bound >= found_value_ - tolerance_) break;
    const Open place{root.bound, root.value, root.step, -1, -1, 0};
    if (open_place(place)) continue;
    path_[0] = root.step;
    extend(0, moves, root.value);
  }
  while (!open_.empty() && work_ <= work_limit_) {
    std::pop_heap(open_.begin(), open_.end(), later_open);
    const Open place = open_.back();
    open_.pop_back();
    if (place.bound >= found_value_ - tolerance_) break;
    // Its bound may be better known by now.
    if (bound_of(place, moves) >= found_value_ - tolerance_) continue;
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
  reach_ = 0;
  if (moves > foresight) {
    const int heaviest_class = class_of(heaviest_);
    for (const Gains& gains : gains_) reach_ = std::max(reach_, gains.of[heaviest_class].most[0]);
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
      const int ahead = std::min(most, foresight);
      const auto& gains = gains_[root.step.column].of[class_of(root.step.weight)];
      root.bound = root.value - gains.most[ahead - 1] - (most - ahead) * reach_ - (ahead - 1) * untold_;
    }
    std::sort(roots_.begin(), roots_.end(), [](const Child& a, const Child& b) {
      return a.bound != b.bound ? a.bound < b.bound : a.step.column < b.step.column;
    });
    if (most <= foresight) {
      search(most);
      continue;
    }
    // Bounds that do not look that far ahead would open too much: one column after the other, best first.
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
