// Monday's allocation as a whole: levels in points, capacity, limits, weights, empty tables, order.
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using optimize::LevelKind;

namespace {

std::vector<LevelKind> kinds(const Plan& plan) {
  std::vector<LevelKind> found;
  for (const optimize::Level& level : plan.levels) found.push_back(level.kind);
  return found;
}

double level(const Plan& plan, LevelKind kind) {
  for (const optimize::Level& l : plan.levels) {
    if (l.kind == kind) return l.value;
  }
  FAIL("no such level");
  return 0;
}

}  // namespace

TEST_CASE("levels are in points, whatever the common denominator") {
  AllocationInput input;
  input.cases = {a_case("A", Rational(1, 17)), a_case("B", Rational(7, 2)), a_case("C", 3)};
  input.caseworkers = {a_worker("x", Rational(3)), a_worker("y", Rational(13, 4))};
  const Plan plan = allocate(input, monday());
  CHECK(plan.outcome == Outcome::optimal);
  CHECK(kinds(plan) == std::vector{LevelKind::unassigned_must, LevelKind::overload, LevelKind::balance});
  // B to y and both others to x.
  CHECK(who(plan, "B") == "y");
  CHECK(who(plan, "A") == "x");
  const double x = 3 + 1.0 / 17;
  CHECK(level(plan, LevelKind::unassigned_must) == 0);
  CHECK(level(plan, LevelKind::overload) == Approx(1.0 / 17 + 0.25));
  CHECK(level(plan, LevelKind::balance) == Approx(x * x / 3 + 3.5 * 3.5 / 3.25));
  for (const optimize::Level& l : plan.levels) {
    CHECK(l.proven);
    CHECK(l.bound == l.value);
    CHECK(l.absolute_gap == 0);
  }
}

TEST_CASE("every caseworker's loads are exact: 17 cases at a cap of 17 are 100 %") {
  AllocationInput input;
  for (int i = 0; i < 17; ++i) input.cases.push_back(a_case("C" + std::to_string(i), Rational(1, 17)));
  input.caseworkers = {a_worker("x", Rational(1))};
  input.caseworkers[0].hard_limit = Rational(1);
  const Plan plan = allocate(input, monday());
  CHECK(plan.undistributed.empty());
  CHECK(load_of(plan, "x").ratio_after == Rational(1));
  CHECK(load_of(plan, "x").band_after == "at capacity");
  input.cases.push_back(a_case("one more", Rational(1, 1000000)));
  const Plan over = allocate(input, monday());  // the millionth is one too many: something stays behind
  REQUIRE(over.undistributed.size() == 1);
  CHECK(over.undistributed[0].reason.code == ReasonCode::displaced_by_others);
}

TEST_CASE("classes: must overloads, due and may_wait do not; overload can go to the end") {
  AllocationInput input;
  input.cases = {a_case("A", 6), a_case("B", 6), a_case("C", 1)};
  input.caseworkers = {a_worker("x")};
  input.cases[1].case_class = CaseClass::due;
  input.cases[2].case_class = CaseClass::may_wait;
  AllocationPolicy policy = monday();
  policy.hard_limit_factor = Rational(2);
  const Plan plan = allocate(input, policy);
  CHECK(kinds(plan) == std::vector{LevelKind::unassigned_must, LevelKind::overload, LevelKind::unassigned_due, LevelKind::unassigned_may_wait,
                                   LevelKind::balance});
  CHECK(who(plan, "A") == "x");
  CHECK(who(plan, "B").empty());
  CHECK(who(plan, "C") == "x");
  const Undistributed& left = left_over(plan, "B");
  CHECK(left.reason.code == ReasonCode::would_overload);
  REQUIRE(left.relaxation);
  CHECK(left.relaxation->extra_load == Rational(3));
  policy.overload_place = optimize::OverloadPlace::after_unassigned;
  CHECK(allocate(input, policy).undistributed.empty());
  input.cases[0].case_class = CaseClass::due;
  input.cases[2].case_class = CaseClass::due;
  CHECK(kinds(allocate(input, policy)) == std::vector{LevelKind::unassigned_due, LevelKind::overload, LevelKind::balance});
}

TEST_CASE("peak: the most loaded first") {
  AllocationInput input;
  input.cases = {a_case("A", 4), a_case("B", 1)};
  input.cases[1].previous_caseworker = CaseworkerId("x");
  input.caseworkers = {a_worker("x"), a_worker("y")};
  input.exclusions = {{CaseId("A"), CaseworkerId("y")}};
  AllocationPolicy policy = monday();
  policy.cost_weight = 1;
  CHECK(who(allocate(input, policy), "B") == "x");
  policy.balance = optimize::Balance::peak;
  const Plan plan = allocate(input, policy);
  CHECK(who(plan, "B") == "y");
  CHECK(level(plan, LevelKind::peak) == Approx(0.4));
}

TEST_CASE("capacity from working time: part-timers, absence, mean over the horizon") {
  AllocationInput input;
  input.cases = {a_case("A")};
  Caseworker x = a_worker("x");
  x.capacity.reset();
  x.working_time.contracted_hours = 30;
  x.working_time.reductions.push_back({"meetings", workload::ReductionKind::fixed_hours, Rational(4), std::nullopt, std::nullopt});
  x.working_time.absences.push_back({day("2026-12-07"), day("2026-12-20"), Rational(1)});  // two of four weeks
  input.caseworkers = {x};
  AllocationPolicy policy = monday();
  const ErrorInfo missing = refused([&] { allocate(input, policy); });
  CHECK(missing.code == ErrorCode::missing_value);
  CHECK(missing.table == "caseworkers");
  CHECK(missing.column == "capacity");
  CHECK(missing.row == 0);
  policy.measurement.capacity = workload::CapacityRule{Rational(40), workload::ExperienceClock::profession, {{"all", 0, std::nullopt, Rational(120)}},
                                                       workload::CapacityRounding::none};
  const Plan plan = allocate(input, policy);
  CHECK(load_of(plan, "x").capacity == Rational(39));  // half of 120 × 26/40
  CHECK(load_of(plan, "x").hard_limit == Rational(195, 4));
}

TEST_CASE("weights from the table in force, with factors, role shares and the interpreter's extra") {
  AllocationInput input;
  Case c = a_case("A");
  c.weight.reset();
  c.roles = {"lead", "second"};
  c.language = "so";
  c.interpreter = true;
  input.cases = {c};
  input.caseworkers = {a_worker("x"), a_worker("y")};
  AllocationPolicy policy = monday();
  const ErrorInfo missing = refused([&] { allocate(input, policy); });
  CHECK(missing.code == ErrorCode::missing_value);
  CHECK(missing.column == "weight");
  workload::WeightTable table;
  table.version = "1";
  table.effective_from = day("2026-01-01");
  table.weights = {{"type", "", Rational(4), std::nullopt, std::nullopt}};
  table.factors = {{"interpreter", workload::FactorKind::multiply, Rational(3, 2), ""}};
  table.role_shares = {{"second", Rational(1, 4), ""}};
  policy.measurement.weights = workload::WeightScheme{"points", {table}};
  policy.interpreter_factor = "interpreter";
  policy.roles[0].share = Rational(3, 4);  // the table says nothing of the lead
  const Plan plan = allocate(input, policy);
  CHECK(assignment(plan, "A").load == Rational(9, 2));  // 4 × 3/2 × 3/4
  CHECK(assignment(plan, "A", "second").load == Rational(1));
  input.caseworkers[1].languages = {"so"};
  const Plan spoken = allocate(input, policy);
  CHECK(who(spoken, "A") == "y");
  CHECK(assignment(spoken, "A").load == Rational(3));
  CHECK(load_of(spoken, "y").load_after == Rational(3));
  CHECK(spoken.outcome == Outcome::optimal);

  policy.measurement.weights->tables[0].effective_from = day("2027-01-01");
  CHECK(refused([&] { allocate(input, policy); }).code == ErrorCode::unknown_weight);
  input.cases[0].weight = Rational(1);  // nobody needs the table
  CHECK_NOTHROW(allocate(input, policy));
  policy.measurement.weights->tables[0].effective_from = day("2026-01-01");
  input.cases[0].weight.reset();
  input.cases[0].type = "unheard of";
  const ErrorInfo unknown = refused([&] { allocate(input, policy); });
  CHECK(unknown.code == ErrorCode::unknown_weight);
  CHECK(unknown.table == "cases");
  CHECK(unknown.column == "type");
  CHECK(unknown.row == 0);
}

TEST_CASE("someone is ill: zero capacity takes nothing, and what is there is work to cover") {
  AllocationInput input;
  input.cases = {held_case(a_case("A", 3), "ill"), a_case("B")};
  input.caseworkers = {a_worker("ill", Rational(0)), a_worker("x")};
  input.caseworkers[0].base_load = 2;
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "B") == "x");
  CHECK_FALSE(load_of(plan, "ill").ratio_after);
  CHECK(load_of(plan, "ill").band_after.empty());
  const Reason& notice = find(plan.notices, ReasonCode::work_to_cover);
  CHECK(std::get<std::int64_t>(notice.parameters[1].second) == 5);
  CHECK(barriers(input, monday(), "B", "ill") == std::vector{ReasonCode::zero_capacity});
  // Their load stands outside overload and balance.
  CHECK(level(plan, LevelKind::balance) == Approx(0.1));
}

TEST_CASE("base load past the hard limit takes nothing, and is no error") {
  AllocationInput input;
  input.cases = {a_case("A")};
  input.caseworkers = {a_worker("x")};
  input.caseworkers[0].base_load = 13;
  const Plan plan = allocate(input, monday());
  CHECK(has(plan.notices, ReasonCode::base_load_past_hard_limit));
  CHECK(left_over(plan, "A").reason.code == ReasonCode::no_room);
  CHECK(left_over(plan, "A").relaxation->reason.code == ReasonCode::base_past_hard_limit);
  CHECK(left_over(plan, "A").relaxation->extra_load == Rational(3, 2));
  CHECK(load_of(plan, "x").band_after == "overloaded");
}

TEST_CASE("newcomer protection caps number and weight of new work") {
  AllocationInput input;
  for (const char* id : {"A", "B", "C", "D"}) input.cases.push_back(a_case(id, 2));
  input.caseworkers = {a_worker("new"), a_worker("x")};
  input.caseworkers[0].protected_until = day("2027-01-01");
  input.caseworkers[0].protected_new_cases = 1;
  CHECK(load_of(allocate(input, monday()), "new").new_cases == 1);
  input.caseworkers[0].protected_new_cases.reset();
  input.caseworkers[0].protected_new_weight = Rational(3);
  CHECK(load_of(allocate(input, monday()), "new").load_after == Rational(2));
  input.caseworkers.pop_back();
  const Plan alone = allocate(input, monday());
  CHECK(alone.undistributed.size() == 3);
  CHECK(alone.undistributed[0].relaxation->reason.code == ReasonCode::newcomer_limit_reached);
  AllocationPolicy policy = monday();
  policy.rule(Rule::newcomer_protection).mode = RuleMode::off;
  CHECK(allocate(input, policy).undistributed.empty());
}

TEST_CASE("a protection assessment today goes to those on duty, with a deadline that never rolls over") {
  AllocationInput input;
  Case c = a_case("A");
  c.phase = "protection_assessment";
  c.duty = true;
  c.received = moment("2026-11-22T20:00:00Z");  // out of hours, the clock is already running
  input.cases = {c};
  input.caseworkers = {a_worker("x"), a_worker("on duty")};
  input.caseworkers[1].on_duty = true;
  AllocationPolicy policy = monday();
  policy.deadlines = {{"", "", {"received", 14, DeadlineUnit::days, RollOver::next_working_day}},
                      {"", "protection_assessment", {"received", 1, DeadlineUnit::days, RollOver::none}}};
  CHECK(who(allocate(input, policy), "A") == "on duty");
  input.caseworkers.pop_back();
  const Plan plan = allocate(input, policy);
  CHECK(left_over(plan, "A").reason.code == ReasonCode::no_eligible_caseworker);
  CHECK(left_over(plan, "A").slack_days == 0);
  CHECK(left_over(plan, "A").waiting_days == 1);
  CHECK(left_over(plan, "A").relaxation->reason.code == ReasonCode::not_on_duty);
  policy.deadlines[1].rule.amount = 0;  // Sunday was the last day
  CHECK(has(allocate(input, policy).notices, ReasonCode::deadline_passed));
}

TEST_CASE("an empty week, no caseworkers, a unit with no one in it: answers, not errors") {
  const Plan nothing = allocate({}, monday());
  CHECK(nothing.assignments.empty());
  CHECK(nothing.outcome == Outcome::optimal);
  CHECK(kinds(nothing) == std::vector{LevelKind::unassigned_must, LevelKind::overload, LevelKind::balance});
  AllocationInput cases_only;
  cases_only.cases = {a_case("A")};
  CHECK(left_over(allocate(cases_only, monday()), "A").reason.code == ReasonCode::no_eligible_caseworker);
  AllocationInput workers_only;
  workers_only.caseworkers = {a_worker("x")};
  CHECK(load_of(allocate(workers_only, monday()), "x").load_after == Rational(0));
  AllocationInput empty_unit = cases_only;
  empty_unit.caseworkers = workers_only.caseworkers;
  empty_unit.caseworkers[0].unit = UnitId("adults");
  empty_unit.cases[0].unit = UnitId("children");
  const Plan plan = allocate(empty_unit, monday());
  CHECK(text(find(plan.notices, ReasonCode::empty_unit), "unit") == "children");
  CHECK(left_over(plan, "A").relaxation->reason.code == ReasonCode::other_unit);
}

TEST_CASE("the audit record says what is needed to repeat the proposal") {
  AllocationInput input;
  input.cases = {a_case("A")};
  input.caseworkers = {a_worker("x")};
  SolveOptions options;
  options.seed = 11;
  options.work_limit = 1000;
  const Plan plan = allocate(input, monday(), options);
  CHECK(plan.audit.version == "0.1.0");
  CHECK(plan.audit.policy == "default");
  CHECK(plan.audit.on == day("2026-11-23"));
  CHECK(plan.audit.seed == 11);
  CHECK(plan.audit.work_limit == 1000);
  CHECK(plan.audit.work == plan.work);
  CHECK(plan.audit.stop == plan.stop);
  CHECK(plan.audit.cases == 1);
  CHECK(plan.audit.caseworkers == 1);
}

TEST_CASE("numbers that leave exact range are refused, naming the value") {
  AllocationInput input;
  const std::int64_t huge = std::int64_t{1} << 61;
  input.cases = {a_case("A", Rational(huge)), a_case("B", Rational(huge)), a_case("C", Rational(huge))};
  input.caseworkers = {a_worker("x")};
  try {
    allocate(input, monday());
    FAIL("not refused");
  } catch (const OverflowError& error) {
    CHECK(error.info().table == "cases");
    CHECK(error.info().column == "weight");
    CHECK(error.info().row == 2);
  }
  input.cases = {a_case("A", Rational(1, 4294967291)), a_case("B", Rational(1, 4294967279))};
  input.caseworkers[0].capacity = Rational(1, 4294967231);
  CHECK_THROWS_AS(allocate(input, monday()), OverflowError);
}
