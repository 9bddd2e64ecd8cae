/// \file
/// Hand-overs that are known ahead: whoever can follow the case into its next phase spares one.
/// Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

/// The next hand-over of the member's roles that this person would have to make, or null.
inline const PlannedHandover* next_handover(const Pair& pair) {
  const PlannedHandover* next = nullptr;
  for (const Index number : pair.c.handovers) {
    const PlannedHandover& row = pair.p.input->handovers[at(number)];
    const bool of_role = std::any_of(
        pair.member.slots.begin(), pair.member.slots.end(),
        [&](Index slot) { return pair.p.role(pair.p.slots[at(slot)]).name == row.role; });
    if (!of_role) continue;
    const Index unit = unit_number(pair.p, row.unit);
    const bool follows = row.caseworker.empty()
                             ? pair.person.all_units || contains(pair.person.units, unit)
                             : row.caseworker == pair.person.row->id;
    if (follows) continue;
    if (next == nullptr || std::pair(row.on, row.unit) < std::pair(next->on, next->unit)) {
      next = &row;
    }
  }
  return next;
}

template <class Sink>
bool bar_handover(const Pair& pair, Sink&& sink) {
  if (pair.c.handovers.empty() || !pair.is_hard(Rule::planned_handover)) return true;
  const PlannedHandover* next = next_handover(pair);
  if (next == nullptr) return true;
  return sink(Barrier{ReasonCode::would_hand_over, Rule::planned_handover}, [next] {
    return make_reason(ReasonCode::would_hand_over, text_of("unit", next->unit.value()),
                       date_of("on", next->on));
  });
}

template <class Sink>
void charge_handover(const Pair& pair, Sink&& sink) {
  if (pair.c.handovers.empty() || !pair.is_soft(Rule::planned_handover)) return;
  const PlannedHandover* next = next_handover(pair);
  if (next == nullptr) return;
  const std::int64_t price = pair.price(Rule::planned_handover);
  sink(price, [next, price] {
    return make_reason(ReasonCode::would_hand_over, text_of("unit", next->unit.value()),
                       date_of("on", next->on), whole_of("price", price));
  });
}

}  // namespace evenload::allocation::detail
