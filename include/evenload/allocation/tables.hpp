/// \file
/// Tables in, tables out: docs/data-model.md describes every column.
#pragma once

#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/table.hpp"

namespace evenload::allocation {

/// All tables of one allocation; only the first two are needed.
struct InputTables {
  const Table* cases = nullptr;
  const Table* caseworkers = nullptr;
  const Table* units = nullptr;
  const Table* absences = nullptr;     ///< caseworker, from, to, share
  const Table* reductions = nullptr;   ///< caseworker, class, kind, amount, from, to
  const Table* skills = nullptr;       ///< caseworker, skill, valid_until
  const Table* exclusions = nullptr;   ///< case, caseworker
  const Table* limits = nullptr;       ///< caseworker, category, cases, weight
  const Table* assignments = nullptr;  ///< case, role, caseworker, state, released
  const Table* overrides = nullptr;    ///< case, role, kind, caseworker, reason, decided_by_role
  const Table* delegations = nullptr;  ///< caseworker, committee, type, level, from, to
  const Table* deciders = nullptr;     ///< caseworker, decisions, limit, week_decisions, week_limit
  const Table* duty = nullptr;         ///< caseworker, from, to, share, types, before, during, after, before_days, after_days
  const Table* protection = nullptr;   ///< caseworker, from_week, to_week, new_cases, new_weight, load_share, categories
  const Table* travel = nullptr;       ///< caseworker or unit, place, amount
  const Table* specialisms = nullptr;  ///< caseworker, category, share
  const Table* events = nullptr;       ///< case, kind, from, until, weight
  const Table* handovers = nullptr;    ///< case, role, phase, unit, on, weight, caseworker
  const Table* worker_pairs = nullptr; ///< caseworker, other
  const Table* links = nullptr;        ///< case, other
  const Table* agreements = nullptr;   ///< municipality, with, case_type, from, to
  const Table* carried_load = nullptr; ///< caseworker, week, extra_load (or load and capacity)
};

/// Reads and checks all tables. Local dates and times are read in `zone`; a table without rows and columns is an empty one.
/// Checks what rows and references need; what depends on the policy is checked by allocation::check. Linear in the cells.
/// \throws InvalidDataError naming table, column and row. A column that is not in the data model is an error, too, unless its name begins with "x_".
AllocationInput read_input(const InputTables& tables, const Zone& zone);

/// A table of cases with one row, for questions about a case that is new. References to caseworkers are taken as they stand.
/// \throws InvalidDataError as read_input, and length_mismatch for another number of rows.
Case read_case(const Table& table, const Zone& zone);

// Answers. Numbers are the nearest doubles; a column <id>_system appears where at least one id names a system.
Table assignments_table(const Plan& plan);    ///< case, role, phase, caseworker, state, overridden, load, cost
Table undistributed_table(const std::vector<Undistributed>& list);
Table loads_table(const Plan& plan);
Table levels_table(const std::vector<optimize::Level>& levels);
Table alternatives_table(const Explanation& explanation);
Table excluded_table(const Explanation& explanation);  ///< one row per reason

/// The inverse of read_input: input rows as a table, e.g. to write them to a file. Exact; columns without any value are left out.
/// Reductions and absences have tables of their own, so they are not among the caseworkers' columns.
Table cases_table(const AllocationInput& input);
Table caseworkers_table(const AllocationInput& input);

}  // namespace evenload::allocation
