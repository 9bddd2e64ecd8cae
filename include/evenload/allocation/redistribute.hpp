/// \file
/// Somebody leaves: their cases go to others for good.
#pragma once

#include <optional>
#include <vector>

#include "evenload/allocation/moves.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

/// What handing a case over costs in work, for both, on top of the case itself.
struct HandOver {
  Rational share = Rational(1, 4);  ///< of the case's load, 0 to 1
  int weeks = 4;                    ///< 0 to 52
};

struct RedistributeOptions {
  std::optional<Date> from;         ///< first day with the new caseworker; none: the day of allocation
  HandOver hand_over;
  /// A case whose deadline falls before the hand-over is done counts so many times its priority
  /// where not all can be placed; 1 to 1000.
  std::int64_t urgent_factor = 4;
};

/// One assignment that is handed over.
struct HandedOver {
  Move move;
  std::optional<Date> deadline;     ///< last day that keeps it
  bool urgent = false;              ///< before the hand-over is done
  Rational hand_over_load;          ///< of each of the two, while the hand-over lasts
  Rational mean_hand_over_load;     ///< as a mean over the policy's horizon: what the plan counts
};

struct Redistributed : Proposal {
  CaseworkerId caseworker;
  Date from{};
  Date hand_over_until{};                 ///< last day of the hand-over
  std::vector<HandedOver> handed_over;    ///< by deadline (none last), case id, role
  Rational load;                          ///< that leaves the caseworker, without hand-over load
  Rational hand_over_load;                ///< of the caseworker who leaves, while it lasts
};

/// All that the caseworker has, whether announced, started or held for now, goes to others for
/// good; everybody else keeps what they have. The caseworker takes nothing new. Cases are placed
/// as in allocate() (levels, bounds), open ones besides; continuity counts towards who had the case
/// before, else the hand-over has no price of its own. The load of a case that is handed over is
/// load · (1 + share · min(weeks, horizon) / horizon) in the plan (docs/models/verbs.md (10)).
/// \throws InvalidDataError as allocate; table "redistribute": unknown_id for the caseworker,
///         ends_before_start for a day before the allocation's, out_of_range for share, weeks, factor.
Redistributed redistribute(const AllocationInput& input, const AllocationPolicy& policy,
                           const CaseworkerId& caseworker, const RedistributeOptions& redistribute,
                           const SolveOptions& options = {});

}  // namespace evenload::allocation
