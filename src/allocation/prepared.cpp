#include "prepared.hpp"

#include <algorithm>
#include <string>

#include "people.hpp"
#include "refuse.hpp"

namespace evenload::allocation::detail {

Index Names::number(const std::string& text) {
  const auto [found, is_new] = numbers_.try_emplace(text, to_index(texts_.size()));
  if (is_new) texts_.push_back(text);
  return found->second;
}

Index Names::find(const std::string& text) const {
  const auto found = numbers_.find(text);
  return found == numbers_.end() ? none : found->second;
}

void prepare_units(Prepared& p) {
  const AllocationInput& input = *p.input;
  for (const Unit& unit : input.units) p.units.push_back(unit.id);
  if (input.units.empty()) {
    for (const Case& c : input.cases) p.units.push_back(c.unit);
    for (const Caseworker& w : input.caseworkers) {
      p.units.push_back(w.unit);
      p.units.insert(p.units.end(), w.pool_units.begin(), w.pool_units.end());
    }
  }
  std::sort(p.units.begin(), p.units.end());
  p.units.erase(std::unique(p.units.begin(), p.units.end()), p.units.end());
  if (!p.units.empty() && p.units.front().empty()) p.units.erase(p.units.begin());

  for (const Unit& unit : input.units) p.committees.push_back(unit.committee);
  std::sort(p.committees.begin(), p.committees.end());
  p.committees.erase(std::unique(p.committees.begin(), p.committees.end()), p.committees.end());
  if (!p.committees.empty() && p.committees.front().empty()) p.committees.erase(p.committees.begin());

  p.committee_of_unit.assign(p.units.size(), none);
  for (const Unit& unit : input.units) {
    if (unit.committee.empty()) continue;
    const auto position = std::lower_bound(p.units.begin(), p.units.end(), unit.id) - p.units.begin();
    const auto committee = std::lower_bound(p.committees.begin(), p.committees.end(), unit.committee) - p.committees.begin();
    p.committee_of_unit[static_cast<std::size_t>(position)] = static_cast<Index>(committee);
  }
}

bool speaks(const Person& person, Index language) {
  return std::binary_search(person.languages.begin(), person.languages.end(), language);
}

bool is_on_duty(const Person& person, const PreparedCase& c) {
  return person.row->on_duty ||
         std::any_of(person.turns.begin(), person.turns.end(), [&](const DutyTurn* turn) { return covers_type(*turn, c.row->type); });
}

std::int64_t pair_load(const Prepared& p, const Row& row, Index person) {
  std::int64_t load = row.scaled_load;
  for (const Member& member : row.members) {
    if (member.scaled_newcomer_extra != 0 && p.persons[at(person)].newcomer) {
      load = checked_add(load, member.scaled_newcomer_extra);
    }
    if (member.scaled_interpreter_extra == 0) continue;
    if (!speaks(p.persons[at(person)], p.cases[at(member.case_index)].language)) load = checked_add(load, member.scaled_interpreter_extra);
  }
  return load;
}

Prepared prepare(const AllocationInput& input, const AllocationPolicy& policy, const std::function<void(Prepared&)>& adjust_slots) {
  check(policy);
  check_rows(input, policy);
  Prepared p;
  p.input = &input;
  p.policy = &policy;
  p.on = *policy.on;
  p.calendar = HolidayCalendar(policy.holidays);
  p.zone = Zone::load(policy.zone);
  prepare_units(p);
  prepare_persons(p);
  prepare_cases(p);
  prepare_travel(p);
  prepare_slots(p);
  if (adjust_slots) adjust_slots(p);
  apply_overrides(p);
  add_standing_loads(p);
  prepare_rows(p);
  prepare_limits(p);
  prepare_new_work(p);
  report_people(p);
  scale(p);
  return p;
}

}  // namespace evenload::allocation::detail
