/// \file
/// The table of phases by case, read for the phase model: what was seen between two days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/load_forecast.hpp"
#include "evenload/workload/phases.hpp"

namespace evenload::workload {

/// Length of a period in days. Weeks begin on Mondays and have no number here, so that week 53 is a
/// week like any other; days are local dates, so that daylight saving changes nothing.
enum class PeriodStep : std::int32_t { day = 1, week = 7 };

struct PhaseLogOptions {
  PeriodStep step = PeriodStep::week;
  /// First day from which departures were recorded; cases closed before it are not in the log. None:
  /// every case was seen from its beginning.
  std::optional<Date> observed_from;
  /// Last day seen; rows that begin later are left out and later ends are not known yet. None: the
  /// last day in the table.
  std::optional<Date> observed_until;
  std::vector<std::string> phases;  ///< all that may occur, in order; empty: those found, sorted
  bool forward_only = false;        ///< a case that goes back in the order of `phases` is an error
};

/// A case's arrival, in the observed window.
struct Arrival {
  std::int32_t unit = 0;
  std::int32_t type = 0;
  Date on{};
};

struct PhaseLog {
  std::vector<std::string> types, phases, units;  ///< types and units sorted; unit "" where missing
  PeriodStep step = PeriodStep::week;
  Date first_day{};  ///< first day of the first whole period observed
  Date end_day{};    ///< the day after the last whole period observed: forecasts begin here
  std::vector<PhaseStay> stays;
  std::vector<Arrival> arrivals;        ///< by case id
  std::vector<OpenCase> open_cases;     ///< at end_day, by case id
  std::vector<CaseId> open_case_ids;
  std::vector<double> mean_scale;       ///< by type, over its cases; 1 where there is none
  std::int64_t rows_after = 0;          ///< rows left out because they begin after the window
  std::int64_t rows_before = 0;         ///< rows whose stay ended before the window
};

/// Reads table case_phases (docs/data-model.md): case, type, phase, from, and optionally to, unit,
/// scale; one row per stay. Without `to` a stay lasts until the case's next row, the last one until
/// beyond the window. After the last row's `to` the case is closed. Rows of a case may stand in any
/// order; those of one day are taken as they stand. A window that begins or ends within a period is
/// cut to whole periods. Sorted by case id, so that permuting the rows of different cases changes
/// nothing.
/// \throws InvalidDataError naming column and row: ends_before_start (`to` before `from`),
///         contradiction (`to` differs from the next row's `from`, a case of two types, a step back
///         where forward_only), unknown_id (a phase that is not in options.phases), negative_value,
///         missing_value (no stay in the window), ends_before_start for the window.
PhaseLog read_phase_log(const Table& case_phases, const PhaseLogOptions& options = {});

/// fit_phases on what was read.
PhaseModel fit_phases(const PhaseLog& log, const PhaseFitOptions& options = {});

}  // namespace evenload::workload
