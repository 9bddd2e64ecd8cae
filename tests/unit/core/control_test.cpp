#include "evenload/core/control.hpp"

#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

#include "error_of.hpp"

using evenload::check;
using evenload::Outcome;
using evenload::Progress;
using evenload::SolveOptions;
using evenload::StopReason;
using evenload::to_string;
using evenload::WorkMeter;
using evenload::test::refusal;

namespace {

SolveOptions patient() {
  SolveOptions options;
  options.time_limit = std::numeric_limits<double>::infinity();
  return options;
}

/// Spends `step` at a time until the meter says stop.
void exhaust(WorkMeter& meter, std::int64_t step = 1) {
  while (meter.spend(step)) {
  }
}

}  // namespace

TEST_CASE("outcomes and stop reasons have names") {
  CHECK(to_string(Outcome::optimal) == "optimal");
  CHECK(to_string(Outcome::feasible) == "feasible");
  CHECK(to_string(Outcome::infeasible) == "infeasible");
  CHECK(to_string(Outcome::unknown) == "unknown");
  CHECK(to_string(StopReason::done) == "done");
  CHECK(to_string(StopReason::work) == "work");
  CHECK(to_string(StopReason::time) == "time");
  CHECK(to_string(StopReason::cancelled) == "cancelled");
}

TEST_CASE("options out of range are refused by name") {
  SolveOptions options;
  CHECK_NOTHROW(check(options));
  options.work_limit = 0;
  CHECK_NOTHROW(check(options));
  options.work_limit = -1;
  CHECK(
      refusal([&] { check(options); }) ==
      "options.work_limit: expected a number of work units of at least 0, found -1 (out_of_range)");
  CHECK(refusal([&] { WorkMeter meter(options, 1); }).find("work_limit") != std::string::npos);
  options = {};
  options.threads = -2;
  CHECK(refusal([&] { check(options); }) ==
        "options.threads: expected a number of threads of at least 0, found -2 (out_of_range)");
  options = {};
  for (const double seconds : {0.0, -1.5, std::nan("")}) {
    options.time_limit = seconds;
    const auto info = evenload::test::error_of([&] { check(options); });
    CHECK(info.code == evenload::ErrorCode::out_of_range);
    CHECK(info.table == "options");
    CHECK(info.column == "time_limit");
    CHECK(info.expected == "seconds above 0");
  }
  CHECK_NOTHROW(check(patient()));
}

TEST_CASE("a meter does not outlive its options unnoticed") {
  STATIC_REQUIRE_FALSE(std::is_constructible_v<WorkMeter, SolveOptions&&, std::int64_t>);
  STATIC_REQUIRE(std::is_constructible_v<WorkMeter, const SolveOptions&, std::int64_t>);
}

TEST_CASE("the work limit stops exactly") {
  for (const std::int64_t limit : {1LL, 2LL, 4095LL, 4096LL, 4097LL, 8192LL, 10'000LL, 123'456LL}) {
    SolveOptions options = patient();
    options.work_limit = limit;
    WorkMeter meter(options, 7);
    std::int64_t calls = 1;
    while (meter.spend(1)) ++calls;
    CHECK(calls == limit);
    CHECK(meter.work() == limit);
    CHECK(meter.stopped());
    CHECK(meter.reason() == StopReason::work);
    CHECK_FALSE(meter.spend(1));
    CHECK_FALSE(meter.spend(0));
    CHECK(meter.reason() == StopReason::work);
  }
}

TEST_CASE("the stop depends on the work alone, whatever the steps") {
  for (const std::int64_t step : {3LL, 100LL, 4096LL, 5000LL, 1'000'000LL}) {
    SolveOptions options = patient();
    options.work_limit = 1'000'000;
    WorkMeter meter(options, 0);
    exhaust(meter, step);
    CHECK(meter.work() ==
          (1'000'000 + step - 1) / step * step);  // the first sum that reaches the limit
    CHECK(meter.reason() == StopReason::work);
  }
}

TEST_CASE("a limit of no work at all stops at once") {
  SolveOptions options = patient();
  options.work_limit = 0;
  WorkMeter meter(options, 100);
  CHECK_FALSE(meter.spend(0));
  CHECK(meter.reason() == StopReason::work);
}

TEST_CASE("the default work holds where the options name none") {
  const SolveOptions options = patient();
  WorkMeter meter(options, 5000);
  exhaust(meter);
  CHECK(meter.work() == 5000);
  WorkMeter unlimited(options, 0);
  for (int i = 0; i < 100; ++i) REQUIRE(unlimited.spend(1'000'000'000'000));
  CHECK_FALSE(unlimited.stopped());
  CHECK(unlimited.reason() == StopReason::done);
}

TEST_CASE("a stop that was asked for beforehand is answered in the first call") {
  std::stop_source source;
  source.request_stop();
  SolveOptions options = patient();
  options.stop = source.get_token();
  WorkMeter meter(options, 1'000'000);
  CHECK_FALSE(meter.spend(1));
  CHECK(meter.reason() == StopReason::cancelled);
}

TEST_CASE("a reached work limit goes before cancellation, so that the reason repeats") {
  std::stop_source source;
  source.request_stop();
  SolveOptions options = patient();
  options.stop = source.get_token();
  options.work_limit = 1;
  WorkMeter meter(options, 0);
  CHECK_FALSE(meter.spend(1));
  CHECK(meter.reason() == StopReason::work);
}

TEST_CASE("a stop is answered within a few thousand units") {
  std::stop_source source;
  SolveOptions options = patient();
  options.stop = source.get_token();
  WorkMeter meter(options, 0);
  for (int i = 0; i < 100'000; ++i) REQUIRE(meter.spend(1));
  source.request_stop();
  exhaust(meter);
  CHECK(meter.reason() == StopReason::cancelled);
  CHECK(meter.work() <= 100'000 + 10'000);
}

TEST_CASE("another thread can stop the work") {
  std::stop_source source;
  SolveOptions options = patient();
  options.stop = source.get_token();
  std::atomic<bool> started = false;
  std::jthread other([&] {
    while (!started) std::this_thread::yield();
    source.request_stop();
  });
  WorkMeter meter(options, 0);
  started = true;
  exhaust(meter);
  CHECK(meter.reason() == StopReason::cancelled);
}

TEST_CASE("the time limit stops") {
  SolveOptions options;
  options.time_limit = 0.01;
  WorkMeter meter(options, 0);
  const auto start = std::chrono::steady_clock::now();
  exhaust(meter);
  CHECK(meter.reason() == StopReason::time);
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(9));
}

TEST_CASE("progress is told at once and then at most every 50 ms") {
  SolveOptions options;
  options.time_limit = 0.17;
  options.work_limit = std::numeric_limits<std::int64_t>::max() / 2;
  std::vector<Progress> reports;
  options.progress = [&](const Progress& progress) {
    reports.push_back(progress);
    return true;
  };
  WorkMeter meter(options, 0);
  meter.phase("improve");
  exhaust(meter);
  REQUIRE_FALSE(reports.empty());
  CHECK(reports.size() <= 4);
  CHECK(reports.front().work == 1);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    CHECK(reports[i].work_limit == *options.work_limit);
    CHECK(reports[i].phase == "improve");
    if (i == 0) continue;
    CHECK(reports[i].seconds - reports[i - 1].seconds >= 0.05 - 1e-6);
    CHECK(reports[i].work > reports[i - 1].work);
  }
}

TEST_CASE("progress without a work limit says so") {
  SolveOptions options = patient();
  std::int64_t told = -1;
  options.progress = [&](const Progress& progress) {
    told = progress.work_limit;
    return false;
  };
  WorkMeter meter(options, 0);
  exhaust(meter);
  CHECK(told == 0);
}

TEST_CASE("progress that returns false cancels") {
  SolveOptions options = patient();
  int calls = 0;
  options.progress = [&](const Progress&) { return ++calls < 2; };
  WorkMeter meter(options, 0);
  exhaust(meter);
  CHECK(meter.reason() == StopReason::cancelled);
  CHECK(calls == 2);
  CHECK_FALSE(meter.spend(1'000'000));
  CHECK(calls == 2);
}

TEST_CASE("an exception of the callback reaches the caller") {
  SolveOptions options = patient();
  options.progress = [](const Progress&) -> bool { throw std::runtime_error("interrupted"); };
  WorkMeter meter(options, 0);
  CHECK_THROWS_WITH(exhaust(meter), "interrupted");
}
