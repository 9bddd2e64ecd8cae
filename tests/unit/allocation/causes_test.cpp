// Why cases are left over: sets of reasons, who competes, what would help, and what is refused.
#include "evenload/allocation/causes.hpp"

#include <array>
#include <limits>
#include <map>

#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

Caseworker in_unit(Caseworker worker, const std::string& unit) {
  worker.unit = UnitId(unit);
  return worker;
}

Case of_unit(Case c, const std::string& unit) {
  c.unit = UnitId(unit);
  return c;
}

/// Codes of a set's reasons, checked against their documented parameters.
std::vector<ReasonCode> codes_of(const CauseSet& set) {
  std::vector<Reason> reasons;
  for (const Cause& cause : set.causes) reasons.push_back(cause.reason);
  return codes(reasons);
}

const Cause& cause_with(const CauseSet& set, ReasonCode code) {
  for (const Cause& cause : set.causes) {
    if (cause.reason.code == code) return cause;
  }
  FAIL("no such reason");
  return set.causes.front();
}

std::string sentence(const Reason& reason, const char* language = "en") {
  return Catalogue::built_in(language).sentence(reason);
}

const Relief* with(const std::vector<Relief>& reliefs, ReliefKind kind) {
  for (const Relief& relief : reliefs) {
    for (const ReliefChange& change : relief.changes) {
      if (change.kind == kind) return &relief;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("nobody in the unit has the delegation, and the border keeps the others out") {
  AllocationInput input;
  for (const char* id : {"c1", "c2", "c3"}) {
    Case c = of_unit(a_case(id, 2), "A");
    c.delegation_level = 2;
    input.cases.push_back(c);
  }
  Caseworker chief = in_unit(a_worker("b1"), "B");
  chief.delegation_level = 2;
  input.caseworkers = {in_unit(a_worker("a1"), "A"), in_unit(a_worker("a2"), "A"), chief};
  const WhyUnplaced why = why_unplaced(input, monday());

  REQUIRE(why.blocked.size() == 3);  // nobody competes: each for itself
  const BlockedCases& first = why.blocked.front();
  CHECK(first.cases == std::vector<CaseRole>{{CaseId("c1"), "lead"}});
  CHECK(first.left_over == first.cases);
  CHECK(first.all_sets);
  CHECK(first.missing == StopReason::done);
  REQUIRE(first.sets.size() == 1);
  const CauseSet& set = first.sets.front();
  CHECK(set.proven);
  CHECK(codes_of(set) == std::vector<ReasonCode>{ReasonCode::cause_rule, ReasonCode::cause_rule});
  const Cause& delegation = set.causes[0];
  CHECK(text(delegation.reason, "rule") == "delegation");
  CHECK(text(delegation.reason, "detail") == "2");
  CHECK(delegation.unit == UnitId("A"));
  CHECK(delegation.people == 2);
  CHECK(delegation.caseworkers ==
        std::vector<CaseworkerId>{CaseworkerId("a1"), CaseworkerId("a2")});
  CHECK(delegation.needed);
  CHECK(text(set.causes[1].reason, "rule") == "unit_border");
  CHECK(set.causes[1].unit == UnitId("B"));
  CHECK(sentence(delegation.reason) ==
        "The rule \"The caseworker has the delegated authority that the case needs\" (asked for: "
        "2) keeps 2 of the "
        "caseworkers out in unit A.");
  CHECK_FALSE(sentence(delegation.reason, "sv").empty());

  // One more with delegation level 2 in unit A would place three; so would an open border, and that
  // costs less.
  const Relief* one_more = with(why.single, ReliefKind::new_caseworker);
  REQUIRE(one_more != nullptr);
  CHECK(one_more->placed.size() == 3);
  CHECK(one_more->gain == std::array<std::int64_t, 3>{3, 0, 0});
  CHECK(one_more->changes.front().delegation_level == 2);
  CHECK(one_more->changes.front().unit == UnitId("A"));
  CHECK(one_more->placed.front().caseworker == CaseworkerId("new"));
  CHECK(one_more->proven);
  CHECK(sentence(one_more->changes.front().reason) ==
        "One more caseworker in unit A, with delegated authority at level 2 (room for 10).");
  const Relief* border = with(why.single, ReliefKind::border_opened);
  REQUIRE(border != nullptr);
  CHECK(border->placed.size() == 3);
  CHECK(border->changes.front().unit == UnitId("B"));
  CHECK(border->changes.front().case_unit == UnitId("A"));
  const Relief* authority = with(why.single, ReliefKind::rule_for_caseworker);
  REQUIRE(authority != nullptr);
  CHECK(authority->placed.size() == 3);
  CHECK(why.single.front().cost / why.single.front().worth <= border->cost / border->worth);
  CHECK(why.all_examined);
  CHECK(why.most_worth == Rational(300));
  for (const Relief& relief : why.single) CHECK(relief.worth <= why.most_worth);
}

TEST_CASE("cases that compete for the same people are told together, with their limits") {
  AllocationInput input;
  for (const char* id : {"c1", "c2", "c3"}) input.cases.push_back(of_unit(a_case(id, 5), "A"));
  input.caseworkers = {in_unit(a_worker("a1", 8), "A"), in_unit(a_worker("b1", 100), "B")};
  const WhyUnplaced why = why_unplaced(input, monday());  // the hard limit is 10: two of three

  REQUIRE(why.blocked.size() == 1);
  const BlockedCases& blocked = why.blocked.front();
  CHECK(blocked.cases.size() == 3);
  CHECK(blocked.left_over.size() == 1);
  CHECK(blocked.caseworkers == std::vector<CaseworkerId>{CaseworkerId("a1")});
  CHECK(blocked.load == Rational(15));
  CHECK(blocked.room == Rational(10));
  CHECK(blocked.proof == optimize::BlockingProof::min_cut);
  CHECK(blocked.minimal);
  REQUIRE(blocked.sets.size() == 1);
  CHECK(blocked.sets.front().proven);
  const Cause& limits = cause_with(blocked.sets.front(), ReasonCode::cause_hard_limits);
  CHECK(limits.unit == UnitId("A"));
  CHECK(limits.caseworkers == std::vector<CaseworkerId>{CaseworkerId("a1")});
  CHECK(cause_with(blocked.sets.front(), ReasonCode::cause_rule).unit == UnitId("B"));

  const Relief* raise = with(why.single, ReliefKind::hard_limit_raised);
  REQUIRE(raise != nullptr);
  CHECK(raise->changes.front().by == Rational(5));
  CHECK(raise->cost == Rational(10));
  CHECK(sentence(raise->changes.front().reason) == "Raise the hard limit on workload of a1 by 5.");
  CHECK(raise->placed.size() == 1);
  CHECK(raise->lost.empty());
}

TEST_CASE("what can wait is kept out by capacities, not by hard limits") {
  AllocationInput input;
  Case waits = a_case("c1", 3);
  waits.case_class = CaseClass::may_wait;
  input.cases = {waits};
  Caseworker full = a_worker("w1", 10);
  full.base_load = 8;
  input.caseworkers = {full};
  const WhyUnplaced why = why_unplaced(input, monday());
  REQUIRE(why.blocked.size() == 1);
  CHECK(why.blocked.front().within_capacity);
  REQUIRE(why.blocked.front().sets.size() == 1);
  CHECK(codes_of(why.blocked.front().sets.front()) ==
        std::vector<ReasonCode>{ReasonCode::cause_capacities});
  const Relief* more = with(why.single, ReliefKind::capacity_raised);
  REQUIRE(more != nullptr);
  CHECK(more->changes.front().by == Rational(1));
  CHECK(more->gain == std::array<std::int64_t, 3>{0, 0, 1});
  CHECK(more->worth == Rational(1));
  CHECK(with(why.single, ReliefKind::hard_limit_raised) == nullptr);
}

TEST_CASE("several sets of reasons are found where there are several, and no more") {
  AllocationInput input;
  Case c = a_case("c1");
  c.required_skills = {"court"};
  c.language = "sv";
  input.cases = {c};
  input.caseworkers = {a_worker("w1")};
  const WhyUnplaced why = why_unplaced(input, monday());
  REQUIRE(why.blocked.size() == 1);
  CHECK(why.blocked.front().sets.size() == 2);
  CHECK(why.blocked.front().all_sets);
  for (const CauseSet& set : why.blocked.front().sets) {
    CHECK(set.proven);
    CHECK(set.causes.size() == 1);
  }
  // No single rule would do; two together would.
  CHECK(with(why.single, ReliefKind::rule_for_case) == nullptr);
  CHECK(with(why.single, ReliefKind::new_caseworker) != nullptr);
  CHECK(why.most_worth == Rational(100));
}

TEST_CASE("two changes together place what neither does") {
  AllocationInput input;
  Case c = a_case("c1");
  c.required_skills = {"court"};
  c.language = "sv";
  input.cases = {c};
  input.caseworkers = {a_worker("w1")};
  CausesOptions options;
  options.never = {"new_caseworker"};
  const WhyUnplaced why = why_unplaced(input, monday(), nullptr, {}, options);
  CHECK(why.single.empty());
  REQUIRE(why.combined.size() == 1);
  const Relief& both = why.combined.front();
  CHECK(both.changes.size() == 2);
  CHECK(both.placed.size() == 1);
  CHECK(both.cost == Rational(6));  // an interpreter for 2, a skill not asked for 4
  CHECK(why.combined_proven);
  options.most_changes = 1;
  CHECK(why_unplaced(input, monday(), nullptr, {}, options).combined.empty());
}

TEST_CASE(
    "links, roles, conflicts and decisions are reasons; no change goes against a conflict or a "
    "decision") {
  AllocationInput input;
  SECTION("linked cases of two units") {
    Case a = of_unit(a_case("c1"), "A");
    Case b = of_unit(a_case("c2"), "B");
    a.link = b.link = "siblings";
    input.cases = {a, b};
    input.caseworkers = {in_unit(a_worker("a1"), "A"), in_unit(a_worker("b1"), "B")};
    const WhyUnplaced why = why_unplaced(input, monday());
    REQUIRE(why.blocked.size() == 1);
    CHECK(why.blocked.front().cases.size() == 2);
    REQUIRE_FALSE(why.blocked.front().sets.empty());
    const CauseSet& set = why.blocked.front().sets.front();
    CHECK(set.proven);
    CHECK(text(cause_with(set, ReasonCode::linked_cases_share_nobody).reason, "link") ==
          "siblings");
    const Relief* border = with(why.single, ReliefKind::border_opened);
    REQUIRE(border != nullptr);
    CHECK(border->placed.size() == 2);
  }
  SECTION("two roles, one person") {
    Case c = a_case("c1");
    c.risk = true;
    input.cases = {c};
    input.caseworkers = {a_worker("w1")};
    const WhyUnplaced why = why_unplaced(input, monday());
    REQUIRE(why.blocked.size() == 1);
    REQUIRE(why.blocked.front().sets.size() == 1);
    CHECK(codes_of(why.blocked.front().sets.front()) ==
          std::vector<ReasonCode>{ReasonCode::two_workers_needed});
    CHECK(why.blocked.front().sets.front().proven);
    CHECK(with(why.single, ReliefKind::new_caseworker) != nullptr);
  }
  SECTION("conflict of interest") {
    input.cases = {a_case("c1")};
    input.caseworkers = {a_worker("w1")};
    input.exclusions = {{CaseId("c1"), CaseworkerId("w1")}};
    const WhyUnplaced why = why_unplaced(input, monday());
    REQUIRE(why.blocked.size() == 1);
    REQUIRE(why.blocked.front().sets.size() == 1);
    const Cause& cause =
        cause_with(why.blocked.front().sets.front(), ReasonCode::cause_protected_rule);
    CHECK(is_protected(cause.reason.code));
    CHECK(text(cause.reason, "rule") == "conflict_of_interest");
    REQUIRE(why.single.size() == 1);
    CHECK(why.single.front().changes.front().kind == ReliefKind::new_caseworker);
    for (const Audience audience :
         {Audience::caseworker, Audience::colleague, Audience::case_file}) {
      const WhyUnplaced seen = seen_by(audience, why);
      CHECK(seen.single.empty());
      CHECK(seen.candidates == 0);
      REQUIRE(seen.blocked.size() == 1);
      CHECK(seen.blocked.front().caseworkers.empty());
      CHECK(seen.blocked.front().sets.empty());
    }
  }
  SECTION("a person's decision") {
    input.cases = {a_case("c1")};
    input.caseworkers = {a_worker("w1")};
    input.overrides = {decision("c1", OverrideKind::leave_unassigned, "")};
    const WhyUnplaced why = why_unplaced(input, monday());
    REQUIRE(why.blocked.size() == 1);
    REQUIRE(why.blocked.front().sets.size() == 1);
    CHECK(codes_of(why.blocked.front().sets.front()) ==
          std::vector<ReasonCode>{ReasonCode::left_by_override});
    CHECK(why.blocked.front().sets.front().proven);
    CHECK(why.single.empty());
    CHECK(why.most_worth == Rational(0));
  }
  SECTION("nobody at all") {
    input.cases = {a_case("c1")};
    const WhyUnplaced why = why_unplaced(input, monday());
    REQUIRE(why.blocked.size() == 1);
    REQUIRE(why.blocked.front().sets.size() == 1);
    CHECK(codes_of(why.blocked.front().sets.front()) ==
          std::vector<ReasonCode>{ReasonCode::no_eligible_caseworker});
    CHECK(why.blocked.front().sets.front().proven);
  }
}

TEST_CASE("what others read does not change with a hidden reason") {
  AllocationInput input;
  Case c = of_unit(a_case("c1"), "A");
  c.required_skills = {"court"};
  input.cases = {c};
  input.caseworkers = {in_unit(a_worker("a1"), "A")};
  AllocationInput hidden = input;
  hidden.caseworkers[0] = away(hidden.caseworkers[0], "2026-11-20", "2027-01-20");
  const WhyUnplaced open = why_unplaced(input, monday());
  const WhyUnplaced more = why_unplaced(hidden, monday());
  CHECK(open.blocked.front().sets.size() == 1);
  CHECK(more.blocked.front().sets.size() == 2);
  for (const Audience audience : {Audience::caseworker, Audience::colleague, Audience::case_file}) {
    CHECK(to_json(seen_by(audience, open)) == to_json(seen_by(audience, more)));
    CHECK(seen_by(audience, more).blocked.front().left_over == more.blocked.front().left_over);
  }
}

TEST_CASE("cases that are named are asked about together, whatever the plan does with them") {
  AllocationInput input;
  for (const char* id : {"c1", "c2", "c3"}) input.cases.push_back(a_case(id, 5));
  input.caseworkers = {a_worker("w1", 8)};
  const Plan plan = allocate(input, monday());
  const WhyUnplaced two = why_unplaced(input, monday(), &plan, {CaseId("c1"), CaseId("c2")});
  for (const BlockedCases& blocked : two.blocked)
    CHECK(blocked.cases.size() == 3);  // only with the third one
  const WhyUnplaced all =
      why_unplaced(input, monday(), &plan, {CaseId("c3"), CaseId("c1"), CaseId("c2")});
  REQUIRE(all.blocked.size() == 1);
  CHECK(all.blocked.front().cases.size() == 3);
  CHECK(all.blocked.front().sets.front().proven);
  CHECK(all.blocked.front().load == Rational(15));
  CHECK(all.blocked.front().room == Rational(10));
}

TEST_CASE("where everything is placed there is nothing to say") {
  AllocationInput input;
  CHECK(why_unplaced(input, monday()).blocked.empty());
  input.cases = {a_case("c1")};
  input.caseworkers = {a_worker("w1")};
  const WhyUnplaced why = why_unplaced(input, monday());
  CHECK(why.blocked.empty());
  CHECK(why.single.empty());
  CHECK(why.all_examined);
}

TEST_CASE("a short work limit says what is missing") {
  AllocationInput input;
  for (int i = 0; i < 12; ++i) input.cases.push_back(a_case("c" + std::to_string(i), 3 + i % 5));
  for (int j = 0; j < 4; ++j) input.caseworkers.push_back(a_worker("w" + std::to_string(j), 6 + j));
  const Plan plan = allocate(input, monday());
  REQUIRE_FALSE(plan.undistributed.empty());
  CausesOptions options;
  options.solve.work_limit = 1;
  const WhyUnplaced why = why_unplaced(input, monday(), &plan, {}, options);
  CHECK(why.stop == StopReason::work);
  CHECK_FALSE(why.all_examined);
  CHECK(why.single.empty());
  for (const BlockedCases& blocked : why.blocked) {
    CHECK(blocked.missing == StopReason::work);
    CHECK_FALSE(blocked.all_sets);
  }
}

TEST_CASE("costs can be set, and changes ruled out") {
  AllocationInput input;
  input.cases = {of_unit(a_case("c1"), "A")};
  input.caseworkers = {in_unit(a_worker("b1"), "B")};
  CausesOptions options;
  options.costs["border"] = Rational(1, 2);
  options.never = {"new_caseworker", "unit_border"};
  const WhyUnplaced why = why_unplaced(input, monday(), nullptr, {}, options);
  REQUIRE(why.single.size() == 1);
  CHECK(why.single.front().changes.front().kind == ReliefKind::border_opened);
  CHECK(why.single.front().cost == Rational(1, 2));
}

TEST_CASE("bad questions about causes are refused") {
  AllocationInput input;
  input.cases = {a_case("c1")};
  input.caseworkers = {a_worker("w1")};
  const auto asked = [&](auto change) {
    CausesOptions options;
    change(options);
    return refused([&] { why_unplaced(input, monday(), nullptr, {}, options); });
  };
  ErrorInfo info = asked([](CausesOptions& o) { o.most_sets = 0; });
  CHECK(info.table == "options");
  CHECK(info.column == "most_sets");
  CHECK(info.code == ErrorCode::out_of_range);
  CHECK(asked([](CausesOptions& o) { o.most_changes = 5; }).column == "most_changes");
  CHECK(asked([](CausesOptions& o) { o.most_plans = -1; }).column == "most_plans");
  CHECK(asked([](CausesOptions& o) { o.most_reliefs = -1; }).column == "most_reliefs");
  CHECK(asked([](CausesOptions& o) { o.limit_step = 0; }).code == ErrorCode::out_of_range);
  CHECK(asked([](CausesOptions& o) { o.caseworker_factor = -1; }).code ==
        ErrorCode::negative_value);
  CHECK(asked([](CausesOptions& o) { o.class_worth[1] = -1; }).column == "class_worth");
  CHECK(asked([](CausesOptions& o) { o.new_capacity = Rational(0); }).column == "new_capacity");
  CHECK(asked([](CausesOptions& o) { o.costs["bordr"] = 1; }).code == ErrorCode::unknown_field);
  CHECK(asked([](CausesOptions& o) { o.costs["border"] = -1; }).column == "costs.border");
  CHECK(asked([](CausesOptions& o) { o.never = {"conflict_of_interest"}; }).column == "never");
  CHECK(asked([](CausesOptions& o) {
          o.solve.time_limit = std::numeric_limits<double>::quiet_NaN();
        }).column == "time_limit");

  info = refused([&] { why_unplaced(input, monday(), nullptr, {CaseId("c1"), CaseId("nobody")}); });
  CHECK(info.table == "cases");
  CHECK(info.row == 1);
  CHECK(info.code == ErrorCode::unknown_id);
  AllocationInput other = input;
  other.cases.push_back(a_case("c2"));
  const Plan plan = allocate(other, monday());
  CHECK(refused([&] { why_unplaced(input, monday(), &plan); }).table == "plan");
  Plan renamed = allocate(input, monday());
  renamed.assignments.front().case_id = CaseId("x");
  CHECK(refused([&] { why_unplaced(input, monday(), &renamed); }).column == "case");
  AllocationInput barred = input;
  barred.exclusions = {{CaseId("c1"), CaseworkerId("w1")}};
  const Plan against = allocate(input, monday());
  CHECK(refused([&] { why_unplaced(barred, monday(), &against); }).column == "caseworker");
}

TEST_CASE("questions and answers are documents, tables and words") {
  const CausesQuestion question = causes_question_from_json(
      R"({"schema_version": "1.0", "cases": ["c1", {"system": "s", "id": "c2"}], "audience": "colleague", "reasons_by": "caseworker",
          "most_sets": 5, "most_changes": 1, "most_reliefs": 7, "most_plans": 9, "costs": {"border": "1/3", "delegation": 4},
          "never": ["absence"], "caseworker_factor": 3, "limit_step": 0.5, "class_worth": {"due": 20}, "new_capacity": 80})");
  CHECK(question.cases == std::vector<CaseId>{CaseId("c1"), CaseId("s", "c2")});
  CHECK(question.audience == Audience::colleague);
  CHECK(question.options.by_caseworker);
  CHECK(question.options.most_sets == 5);
  CHECK(question.options.most_changes == 1);
  CHECK(question.options.most_reliefs == 7);
  CHECK(question.options.most_plans == 9);
  CHECK(question.options.costs ==
        std::map<std::string, Rational>{{"border", Rational(1, 3)}, {"delegation", 4}});
  CHECK(question.options.never == std::vector<std::string>{"absence"});
  CHECK(question.options.caseworker_factor == Rational(3));
  CHECK(question.options.limit_step == Rational(1, 2));
  CHECK(question.options.class_worth == std::array<Rational, 3>{100, 20, 1});
  CHECK(question.options.new_capacity == Rational(80));
  CHECK(refused([] {
          causes_question_from_json(R"({"schema_version": "1.0", "costs": {"border": "dear"}})");
        }).table == "causes_question.costs");
  CHECK(refused([] {
          causes_question_from_json(R"({"schema_version": "1.0", "most_sets": 3000000000})");
        }).column == "most_sets");
  CHECK(refused([] { causes_question_from_json(R"({"most_sets": 3})"); }).column ==
        "schema_version");

  AllocationInput input;
  input.cases = {of_unit(a_case("c1"), "A")};
  input.caseworkers = {in_unit(a_worker("b1"), "B"), in_unit(a_worker("b2"), "B")};
  CausesOptions options;
  options.by_caseworker = true;
  options.never = {"new_caseworker", "unit_border"};
  const WhyUnplaced why = why_unplaced(input, monday(), nullptr, {}, options);
  CHECK(blocked_table(why).rows() == 1);
  CHECK(causes_table(why).rows() == 2);  // each person for themselves
  CHECK(reliefs_table(why).rows() == 1);
  CHECK(to_json(why).find("\"border_opened\"") != std::string::npos);
  const std::string words = in_words(why, Catalogue::built_in("en"));
  CHECK(words.find("c1\n  - The rule") == 0);
  CHECK(words.find("+ Let caseworkers of unit B take cases of unit A. → c1") != std::string::npos);
}
