// makespan against every plan of tiny problems, and knapsack against every subset.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "evenload/optimize/makespan.hpp"
#include "src/optimize/knapsack.hpp"
#include "src/optimize/makespan/anneal.hpp"
#include "src/optimize/makespan/knapsack_dual.hpp"
#include "src/optimize/makespan/linear_dual.hpp"
#include "src/optimize/makespan/search.hpp"
#include "support/catch.hpp"
#include "support/property.hpp"

namespace {

namespace optimize = evenload::optimize;
using evenload::Outcome;

struct Tiny {
  int rows = 0, columns = 1;
  std::vector<std::int64_t> times, base;
  std::vector<std::int32_t> start;
  optimize::MakespanProblem problem() const {
    return {static_cast<std::size_t>(rows), static_cast<std::size_t>(columns), times, base, start};
  }
};

std::int64_t whole(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high + 1); }

Tiny tiny_times() {
  Tiny tiny;
  tiny.rows = static_cast<int>(whole(0, 7));
  tiny.columns = static_cast<int>(whole(1, 4));
  const std::int64_t scales[] = {1, 3, 12, 60, 100'000};
  const std::int64_t longest = scales[whole(0, 4)];
  const std::int64_t forbidden = whole(0, 3);  // of ten pairs
  for (int k = 0; k < tiny.rows * tiny.columns; ++k)
    tiny.times.push_back(whole(1, 10) <= forbidden ? -1 : whole(0, longest));
  if (whole(0, 1) == 1) {
    for (int j = 0; j < tiny.columns; ++j) tiny.base.push_back(whole(0, 2 * longest));
  }
  if (whole(0, 1) == 1) {
    for (int i = 0; i < tiny.rows; ++i) tiny.start.push_back(static_cast<std::int32_t>(whole(-1, tiny.columns - 1)));
  }
  return tiny;
}

/// The least makespan over all plans; none where there is no plan.
std::optional<std::int64_t> brute_force(const Tiny& tiny) {
  std::optional<std::int64_t> best;
  std::vector<std::int32_t> at(static_cast<std::size_t>(tiny.rows), 0);
  while (true) {
    std::vector<std::int64_t> load(static_cast<std::size_t>(tiny.columns), 0);
    if (!tiny.base.empty()) load = tiny.base;
    bool allowed = true;
    for (int i = 0; i < tiny.rows; ++i) {
      const std::int64_t time = tiny.times[static_cast<std::size_t>(i * tiny.columns + at[i])];
      allowed = allowed && time >= 0;
      load[at[i]] += time;
    }
    const std::int64_t largest = *std::max_element(load.begin(), load.end());
    if (allowed && (!best || largest < *best)) best = largest;
    int i = 0;
    while (i < tiny.rows && ++at[i] == tiny.columns) at[i++] = 0;
    if (i == tiny.rows) return best;
  }
}

}  // namespace

TEST_CASE("makespan finds and proves the optimum of every tiny problem", "[property][makespan]") {
  evenload::test::property("as brute force", [] {
    const Tiny tiny = tiny_times();
    const auto best = brute_force(tiny);
    evenload::SolveOptions options;
    options.threads = 1;
    options.seed = static_cast<std::uint64_t>(whole(0, 9));
    const auto result = optimize::makespan(tiny.problem(), options);
    RC_ASSERT((result.outcome == Outcome::infeasible) == !best.has_value());
    if (!best) return;
    RC_ASSERT(*result.objective == *best);
    RC_ASSERT(*result.bound == *best);
    RC_ASSERT(result.outcome == Outcome::optimal);
    std::vector<std::int64_t> load(static_cast<std::size_t>(tiny.columns), 0);
    if (!tiny.base.empty()) load = tiny.base;
    for (int i = 0; i < tiny.rows; ++i) {
      RC_ASSERT(result.assignment[i] >= 0);
      const std::int64_t time = tiny.times[static_cast<std::size_t>(i * tiny.columns + result.assignment[i])];
      RC_ASSERT(time >= 0);
      load[result.assignment[i]] += time;
    }
    RC_ASSERT(load == result.load);
  });
}

TEST_CASE("makespan: however little work, the bound never passes the optimum", "[property][makespan]") {
  evenload::test::property("any work limit", [] {
    const Tiny tiny = tiny_times();
    const auto best = brute_force(tiny);
    evenload::SolveOptions options;
    options.threads = 1;
    options.work_limit = whole(0, 1) == 0 ? whole(0, 50) : whole(0, 5000);
    const auto result = optimize::makespan(tiny.problem(), options);
    RC_ASSERT((result.outcome == Outcome::infeasible) == !best.has_value());
    if (!best) return;
    RC_ASSERT(*result.bound <= *best);
    RC_ASSERT(*result.objective >= *best);
  });
}

TEST_CASE("makespan: neither relaxation refutes a target that can be reached", "[property][makespan]") {
  namespace machines = optimize::detail::machines;
  evenload::test::property("at and below the optimum", [] {
    const Tiny tiny = tiny_times();
    const auto best = brute_force(tiny);
    const machines::Machines in(tiny.problem());
    RC_ASSERT(in.infeasible() == !best.has_value());
    if (!best || in.rows() == 0) return;
    RC_ASSERT(in.simple_bound() <= *best);
    evenload::SolveOptions options;
    evenload::WorkMeter meter(options, 0);
    const auto linear = machines::solve_linear_dual(in, *best, {}, meter);
    RC_ASSERT(machines::exact_linear_bound(in, linear.price, machines::no_target) <= *best);
    RC_ASSERT(machines::exact_linear_bound(in, linear.price, *best) <= *best);
    machines::KnapsackDual dual(in, std::vector<double>(static_cast<std::size_t>(in.rows()), 1.0));
    RC_ASSERT(!dual.refute(*best, 60, 2, meter));
    RC_ASSERT(!dual.refute(*best + whole(0, 5), 20, static_cast<int>(whole(2, 8)), meter));
  });
}

TEST_CASE("makespan: the search alone keeps plans whole and mostly finds the optimum", "[property][makespan]") {
  namespace machines = optimize::detail::machines;
  int searched = 0;
  int found = 0;
  evenload::test::property("round after round", [&] {
    const Tiny tiny = tiny_times();
    const auto best = brute_force(tiny);
    const machines::Machines in(tiny.problem());
    if (!best || in.rows() == 0) return;
    evenload::SolveOptions options;
    evenload::WorkMeter free_meter(options, 0);
    const auto linear = machines::solve_linear_dual(in, machines::no_target, {}, free_meter);
    machines::MachinePlan plan = machines::construct(in, tiny.start);
    machines::Searcher searcher(in, static_cast<std::uint64_t>(whole(0, 9)), whole(0, 1) == 1);
    const std::int64_t slice = whole(1, 400'000);
    for (int round = 0; round < 4; ++round) {
      const std::int64_t before = plan.makespan;
      options.work_limit = slice;
      evenload::WorkMeter meter(options, slice);
      searcher.run(plan, *best, linear, meter);
      RC_ASSERT(plan.makespan <= before);
      RC_ASSERT(plan.makespan >= *best);
      const auto counted = machines::plan_of(in, plan.column);
      RC_ASSERT(counted.load == plan.load);
      RC_ASSERT(counted.makespan == plan.makespan);
      for (int i = 0; i < in.rows(); ++i) RC_ASSERT(in.time(i, plan.column[i]) >= 0);
    }
    if (slice < 50'000) return;
    ++searched;
    found += plan.makespan == *best ? 1 : 0;
  });
  INFO(found << " of " << searched);
  CHECK(searched > 0);
  CHECK(found >= searched - searched / 10);
}

TEST_CASE("makespan: a cooling in slices ends as one in a piece", "[property][makespan]") {
  namespace machines = optimize::detail::machines;
  evenload::test::property("paused anywhere", [] {
    const Tiny tiny = tiny_times();
    const machines::Machines in(tiny.problem());
    if (in.infeasible() || in.rows() == 0) return;
    const std::vector<double> price(static_cast<std::size_t>(in.columns()), 1.0 / in.columns());
    const machines::MachinePlan start = machines::construct(in, {});
    machines::AnnealSettings settings;
    settings.target = std::max(in.simple_bound(), start.makespan - whole(1, 5));
    settings.steps = whole(0, 40'000);
    settings.convex = whole(0, 1) == 0 ? 0.0 : 0.5;
    const double slack = whole(0, 1) == 0 ? 1e9 : 2.0;
    const auto seed = static_cast<std::uint64_t>(whole(0, 99));
    const auto candidates = machines::choose_candidates(in, price, start.makespan, slack, static_cast<int>(whole(1, 4)));
    using State = machines::Cooling::State;
    evenload::SolveOptions options;
    evenload::WorkMeter whole_meter(options, 0);
    machines::Cooling one(in, candidates, price, settings, seed, start);
    const State end = one.run(whole_meter);
    RC_ASSERT(end != State::paused);
    options.work_limit = whole(1, 5000);
    machines::Cooling sliced(in, candidates, price, settings, seed, start);
    State state = State::paused;
    // A slice may be too short for any step; then it is made longer.
    while (state == State::paused) {
      evenload::WorkMeter meter(options, 0);
      state = sliced.run(meter);
      *options.work_limit += 100;
    }
    RC_ASSERT(state == end);
    RC_ASSERT(sliced.plan().column == one.plan().column);
    RC_ASSERT(sliced.plan().load == one.plan().load);
    RC_ASSERT((end == State::kept) == (one.plan().makespan <= settings.target));
  });
}

TEST_CASE("knapsack equals the best of all subsets, again and again", "[property][knapsack]") {
  evenload::test::property("as brute force", [] {
    const auto count = static_cast<std::size_t>(whole(0, 10));
    const std::int64_t heaviest = whole(1, 40);
    std::vector<std::int64_t> weights(count);
    for (auto& weight : weights) weight = whole(1, heaviest);
    optimize::detail::Knapsack knapsack(weights);
    for (int call = 0; call < 3; ++call) {
      std::vector<std::int64_t> values(count);
      const std::int64_t dearest = whole(0, 60);
      for (auto& value : values) value = whole(0, dearest);
      const std::int64_t capacity = whole(-1, 5 * heaviest);
      std::int64_t best = 0;
      for (std::uint32_t subset = 0; subset < (1U << count); ++subset) {
        std::int64_t weight = 0, value = 0;
        for (std::size_t k = 0; k < count; ++k) {
          if ((subset >> k & 1) == 0) continue;
          weight += weights[k];
          value += values[k];
        }
        if (weight <= capacity) best = std::max(best, value);
      }
      const std::int64_t found = knapsack.solve(values, capacity);
      RC_ASSERT(knapsack.exact());
      RC_ASSERT(found == best);
      std::int64_t weight = 0, value = 0;
      for (const std::int32_t item : knapsack.chosen()) {
        weight += weights[item];
        value += values[item];
      }
      RC_ASSERT(value == best);
      RC_ASSERT(weight <= std::max<std::int64_t>(capacity, 0));
      // With hardly any room for states the answer is an upper bound.
      RC_ASSERT(knapsack.solve(values, capacity, 1) >= best);
    }
  });
}
