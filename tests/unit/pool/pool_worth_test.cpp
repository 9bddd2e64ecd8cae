#include "evenload/pool/pool_worth.hpp"

#include <cmath>
#include <numeric>
#include <random>
#include <stop_token>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

using namespace evenload;
using namespace evenload::pool;
using evenload::test::error_of;
using evenload::test::place;

namespace {

/// A project that owns its arrays.
struct OwnedProject {
  std::vector<double> scenarios;
  std::vector<double> capacity;
  std::vector<double> ramp_up;
  std::vector<double> backlog;
  std::vector<std::int64_t> from_units;
  std::vector<std::int64_t> posts;
  WorthProblem problem;

  const WorthProblem& view() {
    problem.demand.scenarios = scenarios;
    if (problem.demand.model == nullptr) {
      problem.demand.scenario_count = static_cast<std::int64_t>(scenarios.size()) /
                                      (problem.units * problem.weeks);
    }
    problem.capacity = capacity;
    problem.ramp_up = ramp_up;
    problem.initial_backlog = backlog;
    problem.from_units = from_units;
    problem.fixed_posts = posts;
    return problem;
  }
};

/// Three units, three members; demand uncorrelated and swinging, or the same in all units.
OwnedProject swinging_project(bool correlated) {
  OwnedProject own;
  std::mt19937 random(7);
  const int scenarios = 64, weeks = 60;
  for (int s = 0; s < scenarios; ++s) {
    std::vector<double> first;
    for (int u = 0; u < 3; ++u) {
      for (int t = 0; t < weeks; ++t) {
        const double hours = random() % 4 == 0 ? 180 : 100;
        if (u == 0) first.push_back(hours);
        own.scenarios.push_back(correlated ? first[static_cast<std::size_t>(t)] : hours);
      }
    }
  }
  own.capacity.assign(3 * 60, 90);
  own.problem.units = 3;
  own.problem.weeks = weeks;
  own.problem.outside = 3;
  own.problem.member_hours = 36;
  return own;
}

const WorthComparison& against(const PoolWorth& worth, WorthArm arm, WorthMeasure measure) {
  for (const WorthComparison& one : worth.comparisons) {
    if (one.against == arm && one.measure == measure) return one;
  }
  FAIL("no such comparison");
  return worth.comparisons.front();
}

double mean_of(const PoolWorth& worth, WorthArm arm, WorthMeasure measure) {
  return worth.measures[static_cast<std::size_t>(arm) * worth_measures +
                        static_cast<std::size_t>(measure)]
      .mean;
}

}  // namespace

TEST_CASE("a project of three weeks, by hand") {
  OwnedProject own;
  // One unit is short of 30 in the first week, the other in the second; then nothing comes.
  own.scenarios = {130, 100, 0, 100, 130, 0, 130, 100, 0, 100, 130, 0};
  own.capacity = {100, 100, 100, 100, 100, 100};
  own.problem.units = 2;
  own.problem.weeks = 3;
  own.problem.outside = 1;
  own.problem.member_hours = 20;
  own.problem.hour_cost = 2;
  own.problem.shortage_cost = 3;
  own.problem.agency_factor = 3;
  own.posts = {1, 0};
  const PoolWorth worth = pool_worth(own.view());
  using enum WorthMeasure;
  // Undone at the end of each week. Nothing: (30, 0), (30, 30), (0, 0).
  CHECK(mean_of(worth, WorthArm::nothing, shortage) == Approx(90));
  // Pool: (10, 0); then 20 of 30 in the second unit, and (10, 10); then nothing.
  CHECK(mean_of(worth, WorthArm::pool, shortage) == Approx(30));
  // Post in the first: (10, 0), (0, 30), (0, 0).
  CHECK(mean_of(worth, WorthArm::fixed_posts, shortage) == Approx(40));
  // Agency, 20 hours a week: 10; then 40 wanted, 20 bought; then nothing.
  CHECK(mean_of(worth, WorthArm::agency, shortage) == Approx(30));
  CHECK(mean_of(worth, WorthArm::agency, money) == Approx(40 * 2 * 3));
  CHECK(mean_of(worth, WorthArm::pool, money) == Approx(3 * 20 * 2));
  CHECK(mean_of(worth, WorthArm::pool, burden) == Approx(120 + 3 * 30));
  CHECK(mean_of(worth, WorthArm::nothing, money) == 0);
  // Over 1.1 times the capacity: 130 and 130, with backlog 160 against 100.
  CHECK(mean_of(worth, WorthArm::nothing, alarm_weeks) == Approx(3));
  CHECK(worth.handovers == 1);
  const WorthComparison& one = against(worth, WorthArm::fixed_posts, shortage);
  CHECK(one.difference.mean == Approx(-10));
  CHECK(one.difference.low == Approx(-10));
  CHECK(one.verdict == WorthVerdict::helps);
  CHECK(worth.weekly_shortage[0] == Approx(30));

  SECTION("a hand-over that costs more than the move gains is not made") {
    own.problem.handover_hours = 15;
    const PoolWorth stays = pool_worth(own.view());
    // Second week: 10 left in the first unit; moving gains 20 − 15, staying 10.
    CHECK(stays.handovers == 0);
    CHECK(mean_of(stays, WorthArm::pool, shortage) == Approx(10 + 30));
  }
  SECTION("travel and slowness take their share") {
    own.problem.travel_hours = 4;
    own.problem.efficiency = 0.5;
    // Eight hours' work a week: 22; then 22 and 30, of which 8; then 0.
    CHECK(mean_of(pool_worth(own.view()), WorthArm::pool, shortage) == Approx(22 + 44));
  }
  SECTION("lead time and ramp-up hold for posts and pool, which ends") {
    own.problem.lead_weeks = 1;
    own.ramp_up = {0.5};
    own.problem.end = 2;
    const PoolWorth late = pool_worth(own.view());
    CHECK(mean_of(late, WorthArm::pool, shortage) == Approx(30 + 50));
    CHECK(mean_of(late, WorthArm::pool, money) == Approx(20 * 2));
    CHECK(mean_of(late, WorthArm::fixed_posts, money) == Approx(2 * 20 * 2));
  }
  SECTION("after the last intake the member stays and winds down") {
    // Work in the third week, too, and a second unit short from the start.
    own.scenarios = {130, 130, 130, 100, 160, 100, 130, 130, 130, 100, 160, 100};
    own.problem.end = 3;
    own.problem.last_intake = 1;
    own.problem.hand_back_share = 0.25;
    // Undone: (10, 0); 40 or 60 to do, so the member moves: (40, 40); then 5 hours there: (70, 35).
    CHECK(mean_of(pool_worth(own.view()), WorthArm::pool, shortage) ==
          Approx(10 + 80 + 105));
  }
}

TEST_CASE("members from a unit leave their hours there") {
  OwnedProject own;
  own.scenarios = {100, 100, 140, 140, 100, 100, 140, 140};
  own.capacity = {130, 130, 130, 130};
  own.problem.units = 2;
  own.problem.weeks = 2;
  own.problem.member_hours = 30;
  own.from_units = {1, 0};
  const PoolWorth worth = pool_worth(own.view());
  // Nothing: (0, 10), (0, 20). Pool: the first unit has 100 left, the member does the rest.
  CHECK(mean_of(worth, WorthArm::nothing, WorthMeasure::shortage) == Approx(30));
  CHECK(mean_of(worth, WorthArm::pool, WorthMeasure::shortage) == Approx(0));
  CHECK(mean_of(worth, WorthArm::pool, WorthMeasure::money) == 0);
  CHECK(worth.posts == std::vector<std::int64_t>{0, 0});
  own.from_units = {5, 0};
  CHECK(place(error_of([&] { pool_worth(own.view()); })) ==
        "worth_problem.from_units[0] contradiction");
}

TEST_CASE("a pool helps where units swing apart, never where they swing as one") {
  OwnedProject apart = swinging_project(false);
  const PoolWorth helps = pool_worth(apart.view());
  CHECK(helps.posts == std::vector<std::int64_t>{1, 1, 1});
  CHECK(against(helps, WorthArm::fixed_posts, WorthMeasure::shortage).verdict ==
        WorthVerdict::helps);
  OwnedProject as_one = swinging_project(true);
  const PoolWorth same = pool_worth(as_one.view());
  const WorthComparison& equal = against(same, WorthArm::fixed_posts, WorthMeasure::shortage);
  CHECK(equal.verdict == WorthVerdict::equal);
  CHECK(equal.difference.mean == Approx(0).margin(1e-9));
  CHECK(against(same, WorthArm::nothing, WorthMeasure::shortage).verdict == WorthVerdict::helps);
  // The same units, members slower away from home.
  as_one.problem.efficiency = 0.8;
  CHECK(against(pool_worth(as_one.view()), WorthArm::fixed_posts, WorthMeasure::shortage).verdict ==
        WorthVerdict::hurts);
  apart.problem.efficiency = 0.5;
  CHECK(against(pool_worth(apart.view()), WorthArm::fixed_posts, WorthMeasure::shortage).verdict ==
        WorthVerdict::hurts);
}

TEST_CASE("drawn demand that is overdispersed and independent is always worth pooling") {
  DemandModel model;
  model.parameters.level.assign(3, std::log(12.0));
  model.parameters.own_variance.assign(3, 0.25);
  model.hours_per_case.assign(3, 8);
  OwnedProject own;
  own.problem.demand.model = &model;
  own.problem.units = 3;
  own.problem.weeks = 52;
  own.problem.outside = 2;
  own.problem.member_hours = 30;
  own.capacity.assign(3 * 52, 82);
  WorthOptions options;
  options.threads = 1;
  const PoolWorth one = pool_worth(own.view(), options);
  CHECK(against(one, WorthArm::fixed_posts, WorthMeasure::shortage).verdict == WorthVerdict::helps);
  options.threads = 3;
  const PoolWorth three = pool_worth(own.view(), options);
  CHECK(one.replications == three.replications);
  for (std::size_t k = 0; k < one.measures.size(); ++k) {
    CHECK(one.measures[k].mean == three.measures[k].mean);
    CHECK(one.measures[k].high == three.measures[k].high);
  }
  CHECK(one.weekly_high == three.weekly_high);
}

TEST_CASE("break-even is where pool and posts meet") {
  OwnedProject own = swinging_project(false);
  WorthOptions options;
  const BreakEven slow = pool_break_even(own.view(), Friction::efficiency,
                                         WorthArm::fixed_posts, WorthMeasure::shortage, options);
  REQUIRE(slow.kind == BreakEvenKind::found);
  CHECK(slow.value > 0.5);
  CHECK(slow.value < 1);
  CHECK(slow.helps_until >= slow.value);
  CHECK(slow.hurts_from <= slow.value);
  CHECK(slow.gentle_difference < 0);
  CHECK(slow.hard_difference > 0);
  // At that efficiency the two are equal, and on either side they are not.
  own.problem.efficiency = slow.value;
  const double scale = mean_of(pool_worth(own.view()), WorthArm::fixed_posts,
                               WorthMeasure::shortage);
  CHECK(std::fabs(against(pool_worth(own.view()), WorthArm::fixed_posts, WorthMeasure::shortage)
                      .difference.mean) < 1e-3 * scale);
  own.problem.efficiency = slow.hurts_from - 0.02;
  CHECK(against(pool_worth(own.view()), WorthArm::fixed_posts, WorthMeasure::shortage).verdict ==
        WorthVerdict::hurts);
  own.problem.efficiency = slow.helps_until + 0.02;
  CHECK(against(pool_worth(own.view()), WorthArm::fixed_posts, WorthMeasure::shortage).verdict ==
        WorthVerdict::helps);

  own.problem.efficiency = 1;
  const BreakEven travel = pool_break_even(own.view(), Friction::travel);
  REQUIRE(travel.kind == BreakEvenKind::found);
  CHECK(travel.value > 0);
  CHECK(travel.value < 36);
  // Slower and on the road: each leaves less room for the other.
  own.problem.efficiency = 0.97;
  CHECK(pool_break_even(own.view(), Friction::travel).value < travel.value);

  OwnedProject as_one = swinging_project(true);
  const BreakEven never = pool_break_even(as_one.view(), Friction::travel);
  CHECK(never.kind == BreakEvenKind::never);
  CHECK(std::isnan(never.value));
  // Members who stay where they are hand nothing over, so no price of it hurts.
  const BreakEven always = pool_break_even(as_one.view(), Friction::handover, WorthArm::nothing);
  CHECK(always.kind == BreakEvenKind::always);
}

TEST_CASE("a worth problem is refused by name") {
  const auto refused = [](auto change) {
    OwnedProject own = swinging_project(false);
    change(own);
    const WorthProblem problem = own.view();
    return place(error_of([&] { pool_worth(problem); }));
  };
  CHECK(refused([](OwnedProject& o) { o.scenarios[0] = -1; }) ==
        "worth_problem.scenarios[0] negative_value");
  CHECK(refused([](OwnedProject& o) { o.scenarios.pop_back(); }) ==
        "worth_problem.scenarios length_mismatch");
  CHECK(refused([](OwnedProject& o) { o.problem.outside = 0; }) ==
        "worth_problem.outside out_of_range");
  CHECK(refused([](OwnedProject& o) { o.posts = {1, 1, 0}; }) ==
        "worth_problem.fixed_posts contradiction");
  CHECK(refused([](OwnedProject& o) { o.problem.end = 61; }) == "worth_problem.end out_of_range");
  CHECK(refused([](OwnedProject& o) { o.problem.last_intake = 60; }) ==
        "worth_problem.last_intake out_of_range");
  CHECK(refused([](OwnedProject& o) { o.problem.efficiency = 1.1; }) ==
        "worth_problem.efficiency out_of_range");
  CHECK(refused([](OwnedProject& o) { o.problem.travel_hours = std::nan(""); }) ==
        "worth_problem.travel_hours not_finite");
  CHECK(refused([](OwnedProject& o) { o.problem.presence = 0; }) ==
        "worth_problem.presence out_of_range");
  CHECK(refused([](OwnedProject& o) { o.problem.member_hours = 0; }) ==
        "worth_problem.member_hours out_of_range");
  CHECK(refused([](OwnedProject& o) { o.ramp_up = {0.5, 2}; }) ==
        "worth_problem.ramp_up[1] out_of_range");
  CHECK(refused([](OwnedProject& o) { o.problem.alarm = 0; }) ==
        "worth_problem.alarm out_of_range");
  const std::vector<double> weights(64, 1.0 / 64);
  CHECK(refused([&](OwnedProject& o) { o.problem.demand.probability = weights; }) ==
        "worth_problem.probability unsupported");
  OwnedProject own = swinging_project(false);
  CHECK(place(error_of([&] {
          pool_break_even(own.view(), Friction::travel, WorthArm::pool);
        })) == "worth_options.against out_of_range");
  WorthOptions options;
  options.confidence = 0;
  CHECK(place(error_of([&] { pool_worth(own.view(), options); })) ==
        "worth_options.confidence out_of_range");
  std::stop_source source;
  source.request_stop();
  options = {};
  options.stop = source.get_token();
  const PoolWorth stopped = pool_worth(own.view(), options);
  CHECK(stopped.stop == StopReason::cancelled);
  CHECK(stopped.replications == 0);
}
