// Rules about caseworkers: authority, introduction, students, limits of a week, presence, ways.
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

using Codes = std::vector<ReasonCode>;

namespace {

/// One case and two caseworkers, of whom the second is what the test makes of them.
struct Two {
  AllocationInput input;
  AllocationPolicy policy = monday();
  Two() {
    input.cases.push_back(a_case("C"));
    input.caseworkers = {a_worker("fits"), a_worker("other")};
  }
  Case& c() { return input.cases[0]; }
  Caseworker& fits() { return input.caseworkers[0]; }
  Caseworker& other() { return input.caseworkers[1]; }
  Codes why_not_other(std::string_view role = "lead") const {
    return barriers(input, policy, "C", "other", role);
  }
  std::int64_t cost(const std::string& worker) const {
    const auto found = priced(input, policy, "C", worker);
    REQUIRE(found);
    return found->cost;
  }
  std::vector<Reason> reasons(const std::string& worker) const {
    return priced(input, policy, "C", worker).value().reasons;
  }
};

std::string sentence(const Reason& reason) { return Catalogue::built_in("en").sentence(reason); }

}  // namespace

TEST_CASE("delegation as a table: by committee, type and dates, and an expired one is said as such") {
  Two p;
  p.c().delegation_level = 2;
  p.c().start = day("2026-12-01");
  p.fits().delegation_level = 2;
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.input.delegations = {{CaseworkerId("other"), "", "", 2, day("2026-12-01"), day("2026-12-31")}};
  CHECK(p.why_not_other().empty());
  p.c().start = day("2027-01-01");
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_expired});
  const Reason over = why_not(p.input, p.policy, CaseId("C"), "lead", CaseworkerId("other"))[0];
  CHECK(sentence(over) == "The delegated authority at level 2 was valid until 2026-12-31.");
  p.c().start = day("2026-11-30");  // not yet
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.c().start = day("2026-12-31");
  p.input.delegations[0].type = "another type";
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.input.delegations[0].type = "type";
  CHECK(p.why_not_other().empty());

  p.input.units = {{UnitId("a"), "", "social", ""}, {UnitId("b"), "", "school", ""}};
  p.c().unit = p.fits().unit = p.other().unit = UnitId("a");
  p.input.delegations[0].committee = "school";
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.input.delegations[0].committee = "social";
  CHECK(p.why_not_other().empty());
  p.other().agency = true;  // delegation goes to employees
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.policy.rule(Rule::delegation).mode = RuleMode::off;
  CHECK(p.why_not_other().empty());
}

TEST_CASE("named_decider: agency staff lead where a named person decides, and has room") {
  Two p;
  p.c().delegation_level = 2;
  p.other().agency = true;
  p.other().delegation_level = 2;
  p.other().decider = CaseworkerId("head");  // outside the table
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.input.delegations = {{CaseworkerId("head"), "", "", 1, {}, {}}};
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.input.delegations[0].level = 2;
  CHECK(p.why_not_other().empty());
  CHECK(p.cost("other") == 3);
  CHECK(text(find(p.reasons("other"), ReasonCode::decided_by), "decider") == "head");
  CHECK(who(allocate(p.input, p.policy), "C") == "other");

  p.input.deciders = {{CaseworkerId("head"), 4, 5, 0, {}}};
  CHECK(who(allocate(p.input, p.policy), "C") == "other");
  p.input.deciders[0].week_decisions = 2;
  p.input.deciders[0].week_limit = 2;
  const Plan full = allocate(p.input, p.policy);
  CHECK(who(full, "C").empty());
  const Undistributed& left = left_over(full, "C");
  CHECK(left.reason.code == ReasonCode::no_room);
  REQUIRE(left.relaxation);
  CHECK(left.relaxation->reason.code == ReasonCode::decider_without_room);
  CHECK(sentence(left.relaxation->reason) == "head decides in the case and has no room for more decisions (2).");

  p.input.deciders.clear();
  p.policy.rule(Rule::named_decider).mode = RuleMode::off;
  CHECK(p.why_not_other() == Codes{ReasonCode::delegation_too_low});
  p.policy.rule(Rule::named_decider).mode = RuleMode::soft;
  // Not where the decider may not have the case either: a conflict of interest, or away.
  p.input.exclusions = {{CaseId("C"), CaseworkerId("head")}};
  CHECK(p.why_not_other() == Codes{ReasonCode::decider_not_available});
  CHECK(is_protected(ReasonCode::decider_not_available));
  p.input.exclusions.clear();
  p.input.delegations.clear();
  p.fits().delegation_level = 2;
  p.other().decider = CaseworkerId("fits");
  CHECK(p.why_not_other().empty());
  p.fits() = away(p.fits(), "2026-11-23", "2026-12-23");
  CHECK(p.why_not_other() == Codes{ReasonCode::decider_not_available});
}

TEST_CASE("a decider's room is one room for everybody whose decisions come there") {
  AllocationInput input;
  for (const char* id : {"A", "B", "C", "D"}) {
    Case c = a_case(id, 2);
    c.delegation_level = 1;
    input.cases.push_back(c);
  }
  for (const char* id : {"x", "y", "z"}) {
    Caseworker w = a_worker(id);
    w.decider = CaseworkerId("head");
    input.caseworkers.push_back(w);
  }
  input.caseworkers[2].base_load = 9;  // z has room for one, below a hard limit of 12.5
  input.delegations = {{CaseworkerId("head"), "", "", 1, {}, {}}};
  input.deciders = {{CaseworkerId("head"), 0, 2, 0, {}}};
  const Plan plan = allocate(input, monday());
  CHECK(plan.undistributed.size() == 2);
  CHECK(plan.outcome == Outcome::optimal);
  CHECK(load_of(plan, "x").new_cases == 1);  // the best way to share two decisions
  CHECK(load_of(plan, "y").new_cases == 1);
  CHECK(load_of(plan, "z").new_cases == 0);
  CHECK(plan.undistributed[0].reason.code == ReasonCode::displaced_by_others);
  const Explanation why = explain(input, monday(), plan, plan.undistributed[0].case_id);
  for (const ExcludedCaseworker& one : why.excluded) {
    CHECK(codes(one.reasons) == Codes{ReasonCode::decider_without_room});
  }
  for (const ExcludedCaseworker& one :
       explain(input, monday(), plan, plan.undistributed[0].case_id, "lead", Audience::colleague).excluded) {
    CHECK(codes(one.reasons) == Codes{ReasonCode::not_available});  // the room names a person
  }
  // Many who share, more than can be tried: still within the room, and honest about the bound.
  for (int i = 0; i < 12; ++i) {
    Case c = a_case("more" + std::to_string(i), 1);
    c.delegation_level = 1;
    input.cases.push_back(c);
    Caseworker w = a_worker("w" + std::to_string(i), 20);
    w.decider = CaseworkerId("head");
    input.caseworkers.push_back(w);
  }
  input.deciders[0].limit = 5;
  const Plan many = allocate(input, monday());
  CHECK(many.undistributed.size() == 11);
  for (const optimize::Level& level : many.levels) CHECK(level.bound <= level.value);
}

TEST_CASE("an introduction week by week: number, weight, categories, and a gentle rise") {
  Two p;
  for (const char* id : {"D", "E", "F"}) p.input.cases.push_back(a_case(id));
  ProtectionStep start;
  start.to_week = 4;
  start.new_cases = 1;
  start.protected_categories = {"violence"};
  ProtectionStep middle;
  middle.from_week = 4;
  middle.to_week = 52;
  middle.new_weight = Rational(2);
  middle.joint_only_categories = {"type"};
  ProtectionStep rise;
  rise.from_week = 52;
  rise.to_week = 60;
  rise.load_share = Rational(1, 10);
  rise.newcomer = false;
  p.policy.protection = {{"year", {start, middle, rise}}};
  p.input.caseworkers = {a_worker("other")};
  Caseworker& w = p.input.caseworkers[0];
  w.protection_class = "year";
  const auto refusal = refused([&] { allocate(p.input, p.policy); });
  CHECK(refusal.column == "introduced");

  const auto placed = [&](const char* introduced) {
    w.introduced = day(introduced);
    return load_of(allocate(p.input, p.policy), "other").new_cases;
  };
  CHECK(placed("2026-11-23") == 1);
  CHECK(placed("2026-10-27") == 1);  // 27 days: week 3
  CHECK(placed("2026-10-26") == 0);  // week 4: only together with a lead
  CHECK(barriers(p.input, p.policy, "C", "other") == Codes{ReasonCode::newcomer_joint_only});
  p.policy.protection[0].steps[1].joint_only_categories.clear();
  CHECK(placed("2026-10-26") == 2);
  CHECK(placed("2025-11-24") == 1);  // 52 weeks: a tenth of the capacity, in all
  CHECK(placed("2025-09-29") == 4);  // 60 weeks: over
  w.introduced = day("2026-11-23");
  p.c().categories = {"violence"};
  CHECK(barriers(p.input, p.policy, "C", "other") == Codes{ReasonCode::newcomer_category});
  // Steps of one's own take the place of the class's.
  ProtectionStep own;
  own.new_cases = 3;
  p.input.protection = {{CaseworkerId("other"), own}};
  CHECK(placed("2026-11-23") == 3);
  const Undistributed left = allocate(p.input, p.policy).undistributed[0];
  CHECK(left.relaxation->reason.code == ReasonCode::newcomer_limit_reached);
  CHECK(is_protected(left.relaxation->reason.code));
  p.input.protection.clear();
  w.protection_class = "unknown";
  CHECK(has(allocate(p.input, p.policy).notices, ReasonCode::introduction_without_schedule));
  CHECK(placed("2026-11-23") == 4);
}

TEST_CASE("two workers, one of them new: never the lead, with a share of their own") {
  Two p;
  p.c().weight = Rational(4);
  p.c().risk = true;
  p.other().protected_until = day("2027-01-01");
  CHECK(p.why_not_other() == Codes{ReasonCode::newcomer_not_lead});
  CHECK(is_protected(ReasonCode::newcomer_not_lead));
  CHECK(p.why_not_other("second").empty());
  Plan plan = allocate(p.input, p.policy);
  CHECK(who(plan, "C") == "fits");
  CHECK(assignment(plan, "C", "second").load == Rational(2));
  p.policy.newcomer_second_share = Rational(1, 4);
  plan = allocate(p.input, p.policy);
  CHECK(assignment(plan, "C", "second").load == Rational(1));
  CHECK(load_of(plan, "other").load_after == Rational(1));
  // The same where the role stands, and the usual share for whoever is no newcomer.
  p.input.assignments = {{CaseId("C"), "second", CaseworkerId("other")}};
  CHECK(load_of(allocate(p.input, p.policy), "other").load_before == Rational(1));
  p.input.assignments[0].caseworker = CaseworkerId("fits");
  CHECK(load_of(allocate(p.input, p.policy), "fits").load_before == Rational(2));
  p.input.assignments.clear();
  p.policy.rule(Rule::two_worker_lead).mode = RuleMode::off;
  CHECK(p.why_not_other().empty());
  p.policy.rule(Rule::two_worker_lead).mode = RuleMode::hard;
  p.c().risk = false;
  CHECK(p.why_not_other().empty());  // alone, the other rules about newcomers decide
}

TEST_CASE("a placement student is no second worker, and costs the supervisor capacity") {
  Two p;
  p.c().risk = true;
  p.other().student = true;
  CHECK(p.why_not_other("second") == Codes{ReasonCode::student_may_not});
  p.policy.roles[1].student_may = true;
  CHECK(p.why_not_other("second").empty());
  CHECK(p.why_not_other() == Codes{ReasonCode::student_may_not});
  CHECK(has(allocate(p.input, p.policy).notices, ReasonCode::student_without_supervisor));

  workload::ReductionClass placement;
  placement.name = "placement";
  placement.kind = workload::ReductionKind::fixed_hours;
  placement.amount = Rational(4);
  workload::CapacityRule rule;
  rule.bands = {{"all", 0, std::nullopt, Rational(40)}};
  rule.classes = {placement};
  p.policy.measurement.capacity = rule;
  p.fits().capacity.reset();
  p.fits().working_time.contracted_hours = Rational(40);
  p.other().supervisor = CaseworkerId("fits");
  CHECK(load_of(allocate(p.input, p.policy), "fits").capacity == Rational(40));
  p.policy.student_class = "placement";
  CHECK(load_of(allocate(p.input, p.policy), "fits").capacity == Rational(36));
  p.fits().working_time.reductions = {{"placement", {}, Rational(10), {}, {}}};  // told by hand
  CHECK(load_of(allocate(p.input, p.policy), "fits").capacity == Rational(30));
  p.policy.student_class = "unknown";
  CHECK(refused([&] { allocate(p.input, p.policy); }).column == "student_class");
}

TEST_CASE("limits of a week count what came this week already") {
  AllocationInput input;
  for (const char* id : {"A", "B", "C"}) input.cases.push_back(a_case(id));
  Case had = held_case(a_case("had"), "x");
  had.assigned = day("2026-11-23");
  input.cases.push_back(had);
  input.caseworkers = {a_worker("x")};
  AllocationPolicy policy = monday();
  policy.on = day("2026-11-25");
  policy.week_cases_limit = 3;
  const auto placed = [&] { return load_of(allocate(input, policy), "x").new_cases; };
  CHECK(placed() == 2);
  input.cases[3].assigned = day("2026-11-22");  // a Sunday: last week
  CHECK(placed() == 3);
  input.caseworkers[0].week_cases = 2;
  CHECK(placed() == 1);
  const Reason reason = allocate(input, policy).undistributed[0].relaxation->reason;
  CHECK(sentence(reason) == "Has received 2 this week and takes no more than 3.");
  input.caseworkers[0].week_cases_limit = 5;
  CHECK(placed() == 3);
  input.caseworkers[0].week_cases_limit.reset();
  policy.new_cases_limit = 0;  // the stricter of both
  CHECK(placed() == 0);
  policy.rule(Rule::new_case_limit).mode = RuleMode::off;
  CHECK(placed() == 3);

  CategoryLimit limit;
  limit.category = "type";
  limit.weight = Rational(5, 2);
  limit.period = LimitPeriod::week;
  input.limits = {limit};
  CHECK(placed() == 2);
  input.cases[3].assigned = day("2026-11-24");
  CHECK(placed() == 1);
  const Reason of_category = allocate(input, policy).undistributed[0].relaxation->reason;
  CHECK(sentence(of_category) == "Has received 1 this week of the category type and takes no more than 2.5.");
  limit.period = LimitPeriod::allocation;
  limit.cases = 1;
  limit.weight.reset();
  input.limits.push_back(limit);  // one of each period may stand
  CHECK(placed() == 1);
}

TEST_CASE("deadline_absence: away before the deadline or on the day of a visit") {
  Two p;
  p.c().deadline = moment("2026-12-11T12:00:00Z");  // a Friday
  p.other() = away(p.other(), "2026-12-09", "2026-12-20");
  CHECK(p.why_not_other().empty());
  p.policy.deadline_window_days = 3;
  CHECK(p.why_not_other() == Codes{ReasonCode::away_when_needed});
  const Reason reason = why_not(p.input, p.policy, CaseId("C"), "lead", CaseworkerId("other"))[0];
  CHECK(sentence(reason) == "Away from 2026-12-09 to 2026-12-20, when the case needs somebody (2026-12-11).");
  CHECK(is_protected(reason.code));
  p.policy.deadline_window_days = 4;  // there on Tuesday
  CHECK(p.why_not_other().empty());
  p.policy.presence_share = Rational(1, 2);
  CHECK(p.why_not_other() == Codes{ReasonCode::away_when_needed});
  p.other().working_time.absences[0].share = Rational(1, 2);  // 1 + 3 · 1/2 of 4 days
  CHECK(p.why_not_other().empty());
  p.policy.presence_share = Rational(2, 3);
  CHECK(p.why_not_other() == Codes{ReasonCode::away_when_needed});
  p.policy.rule(Rule::deadline_absence) = {RuleMode::soft, 4};
  CHECK(p.why_not_other().empty());
  CHECK(p.cost("other") == 8);  // a day and a half, rounded up
  CHECK(has(p.reasons("other"), ReasonCode::away_some_days));
  CHECK(who(allocate(p.input, p.policy), "C") == "fits");

  p.policy.rule(Rule::deadline_absence) = {RuleMode::hard, 0};
  p.policy.presence_share = 0;
  p.other().working_time.absences[0].share = Rational(1);
  p.c().deadline.reset();
  p.c().visits = {day("2026-11-01"), day("2026-12-07")};
  CHECK(p.why_not_other().empty());
  p.c().visits.push_back(day("2026-12-10"));
  CHECK(p.why_not_other() == Codes{ReasonCode::away_when_needed});
  p.policy.rule(Rule::deadline_absence).mode = RuleMode::off;
  CHECK(p.why_not_other().empty());
  // The share counts for the first days, too.
  p.c().visits.clear();
  p.other().working_time.absences = {{day("2026-11-23"), day("2026-11-27"), Rational(1, 2)}};
  CHECK(p.why_not_other().empty());
  p.policy.presence_share = Rational(3, 5);
  CHECK(p.why_not_other() == Codes{ReasonCode::absent});
}

TEST_CASE("travel: a price for the way, or too far") {
  Two p;
  p.c().place = "north";
  p.other().unit = UnitId("south office");
  p.input.travel = {{{}, UnitId("south office"), "north", Rational(45, 2)}};
  CHECK(p.cost("fits") == 0);
  CHECK(p.cost("other") == 23);
  CHECK(sentence(find(p.reasons("other"), ReasonCode::travel)) == "It is 22.5 to north (price 23).");
  p.input.travel.push_back({CaseworkerId("other"), {}, "north", Rational(4)});  // lives there
  CHECK(p.cost("other") == 4);
  p.policy.rule(Rule::travel) = {RuleMode::hard, 1};
  p.policy.travel_limit = Rational(4);
  CHECK(p.why_not_other().empty());
  CHECK(p.cost("other") == 0);
  p.policy.travel_limit = Rational(3);
  CHECK(p.why_not_other() == Codes{ReasonCode::too_far});
  p.policy.rule(Rule::travel).mode = RuleMode::off;
  CHECK(p.why_not_other().empty());
}

TEST_CASE("remote: presence on site on days of remote work") {
  Two p;
  p.other().remote_days = {1, 2};
  p.c().visits = {day("2026-11-30")};  // a Monday
  CHECK(p.why_not_other().empty());  // can be done remotely
  p.c().on_site = true;
  CHECK(p.why_not_other() == Codes{ReasonCode::works_remotely});
  p.policy.rule(Rule::remote) = {RuleMode::soft, 4};
  p.c().visits.push_back(day("2026-12-01"));
  CHECK(p.cost("other") == 8);
  p.policy.rule(Rule::remote).mode = RuleMode::hard;
  p.c().visits.clear();
  CHECK(p.why_not_other().empty());  // there on three of the first days
  p.other().remote_days = {1, 2, 3, 4, 5};
  CHECK(p.why_not_other() == Codes{ReasonCode::works_remotely});
  p.policy.rule(Rule::remote).mode = RuleMode::off;
  CHECK(p.why_not_other().empty());
}

TEST_CASE("specialisms: whoever is below the share they want to keep comes first") {
  Two p;
  p.c().categories = {"foster_home"};
  p.input.specialisms = {{CaseworkerId("fits"), "foster_home", Rational(1, 2)}};
  CHECK(p.cost("fits") == 0);
  CHECK(has(p.reasons("fits"), ReasonCode::specialism_kept));
  CHECK(p.cost("other") == 5);
  CHECK(has(p.reasons("other"), ReasonCode::specialism_elsewhere));
  p.input.cases.push_back(held_case(a_case("had", 3), "fits"));
  CHECK(p.cost("other") == 5);  // nothing of three points
  p.input.cases[1].categories = {"foster_home"};
  CHECK(p.cost("other") == 0);  // has enough of it
  CHECK(p.cost("fits") == 0);
  p.input.cases[1].categories.clear();
  p.policy.rule(Rule::specialisms).mode = RuleMode::off;
  CHECK(p.cost("other") == 0);
}

TEST_CASE("part-timers: fixed meeting hours do not shrink with the contract") {
  Two p;
  workload::CapacityRule rule;
  rule.bands = {{"all", 0, std::nullopt, Rational(40)}};
  p.policy.measurement.capacity = rule;
  for (Caseworker& w : p.input.caseworkers) {
    w.capacity.reset();
    w.working_time.contracted_hours = Rational(40);
    w.working_time.reductions = {{"meetings", workload::ReductionKind::fixed_hours, Rational(8), {}, {}}};
  }
  p.other().working_time.contracted_hours = Rational(20);
  const Plan plan = allocate(p.input, p.policy);
  CHECK(load_of(plan, "fits").capacity == Rational(32));
  CHECK(load_of(plan, "other").capacity == Rational(12));  // not 16
}
