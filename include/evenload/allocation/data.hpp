/// \file
/// The rows that allocation works on. Every column is described in docs/data-model.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evenload/allocation/people.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/rational.hpp"
#include "evenload/workload/capacity.hpp"

namespace evenload::allocation {

/// What it means to leave a case unassigned: `must` (safety, statute), `due`, `may_wait`.
enum class CaseClass : std::int32_t { must = 0, due = 1, may_wait = 2 };

/// Where an assignment stands. Announced and started ones stay put unless released.
enum class AssignmentState : std::int32_t { open = 0, proposed = 1, announced = 2, started = 3 };

struct Case {
  CaseId id;
  std::string type;                          ///< case type of the weight table
  std::string phase;
  std::optional<Rational> weight;            ///< of the whole case; none: from the policy's weight table
  std::vector<std::string> factors;          ///< factors of the weight table
  CaseClass case_class = CaseClass::must;
  std::int64_t priority = 1;                 ///< >= 0, within the class
  std::vector<std::string> categories;       ///< what limits and wishes refer to; the type is always one of them
  UnitId unit;                               ///< empty: any
  std::optional<Instant> received;
  std::optional<Instant> deadline;           ///< given, or from the policy's deadline rule
  std::optional<Date> start;                 ///< first day of work; none: the day of allocation
  std::vector<std::string> required_skills;
  std::vector<std::string> preferred_skills;
  std::int64_t delegation_level = 0;         ///< level of delegated authority the lead needs
  std::string language;                      ///< required, empty: none
  bool interpreter = false;                  ///< an interpreter will do instead of the language
  bool risk = false;                         ///< threats or violence
  bool duty = false;                         ///< for those on duty only (an immediate protection assessment)
  CaseworkerId previous_caseworker;          ///< held it, or the client's case, before; may have left
  std::optional<Date> closed;                ///< when it was closed before, for reopening
  CaseworkerId family_caseworker;            ///< holds a sibling's or the family's case
  CaseworkerId current_caseworker;           ///< lead role, where `state` says so
  AssignmentState state = AssignmentState::open;  ///< of the lead role
  bool released = false;                     ///< an announced or started assignment that may move
  std::vector<std::string> roles;            ///< empty: the policy's roles for the type
  std::string link;                          ///< cases with the same link are one decision
  CaseworkerId held_by;                      ///< manager or intake holds it for now; stays undistributed
  std::optional<Date> held_until;
  std::optional<Date> assigned{};            ///< when the lead got it, for limits per week
  std::string place{};                       ///< where the client is, for travel
  bool on_site = false;                      ///< cannot be handled remotely
  std::vector<Date> visits{};                ///< days on which somebody must be there
  std::string client{};                      ///< whose case it is, over several cases; opaque, empty: not told
  std::optional<Date> transferred{};         ///< day it came from another caseworker, unit or municipality; `previous_caseworker` gave it
};

struct Caseworker {
  CaseworkerId id;
  UnitId unit;                               ///< empty only for pool members
  bool pool = false;
  std::vector<UnitId> pool_units;            ///< units a pool member serves; empty: all
  std::optional<Rational> capacity;          ///< over the horizon, as it is; none: from working time
  workload::WorkingTime working_time;
  Rational base_load;                        ///< load that is not in the table of cases
  std::optional<Rational> hard_limit;        ///< none: the policy's factor × capacity
  std::map<std::string, std::optional<Date>> skills;  ///< skill -> last day it is valid
  std::int64_t delegation_level = 0;
  std::vector<std::string> languages;
  bool on_duty = false;
  std::optional<Date> protected_until;       ///< last day of newcomer protection
  std::optional<std::int64_t> protected_new_cases;     ///< most new cases while protected
  std::optional<Rational> protected_new_weight;        ///< most new load while protected
  std::vector<std::string> protected_categories;       ///< not at all while protected
  std::vector<std::string> joint_only_categories;      ///< while protected: only as a role that is not the lead
  std::optional<std::int64_t> new_cases_limit;         ///< most new cases in this allocation
  std::vector<std::string> wished_categories;
  std::vector<std::string> unwished_categories;
  CaseworkerId supervisor{};                 ///< who leads them; may be outside the table; empty: not told
  std::optional<Rational> perceived;         ///< own rating of the burden; shown, never computed with
  bool agency = false;                       ///< not employed here: holds no delegation
  bool student = false;                      ///< on a placement: only roles that students may have
  CaseworkerId decider{};                    ///< who decides where the own delegation does not reach; may be outside the table
  std::optional<Date> introduced{};          ///< first day of the introduction
  std::string protection_class{};            ///< schedule of the policy that the introduction follows
  std::optional<std::int64_t> week_cases_limit{};  ///< most new cases in an ISO week
  std::int64_t week_cases = 0;               ///< received this week besides those of the tables
  std::vector<int> remote_days{};            ///< 1 Monday … 7 Sunday
};

struct Unit {
  UnitId id;
  std::string label;
  std::string committee;                     ///< secrecy border
  std::string municipality;
};

/// This caseworker may not have this case. No reason is stored, on purpose.
struct Exclusion {
  CaseId case_id;
  CaseworkerId caseworker;
};

/// What a limit counts: this allocation, or all that is new in its ISO week.
enum class LimitPeriod : std::int32_t { allocation = 0, week = 1 };

/// Most that one caseworker takes of a category.
struct CategoryLimit {
  CaseworkerId caseworker;                   ///< empty: every caseworker
  std::string category;
  std::optional<std::int64_t> cases;
  std::optional<Rational> weight;
  LimitPeriod period = LimitPeriod::allocation;
};

/// An assignment that exists: a role beside the lead, or the lead where the case row does not say it.
struct StandingAssignment {
  CaseId case_id;
  std::string role;
  CaseworkerId caseworker;
  AssignmentState state = AssignmentState::started;
  bool released = false;
  std::optional<Date> assigned{};            ///< when the caseworker got it
};

enum class OverrideKind : std::int32_t { assign = 0, forbid = 1, leave_unassigned = 2 };

/// A person's decision, with a reason. It is an input like any other and shows in the audit record.
struct Override {
  CaseId case_id;
  std::string role = "lead";
  OverrideKind kind = OverrideKind::assign;
  CaseworkerId caseworker;                   ///< empty for leave_unassigned
  std::string reason;                        ///< must not be empty
  std::string decided_by_role;               ///< a role ("unit manager"), never a name
};

/// A new report in an open case, or anything else that adds work to one for some time. It never asks for a new allocation.
struct CaseEvent {
  CaseId case_id;
  std::string kind;                          ///< opaque: "report", "hearing"
  Date from{};                               ///< first day on which it adds
  std::optional<Date> until;                 ///< last day; none: as long as the case lasts
  Rational weight;                           ///< of the whole case, before a role's share
};

/// A hand-over that is known ahead: with its next phase the case goes to another unit, which keeps room for it.
struct PlannedHandover {
  CaseId case_id;
  std::string role = "lead";
  std::string phase;                         ///< the next phase
  UnitId unit;                               ///< that receives it
  Date on{};
  std::optional<Rational> weight;            ///< of the whole case in that phase; none: from the policy's weight table
  CaseworkerId caseworker;                   ///< who receives it, where that is settled
};

/// Two caseworkers who may not work on one case together. No reason is stored, on purpose.
struct WorkerPair {
  CaseworkerId caseworker;
  CaseworkerId other;
};

/// Two cases that are one decision, like two with the same link. Links chain; a ring of them says nothing more than a chain.
struct CaseLink {
  CaseId case_id;
  CaseId other;
};

/// By agreement, employees of one municipality work on cases of another.
struct Agreement {
  std::string municipality;                  ///< of the case's unit
  std::string with;                          ///< whose employees may
  std::string case_type;                     ///< empty: every type
  std::optional<Date> from;
  std::optional<Date> to;                    ///< last day, included
};

/// What a caseworker carried beyond their share in a week that is over, such as the work of a vacancy.
struct CarriedLoad {
  CaseworkerId caseworker;
  Date week{};                               ///< any day of it
  Rational extra_load;                       ///< points, >= 0
};

/// Everything one allocation knows. Only `cases` and `caseworkers` are needed; both may be empty.
struct AllocationInput {
  std::vector<Case> cases;
  std::vector<Caseworker> caseworkers;
  std::vector<Unit> units;                   ///< empty: taken from the rows
  std::vector<Exclusion> exclusions;
  std::vector<CategoryLimit> limits;
  std::vector<StandingAssignment> assignments;
  std::vector<Override> overrides;
  std::vector<Delegation> delegations{};
  std::vector<Decider> deciders{};
  std::vector<DutyTurn> duty{};
  std::vector<OwnProtectionStep> protection{};
  std::vector<Travel> travel{};
  std::vector<Specialism> specialisms{};
  std::vector<CaseEvent> events{};
  std::vector<PlannedHandover> handovers{};
  std::vector<WorkerPair> worker_pairs{};
  std::vector<CaseLink> links{};
  std::vector<Agreement> agreements{};
  std::vector<CarriedLoad> carried_load{};   ///< counts where the policy remembers it (carry_over)
  std::string extensions{};  ///< text of a JSON object that documents keep and nobody reads; empty: none
};

}  // namespace evenload::allocation
