#include "knapsack.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace evenload::optimize::detail {

Knapsack::Knapsack(std::vector<std::int64_t> weights)
    : weights_(std::move(weights)), order_(weights_.size()), ratio_(weights_.size()) {
  std::iota(order_.begin(), order_.end(), 0);
}

void Knapsack::order(std::span<const std::int64_t> values, std::int64_t capacity) {
  for (std::size_t k = 0; k < weights_.size(); ++k)
    ratio_[k] = static_cast<double>(values[k]) / static_cast<double>(weights_[k]);
  // Values change little between calls, so the order is nearly right: insertion, unless it is not.
  std::size_t moves = 0;
  const std::size_t most_moves = 8 * order_.size();
  for (std::size_t k = 1; k < order_.size() && moves <= most_moves; ++k) {
    const std::int32_t item = order_[k];
    std::size_t place = k;
    for (; place > 0 && ratio_[order_[place - 1]] < ratio_[item]; --place, ++moves)
      order_[place] = order_[place - 1];
    order_[place] = item;
  }
  if (moves > most_moves) {
    std::sort(order_.begin(), order_.end(), [&](std::int32_t a, std::int32_t b) {
      return ratio_[a] != ratio_[b] ? ratio_[a] > ratio_[b] : a < b;
    });
  }
  effort_ += static_cast<std::int64_t>(2 * order_.size() + moves);
  sorted_.clear();
  sorted_value_.clear();
  for (const std::int32_t item : order_) {
    if (values[item] <= 0 || weights_[item] > capacity) continue;
    sorted_.push_back(item);
    sorted_value_.push_back(values[item]);
  }
}

/// Doubles the states by the item at `place`, added or taken out, and drops the dominated ones.
void Knapsack::extend(std::int32_t place, bool add) {
  const std::int64_t weight = add ? weights_[sorted_[place]] : -weights_[sorted_[place]];
  const std::int64_t value = add ? sorted_value_[place] : -sorted_value_[place];
  merged_.clear();
  std::size_t old = 0, changed = 0;
  const std::size_t count = states_.size();
  while (old < count || changed < count) {
    const bool take_old =
        changed == count || (old < count && (states_[old].weight < states_[changed].weight + weight ||
                                             (states_[old].weight == states_[changed].weight + weight &&
                                              states_[old].value >= states_[changed].value + value)));
    if (take_old) {
      if (merged_.empty() || states_[old].value > merged_.back().value)
        merged_.push_back(states_[old]);
      ++old;
    } else {
      const State& from = states_[changed];
      if (merged_.empty() || from.value + value > merged_.back().value) {
        merged_.push_back({from.weight + weight, from.value + value,
                           static_cast<std::int32_t>(nodes_.size())});
        nodes_.push_back({from.node, place});
      }
      ++changed;
    }
  }
  states_.swap(merged_);
  effort_ += static_cast<std::int64_t>(2 * count);
}

/// Takes the best state that fits and drops states that cannot become better: those that fit gain at
/// most by the next item to be added, the others lose at least by the next to be taken out.
void Knapsack::cut(std::int64_t capacity, std::int32_t left, std::int32_t right) {
  for (const State& state : states_) {
    if (state.weight <= capacity && state.value > best_) {
      best_ = state.value;
      best_node_ = state.node;
    }
  }
  const auto end = static_cast<std::int32_t>(sorted_.size());
  const double gain = right < end ? ratio_[sorted_[right]] : 0.0;
  const double loss = left >= 0 ? ratio_[sorted_[left]] : 0.0;
  std::erase_if(states_, [&](const State& state) {
    const bool fits = state.weight <= capacity;
    if (fits ? right >= end : left < 0) return true;
    const double bound = static_cast<double>(state.value) +
                         (fits ? gain : loss) * static_cast<double>(capacity - state.weight);
    // Half a unit covers the rounding of doubles below 2^50.
    return bound < static_cast<double>(best_) + 0.5;
  });
}

std::int64_t Knapsack::solve(std::span<const std::int64_t> values, std::int64_t capacity,
                             std::int64_t most_states) {
  effort_ = 1;
  exact_ = true;
  chosen_.clear();
  order(values, capacity);
  const auto count = static_cast<std::int32_t>(sorted_.size());
  std::int64_t weight = 0;
  std::int64_t value = 0;
  std::int32_t next = 0;
  while (next < count && weights_[sorted_[next]] <= capacity - weight) {
    weight += weights_[sorted_[next]];
    value += sorted_value_[next];
    ++next;
  }
  best_ = value;
  best_node_ = 0;
  nodes_.assign(1, {-1, -1});
  states_.assign(1, {weight, value, 0});
  std::int32_t left = next - 1;
  std::int32_t right = next;
  if (right < count) cut(capacity, left, right);
  else states_.clear();
  while (!states_.empty()) {
    if (right < count) {
      extend(right++, true);
      cut(capacity, left, right);
    }
    if (left >= 0 && !states_.empty()) {
      extend(left--, false);
      cut(capacity, left, right);
    }
    if (static_cast<std::int64_t>(states_.size()) > most_states) {
      exact_ = false;
      const double rest = next < count ? ratio_[sorted_[next]] * static_cast<double>(capacity - weight) : 0.0;
      chosen_.assign(sorted_.begin(), sorted_.begin() + next);
      return std::max(best_, value + static_cast<std::int64_t>(std::ceil(rest + 0.5)));
    }
  }
  flipped_.assign(static_cast<std::size_t>(count), 0);
  for (std::int32_t node = best_node_; node > 0; node = nodes_[node].parent) flipped_[nodes_[node].place] = 1;
  for (std::int32_t place = 0; place < count; ++place) {
    if ((place < next) != (flipped_[place] != 0)) chosen_.push_back(sorted_[place]);
  }
  return best_;
}

}  // namespace evenload::optimize::detail
