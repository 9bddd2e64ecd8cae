// Monday's allocation: prepare, let the kernel decide, write the plan.
#include "evenload/allocation/allocate.hpp"

#include <algorithm>
#include <string>

#include "evenload/core/version.hpp"
#include "plan_rows.hpp"
#include "problem.hpp"
#include "solve.hpp"
#include "solved.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/rules/pair_rules.hpp"
#include "undistributed.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

std::string version_text() {
  return std::to_string(header_version.major) + "." + std::to_string(header_version.minor) + "." + std::to_string(header_version.patch);
}

/// What an override goes against, and whom it lifts past the hard limit.
std::vector<Reason> notices_of_overrides(const Prepared& p, const State& state) {
  std::vector<Reason> notices;
  std::vector<bool> lifted(p.persons.size(), false);
  for (const Row& row : p.rows) {
    if (row.stands || row.fixed == none) continue;
    const std::string& caseworker = p.persons[at(row.fixed)].row->id.value();
    std::vector<Reason> found;
    const auto report = [&](const PreparedCase& c, std::string_view rule) {
      Reason notice = make_reason(ReasonCode::override_against_rule, text_of("case", c.row->id.value()), text_of("caseworker", caseworker),
                                  text_of("rule", std::string(rule)));
      if (std::find(found.begin(), found.end(), notice) == found.end()) found.push_back(std::move(notice));
    };
    for (const Member& member : row.members) {
      PairRules(p, member, row.fixed).barriers([&](const Barrier& barrier, const auto&) {
        report(p.cases[at(member.case_index)], barrier.rule ? to_string(*barrier.rule) : to_string(barrier.code));
        return true;
      });
    }
    for_each_barrier(p, row, row.fixed, [&](const Barrier& barrier, const auto&) {
      const bool of_the_decision = barrier.code == ReasonCode::belongs_with || barrier.code == ReasonCode::zero_capacity ||
                                   barrier.code == ReasonCode::kept_apart || barrier.code == ReasonCode::role_in_wrong_unit;
      if (of_the_decision) report(p.cases[at(row.members.front().case_index)], to_string(barrier.code));
      return true;
    });
    if (const auto clash = state.clash_with_group(to_index(static_cast<std::size_t>(&row - p.rows.data())), row.fixed)) {
      report(p.cases[at(row.members.front().case_index)], to_string(clash->code));
    }
    notices.insert(notices.end(), found.begin(), found.end());
    lifted[at(row.fixed)] = true;
  }
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Person& person = p.persons[i];
    if (!lifted[i] || state.load(to_index(i)) <= person.scaled_limit) continue;
    notices.push_back(make_reason(ReasonCode::fixed_past_hard_limit, text_of("caseworker", person.row->id.value()),
                                  number_of("load", p.points(state.load(to_index(i)))), number_of("hard_limit", person.hard_limit)));
  }
  return notices;
}

AuditRecord audit_of(const Prepared& p, const SolveOptions& options, const Solved& result) {
  AuditRecord audit;
  audit.version = version_text();
  audit.policy = p.policy->name;
  audit.on = p.on;
  audit.seed = options.seed;
  audit.work_limit = options.work_limit;
  audit.work = result.work;
  audit.stop = result.stop;
  audit.outcome = result.outcome;
  audit.cases = static_cast<std::int64_t>(p.cases.size());
  audit.caseworkers = static_cast<std::int64_t>(p.persons.size());
  audit.overrides = p.input->overrides;
  return audit;
}

}  // namespace

Plan plan_of(const Prepared& p, const Quotas& quotas, const State& state, const Solved& solved, const SolveOptions& options) {
  Plan plan;
  plan.assignments = assignment_rows(p, state);
  plan.undistributed = list_undistributed(p, quotas, state, Stage::proposed);
  plan.loads = load_rows(p, state);
  plan.levels = solved.levels;
  plan.sorted_ratios = solved.sorted_ratios;
  plan.notices = p.notices;
  const std::vector<Reason> more = notices_of_overrides(p, state);
  plan.notices.insert(plan.notices.end(), more.begin(), more.end());
  plan.outcome = solved.outcome;
  plan.stop = solved.stop;
  plan.work = solved.work;
  plan.audit = audit_of(p, options, solved);
  return plan;
}

Plan allocate_prepared(const Prepared& p, const SolveOptions& options) {
  const Quotas quotas(p);
  KernelProblem problem(p, quotas);
  const optimize::BalancedAssignmentResult result = solve(p, quotas, problem, problem.with_default_work(options));
  State state(p, quotas);
  for (std::size_t i = 0; i < problem.rows.size(); ++i) {
    if (result.assignment[i] != none) state.place(problem.rows[i], result.assignment[i]);
  }
  return plan_of(p, quotas, state, {levels_in_points(p, result.levels), result.outcome, result.stop, result.work, result.sorted_ratios}, options);
}

}  // namespace detail

std::int64_t default_work(std::size_t decisions, std::size_t caseworkers, std::size_t pairs) noexcept {
  // Below the first number the search is over before the levels of cases left over have settled; what comes on top closes the balance.
  constexpr std::int64_t least = 50'000;
  constexpr std::int64_t per_number = 50;
  const auto size = static_cast<std::int64_t>(decisions + caseworkers + pairs);
  return std::min(least + per_number * size, optimize::default_work(decisions, caseworkers, pairs));
}

Plan allocate(const AllocationInput& input, const AllocationPolicy& policy, const SolveOptions& options) {
  return detail::allocate_prepared(detail::prepare(input, policy), options);
}

void check(const AllocationInput& input, const AllocationPolicy& policy) {
  const detail::Prepared p = detail::prepare(input, policy);
  const detail::KernelProblem problem(p, detail::Quotas{p});
  optimize::check(problem.view());
}

}  // namespace evenload::allocation
