/// \file
/// The rules, once: what keeps a caseworker from a decision, and what the pair costs. Private.
///
/// Eligibility, prices, explanations and relaxations all walk through these two functions; nothing else knows a rule.
/// A sink gets, for every barrier or price, what it is and a callable that makes the reason, so that whoever only
/// counts pays for no text. Equations (8) and (9) of docs/models/allocation.md.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "notices.hpp"
#include "prepared.hpp"
#include "presence.hpp"

namespace evenload::allocation::detail {

/// What stands in the way. `rule` is none where no rule of the policy is meant (capacity, a person's decision, other roles).
struct Barrier {
  ReasonCode code;
  std::optional<Rule> rule;
};

inline bool contains(const std::vector<Index>& sorted, Index value) { return std::binary_search(sorted.begin(), sorted.end(), value); }

enum class SkillState { held, expired, missing };

inline SkillState skill_state(const Person& person, Index skill, Date on, const DatedSkill*& found) {
  const auto place = std::lower_bound(person.skills.begin(), person.skills.end(), skill,
                                      [](const DatedSkill& a, Index b) { return a.skill < b; });
  if (place == person.skills.end() || place->skill != skill) return SkillState::missing;
  found = &*place;
  return place->valid_until && *place->valid_until < on ? SkillState::expired : SkillState::held;
}

/// Whether a soft or hard rule about the previous or the family's caseworker can be met at all.
inline bool can_go_back_to(const Prepared& p, Index person) { return person != none && p.persons[at(person)].capacity > Rational(0); }

/// Walks through the rules of one case and one person.
class PairRules {
 public:
  PairRules(const Prepared& p, const Member& member, Index person)
      : p_(p), member_(member), c_(p.cases[at(member.case_index)]), number_(person), person_(p.persons[at(person)]) {}

  /// Calls sink(Barrier, make) until it returns false. \return whether the end was reached.
  template <class Sink>
  bool barriers(Sink&& sink) const {
    return conflict(sink) && forbidden(sink) && unit(sink) && committee(sink) && duty(sink) && skills(sink) && delegation(sink) &&
           language(sink) && newcomer(sink) && absence(sink) && going_back(sink);
  }

  /// Calls sink(price, make); a price of 0 says something in favour.
  template <class Sink>
  void prices(Sink&& sink) const {
    soft_borders(sink);
    soft_skills(sink);
    soft_language(sink);
    soft_continuity(sink);
    soft_family(sink);
    soft_wishes(sink);
    soft_late_start(sink);
  }

 private:
  RuleMode mode(Rule rule) const { return p_.policy->rule(rule).mode; }
  bool is_hard(Rule rule) const { return mode(rule) == RuleMode::hard; }
  bool is_soft(Rule rule) const { return mode(rule) == RuleMode::soft; }
  std::int64_t price(Rule rule) const { return p_.policy->rule(rule).price; }
  const std::string& id_of(Index person) const { return p_.persons[at(person)].row->id.value(); }
  const std::string& name(Index number) const { return p_.names.text(number); }

  bool crosses_unit() const { return c_.unit != none && !person_.all_units && !contains(person_.units, c_.unit); }
  bool lacks_delegation() const {
    return member_.needs_delegation && person_.row->delegation_level < c_.row->delegation_level;
  }
  bool off_duty() const { return c_.row->duty && !person_.row->on_duty; }
  bool lacks_language() const { return member_.leads && c_.language != none && !speaks(person_, c_.language); }

  template <class Visit>
  bool for_each_required_skill(Visit visit) const {
    for (const Index skill : c_.required_skills) {
      if (!visit(skill)) return false;
    }
    for (const Index skill : member_.role_skills) {
      if (std::find(c_.required_skills.begin(), c_.required_skills.end(), skill) == c_.required_skills.end() && !visit(skill)) return false;
    }
    return true;
  }

  Reason skill_reason(Index skill, SkillState state, const DatedSkill* held) const {
    if (state == SkillState::expired) {
      return make_reason(ReasonCode::expired_skill, text_of("skill", name(skill)), date_of("expired", *held->valid_until));
    }
    return make_reason(ReasonCode::missing_skill, text_of("skill", name(skill)));
  }

  template <class Sink>
  bool conflict(Sink&& sink) const {
    if (!contains(c_.conflicts, number_)) return true;
    return sink(Barrier{ReasonCode::conflict_of_interest, Rule::conflict_of_interest}, [] { return make_reason(ReasonCode::conflict_of_interest); });
  }

  template <class Sink>
  bool forbidden(Sink&& sink) const {
    for (const Index slot : member_.slots) {
      for (const auto& [person, by] : p_.slots[at(slot)].forbidden) {
        if (person != number_) continue;
        const Override& decision = p_.input->overrides[at(by)];
        if (!sink(Barrier{ReasonCode::forbidden_by_override, std::nullopt},
                  [&] { return make_reason(ReasonCode::forbidden_by_override, text_of("reason", decision.reason)); })) {
          return false;
        }
      }
    }
    return true;
  }

  template <class Sink>
  bool unit(Sink&& sink) const {
    if (!is_hard(Rule::unit_border) || !crosses_unit()) return true;
    return sink(Barrier{ReasonCode::other_unit, Rule::unit_border}, [&] {
      return make_reason(ReasonCode::other_unit, text_of("case_unit", c_.row->unit.value()),
                         text_of("caseworker_unit", person_.row->unit.value()));
    });
  }

  template <class Sink>
  bool committee(Sink&& sink) const {
    if (!is_hard(Rule::committee_border) || c_.committee == none || c_.committee == person_.committee) return true;
    return sink(Barrier{ReasonCode::other_committee, Rule::committee_border}, [&] {
      return make_reason(ReasonCode::other_committee, text_of("case_committee", p_.committees[at(c_.committee)]),
                         text_of("caseworker_committee", person_.committee == none ? std::string() : p_.committees[at(person_.committee)]));
    });
  }

  template <class Sink>
  bool duty(Sink&& sink) const {
    if (!is_hard(Rule::duty) || !off_duty()) return true;
    return sink(Barrier{ReasonCode::not_on_duty, Rule::duty}, [] { return make_reason(ReasonCode::not_on_duty); });
  }

  template <class Sink>
  bool skills(Sink&& sink) const {
    const auto ask = [&](Index skill, Rule rule) {
      const DatedSkill* held = nullptr;
      const SkillState state = skill_state(person_, skill, c_.start, held);
      if (state == SkillState::held) return true;
      const ReasonCode code = state == SkillState::expired ? ReasonCode::expired_skill : ReasonCode::missing_skill;
      return sink(Barrier{code, rule}, [&] { return skill_reason(skill, state, held); });
    };
    if (is_hard(Rule::required_skills) && !for_each_required_skill([&](Index skill) { return ask(skill, Rule::required_skills); })) return false;
    if (!is_hard(Rule::preferred_skills)) return true;
    return std::all_of(c_.preferred_skills.begin(), c_.preferred_skills.end(), [&](Index skill) { return ask(skill, Rule::preferred_skills); });
  }

  template <class Sink>
  bool delegation(Sink&& sink) const {
    if (!is_hard(Rule::delegation) || !lacks_delegation()) return true;
    return sink(Barrier{ReasonCode::delegation_too_low, Rule::delegation}, [&] {
      return make_reason(ReasonCode::delegation_too_low, whole_of("needed", c_.row->delegation_level),
                         whole_of("held", person_.row->delegation_level));
    });
  }

  template <class Sink>
  bool language(Sink&& sink) const {
    if (!is_hard(Rule::language) || c_.row->interpreter || !lacks_language()) return true;
    return sink(Barrier{ReasonCode::missing_language, Rule::language},
                [&] { return make_reason(ReasonCode::missing_language, text_of("language", c_.row->language)); });
  }

  template <class Sink>
  bool newcomer(Sink&& sink) const {
    if (!person_.protected_now) return true;
    for (const Index category : c_.categories) {
      const bool never = contains(person_.protected_categories, category);
      if (!never && (member_.protected_may || !contains(person_.joint_only_categories, category))) continue;
      const ReasonCode code = never ? ReasonCode::newcomer_category : ReasonCode::newcomer_joint_only;
      if (!sink(Barrier{code, Rule::newcomer_protection}, [&] { return make_reason(code, text_of("category", name(category))); })) return false;
    }
    return true;
  }

  template <class Sink>
  bool absence(Sink&& sink) const {
    if (!is_hard(Rule::absence) || !is_away_throughout(p_, person_, c_)) return true;
    return sink(Barrier{ReasonCode::absent, Rule::absence}, [&] {
      const auto [from, to] = absence_around(person_, c_);
      return make_reason(ReasonCode::absent, date_of("from", from), date_of("to", to));
    });
  }

  /// Reopening and continuity back to the previous caseworker, family to the family's; asked of the lead.
  template <class Sink>
  bool going_back(Sink&& sink) const {
    if (!member_.leads) return true;
    const bool reopening = is_hard(Rule::reopening) && c_.reopened;
    const bool continuity = is_hard(Rule::continuity) && member_.current_holder == none;
    if ((reopening || continuity) && can_go_back_to(p_, c_.previous) && c_.previous != number_) {
      if (!sink(Barrier{ReasonCode::not_previous_caseworker, reopening ? Rule::reopening : Rule::continuity},
                [&] { return make_reason(ReasonCode::not_previous_caseworker, text_of("previous", id_of(c_.previous))); })) {
        return false;
      }
    }
    if (!is_hard(Rule::family) || !can_go_back_to(p_, c_.family) || c_.family == number_) return true;
    return sink(Barrier{ReasonCode::not_family_caseworker, Rule::family},
                [&] { return make_reason(ReasonCode::not_family_caseworker, text_of("family", id_of(c_.family))); });
  }

  template <class Sink>
  void charge_rule(Rule rule, Sink&& sink) const {
    sink(price(rule), [&, rule] {
      return make_reason(ReasonCode::soft_rule, text_of("rule", std::string(to_string(rule))), whole_of("price", price(rule)));
    });
  }

  template <class Sink>
  void soft_borders(Sink&& sink) const {
    if (is_soft(Rule::unit_border) && crosses_unit()) {
      sink(price(Rule::unit_border), [&] {
        return make_reason(ReasonCode::soft_other_unit, text_of("case_unit", c_.row->unit.value()),
                           text_of("caseworker_unit", person_.row->unit.value()), whole_of("price", price(Rule::unit_border)));
      });
    }
    if (is_soft(Rule::duty) && off_duty()) charge_rule(Rule::duty, sink);
    if (is_soft(Rule::delegation) && lacks_delegation()) charge_rule(Rule::delegation, sink);
  }

  template <class Sink>
  void soft_skills(Sink&& sink) const {
    const DatedSkill* held = nullptr;
    if (is_soft(Rule::required_skills)) {
      for_each_required_skill([&](Index skill) {
        if (skill_state(person_, skill, c_.start, held) != SkillState::held) charge_rule(Rule::required_skills, sink);
        return true;
      });
    }
    if (!is_soft(Rule::preferred_skills)) return;
    for (const Index skill : c_.preferred_skills) {
      if (skill_state(person_, skill, c_.start, held) == SkillState::held) continue;
      sink(price(Rule::preferred_skills), [&] {
        return make_reason(ReasonCode::prefers_skill_missing, text_of("skill", name(skill)), whole_of("price", price(Rule::preferred_skills)));
      });
    }
  }

  template <class Sink>
  void soft_language(Sink&& sink) const {
    if (mode(Rule::language) == RuleMode::off || !lacks_language()) return;
    if (!c_.row->interpreter) {
      if (is_soft(Rule::language)) charge_rule(Rule::language, sink);
      return;
    }
    sink(price(Rule::language), [&] {
      return make_reason(ReasonCode::interpreter_needed, text_of("language", c_.row->language), whole_of("price", price(Rule::language)));
    });
  }

  template <class Sink>
  void soft_continuity(Sink&& sink) const {
    // Who has it now comes before who had it once; inside the window, reopening takes the place of continuity.
    const Index now = member_.current_holder;
    const Index before = now != none ? now : member_.leads ? c_.previous : none;
    if (before == none) return;
    const bool reopening = now == none && c_.reopened && mode(Rule::reopening) != RuleMode::off;
    if (!reopening && mode(Rule::continuity) == RuleMode::off) return;
    if (before == number_) {
      sink(std::int64_t{0}, [&] { return make_reason(ReasonCode::continuity_kept, text_of("previous", id_of(before))); });
    } else if (reopening) {
      charge_rule(Rule::reopening, sink);
    } else {
      sink(price(Rule::continuity), [&] {
        return make_reason(ReasonCode::continuity_broken, text_of("previous", id_of(before)), whole_of("price", price(Rule::continuity)));
      });
    }
  }

  template <class Sink>
  void soft_family(Sink&& sink) const {
    if (mode(Rule::family) == RuleMode::off || !member_.leads || c_.family == none) return;
    const Person& family = p_.persons[at(c_.family)];
    if (c_.family == number_) {
      sink(std::int64_t{0}, [&] { return make_reason(ReasonCode::family_kept, text_of("family", id_of(c_.family))); });
    } else if (family.unit != none && family.unit == person_.unit) {
      sink(price(Rule::family) - price(Rule::family) / 2, [&] {
        return make_reason(ReasonCode::same_unit_as_family, text_of("family", id_of(c_.family)), text_of("unit", person_.row->unit.value()));
      });
    } else {
      sink(price(Rule::family), [&] {
        return make_reason(ReasonCode::family_broken, text_of("family", id_of(c_.family)), whole_of("price", price(Rule::family)));
      });
    }
  }

  /// Unwished: the price. Wished: nothing. Neither, where somebody wishes for it: half the price, so that the wish counts.
  template <class Sink>
  void soft_wishes(Sink&& sink) const {
    if (!is_soft(Rule::wishes)) return;
    for (const Index category : c_.categories) {
      if (!contains(person_.unwished, category)) continue;
      sink(price(Rule::wishes), [&] {
        return make_reason(ReasonCode::unwished, text_of("category", name(category)), whole_of("price", price(Rule::wishes)));
      });
      return;
    }
    for (const Index category : c_.categories) {
      if (!contains(person_.wished, category)) continue;
      sink(std::int64_t{0}, [&] { return make_reason(ReasonCode::wished, text_of("category", name(category))); });
      return;
    }
    if (!c_.wished_by_somebody) return;
    const std::int64_t half = price(Rule::wishes) / 2;
    sink(half, [half] {
      return make_reason(ReasonCode::soft_rule, text_of("rule", std::string(to_string(Rule::wishes))), whole_of("price", half));
    });
  }

  template <class Sink>
  void soft_late_start(Sink&& sink) const {
    if (!is_soft(Rule::late_start)) return;
    const std::int64_t days = late_days(p_, person_, c_);
    if (days == 0) return;
    const std::int64_t total = checked_multiply(days, price(Rule::late_start));
    sink(total, [days, total] { return make_reason(ReasonCode::late_start, whole_of("days", days), whole_of("price", total)); });
  }

  const Prepared& p_;
  const Member& member_;
  const PreparedCase& c_;
  Index number_;
  const Person& person_;
};

/// Standing load of a person without what the row itself already puts there (a hold).
inline std::int64_t base_without(const Prepared& p, const Row& row, Index person) {
  std::int64_t base = p.persons[at(person)].scaled_base;
  for (const auto& [holder, load] : row.holds) {
    if (holder == person) base = checked_subtract(base, scaled(load, p.denominator));
  }
  return base;
}

/// Every barrier between a decision and a person: rules of each of its cases, then what is decided elsewhere, then capacity.
template <class Sink>
bool for_each_barrier(const Prepared& p, const Row& row, Index number, Sink&& sink) {
  for (const Member& member : row.members) {
    if (!PairRules(p, member, number).barriers(sink)) return false;
  }
  if (!row.stays_with.empty() && !contains(row.stays_with, number)) {
    if (!sink(Barrier{ReasonCode::belongs_with, std::nullopt}, [&] {
          return make_reason(ReasonCode::belongs_with, text_of("caseworker", p.persons[at(row.stays_with.front())].row->id.value()));
        })) {
      return false;
    }
  }
  for (const auto& [holder, slot] : row.taken) {
    if (holder != number) continue;
    const Index taken = slot;
    if (!sink(Barrier{ReasonCode::role_needs_other_person, std::nullopt},
              [&, taken] { return make_reason(ReasonCode::role_needs_other_person, text_of("role", p.role(p.slots[at(taken)]).name)); })) {
      return false;
    }
  }
  const Person& person = p.persons[at(number)];
  if (person.scaled_capacity == 0) {
    return sink(Barrier{ReasonCode::zero_capacity, std::nullopt}, [] { return make_reason(ReasonCode::zero_capacity); });
  }
  const std::int64_t base = base_without(p, row, number);
  if (base <= person.scaled_limit) return true;
  return sink(Barrier{ReasonCode::base_past_hard_limit, std::nullopt}, [&] {
    return make_reason(ReasonCode::base_past_hard_limit, number_of("base_load", p.points(base)), number_of("hard_limit", person.hard_limit));
  });
}

template <class Sink>
void for_each_price(const Prepared& p, const Row& row, Index person, Sink&& sink) {
  for (const Member& member : row.members) PairRules(p, member, person).prices(sink);
}

bool is_eligible(const Prepared& p, const Row& row, Index person);
std::vector<Reason> barriers_of(const Prepared& p, const Row& row, Index person);
std::int64_t cost_of(const Prepared& p, const Row& row, Index person);
std::int64_t cost_of(const Prepared& p, const Member& member, Index person);
std::vector<Reason> prices_of(const Prepared& p, const Row& row, Index person);

}  // namespace evenload::allocation::detail
