/// \file
/// Load, cases and counts by week from columns of held cases: whole numbers in, whole numbers out.
/// docs/models/workload_series.md (1)–(3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "evenload/core/rational.hpp"

namespace evenload::workload {

/// In LoadSpans::to: still held.
inline constexpr std::int32_t still_held = std::numeric_limits<std::int32_t>::max();

/// Columns of held cases, n rows; a row is one case held by one person in one role over the days
/// from..to. All numbers are codes from 0. Measured on the days first_day + 7 w, w < weeks.
struct LoadSpans {
  std::size_t people = 0;
  std::size_t units = 0;
  std::size_t cases = 0;
  std::size_t categories = 0;
  std::size_t weeks = 0;
  std::int32_t first_day = 0;  ///< days since 1970-01-01

  std::span<const std::int32_t> holder;     ///< n; a person, or -1: nobody who is measured
  std::span<const std::int32_t> from;       ///< n; first day, days since 1970-01-01
  std::span<const std::int32_t> to;         ///< n; last day, included; or still_held
  std::span<const std::int32_t> case_code;  ///< n, or empty: every row is a case of its own
  /// n, or empty: all alike. Rows of one case with the same slot (role) may not meet on any day.
  std::span<const std::int32_t> slot;
  std::span<const std::int32_t> case_unit;  ///< n, or empty: unit of a row nobody holds, or -1

  /// What a row weighs: `weight` (n, >= 0) on every day, or by its `kind` (n) and the version of
  /// the weights in force: kind_weight[version[week] * kinds + kind]. A weight of -1 there, or a
  /// version of -1, means that there is none, which is an error where a row needs it.
  std::span<const std::int64_t> weight;
  std::span<const std::int32_t> kind;
  std::size_t kinds = 0;
  std::span<const std::int64_t> kind_weight;  ///< versions × kinds
  std::span<const std::int32_t> version;      ///< weeks

  /// Categories of row i: category[category_indptr[i]] to before category[category_indptr[i + 1]];
  /// without `category_indptr` one per row (n, -1: none), or empty: none.
  std::span<const std::int32_t> category;
  std::span<const std::int64_t> category_indptr;

  std::span<const std::int32_t> unit;  ///< people, or empty: unit of each person, or -1
};

/// Groups × weeks, row by row.
struct LoadGrid {
  std::size_t groups = 0;
  std::vector<std::int64_t> load;         ///< groups × weeks
  std::vector<std::int32_t> cases;        ///< groups × weeks; a case once per group
  std::vector<std::int32_t> by_category;  ///< categories × groups × weeks; a case once per group
};

struct WeeklyLoad {
  LoadGrid people;
  LoadGrid units;
  LoadGrid municipality;  ///< one group: everybody
  LoadGrid unheld;        ///< units + 1 groups: held by nobody who is measured, by case_unit; the
                          ///< last one is for rows without unit
};

/// Sums of the columns, by difference arrays. O(n + people × weeks × categories), and sorting of
/// the rows of those cases that have several. Equal on any number of threads.
/// \param threads 0: as many as the machine has (one for small tables).
/// \throws InvalidDataError naming "held_cases", column and row: length_mismatch, out_of_range for
///         a code, negative_value, ends_before_start, unknown_weight, and overlap_in_bands naming
///         both rows; OverflowError where the weights of all rows together pass 2^62.
WeeklyLoad weekly_load(const LoadSpans& spans, int threads = 1);

/// A start of a band in whole numbers; bands ascend from 0 as check(MeasurementRule) wants them.
struct BandStart {
  Rational from;
  bool strictly_above = false;
};

/// Ratio and band of cells: docs/models/workload.md (3).
struct RatedCells {
  std::vector<double> ratio;       ///< nearest double to the exact ratio; NaN at zero capacity
  std::vector<std::int32_t> band;  ///< position in `bands`; -1 where there is none
};
/// load / load_denominator over capacity / capacity_denominator, cell by cell; both >= 0.
/// \param decimals 0..9: rounded half up before it is banded; -1: exact.
/// \throws InvalidDataError(length_mismatch, negative_value, out_of_range); OverflowError where a
///         ratio leaves 64-bit fractions.
RatedCells rate_cells(std::span<const std::int64_t> load, std::int64_t load_denominator,
                      std::span<const std::int64_t> capacity, std::int64_t capacity_denominator,
                      std::span<const BandStart> bands = {}, int decimals = -1);

}  // namespace evenload::workload
