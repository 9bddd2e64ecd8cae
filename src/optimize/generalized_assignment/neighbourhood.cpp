#include "neighbourhood.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tree.hpp"

namespace evenload::optimize::detail::generalized {

void Neighbourhoods::set_prices(std::vector<double> multiplier, std::vector<double> reduced_cost) {
  multiplier_ = std::move(multiplier);
  reduced_cost_ = std::move(reduced_cost);
}

std::vector<std::int32_t> Neighbourhoods::choose(const Plan& plan) {
  // A first column at random, then columns that rows of those chosen would fit well, drawn by lot.
  std::vector<std::int32_t> chosen{random_.below(in_.columns)};
  std::vector<double> liking(in_.capacity.size(), 0.0);
  std::vector<std::int32_t> count(in_.capacity.size(), 0);
  for (const std::int32_t j : plan.column) ++count[j];
  double rows = count[chosen[0]];
  const auto all = static_cast<std::size_t>(in_.rows);
  const bool related = random_.below(4) != 0;
  const double reach =
      1e-9 + std::abs(multiplier_.empty()
                          ? 1.0
                          : multiplier_[static_cast<std::size_t>(random_.below(in_.rows))]) *
                 0.05;
  while (static_cast<int>(chosen.size()) < in_.columns &&
         (chosen.size() < 2 || rows < rows_wanted_)) {
    const std::int32_t last = chosen.back();
    double total = 0;
    for (int j = 0; j < in_.columns; ++j) liking[j] = liking[j] * 0.5;
    if (related) {
      for (int i = 0; i < in_.rows; ++i) {
        if (plan.column[i] != last) continue;
        for (int j = 0; j < in_.columns; ++j) {
          if (j == last || !in_.cell(i, j).allowed()) continue;
          const double rest =
              reduced_cost_[static_cast<std::size_t>(j) * all + static_cast<std::size_t>(i)];
          liking[j] += reach / (reach + std::max(0.0, rest));
        }
      }
    }
    for (int j = 0; j < in_.columns; ++j) {
      const bool taken = std::find(chosen.begin(), chosen.end(), j) != chosen.end();
      total += taken ? 0.0 : liking[j] + 1e-3;
    }
    double at = static_cast<double>(random_.next() >> 11) * 0x1p-53 * total;
    std::int32_t next = -1;
    for (int j = 0; j < in_.columns; ++j) {
      if (std::find(chosen.begin(), chosen.end(), j) != chosen.end()) continue;
      next = j;
      at -= liking[j] + 1e-3;
      if (at <= 0) break;
    }
    chosen.push_back(next);
    rows += count[next];
  }
  return chosen;
}

bool Neighbourhoods::solve(Plan& plan, const std::vector<std::int32_t>& columns, WorkMeter& meter,
                           bool& closed) {
  Instance part;
  std::vector<std::int32_t> rows;
  std::vector<std::int32_t> place(in_.capacity.size(), -1);
  for (std::size_t k = 0; k < columns.size(); ++k) {
    part.capacity.push_back(in_.capacity[columns[k]]);
    place[columns[k]] = static_cast<std::int32_t>(k);
  }
  std::vector<std::int32_t> now;
  for (int i = 0; i < in_.rows; ++i) {
    if (place[plan.column[i]] < 0) continue;
    rows.push_back(i);
    now.push_back(place[plan.column[i]]);
  }
  part.rows = static_cast<int>(rows.size());
  part.columns = static_cast<int>(columns.size());
  Ascent ascent;
  for (const std::int32_t i : rows) {
    std::int64_t most = 0;
    for (const std::int32_t j : columns) {
      part.cells.push_back(in_.cell(i, j));
      if (part.cells.back().allowed()) most = std::max(most, part.cells.back().cost);
    }
    part.most_cost += most;
  }
  meter.spend(1 + static_cast<std::int64_t>(part.cells.size()) / 4 + in_.rows / 16);
  Dual dual(part);
  for (const std::int32_t i : rows) {
    ascent.multiplier.push_back(std::clamp(std::round(multiplier_[i] * dual.unit()),
                                           -dual.most_multiplier(), dual.most_multiplier()));
  }
  Plan best = valued(part, std::move(now));
  const std::int64_t before = best.cost;
  Tree tree(part, dual, best, meter);
  tree.open(dual.whole(), std::move(ascent));
  closed = tree.search(30, 60'000);
  if (!tree.improved()) return false;
  plan.cost += best.cost - before;
  for (std::size_t k = 0; k < rows.size(); ++k)
    plan.column[rows[k]] = columns[static_cast<std::size_t>(best.column[k])];
  for (std::size_t k = 0; k < columns.size(); ++k) plan.load[columns[k]] = best.load[k];
  return true;
}

void Neighbourhoods::improve(Plan& plan, std::int64_t budget, std::int64_t good_enough,
                             WorkMeter& meter) {
  const std::int64_t begin = meter.work();
  while (in_.columns > 1 && !meter.stopped() && meter.work() - begin < budget &&
         plan.cost > good_enough) {
    const std::vector<std::int32_t> columns = choose(plan);
    bool closed = false;
    const bool better = solve(plan, columns, meter, closed);
    if (closed && !better)
      rows_wanted_ = std::min(rows_wanted_ * 1.01, static_cast<double>(in_.rows));
    if (!closed) rows_wanted_ = std::max(rows_wanted_ * 0.97, 4.0);
  }
}

}  // namespace evenload::optimize::detail::generalized
