/// \file
/// What newcomers and students do not take yet. Limits on number and weight are quotas, not rules
/// of pairs. Private.
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

/// Where two work together, the newcomer is the second.
template <class Sink>
bool bar_newcomer_lead(const Pair& pair, Sink&& sink) {
  if (!pair.is_hard(Rule::two_worker_lead) || !pair.person.newcomer) return true;
  if (!pair.member.leads || !pair.member.two_workers) return true;
  return sink(Barrier{ReasonCode::newcomer_not_lead, Rule::two_worker_lead}, [&] {
    return make_reason(ReasonCode::newcomer_not_lead, text_of("role", pair.p.policy->second_role));
  });
}

template <class Sink>
bool bar_student(const Pair& pair, Sink&& sink) {
  if (!pair.person.row->student || pair.member.student_may) return true;
  if (!pair.is_hard(Rule::students)) return true;
  return sink(Barrier{ReasonCode::student_may_not, Rule::students}, [&] {
    const Slot& slot = pair.p.slots[at(pair.member.slots.front())];
    return make_reason(ReasonCode::student_may_not, text_of("role", pair.p.role(slot).name));
  });
}

}  // namespace evenload::allocation::detail
