// The chains behind the case-manager queue: their states, level by level.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "src/pool/queueing/case_levels.hpp"
#include "src/pool/queueing/case_manager.hpp"

namespace evenload::pool::queueing {

namespace {

/// Open cases of a worker, and how many of them want attention now.
struct WorkerState {
  int cases = 0;
  int needy = 0;
  friend auto operator<=>(const WorkerState&, const WorkerState&) = default;
};
/// Sorted: which worker is which does not matter.
using OfficeState = std::vector<WorkerState>;

struct MeasuredChain {
  CaseLevels chain;
  std::vector<Eigen::VectorXd> needy;  ///< by level and phase
};

CaseManagerMeasures measures_of(const CaseManagerQueue& queue, const MeasuredChain& measured) {
  const LevelLaw law = stationary_law(measured.chain);
  const std::size_t last = law.levels.size() - 1;
  double cases = 0, needy = 0;
  for (std::size_t level = 0; level <= last; ++level) {
    cases += static_cast<double>(level) * law.levels[level].sum();
    needy += law.levels[level].dot(measured.needy[level].transpose());
  }
  cases += static_cast<double>(last) * law.above.sum();
  needy += law.above.dot(measured.needy[last].transpose());
  const double busy = queue.arrival_rate * queue.attention_time / queue.completion_probability;
  CaseManagerMeasures answer;
  answer.wait_probability = law.levels[last].sum() + law.above.sum();
  answer.mean_queue = law.mean_above;
  answer.mean_wait = law.mean_above / queue.arrival_rate;
  answer.mean_caseload = cases / static_cast<double>(queue.workers);
  answer.attention_wait =
      std::max(0.0, needy - busy) * queue.completion_probability / queue.arrival_rate;
  answer.mean_time = (law.mean_above + cases) / queue.arrival_rate;
  return answer;
}

/// C(M + N, N), or more than `limit` where it is.
double phases_when_full(const CaseManagerQueue& queue, double limit) {
  const auto few = static_cast<double>(std::min(queue.workers, queue.caseload_limit));
  const auto sum = static_cast<double>(queue.workers + queue.caseload_limit);
  double count = 1;
  for (double k = 1; k <= few && count <= limit; ++k) count *= (sum - few + k) / k;
  return count;
}

/// Office states at each number of cases 0 … N M.
std::vector<double> widths(std::size_t workers, std::size_t limit, bool outside) {
  const std::size_t slots = workers * limit;
  std::vector<std::vector<double>> ways(workers + 1, std::vector<double>(slots + 1, 0));
  ways[0][0] = 1;
  for (std::size_t cases = 0; cases <= limit; ++cases) {
    for (std::size_t kind = 0; kind <= (outside ? cases : 0); ++kind) {
      for (std::size_t people = 1; people <= workers; ++people) {
        for (std::size_t sum = cases; sum <= slots; ++sum) {
          ways[people][sum] += ways[people - 1][sum - cases];
        }
      }
    }
  }
  return ways[workers];
}

double work_of(const std::vector<double>& widths) {
  double work = 0;
  for (const double width : widths) work += width * width * width;
  return work;
}

class OfficeChain {
 public:
  explicit OfficeChain(const CaseManagerQueue& queue)
      : queue_(queue),
        slots_(static_cast<std::size_t>(queue.workers * queue.caseload_limit)),
        states_(slots_ + 1),
        index_(slots_ + 1) {
    OfficeState state(static_cast<std::size_t>(queue.workers));
    enumerate(state, 0, {0, 0}, 0);
  }

  MeasuredChain build() {
    MeasuredChain built;
    built.chain.levels.resize(slots_ + 1);
    for (std::size_t level = 0; level <= slots_; ++level) {
      CaseLevel& rates = built.chain.levels[level];
      const auto size = static_cast<Eigen::Index>(states_[level].size());
      const auto above = level < slots_ ? states_[level + 1].size() : states_[level].size();
      const auto below = level > 0 ? states_[level - 1].size() : 0;
      rates.up = Eigen::MatrixXd::Zero(size, static_cast<Eigen::Index>(above));
      rates.down = Eigen::MatrixXd::Zero(size, static_cast<Eigen::Index>(below));
      rates.local = Eigen::MatrixXd::Zero(size, size);
      built.needy.emplace_back(Eigen::VectorXd::Zero(size));
      for (Eigen::Index row = 0; row < size; ++row) {
        built.needy[level](row) = add_rates(rates, level, row);
      }
    }
    const auto full = built.chain.levels[slots_].up.rows();
    built.chain.repeat_down = Eigen::MatrixXd::Zero(full, full);
    // A completed case makes room for the next one, which wants attention at once.
    for (Eigen::Index row = 0; row < full; ++row) {
      for (const WorkerState& worker : states_[slots_][static_cast<std::size_t>(row)]) {
        if (worker.needy > 0) built.chain.repeat_down(row, row) += completion();
      }
    }
    return built;
  }

 private:
  double completion() const { return queue_.completion_probability / queue_.attention_time; }

  void enumerate(OfficeState& state, std::size_t worker, WorkerState from, std::size_t cases) {
    if (worker == state.size()) {
      index_[cases].emplace(state, static_cast<Eigen::Index>(states_[cases].size()));
      states_[cases].push_back(state);
      return;
    }
    const auto limit = static_cast<int>(queue_.caseload_limit);
    for (WorkerState next = from; next.cases <= limit;) {
      state[worker] = next;
      enumerate(state, worker + 1, next, cases + static_cast<std::size_t>(next.cases));
      // With one visit a case, nobody is ever outside.
      const bool outside = queue_.completion_probability < 1;
      if (++next.needy > next.cases) next = {next.cases + 1, outside ? 0 : next.cases + 1};
    }
  }

  Eigen::Index at(std::size_t level, OfficeState state) const {
    std::sort(state.begin(), state.end());
    return index_[level].at(state);
  }

  /// \return cases that want attention in this state
  double add_rates(CaseLevel& rates, std::size_t level, Eigen::Index row) const {
    const OfficeState& state = states_[level][static_cast<std::size_t>(row)];
    const double back = (1 - queue_.completion_probability) / queue_.attention_time;
    const int fewest = state.front().cases;
    const auto equal = std::count_if(state.begin(), state.end(),
                                     [&](const WorkerState& w) { return w.cases == fewest; });
    if (level == slots_) rates.up(row, row) = queue_.arrival_rate;
    double needy = 0;
    for (std::size_t w = 0; w < state.size(); ++w) {
      needy += state[w].needy;
      OfficeState other = state;
      if (level < slots_ && state[w].cases == fewest) {
        other[w] = {state[w].cases + 1, state[w].needy + 1};
        rates.up(row, at(level + 1, other)) += queue_.arrival_rate / static_cast<double>(equal);
      }
      if (state[w].needy > 0) {
        other[w] = {state[w].cases - 1, state[w].needy - 1};
        rates.down(row, at(level - 1, other)) += completion();
        other[w] = {state[w].cases, state[w].needy - 1};
        if (back > 0) rates.local(row, at(level, other)) += back;
      }
      if (state[w].needy < state[w].cases && back > 0) {
        other[w] = {state[w].cases, state[w].needy + 1};
        rates.local(row, at(level, other)) +=
            (state[w].cases - state[w].needy) / queue_.external_delay;
      }
    }
    return needy;
  }

  CaseManagerQueue queue_;
  std::size_t slots_;
  std::vector<std::vector<OfficeState>> states_;
  std::vector<std::map<OfficeState, Eigen::Index>> index_;
};

}  // namespace

std::optional<CaseManagerMeasures> exact_measures(const CaseManagerQueue& queue,
                                                  double work_limit) {
  if (queue.workers == 1) return pooled_measures(queue, work_limit);
  const bool outside = queue.completion_probability < 1;
  const double widest = outside ? phases_when_full(queue, work_limit) : 1;
  const auto slots = static_cast<double>(queue.workers * queue.caseload_limit);
  if (std::max(slots, widest * widest * widest) > work_limit || slots > 1e4) return std::nullopt;
  if (work_of(widths(static_cast<std::size_t>(queue.workers),
                     static_cast<std::size_t>(queue.caseload_limit), outside)) > work_limit) {
    return std::nullopt;
  }
  return measures_of(queue, OfficeChain(queue).build());
}

std::optional<CaseManagerMeasures> pooled_measures(const CaseManagerQueue& queue,
                                                   double work_limit) {
  const std::int64_t slots = queue.workers * queue.caseload_limit;
  const auto most = static_cast<double>(slots);
  if (most * most * most * most / 4 > work_limit) return std::nullopt;
  const double visit = 1 / queue.attention_time;
  const double done = queue.completion_probability * visit;
  const double back = (1 - queue.completion_probability) * visit;
  // With one visit a case everybody present wants attention: one phase.
  const bool phases = queue.completion_probability < 1;
  MeasuredChain built;
  built.chain.levels.resize(static_cast<std::size_t>(slots) + 1);
  for (std::int64_t cases = 0; cases <= slots; ++cases) {
    const auto size = static_cast<Eigen::Index>(phases ? cases + 1 : 1);
    const auto above = static_cast<Eigen::Index>(phases && cases < slots ? cases + 2 : size);
    const auto below = static_cast<Eigen::Index>(cases == 0 ? 0 : phases ? cases : 1);
    CaseLevel& rates = built.chain.levels[static_cast<std::size_t>(cases)];
    rates.up = Eigen::MatrixXd::Zero(size, above);
    rates.down = Eigen::MatrixXd::Zero(size, below);
    rates.local = Eigen::MatrixXd::Zero(size, size);
    Eigen::VectorXd needy = Eigen::VectorXd::Zero(size);
    for (Eigen::Index row = 0; row < size; ++row) {
      const auto want = static_cast<double>(phases ? row : cases);
      const double served = std::min(want, static_cast<double>(queue.workers));
      needy(row) = want;
      rates.up(row, phases && cases < slots ? row + 1 : row) = queue.arrival_rate;
      if (want > 0) rates.down(row, phases ? row - 1 : 0) = served * done;
      if (!phases) continue;
      if (row > 0) rates.local(row, row - 1) = served * back;
      if (row < cases) {
        rates.local(row, row + 1) = (static_cast<double>(cases) - want) / queue.external_delay;
      }
    }
    built.needy.push_back(std::move(needy));
  }
  const auto full = built.chain.levels.back().up.rows();
  built.chain.repeat_down = Eigen::MatrixXd::Zero(full, full);
  for (Eigen::Index row = 0; row < full; ++row) {
    const auto want = static_cast<double>(phases ? row : slots);
    built.chain.repeat_down(row, row) = std::min(want, static_cast<double>(queue.workers)) * done;
  }
  return measures_of(queue, built);
}

}  // namespace evenload::pool::queueing
