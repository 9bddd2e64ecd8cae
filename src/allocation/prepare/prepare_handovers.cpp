// What is on its way: new reports in open cases, hand-overs that have happened, and room for those that are planned. Equations (2a), (5b)
// and (1a) of docs/models/allocation.md.
#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "prepared.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

using std::chrono::days;

Index holder_of(const Prepared& p, Index case_index, const std::string& role) {
  const PreparedCase& c = p.cases[at(case_index)];
  for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
    const Slot& slot = p.slots[at(k)];
    const bool had = slot.state == AssignmentState::announced || slot.state == AssignmentState::started;
    if (had && p.role(slot).name == role) return slot.holder;
  }
  return none;
}

/// Share of a role, as the weight table or the policy has it.
Rational share_of_role(const Prepared& p, const std::string& name, const std::string& type) {
  if (p.weights != nullptr) {
    for (const workload::RoleShare& share : p.weights->role_shares) {
      if (share.role == name && (share.case_type.empty() || share.case_type == type)) return workload::role_share(*p.weights, name, type);
    }
  }
  const auto role = std::find_if(p.policy->roles.begin(), p.policy->roles.end(), [&](const Role& one) { return one.name == name; });
  return role->share;
}

Rational load_of(const Prepared& p, std::size_t i) {
  const PlannedHandover& row = p.input->handovers[i];
  const Case& of_case = *p.cases[at(p.case_of.at(row.case_id))].row;
  if (!row.weight && p.weights == nullptr) {
    refuse_row(ErrorCode::missing_value, "handovers", "weight", i, "a weight, or a weight table in the policy's measurement", "nothing");
  }
  return at_row("handovers", i, [&] {
    const Rational weight = row.weight ? *row.weight : workload::case_weight(*p.weights, of_case.type, row.phase, of_case.factors);
    return weight * share_of_role(p, row.role, of_case.type);
  });
}

bool serves(const Person& person, Index unit) {
  return person.all_units || std::binary_search(person.units.begin(), person.units.end(), unit);
}

/// Whose room is kept: the unit's own people, else those of the pool who serve it; nobody without capacity.
std::vector<Index> people_of(const Prepared& p, Index unit) {
  std::vector<Index> own;
  std::vector<Index> pool;
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Person& person = p.persons[i];
    if (person.capacity == Rational(0)) continue;
    if (person.unit == unit) own.push_back(to_index(i));
    if (serves(person, unit)) pool.push_back(to_index(i));
  }
  return own.empty() ? pool : own;
}

/// The load over these people in proportion to capacity, in hundredths of a point: what rounding leaves goes to the largest rests, then
/// by id. A finer grid would only make the common denominator large.
void spread(Prepared& p, const std::vector<Index>& people, const Rational& load) {
  constexpr std::int64_t grid = 100;
  const Rational hundredths = load * Rational(grid);
  std::int64_t total = hundredths.numerator() / hundredths.denominator();
  if (hundredths.denominator() != 1) ++total;  // rather too much room than too little
  Rational capacity;
  for (const Index person : people) capacity = capacity + p.persons[at(person)].capacity;
  std::vector<std::int64_t> parts;
  std::vector<std::pair<Rational, std::size_t>> rests;
  std::int64_t left = total;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Rational part = Rational(total) * p.persons[at(people[i])].capacity / capacity;
    parts.push_back(part.numerator() / part.denominator());
    rests.emplace_back(Rational(parts.back()) - part, i);  // negative: the largest rest comes first
    left -= parts.back();
  }
  std::sort(rests.begin(), rests.end());
  for (std::int64_t k = 0; k < left; ++k) ++parts[rests[static_cast<std::size_t>(k)].second];
  for (std::size_t i = 0; i < people.size(); ++i) {
    Person& person = p.persons[at(people[i])];
    const Rational part(parts[i], grid);
    person.reserved = person.reserved + part;
  }
}

struct Room {
  Rational load;
  Rational unnamed;
  std::int64_t cases = 0;
  std::size_t row = 0;  // one of them
};

}  // namespace

bool counts(const Prepared& p, const PlannedHandover& handover) {
  return handover.on <= p.on + days(7 * static_cast<std::int64_t>(p.policy->horizon_weeks));
}

void add_events(Prepared& p) {
  if (p.policy->rule(Rule::case_events).mode == RuleMode::off) return;
  std::vector<std::tuple<Index, std::optional<Date>, Rational>> active;
  for (std::size_t i = 0; i < p.input->events.size(); ++i) {
    const CaseEvent& event = p.input->events[i];
    if (p.on < event.from || (event.until && *event.until < p.on)) continue;
    const Index number = p.case_of.at(event.case_id);
    PreparedCase& c = p.cases[at(number)];
    c.weight = at_row("events", i, [&] { return c.weight + event.weight; });
    active.emplace_back(number, event.until, event.weight);
  }
  std::sort(active.begin(), active.end());
  for (const auto& [number, until, weight] : active) {
    Reason notice = make_reason(ReasonCode::event_in_open_case, text_of("case", p.cases[at(number)].row->id.value()), number_of("weight", weight));
    if (until) notice.parameters.push_back(date_of("until", *until));
    p.notices.push_back(std::move(notice));
  }
}

void set_handover_load(Prepared& p, PreparedCase& c) {
  if (!c.row->transferred || p.policy->rule(Rule::transfer).mode == RuleMode::off) return;
  const HandoverLoad& rule = p.policy->handover;
  const Date until = *c.row->transferred + days(7 * static_cast<std::int64_t>(rule.weeks) - 1);
  if (p.on < *c.row->transferred || until < p.on) return;
  c.giver_load = at_row("cases", c.input_row, [&] { return c.weight * rule.giver; });
  c.handover_load = at_row("cases", c.input_row, [&] { return c.weight * rule.receiver; });
  c.handover_until = until;
}

void add_handover_loads(Prepared& p) {
  for (const PreparedCase& c : p.cases) {
    if (!c.handover_until) continue;
    if (c.handover_load > Rational(0)) {
      p.notices.push_back(make_reason(ReasonCode::handed_over, text_of("case", c.row->id.value()), number_of("load", c.handover_load),
                                      date_of("until", *c.handover_until)));
    }
    const auto giver = p.person_of.find(c.row->previous_caseworker);
    const Slot& lead = p.slots[at(c.first_slot)];
    if (giver == p.person_of.end() || (lead.stands && giver->second == lead.holder)) continue;
    Person& person = p.persons[at(giver->second)];
    at_row("caseworkers", person.input_row, [&] {
      person.standing_load = person.standing_load + c.giver_load;
      person.load_before = person.load_before + c.giver_load;
    });
  }
}

void reserve_room(Prepared& p) {
  if (p.policy->rule(Rule::planned_handover).mode == RuleMode::off || p.input->handovers.empty()) return;
  std::map<Index, Room> rooms;
  for (std::size_t i = 0; i < p.input->handovers.size(); ++i) {
    const PlannedHandover& row = p.input->handovers[i];
    if (!counts(p, row)) continue;
    const Index number = p.case_of.at(row.case_id);
    const Index unit = unit_number(p, row.unit);
    p.cases[at(number)].handovers.push_back(to_index(i));
    const Index holder = holder_of(p, number, row.role);
    const auto named = p.person_of.find(row.caseworker);
    const Index receiver = row.caseworker.empty() || named == p.person_of.end() ? none : named->second;
    const bool stays = holder != none && (receiver != none ? receiver == holder : serves(p.persons[at(holder)], unit));
    if (stays) continue;  // nothing changes hands
    const Rational load = load_of(p, i);
    Room& room = rooms[unit];
    ++room.cases;
    room.row = i;
    at_row("handovers", i, [&] {
      room.load = room.load + load;
      if (receiver != none) {
        p.persons[at(receiver)].reserved = p.persons[at(receiver)].reserved + load;
      } else {
        room.unnamed = room.unnamed + load;
      }
    });
  }
  for (const auto& [unit, room] : rooms) {
    const std::vector<Index> people = people_of(p, unit);
    if (!people.empty() && room.unnamed > Rational(0)) {
      at_row("handovers", room.row, [&, &room = room] { spread(p, people, room.unnamed); });
    }
    p.notices.push_back(make_reason(ReasonCode::room_reserved, text_of("unit", p.units[at(unit)].value()), number_of("load", room.load),
                                    whole_of("cases", room.cases)));
  }
  for (Person& person : p.persons) {
    at_row("caseworkers", person.input_row, [&] {
      person.standing_load = person.standing_load + person.reserved;
      person.load_before = person.load_before + person.reserved;
    });
  }
}

}  // namespace evenload::allocation::detail
