/// \file
/// Who pays what of a cost that several carry together: Shapley value, core, nucleolus.
/// docs/models/cost_shares.md (1)-(9).
///
/// Players are numbered from 0; a coalition is a bit mask. A game gives each coalition the cost it
/// would have on its own. Sources: L. S. Shapley 1953; O. Bondareva 1963 and L. S. Shapley 1967 for
/// empty cores; D. Schmeidler 1969 and A. Kopelowitz 1967 for the nucleolus; J. Castro, D. Gómez &
/// J. Tejada, Computers & Operations Research 36 (2009), for shares from sampled orders.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "evenload/core/control.hpp"

namespace evenload::pool {

/// Can the cost be shared so that no coalition would be better off alone?
enum class CoreOutcome : std::int32_t { not_empty = 0, empty = 1, not_examined = 2 };

/// A coalition with its weight in a balanced collection: those weights of each player's coalitions
/// sum to 1.
struct BalancedCoalition {
  std::uint32_t coalition = 0;
  double weight = 0;
  double cost = 0;
};

struct CostSharesOptions {
  /// Two costs are told apart where they differ by more than this share of the largest one.
  double tolerance = 1e-9;
  /// Core, certificate and nucleolus; without them players may be 20.
  bool examine_core = true;
};

struct CostShares {
  double total = 0;                  ///< cost of all together
  std::vector<double> shapley;       ///< sums to `total`
  std::vector<double> proportional;  ///< total × own cost / Σ own costs; equal where that is 0
  std::vector<double> alone;         ///< cost of each on its own
  CoreOutcome core = CoreOutcome::not_examined;
  /// Least ε for which some shares ask of every coalition at most its own cost + ε. Above 0: the
  /// core is empty, and that is what is missing; at most 0: every coalition can save -ε. NaN where
  /// not examined; with one player 0.
  double least_excess = 0;
  /// In the core where it is not empty. The prenucleolus up to 12 players (the largest excess as
  /// small as can be, then the next …), beyond that some shares with the least excess.
  std::vector<double> core_point;
  bool core_point_is_nucleolus = false;
  /// Balanced weights that prove `least_excess`: Σ weight × cost is total − least_excess × Σ
  /// weight.
  std::vector<BalancedCoalition> certificate;
  bool shapley_in_core = false;
  /// Largest excess of the Shapley shares over a coalition's own cost, and that coalition.
  double shapley_excess = 0;
  std::uint32_t shapley_objector = 0;
  bool subadditive = false;  ///< no two coalitions apart are cheaper than together
  bool concave = false;      ///< joining saves more the more are there: Shapley is in the core
};

/// Shares of a game given in full.
///
/// Shapley up to rounding, O(2^n n). Core, certificate and nucleolus by linear programs in exact
/// fractions of the doubles given; coalitions are brought in as they object. 16 players take
/// seconds. Deterministic.
/// \param players 1..16, to 20 where the core is not examined.
/// \param cost 2^players values by bit mask; cost[0] = 0.
/// \throws InvalidDataError naming "game": out_of_range (too many players), length_mismatch,
///         missing_value (NaN), not_finite, contradiction (cost[0] is not 0).
CostShares cost_shares(std::int32_t players, std::span<const double> cost,
                       const CostSharesOptions& options = {});

/// Cost of a coalition; the same for the same mask. May throw.
using CoalitionCost = std::function<double(std::uint64_t)>;

struct SampledSharesOptions {
  double confidence = 0.95;   ///< that all intervals hold together, 0.5 to below 1
  double half_width = 0;      ///< stop once all are as narrow, money; 0: none
  std::int64_t pairs = 2000;  ///< at most so many orders with their reverses, 20..10000000
  std::uint64_t seed = 0;
  std::stop_token stop{};
};

struct SampledShares {
  double total = 0;
  std::vector<double> share;  ///< sums to `total`
  std::vector<double> low, high;
  std::int64_t pairs = 0;
  std::int64_t coalitions = 0;         ///< whose cost was asked for
  StopReason stop = StopReason::done;  ///< work: the pairs ran out before the width was reached
};

/// Shapley shares from random orders in which players join, each with its reverse.
/// \param players 1..62; `cost` is called from this thread only, at most once a coalition as long
/// as
///        a million are remembered.
/// Order r depends on (seed, r). \throws InvalidDataError naming "game" or "options"; what `cost`
/// throws.
SampledShares sampled_shares(std::int32_t players, const CoalitionCost& cost,
                             const SampledSharesOptions& options = {});

}  // namespace evenload::pool
