// Checks of the input's rows by themselves and against each other, before anything is computed.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "evenload/core/ids.hpp"
#include "refuse.hpp"
#include "src/allocation/prepare/people.hpp"
#include "src/allocation/prepare/prepared.hpp"

namespace evenload::allocation::detail {

namespace {

/// The table and row under check; every refusal names them.
class RowCheck {
 public:
  RowCheck(std::string_view table, std::size_t row) : table_(table), row_(row) {}

  [[noreturn]] void refuse(ErrorCode code, std::string_view column, std::string expected, std::string found) const {
    refuse_row(code, table_, column, row_, std::move(expected), std::move(found));
  }

  template <class Kind>
  void id(std::string_view column, const Id<Kind>& id) const {
    check_id(id.value(), table_, column, static_cast<std::int64_t>(row_));
    if (!id.system().empty()) check_id(id.system(), table_, column, static_cast<std::int64_t>(row_));
  }
  template <class Kind>
  void maybe_id(std::string_view column, const Id<Kind>& value) const {
    if (!value.empty()) id(column, value);
  }

  template <class Number>
  void not_negative(std::string_view column, const Number& value) const {
    if (value < Number(0)) refuse(ErrorCode::negative_value, column, "a number of at least 0", text(value));
  }
  template <class Number>
  void not_negative(std::string_view column, const std::optional<Number>& value) const {
    if (value) not_negative(column, *value);
  }

  template <class Enum>
  void one_of(std::string_view column, Enum value, std::int32_t last, std::string_view names) const {
    const auto number = static_cast<std::int32_t>(value);
    if (number < 0 || number > last) refuse(ErrorCode::out_of_range, column, std::string(names), std::to_string(number));
  }

 private:
  static std::string text(const Rational& value) { return value.to_string(); }
  static std::string text(std::int64_t value) { return std::to_string(value); }

  std::string_view table_;
  std::size_t row_;
};

template <class Key>
void once(const RowCheck& row, std::unordered_set<Key>& seen, std::string_view column, const Key& key, const std::string& found) {
  if (!seen.insert(key).second) row.refuse(ErrorCode::duplicate_id, column, "each id once", found);
}

/// Where there is a table of units, every unit named elsewhere is in it.
class KnownUnits {
 public:
  explicit KnownUnits(const std::vector<Unit>& units) {
    for (const Unit& unit : units) ids_.insert(unit.id);
  }
  bool given() const { return !ids_.empty(); }
  void check(const RowCheck& row, std::string_view column, const UnitId& unit) const {
    if (unit.empty()) return;
    row.id(column, unit);
    if (given() && ids_.count(unit) == 0) row.refuse(ErrorCode::unknown_id, column, "a unit of the units table", unit.value());
  }

 private:
  std::unordered_set<UnitId> ids_;
};

void check_units(const std::vector<Unit>& units) {
  std::unordered_set<UnitId> seen;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const RowCheck row("units", i);
    row.id("id", units[i].id);
    once(row, seen, "id", units[i].id, units[i].id.value());
  }
}

void check_case_roles(const RowCheck& row, const Case& c, const AllocationPolicy& policy) {
  for (std::size_t k = 0; k < c.roles.size(); ++k) {
    const std::string& name = c.roles[k];
    if (std::none_of(policy.roles.begin(), policy.roles.end(), [&](const Role& role) { return role.name == name; })) {
      row.refuse(ErrorCode::unknown_id, "roles", "a role of the policy", name);
    }
    if (std::find(c.roles.begin(), c.roles.begin() + static_cast<std::ptrdiff_t>(k), name) != c.roles.begin() + static_cast<std::ptrdiff_t>(k)) {
      row.refuse(ErrorCode::duplicate_id, "roles", "each role once", name);
    }
  }
}

void check_cases(const AllocationInput& input, const AllocationPolicy& policy, const KnownUnits& units) {
  std::unordered_set<CaseId> seen;
  for (std::size_t i = 0; i < input.cases.size(); ++i) {
    const Case& c = input.cases[i];
    const RowCheck row("cases", i);
    row.id("id", c.id);
    once(row, seen, "id", c.id, c.id.value());
    row.not_negative("weight", c.weight);
    row.not_negative("priority", c.priority);
    row.one_of("class", c.case_class, 2, "must, due or may_wait");
    row.one_of("state", c.state, 3, "open, proposed, announced or started");
    units.check(row, "unit", c.unit);
    row.maybe_id("previous_caseworker", c.previous_caseworker);
    row.maybe_id("family_caseworker", c.family_caseworker);
    row.maybe_id("current_caseworker", c.current_caseworker);
    row.maybe_id("held_by", c.held_by);
    if (c.held_until && c.held_by.empty()) row.refuse(ErrorCode::missing_value, "held_by", "who holds the case until then", "nothing");
    if (c.transferred && c.previous_caseworker.empty()) {
      row.refuse(ErrorCode::missing_value, "previous_caseworker", "who handed the case over, as transferred is given", "nothing");
    }
    check_case_roles(row, c, policy);
  }
}

void check_working_time(const RowCheck& row, const workload::WorkingTime& time) {
  row.not_negative("contracted_hours", time.contracted_hours);
  for (const workload::Absence& absence : time.absences) {
    if (absence.to < absence.from) {
      row.refuse(ErrorCode::ends_before_start, "absences", "a last day on or after " + evenload::to_string(absence.from), evenload::to_string(absence.to));
    }
    if (absence.share < Rational(0) || absence.share > Rational(1)) {
      row.refuse(ErrorCode::out_of_range, "absences", "a share from 0 to 1", absence.share.to_string());
    }
  }
  for (const workload::Reduction& reduction : time.reductions) {
    if (reduction.from && reduction.to && *reduction.to < *reduction.from) {
      row.refuse(ErrorCode::ends_before_start, "reductions", "a last day on or after " + evenload::to_string(*reduction.from), evenload::to_string(*reduction.to));
    }
    row.not_negative("reductions", reduction.amount.value_or(Rational(0)));
  }
}

void check_caseworkers(const AllocationInput& input, const KnownUnits& units) {
  std::unordered_set<CaseworkerId> seen;
  for (std::size_t i = 0; i < input.caseworkers.size(); ++i) {
    const Caseworker& w = input.caseworkers[i];
    const RowCheck row("caseworkers", i);
    row.id("id", w.id);
    once(row, seen, "id", w.id, w.id.value());
    units.check(row, "unit", w.unit);
    for (const UnitId& unit : w.pool_units) {
      row.id("pool_units", unit);
      units.check(row, "pool_units", unit);
    }
    if (units.given() && w.unit.empty() && !w.pool) row.refuse(ErrorCode::missing_value, "unit", "a unit, except for members of the pool", "nothing");
    row.not_negative("capacity", w.capacity);
    row.not_negative("base_load", w.base_load);
    row.not_negative("hard_limit", w.hard_limit);
    row.not_negative("protected_new_cases", w.protected_new_cases);
    row.not_negative("protected_new_weight", w.protected_new_weight);
    row.not_negative("new_cases_limit", w.new_cases_limit);
    row.not_negative("week_cases_limit", w.week_cases_limit);
    row.not_negative("week_cases", w.week_cases);
    row.maybe_id("decider", w.decider);
    for (const int day : w.remote_days) {
      if (day < 1 || day > 7) row.refuse(ErrorCode::out_of_range, "remote_days", "1 (Monday) to 7 (Sunday)", std::to_string(day));
    }
    check_working_time(row, w.working_time);
  }
}

/// Tables that point into the two main ones.
class References {
 public:
  explicit References(const AllocationInput& input) : input_(input) {
    for (const Case& c : input.cases) cases_.insert(c.id);
    for (const Caseworker& w : input.caseworkers) caseworkers_.insert(w.id);
  }

  void exclusions() const {
    for (std::size_t i = 0; i < input_.exclusions.size(); ++i) {
      const RowCheck row("exclusions", i);
      row.id("case", input_.exclusions[i].case_id);
      row.id("caseworker", input_.exclusions[i].caseworker);
    }
  }

  void limits() const {
    for (std::size_t i = 0; i < input_.limits.size(); ++i) {
      const CategoryLimit& limit = input_.limits[i];
      const RowCheck row("limits", i);
      row.maybe_id("caseworker", limit.caseworker);
      if (!limit.caseworker.empty() && caseworkers_.count(limit.caseworker) == 0) {
        row.refuse(ErrorCode::unknown_id, "caseworker", "a caseworker of the caseworkers table", limit.caseworker.value());
      }
      if (limit.category.empty()) row.refuse(ErrorCode::missing_value, "category", "a category", "nothing");
      if (!limit.cases && !limit.weight) row.refuse(ErrorCode::missing_value, "cases", "a number of cases, or a weight", "nothing");
      row.not_negative("cases", limit.cases);
      row.not_negative("weight", limit.weight);
      row.one_of("period", limit.period, 1, "allocation or week");
    }
  }

  void assignments() const {
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < input_.assignments.size(); ++i) {
      const StandingAssignment& assignment = input_.assignments[i];
      const RowCheck row("assignments", i);
      row.id("case", assignment.case_id);
      if (cases_.count(assignment.case_id) == 0) {
        row.refuse(ErrorCode::unknown_id, "case", "a case of the cases table", assignment.case_id.value());
      }
      row.id("caseworker", assignment.caseworker);
      row.one_of("state", assignment.state, 3, "open, proposed, announced or started");
      const std::string key = assignment.case_id.system() + '\n' + assignment.case_id.value() + '\n' + assignment.role;
      once(row, seen, "role", key, assignment.case_id.value() + ", " + assignment.role);
    }
  }

  void overrides() const {
    for (std::size_t i = 0; i < input_.overrides.size(); ++i) {
      const RowCheck row("overrides", i);
      row.id("case", input_.overrides[i].case_id);
      row.maybe_id("caseworker", input_.overrides[i].caseworker);
    }
  }

  void events() const {
    for (std::size_t i = 0; i < input_.events.size(); ++i) {
      const CaseEvent& event = input_.events[i];
      const RowCheck row("events", i);
      known_case(row, "case", event.case_id);
      row.not_negative("weight", event.weight);
      if (event.until && *event.until < event.from) {
        row.refuse(ErrorCode::ends_before_start, "until", "a last day on or after " + evenload::to_string(event.from), evenload::to_string(*event.until));
      }
    }
  }

  void handovers(const AllocationPolicy& policy, const KnownUnits& units) const {
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < input_.handovers.size(); ++i) {
      const PlannedHandover& handover = input_.handovers[i];
      const RowCheck row("handovers", i);
      known_case(row, "case", handover.case_id);
      if (handover.unit.empty()) row.refuse(ErrorCode::missing_value, "unit", "the unit that receives the case", "nothing");
      units.check(row, "unit", handover.unit);
      row.maybe_id("caseworker", handover.caseworker);
      row.not_negative("weight", handover.weight);
      if (std::none_of(policy.roles.begin(), policy.roles.end(), [&](const Role& role) { return role.name == handover.role; })) {
        row.refuse(ErrorCode::unknown_id, "role", "a role of the policy", handover.role);
      }
      const std::string key = handover.case_id.system() + '\n' + handover.case_id.value() + '\n' + handover.role + '\n' + handover.phase;
      once(row, seen, "phase", key, handover.case_id.value() + ", " + handover.role + ", " + handover.phase);
    }
  }

  void worker_pairs() const {
    for (std::size_t i = 0; i < input_.worker_pairs.size(); ++i) {
      const WorkerPair& pair = input_.worker_pairs[i];
      const RowCheck row("worker_pairs", i);
      row.id("caseworker", pair.caseworker);
      row.id("other", pair.other);
      if (pair.caseworker == pair.other) row.refuse(ErrorCode::contradiction, "other", "another caseworker", pair.other.value());
    }
  }

  void links() const {
    for (std::size_t i = 0; i < input_.links.size(); ++i) {
      const CaseLink& link = input_.links[i];
      const RowCheck row("links", i);
      known_case(row, "case", link.case_id);
      known_case(row, "other", link.other);
      if (link.case_id == link.other) row.refuse(ErrorCode::cycle, "other", "another case", link.other.value());
    }
  }

  void agreements() const {
    for (std::size_t i = 0; i < input_.agreements.size(); ++i) {
      const Agreement& agreement = input_.agreements[i];
      const RowCheck row("agreements", i);
      if (agreement.municipality.empty()) row.refuse(ErrorCode::missing_value, "municipality", "whose cases", "nothing");
      if (agreement.with.empty()) row.refuse(ErrorCode::missing_value, "with", "whose employees", "nothing");
      if (agreement.from && agreement.to && *agreement.to < *agreement.from) {
        row.refuse(ErrorCode::ends_before_start, "to", "a last day on or after " + evenload::to_string(*agreement.from), evenload::to_string(*agreement.to));
      }
    }
  }

 private:
  void known_case(const RowCheck& row, std::string_view column, const CaseId& id) const {
    row.id(column, id);
    if (cases_.count(id) == 0) row.refuse(ErrorCode::unknown_id, column, "a case of the cases table", id.value());
  }

  const AllocationInput& input_;
  std::unordered_set<CaseId> cases_;
  std::unordered_set<CaseworkerId> caseworkers_;
};

}  // namespace

void check_rows(const AllocationInput& input, const AllocationPolicy& policy) {
  check_units(input.units);
  const KnownUnits units(input.units);
  check_cases(input, policy, units);
  check_caseworkers(input, units);
  const References references(input);
  references.exclusions();
  references.limits();
  references.assignments();
  references.overrides();
  check_people_rows(input);
  references.events();
  references.handovers(policy, units);
  references.worker_pairs();
  references.links();
  references.agreements();
  if (!units.given()) return;
  for (std::size_t i = 0; i < policy.roles.size(); ++i) units.check(RowCheck("policy.roles", i), "unit", policy.roles[i].unit);
}

}  // namespace evenload::allocation::detail
