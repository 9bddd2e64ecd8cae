/// \file
/// The same weeks under two sets of weights: what a draft would have changed, for units and people.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "evenload/workload/series.hpp"

namespace evenload::workload {

/// The scheme with one of its versions alone, in force on every day, so that a draft can be tried on weeks that were before it.
/// \throws InvalidDataError(unknown_id) naming the versions there are.
WeightScheme only_version(const WeightScheme& scheme, std::string_view version);

/// A group (a caseworker, a unit, or all) under both rules; means over the weeks in which it had a capacity under both, so that both are of
/// the same weeks.
struct DraftDifference {
  CaseworkerId caseworker;             ///< of people
  UnitId unit;                         ///< of people and units
  std::int64_t weeks = 0;              ///< that the means are over
  Rational load_a, load_b;             ///< in the units of each rule
  std::optional<Rational> ratio_a, ratio_b;  ///< mean load / mean capacity; none without such weeks
  std::optional<Rational> difference;  ///< ratio_b - ratio_a
  std::int64_t weeks_over_a = 0, weeks_over_b = 0;  ///< with load above capacity
};

struct DraftComparison {
  std::vector<Date> days;
  std::vector<DraftDifference> people;   ///< in the order of the caseworkers; empty where the options forbid person level
  std::vector<DraftDifference> units;
  DraftDifference municipality;
};

/// Measures each week of the options under rule `a` and under rule `b`. docs/models/workload.md (7).
/// \throws as weekly_series, for either rule.
DraftComparison compare_drafts(const SeriesInput& input, const MeasurementRule& a, const MeasurementRule& b, const SeriesOptions& options);

/// Columns: caseworker (people), unit (people and units), weeks, load_a, load_b, ratio_a, ratio_b, difference, weeks_over_a, weeks_over_b.
/// \throws InvalidDataError(unsupported) for people where there are none, and for unheld
Table to_table(const DraftComparison& comparison, SeriesGroup group);

}  // namespace evenload::workload
