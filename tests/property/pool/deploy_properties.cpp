// deploy against every plan of tiny problems, each valued by counting.
#include <cmath>

#include "evenload/pool/deploy.hpp"
#include "support/catch.hpp"
#include "support/solve_options.hpp"
#include "tiny_deployment.hpp"

namespace {

using namespace evenload;
using test::TinyDeployment;
using test::TinyWay;

/// The least value over all plans; none where a member has no way.
std::optional<double> best_of_all(const TinyDeployment& t) {
  std::vector<std::vector<TinyWay>> all;
  for (int m = 0; m < t.members; ++m) {
    all.push_back(test::every_way(t, m));
    if (all.back().empty()) return std::nullopt;
  }
  std::optional<double> best;
  std::vector<std::size_t> at(all.size(), 0);
  std::vector<TinyWay> ways(all.size());
  while (true) {
    for (std::size_t m = 0; m < all.size(); ++m) ways[m] = all[m][at[m]];
    const double value = *test::counted_value(t, ways);
    if (!best || value < *best) best = value;
    std::size_t m = 0;
    while (m < all.size() && ++at[m] == all[m].size()) at[m++] = 0;
    if (m == all.size()) return best;
  }
}

std::vector<TinyWay> ways_of(const TinyDeployment& t, const pool::Deployment& plan) {
  std::vector<TinyWay> ways;
  for (int m = 0; m < t.members; ++m) {
    TinyWay way;
    for (int day = 0; day < t.periods(); ++day) {
      const auto k = static_cast<std::size_t>(m * t.periods() + day);
      way.unit.push_back(plan.unit[k]);
      way.handed.push_back(plan.handed_over[k]);
    }
    ways.push_back(way);
  }
  return ways;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + std::abs(a) + std::abs(b)); }

}  // namespace

TEST_CASE("a deployment is a best one of all plans, valued as by counting", "[pool][deploy]") {
  int moves = 0, kept = 0, infeasible = 0, proven = 0;
  test::property("tiny problems", [&] {
    const TinyDeployment t = test::tiny_deployment(4000);
    SolveOptions options = test::patient();
    options.threads = 1;
    const pool::DeployResult result = pool::deploy(t.problem(), options);
    const std::optional<double> best = best_of_all(t);
    if (!best) {
      ++infeasible;
      RC_ASSERT(result.outcome == Outcome::infeasible);
      return;
    }
    const std::vector<TinyWay> ways = ways_of(t, result.deployment);
    const std::optional<double> counted = test::counted_value(t, ways);
    RC_ASSERT(counted.has_value());
    RC_ASSERT(near(*counted, result.value.objective));
    RC_ASSERT(near(pool::evaluate_deployment(t.problem(), result.deployment).objective, *counted));
    RC_ASSERT(result.bound <= *best + 1e-9 * (1 + std::abs(*best)));
    RC_ASSERT(result.value.objective >= *best - 1e-9 * (1 + std::abs(*best)));
    if (result.outcome == Outcome::optimal) {
      ++proven;
      RC_ASSERT(near(result.value.objective, *best));
    }
    moves += result.value.move > 0 || result.value.hand_over > 0 ? 1 : 0;
    for (std::size_t k = 0; k < result.deployment.unit.size(); ++k) {
      const bool first = k % static_cast<std::size_t>(t.periods()) == 0;
      if (!first && result.deployment.unit[k] != result.deployment.unit[k - 1] && result.deployment.handed_over[k] == 0) ++kept;
    }
  });
  CHECK(moves > 5);
  CHECK(kept > 0);
  CHECK(infeasible > 0);
  CHECK(proven > 50);
}

TEST_CASE("any plan that keeps to the rules is valued as by counting", "[pool][deploy]") {
  test::property("one way of each member", [&] {
    const TinyDeployment t = test::tiny_deployment(100'000);
    std::vector<TinyWay> ways;
    pool::Deployment plan;
    for (int m = 0; m < t.members; ++m) {
      const std::vector<TinyWay> all = test::every_way(t, m);
      if (all.empty()) return;
      ways.push_back(all[static_cast<std::size_t>(test::whole_from(0, static_cast<std::int64_t>(all.size()) - 1))]);
      for (int day = 0; day < t.periods(); ++day) {
        plan.unit.push_back(ways.back().unit[static_cast<std::size_t>(day)]);
        plan.handed_over.push_back(static_cast<std::uint8_t>(ways.back().handed[static_cast<std::size_t>(day)]));
      }
    }
    const pool::DeploymentValue value = pool::evaluate_deployment(t.problem(), plan);
    RC_ASSERT(near(value.objective, *test::counted_value(t, ways)));
  });
}

TEST_CASE("a deployment does not depend on threads", "[pool][deploy]") {
  test::property("one thread and three", [&] {
    const TinyDeployment t = test::tiny_deployment(1e9);
    SolveOptions options = test::patient();
    options.work_limit = 60'000;
    options.threads = 1;
    const pool::DeployResult one = pool::deploy(t.problem(), options);
    options.threads = 3;
    const pool::DeployResult three = pool::deploy(t.problem(), options);
    RC_ASSERT(one.deployment.unit == three.deployment.unit);
    RC_ASSERT(one.deployment.handed_over == three.deployment.handed_over);
    RC_ASSERT(one.bound == three.bound);
    RC_ASSERT(one.work == three.work);
  });
}
