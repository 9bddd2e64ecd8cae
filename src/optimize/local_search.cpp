#include "local_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "annealing_random.hpp"
#include "annealing_weights.hpp"
#include "search_state.hpp"

namespace evenload::optimize::detail {

namespace {

/// How good a state is: whole-number levels, excess, balance in doubles.
struct Score {
  WholeLevels level{};
  std::int64_t excess = 0;
  double balance = 0;

  bool better_than(const Score& other, double tolerance, bool excess_first) const noexcept {
    if (excess_first && excess != other.excess) return excess < other.excess;
    if (level != other.level) return level < other.level;
    if (excess != other.excess) return excess < other.excess;
    return balance < other.balance - tolerance;
  }
};

class Annealer {
 public:
  Annealer(const Instance& instance, const Plan& start, bool below_peak, std::uint64_t seed, WorkMeter& meter, const SearchScope& scope,
           std::span<const std::int64_t> within)
      : in_(instance), below_peak_(below_peak), within_(within), scope_(scope), meter_(meter), random_(seed), state_(instance, start),
        scale_(instance, scope.level, below_peak, !within.empty(), state_.balance()), best_plan_(start) {
    weights_ = scale_.strict();
    if (below_peak_) aim_below(peak_of(in_, start));
    if (!within_.empty()) state_.set_soft_limits({within_.begin(), within_.end()});
    best_ = score();
    best_pairs_ = state_.pairs();
  }

  Plan run(std::int64_t budget, std::span<const double> reduced_cost) {
    if (!reduced_cost.empty()) keep_near(reduced_cost);
    const std::int64_t end = meter_.work() + budget;
    if (aimed()) {
      const std::int64_t length = end - meter_.work();
      for (const Aim& cycle : aims) {
        anneal(static_cast<std::int64_t>(cycle.share * static_cast<double>(length)), end, &cycle);
        if (meter_.stopped()) break;
        restore_best();
      }
      if (!aim_reached()) descend(end);
    } else {
      if (scope_.rough) descend(end);
      // One long cycle beats many short ones; what its descent leaves over goes into another.
      while (!meter_.stopped() && meter_.work() < end) {
        anneal(end - meter_.work(), end, nullptr);
        if (meter_.stopped()) break;
        restore_best();
        descend(end);
      }
    }
    settle();
    return std::move(best_plan_);
  }

 private:
  bool aimed() const noexcept { return scope_.level < in_.order.count; }
  bool aim_reached() const noexcept { return aimed() && best_.level[scope_.level] <= scope_.target; }

  void aim_below(const Ratio& peak) {
    std::vector<std::int64_t> soft(in_.columns);
    for (int j = 0; j < in_.columns; ++j) soft[j] = std::max(in_.base[j], load_below(peak, in_.capacity[j]));
    // A peak that stands in a base load cannot be lowered; then only balance is left to improve.
    bool possible = false;
    for (int j = 0; j < in_.columns; ++j) possible = possible || state_.load(j) > soft[j];
    if (possible) state_.set_soft_limits(soft);
  }

  // --- bookkeeping ---

  Score score() const noexcept { return {state_.level(), state_.excess(), state_.balance()}; }

  void note_best() {
    const Score now = score();
    if (!now.better_than(best_, scale_.tolerance(), !within_.empty())) return;
    best_ = now;
    best_pairs_ = state_.pairs();
  }

  /// Takes the best state over into the exact plan; with a peak to go below, raises the aim where it was reached.
  void settle() {
    Plan found = valued(in_, best_pairs_);
    const int levels = compare_levels(found, best_plan_);
    bool better = levels < 0;
    if (levels == 0) {
      const int peaks = below_peak_ ? compare(peak_of(in_, found), peak_of(in_, best_plan_)) : 0;
      better = peaks < 0 || (peaks == 0 && compare_balance(in_, found, best_plan_) < 0);
    }
    if (better) best_plan_ = std::move(found);
  }

  void restore_best() {
    settle();
    state_.reset(best_plan_);
    if (below_peak_) aim_below(peak_of(in_, best_plan_));
    best_ = score();
    best_pairs_ = state_.pairs();
  }

  // --- changes ---

  /// Change of the weighted value if the load of a column changes.
  double rise(std::int32_t column, std::int64_t change) const noexcept {
    return state_.column_value(column, state_.load(column) + change, weights_) - state_.column_value(column, state_.load(column), weights_);
  }
  double cost(std::int32_t pair) const noexcept { return in_.lambda * static_cast<double>(in_.pair_cost[pair]); }
  double left_out(std::int32_t row) const noexcept {
    return weights_.level[in_.row_level[row]] * static_cast<double>(in_.priority[row]);
  }
  double weighted() const noexcept {
    double value = state_.balance() + weights_.excess * static_cast<double>(state_.excess());
    for (int level = 0; level < in_.order.count; ++level) value += weights_.level[level] * static_cast<double>(state_.level()[level]);
    return value;
  }
  bool plain() const noexcept { return !in_.has_groups() && !in_.has_limits(); }

  /// Moves a row to one of its pairs (or out, -1), where `accept` takes the change of the weighted value. True where it was done.
  template <class Accept>
  bool try_move(std::int32_t row, std::int32_t to, Accept accept) {
    const std::int32_t from = state_.pair_of(row);
    double change = 0;
    if (from >= 0) change += rise(in_.pair_column[from], -in_.pair_weight[from]) - cost(from);
    if (to >= 0) {
      const std::int32_t column = in_.pair_column[to];
      if (state_.load(column) + in_.pair_weight[to] > in_.limit[column]) return false;
      change += rise(column, in_.pair_weight[to]) + cost(to);
    }
    if (from < 0) change -= left_out(row);
    if (to < 0) change += left_out(row);
    if (!accept(change)) return false;
    if (to < 0 && !state_.can_leave(row)) return false;
    if (from >= 0) state_.remove(row);
    if (to >= 0) {
      if (!plain() && !state_.fits(to)) {
        if (from >= 0) state_.place(from);
        return false;
      }
      state_.place(to);
    }
    return true;
  }

  /// Row `row` goes to pair `to`; `other`, which sits in that column, goes to `away` (-1: is left out).
  template <class Accept>
  bool try_eject(std::int32_t row, std::int32_t to, std::int32_t other, std::int32_t away, Accept accept) {
    const std::int32_t from = state_.pair_of(row);
    const std::int32_t held = state_.pair_of(other);
    const std::int32_t middle = in_.pair_column[to];
    const std::int32_t first = from < 0 ? -1 : in_.pair_column[from];
    const std::int32_t last = away < 0 ? -1 : in_.pair_column[away];
    if (last == middle) return false;
    std::int64_t first_change = from < 0 ? 0 : -in_.pair_weight[from];
    std::int64_t last_change = away < 0 ? 0 : in_.pair_weight[away];
    const std::int64_t middle_change = in_.pair_weight[to] - in_.pair_weight[held];
    if (state_.load(middle) + middle_change > in_.limit[middle]) return false;
    if (first >= 0 && first == last) {
      last_change += first_change;
      first_change = 0;
    }
    if (last >= 0 && state_.load(last) + last_change > in_.limit[last]) return false;
    double change = rise(middle, middle_change) + cost(to) - cost(held);
    if (first_change != 0) change += rise(first, first_change);
    if (last >= 0) change += rise(last, last_change) + cost(away);
    if (from >= 0) change -= cost(from);
    if (from < 0) change -= left_out(row);
    if (away < 0) change += left_out(other);
    if (!accept(change)) return false;
    if (plain()) {
      if (from >= 0) state_.remove(row);
      state_.remove(other);
      state_.place(to);
      if (away >= 0) state_.place(away);
      return true;
    }
    return eject_checked(row, from, to, other, held, away);
  }

  /// The same with groups and limits looked at; undone where a rule stands against it.
  bool eject_checked(std::int32_t row, std::int32_t from, std::int32_t to, std::int32_t other, std::int32_t held, std::int32_t away) {
    if (away < 0 && !state_.can_leave(other)) return false;
    // Of two rows of one group the marked one goes first, because the other waits for it.
    const bool other_first = away >= 0 && in_.waits_for(row) == other;
    if (from >= 0) state_.remove(row);
    state_.remove(other);
    const std::int32_t one = other_first ? away : to;
    const std::int32_t two = other_first ? to : away;
    bool done = state_.fits(one);
    if (done) {
      state_.place(one);
      if (two >= 0) {
        done = state_.fits(two);
        if (done) {
          state_.place(two);
        } else {
          state_.remove(in_.pair_row[one]);
        }
      }
    }
    if (done) return true;
    if (from >= 0) state_.place(from);
    state_.place(held);
    return false;
  }

  /// A row that waits goes in together with its marked row.
  template <class Accept>
  bool try_insert_both(std::int32_t row, std::int32_t to, std::int32_t marked, std::int32_t marked_to, Accept accept) {
    const double before = weighted();
    if (!state_.fits(marked_to)) return false;
    state_.place(marked_to);
    if (state_.fits(to)) {
      state_.place(to);
      if (accept(weighted() - before)) return true;
      state_.remove(row);
    }
    state_.remove(marked);
    return false;
  }

  /// A marked row leaves together with the rows that wait for it.
  template <class Accept>
  bool try_leave_all(std::int32_t marked, Accept accept) {
    const std::int32_t group = in_.row_group[marked];
    left_.clear();
    const double before = weighted();
    for (std::int32_t k = in_.group_begin[group]; k < in_.group_begin[group + 1]; ++k) {
      const std::int32_t row = in_.group_rows[k];
      if (state_.pair_of(row) < 0) continue;
      left_.push_back(state_.pair_of(row));
      state_.remove(row);
    }
    if (accept(weighted() - before)) return true;
    for (const std::int32_t pair : left_) state_.place(pair);
    return false;
  }

  // --- annealing ---

  /// Lists for every row the pairs whose reduced cost is within reach: at most three and a half a row on average, or what one
  /// row's own effect on the balance could pay for; at least two.
  void keep_near(std::span<const double> reduced_cost) {
    std::vector<double> sorted(reduced_cost.begin(), reduced_cost.end());
    const std::size_t rank = std::min(sorted.size() - 1, static_cast<std::size_t>(7 * in_.rows / 2));
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(rank), sorted.end());
    const double reach = std::max(sorted[rank], 0.1 * scale_.plain_effect());
    near_begin_.reserve(static_cast<std::size_t>(in_.rows) + 1);
    near_begin_.push_back(0);
    for (int row = 0; row < in_.rows; ++row) {
      double second = HUGE_VAL;
      double first = HUGE_VAL;
      for (std::int32_t pair = in_.pair_begin[row]; pair < in_.pair_begin[row + 1]; ++pair) {
        if (reduced_cost[pair] < first) {
          second = std::exchange(first, reduced_cost[pair]);
        } else {
          second = std::min(second, reduced_cost[pair]);
        }
      }
      for (std::int32_t pair = in_.pair_begin[row]; pair < in_.pair_begin[row + 1]; ++pair) {
        if (reduced_cost[pair] <= std::max(reach, second)) near_.push_back(pair);
      }
      near_begin_.push_back(static_cast<std::int32_t>(near_.size()));
    }
  }

  /// Mostly a near pair, at times any.
  std::int32_t random_pair(std::int32_t row) noexcept {
    if (!near_.empty() && (random_.next() >> 61) != 0) {
      return near_[near_begin_[row] + random_.below(near_begin_[row + 1] - near_begin_[row])];
    }
    return in_.pair_begin[row] + random_.below(in_.pair_begin[row + 1] - in_.pair_begin[row]);
  }

  /// Rows that are left out are few and matter most, so they are tried more often than others.
  std::int32_t random_row() noexcept {
    const std::vector<std::int32_t>& waiting = state_.unassigned();
    if (!waiting.empty() && (random_.next() >> 62) == 0) {
      for (int tries = 0; tries < 4; ++tries) {
        const std::int32_t row = waiting[random_.below(static_cast<std::int32_t>(waiting.size()))];
        if (in_.row_level[row] <= scope_.level) return row;
      }
    }
    if (scope_.rows.empty()) return random_.below(in_.rows);
    return scope_.rows[random_.below(static_cast<std::int32_t>(scope_.rows.size()))];
  }

  /// One random change of one random row.
  template <class Accept>
  bool random_step(Accept accept) {
    const std::int32_t row = random_row();
    const std::int32_t from = state_.pair_of(row);
    const std::int32_t degree = in_.pair_begin[row + 1] - in_.pair_begin[row];
    // Leaving a row out is one of the choices, but a rare one.
    if (from >= 0 && random_.below(16 * degree) == 0) {
      if (!state_.can_leave(row)) return try_leave_all(row, accept);
      return try_move(row, -1, accept);
    }
    const std::int32_t to = random_pair(row);
    if (to == from) return false;
    const std::int32_t marked = in_.waits_for(row);
    if (from < 0 && marked >= 0 && state_.pair_of(marked) < 0) {
      return try_insert_both(row, to, marked, random_pair(marked), accept);
    }
    if (try_move(row, to, accept)) return true;
    const std::int32_t column = in_.pair_column[to];
    if (state_.size(column) == 0) return false;
    const std::int32_t other = state_.row_at(column, random_.below(state_.size(column)));
    if (from >= 0) {
      const std::int32_t back = in_.find_pair(other, in_.pair_column[from]);
      if (back >= 0) return try_eject(row, to, other, back, accept);
    }
    // A row that comes in may push another out altogether.
    const bool out = from < 0 && random_.below(3) == 0;
    return try_eject(row, to, other, out ? -1 : random_pair(other), accept);
  }

  void anneal(std::int64_t length, std::int64_t end, const Aim* aim) {
    if (in_.rows == 0 || aim_reached()) return;
    const auto& table = thresholds();
    const std::int64_t begin = meter_.work();
    const double hot = aim ? scale_.hot(*aim) : scale_.typical() * scope_.heat;
    const double cold = aim ? scale_.cold(*aim) : scale_.typical() * 1e-3;
    constexpr std::int64_t batch = 256;
    // A step on a problem that is larger than the caches waits for memory.
    const std::int64_t batch_work = in_.rows > 30'000 ? 4 * batch : batch;
    // A cool start trades levels for less.
    const double softest = 0.3 * (1 - scope_.heat);
    double temperature = hot;
    while (meter_.work() < begin + length && meter_.work() < end) {
      const double t = static_cast<double>(meter_.work() - begin) / static_cast<double>(length);
      temperature = hot * std::pow(cold / hot, t);
      weights_ = aim ? scale_.aimed(*aim, t) : scale_.hardened(std::min(1.0, softest + 1.5 * t));
      for (std::int64_t k = 0; k < batch; ++k) {
        if (random_step([&](double change) { return change <= temperature * table[random_.next() >> 54]; })) {
          const Score now = score();
          if (now.better_than(best_, scale_.tolerance(), !within_.empty())) note_best();
        }
      }
      if (!meter_.spend(batch_work) || aim_reached()) break;
      if (below_peak_ && best_.excess == 0 && best_.level <= best_plan_.level && state_.excess() == 0) {
        settle();
        aim_below(peak_of(in_, best_plan_));
        best_ = score();
        best_.level = best_plan_.level;
        best_pairs_ = best_plan_.pair_of;
        best_.excess = excess_of(best_plan_);
        best_.balance = balance_of(best_plan_);
      }
    }
    weights_ = scale_.strict();
  }

  std::int64_t excess_of(const Plan& plan) const noexcept {
    std::int64_t excess = 0;
    for (int j = 0; j < in_.columns; ++j) excess += std::max<std::int64_t>(0, plan.load[j] - state_.soft_limit(j));
    return excess;
  }
  double balance_of(const Plan& plan) const noexcept {
    double sum = in_.lambda * static_cast<double>(plan.cost);
    for (int j = 0; j < in_.columns; ++j) {
      sum += static_cast<double>(plan.load[j]) * static_cast<double>(plan.load[j]) * state_.inverse_capacity(j);
    }
    return sum;
  }

  // --- descent ---

  /// Strict descent: every row in order, every pair, then swaps and chains; until a whole round changes nothing.
  void descend(std::int64_t end) {
    weights_ = scale_.strict();
    const auto accept = [&](double change) { return change < -scale_.tolerance(); };
    bool changed = true;
    while (changed && !meter_.stopped() && meter_.work() < end) {
      changed = false;
      for (std::int32_t row = 0; row < in_.rows; ++row) {
        if (improve_row(row, accept)) changed = true;
        if (meter_.stopped() || meter_.work() >= end) break;
      }
      note_best();
    }
    note_best();
  }

  template <class Accept>
  bool improve_row(std::int32_t row, Accept accept) {
    std::int64_t looked = 1;
    bool changed = false;
    if (state_.pair_of(row) >= 0) {
      changed = state_.can_leave(row) ? try_move(row, -1, accept) : try_leave_all(row, accept);
    }
    const std::int32_t marked = in_.waits_for(row);
    for (std::int32_t to = in_.pair_begin[row]; to < in_.pair_begin[row + 1]; ++to) {
      if (to == state_.pair_of(row)) continue;
      ++looked;
      if (state_.pair_of(row) < 0 && marked >= 0 && state_.pair_of(marked) < 0) {
        for (std::int32_t marked_to = in_.pair_begin[marked]; marked_to < in_.pair_begin[marked + 1]; ++marked_to, ++looked) {
          if (try_insert_both(row, to, marked, marked_to, accept)) {
            changed = true;
            break;
          }
        }
        continue;
      }
      if (try_move(row, to, accept)) {
        changed = true;
        continue;
      }
      const std::int32_t column = in_.pair_column[to];
      for (std::int32_t k = 0; k < state_.size(column); ++k) {
        const std::int32_t other = state_.row_at(column, k);
        if (other == row) break;
        bool done = false;
        for (std::int32_t away = in_.pair_begin[other]; away < in_.pair_begin[other + 1] && !done; ++away, ++looked) {
          done = try_eject(row, to, other, away, accept);
        }
        if (!done && state_.pair_of(row) < 0) done = try_eject(row, to, other, -1, accept);
        if (done) {
          changed = true;
          break;
        }
      }
    }
    meter_.spend(looked / 2 + 1);
    return changed;
  }

  const Instance& in_;
  bool below_peak_;
  std::span<const std::int64_t> within_;  // limits that only the search may pass; empty: none
  SearchScope scope_;
  WorkMeter& meter_;
  AnnealingRandom random_;
  SearchState state_;
  AnnealingWeights scale_;
  Plan best_plan_;
  Score best_;
  std::vector<std::int32_t> best_pairs_;
  std::vector<std::int32_t> left_;
  std::vector<std::int32_t> near_begin_;
  std::vector<std::int32_t> near_;
  Weights weights_;
};

/// Limits that one more row may pass.
Instance with_wider_limits(Instance instance) {
  for (int j = 0; j < instance.columns; ++j) {
    std::int64_t heaviest = 0;
    std::int64_t most = instance.base[j];
    for (std::int32_t k = instance.column_begin[j]; k < instance.column_begin[j + 1]; ++k) {
      const std::int64_t weight = instance.pair_weight[instance.column_pairs[k]];
      heaviest = std::max(heaviest, weight);
      most += weight;
    }
    instance.limit[j] = std::min(instance.limit[j] + heaviest, most);
  }
  return instance;
}

}  // namespace

Plan local_search(const Instance& instance, const Plan& start, bool below_peak, std::uint64_t seed, std::int64_t budget, WorkMeter& meter,
                  std::span<const double> reduced_cost, const SearchScope& scope) {
  if (instance.rows == 0 || budget <= 0 || meter.stopped()) return start;
  if (scope.level < instance.order.count && !below_peak) {
    const Instance wider = with_wider_limits(instance);
    return Annealer(wider, start, false, seed, meter, scope, instance.limit).run(budget, reduced_cost);
  }
  return Annealer(instance, start, below_peak, seed, meter, scope, {}).run(budget, reduced_cost);
}

}  // namespace evenload::optimize::detail
