/// \file
/// Absence: who is not there when a case begins, before its deadline or on the day of a visit, and
/// what that costs. Private.
#pragma once

#include "pair.hpp"
#include "src/allocation/prepare/presence.hpp"

namespace evenload::allocation::detail {

template <class Sink>
bool bar_absence(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::absence) || !is_away_throughout(pair.p, pair.person, pair.c)) return true;
  return sink(Barrier{ReasonCode::absent, Rule::absence}, [&] {
    const auto [from, to] =
        absence_around(pair.person, pair.c.window_from, pair.c.window_to);
    return make_reason(ReasonCode::absent, date_of("from", from), date_of("to", to));
  });
}

template <class Sink>
bool bar_deadline_absence(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::deadline_absence) || !pair.person.may_be_away) return true;
  const auto bar = [&](Date from, Date to, Date needed) {
    return sink(Barrier{ReasonCode::away_when_needed, Rule::deadline_absence}, [&] {
      const auto [first, last] = absence_around(pair.person, from, to);
      return make_reason(ReasonCode::away_when_needed, date_of("from", first), date_of("to", last),
                         date_of("needed", needed));
    });
  };
  if (pair.c.last_days) {
    const auto [from, to] = *pair.c.last_days;
    if (is_away_too_much(pair.p, pair.person, from, to) && !bar(from, to, to)) return false;
  }
  for (const Date visit : pair.c.row->visits) {
    if (visit < pair.p.on || !is_away(pair.person, visit)) continue;
    if (!bar(visit, visit, visit)) return false;
  }
  return true;
}

template <class Sink>
void charge_deadline_absence(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::deadline_absence) || !pair.person.may_be_away) return;
  const std::int64_t days = days_away_when_needed(pair.p, pair.person, pair.c);
  if (days == 0) return;
  const std::int64_t total = checked_multiply(days, pair.price(Rule::deadline_absence));
  sink(total, [days, total] {
    return make_reason(ReasonCode::away_some_days, whole_of("days", days),
                       whole_of("price", total));
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
