#include "machines.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace evenload::optimize::detail::machines {

Machines::Machines(const MakespanProblem& problem)
    : columns_(static_cast<int>(problem.columns)), times_(problem.times.data()) {
  base_.assign(problem.columns, 0);
  if (!problem.base_load.empty()) base_.assign(problem.base_load.begin(), problem.base_load.end());
  settled_.assign(problem.rows, -1);
  for (std::size_t i = 0; i < problem.rows; ++i) {
    const auto times = problem.times.subspan(i * problem.columns, problem.columns);
    int choices = 0;
    std::int32_t only = -1;
    for (std::size_t j = 0; j < times.size(); ++j) {
      if (times[j] == forbidden_time) continue;
      ++choices;
      only = static_cast<std::int32_t>(j);
      if (times[j] == 0) {
        choices = 1;
        break;
      }
    }
    if (choices == 0) {
      infeasible_ = true;
    } else if (choices == 1) {
      settled_[i] = only;
      base_[only] += times[only];
    } else {
      original_row_.push_back(static_cast<std::int32_t>(i));
    }
  }
  for (const std::int64_t load : base_) simple_bound_ = std::max(simple_bound_, load);
  for (int i = 0; i < rows(); ++i) {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (int j = 0; j < columns_; ++j) {
      if (time(i, j) >= 0) least = std::min(least, base_[j] + time(i, j));
    }
    simple_bound_ = std::max(simple_bound_, least);
  }
}

MachinePlan plan_of(const Machines& in, std::vector<std::int32_t> column) {
  MachinePlan plan;
  plan.load.assign(in.base().begin(), in.base().end());
  for (int i = 0; i < in.rows(); ++i) plan.load[column[i]] += in.time(i, column[i]);
  for (const std::int64_t load : plan.load) plan.makespan = std::max(plan.makespan, load);
  plan.column = std::move(column);
  return plan;
}

MachinePlan construct(const Machines& in, std::span<const std::int32_t> start) {
  std::vector<std::int32_t> column(in.rows(), -1);
  std::vector<std::int64_t> load(in.base().begin(), in.base().end());
  std::vector<std::int64_t> least(in.rows());
  std::vector<std::int32_t> order;
  for (int i = 0; i < in.rows(); ++i) {
    const std::int32_t wanted = start.empty() ? -1 : start[in.original_row(i)];
    if (wanted >= 0 && in.time(i, wanted) >= 0) {
      column[i] = wanted;
      load[wanted] += in.time(i, wanted);
      continue;
    }
    least[i] = std::numeric_limits<std::int64_t>::max();
    for (int j = 0; j < in.columns(); ++j) {
      if (in.time(i, j) >= 0) least[i] = std::min(least[i], in.time(i, j));
    }
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::int32_t a, std::int32_t b) { return least[a] > least[b]; });
  for (const std::int32_t i : order) {
    int best = -1;
    for (int j = 0; j < in.columns(); ++j) {
      if (in.time(i, j) < 0) continue;
      if (best < 0 || load[j] + in.time(i, j) < load[best] + in.time(i, best)) best = j;
    }
    column[i] = best;
    load[best] += in.time(i, best);
  }
  return plan_of(in, std::move(column));
}

}  // namespace evenload::optimize::detail::machines
