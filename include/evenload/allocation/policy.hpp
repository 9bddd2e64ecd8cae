/// \file
/// The rules of allocation in one configuration object.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/people.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/deadline.hpp"
#include "evenload/core/rational.hpp"
#include "evenload/optimize/balanced_assignment.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::allocation {

/// Every rule that decides about pairs. Each has a name, a sentence in the catalogues, and a switch.
enum class Rule : std::int32_t {
  unit_border = 0,          ///< a case stays in its unit; pool members serve theirs
  committee_border = 1,     ///< secrecy: a case stays inside its unit's committee
  required_skills = 2,
  preferred_skills = 3,
  delegation = 4,
  conflict_of_interest = 5, ///< always hard
  absence = 6,              ///< away for the whole of the case's first days (start_window_days)
  newcomer_protection = 7,  ///< categories, joint-only categories, number and weight of new cases
  language = 8,
  duty = 9,
  reopening = 10,           ///< back to the previous caseworker inside the window
  continuity = 11,          ///< one caseworker per client
  family = 12,              ///< same holder, else same unit
  wishes = 13,
  late_start = 14,          ///< price per working day until the caseworker is first present
  category_limits = 15,
  new_case_limit = 16,
  risk_two_workers = 17,    ///< a case with risk needs the policy's second role
  named_decider = 18,       ///< who lacks the delegation may lead where a named decider has it, and room
  two_worker_lead = 19,     ///< where two work together, the lead is no protected newcomer
  students = 20,            ///< a placement student has only roles that students may have
  duty_rest = 21,           ///< less new work around a turn on duty
  deadline_absence = 22,    ///< away over the last days before a deadline, or on the day of a visit
  specialisms = 23,         ///< a share of a specialism that somebody wants to keep
  travel = 24,
  remote = 25,              ///< presence on site on days of remote work
  municipality_border = 26, ///< a case stays inside its unit's municipality, unless an agreement covers it
  worker_pairs = 27,        ///< pairs of caseworkers who do not work on one case together
  no_lone_visits = 28,      ///< who has a case with risk is there on its days of visits
  parallel_roles = 29,      ///< roles of a type in one unit, or in different ones
  planned_handover = 30,    ///< room for hand-overs that are known ahead, and their price
  transfer = 31,            ///< load of a hand-over, for both, for some weeks
  case_events = 32,         ///< a new report in an open case adds to its weight
};
inline constexpr std::size_t rule_count = 33;
std::string_view to_string(Rule rule) noexcept;  ///< "unit_border"
/// \throws InvalidDataError(invalid_argument) for a name that is no rule.
Rule rule_from_string(std::string_view name);

enum class RuleMode : std::int32_t { off = 0, soft = 1, hard = 2 };
/// Whether a rule can be switched so: docs/models/allocation.md, table of rules.
bool allows(Rule rule, RuleMode mode) noexcept;

/// Switch and price of a rule. The price is in cost units, >= 0, and counts where the rule is soft (and for rules that are prices by nature).
struct RuleSetting {
  RuleMode mode = RuleMode::hard;
  std::int64_t price = 0;
};

/// A role of a case: who leads, who assists.
struct Role {
  std::string name = "lead";
  Rational share = 1;                         ///< of the case's weight, unless the weight table says otherwise
  std::vector<std::string> required_skills;   ///< in addition to the case's
  bool needs_delegation = true;               ///< the case's delegation level is asked of this role
  bool protected_may = true;                  ///< a protected newcomer may have this role in joint-only categories (never the lead)
  bool student_may = false;                   ///< a placement student may have this role
  UnitId unit{};                              ///< from which the role is taken; empty: the case's
  bool any_unit = false;                      ///< the unit border is not asked of this role
};

/// Roles of a case type: the first is the lead. Different roles of one case go to different caseworkers, unless `same_person` names a pair.
struct RolesOfType {
  std::string case_type;                      ///< empty: any type without a row of its own
  std::vector<std::string> roles;
  std::vector<std::array<std::string, 2>> same_person;
  std::vector<std::array<std::string, 2>> same_unit{};   ///< pairs of roles whose caseworkers have one unit
  std::vector<std::array<std::string, 2>> other_unit{};  ///< pairs of roles whose caseworkers have different units
};

/// Deadline rule of a case type and phase (either empty: any).
struct DeadlineOfType {
  std::string case_type;
  std::string phase;
  DeadlineRule rule;
};

/// What `reopening` is for one case type, instead of the rule's setting.
struct ReopeningOfType {
  std::string case_type;
  int months = 6;                             ///< window, from the day of closing
  RuleSetting setting{RuleMode::soft, 30};
};

/// How long it takes until an interpreter is there.
struct InterpreterDays {
  std::string language;
  int days = 0;                               ///< working days from the case's start
};

/// What a hand-over costs those who hand over and those who take over, for some weeks from its day.
struct HandoverLoad {
  int weeks = 2;
  Rational receiver = Rational(1, 5);         ///< share of the case's weight that the lead has in addition
  Rational giver = Rational(1, 10);           ///< share that stays with the previous caseworker, who may stand outside the tables
};

/// Extra load of past weeks gives room now: equations (7) to (9) of docs/models/fairness.md.
struct CarryOver {
  int half_life_weeks = 8;                    ///< > 0: after so many weeks half of it is remembered
  Rational share = 1;                         ///< of what is remembered, >= 0
  Rational most = Rational(1, 4);             ///< of the capacity, >= 0: no more room than that
};

/// All that decides an allocation besides its tables. A default policy is usable as it stands.
struct AllocationPolicy {
  std::string name = "default";
  std::optional<Date> on;                     ///< day of allocation; required by every verb
  std::string zone = std::string(Zone::default_name);
  std::vector<Date> holidays;
  int horizon_weeks = 4;                      ///< capacity is its mean over so many weeks from the day of allocation
  int start_window_days = 5;                  ///< working days from a case's start within which someone must be present
  int reopening_window_months = 6;
  optimize::Balance balance = optimize::Balance::squares;
  optimize::OverloadPlace overload_place = optimize::OverloadPlace::after_must;
  Rational cost_weight = Rational(1, 20);     ///< lambda, points per cost unit
  Rational hard_limit_factor = Rational(5, 4);
  std::optional<std::int64_t> new_cases_limit;///< most new cases per caseworker in one allocation
  std::optional<std::int64_t> week_cases_limit{};  ///< most new cases per caseworker in an ISO week
  std::optional<Instant> at{};                ///< moment of allocation, on the day `on`: who is on duty then; none: on that day
  int deadline_window_days = 0;               ///< working days up to a deadline within which someone must be present; 0: not asked
  Rational presence_share = 0;                ///< of such a window, and of the first days, 0..1; 0: any presence will do
  std::optional<Rational> travel_limit{};     ///< with a hard rule `travel`: farther is too far
  std::vector<ProtectionClass> protection{};  ///< schedules of introduction
  std::optional<Rational> newcomer_second_share{};  ///< of the weight, where the second role is with a protected newcomer; none: the role's
  std::string student_class{};                ///< class of reductions that a placement student costs the supervisor; empty: none
  std::optional<CarryOver> carry_over;        ///< none: nothing is remembered
  workload::MeasurementRule measurement;      ///< weights, capacity rule, bands
  std::vector<Role> roles;                    ///< default: lead (share 1), second (share 1/2)
  std::vector<RolesOfType> roles_of_type;     ///< default: ["lead"] for every type
  std::string second_role = "second";         ///< the role that risk_two_workers adds
  std::string interpreter_factor;             ///< factor of the weight table that the load of a pair without the language has in addition; empty: none
  std::vector<DeadlineOfType> deadlines;
  std::vector<ReopeningOfType> reopening_of_type{};
  int interpreter_days = 0;                   ///< working days until an interpreter is there, for languages without a row of their own
  std::vector<InterpreterDays> interpreter_days_of{};
  int hold_notice_days = 3;                   ///< how many days before its end a hold is a notice
  HandoverLoad handover{};
  std::array<RuleSetting, rule_count> rules;  ///< by Rule
  std::map<std::string, std::string> sentences_en;  ///< the user's own catalogue entries
  std::map<std::string, std::string> sentences_sv;
  std::string extensions{};  ///< text of a JSON object that documents keep and nobody reads; empty: none

  AllocationPolicy();  ///< fills the defaults named in docs/models/allocation.md
  RuleSetting& rule(Rule r) { return rules[static_cast<std::size_t>(r)]; }
  const RuleSetting& rule(Rule r) const { return rules[static_cast<std::size_t>(r)]; }
};

/// \throws InvalidDataError(table "policy…", column, row).
void check(const AllocationPolicy& policy);

}  // namespace evenload::allocation
