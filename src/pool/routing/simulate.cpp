#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>
#include <optional>
#include <queue>
#include <string>
#include <utility>

#include "evenload/core/random.hpp"
#include "evenload/pool/skill_routing.hpp"
#include "src/pool/routing/check.hpp"
#include "src/pool/routing/student.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool {

namespace routing {

namespace {

enum Purpose : std::uint32_t { arrivals = 7201, work = 7202 };

struct Call {
  double arrived = 0;
  double work = 0;  ///< exponential with mean 1
  bool measured = false;
};

struct Counts {
  double offered = 0, blocked = 0, waited = 0, waited_longer = 0, wait = 0;
};

/// What one replication finds.
struct Tally {
  std::vector<Counts> by_type;
  double busy = 0, length = 0, answered = 0, away = 0, handling = 0;
};

/// Agents, calls that wait, and time.
class Floor {
 public:
  Floor(const RoutingProblem& problem, const RoutingOptions& options, std::int64_t replication)
      : problem_(problem), options_(options) {
    const std::size_t types = problem.arrival_rate.size();
    waiting_.resize(types);
    idle_.resize(problem.groups.size());
    by_rank_.resize(types);
    std::size_t deepest = 0;
    for (std::size_t g = 0; g < problem.groups.size(); ++g) {
      const AgentGroup& group = problem.groups[g];
      agents_ += group.agents;
      deepest = std::max(deepest, group.skills.size());
      for (std::size_t rank = 0; rank < group.skills.size(); ++rank) {
        auto& ranks = by_rank_[static_cast<std::size_t>(group.skills[rank])];
        if (ranks.size() <= rank) ranks.resize(rank + 1);
        ranks[rank].push_back(g);
      }
      // All are idle from the start; who came first is told apart by a count.
      for (std::int32_t k = 0; k < group.agents; ++k) idle_[g].push_back(turn_++);
    }
    room_ = problem.waiting_spaces < 0 ? std::numeric_limits<std::int64_t>::max()
                                       : problem.waiting_spaces;
    for (std::size_t t = 0; t < types; ++t) {
      const auto entity = static_cast<std::uint32_t>(t);
      const auto number = static_cast<std::uint32_t>(replication);
      arrival_streams_.emplace_back(StreamKey{options.seed, number, entity, Purpose::arrivals});
      work_streams_.emplace_back(StreamKey{options.seed, number, entity, Purpose::work});
      next_arrival_.push_back(gap(t));
    }
    tally_.by_type.resize(types);
  }

  Tally run(const std::stop_token& stop) {
    const std::int64_t total = options_.warm_up + options_.calls;
    std::int64_t count = 0;
    double measured_from = 0;
    while (count < total) {
      const auto type = static_cast<std::size_t>(
          std::min_element(next_arrival_.begin(), next_arrival_.end()) - next_arrival_.begin());
      const double at = next_arrival_[type];
      while (!ends_.empty() && ends_.top().first <= at) finish();
      if (count == options_.warm_up) {
        measured_from = at;
        measuring_ = true;
      }
      advance(at);
      Call call{at, exponential(work_streams_[type]), count >= options_.warm_up};
      next_arrival_[type] += gap(type);
      ++count;
      arrive(type, call);
      if ((count & 0xfff) == 0 && stop.stop_requested()) break;
    }
    tally_.length = now_ - measured_from;
    // Calls that still wait were let in and will be answered: their wait is counted to its end.
    measuring_ = false;
    while (waiting_count_ > 0 && !ends_.empty()) finish();
    return std::move(tally_);
  }

 private:
  static double exponential(RandomStream& stream) { return -std::log1p(-stream.uniform()); }
  double gap(std::size_t type) {
    return exponential(arrival_streams_[type]) / problem_.arrival_rate[type];
  }
  void advance(double to) {
    if (measuring_) tally_.busy += static_cast<double>(busy_) * (to - now_);
    now_ = to;
  }

  void arrive(std::size_t type, const Call& call) {
    Counts& counts = tally_.by_type[type];
    if (call.measured) ++counts.offered;
    for (std::size_t rank = 0; rank < by_rank_[type].size(); ++rank) {
      std::size_t chosen = problem_.groups.size();
      for (const std::size_t g : by_rank_[type][rank]) {
        if (idle_[g].empty()) continue;
        if (chosen == problem_.groups.size() || idle_[g].front() < idle_[chosen].front()) {
          chosen = g;
        }
      }
      if (chosen == problem_.groups.size()) continue;
      idle_[chosen].pop_front();
      start(chosen, rank, type, call);
      return;
    }
    if (waiting_count_ >= room_) {
      if (call.measured) ++counts.blocked;
      return;
    }
    waiting_[type].push_back(call);
    ++waiting_count_;
  }

  void start(std::size_t g, std::size_t rank, std::size_t type, const Call& call) {
    const double time = call.work * problem_.groups[g].handling_time[rank];
    if (call.measured) {
      Counts& counts = tally_.by_type[type];
      const double wait = now_ - call.arrived;
      if (wait > 0) ++counts.waited;
      if (wait > options_.target_wait) ++counts.waited_longer;
      counts.wait += wait;
      ++tally_.answered;
      tally_.handling += time;
      if (rank > 0) ++tally_.away;
    }
    ++busy_;
    ends_.emplace(now_ + time, g);
  }

  void finish() {
    const auto [at, g] = ends_.top();
    ends_.pop();
    advance(at);
    --busy_;
    const AgentGroup& group = problem_.groups[g];
    for (std::size_t rank = 0; rank < group.skills.size(); ++rank) {
      auto& queue = waiting_[static_cast<std::size_t>(group.skills[rank])];
      if (queue.empty()) continue;
      const Call call = queue.front();
      queue.pop_front();
      --waiting_count_;
      start(g, rank, static_cast<std::size_t>(group.skills[rank]), call);
      return;
    }
    idle_[g].push_back(turn_++);
  }

  const RoutingProblem& problem_;
  const RoutingOptions& options_;
  std::vector<std::deque<Call>> waiting_;                       // by type
  std::vector<std::deque<std::uint64_t>> idle_;                 // by group: since when, as a count
  std::vector<std::vector<std::vector<std::size_t>>> by_rank_;  // type, rank: groups
  std::vector<RandomStream> arrival_streams_, work_streams_;
  std::vector<double> next_arrival_;
  using End = std::pair<double, std::size_t>;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
  std::int64_t room_ = 0, waiting_count_ = 0, busy_ = 0, agents_ = 0;
  std::uint64_t turn_ = 0;
  double now_ = 0;
  bool measuring_ = false;
  Tally tally_;
};

double share(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

}  // namespace

}  // namespace routing

RoutingResult simulate_routing(const RoutingProblem& problem, const RoutingOptions& options) {
  using namespace routing;
  check_routing(problem, options);
  std::vector<Tally> tallies(static_cast<std::size_t>(options.replications));
  const std::int64_t done = workload::detail::run_replications(
      options.replications, options.threads, options.stop, [&](std::int64_t r) {
        tallies[static_cast<std::size_t>(r)] = Floor(problem, options, r).run(options.stop);
      });
  RoutingResult result;
  if (done < options.replications || options.stop.stop_requested()) {
    result.stop = StopReason::cancelled;
    return result;
  }
  result.replications = options.replications;

  const std::size_t types = problem.arrival_rate.size();
  std::int64_t agents = 0;
  for (const AgentGroup& group : problem.groups) agents += group.agents;
  std::vector<double> values(tallies.size());
  const auto over = [&](auto&& value) {
    for (std::size_t r = 0; r < tallies.size(); ++r) values[r] = value(tallies[r]);
    return student_interval(values, options.confidence);
  };
  const auto measure = [&](auto&& counts_of) {
    const auto admitted = [&](const Tally& t) {
      return counts_of(t).offered - counts_of(t).blocked;
    };
    RoutingMeasure m;
    m.blocked =
        over([&](const Tally& t) { return share(counts_of(t).blocked, counts_of(t).offered); });
    m.waits = over([&](const Tally& t) { return share(counts_of(t).waited, admitted(t)); });
    m.waits_longer =
        over([&](const Tally& t) { return share(counts_of(t).waited_longer, admitted(t)); });
    m.mean_wait = over([&](const Tally& t) { return share(counts_of(t).wait, admitted(t)); });
    return m;
  };
  result.all = measure([](const Tally& t) {
    Counts sum;
    for (const Counts& c : t.by_type) {
      sum.offered += c.offered;
      sum.blocked += c.blocked;
      sum.waited += c.waited;
      sum.waited_longer += c.waited_longer;
      sum.wait += c.wait;
    }
    return sum;
  });
  for (std::size_t k = 0; k < types; ++k) {
    result.by_type.push_back(measure([k](const Tally& t) { return t.by_type[k]; }));
  }
  result.utilisation =
      over([&](const Tally& t) { return share(t.busy, t.length * static_cast<double>(agents)); });
  result.away = over([](const Tally& t) { return share(t.away, t.answered); });
  result.handling_time = over([](const Tally& t) { return share(t.handling, t.answered); });
  return result;
}

}  // namespace evenload::pool
