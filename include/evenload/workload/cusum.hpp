/// \file
/// Run lengths of CUSUM charts of independent standard normal values, and thresholds for a wanted
/// one. docs/models/workload_series.md (9)–(11).
#pragma once

#include <cstdint>

namespace evenload::workload {

/// Which changes a chart looks for.
enum class AlarmSide : std::int32_t { both = 0, upper = 1, lower = 2 };

/// Mean number of values until S > threshold, where S = max(0, S + x - reference) upwards and
/// max(0, S - x - reference) downwards, x normal with mean `shift` and standard deviation 1.
/// By Page's integral equation on Gauss–Legendre points; two sides after Kemp (1961), with a head
/// start after Lucas & Crosier (1982). Relative error below 1e-6 for run lengths up to 1e9.
/// \param head_start S at the start as a share of the threshold, 0 <= head_start < 1.
/// \throws InvalidDataError(out_of_range) unless 0 <= reference <= 5, 0 < threshold <= 60,
///         |shift| <= 10.
double cusum_run_length(double reference, double threshold, AlarmSide side = AlarmSide::both,
                        double head_start = 0, double shift = 0);

/// The threshold with that run length at shift 0, to ten digits. Begins at Siegmund's approximation.
/// \param run_length 2 to 1e9 values.
/// \throws InvalidDataError(out_of_range), also where no threshold up to 60 reaches the run length
double cusum_threshold(double reference, double run_length, AlarmSide side = AlarmSide::both,
                       double head_start = 0);

}  // namespace evenload::workload
