// Every scenario by itself: what better information could bring at most.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "evenload/pool/deploy.hpp"
#include "loss.hpp"

namespace evenload::pool {

namespace {

/// One scenario of a problem, the tables of the members being shared.
DeployProblem only_scenario(const DeployProblem& p, std::size_t s) {
  DeployProblem one = p;
  const std::size_t cells = p.units * p.weeks;
  one.scenarios = 1;
  one.demand = p.demand.subspan(s * cells, cells);
  if (p.own_capacity.size() == cells * p.scenarios) one.own_capacity = p.own_capacity.subspan(s * cells, cells);
  one.scenario_weight = {};
  one.tail_weight = 0;
  return one;
}

}  // namespace

std::optional<double> clairvoyant_bound(const DeployProblem& problem, const SolveOptions& options) {
  check(options);
  check(problem);
  const auto start = std::chrono::steady_clock::now();
  std::vector<double> least;
  for (std::size_t s = 0; s < problem.scenarios; ++s) {
    const DeployProblem one = only_scenario(problem, s);
    SolveOptions part = options;
    if (options.work_limit) part.work_limit = *options.work_limit / static_cast<std::int64_t>(problem.scenarios);
    const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - start;
    part.time_limit = std::max(1e-3, options.time_limit - gone.count());
    const DeployResult result = deploy(one, part);
    if (result.outcome == Outcome::infeasible) return std::nullopt;
    least.push_back(std::isfinite(result.bound) ? result.bound : 0.0);
  }
  const detail::DeployInstance in(problem);
  return detail::Risk(in).of(least);
}

}  // namespace evenload::pool
