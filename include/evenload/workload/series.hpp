/// \file
/// Measurement over time: every caseworker, unit and the municipality, week by week.
/// docs/models/workload_series.md (1)–(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenload/workload/held_cases.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload {

/// Rows of one case and role that hold on the same day.
enum class RoleOverlap : std::int32_t {
  refuse = 0,  ///< an error that names both rows
  share = 1,   ///< allowed between different caseworkers or phases: each row loads its holder
};

struct SeriesOptions {
  Date first{};      ///< the first measuring day is the first such weekday on or after it
  Date last{};       ///< no measuring day after it
  int weekday = 1;   ///< 1 Monday … 7 Sunday
  /// false: no person comes out, and units of fewer than `smallest_group` caseworkers are put
  /// together with others until they have as many.
  bool person_level = true;
  int smallest_group = 3;  ///< >= 2; of use only where person_level is false
  RoleOverlap overlap = RoleOverlap::refuse;
  int threads = 0;  ///< 0: as many as are worth it; the answer does not depend on it
};

struct SeriesInput {
  HeldCases held;
  std::vector<MeasuredCaseworker> caseworkers;
  std::vector<CaseworkerWeek> weeks;
};

/// Tables of docs/data-model.md; `held_cases` and `caseworkers` are needed.
struct SeriesTables {
  const Table* held_cases = nullptr;
  const Table* caseworkers = nullptr;
  const Table* absences = nullptr;
  const Table* reductions = nullptr;
  const Table* caseworker_weeks = nullptr;
};
/// \throws InvalidDataError naming table, column and row
SeriesInput read_series(const SeriesTables& tables);

/// One level of a series: groups × weeks, row by row.
struct SeriesLevel {
  std::size_t groups = 0;
  std::vector<Rational> load;
  std::vector<Rational> capacity;
  std::vector<std::optional<Rational>> ratio;  ///< none at zero capacity
  std::vector<std::int32_t> band;              ///< position in `bands`, -1: none
  /// Own ratings: of a person theirs, of a group the mean of those who gave one.
  std::vector<std::optional<Rational>> perceived;
  std::vector<std::int32_t> ratings;      ///< how many gave one
  std::vector<std::int32_t> cases;        ///< each once per group
  std::vector<std::int32_t> by_category;  ///< categories × groups × weeks
};

struct WeeklySeries {
  std::vector<Date> days;               ///< measuring days, one a week
  std::vector<std::string> categories;  ///< in the order of their bytes
  std::vector<std::string> bands;
  std::vector<CaseworkerId> caseworkers;      ///< groups of `people`; empty without person level
  std::vector<UnitId> caseworker_units;
  std::vector<UnitId> units;                  ///< groups of `by_unit`, in the order of the people
  std::vector<std::int32_t> unit_people;      ///< caseworkers per unit
  std::optional<SeriesLevel> people;          ///< none where person_level is false
  SeriesLevel by_unit;
  SeriesLevel municipality;
  /// Cases that nobody in the table of caseworkers held: by unit of the case, the last group
  /// without one.
  std::vector<UnitId> unheld_units;
  std::vector<Rational> unheld_load;        ///< unheld_units × weeks
  std::vector<std::int32_t> unheld_cases;   ///< unheld_units × weeks
  /// Holders outside the table of caseworkers; empty without person level.
  std::vector<CaseworkerId> unknown_holders;
  std::int64_t unknown_holder_count = 0;
};

/// Measures on one day of each week. On each of these days every person's row is what measure()
/// says of the cases held on it. O(rows + people × weeks), and capacity() for each person and week
/// where the table does not tell it. Equal on any number of threads; permuting rows permutes the
/// answer.
/// \throws InvalidDataError naming "held_cases", "caseworkers" or "caseworker_weeks", column and
///         row: as measure; overlap_in_bands for two rows of one case and role that meet;
///         out_of_range for options, or where person_level is false and the whole table has fewer
///         than smallest_group caseworkers. OverflowError where the weights have no common
///         denominator in 64 bits, or their sum on it passes 2^62.
WeeklySeries weekly_series(const SeriesInput& input, const MeasurementRule& rule,
                           const SeriesOptions& options);

enum class SeriesGroup : std::int32_t { caseworker = 0, unit = 1, municipality = 2, unheld = 3 };
/// Rows by group and week. Columns: caseworker (and caseworker_system), unit, week, date, load,
/// capacity, ratio, band, perceived, cases, count_<category>; `ratings` and `caseworkers` for groups;
/// for unheld: unit, week, date, load, cases.
/// \throws InvalidDataError(unsupported) for caseworkers where person_level was false
Table to_table(const WeeklySeries& series, SeriesGroup group);

}  // namespace evenload::workload
