#include "parallel.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace evenload::workload::time_study {

namespace {

constexpr auto report_every = std::chrono::milliseconds(50);

}  // namespace

std::size_t slot_count(const SolveOptions& options, std::size_t count) {
  const std::size_t available = options.threads > 0
                                    ? static_cast<std::size_t>(options.threads)
                                    : std::max(1U, std::thread::hardware_concurrency());
  return std::max<std::size_t>(1, std::min(available, count));
}

StopReason for_each(std::size_t count, const SolveOptions& options, std::string_view phase,
                    const std::function<void(std::size_t, std::size_t)>& body) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::atomic<std::size_t> next{0}, done{0};
  std::atomic<bool> halt{false};
  StopReason reason = StopReason::done;
  std::mutex mutex;
  std::exception_ptr error;
  Clock::time_point last = start;

  const auto look = [&] {  // in the calling thread only
    const Clock::time_point now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - start).count();
    if (options.stop.stop_requested()) reason = StopReason::cancelled;
    if (reason == StopReason::done && seconds > options.time_limit) reason = StopReason::time;
    if (reason == StopReason::done && options.progress && now - last >= report_every) {
      last = now;
      const Progress progress{static_cast<std::int64_t>(done.load()), static_cast<std::int64_t>(count), seconds, phase};
      if (!options.progress(progress)) reason = StopReason::cancelled;
    }
    if (reason != StopReason::done) halt = true;
  };
  const auto work = [&](std::size_t slot) {
    try {
      while (!halt.load(std::memory_order_relaxed)) {
        if (slot == 0) {
          look();
          if (halt.load(std::memory_order_relaxed)) break;
        }
        const std::size_t k = next++;
        if (k >= count) break;
        body(k, slot);
        ++done;
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!error) error = std::current_exception();
      halt = true;
    }
  };

  const std::size_t slots = slot_count(options, count);
  std::vector<std::thread> threads;
  threads.reserve(slots - 1);
  try {
    for (std::size_t slot = 1; slot < slots; ++slot) threads.emplace_back(work, slot);
  } catch (const std::system_error&) {
    // No more threads to be had: the ones there are do the work, with the same answer.
  }
  work(0);
  for (std::thread& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
  return done.load() == count ? StopReason::done : reason;
}

}  // namespace evenload::workload::time_study
