/// \file
/// Alarm on a weekly series that holds its rate of false alarms though weeks resemble each other:
/// CUSUM on the surprises of an autoregressive model. docs/models/workload_series.md (7)–(15).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenload/workload/autoregression.hpp"
#include "evenload/workload/cusum.hpp"

namespace evenload::workload {

struct AlarmOptions {
  AlarmSide side = AlarmSide::both;
  double reference = 0.5;  ///< half the shift to be found, in standard deviations of the surprises
  /// Weeks with a value between false alarms, of all charts together: equation (15).
  double run_length = 365;
  std::int64_t charts = 1;          ///< charts read together: 40 people have 40
  std::optional<double> threshold;  ///< instead of run_length and charts
  double head_start = 0;            ///< share of the threshold at which sums begin (fast start)
  bool learn_mean = false;          ///< as in InnovationOptions
  bool learn_sigma = false;
  std::size_t first_week = 0;       ///< sums begin here; weeks before it are only learnt from
  /// Weeks of planned changes: sums begin anew, and so does what is learnt.
  std::span<const std::size_t> planned;
};

enum class AlarmKind : std::int8_t { none = 0, upper = 1, lower = 2, both = 3 };

struct Alarm {
  double threshold = 0;
  double run_length = 0;         ///< of one chart; equation (9), (10)
  Innovations innovations;
  std::vector<double> upper;     ///< sums by week; after an alarm they begin anew
  std::vector<double> lower;
  std::vector<AlarmKind> alarm;  ///< by week
};

/// Runs the chart. A missing week leaves the sums as they are. O(weeks × lags²).
/// \throws InvalidDataError as innovations, cusum_threshold; out_of_range for options
Alarm run_alarm(std::span<const double> values, const Autoregression& model,
                const AlarmOptions& options = {});

}  // namespace evenload::workload
