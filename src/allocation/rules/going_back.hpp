/// \file
/// Back to whoever had it: reopening, continuity, family. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

/// Whether a soft or hard rule about the previous or the family's caseworker can be met at all.
inline bool can_go_back_to(const Prepared& p, Index person) {
  return person != none && p.persons[at(person)].capacity > Rational(0);
}

/// Who keeps the client, and by which rule. Who has the case now comes before everybody; inside the
/// window of its type, a reopened case goes back to who had it; else to who leads another case of the
/// client, else to who had this one before.
struct Keepers {
  Rule rule = Rule::continuity;
  RuleMode mode = RuleMode::off;
  std::int64_t price = 0;
  Index one = none;                              // a single keeper
  const std::vector<Index>* several = nullptr;   // or any of these
  bool any() const { return one != none || several != nullptr; }
  bool include(Index person) const {
    return several != nullptr ? contains(*several, person) : person == one;
  }
  Index first() const { return several != nullptr ? several->front() : one; }
};

inline Keepers keepers_of(const Pair& pair) {
  const PreparedCase& c = pair.c;
  Keepers keepers;
  keepers.mode = pair.mode(Rule::continuity);
  keepers.price = pair.price(Rule::continuity);
  keepers.one = pair.member.current_holder;
  if (keepers.one != none || !pair.member.leads) return keepers;
  if (c.reopened && c.reopening.mode != RuleMode::off) {
    keepers.rule = Rule::reopening;
    keepers.mode = c.reopening.mode;
    keepers.price = c.reopening.price;
    keepers.one = c.previous;
  } else if (!c.client_holders.empty()) {
    keepers.several = &c.client_holders;
  } else {
    keepers.one = c.previous;
  }
  return keepers;
}

/// Reopening and continuity back to whoever keeps the client, family to the family's; asked of the
/// lead. What is released may leave its holder even where continuity is hard.
template <class Sink>
bool bar_going_back(const Pair& pair, Sink&& sink) {
  if (!pair.member.leads) return true;
  const PreparedCase& c = pair.c;
  Keepers keepers = keepers_of(pair);
  if (keepers.rule == Rule::reopening && keepers.mode != RuleMode::hard && pair.is_hard(Rule::continuity)) {
    keepers.rule = Rule::continuity;
    keepers.mode = RuleMode::hard;
  }
  const bool free = pair.member.current_holder == none;
  if (free && keepers.mode == RuleMode::hard && keepers.any() && !keepers.include(pair.number)) {
    const bool possible = keepers.several == nullptr
                              ? can_go_back_to(pair.p, keepers.one)
                              : std::any_of(keepers.several->begin(), keepers.several->end(),
                                            [&](Index one) { return can_go_back_to(pair.p, one); });
    const Index first = keepers.first();
    const Barrier barrier{ReasonCode::not_previous_caseworker, keepers.rule};
    if (possible && !sink(barrier, [&, first] {
          return make_reason(ReasonCode::not_previous_caseworker,
                             text_of("previous", pair.id_of(first)));
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
  const Keepers keepers = keepers_of(pair);
  if (!keepers.any() || keepers.mode == RuleMode::off) return;
  if (keepers.include(pair.number)) {
    sink(std::int64_t{0}, [&] {
      return make_reason(ReasonCode::continuity_kept, text_of("previous", pair.id_of(pair.number)));
    });
  } else if (keepers.rule == Rule::reopening) {
    sink(keepers.price, [&] {
      return make_reason(ReasonCode::soft_rule, text_of("rule", std::string(to_string(keepers.rule))),
                         whole_of("price", keepers.price));
    });
  } else {
    sink(keepers.price, [&] {
      return make_reason(ReasonCode::continuity_broken,
                         text_of("previous", pair.id_of(keepers.first())),
                         whole_of("price", keepers.price));
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
