/// \file
/// What a pool is worth as a project, against fixed posts, agency staff and nothing.
/// docs/models/pool_size.md (28)–(36).
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/pool/pool_size.hpp"

namespace evenload::pool {

/// What is compared; all meet the same demand and the same absences.
enum class WorthArm : std::int32_t { nothing = 0, pool = 1, fixed_posts = 2, agency = 3 };
enum class WorthMeasure : std::int32_t {
  shortage = 0,     ///< hours left undone at the end of a week, summed over weeks (hour-weeks)
  money = 1,        ///< pay of posts and agency
  burden = 2,       ///< money and the price of the shortage
  alarm_weeks = 3,  ///< weeks × units over the alarm
};
constexpr std::size_t worth_arms = 4;
constexpr std::size_t worth_measures = 4;
enum class WorthVerdict : std::int32_t { undecided = 0, helps = 1, hurts = 2, equal = 3 };
std::string_view to_string(WorthArm arm) noexcept;
std::string_view to_string(WorthMeasure measure) noexcept;
std::string_view to_string(WorthVerdict verdict) noexcept;

struct WorthProblem {
  std::int64_t units = 0;  ///< 1..20
  std::int64_t weeks = 0;  ///< 1..1000; two years are 104
  DemandSource demand;     ///< given scenarios are a sample: without probabilities
  /// Units × weeks: own hours, those of members from the units included.
  std::span<const double> capacity;
  std::span<const double> initial_backlog;  ///< units, hours; empty: 0

  // The pool.
  std::span<const std::int64_t> from_units;  ///< units: members whom each gives; empty: none
  std::int64_t outside = 0;                  ///< members recruited from outside; 1..64 in all
  double member_hours = 0;                   ///< a week, > 0
  double presence = 1;                       ///< P(there in a week), above 0 to 1
  double absence_weeks = 0;                  ///< mean length of an absence; 0: independent weeks
  std::int64_t start = 0;                    ///< first week
  std::int64_t end = 0;                      ///< week before which the pool ends; 0: weeks
  std::int64_t last_intake = 0;              ///< last week with new work; 0: end − 1
  double hand_back_share = 0.5;              ///< of the hours that do work after the last intake
  std::int64_t lead_weeks = 0;               ///< until those from outside begin
  std::span<const double> ramp_up;  ///< share of full work in each week since they began; then 1
  double efficiency = 1;            ///< of work away from home, 0 to 1
  double travel_hours = 0;          ///< a week that is worked away from home
  double handover_hours = 0;        ///< extra work in the unit that a member leaves

  // What it is compared with.
  std::span<const std::int64_t> fixed_posts;  ///< units, `outside` in all; empty: by mean need
  double agency_hours = 0;         ///< most hours a week; 0: those of `outside` members
  double agency_factor = 2.75;     ///< of the cost of an hour, >= 0
  double agency_efficiency = 1;    ///< 0 to 1
  double agency_trigger = 0;       ///< hours undone in a unit from which agency is called, >= 0
  double hour_cost = 1;            ///< of an hour of staff, >= 0
  double shortage_cost = 0;        ///< of an hour undone for a week, >= 0
  double alarm = 1.1;              ///< ratio of work to capacity above which a week counts, > 0
};

struct WorthOptions {
  double confidence = 0.95;  ///< of each interval, over all looks, above 0.5 and below 1
  double equal_margin = 0.01;  ///< share of the other's mean within which a difference is none
  std::int64_t replications = 256;  ///< in the first look, 32..
  std::int64_t most_replications = 4096;
  std::uint64_t seed = 0;
  std::int32_t threads = 0;
  std::stop_token stop{};
};

struct WorthEstimate {
  double mean = 0;
  double low = 0;
  double high = 0;
};

/// Pool minus the other, replication by replication.
struct WorthComparison {
  WorthArm against = WorthArm::nothing;
  WorthMeasure measure = WorthMeasure::shortage;
  WorthEstimate difference;
  WorthVerdict verdict = WorthVerdict::undecided;
};

struct PoolWorth {
  std::vector<WorthEstimate> measures;  ///< arms × measures: sums over the project
  std::vector<WorthComparison> comparisons;  ///< against nothing, fixed posts, agency; each measure
  std::vector<double> final_backlog;    ///< arms: mean hours at the end
  std::vector<double> weekly_shortage;  ///< arms × weeks: mean hours undone, all units
  std::vector<double> weekly_low;       ///< arms × weeks: 5 % quantile over replications
  std::vector<double> weekly_high;      ///< arms × weeks: 95 % quantile
  double handovers = 0;                 ///< of the pool, mean
  std::vector<std::int64_t> posts;      ///< units: where the fixed posts stand
  std::int64_t replications = 0;
  std::int64_t looks = 0;
  StopReason stop = StopReason::done;
};

/// Weekly simulation with common random numbers. Members of the pool each work in one unit a week:
/// where most is left to do, unless moving loses more in the hand-over than it gains.
/// Looks double the replications until every verdict on the shortage is in.
/// Replications × weeks × (members + units) × units. Equal results on any number of threads.
/// \throws InvalidDataError naming "worth_problem" or "worth_options", as size_pool; contradiction
///         where a unit gives more hours than it has; unsupported for probabilities.
PoolWorth pool_worth(const WorthProblem& problem, const WorthOptions& options = {});

/// What a pool loses by being a pool.
enum class Friction : std::int32_t {
  travel = 0,      ///< hours of travel in a week away from home
  efficiency = 1,  ///< efficiency away from home
  handover = 2,    ///< extra hours at a hand-over
};
std::string_view to_string(Friction friction) noexcept;
enum class BreakEvenKind : std::int32_t {
  found = 0,   ///< the pool is worth as much as the other at `value`
  always = 1,  ///< the pool is better however great the friction
  never = 2,   ///< it is no better even without
};
std::string_view to_string(BreakEvenKind kind) noexcept;

struct BreakEven {
  BreakEvenKind kind = BreakEvenKind::found;
  double value = 0;  ///< NaN unless found
  /// Where the intervals of the paired difference pass 0: on the gentle side of the first the pool
  /// helps, on the hard side of the other it hurts. NaN where that does not happen in the range.
  double helps_until = 0;
  double hurts_from = 0;
  double gentle_difference = 0;  ///< pool minus other without the friction
  double hard_difference = 0;    ///< and with most of it
  std::int64_t replications = 0;  ///< 0 where it was stopped
};

/// At which friction the pool is worth as much as the other: root of the paired mean difference by
/// bisection, other frictions as they stand. Ranges: travel 0 to the member's hours, efficiency 1
/// to 0, hand-over 0 to 20 weeks of a member. Uses `most_replications`.
/// \throws as pool_worth; out_of_range for an `against` that is the pool itself
BreakEven pool_break_even(const WorthProblem& problem, Friction friction,
                          WorthArm against = WorthArm::fixed_posts,
                          WorthMeasure measure = WorthMeasure::shortage,
                          const WorthOptions& options = {});

}  // namespace evenload::pool
