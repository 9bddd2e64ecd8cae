// Everything that is refused, with table, column, row and code; check() and allocate() refuse alike.
#include <functional>

#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

AllocationInput good_input() {
  AllocationInput input;
  input.cases = {a_case("A"), a_case("B")};
  input.caseworkers = {a_worker("x"), a_worker("y")};
  return input;
}

struct Refusal {
  const char* what;
  std::function<void(AllocationInput&, AllocationPolicy&)> spoil;
  ErrorCode code;
  const char* table;
  const char* column;
  std::optional<std::int64_t> row;
};

void check_all(const std::vector<Refusal>& refusals) {
  for (const Refusal& refusal : refusals) {
    INFO(refusal.what);
    AllocationInput input = good_input();
    AllocationPolicy policy = monday();
    refusal.spoil(input, policy);
    for (const bool solve : {true, false}) {
      const ErrorInfo info = refused([&] {
        if (solve) {
          allocate(input, policy);
        } else {
          check(input, policy);
        }
      });
      CHECK(info.code == refusal.code);
      CHECK(info.table == refusal.table);
      CHECK(info.column == refusal.column);
      CHECK(info.row == refusal.row);
      CHECK_FALSE(info.expected.empty());
    }
  }
}

}  // namespace

TEST_CASE("a good input passes the check") { CHECK_NOTHROW(check(good_input(), monday())); }

TEST_CASE("bad rows are refused by table, column and row") {
  using E = ErrorCode;
  check_all({
      {"two cases with one id", [](auto& in, auto&) { in.cases[1].id = CaseId("A"); }, E::duplicate_id, "cases", "id", 1},
      {"no id", [](auto& in, auto&) { in.cases[1].id = CaseId(); }, E::invalid_id, "cases", "id", 1},
      {"control character", [](auto& in, auto&) { in.caseworkers[0].id = CaseworkerId("a\n"); }, E::invalid_id, "caseworkers", "id", 0},
      {"two caseworkers with one id", [](auto& in, auto&) { in.caseworkers[1].id = CaseworkerId("x"); }, E::duplicate_id, "caseworkers", "id", 1},
      {"negative weight", [](auto& in, auto&) { in.cases[1].weight = Rational(-2); }, E::negative_value, "cases", "weight", 1},
      {"negative priority", [](auto& in, auto&) { in.cases[0].priority = -1; }, E::negative_value, "cases", "priority", 0},
      {"unknown role", [](auto& in, auto&) { in.cases[0].roles = {"lead", "driver"}; }, E::unknown_id, "cases", "roles", 0},
      {"role twice", [](auto& in, auto&) { in.cases[0].roles = {"lead", "lead"}; }, E::duplicate_id, "cases", "roles", 0},
      {"class out of range", [](auto& in, auto&) { in.cases[0].case_class = static_cast<CaseClass>(7); }, E::out_of_range, "cases", "class", 0},
      {"started with nobody", [](auto& in, auto&) { in.cases[0].state = AssignmentState::started; }, E::missing_value, "cases", "current_caseworker", 0},
      {"held by nobody", [](auto& in, auto&) { in.cases[0].held_until = day("2026-12-01"); }, E::missing_value, "cases", "held_by", 0},
      {"unit not in the table", [](auto& in, auto&) { in.units = {{UnitId("u"), "", "", ""}}; in.cases[1].unit = UnitId("v"); }, E::unknown_id, "cases", "unit", 1},
      {"caseworker's unit not in the table",
       [](auto& in, auto&) { in.units = {{UnitId("u"), "", "", ""}}; in.caseworkers[0].unit = UnitId("v"); }, E::unknown_id, "caseworkers", "unit", 0},
      {"caseworker without a unit", [](auto& in, auto&) { in.units = {{UnitId("u"), "", "", ""}}; }, E::missing_value, "caseworkers", "unit", 0},
      {"pool unit not in the table",
       [](auto& in, auto&) {
         in.units = {{UnitId("u"), "", "", ""}};
         in.caseworkers[0].pool = true;
         in.caseworkers[0].pool_units = {UnitId("v")};
       },
       E::unknown_id, "caseworkers", "pool_units", 0},
      {"unit twice", [](auto& in, auto&) { in.units = {{UnitId("u"), "", "", ""}, {UnitId("u"), "", "", ""}}; }, E::duplicate_id, "units", "id", 1},
      {"negative capacity", [](auto& in, auto&) { in.caseworkers[1].capacity = Rational(-1); }, E::negative_value, "caseworkers", "capacity", 1},
      {"negative base load", [](auto& in, auto&) { in.caseworkers[1].base_load = Rational(-1); }, E::negative_value, "caseworkers", "base_load", 1},
      {"negative hard limit", [](auto& in, auto&) { in.caseworkers[1].hard_limit = Rational(-1); }, E::negative_value, "caseworkers", "hard_limit", 1},
      {"negative limit", [](auto& in, auto&) { in.caseworkers[1].new_cases_limit = -1; }, E::negative_value, "caseworkers", "new_cases_limit", 1},
      {"absence that ends before it starts", [](auto& in, auto&) { in.caseworkers[1] = away(in.caseworkers[1], "2026-12-01", "2026-11-30"); },
       E::ends_before_start, "caseworkers", "absences", 1},
      {"absence of more than a day", [](auto& in, auto&) { in.caseworkers[1] = away(in.caseworkers[1], "2026-12-01", "2026-12-01", Rational(2)); },
       E::out_of_range, "caseworkers", "absences", 1},
      {"limit for a stranger", [](auto& in, auto&) { in.limits = {{CaseworkerId("z"), "type", 1, std::nullopt}}; }, E::unknown_id, "limits", "caseworker", 0},
      {"limit on nothing", [](auto& in, auto&) { in.limits = {{CaseworkerId(), "", 1, std::nullopt}}; }, E::missing_value, "limits", "category", 0},
      {"limit of nothing", [](auto& in, auto&) { in.limits = {{CaseworkerId(), "type", std::nullopt, std::nullopt}}; }, E::missing_value, "limits", "cases", 0},
      {"negative category limit", [](auto& in, auto&) { in.limits = {{CaseworkerId(), "type", -1, std::nullopt}}; }, E::negative_value, "limits", "cases", 0},
  });
}

TEST_CASE("references of assignments, exclusions and overrides") {
  using E = ErrorCode;
  const auto assigned = [](const char* c, const char* role, const char* worker) {
    return StandingAssignment{CaseId(c), role, CaseworkerId(worker), AssignmentState::started, false};
  };
  check_all({
      {"assignment of a case that is not there", [&](auto& in, auto&) { in.assignments = {assigned("Z", "lead", "x")}; }, E::unknown_id, "assignments", "case", 0},
      {"assignment of a role the case lacks", [&](auto& in, auto&) { in.assignments = {assigned("A", "second", "x")}; }, E::unknown_id, "assignments", "role", 0},
      {"assignment twice", [&](auto& in, auto&) { in.assignments = {assigned("A", "lead", "x"), assigned("A", "lead", "y")}; }, E::duplicate_id, "assignments", "role", 1},
      {"assignment against the case's own row",
       [&](auto& in, auto&) {
         in.cases[0] = held_case(in.cases[0], "y");
         in.assignments = {assigned("A", "lead", "x")};
       },
       E::contradiction, "assignments", "caseworker", 0},
      {"exclusion of nobody", [](auto& in, auto&) { in.exclusions = {{CaseId("A"), CaseworkerId()}}; }, E::invalid_id, "exclusions", "caseworker", 0},
      {"override without a reason",
       [](auto& in, auto&) {
         in.overrides = {decision("A", OverrideKind::assign, "x")};
         in.overrides[0].reason.clear();
       },
       E::missing_value, "overrides", "reason", 0},
      {"override of an unknown case", [](auto& in, auto&) { in.overrides = {decision("Z", OverrideKind::assign, "x")}; }, E::unknown_id, "overrides", "case", 0},
      {"override of an unknown role", [](auto& in, auto&) { in.overrides = {decision("A", OverrideKind::assign, "x", "second")}; }, E::unknown_id, "overrides", "role", 0},
      {"override to a stranger", [](auto& in, auto&) { in.overrides = {decision("A", OverrideKind::assign, "z")}; }, E::unknown_id, "overrides", "caseworker", 0},
      {"override to nobody", [](auto& in, auto&) { in.overrides = {decision("A", OverrideKind::forbid, "")}; }, E::missing_value, "overrides", "caseworker", 0},
      {"left unassigned with somebody", [](auto& in, auto&) { in.overrides = {decision("A", OverrideKind::leave_unassigned, "x")}; }, E::contradiction, "overrides", "caseworker", 0},
  });
}

TEST_CASE("a policy that cannot be meant is refused") {
  using E = ErrorCode;
  check_all({
      {"no day", [](auto&, auto& p) { p.on.reset(); }, E::missing_value, "policy", "on", std::nullopt},
      {"no horizon", [](auto&, auto& p) { p.horizon_weeks = 0; }, E::out_of_range, "policy", "horizon_weeks", std::nullopt},
      {"no window", [](auto&, auto& p) { p.start_window_days = 0; }, E::out_of_range, "policy", "start_window_days", std::nullopt},
      {"negative months", [](auto&, auto& p) { p.reopening_window_months = -1; }, E::out_of_range, "policy", "reopening_window_months", std::nullopt},
      {"negative lambda", [](auto&, auto& p) { p.cost_weight = Rational(-1, 2); }, E::negative_value, "policy", "cost_weight", std::nullopt},
      {"negative factor", [](auto&, auto& p) { p.hard_limit_factor = Rational(-1); }, E::negative_value, "policy", "hard_limit_factor", std::nullopt},
      {"negative limit", [](auto&, auto& p) { p.new_cases_limit = -1; }, E::out_of_range, "policy", "new_cases_limit", std::nullopt},
      {"unknown balance", [](auto&, auto& p) { p.balance = static_cast<optimize::Balance>(9); }, E::out_of_range, "policy", "balance", std::nullopt},
      {"unknown place", [](auto&, auto& p) { p.overload_place = static_cast<optimize::OverloadPlace>(9); }, E::out_of_range, "policy", "overload_place", std::nullopt},
      {"unknown zone", [](auto&, auto& p) { p.zone = "Mars/Olympus"; }, E::unknown_zone, "", "", std::nullopt},
      {"no roles", [](auto&, auto& p) { p.roles.clear(); }, E::missing_value, "policy.roles", "name", std::nullopt},
      {"role without a name", [](auto&, auto& p) { p.roles[1].name.clear(); }, E::missing_value, "policy.roles", "name", 1},
      {"role twice", [](auto&, auto& p) { p.roles[1].name = "lead"; }, E::duplicate_id, "policy.roles", "name", 1},
      {"negative share", [](auto&, auto& p) { p.roles[0].share = Rational(-1); }, E::negative_value, "policy.roles", "share", 0},
      {"second role unknown", [](auto&, auto& p) { p.second_role = "third"; }, E::unknown_id, "policy", "second_role", std::nullopt},
      {"type twice", [](auto&, auto& p) { p.roles_of_type = {{"t", {"lead"}, {}}, {"t", {"lead"}, {}}}; }, E::duplicate_id, "policy.roles_of_type", "case_type", 1},
      {"type without roles", [](auto&, auto& p) { p.roles_of_type = {{"t", {}, {}}}; }, E::missing_value, "policy.roles_of_type", "roles", 0},
      {"type with an unknown role", [](auto&, auto& p) { p.roles_of_type = {{"t", {"driver"}, {}}}; }, E::unknown_id, "policy.roles_of_type", "roles", 0},
      {"same role as itself", [](auto&, auto& p) { p.roles_of_type = {{"t", {"lead"}, {{"lead", "lead"}}}}; }, E::contradiction, "policy.roles_of_type", "same_person", 0},
      {"deadline twice", [](auto&, auto& p) { p.deadlines = {{"t", "", {}}, {"t", "", {}}}; }, E::duplicate_id, "policy.deadlines", "case_type", 1},
      {"deadline from what no case carries", [](auto&, auto& p) { p.deadlines = {{"t", "", {"opened", 1, DeadlineUnit::days, RollOver::none}}}; }, E::unsupported, "policy.deadlines", "anchor", 0},
      {"conflict of interest switched off", [](auto&, auto& p) { p.rule(Rule::conflict_of_interest).mode = RuleMode::off; }, E::unsupported, "policy.rules", "conflict_of_interest", 5},
      {"conflict of interest at a price", [](auto&, auto& p) { p.rule(Rule::conflict_of_interest).mode = RuleMode::soft; }, E::unsupported, "policy.rules", "conflict_of_interest", 5},
      {"negative price", [](auto&, auto& p) { p.rule(Rule::wishes).price = -1; }, E::negative_value, "policy.rules", "wishes", 13},
  });
}

TEST_CASE("gaps and overlaps in experience bands name both rows") {
  AllocationPolicy policy = monday();
  policy.measurement.capacity = workload::CapacityRule{};
  policy.measurement.capacity->bands = {{"new", 0, 12, Rational(100)}, {"old", 13, std::nullopt, Rational(120)}};
  const ErrorInfo gap = refused([&] { check(policy); });
  CHECK(gap.code == ErrorCode::gap_in_bands);
  CHECK(gap.table == "policy.measurement.capacity.bands");
  CHECK(gap.row == 1);
  policy.measurement.capacity->bands[1].from_months = 11;
  CHECK(refused([&] { check(policy); }).code == ErrorCode::overlap_in_bands);
}

TEST_CASE("rules have names, and switches that make sense") {
  for (std::size_t i = 0; i < rule_count; ++i) {
    const auto rule = static_cast<Rule>(i);
    CHECK(rule_from_string(to_string(rule)) == rule);
    CHECK(allows(rule, monday().rule(rule).mode));  // the defaults are allowed
  }
  CHECK(to_string(Rule::risk_two_workers) == "risk_two_workers");
  CHECK_THROWS_AS(rule_from_string("no such rule"), InvalidDataError);
  CHECK_FALSE(allows(Rule::absence, RuleMode::soft));
  CHECK_FALSE(allows(Rule::wishes, RuleMode::hard));
  CHECK_FALSE(allows(static_cast<Rule>(99), RuleMode::off));
}
