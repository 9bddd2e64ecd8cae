/// \file
/// Instead of "infeasible": which cases cannot be placed together, the smallest sets of reasons for
/// it, and the cheapest changes that would help.
///
/// Model, equations and sources: docs/models/causes.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/allocation/reasons.hpp"
#include "evenload/core/control.hpp"
#include "evenload/core/table.hpp"
#include "evenload/optimize/blocking_groups.hpp"

namespace evenload::allocation {

/// One role of one case.
struct CaseRole {
  CaseId case_id;
  std::string role;
  friend bool operator==(const CaseRole&, const CaseRole&) = default;
};

/// One reason of an irreducible set: a rule, a limit or a decision as it acts on one group of
/// people.
struct Cause {
  Reason reason;
  UnitId unit;              ///< of the people; empty: without a unit, or not about people
  std::int64_t people = 0;  ///< on how many of them it acts
  std::vector<CaseworkerId> caseworkers;  ///< whom nothing else in the set keeps out; by id
  bool needed = false;                    ///< proven: without it the cases could be placed
};

/// Reasons that together keep the cases from being placed, nothing else being asked.
struct CauseSet {
  std::vector<Cause> causes;
  bool proven = false;  ///< it blocks, and each of its reasons is needed
};

/// Cases that cannot all be placed, with the people whose room they compete for, and why.
struct BlockedCases {
  std::vector<CaseRole> cases;            ///< by id, then role
  /// That the plan leaves: of these, and roles that wait for a lead among them.
  std::vector<CaseRole> left_over;
  std::vector<CaseworkerId> caseworkers;  ///< who may take one of them; by id
  Rational load;                          ///< sum of what the cases weigh at least
  Rational room;                          ///< what those people could still take, points
  bool within_capacity = false;           ///< whether overload counts against them (due, may_wait)
  optimize::BlockingProof proof = optimize::BlockingProof::not_proven;  ///< that the cases compete
  bool minimal = false;        ///< proven: without any one of the cases the rest fits
  std::vector<CauseSet> sets;  ///< the fewest reasons first
  bool all_sets = false;       ///< proven: there are no other irreducible sets
  /// What a proof lacks: `done` where nothing; otherwise which limit ended the search.
  StopReason missing = StopReason::done;
};

enum class ReliefKind : std::int32_t {
  rule_for_case = 0,        ///< one rule not applied to one case (of linked cases: to all of them)
  rule_for_caseworker = 1,  ///< one rule not applied to one caseworker
  absence_moved = 2,        ///< a caseworker is there after all when cases have to begin
  border_opened = 3,        ///< one unit's people may take another unit's cases
  interpreter = 4,          ///< an interpreter for one case instead of the language
  hard_limit_raised = 5,    ///< of one caseworker, by so many points
  capacity_raised = 6,      ///< agreed extra work of one caseworker, by so many points
  new_cases_raised = 7,     ///< most new cases of one caseworker, by so many
  category_limit_raised = 8,  ///< of one caseworker and category, by so many cases
  new_caseworker = 9,         ///< one more, with these skills in this unit
};
inline constexpr std::size_t relief_kind_count = 10;
std::string_view to_string(ReliefKind kind) noexcept;  ///< "rule_for_case"

/// One change that people could agree on.
struct ReliefChange {
  ReliefKind kind = ReliefKind::rule_for_case;
  std::optional<Rule> rule;
  CaseId case_id;
  CaseworkerId caseworker;
  UnitId unit;       ///< whose people may, or where the new caseworker would be
  UnitId case_unit;  ///< border_opened: whose cases
  std::string category;
  Rational by;                      ///< points or cases
  std::vector<std::string> skills;  ///< new_caseworker, this and the following
  std::int64_t delegation_level = 0;
  std::string language;
  bool on_duty = false;
  Rational capacity;
  Rational cost;  ///< in the units of the costs given
  Reason reason;  ///< the same as a code with parameters, for a sentence
};

/// A set of changes and what a plan made with them gains. Found by solving, not by estimate.
struct Relief {
  std::vector<ReliefChange> changes;
  Rational cost;
  std::array<std::int64_t, 3> gain{};  ///< priority placed in addition, by CaseClass; may be < 0
  Rational worth;                      ///< sum of gain, weighted by class; > 0
  std::vector<Assignment> placed;      ///< who would have what is left over today
  std::vector<CaseRole> lost;          ///< placed today and left over then
  bool proven = false;                 ///< that neither plan could place more
};

/// What is asked, what changes cost, and how much to search.
struct CausesOptions {
  /// Work and time of everything together; by default 4e8 units, about 20 s at most.
  SolveOptions solve;
  int most_sets = 3;              ///< irreducible sets for each group of cases, at least 1
  bool by_caseworker = false;     ///< reasons by person instead of by unit
  int most_changes = 2;           ///< changes that are combined, 0 (no relief asked for) to 4
  int most_reliefs = 10;          ///< single changes that are told
  std::int64_t most_plans = 400;  ///< plans solved in search of changes
  /// By name: a rule's name (for one case), "hard_limit", "capacity" (both a point),
  /// "new_case_limit", "category_limit" (both a case), "border", "interpreter", "new_caseworker".
  /// Those that are not here cost what docs/models/causes.md says.
  std::map<std::string, Rational> costs;
  std::vector<std::string> never;  ///< names as above: changes not to propose
  Rational caseworker_factor = 2;  ///< a rule not applied to a person costs so many times a case's
  Rational limit_step = 1;         ///< points by which limits are raised, > 0
  std::array<Rational, 3> class_worth = {100, 10, 1};  ///< worth of a priority point, by CaseClass
  std::optional<Rational> new_capacity;  ///< of a new caseworker; none: the largest in the table
};

struct WhyUnplaced {
  std::vector<BlockedCases> blocked;  ///< in the order of the undistributed list
  std::vector<Relief> single;         ///< cheapest for their worth first
  std::vector<Relief> combined;  ///< for 2, 3 … changes: what places most, then the cheapest;
                                 ///< only where it places more than fewer changes do
  bool all_examined = false;     ///< every candidate of `single` was solved
  bool combined_proven = false;  ///< every combination was solved, or nothing more is to gain
  Rational most_worth;           ///< no set of changes can gain more
  std::int64_t candidates = 0;   ///< changes that might help
  std::int64_t plans = 0;        ///< plans solved
  Audience audience = Audience::allocator;
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// Why cases are left over, and what would help.
///
/// With `cases`: exactly these cases, together, are asked about, whatever the plan does with them.
/// Without: all that the plan leaves over. A conflict of interest and a person's decision are named
/// as reasons, but no change ever goes against them. The same answer for the same input, options
/// and work on any number of threads and in any order of rows; only the clock, the token and the
/// callback can change it. \param plan  nullptr: allocates first. \param cases  empty: what the
/// plan leaves over. \throws InvalidDataError as allocate; for a case that is not in the input
/// (table "cases"), a plan of
///         another input (table "plan"), or options out of range (table "options").
WhyUnplaced why_unplaced(const AllocationInput& input, const AllocationPolicy& policy,
                         const Plan* plan = nullptr, const std::vector<CaseId>& cases = {},
                         const CausesOptions& options = {});

/// What a reader may see of it. Others than the allocator read which cases are left over, and nothing
/// else: the reasons that could be told would differ with those that are protected.
WhyUnplaced seen_by(Audience audience, const WhyUnplaced& full);

/// A question as a document: which cases, who reads, and the options.
struct CausesQuestion {
  std::vector<CaseId> cases;
  Audience audience = Audience::allocator;
  CausesOptions options;
};
/// docs/schemas/causes_question.schema.json. Missing fields take their defaults.
/// \throws InvalidDataError with the path as table and the field as column.
CausesQuestion causes_question_from_json(std::string_view json);
/// docs/schemas/why_unplaced.schema.json
std::string to_json(const WhyUnplaced& why);

// Answers as tables; groups, sets and reliefs are numbered from 1.
Table blocked_table(const WhyUnplaced& why);  ///< one row per case and role of a group
Table causes_table(const WhyUnplaced& why);   ///< one row per reason of a set
Table reliefs_table(const WhyUnplaced& why);  ///< one row per change of a relief

/// Everything in plain words, a line for each group, reason and relief; nothing else is said in
/// them than in the codes. The catalogue says in which language.
std::string in_words(const WhyUnplaced& why, const Catalogue& catalogue);

}  // namespace evenload::allocation
