#include "replications.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

namespace evenload::allocation::replaying {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds report_every{50};

/// What the threads share: which task is next, what came out, whether to go on.
class Runs {
 public:
  Runs(const SolveOptions& options, std::size_t count)
      : options_(options), started_(Clock::now()), records_(count), errors_(count) {}

  double seconds() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }
  double left() const { return options_.time_limit - seconds(); }

  /// The options of one run: its stop is that of all, and in the calling thread it reports.
  SolveOptions options(bool reports) {
    SolveOptions own = options_;
    own.stop = stop_.get_token();
    own.progress = {};
    if (reports && options_.progress) {
      own.progress = [this](const Progress& one) { return report(one.work); };
    }
    return own;
  }

  /// Takes task after task until none is left, or one of them stopped.
  void work_through(const std::function<RunRecord(std::size_t)>& task) {
    for (;;) {
      const std::size_t k = next_.fetch_add(1);
      if (k >= records_.size() || stop_.stop_requested()) break;
      try {
        records_[k] = task(k);
        work_ += records_[k]->work;
        if (records_[k]->stop != StopReason::done) stop_.request_stop();
      } catch (...) {
        errors_[k] = std::current_exception();
        stop_.request_stop();
      }
    }
  }

  void on_threads(std::size_t threads, const std::function<RunRecord(std::size_t)>& task) {
    std::mutex mutex;
    std::condition_variable ended;
    std::size_t working = 0;
    std::exception_ptr callback_error;
    {
      std::vector<std::jthread> team;
      team.reserve(threads);
      for (std::size_t t = 0; t < threads; ++t) {
        {
          const std::lock_guard<std::mutex> lock(mutex);
          ++working;
        }
        try {
          team.emplace_back([&] {
            work_through(task);
            const std::lock_guard<std::mutex> lock(mutex);
            --working;
            ended.notify_all();
          });
        } catch (const std::system_error&) {
          // No more threads to be had: those that run will do.
          const std::lock_guard<std::mutex> lock(mutex);
          --working;
          break;
        }
      }
      if (team.empty()) work_through(task);
      std::unique_lock<std::mutex> lock(mutex);
      while (!ended.wait_for(lock, report_every, [&] { return working == 0; })) {
        if (!options_.progress || callback_error) continue;
        lock.unlock();
        try {
          report(0);
        } catch (...) {
          callback_error = std::current_exception();
          stop_.request_stop();
        }
        lock.lock();
      }
    }
    if (callback_error) std::rethrow_exception(callback_error);
  }

  /// \throws what the first of the tasks threw
  std::vector<std::optional<RunRecord>> records() {
    for (const std::exception_ptr& error : errors_) {
      if (error) std::rethrow_exception(error);
    }
    return std::move(records_);
  }
  bool cancelled() const { return cancelled_ || options_.stop.stop_requested(); }

 private:
  bool report(std::int64_t beside) {
    if (Clock::now() - reported_ < report_every) return true;
    reported_ = Clock::now();
    const bool go_on = options_.progress({work_.load() + beside, 0, seconds(), "replay"});
    if (!go_on) {
      cancelled_ = true;
      stop_.request_stop();
    }
    return go_on;
  }

  const SolveOptions& options_;
  Clock::time_point started_;
  Clock::time_point reported_{};
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> outside_{options_.stop,
                                                     [this] { stop_.request_stop(); }};
  std::atomic<std::size_t> next_{0};
  std::atomic<std::int64_t> work_{0};
  bool cancelled_ = false;
  std::vector<std::optional<RunRecord>> records_;
  std::vector<std::exception_ptr> errors_;
};

std::size_t threads_for(const SolveOptions& options, std::size_t tasks) {
  const std::size_t asked = options.threads > 0 ? static_cast<std::size_t>(options.threads)
                                                : std::max(1U, std::thread::hardware_concurrency());
  return std::min(asked, tasks);
}

/// Puts the runs together by replication; those from the first incomplete one on do not count.
void gather(std::vector<std::optional<RunRecord>> records, std::size_t arms, Replications& all) {
  const auto is_whole = [](const std::optional<RunRecord>& record) {
    return record && record->stop == StopReason::done;
  };
  for (std::size_t k = 0; k < records.size(); k += arms) {
    const auto begin = records.begin() + static_cast<std::ptrdiff_t>(k);
    const auto end = begin + static_cast<std::ptrdiff_t>(arms);
    const bool whole = std::all_of(begin, end, is_whole);
    std::vector<RunRecord> row;
    for (auto record = begin; record != end; ++record) {
      row.push_back(*record ? std::move(**record) : RunRecord{});
    }
    if (!whole) {
      all.broken = std::move(row);
      break;
    }
    for (const RunRecord& record : row) all.work += record.work;
    all.whole.push_back(std::move(row));
  }
}

}  // namespace

Replications run_all(const Subject& subject, std::span<const AllocationPolicy* const> arms,
                     std::optional<std::size_t> weeks_of, const SolveOptions& options) {
  const ReplaySettings& settings = subject.settings();
  const Lengths lengths(subject);
  const auto count = static_cast<std::size_t>(settings.replications);
  Runs runs(options, count * arms.size());
  const TimeLeft time_left = [&] { return runs.left(); };

  Replications all;
  std::optional<Reference> reference;
  const bool paced = settings.durations == Durations::scaled && settings.elasticity != 0;
  if (paced) reference.emplace(subject);
  RunTask as_it_was;
  as_it_was.log_lengths = true;
  as_it_was.record = paced ? &*reference : nullptr;
  all.happened = run(subject, lengths, as_it_was, runs.options(false), time_left);
  if (paced && all.happened.stop == StopReason::done) reference->finish();
  if (all.happened.stop != StopReason::done) {
    all.stop = runs.cancelled() ? StopReason::cancelled : all.happened.stop;
    all.broken.assign(arms.size(), RunRecord{});
    return all;
  }

  const std::size_t threads = threads_for(options, count * arms.size());
  const auto one_run = [&](std::size_t k) {
    const AllocationPolicy* policy = arms[k % arms.size()];
    // Without drawn lengths the holders as they were make what happened, pace or not.
    if (policy == nullptr && settings.durations != Durations::resampled) return all.happened;
    RunTask one;
    one.policy = policy;
    one.replication = static_cast<std::uint32_t>(k / arms.size());
    one.reference = policy != nullptr && paced ? &*reference : nullptr;
    SolveOptions own = runs.options(threads == 1);
    if (threads > 1) own.threads = 1;
    return run(subject, lengths, one, own, time_left);
  };
  const auto task = [&](std::size_t k) {
    RunRecord record = one_run(k);
    if (k % arms.size() != weeks_of) record.weeks = {};
    return record;
  };
  if (threads == 1) {
    runs.work_through(task);
  } else {
    runs.on_threads(threads, task);
  }
  std::vector<std::optional<RunRecord>> records = runs.records();
  const bool cancelled = runs.cancelled();
  gather(std::move(records), arms.size(), all);
  if (!all.broken.empty()) all.stop = cancelled ? StopReason::cancelled : StopReason::time;
  return all;
}

}  // namespace evenload::allocation::replaying
