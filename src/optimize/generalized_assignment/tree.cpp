#include "tree.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "src/optimize/annealing_random.hpp"

namespace evenload::optimize::detail::generalized {

Tree::Tree(const Instance& instance, Dual& dual, Plan& best, WorkMeter& meter)
    : in_(instance),
      dual_(dual),
      best_(best),
      meter_(meter),
      cutoff_(feasible(instance, best) ? best.cost : instance.most_cost + 1) {}

void Tree::fix(Domain& domain, int row, int column) {
  domain.fixed[row] = column;
  domain.capacity[column] -= dual_.weight(row, column);
  domain.fixed_cost += dual_.cost(row, column);
  --domain.open_rows;
}

/// Drops fixed rows and pairs that fit no more, fixes rows with one column left.
Verdict Tree::propagate(Domain& domain) {
  const auto rows = static_cast<std::size_t>(in_.rows);
  while (true) {
    options_.assign(rows, 0);
    only_.assign(rows, -1);
    for (int j = 0; j < in_.columns; ++j) {
      const std::int32_t room = domain.capacity[j];
      if (room < 0) return Verdict::closed;
      meter_.spend(1 + static_cast<std::int64_t>(domain.rows_of[j].size()) / 16);
      std::erase_if(domain.rows_of[j], [&](std::int32_t i) {
        return domain.fixed[i] >= 0 || dual_.weight(i, j) > room;
      });
      for (const std::int32_t i : domain.rows_of[j]) {
        ++options_[i];
        only_[i] = j;
      }
    }
    bool changed = false;
    for (int i = 0; i < in_.rows; ++i) {
      if (domain.fixed[i] >= 0 || options_[i] > 1) continue;
      if (options_[i] == 0) return Verdict::closed;
      fix(domain, i, only_[i]);
      changed = true;
    }
    if (!changed) return Verdict::open;
  }
}

Verdict Tree::reduce(Domain& domain, const Ascent& ascent) {
  const double target = dual_.value_for(cutoff_);
  const double room = target - ascent.point.value;
  if (room <= 0) return Verdict::closed;
  std::vector<std::pair<std::int32_t, std::int32_t>> sure;
  for (int j = 0; j < in_.columns; ++j) {
    const Packing& packing = ascent.point.packing[j];
    // Equation 9; the margin covers the rounding of doubles.
    const double slack = room + packing.relaxed - packing.value + 4 + packing.relaxed * 0x1p-46;
    std::erase_if(domain.rows_of[j], [&](std::int32_t i) {
      const double against =
          dual_.cost(i, j) - ascent.multiplier[i] + packing.density * dual_.weight(i, j);
      if (-against > slack) sure.emplace_back(i, j);
      return against > slack;
    });
  }
  for (const auto& [i, j] : sure) {
    if (domain.fixed[i] >= 0) return Verdict::closed;  // two columns that cannot do without the row
    fix(domain, i, j);
  }
  if (propagate(domain) == Verdict::closed || complete(domain)) return Verdict::closed;
  return Verdict::open;
}

/// Mends the relaxation's choice into a plan: each row to the cheapest column that took it, the
/// rest where they fit.
void Tree::offer(const Domain& domain, const DualPoint& point) {
  meter_.spend(1 + in_.rows / 8);
  std::vector<std::int32_t> column(domain.fixed);
  for (int j = 0; j < in_.columns; ++j) {
    for (std::size_t k = point.begin[j]; k < point.begin[j + 1]; ++k) {
      const std::int32_t i = point.taken[k];
      if (column[i] < 0 || in_.cell(i, j).cost < in_.cell(i, column[i]).cost) column[i] = j;
    }
  }
  Plan plan = valued(in_, std::move(column));
  for (int i = 0; i < in_.rows; ++i) {
    if (plan.column[i] >= 0) continue;
    int to = -1;
    for (int j = 0; j < in_.columns; ++j) {
      const Cell& cell = in_.cell(i, j);
      if (!cell.allowed() || plan.load[j] + cell.weight > in_.capacity[j]) continue;
      if (to < 0 || cell.cost < in_.cell(i, to).cost) to = j;
    }
    if (to < 0) return;
    plan.column[i] = to;
    plan.load[to] += in_.cell(i, to).weight;
    plan.cost += in_.cell(i, to).cost;
    if (plan.cost >= cutoff_) return;
  }
  if (plan.cost >= cutoff_ || !feasible(in_, plan)) return;
  cutoff_ = plan.cost;
  best_ = std::move(plan);
  improved_ = true;
}

void Tree::dive(Domain domain, Ascent ascent, int evaluations, double part, double noise,
                std::uint64_t seed) {
  AnnealingRandom random(seed);
  std::vector<std::pair<double, std::pair<std::int32_t, std::int32_t>>> order;
  const auto rows = static_cast<std::size_t>(in_.rows);
  while (domain.open_rows > 0 && !meter_.stopped()) {
    ascend(dual_, domain, ascent, dual_.value_for(cutoff_), evaluations, 0.3, meter_);
    offer(domain, ascent.point);
    if (reduce(domain, ascent) == Verdict::closed) return;
    order.clear();
    for (int j = 0; j < in_.columns; ++j) {
      for (const std::int32_t i : domain.rows_of[j]) {
        const double share = static_cast<double>(
            ascent.share[static_cast<std::size_t>(j) * rows + static_cast<std::size_t>(i)]);
        if (share > 0.4)
          order.push_back(
              {-share + noise * static_cast<double>(random.below(1024)) / 1024.0, {i, j}});
      }
    }
    if (order.empty()) {
      for (int j = 0; j < in_.columns; ++j) {
        for (const std::int32_t i : domain.rows_of[j]) {
          order.push_back(
              {-static_cast<double>(
                   ascent.share[static_cast<std::size_t>(j) * rows + static_cast<std::size_t>(i)]),
               {i, j}});
        }
      }
    }
    std::sort(order.begin(), order.end());
    int left = std::max(1, static_cast<int>(part * domain.open_rows));
    for (const auto& [key, pair] : order) {
      const auto [i, j] = pair;
      if (domain.fixed[i] >= 0 || dual_.weight(i, j) > domain.capacity[j]) continue;
      fix(domain, i, j);
      if (--left == 0) break;
    }
    if (propagate(domain) == Verdict::closed) return;
  }
  complete(domain);
}

/// Where every row is fixed: takes the plan if it is good.
bool Tree::complete(const Domain& domain) {
  if (domain.open_rows > 0) return false;
  Plan plan = valued(in_, domain.fixed);
  if (plan.cost < cutoff_ && feasible(in_, plan)) {
    cutoff_ = plan.cost;
    best_ = std::move(plan);
    improved_ = true;
  }
  return true;
}

void Tree::open(Domain domain, Ascent ascent) {
  path_.clear();
  path_.push_back({std::move(domain), std::move(ascent)});
}

bool Tree::search(int evaluations, std::int64_t budget) {
  const std::int64_t begin = meter_.work();
  while (!path_.empty()) {
    if (meter_.stopped() || meter_.work() - begin >= budget) return false;
    Frame& frame = path_.back();
    if (settle(frame, evaluations) == Verdict::closed) {
      // Interrupted half-way it may only seem so.
      if (meter_.stopped()) return false;
      path_.pop_back();
      continue;
    }
    if (meter_.stopped()) return false;
    const auto [row, column] = branching_pair(frame);
    Frame with = frame;
    fix(with.domain, row, column);
    const bool child = propagate(with.domain) == Verdict::open;
    std::erase(frame.domain.rows_of[column], row);
    if (propagate(frame.domain) == Verdict::closed) path_.pop_back();
    if (child) path_.push_back(std::move(with));
  }
  return true;
}

/// Raises the bound of a node and decides what that decides, again while it does.
Verdict Tree::settle(Frame& frame, int evaluations) {
  if (complete(frame.domain)) return Verdict::closed;
  double factor = 0.2;
  int before = 0;
  do {
    before = frame.domain.open_rows;
    const double target = dual_.value_for(cutoff_);
    ascend(dual_, frame.domain, frame.ascent, target, evaluations, factor, meter_);
    offer(frame.domain, frame.ascent.point);
    if (reduce(frame.domain, frame.ascent) == Verdict::closed) return Verdict::closed;
    factor = 0.1;
  } while (frame.domain.open_rows < before && !meter_.stopped());
  return Verdict::open;
}

/// The pair of the largest share among the rows that the relaxation does not settle, or among all.
std::pair<std::int32_t, std::int32_t> Tree::branching_pair(const Frame& frame) const {
  const auto rows = static_cast<std::size_t>(in_.rows);
  std::pair<std::int32_t, std::int32_t> chosen{-1, -1};
  double best = -1;
  for (int j = 0; j < in_.columns; ++j) {
    const float* const share = frame.ascent.share.data() + static_cast<std::size_t>(j) * rows;
    for (const std::int32_t i : frame.domain.rows_of[j]) {
      const auto part = static_cast<double>(share[i]);
      const double key = part > 0.9 ? 0.9 - part : part;
      if (key <= best) continue;
      best = key;
      chosen = {i, j};
    }
  }
  return chosen;
}

}  // namespace evenload::optimize::detail::generalized
