// Classes of weight, and the links of movable rows that are kept by column and class (docs/models/online.md).
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "state.hpp"

namespace evenload::optimize::detail::online {

namespace {

/// Least weights of classes that are an eighth of an octave wide, up to `most`.
std::vector<std::int64_t> eighths_of_octaves(std::int64_t most) {
  const int shift = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(most))) - 10);
  std::vector<std::int64_t> starts;
  for (int k = 0; k < most_classes; ++k) {
    const std::int64_t unit = k < 8 ? k : std::int64_t{8 + k % 8} << ((k - 8) / 8);
    if ((unit << shift) > most) break;
    starts.push_back(unit << shift);
  }
  return starts;
}

float rounded_down(double value) {
  const auto near = static_cast<float>(value);
  return static_cast<double>(near) > value ? std::nextafter(near, -std::numeric_limits<float>::infinity()) : near;
}

/// False where there would be too many.
bool insert_weight(std::vector<std::int64_t>& weights, std::int64_t weight) {
  const auto at = std::lower_bound(weights.begin(), weights.end(), weight);
  if (at != weights.end() && *at == weight) return true;
  if (weights.size() == static_cast<std::size_t>(most_classes)) return false;
  weights.insert(at, weight);
  return true;
}

}  // namespace

int State::class_of(std::int64_t weight) const noexcept {
  const auto above = std::upper_bound(starts_.begin(), starts_.end(), weight);
  return std::max(0, static_cast<int>(above - starts_.begin()) - 1);
}

void State::set_classes() noexcept {
  for (int k = 0; k < class_count(); ++k) {
    low_[k] = high_[k] = starts_[k];
    if (exact_) continue;
    high_[k] = k + 1 < class_count() ? starts_[k + 1] - 1 : std::max(starts_[k], scale_weight_);
  }
}

/// Before a row is stored: its weights get classes of their own while there are some left.
void State::tell_apart(const OnlineRow& row) {
  if (!exact_) return;
  if (std::all_of(row.weight.begin(), row.weight.end(), [&](std::int64_t weight) { return low_[class_of(weight)] == weight; })) return;
  classify(row.weight);
}

void State::classify(std::span<const std::int64_t> more) {
  // Everything that allocates first.
  std::vector<std::int64_t> starts;
  bool exact = true;
  std::int64_t most = scale_weight_;
  for (const std::int64_t weight : more) {
    exact = exact && insert_weight(starts, weight);
    most = std::max(most, weight);
  }
  for (const Row& row : rows_) {
    if (row.free) continue;
    for (std::int32_t k = 0; exact && k < row.pair_count; ++k) exact = insert_weight(starts, pairs_[row.pair_begin + k].weight);
  }
  if (!exact) starts = eighths_of_octaves(most);
  if (starts.empty()) starts.push_back(0);
  starts.swap(starts_);
  std::swap(exact, exact_);
  try {
    const std::size_t cells = column_.size() * starts_.size();
    std::vector<std::size_t> out_count(cells, 0);
    std::vector<std::size_t> in_count(cells, 0);
    const auto movable = [](const Row& row) { return row.open && !row.fixed && row.pair >= 0; };
    for (const Row& row : rows_) {
      if (!movable(row)) continue;
      const Pair* pairs = pairs_.data() + row.pair_begin;
      out_count[cell_of(pairs[row.pair].column, pairs[row.pair].weight)] += static_cast<std::size_t>(row.pair_count - 1);
      for (std::int32_t k = 0; k < row.pair_count; ++k) {
        if (k != row.pair) ++in_count[cell_of(pairs[k].column, pairs[k].weight)];
      }
    }
    std::vector<Links> out(cells);
    std::vector<Links> in(cells);
    for (std::size_t c = 0; c < cells; ++c) {
      out[c].make_room(out_count[c] + out_count[c] / 8);
      in[c].make_room(in_count[c] + in_count[c] / 8);
    }
    std::vector<PriceLevel> levels = made_levels(kept_, cells);
    std::vector<std::int32_t> column_of_cell(cells);
    for (std::size_t c = 0; c < cells; ++c) column_of_cell[c] = static_cast<std::int32_t>(c % column_.size());
    std::vector<char> mark(cells, 0);
    std::vector<double> guess(cells, 0);
    cells_.reserve(cells);
    changed_.reserve(cells);
    next_changed_.reserve(cells);
    out_.swap(out);
    in_.swap(in);
    levels_.swap(levels);
    cell_mark_.swap(mark);
    guess_.swap(guess);
    column_of_cell_.swap(column_of_cell);
  } catch (...) {
    starts_.swap(starts);
    exact_ = exact;
    throw;
  }
  mixed_links_ = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    if (row.open && !row.fixed && row.pair >= 0) attach(static_cast<std::int32_t>(i));
  }
  rescale_ = true;
  settle();
}

std::vector<PriceLevel> State::made_levels(int kept, std::size_t cells) const {
  std::vector<PriceLevel> levels(static_cast<std::size_t>(kept + 1));
  for (int r = 0; r <= kept; ++r) {
    levels[r].come.resize(cells);
    if (r < kept) levels[r].leave.resize(cells);
  }
  return levels;
}

/// Tables for questions of that many moves.
void State::keep_levels(int moves) {
  if (moves - 1 <= kept_) return;
  levels_ = made_levels(moves - 1, out_.size());
  kept_ = moves - 1;
  rescale();
}

void State::attach(std::int32_t slot) noexcept {
  const Row& row = rows_[slot];
  const auto pairs = pairs_of(slot);
  const Pair& here = pairs[row.pair];
  const std::int32_t own = cell_of(here.column, here.weight);
  auto& out = out_[own];
  for (Pair& pair : pairs) {
    if (pair.column == here.column) continue;
    const std::int32_t cell = cell_of(pair.column, pair.weight);
    auto& in = in_[cell];
    pair.in = static_cast<std::int32_t>(in.size());
    pair.out = static_cast<std::int32_t>(out.size());
    const float cost = rounded_down(lambda_ * static_cast<double>(pair.cost - here.cost));
    const Links::Far far{static_cast<double>(pair.weight), static_cast<double>(here.weight), slot};
    in.push({cost, own}, far);
    out.push({cost, cell}, far);
    mixed_links_ += cell / column_count() != own / column_count() ? 1 : 0;
  }
  mark_cell(own);
}

void State::detach(std::int32_t slot) noexcept {
  const auto pairs = pairs_of(slot);
  const Pair& here = pairs[rows_[slot].pair];
  const std::int32_t own = cell_of(here.column, here.weight);
  auto& out = out_[own];
  for (Pair& pair : pairs) {
    if (pair.in < 0) continue;
    const std::int32_t cell = cell_of(pair.column, pair.weight);
    mixed_links_ -= cell / column_count() != own / column_count() ? 1 : 0;
    auto& in = in_[cell];
    const std::int32_t last_in = in.far.back().slot;
    pairs_of(last_in)[find_pair(last_in, pair.column)].in = pair.in;
    in.drop(pair.in);
    const std::int32_t last_out = out.far.back().slot;
    pairs_of(last_out)[find_pair(last_out, column_of_cell_[out.near.back().cell])].out = pair.out;
    out.drop(pair.out);
    pair.in = pair.out = -1;
  }
  mark_cell(own);
}

}  // namespace evenload::optimize::detail::online
