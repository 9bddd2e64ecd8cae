/// \file
/// What nobody may have, whatever else: conflict of interest, and a person's ban. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

template <class Sink>
bool bar_conflict(const Pair& pair, Sink&& sink) {
  if (!contains(pair.c.conflicts, pair.number)) return true;
  return sink(Barrier{ReasonCode::conflict_of_interest, Rule::conflict_of_interest},
              [] { return make_reason(ReasonCode::conflict_of_interest); });
}

template <class Sink>
bool bar_forbidden(const Pair& pair, Sink&& sink) {
  for (const Index slot : pair.member.slots) {
    for (const auto& [person, by] : pair.p.slots[at(slot)].forbidden) {
      if (person != pair.number) continue;
      const Override& decision = pair.p.input->overrides[at(by)];
      if (!sink(Barrier{ReasonCode::forbidden_by_override, std::nullopt}, [&] {
            return make_reason(ReasonCode::forbidden_by_override,
                               text_of("reason", decision.reason));
          })) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace evenload::allocation::detail
