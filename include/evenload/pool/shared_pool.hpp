/// \file
/// A pool that municipalities share: who may work where, what each coalition would pay, and fair
/// shares. docs/models/cost_shares.md (10)-(14).
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/pool/cost_shares.hpp"
#include "evenload/pool/cross_training.hpp"

namespace evenload::pool {

/// How far a member employed in one municipality may go in another. Rules of secrecy between
/// committees and of delegation decide which holds; evenload takes what it is told.
enum class BorderMode : std::int32_t {
  staff_data_only = 0,  ///< plans and hours are shared, cases are not
  by_agreement = 1,     ///< named case types, by agreement
  same_committee = 2,   ///< one committee for both: as at home
};
std::string_view to_string(BorderMode mode) noexcept;

/// Why a member may, or may not, take a case type of a municipality.
enum class PoolEligibility : std::int32_t {
  at_home = 0,
  same_committee = 1,
  by_agreement = 2,
  not_qualified = 3,
  no_case_sharing = 4,   ///< the border lets staff data through only
  not_in_agreement = 5,  ///< the agreement does not name the case type
};
std::string_view to_string(PoolEligibility reason) noexcept;

/// Spans are read during the call only.
struct SharedPoolProblem {
  std::int32_t municipalities = 0;             ///< 1..12
  std::int32_t case_types = 0;                 ///< 1..80
  std::span<const std::int32_t> home;          ///< by member: who employs them
  std::span<const double> hours;               ///< by member, a week, >= 0
  std::span<const double> member_cost;         ///< by member, money a week, >= 0; default 0
  std::span<const std::uint8_t> qualified;     ///< members × case types; each at least one
  std::span<const double> away_efficiency;     ///< by member, elsewhere, 0.01 to 1; default 1
  std::span<const std::int32_t> border;        ///< municipalities × municipalities: home × served
  std::span<const std::uint8_t> agreed_types;  ///< by case type; default none
  /// Unit m × case_types + t: hours of case type t in municipality m.
  UnitDemand demand;
  double shortage_cost = 0;  ///< money for an hour of demand not served, >= 0
  double joint_cost = 0;     ///< money a week as soon as two work together, >= 0
  double joining_cost = 0;   ///< and for each that takes part then, >= 0
};

struct SharedPoolOptions {
  std::int64_t scenarios = 2000;  ///< drawn, where none are given; 20..1000000
  CostSharesOptions shares;
  std::uint64_t seed = 0;
  std::int32_t threads = 0;
  std::stop_token stop{};
};

struct SharedPool {
  std::vector<double> cost;            ///< 2^municipalities, money a week
  std::vector<double> shortage_hours;  ///< 2^municipalities, expected, a week
  std::vector<double> cost_error;      ///< standard errors of `cost`; 0 where scenarios were given
  CostShares shares;
  std::vector<double> share_error;  ///< of the Shapley shares; 0 where scenarios were given
  double saving = 0;                ///< sum of the own costs less the cost of all together
  ScenarioMean saving_mean;         ///< the same with its error, by common scenarios
  /// Members × municipalities × case types.
  std::vector<PoolEligibility> eligibility;
  /// Home × served: hours a week in one best plan of all together.
  std::vector<double> hours_between;
  std::int64_t scenarios = 0;
  bool exact = false;
  StopReason stop = StopReason::done;  ///< cancelled: eligibility alone is told
};

/// Costs of all coalitions over the same scenarios, and their shares.
///
/// c(S) = cost of the members employed in S + shortage cost × expected demand of S that they cannot
/// serve under the borders + the costs of working together. Served demand is a maximum flow in
/// every scenario. 2^municipalities × scenarios flows. Equal input and seed give equal answers on
/// any number of threads.
/// \throws InvalidDataError naming "shared_pool", "demand" or "options": out_of_range,
///         length_mismatch, negative_value, not_finite, missing_value (a member without a
///         qualification, a municipality without demand, no member at all).
SharedPool shared_pool(const SharedPoolProblem& problem, const SharedPoolOptions& options = {});

}  // namespace evenload::pool
