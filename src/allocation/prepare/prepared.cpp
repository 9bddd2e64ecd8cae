#include "prepared.hpp"

#include <algorithm>
#include <string>

#include "people.hpp"
#include "src/allocation/read/refuse.hpp"

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

namespace {

/// Names of what units belong to, sorted, and which of them each unit has.
void group_units(const Prepared& p, std::string Unit::*field, std::vector<std::string>& names, std::vector<Index>& of_unit) {
  for (const Unit& unit : p.input->units) {
    if (!(unit.*field).empty()) names.push_back(unit.*field);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  of_unit.assign(p.units.size(), none);
  for (const Unit& unit : p.input->units) {
    if ((unit.*field).empty()) continue;
    of_unit[at(unit_number(p, unit.id))] = to_index(static_cast<std::size_t>(std::lower_bound(names.begin(), names.end(), unit.*field) - names.begin()));
  }
}

}  // namespace

Index unit_number(const Prepared& p, const UnitId& unit) {
  if (unit.empty()) return none;
  const auto found = std::lower_bound(p.units.begin(), p.units.end(), unit);
  return found != p.units.end() && *found == unit ? static_cast<Index>(found - p.units.begin()) : none;
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
    for (const PlannedHandover& h : input.handovers) p.units.push_back(h.unit);
    for (const Role& role : p.policy->roles) p.units.push_back(role.unit);
  }
  std::sort(p.units.begin(), p.units.end());
  p.units.erase(std::unique(p.units.begin(), p.units.end()), p.units.end());
  if (!p.units.empty() && p.units.front().empty()) p.units.erase(p.units.begin());

  group_units(p, &Unit::committee, p.committees, p.committee_of_unit);
  group_units(p, &Unit::municipality, p.municipalities, p.municipality_of_unit);
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
  add_events(p);
  prepare_slots(p);
  if (adjust_slots) adjust_slots(p);
  apply_overrides(p);
  add_client_holders(p);
  add_handover_loads(p);
  reserve_room(p);
  add_standing_loads(p);  // and reports the sums
  add_carried_load(p);
  keep_apart(p);
  prepare_rows(p);
  prepare_limits(p);
  prepare_new_work(p);
  report_people(p);
  scale(p);
  return p;
}

}  // namespace evenload::allocation::detail
