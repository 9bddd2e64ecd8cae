// Two plans side by side. docs/models/verbs.md (13).
#include "evenload/allocation/what_if.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "evenload/allocation/allocate.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/solve/problem.hpp"
#include "src/allocation/solve/solved.hpp"
#include "verb_tools.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

/// Applies the changes to a copy of the input; each thing changes once.
class Changed {
 public:
  Changed(const Prepared& p, const AllocationInput& input, const WhatIfChanges& changes)
      : p_(p), changes_(changes), input_(input) {}

  AllocationInput run() {
    take_caseworkers();
    take_capacities();
    take_absences();
    take_weights();
    take_limits();
    take_cases();  // last: rows move
    return std::move(input_);
  }

 private:
  Caseworker& caseworker(const CaseworkerId& id, const char* table, std::size_t i) {
    const Index person = caseworker_of(p_, id, table, "caseworker", i);
    if (gone_.count(id) != 0) {
      refuse_row(ErrorCode::contradiction, table, "caseworker", i, "a caseworker who is not taken away by the same changes", id.value());
    }
    return input_.caseworkers[p_.persons[at(person)].input_row];
  }

  void take_caseworkers() {
    constexpr const char* table = "changes.without_caseworkers";
    for (std::size_t i = 0; i < changes_.without_caseworkers.size(); ++i) {
      const CaseworkerId& id = changes_.without_caseworkers[i];
      const Index person = caseworker_of(p_, id, table, "caseworker", i);
      if (!gone_.insert(id).second) refuse_row(ErrorCode::duplicate_id, table, "caseworker", i, "each caseworker once", id.value());
      without_capacity(input_, p_, person);
    }
  }

  void take_capacities() {
    constexpr const char* table = "changes.capacities";
    std::set<CaseworkerId> seen;
    for (std::size_t i = 0; i < changes_.capacities.size(); ++i) {
      const CapacityChange& change = changes_.capacities[i];
      Caseworker& row = caseworker(change.caseworker, table, i);
      if (!seen.insert(change.caseworker).second) {
        refuse_row(ErrorCode::duplicate_id, table, "caseworker", i, "each caseworker once", change.caseworker.value());
      }
      if (!change.capacity && !change.hard_limit && !change.new_cases_limit) {
        refuse_row(ErrorCode::missing_value, table, "capacity", i, "a capacity, a hard limit or a limit on new cases", "nothing");
      }
      if (change.capacity) row.capacity = change.capacity;
      if (change.hard_limit) row.hard_limit = change.hard_limit;
      if (change.new_cases_limit) row.new_cases_limit = change.new_cases_limit;
    }
  }

  void take_absences() {
    constexpr const char* table = "changes.absences";
    for (std::size_t i = 0; i < changes_.absences.size(); ++i) {
      const AbsenceChange& change = changes_.absences[i];
      Caseworker& row = caseworker(change.caseworker, table, i);
      if (change.to < change.from) {
        refuse_row(ErrorCode::ends_before_start, table, "to", i, "a day on or after " + evenload::to_string(change.from),
                   evenload::to_string(change.to));
      }
      row.working_time.absences.push_back({change.from, change.to, change.share});
    }
  }

  void take_weights() {
    constexpr const char* table = "changes.weights";
    std::set<CaseId> seen;
    for (std::size_t i = 0; i < changes_.weights.size(); ++i) {
      const WeightChange& change = changes_.weights[i];
      const Index number = case_of(p_, change.case_id, table, "case", i);
      if (!seen.insert(change.case_id).second) refuse_row(ErrorCode::duplicate_id, table, "case", i, "each case once", change.case_id.value());
      input_.cases[p_.cases[at(number)].input_row].weight = change.weight;
    }
  }

  void take_limits() {
    for (std::size_t i = 0; i < changes_.limits.size(); ++i) {
      const CategoryLimit& limit = changes_.limits[i];
      if (!limit.caseworker.empty()) caseworker(limit.caseworker, "changes.limits", i);
      input_.limits.push_back(limit);
    }
  }

  void take_cases() {
    constexpr const char* table = "changes.without_cases";
    std::set<CaseId> gone;
    for (std::size_t i = 0; i < changes_.without_cases.size(); ++i) {
      const CaseId& id = changes_.without_cases[i];
      case_of(p_, id, table, "case", i);
      if (!gone.insert(id).second) refuse_row(ErrorCode::duplicate_id, table, "case", i, "each case once", id.value());
      const bool weighed = std::any_of(changes_.weights.begin(), changes_.weights.end(),
                                       [&](const WeightChange& change) { return change.case_id == id; });
      if (weighed) refuse_row(ErrorCode::contradiction, table, "case", i, "a case without another change", id.value());
    }
    if (gone.empty()) return;
    std::erase_if(input_.cases, [&](const Case& row) { return gone.count(row.id) != 0; });
    std::erase_if(input_.assignments, [&](const StandingAssignment& row) { return gone.count(row.case_id) != 0; });
    std::erase_if(input_.overrides, [&](const Override& row) { return gone.count(row.case_id) != 0; });
    std::erase_if(input_.exclusions, [&](const Exclusion& row) { return gone.count(row.case_id) != 0; });
  }

  const Prepared& p_;
  const WhatIfChanges& changes_;
  AllocationInput input_;
  std::set<CaseworkerId> gone_;
};

const optimize::Level* level_of(const Plan& plan, optimize::LevelKind kind) {
  const auto found = std::find_if(plan.levels.begin(), plan.levels.end(), [&](const optimize::Level& one) { return one.kind == kind; });
  return found == plan.levels.end() ? nullptr : &*found;
}

std::vector<LevelComparison> compare_levels(const Plan& before, const Plan& after) {
  std::vector<LevelComparison> levels;
  bool earlier_proven = true;
  const auto add = [&](optimize::LevelKind kind) {
    const optimize::Level* a = level_of(before, kind);
    const optimize::Level* b = level_of(after, kind);
    LevelComparison one;
    one.level = kind;
    if (a != nullptr) one.before = *a;
    if (b != nullptr) one.after = *b;
    if (a != nullptr && b != nullptr) {
      one.difference = b->value - a->value;
      if (earlier_proven) {
        one.least = b->bound - a->value;
        one.most = b->value - a->bound;
      }
    }
    earlier_proven = earlier_proven && (a == nullptr || a->proven) && (b == nullptr || b->proven);
    levels.push_back(std::move(one));
  };
  for (const optimize::Level& level : after.levels) add(level.kind);
  for (const optimize::Level& level : before.levels) {
    if (level_of(after, level.kind) == nullptr) add(level.kind);
  }
  return levels;
}

}  // namespace

}  // namespace detail

WhatIf what_if(const AllocationInput& input, const AllocationPolicy& policy, const WhatIfChanges& changes, const SolveOptions& options) {
  using namespace detail;
  WhatIf result;
  result.before = {input, policy, {}};
  const Prepared before = prepare(result.before.input, result.before.policy);
  result.after.input = Changed(before, input, changes).run();
  result.after.policy = changes.policy.value_or(policy);
  if (!result.after.policy.on) result.after.policy.on = policy.on;
  const Prepared after = prepare(result.after.input, result.after.policy);
  const SolveOptions equal = KernelProblem(before, Quotas(before)).with_default_work(options);
  result.before.plan = allocate_prepared(before, equal);
  result.after.plan = allocate_prepared(after, equal);
  result.after.plan.audit.verb = "what_if";
  result.levels = compare_levels(result.before.plan, result.after.plan);
  result.moves = moves_between(result.before.plan, result.after.plan);
  for (std::size_t i = 0; i < input.caseworkers.size(); ++i) {
    const CaseworkerLoad& a = result.before.plan.loads[i];
    const CaseworkerLoad& b = result.after.plan.loads[i];
    result.loads.push_back({a.caseworker, a.load_after, b.load_after, a.ratio_after, b.ratio_after});
  }
  return result;
}

}  // namespace evenload::allocation
