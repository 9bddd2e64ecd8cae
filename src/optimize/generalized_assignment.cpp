#include "evenload/optimize/generalized_assignment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "generalized_assignment/construct.hpp"
#include "generalized_assignment/dual.hpp"
#include "generalized_assignment/instance.hpp"
#include "generalized_assignment/neighbourhood.hpp"
#include "generalized_assignment/search.hpp"
#include "generalized_assignment/tree.hpp"

namespace evenload::optimize {

namespace detail {

namespace {

namespace ga = generalized;

class GeneralizedSolver {
 public:
  GeneralizedSolver(const GeneralizedAssignmentProblem& problem, const SolveOptions& options)
      : problem_(problem),
        options_(options),
        meter_(options, options.work_limit
                            ? 0
                            : default_generalized_work(problem.rows, problem.capacity.size())),
        in_(ga::make_instance(problem)) {
    best_.column.assign(problem.rows, -1);
    best_.load.assign(problem.capacity.size(), 0);
  }

  GeneralizedAssignmentResult run() {
    if (in_.stuck_row >= 0) {
      infeasible_ = true;
    } else if (in_.rows == 0) {
      found_ = true;
    } else {
      solve();
    }
    return result();
  }

 private:
  void solve() {
    ga::Dual dual(in_);
    meter_.phase("construct");
    first_plan(dual);
    meter_.phase("bound");
    ga::Ascent& ascent = ascent_;
    ga::ascend(dual, dual.whole(), ascent, target(dual), 600, 0.5, meter_);
    note_bound(dual.bound(ascent.point.value));
    ga::Domain domain = dual.whole();
    ga::Tree tree(in_, dual, best_, meter_);
    if (closed(tree, domain, ascent)) return;
    meter_.phase("improve");
    // Large problems cannot afford as many evaluations before their first good plan.
    const bool large = in_.cells.size() > 20'000;
    const double part = large ? 0.15 : 0.1;
    const int evaluations = large ? 20 : 40;
    // A path of the tree holds a domain for each open row.
    const bool searchable =
        in_.cells.size() <= most_path_cells / static_cast<std::size_t>(in_.rows);
    tree.dive(domain, ascent, evaluations, part, 0.0, options_.seed);
    taken(tree);
    ga::Neighbourhoods neighbourhoods(in_, options_.seed);
    std::int64_t budget = 1'500'000 + 60 * static_cast<std::int64_t>(in_.cells.size());
    std::int64_t best_before = -1;
    for (std::uint64_t round = 1; !meter_.stopped() && !proven(); ++round) {
      if (found_ && best_.cost != best_before) {
        // A better plan: aim the ascent at it, and decide what it decides.
        best_before = best_.cost;
        ga::Ascent again = ascent;
        ga::ascend(dual, domain, again, target(dual), 300, 0.2, meter_);
        if (again.point.value >= ascent.point.value) ascent = std::move(again);
        note_bound(dual.bound(ascent.point.value));
        if (closed(tree, domain, ascent)) return;
        set_prices(dual, neighbourhoods, ascent);
      }
      if (found_) {
        neighbourhoods.improve(best_, budget, bound_, meter_);
        // Where the neighbourhoods of the best plan are exhausted, those of another may lead on.
        if (best_.cost == best_before) {
          ga::Plan other = best_;
          other.column.assign(problem_.rows, -1);
          ga::Tree side(in_, dual, other, meter_);
          side.dive(domain, ascent, evaluations, part, 0.3, options_.seed + 1000 + round);
          if (side.improved()) neighbourhoods.improve(other, budget, bound_, meter_);
          if (side.improved() && other.cost < best_.cost) take(other);
        }
        tree.set_cutoff(best_.cost);
        if (proven()) return;
      }
      if (meter_.stopped()) return;
      meter_.phase("prove");
      if (searchable && round == 1) tree.open(domain, ascent);
      if (searchable && tree.search(30, budget)) {
        taken(tree);
        close();
        return;
      }
      taken(tree);
      meter_.phase("improve");
      tree.dive(domain, ascent, evaluations, part, 0.2, options_.seed + round);
      taken(tree);
      budget += budget / 2;
    }
  }

  void first_plan(ga::Dual& dual) {
    const std::vector<double> price = ga::capacity_prices(dual, meter_);
    ascent_.multiplier = ga::multipliers_from(dual, price);
    std::vector<double> reduced(in_.cells.size(), 0.0);
    std::vector<double> overload(price.size());
    const auto rows = static_cast<std::size_t>(in_.rows);
    for (int j = 0; j < in_.columns; ++j) {
      for (const std::int32_t i : dual.whole().rows_of[j]) {
        reduced[static_cast<std::size_t>(j) * rows + static_cast<std::size_t>(i)] =
            (dual.cost(i, j) + price[j] * dual.weight(i, j)) / dual.unit();
      }
      overload[j] = price[j] / dual.unit() / static_cast<double>(dual.weight_unit(j));
    }
    const ga::Core core = ga::make_core(in_, reduced, overload, 12);
    ga::Plan current = ga::construct(in_, reduced, problem_.start);
    if (ga::feasible(in_, current)) take(current);
    const std::int64_t budget =
        std::min<std::int64_t>(2'000'000, 20'000 + 400 * static_cast<std::int64_t>(in_.rows));
    if (ga::anneal(in_, core, current, best_, core.scale * 0.3, core.scale * 0.01, options_.seed,
                   budget, 0, meter_))
      found_ = true;
  }

  void set_prices(const ga::Dual& dual, ga::Neighbourhoods& neighbourhoods,
                  const ga::Ascent& ascent) const {
    std::vector<double> reduced(in_.cells.size(), 0.0);
    std::vector<double> multiplier;
    const auto rows = static_cast<std::size_t>(in_.rows);
    for (const double value : ascent.multiplier) multiplier.push_back(value / dual.unit());
    for (int j = 0; j < in_.columns; ++j) {
      for (const std::int32_t i : dual.whole().rows_of[j]) {
        reduced[static_cast<std::size_t>(j) * rows + static_cast<std::size_t>(i)] =
            (dual.cost(i, j) - ascent.multiplier[i] +
             ascent.point.packing[j].density * dual.weight(i, j)) /
            dual.unit();
      }
    }
    neighbourhoods.set_prices(std::move(multiplier), std::move(reduced));
  }

  /// Decides pairs by reduced cost; true where that settles everything.
  bool closed(ga::Tree& tree, ga::Domain& domain, const ga::Ascent& ascent) {
    if (tree.reduce(domain, ascent) == ga::Verdict::open) return false;
    taken(tree);
    close();
    return true;
  }
  double target(const ga::Dual& dual) const noexcept {
    return dual.value_for(found_ ? best_.cost : in_.most_cost + 1);
  }
  void note_bound(std::int64_t bound) noexcept {
    bound_ = std::max(bound_, found_ ? std::min(bound, best_.cost) : bound);
  }
  bool proven() const noexcept { return found_ && bound_ >= best_.cost; }
  void taken(const ga::Tree& tree) noexcept { found_ = found_ || tree.improved(); }
  void take(const ga::Plan& plan) {
    best_ = plan;
    found_ = true;
  }
  /// Nothing better than what was found is left.
  void close() noexcept {
    if (found_) {
      bound_ = best_.cost;
    } else {
      infeasible_ = true;
    }
  }

  GeneralizedAssignmentResult result() {
    GeneralizedAssignmentResult result;
    result.work = meter_.work();
    result.bound = in_.base_cost + std::min(bound_, in_.most_cost);
    result.stop = meter_.reason();
    result.load.assign(in_.capacity.size(), 0);
    result.assignment.assign(static_cast<std::size_t>(in_.rows), -1);
    if (infeasible_) {
      result.outcome = Outcome::infeasible;
      result.stop = StopReason::done;
    } else if (found_) {
      result.assignment = best_.column;
      result.load = best_.load;
      result.objective = in_.base_cost + best_.cost;
      result.outcome = bound_ >= best_.cost ? Outcome::optimal : Outcome::feasible;
      if (result.outcome == Outcome::optimal) result.stop = StopReason::done;
      const auto distance = static_cast<double>(*result.objective - result.bound);
      if (distance == 0) {
        result.gap = 0.0;
      } else if (*result.objective != 0) {
        result.gap = distance / std::abs(static_cast<double>(*result.objective));
      }
    }
    return result;
  }

  static constexpr std::size_t most_path_cells = std::size_t{1} << 24;

  const GeneralizedAssignmentProblem& problem_;
  const SolveOptions& options_;
  WorkMeter meter_;
  ga::Instance in_;
  ga::Plan best_;
  ga::Ascent ascent_;
  bool found_ = false;
  bool infeasible_ = false;
  std::int64_t bound_ = 0;  // above in_.base_cost
};

}  // namespace

}  // namespace detail

std::int64_t default_generalized_work(std::size_t rows, std::size_t columns) noexcept {
  return static_cast<std::int64_t>(20'000'000 +
                                   1000 * std::min<std::size_t>(rows * columns, 10'000'000));
}

GeneralizedAssignmentResult generalized_assignment(const GeneralizedAssignmentProblem& problem,
                                                   const SolveOptions& options) {
  check(options);
  check(problem);
  return detail::GeneralizedSolver(problem, options).run();
}

}  // namespace evenload::optimize
