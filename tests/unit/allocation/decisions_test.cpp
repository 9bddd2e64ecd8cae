// What is one decision, who decides, and what stands: two workers, linked cases, roles for one person, states, overrides, holds.
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

AllocationInput with_workers(std::initializer_list<const char*> ids) {
  AllocationInput input;
  for (const char* id : ids) input.caseworkers.push_back(a_worker(id));
  return input;
}

}  // namespace

TEST_CASE("two workers, one of them new: the lead is never protected, the newcomer carries the policy's share") {
  AllocationInput input = with_workers({"experienced", "new"});
  input.caseworkers[1].protected_until = day("2027-06-01");
  input.caseworkers[1].joint_only_categories = {"type"};
  input.cases.push_back(a_case("C", 4));
  input.cases[0].roles = {"lead", "second"};
  AllocationPolicy policy = monday();
  policy.roles[1].share = Rational(1, 4);
  const Plan plan = allocate(input, policy);
  CHECK(who(plan, "C") == "experienced");
  CHECK(who(plan, "C", "second") == "new");
  CHECK(load_of(plan, "new").load_after == Rational(1));
}

TEST_CASE("two workers and only one who may: the lead is placed, the other role says why not") {
  AllocationInput input = with_workers({"x"});
  input.cases.push_back(a_case("C"));
  input.cases[0].risk = true;
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "C") == "x");
  CHECK(left_over(plan, "C", "second").reason.code == ReasonCode::two_workers_needed);
  CHECK(text(left_over(plan, "C", "second").reason, "role") == "second");
}

TEST_CASE("a role besides the lead waits for the lead") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases.push_back(a_case("C", 4));
  input.cases[0].roles = {"lead", "second"};
  input.caseworkers[0].hard_limit = Rational(3);
  input.caseworkers[1].hard_limit = Rational(3);
  const Plan plan = allocate(input, monday());
  CHECK(plan.undistributed.size() == 2);
  CHECK(left_over(plan, "C").reason.code == ReasonCode::no_room);
  CHECK(left_over(plan, "C", "second").reason.code == ReasonCode::lead_not_placed);
  CHECK(left_over(plan, "C").relaxation->extra_load == Rational(1));
  CHECK_FALSE(left_over(plan, "C", "second").relaxation);
}

TEST_CASE("linked cases are one decision: weight, priority and class together") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases = {a_case("A", 2), a_case("B", 3), a_case("C", 4)};
  input.cases[0].link = input.cases[1].link = "siblings";
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A") == who(plan, "B"));
  CHECK(who(plan, "A") != who(plan, "C"));

  // One of them must be placed, so both are: the class of the decision is the most urgent.
  AllocationInput tight = with_workers({"x"});
  tight.cases = {a_case("A", 6), a_case("B", 6), a_case("C", 6)};
  tight.caseworkers[0].hard_limit = Rational(12);
  tight.cases[0].link = tight.cases[1].link = "siblings";
  tight.cases[0].case_class = CaseClass::may_wait;
  tight.cases[2].case_class = CaseClass::due;
  const Plan full = allocate(tight, monday());
  CHECK(who(full, "A") == "x");
  CHECK(who(full, "B") == "x");
  CHECK(who(full, "C").empty());
}

TEST_CASE("linked cases that share nobody are left over together, and say so") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases = {a_case("A"), a_case("B")};
  input.cases[0].link = input.cases[1].link = "siblings";
  input.cases[0].required_skills = {"court"};
  input.cases[1].required_skills = {"violence"};
  input.caseworkers[0].skills["court"] = std::nullopt;
  input.caseworkers[1].skills["violence"] = std::nullopt;
  const Plan plan = allocate(input, monday());
  CHECK(left_over(plan, "A").reason.code == ReasonCode::linked_cases_share_nobody);
  CHECK(text(left_over(plan, "B").reason, "link") == "siblings");
  REQUIRE(left_over(plan, "A").relaxation);
  CHECK(left_over(plan, "A").relaxation->caseworker.value() == "x");
  CHECK(left_over(plan, "A").relaxation->reason.code == ReasonCode::missing_skill);
  // Where even one of them finds nobody, that is the reason.
  input.cases[1].required_skills = {"nobody has this"};
  CHECK(left_over(allocate(input, monday()), "A").reason.code == ReasonCode::no_eligible_caseworker);
}

TEST_CASE("a case linked to one that stands goes to its holder; a full holder is an answer") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases = {held_case(a_case("A", 8), "x"), a_case("B", 2)};
  input.cases[0].link = input.cases[1].link = "siblings";
  CHECK(who(allocate(input, monday()), "B") == "x");
  CHECK(barriers(input, monday(), "B", "y") == std::vector{ReasonCode::belongs_with});
  input.cases[1].weight = Rational(6);
  const Plan plan = allocate(input, monday());
  CHECK(left_over(plan, "B").reason.code == ReasonCode::no_room);
  CHECK(left_over(plan, "B").relaxation->extra_load == Rational(3, 2));  // 14 against a limit of 12.5
}

TEST_CASE("roles for the same person are one decision; other roles go to other people") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases.push_back(a_case("C", 4));
  AllocationPolicy policy = monday();
  Role visits;
  visits.name = "visits";
  visits.share = Rational(1, 2);
  policy.roles.push_back(visits);
  policy.roles_of_type = {{"type", {"lead", "second", "visits"}, {{"lead", "visits"}}}};
  const Plan plan = allocate(input, policy);
  CHECK(who(plan, "C") == who(plan, "C", "visits"));
  CHECK(who(plan, "C") != who(plan, "C", "second"));
  CHECK(load_of(plan, who(plan, "C")).load_after == Rational(6));
  CHECK(load_of(plan, who(plan, "C")).new_cases == 1);
}

TEST_CASE("mid-week correction: what was announced or started stays unless released; proposals are free") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases = {held_case(a_case("A", 5), "x", AssignmentState::announced), held_case(a_case("B", 5), "x"),
                 held_case(a_case("C", 5), "x", AssignmentState::proposed)};
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A") == "x");
  CHECK(assignment(plan, "A").state == AssignmentState::announced);
  CHECK(assignment(plan, "B").state == AssignmentState::started);
  CHECK(who(plan, "C") == "y");
  CHECK(assignment(plan, "C").state == AssignmentState::proposed);
  CHECK(load_of(plan, "x").load_before == Rational(10));
  CHECK(load_of(plan, "y").load_before == Rational(0));

  input.cases[1].released = true;
  const Plan released = allocate(input, monday());
  CHECK(who(released, "A") == "x");
  CHECK(load_of(released, "x").load_before == Rational(10));
  // One of the two open cases goes to each, and continuity decides which: B was started, C only proposed.
  CHECK(who(released, "B") == "x");
  CHECK(who(released, "C") == "y");
}

TEST_CASE("a released case that stays keeps its state and is no new case") {
  AllocationInput input = with_workers({"x"});
  input.cases = {held_case(a_case("A", 5), "x")};
  input.cases[0].released = true;
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A") == "x");
  CHECK(assignment(plan, "A").state == AssignmentState::started);
  CHECK(assignment(plan, "A").cost == 0);
  CHECK(load_of(plan, "x").new_cases == 0);
}

TEST_CASE("standing assignments do not use up limits on new work") {
  AllocationInput input = with_workers({"x"});
  input.cases = {held_case(a_case("A"), "x"), a_case("B")};
  AllocationPolicy policy = monday();
  policy.new_cases_limit = 1;
  CHECK(who(allocate(input, policy), "B") == "x");
}

TEST_CASE("a placed child: parallel roles that stand come from the table of assignments") {
  AllocationInput input = with_workers({"child", "foster", "free"});
  input.cases = {held_case(a_case("C", 4), "child")};
  input.cases[0].roles = {"lead", "foster_care"};
  AllocationPolicy policy = monday();
  Role foster;
  foster.name = "foster_care";
  foster.share = Rational(1, 2);
  policy.roles.push_back(foster);
  const Plan open = allocate(input, policy);  // the second role is not there yet
  CHECK(who(open, "C", "foster_care") != "child");
  CHECK(barriers(input, policy, "C", "child", "foster_care") == std::vector{ReasonCode::role_needs_other_person});
  input.assignments = {{CaseId("C"), "foster_care", CaseworkerId("foster"), AssignmentState::started, false}};
  const Plan plan = allocate(input, policy);
  CHECK(who(plan, "C", "foster_care") == "foster");
  CHECK(load_of(plan, "foster").load_before == Rational(2));
  CHECK(plan.undistributed.empty());
}

TEST_CASE("transfer: a holder outside the tables keeps the case, loads nobody here, and is reported") {
  AllocationInput input = with_workers({"x"});
  input.cases = {held_case(a_case("A", 5), "elsewhere"), a_case("B")};
  input.cases[1].previous_caseworker = CaseworkerId("left last year");
  input.cases[1].family_caseworker = CaseworkerId("left, too");
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A") == "elsewhere");
  CHECK(assignment(plan, "A").state == AssignmentState::started);
  CHECK(load_of(plan, "x").load_before == Rational(0));
  CHECK(text(find(plan.notices, ReasonCode::unknown_current_caseworker), "caseworker") == "elsewhere");
  CHECK(text(find(plan.notices, ReasonCode::unknown_previous_caseworker), "caseworker") == "left last year");
  CHECK(text(find(plan.notices, ReasonCode::unknown_family_caseworker), "caseworker") == "left, too");
  CHECK(who(plan, "B") == "x");
  CHECK(assignment(plan, "B").cost == 0);  // nobody could have met those rules
}

TEST_CASE("someone leaves: released cases are shared out, with the price of broken continuity") {
  AllocationInput input = with_workers({"leaves", "x", "y"});
  input.caseworkers[0] = away(input.caseworkers[0], "2026-11-23", "2027-11-23");
  input.caseworkers[0].capacity = Rational(0);
  input.cases = {held_case(a_case("A", 3), "leaves"), held_case(a_case("B", 3), "leaves")};
  for (Case& c : input.cases) c.released = true;
  const Plan plan = allocate(input, monday());
  CHECK(plan.undistributed.empty());
  CHECK(who(plan, "A") != who(plan, "B"));
  CHECK(load_of(plan, "leaves").load_before == Rational(6));
  CHECK(load_of(plan, "leaves").load_after == Rational(0));
  CHECK_FALSE(load_of(plan, "leaves").ratio_before);
  CHECK(assignment(plan, "A").cost == 10);
}

TEST_CASE("manager or intake holds a case: it loads the holder, stays on the list, and comes back at its date") {
  AllocationInput input = with_workers({"manager", "x"});
  input.cases = {a_case("A", 4)};
  input.cases[0].held_by = CaseworkerId("manager");
  input.cases[0].held_until = day("2026-11-23");
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A").empty());
  CHECK(left_over(plan, "A").reason.code == ReasonCode::held);
  CHECK(left_over(plan, "A").held_by.value() == "manager");
  CHECK(left_over(plan, "A").held_until == day("2026-11-23"));
  CHECK(load_of(plan, "manager").load_before == Rational(4));
  CHECK(load_of(plan, "manager").load_after == Rational(4));
  CHECK(plan.levels.front().value == 1);  // it is left over, whoever holds it

  input.cases[0].held_until = day("2026-11-22");
  const Plan expired = allocate(input, monday());
  CHECK_FALSE(who(expired, "A").empty());
  CHECK(has(expired.notices, ReasonCode::hold_expired));
  CHECK(load_of(expired, "manager").load_before == Rational(4));

  input.cases[0].held_until.reset();
  input.cases[0].held_by = CaseworkerId("nobody in the tables");
  CHECK(left_over(allocate(input, monday()), "A").reason.code == ReasonCode::held);
}

TEST_CASE("override: an assignment stands against every rule and limit, and that is said") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases = {a_case("A", 20), a_case("B", 1)};
  input.cases[0].required_skills = {"court"};
  input.exclusions = {{CaseId("A"), CaseworkerId("x")}};
  input.overrides = {decision("A", OverrideKind::assign, "x")};
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A") == "x");
  CHECK(assignment(plan, "A").overridden);
  CHECK(assignment(plan, "A").state == AssignmentState::proposed);
  CHECK(who(plan, "B") == "y");  // x is past the limit now
  std::vector<std::string> rules;
  for (const Reason& notice : plan.notices) {
    if (notice.code == ReasonCode::override_against_rule) rules.push_back(text(notice, "rule"));
  }
  CHECK(rules == std::vector<std::string>{"conflict_of_interest", "required_skills"});
  CHECK(text(find(plan.notices, ReasonCode::fixed_past_hard_limit), "caseworker") == "x");
  CHECK(plan.audit.overrides.size() == 1);
  CHECK(plan.audit.overrides[0].reason == "agreed in the meeting");
}

TEST_CASE("override: forbid, leave, and move what stands") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases = {a_case("A"), a_case("B"), held_case(a_case("C"), "x"), held_case(a_case("D"), "x")};
  input.overrides = {decision("A", OverrideKind::forbid, "y"), decision("B", OverrideKind::leave_unassigned, ""),
                     decision("C", OverrideKind::assign, "y"), decision("D", OverrideKind::forbid, "x")};
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A") == "x");
  CHECK(barriers(input, monday(), "A", "y") == std::vector{ReasonCode::forbidden_by_override});
  CHECK(left_over(plan, "B").reason.code == ReasonCode::left_by_override);
  CHECK(assignment(plan, "B").overridden);
  CHECK(who(plan, "C") == "y");
  CHECK(who(plan, "D") == "y");
  CHECK_FALSE(assignment(plan, "D").overridden);
}

TEST_CASE("override: decisions that contradict each other are refused, naming the row") {
  AllocationInput input = with_workers({"x", "y"});
  input.cases = {a_case("A"), a_case("B")};
  input.cases[0].roles = {"lead", "second"};
  const auto refuse = [&](std::vector<Override> overrides) {
    input.overrides = std::move(overrides);
    const ErrorInfo info = refused([&] { allocate(input, monday()); });
    CHECK(info.table == "overrides");
    CHECK(info.row == 1);
    CHECK(info.code == ErrorCode::contradiction);
    return info.column;
  };
  CHECK(refuse({decision("A", OverrideKind::assign, "x"), decision("A", OverrideKind::assign, "y")}) == "kind");
  CHECK(refuse({decision("A", OverrideKind::assign, "x"), decision("A", OverrideKind::forbid, "x")}) == "kind");
  CHECK(refuse({decision("A", OverrideKind::forbid, "x"), decision("A", OverrideKind::assign, "x")}) == "kind");
  CHECK(refuse({decision("A", OverrideKind::assign, "x"), decision("A", OverrideKind::leave_unassigned, "")}) == "kind");
  CHECK(refuse({decision("A", OverrideKind::leave_unassigned, ""), decision("A", OverrideKind::assign, "x")}) == "kind");
  CHECK(refuse({decision("A", OverrideKind::assign, "x"), decision("A", OverrideKind::assign, "x", "second")}) == "caseworker");
  input.cases[0].roles.clear();
  input.cases[0].link = input.cases[1].link = "siblings";
  CHECK(refuse({decision("A", OverrideKind::assign, "x"), decision("B", OverrideKind::assign, "y")}) == "caseworker");
  // Saying the same twice is no contradiction.
  input.overrides = {decision("A", OverrideKind::assign, "x"), decision("A", OverrideKind::assign, "x")};
  CHECK(who(allocate(input, monday()), "B") == "x");
}
