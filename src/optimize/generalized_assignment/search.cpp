#include "search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "src/optimize/annealing_random.hpp"

namespace evenload::optimize::detail::generalized {

namespace {

class Annealing {
 public:
  Annealing(const Instance& instance, const Core& core, Plan plan, std::uint64_t seed)
      : in_(instance), core_(core), plan_(std::move(plan)), random_(seed) {
    position_.resize(plan_.column.size());
    members_.resize(in_.capacity.size());
    for (int i = 0; i < in_.rows; ++i) {
      position_[i] = static_cast<std::int32_t>(members_[plan_.column[i]].size());
      members_[plan_.column[i]].push_back(i);
    }
    for (auto& rows : members_) rows.reserve(plan_.column.size());
    for (int j = 0; j < in_.columns; ++j) overload_ += over(j, plan_.load[j]);
  }

  bool run(Plan& best, double hot, double cold, std::int64_t budget, std::int64_t good_enough,
           WorkMeter& meter) {
    const auto& threshold = thresholds();
    bool improved = false;
    bool best_feasible = feasible(in_, best);
    const std::int64_t begin = meter.work();
    double temperature = hot;
    int since_feasible = 0;
    while (true) {
      const std::int64_t done = meter.work() - begin;
      if (done >= budget || !meter.spend(steps * 2)) break;
      temperature =
          hot * std::pow(cold / hot, static_cast<double>(done) / static_cast<double>(budget));
      // Too rarely feasible: overload gets dearer; feasible for long: cheaper, so that the search
      // passes through overloaded plans.
      if (since_feasible > 4) {
        strength_ = std::min(strength_ * 1.05, 50.0);
      } else if (since_feasible == 0) {
        strength_ = std::max(strength_ * 0.97, 1.0);
      }
      ++since_feasible;
      for (int step = 0; step < steps; ++step) {
        propose(temperature * threshold[random_.next() & 1023]);
        if (overload_ != 0) continue;
        since_feasible = 0;
        if (best_feasible && plan_.cost >= best.cost) continue;
        best = plan_;
        best_feasible = true;
        improved = true;
        if (best.cost <= good_enough) return true;
      }
    }
    return improved;
  }

 private:
  static constexpr int steps = 256;

  std::int64_t over(int column, std::int64_t load) const noexcept {
    return std::max<std::int64_t>(0, load - in_.capacity[column]);
  }
  double priced(int column, std::int64_t load) const noexcept {
    const std::int64_t excess = load - in_.capacity[column];
    return excess > 0 ? static_cast<double>(excess) * strength_ * core_.overload_price[column]
                      : 0.0;
  }
  double price_of_change(int column, std::int64_t change) const noexcept {
    return priced(column, plan_.load[column] + change) - priced(column, plan_.load[column]);
  }
  std::int32_t wished(int row) noexcept {
    const int size = core_.size(row);
    // Squaring a uniform number tries the better pairs more often.
    const double u = static_cast<double>(random_.next() >> 11) * 0x1p-53;
    return core_.column[core_.begin[row] + static_cast<std::size_t>(u * u * size)];
  }

  void propose(double allowance) {
    const int i = random_.below(in_.rows);
    const int a = plan_.column[i];
    const int b = wished(i);
    if (b == a) return;
    const Cell& out = in_.cell(i, a);
    const Cell& into = in_.cell(i, b);
    const double first = static_cast<double>(into.cost - out.cost);
    const auto& members = members_[b];
    const std::uint64_t kind = random_.next() & 7;
    if (kind < 2 || members.empty()) {
      if (first + price_of_change(a, -out.weight) + price_of_change(b, into.weight) > allowance)
        return;
      shift(i, b);
      return;
    }
    const int k = members[random_.below(static_cast<std::int32_t>(members.size()))];
    const Cell& k_out = in_.cell(k, b);
    const int c = kind < 5 ? a : wished(k);
    const Cell& k_into = in_.cell(k, c);
    if (c == b || !k_into.allowed()) return;
    const double second = first + static_cast<double>(k_into.cost - k_out.cost);
    const double at_b = price_of_change(b, into.weight - k_out.weight);
    if (c == a) {
      if (second + at_b + price_of_change(a, k_into.weight - out.weight) > allowance) return;
      shift(i, b);
      shift(k, a);
      return;
    }
    if (kind < 7 || members_[c].empty()) {
      if (second + at_b + price_of_change(a, -out.weight) + price_of_change(c, k_into.weight) >
          allowance)
        return;
      shift(i, b);
      shift(k, c);
      return;
    }
    // A chain of three: the last row goes where the first came from, or wherever it likes.
    const int l = members_[c][random_.below(static_cast<std::int32_t>(members_[c].size()))];
    const Cell& l_out = in_.cell(l, c);
    int d = wished(l);
    if (d == c || d == b) d = a;
    const Cell& l_into = in_.cell(l, d);
    if (!l_into.allowed()) return;
    const double third = second + static_cast<double>(l_into.cost - l_out.cost) + at_b +
                         price_of_change(c, k_into.weight - l_out.weight);
    const double rest = d == a
                            ? price_of_change(a, l_into.weight - out.weight)
                            : price_of_change(a, -out.weight) + price_of_change(d, l_into.weight);
    if (third + rest > allowance) return;
    shift(i, b);
    shift(k, c);
    shift(l, d);
  }

  void shift(int row, int to) {
    const int from = plan_.column[row];
    auto& source = members_[from];
    const std::int32_t last = source.back();
    source[position_[row]] = last;
    position_[last] = position_[row];
    source.pop_back();
    position_[row] = static_cast<std::int32_t>(members_[to].size());
    members_[to].push_back(row);
    change_load(from, -in_.cell(row, from).weight);
    change_load(to, in_.cell(row, to).weight);
    plan_.cost += in_.cell(row, to).cost - in_.cell(row, from).cost;
    plan_.column[row] = to;
  }
  void change_load(int column, std::int64_t change) noexcept {
    overload_ -= over(column, plan_.load[column]);
    plan_.load[column] += change;
    overload_ += over(column, plan_.load[column]);
  }

  const Instance& in_;
  const Core& core_;
  Plan plan_;
  AnnealingRandom random_;
  std::vector<std::vector<std::int32_t>> members_;
  std::vector<std::int32_t> position_;
  std::int64_t overload_ = 0;
  double strength_ = 2.0;
};

}  // namespace

Core make_core(const Instance& instance, const std::vector<double>& reduced_cost,
               std::vector<double> price, int most) {
  Core core;
  core.overload_price = std::move(price);
  core.begin.push_back(0);
  const auto rows = static_cast<std::size_t>(instance.rows);
  std::vector<std::pair<double, std::int32_t>> order;
  double distance = 0;
  for (int i = 0; i < instance.rows; ++i) {
    order.clear();
    for (int j = 0; j < instance.columns; ++j) {
      if (instance.cell(i, j).allowed())
        order.emplace_back(
            reduced_cost[static_cast<std::size_t>(j) * rows + static_cast<std::size_t>(i)], j);
    }
    const std::size_t kept = std::min(order.size(), static_cast<std::size_t>(most));
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept),
                      order.end());
    for (std::size_t k = 0; k < kept; ++k) core.column.push_back(order[k].second);
    core.begin.push_back(core.column.size());
    if (kept > 1) distance += order[std::min<std::size_t>(kept - 1, 2)].first - order[0].first;
  }
  core.scale = std::max(distance / std::max(1, instance.rows), 1e-9);
  // A unit of overload must cost something even where capacity is worth nothing.
  double mean = 0;
  for (const double value : core.overload_price) mean += value;
  mean = std::max(mean / std::max<double>(1.0, instance.columns), 1e-9);
  for (double& value : core.overload_price) value = std::max(value, 0.3 * mean);
  return core;
}

bool anneal(const Instance& instance, const Core& core, Plan current, Plan& best, double hot,
            double cold, std::uint64_t seed, std::int64_t budget, std::int64_t good_enough,
            WorkMeter& meter) {
  return Annealing(instance, core, std::move(current), seed)
      .run(best, hot, cold, budget, good_enough, meter);
}

}  // namespace evenload::optimize::detail::generalized
