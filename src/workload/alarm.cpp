// The chart itself: docs/models/workload_series.md (9), (15).

#include "evenload/workload/alarm.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "evenload/core/errors.hpp"

namespace evenload::workload {

Alarm run_alarm(std::span<const double> values, const Autoregression& model,
                const AlarmOptions& options) {
  if (options.charts < 1) {
    throw InvalidDataError({ErrorCode::out_of_range, "alarm", "charts", std::nullopt, "at least 1",
                            std::to_string(options.charts)});
  }
  Alarm answer;
  answer.threshold =
      options.threshold
          ? *options.threshold
          : cusum_threshold(options.reference,
                            options.run_length * static_cast<double>(options.charts), options.side,
                            options.head_start);
  answer.run_length = cusum_run_length(options.reference, answer.threshold, options.side,
                                       options.head_start);
  answer.innovations =
      innovations(values, model, {options.learn_mean, options.learn_sigma, options.planned});

  const double start = options.head_start * answer.threshold;
  const bool looks_up = options.side != AlarmSide::lower;
  const bool looks_down = options.side != AlarmSide::upper;
  double up = looks_up ? start : 0;
  double down = looks_down ? start : 0;
  auto planned = options.planned.begin();
  for (std::size_t week = 0; week < values.size(); ++week) {
    const bool changes = planned != options.planned.end() && *planned == week;
    if (changes) ++planned;
    if (changes || week == options.first_week) {
      up = looks_up ? start : 0;
      down = looks_down ? start : 0;
    }
    const double residual = answer.innovations.residual[week];
    AlarmKind kind = AlarmKind::none;
    if (!std::isnan(residual) && week >= options.first_week) {
      if (looks_up) up = std::max(0.0, up + residual - options.reference);
      if (looks_down) down = std::max(0.0, down - residual - options.reference);
      const bool above = looks_up && up > answer.threshold;
      const bool below = looks_down && down > answer.threshold;
      if (above || below) {
        kind = above && below ? AlarmKind::both : above ? AlarmKind::upper : AlarmKind::lower;
      }
    }
    answer.upper.push_back(up);
    answer.lower.push_back(down);
    answer.alarm.push_back(kind);
    if (kind != AlarmKind::none) {
      up = looks_up ? start : 0;
      down = looks_down ? start : 0;
    }
  }
  return answer;
}

}  // namespace evenload::workload
