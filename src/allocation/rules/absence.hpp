/// \file
/// Absence: who is not there when a case has to begin, and what a late start costs. Private.
#pragma once

#include "../presence.hpp"
#include "pair.hpp"

namespace evenload::allocation::detail {

template <class Sink>
bool bar_absence(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::absence) || !is_away_throughout(pair.p, pair.person, pair.c)) return true;
  return sink(Barrier{ReasonCode::absent, Rule::absence}, [&] {
    const auto [from, to] = absence_around(pair.person, pair.c);
    return make_reason(ReasonCode::absent, date_of("from", from), date_of("to", to));
  });
}

template <class Sink>
void charge_late_start(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::late_start)) return;
  const std::int64_t days = late_days(pair.p, pair.person, pair.c);
  if (days == 0) return;
  const std::int64_t total = checked_multiply(days, pair.price(Rule::late_start));
  sink(total, [days, total] {
    return make_reason(ReasonCode::late_start, whole_of("days", days), whole_of("price", total));
  });
}

}  // namespace evenload::allocation::detail
