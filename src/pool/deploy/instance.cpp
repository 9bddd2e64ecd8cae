#include "instance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace evenload::pool::detail {

namespace {

template <class T>
std::vector<std::int64_t> or_zeros(std::span<const T> values, std::size_t length) {
  if (values.empty()) return std::vector<std::int64_t>(length, 0);
  return {values.begin(), values.end()};
}

}  // namespace

DeployInstance::DeployInstance(const DeployProblem& p)
    : units(static_cast<int>(p.units)),
      weeks(static_cast<int>(p.weeks)),
      members(static_cast<int>(p.members)),
      scenarios(static_cast<int>(p.scenarios)),
      per_week(p.periods_per_week),
      periods(weeks * per_week),
      ages(static_cast<int>(p.price_ages)),
      levels(p.settling.empty() ? 1 : static_cast<int>(p.settling.size())),
      kept_weeks(static_cast<int>(p.kept_share.size())),
      minimum_stay(p.minimum_stay),
      fading(p.fading_weeks),
      tail_weight(p.tail_weight / 1000.0),
      tail_mass((1000 - p.tail_level) / 1000.0),
      fairness(p.fairness_price) {
  const auto cells = static_cast<std::size_t>(units) * weeks;
  const bool own_by_scenario = p.own_capacity.size() == cells * p.scenarios;
  const auto arrived = [&](int s, int u, int t) {  // in week t; before the first, what still waits of it
    if (t >= 0) return static_cast<double>(p.demand[(static_cast<std::size_t>(s) * units + u) * weeks + t]);
    const auto age = static_cast<std::size_t>(-t - 1);
    return age < p.backlog_ages ? static_cast<double>(p.backlog[u * p.backlog_ages + age]) : 0.0;
  };
  net.resize(cells * scenarios);
  recent.resize(cells * scenarios * (ages - 1));
  first_backlog.assign(units, 0);
  for (int u = 0; u < units; ++u) {
    for (std::size_t a = 0; a < p.backlog_ages; ++a) {
      first_backlog[u] += static_cast<double>(p.backlog[u * p.backlog_ages + a]);
    }
    for (int s = 0; s < scenarios; ++s) {
      for (int t = 0; t < weeks; ++t) {
        const std::size_t cell = static_cast<std::size_t>(u) * weeks + t;
        const std::size_t own = own_by_scenario ? static_cast<std::size_t>(s) * cells + cell : cell;
        net[cell * scenarios + s] = arrived(s, u, t) - static_cast<double>(p.own_capacity[own]);
        double sum = 0;
        for (int a = 1; a < ages; ++a) {
          sum += arrived(s, u, t - a + 1);
          recent[((static_cast<std::size_t>(u) * (ages - 1) + a - 1) * weeks + t) * scenarios + s] = sum;
        }
      }
    }
  }
  price.assign(p.backlog_price.begin(), p.backlog_price.end());
  const auto ends = or_zeros(p.end_price, p.units);
  end_price.assign(ends.begin(), ends.end());
  weight.assign(p.scenarios, 1);
  if (!p.scenario_weight.empty()) weight.assign(p.scenario_weight.begin(), p.scenario_weight.end());
  const auto sum = static_cast<double>(std::accumulate(weight.begin(), weight.end(), std::int64_t{0}));
  for (const std::int64_t w : weight) share.push_back(static_cast<double>(w) / sum);

  const std::vector<std::int64_t> settling =
      p.settling.empty() ? std::vector<std::int64_t>{1000}
                         : std::vector<std::int64_t>(p.settling.begin(), p.settling.end());
  qualified.resize(static_cast<std::size_t>(members) * units);
  least.assign(qualified.size(), 0);
  if (!p.least_level.empty()) least.assign(p.least_level.begin(), p.least_level.end());
  effective.resize(qualified.size() * levels * (kept_weeks + 1) * weeks);
  kept.resize(qualified.size() * levels * kept_weeks * weeks);
  for (int m = 0; m < members; ++m) {
    for (int u = 0; u < units; ++u) {
      qualified[at(m, u)] = p.efficiency[at(m, u)] > 0 ? 1 : 0;
      for (int level = 0; level < levels; ++level) {
        for (int t = 0; t < weeks; ++t) {
          // Whole minutes, rounded down: equation (2). At most 10080 * 1000^3 / 7, far below 2^63.
          const auto given = [&](std::int64_t part) {
            const std::int64_t product = p.minutes[static_cast<std::size_t>(m) * weeks + t] * part *
                                         p.efficiency[at(m, u)] * settling[level];
            return static_cast<double>(product / (std::int64_t{1'000'000'000} * per_week));
          };
          for (int k = 0; k <= kept_weeks; ++k) {
            const std::int64_t away = k == 0 ? 0 : p.kept_share[k - 1];
            effective[(((at(m, u) * levels) + level) * (kept_weeks + 1) + k) * weeks + t] = given(1000 - away);
            if (k > 0) kept[((at(m, u) * levels + level) * kept_weeks + k - 1) * weeks + t] = given(away);
          }
        }
      }
    }
  }
  burden = or_zeros(p.burden, qualified.size());
  move = or_zeros(p.move_price, static_cast<std::size_t>(units) * units);
  hand_price = or_zeros(p.hand_over_price, p.units);
  hand_minutes = or_zeros(p.hand_over_minutes, p.units);
  may_move.assign(periods, 1);
  if (!p.block_start.empty()) may_move.assign(p.block_start.begin(), p.block_start.end());
  start_unit.assign(members, -1);
  if (!p.start_unit.empty()) start_unit.assign(p.start_unit.begin(), p.start_unit.end());
  start_level.assign(members, 0);
  start_stay.assign(members, 0);
  for (int m = 0; m < members; ++m) {
    if (start_unit[m] < 0) continue;
    start_level[m] = least[at(m, start_unit[m])];
    if (!p.start_level.empty()) start_level[m] = std::max(start_level[m], p.start_level[m]);
    if (!p.start_stay.empty()) start_stay[m] = p.start_stay[m];
  }
  const auto place = or_zeros(p.place_price, qualified.size());
  period_cost.resize(qualified.size() * periods);
  for (int m = 0; m < members; ++m) {
    for (int u = 0; u < units; ++u) {
      double* cost = period_cost.data() + at(m, u) * periods;
      for (int t = 0; t < periods; ++t) {
        const std::size_t k = static_cast<std::size_t>(m) * periods + t;
        cost[t] = static_cast<double>(place[at(m, u)]);
        if (!p.last_plan.empty() && p.last_plan[k] >= 0 && p.last_plan[k] != u) {
          cost[t] += static_cast<double>(p.change_price);
        }
        const bool open = p.fixed.empty() || p.fixed[k] < 0 || p.fixed[k] == u;
        if (!open || qualified[at(m, u)] == 0) cost[t] = std::numeric_limits<double>::infinity();
      }
    }
  }
}

}  // namespace evenload::pool::detail
