#include "sample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "evenload/core/errors.hpp"
#include "presence.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool::sizing {

namespace {

/// Scenarios that one thread takes at a time.
constexpr std::int64_t block_scenarios = 256;

}  // namespace

struct PoolSample::Block {
  std::vector<std::size_t> cells;  ///< of each scenario
  std::vector<double> weight;
  std::vector<std::uint32_t> week;
  std::vector<double> need;
  std::vector<std::uint64_t> present;
  double greatest = 0;
  double sum = 0;
};

PoolSample::PoolSample(const PoolProblem& problem, const ScenarioSource& source,
                       ScenarioStride stride, std::span<const std::int64_t> most,
                       const PoolSizeOptions& options)
    : problem_(problem),
      source_(source),
      stride_(stride),
      most_(most.begin(), most.end()),
      seed_(options.seed),
      threads_(options.threads),
      stop_(options.stop),
      units_(static_cast<std::size_t>(problem.units)),
      weeks_(static_cast<std::size_t>(problem.weeks)),
      profiles_(static_cast<std::size_t>(problem.profiles)),
      constraints_(problem.scope == RiskScope::unit_week ? units_ * weeks_
                   : problem.scope == RiskScope::week    ? weeks_
                                                         : 1) {}

void PoolSample::read_scenario(std::int64_t scenario, Block& block,
                               std::vector<double>& room) const {
  const std::span<const double> hours = source_.hours(scenario, room);
  const double weight = source_.weight(scenario);
  std::vector<std::uint64_t> there(profiles_ * weeks_, ~std::uint64_t{0});
  for (std::size_t p = 0; p < profiles_; ++p) {
    if (problem_.presence[p] >= 1) continue;
    draw_presence(seed_, static_cast<std::uint32_t>(scenario), p, problem_.presence[p],
                  problem_.absence_weeks.empty() ? 0 : problem_.absence_weeks[p],
                  most_[p], std::span(there).subspan(p * weeks_, weeks_));
  }
  std::size_t cells = 0;
  for (std::size_t t = 0; t < weeks_; ++t) {
    double total = 0;
    for (std::size_t u = 0; u < units_; ++u) {
      total += std::max(0.0, hours[u * weeks_ + t] - problem_.capacity[u * weeks_ + t]);
    }
    if (total <= 0) continue;
    ++cells;
    block.week.push_back(static_cast<std::uint32_t>(t));
    for (std::size_t u = 0; u < units_; ++u) {
      block.need.push_back(
          std::max(0.0, hours[u * weeks_ + t] - problem_.capacity[u * weeks_ + t]));
    }
    for (std::size_t p = 0; p < profiles_; ++p) block.present.push_back(there[p * weeks_ + t]);
    block.greatest = std::max(block.greatest, total);
    block.sum += weight * total;
  }
  block.cells.push_back(cells);
  block.weight.push_back(weight);
}

bool PoolSample::grow(std::int64_t scenarios) {
  const std::int64_t have = size();
  if (scenarios <= have) return true;
  const std::int64_t blocks = (scenarios - have + block_scenarios - 1) / block_scenarios;
  std::vector<Block> read(static_cast<std::size_t>(blocks));
  const auto task = [&](std::int64_t b) {
    std::vector<double> room;
    const std::int64_t from = have + b * block_scenarios;
    const std::int64_t to = std::min(from + block_scenarios, scenarios);
    for (std::int64_t k = from; k < to; ++k) {
      read_scenario(stride_.first + k * stride_.stride, read[static_cast<std::size_t>(b)], room);
    }
  };
  if (workload::detail::run_replications(blocks, threads_, stop_, task) < blocks) return false;
  for (Block& block : read) {
    for (std::size_t k = 0; k < block.cells.size(); ++k) {
      start_.push_back(start_.back() + block.cells[k]);
      scenario_weight_.push_back(block.weight[k]);
      weight_ += block.weight[k];
    }
    week_.insert(week_.end(), block.week.begin(), block.week.end());
    need_.insert(need_.end(), block.need.begin(), block.need.end());
    present_.insert(present_.end(), block.present.begin(), block.present.end());
    greatest_need_ = std::max(greatest_need_, block.greatest);
    need_sum_ += block.sum;
    block = Block{};
  }
  return true;
}

PoolOutcome PoolSample::evaluate_range(std::span<const std::int64_t> members, bool with_hours,
                                       std::int64_t from, std::int64_t to) const {
  PoolOutcome outcome;
  outcome.bad.assign(constraints_, 0);
  Dealer dealer(units_, profiles_, problem_.efficiency);
  std::vector<double> over(units_);
  std::vector<double> hours(profiles_);
  std::vector<std::uint64_t> kept(profiles_);
  for (std::size_t p = 0; p < profiles_; ++p) {
    kept[p] = members[p] >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << members[p]) - 1;
  }
  for (std::int64_t s = from; s < to; ++s) {
    const auto scenario = static_cast<std::size_t>(s);
    const double weight = scenario_weight_[scenario];
    double undone = 0;
    bool any = false;
    for (std::size_t cell = start_[scenario]; cell < start_[scenario + 1]; ++cell) {
      const std::span<const double> need = std::span(need_).subspan(cell * units_, units_);
      for (std::size_t p = 0; p < profiles_; ++p) {
        hours[p] = problem_.hours[p] * std::popcount(present_[cell * profiles_ + p] & kept[p]);
      }
      if (with_hours) undone += dealer.undone(need, hours);
      for (std::size_t u = 0; u < units_; ++u) {
        over[u] = std::max(0.0, need[u] - problem_.threshold[u]);
      }
      std::uint32_t missing = dealer.short_units(over, hours);
      if (missing == 0) continue;
      any = true;
      if (problem_.scope == RiskScope::week) {
        outcome.bad[week_[cell]] += weight;
      } else if (problem_.scope == RiskScope::unit_week) {
        for (; missing != 0; missing &= missing - 1) {
          const auto u = static_cast<std::size_t>(std::countr_zero(missing));
          outcome.bad[u * weeks_ + week_[cell]] += weight;
        }
      }
    }
    if (any && problem_.scope == RiskScope::horizon) outcome.bad[0] += weight;
    outcome.weight += weight;
    outcome.undone += weight * undone;
    outcome.undone_square += weight * undone * undone;
  }
  return outcome;
}

std::vector<PoolOutcome> PoolSample::evaluate_blocks(std::span<const std::int64_t> members,
                                                     bool with_hours, std::int64_t from,
                                                     std::int64_t to, std::int64_t blocks) const {
  // The split does not depend on the threads, so neither do the sums.
  std::vector<PoolOutcome> parts(static_cast<std::size_t>(blocks));
  const std::int64_t length = to - from;
  const std::int64_t done =
      workload::detail::run_replications(blocks, threads_, stop_, [&](std::int64_t b) {
        parts[static_cast<std::size_t>(b)] =
            evaluate_range(members, with_hours, from + length * b / blocks,
                           from + length * (b + 1) / blocks);
      });
  if (done < blocks) throw SampleStopped{};
  return parts;
}

PoolOutcome PoolSample::evaluate(std::span<const std::int64_t> members, bool with_hours) const {
  PoolOutcome outcome;
  outcome.bad.assign(constraints_, 0);
  for (const PoolOutcome& part : evaluate_blocks(members, with_hours, 0, size(),
                                                 std::min<std::int64_t>(32, size()))) {
    for (std::size_t j = 0; j < constraints_; ++j) outcome.bad[j] += part.bad[j];
    outcome.weight += part.weight;
    outcome.undone += part.undone;
    outcome.undone_square += part.undone_square;
  }
  return outcome;
}

bool PoolSample::within(std::span<const std::int64_t> members,
                        std::span<const double> limits) const {
  std::vector<double> bad(constraints_, 0);
  // A pool far too small shows it in the first scenarios.
  std::int64_t from = 0;
  for (std::int64_t to = std::min<std::int64_t>(size(), 256); from < size();
       to = std::min(size(), 4 * to)) {
    const std::int64_t blocks = std::min<std::int64_t>(32, (to - from + 63) / 64);
    for (const PoolOutcome& part : evaluate_blocks(members, false, from, to, blocks)) {
      for (std::size_t j = 0; j < constraints_; ++j) bad[j] += part.bad[j];
    }
    for (std::size_t j = 0; j < constraints_; ++j) {
      if (bad[j] > limits[j]) return false;
    }
    from = to;
  }
  return true;
}

}  // namespace evenload::pool::sizing
