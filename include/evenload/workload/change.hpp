/// \file
/// What changed between two measurements, part by part. docs/models/workload_series.md (16)–(18).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "evenload/workload/series.hpp"

namespace evenload::workload {

/// Why a load or ratio is another one, in the order in which changes are attributed.
enum class ChangePart : std::int32_t {
  opened = 0,        ///< cases that nobody held before
  closed = 1,        ///< cases that nobody holds any more
  from_vacancy = 2,  ///< taken over from a vacant post
  taken_over = 3,    ///< from others, or held together with them
  handed_over = 4,   ///< to others
  phase = 5,         ///< the same case in the same role: phase, type, factors or weight of its own
  role = 6,          ///< the same case in another role, or in one more or fewer
  weights = 7,       ///< another version of the weights
  beside = 8,        ///< load that is not in the case list
  capacity = 9,      ///< of the ratio alone
};
inline constexpr std::size_t change_parts = 10;
std::string_view change_part_name(ChangePart part) noexcept;

/// One caseworker, unit or the municipality. Parts sum exactly: load_from + Σ load = load_to, and
/// ratio_from + Σ ratio = ratio_to.
struct LoadChange {
  Rational load_from, load_to;
  Rational capacity_from, capacity_to;
  std::optional<Rational> ratio_from, ratio_to;  ///< exact, whatever the rule rounds
  std::array<Rational, change_parts> load;
  /// None where the capacity is 0 on one of the days.
  std::optional<std::array<Rational, change_parts>> ratio;
  std::array<std::int64_t, change_parts> cases{};  ///< how many took part
};

struct ChangeOptions {
  Date from{};
  Date to{};  ///< after `from`
  bool person_level = true;  ///< as in SeriesOptions
  int smallest_group = 3;
};

struct Changes {
  Date from{}, to{};
  bool person_level = true;
  std::vector<CaseworkerId> caseworkers;  ///< of `people`; empty without person level
  std::vector<UnitId> caseworker_units;
  std::vector<LoadChange> people;
  std::vector<UnitId> units;
  std::vector<LoadChange> by_unit;
  LoadChange municipality;
};

/// Compares the measurements of two days. Within a unit a hand-over is no change: a unit's parts
/// say what crossed its border. Exact. O(rows log rows).
/// \throws InvalidDataError as measure, ends_before_start unless to > from; OverflowError
Changes changes(const SeriesInput& input, const MeasurementRule& rule, const ChangeOptions& options);

/// Rows from, each part, to for every group. Columns: caseworker (and caseworker_system), unit,
/// part, load, ratio, capacity (of from and to), cases, load_exact, ratio_exact.
/// \throws InvalidDataError(unsupported) as for a series
Table to_table(const Changes& changes, SeriesGroup group);

}  // namespace evenload::workload
