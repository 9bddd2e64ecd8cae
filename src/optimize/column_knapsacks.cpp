#include "column_knapsacks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "exact_sum.hpp"

namespace evenload::optimize::detail {

namespace {

/// after[y] = min(before[y], before[y - steps] + cost), y below `width`.
void add_item(const double* __restrict before, double* __restrict after, std::int32_t width, std::int32_t steps, double cost) {
  std::copy_n(before, std::min(steps, width), after);
  const double* __restrict shifted = before;
  for (std::int32_t y = steps; y < width; ++y) {
    const double with = shifted[y - steps] + cost;
    const double without = before[y];
    after[y] = with < without ? with : without;
  }
}

/// Whole numbers below this in size may be added a few times in 64 bits.
constexpr std::int64_t most_on_grid = std::int64_t{1} << 61;

/// floor(numerator * 2^shift / denominator) for a result that fits; denominator > 0.
int128 on_grid(int128 numerator, std::int64_t denominator, int shift) {
  const int128 whole = floor_divide(numerator, denominator);
  const int128 rest = numerator - whole * denominator;
  return (whole << shift) + (rest << shift) / denominator;
}
std::int64_t on_grid(double multiplier, int shift) {
  const double scaled = std::ldexp(multiplier, shift);
  constexpr auto most = static_cast<double>(most_on_grid);
  if (!(scaled > -most)) return std::isnan(scaled) ? 0 : -most_on_grid;
  return scaled >= most ? most_on_grid : std::llround(scaled);
}

/// The exact value of the columns' knapsacks on a grid.
class GridValue {
 public:
  GridValue(const Relaxation& relaxation, const RowMultipliers& at, int shift) : r_(relaxation), in_(relaxation.instance()), shift_(shift) {
    for (int level = 0; level < in_.order.count; ++level) {
      if (r_.priced(level)) unit_[level] = std::max<std::int64_t>(0, on_grid(at.level[level], shift));
      if (!r_.priced(level) && r_.own(level) > 0) unit_[level] = std::int64_t{1} << shift;
    }
    for (const double price : at.row) row_.push_back(on_grid(price, shift));
    for (const double price : at.limit_count) count_.push_back(std::max<std::int64_t>(0, on_grid(price, shift)));
    for (const double price : at.limit_weight) weight_.push_back(std::max<std::int64_t>(0, on_grid(price, shift)));
  }

  /// Nothing where a number leaves the grid's room.
  std::optional<int128> total(const std::vector<std::int64_t>& step, const std::vector<std::int32_t>& width) {
    int128 total = 0;
    for (int row = 0; row < in_.rows; ++row) {
      int128 value = row_[row];
      if (!r_.must_place(row)) value = std::min(value, wide::multiply(unit_[in_.row_level[row]], in_.priority[row]));
      total += value;
    }
    for (int level = 0; level < in_.order.count; ++level) {
      if (r_.priced(level)) total -= wide::multiply(unit_[level], r_.earlier(level));
    }
    for (std::size_t l = 0; l < count_.size(); ++l) {
      if (in_.limit_count[l] != unlimited) total -= wide::multiply(count_[l], std::max<std::int64_t>(0, in_.limit_count[l]));
      if (in_.limit_weight[l] != unlimited) total -= wide::multiply(weight_[l], std::max<std::int64_t>(0, in_.limit_weight[l]));
    }
    for (int column = 0; column < in_.columns && fits_; ++column) total += knapsack(column, step[column], width[column]);
    return fits_ ? std::optional(total) : std::nullopt;
  }

 private:
  std::int64_t checked(int128 value) {
    if (value > -most_on_grid && value < most_on_grid) return static_cast<std::int64_t>(value);
    fits_ = false;
    return 0;
  }

  std::int64_t cost(std::int32_t pair) {
    int128 value = -static_cast<int128>(row_[in_.pair_row[pair]]);
    if (r_.is_balance() && in_.pair_cost[pair] != 0) {
      value += on_grid(wide::multiply(in_.pair_cost[pair], in_.cost_weight.numerator()), in_.cost_weight.denominator(), shift_);
    }
    for (std::int32_t k = in_.has_limits() ? in_.limit_begin[pair] : 0; in_.has_limits() && k < in_.limit_begin[pair + 1]; ++k) {
      const std::int32_t l = in_.limit_index[k];
      value += wide::multiply(count_[l], in_.limit_amount[k]) + wide::multiply(weight_[l], in_.pair_weight[pair]);
    }
    return checked(value);
  }

  std::int64_t value_of(int column, std::int64_t load) {
    int128 value = wide::multiply(unit_[in_.order.overload], std::max<std::int64_t>(0, load - in_.capacity[column]));
    if (r_.is_balance()) value += on_grid(wide::multiply(load, load), in_.capacity[column], shift_);
    return checked(value);
  }

  std::int64_t knapsack(int column, std::int64_t step, std::int32_t width) {
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    best_.assign(width, none);
    best_[0] = 0;
    for (std::int32_t k = in_.column_begin[column]; k < in_.column_begin[column + 1]; ++k) {
      const std::int32_t pair = in_.column_pairs[k];
      if (!r_.usable(pair)) continue;
      const std::int64_t item = cost(pair);
      if (item >= 0) continue;  // never helps: loads only cost more the higher they are
      const std::int64_t steps = in_.pair_weight[pair] / step;
      for (std::int64_t y = width - 1; y >= steps; --y) {
        if (best_[y - steps] != none) best_[y] = std::min(best_[y], checked(static_cast<int128>(best_[y - steps]) + item));
      }
    }
    std::int64_t least = none;
    for (std::int32_t y = 0; y < width; ++y) {
      if (best_[y] == none) continue;
      least = std::min(least, checked(static_cast<int128>(best_[y]) + value_of(column, in_.base[column] + y * step)));
    }
    return least;
  }

  const Relaxation& r_;
  const Instance& in_;
  int shift_;
  bool fits_ = true;
  std::array<std::int64_t, max_whole_levels> unit_{};
  std::vector<std::int64_t> row_;
  std::vector<std::int64_t> count_;
  std::vector<std::int64_t> weight_;
  std::vector<std::int64_t> best_;
};

}  // namespace

RowMultipliers row_multipliers(const Relaxation& relaxation, const Multipliers& multipliers) {
  const Instance& in = relaxation.instance();
  RowMultipliers result;
  result.level = multipliers.level;
  result.limit_count = multipliers.limit_count;
  result.limit_weight = multipliers.limit_weight;
  result.row.assign(in.rows, 0);
  for (int row = 0; row < in.rows; ++row) {
    double least = HUGE_VAL;
    for (std::int32_t pair = in.pair_begin[row]; pair < in.pair_begin[row + 1]; ++pair) {
      if (!relaxation.usable(pair)) continue;
      double value = multipliers.price[in.pair_column[pair]] * static_cast<double>(in.pair_weight[pair]);
      if (relaxation.is_balance()) value += in.lambda * static_cast<double>(in.pair_cost[pair]);
      if (in.has_limits()) {
        for (std::int32_t k = in.limit_begin[pair]; k < in.limit_begin[pair + 1]; ++k) {
          value += multipliers.limit_count[in.limit_index[k]] * static_cast<double>(in.limit_amount[k]) +
                   multipliers.limit_weight[in.limit_index[k]] * static_cast<double>(in.pair_weight[pair]);
        }
      }
      least = std::min(least, value);
    }
    result.row[row] = least < HUGE_VAL ? least : 0;
  }
  return result;
}

ColumnKnapsacks::ColumnKnapsacks(const Relaxation& relaxation) : relaxation_(&relaxation) {
  const Instance& in = relaxation.instance();
  step_.assign(in.columns, 1);
  width_.assign(in.columns, 1);
  table_at_.assign(in.columns, 0);
  std::vector<double> items(in.columns, 0);
  for (int column = 0; column < in.columns; ++column) {
    std::int64_t step = 0;
    double heaviest = 0;
    for (std::int32_t k = in.column_begin[column]; k < in.column_begin[column + 1]; ++k) {
      const std::int32_t pair = in.column_pairs[k];
      if (!relaxation.usable(pair)) continue;
      step = std::gcd(step, in.pair_weight[pair]);
      heaviest += static_cast<double>(in.pair_weight[pair]);
      items[column] += 1;
    }
    step_[column] = std::max<std::int64_t>(1, step);
    const auto room = static_cast<double>(std::max<std::int64_t>(0, relaxation.limit(column) - in.base[column]));
    const double width = 1 + std::floor(std::min(room, heaviest) / static_cast<double>(step_[column]));
    cells_ += (items[column] + 1) * width;
    if (cells_ > most_cells) return;
    width_[column] = static_cast<std::int32_t>(width);
  }
  std::size_t largest = 0;
  for (int column = 0; column < in.columns; ++column) {
    table_at_[column] = static_cast<std::int64_t>(squares_.size());
    largest = std::max(largest, static_cast<std::size_t>(items[column] + 1) * static_cast<std::size_t>(width_[column]));
    for (std::int32_t y = 0; y < width_[column]; ++y) {
      const double load = static_cast<double>(in.base[column]) + static_cast<double>(y) * static_cast<double>(step_[column]);
      squares_.push_back(relaxation.is_balance() ? load * load / static_cast<double>(in.capacity[column]) : 0);
    }
  }
  layers_.resize(largest);
}

double ColumnKnapsacks::pair_cost(const RowMultipliers& at, std::int32_t pair) const noexcept {
  const Instance& in = relaxation_->instance();
  double cost = -at.row[in.pair_row[pair]];
  if (relaxation_->is_balance()) cost += in.lambda * static_cast<double>(in.pair_cost[pair]);
  if (in.has_limits()) {
    for (std::int32_t k = in.limit_begin[pair]; k < in.limit_begin[pair + 1]; ++k) {
      cost += at.limit_count[in.limit_index[k]] * static_cast<double>(in.limit_amount[k]) +
              at.limit_weight[in.limit_index[k]] * static_cast<double>(in.pair_weight[pair]);
    }
  }
  return cost;
}

double ColumnKnapsacks::overload_price(const RowMultipliers& at) const noexcept {
  const int over = relaxation_->instance().order.overload;
  return relaxation_->priced(over) ? at.level[over] : relaxation_->own(over);
}

double ColumnKnapsacks::left_out(const RowMultipliers& at, std::int32_t row) const noexcept {
  if (relaxation_->must_place(row)) return HUGE_VAL;
  const Instance& in = relaxation_->instance();
  const int level = in.row_level[row];
  const double price = relaxation_->priced(level) ? at.level[level] : relaxation_->own(level);
  return price * static_cast<double>(in.priority[row]);
}

double ColumnKnapsacks::solve(int column, const RowMultipliers& at, ColumnChoices& choices) {
  const Instance& in = relaxation_->instance();
  const std::int32_t width = width_[column];
  const double* squares = squares_.data() + table_at_[column];
  const double over_price = overload_price(at);
  const std::int64_t base = in.base[column];
  const std::int64_t capacity = in.capacity[column];
  const auto over_of = [&](std::int32_t y) { return std::max<std::int64_t>(0, base + y * step_[column] - capacity); };
  const auto value_of = [&](std::int32_t y) { return squares[y] + over_price * static_cast<double>(over_of(y)); };

  // Loads only cost more the higher they are: a row that does not pay at the base load pays nowhere.
  items_.clear();
  for (std::int32_t k = in.column_begin[column]; k < in.column_begin[column + 1]; ++k) {
    const std::int32_t pair = in.column_pairs[k];
    if (!relaxation_->usable(pair)) continue;
    const auto steps = static_cast<std::int32_t>(in.pair_weight[pair] / step_[column]);
    const double cost = pair_cost(at, pair);
    if (cost + value_of(steps) - value_of(0) < 0) items_.push_back({pair, steps, cost});
  }
  double* layer = layers_.data();
  std::fill_n(layer, width, HUGE_VAL);
  layer[0] = 0;
  for (const Item& item : items_) {
    add_item(layer, layer + width, width, item.steps, item.cost);
    layer += width;
  }
  double best = HUGE_VAL;
  std::int32_t at_load = 0;
  for (std::int32_t y = 0; y < width; ++y) {
    const double value = layer[y] + value_of(y);
    if (value < best) {
      best = value;
      at_load = y;
    }
  }
  choices.overload += over_of(at_load);
  for (std::size_t t = items_.size(); t-- > 0;) {
    layer -= width;
    if (layer[width + at_load] == layer[at_load]) continue;
    choices.pairs.push_back(items_[t].pair);
    ++choices.times[in.pair_row[items_[t].pair]];
    at_load -= items_[t].steps;
  }
  return best;
}

void ColumnKnapsacks::evaluate(const RowMultipliers& at, ColumnChoices& choices) {
  const Instance& in = relaxation_->instance();
  choices.times.assign(in.rows, 0);
  choices.pairs.clear();
  choices.overload = 0;
  double value = 0;
  for (int row = 0; row < in.rows; ++row) value += std::min(at.row[row], left_out(at, row));
  for (int column = 0; column < in.columns; ++column) value += solve(column, at, choices);
  for (int level = 0; level < in.order.count; ++level) {
    if (relaxation_->priced(level)) value -= at.level[level] * static_cast<double>(relaxation_->earlier(level));
  }
  for (std::size_t l = 0; l < in.limit_count.size(); ++l) {
    if (in.limit_count[l] != unlimited) value -= at.limit_count[l] * static_cast<double>(std::max<std::int64_t>(0, in.limit_count[l]));
    if (in.limit_weight[l] != unlimited) value -= at.limit_weight[l] * static_cast<double>(std::max<std::int64_t>(0, in.limit_weight[l]));
  }
  choices.value = value;
}

std::optional<SafeBound> ColumnKnapsacks::safe_value(const RowMultipliers& at) const {
  if (!usable()) return std::nullopt;
  const Instance& in = relaxation_->instance();
  // No number of a column's table is larger than all its costs together.
  double largest = 1;
  for (int column = 0; column < in.columns; ++column) {
    const auto load = static_cast<double>(std::max(in.base[column], relaxation_->limit(column)));
    double sum = overload_price(at) * load;
    if (relaxation_->is_balance()) sum += load * load / static_cast<double>(in.capacity[column]);
    for (std::int32_t k = in.column_begin[column]; k < in.column_begin[column + 1]; ++k) {
      // The parts of a cost may be large where their sum is not.
      const std::int32_t pair = in.column_pairs[k];
      sum += 2 * std::abs(at.row[in.pair_row[pair]]) + std::abs(pair_cost(at, pair)) +
             2 * (relaxation_->is_balance() ? in.lambda * static_cast<double>(in.pair_cost[pair]) : 0);
    }
    largest = std::max(largest, sum);
  }
  int exponent = 0;
  std::frexp(largest, &exponent);
  const int shift = std::min(40, 58 - exponent);
  if (shift < 0) return std::nullopt;
  const std::optional<int128> total = GridValue(*relaxation_, at, shift).total(step_, width_);
  if (!total) return std::nullopt;
  return SafeBound{*total, shift};
}

}  // namespace evenload::optimize::detail
