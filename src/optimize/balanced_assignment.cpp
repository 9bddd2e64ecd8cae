#include "evenload/optimize/balanced_assignment.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "bounds.hpp"
#include "construct.hpp"
#include "exact_search.hpp"
#include "guided_search.hpp"
#include "leximin/equal_loads.hpp"
#include "leximin/ratios.hpp"
#include "leximin/search.hpp"
#include "local_search.hpp"
#include "smooth_dual.hpp"

namespace evenload::optimize {

namespace detail {

namespace {

class Solver {
 public:
  Solver(const BalancedAssignmentProblem& problem, const SolveOptions& options)
      : problem_(problem),
        options_(options),
        team_(options, options.work_limit ? *options.work_limit
                                          : default_work(row_count(problem), column_count(problem), problem.indices.size())) {}

  BalancedAssignmentResult run() {
    reduction_ = reduce(problem_, options_.stop);
    for (Component& component : components(reduction_.whole, options_.stop)) {
      pairs_ += component.instance.pairs();
      parts_.emplace_back().component = std::move(component);
    }
    if (options_.stop.stop_requested()) {
      // Nothing is placed yet.
      parts_.clear();
      reduction_ = reduce(problem_, options_.stop);
      return result();
    }
    const bool peak = problem_.balance == Balance::peak;
    const bool leximin = problem_.balance == Balance::leximin;
    team_.run("construct", shares(0), [&](std::size_t k, WorkMeter&) {
      parts_[k].plan = construct(parts_[k].component.instance, problem_.start, PlaceFirst::heavy, options_.stop);
    });
    improve_all(peak ? 0.4 : 0.7, peak ? LastLevel::peak : (leximin ? LastLevel::leximin : LastLevel::squares), 0);
    if (peak) {
      const std::vector<std::vector<std::int64_t>> limits = keep_peak();
      improve_all(0.3, LastLevel::squares, 1);
      // The bounds of the levels before the peak are over plans of any peak.
      for (std::size_t k = 0; k < parts_.size(); ++k) parts_[k].component.instance.limit = limits[k];
    }
    return result();
  }

 private:
  std::vector<std::int64_t> shares(double fraction) const {
    std::vector<std::int64_t> limits;
    for (const Part& part : parts_) {
      const double share = static_cast<double>(part.component.instance.pairs()) / static_cast<double>(std::max<std::int64_t>(pairs_, 1));
      limits.push_back(static_cast<std::int64_t>(fraction * share * static_cast<double>(team_.work_limit())));
    }
    return limits;
  }

  /// Much work on one part is done twice, from two seeds, side by side where there are threads: the better plan counts.
  int searches(const Part& part, std::int64_t limit, LastLevel last) const {
    const Instance& in = part.component.instance;
    const bool twice = last == LastLevel::squares && in.rows > most_exact_rows && in.rows <= most_rows_twice && limit >= least_work_twice;
    return twice ? 2 : 1;
  }

  void improve_all(double fraction, LastLevel last, std::uint64_t stage) {
    const std::vector<std::int64_t> limits = shares(fraction);
    struct Task {
      std::size_t part;
      std::uint64_t member;
      bool closed = false;
      Found found{};
      bool levels = false;
    };
    std::vector<Task> tasks;
    std::vector<std::int64_t> task_limits;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      const int count = searches(parts_[k], limits[k], last);
      for (int member = 0; member < count; ++member) {
        tasks.push_back({k, static_cast<std::uint64_t>(member), false, parts_[k], false});
        task_limits.push_back(limits[k] / count);
      }
    }
    team_.run("improve", task_limits, [&](std::size_t t, WorkMeter& meter) {
      Task& task = tasks[t];
      const std::uint64_t seed = options_.seed * 0x9e3779b97f4a7c15ULL + 2 * task.part + stage + task.member * 0xd1b54a32d192ed03ULL;
      const Instance& in = parts_[task.part].component.instance;
      if (last == LastLevel::leximin) {
        std::tie(task.levels, task.closed) = even_out_part(in, task.found, seed, task_limits[t], meter);
      } else {
        task.closed = improve(in, task.found, last, seed, task_limits[t], meter);
        task.levels = task.closed;
      }
    }, 0.8);  // the clock leaves a fifth for the bounds
    for (Task& task : tasks) {
      Part& part = parts_[task.part];
      const bool first = task.member == 0;
      if (!first && compare(part.component.instance, task.found.plan, part.plan) >= 0) continue;
      static_cast<Found&>(part) = std::move(task.found);
      part.balance_closed = task.closed && last != LastLevel::peak;
      if (stage == 0) part.levels_closed = task.levels;
    }
  }

  /// Search, and exact search where the part is small. True where the plan is proven to be the part's best.
  bool improve(const Instance& in, Found& part, LastLevel last, std::uint64_t seed, std::int64_t limit, WorkMeter& meter) const {
    const bool peak = last == LastLevel::peak;
    if (!meter.spend(1)) return false;
    if (in.rows <= most_exact_rows) {
      part.plan = local_search(in, part.plan, peak, seed, std::min(limit / 8, std::int64_t{100} * in.pairs()), meter);
      if (!meter.stopped() && exact_search(in, last, part.plan, limit / 6, meter)) return true;
    }
    // A short search finds the levels, the relaxation under these says which pairs are worth trying, a long one uses that.
    part.plan = local_search(in, part.plan, peak, seed, limit / 8, meter);
    if (!peak && limit > 50 * in.pairs()) {
      if (auto guided = guided_search(in, part.plan, seed + 1, limit - meter.work(), meter)) {
        part.plan = std::move(guided->plan);
        part.prices = std::move(guided->prices);
        if (!guided->multipliers.row.empty()) part.multipliers = std::move(guided->multipliers);
        return false;
      }
    }
    if (!meter.stopped()) follow_prices(in, part, peak, seed + 1, limit, meter);
    return false;
  }

  /// Leximin of one part, which needs to know of no other: exact where the loads of each column are alike or the part is small, otherwise a
  /// search for the peak, for squares below it, and for the ratios one after the other. (Levels and ratios proven, cost too.)
  std::pair<bool, bool> even_out_part(const Instance& in, Found& part, std::uint64_t seed, std::int64_t limit, WorkMeter& meter) const {
    if (!meter.spend(1)) return {false, false};
    if (auto exact = solve_equal_loads(in, part.plan, limit - meter.work(), meter)) {
      part.plan = std::move(exact->plan);
      return {exact->levels_proven, exact->cost_proven};
    }
    if (in.rows <= most_exact_rows) {
      part.plan = local_search(in, part.plan, true, seed, std::min(limit / 8, std::int64_t{100} * in.pairs()), meter);
      if (!meter.stopped() && exact_search(in, LastLevel::leximin, part.plan, limit / 4, meter)) return {true, true};
    }
    const auto share = [&](double fraction) {
      return std::min(static_cast<std::int64_t>(fraction * static_cast<double>(limit)), limit - meter.work());
    };
    part.plan = local_search(in, part.plan, true, seed, share(0.4), meter);
    // Squares below that peak are a good way to the other ratios.
    Instance below = in;
    const Ratio peak = peak_of(in, part.plan);
    for (int j = 0; j < in.columns; ++j) below.limit[j] = std::min(in.limit[j], std::max(in.base[j], load_at(peak, in.capacity[j])));
    const Plan even = local_search(below, part.plan, false, seed + 1, share(0.2), meter, {}, {.heat = 0.2, .rough = false});
    if (compare_leximin(in, even, part.plan) < 0) part.plan = even;
    part.plan = even_out(in, part.plan, seed + 2, share(1), meter);
    return {false, false};
  }

  /// The prices of the relaxation of loads give a plan of their own, which is close where columns hold many rows, and the pairs that are
  /// worth trying.
  void follow_prices(const Instance& in, Found& part, bool peak, std::uint64_t seed, std::int64_t limit, WorkMeter& meter) const {
    const Relaxation relaxation(in, {in.order.count, part.plan.level, {}});
    std::vector<double> reduced_cost;
    if (relaxation.feasible() && limit > 100 * relaxation.evaluation_work()) {
      part.balance_prices = maximise_dual(relaxation, part.plan, std::numeric_limits<double>::infinity(), meter, 3e-4);
      if (meter.stopped() && meter.reason() != StopReason::work) return;
      const Multipliers& multipliers = *part.balance_prices;
      reduced_cost = reduced_costs(relaxation, multipliers);
      std::vector<double> target(in.columns);
      for (int j = 0; j < in.columns; ++j) {
        // The least of equation 16: above the capacity a load is dearer by the multiplier of overload.
        const auto capacity = static_cast<double>(in.capacity[j]);
        const double below = multipliers.price[j] * capacity / 2;
        const double above = (multipliers.price[j] - multipliers.level[in.order.overload]) * capacity / 2;
        target[j] = std::max(std::min(below, capacity), above);
      }
      if (!peak) {
        // Behind on overload at first, ahead of it in the end.
        const Plan near = local_search(in, construct_near(in, reduced_cost, target), false, seed, limit - meter.work(), meter, reduced_cost,
                                       {.heat = 0.1, .rough = false});
        if (compare(in, near, part.plan) < 0) part.plan = near;
        return;
      }
    }
    part.plan = local_search(in, part.plan, peak, seed, limit - meter.work(), meter, reduced_cost);
  }

  /// Folds the largest ratio of all parts and of the columns that take nothing into the limits (equation 10). Returns the limits
  /// that stood before.
  std::vector<std::vector<std::int64_t>> keep_peak() {
    std::vector<std::vector<std::int64_t>> before;
    Ratio peak;
    const auto raise = [&](const Ratio& ratio) {
      if (compare(peak, ratio) < 0) peak = ratio;
    };
    for (std::size_t j = 0; j < reduction_.load.size(); ++j) {
      if (problem_.capacity[j] > 0) raise({reduction_.load[j], problem_.capacity[j]});
    }
    for (const Part& part : parts_) raise(peak_of(part.component.instance, part.plan));
    for (Part& part : parts_) {
      Instance& in = part.component.instance;
      before.push_back(in.limit);
      for (int j = 0; j < in.columns; ++j) in.limit[j] = std::min(in.limit[j], std::max(in.base[j], load_at(peak, in.capacity[j])));
    }
    return before;
  }

  BalancedAssignmentResult result() {
    BalancedAssignmentResult result;
    result.assignment.assign(row_count(problem_), -1);
    for (std::size_t i = 0; i < result.assignment.size(); ++i) result.assignment[i] = fixed_of(problem_, i);
    for (const Part& part : parts_) {
      const Instance& in = part.component.instance;
      for (int row = 0; row < in.rows; ++row) {
        const std::int32_t pair = part.plan.pair_of[row];
        if (pair >= 0) result.assignment[in.original_row[row]] = in.original_column[in.pair_column[pair]];
      }
    }
    const FullValue value = full_value(problem_, result.assignment);
    result.levels = bound_levels(problem_, reduction_, parts_, value, team_, result.sorted_ratios);
    result.load = value.load;
    const bool optimal = std::all_of(result.levels.begin(), result.levels.end(), [](const Level& level) { return level.proven; });
    result.outcome = optimal ? Outcome::optimal : Outcome::feasible;
    result.stop = optimal ? StopReason::done : (team_.reason() != StopReason::done ? team_.reason() : StopReason::work);
    result.work = team_.work();
    return result;
  }

  // Larger parts are rarely closed by this search before their share of the work is gone.
  static constexpr int most_exact_rows = 24;
  static constexpr int most_rows_twice = 5000;
  static constexpr std::int64_t least_work_twice = 10'000'000;

  const BalancedAssignmentProblem& problem_;
  const SolveOptions& options_;
  Team team_;
  Reduction reduction_;
  std::vector<Part> parts_;
  std::int64_t pairs_ = 0;
};

}  // namespace

}  // namespace detail

std::int64_t default_work(std::size_t rows, std::size_t columns, std::size_t pairs) noexcept {
  // A thousand units for every number of a problem of ordinary size. Where it is large, a unit waits for memory: fewer then, and never
  // fewer than the prices of the relaxation need.
  const auto size = static_cast<std::int64_t>(rows + columns + pairs);
  const std::int64_t ordinary = std::min<std::int64_t>(size, 20'000);
  return 150'000 + std::max(1000 * ordinary - 8 * (size - ordinary), 10 * size);
}

BalancedAssignmentResult balanced_assignment(const BalancedAssignmentProblem& problem, const SolveOptions& options) {
  check(options);
  check(problem);
  return detail::Solver(problem, options).run();
}

}  // namespace evenload::optimize
