#include "team.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace evenload::optimize::detail {

namespace {

double clock_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Team::Team(const SolveOptions& options, std::int64_t work_limit)
    : options_(options), work_limit_(work_limit), start_(clock_seconds()) {
  end_ = start_ + options.time_limit;
}

SolveOptions Team::options_of(std::int64_t limit, double end, bool reports) {
  SolveOptions own;
  own.time_limit = std::max(end - clock_seconds(), 1e-9);
  own.work_limit = limit;
  own.stop = source_.get_token();
  own.seed = options_.seed;
  if (reports && options_.progress) {
    own.progress = [this](const Progress& progress) { return report(progress.work, progress.phase); };
  }
  return own;
}

bool Team::report(std::int64_t extra, std::string_view phase) {
  if (options_.progress({work_.load() + extra, work_limit_, clock_seconds() - start_, phase})) return true;
  refused_ = true;
  return false;
}

void Team::finish(const WorkMeter& meter, bool last) {
  work_ += meter.work();
  const std::lock_guard lock(mutex_);
  if (refused_ || options_.stop.stop_requested()) {
    reason_ = StopReason::cancelled;  // wins over the clock: it is what the caller asked for
    source_.request_stop();
  } else if (meter.reason() == StopReason::time) {
    reason_ = StopReason::time;
    if (last) source_.request_stop();
  }
}

void Team::run(std::string_view phase, std::span<const std::int64_t> limits, const std::function<void(std::size_t, WorkMeter&)>& task,
               double time_share) {
  const double now = clock_seconds();
  const double end = now + time_share * (end_ - now);
  const std::stop_callback forward(options_.stop, [this] { source_.request_stop(); });
  std::atomic<std::size_t> next{0};
  std::exception_ptr error;
  const auto take_tasks = [&](bool calling_thread) {
    try {
      for (std::size_t k = next++; k < limits.size(); k = next++) {
        const SolveOptions own = options_of(limits[k], end, calling_thread);
        WorkMeter meter(own, 0);
        meter.phase(phase);
        task(k, meter);
        finish(meter, time_share >= 1);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error) error = std::current_exception();
      next = limits.size();
      source_.request_stop();
    }
  };

  const unsigned available = options_.threads > 0 ? static_cast<unsigned>(options_.threads) : std::max(1U, std::thread::hardware_concurrency());
  const std::size_t helpers = std::min<std::size_t>(available, std::max<std::size_t>(limits.size(), 1)) - 1;
  std::vector<std::thread> threads;
  std::size_t running = helpers;
  std::condition_variable done;
  threads.reserve(helpers);
  try {
    for (std::size_t t = 0; t < helpers; ++t) {
      threads.emplace_back([&] {
        take_tasks(false);
        const std::lock_guard lock(mutex_);
        if (--running == 0) done.notify_all();
      });
    }
  } catch (const std::system_error&) {
    // No more threads to be had: the ones there are do the work, with the same answer.
    const std::lock_guard lock(mutex_);
    running -= helpers - threads.size();
  }
  take_tasks(true);
  {
    std::unique_lock lock(mutex_);
    while (running > 0) {
      done.wait_for(lock, std::chrono::milliseconds(50));
      if (running == 0 || !options_.progress || error || source_.stop_requested()) continue;
      lock.unlock();
      bool go_on = true;
      std::exception_ptr thrown;
      try {
        go_on = report(0, phase);
      } catch (...) {
        thrown = std::current_exception();
      }
      lock.lock();
      if (thrown && !error) error = thrown;
      if (thrown || !go_on) {
        if (!go_on) reason_ = StopReason::cancelled;
        source_.request_stop();
      }
    }
  }
  for (std::thread& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace evenload::optimize::detail
