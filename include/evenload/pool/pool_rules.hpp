/// \file
/// Rules of thumb beside a simulated size: safety by square roots, by correlation, by newsvendor.
/// docs/models/pool_size.md (23)–(27).
#pragma once

#include <cstdint>
#include <span>

namespace evenload::pool {

struct PoolRulesInput {
  std::span<const double> mean;         ///< units: hours a week, >= 0, not all 0
  std::span<const double> deviation;    ///< units: standard deviation, hours
  std::span<const double> correlation;  ///< units × units, or one number for all pairs
  double rate_deviation = 0;  ///< of the sum: the part that comes from the rates, hours
  double member_hours = 0;    ///< of a member in a week, > 0
  double own_hours = 0;       ///< of the units' own staff, all units, >= 0
  double risk = 0.05;         ///< above 0 and below 1; z is its normal quantile
  double factor = 1;          ///< β of R + β R^c, >= 0
  double exponent = 0.5;      ///< c, 0 to 1
  double capacity_cost = 1;   ///< of an hour of capacity, >= 0
  double shortage_cost = 3;   ///< of an hour that is missing, > 0
};

/// Members in all (own staff and pool), and what of it the pool has to bring, not rounded.
struct RuleStaff {
  double staff = 0;
  double pool = 0;
};

struct PoolRules {
  double z = 0;
  double offered = 0;           ///< R: mean hours / member hours
  double pooled_deviation = 0;  ///< of the sum, hours
  double split_deviation = 0;   ///< sum of the units' own
  double safety_ratio = 0;      ///< pooled / split safety; 1 where correlation is 1
  RuleStaff pooled;             ///< mean + z × pooled deviation
  RuleStaff split;              ///< mean + z × split deviation
  RuleStaff square_root;        ///< R + z √R
  RuleStaff power;              ///< R + β R^c
  double critical_ratio = 0;    ///< 1 − capacity cost / shortage cost, at least 0
  RuleStaff newsvendor;         ///< mean + quantile of the critical ratio × rate deviation
  /// The rates' deviation exceeds √R: the newsvendor side governs, and square roots mislead.
  bool rates_govern = false;
};

/// Closed forms, demand taken as normal. Bassamboo, Randhawa & Zeevi 2010 for the last two.
/// \throws InvalidDataError naming "pool_rules": length_mismatch, not_finite, negative_value,
///         out_of_range; contradiction where correlations give a negative variance
PoolRules pool_rules(const PoolRulesInput& input);

}  // namespace evenload::pool
