/// \file
/// When a caseworker is at work. Private.
#pragma once

#include "prepared.hpp"

namespace evenload::allocation::detail {

/// Away for the whole of that day.
bool is_away(const Person& person, Date day);
/// Not at work at all on the working days from first to last, or less than the policy's share of
/// them; parts of days count as such.
bool is_away_too_much(const Prepared& p, const Person& person, Date first, Date last);
/// The same for the case's first days.
bool is_away_throughout(const Prepared& p, const Person& person, const PreparedCase& c);
/// First and last day of the absences that fall into these days.
std::pair<Date, Date> absence_around(const Person& person, Date first, Date last);
/// Working days from the case's start until the caseworker is first at work; a year of them at
/// most.
std::int64_t late_days(const Prepared& p, const Person& person, const PreparedCase& c);
/// Days away, rounded up, among the last working days before the deadline and the days of visits.
std::int64_t days_away_when_needed(const Prepared& p, const Person& person, const PreparedCase& c);

}  // namespace evenload::allocation::detail
