/// \file
/// A plan for an instance with its exact value, and the lexicographic order of plans.
#pragma once

#include <cstdint>
#include <vector>

#include "instance.hpp"

namespace evenload::optimize::detail {

/// A ratio load / capacity, capacity > 0.
struct Ratio {
  std::int64_t load = 0;
  std::int64_t capacity = 1;
};
/// Exact three-way comparison of two ratios: -1, 0, 1.
int compare(const Ratio& a, const Ratio& b) noexcept;
/// The largest load that keeps a column at or below the ratio: floor(ratio * capacity).
std::int64_t load_at(const Ratio& ratio, std::int64_t capacity) noexcept;
/// The largest load that keeps a column below the ratio; -1 where none does.
std::int64_t load_below(const Ratio& ratio, std::int64_t capacity) noexcept;

/// Rows to pairs, and what that is worth (equations 1 to 6).
struct Plan {
  std::vector<std::int32_t> pair_of;  ///< per row; -1 unassigned
  std::vector<std::int64_t> load;     ///< per column
  WholeLevels level{};
  std::int64_t cost = 0;
};

/// The plan with these pairs, valued from scratch.
Plan valued(const Instance& instance, std::vector<std::int32_t> pair_of);
/// Largest ratio of the plan; {0, 1} without columns.
Ratio peak_of(const Instance& instance, const Plan& plan) noexcept;
/// -1 where `a` is better: whole-number levels in order.
int compare_levels(const Plan& a, const Plan& b) noexcept;
/// -1 where `a` has the smaller balance value; exact.
int compare_balance(const Instance& instance, const Plan& a, const Plan& b);
/// Whole-number levels, then the balance value; exact.
inline int compare(const Instance& instance, const Plan& a, const Plan& b) {
  const int levels = compare_levels(a, b);
  return levels != 0 ? levels : compare_balance(instance, a, b);
}

}  // namespace evenload::optimize::detail
