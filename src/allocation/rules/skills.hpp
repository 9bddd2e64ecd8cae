/// \file
/// Required and preferred skills, valid on the day the case starts. Private.
#pragma once

#include "pair.hpp"

namespace evenload::allocation::detail {

enum class SkillState { held, expired, missing };

inline SkillState skill_state(const Person& person, Index skill, Date on,
                              const DatedSkill*& found) {
  const auto place =
      std::lower_bound(person.skills.begin(), person.skills.end(), skill,
                       [](const DatedSkill& a, Index b) { return a.skill < b; });
  if (place == person.skills.end() || place->skill != skill) return SkillState::missing;
  found = &*place;
  return place->valid_until && *place->valid_until < on ? SkillState::expired : SkillState::held;
}

/// Visits until the visitor returns false. \return whether the end was reached.
template <class Visit>
bool for_each_required_skill(const Pair& pair, Visit visit) {
  const std::vector<Index>& of_case = pair.c.required_skills;
  for (const Index skill : of_case) {
    if (!visit(skill)) return false;
  }
  for (const Index skill : pair.member.role_skills) {
    const bool visited = std::find(of_case.begin(), of_case.end(), skill) != of_case.end();
    if (!visited && !visit(skill)) return false;
  }
  return true;
}

inline Reason skill_reason(const Pair& pair, Index skill, SkillState state,
                           const DatedSkill* held) {
  if (state == SkillState::expired) {
    return make_reason(ReasonCode::expired_skill, text_of("skill", pair.name(skill)),
                       date_of("expired", *held->valid_until));
  }
  return make_reason(ReasonCode::missing_skill, text_of("skill", pair.name(skill)));
}

template <class Sink>
bool bar_skills(const Pair& pair, Sink&& sink) {
  const auto ask = [&](Index skill, Rule rule) {
    const DatedSkill* held = nullptr;
    const SkillState state = skill_state(pair.person, skill, pair.c.start, held);
    if (state == SkillState::held) return true;
    const bool expired = state == SkillState::expired;
    return sink(Barrier{expired ? ReasonCode::expired_skill : ReasonCode::missing_skill, rule},
                [&] { return skill_reason(pair, skill, state, held); });
  };
  if (pair.is_hard(Rule::required_skills)) {
    const auto visit = [&](Index skill) { return ask(skill, Rule::required_skills); };
    if (!for_each_required_skill(pair, visit)) return false;
  }
  if (!pair.is_hard(Rule::preferred_skills)) return true;
  return std::all_of(pair.c.preferred_skills.begin(), pair.c.preferred_skills.end(),
                     [&](Index skill) { return ask(skill, Rule::preferred_skills); });
}

template <class Sink>
void charge_skills(const Pair& pair, Sink&& sink) {
  const DatedSkill* held = nullptr;
  const auto has = [&](Index skill) {
    return skill_state(pair.person, skill, pair.c.start, held) == SkillState::held;
  };
  if (pair.is_soft(Rule::required_skills)) {
    for_each_required_skill(pair, [&](Index skill) {
      if (!has(skill)) charge_rule(pair, Rule::required_skills, sink);
      return true;
    });
  }
  if (!pair.is_soft(Rule::preferred_skills)) return;
  for (const Index skill : pair.c.preferred_skills) {
    if (has(skill)) continue;
    sink(pair.price(Rule::preferred_skills), [&] {
      return make_reason(ReasonCode::prefers_skill_missing, text_of("skill", pair.name(skill)),
                         whole_of("price", pair.price(Rule::preferred_skills)));
    });
  }
}

}  // namespace evenload::allocation::detail
