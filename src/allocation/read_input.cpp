#include "read_input.hpp"

#include "evenload/allocation/tables.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::allocation {

AllocationInput read_input(const InputTables& tables, const Zone& zone) {
  const auto needed = [](const Table* table, const char* name) -> const Table& {
    if (table != nullptr) return *table;
    throw InvalidDataError({ErrorCode::invalid_argument, name, {}, std::nullopt, "a table, which may be empty", "none"});
  };
  const Table& case_table = needed(tables.cases, "cases");
  const Table& caseworker_table = needed(tables.caseworkers, "caseworkers");
  const CaseIndex cases(case_table);
  const CaseworkerIndex caseworkers(caseworker_table);

  AllocationInput input;
  input.cases = read_cases(case_table, cases, caseworkers, zone);
  input.caseworkers = read_caseworkers(caseworker_table, caseworkers);
  if (tables.units != nullptr) input.units = read_units(*tables.units);
  if (tables.absences != nullptr) read_absences(*tables.absences, caseworkers, input.caseworkers);
  if (tables.reductions != nullptr) read_reductions(*tables.reductions, caseworkers, input.caseworkers);
  if (tables.skills != nullptr) read_skills(*tables.skills, caseworkers, input.caseworkers);
  if (tables.exclusions != nullptr) input.exclusions = read_exclusions(*tables.exclusions, cases, caseworkers);
  if (tables.limits != nullptr) input.limits = read_limits(*tables.limits, caseworkers);
  if (tables.assignments != nullptr) input.assignments = read_assignments(*tables.assignments, cases, caseworkers);
  if (tables.overrides != nullptr) input.overrides = read_overrides(*tables.overrides, cases, caseworkers);
  return input;
}

}  // namespace evenload::allocation
