#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "evenload/pool/pool_size.hpp"
#include "property.hpp"
#include "src/pool/sizing/dealer.hpp"
#include "src/pool/sizing/search.hpp"

using namespace evenload;
using namespace evenload::pool;
using evenload::pool::sizing::Dealer;

namespace {

std::vector<double> whole_numbers(std::size_t count, int most) {
  std::vector<double> values(count);
  for (double& value : values) value = *rc::gen::inRange(0, most + 1);
  return values;
}

/// Two units: greatest share that both can get. Who is better in the first than in the second fills
/// the first one first.
double share_of_two(const std::vector<double>& need, const std::vector<double>& efficiency,
                    const std::vector<double>& hours) {
  std::vector<std::size_t> order;
  for (std::size_t p = 0; p < hours.size(); ++p) {
    if (efficiency[2 * p] > 0 || efficiency[2 * p + 1] > 0) order.push_back(p);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return efficiency[2 * a] * efficiency[2 * b + 1] > efficiency[2 * b] * efficiency[2 * a + 1];
  });
  double low = 0, high = 1;
  for (int step = 0; step < 60; ++step) {
    const double share = (low + high) / 2;
    double first = share * need[0];
    double second = 0;
    for (const std::size_t p : order) {
      double left = hours[p];
      if (first > 0 && efficiency[2 * p] > 0) {
        const double spent = std::min(left, first / efficiency[2 * p]);
        first -= spent * efficiency[2 * p];
        left -= spent;
      }
      second += left * efficiency[2 * p + 1];
    }
    (first <= 1e-12 && second >= share * need[1] - 1e-12 ? low : high) = share;
  }
  return low;
}

}  // namespace

TEST_CASE("property: subsets and linear programs agree on who is short and on hours undone") {
  test::property("equal efficiency in all units of a profile", [] {
    const std::size_t units = *rc::gen::inRange<std::size_t>(1, 6);
    const std::size_t profiles = *rc::gen::inRange<std::size_t>(1, 5);
    std::vector<double> efficiency(profiles * units, 0);
    for (std::size_t p = 0; p < profiles; ++p) {
      const double own = *rc::gen::element(1.0, 0.5, 0.8);
      for (std::size_t u = 0; u < units; ++u) {
        if (*rc::gen::inRange(0, 2) == 1) efficiency[p * units + u] = own;
      }
    }
    const auto need = whole_numbers(units, 8);
    auto hours = whole_numbers(profiles, 12);
    Dealer by_subsets(units, profiles, efficiency);
    // One more profile, without hours and with different efficiencies, leaves linear programs only.
    std::vector<double> wider = efficiency;
    for (std::size_t u = 0; u < units; ++u) wider.push_back(u == 0 ? 1.0 : 0.5);
    Dealer by_programs(units, profiles + 1, wider);
    auto more_hours = hours;
    more_hours.push_back(0);
    const std::uint32_t missing = by_subsets.short_units(need, hours);
    RC_ASSERT(missing == by_programs.short_units(need, more_hours) || units == 1);
    RC_ASSERT(std::fabs(by_subsets.undone(need, hours) - by_programs.undone(need, more_hours)) <
              1e-7);
    // Leximin leaves nothing undone that could be done, and shortens the same units.
    std::vector<double> undone(units);
    by_programs.leximin(need, more_hours, undone);
    RC_ASSERT(std::fabs(std::accumulate(undone.begin(), undone.end(), 0.0) -
                        by_subsets.undone(need, hours)) < 1e-6);
    for (std::size_t u = 0; u < units; ++u) {
      RC_ASSERT((undone[u] > 1e-7) == ((missing >> u & 1U) != 0));
    }
  });
}

TEST_CASE("property: two units share as comparative advantage says") {
  test::property("any efficiencies", [] {
    const std::size_t profiles = *rc::gen::inRange<std::size_t>(1, 5);
    std::vector<double> efficiency(2 * profiles);
    for (double& e : efficiency) e = *rc::gen::element(0.0, 0.3, 0.5, 0.7, 1.0);
    const std::vector<double> need{static_cast<double>(*rc::gen::inRange(1, 20)),
                                   static_cast<double>(*rc::gen::inRange(1, 20))};
    const auto hours = whole_numbers(profiles, 10);
    std::vector<double> undone = deal_out(need, efficiency, hours);
    const double share = share_of_two(need, efficiency, hours);
    const double least = 1 - std::max(undone[0] / need[0], undone[1] / need[1]);
    RC_ASSERT(std::fabs(std::min(least, 1.0) - share) < 1e-7);
    Dealer dealer(2, profiles, efficiency);
    const std::uint32_t missing = dealer.short_units(need, hours);
    RC_ASSERT((missing != 0) == (share < 1 - 1e-8));
    for (std::size_t u = 0; u < 2; ++u) {
      RC_ASSERT((undone[u] > 1e-7) == ((missing >> u & 1U) != 0));
    }
  });
}

TEST_CASE("property: members never make a unit worse off") {
  test::property("any efficiencies", [] {
    const std::size_t units = *rc::gen::inRange<std::size_t>(1, 5);
    const std::size_t profiles = *rc::gen::inRange<std::size_t>(1, 5);
    std::vector<double> efficiency(profiles * units);
    for (double& e : efficiency) e = *rc::gen::element(0.0, 0.0, 0.4, 0.7, 1.0);
    const auto need = whole_numbers(units, 10);
    auto hours = whole_numbers(profiles, 10);
    Dealer dealer(units, profiles, efficiency);
    const std::uint32_t before = dealer.short_units(need, hours);
    const double undone = dealer.undone(need, hours);
    hours[*rc::gen::inRange<std::size_t>(0, profiles)] += *rc::gen::inRange(1, 6);
    RC_ASSERT((dealer.short_units(need, hours) & ~before) == 0);
    RC_ASSERT(dealer.undone(need, hours) <= undone + 1e-9);
  });
}

TEST_CASE("property: the cheapest pool is the cheapest of all that there are") {
  test::property("two or three profiles, listed", [] {
    const std::size_t units = *rc::gen::inRange<std::size_t>(1, 4);
    const std::size_t profiles = *rc::gen::inRange<std::size_t>(1, 4);
    const std::size_t weeks = *rc::gen::inRange<std::size_t>(1, 3);
    const std::size_t scenarios = *rc::gen::inRange<std::size_t>(1, 9);
    auto demand = whole_numbers(scenarios * units * weeks, 30);
    for (std::size_t u = 0; u < units; ++u) demand[u * weeks] += 1;
    std::vector<double> probability(scenarios, 1.0 / static_cast<double>(scenarios));
    const auto capacity = whole_numbers(units * weeks, 10);
    const auto threshold = whole_numbers(units, 5);
    std::vector<double> risk(units);
    for (double& one : risk) one = *rc::gen::element(0.05, 0.2, 0.5);
    std::vector<double> efficiency(profiles * units);
    for (double& e : efficiency) e = *rc::gen::element(0.0, 0.5, 1.0, 1.0);
    for (std::size_t p = 0; p < profiles; ++p) efficiency[p * units + p % units] = 1;
    std::vector<double> hours(profiles), cost(profiles);
    for (double& one : hours) one = *rc::gen::inRange(5, 20);
    for (double& one : cost) one = *rc::gen::inRange(1, 5);
    const std::vector<double> presence(profiles, 1);
    const std::vector<std::int64_t> most(profiles, 4);
    PoolProblem problem;
    problem.units = static_cast<std::int64_t>(units);
    problem.weeks = static_cast<std::int64_t>(weeks);
    problem.profiles = static_cast<std::int64_t>(profiles);
    problem.demand.scenarios = demand;
    problem.demand.scenario_count = static_cast<std::int64_t>(scenarios);
    problem.demand.probability = probability;
    problem.capacity = capacity;
    problem.threshold = threshold;
    problem.risk = risk;
    problem.efficiency = efficiency;
    problem.hours = hours;
    problem.cost = cost;
    problem.presence = presence;
    problem.most = most;
    problem.scope = *rc::gen::element(RiskScope::unit_week, RiskScope::week, RiskScope::horizon);
    std::vector<std::int64_t> pools;
    for (std::int64_t code = 0; code < static_cast<std::int64_t>(std::pow(5, profiles)); ++code) {
      std::int64_t rest = code;
      for (std::size_t p = 0; p < profiles; ++p, rest /= 5) pools.push_back(rest % 5);
    }
    double best = -1;
    for (const PoolRisk& one : pool_risk(problem, pools)) {
      if (one.meets && (best < 0 || one.cost < best)) best = one.cost;
    }
    const PoolSize size = size_pool(problem);
    if (best < 0) {
      RC_ASSERT(size.verdict == PoolVerdict::infeasible);
      return;
    }
    RC_ASSERT(size.verdict == PoolVerdict::exact);
    RC_ASSERT(size.pool.meets);
    RC_ASSERT(size.pool.cost == best);
    RC_ASSERT(size.cheaper_open == 0);
    for (const PoolRisk& one : size.cheaper) RC_ASSERT(one.cost < best);
  });
}

TEST_CASE("property: every cheaper pool lies below one of the frontier") {
  test::property("costs in whole numbers", [] {
    const std::size_t profiles = *rc::gen::inRange<std::size_t>(1, 4);
    std::vector<double> cost(profiles);
    std::vector<std::int64_t> most(profiles);
    for (double& one : cost) one = *rc::gen::inRange(1, 6);
    for (std::int64_t& one : most) one = *rc::gen::inRange(0, 5);
    const double limit = *rc::gen::inRange(0, 30);
    const auto frontier = sizing::cheaper_frontier(cost, most, limit, 100000);
    RC_ASSERT(frontier.has_value());
    const auto covers = [&](const sizing::Members& big, const sizing::Members& small) {
      return std::equal(small.begin(), small.end(), big.begin(), std::less_equal<>());
    };
    for (const auto& one : *frontier) {
      RC_ASSERT(sizing::pool_cost(cost, one) < limit);
      RC_ASSERT(std::count_if(frontier->begin(), frontier->end(), [&](const auto& other) {
                  return covers(other, one);
                }) == 1);
    }
    for (std::int64_t code = 0; code < static_cast<std::int64_t>(std::pow(5, profiles)); ++code) {
      sizing::Members members;
      std::int64_t rest = code;
      bool allowed = true;
      for (std::size_t p = 0; p < profiles; ++p, rest /= 5) {
        members.push_back(rest % 5);
        allowed &= members.back() <= most[p];
      }
      if (!allowed || sizing::pool_cost(cost, members) >= limit) continue;
      RC_ASSERT(std::any_of(frontier->begin(), frontier->end(),
                            [&](const auto& one) { return covers(one, members); }));
    }
  });
}
