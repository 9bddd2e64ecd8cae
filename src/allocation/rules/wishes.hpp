/// \file
/// Wishes for and against categories, and specialisms. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

/// Unwished: the price. Wished: nothing. Neither, where somebody wishes for it: half the price, so
/// that the wish counts.
template <class Sink>
void charge_wishes(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::wishes)) return;
  for (const Index category : pair.c.categories) {
    if (!contains(pair.person.unwished, category)) continue;
    sink(pair.price(Rule::wishes), [&] {
      return make_reason(ReasonCode::unwished, text_of("category", pair.name(category)),
                         whole_of("price", pair.price(Rule::wishes)));
    });
    return;
  }
  for (const Index category : pair.c.categories) {
    if (!contains(pair.person.wished, category)) continue;
    sink(std::int64_t{0}, [&] {
      return make_reason(ReasonCode::wished, text_of("category", pair.name(category)));
    });
    return;
  }
  if (!pair.c.wished_by_somebody) return;
  const std::int64_t half = pair.price(Rule::wishes) / 2;
  sink(half, [half] {
    return make_reason(ReasonCode::soft_rule, text_of("rule", std::string(to_string(Rule::wishes))),
                       whole_of("price", half));
  });
}

/// A category in which somebody is below the share that they want to keep: nothing for them, the
/// price for those who do not specialise in it.
template <class Sink>
void charge_specialisms(const Pair& pair, Sink&& sink) {
  if (!pair.is_soft(Rule::specialisms) || pair.p.wanted_specialisms.empty()) return;
  const auto& own = pair.person.specialisms;
  for (const Index category : pair.c.categories) {
    if (!contains(pair.p.wanted_specialisms, category)) continue;
    const auto found = std::find_if(own.begin(), own.end(),
                                    [&](const auto& one) { return one.first == category; });
    if (found == own.end()) {
      sink(pair.price(Rule::specialisms), [&] {
        return make_reason(ReasonCode::specialism_elsewhere,
                           text_of("category", pair.name(category)),
                           whole_of("price", pair.price(Rule::specialisms)));
      });
    } else if (found->second) {
      sink(std::int64_t{0}, [&] {
        return make_reason(ReasonCode::specialism_kept, text_of("category", pair.name(category)));
      });
    }
    return;
  }
}

}  // namespace evenload::allocation::detail
