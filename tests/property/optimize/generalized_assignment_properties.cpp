// Properties of generalized_assignment on problems that are small enough to try everything.
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "src/optimize/generalized_assignment/dual.hpp"
#include "src/optimize/generalized_assignment/knapsack.hpp"
#include "support/catch.hpp"
#include "support/property.hpp"
#include "support/tiny_assignment.hpp"
#include "tiny_generator.hpp"

namespace {

using evenload::Outcome;
using evenload::SolveOptions;
using evenload::StopReason;
using evenload::test::AssignmentData;
using evenload::test::chance;
using evenload::test::number;
namespace optimize = evenload::optimize;
namespace generalized = evenload::optimize::detail::generalized;

/// Up to six rows and four columns; every feature, and sometimes numbers near the limits.
AssignmentData tiny_assignment() {
  AssignmentData data;
  data.rows = static_cast<std::size_t>(number(0, 6));
  const auto columns = static_cast<std::size_t>(number(0, 4));
  const std::int64_t cost_unit = chance(15) ? std::int64_t{1} << number(0, 53) : 1;
  const std::int64_t weight_unit = chance(15) ? std::int64_t{1} << number(0, 50) : 1;
  const auto uneven = [&](std::int64_t unit) {
    return unit > 1 ? static_cast<std::int64_t>(number(0, 2)) : 0;
  };
  const int dearest = chance(20) ? 0 : number(1, 20);
  const int heaviest = number(0, 9);
  const int forbidden = chance(50) ? 0 : number(5, 60);
  for (std::size_t at = 0; at < data.rows * columns; ++at) {
    data.cost.push_back(number(-dearest, dearest) * cost_unit + uneven(cost_unit));
    const bool masked = chance(forbidden / 2);
    data.weight.push_back(masked ? std::numeric_limits<std::int64_t>::max()
                                 : number(0, heaviest) * weight_unit + uneven(weight_unit));
    if (forbidden > 0) data.allowed.push_back(chance(forbidden) ? 0 : 1);
  }
  const int roomiest = number(1, 25);
  for (std::size_t j = 0; j < columns; ++j) {
    data.capacity.push_back(chance(8) ? 0
                                      : number(0, roomiest) * weight_unit + uneven(weight_unit));
  }
  if (chance(40)) {
    for (std::size_t i = 0; i < data.rows; ++i)
      data.start.push_back(number(-1, static_cast<int>(columns) - 1));
  }
  return data;
}

void check_answer(const AssignmentData& data, const std::optional<std::int64_t>& least,
                  const optimize::GeneralizedAssignmentResult& result) {
  RC_ASSERT(result.assignment.size() == data.rows);
  RC_ASSERT(result.load.size() == data.capacity.size());
  if (result.objective) {
    RC_ASSERT(data.value(result.assignment) == result.objective);
    RC_ASSERT(least.has_value());
    RC_ASSERT(result.bound <= *least);
    RC_ASSERT(*least <= *result.objective);
    RC_ASSERT(result.outcome ==
              (result.bound == *result.objective ? Outcome::optimal : Outcome::feasible));
    RC_ASSERT(result.gap.has_value() ==
              (result.bound == *result.objective || *result.objective != 0));
    std::vector<std::int64_t> load(data.capacity.size(), 0);
    for (std::size_t i = 0; i < data.rows; ++i) {
      load[static_cast<std::size_t>(result.assignment[i])] +=
          data.weight[i * load.size() + static_cast<std::size_t>(result.assignment[i])];
    }
    RC_ASSERT(result.load == load);
  } else {
    RC_ASSERT(result.outcome == Outcome::infeasible || result.outcome == Outcome::unknown);
    RC_ASSERT(!result.gap.has_value());
    for (const auto j : result.assignment) RC_ASSERT(j == -1);
    if (result.outcome == Outcome::infeasible) RC_ASSERT(!least.has_value());
    if (least) RC_ASSERT(result.bound <= *least);
  }
}

TEST_CASE("generalized_assignment finds and proves the optimum of tiny problems",
          "[optimize][generalized_assignment]") {
  evenload::test::property("equal to trying everything", [] {
    const AssignmentData data = tiny_assignment();
    RC_LOG() << data;
    const auto least = data.least();
    SolveOptions options;
    options.time_limit = 1e6;
    options.seed = static_cast<std::uint64_t>(number(0, 3));
    const auto result = optimize::generalized_assignment(data.view(), options);
    check_answer(data, least, result);
    RC_ASSERT(result.outcome == (least ? Outcome::optimal : Outcome::infeasible));
    RC_ASSERT(result.objective == least);
    RC_ASSERT(result.stop == StopReason::done);
  });
}

TEST_CASE("generalized_assignment stays right when the work runs out",
          "[optimize][generalized_assignment]") {
  evenload::test::property("bounds and plans of early stops", [] {
    const AssignmentData data = tiny_assignment();
    RC_LOG() << data;
    SolveOptions options;
    options.time_limit = 1e6;
    options.work_limit = chance(30) ? number(0, 20) : number(0, 3000);
    options.threads = 1;
    RC_LOG() << "work limit " << *options.work_limit << '\n';
    const auto result = optimize::generalized_assignment(data.view(), options);
    check_answer(data, data.least(), result);
    // A start plan that stands is never lost.
    if (const auto value = data.value(data.start); value && data.rows > 0)
      RC_ASSERT(result.objective.value() <= *value);
    for (const int threads : {2, 4}) {
      options.threads = threads;
      const auto again = optimize::generalized_assignment(data.view(), options);
      RC_ASSERT(again.assignment == result.assignment);
      RC_ASSERT(again.bound == result.bound);
      RC_ASSERT(again.work == result.work);
    }
  });
}

TEST_CASE("the knapsack is exact, whatever the hint", "[optimize][generalized_assignment]") {
  evenload::test::property("equal to a plain dynamic program", [] {
    const int size = number(0, 40);
    const int capacity = number(0, 120);
    std::vector<std::int32_t> ids(static_cast<std::size_t>(size));
    std::iota(ids.begin(), ids.end(), 0);
    std::vector<double> price;
    std::vector<double> cost;
    std::vector<std::int32_t> weight;
    const bool alike = chance(50);  // profit near weight: the hard kind
    for (int k = 0; k < size; ++k) {
      weight.push_back(number(0, std::min(capacity, 30)));
      cost.push_back(number(0, 50));
      price.push_back(cost.back() +
                      (alike ? weight.back() * 10 + number(-5, 5) : number(-20, 200)));
    }
    std::vector<double> best(static_cast<std::size_t>(capacity) + 1, 0.0);
    for (int k = 0; k < size; ++k) {
      for (int c = capacity; c >= weight[k]; --c)
        best[c] = std::max(best[c], best[c - weight[k]] + price[k] - cost[k]);
    }
    generalized::Knapsack knapsack;
    generalized::Hint hint;
    if (chance(70)) hint = {number(0, 300) / 10.0, number(0, 1000) / 10.0};
    const generalized::Items items{ids, price.data(), cost.data(), weight.data(), 30};
    for (int repeat = 0; repeat < 3; ++repeat) {
      std::vector<std::int32_t> taken;
      const generalized::Packing packing = knapsack.solve(items, capacity, hint, taken);
      RC_ASSERT(packing.value == best[capacity]);
      RC_ASSERT(packing.relaxed >= packing.value - 1e-6);
      double sum = 0;
      int load = 0;
      for (const std::int32_t id : taken) {
        sum += price[id] - cost[id];
        load += weight[id];
      }
      RC_ASSERT(sum == packing.value);
      RC_ASSERT(load <= capacity);
      std::sort(taken.begin(), taken.end());
      RC_ASSERT(std::adjacent_find(taken.begin(), taken.end()) == taken.end());
    }
  });
}

TEST_CASE("any multipliers give a bound", "[optimize][generalized_assignment]") {
  evenload::test::property("the relaxation is never above the optimum", [] {
    const AssignmentData data = tiny_assignment();
    const auto least = data.least();
    if (!least || data.rows == 0) return;
    RC_LOG() << data;
    const generalized::Instance instance = generalized::make_instance(data.view());
    generalized::Dual dual(instance);
    std::vector<double> multiplier;
    for (std::size_t i = 0; i < data.rows; ++i)
      multiplier.push_back(std::floor(number(-10, 40) / 10.0 * dual.scaled(instance.most_cost)));
    for (double& value : multiplier)
      value = std::clamp(value, -dual.most_multiplier(), dual.most_multiplier());
    SolveOptions options;
    evenload::WorkMeter meter(options, 0);
    generalized::DualPoint point;
    dual.evaluate(dual.whole(), multiplier, point, meter);
    RC_ASSERT(instance.base_cost + dual.bound(point.value) <= *least);
  });
}

}  // namespace
