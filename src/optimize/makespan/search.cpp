#include "search.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "anneal.hpp"
#include "candidates.hpp"

namespace evenload::optimize::detail::machines {

namespace {

/// One way to anneal. Different structures ask for different ones, so they take turns.
struct Style {
  int pairs;     // candidates a row
  double slack;  // their largest reduced cost, as a share of what any plan within the target can use
  bool priced;   // overload weighs by the column's price, not the same everywhere
  double hot, cold, convex;
};
constexpr std::array<Style, 6> styles{{{5, 1.0, false, 2.0, 0.1, 0.3},
                                       {4, 0.5, true, 3.0, 0.1, 0.0},
                                       {6, 1.0, false, 3.0, 0.15, 0.0},
                                       {3, 0.25, false, 2.0, 0.1, 0.3},
                                       {5, 1.0, true, 2.0, 0.1, 0.0},
                                       {12, 1.0, false, 1.0, 0.1, 1.0}}};

}  // namespace

void Searcher::run(MachinePlan& plan, std::int64_t bound, const LinearDual& linear,
                   WorkMeter& meter) {
  const std::vector<double>& price = linear.price;
  const std::vector<double> even(price.size(), 1.0 / static_cast<double>(price.size()));
  const std::int64_t first_steps = std::max<std::int64_t>(std::int64_t{500} * in_.rows(), 20'000);
  if (steps_ == 0) steps_ = first_steps;
  missed_ = std::max(missed_, bound - 1);
  MachinePlan trial;
  while (plan.makespan > bound && !meter.stopped()) {
    if (missed_ >= plan.makespan - 1) {
      // All targets were missed: try longer, from a little below the incumbent.
      missed_ = std::max(bound - 1, plan.makespan - 2 - plan.makespan / 500);
      steps_ = std::min(steps_ * 2, std::numeric_limits<std::int64_t>::max() / 4);
    }
    const std::int64_t target = missed_ + 1 + (plan.makespan - missed_ - 2) / 4;
    const Style& style = styles[(tries_ + seed_) % styles.size()];
    // A pair whose reduced cost is above the distance of target and relaxation is in no plan within
    // the target; nor do plans use up much of it for one pair.
    const double room = std::max(static_cast<double>(target) - linear.value, 0.5);
    const Candidates candidates = choose_candidates(in_, price, target, style.slack * room, style.pairs);
    if (!meter.spend(1 + static_cast<std::int64_t>(in_.rows()) * in_.columns() / 16)) return;
    AnnealSettings settings;
    settings.target = target;
    settings.steps = steps_;
    // Temperatures in steps of load: one, or where times are large what a row may waste.
    const double unit = std::max(1.0, room * in_.columns() / in_.rows());
    settings.hot = style.hot * unit;
    settings.cold = style.cold * unit;
    settings.convex = style.convex;
    trial = plan;
    const std::span<const double> weight = style.priced ? std::span<const double>(price) : even;
    const std::uint64_t seed = (seed_ * 0x9e3779b97f4a7c15ULL) ^ (++tries_ * 0xbf58476d1ce4e5b9ULL);
    const bool kept = anneal(in_, candidates, weight, settings, seed, trial, meter);
    // The end of a cooling is a good plan in any case; a few more are often close by.
    settings.hot = 4 * style.cold * unit;
    settings.steps = first_steps;
    std::uint64_t again = seed;
    while (trial.makespan > bound && !meter.stopped()) {
      if (trial.makespan < plan.makespan) plan = trial;
      // Far from the incumbent it is not worth while.
      if (trial.makespan > plan.makespan + plan.makespan / 50) break;
      settings.target = std::min(trial.makespan, plan.makespan) - 1;
      if (!anneal(in_, candidates, weight, settings, ++again, trial, meter)) break;
    }
    if (trial.makespan < plan.makespan) plan = trial;
    if (kept) {
      steps_ = std::max(first_steps, steps_ / 2);
    } else if (!meter.stopped()) {
      missed_ = std::max(missed_, target);
    }
  }
}

}  // namespace evenload::optimize::detail::machines
