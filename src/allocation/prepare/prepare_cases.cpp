// Cases: weight, deadline, first days, references. Equations (2) to (4) of docs/models/allocation.md.
#include <algorithm>
#include <chrono>
#include <numeric>
#include <set>
#include <string>

#include "prepared.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

using std::chrono::days;

/// The row for type and phase that says most: both named, then the type, then the phase, then neither.
const DeadlineOfType* deadline_rule(const AllocationPolicy& policy, const Case& c) {
  const DeadlineOfType* best = nullptr;
  int best_match = -1;
  for (const DeadlineOfType& row : policy.deadlines) {
    if ((!row.case_type.empty() && row.case_type != c.type) || (!row.phase.empty() && row.phase != c.phase)) continue;
    const int match = (row.case_type.empty() ? 0 : 2) + (row.phase.empty() ? 0 : 1);
    if (match > best_match) {
      best = &row;
      best_match = match;
    }
  }
  return best;
}

/// Last day that keeps the deadline. A rule gives the end of its last day, which is midnight of the next.
std::optional<Date> deadline_day(const Prepared& p, const Case& c, std::size_t input_row) {
  if (c.deadline) return p.zone.local_date(*c.deadline);
  if (!c.received) return std::nullopt;
  const DeadlineOfType* row = deadline_rule(*p.policy, c);
  if (row == nullptr) return std::nullopt;
  const Instant due = at_row("cases", input_row, [&] { return due_instant(row->rule, *c.received, p.zone, p.calendar); });
  return p.zone.local_date(due - std::chrono::microseconds(1));
}

/// Equation (3): the working days on which somebody must be at work, at least one.
void set_window(const Prepared& p, PreparedCase& c) {
  c.window_from = p.calendar.next_working_day(c.start);
  c.window_to = c.window_from;
  for (int i = 1; i < p.policy->start_window_days; ++i) c.window_to = p.calendar.next_working_day(c.window_to + days(1));
  if (c.deadline && *c.deadline < c.window_to) c.window_to = std::max(c.window_from, *c.deadline);
}

/// The working days up to the deadline on which somebody must be at work, none before the first days.
void set_last_days(const Prepared& p, PreparedCase& c) {
  if (!c.deadline || p.policy->deadline_window_days == 0 || *c.deadline < c.window_from) return;
  Date from = *c.deadline;
  int found = p.calendar.is_working_day(from) ? 1 : 0;
  while (found < p.policy->deadline_window_days && from > c.window_from) {
    from -= days(1);
    if (p.calendar.is_working_day(from)) ++found;
  }
  if (found > 0) c.last_days = {from, *c.deadline};
}

void set_weight(const Prepared& p, PreparedCase& c) {
  const Case& row = *c.row;
  if (row.weight) {
    c.weight = *row.weight;
    return;
  }
  if (p.weights == nullptr) {
    refuse_row(ErrorCode::missing_value, "cases", "weight", c.input_row, "a weight, or a weight table in the policy's measurement", "nothing");
  }
  at_row("cases", c.input_row, [&] {
    c.weight = workload::case_weight(*p.weights, row.type, row.phase, row.factors);
    const std::string& factor = p.policy->interpreter_factor;
    if (factor.empty() || !row.interpreter || row.language.empty()) return;
    if (std::find(row.factors.begin(), row.factors.end(), factor) != row.factors.end()) return;  // counted for everybody
    std::vector<std::string> with = row.factors;
    with.push_back(factor);
    c.interpreter_extra = std::max(Rational(0), workload::case_weight(*p.weights, row.type, row.phase, with) - c.weight);
  });
}

Index known_person(const Prepared& p, const CaseworkerId& id) {
  if (id.empty()) return none;
  const auto found = p.person_of.find(id);
  return found == p.person_of.end() ? none : found->second;
}

void set_references(const Prepared& p, PreparedCase& c) {
  const Case& row = *c.row;
  // Whoever handed the case over is not the one to give it back to.
  if (!row.transferred) c.previous = known_person(p, row.previous_caseworker);
  c.family = known_person(p, row.family_caseworker);
  c.reopening = p.policy->rule(Rule::reopening);
  int months = p.policy->reopening_window_months;
  for (const ReopeningOfType& of_type : p.policy->reopening_of_type) {
    if (of_type.case_type != row.type) continue;
    c.reopening = of_type.setting;
    months = of_type.months;
  }
  if (c.previous != none && row.closed) {
    const Date back = c.received.value_or(p.on);
    c.reopened = *row.closed <= back && back <= add_months(*row.closed, months);
  }
}

void set_interpreter(const Prepared& p, PreparedCase& c) {
  c.interpreter_from = p.calendar.next_working_day(c.start);
  if (c.row->language.empty() || !c.row->interpreter) return;
  c.interpreter_days = p.policy->interpreter_days;
  for (const InterpreterDays& row : p.policy->interpreter_days_of) {
    if (row.language == c.row->language) c.interpreter_days = row.days;
  }
  for (std::int64_t i = 0; i < c.interpreter_days; ++i) c.interpreter_from = p.calendar.next_working_day(c.interpreter_from + days(1));
}

void name_things(Prepared& p, PreparedCase& c, const std::set<Index>& wished) {
  const Case& row = *c.row;
  const auto add = [&](std::vector<Index>& to, const std::string& text) {
    const Index number = p.names.number(text);
    if (std::find(to.begin(), to.end(), number) == to.end()) to.push_back(number);
  };
  if (!row.type.empty()) add(c.categories, row.type);
  for (const std::string& text : row.categories) add(c.categories, text);
  for (const std::string& text : row.required_skills) add(c.required_skills, text);
  for (const std::string& text : row.preferred_skills) add(c.preferred_skills, text);
  if (!row.language.empty()) c.language = p.names.number(row.language);
  c.wished_by_somebody = std::any_of(c.categories.begin(), c.categories.end(), [&](Index category) { return wished.count(category) != 0; });
}

void add_conflicts(Prepared& p) {
  std::vector<std::pair<CaseId, CaseworkerId>> unknown;
  for (const Exclusion& exclusion : p.input->exclusions) {
    const auto c = p.case_of.find(exclusion.case_id);
    const Index person = known_person(p, exclusion.caseworker);
    const auto decider = std::find_if(p.deciders.begin(), p.deciders.end(), [&](const PreparedDecider& d) {
      return d.person == none && d.id == exclusion.caseworker;
    });
    if (c != p.case_of.end() && decider != p.deciders.end()) {
      p.cases[at(c->second)].decider_conflicts.push_back(to_index(static_cast<std::size_t>(decider - p.deciders.begin())));
    } else if (c == p.case_of.end() || person == none) {
      unknown.emplace_back(exclusion.case_id, exclusion.caseworker);
    } else {
      p.cases[at(c->second)].conflicts.push_back(person);
    }
  }
  for (PreparedCase& c : p.cases) {
    std::sort(c.decider_conflicts.begin(), c.decider_conflicts.end());
    std::sort(c.conflicts.begin(), c.conflicts.end());
    c.conflicts.erase(std::unique(c.conflicts.begin(), c.conflicts.end()), c.conflicts.end());
  }
  std::sort(unknown.begin(), unknown.end());
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  for (const auto& [case_id, caseworker] : unknown) {
    p.notices.push_back(
        make_reason(ReasonCode::unknown_exclusion, text_of("case", case_id.value()), text_of("caseworker", caseworker.value())));
  }
}

}  // namespace

void prepare_cases(Prepared& p) {
  const auto& rows = p.input->cases;
  // Weights that are not in force yet only matter where a case needs them.
  const bool needed = std::any_of(rows.begin(), rows.end(), [](const Case& c) { return !c.weight; });
  if (p.policy->measurement.weights) {
    for (const workload::WeightTable& table : p.policy->measurement.weights->tables) {
      if (table.effective_from <= p.on && (!table.effective_to || p.on < *table.effective_to)) p.weights = &table;
    }
    if (p.weights == nullptr && needed) p.weights = &workload::table_on(*p.policy->measurement.weights, p.on);
  }
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rows[a].id < rows[b].id; });
  std::set<Index> wished;
  for (const Person& person : p.persons) wished.insert(person.wished.begin(), person.wished.end());

  p.cases.reserve(rows.size());
  for (const std::size_t input_row : order) {
    PreparedCase c;
    c.row = &rows[input_row];
    c.input_row = input_row;
    const Case& row = *c.row;
    if (!row.unit.empty()) {
      c.unit = static_cast<Index>(std::lower_bound(p.units.begin(), p.units.end(), row.unit) - p.units.begin());
      c.committee = p.committee_of_unit[at(c.unit)];
      c.municipality = p.municipality_of_unit[at(c.unit)];
    }
    c.start = row.start.value_or(p.on);
    if (row.received) c.received = p.zone.local_date(*row.received);
    c.deadline = deadline_day(p, row, input_row);
    set_window(p, c);
    set_last_days(p, c);
    if (!row.place.empty()) c.place = p.names.number(row.place);
    set_weight(p, c);
    set_references(p, c);
    set_interpreter(p, c);
    name_things(p, c, wished);
    c.held_by = known_person(p, row.held_by);
    p.case_of.emplace(row.id, to_index(p.cases.size()));
    p.cases.push_back(std::move(c));
  }
  add_conflicts(p);
}

}  // namespace evenload::allocation::detail
