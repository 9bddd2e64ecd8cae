/// \file
/// The client's language, or an interpreter. Asked of the lead. Private.
#pragma once

#include "pair.hpp"
#include "src/allocation/prepare/presence.hpp"

namespace evenload::allocation::detail {

inline bool lacks_language(const Pair& pair) {
  return pair.member.leads && pair.c.language != none && !speaks(pair.person, pair.c.language);
}

/// With an interpreter everybody may, unless the interpreter comes after the deadline.
template <class Sink>
bool bar_late_interpreter(const Pair& pair, Sink&& sink) {
  const PreparedCase& c = pair.c;
  if (c.interpreter_days == 0 || !c.deadline || c.interpreter_from <= *c.deadline) return true;
  return sink(Barrier{ReasonCode::interpreter_too_late, Rule::language}, [&] {
    return make_reason(ReasonCode::interpreter_too_late, text_of("language", c.row->language),
                       date_of("from", c.interpreter_from), date_of("deadline", *c.deadline));
  });
}

template <class Sink>
bool bar_language(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::language) || !lacks_language(pair)) return true;
  if (pair.c.row->interpreter) return bar_late_interpreter(pair, sink);
  return sink(Barrier{ReasonCode::missing_language, Rule::language}, [&] {
    return make_reason(ReasonCode::missing_language, text_of("language", pair.c.row->language));
  });
}

/// The days that the interpreter takes beyond those until the caseworker is there; together they are
/// the late start, so that the number tells of absence and is for the allocator alone.
template <class Sink>
void charge_interpreter_wait(const Pair& pair, Sink&& sink) {
  if (pair.c.interpreter_days == 0 || !pair.is_soft(Rule::late_start)) return;
  const std::int64_t days = pair.c.interpreter_days - late_days(pair.p, pair.person, pair.c);
  if (days <= 0) return;
  const std::int64_t total = checked_multiply(days, pair.price(Rule::late_start));
  sink(total, [&pair, days, total] {
    return make_reason(ReasonCode::interpreter_lead_time,
                       text_of("language", pair.c.row->language), whole_of("days", days),
                       whole_of("price", total));
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
  charge_interpreter_wait(pair, sink);
}

}  // namespace evenload::allocation::detail
