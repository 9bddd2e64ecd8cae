// The case-manager queue, event by event and case by case: knows nothing of the chain.
#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>
#include <queue>
#include <vector>

#include "evenload/core/random.hpp"
#include "evenload/pool/case_manager.hpp"
#include "src/pool/queueing/case_manager.hpp"
#include "src/pool/queueing/checks.hpp"
#include "src/workload/normal.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool {

namespace {

struct SimulatedCase {
  double arrived = 0;
  double assigned = 0;
  double wants_since = 0;
  double waited_for_attention = 0;
  std::int64_t visits = 0;
  std::int64_t worker = -1;
  bool counted = false;
};

struct CaseEvent {
  double time = 0;
  std::int64_t order = 0;  ///< ties in the order in which they were planned
  enum class Kind : std::uint8_t { arrival, visit_end, comes_back } kind = Kind::arrival;
  std::int64_t who = 0;  ///< worker or case
  friend bool operator>(const CaseEvent& a, const CaseEvent& b) {
    return a.time != b.time ? a.time > b.time : a.order > b.order;
  }
};

/// Means of one replication.
struct OfficeMeans {
  double wait_probability = 0, wait = 0, attention_wait = 0, time = 0, utilisation = 0;
  bool complete = false;
};

class OfficeSimulation {
 public:
  OfficeSimulation(const CaseManagerQueue& queue, const CaseManagerSimulationOptions& options,
                   std::uint32_t replication)
      : queue_(queue),
        options_(options),
        arrivals_({options.seed, replication, 0, 1}),
        visits_({options.seed, replication, 0, 2}),
        delays_({options.seed, replication, 0, 3}),
        completions_({options.seed, replication, 0, 4}),
        ties_({options.seed, replication, 0, 5}),
        waiting_(static_cast<std::size_t>(queue.workers)),
        caseload_(static_cast<std::size_t>(queue.workers), 0),
        place_(static_cast<std::size_t>(queue.workers)),
        by_caseload_(1) {
    by_caseload_[0].resize(place_.size());
    std::iota(by_caseload_[0].begin(), by_caseload_[0].end(), 0);
    std::iota(place_.begin(), place_.end(), std::size_t{0});
  }

  OfficeMeans run() {
    plan(exponential(arrivals_, 1 / queue_.arrival_rate), CaseEvent::Kind::arrival, 0);
    const std::int64_t end = options_.warm_up + options_.cases;
    for (std::int64_t step = 1; left_ > 0; ++step) {
      if ((step & 4095) == 0 && options_.stop.stop_requested()) return {};
      const CaseEvent event = events_.top();
      events_.pop();
      // The utilisation is of the time in which counted cases arrive.
      if (arrived_ > options_.warm_up && arrived_ < end) {
        busy_area_ += static_cast<double>(busy_) * (event.time - now_);
        window_ += event.time - now_;
      }
      now_ = event.time;
      switch (event.kind) {
        case CaseEvent::Kind::arrival:
          arrive(end);
          break;
        case CaseEvent::Kind::visit_end:
          end_visit(event.who);
          break;
        case CaseEvent::Kind::comes_back:
          want_attention(event.who);
          break;
      }
    }
    const auto count = static_cast<double>(options_.cases);
    OfficeMeans means;
    means.wait_probability = static_cast<double>(waited_) / count;
    means.wait = wait_sum_ / count;
    means.time = time_sum_ / count;
    means.attention_wait = attention_sum_ / static_cast<double>(visit_count_);
    means.utilisation =
        window_ > 0 ? busy_area_ / (window_ * static_cast<double>(queue_.workers)) : 0;
    means.complete = true;
    return means;
  }

 private:
  static double exponential(RandomStream& stream, double mean) {
    return -mean * std::log1p(-stream.uniform());
  }

  void plan(double after, CaseEvent::Kind kind, std::int64_t who) {
    events_.push({now_ + after, planned_++, kind, who});
  }

  std::int64_t new_case() {
    if (!free_.empty()) {
      const std::int64_t number = free_.back();
      free_.pop_back();
      cases_[static_cast<std::size_t>(number)] = {};
      return number;
    }
    cases_.emplace_back();
    return static_cast<std::int64_t>(cases_.size()) - 1;
  }

  SimulatedCase& at(std::int64_t number) { return cases_[static_cast<std::size_t>(number)]; }

  void arrive(std::int64_t end) {
    const std::int64_t number = new_case();
    at(number).arrived = now_;
    at(number).counted = arrived_ >= options_.warm_up && arrived_ < end;
    ++arrived_;
    plan(exponential(arrivals_, 1 / queue_.arrival_rate), CaseEvent::Kind::arrival, 0);
    while (fewest_ < by_caseload_.size() && by_caseload_[fewest_].empty()) ++fewest_;
    if (fewest_ >= static_cast<std::size_t>(queue_.caseload_limit)) {
      unassigned_.push_back(number);
      if (at(number).counted) ++waited_;
      return;
    }
    const auto& choice = by_caseload_[fewest_];
    const std::int64_t worker = choice[ties_.below(static_cast<std::uint32_t>(choice.size()))];
    change_caseload(worker, +1);
    assign(number, worker);
  }

  void change_caseload(std::int64_t worker, int by) {
    const auto w = static_cast<std::size_t>(worker);
    auto& from = by_caseload_[caseload_[w]];
    const std::int64_t last = from.back();
    from[place_[w]] = last;
    place_[static_cast<std::size_t>(last)] = place_[w];
    from.pop_back();
    caseload_[w] = by > 0 ? caseload_[w] + 1 : caseload_[w] - 1;
    if (caseload_[w] == by_caseload_.size()) by_caseload_.emplace_back();
    place_[w] = by_caseload_[caseload_[w]].size();
    by_caseload_[caseload_[w]].push_back(worker);
    fewest_ = std::min(fewest_, caseload_[w]);
  }

  void assign(std::int64_t number, std::int64_t worker) {
    at(number).worker = worker;
    at(number).assigned = now_;
    want_attention(number);
  }

  void want_attention(std::int64_t number) {
    at(number).wants_since = now_;
    auto& line = waiting_[static_cast<std::size_t>(at(number).worker)];
    line.push_back(number);
    if (line.size() == 1) begin_visit(at(number).worker);
  }

  /// The first in the worker's line is the one that is worked on.
  void begin_visit(std::int64_t worker) {
    SimulatedCase& first = at(waiting_[static_cast<std::size_t>(worker)].front());
    first.waited_for_attention += now_ - first.wants_since;
    ++first.visits;
    ++busy_;
    plan(exponential(visits_, queue_.attention_time), CaseEvent::Kind::visit_end, worker);
  }

  void end_visit(std::int64_t worker) {
    auto& line = waiting_[static_cast<std::size_t>(worker)];
    const std::int64_t number = line.front();
    line.pop_front();
    --busy_;
    if (completions_.uniform() < queue_.completion_probability) {
      complete(number);
      if (unassigned_.empty()) {
        change_caseload(worker, -1);
      } else {
        const std::int64_t next = unassigned_.front();
        unassigned_.pop_front();
        at(next).worker = worker;
        at(next).assigned = now_;
        at(next).wants_since = now_;
        line.push_back(next);
      }
    } else {
      plan(exponential(delays_, queue_.external_delay), CaseEvent::Kind::comes_back, number);
    }
    if (!line.empty()) begin_visit(worker);
  }

  void complete(std::int64_t number) {
    const SimulatedCase& done = at(number);
    if (done.counted) {
      wait_sum_ += done.assigned - done.arrived;
      time_sum_ += now_ - done.arrived;
      attention_sum_ += done.waited_for_attention;
      visit_count_ += done.visits;
      --left_;
    }
    free_.push_back(number);
  }

  const CaseManagerQueue& queue_;
  const CaseManagerSimulationOptions& options_;
  RandomStream arrivals_, visits_, delays_, completions_, ties_;
  std::priority_queue<CaseEvent, std::vector<CaseEvent>, std::greater<>> events_;
  std::vector<SimulatedCase> cases_;
  std::vector<std::int64_t> free_;
  std::deque<std::int64_t> unassigned_;
  std::vector<std::deque<std::int64_t>> waiting_;  ///< by worker: who wants attention
  std::vector<std::size_t> caseload_, place_;
  std::vector<std::vector<std::int64_t>> by_caseload_;  ///< workers with 0, 1, … cases
  std::size_t fewest_ = 0;
  double now_ = 0, busy_area_ = 0, window_ = 0;
  double wait_sum_ = 0, time_sum_ = 0, attention_sum_ = 0;
  std::int64_t planned_ = 0, arrived_ = 0, busy_ = 0, waited_ = 0, visit_count_ = 0;
  std::int64_t left_ = options_.cases;
};

/// The t value that is exceeded, either way, with probability 1 - level.
double student_reach(double level, double freedom) {
  const double normal = -workload::normal::quantile((1 - level) / 2);
  double low = 0, high = 1;
  while (workload::normal::from_student(high, freedom) < normal) high *= 2;
  for (int step = 0; step < 100; ++step) {
    const double middle = (low + high) / 2;
    (workload::normal::from_student(middle, freedom) < normal ? low : high) = middle;
  }
  return high;
}

SimulatedMean mean_of(const std::vector<OfficeMeans>& all, std::size_t count, double reach,
                      double OfficeMeans::* part) {
  SimulatedMean answer;
  const auto n = static_cast<double>(count);
  for (std::size_t r = 0; r < count; ++r) answer.mean += all[r].*part / n;
  if (count < 2) {
    answer.half_width = std::numeric_limits<double>::infinity();
    return answer;
  }
  double squares = 0;
  for (std::size_t r = 0; r < count; ++r) squares += std::pow(all[r].*part - answer.mean, 2);
  answer.half_width = reach * std::sqrt(squares / (n - 1) / n);
  return answer;
}

}  // namespace

CaseManagerSimulation simulate_case_managers(const CaseManagerQueue& queue,
                                             const CaseManagerSimulationOptions& options) {
  queueing::check_stable_case_managers(queue);
  queueing::whole_within(options.replications, 2, 100'000, "options", "replications");
  queueing::whole_within(options.cases, 1, 100'000'000, "options", "cases");
  queueing::whole_within(options.warm_up, 0, 100'000'000, "options", "warm_up");
  queueing::whole_within(options.threads, 0, 1 << 16, "options", "threads");
  queueing::inside_unit(options.level, "options", "level");
  std::vector<OfficeMeans> all(static_cast<std::size_t>(options.replications));
  workload::detail::run_replications(
      options.replications, options.threads, options.stop, [&](std::int64_t r) {
        OfficeSimulation office(queue, options, static_cast<std::uint32_t>(r));
        all[static_cast<std::size_t>(r)] = office.run();
      });
  const auto done = static_cast<std::size_t>(
      std::find_if(all.begin(), all.end(), [](const OfficeMeans& m) { return !m.complete; }) -
      all.begin());
  CaseManagerSimulation answer;
  answer.replications = static_cast<std::int64_t>(done);
  answer.cancelled = done < all.size();
  const double reach = done < 2 ? 0 : student_reach(options.level, static_cast<double>(done - 1));
  answer.wait_probability = mean_of(all, done, reach, &OfficeMeans::wait_probability);
  answer.mean_wait = mean_of(all, done, reach, &OfficeMeans::wait);
  answer.attention_wait = mean_of(all, done, reach, &OfficeMeans::attention_wait);
  answer.mean_time = mean_of(all, done, reach, &OfficeMeans::time);
  answer.utilisation = mean_of(all, done, reach, &OfficeMeans::utilisation);
  return answer;
}

}  // namespace evenload::pool
