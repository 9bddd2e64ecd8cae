/// \file
/// What a change would change: two plans side by side.
#pragma once

#include <optional>
#include <vector>

#include "evenload/allocation/moves.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

struct CapacityChange {
  CaseworkerId caseworker;
  std::optional<Rational> capacity;     ///< at least one of the three
  std::optional<Rational> hard_limit;
  std::optional<std::int64_t> new_cases_limit;
};

struct AbsenceChange {
  CaseworkerId caseworker;
  Date from{};
  Date to{};
  Rational share = 1;
};

struct WeightChange {
  CaseId case_id;
  Rational weight;
};

/// What is tried; whatever is left empty stays as it is.
struct WhatIfChanges {
  std::optional<AllocationPolicy> policy;        ///< in the place of the policy; without a day, the policy's
  std::vector<CapacityChange> capacities;
  std::vector<AbsenceChange> absences;           ///< in addition
  std::vector<WeightChange> weights;
  std::vector<CategoryLimit> limits;             ///< in addition; the stricter of two counts
  std::vector<CaseworkerId> without_caseworkers; ///< take nothing and have no capacity
  std::vector<CaseId> without_cases;
};

struct LoadDifference {
  CaseworkerId caseworker;
  Rational before;
  Rational after;
  std::optional<Rational> ratio_before;
  std::optional<Rational> ratio_after;
};

/// A level in both plans. Where one of them has no such level, its value is none.
struct LevelComparison {
  optimize::LevelKind level = optimize::LevelKind::balance;
  std::optional<optimize::Level> before;
  std::optional<optimize::Level> after;
  std::optional<double> difference;      ///< after - before
  /// The true difference of the two best values lies between these, where the earlier levels agree
  /// in both plans and with their bounds.
  std::optional<double> least;
  std::optional<double> most;
};

struct WhatIf {
  Proposal before;
  Proposal after;
  std::vector<LevelComparison> levels;
  std::vector<Move> moves;               ///< assignments that differ, in the order of the cases; from: before, to: after
  std::vector<LoadDifference> loads;     ///< of all caseworkers, in the order of the input
};

/// Allocates with and without the changes, with equal seed and work.
/// \throws InvalidDataError as allocate; table "changes.<field>": unknown_id, duplicate_id (two changes
///         of one thing), missing_value, ends_before_start, contradiction (a change to what is taken away).
WhatIf what_if(const AllocationInput& input, const AllocationPolicy& policy,
               const WhatIfChanges& changes, const SolveOptions& options = {});

}  // namespace evenload::allocation
