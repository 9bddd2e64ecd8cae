/// \file
/// Intended weights: rounds of a panel that estimates the hours of each type, and how observed weights
/// stand beside them. docs/models/time_study.md, equations 9 to 11.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/table.hpp"
#include "evenload/workload/time_study.hpp"

namespace evenload::workload {

/// What one member of the panel thinks in one round.
struct PanelEstimate {
  std::int64_t round = 1;  ///< >= 1
  std::string panelist;
  std::string type;
  double estimate = 0;     ///< hours, or points of a scale, >= 0
};

struct PanelOptions {
  /// Ends of a rating scale, for the disagreement index of RAND/UCLA; none: hours, and disagreement
  /// relative to the median.
  std::optional<double> scale_low, scale_high;
  /// A type is stable where its median moved by no more than this share of it since the last round.
  double stable_within = 0.15;
  /// Hours: the middle 40 % may spread over this share of the median before it is disagreement.
  double agreed_spread = 0.5;
};

/// A type in a round.
struct PanelResult {
  std::int64_t round = 1;
  std::string type;
  std::int64_t panelists = 0;
  double median = 0;
  double low_quartile = 0, high_quartile = 0;
  double disagreement = 0;      ///< above 1: the panel disagrees
  double median_change = 0;     ///< share of the last round's median; NaN in the first round
  double spread_change = 0;     ///< of the quartile range, likewise
  bool stable = false;          ///< not in the first round
};

/// By round, then type in bytewise order. O(n log n).
/// \throws InvalidDataError, table "panel": duplicate_id (a panelist twice for a type in a round),
///         not_finite, missing_value, negative_value, out_of_range; table "options": out_of_range.
std::vector<PanelResult> panel_rounds(std::span<const PanelEstimate> estimates, const PanelOptions& options = {});
/// Table "panel": round (default 1), panelist, type, estimate.
std::vector<PanelEstimate> read_panel(const Table& panel);
Table to_table(std::span<const PanelResult> results);

struct IntendedWeight {
  std::string type;
  double weight = 0;  ///< hours, or points, >= 0
};

/// An observed weight beside the intended one.
struct ComparedWeight {
  std::string type;
  double intended = 0;  ///< hours, times the factor where points were given
  double observed = 0;
  double low = 0, high = 0;
  double ratio = 0;     ///< observed / intended; NaN where the intended one is 0
  /// "within": the interval holds the intended weight; "above", "below": where the observed one lies;
  /// "unknown": no interval, or no such type.
  std::string verdict;
};
/// \param match_hours intended weights are points: one factor turns them into hours so that they explain
///        as many as the observed ones do over the study's cases.
/// \throws InvalidDataError, table "intended": duplicate_id, unknown_id (a type that was not studied),
///         negative_value, not_finite, missing_value, out_of_range (beyond 1e9; nothing to match).
std::vector<ComparedWeight> compare_weights(const TimeStudyFit& fit, std::span<const IntendedWeight> intended, bool match_hours = false);
/// Table "intended": type, weight.
std::vector<IntendedWeight> read_intended(const Table& intended);
Table to_table(std::span<const ComparedWeight> compared);

}  // namespace evenload::workload
