// Caseworkers: capacity, limits, units, skills. Equation (1) of docs/models/allocation.md.
#include <algorithm>
#include <numeric>
#include <string>

#include "people.hpp"
#include "prepared.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

std::vector<Index> sorted_numbers(Names& names, const std::vector<std::string>& texts) {
  std::vector<Index> numbers;
  numbers.reserve(texts.size());
  for (const std::string& text : texts) numbers.push_back(names.number(text));
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

/// The committee or municipality that all of these units share, or none.
Index shared(const std::vector<Index>& of_unit, const std::vector<Index>& units) {
  if (units.empty()) return none;
  const Index first = of_unit[at(units.front())];
  const bool alike = std::all_of(units.begin(), units.end(), [&](Index unit) { return of_unit[at(unit)] == first; });
  return alike ? first : none;
}

void place_in_units(const Prepared& p, Person& person) {
  const Caseworker& row = *person.row;
  person.unit = unit_number(p, row.unit);
  if (person.unit != none) person.units.push_back(person.unit);
  if (row.pool) {
    for (const UnitId& unit : row.pool_units) person.units.push_back(unit_number(p, unit));
    person.all_units = row.pool_units.empty();
  }
  std::sort(person.units.begin(), person.units.end());
  person.units.erase(std::unique(person.units.begin(), person.units.end()), person.units.end());

  // A pool member without a unit of its own belongs to the committee and municipality that all of its units share.
  std::vector<Index> home{person.unit};
  if (person.unit == none) home = person.units;
  if (person.unit == none && person.all_units) {
    home.resize(p.units.size());
    std::iota(home.begin(), home.end(), 0);
  }
  person.committee = shared(p.committee_of_unit, home);
  person.municipality = shared(p.municipality_of_unit, home);
}

void limit_new_work(const Prepared& p, Person& person) {
  const Caseworker& row = *person.row;
  if (p.policy->rule(Rule::new_case_limit).mode == RuleMode::hard) {
    person.new_cases_limit = row.new_cases_limit ? row.new_cases_limit : p.policy->new_cases_limit;
  }
}

}  // namespace

void prepare_persons(Prepared& p) {
  const auto& rows = p.input->caseworkers;
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rows[a].id < rows[b].id; });

  const PeopleRows side_rows(p);
  p.persons.reserve(rows.size());
  for (const std::size_t input_row : order) {
    const Caseworker& row = rows[input_row];
    Person person;
    person.row = &row;
    person.input_row = input_row;
    place_in_units(p, person);
    person.may_be_away = !row.working_time.absences.empty();
    for (const auto& [skill, valid_until] : row.skills) person.skills.push_back({p.names.number(skill), valid_until});
    std::sort(person.skills.begin(), person.skills.end(), [](const DatedSkill& a, const DatedSkill& b) { return a.skill < b.skill; });
    person.languages = sorted_numbers(p.names, row.languages);
    person.wished = sorted_numbers(p.names, row.wished_categories);
    person.unwished = sorted_numbers(p.names, row.unwished_categories);
    person.capacity = capacity_of(p, row, input_row, side_rows);
    person.hard_limit = row.hard_limit ? *row.hard_limit
                                       : at_row("caseworkers", input_row, [&] { return person.capacity * p.policy->hard_limit_factor; });
    person.standing_load = row.base_load;
    if (person.capacity > Rational(0)) {
      person.standing_load = at_row("caseworkers", input_row, [&] { return row.base_load + p.policy->measurement.fixed_load; });
    }
    person.load_before = person.standing_load;
    limit_new_work(p, person);
    protect(p, person, side_rows);
    put_on_duty(p, person, side_rows);
    p.person_of.emplace(row.id, to_index(p.persons.size()));
    p.persons.push_back(std::move(person));
  }

  prepare_authority(p);
  std::vector<bool> staffed(p.units.size(), false);
  for (const Person& person : p.persons) {
    if (person.unit != none) staffed[at(person.unit)] = true;
  }
  for (std::size_t u = 0; u < p.units.size(); ++u) {
    if (!staffed[u]) p.notices.push_back(make_reason(ReasonCode::empty_unit, text_of("unit", p.units[u].value())));
  }
}

}  // namespace evenload::allocation::detail
