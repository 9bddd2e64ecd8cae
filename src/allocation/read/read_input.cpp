#include "read_input.hpp"

#include <string>
#include <utility>

#include "evenload/allocation/tables.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::allocation {

namespace {

/// A table of which nothing is known: an empty array in JSON, a frame without rows and columns. It stands for no rows.
bool is_blank(const Table& table) { return table.rows() == 0 && table.columns().empty(); }

const Table& needed(const Table* table, const char* name) {
  if (table != nullptr) return *table;
  throw InvalidDataError({ErrorCode::invalid_argument, name, {}, std::nullopt, "a table, which may be empty", "none"});
}

template <class Index>
Index index_of(const Table& table) {
  return is_blank(table) ? Index() : Index(table);
}

}  // namespace

Case read_case(const Table& table, const Zone& zone) {
  if (table.rows() != 1) {
    throw InvalidDataError({ErrorCode::length_mismatch, table.name(), {}, std::nullopt, "one row, the new case", std::to_string(table.rows()) + " rows"});
  }
  return std::move(read_cases(table, CaseIndex(table), CaseworkerIndex(), zone).front());
}

AllocationInput read_input(const InputTables& tables, const Zone& zone) {
  const Table& case_table = needed(tables.cases, "cases");
  const Table& caseworker_table = needed(tables.caseworkers, "caseworkers");
  const auto cases = index_of<CaseIndex>(case_table);
  const auto caseworkers = index_of<CaseworkerIndex>(caseworker_table);
  const auto given = [](const Table* table) { return table != nullptr && !is_blank(*table); };

  AllocationInput input;
  input.cases = read_cases(case_table, cases, caseworkers, zone);
  input.caseworkers = read_caseworkers(caseworker_table, caseworkers);
  if (given(tables.units)) input.units = read_units(*tables.units);
  if (given(tables.absences)) read_absences(*tables.absences, caseworkers, input.caseworkers);
  if (given(tables.reductions)) read_reductions(*tables.reductions, caseworkers, input.caseworkers);
  if (given(tables.skills)) read_skills(*tables.skills, caseworkers, input.caseworkers);
  if (given(tables.exclusions)) input.exclusions = read_exclusions(*tables.exclusions, cases, caseworkers);
  if (given(tables.limits)) input.limits = read_limits(*tables.limits, caseworkers);
  if (given(tables.assignments)) input.assignments = read_assignments(*tables.assignments, cases, caseworkers);
  if (given(tables.overrides)) input.overrides = read_overrides(*tables.overrides, cases, caseworkers);
  if (given(tables.delegations)) input.delegations = read_delegations(*tables.delegations, caseworkers);
  if (given(tables.deciders)) input.deciders = read_deciders(*tables.deciders, caseworkers);
  if (given(tables.duty)) input.duty = read_duty(*tables.duty, caseworkers, zone);
  if (given(tables.protection)) input.protection = read_protection(*tables.protection, caseworkers);
  if (given(tables.travel)) input.travel = read_travel(*tables.travel, caseworkers);
  if (given(tables.specialisms)) input.specialisms = read_specialisms(*tables.specialisms, caseworkers);
  if (given(tables.events)) input.events = read_events(*tables.events, cases);
  if (given(tables.handovers)) input.handovers = read_handovers(*tables.handovers, cases, caseworkers);
  if (given(tables.worker_pairs)) input.worker_pairs = read_worker_pairs(*tables.worker_pairs, caseworkers);
  if (given(tables.links)) input.links = read_links(*tables.links, cases);
  if (given(tables.agreements)) input.agreements = read_agreements(*tables.agreements);
  if (given(tables.carried_load)) input.carried_load = read_carried_load(*tables.carried_load, caseworkers);
  return input;
}

}  // namespace evenload::allocation
