/// \file
/// Tiny deployment problems, and what plans are worth by counting: every unit's work waits in a queue of cohorts,
/// oldest first, and every member is followed day by day. Nothing is shared with the library.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "evenload/pool/deploy.hpp"
#include "support/property.hpp"

namespace evenload::test {

inline std::int64_t whole_from(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high + 1); }

struct TinyDeployment {
  int units = 2, weeks = 3, members = 1, scenarios = 1, per_week = 1, ages = 2, backlog_ages = 0;
  std::vector<std::int64_t> demand, own, weight, backlog, price, end, minutes, efficiency, settling, kept, hand_price,
      hand_minutes, place, move, burden;
  std::vector<std::int32_t> least, start_unit, start_level, start_stay, last_plan, fixed;
  std::vector<std::uint8_t> blocks;
  std::int32_t fading = 0, minimum = 1, tail_weight = 0, tail_level = 500;
  std::int64_t fairness = 0, change = 0;

  int periods() const { return weeks * per_week; }
  pool::DeployProblem problem() const {
    pool::DeployProblem p;
    p.units = static_cast<std::size_t>(units);
    p.weeks = static_cast<std::size_t>(weeks);
    p.members = static_cast<std::size_t>(members);
    p.scenarios = static_cast<std::size_t>(scenarios);
    p.periods_per_week = per_week;
    p.demand = demand;
    p.own_capacity = own;
    p.scenario_weight = weight;
    p.backlog = backlog;
    p.backlog_ages = static_cast<std::size_t>(backlog_ages);
    p.backlog_price = price;
    p.price_ages = static_cast<std::size_t>(ages);
    p.end_price = end;
    p.minutes = minutes;
    p.efficiency = efficiency;
    p.settling = settling;
    p.fading_weeks = fading;
    p.least_level = least;
    p.kept_share = kept;
    p.hand_over_price = hand_price;
    p.hand_over_minutes = hand_minutes;
    p.minimum_stay = minimum;
    p.block_start = blocks;
    p.place_price = place;
    p.move_price = move;
    p.burden = burden;
    p.fairness_price = fairness;
    p.start_unit = start_unit;
    p.start_level = start_level;
    p.start_stay = start_stay;
    p.last_plan = last_plan;
    p.change_price = change;
    p.fixed = fixed;
    p.tail_weight = tail_weight;
    p.tail_level = tail_level;
    return p;
  }
};

inline bool one_in(int n) { return whole_from(1, n) == 1; }

inline std::vector<std::int64_t> wholes(std::size_t count, std::int64_t low, std::int64_t high) {
  std::vector<std::int64_t> values(count);
  for (std::int64_t& value : values) value = whole_from(low, high);
  return values;
}

/// \param most_ways  of all members together, about
inline TinyDeployment tiny_deployment(double most_ways) {
  TinyDeployment t;
  t.units = static_cast<int>(whole_from(1, 3));
  t.members = static_cast<int>(whole_from(0, 3));
  t.per_week = static_cast<int>(whole_from(1, 3));
  t.weeks = static_cast<int>(whole_from(1, 6));
  double ways = 1;
  const auto count = [&] {
    ways = 1;
    for (int k = 0; k < t.members * t.periods(); ++k) ways *= t.units;
    return ways;
  };
  while (count() > most_ways) {
    if (t.weeks > 2) --t.weeks;
    else if (t.per_week > 1) --t.per_week;
    else --t.members;
  }
  t.scenarios = static_cast<int>(whole_from(1, 3));
  t.ages = static_cast<int>(whole_from(1, 3));
  const auto cells = static_cast<std::size_t>(t.units * t.weeks);
  const auto pairs = static_cast<std::size_t>(t.members * t.units);
  const auto periods = static_cast<std::size_t>(t.periods());
  t.demand = wholes(cells * static_cast<std::size_t>(t.scenarios), 0, 900);
  t.own = wholes(one_in(3) ? cells * static_cast<std::size_t>(t.scenarios) : cells, 0, 500);
  if (one_in(2)) t.weight = wholes(static_cast<std::size_t>(t.scenarios), 1, 4);
  if (one_in(2)) {
    t.backlog_ages = static_cast<int>(whole_from(1, 3));
    t.backlog = wholes(static_cast<std::size_t>(t.units * t.backlog_ages), 0, 400);
  }
  t.price = wholes(static_cast<std::size_t>(t.units * t.ages), 0, 9);
  if (one_in(2)) t.end = wholes(static_cast<std::size_t>(t.units), 0, 20);
  t.minutes = wholes(static_cast<std::size_t>(t.members * t.weeks), 0, 600);
  t.efficiency = wholes(pairs, 500, 1000);
  for (int m = 0; m < t.members; ++m) {
    for (int u = 1; u < t.units; ++u) {
      if (one_in(4)) t.efficiency[static_cast<std::size_t>(m * t.units + u)] = 0;
    }
  }
  if (!one_in(4)) {
    t.settling = wholes(static_cast<std::size_t>(whole_from(1, 4)), 200, 1000);
    std::sort(t.settling.begin(), t.settling.end());
    t.fading = static_cast<std::int32_t>(whole_from(0, 2));
    if (one_in(2)) {
      for (std::size_t k = 0; k < pairs; ++k) {
        t.least.push_back(static_cast<std::int32_t>(whole_from(0, static_cast<std::int64_t>(t.settling.size()) - 1)));
      }
    }
  }
  t.minimum = static_cast<std::int32_t>(whole_from(1, 3));
  if (t.minimum >= t.per_week && one_in(2)) t.kept = wholes(static_cast<std::size_t>(t.minimum / t.per_week), 0, 600);
  if (one_in(2)) t.hand_price = wholes(static_cast<std::size_t>(t.units), 0, 2000);
  if (one_in(2)) t.hand_minutes = wholes(static_cast<std::size_t>(t.units), 0, 200);
  if (one_in(3)) {
    for (std::size_t k = 0; k < periods; ++k) t.blocks.push_back(k % 2 == 0 ? 1 : 0);
  }
  if (one_in(2)) t.place = wholes(pairs, -300, 300);
  if (one_in(2)) t.move = wholes(static_cast<std::size_t>(t.units * t.units), 0, 1500);
  if (one_in(2)) {
    t.burden = wholes(pairs, 0, 5);
    t.fairness = whole_from(0, 400);
  }
  if (one_in(2)) {
    for (int m = 0; m < t.members; ++m) {
      t.start_unit.push_back(one_in(3) ? -1 : 0);
      t.start_level.push_back(static_cast<std::int32_t>(whole_from(0, std::max<std::int64_t>(0, static_cast<std::int64_t>(t.settling.size()) - 1))));
      t.start_stay.push_back(static_cast<std::int32_t>(whole_from(0, 4)));
    }
  }
  if (one_in(3)) {
    t.change = whole_from(0, 500);
    for (std::size_t k = 0; k < static_cast<std::size_t>(t.members) * periods; ++k) {
      t.last_plan.push_back(static_cast<std::int32_t>(whole_from(-1, t.units - 1)));
    }
  }
  if (one_in(4)) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(t.members) * periods; ++k) {
      const auto unit = static_cast<std::int32_t>(whole_from(0, t.units - 1));
      const std::size_t member = k / periods;
      const bool open = t.efficiency[member * static_cast<std::size_t>(t.units) + static_cast<std::size_t>(unit)] > 0;
      t.fixed.push_back(open && one_in(4) ? unit : -1);
    }
  }
  if (one_in(2)) {
    t.tail_weight = static_cast<std::int32_t>(whole_from(0, 1000));
    t.tail_level = static_cast<std::int32_t>(whole_from(0, 999));
  }
  return t;
}

/// One member's days, and whether cases are handed over at each move.
struct TinyWay {
  std::vector<int> unit;
  std::vector<int> handed;  // by period, 0 or 1; 1 wherever nothing is kept
};

/// Follows one member: minutes by unit and week are added to `supply`. None where a rule is broken.
inline std::optional<std::int64_t> follow(const TinyDeployment& t, int m, const TinyWay& way, std::vector<std::int64_t>& supply,
                                          std::int64_t& burden) {
  const auto pair = [&](int u) { return static_cast<std::size_t>(m * t.units + u); };
  const std::vector<std::int64_t> settling = t.settling.empty() ? std::vector<std::int64_t>{1000} : t.settling;
  const int top = static_cast<int>(settling.size()) - 1;
  const auto least = [&](int u) { return t.least.empty() ? 0 : t.least[pair(u)]; };
  int here = t.start_unit.empty() ? -1 : t.start_unit[static_cast<std::size_t>(m)];
  int entry = here < 0 ? 0 : std::max(t.start_level.empty() ? 0 : t.start_level[static_cast<std::size_t>(m)], least(here));
  int stayed = 0;                 // periods of this plan
  int owed = here < 0 ? 0 : t.minimum - t.start_stay[static_cast<std::size_t>(m)];  // of the minimum stay
  int old = -1, old_level = 0, away = 0;
  bool keeps = false;
  std::int64_t cost = 0;
  burden = 0;
  for (int day = 0; day < t.periods(); ++day) {
    const int unit = way.unit[static_cast<std::size_t>(day)];
    const int week = day / t.per_week;
    if (t.efficiency[pair(unit)] == 0) return std::nullopt;
    if (!t.fixed.empty()) {
      const int place = t.fixed[static_cast<std::size_t>(m * t.periods() + day)];
      if (place >= 0 && place != unit) return std::nullopt;
    }
    if (here >= 0 && unit != here) {
      if (stayed < owed) return std::nullopt;
      if (!t.blocks.empty() && t.blocks[static_cast<std::size_t>(day)] == 0) return std::nullopt;
      if (!t.move.empty()) cost += t.move[static_cast<std::size_t>(here * t.units + unit)];
      keeps = way.handed[static_cast<std::size_t>(day)] == 0;
      if (!keeps) {
        if (!t.hand_price.empty()) cost += t.hand_price[static_cast<std::size_t>(here)];
        if (!t.hand_minutes.empty()) supply[static_cast<std::size_t>(here * t.weeks + week)] -= t.hand_minutes[static_cast<std::size_t>(here)];
      }
      int back = least(unit);
      if (unit == old) back = std::max(back, t.fading == 0 ? old_level : std::max(0, old_level - away / (t.per_week * t.fading)));
      old = here;
      old_level = std::min(top, entry + stayed / t.per_week);
      away = 0;
      entry = back;
      stayed = 0;
      owed = t.minimum;
      here = unit;
    } else if (here < 0) {
      here = unit;
      entry = least(unit);
      owed = t.minimum;
    }
    const int level = std::min(top, entry + stayed / t.per_week);
    const std::size_t kept_week = static_cast<std::size_t>(stayed / t.per_week);
    const std::int64_t kept = keeps && kept_week < t.kept.size() ? t.kept[kept_week] : 0;
    const std::int64_t minutes = t.minutes[static_cast<std::size_t>(m * t.weeks + week)];
    const auto given = [&](std::int64_t share, int u, int l) {
      return minutes * share * t.efficiency[pair(u)] * settling[static_cast<std::size_t>(l)] / (std::int64_t{1'000'000'000} * t.per_week);
    };
    supply[static_cast<std::size_t>(unit * t.weeks + week)] += given(1000 - kept, unit, level);
    if (keeps && kept_week < t.kept.size()) supply[static_cast<std::size_t>(old * t.weeks + week)] += given(kept, old, old_level);
    if (!t.place.empty()) cost += t.place[pair(unit)];
    if (!t.last_plan.empty()) {
      const int last = t.last_plan[static_cast<std::size_t>(m * t.periods() + day)];
      if (last >= 0 && last != unit) cost += t.change;
    }
    if (!t.burden.empty()) burden += t.burden[pair(unit)];
    ++stayed;
    ++away;
  }
  return cost;
}

/// (1 - rho) mean + rho (mean of the worst share) of what waiting costs, by queues of cohorts.
inline double counted_risk(const TinyDeployment& t, const std::vector<std::int64_t>& supply) {
  std::vector<double> losses;
  for (int s = 0; s < t.scenarios; ++s) {
    double loss = 0;
    for (int u = 0; u < t.units; ++u) {
      std::int64_t ancient = 0;         // older than everything
      std::vector<std::int64_t> queue;  // the youngest last; each cohort a week younger than the one before
      for (int a = t.backlog_ages - 1; a >= 0; --a) queue.push_back(t.backlog[static_cast<std::size_t>(u * t.backlog_ages + a)]);
      std::vector<std::int64_t> arrived = queue;
      for (int w = 0; w < t.weeks; ++w) {
        const std::size_t cell = static_cast<std::size_t>(u * t.weeks + w);
        const std::size_t all = static_cast<std::size_t>(s * t.units * t.weeks) + cell;
        queue.push_back(t.demand[all]);
        arrived.push_back(t.demand[all]);
        std::int64_t work = (t.own.size() > static_cast<std::size_t>(t.units * t.weeks) || t.scenarios == 1 ? t.own[all] : t.own[cell]) + supply[cell];
        if (work < 0) {  // handing over takes more than the week has: what was done last is open again
          for (std::size_t k = queue.size(); k-- > 0 && work < 0;) {
            const std::int64_t again = std::min(arrived[k] - queue[k], -work);
            queue[k] += again;
            work += again;
          }
          ancient -= work;
          work = 0;
        }
        const std::int64_t first = std::min(ancient, work);
        ancient -= first;
        work -= first;
        for (std::int64_t& cohort : queue) {
          const std::int64_t done = std::min(cohort, work);
          cohort -= done;
          work -= done;
        }
        std::int64_t waits = ancient;
        for (int a = 0; a < t.ages; ++a) loss += static_cast<double>(ancient * t.price[static_cast<std::size_t>(u * t.ages + a)]);
        for (std::size_t k = 0; k < queue.size(); ++k) {
          const auto age = static_cast<int>(queue.size() - 1 - k);
          for (int a = 0; a < t.ages && a <= age; ++a) {
            loss += static_cast<double>(queue[k] * t.price[static_cast<std::size_t>(u * t.ages + a)]);
          }
          waits += queue[k];
        }
        if (w + 1 == t.weeks && !t.end.empty()) loss += static_cast<double>(waits * t.end[static_cast<std::size_t>(u)]);
      }
    }
    losses.push_back(loss);
  }
  const std::vector<std::int64_t> weight = t.weight.empty() ? std::vector<std::int64_t>(losses.size(), 1) : t.weight;
  const auto sum = static_cast<double>(std::accumulate(weight.begin(), weight.end(), std::int64_t{0}));
  double mean = 0;
  for (std::size_t s = 0; s < losses.size(); ++s) mean += static_cast<double>(weight[s]) / sum * losses[s];
  // Rockafellar & Uryasev: the least over c of c + mean of what is above c, divided by the tail's mass.
  double tail = std::numeric_limits<double>::infinity();
  for (const double c : losses) {
    double above = 0;
    for (std::size_t s = 0; s < losses.size(); ++s) above += static_cast<double>(weight[s]) / sum * std::max(0.0, losses[s] - c);
    tail = std::min(tail, c + above / (1 - t.tail_level / 1000.0));
  }
  return (1 - t.tail_weight / 1000.0) * mean + t.tail_weight / 1000.0 * tail;
}

/// What the members' ways are worth together; none where one breaks a rule.
inline std::optional<double> counted_value(const TinyDeployment& t, const std::vector<TinyWay>& ways) {
  std::vector<std::int64_t> supply(static_cast<std::size_t>(t.units * t.weeks), 0);
  std::int64_t cost = 0, most = 0, fewest = 0;
  for (int m = 0; m < t.members; ++m) {
    std::int64_t burden = 0;
    const auto part = follow(t, m, ways[static_cast<std::size_t>(m)], supply, burden);
    if (!part) return std::nullopt;
    cost += *part;
    most = m == 0 ? burden : std::max(most, burden);
    fewest = m == 0 ? burden : std::min(fewest, burden);
  }
  return counted_risk(t, supply) + static_cast<double>(cost + t.fairness * (most - fewest));
}

/// All ways of one member that keep to the rules.
inline std::vector<TinyWay> every_way(const TinyDeployment& t, int m) {
  std::vector<TinyWay> ways;
  TinyWay way{std::vector<int>(static_cast<std::size_t>(t.periods()), 0), std::vector<int>(static_cast<std::size_t>(t.periods()), 1)};
  std::vector<std::int64_t> supply(static_cast<std::size_t>(t.units * t.weeks));
  std::int64_t burden = 0;
  while (true) {
    std::fill(way.handed.begin(), way.handed.end(), 1);
    std::vector<std::size_t> moves;
    for (int day = 0; day < t.periods(); ++day) {
      const int before = day > 0 ? way.unit[static_cast<std::size_t>(day - 1)] : (t.start_unit.empty() ? -1 : t.start_unit[static_cast<std::size_t>(m)]);
      if (before >= 0 && before != way.unit[static_cast<std::size_t>(day)]) moves.push_back(static_cast<std::size_t>(day));
    }
    if (follow(t, m, way, supply, burden)) {
      const std::size_t choices = t.kept.empty() ? 1 : std::size_t{1} << moves.size();
      for (std::size_t mask = 0; mask < choices; ++mask) {
        for (std::size_t k = 0; k < moves.size(); ++k) way.handed[moves[k]] = (mask >> k & 1) != 0 ? 0 : 1;
        ways.push_back(way);
      }
    }
    int day = 0;
    while (day < t.periods() && ++way.unit[static_cast<std::size_t>(day)] == t.units) way.unit[static_cast<std::size_t>(day++)] = 0;
    if (day == t.periods()) return ways;
  }
}

}  // namespace evenload::test
