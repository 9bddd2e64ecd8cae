/// \file
/// Changes that people could agree on, and what a plan made with them places. Private.
/// Equations (5) to (8) of docs/models/causes.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/causes.hpp"
#include "evenload/core/control.hpp"
#include "src/allocation/solve/problem.hpp"

namespace evenload::allocation::detail {

/// What the plan says today, in the terms of the kernel's rows.
struct Today {
  const AllocationInput& input;
  const AllocationPolicy& policy;
  const Prepared& p;
  const Quotas& quotas;
  const KernelProblem& kernel;
  const std::vector<std::int32_t>& assignment;  // by the kernel's rows: person or -1
  const std::vector<std::size_t>& left_over;    // the kernel's rows that changes should place
  bool proven;                                  ///< that no plan of today's rules places more
};

/// Nobody is asked to go against a conflict of interest, nor to work with whom they do not work with.
constexpr bool always_stands(Rule rule) noexcept {
  return rule == Rule::conflict_of_interest || rule == Rule::worker_pairs;
}

/// Levels that say what is placed, and the overload that stands between them.
constexpr bool places_cases(optimize::LevelKind kind) noexcept {
  using enum optimize::LevelKind;
  return kind == unassigned_must || kind == overload || kind == unassigned_due ||
         kind == unassigned_may_wait;
}

// costs.cpp

/// What a name of CausesOptions::costs costs; none: never to be proposed.
std::optional<Rational> cost_of_name(const CausesOptions& options, std::string_view name);
bool is_cost_name(std::string_view name);

// candidates.cpp

/// Limits are candidates without `by`: how far they have to be raised is found by solving.
struct Candidate {
  ReliefChange change;
  Rational unit_cost;  ///< of one step of `by`, where there is one
  Rational most;       ///< of `by`; 0: not a limit
  Rational step = 1;
  Rational likely;      ///< of `by`, as the plan stands today
  bool direct = false;  ///< alone, it opens somebody to a case that is left over
};

/// Every change that may help, the most direct first.
std::vector<Candidate> candidates_for(const Today& today, const CausesOptions& options);

/// Fills in what follows from the rest: its cost, and the sentence's code and parameters.
ReliefChange with_reason(const Candidate& candidate, const Rational& by);

// apply.cpp

/// A rule that is not applied to some pairs.
struct Waiver {
  Rule rule = Rule::unit_border;
  CaseId case_id;           ///< empty: every case
  CaseworkerId caseworker;  ///< empty: everybody
  UnitId case_unit, unit;   ///< both or neither
};

/// The input with the changes, except for rules that are waived pair by pair.
AllocationInput changed_input(const Prepared& p, const AllocationInput& input,
                              const std::vector<ReliefChange>& changes);
std::vector<Waiver> waivers_of(const std::vector<ReliefChange>& changes);
/// Adds the pairs that are open once these rules are waived.
void open_pairs(const Prepared& p, KernelProblem& kernel, const std::vector<Waiver>& waivers);

// reliefs.cpp

/// Fills in `single`, `combined` and what is said of them.
void find_reliefs(const Today& today, const CausesOptions& options, WorkMeter& meter,
                  WhyUnplaced& answer);

}  // namespace evenload::allocation::detail
