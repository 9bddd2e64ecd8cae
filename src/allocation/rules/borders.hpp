/// \file
/// Borders of unit, committee and municipality. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

/// A unit that is asked of the caseworker and is not theirs, or none.
inline Index foreign_unit(const Pair& pair) {
  if (pair.person.all_units) return none;
  for (const Index unit : pair.member.units) {
    if (!contains(pair.person.units, unit)) return unit;
  }
  return none;
}

template <class Sink>
bool bar_unit(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::unit_border)) return true;
  const Index unit = foreign_unit(pair);
  if (unit == none) return true;
  return sink(Barrier{ReasonCode::other_unit, Rule::unit_border}, [&, unit] {
    return make_reason(ReasonCode::other_unit, text_of("case_unit", pair.p.units[at(unit)].value()),
                       text_of("caseworker_unit", pair.person.row->unit.value()));
  });
}

template <class Sink>
void charge_unit(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::unit_border)) return;
  const Index unit = foreign_unit(pair);
  if (unit == none) return;
  sink(pair.price(Rule::unit_border), [&, unit] {
    return make_reason(ReasonCode::soft_other_unit,
                       text_of("case_unit", pair.p.units[at(unit)].value()),
                       text_of("caseworker_unit", pair.person.row->unit.value()),
                       whole_of("price", pair.price(Rule::unit_border)));
  });
}

inline bool crosses_municipality(const Pair& pair) {
  return pair.c.municipality != none && pair.c.municipality != pair.person.municipality;
}

/// Whether an agreement between the municipalities covers the case on the day it starts.
inline bool agreed(const Pair& pair) {
  if (pair.c.municipality == none || pair.person.municipality == none) return false;
  const std::string& of_case = pair.p.municipalities[at(pair.c.municipality)];
  const std::string& of_person = pair.p.municipalities[at(pair.person.municipality)];
  const std::vector<Agreement>& rows = pair.p.input->agreements;
  return std::any_of(rows.begin(), rows.end(), [&](const Agreement& row) {
    return row.municipality == of_case && row.with == of_person &&
           (row.case_type.empty() || row.case_type == pair.c.row->type) &&
           (!row.from || *row.from <= pair.c.start) && (!row.to || pair.c.start <= *row.to);
  });
}

template <class Sink>
bool bar_municipality(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::municipality_border) || !crosses_municipality(pair)) return true;
  if (agreed(pair)) return true;
  return sink(Barrier{ReasonCode::other_municipality, Rule::municipality_border}, [&] {
    const Index of_person = pair.person.municipality;
    return make_reason(
        ReasonCode::other_municipality,
        text_of("case_municipality", pair.p.municipalities[at(pair.c.municipality)]),
        text_of("caseworker_municipality",
                of_person == none ? std::string() : pair.p.municipalities[at(of_person)]));
  });
}

template <class Sink>
void charge_agreement(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::municipality_border) || !crosses_municipality(pair)) return;
  if (!agreed(pair)) return;
  sink(pair.price(Rule::municipality_border), [&] {
    return make_reason(ReasonCode::by_agreement,
                       text_of("municipality", pair.p.municipalities[at(pair.c.municipality)]),
                       whole_of("price", pair.price(Rule::municipality_border)));
  });
}

/// An agreement between municipalities reaches across their committees, too.
template <class Sink>
bool bar_committee(const Pair& pair, Sink&& sink) {
  const Index of_case = pair.c.committee;
  const Index of_person = pair.person.committee;
  if (!pair.is_hard(Rule::committee_border) || of_case == none || of_case == of_person) return true;
  if (crosses_municipality(pair) && agreed(pair)) return true;
  return sink(Barrier{ReasonCode::other_committee, Rule::committee_border}, [&] {
    return make_reason(ReasonCode::other_committee,
                       text_of("case_committee", pair.p.committees[at(of_case)]),
                       text_of("caseworker_committee", of_person == none
                                                           ? std::string()
                                                           : pair.p.committees[at(of_person)]));
  });
}

}  // namespace evenload::allocation::detail
