/// \file
/// How a long computation is stopped, watched and limited; shared by all solvers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>

namespace evenload {

/// What a solver knows about its answer.
enum class Outcome : std::int32_t { optimal = 0, feasible = 1, infeasible = 2, unknown = 3 };
/// Why a solver stopped.
enum class StopReason : std::int32_t { done = 0, work = 1, time = 2, cancelled = 3 };
std::string_view to_string(Outcome outcome) noexcept;
std::string_view to_string(StopReason reason) noexcept;

/// Where a solver stands. Sent at most every 50 ms or so, from the calling thread.
struct Progress {
  std::int64_t work = 0;        ///< deterministic units done
  std::int64_t work_limit = 0;  ///< 0 where there is none
  double seconds = 0;           ///< since the start
  std::string_view phase;       ///< "construct", "improve", "bound", "prove"
};

/// Common options of every solver.
struct SolveOptions {
  /// Seconds, > 0; a safety net, not the usual stop.
  double time_limit = 10.0;
  /// Deterministic units; none: the solver's own default for the size.
  std::optional<std::int64_t> work_limit;
  /// 0: as many as the machine has; the answer does not depend on it.
  std::int32_t threads = 0;
  std::uint64_t seed = 0;
  /// Asks the solver to stop; answered within 50 ms, the incumbent is kept.
  std::stop_token stop;
  /// Returning false cancels; may throw, which ends the call with that exception.
  std::function<bool(const Progress&)> progress;
};

/// \throws InvalidDataError(out_of_range) for a time limit that is not positive or NaN, a negative
/// work limit or negative threads.
void check(const SolveOptions& options);

/// Counts deterministic units and asks, at points that depend on the work alone, whether to go on.
class WorkMeter {
 public:
  /// \param options must outlive the meter.
  /// \param default_work used where the options name no work limit; 0: no limit.
  /// \throws what check(options) throws.
  WorkMeter(const SolveOptions& options, std::int64_t default_work);
  WorkMeter(SolveOptions&&, std::int64_t) = delete;
  /// Adds units; true while the computation may go on. It ends at the first call that brings the
  /// sum to the work limit, whatever the machine. Clock, token and callback are looked at in the
  /// first call and then every few thousand units.
  bool spend(std::int64_t units) {
    work_ += units;
    return work_ < next_look_ ? !stopped_ : look();
  }
  bool stopped() const noexcept { return stopped_; }
  StopReason reason() const noexcept { return reason_; }
  std::int64_t work() const noexcept { return work_; }
  void phase(std::string_view name) noexcept { phase_ = name; }

 private:
  bool look();
  const SolveOptions* options_;
  std::int64_t limit_;
  std::int64_t work_ = 0;
  std::int64_t next_look_ = 0;
  double start_;
  double last_report_;
  bool stopped_ = false;
  StopReason reason_ = StopReason::done;
  std::string_view phase_ = "start";
};

}  // namespace evenload
