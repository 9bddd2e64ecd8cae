#include "column_exchange.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "annealing_random.hpp"
#include "annealing_weights.hpp"

namespace evenload::optimize::detail {

namespace {

/// after[y] = min(before[y], before[y - steps] + cost) for loads below reach + steps.
void add_row(const double* __restrict before, double* __restrict after, std::size_t reach, std::size_t steps, double cost) {
  const std::size_t apart = std::min(steps, reach);
  std::copy_n(before, apart, after);
  if (steps > reach) std::fill(after + reach, after + steps, HUGE_VAL);
  for (std::size_t y = steps; y < reach; ++y) {
    const double with = before[y - steps] + cost;
    const double without = before[y];
    after[y] = with < without ? with : without;
  }
  for (std::size_t y = std::max(steps, reach); y < reach + steps; ++y) after[y] = before[y - steps] + cost;
}

class ColumnExchange {
 public:
  ColumnExchange(const Instance& in, const Plan& start, std::uint64_t seed, WorkMeter& meter, std::span<const double> reduced_cost)
      : in_(in),
        random_(seed),
        meter_(meter),
        typical_(AnnealingWeights(in, max_whole_levels, false, false, 0).typical()),
        best_plan_(start),
        pair_of_(start.pair_of),
        load_(start.load),
        rows_of_(in.columns) {
    find_near(reduced_cost);
    for (int row = 0; row < in_.rows; ++row) {
      if (pair_of_[row] >= 0) rows_of_[in_.pair_column[pair_of_[row]]].push_back(row);
    }
  }

  Plan run(std::int64_t budget, double heat) {
    const std::int64_t begin = meter_.work();
    const double hot = heat * typical_;
    double gain = 0;       // since the best plan
    std::int64_t over = 0;
    bool better = false;
    for (std::int64_t spent = 0; spent < budget; spent = meter_.work() - begin) {
      const double done = static_cast<double>(spent) / static_cast<double>(budget);
      noise_ = heat > 0 && done < noisy ? hot * std::pow(coldest / heat, done / noisy) : 0;
      const Change change = divide_some();
      gain += change.balance;
      over += change.overload;
      if (over < 0 || (over == 0 && gain < -1e-9)) {
        best_pairs_ = pair_of_;
        better = true;
        gain = 0;
        over = 0;
      }
      if (!meter_.spend(change.work)) break;
    }
    if (better) {
      Plan found = valued(in_, best_pairs_);
      if (compare(in_, found, best_plan_) < 0) best_plan_ = std::move(found);
    }
    return best_plan_;
  }

 private:
  // Found by trying on many problems.
  static constexpr double coldest = 0.01;  // heat at the end of the noise
  static constexpr double noisy = 0.9;     // share of the work
  // Rows and tables beyond these are left alone.
  static constexpr std::int64_t heaviest = 1 << 20;
  static constexpr std::int64_t widest = 4096;

  struct Change {
    std::int64_t overload = 0;
    double balance = 0;
    std::int64_t work = 1;
  };
  struct Item {
    std::int32_t row;
    std::int32_t in_first;   // pair
    std::int32_t in_second;  // pair
    std::int32_t steps;
    double cost;             // of the first column beyond the second's
  };

  bool free(std::int32_t row) const noexcept { return !in_.has_groups() || in_.row_group[row] < 0; }
  bool free_pair(std::int32_t pair) const noexcept { return !in_.has_limits() || in_.limit_begin[pair] == in_.limit_begin[pair + 1]; }

  /// Pairs that a row may be moved to: at most five a row on average, or those within reach of one row's effect.
  void find_near(std::span<const double> reduced_cost) {
    near_.assign(in_.pair_column.size(), 1);
    if (reduced_cost.empty()) return;
    std::vector<double> sorted(reduced_cost.begin(), reduced_cost.end());
    const std::size_t rank = std::min(sorted.size() - 1, std::size_t{5} * static_cast<std::size_t>(in_.rows));
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(rank), sorted.end());
    const double reach = std::max(sorted[rank], 0.1 * typical_);
    for (std::size_t k = 0; k < near_.size(); ++k) near_[k] = reduced_cost[k] <= reach ? 1 : 0;
  }

  double value(std::int32_t column, std::int64_t load) const noexcept {
    return static_cast<double>(load) * static_cast<double>(load) / static_cast<double>(in_.capacity[column]);
  }
  std::int64_t over(std::int32_t column, std::int64_t load) const noexcept { return std::max<std::int64_t>(0, load - in_.capacity[column]); }

  void collect(std::int32_t column, std::int32_t first, std::int32_t second) {
    for (const std::int32_t row : rows_of_[column]) {
      if (!free(row)) continue;
      const std::int32_t held = pair_of_[row];
      const std::int32_t other = in_.find_pair(row, column == first ? second : first);
      if (other < 0 || in_.pair_weight[held] != in_.pair_weight[other] || !free_pair(held) || !free_pair(other)) continue;
      if (near_[other] == 0 || in_.pair_weight[held] <= 0 || in_.pair_weight[held] > heaviest) continue;
      const std::int32_t a = column == first ? held : other;
      const std::int32_t b = column == first ? other : held;
      items_.push_back({row, a, b, static_cast<std::int32_t>(in_.pair_weight[a]),
                        in_.lambda * static_cast<double>(in_.pair_cost[a] - in_.pair_cost[b])});
    }
  }

  /// The column of some row and another that it could go to.
  Change divide_some() {
    const std::int32_t row = random_.below(in_.rows);
    const std::int32_t to = in_.pair_begin[row] + random_.below(in_.pair_begin[row + 1] - in_.pair_begin[row]);
    const std::int32_t from = pair_of_[row];
    if (from < 0 || to == from || near_[to] == 0) return {};
    return divide(in_.pair_column[from], in_.pair_column[to]);
  }

  Change divide(std::int32_t first, std::int32_t second) {
    Change change;
    items_.clear();
    collect(first, first, second);
    const std::size_t held = items_.size();
    collect(second, first, second);
    change.work = 4 + static_cast<std::int64_t>(rows_of_[first].size() + rows_of_[second].size()) / 8;
    if (items_.size() < 2) return change;
    std::int64_t total = 0;
    std::int64_t step = 0;
    std::int64_t mine = 0;
    for (std::size_t k = 0; k < items_.size(); ++k) {
      total += items_[k].steps;
      if (k < held) mine += items_[k].steps;
      step = std::gcd(step, static_cast<std::int64_t>(items_[k].steps));
    }
    const std::int64_t width = total / step + 1;
    if (width > widest) return change;
    const auto wide = static_cast<std::size_t>(width);
    if (table_.size() < (items_.size() + 1) * wide) table_.resize((items_.size() + 1) * wide);
    double* row = table_.data();
    row[0] = 0;
    std::size_t reach = 1;  // loads of the rows so far, and one
    for (const Item& item : items_) {
      double cost = item.cost;
      if (noise_ > 0) {
        const double for_first = thresholds()[random_.next() >> 54];
        cost += noise_ * (for_first - thresholds()[random_.next() >> 54]);
      }
      const auto steps = static_cast<std::size_t>(item.steps / step);
      add_row(row, row + wide, reach, steps, cost);
      reach += steps;
      row += wide;
    }
    const std::int64_t base_first = load_[first] - mine;
    const std::int64_t base_second = load_[second] - (total - mine);
    std::int64_t best_over = 0;
    double best = HUGE_VAL;
    std::size_t chosen = 0;
    for (std::size_t y = 0; y < wide; ++y) {
      if (row[y] == HUGE_VAL) continue;
      const std::int64_t one = base_first + static_cast<std::int64_t>(y) * step;
      const std::int64_t two = base_second + total - static_cast<std::int64_t>(y) * step;
      if (one > in_.limit[first] || two > in_.limit[second]) continue;
      const std::int64_t above = over(first, one) + over(second, two);
      const double amount = row[y] + value(first, one) + value(second, two);
      if (best < HUGE_VAL && (above > best_over || (above == best_over && amount >= best))) continue;
      best_over = above;
      best = amount;
      chosen = y;
    }
    change.work += 8 + static_cast<std::int64_t>(items_.size() * wide / 64);
    if (best == HUGE_VAL) return change;
    const std::int64_t one = base_first + static_cast<std::int64_t>(chosen) * step;
    const std::int64_t two = base_second + total - static_cast<std::int64_t>(chosen) * step;
    change.overload = best_over - over(first, load_[first]) - over(second, load_[second]);
    change.balance = value(first, one) + value(second, two) - value(first, load_[first]) - value(second, load_[second]);
    bool moved = false;
    for (std::size_t k = items_.size(); k-- > 0;) {
      const double* const before = table_.data() + k * wide;
      reach -= static_cast<std::size_t>(items_[k].steps / step);
      const bool to_first = chosen >= reach || before[wide + chosen] != before[chosen];
      if (to_first) chosen -= static_cast<std::size_t>(items_[k].steps / step);
      if (to_first != (k < held)) {
        change.balance += to_first ? items_[k].cost : -items_[k].cost;
        pair_of_[items_[k].row] = to_first ? items_[k].in_first : items_[k].in_second;
        moved = true;
      }
    }
    if (!moved) return {0, 0, change.work};
    load_[first] = one;
    load_[second] = two;
    const auto move_rows = [&](std::int32_t from, std::int32_t to) {
      auto& rows = rows_of_[from];
      for (std::size_t k = rows.size(); k-- > 0;) {
        if (in_.pair_column[pair_of_[rows[k]]] != to) continue;
        moved_.emplace_back(rows[k], to);
        rows[k] = rows.back();
        rows.pop_back();
      }
    };
    moved_.clear();
    move_rows(first, second);
    move_rows(second, first);
    for (const auto& [one_row, to] : moved_) rows_of_[to].push_back(one_row);
    return change;
  }

  const Instance& in_;
  AnnealingRandom random_;
  WorkMeter& meter_;
  double typical_;
  Plan best_plan_;
  std::vector<std::int32_t> pair_of_;
  std::vector<std::int64_t> load_;
  std::vector<std::vector<std::int32_t>> rows_of_;
  std::vector<std::int32_t> best_pairs_;
  std::vector<char> near_;  // per pair: may a row come in by it
  std::vector<Item> items_;
  std::vector<double> table_;
  std::vector<std::pair<std::int32_t, std::int32_t>> moved_;
  double noise_ = 0;
};

}  // namespace

Plan exchange_columns(const Instance& instance, const Plan& start, std::uint64_t seed, std::int64_t budget, WorkMeter& meter,
                      std::span<const double> reduced_cost, double heat) {
  if (budget <= 0 || meter.stopped()) return start;
  return ColumnExchange(instance, start, seed, meter, reduced_cost).run(budget, heat);
}

}  // namespace evenload::optimize::detail
