/// \file
/// Delegated authority, and who decides where one's own does not reach. Private.
#pragma once

#include "pair.hpp"
#include "src/allocation/prepare/people.hpp"
#include "src/allocation/prepare/presence.hpp"

namespace evenload::allocation::detail {

inline bool lacks_delegation(const Pair& pair) {
  const std::int64_t needed = pair.c.row->delegation_level;
  return pair.member.needs_delegation && needed > 0 &&
         level_for(pair.person.authority, pair.c, pair.p) < needed;
}

/// Whose authority would reach, whether or not they can decide in this case; none: nobody's.
inline Index decider_by_authority(const Pair& pair) {
  if (pair.person.decider == none || pair.mode(Rule::delegation) == RuleMode::off) return none;
  const PreparedDecider& decider = pair.p.deciders[at(pair.person.decider)];
  if (level_for(decider.authority, pair.c, pair.p) < pair.c.row->delegation_level) return none;
  return pair.person.decider;
}

/// Who decides in this case for this person, who lacks the delegation; none: nobody may. Room for
/// one more decision is a limit (equation 10a), not asked here.
inline Index decider_of(const Pair& pair) {
  const Index number = decider_by_authority(pair);
  if (number == none || contains(pair.c.decider_conflicts, number)) return none;
  const PreparedDecider& decider = pair.p.deciders[at(number)];
  if (decider.person == none) return number;
  if (contains(pair.c.conflicts, decider.person)) return none;
  const Person& person = pair.p.persons[at(decider.person)];
  return is_away_throughout(pair.p, person, pair.c) ? none : number;
}

/// Whether somebody else decides in this case where the person has it.
inline bool needs_decision(const Pair& pair) {
  return lacks_delegation(pair) && decider_of(pair) != none;
}

template <class Sink>
bool bar_delegation(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::delegation) || !lacks_delegation(pair)) return true;
  if (decider_of(pair) != none) return true;
  // Away or a conflict of interest: of the decider, but for the allocator alone all the same.
  if (const Index decider = decider_by_authority(pair); decider != none) {
    return sink(Barrier{ReasonCode::decider_not_available, Rule::delegation}, [&] {
      return make_reason(ReasonCode::decider_not_available,
                         text_of("decider", pair.p.deciders[at(decider)].id.value()));
    });
  }
  if (const Delegation* over = expired_for(pair.person.authority, pair.c, pair.p)) {
    return sink(Barrier{ReasonCode::delegation_expired, Rule::delegation}, [over] {
      return make_reason(ReasonCode::delegation_expired, whole_of("level", over->level),
                         date_of("expired", *over->to));
    });
  }
  return sink(Barrier{ReasonCode::delegation_too_low, Rule::delegation}, [&] {
    return make_reason(ReasonCode::delegation_too_low,
                       whole_of("needed", pair.c.row->delegation_level),
                       whole_of("held", level_for(pair.person.authority, pair.c, pair.p)));
  });
}

template <class Sink>
void charge_delegation(const Pair& pair, Sink&& sink) {
  if (pair.mode(Rule::delegation) == RuleMode::off || !lacks_delegation(pair)) return;
  const Index decider = decider_of(pair);
  if (decider != none) {
    sink(pair.price(Rule::named_decider), [&] {
      return make_reason(ReasonCode::decided_by,
                         text_of("decider", pair.p.deciders[at(decider)].id.value()),
                         whole_of("price", pair.price(Rule::named_decider)));
    });
  } else if (pair.is_soft(Rule::delegation)) {
    charge_rule(pair, Rule::delegation, sink);
  }
}

}  // namespace evenload::allocation::detail
