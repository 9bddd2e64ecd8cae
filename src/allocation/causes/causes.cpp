// Why cases are left over: which compete, what keeps them out, what would help.
#include "evenload/allocation/causes.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "changes.hpp"
#include "evenload/allocation/allocate.hpp"
#include "evenload/optimize/blocking_groups.hpp"
#include "question.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/solve/state.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

constexpr std::int64_t usual_work = 400'000'000;
constexpr std::size_t most_asked = 3000;

[[noreturn]] void refuse_option(ErrorCode code, std::string_view name, std::string expected,
                                std::string found) {
  refuse_row(code, "options", name, std::nullopt, std::move(expected), std::move(found));
}

void check_options(const CausesOptions& o) {
  evenload::check(o.solve);
  const auto range = [](std::string_view name, std::int64_t value, std::int64_t least,
                        std::int64_t most) {
    if (value < least || value > most) {
      refuse_option(ErrorCode::out_of_range, name,
                    "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                    std::to_string(value));
    }
  };
  range("most_sets", o.most_sets, 1, 100);
  range("most_changes", o.most_changes, 0, 4);
  range("most_reliefs", o.most_reliefs, 0, 1000);
  range("most_plans", o.most_plans, 0, 1'000'000);
  const auto not_negative = [](std::string_view name, const Rational& value,
                               bool positive = false) {
    if (value < Rational(0) || (positive && value == Rational(0))) {
      refuse_option(positive ? ErrorCode::out_of_range : ErrorCode::negative_value, name,
                    positive ? "a number above 0" : "a number from 0", value.to_string());
    }
  };
  not_negative("caseworker_factor", o.caseworker_factor);
  not_negative("limit_step", o.limit_step, true);
  for (const Rational& worth : o.class_worth) not_negative("class_worth", worth);
  if (o.new_capacity) not_negative("new_capacity", *o.new_capacity, true);
  for (const auto& [name, cost] : o.costs) {
    if (!is_cost_name(name))
      refuse_option(ErrorCode::unknown_field, "costs", "the name of a change", name);
    not_negative("costs." + name, cost);
  }
  for (const std::string& name : o.never) {
    if (!is_cost_name(name))
      refuse_option(ErrorCode::unknown_field, "never", "the name of a change", name);
  }
}

/// The plan as the kernel's rows. \throws InvalidDataError where it is the plan of something else.
std::vector<std::int32_t> assignment_of(const Prepared& p, const Quotas& quotas,
                                        const KernelProblem& kernel, const Plan& plan) {
  const auto refuse_plan = [](std::string_view column, std::size_t row, std::string expected,
                              std::string found) {
    refuse_row(ErrorCode::unknown_id, "plan", column, row, std::move(expected), std::move(found));
  };
  if (plan.assignments.size() != p.slots.size()) {
    refuse_row(ErrorCode::length_mismatch, "plan", "assignments", std::nullopt,
               std::to_string(p.slots.size()) + " rows, as the input has roles",
               std::to_string(plan.assignments.size()));
  }
  for (std::size_t i = 0; i < plan.assignments.size(); ++i) {
    const Assignment& row = plan.assignments[i];
    if (p.case_of.count(row.case_id) == 0)
      refuse_plan("case", i, "a case of the input", row.case_id.value());
  }
  const State state(p, quotas, plan);
  std::vector<std::int32_t> assignment;
  for (std::size_t i = 0; i < kernel.rows.size(); ++i) {
    const Index person = state.person_of(kernel.rows[i]);
    assignment.push_back(person);
    if (person == none) continue;
    const auto first = kernel.indices.begin() + kernel.indptr[i];
    const auto last = kernel.indices.begin() + kernel.indptr[i + 1];
    if (std::binary_search(first, last, person)) continue;
    const PreparedCase& c = p.cases[at(p.rows[at(kernel.rows[i])].members.front().case_index)];
    refuse_plan("caseworker", c.input_row, "a caseworker who may have case " + c.row->id.value(),
                p.persons[at(person)].row->id.value());
  }
  return assignment;
}

std::vector<CaseRole> case_roles_of(const Prepared& p, const Row& row) {
  std::vector<CaseRole> roles;
  for (const Member& member : row.members) {
    for (const Index slot : member.slots) {
      roles.push_back({p.cases[at(member.case_index)].row->id, p.role(p.slots[at(slot)]).name});
    }
  }
  return roles;
}

void order_roles(std::vector<CaseRole>& roles) {
  std::sort(roles.begin(), roles.end(), [](const CaseRole& a, const CaseRole& b) {
    return std::tie(a.case_id, a.role) < std::tie(b.case_id, b.role);
  });
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
}

/// The kernel's rows that belong to these: without its lead, no other role of a case is placed.
std::vector<std::size_t> with_leads(const Prepared& p, const KernelProblem& kernel,
                                    std::vector<std::size_t> rows) {
  std::set<std::size_t> all(rows.begin(), rows.end());
  for (const std::size_t i : rows) {
    const Row& row = p.rows[at(kernel.rows[i])];
    if (row.group == none || p.groups[at(row.group)].lead == none) continue;
    const Index lead = p.groups[at(row.group)].lead;
    if (p.rows[at(lead)].fixed != none) continue;
    all.insert(static_cast<std::size_t>(
        std::lower_bound(kernel.rows.begin(), kernel.rows.end(), lead) - kernel.rows.begin()));
  }
  return {all.begin(), all.end()};
}

class Inquiry {
 public:
  Inquiry(const AllocationInput& input, const AllocationPolicy& policy,
          const CausesOptions& options, WorkMeter& meter)
      : input_(input),
        policy_(policy),
        options_(options),
        meter_(meter),
        p_(prepare(input, policy)),
        quotas_(p_),
        kernel_(p_, quotas_) {}

  WhyUnplaced answer(const Plan* given, const std::vector<CaseId>& cases) {
    const std::vector<std::size_t> asked = rows_of(cases);
    Plan own;
    if (given == nullptr) {
      own = allocate(input_, policy_, options_.solve);
      meter_.spend(own.work);
    }
    const Plan& plan = given == nullptr ? own : *given;
    assignment_ = assignment_of(p_, quotas_, kernel_, plan);

    WhyUnplaced answer;
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < assignment_.size(); ++i) {
      const bool wanted = cases.empty() || std::binary_search(asked.begin(), asked.end(), i);
      if (assignment_[i] == none && wanted) left.push_back(i);
    }
    if (cases.empty() || !asked_together(asked, answer)) blocked_by_others(left, answer);
    sort_by_list(plan, answer);

    std::vector<std::size_t> open;
    for (const std::size_t i : left) {
      const Row& row = p_.rows[at(kernel_.rows[i])];
      if (!row.undecidable() && row.priority > 0) open.push_back(i);
    }
    bool proven = true;
    for (const optimize::Level& level : plan.levels) {
      proven = proven && (!places_cases(level.kind) || level.proven);
    }
    const Today today{input_, policy_, p_, quotas_, kernel_, assignment_, open, proven};
    find_reliefs(today, options_, meter_, answer);
    answer.stop = meter_.reason();
    answer.work = meter_.work();
    return answer;
  }

 private:
  /// The open rows of these cases, with their leads.
  std::vector<std::size_t> rows_of(const std::vector<CaseId>& cases) const {
    std::vector<std::size_t> rows;
    for (std::size_t n = 0; n < cases.size(); ++n) {
      const auto found = p_.case_of.find(cases[n]);
      if (found == p_.case_of.end()) {
        refuse_row(ErrorCode::unknown_id, "cases", "id", n, "a case of the input",
                   cases[n].value());
      }
      const PreparedCase& c = p_.cases[at(found->second)];
      for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
        const Index row = p_.slots[at(k)].row;
        const auto place = std::lower_bound(kernel_.rows.begin(), kernel_.rows.end(), row);
        if (place == kernel_.rows.end() || *place != row || p_.rows[at(row)].fixed != none)
          continue;
        rows.push_back(static_cast<std::size_t>(place - kernel_.rows.begin()));
      }
    }
    return with_leads(p_, kernel_, std::move(rows));
  }

  /// \return whether these rows alone cannot be placed together, or nothing is known.
  bool asked_together(const std::vector<std::size_t>& rows, WhyUnplaced& answer) {
    if (rows.empty()) return true;
    BlockedCases blocked;
    bool waits = false;
    bool must = false;
    for (const std::size_t i : rows) {
      const bool is_must = p_.rows[at(kernel_.rows[i])].row_class == CaseClass::must;
      must = must || is_must;
      waits = waits || !is_must;
    }
    blocked.within_capacity =
        waits && policy_.overload_place == optimize::OverloadPlace::after_must;
    std::set<Index> people;
    for (const std::size_t i : rows) {
      std::int64_t least = 0;
      for (auto k = kernel_.indptr[i]; k < kernel_.indptr[i + 1]; ++k) {
        const Index person = kernel_.indices[static_cast<std::size_t>(k)];
        const std::int64_t load = pair_load(p_, p_.rows[at(kernel_.rows[i])], person);
        least = k == kernel_.indptr[i] ? load : std::min(least, load);
        people.insert(person);
      }
      if (kernel_.indptr[i] == kernel_.indptr[i + 1])
        least = p_.rows[at(kernel_.rows[i])].scaled_load;
      blocked.load = blocked.load + p_.points(least);
    }
    const Rational spare = must && blocked.within_capacity ? plan_overload() : Rational(0);
    blocked.room = spare;
    for (const Index person : people) {
      const Person& who = p_.persons[at(person)];
      std::int64_t most = who.scaled_limit;
      if (blocked.within_capacity) most = std::min(most, who.scaled_capacity);
      blocked.room = blocked.room + p_.points(std::max<std::int64_t>(0, most - who.scaled_base));
      blocked.caseworkers.push_back(who.row->id);
    }
    const bool blocks = explain_set(rows, spare, blocked);
    if (!blocks && blocked.missing == StopReason::done) return false;
    if (blocks) blocked.proof = optimize::BlockingProof::search;
    answer.blocked.push_back(std::move(blocked));
    return true;
  }

  Rational plan_overload() const {
    const State state = placed();
    const State start(p_, quotas_);
    Rational added;
    for (std::size_t j = 0; j < p_.persons.size(); ++j) {
      const Index person = to_index(j);
      const std::int64_t capacity = p_.persons[j].scaled_capacity;
      const std::int64_t more = std::max<std::int64_t>(0, state.load(person) - capacity) -
                                std::max<std::int64_t>(0, start.load(person) - capacity);
      added = added + p_.points(more);
    }
    return added;
  }

  State placed() const {
    State state(p_, quotas_);
    for (std::size_t i = 0; i < assignment_.size(); ++i) {
      if (assignment_[i] != none) state.place(kernel_.rows[i], assignment_[i]);
    }
    return state;
  }

  void blocked_by_others(const std::vector<std::size_t>& left, WhyUnplaced& answer) {
    if (left.empty()) return;
    SolveOptions own = options_.solve;
    own.progress = nullptr;
    own.threads = 1;
    const auto groups = optimize::blocking_groups(kernel_.view(), assignment_, own);
    meter_.spend(groups.work);
    std::set<std::int32_t> told;
    for (const std::size_t i : left) {
      const std::int32_t number = groups.group_of_row[i];
      if (number < 0 || !told.insert(number).second) continue;
      const optimize::BlockingGroup& group = groups.groups[static_cast<std::size_t>(number)];
      BlockedCases blocked;
      blocked.within_capacity = group.within_capacity;
      blocked.proof = group.proof;
      blocked.minimal = group.minimal;
      blocked.load = p_.points(group.load);
      blocked.room = p_.points(group.room);
      for (const std::int32_t column : group.columns)
        blocked.caseworkers.push_back(p_.persons[at(column)].row->id);
      std::vector<std::size_t> rows(group.rows.begin(), group.rows.end());
      const bool blocks =
          explain_set(with_leads(p_, kernel_, std::move(rows)), p_.points(group.overload), blocked);
      add_waiting(left, groups.group_of_row, number, blocked);
      if (!blocks) {
        // By itself it could be placed; with what it competes was not found.
        blocked.all_sets = false;
        if (blocked.missing == StopReason::done) {
          blocked.missing = groups.stop == StopReason::done ? StopReason::work : groups.stop;
        }
      }
      answer.blocked.push_back(std::move(blocked));
    }
  }

  /// Roles that are left over because the lead of their case is.
  void add_waiting(const std::vector<std::size_t>& left, const std::vector<std::int32_t>& group_of_row,
                   std::int32_t number, BlockedCases& blocked) const {
    for (const std::size_t i : left) {
      if (group_of_row[i] != number) continue;
      const std::vector<CaseRole> roles = case_roles_of(p_, p_.rows[at(kernel_.rows[i])]);
      blocked.left_over.insert(blocked.left_over.end(), roles.begin(), roles.end());
    }
    order_roles(blocked.left_over);
  }

  /// Fills in the cases and the sets of reasons. \return whether they were shown to block.
  bool explain_set(const std::vector<std::size_t>& rows, const Rational& spare,
                   BlockedCases& blocked) {
    std::vector<CaseRole> targets;
    for (const std::size_t i : rows) {
      const std::vector<CaseRole> roles = case_roles_of(p_, p_.rows[at(kernel_.rows[i])]);
      targets.insert(targets.end(), roles.begin(), roles.end());
      if (assignment_[i] == none)
        blocked.left_over.insert(blocked.left_over.end(), roles.begin(), roles.end());
    }
    order_roles(targets);
    order_roles(blocked.left_over);
    blocked.cases = targets;
    Question question(input_, policy_, targets, blocked.within_capacity, spare, options_, meter_);
    const IrreducibleSets found = irreducible_sets(
        question.reasons(), [&](const InForce& in_force) { return question.ask(in_force); },
        static_cast<std::size_t>(options_.most_sets), most_asked);
    for (const IrreducibleSet& set : found.sets) {
      CauseSet told;
      told.proven = set.proven();
      for (std::size_t k = 0; k < set.reasons.size(); ++k) {
        told.causes.push_back(question.describe(set.reasons[k], set.reasons));
        told.causes.back().needed = set.needed[k] != 0;
      }
      if (told.causes.empty()) {
        // Nobody is there: no reason is needed to leave the case.
        told.causes.push_back({make_reason(ReasonCode::no_eligible_caseworker), {}, 0, {}, false});
      }
      blocked.sets.push_back(std::move(told));
    }
    blocked.all_sets = found.all;
    if (!found.answered) blocked.missing = meter_.stopped() ? meter_.reason() : StopReason::work;
    return found.blocks;
  }

  void sort_by_list(const Plan& plan, WhyUnplaced& answer) const {
    const auto rank = [&](const BlockedCases& blocked) {
      for (std::size_t i = 0; i < plan.undistributed.size(); ++i) {
        const CaseRole one{plan.undistributed[i].case_id, plan.undistributed[i].role};
        if (std::find(blocked.left_over.begin(), blocked.left_over.end(), one) !=
            blocked.left_over.end())
          return i;
      }
      return plan.undistributed.size();
    };
    std::stable_sort(
        answer.blocked.begin(), answer.blocked.end(),
        [&](const BlockedCases& a, const BlockedCases& b) { return rank(a) < rank(b); });
  }

  const AllocationInput& input_;
  const AllocationPolicy& policy_;
  const CausesOptions& options_;
  WorkMeter& meter_;
  Prepared p_;
  Quotas quotas_;
  KernelProblem kernel_;
  std::vector<std::int32_t> assignment_;
};

}  // namespace

}  // namespace detail

WhyUnplaced why_unplaced(const AllocationInput& input, const AllocationPolicy& policy,
                         const Plan* plan, const std::vector<CaseId>& cases,
                         const CausesOptions& options) {
  detail::check_options(options);
  WorkMeter meter(options.solve, detail::usual_work);
  return detail::Inquiry(input, policy, options, meter).answer(plan, cases);
}

}  // namespace evenload::allocation
