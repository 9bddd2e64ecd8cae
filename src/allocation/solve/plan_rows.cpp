#include "plan_rows.hpp"

#include <algorithm>
#include <set>

#include "src/allocation/rules/pair_rules.hpp"

namespace evenload::allocation::detail {

namespace {

bool had_it(const Slot& slot, Index person) {
  return person != none && person == slot.holder && (slot.state == AssignmentState::announced || slot.state == AssignmentState::started);
}

const Member& member_of(const Row& row, Index case_index) {
  return *std::find_if(row.members.begin(), row.members.end(), [&](const Member& member) { return member.case_index == case_index; });
}

Assignment assignment_row(const Prepared& p, const State& state, Index number) {
  const Slot& slot = p.slots[at(number)];
  const PreparedCase& c = p.cases[at(slot.case_index)];
  const Row& row = p.rows[at(slot.row)];
  Assignment assignment;
  assignment.case_id = c.row->id;
  assignment.role = p.role(slot).name;
  assignment.phase = c.row->phase;
  assignment.load = slot.load;
  if (row.stands) {
    assignment.caseworker = slot.holder_id;
    if (slot.holder != none) assignment.load = load_with(slot, p.persons[at(slot.holder)]);
    assignment.state = slot.state;
    return assignment;
  }
  assignment.overridden = row.fixed != none || row.left_by != none;
  const Index person = state.person_of(slot.row);
  if (person == none) return assignment;
  const Person& who = p.persons[at(person)];
  const Member& member = member_of(row, slot.case_index);
  assignment.caseworker = who.row->id;
  assignment.state = had_it(slot, person) ? slot.state : AssignmentState::proposed;
  assignment.load = load_with(slot, who);
  if (slot.position == 0 && !speaks(who, c.language)) assignment.load = assignment.load + member.interpreter_extra;
  // Prices belong to the pair of case and person: they stand on the first of its roles.
  if (member.slots.front() == number) assignment.cost = cost_of(p, member, person);
  return assignment;
}

std::string band_name(const Prepared& p, const std::optional<Rational>& ratio) {
  const workload::MeasurementRule& rule = p.policy->measurement;
  if (!ratio || rule.bands.empty()) return {};
  return workload::band_of(rule.bands, rule.ratio_decimals ? ratio->round_half_up(*rule.ratio_decimals) : *ratio).name;
}

/// On the common denominator the ratio cannot overflow.
std::optional<Rational> ratio_of(std::int64_t scaled_load, const Person& person) {
  if (person.scaled_capacity == 0) return std::nullopt;
  return Rational(scaled_load, person.scaled_capacity);
}

}  // namespace

std::vector<Assignment> assignment_rows(const Prepared& p, const State& state) {
  std::vector<Assignment> rows;
  rows.reserve(p.slots.size());
  for (const Case& row : p.input->cases) {
    const PreparedCase& c = p.cases[at(p.case_of.at(row.id))];
    for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) rows.push_back(assignment_row(p, state, k));
  }
  return rows;
}

std::vector<CaseworkerLoad> load_rows(const Prepared& p, const State& state) {
  std::vector<std::set<Index>> new_cases(p.persons.size());
  for (std::size_t k = 0; k < p.slots.size(); ++k) {
    const Slot& slot = p.slots[k];
    const Index person = state.person_of(slot.row);
    if (person != none && !had_it(slot, person)) new_cases[at(person)].insert(slot.case_index);
  }
  std::vector<CaseworkerLoad> rows;
  rows.reserve(p.persons.size());
  for (const Caseworker& row : p.input->caseworkers) {
    const Index number = p.person_of.at(row.id);
    const Person& person = p.persons[at(number)];
    CaseworkerLoad load;
    load.caseworker = row.id;
    load.unit = row.unit;
    load.pool = row.pool;
    load.capacity = person.capacity;
    load.hard_limit = person.hard_limit;
    load.load_before = person.load_before;
    load.remembered = person.remembered;
    load.load_after = p.points(state.load(number));
    load.ratio_before = ratio_of(scaled(load.load_before, p.denominator), person);
    load.ratio_after = ratio_of(state.load(number), person);
    load.band_before = band_name(p, load.ratio_before);
    load.band_after = band_name(p, load.ratio_after);
    load.new_cases = static_cast<std::int64_t>(new_cases[at(number)].size());
    load.perceived = row.perceived;
    rows.push_back(std::move(load));
  }
  return rows;
}

}  // namespace evenload::allocation::detail
