#include "presence.hpp"

#include <algorithm>
#include <chrono>

namespace evenload::allocation::detail {

namespace {

/// What of a day somebody is away, at most all of it.
Rational share_away(const Person& person, Date day) {
  Rational share;
  for (const workload::Absence& absence : person.row->working_time.absences) {
    if (absence.from <= day && day <= absence.to) share = share + absence.share;
  }
  return std::min(share, Rational(1));
}

}  // namespace

bool is_away(const Person& person, Date day) { return share_away(person, day) == Rational(1); }

bool is_away_too_much(const Prepared& p, const Person& person, Date from, Date to) {
  if (!person.may_be_away) return false;
  std::int64_t days = 0;
  Rational present;
  for (Date day = from; day <= to; day += std::chrono::days(1)) {
    if (!p.calendar.is_working_day(day)) continue;
    ++days;
    present = present + (Rational(1) - share_away(person, day));
  }
  if (days == 0) return false;
  return present == Rational(0) || present < p.policy->presence_share * Rational(days);
}

bool is_away_throughout(const Prepared& p, const Person& person, const PreparedCase& c) {
  return is_away_too_much(p, person, c.window_from, c.window_to);
}

std::pair<Date, Date> absence_around(const Person& person, Date first, Date last) {
  std::pair<Date, Date> span{last, first};
  for (const workload::Absence& absence : person.row->working_time.absences) {
    if (absence.to < first || last < absence.from) continue;
    span.first = std::min(span.first, absence.from);
    span.second = std::max(span.second, absence.to);
  }
  return span;
}

std::int64_t late_days(const Prepared& p, const Person& person, const PreparedCase& c) {
  constexpr std::int64_t most_days = 260;
  if (!person.may_be_away) return 0;
  std::int64_t late = 0;
  for (Date day = c.window_from; late < most_days && is_away(person, day);
       day = p.calendar.next_working_day(day + std::chrono::days(1))) {
    ++late;
  }
  return late;
}

std::int64_t days_away_when_needed(const Prepared& p, const Person& person,
                                   const PreparedCase& c) {
  Rational away;
  if (c.last_days) {
    for (Date day = c.last_days->first; day <= c.last_days->second; day += std::chrono::days(1)) {
      if (p.calendar.is_working_day(day)) away = away + share_away(person, day);
    }
  }
  for (const Date visit : c.row->visits) {
    if (visit >= p.on) away = away + share_away(person, visit);
  }
  return away.ceil();
}

}  // namespace evenload::allocation::detail
