// Roles of every case, what each weighs, who has it now, and what stands. Equation (5) of docs/models/allocation.md.
#include <algorithm>
#include <string>

#include "prepared.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

const RolesOfType* roles_row(const AllocationPolicy& policy, const std::string& type) {
  const RolesOfType* general = nullptr;
  for (const RolesOfType& row : policy.roles_of_type) {
    if (row.case_type == type) return &row;
    if (row.case_type.empty()) general = &row;
  }
  return general;
}

Index role_number(const AllocationPolicy& policy, const std::string& name) {
  const auto found = std::find_if(policy.roles.begin(), policy.roles.end(), [&](const Role& role) { return role.name == name; });
  return found == policy.roles.end() ? none : static_cast<Index>(found - policy.roles.begin());
}

/// The case's own roles, else those of its type, else one lead; with risk, the policy's second role besides.
std::vector<Index> roles_of(const Prepared& p, PreparedCase& c) {
  const AllocationPolicy& policy = *p.policy;
  const Case& row = *c.row;
  const RolesOfType* of_type = roles_row(policy, row.type);
  std::vector<Index> roles;
  if (!row.roles.empty()) {
    for (const std::string& name : row.roles) roles.push_back(role_number(policy, name));
  } else if (of_type != nullptr) {
    for (const std::string& name : of_type->roles) roles.push_back(role_number(policy, name));
  } else {
    const Index lead = role_number(policy, "lead");
    roles.push_back(lead == none ? 0 : lead);
  }
  c.of_type = of_type;
  if (of_type != nullptr) c.same_person = of_type->same_person;
  if (row.risk && policy.rule(Rule::risk_two_workers).mode == RuleMode::hard) {
    const Index second = role_number(policy, policy.second_role);
    if (std::find(roles.begin(), roles.end(), second) == roles.end()) roles.push_back(second);
    // Two workers are two people, whatever the type says.
    std::erase_if(c.same_person, [&](const auto& pair) { return pair[0] == policy.second_role || pair[1] == policy.second_role; });
  }
  return roles;
}

/// Share of the case's weight: the weight table's where it names the role, else the policy's.
Rational share_of(const Prepared& p, const Role& role, const std::string& type) {
  if (p.weights != nullptr) {
    for (const workload::RoleShare& share : p.weights->role_shares) {
      if (share.role == role.name && (share.case_type.empty() || share.case_type == type)) {
        return workload::role_share(*p.weights, role.name, type);
      }
    }
  }
  return role.share;
}

void set_holder(const Prepared& p, Slot& slot, const CaseworkerId& id, AssignmentState state, bool released) {
  slot.state = state;
  slot.holder_id = id;
  const auto found = p.person_of.find(id);
  slot.holder = found == p.person_of.end() ? none : found->second;
  slot.stands = (state == AssignmentState::announced || state == AssignmentState::started) && !released;
}

bool is_held_by_someone(AssignmentState state) { return state == AssignmentState::announced || state == AssignmentState::started; }

void add_assignments(Prepared& p) {
  for (std::size_t i = 0; i < p.input->assignments.size(); ++i) {
    const StandingAssignment& row = p.input->assignments[i];
    const PreparedCase& c = p.cases[at(p.case_of.at(row.case_id))];
    Slot* slot = nullptr;
    for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
      if (p.role(p.slots[at(k)]).name == row.role) slot = &p.slots[at(k)];
    }
    if (slot == nullptr) refuse_row(ErrorCode::unknown_id, "assignments", "role", i, "a role of case " + row.case_id.value(), row.role);
    if (row.state == AssignmentState::open) continue;
    if (!slot->holder_id.empty() && slot->state != AssignmentState::open && slot->holder_id != row.caseworker) {
      refuse_row(ErrorCode::contradiction, "assignments", "caseworker", i,
                 slot->holder_id.value() + ", as the case's own row says", row.caseworker.value());
    }
    set_holder(p, *slot, row.caseworker, row.state, row.released);
  }
}

void check_holders(const Prepared& p) {
  for (const Slot& slot : p.slots) {
    const PreparedCase& c = p.cases[at(slot.case_index)];
    if (slot.position == 0 && is_held_by_someone(c.row->state) && slot.holder_id.empty()) {
      refuse_row(ErrorCode::missing_value, "cases", "current_caseworker", c.input_row, "who has the case, as its state says", "nothing");
    }
  }
}

void report_cases(Prepared& p) {
  const auto report = [&](ReasonCode code, const Case& row, const CaseworkerId& id) {
    p.notices.push_back(make_reason(code, text_of("case", row.id.value()), text_of("caseworker", id.value())));
  };
  for (const PreparedCase& c : p.cases) {
    const Case& row = *c.row;
    bool open = false;
    for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
      const Slot& slot = p.slots[at(k)];
      open = open || !slot.stands;
      if (is_held_by_someone(slot.state) && slot.holder == none) report(ReasonCode::unknown_current_caseworker, row, slot.holder_id);
    }
    if (!open) continue;  // references and dates of what stands decide nothing
    if (c.previous == none && !row.previous_caseworker.empty() && !row.transferred) report(ReasonCode::unknown_previous_caseworker, row, row.previous_caseworker);
    if (c.family == none && !row.family_caseworker.empty()) report(ReasonCode::unknown_family_caseworker, row, row.family_caseworker);
    if (c.deadline && *c.deadline < p.on) {
      p.notices.push_back(make_reason(ReasonCode::deadline_passed, text_of("case", row.id.value()), date_of("deadline", *c.deadline)));
    }
    if (!row.held_by.empty() && row.held_until && *row.held_until < p.on) {
      p.notices.push_back(make_reason(ReasonCode::hold_expired, text_of("case", row.id.value()), date_of("held_until", *row.held_until)));
    } else if (!row.held_by.empty() && row.held_until && (*row.held_until - p.on).count() <= p.policy->hold_notice_days) {
      p.notices.push_back(make_reason(ReasonCode::hold_ends_soon, text_of("case", row.id.value()), text_of("held_by", row.held_by.value()),
                                      date_of("held_until", *row.held_until)));
    }
  }
}

}  // namespace

void prepare_slots(Prepared& p) {
  for (std::size_t i = 0; i < p.cases.size(); ++i) {
    PreparedCase& c = p.cases[i];
    const std::vector<Index> roles = roles_of(p, c);
    set_handover_load(p, c);
    c.first_slot = to_index(p.slots.size());
    c.slot_count = to_index(roles.size());
    for (std::size_t k = 0; k < roles.size(); ++k) {
      Slot slot;
      slot.case_index = to_index(i);
      slot.role = roles[k];
      slot.position = to_index(k);
      slot.load = at_row("cases", c.input_row, [&] { return c.weight * share_of(p, p.role(slot), c.row->type); });
      if (k == 0) slot.load = at_row("cases", c.input_row, [&] { return slot.load + c.handover_load; });
      slot.newcomer_load = slot.load;
      if (k != 0 && p.policy->newcomer_second_share && p.role(slot).name == p.policy->second_role) {
        slot.newcomer_load = at_row("cases", c.input_row, [&] { return c.weight * *p.policy->newcomer_second_share; });
      }
      if (k == 0 && c.row->state != AssignmentState::open && !c.row->current_caseworker.empty()) {
        set_holder(p, slot, c.row->current_caseworker, c.row->state, c.row->released);
      }
      p.slots.push_back(std::move(slot));
    }
  }
  add_assignments(p);
  check_holders(p);
}

void add_standing_loads(Prepared& p) {
  report_cases(p);
  const auto add = [&](Rational& to, const Rational& load, const Person& person) {
    to = at_row("caseworkers", person.input_row, [&] { return to + load; });
  };
  for (const Slot& slot : p.slots) {
    if (!is_held_by_someone(slot.state) || slot.holder == none) continue;
    Person& person = p.persons[at(slot.holder)];
    const Rational& load = load_with(slot, person);
    add(person.load_before, load, person);
    if (slot.stands) add(person.standing_load, load, person);
  }
  for (PreparedCase& c : p.cases) {
    const Slot& lead = p.slots[at(c.first_slot)];
    if (c.row->held_by.empty() || lead.stands) continue;
    const bool expired = c.row->held_until && *c.row->held_until < p.on;
    c.held = !expired && lead.assigned_by == none && lead.left_by == none;
    if (c.held_by == none) continue;
    Person& person = p.persons[at(c.held_by)];
    if (!is_held_by_someone(lead.state)) add(person.load_before, lead.load, person);  // else counted above
    if (c.held) add(person.standing_load, lead.load, person);
  }
  for (const Person& person : p.persons) {
    const std::string& id = person.row->id.value();
    if (person.capacity == Rational(0)) {
      if (person.standing_load > Rational(0)) {
        p.notices.push_back(make_reason(ReasonCode::work_to_cover, text_of("caseworker", id), number_of("base_load", person.standing_load)));
      }
    } else if (person.standing_load > person.hard_limit) {
      p.notices.push_back(make_reason(ReasonCode::base_load_past_hard_limit, text_of("caseworker", id),
                                      number_of("base_load", person.standing_load), number_of("hard_limit", person.hard_limit)));
    }
  }
}

}  // namespace evenload::allocation::detail
