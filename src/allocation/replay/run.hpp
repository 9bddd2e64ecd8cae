/// \file
/// One run of a log, week by week, under a policy or with the holders as they were. Private.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "evenload/core/control.hpp"
#include "lengths.hpp"
#include "subject.hpp"

namespace evenload::allocation::replaying {

/// What one week of one run was like.
struct RunWeek {
  std::int64_t active = 0, open_cases = 0, new_cases = 0, undistributed = 0, waiting = 0;
  std::int64_t hand_overs = 0;
  double spread = 0, peak = 0, load_away = 0;
};

struct RunRecord {
  std::vector<RunWeek> weeks;
  ReplayMeasures measures{};
  std::int64_t work = 0;
  StopReason stop = StopReason::done;  ///< otherwise the weeks end where it stopped
};

/// What a run is to do.
struct RunTask {
  const AllocationPolicy* policy = nullptr;  ///< none: holders as they were
  std::uint32_t replication = 0;
  bool log_lengths = false;              ///< as it happened, whatever the settings say
  Reference* record = nullptr;           ///< writes the ratios there
  const Reference* reference = nullptr;  ///< the pace refers to it; none: 1
};

/// Asked before each batch: seconds that are left, 0 or less where time is up.
using TimeLeft = std::function<double()>;

/// The same subject, task, seed and work give the same record.
RunRecord run(const Subject& subject, const Lengths& lengths, const RunTask& task,
              const SolveOptions& options, const TimeLeft& time_left);

}  // namespace evenload::allocation::replaying
