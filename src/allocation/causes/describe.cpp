// A reason of a set in words for people: its code, on how many it acts, whom nothing else keeps
// out.
#include <algorithm>
#include <string>
#include <vector>

#include "question.hpp"
#include "src/allocation/explain/notices.hpp"
#include "world.hpp"

namespace evenload::allocation::detail {

namespace {

std::string role_name(const Prepared& p, const Row& row) {
  return p.role(p.slots[at(row.members.front().slots.front())]).name;
}

}  // namespace

Cause Question::describe(std::size_t reason, const std::vector<std::size_t>& set) {
  const ReasonKey& key = keys_[reason];
  InForce in_force(keys_.size(), 0);
  for (const std::size_t one : set) in_force[one] = 1;
  World& world = world_of(in_force);
  const Prepared& p = world.p;

  std::vector<std::uint8_t> acts(p.persons.size(), 0);
  std::vector<std::uint8_t> alone(p.persons.size(), 0);
  for (const AskedRow& row : world.rows) {
    for (const AskedPair& pair : row.pairs) {
      const auto bars = [&](std::size_t one) {
        return std::find(pair.bars.begin(), pair.bars.end(), one) != pair.bars.end();
      };
      const bool others = std::any_of(pair.bars.begin(), pair.bars.end(), [&](std::size_t one) {
        return one != reason && in(in_force, one);
      });
      const bool mine = (key.kind == ReasonKind::hard_limit || key.kind == ReasonKind::capacity ||
                         key.kind == ReasonKind::quota)
                            ? scope_of(p, pair.person) == key.scope && !others
                            : bars(reason);
      if (!mine) continue;
      acts[at(pair.person)] = 1;
      if (!others) alone[at(pair.person)] = 1;
    }
  }
  if (key.kind == ReasonKind::quota) {
    // Of those in scope, whoever has the limit.
    std::vector<std::uint8_t> limited(p.persons.size(), 0);
    for (std::size_t k = 0; k < world.quota_of.size(); ++k) {
      if (world.quota_of[k] == reason) limited[at(world.kernel.limit_column[k])] = 1;
    }
    for (std::size_t j = 0; j < limited.size(); ++j) {
      acts[j] &= limited[j];
      alone[j] &= limited[j];
    }
  }

  Cause cause;
  for (std::size_t j = 0; j < acts.size(); ++j) {
    cause.people += acts[j];
    if (alone[j] != 0) cause.caseworkers.push_back(p.persons[j].row->id);
  }
  if (key.scope != none && !options_.by_caseworker) cause.unit = p.units[at(key.scope)];
  if (key.scope != none && options_.by_caseworker) cause.unit = p.persons[at(key.scope)].row->unit;

  const auto about = [&](ReasonCode code) {
    Reason said = make_reason(code);
    if (key.rule >= 0) {
      const auto rule = static_cast<Rule>(key.rule);
      said.parameters.push_back(text_of("rule", std::string(to_string(rule))));
    }
    const bool of_people = key.kind != ReasonKind::apart && key.kind != ReasonKind::tie;
    if (of_people) said.parameters.push_back(whole_of("people", cause.people));
    const bool by_rule = key.rule >= 0 && !key.detail.empty();
    if (by_rule) said.parameters.push_back(text_of("detail", key.detail));
    if (!cause.unit.empty()) said.parameters.push_back(text_of("unit", cause.unit.value()));
    return said;
  };
  switch (key.kind) {
    case ReasonKind::hard_limit:
      cause.reason = about(ReasonCode::cause_hard_limits);
      break;
    case ReasonKind::capacity:
      cause.reason = about(ReasonCode::cause_capacities);
      break;
    case ReasonKind::quota:
    case ReasonKind::apart:
    case ReasonKind::tie:
      cause.reason =
          about(is_protected(key.code) ? ReasonCode::cause_protected_rule : ReasonCode::cause_rule);
      break;
    case ReasonKind::roles:
      for (const AskedRow& row : world.rows) {
        if (row.roles && *row.roles == reason) {
          const std::string role = role_name(p, p.rows[at(row.row)]);
          cause.reason = make_reason(ReasonCode::two_workers_needed, text_of("role", role));
        }
      }
      break;
    case ReasonKind::link:
      cause.reason =
          make_reason(ReasonCode::linked_cases_share_nobody, text_of("link", key.detail));
      break;
    case ReasonKind::decision:
      cause.reason = key.code == ReasonCode::held
                         ? make_reason(ReasonCode::held, text_of("held_by", key.detail))
                         : make_reason(ReasonCode::left_by_override, text_of("reason", key.detail));
      break;
    case ReasonKind::pair:
      if (key.rule >= 0) {
        cause.reason = about(is_protected(key.code) ? ReasonCode::cause_protected_rule
                                                    : ReasonCode::cause_rule);
      } else if (key.code == ReasonCode::forbidden_by_override) {
        cause.reason = make_reason(key.code, text_of("reason", key.detail));
      } else if (key.code == ReasonCode::role_needs_other_person) {
        cause.reason = make_reason(key.code, text_of("role", key.detail));
      } else if (key.code == ReasonCode::zero_capacity) {
        cause.reason = make_reason(key.code);
      } else {
        cause.reason = about(ReasonCode::cause_standing);
      }
      break;
  }
  return cause;
}

}  // namespace evenload::allocation::detail
