#include <algorithm>
#include <set>
#include <tuple>

#include "columns.hpp"
#include "evenload/core/errors.hpp"
#include "read_input.hpp"
#include "src/allocation/documents/enum_names.hpp"
#include "src/workload/working_time_tables.hpp"

namespace evenload::allocation {

namespace {

/// A column that must be there as a whole, with its system beside it.
template <class IdType>
IdReader<IdType> required_id(const Table& table, std::string_view column) {
  ColumnReader::required(table, column);
  return IdReader<IdType>(table, column);
}

/// Throws for the second of two rows with the same key.
template <class Key>
class OnceOnly {
 public:
  template <class Reader>
  void add(Key key, const Reader& reader, std::size_t row, std::string_view what) {
    if (!seen_.insert(std::move(key)).second) reader.fail(row, ErrorCode::duplicate_id, "each " + std::string(what) + " once");
  }

 private:
  std::set<Key> seen_;
};

}  // namespace

void read_absences(const Table& table, const CaseworkerIndex& ids, std::vector<Caseworker>& caseworkers) {
  constexpr auto known = std::to_array<std::string_view>({"caseworker", "caseworker_system", "from", "to", "share"});
  check_columns(table, known);
  const auto caseworker = required_id<CaseworkerId>(table, "caseworker");
  workload::read_absences(table, [&](std::size_t row) -> workload::WorkingTime& {
    return caseworkers[ids.known(caseworker, row, "caseworkers")].working_time;
  });
}

void read_reductions(const Table& table, const CaseworkerIndex& ids, std::vector<Caseworker>& caseworkers) {
  constexpr auto known =
      std::to_array<std::string_view>({"caseworker", "caseworker_system", "class", "kind", "amount", "from", "to"});
  check_columns(table, known);
  const auto caseworker = required_id<CaseworkerId>(table, "caseworker");
  workload::read_reductions(table, [&](std::size_t row) -> workload::WorkingTime& {
    return caseworkers[ids.known(caseworker, row, "caseworkers")].working_time;
  });
}

void read_skills(const Table& table, const CaseworkerIndex& ids, std::vector<Caseworker>& caseworkers) {
  constexpr auto known = std::to_array<std::string_view>({"caseworker", "caseworker_system", "skill", "valid_until"});
  check_columns(table, known);
  const auto caseworker = required_id<CaseworkerId>(table, "caseworker");
  const auto skill = ColumnReader::required(table, "skill");
  const ColumnReader valid_until(table, "valid_until");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    add_skill(caseworkers[ids.known(caseworker, row, "caseworkers")], {needed_text(skill, row), valid_until.maybe_date(row)});
  }
}

std::vector<Unit> read_units(const Table& table) {
  constexpr auto known = std::to_array<std::string_view>({"id", "label", "committee", "municipality"});
  check_columns(table, known);
  const IdIndex<UnitId> ids(table);
  const ColumnReader label(table, "label"), committee(table, "committee"), municipality(table, "municipality");
  std::vector<Unit> units;
  units.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    units.push_back({ids[row], label.text_or(row, {}), committee.text_or(row, {}), municipality.text_or(row, {})});
  }
  return units;
}

std::vector<Exclusion> read_exclusions(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers) {
  if (table.find("reason") != nullptr) {
    throw InvalidDataError({ErrorCode::unsupported, table.name(), "reason", std::nullopt,
                            "no such column: why somebody may not have a case is never stored", "a column of reasons"});
  }
  constexpr auto known = std::to_array<std::string_view>({"case", "case_system", "caseworker", "caseworker_system"});
  check_columns(table, known);
  const auto case_id = required_id<CaseId>(table, "case");
  const auto caseworker = required_id<CaseworkerId>(table, "caseworker");
  std::vector<Exclusion> exclusions;
  exclusions.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!case_id.has(row)) case_id.fail(row, ErrorCode::missing_value, "an id");
    if (!caseworker.has(row)) caseworker.fail(row, ErrorCode::missing_value, "an id");
    // Old cases and people who left may stand here; the plan reports them, so that a misspelt id does not pass unseen.
    exclusions.push_back({cases.resolve(case_id, row), caseworkers.resolve(caseworker, row)});
  }
  return exclusions;
}

std::vector<CategoryLimit> read_limits(const Table& table, const CaseworkerIndex& caseworkers) {
  constexpr auto known = std::to_array<std::string_view>({"caseworker", "caseworker_system", "category", "cases", "weight", "period"});
  check_columns(table, known);
  const IdReader<CaseworkerId> caseworker(table, "caseworker");
  const auto category = ColumnReader::required(table, "category");
  const ColumnReader cases(table, "cases"), weight(table, "weight"), period(table, "period");
  OnceOnly<std::tuple<CaseworkerId, std::string, LimitPeriod>> once;
  std::vector<CategoryLimit> limits;
  limits.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    CategoryLimit& limit = limits.emplace_back();
    if (caseworker.has(row)) limit.caseworker = caseworkers[caseworkers.known(caseworker, row, "caseworkers")];
    limit.category = needed_text(category, row);
    limit.cases = maybe_count(cases, row);
    limit.weight = maybe_non_negative(weight, row);
    if (!limit.cases && !limit.weight) cases.fail(row, ErrorCode::missing_value, "a limit in cases or in weight");
    limit.period = choice_or(period, row, limit_periods, LimitPeriod::allocation);
    once.add({limit.caseworker, limit.category, limit.period}, category, row, "category of a caseworker");
  }
  return limits;
}

std::vector<StandingAssignment> read_assignments(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers) {
  constexpr auto known =
      std::to_array<std::string_view>({"case", "case_system", "role", "caseworker", "caseworker_system", "state", "released", "assigned"});
  check_columns(table, known);
  const auto case_id = required_id<CaseId>(table, "case");
  const auto role = ColumnReader::required(table, "role");
  const auto caseworker = required_id<CaseworkerId>(table, "caseworker");
  const ColumnReader state(table, "state"), released(table, "released"), assigned(table, "assigned");
  OnceOnly<std::pair<CaseId, std::string>> once;
  std::vector<StandingAssignment> assignments;
  assignments.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    StandingAssignment& one = assignments.emplace_back();
    one.case_id = cases[cases.known(case_id, row, "cases")];
    one.role = needed_text(role, row);
    if (!caseworker.has(row)) caseworker.fail(row, ErrorCode::missing_value, "an id");
    one.caseworker = caseworkers.resolve(caseworker, row);
    one.state = choice_or(state, row, assignment_states, AssignmentState::started);
    if (one.state == AssignmentState::open) state.fail(row, ErrorCode::out_of_range, "one of \"proposed\", \"announced\", \"started\"");
    one.released = released.boolean_or(row, false);
    one.assigned = assigned.maybe_date(row);
    once.add({one.case_id, one.role}, role, row, "role of a case");
  }
  return assignments;
}

std::vector<CarriedLoad> read_carried_load(const Table& table, const CaseworkerIndex& caseworkers) {
  constexpr auto known = std::to_array<std::string_view>({"caseworker", "caseworker_system", "week", "extra_load", "load", "capacity"});
  check_columns(table, known);
  const auto caseworker = required_id<CaseworkerId>(table, "caseworker");
  const auto week = ColumnReader::required(table, "week");
  const ColumnReader extra_load(table, "extra_load"), load(table, "load"), capacity(table, "capacity");
  std::vector<CarriedLoad> rows;
  rows.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    CarriedLoad& one = rows.emplace_back();
    if (!caseworker.has(row)) caseworker.fail(row, ErrorCode::missing_value, "an id");
    // Who has left may stand here; the plan reports it.
    one.caseworker = caseworkers.resolve(caseworker, row);
    const std::optional<Date> date = week.maybe_date(row);
    if (!date) week.fail(row, ErrorCode::missing_value, "a day of the week");
    one.week = *date;
    const auto extra = maybe_non_negative(extra_load, row);
    const auto measured = maybe_non_negative(load, row);
    const auto own = maybe_non_negative(capacity, row);
    if (extra && (measured || own)) extra_load.fail(row, ErrorCode::contradiction, "extra_load, or load and capacity, not both");
    if (!extra && (!measured || !own)) extra_load.fail(row, ErrorCode::missing_value, "extra_load, or load and capacity");
    one.extra_load = extra ? *extra : std::max(Rational(0), *measured - *own);
  }
  return rows;
}

std::vector<Override> read_overrides(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers) {
  constexpr auto known = std::to_array<std::string_view>(
      {"case", "case_system", "role", "kind", "caseworker", "caseworker_system", "reason", "decided_by_role"});
  check_columns(table, known);
  const auto case_id = required_id<CaseId>(table, "case");
  const auto kind = ColumnReader::required(table, "kind");
  const auto reason = ColumnReader::required(table, "reason");
  const ColumnReader role(table, "role"), decided_by_role(table, "decided_by_role");
  const IdReader<CaseworkerId> caseworker(table, "caseworker");
  std::vector<Override> overrides;
  overrides.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Override& one = overrides.emplace_back();
    one.case_id = cases[cases.known(case_id, row, "cases")];
    one.role = role.text_or(row, "lead");
    needed_text(kind, row);
    one.kind = choice_or(kind, row, override_kinds, OverrideKind::assign);
    if (one.kind != OverrideKind::leave_unassigned) {
      one.caseworker = caseworkers[caseworkers.known(caseworker, row, "caseworkers")];
    } else if (caseworker.has(row)) {
      caseworker.fail(row, ErrorCode::contradiction, "no caseworker, as the case is to be left unassigned");
    }
    one.reason = needed_text(reason, row);
    one.decided_by_role = decided_by_role.text_or(row, {});
  }
  return overrides;
}

}  // namespace evenload::allocation
