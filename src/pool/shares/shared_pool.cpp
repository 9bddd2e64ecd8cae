#include "evenload/pool/shared_pool.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "src/pool/shares/game.hpp"
#include "src/pool/skills/network.hpp"
#include "src/pool/skills/refuse.hpp"
#include "src/pool/skills/sample.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool {

namespace shares {

using skills::refuse;
using skills::shown;

namespace {

constexpr const char* pool_table = "shared_pool";

void check_choice(const char* column, std::size_t row, std::int64_t value, std::int64_t most) {
  if (value < 0 || value > most) {
    refuse(ErrorCode::out_of_range, pool_table, column, row, "0 to " + std::to_string(most),
           std::to_string(value));
  }
}

void check_members(const SharedPoolProblem& problem) {
  const std::size_t members = problem.home.size();
  const auto types = static_cast<std::size_t>(problem.case_types);
  if (members < 1 || members > 1000) {
    refuse(members < 1 ? ErrorCode::missing_value : ErrorCode::out_of_range, pool_table, "home",
           std::nullopt, "1 to 1000 members", std::to_string(members));
  }
  for (std::size_t p = 0; p < members; ++p) {
    check_choice("home", p, problem.home[p], problem.municipalities - 1);
  }
  skills::check_length(pool_table, "hours", problem.hours.size(), members);
  skills::check_amounts(pool_table, "hours", problem.hours);
  for (std::size_t p = 0; p < members; ++p) {
    if (problem.hours[p] > skills::most_hours) {
      throw OverflowError({ErrorCode::overflow, pool_table, "hours", static_cast<std::int64_t>(p),
                           "at most 1e9 hours a week", shown(problem.hours[p])});
    }
  }
  if (!problem.member_cost.empty()) {
    skills::check_length(pool_table, "member_cost", problem.member_cost.size(), members);
    skills::check_amounts(pool_table, "member_cost", problem.member_cost);
  }
  skills::check_length(pool_table, "qualified", problem.qualified.size(), members * types);
  for (std::size_t p = 0; p < members; ++p) {
    const auto own = problem.qualified.subspan(p * types, types);
    if (std::all_of(own.begin(), own.end(), [](std::uint8_t q) { return q == 0; })) {
      refuse(ErrorCode::missing_value, pool_table, "qualified", p,
             "a case type that the member may take", "none");
    }
  }
  if (!problem.away_efficiency.empty()) {
    skills::check_length(pool_table, "away_efficiency", problem.away_efficiency.size(), members);
    for (std::size_t p = 0; p < members; ++p) {
      if (!(problem.away_efficiency[p] >= 0.01 && problem.away_efficiency[p] <= 1)) {
        refuse(ErrorCode::out_of_range, pool_table, "away_efficiency", p, "0.01 to 1",
               shown(problem.away_efficiency[p]));
      }
    }
  }
}

void check_pool(const SharedPoolProblem& problem, const SharedPoolOptions& options) {
  if (problem.municipalities < 1 || problem.municipalities > 12) {
    refuse(ErrorCode::out_of_range, pool_table, "municipalities", std::nullopt, "1 to 12",
           std::to_string(problem.municipalities));
  }
  if (problem.case_types < 1 || problem.case_types > 80) {
    refuse(ErrorCode::out_of_range, pool_table, "case_types", std::nullopt, "1 to 80",
           std::to_string(problem.case_types));
  }
  const auto n = static_cast<std::size_t>(problem.municipalities);
  const auto types = static_cast<std::size_t>(problem.case_types);
  check_members(problem);
  skills::check_length(pool_table, "border", problem.border.size(), n * n);
  for (std::size_t k = 0; k < n * n; ++k) check_choice("border", k, problem.border[k], 2);
  if (!problem.agreed_types.empty()) {
    skills::check_length(pool_table, "agreed_types", problem.agreed_types.size(), types);
  }
  for (const auto& [column, value] : {std::pair("shortage_cost", problem.shortage_cost),
                                      std::pair("joint_cost", problem.joint_cost),
                                      std::pair("joining_cost", problem.joining_cost)}) {
    skills::check_amount(pool_table, column, std::nullopt, value);
  }
  if (options.scenarios < 20 || options.scenarios > 1000000) {
    refuse(ErrorCode::out_of_range, "options", "scenarios", std::nullopt, "20 to 1000000",
           std::to_string(options.scenarios));
  }
  if (options.threads < 0) {
    refuse(ErrorCode::out_of_range, "options", "threads", std::nullopt, "0 or more",
           std::to_string(options.threads));
  }
}

PoolEligibility may_take(const SharedPoolProblem& problem, std::size_t member, std::size_t served,
                         std::size_t type) {
  const auto types = static_cast<std::size_t>(problem.case_types);
  if (problem.qualified[member * types + type] == 0) return PoolEligibility::not_qualified;
  const auto home = static_cast<std::size_t>(problem.home[member]);
  if (home == served) return PoolEligibility::at_home;
  const auto n = static_cast<std::size_t>(problem.municipalities);
  switch (static_cast<BorderMode>(problem.border[home * n + served])) {
    case BorderMode::same_committee:
      return PoolEligibility::same_committee;
    case BorderMode::by_agreement:
      return !problem.agreed_types.empty() && problem.agreed_types[type] != 0
                 ? PoolEligibility::by_agreement
                 : PoolEligibility::not_in_agreement;
    case BorderMode::staff_data_only:
      break;
  }
  return PoolEligibility::no_case_sharing;
}

bool allows(PoolEligibility reason) { return reason <= PoolEligibility::by_agreement; }

/// Who can serve which case type where; work at home comes first.
skills::SkillNetwork pool_network(const SharedPoolProblem& problem,
                                  const std::vector<PoolEligibility>& eligibility) {
  const auto n = static_cast<std::size_t>(problem.municipalities);
  const auto types = static_cast<std::size_t>(problem.case_types);
  std::vector<Skill> pairs;
  std::vector<double> efficiency;
  for (const bool home : {true, false}) {
    for (std::size_t p = 0; p < problem.home.size(); ++p) {
      for (std::size_t u = 0; u < n * types; ++u) {
        const PoolEligibility reason = eligibility[p * n * types + u];
        if (!allows(reason) || (reason == PoolEligibility::at_home) != home) continue;
        pairs.push_back({static_cast<std::int32_t>(p), static_cast<std::int32_t>(u)});
        efficiency.push_back(home || problem.away_efficiency.empty() ? 1.0
                                                                     : problem.away_efficiency[p]);
      }
    }
  }
  return {problem.home.size(), n * types, std::move(pairs), std::move(efficiency)};
}

/// Sums by batch of what each coalition cannot serve, and of hours between municipalities.
struct PoolSums {
  std::vector<double> shortage;  // batches × coalitions
  std::vector<double> between;   // batches × home × served
};

class PoolSimulation {
 public:
  PoolSimulation(const SharedPoolProblem& problem, const skills::SkillNetwork& network,
                 const skills::DemandSample& sample)
      : problem_(problem),
        network_(network),
        sample_(sample),
        n_(static_cast<std::size_t>(problem.municipalities)),
        types_(static_cast<std::size_t>(problem.case_types)),
        gains_(std::any_of(network.efficiency.begin(), network.efficiency.end(),
                           [](double e) { return e < 1; })) {
    sums_.shortage.assign(sample.batches() << n_, 0.0);
    sums_.between.assign(sample.batches() * n_ * n_, 0.0);
  }

  void batch(std::size_t b, const std::stop_token& stop) {
    skills::ExactFlow exact(network_);
    skills::GainFlow general(network_);
    const std::size_t members = problem_.home.size(), units = n_ * types_;
    std::vector<double> capacity(members), demand(units);
    std::vector<std::int64_t> whole_capacity(members), whole_demand(units);
    const std::uint32_t all = (1U << n_) - 1;
    for (std::uint32_t s = 1; s <= all && !stop.stop_requested(); ++s) {
      for (std::size_t p = 0; p < members; ++p) {
        capacity[p] = holds(s, static_cast<std::size_t>(problem_.home[p])) ? problem_.hours[p] : 0;
        whole_capacity[p] = skills::whole_hours(capacity[p]);
      }
      double sum = 0;
      for (std::size_t k = sample_.begin[b]; k < sample_.begin[b + 1]; ++k) {
        double wanted = 0, served = 0;
        std::int64_t whole_wanted = 0;
        for (std::size_t u = 0; u < units; ++u) {
          const bool in = holds(s, u / types_);
          demand[u] = in ? sample_.at(k)[u] : 0;
          whole_demand[u] = in ? sample_.whole_at(k)[u] : 0;
          wanted += demand[u];
          whole_wanted += whole_demand[u];
        }
        if (gains_) {
          served = general.solve(capacity, demand);
          sum += sample_.weight[k] * std::max(0.0, wanted - served);
        } else {
          const std::int64_t unmet = whole_wanted - exact.solve(whole_capacity, whole_demand);
          sum += sample_.weight[k] * static_cast<double>(unmet) / skills::whole_per_hour;
        }
        if (s == all) add_between(b, sample_.weight[k], exact, general);
      }
      sums_.shortage[(b << n_) + s] = sum;
    }
  }

  const PoolSums& sums() const { return sums_; }

 private:
  void add_between(std::size_t b, double weight, const skills::ExactFlow& exact,
                   const skills::GainFlow& general) {
    for (std::size_t at = 0; at < network_.skills.size(); ++at) {
      const Skill& skill = network_.skills[at];
      const double hours = gains_
                               ? general.hours()[at]
                               : static_cast<double>(exact.served()[at]) / skills::whole_per_hour;
      const auto home =
          static_cast<std::size_t>(problem_.home[static_cast<std::size_t>(skill.group)]);
      const std::size_t served = static_cast<std::size_t>(skill.unit) / types_;
      sums_.between[(b * n_ + home) * n_ + served] += weight * hours;
    }
  }

  const SharedPoolProblem& problem_;
  const skills::SkillNetwork& network_;
  const skills::DemandSample& sample_;
  std::size_t n_, types_;
  bool gains_;
  PoolSums sums_;
};

/// Costs that no scenario changes.
std::vector<double> fixed_costs(const SharedPoolProblem& problem) {
  const auto n = static_cast<std::size_t>(problem.municipalities);
  std::vector<double> cost(std::size_t{1} << n, 0.0);
  for (std::uint32_t s = 1; s < cost.size(); ++s) {
    for (std::size_t p = 0; p < problem.member_cost.size(); ++p) {
      if (holds(s, static_cast<std::size_t>(problem.home[p]))) cost[s] += problem.member_cost[p];
    }
    int size = 0;
    for (std::uint32_t rest = s; rest != 0; rest &= rest - 1) ++size;
    if (size > 1) cost[s] += problem.joint_cost + size * problem.joining_cost;
  }
  return cost;
}

void tell(SharedPool& answer, const SharedPoolProblem& problem, const SharedPoolOptions& options,
          const skills::DemandSample& sample, const PoolSums& sums) {
  const auto n = static_cast<std::size_t>(problem.municipalities);
  const std::size_t batches = sample.batches(), coalitions = std::size_t{1} << n;
  const std::vector<double> fixed = fixed_costs(problem);
  const auto share_of = 1.0 / static_cast<double>(batches);
  std::vector<double> own(batches), savings(batches, 0.0);
  std::vector<double> game(batches * coalitions);
  answer.cost.assign(coalitions, 0.0);
  answer.cost_error.assign(coalitions, 0.0);
  answer.shortage_hours.assign(coalitions, 0.0);
  for (std::size_t s = 1; s < coalitions; ++s) {
    for (std::size_t b = 0; b < batches; ++b) {
      const double shortage = sums.shortage[(b << n) + s];
      answer.shortage_hours[s] += shortage;
      own[b] = fixed[s] * share_of + problem.shortage_cost * shortage;
      game[b * coalitions + s] = own[b];
      if ((s & (s - 1)) == 0) savings[b] += own[b];
      if (s + 1 == coalitions) savings[b] -= own[b];
    }
    const ScenarioMean mean = skills::mean_of(sample, own);
    answer.cost[s] = mean.mean;
    answer.cost_error[s] = mean.standard_error;
  }
  answer.saving_mean = skills::mean_of(sample, savings);
  answer.saving = answer.saving_mean.mean;
  answer.shares = cost_shares(problem.municipalities, answer.cost, options.shares);

  // Shapley shares are linear in the costs, so batches tell their errors.
  std::vector<double> by_batch(n * batches);
  for (std::size_t b = 0; b < batches; ++b) {
    const std::vector<double> shares =
        shapley(n, std::span(game).subspan(b * coalitions, coalitions));
    for (std::size_t i = 0; i < n; ++i) by_batch[i * batches + b] = shares[i];
  }
  for (std::size_t i = 0; i < n; ++i) {
    answer.share_error.push_back(
        skills::mean_of(sample, std::span(by_batch).subspan(i * batches, batches)).standard_error);
  }
  answer.hours_between.assign(n * n, 0.0);
  for (std::size_t b = 0; b < batches; ++b) {
    for (std::size_t k = 0; k < n * n; ++k) {
      answer.hours_between[k] += sums.between[b * n * n + k];
    }
  }
}

/// A municipality may have none of a case type, but it must have some demand.
void check_some_demand(const SharedPoolProblem& problem, const skills::DemandSample& sample) {
  const auto n = static_cast<std::size_t>(problem.municipalities);
  const auto types = static_cast<std::size_t>(problem.case_types);
  for (std::size_t m = 0; m < n; ++m) {
    bool some = false;
    for (std::size_t s = 0; s < sample.scenarios && !some; ++s) {
      const auto own = sample.at(s).subspan(m * types, types);
      some = std::any_of(own.begin(), own.end(), [](double hours) { return hours > 0; });
    }
    if (!some) {
      refuse(ErrorCode::missing_value, "demand", "hours", m, "a demand of every municipality",
             "none");
    }
  }
}

}  // namespace

}  // namespace shares

std::string_view to_string(BorderMode mode) noexcept {
  switch (mode) {
    case BorderMode::staff_data_only:
      return "staff_data_only";
    case BorderMode::by_agreement:
      return "by_agreement";
    case BorderMode::same_committee:
      return "same_committee";
  }
  return "unknown";
}

std::string_view to_string(PoolEligibility reason) noexcept {
  switch (reason) {
    case PoolEligibility::at_home:
      return "at_home";
    case PoolEligibility::same_committee:
      return "same_committee";
    case PoolEligibility::by_agreement:
      return "by_agreement";
    case PoolEligibility::not_qualified:
      return "not_qualified";
    case PoolEligibility::no_case_sharing:
      return "no_case_sharing";
    case PoolEligibility::not_in_agreement:
      return "not_in_agreement";
  }
  return "unknown";
}

SharedPool shared_pool(const SharedPoolProblem& problem, const SharedPoolOptions& options) {
  using namespace shares;
  check_pool(problem, options);
  const auto n = static_cast<std::size_t>(problem.municipalities);
  const auto types = static_cast<std::size_t>(problem.case_types);
  skills::check_demand(problem.demand, problem.municipalities * problem.case_types, false);
  const skills::DemandSample sample =
      skills::make_sample(problem.demand, problem.municipalities * problem.case_types,
                          options.scenarios, options.seed, skills::SamplePurpose::told);
  check_some_demand(problem, sample);

  SharedPool answer;
  answer.scenarios = static_cast<std::int64_t>(sample.scenarios);
  answer.exact = sample.exact;
  for (std::size_t p = 0; p < problem.home.size(); ++p) {
    for (std::size_t u = 0; u < n * types; ++u) {
      answer.eligibility.push_back(may_take(problem, p, u / types, u % types));
    }
  }
  const skills::SkillNetwork network = pool_network(problem, answer.eligibility);
  PoolSimulation simulation(problem, network, sample);
  const auto batches = static_cast<std::int64_t>(sample.batches());
  const std::int64_t done = workload::detail::run_replications(
      batches, options.threads, options.stop,
      [&](std::int64_t b) { simulation.batch(static_cast<std::size_t>(b), options.stop); });
  if (done < batches || options.stop.stop_requested()) {
    answer.stop = StopReason::cancelled;
    return answer;
  }
  tell(answer, problem, options, sample, simulation.sums());
  return answer;
}

}  // namespace evenload::pool
