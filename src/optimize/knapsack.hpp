/// \file
/// Exact 0-1 knapsacks, solved again and again with slowly changing values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace evenload::optimize::detail {

/// Most value within a capacity: break solution by value per weight, then dynamic programming over
/// a core that grows around the break item, states kept as undominated (weight, value) and cut off
/// by the linear bound (after Pisinger, "A minimal algorithm for the 0-1 knapsack problem",
/// Operations Research 45, 1997).
class Knapsack {
 public:
  /// Items keep their order of value per weight from one call to the next.
  /// \param weights > 0, one per item; fixed for the life of the object.
  explicit Knapsack(std::vector<std::int64_t> weights);

  /// The largest sum of values (each at least 0, sum at most 2^50) of items whose weights sum to at
  /// most `capacity`; items that are too heavy are left out. Where the core would pass `most_states`
  /// states it is an upper bound instead (`exact()` is false) and the chosen items are the break
  /// solution.
  std::int64_t solve(std::span<const std::int64_t> values, std::int64_t capacity,
                     std::int64_t most_states = 3'000);
  bool exact() const noexcept { return exact_; }
  /// Items of the last solution, in no particular order.
  std::span<const std::int32_t> chosen() const noexcept { return chosen_; }
  /// States and items looked at in the last call: a measure of its work.
  std::int64_t effort() const noexcept { return effort_; }

 private:
  struct State {
    std::int64_t weight;
    std::int64_t value;
    std::int32_t node;
  };
  struct Node {  // one item changed against the parent
    std::int32_t parent;
    std::int32_t place;
  };
  void order(std::span<const std::int64_t> values, std::int64_t capacity);
  void extend(std::int32_t place, bool add);
  void cut(std::int64_t capacity, std::int32_t left, std::int32_t right);

  std::vector<std::int64_t> weights_;
  std::vector<std::int32_t> order_;
  std::vector<double> ratio_;         // per item
  std::vector<std::int32_t> sorted_;  // items that fit and have value, best ratio first
  std::vector<std::int64_t> sorted_value_;
  std::vector<State> states_, merged_;
  std::vector<Node> nodes_;
  std::vector<std::int32_t> chosen_;
  std::vector<std::uint8_t> flipped_;
  std::int64_t best_ = 0;
  std::int32_t best_node_ = -1;
  bool exact_ = true;
  std::int64_t effort_ = 0;
};

}  // namespace evenload::optimize::detail
