#include "knapsack.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace evenload::optimize::detail::generalized {

namespace {

constexpr std::size_t most_cells = std::size_t{1} << 22;  // 32 MB, some milliseconds

}  // namespace

/// Takes what lies above the hint's window, keeps what lies inside as candidates, with their
/// weight.
Knapsack::Sum Knapsack::collect(const Items& items, const Hint& hint,
                                std::vector<std::int32_t>& taken, std::int64_t& weight) {
  candidates_.clear();
  Sum sure;
  weight = 0;
  for (const std::int32_t id : items.ids) {
    const double profit = items.price[id] - items.cost[id];
    const double against = profit - hint.density * items.weight[id];
    if (profit <= 0 || against < -hint.window) continue;
    if (against > hint.window) {
      sure.profit += profit;
      sure.weight += items.weight[id];
      taken.push_back(id);
    } else {
      const double density = items.weight[id] > 0 ? profit / items.weight[id]
                                                  : std::numeric_limits<double>::infinity();
      candidates_.push_back({profit, density, items.weight[id], id});
      weight += items.weight[id];
    }
  }
  work_ += 1 + static_cast<std::int64_t>(items.ids.size()) / 16 +
           static_cast<std::int64_t>(candidates_.size());
  return sure;
}

/// Orders the candidates so that the densest that fit one after another come first, and tells how
/// many these are.
std::size_t Knapsack::split(std::int64_t& left, double& prefix) {
  std::size_t low = 0;
  std::size_t high = candidates_.size();
  const auto begin = candidates_.begin();
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    std::nth_element(begin + static_cast<std::ptrdiff_t>(low),
                     begin + static_cast<std::ptrdiff_t>(middle),
                     begin + static_cast<std::ptrdiff_t>(high), denser);
    std::int64_t weight = 0;
    for (std::size_t k = low; k < middle; ++k) weight += candidates_[k].weight;
    if (weight > left) {
      high = middle;
      continue;
    }
    left -= weight;
    for (; low < middle; ++low) prefix += candidates_[low].profit;
  }
  return low;
}

double Knapsack::program(std::int32_t capacity, std::vector<std::int32_t>& taken) {
  // Row k holds the best profit of the first k items within each capacity; rows are kept to read
  // the choice off them.
  const std::size_t width = static_cast<std::size_t>(capacity) + 1;
  const std::size_t cells = width * (core_.size() + 1);
  work_ += static_cast<std::int64_t>(cells) / 64;
  if (table_.size() < cells) table_.resize(cells);
  double* row = table_.data();
  std::fill(row, row + width, 0.0);
  for (const Candidate& item : core_) {
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
  auto left = static_cast<std::size_t>(capacity);
  for (std::size_t k = core_.size(); k-- > 0;) {
    row = table_.data() + k * width;
    if (row[left + width] == row[left]) continue;
    taken.push_back(core_[k].id);
    left -= static_cast<std::size_t>(core_[k].weight);
  }
  return best;
}

Packing Knapsack::solve(const Items& items, std::int32_t capacity, Hint& hint,
                        std::vector<std::int32_t>& taken) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::size_t taken_before = taken.size();
  while (true) {
    taken.resize(taken_before);
    std::int64_t weight = 0;
    const Sum sure = collect(items, hint, taken, weight);
    Packing result;
    if (sure.weight + weight <= capacity && hint.window == infinity) {
      result.value = sure.profit;
      for (const Candidate& item : candidates_) {
        result.value += item.profit;
        taken.push_back(item.id);
      }
      result.relaxed = result.value;
      return result;
    }
    if (sure.weight > capacity || sure.weight + weight <= capacity) {
      hint.window = infinity;
      continue;
    }
    std::int64_t left = capacity - sure.weight;
    double prefix = sure.profit;
    const std::size_t first_out = split(left, prefix);
    result.density = candidates_[first_out].density;
    result.relaxed = prefix + result.density * static_cast<double>(left);
    double greedy = prefix;
    std::int64_t room = left;
    for (std::size_t k = first_out + 1; k < candidates_.size() && room > 0; ++k) {
      if (candidates_[k].weight > room) continue;
      room -= candidates_[k].weight;
      greedy += candidates_[k].profit;
    }
    // Forcing an item against the relaxation costs |profit - density * weight|; the margin covers
    // the rounding of these doubles.
    const double slack = result.relaxed - greedy + 2 + result.relaxed * 0x1p-48;
    const double moved = std::abs(result.density - hint.density) * items.largest;
    const bool seen_all = hint.window == infinity || slack + moved + 1 <= hint.window;
    hint.window = 1.5 * (slack + moved) + 1;
    if (!seen_all) continue;  // the window, around the old density, may have left out what matters
    hint = {result.density, 3 * slack + 0.02 * result.density * items.largest};

    core_.clear();
    double surely = sure.profit;
    std::int64_t capacity_left = capacity - sure.weight;
    std::int64_t core_weight = 0;
    for (std::size_t k = 0; k < candidates_.size(); ++k) {
      const Candidate& item = candidates_[k];
      const double against = item.profit - result.density * item.weight;
      if (k < first_out && against > slack) {
        surely += item.profit;
        capacity_left -= item.weight;
        taken.push_back(item.id);
      } else if (k < first_out || against >= -slack) {
        core_.push_back(item);
        core_weight += item.weight;
      }
    }
    capacity_left = std::min(capacity_left, core_weight);
    if ((static_cast<std::size_t>(capacity_left) + 1) * (core_.size() + 1) > most_cells) {
      for (std::size_t k = 0; k < first_out; ++k) {
        if (candidates_[k].profit - result.density * candidates_[k].weight <= slack)
          taken.push_back(candidates_[k].id);
      }
      result.value = std::ceil(result.relaxed + result.relaxed * 0x1p-48) + 1;
      return result;
    }
    std::sort(core_.begin(), core_.end(), denser);
    result.value = surely + program(static_cast<std::int32_t>(capacity_left), taken);
    return result;
  }
}

}  // namespace evenload::optimize::detail::generalized
