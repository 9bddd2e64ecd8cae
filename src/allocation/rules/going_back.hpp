/// \file
/// Back to whoever had it: reopening, continuity, family. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

/// Whether a soft or hard rule about the previous or the family's caseworker can be met at all.
inline bool can_go_back_to(const Prepared& p, Index person) {
  return person != none && p.persons[at(person)].capacity > Rational(0);
}

/// Reopening and continuity back to the previous caseworker, family to the family's; asked of the
/// lead.
template <class Sink>
bool bar_going_back(const Pair& pair, Sink&& sink) {
  if (!pair.member.leads) return true;
  const PreparedCase& c = pair.c;
  const bool reopening = pair.is_hard(Rule::reopening) && c.reopened;
  const bool continuity = pair.is_hard(Rule::continuity) && pair.member.current_holder == none;
  const bool elsewhere = can_go_back_to(pair.p, c.previous) && c.previous != pair.number;
  if ((reopening || continuity) && elsewhere) {
    const Rule rule = reopening ? Rule::reopening : Rule::continuity;
    if (!sink(Barrier{ReasonCode::not_previous_caseworker, rule}, [&] {
          return make_reason(ReasonCode::not_previous_caseworker,
                             text_of("previous", pair.id_of(c.previous)));
        })) {
      return false;
    }
  }
  if (!pair.is_hard(Rule::family) || !can_go_back_to(pair.p, c.family)) return true;
  if (c.family == pair.number) return true;
  return sink(Barrier{ReasonCode::not_family_caseworker, Rule::family}, [&] {
    return make_reason(ReasonCode::not_family_caseworker, text_of("family", pair.id_of(c.family)));
  });
}

template <class Sink>
void charge_continuity(const Pair& pair, Sink&& sink) {
  // Who has it now comes before who had it once; inside the window, reopening takes the place of
  // continuity.
  const Index now = pair.member.current_holder;
  const Index before = now != none ? now : pair.member.leads ? pair.c.previous : none;
  if (before == none) return;
  const bool reopening =
      now == none && pair.c.reopened && pair.mode(Rule::reopening) != RuleMode::off;
  if (!reopening && pair.mode(Rule::continuity) == RuleMode::off) return;
  if (before == pair.number) {
    sink(std::int64_t{0}, [&] {
      return make_reason(ReasonCode::continuity_kept, text_of("previous", pair.id_of(before)));
    });
  } else if (reopening) {
    charge_rule(pair, Rule::reopening, sink);
  } else {
    sink(pair.price(Rule::continuity), [&] {
      return make_reason(ReasonCode::continuity_broken, text_of("previous", pair.id_of(before)),
                         whole_of("price", pair.price(Rule::continuity)));
    });
  }
}

template <class Sink>
void charge_family(const Pair& pair, Sink&& sink) {
  const Index keeper = pair.c.family;
  if (pair.mode(Rule::family) == RuleMode::off || !pair.member.leads || keeper == none) return;
  const Person& family = pair.p.persons[at(keeper)];
  const std::int64_t price = pair.price(Rule::family);
  if (keeper == pair.number) {
    sink(std::int64_t{0}, [&] {
      return make_reason(ReasonCode::family_kept, text_of("family", pair.id_of(keeper)));
    });
  } else if (family.unit != none && family.unit == pair.person.unit) {
    sink(price - price / 2, [&] {
      return make_reason(ReasonCode::same_unit_as_family, text_of("family", pair.id_of(keeper)),
                         text_of("unit", pair.person.row->unit.value()));
    });
  } else {
    sink(price, [&] {
      return make_reason(ReasonCode::family_broken, text_of("family", pair.id_of(keeper)),
                         whole_of("price", price));
    });
  }
}

}  // namespace evenload::allocation::detail
