/// \file
/// Travel, and work that cannot be done remotely. Private.
#pragma once

#include <chrono>

#include "pair.hpp"

namespace evenload::allocation::detail {

/// How far it is; nullptr where nobody said.
inline const Rational* way_to(const Pair& pair) {
  if (pair.c.place == none) return nullptr;
  const auto found = pair.person.travel.find(pair.c.place);
  return found == pair.person.travel.end() ? nullptr : &found->second;
}

template <class Sink>
bool bar_travel(const Pair& pair, Sink&& sink) {
  const auto& limit = pair.p.policy->travel_limit;
  if (!pair.is_hard(Rule::travel) || !limit) return true;
  const Rational* way = way_to(pair);
  if (way == nullptr || *way <= *limit) return true;
  return sink(Barrier{ReasonCode::too_far, Rule::travel}, [&] {
    return make_reason(ReasonCode::too_far, text_of("place", pair.c.row->place),
                       number_of("amount", *way), number_of("limit", *limit));
  });
}

template <class Sink>
void charge_travel(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::travel)) return;
  const Rational* way = way_to(pair);
  if (way == nullptr) return;
  const Rational exact = *way * Rational(pair.price(Rule::travel));
  const std::int64_t price = exact.round_half_up(0).numerator();
  if (price == 0) return;
  sink(price, [&pair, way, price] {
    return make_reason(ReasonCode::travel, text_of("place", pair.c.row->place),
                       number_of("amount", *way), whole_of("price", price));
  });
}

inline bool is_remote(const Person& person, Date day) {
  const auto weekday = static_cast<int>(std::chrono::weekday(day).iso_encoding());
  const std::vector<int>& days = person.row->remote_days;
  return std::find(days.begin(), days.end(), weekday) != days.end();
}

/// Visits to the day of a visit that falls on remote work, until the visitor returns false. A case
/// without visits needs somebody there on one of its first days.
template <class Visit>
bool for_each_remote_day(const Pair& pair, Visit visit) {
  if (!pair.c.row->on_site || pair.person.row->remote_days.empty()) return true;
  for (const Date day : pair.c.row->visits) {
    if (day >= pair.p.on && is_remote(pair.person, day) && !visit(day)) return false;
  }
  if (!pair.c.row->visits.empty()) return true;
  for (Date day = pair.c.window_from; day <= pair.c.window_to; day += std::chrono::days(1)) {
    if (pair.p.calendar.is_working_day(day) && !is_remote(pair.person, day)) return true;
  }
  return visit(pair.c.window_from);
}

template <class Sink>
bool bar_remote(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::remote)) return true;
  return for_each_remote_day(pair, [&](Date day) {
    return sink(Barrier{ReasonCode::works_remotely, Rule::remote},
                [day] { return make_reason(ReasonCode::works_remotely, date_of("date", day)); });
  });
}

template <class Sink>
void charge_remote(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::remote)) return;
  for_each_remote_day(pair, [&](Date) {
    charge_rule(pair, Rule::remote, sink);
    return true;
  });
}

}  // namespace evenload::allocation::detail
