// Why cases with several roles are left over.
#include "evenload/allocation/causes.hpp"
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

TEST_CASE("pairs kept apart and roles tied to units are reasons of their own") {
  const auto told = [](const CauseSet& set) {
    std::vector<Reason> reasons;
    for (const Cause& cause : set.causes) reasons.push_back(cause.reason);
    return codes(reasons);
  };
  const auto newcomer = [](const WhyUnplaced& why) -> const Relief* {
    for (const Relief& relief : why.single) {
      if (relief.changes.front().kind == ReliefKind::new_caseworker) return &relief;
    }
    return nullptr;
  };
  AllocationInput input;
  input.cases = {a_case("C", 2)};
  SECTION("two who do not work together") {
    input.caseworkers = {a_worker("a"), a_worker("b")};
    input.cases[0].risk = true;
    input.worker_pairs = {{CaseworkerId("a"), CaseworkerId("b")}};
    const WhyUnplaced why = why_unplaced(input, monday(), nullptr, {CaseId("C")});
    REQUIRE(why.blocked.size() == 1);
    REQUIRE(why.blocked[0].sets.size() == 1);
    const CauseSet& set = why.blocked[0].sets[0];
    CHECK(set.proven);
    CHECK(why.blocked[0].all_sets);
    CHECK(told(set) ==
          std::vector<ReasonCode>{ReasonCode::cause_protected_rule, ReasonCode::two_workers_needed});
    CHECK(text(set.causes[0].reason, "rule") == "worker_pairs");
    // Nobody is asked to work with them all the same.
    for (const Relief& relief : why.single) CHECK(relief.changes.front().rule != Rule::worker_pairs);
    CHECK(newcomer(why) != nullptr);
    CausesOptions options;
    options.never = {"worker_pairs"};
    CHECK_THROWS_AS(why_unplaced(input, monday(), nullptr, {}, options), InvalidDataError);
  }
  SECTION("two roles in one unit that has one person") {
    AllocationPolicy policy = monday();
    Role child;
    child.name = "child";
    Role foster;
    foster.name = "foster";
    foster.any_unit = true;
    foster.needs_delegation = false;
    policy.roles = {child, foster};
    policy.second_role = "foster";
    policy.roles_of_type = {{"type", {"child", "foster"}, {}, {}, {}}};
    policy.roles_of_type[0].same_unit = {{"foster", "child"}};
    input.caseworkers = {a_worker("a"), a_worker("b")};
    input.caseworkers[0].unit = input.cases[0].unit = UnitId("A");
    input.caseworkers[1].unit = UnitId("B");
    const WhyUnplaced why = why_unplaced(input, policy, nullptr, {CaseId("C")});
    REQUIRE(why.blocked.size() == 1);
    CHECK(why.blocked[0].all_sets);
    REQUIRE(why.blocked[0].sets.size() == 1);
    const CauseSet& set = why.blocked[0].sets[0];
    CHECK(set.proven);
    CHECK(told(set) ==
          std::vector<ReasonCode>{ReasonCode::cause_rule, ReasonCode::two_workers_needed});
    CHECK(text(set.causes[0].reason, "rule") == "parallel_roles");
    const Relief* one_more = newcomer(why);
    REQUIRE(one_more != nullptr);
    CHECK(one_more->changes.front().unit == UnitId("A"));
  }
}
