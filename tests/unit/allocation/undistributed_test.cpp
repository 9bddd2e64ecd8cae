// The undistributed list: rank, reasons, cheapest relaxations; contradictory rules told apart from too many cases.
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

std::vector<std::string> order(const std::vector<Undistributed>& list) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < list.size(); ++i) {
    CHECK(list[i].rank == static_cast<std::int64_t>(i) + 1);
    ids.push_back(list[i].case_id.value());
  }
  return ids;
}

}  // namespace

TEST_CASE("the list is ranked by class, slack, waiting and id") {
  AllocationInput input;
  const auto add = [&](const char* id, CaseClass row_class, const char* deadline, const char* received) {
    Case c = a_case(id);
    c.case_class = row_class;
    if (*deadline != '\0') c.deadline = moment(deadline);
    if (*received != '\0') c.received = moment(received);
    input.cases.push_back(c);
  };
  add("g", CaseClass::may_wait, "2026-11-01T12:00:00Z", "");
  add("f", CaseClass::must, "", "");
  add("e", CaseClass::must, "", "2026-11-20T12:00:00Z");
  add("d", CaseClass::must, "", "2026-11-10T12:00:00Z");
  add("c", CaseClass::must, "2026-12-01T12:00:00Z", "2026-11-20T12:00:00Z");
  add("b", CaseClass::must, "2026-11-25T12:00:00Z", "");
  add("a", CaseClass::must, "", "");
  const std::vector<Undistributed> list = undistributed(input, monday());
  CHECK(order(list) == std::vector<std::string>{"b", "c", "d", "e", "a", "f", "g"});
  CHECK(list[0].slack_days == 2);
  CHECK_FALSE(list[0].waiting_days);
  CHECK(list[2].waiting_days == 13);
  CHECK(list[6].slack_days == -22);
}

TEST_CASE("too many cases: the first class has the room, others say who took it") {
  AllocationInput input;
  input.cases = {a_case("A", 10), a_case("B", 5)};
  input.cases[0].priority = 2;
  input.caseworkers = {a_worker("x"), a_worker("y")};
  input.caseworkers[1].hard_limit = Rational(4);
  const Plan plan = allocate(input, monday());
  CHECK(who(plan, "A") == "x");
  const Undistributed& left = left_over(plan, "B");
  CHECK(left.reason.code == ReasonCode::displaced_by_others);
  CHECK(left.load == Rational(5));
  REQUIRE(left.relaxation);
  CHECK(left.relaxation->caseworker.value() == "y");
  CHECK(left.relaxation->reason.code == ReasonCode::past_hard_limit);
  CHECK(left.relaxation->extra_load == Rational(1));
}

TEST_CASE("contradictory rules: the cheapest single rule with somebody who has room, never a conflict of interest") {
  AllocationInput input;
  input.cases = {a_case("A", 2)};
  input.cases[0].required_skills = {"court"};
  input.cases[0].delegation_level = 2;
  input.caseworkers = {a_worker("conflict"), a_worker("delegation"), a_worker("full"), a_worker("skill"), a_worker("two rules")};
  for (Caseworker& w : input.caseworkers) {
    w.delegation_level = 2;
    w.skills["court"] = std::nullopt;
  }
  input.exclusions = {{CaseId("A"), CaseworkerId("conflict")}};
  input.caseworkers[1].delegation_level = 1;
  input.caseworkers[2].skills.clear();
  input.caseworkers[2].base_load = 12;
  input.caseworkers[3].skills.clear();
  input.caseworkers[4].skills.clear();
  input.caseworkers[4].delegation_level = 0;
  const auto relaxation = [&] {
    const Plan plan = allocate(input, monday());
    CHECK(left_over(plan, "A").reason.code == ReasonCode::no_eligible_caseworker);
    return left_over(plan, "A").relaxation;
  };
  CHECK(relaxation()->caseworker.value() == "skill");
  CHECK(relaxation()->reason.code == ReasonCode::missing_skill);
  CHECK(relaxation()->extra_load == Rational(0));
  input.caseworkers.erase(input.caseworkers.begin() + 3);
  CHECK(relaxation()->caseworker.value() == "delegation");
  input.caseworkers.erase(input.caseworkers.begin() + 1);
  CHECK(relaxation()->caseworker.value() == "full");  // the rule, and room besides: said, too
  CHECK(relaxation()->extra_load == Rational(3, 2));
  input.caseworkers.erase(input.caseworkers.begin() + 1);
  CHECK_FALSE(relaxation());  // one has a conflict, the other two rules in the way
}

TEST_CASE("as things stand nothing is proposed: what could be placed says so") {
  AllocationInput input;
  input.cases = {a_case("A"), a_case("B"), a_case("C"), held_case(a_case("D"), "x")};
  input.cases[1].required_skills = {"court"};
  input.cases[2].held_by = CaseworkerId("x");
  input.caseworkers = {a_worker("x")};
  const std::vector<Undistributed> list = undistributed(input, monday());
  CHECK(order(list) == std::vector<std::string>{"A", "B", "C"});
  CHECK(list[0].reason.code == ReasonCode::awaiting_allocation);
  CHECK(list[1].reason.code == ReasonCode::no_eligible_caseworker);
  CHECK(list[2].reason.code == ReasonCode::held);
  input.cases[0].weight = Rational(40);
  CHECK(undistributed(input, monday())[0].reason.code == ReasonCode::no_room);
}

TEST_CASE("a case that nobody would miss is not blamed on room") {
  AllocationInput input;
  input.cases = {a_case("A")};
  input.cases[0].priority = 0;
  input.caseworkers = {a_worker("x")};
  input.cases[0].priority = 0;
  const Plan plan = allocate(input, monday());
  if (who(plan, "A").empty()) CHECK(left_over(plan, "A").reason.code == ReasonCode::awaiting_allocation);
  CHECK(plan.levels.front().value == 0);
}

TEST_CASE("three roles and two people: the roles that are short of people are named") {
  AllocationInput input;
  input.cases = {a_case("A")};
  input.caseworkers = {a_worker("x"), a_worker("y")};
  AllocationPolicy policy = monday();
  Role third;
  third.name = "third";
  policy.roles.push_back(third);
  input.cases[0].roles = {"lead", "second", "third"};
  const Plan plan = allocate(input, policy);
  REQUIRE(plan.undistributed.size() == 1);
  CHECK(plan.undistributed[0].reason.code == ReasonCode::two_workers_needed);
}
