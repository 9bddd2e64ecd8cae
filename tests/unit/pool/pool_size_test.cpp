#include "evenload/pool/pool_size.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <stop_token>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "src/pool/sizing/dealer.hpp"
#include "src/pool/sizing/interval.hpp"

using namespace evenload;
using namespace evenload::pool;
using evenload::test::error_of;
using evenload::test::place;

namespace {

/// A problem that owns its arrays.
struct OwnedPool {
  std::int64_t units = 2;
  std::int64_t weeks = 1;
  std::vector<double> scenarios;
  std::vector<double> probability;
  std::vector<double> capacity;
  std::vector<double> threshold;
  std::vector<double> risk;
  std::vector<double> efficiency;
  std::vector<double> hours;
  std::vector<double> cost;
  std::vector<double> presence;
  std::vector<std::int64_t> most;
  RiskScope scope = RiskScope::unit_week;
  const DemandModel* model = nullptr;

  PoolProblem view() const {
    PoolProblem problem;
    problem.units = units;
    problem.weeks = weeks;
    problem.profiles = static_cast<std::int64_t>(hours.size());
    problem.demand.model = model;
    problem.demand.scenarios = scenarios;
    problem.demand.scenario_count =
        static_cast<std::int64_t>(scenarios.size()) / std::max<std::int64_t>(1, units * weeks);
    problem.demand.probability = probability;
    problem.capacity = capacity;
    problem.threshold = threshold;
    problem.risk = risk;
    problem.efficiency = efficiency;
    problem.hours = hours;
    problem.cost = cost;
    problem.presence = presence;
    problem.most = most;
    problem.scope = scope;
    return problem;
  }
};

/// Two units that are each short of 30 hours in one scenario of ten, together in one of a hundred.
OwnedPool hand_made_pool() {
  OwnedPool pool;
  pool.scenarios = {30, 30, 30, 0, 0, 30, 0, 0};
  pool.probability = {0.01, 0.09, 0.09, 0.81};
  pool.capacity = {0, 0};
  pool.threshold = {0, 0};
  pool.risk = {0.05, 0.05};
  pool.efficiency = {1, 1};
  pool.hours = {30};
  pool.cost = {1};
  pool.presence = {1};
  return pool;
}

}  // namespace

TEST_CASE("one shared member is enough where units are seldom short together") {
  OwnedPool pool = hand_made_pool();
  const PoolSize size = size_pool(pool.view());
  CHECK(size.verdict == PoolVerdict::exact);
  CHECK(size.pool.members == std::vector<std::int64_t>{1});
  CHECK(size.pool.worst == Approx(0.01));
  CHECK(size.pool.shortage == Approx(0.01 * 30));
  CHECK(size.pool.meets);
  REQUIRE(size.smaller.size() == 1);
  CHECK(size.smaller[0].members == std::vector<std::int64_t>{0});
  CHECK(size.smaller[0].worst == Approx(0.1));
  CHECK(size.smaller[0].fails);
  CHECK(size.cheaper_open == 0);

  SECTION("at one in a thousand it takes two") {
    pool.risk = {0.001, 0.001};
    const PoolSize two = size_pool(pool.view());
    CHECK(two.pool.members == std::vector<std::int64_t>{2});
    CHECK(two.pool.worst == 0);
  }
  SECTION("two who may not help each other's unit are needed") {
    pool.efficiency = {1, 0, 0, 1};
    pool.hours = {30, 30};
    pool.cost = {1, 1};
    pool.presence = {1, 1};
    CHECK(size_pool(pool.view()).pool.members == std::vector<std::int64_t>{1, 1});
  }
  SECTION("all weeks at once are harder than each") {
    pool.weeks = 2;
    pool.scenarios = {30, 0, 30, 0, 30, 0, 0, 0, 0, 0, 30, 0, 0, 0, 0, 0};
    pool.probability = {0.04, 0.04, 0.04, 0.88};
    pool.capacity = {0, 0, 0, 0};
    pool.risk = {0.06, 0.06};
    const auto risk_of = [&](RiskScope scope) {
      pool.scope = scope;
      return pool_risk(pool.view(), std::vector<std::int64_t>{0})[0].worst;
    };
    CHECK(risk_of(RiskScope::unit_week) == Approx(0.08));
    CHECK(risk_of(RiskScope::week) == Approx(0.12));
    CHECK(risk_of(RiskScope::horizon) == Approx(0.12));
  }
  SECTION("more than the demand is reported") {
    const auto risks = pool_risk(pool.view(), std::vector<std::int64_t>{2, 3});
    CHECK_FALSE(risks[0].beyond_demand);
    CHECK(risks[1].beyond_demand);
    CHECK(risks[1].idle_share == Approx(1 - 6.0 / 90));
  }
  SECTION("nothing within what is allowed") {
    pool.most = {0};
    const PoolSize none = size_pool(pool.view());
    CHECK(none.verdict == PoolVerdict::infeasible);
    CHECK(none.pool.fails);
  }
}

TEST_CASE("a week is dealt out evenly by need, and by who may work where") {
  // One member for both: the larger need gets more.
  CHECK(deal_out(std::vector<double>{10, 30}, std::vector<double>{1, 1}, std::vector<double>{20}) ==
        std::vector<double>{5, 15});
  // The second may only help the first unit, so the first member is free for the other.
  const auto nested = deal_out(std::vector<double>{10, 30}, std::vector<double>{1, 1, 1, 0},
                               std::vector<double>{20, 10});
  CHECK(nested[0] == Approx(0).margin(1e-9));
  CHECK(nested[1] == Approx(10));
  // Half as quick in the second unit: 40 hours = 20 share + 2 · 30 share, so the share is one half.
  const auto slow =
      deal_out(std::vector<double>{20, 30}, std::vector<double>{1, 0.5}, std::vector<double>{40});
  CHECK(slow[0] == Approx(10));
  CHECK(slow[1] == Approx(15));
  // Nobody may work there.
  CHECK(deal_out(std::vector<double>{5, 5}, std::vector<double>{1, 0}, std::vector<double>{9}) ==
        std::vector<double>{0, 5});
  CHECK(deal_out(std::vector<double>{0, 0}, std::vector<double>{1, 1}, std::vector<double>{9}) ==
        std::vector<double>{0, 0});
}

TEST_CASE("normal demand is sized by its quantile") {
  // Two hundred equally likely levels of a standard normal, one unit, hours in steps of one.
  OwnedPool pool;
  pool.units = 1;
  const int levels = 2000;
  for (int k = 0; k < levels; ++k) {
    // Crude inversion of erf by bisection: independent of the library's quantile.
    double low = -9, high = 9;
    for (int step = 0; step < 80; ++step) {
      const double middle = (low + high) / 2;
      (0.5 * std::erfc(-middle / std::sqrt(2.0)) < (k + 0.5) / levels ? low : high) = middle;
    }
    pool.scenarios.push_back(std::max(0.0, 20 + 5 * low));
  }
  pool.probability.assign(levels, 1.0 / levels);
  pool.capacity = {0};
  pool.threshold = {0};
  pool.risk = {0.05};
  pool.efficiency = {1};
  pool.hours = {1};
  pool.cost = {1};
  pool.presence = {1};
  const PoolSize size = size_pool(pool.view());
  CHECK(size.pool.members[0] == static_cast<std::int64_t>(std::ceil(20 + 1.6448536 * 5)));
}

TEST_CASE("drawn demand: proven, the same on any number of threads, the same as by hand") {
  DemandModel model;
  model.parameters.level = {std::log(6.0), std::log(6.0)};
  model.parameters.own_variance = {0.15, 0.15};
  model.parameters.common_variance = 0.05;
  model.hours_per_case = {8, 8};
  OwnedPool pool;
  pool.model = &model;
  pool.weeks = 4;
  pool.capacity.assign(8, 60);
  pool.threshold = {5, 5};
  pool.risk = {0.05, 0.05};
  pool.efficiency = {1, 1};
  pool.hours = {36};
  pool.cost = {1};
  pool.presence = {0.9};
  PoolSizeOptions options;
  options.scenarios = 512;
  options.most_scenarios = 4096;
  options.threads = 1;
  const PoolSize one = size_pool(pool.view(), options);
  options.threads = 3;
  const PoolSize three = size_pool(pool.view(), options);
  CHECK(one.pool.members == three.pool.members);
  CHECK(one.pool.probability == three.pool.probability);
  CHECK(one.pool.shortage == three.pool.shortage);
  CHECK(one.looks == three.looks);
  CHECK(one.verdict == PoolVerdict::proven);
  CHECK(one.pool.meets);
  CHECK(one.pool.worst_high <= 0.05);
  REQUIRE(one.cheaper.size() == 1);
  CHECK(one.cheaper[0].fails);
  CHECK(one.cheaper[0].worst_low > 0.05);
  // Independent count of the smaller pool without absences, from the public draws.
  pool.presence = {1};
  options.most_scenarios = 2000;
  const std::int64_t members = one.pool.members[0];
  const PoolRisk risk = pool_risk(pool.view(), std::vector{members}, options)[0];
  DemandDrawOptions draw;
  draw.scenarios = 4000;
  draw.weeks = 4;
  const DemandDraws drawn = draw_demand(model, draw);
  std::vector<double> bad(8, 0);
  for (std::size_t s = 1; s < 4000; s += 2) {
    for (std::size_t t = 0; t < 4; ++t) {
      const double a = std::max(0.0, drawn.hours[s * 8 + t] - 65);
      const double b = std::max(0.0, drawn.hours[s * 8 + 4 + t] - 65);
      if (a + b <= 36.0 * static_cast<double>(members)) continue;
      bad[t] += a > 0 ? 1 : 0;
      bad[4 + t] += b > 0 ? 1 : 0;
    }
  }
  for (std::size_t j = 0; j < 8; ++j) CHECK(risk.probability[j] == Approx(bad[j] / 2000));
}

TEST_CASE("a risk on the edge is not settled, and a safe pool is named") {
  // Given as a sample: short of one member in 24 of 500 scenarios, of two in none.
  OwnedPool pool;
  pool.units = 1;
  for (int k = 0; k < 1000; ++k) pool.scenarios.push_back(k % 40 < 2 ? 60 : 30);
  pool.capacity = {0};
  pool.threshold = {0};
  pool.risk = {0.05};
  pool.efficiency = {1};
  pool.hours = {30};
  pool.cost = {1};
  pool.presence = {1};
  const PoolSize size = size_pool(pool.view());
  CHECK(size.verdict == PoolVerdict::not_settled);
  CHECK(size.pool.members == std::vector<std::int64_t>{1});
  CHECK_FALSE(size.pool.meets);
  CHECK_FALSE(size.pool.fails);
  CHECK(size.safe.members == std::vector<std::int64_t>{2});
  CHECK(size.safe.meets);
}

TEST_CASE("absences come in spells of the length asked for, in the share asked for") {
  OwnedPool pool;
  pool.units = 1;
  pool.weeks = 50;
  for (int k = 0; k < 400; ++k) pool.scenarios.insert(pool.scenarios.end(), 50, 30);
  pool.capacity.assign(50, 0);
  pool.threshold = {0};
  pool.risk = {0.5};
  pool.efficiency = {1};
  pool.hours = {30};
  pool.cost = {1};
  pool.presence = {0.8};
  PoolProblem problem = pool.view();
  const auto risk_of = [&](RiskScope scope) {
    problem.scope = scope;
    return pool_risk(problem, std::vector<std::int64_t>{1})[0];
  };
  double mean = 0;
  for (const double p : risk_of(RiskScope::unit_week).probability) mean += p / 50;
  CHECK(mean == Approx(0.2).margin(0.02));
  const std::vector<double> spells{5};
  problem.absence_weeks = spells;
  mean = 0;
  for (const double p : risk_of(RiskScope::unit_week).probability) mean += p / 50;
  CHECK(mean == Approx(0.2).margin(0.03));
  // Never away in 50 weeks: .8 · .95⁴⁹ with spells, .8⁵⁰ without.
  CHECK(risk_of(RiskScope::horizon).worst ==
        Approx(1 - 0.8 * std::pow(0.95, 49)).margin(0.05));
}

TEST_CASE("bounds on probabilities are those of the binomial tables") {
  using namespace evenload::pool::sizing;
  // Clopper & Pearson: 3 of 20 at 95 % two-sided: .0321 to .3789; 0 of 10: .3085.
  CHECK(probability_from(3, 20, 0.025) == Approx(0.0320709).margin(1e-6));
  CHECK(probability_until(3, 20, 0.025) == Approx(0.3789268).margin(1e-6));
  CHECK(probability_until(0, 10, 0.025) == Approx(1 - std::pow(0.025, 0.1)));
  CHECK(probability_from(0, 10, 0.025) == 0);
  CHECK(probability_until(10, 10, 0.025) == 1);
  CHECK(most_hits(0.05, 59, 0.05) == 0);
  CHECK(most_hits(0.05, 58, 0.05) == -1);
  CHECK(most_hits(0.05, 93, 0.05) == 1);
  CHECK(student_quantile(0.025, 10) == Approx(2.228138852).margin(1e-7));
  CHECK(student_quantile(0.05, 1) == Approx(6.313751515).margin(1e-6));
}

TEST_CASE("a pool problem is refused by name, and told what to do") {
  const auto refused = [](auto change) {
    OwnedPool pool = hand_made_pool();
    change(pool);
    const PoolProblem problem = pool.view();
    return error_of([&] { size_pool(problem); });
  };
  CHECK(place(refused([](OwnedPool& p) { p.risk[1] = 0; })) == "pool_problem.risk[1] out_of_range");
  CHECK(refused([](OwnedPool& p) { p.risk[1] = 0; }).expected.find("threshold") !=
        std::string::npos);
  CHECK(place(refused([](OwnedPool& p) { p.risk[0] = 1; })) == "pool_problem.risk[0] out_of_range");
  CHECK(place(refused([](OwnedPool& p) { p.scenarios[2] = -1; })) ==
        "pool_problem.scenarios[2] negative_value");
  CHECK(place(refused([](OwnedPool& p) { p.scenarios[2] = std::nan(""); })) ==
        "pool_problem.scenarios[2] not_finite");
  CHECK(place(refused([](OwnedPool& p) { p.scenarios.push_back(1); })) ==
        "pool_problem.scenarios length_mismatch");
  CHECK(place(refused([](OwnedPool& p) { p.scenarios[1] = p.scenarios[5] = 0; })) ==
        "pool_problem.scenarios[1] out_of_range");
  CHECK(place(refused([](OwnedPool& p) { p.probability[0] = 0.02; })) ==
        "pool_problem.probability contradiction");
  CHECK(place(refused([](OwnedPool& p) { p.probability.pop_back(); })) ==
        "pool_problem.probability length_mismatch");
  CHECK(place(refused([](OwnedPool& p) { p.efficiency = {0, 0}; })) ==
        "pool_problem.efficiency[0] contradiction");
  CHECK(place(refused([](OwnedPool& p) { p.efficiency[1] = 1.5; })) ==
        "pool_problem.efficiency[1] out_of_range");
  CHECK(place(refused([](OwnedPool& p) { p.hours[0] = 0; })) ==
        "pool_problem.hours[0] out_of_range");
  CHECK(place(refused([](OwnedPool& p) { p.cost[0] = -2; })) ==
        "pool_problem.cost[0] negative_value");
  CHECK(place(refused([](OwnedPool& p) { p.presence[0] = 0.9; })) ==
        "pool_problem.presence[0] contradiction");
  CHECK(place(refused([](OwnedPool& p) { p.capacity.pop_back(); })) ==
        "pool_problem.capacity length_mismatch");
  CHECK(place(refused([](OwnedPool& p) { p.most = {65}; })) == "pool_problem.most[0] out_of_range");
  CHECK(place(refused([](OwnedPool& p) { p.units = 0; })) == "pool_problem.units out_of_range");
  OwnedPool pool = hand_made_pool();
  PoolSizeOptions options;
  options.confidence = 1;
  CHECK(place(error_of([&] { size_pool(pool.view(), options); })) ==
        "pool_options.confidence out_of_range");
  DemandModel model;
  model.parameters.level = {1, 1};
  model.parameters.own_variance = {0, 0};
  model.hours_per_case = {1, 1};
  pool.model = &model;
  pool.weeks = 1000;
  pool.capacity.assign(2000, 1);
  options = {};
  options.most_scenarios = 1000000;
  CHECK(place(error_of<OverflowError>([&] { size_pool(pool.view(), options); })) ==
        "pool_options.most_scenarios overflow");
  CHECK(place(error_of([&] {
          pool_risk(hand_made_pool().view(), std::vector<std::int64_t>{-1});
        })) == "pools.members[0] out_of_range");
}

TEST_CASE("sizing stops when asked") {
  DemandModel model;
  model.parameters.level = {1};
  model.parameters.own_variance = {0};
  model.hours_per_case = {1};
  OwnedPool pool = hand_made_pool();
  pool.model = &model;
  pool.units = 1;
  pool.capacity = {0};
  pool.threshold = {0};
  pool.risk = {0.05};
  pool.efficiency = {1};
  std::stop_source source;
  source.request_stop();
  PoolSizeOptions options;
  options.stop = source.get_token();
  const PoolSize size = size_pool(pool.view(), options);
  CHECK(size.stop == StopReason::cancelled);
  CHECK(size.looks == 0);
  CHECK(size.verdict == PoolVerdict::not_settled);
}
