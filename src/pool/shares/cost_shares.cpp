#include "evenload/pool/cost_shares.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "src/pool/shares/game.hpp"
#include "src/pool/skills/refuse.hpp"

namespace evenload::pool {

namespace shares {

using skills::refuse;
using skills::shown;

namespace {

constexpr std::size_t most_for_nucleolus = 12;

void check_game(std::int32_t players, std::span<const double> cost,
                const CostSharesOptions& options) {
  const std::int32_t most = options.examine_core ? 16 : 20;
  if (players < 1 || players > most) {
    refuse(ErrorCode::out_of_range, "game", "players", std::nullopt,
           "1 to " + std::to_string(most) +
               (options.examine_core ? "; to 20 without the core, more by sampled orders"
                                     : "; more by sampled orders"),
           std::to_string(players));
  }
  skills::check_length("game", "cost", cost.size(), std::size_t{1} << players);
  for (std::size_t s = 0; s < cost.size(); ++s) {
    if (std::isnan(cost[s])) {
      refuse(ErrorCode::missing_value, "game", "cost", s, "a cost of every coalition", "NaN");
    }
    if (std::isinf(cost[s])) {
      refuse(ErrorCode::not_finite, "game", "cost", s, "a finite number", shown(cost[s]));
    }
    if (std::abs(cost[s]) > 1e15) {
      throw OverflowError({ErrorCode::overflow, "game", "cost", static_cast<std::int64_t>(s),
                           "at most 1e15", shown(cost[s])});
    }
  }
  if (cost[0] != 0) {
    refuse(ErrorCode::contradiction, "game", "cost", 0, "0 for nobody", shown(cost[0]));
  }
  if (!(options.tolerance >= 0 && options.tolerance < 1)) {
    refuse(ErrorCode::out_of_range, "options", "tolerance", std::nullopt, "0 to below 1",
           shown(options.tolerance));
  }
}

bool is_subadditive(std::span<const double> cost, double slack) {
  for (std::uint32_t s = 1; s < cost.size(); ++s) {
    // The part that holds the first member, so that each split is seen once.
    const std::uint32_t rest = s & (s - 1);
    for (std::uint32_t t = rest; t > 0; t = (t - 1) & rest) {
      if (cost[t] + cost[s ^ t] < cost[s] - slack) return false;
    }
  }
  return true;
}

bool is_concave(std::size_t players, std::span<const double> cost, double slack) {
  for (std::uint32_t s = 0; s < cost.size(); ++s) {
    for (std::size_t i = 0; i < players; ++i) {
      if (holds(s, i)) continue;
      for (std::size_t j = i + 1; j < players; ++j) {
        if (holds(s, j)) continue;
        const std::uint32_t with_i = s | 1U << i, with_j = s | 1U << j;
        if (cost[with_i] + cost[with_j] < cost[with_i | with_j] + cost[s] - slack) return false;
      }
    }
  }
  return true;
}

void tell_objector(CostShares& answer, std::span<const double> cost) {
  std::vector<double> sum(cost.size(), 0.0);
  answer.shapley_excess = -std::numeric_limits<double>::infinity();
  for (std::uint32_t s = 1; s + 1 < cost.size(); ++s) {
    std::size_t low = 0;
    while (!holds(s, low)) ++low;
    sum[s] = sum[s & (s - 1)] + answer.shapley[low];
    if (sum[s] - cost[s] > answer.shapley_excess) {
      answer.shapley_excess = sum[s] - cost[s];
      answer.shapley_objector = s;
    }
  }
  if (cost.size() == 2) answer.shapley_excess = 0;
}

void examine_core(CostShares& answer, std::size_t players, std::span<const double> cost,
                  double slack) {
  if (players == 1) {
    answer.core = CoreOutcome::not_empty;
    answer.core_point = {answer.total};
    answer.core_point_is_nucleolus = true;
    answer.shapley_in_core = true;
    return;
  }
  const LeastExcess least = least_excess(players, cost, {});
  answer.least_excess = least.excess.convert_to<double>();
  answer.core = answer.least_excess > slack ? CoreOutcome::empty : CoreOutcome::not_empty;
  answer.shapley_in_core = answer.shapley_excess <= slack;
  Fraction each = 0;
  for (const auto& [coalition, weight] : least.weights) {
    if (holds(coalition, 0)) each += weight;
  }
  for (const auto& [coalition, weight] : least.weights) {
    answer.certificate.push_back(
        {coalition, Fraction(weight / each).convert_to<double>(), cost[coalition]});
  }
  answer.core_point_is_nucleolus = players <= most_for_nucleolus;
  const std::vector<Fraction> point =
      answer.core_point_is_nucleolus ? nucleolus(players, cost, least) : least.shares;
  for (const Fraction& share : point) answer.core_point.push_back(share.convert_to<double>());
}

}  // namespace

std::vector<double> shapley(std::size_t players, std::span<const double> cost) {
  // By size of the coalition joined: weight (s! (n - s - 1)!) / n! = 1 / (n C(n - 1, s)).
  std::vector<double> weight(players);
  double choose = 1;
  for (std::size_t s = 0; s < players; ++s) {
    weight[s] = 1 / (static_cast<double>(players) * choose);
    choose = choose * static_cast<double>(players - 1 - s) / static_cast<double>(s + 1);
  }
  std::vector<double> share(players, 0.0);
  for (std::size_t i = 0; i < players; ++i) {
    for (std::uint32_t s = 0; s < cost.size(); ++s) {
      if (holds(s, i)) continue;
      std::size_t size = 0;
      for (std::uint32_t rest = s; rest != 0; rest &= rest - 1) ++size;
      share[i] += weight[size] * (cost[s | 1U << i] - cost[s]);
    }
  }
  return share;
}

}  // namespace shares

CostShares cost_shares(std::int32_t players, std::span<const double> cost,
                       const CostSharesOptions& options) {
  using namespace shares;
  check_game(players, cost, options);
  const auto n = static_cast<std::size_t>(players);
  double largest = 0;
  for (const double value : cost) largest = std::max(largest, std::abs(value));
  const double slack = options.tolerance * largest;

  CostShares answer;
  answer.total = cost.back();
  answer.shapley = shapley(n, cost);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    answer.alone.push_back(cost[std::size_t{1} << i]);
    sum += answer.alone.back();
  }
  for (const double own : answer.alone) {
    answer.proportional.push_back(answer.total *
                                  (std::abs(sum) > slack ? own / sum : 1 / static_cast<double>(n)));
  }
  tell_objector(answer, cost);
  answer.concave = is_concave(n, cost, slack);
  if (options.examine_core) {
    answer.subadditive = is_subadditive(cost, slack);
    examine_core(answer, n, cost, slack);
  } else {
    answer.subadditive = answer.concave || (n <= 16 && is_subadditive(cost, slack));
    answer.shapley_in_core = answer.shapley_excess <= slack;
    answer.core = answer.shapley_in_core ? CoreOutcome::not_empty : CoreOutcome::not_examined;
    answer.least_excess = std::numeric_limits<double>::quiet_NaN();
  }
  return answer;
}

}  // namespace evenload::pool
