// Deployment: situations with known answers, refusals, interruption.
#include "evenload/pool/deploy.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "evenload/core/errors.hpp"
#include "support/catch.hpp"
#include "support/solve_options.hpp"

namespace {

using namespace evenload;

/// Two units, four weeks, one member, five days a week; unit 1 lacks a member's hours.
struct SmallPool {
  std::vector<std::int64_t> demand = std::vector<std::int64_t>(8, 6000);
  std::vector<std::int64_t> own = {6000, 6000, 6000, 6000, 3600, 3600, 3600, 3600};
  std::vector<std::int64_t> price = {10, 10};
  std::vector<std::int64_t> minutes = std::vector<std::int64_t>(4, 2400);
  std::vector<std::int64_t> efficiency = {1000, 1000};
  std::vector<std::int64_t> settling, kept, backlog;
  std::vector<std::int32_t> start, last, fixed;
  std::int32_t minimum = 1, per_week = 5, tail_weight = 0;
  std::size_t members = 1, scenarios = 1;

  pool::DeployProblem problem() const {
    pool::DeployProblem p;
    p.units = 2;
    p.weeks = 4;
    p.members = members;
    p.scenarios = scenarios;
    p.periods_per_week = per_week;
    p.demand = demand;
    p.own_capacity = own;
    p.backlog_price = price;
    p.minutes = minutes;
    p.efficiency = efficiency;
    p.settling = settling;
    p.kept_share = kept;
    p.start_unit = start;
    p.last_plan = last;
    p.fixed = fixed;
    p.minimum_stay = minimum;
    p.tail_weight = tail_weight;
    return p;
  }
};

pool::DeployResult solve(const pool::DeployProblem& problem) { return pool::deploy(problem, test::patient()); }

std::vector<std::int32_t> days(std::initializer_list<std::pair<int, int>> stays) {
  std::vector<std::int32_t> all;
  for (const auto& [unit, count] : stays) all.insert(all.end(), static_cast<std::size_t>(count), unit);
  return all;
}

void check_refusal(const pool::DeployProblem& problem, ErrorCode code, const char* field) {
  try {
    pool::deploy(problem, test::patient());
    FAIL("not refused: " << field);
  } catch (const Error& error) {
    CHECK(error.code() == code);
    CHECK(error.info().table == "problem");
    CHECK(error.info().column == field);
  }
}

}  // namespace

TEST_CASE("a member goes where work waits", "[pool][deploy]") {
  const SmallPool pool;
  const pool::DeployResult result = solve(pool.problem());
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.deployment.unit == days({{1, 20}}));
  CHECK(result.value.objective == 0);
  CHECK(result.bound == 0);
  CHECK(result.value.supply == std::vector<std::int64_t>{0, 0, 0, 0, 2400, 2400, 2400, 2400});
}

TEST_CASE("a plan that forgets what waits is not the best", "[pool][deploy]") {
  // Unit 0 gets more new work in every single week, unit 1 once, and has nobody: week by week unit 0 comes first, but
  // what waits in unit 1 waits for all four weeks and grows old there.
  SmallPool pool;
  pool.demand = {6000, 6000, 6000, 6000, 1900, 0, 0, 0};
  pool.own = {4000, 4000, 4000, 4000, 0, 0, 0, 0};
  pool.price = {10, 0, 10, 40};
  pool.minutes.assign(4, 2000);
  pool.minimum = 5;
  pool::DeployProblem problem = pool.problem();
  problem.price_ages = 2;
  // The memoryless rule: each week where the work of that week alone would wait longest.
  const pool::DeploymentValue memoryless = pool::evaluate_deployment(problem, {days({{0, 20}}), {}});
  const pool::DeployResult result = solve(problem);
  CHECK(result.outcome == Outcome::optimal);
  CHECK(result.value.objective < memoryless.objective);
  // Just before it grows old, and not later.
  CHECK(result.deployment.unit == days({{0, 5}, {1, 5}, {0, 10}}));
}

TEST_CASE("settling in keeps members where they are", "[pool][deploy]") {
  SmallPool pool;
  pool.start = {0};
  pool.own = {4800, 4800, 6000, 6000, 6000, 6000, 4800, 4800};
  const pool::DeployResult at_once = solve(pool.problem());
  CHECK(at_once.value.objective == 0);
  // Who works at a tenth for three weeks after a move helps nobody there.
  pool.settling = {100, 100, 100, 1000};
  pool::DeployProblem problem = pool.problem();
  const std::vector<std::int32_t> level{3};
  const std::vector<std::int64_t> move{0, 10000, 10000, 0};
  problem.start_level = level;
  problem.move_price = move;
  CHECK(solve(problem).deployment.unit == days({{0, 20}}));
}

TEST_CASE("minimum stay, blocks, fixed days", "[pool][deploy]") {
  SmallPool pool;
  // Two days in each unit a week would do; a minimum of ten days forbids it.
  pool.own.assign(8, 5040);
  const auto most_moves = [](const std::vector<std::int32_t>& unit) {
    int moves = 0;
    for (std::size_t k = 1; k < unit.size(); ++k) moves += unit[k] != unit[k - 1] ? 1 : 0;
    return moves;
  };
  CHECK(solve(pool.problem()).value.objective == 0);
  pool.minimum = 10;
  const pool::DeployResult kept = solve(pool.problem());
  CHECK(kept.outcome == Outcome::optimal);
  CHECK(most_moves(kept.deployment.unit) == 1);
  CHECK(kept.value.objective > 0);
  pool.minimum = 1;
  const std::vector<std::uint8_t> blocks{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0};
  pool::DeployProblem problem = pool.problem();
  problem.block_start = blocks;
  const pool::DeployResult weekly = solve(problem);
  for (std::size_t k = 1; k < 20; ++k) {
    if (weekly.deployment.unit[k] != weekly.deployment.unit[k - 1]) CHECK(k % 5 == 0);
  }
  pool.fixed.assign(20, -1);
  pool.fixed[7] = 0;
  pool.fixed[8] = 1;
  const pool::DeployResult fixed = solve(pool.problem());
  CHECK(fixed.deployment.unit[7] == 0);
  CHECK(fixed.deployment.unit[8] == 1);
  pool.minimum = 3;
  pool.fixed[9] = 0;  // one day in unit 1
  const pool::DeployResult none = solve(pool.problem());
  CHECK(none.outcome == Outcome::infeasible);
  CHECK(none.deployment.unit.empty());
}

TEST_CASE("a rolling plan changes what is worth its price", "[pool][deploy]") {
  SmallPool pool;
  pool.last = days({{0, 20}});
  pool::DeployProblem problem = pool.problem();
  problem.change_price = 1'000'000;
  CHECK(solve(problem).deployment.unit == days({{0, 20}}));
  problem.change_price = 10;
  const pool::DeployResult cheap = solve(problem);
  CHECK(cheap.deployment.unit == days({{1, 20}}));
  CHECK(cheap.value.change == 200);
  CHECK(cheap.value.place == 0);
  CHECK(cheap.value.objective == 200);
}

TEST_CASE("the worst cases weigh what they are told to", "[pool][deploy]") {
  // In one scenario of ten unit 0 has an emergency; on average unit 1 needs more.
  SmallPool pool;
  pool.scenarios = 10;
  pool.minimum = 20;
  pool.demand.clear();
  for (int s = 0; s < 10; ++s) {
    for (int t = 0; t < 4; ++t) pool.demand.push_back(s == 0 ? 9000 : 6000);
    for (int t = 0; t < 4; ++t) pool.demand.push_back(6000);
  }
  pool.own = {6000, 6000, 6000, 6000, 5400, 5400, 5400, 5400};
  CHECK(solve(pool.problem()).deployment.unit == days({{1, 20}}));
  pool.tail_weight = 1000;
  const pool::DeployResult careful = solve(pool.problem());
  CHECK(careful.deployment.unit == days({{0, 20}}));
  CHECK(careful.value.tail == careful.value.objective);
  CHECK(careful.value.mean < careful.value.tail);
  // Whoever knew the scenario would send the member to unit 0 in that one only.
  pool.tail_weight = 0;
  const double blind = solve(pool.problem()).value.objective;
  const std::optional<double> knowing = pool::clairvoyant_bound(pool.problem(), test::patient());
  REQUIRE(knowing.has_value());
  CHECK(*knowing < blind);
  CHECK(*knowing == Approx(0.1 * (600 * (1 + 2 + 3 + 4) * 10.0 + 600 * (1 + 2 + 3 + 4) * 10.0)));
}

TEST_CASE("nobody in the pool, and units without demand", "[pool][deploy]") {
  SmallPool pool;
  pool.members = 0;
  pool.minutes.clear();
  pool.efficiency.clear();
  const pool::DeployResult nobody = solve(pool.problem());
  CHECK(nobody.outcome == Outcome::optimal);
  CHECK(nobody.value.objective == 10.0 * 2400 * (1 + 2 + 3 + 4));
  SmallPool idle;
  idle.demand.assign(8, 0);
  CHECK(solve(idle.problem()).value.objective == 0);
}

TEST_CASE("deployment refuses what makes no sense", "[pool][deploy]") {
  SmallPool pool;
  pool.efficiency = {0, 0};
  check_refusal(pool.problem(), ErrorCode::contradiction, "efficiency");
  pool = {};
  pool.demand[3] = -1;
  check_refusal(pool.problem(), ErrorCode::negative_value, "demand");
  pool = {};
  pool.demand.pop_back();
  check_refusal(pool.problem(), ErrorCode::length_mismatch, "demand");
  pool = {};
  pool.settling = {900, 800};
  check_refusal(pool.problem(), ErrorCode::out_of_range, "settling");
  pool = {};
  pool.kept = {200};
  check_refusal(pool.problem(), ErrorCode::contradiction, "kept_share");
  pool = {};
  pool.price = {std::int64_t{1} << 39, 1};
  check_refusal(pool.problem(), ErrorCode::overflow, "backlog_price");
  pool = {};
  pool.start = {2};
  check_refusal(pool.problem(), ErrorCode::out_of_range, "start_unit");
  pool = {};
  pool.efficiency = {1000, 0};
  pool.start = {1};
  check_refusal(pool.problem(), ErrorCode::contradiction, "start_unit");
  pool = {};
  pool.tail_weight = 1001;
  check_refusal(pool.problem(), ErrorCode::out_of_range, "tail_weight");
  pool = {};
  pool.per_week = 8;
  check_refusal(pool.problem(), ErrorCode::out_of_range, "periods_per_week");
  pool = {};
  pool::DeployProblem huge = pool.problem();
  huge.scenarios = std::size_t{1} << 30;  // refused by its size, without reading
  check_refusal(huge, ErrorCode::overflow, "demand");
  huge.scenarios = std::numeric_limits<std::size_t>::max();
  check_refusal(huge, ErrorCode::out_of_range, "scenarios");

  const pool::DeployProblem good = pool.problem();
  CHECK_THROWS_AS(pool::evaluate_deployment(good, {days({{1, 19}}), {}}), InvalidDataError);
  CHECK_THROWS_AS(pool::evaluate_deployment(good, {days({{1, 19}, {2, 1}}), {}}), InvalidDataError);
  pool.minimum = 5;
  CHECK_THROWS_AS(pool::evaluate_deployment(pool.problem(), {days({{1, 3}, {0, 17}}), {}}), InvalidDataError);
}

TEST_CASE("deployment stops when it is told to, with a plan and a bound", "[pool][deploy]") {
  SmallPool pool;
  pool.members = 6;
  pool.minutes.assign(24, 1200);
  pool.efficiency.assign(12, 900);
  pool.minimum = 3;
  pool.own.assign(8, 2000);
  SolveOptions options = test::patient();
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  const pool::DeployResult stopped = pool::deploy(pool.problem(), options);
  CHECK(stopped.stop == StopReason::cancelled);
  CHECK(stopped.outcome == Outcome::feasible);
  CHECK(stopped.deployment.unit.size() == 120);
  CHECK(stopped.bound <= stopped.value.objective);
  const pool::DeployResult little = pool::deploy(pool.problem(), test::limited(1));
  CHECK(little.deployment.unit.size() == 120);
  CHECK(little.bound <= little.value.objective);
  const pool::DeployResult more = pool::deploy(pool.problem(), test::limited(500'000));
  CHECK(more.value.objective <= little.value.objective);
  CHECK(more.bound <= more.value.objective);
}
