// What a row's coming to a column costs at least, with what others may gain by going on (docs/models/online.md, equations 5 to 8).
#include <bit>
#include <cmath>
#include <limits>

#include "state.hpp"

namespace evenload::optimize::detail::online {

namespace {

constexpr double out_of_reach = std::numeric_limits<double>::infinity();

/// Load above capacity, as a double that is exact wherever a row could cross the capacity.
double excess(const ColumnNumbers& c) noexcept {
  constexpr std::int64_t far = std::int64_t{1} << 50;
  return static_cast<double>(std::clamp(c.load - c.capacity, -far, far));
}

}  // namespace

double State::add_cost(std::int32_t column, double weight) const noexcept {
  const ColumnNumbers& c = column_[column];
  const double value = weight * (2 * static_cast<double>(c.load) + weight) * c.inverse;
  const double over = excess(c);
  return over + weight > 0 ? value + penalty_ * (over + weight - std::max(0.0, over)) : value;
}

double State::take_gain(std::int32_t column, double come, double leave) const noexcept {
  const ColumnNumbers& c = column_[column];
  const double value = leave * (2 * (static_cast<double>(c.load) + come) - leave) * c.inverse;
  const double over = excess(c) + come;
  return over > 0 ? value + penalty_ * (over - std::max(0.0, over - leave)) : value;
}

/// Where a class has several weights: the part of the gain that depends on the row alone, so that the rest is nearly the same for all.
double State::common_gain(std::int32_t column, double weight) const noexcept {
  const ColumnNumbers& c = column_[column];
  return weight * (2 * static_cast<double>(c.load) - weight) * c.inverse;
}

double State::class_gain(std::int32_t column, double come, int leaving) const noexcept {
  const auto leave = static_cast<double>(high_[leaving]);
  if (exact_) return take_gain(column, come, leave);
  const ColumnNumbers& c = column_[column];
  const double over = excess(c) + come;
  return 2 * leave * come * c.inverse + (over > 0 ? penalty_ * (over - std::max(0.0, over - leave)) : 0.0);
}

double State::link_price(const Links::Near& near, const Links::Far& far, std::int32_t column, std::int32_t owner,
                         const Price& come) const noexcept {
  const double price = come.without(owner) + static_cast<double>(near.cost);
  if (exact_) return price;
  return price + add_cost(column, far.enter) - common_gain(owner, far.leave);
}

/// Of the levels in between both prices are kept; of the last, which nothing is built on, the best alone.
bool State::keeps_second(int level) const noexcept { return level + 1 < kept_; }

Price State::leave_price(int level, std::int32_t cell) const noexcept {
  const std::int32_t owner = column_of_cell_[cell];
  const Price* come = levels_[level].come.data();
  const Links& out = out_[cell];
  Price price;
  if (!keeps_second(level)) {
    double best = out_of_reach;
    std::int32_t through = -1;
    for (std::size_t e = 0; e < out.size(); ++e) {
      const Links::Near near = out.near[e];
      const double value = exact_ ? come[near.cell].without(owner) + static_cast<double>(near.cost)
                                  : link_price(near, out.far[e], column_of_cell_[near.cell], owner, come[near.cell]);
      const bool less = value < best;
      best = less ? value : best;
      through = less ? near.cell : through;
    }
    if (through >= 0) price = {best, best, column_of_cell_[through]};
    return price;
  }
  for (std::size_t e = 0; e < out.size(); ++e) {
    const Links::Near near = out.near[e];
    const std::int32_t column = column_of_cell_[near.cell];
    const double value = link_price(near, out.far[e], column, owner, come[near.cell]);
    if (value < price.second) price.offer(value, column);
  }
  return price;
}

void State::mark_column(std::int32_t column) noexcept {
  if (column_mark_[column]) return;
  column_mark_[column] = 1;
  columns_.push_back(column);
}

void State::mark_cell(std::int32_t cell) noexcept {
  if (cell_mark_[cell]) return;
  cell_mark_[cell] = 1;
  cells_.push_back(cell);
}

void State::activate(std::int32_t column) noexcept {
  if (active_mark_[column]) return;
  active_mark_[column] = 1;
  active_.push_back(column);
}

void State::change_come(int level, std::int32_t cell, const Price& price) noexcept {
  Price& now = levels_[level].come[cell];
  if (now == price) return;
  next_changed_.push_back({cell, now});
  now = price;
}

void State::come_and_stay(std::int32_t column) noexcept {
  const ColumnNumbers& c = column_[column];
  for (int k = 0; k < class_count(); ++k) {
    Price price;
    if (c.capacity > 0 && c.load + low_[k] <= c.limit) {
      price.best = price.second = exact_ ? add_cost(column, static_cast<double>(low_[k])) : 0.0;
    }
    change_come(0, k * column_count() + column, price);
  }
}

/// For each class of a row that comes: the most that one of another class gains by going on, and which. Equation 7 without what stays.
/// The heavier the row that comes, the heavier the one that had best go (the gain has increasing differences): halving finds all.
void State::best_leave(const LeaveTerms& terms, const double* prices, int first, int last, int light, int heavy, double* best,
                       int* which) const noexcept {
  if (first > last) return;
  const int k = (first + last) / 2;
  double most = -out_of_reach;
  int at = -1;
  for (int v = light; v <= heavy; ++v) {
    if (terms.rest + low_[k] - high_[v] > 0) continue;
    double gain = terms.share[v] * terms.slope[k] - terms.less[v] - prices[v];
    if (terms.over[k] > 0) gain += penalty_ * (terms.over[k] - std::max(0.0, terms.over[k] - terms.leave[v]));
    if (gain > most) most = gain, at = v;
  }
  best[k] = most;
  which[k] = at;
  // Nothing may go where what comes is lighter; then nothing is known for what is heavier.
  best_leave(terms, prices, first, k - 1, light, at < 0 ? heavy : at, best, which);
  best_leave(terms, prices, k + 1, last, at < 0 ? light : at, heavy, best, which);
}

/// Equation 7: from what it costs rows to go on, what it costs a row to come.
void State::come_and_go(int level, std::int32_t column) noexcept {
  const ColumnNumbers& c = column_[column];
  const int count = class_count();
  const auto cell = [&](int k) { return k * column_count() + column; };
  if (c.capacity == 0) {
    for (int k = 0; k < count; ++k) change_come(level + 1, cell(k), Price{});
    return;
  }
  const auto& leave = levels_[level].leave;
  const bool seconds = keeps_second(level);
  LeaveTerms terms;
  terms.rest = c.load - c.limit;
  const double above = excess(c);
  std::array<double, most_classes> prices{}, best, base;
  std::array<int, most_classes> which;
  std::array<Price, most_classes> come;
  for (int k = 0; k < count; ++k) {
    const auto weight = static_cast<double>(high_[k]);
    terms.leave[k] = weight;
    terms.share[k] = weight * c.inverse;
    terms.less[k] = exact_ ? terms.share[k] * weight : 0.0;
    terms.slope[k] = 2 * (exact_ ? static_cast<double>(c.load) + weight : weight);
    terms.over[k] = above + weight;
    base[k] = exact_ ? add_cost(column, weight) : 0.0;
    prices[k] = leave[cell(k)].best;
  }
  best_leave(terms, prices.data(), 0, count - 1, 0, count - 1, best.data(), which.data());
  for (int k = 0; k < count; ++k) {
    come[k] = levels_[0].come[cell(k)];
    const double value = base[k] - best[k];
    if (which[k] >= 0 && value < come[k].best) come[k] = {value, seconds ? out_of_reach : value, leave[cell(which[k])].column};
  }
  // The same without the column that the best goes through, for each such column.
  std::array<bool, most_classes> done{};
  for (int k = 0; k < count && seconds; ++k) {
    if (come[k].column < 0 || done[k]) continue;
    const std::int32_t through = come[k].column;
    int last = k;
    for (int v = 0; v < count; ++v) prices[v] = leave[cell(v)].without(through);
    for (int q = k; q < count; ++q) last = come[q].column == through ? q : last;
    best_leave(terms, prices.data(), k, last, 0, count - 1, best.data(), which.data());
    for (int q = k; q <= last; ++q) {
      if (come[q].column != through) continue;
      come[q].second = std::min(levels_[0].come[cell(q)].best, base[q] - best[q]);
      done[q] = true;
    }
  }
  for (int k = 0; k < count; ++k) change_come(level + 1, cell(k), come[k]);
}

/// Equation 6 where costs do not count: a row goes to the best column that it may go to. Columns are taken best first, each gives its
/// price to all groups with rows that may go there, and few groups remain that must look for themselves.
void State::spread(int level) noexcept {
  const std::size_t shared = level < kept_ && keeps_second(level) ? 112 : 72;
  const bool seconds = level < kept_ && keeps_second(level);
  const Price* come = levels_[level].come.data();
  const std::int32_t columns = column_count();
  for (int k = 0; k < class_count(); ++k) {
    const std::int32_t first = k * columns;
    order_by_price_.resize(static_cast<std::size_t>(columns));
    for (std::int32_t j = 0; j < columns; ++j) order_by_price_[j] = {come[first + j].best, j};
    const std::size_t taken = std::min(shared, order_by_price_.size());
    std::partial_sort(order_by_price_.begin(), order_by_price_.begin() + static_cast<std::ptrdiff_t>(taken), order_by_price_.end());
    std::fill(spread_.begin(), spread_.end(), Price{});
    for (std::size_t at = 0; at < taken; ++at) {
      if (at + 8 < taken) in_[first + order_by_price_[at + 8].second].fetch_ends();
      if (at + 4 < taken) in_[first + order_by_price_[at + 4].second].fetch();
      const std::int32_t column = order_by_price_[at].second;
      const Price price = come[first + column];
      for (const Links::Near& near : in_[first + column].near) {
        const std::int32_t owner = near.cell - first;
        spread_[owner].offer(price.without(owner), column);
      }
    }
    // What is left costs no less than the last that was taken.
    const double last = taken < order_by_price_.size() ? order_by_price_[taken - 1].first : out_of_reach;
    for (std::int32_t j = 0; j < columns; ++j) {
      const std::int32_t cell = first + j;
      Price price = spread_[j];
      const double needed = seconds ? price.second : price.best;
      if (needed > last) {
        price = leave_price(level, cell);
      } else if (!seconds) {
        price.second = price.best;
      }
      if (level == kept_) {
        guess_[guess_of(cell)] = price.best;
        continue;
      }
      if (price == levels_[level].leave[cell]) continue;
      levels_[level].leave[cell] = price;
      activate(j);
    }
  }
}

void State::fetch_prices(int level, std::int32_t column) const noexcept {
#if defined(__GNUC__)
  for (int k = 0; k < class_count(); ++k) {
    __builtin_prefetch(&levels_[level].leave[k * column_count() + column]);
    __builtin_prefetch(&levels_[0].come[k * column_count() + column]);
    __builtin_prefetch(&levels_[level + 1].come[k * column_count() + column]);
  }
#endif
}

/// From prices of coming that changed to those of going on, and on to prices of coming with one more move.
void State::hand_on(int level) noexcept {
  const Price* come = levels_[level].come.data();
  Price* leave = levels_[level].leave.data();
  const std::size_t given = cells_.size();
  for (const std::int32_t column : columns_) activate(column);
  const bool seconds = keeps_second(level);
  const bool most_change = changed_.size() > out_.size() / 8;
  for (std::size_t at = 0; at < changed_.size() && !most_change; ++at) {
    const Changed& change = changed_[at];
    if (at + 8 < changed_.size()) in_[changed_[at + 8].cell].fetch_ends();
    if (at + 4 < changed_.size()) in_[changed_[at + 4].cell].fetch();
    const Price now = come[change.cell];
    const std::int32_t column = column_of_cell_[change.cell];
    const Links& in = in_[change.cell];
    for (std::size_t e = 0; e < in.size(); ++e) {
      const Links::Near near = in.near[e];
      if (cell_mark_[near.cell]) continue;
      const std::int32_t owner = column_of_cell_[near.cell];
      const double before = link_price(near, in.far[e], column, owner, change.before);
      const double after = link_price(near, in.far[e], column, owner, now);
      Price& price = leave[near.cell];
      if (after > before) {
        if (before <= price.second) mark_cell(near.cell);
      } else if (after < price.second) {
        if (seconds) {
          price.offer(after, column);
        } else {
          price.lower(after, column);
        }
        activate(owner);
      }
    }
  }
  if (most_change && spreads()) {
    spread(level);
  } else if (most_change) {
    // All anew, in the order in which they lie in memory.
    for (std::int32_t cell = 0; cell < static_cast<std::int32_t>(out_.size()); ++cell) {
      if (static_cast<std::size_t>(cell) + 4 < out_.size()) out_[cell + 4].fetch();
      const Price price = leave_price(level, cell);
      if (price == leave[cell]) continue;
      leave[cell] = price;
      activate(column_of_cell_[cell]);
    }
  }
  for (std::size_t at = 0; at < cells_.size() && !most_change; ++at) {
    const std::int32_t cell = cells_[at];
    if (at + 8 < cells_.size()) out_[cells_[at + 8]].fetch_ends();
    if (at + 4 < cells_.size()) out_[cells_[at + 4]].fetch();
    const Price price = leave_price(level, cell);
    if (price == leave[cell]) continue;
    leave[cell] = price;
    activate(column_of_cell_[cell]);
  }
  while (cells_.size() > given) {
    cell_mark_[cells_.back()] = 0;
    cells_.pop_back();
  }
  for (std::size_t at = 0; at < active_.size(); ++at) {
    if (at + 1 < active_.size()) fetch_prices(level, active_[at + 1]);
    come_and_go(level, active_[at]);
    active_mark_[active_[at]] = 0;
  }
  active_.clear();
}

/// What nothing is built on is only kept from being too high: a question makes it exact where it looks (equation 8).
void State::lower_guesses() noexcept {
  const Price* come = levels_[kept_].come.data();
  if (next_changed_.size() > out_.size() / 8 && spreads()) {
    spread(kept_);
    return;
  }
  for (std::size_t at = 0; at < next_changed_.size(); ++at) {
    const auto ahead = [&](std::size_t more) -> const Links& { return in_[next_changed_[std::min(at + more, next_changed_.size() - 1)].cell]; };
    ahead(8).fetch_ends();
    const Changed& change = next_changed_[at];
    const Price& now = come[change.cell];
    if (now.best >= change.before.best && now.second >= change.before.second) continue;
    const Links& in = in_[change.cell];
    for (std::size_t e = 0; e < in.size(); ++e) {
      const Links::Near near = in.near[e];
      double& guess = guess_[guess_of(near.cell)];
      guess = std::min(guess, link_price(near, in.far[e], column_of_cell_[change.cell], column_of_cell_[near.cell], now));
    }
  }
  for (const std::int32_t cell : cells_) guess_[guess_of(cell)] = -out_of_reach;
}

/// After a change, or several: the tables are what they would be if made anew.
void State::settle() noexcept {
  if (rescale_) {
    rescale();
  } else if (kept_ >= 0) {
    next_changed_.clear();
    for (const std::int32_t column : columns_) come_and_stay(column);
    if (!exact_) {
      // Prices hold what depends on the loads at both ends of a link.
      for (const std::int32_t column : columns_) {
        for (std::int32_t cell = column; cell < static_cast<std::int32_t>(out_.size()); cell += column_count()) {
          mark_cell(cell);
          for (const Links::Near& near : in_[cell].near) mark_cell(near.cell);
        }
      }
    }
    for (int level = 0; level < kept_; ++level) {
      changed_.swap(next_changed_);
      next_changed_.clear();
      hand_on(level);
    }
    lower_guesses();
  }
  for (const std::int32_t column : columns_) column_mark_[column] = 0;
  for (const std::int32_t cell : cells_) cell_mark_[cell] = 0;
  columns_.clear();
  cells_.clear();
}

void State::scale_to(std::int64_t weight, std::int64_t cost) noexcept {
  if (weight <= scale_weight_ && cost <= scale_cost_) return;
  // Room ahead, so that a slow rise does not bring everything up to date each time.
  const auto rounded = [](std::int64_t value) { return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(value))); };
  if (weight > scale_weight_) scale_weight_ = rounded(weight);
  if (cost > scale_cost_) scale_cost_ = rounded(cost);
  rescale_ = true;
}

void State::set_scale() noexcept {
  for (const ColumnNumbers& c : column_) {
    most_load_ = std::max(most_load_, c.load);
    if (c.capacity > 0) least_capacity_ = std::min(least_capacity_, c.capacity);
  }
  const auto heaviest = static_cast<double>(scale_weight_);
  const double loads = 4 * static_cast<double>(most_load_) + 2 * (most_online_moves + 2) * heaviest;
  const double balance =
      (most_online_moves + 1) * (heaviest * loads / static_cast<double>(least_capacity_) + 2 * lambda_ * static_cast<double>(scale_cost_));
  penalty_ = std::exp2(std::ceil(std::log2(4 * balance + 1)));
  tolerance_ = 0x1p-47 * (balance + (most_online_moves + 1) * penalty_ * heaviest);
}

/// All tables anew.
void State::rescale() noexcept {
  rescale_ = false;
  set_scale();
  set_classes();
  if (kept_ < 0) return;
  next_changed_.clear();
  for (std::int32_t j = 0; j < column_count(); ++j) come_and_stay(j);
  for (int level = 0; level < kept_; ++level) {
    next_changed_.clear();
    for (std::size_t c = 0; c < out_.size(); ++c) levels_[level].leave[c] = leave_price(level, static_cast<std::int32_t>(c));
    for (std::int32_t j = 0; j < column_count(); ++j) come_and_go(level, j);
  }
  for (std::size_t c = 0; c < out_.size(); ++c) {
    const auto cell = static_cast<std::int32_t>(c);
    guess_[guess_of(cell)] = leave_price(kept_, cell).best;
  }
}

}  // namespace evenload::optimize::detail::online
