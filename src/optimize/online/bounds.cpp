// What taking a row in costs, what taking one out gains, and bounds of both for rows and columns (docs/models/online.md).
#include <bit>
#include <cmath>
#include <limits>

#include "state.hpp"

namespace evenload::optimize::detail::online {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

double overload_at(const ColumnNumbers& column, std::int64_t load) noexcept {
  return load > column.capacity ? static_cast<double>(load - column.capacity) : 0.0;
}

}  // namespace

double State::add_cost(std::int32_t column, std::int64_t weight) const noexcept {
  const ColumnNumbers& c = column_[column];
  const auto w = static_cast<double>(weight);
  double value = w * (2 * static_cast<double>(c.load) + w) * c.inverse;
  if (c.load + weight > c.capacity) value += penalty_ * (overload_at(c, c.load + weight) - overload_at(c, c.load));
  return value;
}

double State::take_gain(std::int32_t column, std::int64_t load, std::int64_t weight) const noexcept {
  const ColumnNumbers& c = column_[column];
  const auto v = static_cast<double>(weight);
  double value = v * (2 * static_cast<double>(load) - v) * c.inverse;
  if (load > c.capacity) value += penalty_ * (overload_at(c, load) - overload_at(c, load - weight));
  return value;
}

double State::relocation_of(std::int32_t slot) const noexcept {
  const auto pairs = pairs_of(slot);
  const Pair& here = pairs[rows_[slot].pair];
  double least = never;
  for (const Pair& pair : pairs) {
    if (pair.column == here.column || column_[pair.column].capacity == 0) continue;
    least = std::min(least, add_cost(pair.column, pair.weight) + lambda_ * static_cast<double>(pair.cost - here.cost));
  }
  return least;
}

int State::class_of(std::int64_t weight) const noexcept {
  const auto unit = static_cast<std::uint64_t>(weight >> class_shift_);
  if (unit < 2) return static_cast<int>(unit);
  const int width = static_cast<int>(std::bit_width(unit));
  return std::min(2 * (width - 1) + static_cast<int>((unit >> (width - 2)) & 1), WeightClasses::count - 1);
}

void State::note(std::int32_t column, const Standing& row) noexcept {
  WeightClasses& classes = classes_[column];
  const int k = class_of(row.weight);
  const auto weight = static_cast<double>(row.weight);
  if (row.relocation == never) return;
  classes.least[k] = std::min(classes.least[k], row.relocation - classes.slope * weight);
  classes.low[k] = std::min(classes.low[k], weight);
  classes.high[k] = std::max(classes.high[k], weight);
}

double State::most_gain(std::int32_t column, std::int64_t weight) const noexcept {
  const ColumnNumbers& c = column_[column];
  const WeightClasses& classes = classes_[column];
  const std::int64_t load = c.load + weight;
  const double over = overload_at(c, load);
  const double balance_slope = 2 * static_cast<double>(load) * c.inverse;
  double most = -never;
  for (int k = 0; k < WeightClasses::count; ++k) {
    const double low = classes.low[k];
    const double high = classes.high[k];
    if (high < low) continue;
    double gain = -low * low * c.inverse - classes.least[k];
    if (over >= high) {
      const double slope = balance_slope + penalty_ - classes.slope;
      gain += std::max(slope * low, slope * high);
    } else {
      const double slope = balance_slope - classes.slope;
      gain += std::max(slope * low, slope * high) + penalty_ * over;
    }
    most = std::max(most, gain);
  }
  return most;
}

void State::refresh(std::int32_t column) noexcept {
  const ColumnNumbers& c = column_[column];
  WeightClasses& classes = classes_[column];
  classes.slope = 2 * static_cast<double>(c.load) * c.inverse + (c.load > c.capacity ? penalty_ : 0.0);
  classes.least.fill(never);
  classes.low.fill(never);
  classes.high.fill(-1);
  for (const Standing& row : standing_[column]) note(column, row);
  top_[column] = most_gain(column, heaviest_);
}

void State::lower_relocations(std::int32_t column) noexcept {
  if (column_[column].capacity == 0) return;
  for (const PairOf& in : pairs_in_[column]) {
    const Row& row = rows_[in.slot];
    const Pair* pairs = pairs_.data() + row.pair_begin;
    const Pair& here = pairs[row.pair];
    if (here.column == column) continue;
    const Pair& pair = pairs[in.pair];
    const double cost = add_cost(column, pair.weight) + lambda_ * static_cast<double>(pair.cost - here.cost);
    Standing& standing = standing_[here.column][row.place];
    if (cost >= standing.relocation) continue;
    standing.relocation = cost;
    note(here.column, standing);
    top_[here.column] = std::max(top_[here.column], most_gain(here.column, heaviest_));
  }
}

void State::scale_to(std::int64_t weight, std::int64_t cost) noexcept {
  if (weight <= scale_weight_ && cost <= scale_cost_) return;
  // Room ahead, so that a slow rise does not bring everything up to date each time.
  const auto rounded = [](std::int64_t value) { return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(value))); };
  if (weight > scale_weight_) scale_weight_ = rounded(weight);
  if (cost > scale_cost_) scale_cost_ = rounded(cost);
  rescale();
}

void State::stand_at_most(std::int64_t weight) noexcept {
  if (weight <= heaviest_) return;
  heaviest_ = weight;
  for (std::int32_t j = 0; j < column_count(); ++j) top_[j] = most_gain(j, heaviest_);
}

void State::rescale() noexcept {
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
  class_shift_ = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(scale_weight_))) - 9);
  for (auto& standing : standing_) {
    for (Standing& row : standing) row.relocation = relocation_of(row.slot);
  }
  for (std::int32_t j = 0; j < column_count(); ++j) refresh(j);
}

}  // namespace evenload::optimize::detail::online
