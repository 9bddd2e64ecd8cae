#include "presence.hpp"

#include <algorithm>
#include <chrono>

namespace evenload::allocation::detail {

bool is_away(const Person& person, Date day) {
  Rational share;
  for (const workload::Absence& absence : person.row->working_time.absences) {
    if (absence.from <= day && day <= absence.to) share = share + absence.share;
  }
  return share >= Rational(1);
}

bool is_away_throughout(const Prepared& p, const Person& person, const PreparedCase& c) {
  if (!person.may_be_away) return false;
  for (Date day = c.window_from; day <= c.window_to; day += std::chrono::days(1)) {
    if (p.calendar.is_working_day(day) && !is_away(person, day)) return false;
  }
  return true;
}

std::pair<Date, Date> absence_around(const Person& person, const PreparedCase& c) {
  std::pair<Date, Date> span{c.window_to, c.window_from};
  for (const workload::Absence& absence : person.row->working_time.absences) {
    if (absence.to < c.window_from || c.window_to < absence.from) continue;
    span.first = std::min(span.first, absence.from);
    span.second = std::max(span.second, absence.to);
  }
  return span;
}

std::int64_t late_days(const Prepared& p, const Person& person, const PreparedCase& c) {
  constexpr std::int64_t most_days = 260;
  if (!person.may_be_away) return 0;
  std::int64_t late = 0;
  for (Date day = c.window_from; late < most_days && is_away(person, day); day = p.calendar.next_working_day(day + std::chrono::days(1))) ++late;
  return late;
}

}  // namespace evenload::allocation::detail
