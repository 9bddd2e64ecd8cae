/// \file
/// Shares work among threads so that the answer does not depend on their number: every task has its own work limit.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <stop_token>
#include <string_view>

#include "evenload/core/control.hpp"

namespace evenload::optimize::detail {

class Team {
 public:
  Team(const SolveOptions& options, std::int64_t work_limit);

  /// Calls task(k, meter) once for every k, each with its own work limit. Progress is reported from the calling thread only.
  /// An exception of a task or of the progress callback stops the others and is thrown again. The tasks may take that share of
  /// the time that is left; where a share below 1 is used up, later calls go on.
  void run(std::string_view phase, std::span<const std::int64_t> limits, const std::function<void(std::size_t, WorkMeter&)>& task,
           double time_share = 1.0);

  std::int64_t work() const noexcept { return work_.load(); }
  std::int64_t work_limit() const noexcept { return work_limit_; }
  /// done, time or cancelled.
  StopReason reason() const noexcept { return reason_; }

 private:
  SolveOptions options_of(std::int64_t limit, double end, bool reports);
  bool report(std::int64_t extra, std::string_view phase);
  void finish(const WorkMeter& meter, bool last);

  const SolveOptions& options_;
  std::int64_t work_limit_;
  double end_;    // of the time limit, steady clock
  double start_;
  std::stop_source source_;  // the caller's token and our own reasons in one
  std::atomic<std::int64_t> work_{0};
  std::mutex mutex_;
  StopReason reason_ = StopReason::done;
  std::atomic<bool> refused_{false};  // by the progress callback
};

}  // namespace evenload::optimize::detail
