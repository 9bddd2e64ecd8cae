/// \file
/// Who held which case in which role and phase, from which day to which: the table held_cases.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenload/core/ids.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/load_spans.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload {

/// The rows in columns of codes, n rows. What rows have in common stands once.
struct HeldCases {
  std::vector<CaseId> cases;             ///< by case code
  std::vector<CaseworkerId> holders;     ///< by holder code
  std::vector<UnitId> units;             ///< by unit code
  std::vector<HeldCase> kinds;           ///< role, type, phase, factors, categories and weight of
                                         ///< rows that agree in all of them; without ids
  std::vector<std::int32_t> case_code;   ///< n
  std::vector<std::int32_t> holder;      ///< n; -1: nobody
  std::vector<std::int32_t> unit;        ///< n; -1: none
  std::vector<std::int32_t> kind;        ///< n
  std::vector<std::int32_t> from;        ///< n; first day, days since 1970-01-01
  std::vector<std::int32_t> to;          ///< n; last day, included, or still_held
  std::vector<std::uint8_t> from_vacancy;  ///< n; taken over from a vacant post

  std::size_t rows() const noexcept { return case_code.size(); }
  /// Row as measure() wants it, with its position for errors.
  HeldCase held(std::size_t row) const;
  bool covers(std::size_t row, Date day) const noexcept;
};

/// Reads the table held_cases of docs/data-model.md. `caseworkers`, where given, resolves
/// references of holders as read_measurement does.
/// \throws InvalidDataError naming table, column and row; ends_before_start for a case that is
///         closed before it was opened.
HeldCases read_held_spans(const Table& held_cases, const Table* caseworkers = nullptr);

/// What is told about one caseworker in one week, over what the table of caseworkers says.
struct CaseworkerWeek {
  CaseworkerId caseworker;
  Date monday{};
  std::optional<Rational> capacity;
  std::optional<Rational> base_load;
  std::optional<Rational> work_for_others;
  std::optional<Rational> work_by_others;
  std::optional<Rational> perceived;
};

/// Reads the table caseworker_weeks: `caseworker`, `week` ("2026-W48", or any day of it), and any
/// of capacity, base_load, work_for_others, work_by_others, perceived.
/// \throws InvalidDataError; unknown_id for a caseworker who is not in `caseworkers`, duplicate_id
///         for a second row of one caseworker and week.
std::vector<CaseworkerWeek> read_caseworker_weeks(const Table& weeks, const Table& caseworkers);

}  // namespace evenload::workload
