/// \file
/// What a newcomer does not take yet. Limits on number and weight are quotas, not rules of pairs.
/// Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

template <class Sink>
bool bar_newcomer(const Pair& pair, Sink&& sink) {
  const Person& person = pair.person;
  if (!person.protected_now) return true;
  for (const Index category : pair.c.categories) {
    const bool never = contains(person.protected_categories, category);
    const bool joint_only = contains(person.joint_only_categories, category);
    if (!never && (pair.member.protected_may || !joint_only)) continue;
    const ReasonCode code = never ? ReasonCode::newcomer_category : ReasonCode::newcomer_joint_only;
    if (!sink(Barrier{code, Rule::newcomer_protection},
              [&] { return make_reason(code, text_of("category", pair.name(category))); })) {
      return false;
    }
  }
  return true;
}

}  // namespace evenload::allocation::detail
