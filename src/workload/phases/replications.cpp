#include "replications.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace evenload::workload::detail {

std::int64_t run_replications(std::int64_t replications, std::int32_t threads,
                              const std::stop_token& stop,
                              const std::function<void(std::int64_t)>& task) {
  std::atomic<std::int64_t> next{0};
  std::atomic<std::int64_t> done{0};
  std::atomic<bool> failed{false};
  std::exception_ptr error;
  std::mutex mutex;
  const auto take = [&] {
    try {
      while (!failed && !stop.stop_requested()) {
        const std::int64_t r = next++;
        if (r >= replications) return;
        task(r);
        ++done;
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!error) error = std::current_exception();
      failed = true;
    }
  };
  const std::int64_t wanted =
      threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> helpers;
  helpers.reserve(static_cast<std::size_t>(std::min(wanted, replications)));
  try {
    for (std::int64_t t = 1; t < std::min(wanted, replications); ++t) helpers.emplace_back(take);
  } catch (const std::exception&) {
    // No more threads (or memory for them) to be had: those there are do the work, all the same.
  }
  take();
  for (std::thread& helper : helpers) helper.join();
  if (error) std::rethrow_exception(error);
  return done;
}

}  // namespace evenload::workload::detail
