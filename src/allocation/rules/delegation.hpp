/// \file
/// Delegated authority. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

inline bool lacks_delegation(const Pair& pair) {
  return pair.member.needs_delegation &&
         pair.person.row->delegation_level < pair.c.row->delegation_level;
}

template <class Sink>
bool bar_delegation(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::delegation) || !lacks_delegation(pair)) return true;
  return sink(Barrier{ReasonCode::delegation_too_low, Rule::delegation}, [&] {
    return make_reason(ReasonCode::delegation_too_low,
                       whole_of("needed", pair.c.row->delegation_level),
                       whole_of("held", pair.person.row->delegation_level));
  });
}

template <class Sink>
void charge_delegation(const Pair& pair, Sink&& sink) {
  if (pair.is_soft(Rule::delegation) && lacks_delegation(pair)) {
    charge_rule(pair, Rule::delegation, sink);
  }
}

}  // namespace evenload::allocation::detail
