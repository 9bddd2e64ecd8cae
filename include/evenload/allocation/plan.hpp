/// \file
/// The answer of an allocation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/reasons.hpp"
#include "evenload/core/control.hpp"
#include "evenload/optimize/balanced_assignment.hpp"

namespace evenload::allocation {

/// One (case, role) and who has it. In the order of the input's cases, roles in their order.
struct Assignment {
  CaseId case_id;
  std::string role;
  std::string phase;
  CaseworkerId caseworker;                       ///< empty: undistributed
  AssignmentState state = AssignmentState::open; ///< proposed where this plan proposes it
  bool overridden = false;
  Rational load;                                 ///< what it adds, or would add
  std::int64_t cost = 0;                         ///< prices of soft rules, cost units
};

/// One caseworker before and after. In the order of the input's caseworkers.
struct CaseworkerLoad {
  CaseworkerId caseworker;
  UnitId unit;
  bool pool = false;
  Rational capacity;
  Rational hard_limit;
  Rational load_before;
  Rational load_after;
  std::optional<Rational> ratio_before;          ///< none at zero capacity
  std::optional<Rational> ratio_after;
  std::string band_before;
  std::string band_after;
  Rational remembered;                           ///< part of both loads that is no work now but carried load of past weeks (carry_over)
  std::int64_t new_cases = 0;
  std::optional<Rational> perceived;
};

/// The cheapest change that would place a case: one rule not applied to one caseworker, or so much more room.
struct Relaxation {
  CaseworkerId caseworker;
  Reason reason;                                 ///< what stands in the way, as the code of an exclusion or of missing room
  Rational extra_load;                           ///< points past the limit, 0 where a rule is in the way
};

/// A case on the undistributed list, ranked from 1 by class, slack to the deadline, waiting, id.
struct Undistributed {
  std::int64_t rank = 0;
  CaseId case_id;
  std::string role;
  CaseClass case_class = CaseClass::must;
  UnitId unit;
  Rational load;
  std::optional<std::int64_t> slack_days;        ///< calendar days from the day of allocation to the deadline
  std::optional<std::int64_t> waiting_days;      ///< since it was received
  Reason reason;
  std::optional<Relaxation> relaxation;
  CaseworkerId held_by;
  std::optional<Date> held_until;
};

/// What is needed to repeat the proposal, besides its inputs.
struct AuditRecord {
  std::string version;                           ///< of evenload
  std::string policy;                            ///< its name
  Date on{};
  std::uint64_t seed = 0;
  std::optional<std::int64_t> work_limit;
  std::int64_t work = 0;
  StopReason stop = StopReason::done;
  Outcome outcome = Outcome::unknown;
  std::int64_t cases = 0;
  std::int64_t caseworkers = 0;
  std::vector<Override> overrides;
  /// What made it: "allocate", or a verb of verbs_document.hpp, which also takes its settings to repeat. Of a verb
  /// policy, day, overrides and numbers of rows are those that its plan answers (Proposal).
  std::string verb = "allocate";
};

struct Plan {
  std::vector<Assignment> assignments;
  std::vector<Undistributed> undistributed;      ///< in rank order
  std::vector<CaseworkerLoad> loads;
  std::vector<optimize::Level> levels;           ///< values in points (not scaled)
  std::optional<optimize::SortedRatios> sorted_ratios{};  ///< with balance = leximin: load/capacity, worst first, naming nobody
  std::vector<Reason> notices;
  Outcome outcome = Outcome::unknown;
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
  AuditRecord audit;
  std::string extensions{};  ///< text of a JSON object that documents keep and nobody reads; empty: none
};

}  // namespace evenload::allocation
