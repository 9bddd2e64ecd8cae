/// \file
/// Sorted ratios of a plan, and the order of plans by them (equations 32 and 33 of docs/models/balanced_assignment.md).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "src/optimize/plan.hpp"

namespace evenload::optimize::detail {

/// Largest first. The ratios say nothing of whose they are, on purpose.
void sort_ratios(std::vector<Ratio>& ratios);
/// Of all columns of the instance, whose capacities are positive.
std::vector<Ratio> sorted_ratios(const Instance& instance, std::span<const std::int64_t> load);
/// -1 where `a` is smaller at the first position at which they differ; both have the same length.
int compare_sorted(std::span<const Ratio> a, std::span<const Ratio> b) noexcept;
/// Whole-number levels, sorted ratios, cost where it has a weight; exact.
int compare_leximin(const Instance& instance, const Plan& a, const Plan& b);
/// Does cost decide between plans of equal ratios?
inline bool is_priced(const Instance& instance) noexcept { return instance.cost_weight > Rational(0); }

}  // namespace evenload::optimize::detail
