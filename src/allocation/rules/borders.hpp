/// \file
/// Borders of unit and committee. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

inline bool crosses_unit(const Pair& pair) {
  return pair.c.unit != none && !pair.person.all_units && !contains(pair.person.units, pair.c.unit);
}

template <class Sink>
bool bar_unit(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::unit_border) || !crosses_unit(pair)) return true;
  return sink(Barrier{ReasonCode::other_unit, Rule::unit_border}, [&] {
    return make_reason(ReasonCode::other_unit, text_of("case_unit", pair.c.row->unit.value()),
                       text_of("caseworker_unit", pair.person.row->unit.value()));
  });
}

template <class Sink>
void charge_unit(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::unit_border) || !crosses_unit(pair)) return;
  sink(pair.price(Rule::unit_border), [&] {
    return make_reason(ReasonCode::soft_other_unit, text_of("case_unit", pair.c.row->unit.value()),
                       text_of("caseworker_unit", pair.person.row->unit.value()),
                       whole_of("price", pair.price(Rule::unit_border)));
  });
}

template <class Sink>
bool bar_committee(const Pair& pair, Sink&& sink) {
  const Index of_case = pair.c.committee;
  const Index of_person = pair.person.committee;
  if (!pair.is_hard(Rule::committee_border) || of_case == none || of_case == of_person) return true;
  return sink(Barrier{ReasonCode::other_committee, Rule::committee_border}, [&] {
    return make_reason(ReasonCode::other_committee,
                       text_of("case_committee", pair.p.committees[at(of_case)]),
                       text_of("caseworker_committee", of_person == none
                                                           ? std::string()
                                                           : pair.p.committees[at(of_person)]));
  });
}

}  // namespace evenload::allocation::detail
