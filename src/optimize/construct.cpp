#include "construct.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "search_state.hpp"
#include "src/core/int128.hpp"

namespace evenload::optimize::detail {

namespace {

constexpr std::size_t rows_per_look = 1024;

void keep_start(SearchState& state, std::span<const std::int32_t> start) {
  const Instance& instance = state.instance();
  const auto keep = [&](std::int32_t row) {
    const std::int32_t column = start[instance.original_row[row]];
    if (column < 0) return;
    for (std::int32_t pair = instance.pair_begin[row]; pair < instance.pair_begin[row + 1]; ++pair) {
      if (instance.original_column[instance.pair_column[pair]] == column && state.fits(pair)) return state.place(pair);
    }
  };
  // Marked rows first: the others of their groups wait for them.
  for (int row = 0; row < instance.rows; ++row) {
    if (instance.waits_for(row) < 0) keep(row);
  }
  for (int row = 0; row < instance.rows; ++row) {
    if (instance.waits_for(row) >= 0) keep(row);
  }
}

/// Where the row fits and raises overload least, then the balance sum least; -1 where it does not fit.
std::int32_t best_pair(const SearchState& state, std::int32_t row) {
  const Instance& instance = state.instance();
  std::int32_t best = -1;
  std::int64_t best_over = 0;
  double best_rise = 0;
  for (std::int32_t pair = instance.pair_begin[row]; pair < instance.pair_begin[row + 1]; ++pair) {
    if (!state.fits(pair)) continue;
    const std::int32_t column = instance.pair_column[pair];
    const std::int64_t before = state.load(column);
    const std::int64_t after = before + instance.pair_weight[pair];
    const std::int64_t capacity = instance.capacity[column];
    const std::int64_t over = std::max<std::int64_t>(0, after - capacity) - std::max<std::int64_t>(0, before - capacity);
    const double rise = static_cast<double>(after - before) * (static_cast<double>(before) + static_cast<double>(after)) *
                            state.inverse_capacity(column) +
                        instance.lambda * static_cast<double>(instance.pair_cost[pair]);
    if (best < 0 || over < best_over || (over == best_over && rise < best_rise)) {
      best = pair;
      best_over = over;
      best_rise = rise;
    }
  }
  return best;
}

/// Places greedily what is left.
void complete(SearchState& state, PlaceFirst first, const std::stop_token& stop = {}) {
  if (stop.stop_requested()) return;
  const Instance& instance = state.instance();
  std::vector<std::int64_t> heaviest(instance.rows, 0);
  for (int pair = 0; pair < instance.pairs(); ++pair) {
    auto& heavy = heaviest[instance.pair_row[pair]];
    heavy = std::max(heavy, instance.pair_weight[pair]);
  }
  std::vector<std::int32_t> order(instance.rows);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    if (instance.row_level[a] != instance.row_level[b]) return instance.row_level[a] < instance.row_level[b];
    if (first == PlaceFirst::worthy) {
      const int128 worth_a = wide::multiply(instance.priority[a], heaviest[b]);
      const int128 worth_b = wide::multiply(instance.priority[b], heaviest[a]);
      if (worth_a != worth_b) return worth_a > worth_b;
    }
    return heaviest[a] > heaviest[b];
  });
  const auto place_all = [&](bool waiting) {
    std::size_t looked = 0;
    for (const std::int32_t row : order) {
      if (++looked % rows_per_look == 0 && stop.stop_requested()) return;
      if (state.pair_of(row) >= 0 || (instance.waits_for(row) >= 0) != waiting) continue;
      // A row whose level comes after overload is left out where it would raise overload; the search looks again.
      const std::int32_t pair = best_pair(state, row);
      if (pair < 0) continue;
      const std::int64_t over = state.level()[instance.order.overload];
      state.place(pair);
      if (instance.row_level[row] > instance.order.overload && state.level()[instance.order.overload] > over) state.remove(row);
    }
  };
  place_all(false);
  place_all(true);
}

}  // namespace

Plan construct(const Instance& instance, std::span<const std::int32_t> start, PlaceFirst first, const std::stop_token& stop) {
  Plan nothing;
  nothing.pair_of.assign(instance.rows, -1);
  SearchState state(instance, nothing);
  if (!start.empty()) keep_start(state, start);
  complete(state, first, stop);
  return state.plan();
}

Plan construct_near(const Instance& instance, std::span<const double> reduced_cost, std::span<const double> target_load) {
  Plan nothing;
  nothing.pair_of.assign(instance.rows, -1);
  SearchState state(instance, nothing);
  std::vector<std::int32_t> order(instance.rows);
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> regret(instance.rows, 0);
  for (int row = 0; row < instance.rows; ++row) {
    double least = HUGE_VAL;
    double second = HUGE_VAL;
    for (std::int32_t pair = instance.pair_begin[row]; pair < instance.pair_begin[row + 1]; ++pair) {
      second = std::min(second, std::max(least, reduced_cost[pair]));
      least = std::min(least, reduced_cost[pair]);
    }
    regret[row] = least < HUGE_VAL ? second - least : 0;
  }
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) { return regret[a] > regret[b]; });
  for (const std::int32_t row : order) {
    std::int32_t best = -1;
    for (std::int32_t pair = instance.pair_begin[row]; pair < instance.pair_begin[row + 1]; ++pair) {
      const std::int32_t column = instance.pair_column[pair];
      if (best >= 0 && reduced_cost[pair] >= reduced_cost[best]) continue;
      if (static_cast<double>(state.load(column) + instance.pair_weight[pair]) > target_load[column] || !state.fits(pair)) continue;
      best = pair;
    }
    if (best >= 0) state.place(best);
  }
  complete(state, PlaceFirst::heavy);
  return state.plan();
}

}  // namespace evenload::optimize::detail
