#include "evenload/pool/cost_shares.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

namespace {

using namespace evenload;
using namespace evenload::pool;

void check_values(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) {
    CHECK(found[k] == Approx(expected[k]).margin(1e-9));
  }
}

}  // namespace

TEST_CASE("cost shares: published games") {
  // Lemaire 1991, gains as negative costs: nucleolus and Shapley value as printed there.
  const std::vector<double> lemaire = {0,       -46125,   -17437.5, -69187.5,
                                       -5812.5, -53812.5, -30750,   -90000};
  const CostShares shares = cost_shares(3, lemaire);
  check_values(shares.shapley, {-51750, -25875, -12375});
  check_values(shares.core_point, {-52687.5, -24468.75, -12843.75});
  CHECK(shares.core == CoreOutcome::not_empty);
  CHECK(shares.core_point_is_nucleolus);
  CHECK(shares.shapley_in_core);

  // Airport game of runways 1, 2, 3 (Littlechild & Owen 1973): each stretch is shared by its users.
  const std::vector<double> airport = {0, 1, 2, 2, 3, 3, 3, 3};
  const CostShares runways = cost_shares(3, airport);
  check_values(runways.shapley, {1.0 / 3, 1.0 / 3 + 1.0 / 2, 1.0 / 3 + 1.0 / 2 + 1});
  CHECK(runways.concave);
  CHECK(runways.subadditive);
  CHECK(runways.shapley_in_core);
  check_values(runways.proportional, {0.5, 1, 1.5});
  check_values(runways.core_point, {0.5, 0.75, 1.75});
}

TEST_CASE("cost shares: an empty core is proven") {
  // One car is enough for two, three need two: whoever is left out offers less.
  const CostShares cars = cost_shares(3, std::vector<double>{0, 1, 1, 1, 1, 1, 1, 2});
  CHECK(cars.core == CoreOutcome::empty);
  CHECK(cars.least_excess == Approx(1.0 / 3));
  CHECK_FALSE(cars.shapley_in_core);
  CHECK(cars.subadditive);
  CHECK_FALSE(cars.concave);
  REQUIRE(cars.certificate.size() == 3);
  double cost = 0;
  for (const BalancedCoalition& one : cars.certificate) {
    CHECK(one.weight == Approx(0.5));
    cost += one.weight * one.cost;
  }
  CHECK(cost < cars.total);
  check_values(cars.core_point, {2.0 / 3, 2.0 / 3, 2.0 / 3});

  // Glove game: one left, two right gloves. The core is a point, Shapley is not in it.
  const CostShares gloves = cost_shares(3, std::vector<double>{0, 0, 0, -1, 0, -1, 0, -1});
  CHECK(gloves.core == CoreOutcome::not_empty);
  CHECK(gloves.least_excess == Approx(0).margin(1e-12));
  check_values(gloves.core_point, {-1, 0, 0});
  check_values(gloves.shapley, {-2.0 / 3, -1.0 / 6, -1.0 / 6});
  CHECK_FALSE(gloves.shapley_in_core);
  CHECK(gloves.shapley_objector == 3);
  CHECK(gloves.shapley_excess == Approx(1.0 / 6));
}

TEST_CASE("cost shares: one and two players, and sums that only rounding tells apart") {
  const CostShares one = cost_shares(1, std::vector<double>{0, 7});
  CHECK(one.core == CoreOutcome::not_empty);
  check_values(one.core_point, {7});
  CHECK(one.shapley_in_core);
  const CostShares two = cost_shares(2, std::vector<double>{0, 3, 4, 9});
  CHECK(two.core == CoreOutcome::empty);
  CHECK(two.least_excess == Approx(1));
  check_values(two.shapley, {4, 5});

  // An additive game whose sums were rounded: 0.1 + 0.2 is not 0.3, and nobody objects.
  const std::vector<double> own = {0.1, 0.2, 0.3, 0.7};
  std::vector<double> cost(16, 0.0);
  for (std::uint32_t s = 1; s < 16; ++s) {
    for (std::uint32_t i = 4; i-- > 0;) cost[s] += (s >> i & 1U) != 0 ? own[i] : 0;
  }
  const CostShares added = cost_shares(4, cost);
  CHECK(added.core == CoreOutcome::not_empty);
  CHECK(std::abs(added.least_excess) < 1e-12);
  CHECK(added.shapley_in_core);
  check_values(added.shapley, own);
}

TEST_CASE("cost shares: twenty players without the core") {
  std::vector<double> cost(std::size_t{1} << 18);
  for (std::uint32_t s = 0; s < cost.size(); ++s) {
    int size = 0;
    for (std::uint32_t rest = s; rest != 0; rest &= rest - 1) ++size;
    cost[s] = std::sqrt(size);
  }
  CostSharesOptions options;
  options.examine_core = false;
  const CostShares answer = cost_shares(18, cost, options);
  CHECK(answer.concave);
  CHECK(answer.core == CoreOutcome::not_empty);
  CHECK(std::isnan(answer.least_excess));
  for (const double share : answer.shapley) CHECK(share == Approx(std::sqrt(18.0) / 18));
}

TEST_CASE("cost shares: sampled orders") {
  const std::vector<double> weight = {1, 2, 3, 4, 5, 6, 7, 8};
  const auto cost = [&](std::uint64_t s) {
    double sum = 0;
    for (std::size_t i = 0; i < weight.size(); ++i) {
      if ((s >> i & 1U) != 0) sum += weight[i] * weight[i];
    }
    return std::sqrt(sum);
  };
  std::vector<double> all(256);
  for (std::uint64_t s = 0; s < 256; ++s) all[s] = cost(s);
  const CostShares exact = cost_shares(8, all);
  SampledSharesOptions options;
  options.pairs = 1000;
  const SampledShares sampled = sampled_shares(8, cost, options);
  CHECK(sampled.pairs == 1000);
  CHECK(sampled.coalitions <= 255);
  CHECK(sampled.stop == StopReason::done);
  double sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK(sampled.low[i] <= exact.shapley[i]);
    CHECK(sampled.high[i] >= exact.shapley[i]);
    CHECK(sampled.high[i] - sampled.low[i] < 0.2);
    sum += sampled.share[i];
  }
  CHECK(sum == Approx(exact.total));
  CHECK(sampled_shares(8, cost, options).share == sampled.share);

  options.half_width = 0.1;
  options.pairs = 100000;
  const SampledShares narrow = sampled_shares(8, cost, options);
  CHECK(narrow.stop == StopReason::done);
  CHECK(narrow.pairs < 100000);
  for (std::size_t i = 0; i < 8; ++i) CHECK(narrow.high[i] - narrow.low[i] <= 0.2 + 1e-12);
  options.half_width = 1e-9;
  options.pairs = 50;
  CHECK(sampled_shares(8, cost, options).stop == StopReason::work);
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  CHECK(sampled_shares(8, cost, options).stop == StopReason::cancelled);
  // 40 players: the square root of a count is shared alike.
  options = {};
  const SampledShares many = sampled_shares(
      40, [](std::uint64_t s) { return std::sqrt(static_cast<double>(__builtin_popcountll(s))); },
      options);
  for (std::size_t i = 0; i < 40; ++i) {
    CHECK(many.low[i] <= std::sqrt(40.0) / 40);
    CHECK(many.high[i] >= std::sqrt(40.0) / 40);
  }
}

TEST_CASE("cost shares: bad games are named") {
  using Costs = std::vector<double>;
  const auto of = [](std::int32_t players, const Costs& cost, CostSharesOptions options = {}) {
    return test::place(test::error_of([&] { cost_shares(players, cost, options); }));
  };
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  CHECK(of(0, {0}) == "game.players out_of_range");
  CHECK(of(17, Costs(std::size_t{1} << 17)) == "game.players out_of_range");
  CHECK(of(2, {0, 1, 1}) == "game.cost length_mismatch");
  CHECK(of(2, {0, 1, nan, 2}) == "game.cost[2] missing_value");
  CHECK(of(2, {0, 1, infinity, 2}) == "game.cost[2] not_finite");
  CHECK(of(2, {1, 1, 1, 2}) == "game.cost[0] contradiction");
  CHECK(test::error_of<OverflowError>([] { cost_shares(1, Costs{0, 1e16}); }).row == 1);
  CostSharesOptions options;
  options.tolerance = -1;
  CHECK(of(1, {0, 1}, options) == "options.tolerance out_of_range");
  const auto sampled = [](std::int32_t players, const CoalitionCost& cost,
                          SampledSharesOptions own = {}) {
    return test::place(test::error_of([&] { sampled_shares(players, cost, own); }));
  };
  const CoalitionCost fine = [](std::uint64_t) { return 1.0; };
  CHECK(sampled(63, fine) == "game.players out_of_range");
  CHECK(sampled(2, nullptr) == "game.cost missing_value");
  CHECK(sampled(2, [&](std::uint64_t s) { return s == 1 ? nan : 1.0; }) ==
        "game.cost[1] missing_value");
  SampledSharesOptions few;
  few.pairs = 19;
  CHECK(sampled(2, fine, few) == "options.pairs out_of_range");
  CHECK_THROWS_AS(
      sampled_shares(2, [](std::uint64_t) -> double { throw std::runtime_error("no"); }),
      std::runtime_error);
}
