#include "candidates.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace evenload::optimize::detail::machines {

Candidates choose_candidates(const Machines& in, std::span<const double> price, std::int64_t target,
                             double slack, int most) {
  Candidates result;
  result.begin.reserve(static_cast<std::size_t>(in.rows()) + 1);
  result.begin.push_back(0);
  std::vector<std::pair<double, std::int32_t>> order;
  std::vector<std::int32_t> count(static_cast<std::size_t>(in.columns()) + 1, 0);
  for (int i = 0; i < in.rows(); ++i) {
    const std::int64_t* times = in.times(i);
    order.clear();
    double least = std::numeric_limits<double>::infinity();
    for (int j = 0; j < in.columns(); ++j) {
      if (times[j] < 0 || times[j] > target - in.base()[j]) continue;
      order.emplace_back(price[j] * static_cast<double>(times[j]), j);
      least = std::min(least, order.back().first);
    }
    std::erase_if(order, [&](const auto& pair) { return pair.first > least + slack; });
    const auto kept = std::min(order.size(), static_cast<std::size_t>(most));
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end());
    for (std::size_t k = 0; k < kept; ++k) {
      const std::int32_t j = order[k].second;
      result.column.push_back(j);
      result.time.push_back(times[j]);
      ++count[j + 1];
    }
    result.begin.push_back(static_cast<std::int32_t>(result.column.size()));
  }
  for (int j = 0; j < in.columns(); ++j) count[j + 1] += count[j];
  result.column_begin = count;
  result.row_of.resize(result.column.size());
  for (int i = 0; i < in.rows(); ++i) {
    for (std::int32_t k = result.begin[i]; k < result.begin[i + 1]; ++k)
      result.row_of[count[result.column[k]]++] = i;
  }
  return result;
}

}  // namespace evenload::optimize::detail::machines
