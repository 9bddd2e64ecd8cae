// The plan, the bound, and what a plan is worth.
#include "evenload/pool/deploy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "evenload/core/errors.hpp"
#include "branch.hpp"

namespace evenload::pool {

namespace {

using detail::DeployInstance;
using detail::Schedule;

Deployment written(const DeployInstance& in, const std::vector<Schedule>& ways) {
  Deployment plan;
  plan.unit.resize(static_cast<std::size_t>(in.members) * in.periods);
  plan.handed_over.assign(plan.unit.size(), 0);
  for (int m = 0; m < in.members; ++m) {
    const Schedule& way = ways[m];
    const std::size_t first = static_cast<std::size_t>(m) * in.periods;
    for (std::size_t k = 0; k < way.size(); ++k) {
      const int end = k + 1 < way.size() ? way[k + 1].begin : in.periods;
      for (int t = way[k].begin; t < end; ++t) plan.unit[first + t] = way[k].unit;
      const bool moved = k > 0 || (in.start_unit[m] >= 0 && way[k].unit != in.start_unit[m]);
      plan.handed_over[first + way[k].begin] = moved && !way[k].keeps ? 1 : 0;
    }
  }
  return plan;
}

[[noreturn]] void refuse_plan(ErrorCode code, const char* column, std::optional<std::int64_t> row, std::string expected,
                              std::string found) {
  throw InvalidDataError({code, "deployment", column, row, std::move(expected), std::move(found)});
}

std::vector<Schedule> read(const DeployInstance& in, const Deployment& plan) {
  const std::size_t length = static_cast<std::size_t>(in.members) * in.periods;
  if (plan.unit.size() != length) {
    refuse_plan(ErrorCode::length_mismatch, "unit", std::nullopt, std::to_string(length) + " values",
                std::to_string(plan.unit.size()));
  }
  if (!plan.handed_over.empty() && plan.handed_over.size() != length) {
    refuse_plan(ErrorCode::length_mismatch, "handed_over", std::nullopt, std::to_string(length) + " values or none",
                std::to_string(plan.handed_over.size()));
  }
  std::vector<Schedule> ways(in.members);
  for (int m = 0; m < in.members; ++m) {
    const std::size_t first = static_cast<std::size_t>(m) * in.periods;
    for (int t = 0; t < in.periods; ++t) {
      const std::int32_t unit = plan.unit[first + t];
      const auto row = static_cast<std::int64_t>(first + t);
      if (unit < 0 || unit >= in.units) {
        refuse_plan(ErrorCode::out_of_range, "unit", row, "a unit from 0 to " + std::to_string(in.units - 1), std::to_string(unit));
      }
      if (t > 0 && unit == ways[m].back().unit) continue;
      const bool moved = t > 0 || (in.start_unit[m] >= 0 && in.start_unit[m] != unit);
      // Where nothing is said, cases are handed over.
      const bool keeps = moved && !plan.handed_over.empty() && plan.handed_over[first + t] == 0;
      if (keeps && in.kept_weeks == 0) {
        refuse_plan(ErrorCode::contradiction, "handed_over", row, "1: nothing says what keeping cases takes", "0");
      }
      ways[m].push_back({unit, t, keeps});
    }
    if (!detail::allowed(in, m, ways[m])) {
      refuse_plan(ErrorCode::contradiction, "unit", static_cast<std::int64_t>(first),
                  "a way that keeps to qualifications, fixed periods, blocks and the minimum stay",
                  "one of member " + std::to_string(m) + " that does not");
    }
  }
  return ways;
}

DeploymentValue valued(const DeployInstance& in, const std::vector<Schedule>& ways) {
  DeploymentValue value;
  const auto cells = static_cast<std::size_t>(in.units) * in.weeks;
  std::vector<double> supply(cells, 0.0);
  detail::CostParts parts;
  double cost = 0;
  detail::Contribution part;
  for (int m = 0; m < in.members; ++m) {
    contribute(in, m, ways[m], part, &parts);
    cost += part.cost;
    value.burden.push_back(static_cast<std::int64_t>(part.burden));
    for (std::size_t k = 0; k < cells; ++k) supply[k] += part.supply[k];
  }
  if (in.fairness > 0 && !value.burden.empty()) {
    const auto [low, high] = std::minmax_element(value.burden.begin(), value.burden.end());
    value.fairness = in.fairness * (*high - *low);
  }
  std::vector<double> loss(in.scenarios, 0.0);
  std::vector<double> waits;
  detail::UnitLoss unit_loss(in);
  unit_loss.record(&waits);
  value.backlog.resize(cells * in.scenarios);
  value.mean_by_age.assign(cells * in.ages, 0.0);
  for (int u = 0; u < in.units; ++u) {
    unit_loss.add(u, supply.data() + static_cast<std::size_t>(u) * in.weeks, loss.data());
    for (int t = 0; t < in.weeks; ++t) {
      const std::size_t cell = static_cast<std::size_t>(u) * in.weeks + t;
      for (int s = 0; s < in.scenarios; ++s) {
        const double waiting = waits[static_cast<std::size_t>(t) * in.scenarios + s];
        value.backlog[static_cast<std::size_t>(s) * cells + cell] = static_cast<std::int64_t>(waiting);
        value.mean_by_age[cell * in.ages] += in.share[s] * waiting;
        for (int a = 1; a < in.ages; ++a) {
          const double young = in.recent[((static_cast<std::size_t>(u) * (in.ages - 1) + a - 1) * in.weeks + t) * in.scenarios + s];
          value.mean_by_age[cell * in.ages + a] += in.share[s] * std::max(0.0, waiting - young);
        }
      }
    }
  }
  for (const double l : loss) value.loss.push_back(static_cast<std::int64_t>(l));
  for (const double y : supply) value.supply.push_back(static_cast<std::int64_t>(y));
  detail::Risk risk(in);
  value.mean = risk.mean(loss);
  value.tail = risk.tail(loss);
  value.place = parts.place_and_change;
  value.move = parts.move;
  value.hand_over = parts.hand_over;
  value.objective = risk.of(loss) + cost + static_cast<double>(value.fairness);
  return value;
}

/// Place and change in two: what differs from the last plan is counted anew.
void split_change(const DeployProblem& problem, const Deployment& plan, DeploymentValue& value) {
  if (problem.last_plan.empty()) return;
  for (std::size_t k = 0; k < plan.unit.size(); ++k) {
    if (problem.last_plan[k] >= 0 && problem.last_plan[k] != plan.unit[k]) value.change += problem.change_price;
  }
  value.place -= value.change;
}

/// A plan of the mixture: for each member the way of most weight.
std::vector<Schedule> rounded(const std::vector<std::vector<detail::Column>>& columns) {
  std::vector<Schedule> ways;
  for (const auto& of_member : columns) {
    const auto most = std::max_element(of_member.begin(), of_member.end(),
                                       [](const auto& a, const auto& b) { return a.weight < b.weight; });
    ways.push_back(most->way);
  }
  return ways;
}

}  // namespace

std::int64_t default_deploy_work(const DeployProblem& p) noexcept {
  const double losses = static_cast<double>(p.units) * static_cast<double>(p.weeks) * static_cast<double>(p.scenarios) *
                        static_cast<double>(p.price_ages);
  const double days = static_cast<double>(p.weeks) * p.periods_per_week;
  const double ways = static_cast<double>(p.members) * static_cast<double>(p.units) * days * days;
  return static_cast<std::int64_t>(200'000 + 1000 * losses + 20 * ways);
}

DeployResult deploy(const DeployProblem& problem, const SolveOptions& options) {
  check(options);
  check(problem);
  const DeployInstance in(problem);
  optimize::detail::Team team(options, options.work_limit.value_or(default_deploy_work(problem)));
  DeployResult result;
  std::vector<detail::Paths> paths;
  for (int m = 0; m < in.members; ++m) paths.emplace_back(in, m);
  detail::Relaxation relaxation(in, paths, team);
  const std::int64_t work = team.work_limit();
  detail::Relaxation::Answer root =
      relaxation.solve({}, nullptr, nullptr, std::numeric_limits<double>::infinity(), 60, work / 2);
  if (std::isinf(root.bound)) {
    result.outcome = Outcome::infeasible;
    result.work = team.work();
    return result;
  }
  std::vector<Schedule> best = rounded(relaxation.columns());
  const detail::BranchAnswer answer = detail::branch_and_bound(in, paths, relaxation, std::move(root), best, options.seed,
                                                               work - relaxation.spent(), team);
  result.deployment = written(in, best);
  result.value = valued(in, best);
  split_change(problem, result.deployment, result.value);
  result.bound = answer.proven ? result.value.objective : std::min(answer.bound, result.value.objective);
  result.outcome = answer.proven || result.bound >= result.value.objective ? Outcome::optimal : Outcome::feasible;
  result.stop = result.outcome == Outcome::optimal         ? StopReason::done
                : team.reason() != StopReason::done ? team.reason()
                                                    : StopReason::work;
  result.work = team.work();
  return result;
}

DeploymentValue evaluate_deployment(const DeployProblem& problem, const Deployment& deployment) {
  check(problem);
  const DeployInstance in(problem);
  DeploymentValue value = valued(in, read(in, deployment));
  split_change(problem, deployment, value);
  return value;
}

}  // namespace evenload::pool
