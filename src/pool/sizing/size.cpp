#include "size.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "evenload/core/errors.hpp"
#include "interval.hpp"
#include "sample.hpp"
#include "search.hpp"
#include "source.hpp"
#include "src/pool/refusal.hpp"

namespace evenload::pool {

namespace sizing {

namespace {

/// More cheaper pools than these are not all checked.
constexpr std::size_t most_cheaper_pools = 4096;
/// Exact sums of probabilities may be off by rounding.
constexpr double rounding = 1e-12;

/// What a pool's constraints are allowed.
std::vector<double> allowed_risk(const PoolProblem& problem, std::size_t constraints) {
  const double least = *std::min_element(problem.risk.begin(), problem.risk.end());
  std::vector<double> allowed(constraints, least);
  if (problem.scope == RiskScope::unit_week) {
    const auto weeks = static_cast<std::size_t>(problem.weeks);
    for (std::size_t j = 0; j < constraints; ++j) allowed[j] = problem.risk[j / weeks];
  }
  return allowed;
}

/// Turns what a sample shows of a pool into probabilities with intervals. Equations (18), (19).
class RiskReader {
 public:
  RiskReader(const PoolProblem& problem, bool exact)
      : problem_(problem), exact_(exact) {}

  /// \param alpha probability that some bound of this pool is wrong
  /// \param at a constraint chosen beforehand, which alone has to show a failure; else all may
  PoolRisk read(const PoolSample& sample, std::span<const std::int64_t> members, double alpha,
                std::optional<std::size_t> at = std::nullopt) const {
    const PoolOutcome outcome = sample.evaluate(members, true);
    const std::size_t constraints = outcome.bad.size();
    const std::vector<double> allowed = allowed_risk(problem_, constraints);
    PoolRisk risk;
    risk.members.assign(members.begin(), members.end());
    risk.cost = pool_cost(problem_.cost, members);
    std::size_t worst = 0;
    risk.probability.resize(constraints);
    for (std::size_t j = 0; j < constraints; ++j) {
      risk.probability[j] = std::min(1.0, outcome.bad[j] / outcome.weight);
      if (risk.probability[j] / allowed[j] > risk.probability[worst] / allowed[worst]) worst = j;
    }
    if (at) worst = *at;
    const double share = alpha / 2 / (at ? 1.0 : static_cast<double>(constraints));
    risk.worst = risk.probability[worst];
    risk.allowed = allowed[worst];
    place(risk, worst);
    if (exact_) {
      risk.worst_low = risk.worst_high = risk.worst;
      risk.meets = true;
      for (std::size_t j = 0; j < constraints; ++j) {
        risk.meets &= risk.probability[j] <= allowed[j] + rounding;
      }
      risk.fails = !risk.meets;
    } else {
      risk.worst_low = probability_from(outcome.bad[worst], outcome.weight, share);
      risk.worst_high = probability_until(outcome.bad[worst], outcome.weight, share);
      risk.fails = risk.worst_low > risk.allowed;
      risk.meets = !at && meets_all(outcome, allowed, share);
    }
    hours(risk, sample, outcome);
    return risk;
  }

 private:
  static bool meets_all(const PoolOutcome& outcome, const std::vector<double>& allowed,
                        double share) {
    // Bounds grow with the count: for each allowed risk the largest count is enough.
    std::vector<std::pair<double, double>> largest;
    for (std::size_t j = 0; j < allowed.size(); ++j) {
      auto it = std::find_if(largest.begin(), largest.end(),
                             [&](const auto& one) { return one.first == allowed[j]; });
      if (it == largest.end()) it = largest.insert(it, {allowed[j], 0});
      it->second = std::max(it->second, outcome.bad[j]);
    }
    return std::all_of(largest.begin(), largest.end(), [&](const auto& one) {
      return probability_until(one.second, outcome.weight, share) <= one.first;
    });
  }

  void place(PoolRisk& risk, std::size_t constraint) const {
    const auto j = static_cast<std::int64_t>(constraint);
    if (problem_.scope == RiskScope::week) risk.worst_week = j;
    if (problem_.scope != RiskScope::unit_week) return;
    risk.worst_unit = j / problem_.weeks;
    risk.worst_week = j % problem_.weeks;
  }

  void hours(PoolRisk& risk, const PoolSample& sample, const PoolOutcome& outcome) const {
    const auto weeks = static_cast<double>(problem_.weeks);
    const double mean = outcome.undone / outcome.weight;
    risk.shortage = mean / weeks;
    if (!exact_ && outcome.weight > 1) {
      const double variance = std::max(0.0, outcome.undone_square / outcome.weight - mean * mean) /
                              (outcome.weight - 1);
      risk.shortage_error = std::sqrt(variance) / weeks;
    }
    double all = 0;
    double there = 0;
    const auto units = static_cast<std::size_t>(problem_.units);
    for (std::size_t p = 0; p < problem_.hours.size(); ++p) {
      double best = 0;
      for (std::size_t u = 0; u < units; ++u) {
        best = std::max(best, problem_.efficiency[p * units + u]);
      }
      const double own = static_cast<double>(risk.members[p]) * problem_.hours[p] * best;
      all += own;
      there += own * problem_.presence[p];
    }
    const double done = (sample.mean_need() - mean) / weeks;
    risk.idle_share = there > 0 ? std::clamp(1 - done / there, 0.0, 1.0) : 0;
    risk.beyond_demand = all > sample.greatest_need();
  }

  const PoolProblem& problem_;
  bool exact_;
};

/// Members that the greatest need seen could keep busy.
std::vector<std::int64_t> members_allowed(const PoolProblem& problem,
                                          const ScenarioSource& source, std::int64_t scenarios,
                                          const PoolSizeOptions& options) {
  if (!problem.most.empty()) return {problem.most.begin(), problem.most.end()};
  std::vector<std::int64_t> most(problem.hours.size(), 0);
  PoolSample scan(problem, source, {0, 1}, most, options);
  if (!scan.grow(scenarios)) throw SampleStopped{};
  const auto units = static_cast<std::size_t>(problem.units);
  for (std::size_t p = 0; p < most.size(); ++p) {
    double least = 1;
    for (std::size_t u = 0; u < units; ++u) {
      const double e = problem.efficiency[p * units + u];
      if (e > 0) least = std::min(least, e);
    }
    const double wanted =
        scan.greatest_need() / (problem.hours[p] * least * problem.presence[p]) + 2;
    most[p] = static_cast<std::int64_t>(std::min(64.0, std::ceil(wanted)));
  }
  return most;
}

/// One look: search on one sample, check on the other. \return whether the answer is settled
bool look(const PoolProblem& problem, const PoolSample& searched, const PoolSample& checked,
          bool exact, double alpha, PoolSize& answer) {
  const std::size_t constraints = searched.constraints();
  const std::vector<double> allowed = allowed_risk(problem, constraints);
  const RiskReader reader(problem, exact);
  const auto trials = static_cast<double>(searched.size());
  const auto search = [&](std::span<const double> limits) {
    return cheapest_pool(
        problem.cost, answer.most,
        [&](std::span<const std::int64_t> members) { return searched.within(members, limits); },
        answer.pools_tried);
  };
  std::vector<double> limits(constraints);
  for (std::size_t j = 0; j < constraints; ++j) {
    limits[j] = exact ? allowed[j] + rounding : std::floor(allowed[j] * trials + rounding);
  }
  answer.smaller.clear();
  answer.cheaper.clear();
  answer.cheaper_open = 0;
  answer.safe = {};
  const double for_pool = alpha / 2;
  const std::optional<Members> found = search(limits);
  if (!found) {
    answer.pool = reader.read(checked, answer.most, for_pool);
    answer.verdict = PoolVerdict::infeasible;
    return exact || answer.pool.fails;
  }
  answer.pool = reader.read(checked, *found, for_pool);
  for (std::size_t p = 0; p < found->size(); ++p) {
    if ((*found)[p] == 0) continue;
    Members less = *found;
    --less[p];
    answer.smaller.push_back(reader.read(checked, less, for_pool));
  }
  const auto frontier =
      cheaper_frontier(problem.cost, answer.most, answer.pool.cost, most_cheaper_pools);
  answer.cheaper_open = frontier ? 0 : 1;
  if (frontier) {
    // Equation (20): the constraint that has to show the failure is chosen on the other sample.
    const double each = alpha / static_cast<double>(std::max<std::size_t>(frontier->size(), 1));
    for (const Members& members : *frontier) {
      std::optional<std::size_t> at;
      if (!exact) {
        const PoolOutcome seen = searched.evaluate(members, false);
        at = 0;
        for (std::size_t j = 0; j < constraints; ++j) {
          if (seen.bad[j] / allowed[j] > seen.bad[*at] / allowed[*at]) at = j;
        }
      }
      answer.cheaper.push_back(reader.read(checked, members, each, at));
      answer.cheaper_open += answer.cheaper.back().fails ? 0 : 1;
    }
  }
  if (exact) {
    answer.verdict = PoolVerdict::exact;
    answer.safe = answer.pool;
    return true;
  }
  if (answer.pool.meets) {
    answer.safe = answer.pool;
    answer.verdict =
        answer.cheaper_open == 0 ? PoolVerdict::proven : PoolVerdict::sufficient;
    return answer.cheaper_open == 0;
  }
  answer.verdict = PoolVerdict::not_settled;
  const double share = for_pool / 2 / static_cast<double>(constraints);
  for (std::size_t j = 0; j < constraints; ++j) {
    limits[j] = j > 0 && allowed[j] == allowed[j - 1]
                    ? limits[j - 1]
                    : static_cast<double>(most_hits(allowed[j], searched.size(), share));
  }
  if (*std::min_element(limits.begin(), limits.end()) < 0) return false;
  const std::optional<Members> sure = search(limits);
  if (!sure) return false;
  PoolRisk safe = reader.read(checked, *sure, for_pool);
  if (safe.meets) answer.safe = std::move(safe);
  return false;
}

}  // namespace

}  // namespace sizing

std::string_view to_string(RiskScope scope) noexcept {
  switch (scope) {
    case RiskScope::week: return "week";
    case RiskScope::horizon: return "horizon";
    default: return "unit_week";
  }
}

std::string_view to_string(PoolVerdict verdict) noexcept {
  switch (verdict) {
    case PoolVerdict::exact: return "exact";
    case PoolVerdict::proven: return "proven";
    case PoolVerdict::sufficient: return "sufficient";
    case PoolVerdict::infeasible: return "infeasible";
    default: return "not_settled";
  }
}

PoolSize size_pool(const PoolProblem& problem, const PoolSizeOptions& options) {
  sizing::check_problem(problem);
  sizing::check_size_options(options, problem);
  const sizing::ScenarioSource source(problem.demand, problem.units, problem.weeks, options.seed);
  PoolSize answer;
  const bool exact = source.is_distribution();
  const bool given = source.given();
  try {
    answer.most = sizing::members_allowed(problem, source,
                                          given ? source.count() : options.scenarios, options);
  } catch (const sizing::SampleStopped&) {
    answer.stop = StopReason::cancelled;
    return answer;
  }
  const sizing::ScenarioStride even{0, given && exact ? 1 : 2};
  sizing::PoolSample searched(problem, source, even, answer.most, options);
  sizing::PoolSample checked(problem, source, {1, 2}, answer.most, options);
  if (given && !exact && source.count() < 2) {
    sizing::refuse_input(ErrorCode::out_of_range, "pool_problem", "scenarios", std::nullopt,
                         "at least 2 scenarios, or their probabilities",
                         std::to_string(source.count()));
  }
  std::int64_t looks = 1;
  if (!given) {
    for (std::int64_t n = options.scenarios; n < options.most_scenarios; n *= 2) ++looks;
  }
  std::int64_t scenarios = exact   ? source.count()
                           : given ? source.count() / 2
                                   : options.scenarios;
  const double alpha = (1 - options.confidence) / static_cast<double>(looks);
  for (;;) {
    // What the look before found stays where this one is stopped.
    PoolSize now = answer;
    bool settled = false;
    try {
      if (!searched.grow(scenarios) || (!exact && !checked.grow(scenarios))) {
        throw sizing::SampleStopped{};
      }
      settled = sizing::look(problem, searched, exact ? searched : checked, exact, alpha, now);
    } catch (const sizing::SampleStopped&) {
      answer.stop = StopReason::cancelled;
      break;
    }
    answer = std::move(now);
    ++answer.looks;
    answer.scenarios = scenarios;
    if (settled || given || scenarios >= options.most_scenarios) break;
    scenarios = std::min(2 * scenarios, options.most_scenarios);
  }
  return answer;
}

std::vector<PoolRisk> pool_risk(const PoolProblem& problem, std::span<const std::int64_t> members,
                                const PoolSizeOptions& options) {
  sizing::check_problem(problem);
  sizing::check_size_options(options, problem);
  const auto profiles = static_cast<std::size_t>(problem.profiles);
  if (members.empty() || members.size() % profiles != 0) {
    sizing::refuse_input(ErrorCode::length_mismatch, "pools", "members", std::nullopt,
                         "pools x profiles, profiles " + std::to_string(profiles),
                         std::to_string(members.size()) + " numbers");
  }
  std::vector<std::int64_t> most(profiles, 0);
  for (std::size_t k = 0; k < members.size(); ++k) {
    if (members[k] < 0 || members[k] > 64) {
      sizing::refuse_input(ErrorCode::out_of_range, "pools", "members",
                           static_cast<std::int64_t>(k / profiles), "0 to 64",
                           std::to_string(members[k]));
    }
    most[k % profiles] = std::max(most[k % profiles], members[k]);
  }
  const sizing::ScenarioSource source(problem.demand, problem.units, problem.weeks, options.seed);
  const bool given = source.given();
  sizing::PoolSample sample(problem, source,
                            given ? sizing::ScenarioStride{0, 1} : sizing::ScenarioStride{1, 2},
                            most, options);
  std::vector<PoolRisk> risks;
  if (!sample.grow(given ? source.count() : options.most_scenarios)) return risks;
  const sizing::RiskReader reader(problem, source.is_distribution());
  try {
    for (std::size_t from = 0; from < members.size(); from += profiles) {
      risks.push_back(
          reader.read(sample, members.subspan(from, profiles), 1 - options.confidence));
    }
  } catch (const sizing::SampleStopped&) {
    // Those done so far are the answer.
  }
  return risks;
}

}  // namespace evenload::pool
