#include "evenload/pool/pool_rules.hpp"

#include <cmath>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

using namespace evenload;
using namespace evenload::pool;
using evenload::test::error_of;
using evenload::test::place;

namespace {

const std::vector<double> rule_means{100, 100, 100};
const std::vector<double> rule_deviations{20, 20, 20};
const std::vector<double> half{0.5};

PoolRulesInput three_equal_units() {
  PoolRulesInput input;
  input.mean = rule_means;
  input.deviation = rule_deviations;
  input.correlation = half;
  input.member_hours = 10;
  return input;
}

}  // namespace

TEST_CASE("three units at correlation one half keep 82 % of the split safety") {
  PoolRulesInput input = three_equal_units();
  const PoolRules rules = pool_rules(input);
  CHECK(rules.safety_ratio == Approx(std::sqrt(2.0 / 3)).epsilon(1e-12));
  CHECK(std::round(100 * rules.safety_ratio) == 82);
  CHECK(rules.pooled_deviation == Approx(20 * std::sqrt(3 * (1 + 2 * 0.5))));
  const std::vector<double> none{0};
  input.correlation = none;
  CHECK(std::round(100 * pool_rules(input).safety_ratio) == 58);
  const std::vector<double> full{1};
  input.correlation = full;
  CHECK(pool_rules(input).safety_ratio == Approx(1));
}

TEST_CASE("the rules say what they are called") {
  PoolRulesInput input = three_equal_units();
  input.own_hours = 250;
  input.rate_deviation = 40;
  input.factor = 0.5;
  input.exponent = 1;
  const PoolRules rules = pool_rules(input);
  CHECK(rules.z == Approx(1.6448536269514722));
  CHECK(rules.offered == Approx(30));
  CHECK(rules.square_root.staff == Approx(30 + rules.z * std::sqrt(30.0)));
  CHECK(rules.square_root.pool == Approx(rules.square_root.staff - 25));
  CHECK(rules.power.staff == Approx(45));
  CHECK(rules.critical_ratio == Approx(2.0 / 3));
  // Normal quantile of two thirds: .4307273.
  CHECK(rules.newsvendor.staff == Approx(30 + 0.4307272992954576 * 4));
  CHECK_FALSE(rules.rates_govern);
  input.rate_deviation = 60;
  CHECK(pool_rules(input).rates_govern);
  input.capacity_cost = 5;
  CHECK(pool_rules(input).newsvendor.staff == 0);
}

TEST_CASE("rules refuse what has no answer") {
  const auto refused = [](auto change) {
    PoolRulesInput input = three_equal_units();
    change(input);
    return place(error_of([&] { pool_rules(input); }));
  };
  const std::vector<double> negative{-1};
  const std::vector<double> zero{0, 0, 0};
  CHECK(refused([](PoolRulesInput& i) { i.risk = 0; }) == "pool_rules.risk out_of_range");
  CHECK(refused([](PoolRulesInput& i) { i.risk = 1; }) == "pool_rules.risk out_of_range");
  CHECK(refused([](PoolRulesInput& i) { i.member_hours = 0; }) ==
        "pool_rules.member_hours out_of_range");
  CHECK(refused([&](PoolRulesInput& i) { i.correlation = negative; }) ==
        "pool_rules.correlation contradiction");
  CHECK(refused([&](PoolRulesInput& i) { i.mean = zero; }) == "pool_rules.mean out_of_range");
  CHECK(refused([](PoolRulesInput& i) { i.capacity_cost = 0; }) ==
        "pool_rules.capacity_cost out_of_range");
  CHECK(refused([](PoolRulesInput& i) { i.own_hours = -1; }) ==
        "pool_rules.own_hours negative_value");
}
