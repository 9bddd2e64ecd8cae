/// \file
/// Where there are threats or violence nobody goes on a visit alone: whoever has the case is there on
/// its days of visits. Private.
#pragma once

#include "pair.hpp"
#include "src/allocation/prepare/presence.hpp"

namespace evenload::allocation::detail {

template <class Sink>
bool bar_lone_visits(const Pair& pair, Sink&& sink) {
  if (!pair.c.row->risk || !pair.person.may_be_away || !pair.is_hard(Rule::no_lone_visits)) {
    return true;
  }
  for (const Date day : pair.c.row->visits) {
    if (!is_away(pair.person, day)) continue;
    if (!sink(Barrier{ReasonCode::away_on_visit_day, Rule::no_lone_visits}, [day] {
          return make_reason(ReasonCode::away_on_visit_day, date_of("date", day));
        })) {
      return false;
    }
  }
  return true;
}

}  // namespace evenload::allocation::detail
