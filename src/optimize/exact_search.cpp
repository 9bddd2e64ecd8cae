#include "exact_search.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "exact_sum.hpp"
#include "leximin/ratios.hpp"
#include "search_state.hpp"

namespace evenload::optimize::detail {

namespace {

/// Balance values as whole numbers: on the common denominator where that fits into 128 bits, else floors on a binary grid.
class BalanceGrid {
 public:
  explicit BalanceGrid(const Instance& instance) : instance_(instance) {
    std::int64_t most = 1;
    for (const std::int64_t limit : instance.limit) most = std::max(most, limit);
    std::int64_t dearest = 1;
    for (const std::int64_t cost : instance.pair_cost) dearest = std::max(dearest, cost);
    // Column values are at most most^2 * scale each, costs dearest * lambda * scale: both must leave room for their sums.
    const uint128 room = (static_cast<uint128>(1) << 118) / static_cast<uint128>(instance.rows + instance.columns + 1);
    const uint128 square = static_cast<uint128>(most) * static_cast<uint128>(most);
    const auto numerator = static_cast<uint128>(instance.cost_weight.numerator());
    const uint128 priced = numerator == 0 ? 1 : (numerator > room / static_cast<uint128>(dearest) ? room + 1 : numerator * static_cast<uint128>(dearest));
    const uint128 largest = room / std::max(square, priced);  // most that the scale may be; 0 where nothing fits
    uint128 scale = static_cast<uint128>(instance.cost_weight.denominator());
    for (const std::int64_t capacity : instance.capacity) {
      if (scale > largest) break;
      const uint128 part = static_cast<uint128>(capacity) / wide::gcd(scale, static_cast<uint128>(capacity));
      scale = part > largest ? largest + 1 : scale * part;
      if (part > largest || scale > largest) break;
    }
    exact_ = scale <= largest;
    if (!exact_) {
      scale = 1;
      while (scale <= largest / 2 && scale < (static_cast<uint128>(1) << 40)) scale *= 2;
    }
    usable_ = largest > 0;
    scale_ = static_cast<int128>(scale);
  }
  bool exact() const noexcept { return exact_; }
  bool usable() const noexcept { return usable_; }
  int128 column(std::int32_t column, std::int64_t load) const noexcept {
    const int128 square = wide::multiply(load, load);
    return exact_ ? square * (scale_ / instance_.capacity[column]) : square * scale_ / instance_.capacity[column];
  }
  int128 cost(std::int64_t cost) const noexcept {
    const int128 priced = wide::multiply(cost, instance_.cost_weight.numerator());
    return exact_ ? priced * (scale_ / instance_.cost_weight.denominator()) : priced * scale_ / instance_.cost_weight.denominator();
  }
  /// At least the scaled value of a plan.
  int128 above(const Plan& plan) const {
    int128 sum = cost(plan.cost);
    for (int j = 0; j < instance_.columns; ++j) sum += column(j, plan.load[j]);
    return exact_ ? sum : sum + instance_.columns + 1;
  }

 private:
  const Instance& instance_;
  int128 scale_ = 1;
  bool exact_ = false;
  bool usable_ = false;
};

class DepthFirst {
 public:
  DepthFirst(const Instance& instance, LastLevel last, Plan& best, WorkMeter& meter)
      : instance_(instance), last_(last), best_(best), meter_(meter), grid_(instance), state_(instance, nothing(instance)),
        decided_(instance.rows, 0), options_(instance.rows) {
    order_rows();
    for (int k = 0; k < instance.rows; ++k) options_[k].reserve(instance.pair_begin[order_[k] + 1] - instance.pair_begin[order_[k]]);
    for (int j = 0; j < instance.columns; ++j) value_ += grid_.column(j, instance.base[j]);
    remember_best();
  }

  bool run(std::int64_t budget) {
    if (!grid_.usable()) return false;
    end_ = meter_.work() + budget;
    visit(0);
    return !stopped_;
  }

 private:
  struct Option {
    std::int64_t over;
    int128 rise;
    std::int32_t pair;
  };

  static Plan nothing(const Instance& instance) {
    Plan plan;
    plan.pair_of.assign(instance.rows, -1);
    return plan;
  }

  /// Heavy rows first; a row that waits for a marked row comes after it.
  void order_rows() {
    std::vector<std::int64_t> heaviest(instance_.rows, 0);
    for (int pair = 0; pair < instance_.pairs(); ++pair) {
      auto& heavy = heaviest[instance_.pair_row[pair]];
      heavy = std::max(heavy, instance_.pair_weight[pair]);
    }
    order_.resize(instance_.rows);
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(), [&](std::int32_t a, std::int32_t b) {
      const bool a_waits = instance_.waits_for(a) >= 0;
      const bool b_waits = instance_.waits_for(b) >= 0;
      if (a_waits != b_waits) return b_waits;
      if (instance_.row_level[a] != instance_.row_level[b]) return instance_.row_level[a] < instance_.row_level[b];
      return heaviest[a] > heaviest[b];
    });
  }

  void remember_best() {
    best_value_ = grid_.above(best_);
    best_peak_ = peak_of(instance_, best_);
    if (last_ == LastLevel::leximin) best_ratios_ = sorted_ratios(instance_, best_.load);
  }

  std::int64_t over_rise(std::int32_t pair) const noexcept {
    const std::int32_t column = instance_.pair_column[pair];
    const std::int64_t load = state_.load(column);
    return std::max<std::int64_t>(0, load + instance_.pair_weight[pair] - std::max(load, instance_.capacity[column]));
  }
  int128 value_rise(std::int32_t pair) const noexcept {
    const std::int32_t column = instance_.pair_column[pair];
    const std::int64_t load = state_.load(column);
    return grid_.column(column, load + instance_.pair_weight[pair]) - grid_.column(column, load) + grid_.cost(instance_.pair_cost[pair]);
  }
  /// Could the row of this pair still go there? Rows that wait for an undecided mark are given the benefit of the doubt.
  bool may_fit(std::int32_t pair) const noexcept {
    const std::int32_t marked = instance_.waits_for(instance_.pair_row[pair]);
    if (marked < 0 || decided_[marked] != 0) return state_.fits(pair);
    const std::int32_t column = instance_.pair_column[pair];
    return state_.load(column) + instance_.pair_weight[pair] <= instance_.limit[column];
  }

  /// Equations 20 and 21: can no completion of the rows decided so far beat the best plan?
  bool hopeless(int depth) {
    WholeLevels level = left_out_;
    level[instance_.order.overload] = state_.level()[instance_.order.overload];
    for (int k = depth; k < instance_.rows; ++k) {
      const std::int32_t row = order_[k];
      bool placeable = false;
      for (std::int32_t pair = instance_.pair_begin[row]; pair < instance_.pair_begin[row + 1] && !placeable; ++pair) {
        placeable = may_fit(pair);
      }
      if (!placeable) level[instance_.row_level[row]] += instance_.priority[row];
    }
    if (level != best_.level) return level > best_.level;

    // From here on a completion that leaves out another row of positive priority, or raises overload, is worse.
    int128 value = value_;
    Ratio peak = peak_now();
    std::int64_t cost = cost_;
    for (int k = depth; k < instance_.rows; ++k) {
      const std::int32_t row = order_[k];
      if (instance_.priority[row] == 0) continue;
      bool fits = false;
      bool placed = false;
      std::optional<int128> least;
      Ratio least_peak;
      std::int64_t least_cost = unlimited;
      for (std::int32_t pair = instance_.pair_begin[row]; pair < instance_.pair_begin[row + 1]; ++pair) {
        if (!may_fit(pair)) continue;
        fits = true;
        if (over_rise(pair) > 0) continue;
        const std::int32_t column = instance_.pair_column[pair];
        if (last_ == LastLevel::squares) {
          const int128 rise = value_rise(pair);
          if (!least || rise < *least) least = rise;
        } else {
          const Ratio ratio{state_.load(column) + instance_.pair_weight[pair], instance_.capacity[column]};
          if (!placed || compare(ratio, least_peak) < 0) least_peak = ratio;
          least_cost = std::min(least_cost, instance_.pair_cost[pair]);
        }
        placed = true;
      }
      if (!fits) continue;  // counted above
      if (!placed) return true;
      if (least) value += *least;
      if (last_ == LastLevel::squares) continue;
      if (compare(peak, least_peak) < 0) peak = least_peak;
      cost += least_cost;
    }
    if (last_ == LastLevel::leximin) return ratios_hopeless(peak, cost);
    if (last_ == LastLevel::peak) return compare(peak, best_peak_) >= 0;
    // On the grid of floors two plans may look equal that are not, so ties are looked at.
    return grid_.exact() ? value >= best_value_ : value - instance_.rows > best_value_;
  }

  /// No completion lowers a ratio, one of them reaches `peak`, and it costs at least `cost` (equation 42).
  bool ratios_hopeless(const Ratio& peak, std::int64_t cost) {
    ratios_.clear();
    for (int j = 0; j < instance_.columns; ++j) ratios_.push_back({state_.load(j), instance_.capacity[j]});
    sort_ratios(ratios_);
    if (!ratios_.empty()) ratios_.front() = peak;
    const int order = compare_sorted(ratios_, best_ratios_);
    if (order != 0) return order > 0;
    return !is_priced(instance_) || cost >= best_.cost;
  }

  Ratio peak_now() const noexcept {
    Ratio peak;
    for (int j = 0; j < instance_.columns; ++j) {
      const Ratio ratio{state_.load(j), instance_.capacity[j]};
      if (compare(peak, ratio) < 0) peak = ratio;
    }
    return peak;
  }

  void take_if_better() {
    Plan found = state_.plan();
    const int levels = compare_levels(found, best_);
    bool better = levels < 0;
    if (last_ == LastLevel::leximin) {
      better = compare_leximin(instance_, found, best_) < 0;
    } else if (levels == 0) {
      better = last_ == LastLevel::squares ? compare_balance(instance_, found, best_) < 0
                                           : compare(peak_of(instance_, found), best_peak_) < 0;
    }
    if (!better) return;
    best_ = std::move(found);
    remember_best();
  }

  void visit(int depth) {
    if (depth == instance_.rows) return take_if_better();
    if (!meter_.spend(1 + (instance_.rows - depth) / 2) || meter_.work() >= end_) stopped_ = true;
    if (stopped_ || hopeless(depth)) return;
    const std::int32_t row = order_[depth];
    auto& options = options_[depth];
    options.clear();
    for (std::int32_t pair = instance_.pair_begin[row]; pair < instance_.pair_begin[row + 1]; ++pair) {
      if (state_.fits(pair)) options.push_back({over_rise(pair), value_rise(pair), pair});
    }
    std::sort(options.begin(), options.end(), [](const Option& a, const Option& b) {
      if (a.over != b.over) return a.over < b.over;
      return a.rise != b.rise ? a.rise < b.rise : a.pair < b.pair;
    });
    decided_[row] = 1;
    for (const Option& option : options) {
      state_.place(option.pair);
      value_ += option.rise;
      cost_ += instance_.pair_cost[option.pair];
      visit(depth + 1);
      cost_ -= instance_.pair_cost[option.pair];
      value_ -= option.rise;
      state_.remove(row);
      if (stopped_) break;
    }
    if (!stopped_) {
      left_out_[instance_.row_level[row]] += instance_.priority[row];
      visit(depth + 1);
      left_out_[instance_.row_level[row]] -= instance_.priority[row];
    }
    decided_[row] = 0;
  }

  const Instance& instance_;
  LastLevel last_;
  Plan& best_;
  WorkMeter& meter_;
  BalanceGrid grid_;
  SearchState state_;
  std::vector<std::int32_t> order_;
  std::vector<std::uint8_t> decided_;
  std::vector<std::vector<Option>> options_;
  WholeLevels left_out_{};
  int128 value_ = 0;
  int128 best_value_ = 0;
  Ratio best_peak_;
  std::int64_t cost_ = 0;
  std::vector<Ratio> best_ratios_;
  std::vector<Ratio> ratios_;
  std::int64_t end_ = 0;
  bool stopped_ = false;
};

}  // namespace

bool exact_search(const Instance& instance, LastLevel last, Plan& plan, std::int64_t budget, WorkMeter& meter) {
  return DepthFirst(instance, last, plan, meter).run(budget);
}

}  // namespace evenload::optimize::detail
