// Every rule by itself: hard, soft, off.
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

using Codes = std::vector<ReasonCode>;

namespace {

/// One case, two caseworkers: "fits" meets every rule, "other" is what the test makes of it.
struct Pair {
  AllocationInput input;
  AllocationPolicy policy = monday();
  Pair() {
    input.cases.push_back(a_case("C"));
    input.caseworkers = {a_worker("fits"), a_worker("other")};
  }
  Case& c() { return input.cases[0]; }
  Caseworker& fits() { return input.caseworkers[0]; }
  Caseworker& other() { return input.caseworkers[1]; }
  void set(Rule rule, RuleMode mode, std::int64_t price = 7) { policy.rule(rule) = {mode, price}; }
  Codes barriers_of_other() const { return barriers(input, policy, "C", "other"); }
  Priced price_of(const std::string& worker) const {
    const auto found = priced(input, policy, "C", worker);
    REQUIRE(found);
    return *found;
  }
  /// Hard: exactly this code keeps the other away. Off: nothing does, at no price. Soft (where allowed): a price of 7 and this code.
  void check_switch(Rule rule, ReasonCode hard_code, std::optional<ReasonCode> soft_code = std::nullopt) {
    set(rule, RuleMode::hard);
    CHECK(barriers(input, policy, "C", "fits").empty());
    CHECK(barriers_of_other() == Codes{hard_code});
    CHECK(who(allocate(input, policy), "C") == "fits");
    if (allows(rule, RuleMode::off)) {
      set(rule, RuleMode::off);
      CHECK(barriers_of_other().empty());
      CHECK(price_of("other").cost == 0);
    }
    if (!soft_code) return;
    set(rule, RuleMode::soft);
    CHECK(barriers_of_other().empty());
    CHECK(price_of("fits").cost == 0);
    CHECK(price_of("other").cost == 7);
    CHECK(has(price_of("other").reasons, *soft_code));
    CHECK(who(allocate(input, policy), "C") == "fits");
  }
};

}  // namespace

TEST_CASE("unit_border: a case stays in its unit, the pool serves its own") {
  Pair p;
  p.c().unit = UnitId("children");
  p.fits().unit = UnitId("children");
  p.other().unit = UnitId("adults");
  p.check_switch(Rule::unit_border, ReasonCode::other_unit, ReasonCode::soft_other_unit);

  p.set(Rule::unit_border, RuleMode::hard);
  p.other().pool = true;
  CHECK(p.barriers_of_other().empty());  // no units named: serves all
  p.other().pool_units = {UnitId("support")};
  CHECK(p.barriers_of_other() == Codes{ReasonCode::other_unit});
  p.other().pool_units.push_back(UnitId("children"));
  CHECK(p.barriers_of_other().empty());
  p.c().unit = UnitId();
  p.other().pool = false;
  CHECK(p.barriers_of_other().empty());  // a case without a unit is for anyone
}

TEST_CASE("committee_border: secrecy binds the pool, too") {
  Pair p;
  p.policy.rule(Rule::unit_border).mode = RuleMode::off;
  p.input.units = {{UnitId("children"), "", "social", ""}, {UnitId("adults"), "", "social", ""}, {UnitId("school"), "", "education", ""}};
  p.c().unit = UnitId("children");
  p.fits().unit = UnitId("adults");
  p.other().unit = UnitId("school");
  p.check_switch(Rule::committee_border, ReasonCode::other_committee);

  p.set(Rule::committee_border, RuleMode::hard);
  p.other() = a_worker("other");
  p.other().pool = true;
  p.other().pool_units = {UnitId("children"), UnitId("adults")};
  CHECK(p.barriers_of_other().empty());  // inside one committee
  p.other().pool_units.push_back(UnitId("school"));
  CHECK(p.barriers_of_other() == Codes{ReasonCode::other_committee});
  p.input.units[2].committee = "social";
  CHECK(p.barriers_of_other().empty());
}

TEST_CASE("required_skills: asked of every role, with the day they expire") {
  Pair p;
  p.c().required_skills = {"court"};
  p.fits().skills["court"] = std::nullopt;
  p.check_switch(Rule::required_skills, ReasonCode::missing_skill, ReasonCode::soft_rule);

  p.set(Rule::required_skills, RuleMode::hard);
  p.other().skills["court"] = day("2026-11-22");
  CHECK(p.barriers_of_other() == Codes{ReasonCode::expired_skill});
  p.other().skills["court"] = day("2026-11-23");
  CHECK(p.barriers_of_other().empty());
  p.c().start = day("2026-11-24");  // what counts is the day the case begins
  CHECK(p.barriers_of_other() == Codes{ReasonCode::expired_skill});

  p.c().required_skills.clear();
  p.policy.roles[0].required_skills = {"foster_care"};
  CHECK(p.barriers_of_other() == Codes{ReasonCode::missing_skill});
}

TEST_CASE("preferred_skills: a price for each that is missing") {
  Pair p;
  p.c().preferred_skills = {"court"};
  p.fits().skills["court"] = std::nullopt;
  p.check_switch(Rule::preferred_skills, ReasonCode::missing_skill, ReasonCode::prefers_skill_missing);
  p.c().preferred_skills.push_back("sign language");
  CHECK(p.price_of("fits").cost == 7);
  CHECK(p.price_of("other").cost == 14);
}

TEST_CASE("delegation: asked of the lead, not of a role that decides nothing") {
  Pair p;
  p.c().delegation_level = 2;
  p.fits().delegation_level = 2;
  p.other().delegation_level = 1;
  p.check_switch(Rule::delegation, ReasonCode::delegation_too_low, ReasonCode::soft_rule);
  p.set(Rule::delegation, RuleMode::hard);
  p.c().roles = {"lead", "second"};
  CHECK(barriers(p.input, p.policy, "C", "other", "second").empty());
  p.policy.roles[1].needs_delegation = true;
  CHECK(barriers(p.input, p.policy, "C", "other", "second") == Codes{ReasonCode::delegation_too_low});
}

TEST_CASE("conflict_of_interest: always hard, and says nothing more") {
  Pair p;
  p.input.exclusions.push_back({CaseId("C"), CaseworkerId("other")});
  p.check_switch(Rule::conflict_of_interest, ReasonCode::conflict_of_interest);
  CHECK(why_not(p.input, p.policy, CaseId("C"), "lead", CaseworkerId("other")).front().parameters.empty());
  // An exclusion may outlive its case or caseworker: reported, not refused.
  p.input.exclusions.push_back({CaseId("closed long ago"), CaseworkerId("fits")});
  const Plan plan = allocate(p.input, p.policy);
  CHECK(text(find(plan.notices, ReasonCode::unknown_exclusion), "case") == "closed long ago");
}

TEST_CASE("absence: away for the whole of the first days, and no longer than the deadline allows") {
  Pair p;
  p.other() = away(p.other(), "2026-11-23", "2026-11-27");
  p.policy.rule(Rule::late_start).mode = RuleMode::off;
  p.check_switch(Rule::absence, ReasonCode::absent);
  p.set(Rule::absence, RuleMode::hard);
  p.policy.start_window_days = 6;  // back on the sixth working day
  CHECK(p.barriers_of_other().empty());
  p.c().deadline = moment("2026-11-27T12:00:00Z");
  CHECK(p.barriers_of_other() == Codes{ReasonCode::absent});
  p.c().deadline.reset();
  p.policy.holidays = {day("2026-11-30")};  // no working day, so it counts neither way
  CHECK(p.barriers_of_other().empty());
  p.policy.start_window_days = 5;
  CHECK(p.barriers_of_other() == Codes{ReasonCode::absent});
  p.other().working_time.absences[0].share = Rational(1, 2);  // half days leave the other half
  CHECK(p.barriers_of_other().empty());
}

TEST_CASE("newcomer_protection: categories, and the lead in joint-only ones, until its last day") {
  Pair p;
  p.c().categories = {"violence"};
  p.other().protected_until = day("2026-11-23");
  p.other().protected_categories = {"violence"};
  p.check_switch(Rule::newcomer_protection, ReasonCode::newcomer_category);
  p.set(Rule::newcomer_protection, RuleMode::hard);
  p.other().protected_until = day("2026-11-22");
  CHECK(p.barriers_of_other().empty());

  p.other().protected_until = day("2027-03-01");
  p.other().protected_categories.clear();
  p.other().joint_only_categories = {"type"};  // the case's type is one of its categories
  CHECK(p.barriers_of_other() == Codes{ReasonCode::newcomer_joint_only});
  p.c().roles = {"lead", "second"};
  CHECK(barriers(p.input, p.policy, "C", "other", "second").empty());
  p.policy.roles[1].protected_may = false;
  CHECK(barriers(p.input, p.policy, "C", "other", "second") == Codes{ReasonCode::newcomer_joint_only});
}

TEST_CASE("language: required, or an interpreter at a price and with the weight that takes") {
  Pair p;
  p.c().language = "so";
  p.fits().languages = {"so"};
  p.check_switch(Rule::language, ReasonCode::missing_language, ReasonCode::soft_rule);
  p.c().interpreter = true;
  for (const RuleMode mode : {RuleMode::hard, RuleMode::soft}) {
    p.set(Rule::language, mode);
    CHECK(p.barriers_of_other().empty());
    CHECK(p.price_of("other").cost == 7);
    CHECK(has(p.price_of("other").reasons, ReasonCode::interpreter_needed));
  }
  p.set(Rule::language, RuleMode::off);
  CHECK(p.price_of("other").cost == 0);
}

TEST_CASE("duty: for those on duty only") {
  Pair p;
  p.c().duty = true;
  p.fits().on_duty = true;
  p.check_switch(Rule::duty, ReasonCode::not_on_duty, ReasonCode::soft_rule);
}

TEST_CASE("reopening: back to the previous caseworker inside the window, hard, soft or off") {
  Pair p;
  p.policy.rule(Rule::continuity).mode = RuleMode::off;
  p.c().previous_caseworker = CaseworkerId("fits");
  p.c().closed = day("2026-06-01");
  p.check_switch(Rule::reopening, ReasonCode::not_previous_caseworker, ReasonCode::soft_rule);

  p.set(Rule::reopening, RuleMode::hard);
  p.c().closed = day("2026-05-23");  // six months to the day
  CHECK(p.barriers_of_other() == Codes{ReasonCode::not_previous_caseworker});
  p.c().closed = day("2026-05-22");
  CHECK(p.barriers_of_other().empty());
  p.c().received = moment("2026-11-20T10:00:00Z");  // what counts is the day it came back
  CHECK(p.barriers_of_other() == Codes{ReasonCode::not_previous_caseworker});
  p.fits().capacity = Rational(0);  // nobody to go back to
  CHECK(p.barriers_of_other().empty());
}

TEST_CASE("continuity: one caseworker per client, at a price or always") {
  Pair p;
  p.c().previous_caseworker = CaseworkerId("fits");
  p.check_switch(Rule::continuity, ReasonCode::not_previous_caseworker, ReasonCode::continuity_broken);
  p.set(Rule::continuity, RuleMode::soft);
  CHECK(has(p.price_of("fits").reasons, ReasonCode::continuity_kept));
  // Inside the window for reopening, its price takes the place of continuity's.
  p.c().closed = day("2026-11-01");
  p.set(Rule::reopening, RuleMode::soft, 30);
  CHECK(p.price_of("other").cost == 30);
}

TEST_CASE("family: the same holder, else the same unit at half the price") {
  Pair p;
  p.c().family_caseworker = CaseworkerId("fits");
  p.check_switch(Rule::family, ReasonCode::not_family_caseworker, ReasonCode::family_broken);
  p.set(Rule::family, RuleMode::soft, 15);
  p.fits().unit = UnitId("children");
  p.other().unit = UnitId("children");
  CHECK(p.price_of("other").cost == 8);
  CHECK(has(p.price_of("other").reasons, ReasonCode::same_unit_as_family));
  CHECK(has(p.price_of("fits").reasons, ReasonCode::family_kept));
}

TEST_CASE("wishes: what somebody wishes for costs others half of what it costs those who asked to be spared") {
  Pair p;
  p.c().categories = {"foster_home"};
  p.other().unwished_categories = {"foster_home"};
  p.set(Rule::wishes, RuleMode::soft, 6);
  CHECK(p.price_of("fits").cost == 0);  // nobody wishes for it
  CHECK(p.price_of("other").cost == 6);
  CHECK(has(p.price_of("other").reasons, ReasonCode::unwished));
  p.fits().wished_categories = {"foster_home"};
  p.input.caseworkers.push_back(a_worker("third"));
  CHECK(p.price_of("fits").cost == 0);
  CHECK(has(p.price_of("fits").reasons, ReasonCode::wished));
  CHECK(p.price_of("third").cost == 3);
  CHECK(who(allocate(p.input, p.policy), "C") == "fits");
  p.set(Rule::wishes, RuleMode::off);
  CHECK(p.price_of("other").cost == 0);
}

TEST_CASE("late_start: a price for every working day until the caseworker is first at work") {
  Pair p;
  p.other() = away(p.other(), "2026-11-20", "2026-11-25");
  p.set(Rule::late_start, RuleMode::soft, 2);
  CHECK(p.price_of("other").cost == 6);  // Monday to Wednesday
  CHECK(has(p.price_of("other").reasons, ReasonCode::late_start));
  p.policy.holidays = {day("2026-11-24")};
  CHECK(p.price_of("other").cost == 4);
  p.set(Rule::late_start, RuleMode::off);
  CHECK(p.price_of("other").cost == 0);
}

TEST_CASE("category_limits: by number and by weight, for one caseworker or for all") {
  AllocationInput input;
  for (const char* id : {"A", "B", "C", "D"}) input.cases.push_back(a_case(id));
  input.caseworkers = {a_worker("x"), a_worker("y")};
  AllocationPolicy policy = monday();
  CategoryLimit limit;
  limit.category = "type";
  limit.cases = 1;
  input.limits = {limit};
  CHECK(allocate(input, policy).undistributed.size() == 2);
  CHECK(allocate(input, policy).undistributed.front().reason.code == ReasonCode::displaced_by_others);
  CHECK(allocate(input, policy).undistributed.front().relaxation->reason.code == ReasonCode::category_limit_reached);
  input.limits.front().caseworker = CaseworkerId("x");
  input.limits.front().cases = std::nullopt;
  input.limits.front().weight = Rational(3, 2);
  const Plan plan = allocate(input, policy);
  CHECK(plan.undistributed.empty());
  CHECK(load_of(plan, "x").load_after == Rational(1));
  CHECK(load_of(plan, "y").load_after == Rational(3));
  policy.rule(Rule::category_limits).mode = RuleMode::off;
  CHECK(load_of(allocate(input, policy), "x").load_after == Rational(2));
}

TEST_CASE("new_case_limit: the caseworker's own number before the policy's") {
  AllocationInput input;
  for (const char* id : {"A", "B", "C", "D"}) input.cases.push_back(a_case(id));
  input.caseworkers = {a_worker("x"), a_worker("y")};
  input.caseworkers[1].new_cases_limit = 3;
  AllocationPolicy policy = monday();
  policy.new_cases_limit = 1;
  const Plan plan = allocate(input, policy);
  CHECK(load_of(plan, "x").new_cases == 1);
  CHECK(load_of(plan, "y").new_cases == 3);
  input.cases.push_back(a_case("E"));
  const Plan more = allocate(input, policy);
  REQUIRE(more.undistributed.size() == 1);
  CHECK(more.undistributed[0].relaxation->reason.code == ReasonCode::new_case_limit_reached);
  policy.rule(Rule::new_case_limit).mode = RuleMode::off;
  CHECK(allocate(input, policy).undistributed.empty());
}

TEST_CASE("risk_two_workers: threats or violence always take two people") {
  AllocationInput input;
  input.cases.push_back(a_case("C", 2));
  input.cases[0].risk = true;
  input.caseworkers = {a_worker("x"), a_worker("y")};
  AllocationPolicy policy = monday();
  const Plan plan = allocate(input, policy);
  REQUIRE(plan.assignments.size() == 2);
  CHECK(who(plan, "C") != who(plan, "C", "second"));
  CHECK(assignment(plan, "C", "second").load == Rational(1));  // half of the weight
  policy.rule(Rule::risk_two_workers).mode = RuleMode::off;
  CHECK(allocate(input, policy).assignments.size() == 1);
}
