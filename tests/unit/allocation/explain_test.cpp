// Why this one, who next, why not the others; recommendations; what each reader may see.
#include "evenload/allocation/document.hpp"
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using optimize::LevelKind;

namespace {

/// Four caseworkers with different loads, one away, one with a conflict; one open case.
AllocationInput office() {
  AllocationInput input;
  input.caseworkers = {a_worker("away"), a_worker("busy"), a_worker("conflict"), a_worker("free"), a_worker("full"), a_worker("middle")};
  input.caseworkers[0] = away(input.caseworkers[0], "2026-11-20", "2026-12-20");
  input.caseworkers[1].base_load = 8;
  input.caseworkers[4].base_load = 12;
  input.caseworkers[5].base_load = 4;
  input.cases = {a_case("A", 3)};
  input.exclusions = {{CaseId("A"), CaseworkerId("conflict")}};
  return input;
}

const ExcludedCaseworker& excluded(const Explanation& explanation, std::string_view id) {
  for (const ExcludedCaseworker& one : explanation.excluded) {
    if (one.caseworker.value() == id) return one;
  }
  FAIL("not excluded: " << id);
  return explanation.excluded.front();
}

double difference(const Alternative& alternative, LevelKind kind) {
  for (const LevelDifference& d : alternative.differences) {
    if (d.level == kind) return d.difference;
  }
  FAIL("no such level");
  return 0;
}

}  // namespace

TEST_CASE("explain: the chosen one, the next best with what each would cost, and everybody else with reasons") {
  const AllocationInput input = office();
  const Plan plan = allocate(input, monday());
  const Explanation e = explain(input, monday(), plan, CaseId("A"));
  CHECK(e.caseworker.value() == "free");
  CHECK(codes(e.why) == std::vector{ReasonCode::best_level});
  CHECK(text(e.why[0], "level") == "balance");
  CHECK(std::get<double>(e.why[0].parameters[1].second) == Approx((49 - 16 - 9) / 10.0));  // 4 + 3 against 0 + 3
  REQUIRE(e.alternatives.size() == 3);
  CHECK(e.alternatives[0].chosen);
  CHECK(e.alternatives[0].load_before == Rational(0));
  CHECK(e.alternatives[0].load_after == Rational(3));
  CHECK(e.alternatives[0].ratio_after == Rational(3, 10));
  CHECK(e.alternatives[1].caseworker.value() == "middle");
  CHECK(e.alternatives[1].rank == 2);
  CHECK(difference(e.alternatives[1], LevelKind::balance) == Approx(2.4));
  CHECK(difference(e.alternatives[1], LevelKind::overload) == 0);
  CHECK(e.alternatives[2].caseworker.value() == "busy");
  CHECK(difference(e.alternatives[2], LevelKind::overload) == Approx(1));
  REQUIRE(e.excluded.size() == 3);
  CHECK(codes(excluded(e, "away").reasons) == std::vector{ReasonCode::absent});
  CHECK(codes(excluded(e, "conflict").reasons) == std::vector{ReasonCode::conflict_of_interest});
  CHECK(codes(excluded(e, "full").reasons) == std::vector{ReasonCode::past_hard_limit});
  CHECK_FALSE(e.relaxation);
  CHECK(explain(input, monday(), plan, CaseId("A"), "lead", Audience::allocator, 1).alternatives.size() == 2);
  CHECK(explain(input, monday(), plan, CaseId("A"), "lead", Audience::allocator, 0).alternatives.size() == 1);
}

TEST_CASE("explain: only one, announced, started, overridden, kept") {
  AllocationInput input;
  input.caseworkers = {a_worker("x"), a_worker("y")};
  input.cases = {a_case("only"), held_case(a_case("announced"), "x", AssignmentState::announced), held_case(a_case("started"), "y"),
                 a_case("set"), a_case("kept"), held_case(a_case("outside"), "somebody else")};
  input.exclusions = {{CaseId("only"), CaseworkerId("y")}};
  input.overrides = {decision("set", OverrideKind::assign, "x")};
  input.cases[4].previous_caseworker = CaseworkerId("y");
  const Plan plan = allocate(input, monday());
  const auto why = [&](const char* id) { return codes(explain(input, monday(), plan, CaseId(id)).why); };
  CHECK(why("only") == std::vector{ReasonCode::only_eligible});
  CHECK(why("announced") == std::vector{ReasonCode::announced_stays});
  CHECK(why("started") == std::vector{ReasonCode::started_stays});
  CHECK(why("set") == std::vector{ReasonCode::set_by_override});
  CHECK(why("kept") == std::vector{ReasonCode::best_level, ReasonCode::continuity_kept});
  CHECK(why("outside") == std::vector{ReasonCode::started_stays});
  // What stands is compared as if it were free: its holder's load does not count the case twice.
  const Explanation started = explain(input, monday(), plan, CaseId("started"));
  REQUIRE(started.alternatives.size() == 2);
  for (const Alternative& alternative : started.alternatives) CHECK(alternative.load_after - alternative.load_before == Rational(1));
  CHECK(find(started.alternatives[0].reasons, ReasonCode::continuity_kept).code == ReasonCode::continuity_kept);
}

TEST_CASE("explain: an undistributed case says why, and the cheapest change") {
  AllocationInput input = office();
  input.cases[0].required_skills = {"court"};
  const Plan plan = allocate(input, monday());
  const Explanation e = explain(input, monday(), plan, CaseId("A"));
  CHECK(e.caseworker.empty());
  CHECK(codes(e.why) == std::vector{ReasonCode::no_eligible_caseworker});
  REQUIRE(e.relaxation);
  CHECK(e.relaxation->caseworker.value() == "free");
  CHECK(e.alternatives.empty());
  CHECK(e.excluded.size() == 6);
  CHECK(codes(excluded(e, "away").reasons) == std::vector{ReasonCode::missing_skill, ReasonCode::absent});
  CHECK(codes(excluded(e, "conflict").reasons) == std::vector{ReasonCode::conflict_of_interest, ReasonCode::missing_skill});
}

TEST_CASE("explain: another role of the case keeps its person away") {
  AllocationInput input;
  input.caseworkers = {a_worker("x"), a_worker("y"), a_worker("z")};
  input.cases = {a_case("A")};
  input.cases[0].risk = true;
  const Plan plan = allocate(input, monday());
  const Explanation e = explain(input, monday(), plan, CaseId("A"), "second");
  CHECK(e.alternatives.size() == 2);
  CHECK(codes(excluded(e, who(plan, "A")).reasons) == std::vector{ReasonCode::role_needs_other_person});
  CHECK(text(excluded(e, who(plan, "A")).reasons[0], "role") == "lead");
}

TEST_CASE("explain refuses what the plan does not have") {
  const AllocationInput input = office();
  const Plan plan = allocate(input, monday());
  const ErrorInfo unknown_case = refused([&] { explain(input, monday(), plan, CaseId("Z")); });
  CHECK(unknown_case.code == ErrorCode::unknown_id);
  CHECK(unknown_case.column == "case");
  const ErrorInfo unknown_role = refused([&] { explain(input, monday(), plan, CaseId("A"), "second"); });
  CHECK(unknown_role.code == ErrorCode::unknown_id);
  CHECK(unknown_role.column == "role");
  CHECK(refused([&] { why_not(input, monday(), CaseId("A"), "lead", CaseworkerId("Z")); }).table == "caseworkers");
  CHECK(refused([&] { recommend(input, monday(), CaseId("Z")); }).table == "cases");
}

TEST_CASE("recommend: the best for one open case, against leaving it") {
  AllocationInput input = office();
  input.cases.push_back(a_case("B", 5));  // not placed: nothing else is
  input.cases[0].priority = 3;
  const Explanation e = recommend(input, monday(), CaseId("A"), "lead", 2);
  CHECK(e.caseworker.empty());
  CHECK(e.why.empty());
  REQUIRE(e.alternatives.size() == 2);
  CHECK(e.alternatives[0].caseworker.value() == "free");
  CHECK_FALSE(e.alternatives[0].chosen);
  CHECK(difference(e.alternatives[0], LevelKind::unassigned_must) == -3);
  CHECK(difference(e.alternatives[0], LevelKind::balance) == Approx(0.9));
  CHECK(e.alternatives[1].caseworker.value() == "middle");
  input.cases[0].required_skills = {"court"};
  const Explanation none = recommend(input, monday(), CaseId("A"));
  CHECK(none.alternatives.empty());
  CHECK(codes(none.why) == std::vector{ReasonCode::no_eligible_caseworker});
  CHECK(none.relaxation);
  input.cases[0] = held_case(a_case("A"), "free");
  const ErrorInfo stands = refused([&] { recommend(input, monday(), CaseId("A")); });
  CHECK(stands.column == "state");
  CHECK(stands.row == 0);
}

TEST_CASE("recommend: a case on hold is compared as if its holder did not carry it yet") {
  AllocationInput input;
  input.caseworkers = {a_worker("x"), a_worker("y")};
  input.cases = {a_case("A", 4)};
  input.cases[0].held_by = CaseworkerId("x");
  const Explanation e = recommend(input, monday(), CaseId("A"));
  REQUIRE(e.alternatives.size() == 2);
  CHECK(e.alternatives[0].caseworker.value() == "x");
  CHECK(e.alternatives[0].load_before == Rational(0));
  CHECK(e.alternatives[0].load_after == Rational(4));
}

TEST_CASE("audience: only the allocator sees absence, conflict, protection, words and other persons' loads") {
  AllocationInput input = office();
  input.cases[0].previous_caseworker = CaseworkerId("busy");
  input.cases.push_back(a_case("set"));
  input.cases.push_back(a_case("left"));
  input.cases.push_back(a_case("held"));
  input.overrides = {decision("set", OverrideKind::assign, "free"), decision("left", OverrideKind::leave_unassigned, "")};
  input.cases[3].held_by = CaseworkerId("busy");
  input.caseworkers[4].unit = UnitId("elsewhere");
  input.cases[0].unit = UnitId("here");
  for (Caseworker& w : input.caseworkers) {
    if (w.unit.empty()) w.unit = UnitId("here");
  }
  AllocationPolicy policy = monday();
  policy.cost_weight = 0;
  const Plan plan = allocate(input, policy);
  REQUIRE(who(plan, "A") == "free");
  const auto seen = [&](const char* id, Audience audience) { return explain(input, policy, plan, CaseId(id), "lead", audience); };

  const Explanation own = seen("A", Audience::caseworker);
  REQUIRE(own.alternatives.size() == 1);
  CHECK(own.alternatives[0].caseworker.value() == "free");
  CHECK(own.alternatives[0].load_after > Rational(0));
  CHECK(own.alternatives[0].cost == 0);
  CHECK(own.alternatives[0].differences.empty());
  CHECK(own.alternatives[0].reasons.empty());  // continuity names somebody else
  CHECK(own.excluded.empty());
  CHECK(codes(own.why) == std::vector{ReasonCode::chosen_by_rules});

  const Explanation colleague = seen("A", Audience::colleague);
  CHECK(colleague.alternatives.empty());
  CHECK(codes(excluded(colleague, "away").reasons) == std::vector{ReasonCode::not_available});
  CHECK(codes(excluded(colleague, "conflict").reasons) == std::vector{ReasonCode::not_available});
  CHECK(codes(excluded(colleague, "full").reasons) == std::vector{ReasonCode::other_unit});

  const Explanation file = seen("A", Audience::case_file);
  CHECK(file.alternatives.empty());
  CHECK(file.excluded.empty());
  CHECK(file.caseworker.value() == "free");
  for (const Audience audience : {Audience::caseworker, Audience::colleague, Audience::case_file}) {
    CHECK(codes(seen("set", audience).why) == std::vector{ReasonCode::decided_by_person});
    CHECK(codes(seen("left", audience).why) == std::vector{ReasonCode::left_by_person});
    CHECK(codes(seen("held", audience).why) == std::vector{ReasonCode::held_for_now});
    CHECK_FALSE(seen("held", audience).relaxation);
  }
}

TEST_CASE("audience: others read the same of whoever is barred, full, or free and not chosen") {
  AllocationInput open;
  open.caseworkers = {a_worker("x"), a_worker("y")};
  open.caseworkers[1].base_load = 2;
  open.cases = {a_case("A", 4)};
  AllocationInput barred = open;
  barred.exclusions = {{CaseId("A"), CaseworkerId("y")}};
  AllocationInput full = open;
  full.caseworkers[1].base_load = 1000;
  const auto view = [](const AllocationInput& input, Audience audience) {
    const Plan plan = allocate(input, monday());
    REQUIRE(who(plan, "A") == "x");
    return explain(input, monday(), plan, CaseId("A"), "lead", audience);
  };
  REQUIRE(codes(view(open, Audience::allocator).why) != codes(view(barred, Audience::allocator).why));
  for (const Audience audience : {Audience::caseworker, Audience::colleague, Audience::case_file}) {
    CHECK(to_json(view(open, audience)) == to_json(view(barred, audience)));
    CHECK(to_json(view(open, audience)) == to_json(view(full, audience)));
  }
  CHECK(codes(excluded(view(open, Audience::colleague), "y").reasons) == std::vector{ReasonCode::not_available});
}

TEST_CASE("audiences have names") {
  for (const Audience audience : {Audience::allocator, Audience::caseworker, Audience::colleague, Audience::case_file}) {
    CHECK(audience_from_string(to_string(audience)) == audience);
  }
  CHECK(to_string(Audience::case_file) == "case_file");
  CHECK_THROWS_AS(audience_from_string("everybody"), InvalidDataError);
}
