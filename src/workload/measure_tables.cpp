// Tables into a measurement; docs/data-model.md describes the columns.

#include <set>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/measure.hpp"
#include "src/core/column_values.hpp"
#include "src/core/references.hpp"
#include "working_time_tables.hpp"

namespace evenload::workload {

namespace {

using People = IdIndex<CaseworkerId>;

/// The current caseworker has announced or started the case; where no state is told, whoever is named holds it.
bool is_held(const ColumnReader& state, std::size_t row) {
  if (!state.has(row)) return true;
  const std::string text = state.text(row);
  if (text == "announced" || text == "started") return true;
  if (text == "open" || text == "proposed") return false;
  state.fail(row, ErrorCode::out_of_range, "\"open\", \"proposed\", \"announced\" or \"started\"");
}

/// Every row of the table of cases as one role of a case, held or not: what it is, without who has it.
class CaseRows {
 public:
  explicit CaseRows(const Table& cases)
      : id_(cases, "id"), role_(cases, "role"), type_(cases, "type"), phase_(cases, "phase"), factors_(cases, "factors"),
        categories_(cases, "categories"), weight_(cases, "weight") {
    ColumnReader::required(cases, "id");
  }
  CaseId id(std::size_t row) const {
    if (!id_.has(row)) id_.fail(row, ErrorCode::missing_value, "an id");
    return id_.read(row);
  }
  HeldCase read(std::size_t row) const {
    HeldCase one;
    one.case_id = id(row);
    one.role = role_.text_or(row, "lead");
    one.case_type = type_.text_or(row, {});
    one.phase = phase_.text_or(row, {});
    one.factors = factors_.present() ? factors_.list(row) : std::vector<std::string>();
    one.categories = categories_.present() ? categories_.list(row) : std::vector<std::string>();
    one.weight = maybe_non_negative(weight_, row);
    one.row = static_cast<std::int64_t>(row);
    return one;
  }

 private:
  IdReader<CaseId> id_;
  ColumnReader role_, type_, phase_, factors_, categories_, weight_;
};

/// Adds the roles that a table "assignments" says somebody has. A case whose row tells who has that role may not tell it here again.
void add_assignments(const Table& table, const Table& cases, const CaseRows& rows, const People* people, std::vector<HeldCase>& held) {
  std::set<std::pair<CaseId, std::string>> told;
  for (const HeldCase& one : held) told.emplace(one.case_id, one.role);
  std::unordered_map<CaseId, std::size_t> first_row;
  for (std::size_t row = 0; row < cases.rows(); ++row) first_row.emplace(rows.id(row), row);

  const IdReader<CaseId> case_id(table, "case");
  const IdReader<CaseworkerId> caseworker(table, "caseworker");
  const auto role = ColumnReader::required(table, "role");
  for (const char* needed : {"case", "caseworker"}) ColumnReader::required(table, needed);
  const ColumnReader state(table, "state");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!case_id.has(row)) case_id.fail(row, ErrorCode::missing_value, "an id in \"cases\"");
    const auto found = first_row.find(case_id.read(row));
    if (found == first_row.end()) case_id.fail(row, ErrorCode::unknown_id, "an id in \"cases\"");
    if (!caseworker.has(row)) caseworker.fail(row, ErrorCode::missing_value, "an id");
    const bool counts = is_held(state, row);
    HeldCase one = rows.read(found->second);
    one.role = needed_text(role, row);
    one.caseworker = people != nullptr ? people->resolve(caseworker, row) : caseworker.read(row);
    if (!told.emplace(one.case_id, one.role).second) role.fail(row, ErrorCode::duplicate_id, "each role of a case once");
    if (counts) held.push_back(std::move(one));
  }
}

std::vector<HeldCase> read_held(const Table& cases, const Table* assignments, const People* people) {
  const CaseRows rows(cases);
  const IdReader<CaseworkerId> caseworker(cases, "current_caseworker");
  const ColumnReader state(cases, "state");
  std::vector<HeldCase> held;
  for (std::size_t row = 0; row < cases.rows(); ++row) {
    const bool counts = is_held(state, row);
    if (!caseworker.has(row) || !counts) {
      rows.id(row);  // a wrong id is an error in any row
      continue;
    }
    held.push_back(rows.read(row));
    held.back().caseworker = people != nullptr ? people->resolve(caseworker, row) : caseworker.read(row);
  }
  if (assignments != nullptr) add_assignments(*assignments, cases, rows, people, held);
  return held;
}

}  // namespace

std::vector<HeldCase> read_held_cases(const Table& cases, const Table* assignments) { return read_held(cases, assignments, nullptr); }

std::vector<MeasuredCaseworker> read_measured_caseworkers(const Table& caseworkers, const Table* absences, const Table* reductions) {
  const People ids(caseworkers);
  const ColumnReader unit(caseworkers, "unit");
  const ColumnReader capacity(caseworkers, "capacity");
  const WorkingTimeColumns working_time(caseworkers);
  const ColumnReader base_load(caseworkers, "base_load");
  const ColumnReader work_for_others(caseworkers, "work_for_others");
  const ColumnReader work_by_others(caseworkers, "work_by_others");
  const ColumnReader perceived(caseworkers, "perceived");
  const IdReader<CaseworkerId> supervisor(caseworkers, "supervisor");

  std::vector<MeasuredCaseworker> people(caseworkers.rows());
  for (std::size_t row = 0; row < people.size(); ++row) {
    MeasuredCaseworker& person = people[row];
    person.id = ids[row];
    if (unit.has(row)) person.unit = UnitId(unit.id(row));
    person.capacity = maybe_non_negative(capacity, row);
    if (!person.capacity && !working_time.tells_hours(row)) {
      const ColumnReader& hours = working_time.contracted_hours();
      const ColumnReader& needed = capacity.present() && !hours.present() ? capacity : hours;
      needed.fail(row, ErrorCode::missing_value, "contracted hours a week, or a capacity");
    }
    person.working_time = working_time.read(row);
    person.base_load = non_negative_or_zero(base_load, row);
    person.work_for_others = non_negative_or_zero(work_for_others, row);
    person.work_by_others = non_negative_or_zero(work_by_others, row);
    if (perceived.has(row)) person.perceived = perceived.rational(row);
    if (supervisor.has(row)) person.supervisor = ids.resolve(supervisor, row);
  }

  const auto owner_in = [&](const Table& table) {
    ColumnReader::required(table, "caseworker");
    return [&people, &ids, owner = IdReader<CaseworkerId>(table, "caseworker")](std::size_t row) -> WorkingTime& {
      return people[ids.known(owner, row, "caseworkers")].working_time;
    };
  };
  if (absences != nullptr) read_absences(*absences, owner_in(*absences));
  if (reductions != nullptr) read_reductions(*reductions, owner_in(*reductions));
  return people;
}

MeasurementInput read_measurement(const MeasurementTables& tables) {
  const auto given = [](const Table* table) { return table != nullptr && table->rows() > 0; };
  const auto optional = [&](const Table* table) { return given(table) ? table : nullptr; };
  if (tables.cases == nullptr || tables.caseworkers == nullptr) {
    const char* missing = tables.cases == nullptr ? "cases" : "caseworkers";
    throw InvalidDataError({ErrorCode::missing_value, missing, {}, std::nullopt, "a table, which may be empty", "none"});
  }
  MeasurementInput input;
  People people;
  if (given(tables.caseworkers)) {
    people = People(*tables.caseworkers);
    input.caseworkers = read_measured_caseworkers(*tables.caseworkers, optional(tables.absences), optional(tables.reductions));
  }
  if (given(tables.cases)) input.cases = read_held(*tables.cases, optional(tables.assignments), &people);
  return input;
}

}  // namespace evenload::workload
