/// \file
/// When a caseworker is at work. Private.
#pragma once

#include "prepared.hpp"

namespace evenload::allocation::detail {

/// Away for the whole of that day.
bool is_away(const Person& person, Date day);
/// Away on every working day of the case's first days.
bool is_away_throughout(const Prepared& p, const Person& person, const PreparedCase& c);
/// First and last day of the absences that fall into the case's first days.
std::pair<Date, Date> absence_around(const Person& person, const PreparedCase& c);
/// Working days from the case's start until the caseworker is first at work; a year of them at most.
std::int64_t late_days(const Prepared& p, const Person& person, const PreparedCase& c);

}  // namespace evenload::allocation::detail
