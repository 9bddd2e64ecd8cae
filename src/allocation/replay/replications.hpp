/// \file
/// All runs of a replay, on any number of threads. Private.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "run.hpp"

namespace evenload::allocation::replaying {

struct Replications {
  RunRecord happened;  ///< with the dates of the log
  /// By replication and arm; whole replications only, in order without a gap.
  std::vector<std::vector<RunRecord>> whole;
  std::vector<RunRecord> broken;  ///< the first that is not whole, as far as it came
  std::int64_t work = 0;          ///< of the whole ones, else of the broken one
  StopReason stop = StopReason::done;
};

/// \param arms policies; nullptr: holders as they were
/// \param weeks_of the arm whose weeks are wanted; of the others the measures alone are kept
Replications run_all(const Subject& subject, std::span<const AllocationPolicy* const> arms,
                     std::optional<std::size_t> weeks_of, const SolveOptions& options);

}  // namespace evenload::allocation::replaying
