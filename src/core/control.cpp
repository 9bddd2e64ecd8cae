#include "evenload/core/control.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "evenload/core/errors.hpp"
#include "shortest_decimal.hpp"

namespace evenload {

namespace {

// A unit takes some 50 ns, so the clock, the token and the callback are looked at five times a
// millisecond: often enough to answer within 50 ms even where a unit takes a hundred times as long,
// and too seldom to be felt.
constexpr std::int64_t look_interval = 4096;
constexpr double report_interval = 0.05;
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

[[noreturn]] void refuse_option(const char* option, std::string expected, std::string found) {
  throw InvalidDataError({ErrorCode::out_of_range, "options", option, std::nullopt,
                          std::move(expected), std::move(found)});
}

}  // namespace

std::string_view to_string(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::optimal:
      return "optimal";
    case Outcome::feasible:
      return "feasible";
    case Outcome::infeasible:
      return "infeasible";
    case Outcome::unknown:
      break;
  }
  return "unknown";
}

std::string_view to_string(StopReason reason) noexcept {
  switch (reason) {
    case StopReason::work:
      return "work";
    case StopReason::time:
      return "time";
    case StopReason::cancelled:
      return "cancelled";
    case StopReason::done:
      break;
  }
  return "done";
}

void check(const SolveOptions& options) {
  if (std::isnan(options.time_limit) || options.time_limit <= 0) {
    refuse_option("time_limit", "seconds above 0", shortest_decimal(options.time_limit));
  }
  if (options.work_limit && *options.work_limit < 0) {
    refuse_option("work_limit", "a number of work units of at least 0",
                  std::to_string(*options.work_limit));
  }
  if (options.threads < 0)
    refuse_option("threads", "a number of threads of at least 0", std::to_string(options.threads));
}

WorkMeter::WorkMeter(const SolveOptions& options, std::int64_t default_work)
    : options_(&options),
      limit_(options.work_limit ? *options.work_limit
                                : (default_work > 0 ? default_work : no_limit)),
      start_(now()),
      last_report_(-std::numeric_limits<double>::infinity()) {
  check(options);
}

bool WorkMeter::look() {
  if (stopped_) return false;
  const auto stop = [&](StopReason reason) {
    stopped_ = true;
    reason_ = reason;
    return false;
  };
  // The limit goes first: where it is reached, the answer must not depend on the clock.
  if (work_ >= limit_) return stop(StopReason::work);
  next_look_ = work_ > limit_ - look_interval ? limit_ : work_ + look_interval;
  if (options_->stop.stop_requested()) return stop(StopReason::cancelled);
  const double time = now();
  if (time - start_ >= options_->time_limit) return stop(StopReason::time);
  if (options_->progress && time - last_report_ >= report_interval) {
    last_report_ = time;
    const Progress progress{work_, limit_ == no_limit ? 0 : limit_, time - start_, phase_};
    if (!options_->progress(progress)) return stop(StopReason::cancelled);
  }
  return true;
}

}  // namespace evenload
