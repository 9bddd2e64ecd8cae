// The makespan solver: rounds of searches and one attempt at the bound, until they meet.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "evenload/optimize/makespan.hpp"
#include "exact.hpp"
#include "linear_dual.hpp"
#include "lower_bound.hpp"
#include "machines.hpp"
#include "search.hpp"
#include "src/optimize/team.hpp"

namespace evenload::optimize {

namespace detail::machines {

namespace {

class Solver {
 public:
  Solver(const MakespanProblem& problem, const SolveOptions& options)
      : problem_(problem),
        in_(problem),
        team_(options, options.work_limit ? *options.work_limit
                                          : default_makespan_work(problem.rows, problem.columns)),
        bound_(in_),
        searchers_{Searcher(in_, 2 * options.seed, true), Searcher(in_, 2 * options.seed + 1, false)} {}

  MakespanResult run() {
    if (in_.infeasible()) return infeasible();
    plan_ = construct(in_, problem_.start);
    if (in_.rows() > 0 && !proven()) {
      run_tasks("bound", {left()}, [&](std::size_t, WorkMeter& meter) { bound_.start(meter); });
      linear_ = bound_.linear();
      if (in_.rows() <= most_exact_rows) close(std::min<std::int64_t>(left(), 100'000));
      std::int64_t round = first_round();
      while (!proven() && going()) {
        improve(round);
        round += round / 3;
      }
    }
    return result();
  }

 private:
  bool proven() const { return plan_.makespan <= bound_.value(); }
  std::int64_t left() const { return std::max<std::int64_t>(team_.work_limit() - team_.work(), 0); }
  bool going() const { return team_.reason() == StopReason::done && left() > 0; }

  std::int64_t first_round() const {
    return 200'000 + std::int64_t{400} * in_.rows() +
           std::int64_t{2} * in_.rows() * static_cast<std::int64_t>(in_.columns());
  }

  template <class Task>
  void run_tasks(std::string_view phase, std::vector<std::int64_t> limits, const Task& task) {
    team_.run(phase, limits, task);
  }

  /// The exact search alone: most small problems need no more.
  void close(std::int64_t limit) {
    ExactAnswer closed;
    run_tasks("prove", {limit}, [&](std::size_t, WorkMeter& meter) {
      closed = exact_search(in_, linear_.price, plan_.makespan, bound_.value(), meter);
    });
    take(std::move(closed));
  }

  void take(ExactAnswer closed) {
    if (closed.plan) plan_ = std::move(*closed.plan);
    if (closed.closed) bound_.prove(plan_.makespan);
  }

  /// Two searches, one attempt at the bound and, for few rows, an exact search side by side; none sees what the others find before
  /// the round ends, so their number of threads is of no matter.
  void improve(std::int64_t round) {
    std::array<MachinePlan, 2> plans{plan_, plan_};
    const bool idle = bound_.idle(plan_.makespan);
    const bool exact = in_.rows() <= most_exact_rows;
    const int tasks = 2 + (idle ? 0 : 1) + (exact ? 1 : 0);
    const std::int64_t share = std::min(round, (left() + tasks - 1) / tasks);
    ExactAnswer closed;
    const std::int64_t floor = bound_.value();
    run_tasks("improve", {share, share, idle ? 0 : share, exact ? share : 0}, [&](std::size_t k, WorkMeter& meter) {
      if (k < 2) {
        searchers_[k].run(plans[k], floor, linear_, meter);
      } else if (k == 2) {
        if (!idle) bound_.raise(plan_.makespan, meter);
      } else if (exact) {
        closed = exact_search(in_, linear_.price, plan_.makespan, floor, meter);
      }
    });
    take(std::move(closed));
    for (MachinePlan& plan : plans) {
      if (plan.makespan < plan_.makespan) plan_ = std::move(plan);
    }
    linear_ = bound_.linear();
  }

  MakespanResult infeasible() const {
    MakespanResult result;
    result.assignment.assign(problem_.rows, -1);
    result.load.assign(problem_.columns, 0);
    std::copy(problem_.base_load.begin(), problem_.base_load.end(), result.load.begin());
    result.outcome = Outcome::infeasible;
    return result;
  }

  MakespanResult result() const {
    MakespanResult result;
    result.assignment.assign(in_.settled().begin(), in_.settled().end());
    for (int i = 0; i < in_.rows(); ++i) result.assignment[in_.original_row(i)] = plan_.column[i];
    result.load = plan_.load;
    result.objective = plan_.makespan;
    result.bound = std::min(bound_.value(), plan_.makespan);
    result.outcome = proven() ? Outcome::optimal : Outcome::feasible;
    result.stop = proven() ? StopReason::done
                           : (team_.reason() != StopReason::done ? team_.reason() : StopReason::work);
    result.work = team_.work();
    return result;
  }

  // Beyond that, depth-first search hardly ever ends.
  static constexpr int most_exact_rows = 60;

  const MakespanProblem& problem_;
  Machines in_;
  Team team_;
  LowerBound bound_;
  LinearDual linear_;  // what the searches of a round see
  std::array<Searcher, 2> searchers_;
  MachinePlan plan_;
};

}  // namespace

}  // namespace detail::machines

std::int64_t default_makespan_work(std::size_t rows, std::size_t columns) noexcept {
  const auto n = static_cast<double>(rows);
  const double work = 5e6 + 2e4 * std::min(n, 1e5) + 10.0 * n * static_cast<double>(columns);
  return static_cast<std::int64_t>(std::min(work, 9e18));
}

MakespanResult makespan(const MakespanProblem& problem, const SolveOptions& options) {
  check(options);
  check(problem);
  return detail::machines::Solver(problem, options).run();
}

}  // namespace evenload::optimize
