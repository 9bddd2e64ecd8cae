#include "state.hpp"

#include <algorithm>
#include <unordered_map>

#include "src/allocation/explain/notices.hpp"
#include "src/allocation/rules/companions.hpp"
#include "src/allocation/rules/delegation.hpp"
#include "src/core/int128.hpp"

namespace evenload::allocation::detail {

namespace {

std::int64_t floor_scaled(const Prepared& p, const Rational& value) {
  const int128 floor = wide::multiply(value.numerator(), p.denominator) / value.denominator();
  return wide::fits_int64(floor) ? static_cast<std::int64_t>(floor) : std::numeric_limits<std::int64_t>::max();
}

bool has_category(const PreparedCase& c, Index category) {
  return std::find(c.categories.begin(), c.categories.end(), category) != c.categories.end();
}

Reason new_case_obstacle(const Person& who, std::int64_t most) {
  switch (who.limit_source) {
    case LimitSource::protection: return make_reason(ReasonCode::newcomer_limit_reached, whole_of("limit", most));
    case LimitSource::week:
      return make_reason(ReasonCode::week_limit_reached, whole_of("limit", who.week_limit), whole_of("received", who.week_received));
    case LimitSource::agreed: break;
  }
  return make_reason(ReasonCode::new_case_limit_reached, whole_of("limit", most));
}

Reason category_obstacle(const Prepared& p, Index person, const QuotaCategory& quota, std::int64_t most) {
  const Parameter category = text_of("category", p.names.text(quota.category));
  const bool cases = quota.kind == QuotaKind::category_cases;
  for (const Limit& limit : p.limits) {
    if (limit.person != person || limit.category != quota.category) continue;
    if (cases && limit.cases_received) {
      return make_reason(ReasonCode::week_limit_reached, whole_of("limit", *limit.week_cases), whole_of("received", *limit.cases_received), category);
    }
    if (!cases && limit.weight_received) {
      return make_reason(ReasonCode::week_limit_reached, number_of("limit", *limit.week_weight), number_of("received", *limit.weight_received), category);
    }
  }
  return make_reason(ReasonCode::category_limit_reached, category, cases ? whole_of("limit", most) : number_of("limit", p.points(most)));
}

}  // namespace

Quotas::Quotas(const Prepared& p) : of_person(p.persons.size()) {
  // Categories by name, so that their numbers do not depend on the order of the input.
  const bool any_cases = std::any_of(p.persons.begin(), p.persons.end(), [](const Person& x) { return x.new_cases_limit.has_value(); });
  const bool any_weight = std::any_of(p.persons.begin(), p.persons.end(), [](const Person& x) { return x.new_weight_limit.has_value(); });
  if (any_cases) categories.push_back({QuotaKind::new_cases, none});
  if (any_weight) categories.push_back({QuotaKind::new_weight, none});
  const auto person_category = [&](QuotaKind kind, Index person, std::int64_t most) {
    const auto same = [&](const QuotaCategory& c) { return c.kind == kind && (kind != QuotaKind::decisions || c.person == person); };
    const auto found = std::find_if(categories.begin(), categories.end(), same);
    const Index number = to_index(static_cast<std::size_t>(found - categories.begin()));
    if (found == categories.end()) categories.push_back({kind, none, person});
    of_person[at(person)].push_back({number, most});
  };
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Person& person = p.persons[i];
    if (person.rest == NewWork::none) person_category(QuotaKind::rest_cases, to_index(i), 0);
    if (person.rest == NewWork::half) person_category(QuotaKind::rest_weight, to_index(i), floor_scaled(p, *person.rest_limit));
  }
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Index decider = p.persons[i].decider;
    if (decider == none || !p.deciders[at(decider)].room) continue;
    person_category(QuotaKind::decisions, to_index(i), *p.deciders[at(decider)].room);
  }
  std::vector<Index> named;
  for (const Limit& limit : p.limits) named.push_back(limit.category);
  std::sort(named.begin(), named.end(), [&](Index a, Index b) { return p.names.text(a) < p.names.text(b); });
  named.erase(std::unique(named.begin(), named.end()), named.end());
  std::unordered_map<Index, Index> first;
  for (const Index category : named) {
    first[category] = to_index(categories.size());
    categories.push_back({QuotaKind::category_cases, category});
    categories.push_back({QuotaKind::category_weight, category});
  }

  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Person& person = p.persons[i];
    if (person.new_cases_limit) of_person[i].push_back({0, *person.new_cases_limit});
    if (person.new_weight_limit) of_person[i].push_back({any_cases ? 1 : 0, floor_scaled(p, *person.new_weight_limit)});
  }
  for (const Limit& limit : p.limits) {
    const Index category = first[limit.category];
    if (limit.cases) of_person[at(limit.person)].push_back({category, *limit.cases});
    if (limit.weight) of_person[at(limit.person)].push_back({category + 1, floor_scaled(p, *limit.weight)});
  }
  for (auto& quotas : of_person) {
    std::sort(quotas.begin(), quotas.end(), [](const Quota& a, const Quota& b) { return a.category < b.category; });
  }
  first_of.reserve(of_person.size() + 1);
  first_of.push_back(0);
  for (const auto& quotas : of_person) first_of.push_back(first_of.back() + quotas.size());
}

std::int64_t Quotas::amount(const Prepared& p, const Row& row, Index category) const {
  const QuotaCategory& quota = categories[at(category)];
  switch (quota.kind) {
    case QuotaKind::new_cases: return static_cast<std::int64_t>(row.members.size());
    case QuotaKind::new_weight: return row.scaled_load;
    case QuotaKind::rest_cases:
      return std::count_if(row.members.begin(), row.members.end(), [&](const Member& member) { return !p.cases[at(member.case_index)].row->duty; });
    case QuotaKind::decisions:
      return std::count_if(row.members.begin(), row.members.end(), [&](const Member& member) { return needs_decision(Pair(p, member, quota.person)); });
    case QuotaKind::category_cases:
      return std::count_if(row.members.begin(), row.members.end(),
                           [&](const Member& member) { return has_category(p.cases[at(member.case_index)], quota.category); });
    case QuotaKind::rest_weight:
    case QuotaKind::category_weight: break;
  }
  std::int64_t weight = 0;
  for (const Member& member : row.members) {
    const PreparedCase& c = p.cases[at(member.case_index)];
    if (quota.kind == QuotaKind::rest_weight ? c.row->duty : !has_category(c, quota.category)) continue;
    for (const Index slot : member.slots) weight = checked_add(weight, scaled(p.slots[at(slot)].load, p.denominator));
  }
  return weight;
}

State::State(const Prepared& p, const Quotas& quotas)
    : p_(p),
      quotas_(quotas),
      person_of_row_(p.rows.size(), none),
      load_(p.persons.size()),
      used_(quotas.first_of.back()),
      decisions_(p.deciders.size()) {
  for (std::size_t i = 0; i < p.persons.size(); ++i) load_[i] = p.persons[i].scaled_base;
}

State::State(const Prepared& p, const Quotas& quotas, const Plan& plan) : State(p, quotas) {
  for (const Assignment& assignment : plan.assignments) {
    if (assignment.caseworker.empty()) continue;
    const auto c = p.case_of.find(assignment.case_id);
    const auto person = p.person_of.find(assignment.caseworker);
    if (c == p.case_of.end() || person == p.person_of.end()) continue;
    const PreparedCase& prepared = p.cases[at(c->second)];
    for (Index k = prepared.first_slot; k < prepared.first_slot + prepared.slot_count; ++k) {
      const Slot& slot = p.slots[at(k)];
      if (p.role(slot).name != assignment.role || p.rows[at(slot.row)].stands) continue;
      if (person_of(slot.row) == none) place(slot.row, person->second);
    }
  }
}

void State::use(Index row, Index person, std::int64_t sign) {
  const std::vector<Quota>& quotas = quotas_.of_person[at(person)];
  for (std::size_t q = 0; q < quotas.size(); ++q) {
    const std::int64_t amount = sign * quotas_.amount(p_, p_.rows[at(row)], quotas[q].category);
    used_[quotas_.first_of[at(person)] + q] += amount;
    if (is_decision(quotas[q])) decisions_[at(p_.persons[at(person)].decider)] += amount;
  }
  load_[at(person)] += sign * pair_load(p_, p_.rows[at(row)], person);
}

bool State::is_decision(const Quota& quota) const { return quotas_.categories[at(quota.category)].kind == QuotaKind::decisions; }

std::int64_t State::used(Index person, std::size_t quota) const {
  if (is_decision(quotas_.of_person[at(person)][quota])) return decisions_[at(p_.persons[at(person)].decider)];
  return used_[quotas_.first_of[at(person)] + quota];
}

void State::place(Index row, Index person) {
  person_of_row_[at(row)] = person;
  use(row, person, 1);
}

void State::remove(Index row) {
  use(row, person_of(row), -1);
  person_of_row_[at(row)] = none;
}

template <class Found>
bool State::find_clash(Index row, Index person, Found found) const {
  const Index group = p_.rows[at(row)].group;
  if (group == none) return false;
  for (const Index other : p_.groups[at(group)].rows) {
    if (other == row || person_of(other) == none) continue;
    const Clash clash = clash_of(p_, p_.rows[at(row)], person, other, person_of(other));
    if (clash == Clash::nothing) continue;
    found(clash, other);
    return true;
  }
  return false;
}

bool State::taken_by_group(Index row, Index person) const {
  return find_clash(row, person, [](Clash, Index) {});
}

std::optional<Reason> State::clash_with_group(Index row, Index person) const {
  std::optional<Reason> reason;
  find_clash(row, person, [&](Clash clash, Index other) {
    const Slot& slot = p_.slots[at(p_.rows[at(other)].members.front().slots.front())];
    reason = clash_reason(p_, clash, slot, person_of(other));
  });
  return reason;
}

bool State::fits(Index row, Index person) const {
  const Person& who = p_.persons[at(person)];
  const Row& what = p_.rows[at(row)];
  if (load(person) + pair_load(p_, what, person) > who.scaled_limit) return false;
  const std::vector<Quota>& quotas = quotas_.of_person[at(person)];
  for (std::size_t q = 0; q < quotas.size(); ++q) {
    const std::int64_t amount = quotas_.amount(p_, what, quotas[q].category);
    if (amount > 0 && used(person, q) + amount > quotas[q].most) return false;
  }
  return true;
}

std::vector<Reason> State::obstacles(Index row, Index person) const {
  std::vector<Reason> reasons;
  const Person& who = p_.persons[at(person)];
  const Row& what = p_.rows[at(row)];
  const std::int64_t after = load(person) + pair_load(p_, what, person);
  if (after > who.scaled_limit) {
    reasons.push_back(make_reason(ReasonCode::past_hard_limit, number_of("load", p_.points(after)), number_of("hard_limit", who.hard_limit)));
  }
  const std::vector<Quota>& quotas = quotas_.of_person[at(person)];
  for (std::size_t q = 0; q < quotas.size(); ++q) {
    const std::int64_t amount = quotas_.amount(p_, what, quotas[q].category);
    if (amount == 0 || used(person, q) + amount <= quotas[q].most) continue;
    const QuotaCategory& category = quotas_.categories[at(quotas[q].category)];
    switch (category.kind) {
      case QuotaKind::new_cases:
        reasons.push_back(new_case_obstacle(who, quotas[q].most));
        break;
      case QuotaKind::rest_cases:
      case QuotaKind::rest_weight:
        reasons.push_back(make_reason(ReasonCode::around_duty, number_of("limit", *who.rest_limit)));
        break;
      case QuotaKind::decisions: {
        const PreparedDecider& decider = p_.deciders[at(who.decider)];
        reasons.push_back(make_reason(ReasonCode::decider_without_room, text_of("decider", decider.id.value()), whole_of("limit", decider.limit)));
        break;
      }
      case QuotaKind::new_weight:
        reasons.push_back(make_reason(ReasonCode::newcomer_limit_reached, number_of("limit", *who.new_weight_limit)));
        break;
      case QuotaKind::category_cases:
      case QuotaKind::category_weight:
        reasons.push_back(category_obstacle(p_, person, category, quotas[q].most));
        break;
    }
  }
  return reasons;
}

}  // namespace evenload::allocation::detail
