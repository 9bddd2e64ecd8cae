#include "reason_keys.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>
#include <variant>

#include "src/allocation/rules/pair_rules.hpp"

namespace evenload::allocation::detail {

namespace {

/// What a reason says of the caseworker, not of the case: not part of what is asked.
bool is_about_person(std::string_view parameter) {
  constexpr std::array<std::string_view, 10> of_person = {
      "caseworker", "caseworker_unit", "caseworker_committee", "held", "expired", "from",
      "to",         "base_load",       "hard_limit",           "load"};
  return std::find(of_person.begin(), of_person.end(), parameter) != of_person.end();
}

std::string value_text(const ReasonValue& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Value = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Value, std::string>)
          return held;
        else if constexpr (std::is_same_v<Value, Date>)
          return evenload::to_string(held);
        else
          return std::to_string(held);
      },
      value);
}

std::string asked_by(const Reason& reason) {
  std::string text;
  for (const auto& [name, value] : reason.parameters) {
    if (is_about_person(name)) continue;
    const std::string one = value_text(value);
    if (!one.empty()) text += (text.empty() ? "" : ", ") + one;
  }
  return text;
}

/// Protected rules are left out first, borders last: what a planner can change stays.
std::int64_t order_of(const Barrier& barrier) {
  constexpr std::array<Rule, 12> easiest_first = {
      Rule::preferred_skills, Rule::continuity,       Rule::reopening,
      Rule::family,           Rule::language,         Rule::duty,
      Rule::required_skills,  Rule::delegation,       Rule::newcomer_protection,
      Rule::absence,          Rule::committee_border, Rule::unit_border,
  };
  if (!barrier.rule) return -1;
  const auto place = std::find(easiest_first.begin(), easiest_first.end(), *barrier.rule);
  const auto rank = place - easiest_first.begin();
  return is_protected(barrier.code) ? rank - 100 : rank;
}

ReasonCode merged(ReasonCode code) {
  // Whether a skill has run out or never was there makes no difference to what is asked.
  return code == ReasonCode::expired_skill ? ReasonCode::missing_skill : code;
}

ReasonKey key_of(const Barrier& barrier, std::string detail, Index scope) {
  return {ReasonKind::pair,     order_of(barrier),
          merged(barrier.code), barrier.rule ? static_cast<std::int64_t>(*barrier.rule) : -1,
          std::move(detail),    scope};
}

}  // namespace

ReasonKey hard_limit_key(Index scope) {
  return {ReasonKind::hard_limit, 0, ReasonCode::past_hard_limit, -1, {}, scope};
}
ReasonKey capacity_key(Index scope) {
  return {ReasonKind::capacity, 0, ReasonCode::would_overload, -1, {}, scope};
}

ReasonKey decision_key(const Prepared& p, const Row& row) {
  ReasonKey key{ReasonKind::decision, 0, ReasonCode::held, -1, {}, none};
  if (row.left_by != none) {
    key.code = ReasonCode::left_by_override;
    key.detail = p.input->overrides[at(row.left_by)].reason;
  } else {
    key.detail = p.cases[at(row.held_case)].row->held_by.value();
  }
  return key;
}

ReasonKey roles_key(const Prepared& p, const Row& row) {
  // One reason for all roles of the same case or link.
  const Group& group = p.groups[at(row.group)];
  const PreparedCase& first =
      p.cases[at(p.rows[at(group.rows.front())].members.front().case_index)];
  return {ReasonKind::roles,     0,   ReasonCode::role_needs_other_person, -1,
          first.row->id.value(), none};
}

ReasonKey tie_key(const Prepared& p, const Row& row) {
  ReasonKey key = roles_key(p, row);
  key.kind = ReasonKind::tie;
  key.code = ReasonCode::role_in_wrong_unit;
  key.rule = static_cast<std::int64_t>(Rule::parallel_roles);
  return key;
}

ReasonKey apart_key() {
  return {ReasonKind::apart,      0, ReasonCode::kept_apart, static_cast<std::int64_t>(Rule::worker_pairs),
          {}, none};
}

ReasonKey quota_key(const Prepared& p, const QuotaCategory& category, Index person, Index scope) {
  ReasonKey key{ReasonKind::quota, 0, ReasonCode::category_limit_reached, -1, {}, {}};
  key.scope = scope;
  const auto rule = [&](Rule of) { key.rule = static_cast<std::int64_t>(of); };
  switch (category.kind) {
    case QuotaKind::new_cases:
      switch (p.persons[at(person)].limit_source) {
        case LimitSource::agreed:
          key.code = ReasonCode::new_case_limit_reached;
          break;
        case LimitSource::protection:
          key.code = ReasonCode::newcomer_limit_reached;
          break;
        case LimitSource::week:
          key.code = ReasonCode::week_limit_reached;
          break;
      }
      rule(is_protected(key.code) ? Rule::newcomer_protection : Rule::new_case_limit);
      break;
    case QuotaKind::new_weight:
      key.code = ReasonCode::newcomer_limit_reached;
      rule(Rule::newcomer_protection);
      break;
    case QuotaKind::rest_cases:
    case QuotaKind::rest_weight:
      key.code = ReasonCode::around_duty;
      rule(Rule::duty_rest);
      break;
    case QuotaKind::decisions:
      key.code = ReasonCode::decider_without_room;
      rule(Rule::named_decider);
      break;
    case QuotaKind::category_cases:
    case QuotaKind::category_weight:
      key.detail = p.names.text(category.category);
      rule(Rule::category_limits);
      break;
  }
  return key;
}

void for_each_bar(const Prepared& p, const Row& row, Index person, Index scope,
                  const std::function<void(ReasonKey)>& take) {
  for_each_barrier(p, row, person, [&](const Barrier& barrier, const auto& make) {
    if (barrier.code == ReasonCode::base_past_hard_limit) {
      take(hard_limit_key(scope));
    } else {
      take(key_of(barrier, asked_by(make()), scope));
    }
    return true;
  });
}

}  // namespace evenload::allocation::detail
