// Rows in slots, their pairs in one pool, and the lists that each column keeps.
#include <algorithm>
#include <string>

#include "evenload/core/errors.hpp"
#include "src/optimize/exact_sum.hpp"
#include "src/optimize/instance.hpp"
#include "state.hpp"

namespace evenload::optimize::detail::online {

namespace {

template <class T>
void make_room(std::vector<T>& list, std::size_t more) {
  if (list.capacity() - list.size() < more) list.reserve(std::max(list.size() + more, list.size() + list.size() / 2 + 4));
}

}  // namespace

State::State(const BalancedAssignmentProblem& p, const OnlineIds* ids) : cost_weight_(p.cost_weight), overload_place_(p.overload_place) {
  check(p);
  const auto unsupported = [](const char* column, const char* expected, const char* found) {
    throw InvalidDataError({ErrorCode::unsupported, "problem", column, std::nullopt, expected, found});
  };
  if (p.balance != Balance::squares) unsupported("balance", "squares", "peak");
  if (std::any_of(p.row_group.begin(), p.row_group.end(), [](std::int32_t group) { return group >= 0; })) {
    unsupported("row_group", "no groups", "a group");
  }
  lambda_ = cost_weight_.to_double();
  const std::size_t n = p.indptr.size() - 1;
  const std::size_t m = p.capacity.size();
  column_.resize(m);
  for (std::size_t j = 0; j < m; ++j) {
    const std::int64_t capacity = p.capacity[j];
    const std::int64_t base = p.base_load.empty() ? 0 : p.base_load[j];
    column_[j] = {base, capacity, p.hard_limit.empty() ? capacity + capacity / 4 : p.hard_limit[j], base,
                  capacity > 0 ? 1 / static_cast<double>(capacity) : 0.0};
    totals_.capacity += capacity;
    totals_.load += base;
  }
  exclusions_.resize(m);
  column_mark_.resize(m);
  active_mark_.resize(m);
  order_by_price_.resize(m);
  spread_.resize(m);

  std::vector<std::size_t> by_column(p.limit_column.size());
  for (std::size_t l = 0; l < by_column.size(); ++l) by_column[l] = l;
  std::sort(by_column.begin(), by_column.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(p.limit_column[a], p.limit_category[a]) < std::pair(p.limit_column[b], p.limit_category[b]);
  });
  limit_begin_.assign(m + 1, 0);
  for (const std::size_t l : by_column) {
    ++limit_begin_[static_cast<std::size_t>(p.limit_column[l]) + 1];
    const auto most = [](std::int64_t value) { return value < 0 ? unlimited : value; };
    limits_.push_back({p.limit_category[l], most(p.limit_count.empty() ? -1 : p.limit_count[l]),
                       most(p.limit_weight.empty() ? -1 : p.limit_weight[l]), 0, 0});
  }
  for (std::size_t j = 0; j < m; ++j) limit_begin_[j + 1] += limit_begin_[j];

  std::vector<std::int32_t> place(n, -1);
  for (std::size_t i = 0; i < n; ++i) {
    const bool fixed = !p.fixed.empty() && p.fixed[i] >= 0;
    const std::int32_t column = fixed ? p.fixed[i] : (p.start.empty() ? -1 : p.start[i]);
    if (column < 0) continue;
    const std::int64_t pair = detail::find_pair(p, i, column);
    if (pair < 0) {
      throw InvalidDataError({ErrorCode::contradiction, "problem", "start", static_cast<std::int64_t>(i), "-1 or a column among the row's pairs",
                              std::to_string(column)});
    }
    place[i] = static_cast<std::int32_t>(pair - p.indptr[i]);
  }
  rows_.reserve(n + n / 8 + 8);
  if (ids != nullptr) take_ids(*ids, n);
  pairs_.reserve(p.indices.size() + p.indices.size() / 8 + 64);
  std::size_t longest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto first = static_cast<std::size_t>(p.indptr[i]);
    const std::size_t count = static_cast<std::size_t>(p.indptr[i + 1]) - first;
    OnlineRow row;
    row.columns = p.indices.subspan(first, count);
    row.weight = p.weight_per_pair ? p.weight.subspan(first, count) : p.weight.subspan(i, 1);
    if (!p.cost.empty()) row.cost = p.cost.subspan(first, count);
    if (!p.priority.empty()) row.priority = p.priority[i];
    if (!p.row_class.empty()) row.row_class = static_cast<RowClass>(p.row_class[i]);
    if (!p.category_indptr.empty()) {
      const auto from = static_cast<std::size_t>(p.category_indptr[i]);
      const std::size_t some = static_cast<std::size_t>(p.category_indptr[i + 1]) - from;
      row.categories = p.category_indices.subspan(from, some);
      if (!p.category_amount.empty()) row.category_amount = p.category_amount.subspan(from, some);
    }
    const std::int32_t slot = store(row);
    rows_[slot].fixed = !p.fixed.empty() && p.fixed[i] >= 0;
    for (const Pair& pair : pairs_of(slot)) {
      scale_weight_ = std::max(scale_weight_, pair.weight);
      scale_cost_ = std::max(scale_cost_, pair.cost);
    }
    longest = std::max(longest, count);
    Row& stored = rows_[slot];
    stored.open = true;
    stored.pair = place[i];
    ++open_rows_;
    totals_.load += stored.heaviest;
    totals_.priority += stored.priority;
    totals_.cost += stored.dearest;
    totals_.amount += stored.amount;
    if (stored.pair < 0) continue;
    const Pair& pair = pairs_of(slot)[stored.pair];
    column_[pair.column].load += pair.weight;
    count_categories(slot, pair.column, pair.weight, 1);
  }
  if (ids != nullptr) free_other_slots();
  longest_ = std::max<std::size_t>(longest, longest_);
  reserve_questions();
  set_scale();
  classify({});
}

void State::reserve_questions() {
  candidates_.reserve(longest_);
  order_.reserve(longest_);
  roots_.reserve(longest_);
  open_.reserve(most_open);
  visited_.reserve(most_visited);
  for (auto* list : {&columns_, &active_}) list->reserve(column_.size());
  cells_.reserve(out_.size());
  for (auto* list : {&changed_, &next_changed_}) list->reserve(out_.size());
}

std::int32_t State::require_row(std::int64_t id, const char* table, std::int64_t position) const {
  const auto slot = static_cast<std::int32_t>(id & 0xffffffff);
  if (id >= 0 && slot >= 0 && slot < static_cast<std::int64_t>(rows_.size()) && rows_[slot].open && id == id_of(slot)) return slot;
  throw InvalidDataError({ErrorCode::unknown_id, table, "row", position, "a row that is open", std::to_string(id)});
}

const ColumnNumbers& State::column(std::int32_t column) const {
  if (column < 0 || column >= column_count()) {
    throw InvalidDataError({ErrorCode::out_of_range, "column", "column", std::nullopt,
                            "a column from 0 to " + std::to_string(column_count() - 1), std::to_string(column)});
  }
  return column_[column];
}

std::int32_t State::find_pair(std::int32_t slot, std::int32_t column) const noexcept {
  const auto pairs = pairs_of(slot);
  const auto found = std::lower_bound(pairs.begin(), pairs.end(), column, [](const Pair& pair, std::int32_t c) { return pair.column < c; });
  return found != pairs.end() && found->column == column ? static_cast<std::int32_t>(found - pairs.begin()) : -1;
}

const Limit* State::find_limit(std::int32_t column, std::int32_t category) const noexcept {
  const Limit* first = limits_.data() + limit_begin_[column];
  const Limit* last = limits_.data() + limit_begin_[static_cast<std::size_t>(column) + 1];
  const Limit* found = std::lower_bound(first, last, category, [](const Limit& limit, std::int32_t c) { return limit.category < c; });
  return found != last && found->category == category ? found : nullptr;
}

std::int32_t State::store(const OnlineRow& row) {
  const std::size_t k = row.columns.size();
  if (free_slots_.empty()) {
    make_room(rows_, 1);
    free_slots_.reserve(rows_.capacity());  // forget() gives slots back without allocating
  }
  make_room(pairs_, k);
  make_room(categories_, row.categories.size());
  make_room(amounts_, row.categories.size());
  std::int32_t slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<std::int32_t>(rows_.size());
    rows_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  Row& stored = rows_[slot];
  const std::int32_t generation = stored.generation;
  stored = Row{};
  stored.generation = generation;
  stored.free = false;
  stored.priority = row.priority;
  stored.row_class = row.row_class;
  stored.pair_begin = pairs_.size();
  stored.pair_count = static_cast<std::int32_t>(k);
  stored.category_begin = categories_.size();
  stored.category_count = static_cast<std::int32_t>(row.categories.size());
  for (std::size_t q = 0; q < k; ++q) {
    pairs_.push_back({weight_at(row, q), cost_at(row, q), row.columns[q], -1, -1});
    stored.heaviest = std::max(stored.heaviest, weight_at(row, q));
    stored.dearest = std::max(stored.dearest, cost_at(row, q));
  }
  for (std::size_t q = 0; q < row.categories.size(); ++q) {
    const std::int64_t amount = row.category_amount.empty() ? 1 : row.category_amount[q];
    categories_.push_back(row.categories[q]);
    amounts_.push_back(amount);
    stored.amount += amount;
  }
  return slot;
}

/// Room for `rows` rows of `links` links in all, this one among them, to come to the column.
void State::reserve_for(std::int32_t slot, std::int32_t column, std::size_t rows, std::size_t links) {
  if (column < 0) return;
  for (const Pair& pair : pairs_of(slot)) {
    const std::int32_t cell = cell_of(pair.column, pair.weight);
    if (pair.column == column) {
      out_[cell].make_room(links);
    } else {
      in_[cell].make_room(rows);
    }
  }
}

void State::open(std::int32_t slot, std::int32_t pair) noexcept {
  Row& row = rows_[slot];
  row.open = true;
  ++open_rows_;
  totals_.load += row.heaviest;
  totals_.priority += row.priority;
  totals_.cost += row.dearest;
  totals_.amount += row.amount;
  scale_to(row.heaviest, row.dearest);
  put(slot, pair);
}

void State::close(std::int32_t slot) noexcept {
  put(slot, -1);
  Row& row = rows_[slot];
  row.open = false;
  --open_rows_;
  totals_.load -= row.heaviest;
  totals_.priority -= row.priority;
  totals_.cost -= row.dearest;
  totals_.amount -= row.amount;
}

void State::put(std::int32_t slot, std::int32_t pair) noexcept {
  Row& row = rows_[slot];
  if (row.pair >= 0) {
    const Pair before = pairs_of(slot)[row.pair];
    if (!row.fixed) detach(slot);
    row.pair = -1;
    count_categories(slot, before.column, before.weight, -1);
    change_load(before.column, -before.weight);
  }
  row.pair = pair;
  if (pair < 0) return;
  const Pair after = pairs_of(slot)[pair];
  count_categories(slot, after.column, after.weight, 1);
  if (!row.fixed) attach(slot);
  change_load(after.column, after.weight);
}

void State::count_categories(std::int32_t slot, std::int32_t column, std::int64_t weight, int sign) noexcept {
  if (limit_begin_[column] == limit_begin_[static_cast<std::size_t>(column) + 1]) return;
  const Row& row = rows_[slot];
  for (std::size_t k = row.category_begin; k < row.category_begin + row.category_count; ++k) {
    Limit* limit = find_limit(column, categories_[k]);
    if (limit == nullptr) continue;
    limit->count += sign * amounts_[k];
    limit->weight += sign * weight;
  }
}

void State::change_load(std::int32_t column, std::int64_t change) noexcept {
  ColumnNumbers& c = column_[column];
  c.load += change;
  rescale_ = rescale_ || c.load > 2 * std::max<std::int64_t>(most_load_, 1);
  mark_column(column);
}

void State::set_column(std::int32_t column, const OnlineColumn& values) noexcept {
  ColumnNumbers& c = column_[column];
  totals_.capacity += values.capacity - c.capacity;
  totals_.load += values.base_load - c.base;
  c.load += values.base_load - c.base;
  c.base = values.base_load;
  c.capacity = values.capacity;
  c.limit = values.hard_limit;
  c.inverse = values.capacity > 0 ? 1 / static_cast<double>(values.capacity) : 0.0;
  rescale_ = rescale_ || c.load > 2 * std::max<std::int64_t>(most_load_, 1) || (c.capacity > 0 && c.capacity < least_capacity_);
  mark_column(column);
}

OnlineLevels State::levels() const {
  OnlineLevels levels;
  std::int64_t cost = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    if (!row.open) continue;
    if (row.pair < 0) {
      levels.unassigned[static_cast<std::size_t>(row.row_class)] += row.priority;
    } else {
      cost += pairs_[row.pair_begin + row.pair].cost;
    }
  }
  detail::ExactSum balance;
  for (const ColumnNumbers& c : column_) {
    levels.overload += std::max<std::int64_t>(0, c.load - c.capacity);
    if (c.capacity > 0) balance.add(wide::multiply(c.load, c.load), c.capacity);
  }
  balance.add(wide::multiply(cost, cost_weight_.numerator()), cost_weight_.denominator());
  levels.balance = balance.nearest();
  return levels;
}

}  // namespace evenload::optimize::detail::online
