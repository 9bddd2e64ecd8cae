// A person's decisions on single roles: they go before what stands and before every rule.
#include <algorithm>
#include <string>

#include "prepared.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

constexpr std::string_view overrides_table = "overrides";

Slot& overridden_slot(Prepared& p, const Override& row, std::size_t i) {
  const auto found = p.case_of.find(row.case_id);
  if (found == p.case_of.end()) {
    refuse_row(ErrorCode::unknown_id, overrides_table, "case", i, "a case of the cases table", row.case_id.value());
  }
  const PreparedCase& c = p.cases[at(found->second)];
  for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
    if (p.role(p.slots[at(k)]).name == row.role) return p.slots[at(k)];
  }
  refuse_row(ErrorCode::unknown_id, overrides_table, "role", i, "a role of case " + row.case_id.value(), row.role);
}

Index overriding_person(const Prepared& p, const Override& row, std::size_t i) {
  if (row.caseworker.empty()) {
    refuse_row(ErrorCode::missing_value, overrides_table, "caseworker", i, "the caseworker that the decision names", "nothing");
  }
  const auto found = p.person_of.find(row.caseworker);
  if (found == p.person_of.end()) {
    refuse_row(ErrorCode::unknown_id, overrides_table, "caseworker", i, "a caseworker of the caseworkers table", row.caseworker.value());
  }
  return found->second;
}

[[noreturn]] void refuse_contradiction(std::size_t i, Index earlier, const std::string& found) {
  refuse_row(ErrorCode::contradiction, overrides_table, "kind", i,
             "one decision for a case and role, as in row " + std::to_string(earlier), found);
}

/// Of decisions that say the same, the first in the table counts; of those that do not, the later row is refused.
void record(Prepared& p, const Override& row, std::size_t i) {
  Slot& slot = overridden_slot(p, row, i);
  const Index number = to_index(i);
  switch (row.kind) {
    case OverrideKind::assign: {
      const Index person = overriding_person(p, row, i);
      if (slot.left_by != none) refuse_contradiction(i, slot.left_by, "an assignment to " + row.caseworker.value());
      if (slot.assigned_by != none && p.input->overrides[at(slot.assigned_by)].caseworker != row.caseworker) {
        refuse_contradiction(i, slot.assigned_by, "an assignment to " + row.caseworker.value());
      }
      for (const auto& [forbidden, by] : slot.forbidden) {
        if (forbidden == person) refuse_contradiction(i, by, "an assignment to " + row.caseworker.value());
      }
      if (slot.assigned_by == none) slot.assigned_by = number;
      break;
    }
    case OverrideKind::forbid: {
      const Index person = overriding_person(p, row, i);
      if (slot.assigned_by != none && p.input->overrides[at(slot.assigned_by)].caseworker == row.caseworker) {
        refuse_contradiction(i, slot.assigned_by, "a ban on " + row.caseworker.value());
      }
      slot.forbidden.emplace_back(person, number);
      break;
    }
    case OverrideKind::leave_unassigned:
      if (!row.caseworker.empty()) {
        refuse_row(ErrorCode::contradiction, overrides_table, "caseworker", i, "nobody, where the case is left unassigned", row.caseworker.value());
      }
      if (slot.assigned_by != none) refuse_contradiction(i, slot.assigned_by, "leave_unassigned");
      if (slot.left_by == none) slot.left_by = number;
      break;
    default:
      refuse_row(ErrorCode::out_of_range, overrides_table, "kind", i, "assign, forbid or leave_unassigned",
                 std::to_string(static_cast<std::int32_t>(row.kind)));
  }
}

}  // namespace

void apply_overrides(Prepared& p) {
  for (std::size_t i = 0; i < p.input->overrides.size(); ++i) {
    const Override& row = p.input->overrides[i];
    if (row.reason.empty()) refuse_row(ErrorCode::missing_value, overrides_table, "reason", i, "why it was decided", "nothing");
    record(p, row, i);
  }
  for (Slot& slot : p.slots) {
    std::sort(slot.forbidden.begin(), slot.forbidden.end());
    const bool holder_forbidden =
        slot.holder != none && std::any_of(slot.forbidden.begin(), slot.forbidden.end(), [&](const auto& f) { return f.first == slot.holder; });
    if (slot.assigned_by != none || slot.left_by != none || holder_forbidden) slot.stands = false;  // decided anew
  }
}

}  // namespace evenload::allocation::detail
