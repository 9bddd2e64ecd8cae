// Who may decide: delegations with their dates, and deciders for those whose own do not reach.
#include <algorithm>
#include <string>

#include "people.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

bool concerns(const Delegation& row, const PreparedCase& c, const Prepared& p) {
  if (!row.type.empty() && row.type != c.row->type) return false;
  if (row.committee.empty()) return true;
  return c.committee != none && p.committees[at(c.committee)] == row.committee;
}

/// What is left of a decider's limits, and which of them that is.
void set_room(PreparedDecider& decider, const Decider& row) {
  const auto offer = [&](const std::optional<std::int64_t>& limit, std::int64_t used) {
    if (!limit) return;
    const std::int64_t left = std::max<std::int64_t>(0, *limit - used);
    if (decider.room && *decider.room <= left) return;
    decider.room = left;
    decider.limit = *limit;
  };
  offer(row.limit, row.decisions);
  offer(row.week_limit, row.week_decisions);
}

}  // namespace

std::int64_t level_for(const Authority& authority, const PreparedCase& c, const Prepared& p) {
  std::int64_t level = authority.level;
  for (const Delegation* row : authority.rows) {
    if (row->level <= level || !concerns(*row, c, p)) continue;
    if (row->from && c.start < *row->from) continue;
    if (row->to && *row->to < c.start) continue;
    level = row->level;
  }
  return level;
}

const Delegation* expired_for(const Authority& authority, const PreparedCase& c,
                              const Prepared& p) {
  const Delegation* latest = nullptr;
  for (const Delegation* row : authority.rows) {
    if (row->level < c.row->delegation_level || !concerns(*row, c, p)) continue;
    if (!row->to || c.start <= *row->to) continue;
    const auto later = [](const Delegation& a, const Delegation& b) {
      return std::pair(*a.to, a.level) < std::pair(*b.to, b.level);
    };
    if (latest == nullptr || later(*latest, *row)) latest = row;
  }
  return latest;
}

void prepare_authority(Prepared& p) {
  std::unordered_map<CaseworkerId, std::vector<const Delegation*>> rows;
  for (const Delegation& row : p.input->delegations) rows[row.caseworker].push_back(&row);
  const auto authority_of = [&](const CaseworkerId& id) {
    Authority authority;
    const auto person = p.person_of.find(id);
    const Caseworker* own = person == p.person_of.end() ? nullptr : p.persons[at(person->second)].row;
    if (own != nullptr && own->agency) return authority;  // delegation goes to employees
    if (own != nullptr) authority.level = own->delegation_level;
    if (const auto found = rows.find(id); found != rows.end()) authority.rows = found->second;
    return authority;
  };
  std::unordered_map<CaseworkerId, const Decider*> limits;
  for (const Decider& row : p.input->deciders) limits.emplace(row.caseworker, &row);

  const bool allowed = p.policy->rule(Rule::named_decider).mode != RuleMode::off;
  std::unordered_map<CaseworkerId, Index> numbers;
  for (Person& person : p.persons) {
    person.authority = authority_of(person.row->id);
    const CaseworkerId& id = person.row->decider;
    if (!allowed || id.empty() || id == person.row->id) continue;
    const auto [found, is_new] = numbers.try_emplace(id, to_index(p.deciders.size()));
    person.decider = found->second;
    if (!is_new) continue;
    PreparedDecider decider;
    decider.id = id;
    decider.authority = authority_of(id);
    const auto own = p.person_of.find(id);
    if (own != p.person_of.end()) decider.person = own->second;
    if (const auto row = limits.find(id); row != limits.end()) set_room(decider, *row->second);
    p.deciders.push_back(std::move(decider));
  }
}

}  // namespace evenload::allocation::detail
