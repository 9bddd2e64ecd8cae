#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "evenload/pool/cost_shares.hpp"
#include "evenload/pool/shared_pool.hpp"
#include "property.hpp"

namespace {

using namespace evenload::pool;

std::vector<double> any_game(std::size_t players, std::int64_t most) {
  std::vector<double> cost{0};
  for (std::uint32_t s = 1; s < 1U << players; ++s) {
    cost.push_back(static_cast<double>(*rc::gen::inRange<std::int64_t>(0, most)) / 4);
  }
  return cost;
}

double sum_over(std::uint32_t coalition, const std::vector<double>& shares) {
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if ((coalition >> i & 1U) != 0) sum += shares[i];
  }
  return sum;
}

/// Excesses of all proper coalitions, the largest first.
std::vector<double> sorted_excesses(const std::vector<double>& cost,
                                    const std::vector<double>& shares) {
  std::vector<double> excess;
  for (std::uint32_t s = 1; s + 1 < cost.size(); ++s)
    excess.push_back(sum_over(s, shares) - cost[s]);
  std::sort(excess.begin(), excess.end(), std::greater<>());
  return excess;
}

}  // namespace

TEST_CASE("cost shares: Shapley's value is the mean over all orders") {
  evenload::test::property("any game", [] {
    const auto players = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    const std::vector<double> cost = any_game(players, 400);
    std::vector<std::size_t> order(players);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> mean(players, 0.0);
    double orders = 0;
    do {
      std::uint32_t coalition = 0;
      for (const std::size_t player : order) {
        const std::uint32_t with = coalition | 1U << player;
        mean[player] += cost[with] - cost[coalition];
        coalition = with;
      }
      ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    const CostShares answer = cost_shares(static_cast<std::int32_t>(players), cost);
    for (std::size_t i = 0; i < players; ++i) {
      RC_ASSERT(std::abs(answer.shapley[i] - mean[i] / orders) < 1e-9);
    }
  });
}

TEST_CASE("cost shares: least excess, proven from both sides") {
  evenload::test::property("any game", [] {
    const auto players = static_cast<std::size_t>(*rc::gen::inRange(2, 7));
    const std::vector<double> cost = any_game(players, 60);
    const CostShares answer = cost_shares(static_cast<std::int32_t>(players), cost);
    const auto all = static_cast<std::uint32_t>(cost.size() - 1);
    RC_ASSERT(std::abs(sum_over(all, answer.core_point) - answer.total) < 1e-9);
    // From above: these shares ask of nobody more than cost + excess.
    const double largest = sorted_excesses(cost, answer.core_point).front();
    RC_ASSERT(std::abs(largest - answer.least_excess) < 1e-9);
    // From below: any shares, weighed so, pass the costs by that much.
    std::vector<double> balance(players, 0.0);
    double weighed = 0, weights = 0;
    for (const BalancedCoalition& one : answer.certificate) {
      RC_ASSERT(one.weight > 0);
      RC_ASSERT(one.cost == cost[one.coalition]);
      for (std::size_t i = 0; i < players; ++i) {
        if ((one.coalition >> i & 1U) != 0) balance[i] += one.weight;
      }
      weighed += one.weight * one.cost;
      weights += one.weight;
    }
    for (const double sum : balance) RC_ASSERT(std::abs(sum - 1) < 1e-9);
    RC_ASSERT(std::abs(answer.total - weighed - answer.least_excess * weights) < 1e-8);
    RC_ASSERT((answer.core == CoreOutcome::empty) == (answer.least_excess > 1e-8));
    const double objection = sorted_excesses(cost, answer.shapley).front();
    RC_ASSERT(std::abs(objection - answer.shapley_excess) < 1e-9);
    RC_ASSERT(std::abs(sum_over(answer.shapley_objector, answer.shapley) -
                       cost[answer.shapley_objector] - objection) < 1e-9);
    if (answer.concave) RC_ASSERT(answer.shapley_in_core);
    if (answer.concave) RC_ASSERT(answer.subadditive);
    if (answer.shapley_in_core) RC_ASSERT(answer.core == CoreOutcome::not_empty);
  });
}

TEST_CASE("cost shares: nothing near the nucleolus has smaller sorted excesses") {
  evenload::test::property("any game, any step", [] {
    const auto players = static_cast<std::size_t>(*rc::gen::inRange(2, 6));
    const std::vector<double> cost = any_game(players, 60);
    const CostShares answer = cost_shares(static_cast<std::int32_t>(players), cost);
    RC_ASSERT(answer.core_point_is_nucleolus);
    const std::vector<double> own = sorted_excesses(cost, answer.core_point);
    for (int trial = 0; trial < 20; ++trial) {
      std::vector<double> moved = answer.core_point;
      double mean = 0;
      for (double& share : moved) {
        const double step = 0.01 * *rc::gen::inRange(-20, 21);
        share += step;
        mean += step / static_cast<double>(players);
      }
      for (double& share : moved) share -= mean;
      const std::vector<double> other = sorted_excesses(cost, moved);
      for (std::size_t k = 0; k < own.size(); ++k) {
        RC_ASSERT(own[k] <= other[k] + 1e-9);
        if (own[k] < other[k] - 1e-9) break;
      }
    }
  });
}

TEST_CASE("shared pool: without costs of working together everybody gains, and the core is there") {
  evenload::test::property("any pool", [] {
    const std::int32_t towns = *rc::gen::inRange(1, 5), types = *rc::gen::inRange(1, 3);
    const auto units = static_cast<std::size_t>(towns * types);
    const auto members = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    std::vector<std::int32_t> home, border;
    std::vector<double> hours, away, demand;
    std::vector<std::uint8_t> qualified;
    const bool slow = *rc::gen::arbitrary<bool>();
    for (std::size_t p = 0; p < members; ++p) {
      home.push_back(*rc::gen::inRange(0, towns));
      hours.push_back(*rc::gen::inRange(0, 41));
      away.push_back(slow ? 0.1 * *rc::gen::inRange(3, 11) : 1.0);
      qualified.push_back(1);
      for (std::int32_t t = 1; t < types; ++t) qualified.push_back(*rc::gen::inRange(0, 2) != 0);
    }
    for (std::int32_t k = 0; k < towns * towns; ++k) border.push_back(*rc::gen::inRange(0, 3));
    const std::int64_t scenarios = *rc::gen::inRange(1, 5);
    for (std::size_t k = 0; k < units * static_cast<std::size_t>(scenarios); ++k) {
      demand.push_back(*rc::gen::inRange(1, 40));
    }
    const std::vector<std::uint8_t> agreed(static_cast<std::size_t>(types), 1);
    SharedPoolProblem problem;
    problem.municipalities = towns;
    problem.case_types = types;
    problem.home = home;
    problem.hours = hours;
    problem.qualified = qualified;
    problem.away_efficiency = away;
    problem.border = border;
    problem.agreed_types = agreed;
    problem.demand.scenarios = scenarios;
    problem.demand.hours = demand;
    problem.shortage_cost = 1;
    const SharedPool pool = shared_pool(problem);
    // A linear production game in every scenario (Owen 1975): totally balanced.
    RC_ASSERT(pool.shares.core == CoreOutcome::not_empty);
    RC_ASSERT(pool.shares.subadditive);
    RC_ASSERT(pool.saving >= -1e-6);
    double worked = 0;
    for (const double h : pool.hours_between) worked += h;
    double total = std::accumulate(hours.begin(), hours.end(), 0.0);
    RC_ASSERT(worked <= total + 1e-6);
    for (std::size_t a = 0; a < static_cast<std::size_t>(towns); ++a) {
      for (std::size_t b = 0; b < static_cast<std::size_t>(towns); ++b) {
        if (a != b && border[a * static_cast<std::size_t>(towns) + b] == 0) {
          RC_ASSERT(pool.hours_between[a * static_cast<std::size_t>(towns) + b] == 0);
        }
      }
    }
  });
}
