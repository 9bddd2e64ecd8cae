// Fewest changes to what was announced. docs/models/verbs.md (3) to (9).
#include "evenload/allocation/replan.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "change_solve.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/rules/pair_rules.hpp"
#include "src/allocation/solve/problem.hpp"
#include "src/allocation/solve/solved.hpp"
#include "verb_tools.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

using optimize::LevelKind;

/// Who was told to have each slot; empty: nobody.
std::vector<CaseworkerId> announced_holders(const Prepared& p, const Plan& plan) {
  std::map<std::pair<CaseId, std::string>, CaseworkerId> said;
  for (const Assignment& one : plan.assignments) {
    if (!one.caseworker.empty()) said[{one.case_id, one.role}] = one.caseworker;
  }
  std::vector<CaseworkerId> holders;
  for (const Slot& slot : p.slots) {
    holders.emplace_back();
    if (slot.state == AssignmentState::started) continue;
    if (slot.state == AssignmentState::announced) {
      holders.back() = slot.holder_id;
      continue;
    }
    const auto found = said.find({p.cases[at(slot.case_index)].row->id, p.role(slot).name});
    if (found != said.end()) holders.back() = found->second;
  }
  return holders;
}

std::vector<CaseId> closed_cases(const Prepared& p, const Plan& plan) {
  std::set<CaseId> closed;
  for (const Assignment& one : plan.assignments) {
    if (p.case_of.find(one.case_id) == p.case_of.end()) closed.insert(one.case_id);
  }
  const bool shared = std::any_of(plan.assignments.begin(), plan.assignments.end(),
                                  [&](const Assignment& one) { return closed.count(one.case_id) == 0; });
  if (!plan.assignments.empty() && !shared) {
    refuse_row(ErrorCode::contradiction, "plan.assignments", "case", std::size_t{0},
               "a plan of which at least one case is in the input", plan.assignments.front().case_id.value());
  }
  return {closed.begin(), closed.end()};
}

/// What was announced may stay past limits, but not against a rule or with somebody without capacity.
bool may_stay(const Prepared& p, const Row& row, Index home) {
  if (row.undecidable()) return false;
  return for_each_barrier(p, row, home, [](const Barrier& barrier, const auto&) {
    return barrier.code == ReasonCode::base_past_hard_limit;
  });
}

std::vector<Standing> standing_of(const Prepared& p, const std::vector<CaseworkerId>& told) {
  std::vector<Standing> all(p.rows.size());
  for (std::size_t r = 0; r < p.rows.size(); ++r) {
    const Row& row = p.rows[r];
    if (row.stands) continue;
    const CaseworkerId* first = nullptr;
    for (const Member& member : row.members) {
      for (const Index slot : member.slots) {
        const CaseworkerId& holder = told[at(slot)];
        if (holder.empty()) continue;
        if (first == nullptr) first = &holder;
        (holder == *first ? all[r].size : all[r].forced) += 1;
      }
    }
    if (first == nullptr) continue;
    const auto home = p.person_of.find(*first);
    if (home == p.person_of.end()) continue;
    all[r].home = home->second;
    all[r].may_stay = may_stay(p, row, home->second);
  }
  return all;
}

/// Changes come right after the cases that must be placed.
std::vector<LevelKind> kinds_with_changes(const Prepared& p) {
  std::vector<LevelKind> kinds = level_kinds(p);
  const bool must = !kinds.empty() && kinds.front() == LevelKind::unassigned_must;
  kinds.insert(kinds.begin() + (must ? 1 : 0), LevelKind::changes);
  return kinds;
}

std::vector<PlanChange> changes_of(const Prepared& p, const State& state,
                               const std::vector<Standing>& standing,
                               const std::vector<CaseworkerId>& told) {
  std::vector<PlanChange> changes;
  for (std::size_t k = 0; k < p.slots.size(); ++k) {
    const Slot& slot = p.slots[k];
    const Row& row = p.rows[at(slot.row)];
    if (told[k].empty() || row.stands) continue;
    const Index person = state.person_of(slot.row);
    const CaseworkerId now = person == none ? CaseworkerId() : p.persons[at(person)].row->id;
    if (now == told[k]) continue;
    PlanChange change;
    change.move = move_of(p, to_index(k), told[k], now);
    const Standing& had = standing[at(slot.row)];
    const bool could = had.home != none && had.may_stay && row.fixed == none &&
                       p.persons[at(had.home)].row->id == told[k];
    change.cause = could ? ChangeCause::makes_room : ChangeCause::cannot_stay;
    const auto home = p.person_of.find(told[k]);
    if (!could && home != p.person_of.end()) change.reasons = barriers_of(p, row, home->second);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

}  // namespace detail

std::string_view to_string(ChangeCause cause) noexcept {
  return cause == ChangeCause::makes_room ? "makes_room" : "cannot_stay";
}

Replanned replan(const Plan& announced, const AllocationInput& input,
                 const AllocationPolicy& policy, const SolveOptions& options) {
  using namespace detail;
  const Prepared as_it_is = prepare(input, policy);
  Replanned result;
  result.closed = closed_cases(as_it_is, announced);
  result.policy = policy;
  result.input = input;
  const std::vector<CaseworkerId> told = announced_holders(as_it_is, announced);
  for (std::size_t k = 0; k < told.size(); ++k) {
    if (!told[k].empty()) announce(result.input, as_it_is, to_index(k), told[k]);
  }
  const Prepared p = prepare(result.input, policy);
  const Quotas quotas(p);
  const std::vector<Standing> standing = standing_of(p, told);
  std::vector<Index> row_of;
  ChangeProblem problem = change_problem(p, quotas, standing, 0, true, row_of);
  problem.kinds = kinds_with_changes(p);
  std::int64_t every = 0;
  for (const ChangeRow& row : problem.rows) every += row.stay.person == none ? 0 : row.size;
  constexpr std::int64_t most_tried = 40;
  const ChangeAnswer answer = solve_changes(problem, std::min(every, most_tried), options);
  const ChangeState& best = answer.best.back();

  State state(p, quotas);
  for (std::size_t r = 0; r < problem.rows.size(); ++r) {
    const Index person = best.person(to_index(r));
    if (person != none) state.place(row_of[r], person);
  }
  Solved solved;
  for (const optimize::Level& level : answer.levels.back()) {
    solved.levels.push_back(level_in_points(p, level));
  }
  solved.outcome = outcome_of(solved.levels);
  solved.stop = answer.stop;
  solved.work = answer.work;
  result.plan = plan_of(p, quotas, state, solved, options);
  result.plan.audit.verb = "replan";
  result.changes = changes_of(p, state, standing, told);
  return result;
}

}  // namespace evenload::allocation
