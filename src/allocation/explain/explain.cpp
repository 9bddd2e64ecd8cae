// Why this caseworker, who next, and why not the others. Derived from the input and the plan, never stored.
#include "evenload/allocation/explain.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "explanation.hpp"
#include "notices.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/rules/pair_rules.hpp"
#include "src/allocation/solve/undistributed.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

constexpr std::array<std::string_view, 4> audience_names = {"allocator", "caseworker", "colleague", "case_file"};

bool speaks_for(const Reason& reason) {
  return reason.code == ReasonCode::continuity_kept || reason.code == ReasonCode::family_kept || reason.code == ReasonCode::wished ||
         reason.code == ReasonCode::specialism_kept;
}

/// The level that decided between the chosen one and the next best; where all are equal, the last with no difference.
Reason deciding_level(const Chooser& chooser, const Choice& chosen, const Choice& next) {
  const std::vector<LevelDifference> differences = chooser.differences(next, chosen);
  const auto decisive = std::find_if(differences.begin(), differences.end(), [](const LevelDifference& d) { return d.difference != 0; });
  const LevelDifference& level = decisive == differences.end() ? differences.back() : *decisive;
  return make_reason(ReasonCode::best_level, text_of("level", std::string(optimize::to_string(level.level))), Parameter{"difference", level.difference});
}

std::vector<Reason> why_chosen(const Prepared& p, const Field& field, const Slot& slot, const Choice& chosen, const Assignment& assignment) {
  const Row& row = p.rows[at(slot.row)];
  std::vector<Reason> why;
  if (row.fixed != none && row.fixed == chosen.person) {
    why.push_back(make_reason(ReasonCode::set_by_override, text_of("reason", p.input->overrides[at(row.fixed_by)].reason)));
  } else if (row.stands && assignment.state == AssignmentState::announced) {
    why.push_back(make_reason(ReasonCode::announced_stays));
  } else if (row.stands) {
    why.push_back(make_reason(ReasonCode::started_stays));
  } else if (field.allowed() == 1) {
    why.push_back(make_reason(ReasonCode::only_eligible));
  } else if (const Choice* next = field.next_best()) {
    why.push_back(deciding_level(field.chooser(), chosen, *next));
  } else {
    // Others may take it, but none of them has room: against leaving it, which is the only other choice.
    why.push_back(deciding_level(field.chooser(), chosen, field.chooser().left_unassigned()));
  }
  if (row.stands) return why;
  for (Reason& reason : prices_of(p, row, chosen.person)) {
    if (speaks_for(reason)) why.push_back(std::move(reason));
  }
  return why;
}

/// Those whom the client or the family has already, where they cannot have this decision: full, away or barred, which the excluded say.
std::vector<Reason> holders_who_cannot(const Prepared& p, const Row& row, Index chosen, const std::vector<ExcludedCaseworker>& excluded) {
  std::vector<Reason> reasons;
  if (row.stands || excluded.empty()) return reasons;
  const auto add = [&](Index holder) {
    if (holder == none || holder == chosen) return;
    const CaseworkerId& id = p.persons[at(holder)].row->id;
    const bool cannot = std::any_of(excluded.begin(), excluded.end(), [&](const ExcludedCaseworker& one) { return one.caseworker == id; });
    if (!cannot) return;
    Reason reason = make_reason(ReasonCode::holder_cannot_take, text_of("caseworker", id.value()));
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(std::move(reason));
  };
  for (const Member& member : row.members) {
    if (!member.leads) continue;
    const Keepers keepers = keepers_of(Pair(p, member, 0));
    if (keepers.mode != RuleMode::off) {
      if (keepers.several != nullptr) {
        for (const Index keeper : *keepers.several) add(keeper);
      } else {
        add(keepers.one);
      }
    }
    if (p.policy->rule(Rule::family).mode != RuleMode::off) add(p.cases[at(member.case_index)].family);
  }
  return reasons;
}

/// Where each case begins in the plan's assignments.
using PlanIndex = std::unordered_map<CaseId, std::size_t>;

PlanIndex places_in(const Plan& plan) {
  PlanIndex index;
  index.reserve(plan.assignments.size());
  for (std::size_t i = 0; i < plan.assignments.size(); ++i) index.emplace(plan.assignments[i].case_id, i);
  return index;
}

const Assignment& find_assignment(const Plan& plan, const PlanIndex& index, const CaseId& case_id, std::string_view role) {
  const auto first = index.find(case_id);
  if (first != index.end()) {
    for (std::size_t i = first->second; i < plan.assignments.size(); ++i) {
      const Assignment& assignment = plan.assignments[i];
      if (assignment.case_id == case_id && assignment.role == role) return assignment;
    }
  }
  const bool case_found = first != index.end();
  refuse_row(ErrorCode::unknown_id, "plan.assignments", case_found ? "role" : "case", std::nullopt,
             case_found ? "a role of case " + case_id.value() : std::string("a case of the plan"),
             case_found ? std::string(role) : case_id.value());
}

/// The whole truth, for the allocator. `as_planned` is the state that the plan leaves.
Explanation explain_fully(const Prepared& p, const Quotas& quotas, const Candidates& candidates, const State& as_planned,
                          const Assignment& assignment, Index slot_number, int top) {
  const Slot& slot = p.slots[at(slot_number)];
  Explanation explanation;
  explanation.case_id = assignment.case_id;
  explanation.role = assignment.role;
  explanation.caseworker = assignment.caseworker;

  const auto person = p.person_of.find(assignment.caseworker);
  const Index chosen = person == p.person_of.end() ? none : person->second;
  if (chosen == none && assignment.caseworker.empty()) {
    const Reason reason = reason_left_over(p, candidates, State(p, quotas), as_planned, slot.row, Stage::proposed);
    explanation.why.push_back(reason);
    explanation.relaxation = cheapest_relaxation(p, candidates, as_planned, slot.row, reason);
  } else if (chosen == none) {  // with somebody outside the table
    explanation.why.push_back(make_reason(assignment.state == AssignmentState::announced ? ReasonCode::announced_stays : ReasonCode::started_stays));
  }

  std::optional<State> without;  // the row's own part taken out
  if (as_planned.person_of(slot.row) != none) {
    without.emplace(as_planned);
    without->remove(slot.row);
  }
  const Field field(p, without ? *without : as_planned, slot.row, chosen, top);
  if (chosen == none) {
    explanation.alternatives = field.alternatives(field.chooser().left_unassigned());
  } else {
    explanation.why = why_chosen(p, field, slot, field.chosen(), assignment);
    explanation.alternatives = field.alternatives(field.chosen());
  }
  explanation.excluded = field.excluded();
  for (Reason& reason : holders_who_cannot(p, p.rows[at(slot.row)], chosen, explanation.excluded)) explanation.why.push_back(std::move(reason));
  return explanation;
}

std::vector<Reason> why_not(const Prepared& p, const CaseId& case_id, std::string_view role, const CaseworkerId& caseworker) {
  const Slot& slot = p.slots[at(find_slot(p, case_id, role, "cases"))];
  const auto person = p.person_of.find(caseworker);
  if (person == p.person_of.end()) {
    refuse_row(ErrorCode::unknown_id, "caseworkers", "id", std::nullopt, "a caseworker of the caseworkers table", caseworker.value());
  }
  return barriers_of(p, p.rows[at(slot.row)], person->second);
}

}  // namespace

}  // namespace detail

std::string_view to_string(Audience audience) noexcept {
  const auto index = static_cast<std::size_t>(audience);
  return index < detail::audience_names.size() ? detail::audience_names[index] : std::string_view("unknown");
}

Audience audience_from_string(std::string_view name) {
  const auto found = std::find(detail::audience_names.begin(), detail::audience_names.end(), name);
  if (found == detail::audience_names.end()) {
    throw InvalidDataError({ErrorCode::invalid_argument, "", "audience", std::nullopt, "allocator, caseworker, colleague or case_file", std::string(name)});
  }
  return static_cast<Audience>(found - detail::audience_names.begin());
}

struct Explainer::Parts {
  Parts(const AllocationInput& input, const AllocationPolicy& policy, const Plan& of)
      : plan(of), index(detail::places_in(of)), p(detail::prepare(input, policy)), quotas(p), candidates(p), state(p, quotas, of) {}

  const Plan& plan;
  detail::PlanIndex index;
  detail::Prepared p;
  detail::Quotas quotas;
  detail::Candidates candidates;
  detail::State state;
};

Explainer::Explainer(const AllocationInput& input, const AllocationPolicy& policy, const Plan& plan)
    : parts_(std::make_unique<Parts>(input, policy, plan)) {}
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;
Explainer::~Explainer() = default;

Explanation Explainer::explain(const CaseId& case_id, std::string_view role, Audience audience, int top) const {
  const Assignment& assignment = detail::find_assignment(parts_->plan, parts_->index, case_id, role);
  const detail::Index slot = detail::find_slot(parts_->p, case_id, role, "plan.assignments");
  return detail::seen_by(parts_->p, audience, detail::explain_fully(parts_->p, parts_->quotas, parts_->candidates, parts_->state, assignment, slot, top));
}

std::vector<Reason> Explainer::why_not(const CaseId& case_id, std::string_view role, const CaseworkerId& caseworker) const {
  return detail::why_not(parts_->p, case_id, role, caseworker);
}

Explanation explain(const AllocationInput& input, const AllocationPolicy& policy, const Plan& plan, const CaseId& case_id,
                    std::string_view role, Audience audience, int top) {
  return Explainer(input, policy, plan).explain(case_id, role, audience, top);
}

std::vector<Reason> why_not(const AllocationInput& input, const AllocationPolicy& policy, const CaseId& case_id, std::string_view role,
                            const CaseworkerId& caseworker) {
  return detail::why_not(detail::prepare(input, policy), case_id, role, caseworker);
}

}  // namespace evenload::allocation
