#include "knapsack.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace evenload::optimize::detail::generalized {

namespace {

constexpr std::size_t most_cells = std::size_t{1} << 23;  // 64 MB

bool denser(const Item& a, const Item& b) noexcept {
  return a.density != b.density ? a.density > b.density : a.id < b.id;
}

}  // namespace

double Knapsack::program(std::span<const Item> items, std::int32_t capacity, std::vector<std::int32_t>& taken) {
  // Row k holds the best profit of the first k items within each capacity; rows are kept to read the choice off them.
  const std::size_t width = static_cast<std::size_t>(capacity) + 1;
  const std::size_t cells = width * (items.size() + 1);
  cells_ += static_cast<std::int64_t>(cells);
  if (table_.size() < cells) table_.resize(cells);
  double* row = table_.data();
  std::fill(row, row + width, 0.0);
  for (const Item& item : items) {
    const auto weight = static_cast<std::size_t>(item.weight);
    double* const next = row + width;
    std::copy(row, row + std::min(weight, width), next);
    const double profit = item.profit;
    for (std::size_t c = weight; c < width; ++c) {
      const double with = row[c - weight] + profit;
      next[c] = with > row[c] ? with : row[c];
    }
    row = next;
  }
  const double best = row[capacity];
  std::size_t left = static_cast<std::size_t>(capacity);
  for (std::size_t k = items.size(); k-- > 0;) {
    const double* const before = row - width;
    if (row[left] != before[left]) {
      taken.push_back(items[k].id);
      left -= static_cast<std::size_t>(items[k].weight);
    }
    row = table_.data() + k * width;
  }
  return best;
}

Packing Knapsack::solve(std::span<Item> items, std::int32_t capacity, std::vector<std::int32_t>& taken) {
  Packing result;
  std::int64_t weight = 0;
  for (const Item& item : items) {
    weight += item.weight;
    result.value += item.profit;
  }
  if (weight <= capacity) {
    for (const Item& item : items) taken.push_back(item.id);
    result.relaxed = result.value;
    return result;
  }
  for (Item& item : items) {
    item.density = item.weight > 0 ? item.profit / item.weight : std::numeric_limits<double>::infinity();
  }
  std::sort(items.begin(), items.end(), denser);
  double prefix = 0;
  std::int32_t left = capacity;
  std::size_t split = 0;
  while (items[split].weight <= left) {
    left -= items[split].weight;
    prefix += items[split++].profit;
  }
  result.density = items[split].density;
  result.relaxed = prefix + result.density * left;
  double greedy = prefix;
  std::int32_t room = left;
  for (std::size_t k = split + 1; k < items.size() && room > 0; ++k) {
    if (items[k].weight > room) continue;
    room -= items[k].weight;
    greedy += items[k].profit;
  }
  // Forcing an item against the relaxation costs |profit - density * weight|; the margin covers the rounding of these doubles.
  const double slack = result.relaxed - greedy + 2 + result.relaxed * 0x1p-48;
  core_.clear();
  double sure = 0;
  std::int32_t capacity_left = capacity;
  std::int64_t core_weight = 0;
  for (std::size_t k = 0; k < items.size(); ++k) {
    const Item& item = items[k];
    const double against = item.profit - result.density * item.weight;
    if (k < split && against > slack) {
      sure += item.profit;
      capacity_left -= item.weight;
      taken.push_back(item.id);
    } else if (k < split || against >= -slack) {
      core_.push_back(item);
      core_weight += item.weight;
    }
  }
  capacity_left = static_cast<std::int32_t>(std::min<std::int64_t>(capacity_left, core_weight));
  if ((static_cast<std::size_t>(capacity_left) + 1) * (core_.size() + 1) > most_cells) {
    for (std::size_t k = 0; k < split; ++k) {
      if (items[k].profit - result.density * items[k].weight <= slack) taken.push_back(items[k].id);
    }
    result.value = std::ceil(result.relaxed + result.relaxed * 0x1p-48) + 1;
    result.exact = false;
    return result;
  }
  result.value = sure + program(core_, capacity_left, taken);
  return result;
}

}  // namespace evenload::optimize::detail::generalized
