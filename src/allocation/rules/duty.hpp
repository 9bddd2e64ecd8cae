/// \file
/// Cases for those on duty only. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

inline bool off_duty(const Pair& pair) { 
  return pair.c.row->duty && !is_on_duty(pair.person, pair.c);
}

template <class Sink>
bool bar_duty(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::duty) || !off_duty(pair)) return true;
  return sink(Barrier{ReasonCode::not_on_duty, Rule::duty},
              [] { return make_reason(ReasonCode::not_on_duty); });
}

template <class Sink>
void charge_duty(const Pair& pair, Sink&& sink) {
  if (pair.is_soft(Rule::duty) && off_duty(pair)) charge_rule(pair, Rule::duty, sink);
}

}  // namespace evenload::allocation::detail
