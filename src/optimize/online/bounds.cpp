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

Relocation State::relocation_of(std::int32_t slot) const noexcept {
  const auto pairs = pairs_of(slot);
  const Pair& here = pairs[rows_[slot].pair];
  Relocation least;
  least.fill(never);
  for (const Pair& pair : pairs) {
    if (pair.column == here.column || column_[pair.column].capacity == 0) continue;
    const double cost = add_cost(pair.column, pair.weight) + lambda_ * static_cast<double>(pair.cost - here.cost);
    const auto& told = gains_[pair.column].of[class_of(pair.weight)].told;
    least[0] = std::min(least[0], cost);
    for (int r = 1; r < foresight; ++r) least[r] = std::min(least[r], cost - told[r - 1]);
  }
  return least;
}

int State::class_of(std::int64_t weight) const noexcept {
  const auto unit = static_cast<std::uint64_t>(weight) >> class_shift_;
  if (unit < 8) return static_cast<int>(unit);
  const int width = static_cast<int>(std::bit_width(unit));
  // Beyond the scale only while rows are read in, before the first rescale().
  return std::min(8 * (width - 3) + static_cast<int>((unit >> (width - 4)) & 7), weight_classes - 1);
}

void State::relocate(std::int32_t slot, const Relocation& relocation) noexcept {
  relocation_[slot] = relocation;
  const Row& row = rows_[slot];
  standing_[pairs_[row.pair_begin + row.pair].column][row.place].relocation = relocation;
}

/// A row can be had for less: lowers its relocation, and raises what its column may gain.
void State::lower(const PairOf& in, const Relocation& relocation) noexcept {
  Relocation least = relocation_[in.slot];
  bool falls = false;
  for (int r = 0; r < foresight; ++r) {
    falls |= relocation[r] < least[r];
    least[r] = std::min(least[r], relocation[r]);
  }
  if (!falls) return;
  relocate(in.slot, least);
  raise(in.owner, standing_[in.owner][rows_[in.slot].place].weight, least);
}

void State::raise(std::int32_t column, std::int64_t weight, const Relocation& relocation) noexcept {
  const std::int64_t load = column_[column].load;
  Gains& gains = gains_[column];
  for (int k = 0; k < classes_; ++k) {
    const double gain = take_gain(column, load + class_top_[k], weight);
    for (int r = 0; r < foresight; ++r) gains.of[k].most[r] = std::max(gains.of[k].most[r], gain - relocation[r]);
  }
  check_told(column);
}

void State::check_told(std::int32_t column) noexcept {
  if (gains_[column].to_tell || untold(column) <= 0) return;
  gains_[column].to_tell = true;
  to_tell_.push_back(column);
}

void State::recompute_gains(std::int32_t column) noexcept {
  Gains& gains = gains_[column];
  for (auto& one : gains.of) one.most.fill(0);
  const std::int64_t load = column_[column].load;
  for (const Standing& row : standing_[column]) {
    for (int k = 0; k < classes_; ++k) {
      const double gain = take_gain(column, load + class_top_[k], row.weight);
      for (int r = 0; r < foresight; ++r) gains.of[k].most[r] = std::max(gains.of[k].most[r], gain - row.relocation[r]);
    }
  }
  for (int k = 0; k < classes_; ++k) lower_told(gains.of[k]);
}

/// What was told far too high is taken back: relocations may stay too low.
void State::lower_told(Gains::Class& gains) noexcept {
  for (int r = 0; r + 1 < foresight; ++r) {
    if (gains.told[r] > gains.most[r] + 2 * headroom_) gains.told[r] = gains.most[r] + headroom_;
  }
}

/// The column takes rows in at less, or gains more by passing on: all that could go there.
void State::lower_relocations(std::int32_t column) noexcept {
  if (column_[column].capacity == 0) return;
  const Gains& gains = gains_[column];
  for (const PairOf& in : pairs_in_[column]) {
    if (in.owner == column) continue;
    const double cost = add_cost(column, in.weight) + in.cost;
    const auto& told = gains.of[class_of(in.weight)].told;
    Relocation relocation;
    relocation[0] = cost;
    for (int r = 1; r < foresight; ++r) relocation[r] = cost - told[r - 1];
    lower(in, relocation);
  }
}

double State::untold(std::int32_t column) const noexcept {
  double most = 0;
  for (int k = 0; k < classes_; ++k) {
    const auto& gains = gains_[column].of[k];
    for (int r = 0; r + 1 < foresight; ++r) most = std::max(most, gains.most[r] - gains.told[r]);
  }
  return most;
}

/// Some of what has risen is told now; the rest waits for the next change, and until then all bounds that reckon with it give way by as much.
void State::tell_some() noexcept {
  for (std::size_t told = 0; told < tells_per_change && !to_tell_.empty(); ++told) {
    const std::int32_t column = to_tell_.front();
    to_tell_.erase(to_tell_.begin());
    Gains& gains = gains_[column];
    gains.to_tell = false;
    recompute_gains(column);  // rows that went on since may have held it up
    if (untold(column) <= 0) continue;
    for (int k = 0; k < classes_; ++k) {
      auto& one = gains.of[k];
      for (int r = 0; r + 1 < foresight; ++r) one.told[r] = std::max(one.told[r], one.most[r] + headroom_);
    }
    lower_relocations(column);
  }
  untold_ = 0;
  for (const std::int32_t column : to_tell_) untold_ = std::max(untold_, untold(column));
}

void State::scale_to(std::int64_t weight, std::int64_t cost) noexcept {
  if (weight <= scale_weight_ && cost <= scale_cost_) return;
  // Room ahead, so that a slow rise does not bring everything up to date each time.
  const auto rounded = [](std::int64_t value) { return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(value))); };
  if (weight > scale_weight_) scale_weight_ = rounded(weight);
  if (cost > scale_cost_) scale_cost_ = rounded(cost);
  rescale();
}

void State::stand_at_most(std::int64_t weight) noexcept { heaviest_ = std::max(heaviest_, weight); }

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
  class_shift_ = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(scale_weight_))) - 10);
  classes_ = class_of(scale_weight_) + 1;
  for (int k = 0; k < weight_classes; ++k) {
    const int width = k < 8 ? 0 : (k - 8) / 8;
    const std::uint64_t end = k < 8 ? static_cast<std::uint64_t>(k) + 1 : static_cast<std::uint64_t>(9 + k % 8) << width;
    class_top_[k] = std::min<std::int64_t>(scale_weight_, static_cast<std::int64_t>((end << class_shift_) - 1));
  }
  // Half of what one row changes the price of another by, about: less makes changes dearer, more makes questions dearer.
  double squares = 0, rows = 0, capacity = 0, open = 0;
  for (std::int32_t j = 0; j < column_count(); ++j) {
    for (const Standing& row : standing_[j]) squares += static_cast<double>(row.weight) * static_cast<double>(row.weight);
    rows += static_cast<double>(standing_[j].size());
    capacity += static_cast<double>(column_[j].capacity);
    open += column_[j].capacity > 0 ? 1 : 0;
  }
  headroom_ = rows > 0 && capacity > 0 ? 0.5 * squares / rows / (capacity / open) : 0;
  for (auto& gains : gains_) gains = Gains{};
  to_tell_.clear();
  untold_ = 0;
  for (int round = 0; round < foresight; ++round) {
    for (std::int32_t j = 0; j < column_count(); ++j) {
      for (Standing& row : standing_[j]) row.relocation = relocation_[row.slot] = relocation_of(row.slot);
      recompute_gains(j);
    }
    if (round + 1 == foresight) break;
    for (auto& gains : gains_) {
      for (auto& one : gains.of) {
        for (int r = 0; r < foresight - 1; ++r) one.told[r] = one.most[r] + headroom_;
      }
    }
  }
}

}  // namespace evenload::optimize::detail::online
