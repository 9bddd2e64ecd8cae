/// \file
/// Who may have roles of one case side by side. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

/// Why two people may not have two decisions of one group.
enum class Clash { nothing, same_person, kept_apart, units };

/// What keeps `person` from the row while `other` has another row of its group.
inline Clash clash_of(const Prepared& p, const Row& row, Index person, Index other_row, Index other) {
  if (person == other) return Clash::same_person;
  const Person& who = p.persons[at(person)];
  if (contains(who.apart, other)) return Clash::kept_apart;
  for (const auto& [tied, alike] : row.ties) {
    if (tied != other_row) continue;
    const bool same = who.unit != none && who.unit == p.persons[at(other)].unit;
    if (same != alike) return Clash::units;
  }
  return Clash::nothing;
}

inline Barrier barrier_of(Clash clash) {
  switch (clash) {
    case Clash::kept_apart: return {ReasonCode::kept_apart, Rule::worker_pairs};
    case Clash::units: return {ReasonCode::role_in_wrong_unit, Rule::parallel_roles};
    default: return {ReasonCode::role_needs_other_person, std::nullopt};
  }
}

/// `slot` is one that `other` has.
inline Reason clash_reason(const Prepared& p, Clash clash, const Slot& slot, Index other) {
  const std::string& role = p.role(slot).name;
  switch (clash) {
    case Clash::kept_apart:
      return make_reason(ReasonCode::kept_apart,
                         text_of("caseworker", p.persons[at(other)].row->id.value()));
    case Clash::units: {
      const std::string& unit = p.persons[at(other)].row->unit.value();
      Reason reason = make_reason(ReasonCode::role_in_wrong_unit, text_of("role", role));
      if (!unit.empty()) reason.parameters.push_back(text_of("unit", unit));
      return reason;
    }
    default: return make_reason(ReasonCode::role_needs_other_person, text_of("role", role));
  }
}

/// Roles of the group that stand.
template <class Sink>
bool bar_companions(const Prepared& p, const Row& row, Index person, Sink&& sink) {
  for (const auto& [holder, slot] : row.taken) {
    const Slot& taken = p.slots[at(slot)];
    const Clash clash = clash_of(p, row, person, taken.row, holder);
    if (clash == Clash::nothing) continue;
    const Index other = holder;
    if (!sink(barrier_of(clash), [&, clash, other] { return clash_reason(p, clash, taken, other); })) {
      return false;
    }
  }
  return true;
}

}  // namespace evenload::allocation::detail
