// Leximin, trade-off curves, remembered load, orders of levels.
#include "evenload/allocation/fairness.hpp"

#include <cmath>

#include "evenload/allocation/document.hpp"
#include "error_of.hpp"
#include "scenario.hpp"

namespace {

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using evenload::test::error_of;
using optimize::LevelKind;

const optimize::Level& level_of(const std::vector<optimize::Level>& levels, LevelKind kind) {
  const auto found = std::find_if(levels.begin(), levels.end(), [&](const optimize::Level& level) { return level.kind == kind; });
  REQUIRE(found != levels.end());
  return *found;
}

/// Six cases of 2 points that x asks to be spared and y wishes for.
AllocationInput wished_office() {
  AllocationInput input;
  for (int k = 0; k < 6; ++k) {
    Case c = a_case("c" + std::to_string(k), 2);
    c.categories = {"court"};
    input.cases.push_back(c);
  }
  input.caseworkers = {a_worker("x", 20), a_worker("y", 20)};
  input.caseworkers[0].unwished_categories = {"court"};
  input.caseworkers[1].wished_categories = {"court"};
  return input;
}

TEST_CASE("leximin: the highest load first, then the next, then the prices") {
  AllocationInput input;
  input.cases = {a_case("A", 4), a_case("B", 4)};
  for (Case& c : input.cases) c.previous_caseworker = CaseworkerId("y");
  input.caseworkers = {a_worker("x"), a_worker("y"), a_worker("z")};
  input.caseworkers[0].base_load = 9;
  AllocationPolicy policy = monday();
  policy.cost_weight = 1;
  CHECK(who(allocate(input, policy), "A") == who(allocate(input, policy), "B"));
  policy.balance = optimize::Balance::leximin;
  const Plan plan = allocate(input, policy);
  CHECK(who(plan, "A") != who(plan, "B"));
  CHECK(plan.outcome == Outcome::optimal);
  REQUIRE(plan.sorted_ratios.has_value());
  CHECK(plan.sorted_ratios->ratios == std::vector<double>{0.9, 0.4, 0.4});
  CHECK(plan.sorted_ratios->proven == 3);
  CHECK(level_of(plan.levels, LevelKind::leximin).value == Approx(0.9));
  CHECK(level_of(plan.levels, LevelKind::cost).value == Approx(10));  // in points
  const Plan again = plan_from_json(to_json(plan));
  CHECK(again.sorted_ratios->ratios == plan.sorted_ratios->ratios);
  CHECK(to_json(again) == to_json(plan));
}

TEST_CASE("leximin: an explanation compares the two whose loads differ") {
  AllocationInput input;
  input.cases = {a_case("A", 4)};
  input.caseworkers = {a_worker("x"), a_worker("y", 20), a_worker("z")};
  input.caseworkers[2].base_load = 9;
  AllocationPolicy policy = monday();
  policy.balance = optimize::Balance::leximin;
  const Plan plan = allocate(input, policy);
  CHECK(who(plan, "A") == "y");
  const Explanation why = explain(input, policy, plan, CaseId("A"), "lead", Audience::allocator, 4);
  REQUIRE(why.alternatives.size() == 2);
  CHECK(why.alternatives[1].caseworker.value() == "x");
  // With x: 4/10 and 0 instead of 0 and 4/20.
  const auto& differences = why.alternatives[1].differences;
  const auto leximin = std::find_if(differences.begin(), differences.end(), [](const LevelDifference& d) { return d.level == LevelKind::leximin; });
  REQUIRE(leximin != differences.end());
  CHECK(leximin->difference == Approx(0.2));
}

TEST_CASE("trade-off: the curve of wishes, every point proven") {
  const AllocationInput input = wished_office();
  const TradeOff curve = trade_off(input, monday(), "wishes");
  // k cases with x: balance (4k^2 + 4(6-k)^2)/20, price 5k.
  REQUIRE(curve.points.size() == 4);
  for (int k = 3; k >= 0; --k) {
    const TradeOffPoint& point = curve.points[static_cast<std::size_t>(3 - k)];
    CHECK(point.rule_cost == 5 * k);
    CHECK(point.broken == k);
    CHECK(point.balance == Approx((4.0 * k * k + 4.0 * (6 - k) * (6 - k)) / 20));
    CHECK(point.balance_bound == point.balance);
    CHECK(point.proven);
    CHECK(point.supported);
  }
  // From k to k - 1: (2(6-k) + 1 - 2k + 1) * 4/20 points for 5 cost units.
  CHECK(curve.points[0].weight_from == Rational(0));
  CHECK(curve.points[0].weight_to == Rational(2, 25));
  CHECK(curve.points[1].weight_from == Rational(2, 25));
  CHECK(curve.points[1].weight_to == Rational(6, 25));
  CHECK(curve.points[3].weight_from == Rational(10, 25));
  CHECK(!curve.points[3].weight_to.has_value());
  CHECK(curve.current.rule_cost == 15);
  CHECK(curve.outcome == Outcome::optimal);
  CHECK(trade_off_table(curve).rows() == 4);
}

TEST_CASE("trade-off: the current plan stands beside the curve where another balance comes first") {
  AllocationInput input = wished_office();
  input.cases.pop_back();
  AllocationPolicy policy = monday();
  policy.cost_weight = 1;
  policy.balance = optimize::Balance::peak;
  const TradeOff curve = trade_off(input, policy, "wishes");
  CHECK(curve.current.rule_cost == 10);
  CHECK(curve.points.back().rule_cost == 0);
  CHECK(trade_off(input, policy, "cost").points.back().rule_cost == 0);
}

TEST_CASE("trade-off: what cannot be asked is refused") {
  const AllocationInput input = wished_office();
  const auto subject = [&](const char* name) { return error_of<InvalidDataError>([&] { trade_off(input, monday(), name); }).column; };
  CHECK(subject("wish") == "subject");
  CHECK(subject("unit_border") == "subject");  // hard: it has no price
  CHECK(error_of<InvalidDataError>([&] { trade_off(input, monday(), "wishes", 1); }).column == "most_solves");
}

TEST_CASE("orders of levels: overload before or after the cases that may wait") {
  AllocationInput input;
  input.cases = {a_case("A", 6), a_case("B", 6)};
  input.cases[1].case_class = CaseClass::may_wait;
  input.caseworkers = {a_worker("x")};
  const auto orders = level_orders(input, monday());
  REQUIRE(orders.size() == 2);
  CHECK(orders[0].of_policy);
  CHECK(orders[0].placed_otherwise == 0);
  CHECK(orders[0].undistributed == 1);
  CHECK(level_of(orders[0].levels, LevelKind::overload).value == 0);
  CHECK(level_of(orders[0].levels, LevelKind::unassigned_may_wait).value == 1);
  CHECK(!orders[1].of_policy);
  CHECK(orders[1].overload_place == optimize::OverloadPlace::after_unassigned);
  CHECK(level_of(orders[1].levels, LevelKind::overload).value == 2);
  CHECK(level_of(orders[1].levels, LevelKind::unassigned_may_wait).value == 0);
  CHECK(orders[1].placed_otherwise == 1);
  CHECK(level_orders_table(orders).rows() == 8);
}

/// x carried 8 points more two weeks ago and eight weeks before that.
AllocationInput carried_office() {
  AllocationInput input;
  input.cases = {a_case("A", 2), a_case("B", 2), a_case("C", 2)};
  input.caseworkers = {a_worker("x", 40), a_worker("y", 40)};
  input.carried_load = {{CaseworkerId("x"), day("2026-11-09"), 8}, {CaseworkerId("x"), day("2026-09-14"), 8}};
  return input;
}

TEST_CASE("carried load is forgotten unless the policy remembers it") {
  const AllocationInput input = carried_office();
  const Plan plan = allocate(input, monday());
  CHECK(load_of(plan, "x").load_before == Rational(0));
  CHECK(load_of(plan, "x").remembered == Rational(0));
  CHECK(plan.notices.empty());
}

TEST_CASE("remembered load gives room: halved after each half-life, straight between") {
  const AllocationInput input = carried_office();
  AllocationPolicy policy = monday();
  policy.carry_over = CarryOver{4, 1, 1};
  const Plan plan = allocate(input, policy);
  // Two weeks: 8 * 3/4; ten weeks: 8 * 1/4 * 3/4.
  CHECK(load_of(plan, "x").remembered == Rational(15, 2));
  CHECK(load_of(plan, "x").load_after == Rational(15, 2));
  CHECK(load_of(plan, "y").load_after == Rational(6));
  REQUIRE(plan.notices.size() == 1);
  CHECK(plan.notices[0].code == ReasonCode::remembered_load);
  const Explanation why = explain(input, policy, plan, CaseId("A"), "lead", Audience::allocator, 4);
  REQUIRE(why.alternatives.size() == 2);
  CHECK(why.alternatives[1].reasons.back().code == ReasonCode::remembered_load);
  const Explanation colleague = explain(input, policy, plan, CaseId("A"), "lead", Audience::colleague, 4);
  CHECK(colleague.alternatives.empty());
  const Plan again = plan_from_json(to_json(plan));
  CHECK(load_of(again, "x").remembered == Rational(15, 2));
}

TEST_CASE("remembered load never overloads, and is cut at a share of the capacity") {
  AllocationInput input = carried_office();
  AllocationPolicy policy = monday();
  policy.carry_over = CarryOver{4, 1, Rational(1, 10)};
  CHECK(load_of(allocate(input, policy), "x").remembered == Rational(4));
  input.caseworkers[0].base_load = 39;
  CHECK(load_of(allocate(input, policy), "x").remembered == Rational(1));
  input.caseworkers[0].base_load = 45;
  CHECK(load_of(allocate(input, policy), "x").remembered == Rational(0));
  input.caseworkers[0].base_load = 0;
  input.caseworkers[0].capacity = 0;
  CHECK(load_of(allocate(input, policy), "x").remembered == Rational(0));
  input = carried_office();
  input.carried_load.push_back({CaseworkerId("left"), day("2026-11-09"), 3});
  const Plan plan = allocate(input, policy);
  REQUIRE(plan.notices.size() == 2);
  CHECK(plan.notices[1].code == ReasonCode::unknown_carried_load);
}

TEST_CASE("carried load that cannot be is refused") {
  AllocationPolicy policy = monday();
  policy.carry_over = CarryOver{};
  const auto refused = [&](CarriedLoad row) {
    AllocationInput input = carried_office();
    input.carried_load.push_back(row);
    return error_of<InvalidDataError>([&] { allocate(input, policy); });
  };
  CHECK(refused({CaseworkerId("y"), day("2026-11-30"), 1}).column == "week");
  CHECK(refused({CaseworkerId("y"), day("2026-11-02"), -1}).column == "extra_load");
  CHECK(refused({CaseworkerId("x"), day("2026-11-13"), 1}).code == ErrorCode::duplicate_id);  // the same week
  CHECK(refused({CaseworkerId("x"), day("2026-11-13"), 1}).row == 2);
  policy.carry_over->half_life_weeks = 0;
  CHECK(error_of<InvalidDataError>([&] { allocate(carried_office(), policy); }).column == "half_life_weeks");
}

TEST_CASE("carried load and its rule in documents") {
  const AllocationInput input = carried_office();
  const AllocationInput again = input_from_json(to_json(input));
  REQUIRE(again.carried_load.size() == 2);
  CHECK(again.carried_load[1].week == day("2026-09-14"));
  AllocationPolicy policy = monday();
  policy.carry_over = CarryOver{6, Rational(1, 2), Rational(1, 3)};
  const AllocationPolicy read = policy_from_json(to_json(policy));
  REQUIRE(read.carry_over.has_value());
  CHECK(read.carry_over->half_life_weeks == 6);
  CHECK(read.carry_over->share == Rational(1, 2));
  CHECK(read.carry_over->most == Rational(1, 3));
  const AllocationInput measured = input_from_json(
      R"({"schema_version": "1.0", "cases": [], "caseworkers": [{"id": "x", "unit": "u", "capacity": 20}],
          "carried_load": [{"caseworker": "x", "week": "2026-11-09", "load": 25, "capacity": 20}, {"caseworker": "x", "week": "2026-11-02", "load": 5, "capacity": 20}]})");
  CHECK(measured.carried_load[0].extra_load == Rational(5));
  CHECK(measured.carried_load[1].extra_load == Rational(0));
}

}  // namespace
