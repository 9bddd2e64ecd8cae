/// \file
/// The client's language, or an interpreter. Asked of the lead. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

inline bool lacks_language(const Pair& pair) {
  return pair.member.leads && pair.c.language != none && !speaks(pair.person, pair.c.language);
}

template <class Sink>
bool bar_language(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::language) || pair.c.row->interpreter) return true;
  if (!lacks_language(pair)) return true;
  return sink(Barrier{ReasonCode::missing_language, Rule::language}, [&] {
    return make_reason(ReasonCode::missing_language, text_of("language", pair.c.row->language));
  });
}

template <class Sink>
void charge_language(const Pair& pair, Sink&& sink) {
  if (pair.mode(Rule::language) == RuleMode::off || !lacks_language(pair)) return;
  if (!pair.c.row->interpreter) {
    if (pair.is_soft(Rule::language)) charge_rule(pair, Rule::language, sink);
    return;
  }
  sink(pair.price(Rule::language), [&] {
    return make_reason(ReasonCode::interpreter_needed, text_of("language", pair.c.row->language),
                       whole_of("price", pair.price(Rule::language)));
  });
}

}  // namespace evenload::allocation::detail
