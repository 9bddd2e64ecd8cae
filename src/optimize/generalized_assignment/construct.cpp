#include "construct.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

namespace evenload::optimize::detail::generalized {

namespace {

/// Best column with room and how much worse the second is.
struct Regret {
  double value = 0;
  std::int32_t row = 0;
  std::int32_t column = -1;
  bool operator<(const Regret& other) const noexcept {
    return std::tie(value, other.row) < std::tie(other.value, row);
  }
};

}  // namespace

Plan construct(const Instance& in, const std::vector<double>& reduced_cost,
               std::span<const std::int32_t> start) {
  Plan plan;
  plan.column.assign(static_cast<std::size_t>(in.rows), -1);
  for (std::size_t i = 0; i < start.size(); ++i) {
    const int row = static_cast<int>(i);
    if (start[i] >= 0 && in.cell(row, start[i]).allowed()) plan.column[i] = start[i];
  }
  plan = valued(in, std::move(plan.column));
  const auto rows = static_cast<std::size_t>(in.rows);
  const auto regret = [&](int i) {
    Regret result{0, i, -1};
    double best = std::numeric_limits<double>::infinity();
    double second = best;
    for (int j = 0; j < in.columns; ++j) {
      const Cell& cell = in.cell(i, j);
      if (!cell.allowed() || plan.load[j] > in.capacity[j] - cell.weight) continue;
      const double cost =
          reduced_cost[static_cast<std::size_t>(j) * rows + static_cast<std::size_t>(i)];
      if (cost < best) {
        second = best;
        best = cost;
        result.column = j;
      } else if (cost < second) {
        second = cost;
      }
    }
    result.value = result.column < 0 ? std::numeric_limits<double>::infinity() : second - best;
    return result;
  };
  const auto place = [&](int i, int j) {
    plan.column[i] = j;
    plan.load[j] += in.cell(i, j).weight;
    plan.cost += in.cell(i, j).cost;
  };
  // Regrets only change as columns fill, so an entry is looked at again when its turn comes.
  std::priority_queue<Regret> queue;
  for (int i = 0; i < in.rows; ++i) {
    if (plan.column[i] < 0) queue.push(regret(i));
  }
  while (!queue.empty()) {
    const Regret top = queue.top();
    queue.pop();
    Regret now = regret(top.row);
    if (now.column >= 0 && now.column != top.column) {
      queue.push(now);
      continue;
    }
    if (now.column < 0) {
      std::int64_t least = std::numeric_limits<std::int64_t>::max();
      for (int j = 0; j < in.columns; ++j) {
        if (!in.cell(top.row, j).allowed()) continue;
        const std::int64_t excess = plan.load[j] + in.cell(top.row, j).weight - in.capacity[j];
        if (excess < least) {
          least = excess;
          now.column = j;
        }
      }
    }
    place(top.row, now.column);
  }
  return plan;
}

}  // namespace evenload::optimize::detail::generalized
