#include "evenload/pool/shared_pool.hpp"

#include <cstdint>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

namespace {

using namespace evenload;
using namespace evenload::pool;

/// Three municipalities, two case types, one member each with 40 hours, two weeks alike likely.
struct ThreeMunicipalities {
  std::vector<std::int32_t> home = {0, 1, 2};
  std::vector<double> hours = {40, 40, 40};
  std::vector<double> member_cost = {100, 100, 100};
  std::vector<std::uint8_t> qualified = {1, 1, 1, 1, 1, 0};
  std::vector<double> away;
  std::vector<std::int32_t> border = std::vector<std::int32_t>(9, 2);
  std::vector<std::uint8_t> agreed;
  std::vector<double> demand = {50, 0, 20, 10, 0, 30, 20, 10, 50, 10, 40, 0};
  double joint = 0, joining = 0;
  SharedPoolProblem problem() const {
    SharedPoolProblem p;
    p.municipalities = 3;
    p.case_types = 2;
    p.home = home;
    p.hours = hours;
    p.member_cost = member_cost;
    p.qualified = qualified;
    p.away_efficiency = away;
    p.border = border;
    p.agreed_types = agreed;
    p.demand.scenarios = 2;
    p.demand.hours = demand;
    p.shortage_cost = 10;
    p.joint_cost = joint;
    p.joining_cost = joining;
    return p;
  }
};

void check_costs(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) CHECK(found[k] == Approx(expected[k]));
}

}  // namespace

TEST_CASE("shared pool: costs of coalitions by hand") {
  ThreeMunicipalities three;
  const SharedPool pool = shared_pool(three.problem());
  CHECK(pool.exact);
  // Shortage by scenario: alone (10, 0), (0, 20), (30, 0); 0 and 1: (0, 10); 0 and 2: none, as 2
  // takes 40 of type 0 and 0 the rest; 1 and 2: (0, 20); all: (0, 10).
  check_costs(pool.shortage_hours, {0, 5, 10, 5, 15, 0, 10, 5});
  check_costs(pool.cost, {0, 150, 200, 250, 250, 200, 300, 350});
  CHECK(pool.saving == Approx(150 + 200 + 250 - 350));
  CHECK(pool.saving_mean.standard_error == 0);
  CHECK(pool.shares.core == CoreOutcome::not_empty);
  CHECK(pool.share_error == std::vector<double>{0, 0, 0});
  double sum = 0;
  for (const double share : pool.shares.shapley) sum += share;
  CHECK(sum == Approx(350));
  // All of 110 hours in scenario 0, 120 of 130 in scenario 1.
  double worked = 0;
  for (const double hours : pool.hours_between) worked += hours;
  CHECK(worked == Approx((110 + 120) / 2.0));
  CHECK(pool.hours_between[0 * 3 + 1] == Approx(5));
}

TEST_CASE("shared pool: borders say who may work where") {
  ThreeMunicipalities three;
  const auto at = [](const SharedPool& pool, std::size_t member, std::size_t served,
                     std::size_t type) {
    return pool.eligibility[(member * 3 + served) * 2 + type];
  };
  SharedPool pool = shared_pool(three.problem());
  CHECK(at(pool, 0, 0, 1) == PoolEligibility::at_home);
  CHECK(at(pool, 0, 1, 1) == PoolEligibility::same_committee);
  CHECK(at(pool, 2, 0, 1) == PoolEligibility::not_qualified);

  SECTION("staff data only: nothing is saved") {
    three.border.assign(9, 0);
    pool = shared_pool(three.problem());
    CHECK(at(pool, 0, 1, 0) == PoolEligibility::no_case_sharing);
    CHECK(at(pool, 1, 1, 0) == PoolEligibility::at_home);
    CHECK(pool.saving == Approx(0));
    CHECK(pool.cost[7] == Approx(600));
    CHECK(pool.shares.shapley_in_core);
  }
  SECTION("by agreement, for named case types") {
    three.border.assign(9, 1);
    three.agreed = {1, 0};
    pool = shared_pool(three.problem());
    CHECK(at(pool, 0, 1, 0) == PoolEligibility::by_agreement);
    CHECK(at(pool, 0, 1, 1) == PoolEligibility::not_in_agreement);
    // Members 0 and 1 may not take type 1 of municipality 2.
    CHECK(pool.shortage_hours[7] == Approx((30 + 10) / 2.0));
    three.agreed = {};
    CHECK(shared_pool(three.problem()).saving == Approx(0));
  }
  SECTION("a border may be open one way only") {
    three.border.assign(9, 0);
    three.border[0 * 3 + 1] = 2;  // members of 0 may work in 1
    pool = shared_pool(three.problem());
    CHECK(pool.shortage_hours[3] == Approx((10 + 10) / 2.0));
    CHECK(pool.hours_between[1 * 3 + 0] == 0);
  }
}

TEST_CASE("shared pool: slower away, and costs of working together") {
  ThreeMunicipalities three;
  three.away = {0.5, 0.5, 0.5};
  const SharedPool slower = shared_pool(three.problem());
  CHECK(slower.shortage_hours[3] == Approx((5 + 15) / 2.0));
  CHECK(slower.cost[7] > shared_pool(ThreeMunicipalities().problem()).cost[7]);

  three.away = {};
  three.joint = 30;
  three.joining = 5;
  const SharedPool priced = shared_pool(three.problem());
  check_costs(priced.cost, {0, 150, 200, 290, 250, 240, 340, 395});
  CHECK(priced.saving == Approx(600 - 395));
  three.joint = 1000;
  const SharedPool hurts = shared_pool(three.problem());
  CHECK(hurts.saving < 0);
  CHECK(hurts.shares.core == CoreOutcome::empty);
  CHECK_FALSE(hurts.shares.subadditive);
}

TEST_CASE("shared pool: drawn demand has errors, the same on any number of threads") {
  ThreeMunicipalities three;
  const std::vector<double> mean(6, 20.0), deviation(6, 8.0);
  SharedPoolProblem problem = three.problem();
  problem.demand = {};
  problem.demand.mean = mean;
  problem.demand.deviation = deviation;
  SharedPoolOptions options;
  options.scenarios = 400;
  options.threads = 1;
  const SharedPool one = shared_pool(problem, options);
  options.threads = 3;
  const SharedPool more = shared_pool(problem, options);
  CHECK(one.cost == more.cost);
  CHECK(one.share_error == more.share_error);
  CHECK_FALSE(one.exact);
  CHECK(one.saving_mean.standard_error > 0);
  CHECK(one.saving_mean.mean > 5 * one.saving_mean.standard_error);
  CHECK(one.shares.core == CoreOutcome::not_empty);
  for (const double error : one.share_error) CHECK(error > 0);
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  const SharedPool stopped = shared_pool(problem, options);
  CHECK(stopped.stop == StopReason::cancelled);
  CHECK(stopped.cost.empty());
  CHECK(stopped.eligibility.size() == 18);
}

TEST_CASE("shared pool: bad input is named") {
  const auto of = [](const SharedPoolProblem& problem, SharedPoolOptions options = {}) {
    return test::place(test::error_of([&] { shared_pool(problem, options); }));
  };
  ThreeMunicipalities three;
  SharedPoolProblem p = three.problem();
  p.municipalities = 13;
  CHECK(of(p) == "shared_pool.municipalities out_of_range");
  p = three.problem();
  p.home = {};
  CHECK(of(p) == "shared_pool.home missing_value");
  three.home = {0, 1, 3};
  CHECK(of(three.problem()) == "shared_pool.home[2] out_of_range");
  three.home = {0, 1, 2};
  three.hours = {40, -1, 40};
  CHECK(of(three.problem()) == "shared_pool.hours[1] negative_value");
  three.hours = {40, 40, 40};
  three.qualified = {1, 1, 0, 0, 1, 0};
  CHECK(of(three.problem()) == "shared_pool.qualified[1] missing_value");
  three.qualified = {1, 1, 1, 1, 1, 0};
  three.border[4] = 3;
  CHECK(of(three.problem()) == "shared_pool.border[4] out_of_range");
  three.border[4] = 2;
  three.agreed = {1};
  CHECK(of(three.problem()) == "shared_pool.agreed_types length_mismatch");
  three.agreed = {};
  three.away = {1, 0, 1};
  CHECK(of(three.problem()) == "shared_pool.away_efficiency[1] out_of_range");
  three.away = {};
  three.joint = -1;
  CHECK(of(three.problem()) == "shared_pool.joint_cost negative_value");
  three.joint = 0;
  three.demand = {50, 0, 0, 0, 0, 30, 20, 10, 0, 0, 40, 0};
  CHECK(of(three.problem()) == "demand.hours[1] missing_value");
  three.demand.pop_back();
  CHECK(of(three.problem()) == "demand.hours length_mismatch");
  SharedPoolOptions options;
  options.scenarios = 0;
  CHECK(of(ThreeMunicipalities().problem(), options) == "options.scenarios out_of_range");
}
