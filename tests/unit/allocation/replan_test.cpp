// Around what was announced: only what must change does.
#include "evenload/allocation/replan.hpp"

#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using optimize::LevelKind;

namespace {

AllocationInput three_by_six() {
  AllocationInput input;
  input.caseworkers = {a_worker("Kim"), a_worker("Lo"), a_worker("Max")};
  for (const char* id : {"c1", "c2", "c3", "c4", "c5", "c6"}) input.cases.push_back(a_case(id, 3));
  return input;
}

const optimize::Level& level_of_kind(const Plan& plan, LevelKind kind) {
  for (const optimize::Level& one : plan.levels) {
    if (one.kind == kind) return one;
  }
  FAIL("no such level");
  return plan.levels.front();
}

}  // namespace

TEST_CASE("nothing changes where nothing must") {
  const AllocationInput input = three_by_six();
  const Plan announced = allocate(input, monday());
  const Replanned result = replan(announced, input, monday());
  CHECK(result.changes.empty());
  CHECK(level_of_kind(result.plan, LevelKind::changes).value == 0);
  CHECK(level_of_kind(result.plan, LevelKind::changes).proven);
  CHECK(result.plan.levels[1].kind == LevelKind::changes);
  for (const Assignment& one : announced.assignments) {
    CHECK(who(result.plan, one.case_id.value()) == one.caseworker.value());
    CHECK(assignment(result.plan, one.case_id.value()).state == AssignmentState::announced);
  }
}

TEST_CASE("an absence changes what its caseworker has, and no more, even where balance would like it") {
  AllocationInput input = three_by_six();
  const Plan announced = allocate(input, monday());
  input.caseworkers[0] = away(input.caseworkers[0], "2026-11-20", "2027-01-31");
  input.cases.push_back(a_case("urgent", 2));
  const Replanned result = replan(announced, input, monday());
  std::size_t of_kim = 0;
  for (const Assignment& one : announced.assignments) of_kim += one.caseworker.value() == "Kim" ? 1 : 0;
  REQUIRE(of_kim == 2);
  REQUIRE(result.changes.size() == 2);
  for (const PlanChange& change : result.changes) {
    CHECK(change.move.from.value() == "Kim");
    CHECK_FALSE(change.move.to.empty());
    CHECK(change.cause == ChangeCause::cannot_stay);
    CHECK(has(change.reasons, ReasonCode::absent));
  }
  CHECK(level_of_kind(result.plan, LevelKind::changes).value == 2);
  CHECK(level_of_kind(result.plan, LevelKind::changes).proven);
  CHECK_FALSE(who(result.plan, "urgent").empty());
}

TEST_CASE("a case of class must may push an announced one, with as few as possible") {
  AllocationInput input;
  input.caseworkers = {a_worker("Kim"), a_worker("Lo")};
  input.caseworkers[0].skills["court"] = std::nullopt;
  input.cases = {a_case("a", 5), a_case("b", 5), a_case("c", 5)};
  Plan announced = allocate(input, monday());
  for (Assignment& one : announced.assignments) {
    one.caseworker = CaseworkerId(one.case_id.value() == "c" ? "Lo" : "Kim");
  }
  input.cases.push_back(a_case("urgent", 7));
  input.cases.back().required_skills = {"court"};
  const Replanned result = replan(announced, input, monday());
  CHECK(who(result.plan, "urgent") == "Kim");
  REQUIRE(result.changes.size() == 1);
  CHECK(result.changes[0].cause == ChangeCause::makes_room);
  CHECK(result.changes[0].move.to.value() == "Lo");
  CHECK(level_of_kind(result.plan, LevelKind::changes).bound == 1);
  CHECK(level_of_kind(result.plan, LevelKind::changes).proven);
  // A case that is only due pushes nobody.
  input.cases.back().case_class = CaseClass::due;
  const Replanned due = replan(announced, input, monday());
  CHECK(due.changes.empty());
  CHECK(who(due.plan, "urgent").empty());
}

TEST_CASE("started cases stay, closed ones are told, and the input is right about who has what") {
  AllocationInput input = three_by_six();
  const Plan announced = allocate(input, monday());
  input.cases[0] = held_case(input.cases[0], "Max");
  input.cases[1] = held_case(input.cases[1], "Lo", AssignmentState::announced);
  input.cases.erase(input.cases.begin() + 5);
  const Replanned result = replan(announced, input, monday());
  CHECK(who(result.plan, "c1") == "Max");
  CHECK(assignment(result.plan, "c1").state == AssignmentState::started);
  CHECK(who(result.plan, "c2") == "Lo");
  REQUIRE(result.closed.size() == 1);
  CHECK(result.closed[0].value() == "c6");
  CHECK(result.changes.empty());
}

TEST_CASE("who left the table has nothing any more") {
  AllocationInput input = three_by_six();
  const Plan announced = allocate(input, monday());
  input.caseworkers.erase(input.caseworkers.begin());
  const Replanned result = replan(announced, input, monday());
  CHECK(result.changes.size() == 2);
  CHECK(result.plan.undistributed.empty());
}

TEST_CASE("a plan of another input is refused") {
  const Plan announced = allocate(three_by_six(), monday());
  AllocationInput other;
  other.caseworkers = {a_worker("Kim")};
  other.cases = {a_case("x")};
  const ErrorInfo info = refused([&] { replan(announced, other, monday()); });
  CHECK(info.code == ErrorCode::contradiction);
  CHECK(info.table == "plan.assignments");
}
