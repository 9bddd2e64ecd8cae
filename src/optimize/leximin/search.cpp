#include "search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "ratios.hpp"
#include "src/optimize/annealing_random.hpp"
#include "src/optimize/search_state.hpp"

namespace evenload::optimize::detail {

namespace {

class Evener {
 public:
  Evener(const Instance& in, const Plan& start, std::uint64_t seed, WorkMeter& meter)
      : in_(in), meter_(meter), random_(seed), state_(in, start), best_(start), priced_(is_priced(in)) {}

  Plan run(std::int64_t budget) {
    const std::int64_t end = meter_.work() + budget;
    descend(end);
    keep_if_better();
    // A few long cycles, each from the best plan so far.
    for (int cycle = 0; cycle < cycles && going(end); ++cycle) {
      anneal((end - meter_.work()) / (cycles - cycle) * 9 / 10);
      descend(end);
      if (!keep_if_better()) state_.reset(best_);
    }
    return std::move(best_);
  }

 private:
  struct Change {
    std::int64_t overload = 0;
    std::int64_t cost = 0;
    std::array<Ratio, 2> before;
    std::array<Ratio, 2> after;
  };

  bool going(std::int64_t end) const noexcept { return !meter_.stopped() && meter_.work() < end; }

  bool keep_if_better() {
    Plan found = state_.plan();
    if (compare_leximin(in_, found, best_) >= 0) return false;
    best_ = std::move(found);
    return true;
  }

  std::int64_t over(std::int32_t column, std::int64_t load) const noexcept {
    return std::max<std::int64_t>(0, load - in_.capacity[column]);
  }

  /// Two columns whose loads change by these amounts.
  Change change_of(std::int32_t a, std::int64_t a_change, std::int32_t b, std::int64_t b_change, std::int64_t cost) const noexcept {
    Change change;
    const std::int64_t a_load = state_.load(a);
    const std::int64_t b_load = state_.load(b);
    change.overload = over(a, a_load + a_change) - over(a, a_load) + over(b, b_load + b_change) - over(b, b_load);
    change.cost = cost;
    change.before = {Ratio{a_load, in_.capacity[a]}, Ratio{b_load, in_.capacity[b]}};
    change.after = {Ratio{a_load + a_change, in_.capacity[a]}, Ratio{b_load + b_change, in_.capacity[b]}};
    for (auto* pair : {&change.before, &change.after}) {
      if (compare((*pair)[0], (*pair)[1]) < 0) std::swap((*pair)[0], (*pair)[1]);
    }
    return change;
  }
  bool improves(const Change& change) const noexcept {
    if (change.overload != 0) return change.overload < 0;
    if (const int order = compare_sorted(change.after, change.before); order != 0) return order < 0;
    return priced_ && change.cost < 0;
  }

  /// Moves a placed row where `accept` takes the change.
  template <class Accept>
  bool move(std::int32_t row, std::int32_t to, Accept accept) {
    const std::int32_t from = state_.pair_of(row);
    const std::int32_t a = in_.pair_column[from];
    const std::int32_t b = in_.pair_column[to];
    if (a == b || state_.load(b) + in_.pair_weight[to] > in_.limit[b]) return false;
    if (!accept(change_of(a, -in_.pair_weight[from], b, in_.pair_weight[to], in_.pair_cost[to] - in_.pair_cost[from]))) return false;
    state_.remove(row);
    const bool fits = state_.fits(to);
    state_.place(fits ? to : from);
    return fits;
  }

  /// Two placed rows change places.
  template <class Accept>
  bool swap(std::int32_t row, std::int32_t to, std::int32_t other, Accept accept) {
    const std::int32_t from = state_.pair_of(row);
    const std::int32_t held = state_.pair_of(other);
    const std::int32_t a = in_.pair_column[from];
    const std::int32_t b = in_.pair_column[to];
    const std::int32_t back = in_.find_pair(other, a);
    if (a == b || back < 0) return false;
    const std::int64_t a_change = in_.pair_weight[back] - in_.pair_weight[from];
    const std::int64_t b_change = in_.pair_weight[to] - in_.pair_weight[held];
    if (state_.load(a) + a_change > in_.limit[a] || state_.load(b) + b_change > in_.limit[b]) return false;
    const std::int64_t cost = in_.pair_cost[to] + in_.pair_cost[back] - in_.pair_cost[from] - in_.pair_cost[held];
    if (!accept(change_of(a, a_change, b, b_change, cost))) return false;
    // Of two rows of one group the marked one goes first, because the other waits for it.
    const bool other_first = in_.waits_for(row) == other;
    const std::int32_t one = other_first ? back : to;
    const std::int32_t two = other_first ? to : back;
    state_.remove(row);
    state_.remove(other);
    if (state_.fits(one)) {
      state_.place(one);
      if (state_.fits(two)) {
        state_.place(two);
        return true;
      }
      state_.remove(in_.pair_row[one]);
    }
    // Back as they were, the marked one first here as well.
    state_.place(other_first ? held : from);
    state_.place(other_first ? from : held);
    return false;
  }

  /// Worst columns first, every row, every pair, then swaps; until a whole round changes nothing.
  void descend(std::int64_t end) {
    const auto better = [&](const Change& change) { return improves(change); };
    std::vector<std::int32_t> columns(in_.columns);
    std::vector<std::int32_t> rows;
    bool changed = true;
    while (changed && going(end)) {
      changed = false;
      std::iota(columns.begin(), columns.end(), 0);
      std::stable_sort(columns.begin(), columns.end(), [&](std::int32_t a, std::int32_t b) {
        return compare(Ratio{state_.load(a), in_.capacity[a]}, Ratio{state_.load(b), in_.capacity[b]}) > 0;
      });
      for (const std::int32_t column : columns) {
        rows.clear();
        for (std::int32_t k = 0; k < state_.size(column); ++k) rows.push_back(state_.row_at(column, k));
        std::sort(rows.begin(), rows.end());
        for (const std::int32_t row : rows) {
          if (!going(end)) return;
          changed = improve_row(row, better) || changed;
        }
      }
    }
  }

  template <class Accept>
  bool improve_row(std::int32_t row, Accept better) {
    std::int64_t looked = 1;
    bool changed = false;
    for (std::int32_t to = in_.pair_begin[row]; to < in_.pair_begin[row + 1]; ++to) {
      if (to == state_.pair_of(row)) continue;
      ++looked;
      if (move(row, to, better)) {
        changed = true;
        continue;
      }
      const std::int32_t column = in_.pair_column[to];
      for (std::int32_t k = 0; k < state_.size(column); ++k, ++looked) {
        if (!swap(row, to, state_.row_at(column, k), better)) continue;
        changed = true;
        break;
      }
    }
    meter_.spend(looked / 2 + 1);
    return changed;
  }

  /// One number of the ratios, steep enough that the worst count most; it only guides.
  double steep(std::int32_t column, std::int64_t load) const noexcept {
    double value = static_cast<double>(load) * state_.inverse_capacity(column) / scale_;
    for (int power = power_; power > 1; power /= 2) value *= value;
    return value;
  }

  void anneal(std::int64_t length) {
    if (in_.rows == 0 || length <= 0) return;
    scale_ = 0;
    double step = 0;
    for (int j = 0; j < in_.columns; ++j) {
      scale_ = std::max(scale_, static_cast<double>(state_.load(j)) * state_.inverse_capacity(j));
    }
    if (scale_ <= 0) return;
    for (int i = 0; i < in_.rows; ++i) {
      const std::int32_t pair = state_.pair_of(i);
      if (pair >= 0) step += static_cast<double>(in_.pair_weight[pair]) * state_.inverse_capacity(in_.pair_column[pair]) / scale_;
    }
    step /= in_.rows;
    const auto& table = thresholds();
    const std::int64_t begin = meter_.work();
    constexpr int batch = 256;
    while (meter_.work() < begin + length) {
      const double t = static_cast<double>(meter_.work() - begin) / static_cast<double>(length);
      power_ = t < 0.3 ? 4 : t < 0.6 ? 8 : 16;
      const double temperature = step * 0.5 * std::pow(1e-4, t);
      for (int k = 0; k < batch; ++k) random_step(temperature * table[random_.next() >> 54]);
      if (!meter_.spend(batch)) return;
    }
  }

  void random_step(double most) {
    const std::int32_t row = random_.below(in_.rows);
    const std::int32_t from = state_.pair_of(row);
    if (from < 0) return;
    const std::int32_t to = in_.pair_begin[row] + random_.below(in_.pair_begin[row + 1] - in_.pair_begin[row]);
    if (to == from) return;
    const std::int32_t a = in_.pair_column[from];
    const std::int32_t b = in_.pair_column[to];
    const auto accept = [&](const Change& change) {
      if (change.overload > 0) return false;
      double rise = -steep(a, state_.load(a)) - steep(b, state_.load(b));
      for (const Ratio& ratio : change.after) {
        const bool first = ratio.capacity == in_.capacity[a];
        rise += steep(first ? a : b, ratio.load);
      }
      return rise <= most;
    };
    if (random_.below(2) == 0 && move(row, to, accept)) return;
    if (state_.size(b) > 0) swap(row, to, state_.row_at(b, random_.below(state_.size(b))), accept);
  }

  static constexpr int cycles = 3;

  const Instance& in_;
  WorkMeter& meter_;
  AnnealingRandom random_;
  SearchState state_;
  Plan best_;
  bool priced_;
  double scale_ = 1;
  int power_ = 4;
};

}  // namespace

Plan even_out(const Instance& instance, const Plan& start, std::uint64_t seed, std::int64_t budget, WorkMeter& meter) {
  if (instance.rows == 0 || budget <= 0 || meter.stopped()) return start;
  return Evener(instance, start, seed, meter).run(budget);
}

}  // namespace evenload::optimize::detail
