/// \file
/// Where the members of a pool work, week by week: deployment under uncertain demand.
///
/// A plan says for every member and period the unit; it is the same in all scenarios. Work that is
/// not done waits: its price grows with its age. Members settle in where they are and lose it where
/// they are not, stay for a minimum time, and either keep the cases they have begun when they move
/// on or hand them over. Model and equations: docs/models/pool_deployment.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenload/core/control.hpp"

namespace evenload::pool {

/// A period is a day (`periods_per_week` of them in a week) or a week. Time of work is in whole
/// minutes, shares in thousandths, prices in whole units of the caller's choice. Spans are read
/// during the call only; an empty span means the default named there.
///
/// The largest loss that could occur must stay below 2^53; anything beyond is an OverflowError.
struct DeployProblem {
  std::size_t units = 0;
  std::size_t weeks = 0;
  std::size_t members = 0;
  std::size_t scenarios = 0;
  std::int32_t periods_per_week = 5;  ///< 1 (a member changes between weeks only) to 7

  std::span<const std::int64_t> demand;  ///< scenarios * units * weeks, minutes of new work, >= 0
  /// units * weeks, or scenarios * units * weeks: minutes of the unit's own caseworkers, >= 0
  std::span<const std::int64_t> own_capacity;
  std::span<const std::int64_t> scenario_weight;  ///< scenarios, 1 to 10^6; default: alike
  /// units * backlog_ages: minutes that wait when the first week begins; age a came a + 1 weeks
  /// before; default none
  std::span<const std::int64_t> backlog;
  std::size_t backlog_ages = 0;
  /// units * price_ages, >= 0: price of a minute that waits when a week ends, for age 0 (all of it),
  /// and on top of that what each further week of age adds. A deadline of a weeks is a high price
  /// at age a.
  std::span<const std::int64_t> backlog_price;
  std::size_t price_ages = 1;
  /// units, >= 0: price of a minute that still waits when the last week ends, on top; default 0
  std::span<const std::int64_t> end_price;

  std::span<const std::int64_t> minutes;     ///< members * weeks: at work, absence deducted, >= 0
  std::span<const std::int64_t> efficiency;  ///< members * units, thousandths, 0: not qualified
  /// Thousandths of the efficiency after 0, 1, 2 ... weeks at a unit, never falling; the last one
  /// stays. Default: 1000 at once.
  std::span<const std::int64_t> settling;
  /// Weeks away that undo a week of settling; 0: it is never undone. The unit that a member left
  /// last is remembered, older ones are not.
  std::int32_t fading_weeks = 0;
  /// members * units: weeks of settling that a member never loses (a home unit); default 0
  std::span<const std::int32_t> least_level;
  /// Thousandths of a member's time that cases kept from the unit left last take in the 1st, 2nd ...
  /// week after. At most as many weeks as the minimum stay has. Default: cases are handed over.
  std::span<const std::int64_t> kept_share;
  std::span<const std::int64_t> hand_over_price;    ///< units, >= 0, of leaving without them; default 0
  std::span<const std::int64_t> hand_over_minutes;  ///< units, >= 0: what it costs the unit; default 0
  std::int32_t minimum_stay = 1;                    ///< periods, except where the plan ends before
  std::span<const std::uint8_t> block_start;        ///< periods, 1 where members may move; default all
  std::span<const std::int64_t> place_price;  ///< members * units, of a period there; < 0 is a wish; default 0
  std::span<const std::int64_t> move_price;   ///< units * units, row from, column to, >= 0; default 0
  std::span<const std::int64_t> burden;       ///< members * units, of a period there, >= 0; default 0
  std::int64_t fairness_price = 0;  ///< of a unit of difference between the largest and the smallest burden

  std::span<const std::int32_t> start_unit;   ///< members: where they are, or -1: free; default free
  std::span<const std::int32_t> start_level;  ///< members: weeks of settling there; default the least
  std::span<const std::int32_t> start_stay;   ///< members: periods that they have been there; default 0
  std::span<const std::int32_t> last_plan;    ///< members * periods, unit or -1; default none
  std::int64_t change_price = 0;              ///< of a period that differs from the last plan
  std::span<const std::int32_t> fixed;        ///< members * periods, unit or -1: not open; default open

  /// The aim is (1 - tail_weight) * mean + tail_weight * mean of the worst share 1 - tail_level of
  /// the losses (CVaR), in thousandths.
  std::int32_t tail_weight = 0;    ///< 0 to 1000
  std::int32_t tail_level = 900;   ///< 0 to 999
};

/// Who is where.
struct Deployment {
  std::vector<std::int32_t> unit;  ///< members * periods
  /// members * periods: 1 in the first period of a stay where the cases of the unit before were
  /// handed over.
  std::vector<std::uint8_t> handed_over;
};

/// What a deployment is worth. Losses and costs are in the units of the prices.
struct DeploymentValue {
  double objective = 0;  ///< (1 - tail_weight) * mean + tail_weight * tail + costs
  double mean = 0;       ///< of the losses
  double tail = 0;       ///< mean of the worst share of the losses
  std::int64_t place = 0, move = 0, hand_over = 0, change = 0, fairness = 0;  ///< parts of the costs
  std::vector<std::int64_t> loss;     ///< scenarios
  std::vector<std::int64_t> burden;   ///< members
  std::vector<std::int64_t> supply;   ///< units * weeks: effective minutes of the pool
  std::vector<std::int64_t> backlog;  ///< scenarios * units * weeks: minutes that wait as a week ends
  /// units * weeks * price_ages: minutes at least that many weeks old as a week ends, mean over
  /// scenarios
  std::vector<double> mean_by_age;
};

struct DeployResult {
  Deployment deployment;
  DeploymentValue value;
  /// No plan has a smaller objective. Proven: from the prices of the relaxed problem.
  double bound = 0;
  Outcome outcome = Outcome::unknown;  ///< `optimal` or `feasible`; `infeasible` where a member has no path
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// Default of SolveOptions::work_limit for a problem of that size.
std::int64_t default_deploy_work(const DeployProblem& problem) noexcept;

/// Plans the deployment of least objective.
///
/// Bound: every member gets a mixture of ways through the weeks; the mixture of least smoothed loss
/// is found by pricing (a shortest way for each member at the current prices of an effective minute)
/// and a projected gradient over the mixtures; convexity turns its slope into a bound. Plan:
/// rounding and annealing over the stays. Where few ways remain between bound and plan, all of them
/// are tried, and the plan is proven.
///
/// The same answer for the same problem, seed and work on any number of threads. Interrupted, it
/// returns the best plan and bound so far.
///
/// \throws InvalidDataError naming table "problem" (or "options"), the field and the position in it;
///         OverflowError; whatever the progress callback throws.
DeployResult deploy(const DeployProblem& problem, const SolveOptions& options = {});

/// What no plan can go below even where every scenario were known beforehand and had a plan of its own: the objective's
/// risk of the scenarios' own bounds. What it is below `DeployResult::bound` is at most what better information could bring.
/// The work limit is for all scenarios together; interrupted, scenarios without a bound count as nothing lost.
/// \throws as deploy does. None where a member has no path.
std::optional<double> clairvoyant_bound(const DeployProblem& problem, const SolveOptions& options = {});

/// What a given plan is worth.
/// \throws InvalidDataError as deploy does, and where the plan breaks a rule (table "deployment").
DeploymentValue evaluate_deployment(const DeployProblem& problem, const Deployment& deployment);

/// Checks a problem as deploy does.
void check(const DeployProblem& problem);

}  // namespace evenload::pool
