/// \file
/// What fairness costs, made visible: a rule against balance, one order of levels against another. Model: docs/models/fairness.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/core/control.hpp"
#include "evenload/core/table.hpp"

namespace evenload::allocation {

/// One plan on the curve. It names nobody.
struct TradeOffPoint {
  std::int64_t rule_cost = 0;    ///< cost units of the rule (or of all rules) in this plan
  std::int64_t broken = 0;       ///< decisions in which the rule charges its price
  double balance = 0;            ///< balance and the price of the other rules, points: equation (11) without this rule
  double balance_bound = 0;      ///< no plan with as good earlier levels and a rule cost no larger has less; rounded down
  bool proven = false;           ///< balance and bound agree
  bool supported = false;        ///< best of those found for some weight
  std::optional<Rational> weight_from;  ///< least cost weight, points per cost unit, at which no other found plan is better; supported only
  std::optional<Rational> weight_to;    ///< the largest; none: any larger one
};

/// The plans found that no other found plan beats in both, by rule cost from the largest (the rule unheard) to the smallest.
struct TradeOff {
  std::string subject;                  ///< name of the rule, or "cost"
  std::vector<optimize::Level> earlier; ///< levels before balance; the same in every point
  std::vector<TradeOffPoint> points;
  TradeOffPoint current;                ///< the plan under the policy as it stands; may be beaten where its last level is not balance
  Rational current_weight;              ///< the policy's cost weight
  Outcome outcome = Outcome::unknown;   ///< optimal where every point's balance and every earlier level is proven
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// The curve of one soft rule against balance; `subject` "cost" takes all rules together. At most `most_solves` problems are solved, each with the
/// work limit of the options: the ends first, then between neighbours where the two lines meet; plans on the way from one neighbour to the next
/// are looked at, too. The same answer for the same input, seed and work.
/// \throws InvalidDataError(invalid_argument) naming "subject" for a name that is no rule, or a rule without a price here; "most_solves" below 2.
TradeOff trade_off(const AllocationInput& input, const AllocationPolicy& policy, std::string_view subject, int most_solves = 12,
                   const SolveOptions& options = {});

/// The levels under one place of overload among them.
struct OrderedLevels {
  optimize::OverloadPlace overload_place = optimize::OverloadPlace::after_must;
  bool of_policy = false;
  std::vector<optimize::Level> levels;  ///< in that order, points
  std::int64_t placed_otherwise = 0;    ///< decisions that differ from the plan under the policy's order
  std::int64_t undistributed = 0;       ///< open cases and roles left over
  Outcome outcome = Outcome::unknown;
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// What every level would be with overload after the cases that must be placed, and after all cases; the policy's order first.
/// Both are solved with the same options.
std::vector<OrderedLevels> level_orders(const AllocationInput& input, const AllocationPolicy& policy, const SolveOptions& options = {});

/// subject, rule_cost, broken, balance, balance_bound, proven, supported, weight_from, weight_to, current; one row per point.
Table trade_off_table(const TradeOff& result);
/// order, of_policy, level, value, bound, gap, proven; one row per order and level.
Table level_orders_table(const std::vector<OrderedLevels>& orders);

std::string to_json(const TradeOff& result);
std::string to_json(const std::vector<OrderedLevels>& orders);

}  // namespace evenload::allocation
