// Room for what is expected, and two plans side by side.
#include "evenload/allocation/plan_ahead.hpp"
#include "evenload/allocation/what_if.hpp"

#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using optimize::LevelKind;

namespace {

AllocationInput two_units() {
  AllocationInput input;
  for (const auto& [id, unit] : {std::pair{"Kim", "a"}, std::pair{"Lo", "a"}, std::pair{"Max", "b"}}) {
    input.caseworkers.push_back(a_worker(id));
    input.caseworkers.back().unit = UnitId(unit);
  }
  for (const char* id : {"c1", "c2", "c3"}) {
    Case c = a_case(id, 4);
    c.case_class = CaseClass::may_wait;
    c.unit = UnitId("a");
    input.cases.push_back(c);
  }
  return input;
}

PlanAheadOptions expecting(Rational cases, const char* week, Rational weight = 4, const char* unit = "a") {
  PlanAheadOptions options;
  options.inflow = {{UnitId(unit), "type", "", day(week), cases, weight}};
  return options;
}

const LevelDifference& cost_of(const PlannedAhead& result, LevelKind kind) {
  for (const LevelDifference& one : result.cost) {
    if (one.level == kind) return one;
  }
  FAIL("no such level");
  return result.cost.front();
}

}  // namespace

TEST_CASE("room is kept for expected cases, and what may wait does") {
  const PlannedAhead result = plan_ahead(two_units(), monday(), expecting(4, "2026-11-25"));
  REQUIRE(result.rooms.size() == 1);
  CHECK(result.rooms[0].week == day("2026-11-23"));
  CHECK(result.rooms[0].wanted == Rational(16));
  CHECK(result.rooms[0].reserved == Rational(16));
  CHECK(cost_of(result, LevelKind::unassigned_may_wait).difference == 3);
  CHECK(result.plan.undistributed.size() == 3);
  CHECK(result.otherwise.size() == 3);
  CHECK(load_of(result.plan, "Kim").load_after == Rational(0));
}

TEST_CASE("a later week takes less of the horizon, one past it nothing") {
  CHECK(plan_ahead(two_units(), monday(), expecting(1, "2026-11-30")).rooms[0].wanted == Rational(3));
  CHECK(plan_ahead(two_units(), monday(), expecting(Rational(3, 2), "2026-12-14")).rooms[0].wanted == Rational(3, 2));
  const PlannedAhead late = plan_ahead(two_units(), monday(), expecting(5, "2026-12-21"));
  CHECK(late.rooms[0].wanted == Rational(0));
  CHECK(cost_of(late, LevelKind::unassigned_may_wait).difference == 0);
  CHECK(late.otherwise.empty());
}

TEST_CASE("where there is not room for all that is expected, the answer says so") {
  const PlannedAhead result = plan_ahead(two_units(), monday(), expecting(9, "2026-11-23"));
  CHECK(result.rooms[0].wanted == Rational(36));
  CHECK(result.rooms[0].reserved == Rational(16));  // two cases each: a third would overload
}

TEST_CASE("reserved as may_wait it competes with what may wait, must cases never give way") {
  AllocationInput input = two_units();
  for (Case& c : input.cases) c.case_class = CaseClass::must;
  PlanAheadOptions options = expecting(9, "2026-11-23");
  const PlannedAhead result = plan_ahead(input, monday(), options);
  CHECK(result.plan.undistributed.empty());
  CHECK(cost_of(result, LevelKind::unassigned_must).difference == 0);
}

TEST_CASE("bounds beside the reserve hold for every plan") {
  const PlannedAhead result = plan_ahead(two_units(), monday(), expecting(2, "2026-11-23"));
  for (std::size_t k = 0; k < result.plan.levels.size(); ++k) {
    CHECK(result.plan.levels[k].bound <= result.plan.levels[k].value);
    CHECK(result.plan.levels[k].kind == result.without[k].kind);
  }
}

TEST_CASE("plan_ahead refuses what makes no sense") {
  const auto refuses = [](const PlanAheadOptions& options, ErrorCode code, const std::string& column) {
    const ErrorInfo info = refused([&] { plan_ahead(two_units(), monday(), options); });
    CHECK(info.code == code);
    CHECK(info.table == "inflow");
    CHECK(info.column == column);
    CHECK(info.row == 0);
  };
  refuses(expecting(-1, "2026-11-23"), ErrorCode::negative_value, "cases");
  refuses(expecting(1, "2026-11-23", -1), ErrorCode::negative_value, "weight");
  refuses(expecting(1, "2026-11-23", 4, "c"), ErrorCode::unknown_id, "unit");
  refuses(expecting(1, "2026-11-16"), ErrorCode::ends_before_start, "week");
  refuses(expecting(10'001, "2026-11-23"), ErrorCode::out_of_range, "cases");
  PlanAheadOptions options = expecting(1, "2026-11-23");
  options.inflow[0].weight.reset();
  refuses(options, ErrorCode::missing_value, "weight");
}

TEST_CASE("what_if compares two plans: levels, cases and loads") {
  AllocationInput input = two_units();
  for (Case& c : input.cases) c.case_class = CaseClass::must;
  WhatIfChanges changes;
  changes.without_caseworkers = {CaseworkerId("Lo")};
  changes.capacities = {{CaseworkerId("Kim"), Rational(12), std::nullopt, std::nullopt}};
  const WhatIf result = what_if(input, monday(), changes);
  CHECK(result.before.plan.undistributed.empty());
  CHECK(result.after.plan.undistributed.empty());
  CHECK(load_of(result.after.plan, "Kim").load_after == Rational(12));
  REQUIRE(result.loads.size() == 3);
  CHECK(result.loads[0].after == Rational(12));
  CHECK_FALSE(result.loads[1].ratio_after.has_value());
  CHECK(!result.moves.empty());
  for (const Move& move : result.moves) {
    CHECK(who(result.before.plan, move.case_id.value()) == move.from.value());
    CHECK(who(result.after.plan, move.case_id.value()) == move.to.value());
  }
  REQUIRE(result.levels.size() == 3);
  CHECK(result.levels[0].difference == 0);
  CHECK(result.levels[2].difference == Approx(12.0 - (64 + 16) / 10.0));
  CHECK(result.before.plan.audit.work_limit == result.after.plan.audit.work_limit);
}

TEST_CASE("what_if tries rules, absences, limits, weights and fewer cases") {
  AllocationInput input = two_units();
  WhatIfChanges changes;
  changes.policy = monday();
  changes.policy->on.reset();
  changes.policy->rule(Rule::unit_border).mode = RuleMode::off;
  CHECK(what_if(input, monday(), changes).loads[2].after > Rational(0));
  changes = {};
  changes.absences = {{CaseworkerId("Kim"), day("2026-11-20"), day("2026-12-31"), 1}};
  CHECK(what_if(input, monday(), changes).loads[0].after == Rational(0));
  changes = {};
  changes.limits = {{CaseworkerId(), "type", 0, std::nullopt}};
  CHECK(what_if(input, monday(), changes).after.plan.undistributed.size() == 3);
  changes = {};
  changes.weights = {{CaseId("c1"), Rational(1)}};
  changes.without_cases = {CaseId("c2")};
  const WhatIf result = what_if(input, monday(), changes);
  CHECK(result.after.plan.assignments.size() == 2);
  CHECK(result.loads[0].after + result.loads[1].after == Rational(5));
}

TEST_CASE("what_if refuses changes that contradict each other or name nobody") {
  const auto refuses = [](const WhatIfChanges& changes, ErrorCode code, const std::string& table) {
    const ErrorInfo info = refused([&] { what_if(two_units(), monday(), changes); });
    CHECK(info.code == code);
    CHECK(info.table == table);
  };
  WhatIfChanges changes;
  changes.capacities = {{CaseworkerId("nobody"), Rational(1), std::nullopt, std::nullopt}};
  refuses(changes, ErrorCode::unknown_id, "changes.capacities");
  changes.capacities = {{CaseworkerId("Kim"), Rational(1), std::nullopt, std::nullopt}, {CaseworkerId("Kim"), Rational(2), std::nullopt, std::nullopt}};
  refuses(changes, ErrorCode::duplicate_id, "changes.capacities");
  changes.capacities = {{CaseworkerId("Kim"), std::nullopt, std::nullopt, std::nullopt}};
  refuses(changes, ErrorCode::missing_value, "changes.capacities");
  changes.capacities = {{CaseworkerId("Kim"), Rational(1), std::nullopt, std::nullopt}};
  changes.without_caseworkers = {CaseworkerId("Kim")};
  refuses(changes, ErrorCode::contradiction, "changes.capacities");
  changes = {};
  changes.absences = {{CaseworkerId("Kim"), day("2026-11-24"), day("2026-11-23"), 1}};
  refuses(changes, ErrorCode::ends_before_start, "changes.absences");
  changes = {};
  changes.weights = {{CaseId("c1"), Rational(1)}};
  changes.without_cases = {CaseId("c1")};
  refuses(changes, ErrorCode::contradiction, "changes.without_cases");
  changes = {};
  changes.weights = {{CaseId("c9"), Rational(1)}};
  refuses(changes, ErrorCode::unknown_id, "changes.weights");
}
