#include "ratios.hpp"

#include <algorithm>

namespace evenload::optimize::detail {

void sort_ratios(std::vector<Ratio>& ratios) {
  std::sort(ratios.begin(), ratios.end(), [](const Ratio& a, const Ratio& b) { return compare(a, b) > 0; });
}

std::vector<Ratio> sorted_ratios(const Instance& instance, std::span<const std::int64_t> load) {
  std::vector<Ratio> ratios;
  ratios.reserve(load.size());
  for (std::size_t j = 0; j < load.size(); ++j) ratios.push_back({load[j], instance.capacity[j]});
  sort_ratios(ratios);
  return ratios;
}

int compare_sorted(std::span<const Ratio> a, std::span<const Ratio> b) noexcept {
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (const int order = compare(a[k], b[k]); order != 0) return order;
  }
  return 0;
}

int compare_leximin(const Instance& instance, const Plan& a, const Plan& b) {
  if (const int levels = compare_levels(a, b); levels != 0) return levels;
  // Columns of equal load drop out: what the others have decides alone.
  std::vector<Ratio> left;
  std::vector<Ratio> right;
  for (int j = 0; j < instance.columns; ++j) {
    if (a.load[j] == b.load[j]) continue;
    left.push_back({a.load[j], instance.capacity[j]});
    right.push_back({b.load[j], instance.capacity[j]});
  }
  sort_ratios(left);
  sort_ratios(right);
  if (const int order = compare_sorted(left, right); order != 0) return order;
  if (a.cost == b.cost || !is_priced(instance)) return 0;
  return a.cost < b.cost ? -1 : 1;
}

}  // namespace evenload::optimize::detail
