/// \file
/// Reasons as append-only codes with typed parameters, and the catalogues that turn them into sentences.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "evenload/core/calendar.hpp"

namespace evenload::allocation {

/// Append-only: a number never changes its meaning.
enum class ReasonCode : std::int32_t {
  // why a pair is excluded
  not_available = 1,             ///< what colleagues read of everybody without a declared reason, barred or merely not chosen
  other_unit = 2,                ///< case_unit, caseworker_unit
  missing_skill = 3,             ///< skill
  expired_skill = 4,             ///< skill, expired
  delegation_too_low = 5,        ///< needed, held
  conflict_of_interest = 6,      ///< protected
  absent = 7,                    ///< protected: from, to
  newcomer_category = 8,         ///< protected: category
  newcomer_joint_only = 9,       ///< protected: category
  missing_language = 10,         ///< language
  not_on_duty = 11,
  not_previous_caseworker = 12,  ///< previous
  not_family_caseworker = 13,    ///< family
  zero_capacity = 14,            ///< protected (it tells of absence)
  base_past_hard_limit = 15,     ///< base_load, hard_limit
  forbidden_by_override = 16,    ///< reason
  role_needs_other_person = 17,  ///< role
  other_committee = 18,          ///< case_committee, caseworker_committee
  newcomer_not_lead = 19,        ///< protected: role of the second worker
  belongs_with = 20,             ///< caseworker: a linked case, or a role for the same person, is already there
  student_may_not = 21,          ///< role
  too_far = 22,                  ///< place, amount, limit
  works_remotely = 23,           ///< date
  away_when_needed = 24,         ///< protected: from, to, needed (the deadline, or the day of a visit)
  decider_not_available = 25,    ///< protected: decider (away, or a conflict of interest)
  delegation_expired = 35,       ///< level, expired
  // why there is no room, or why a placed alternative is worse
  past_hard_limit = 30,          ///< load, hard_limit
  category_limit_reached = 31,   ///< category, limit
  newcomer_limit_reached = 32,   ///< protected: limit
  new_case_limit_reached = 33,   ///< limit
  lead_not_placed = 34,          ///< role
  decider_without_room = 36,     ///< decider, limit
  week_limit_reached = 37,       ///< limit, received, category (where the limit is one of a category)
  around_duty = 38,              ///< limit: of new work around a turn on duty
  // why a pair is excluded: cases that others share
  other_municipality = 40,       ///< case_municipality, caseworker_municipality
  kept_apart = 41,               ///< protected: caseworker, who has another role of the case
  away_on_visit_day = 42,        ///< protected: date
  role_in_wrong_unit = 43,       ///< role, unit: where another role of the case is
  interpreter_too_late = 44,     ///< language, from, deadline
  // why a case is on the undistributed list
  no_eligible_caseworker = 50,   ///< contradictory rules: nobody may take it
  no_room = 51,                  ///< eligible caseworkers exist, none has room
  would_overload = 52,           ///< due or may wait: placing it would raise overload
  held = 53,                     ///< held_by, held_until (where the hold has an end)
  left_by_override = 54,         ///< reason
  displaced_by_others = 55,      ///< room went to cases of higher class or priority
  linked_cases_share_nobody = 56,///< link
  two_workers_needed = 57,       ///< role: fewer eligible caseworkers than roles
  awaiting_allocation = 58,      ///< may be placed as things stand; nothing has been proposed yet
  held_for_now = 59,             ///< `held` for readers who need not know by whom
  left_by_person = 60,           ///< `left_by_override` without its text
  // why this one
  best_level = 70,               ///< level, difference
  only_eligible = 71,
  announced_stays = 72,
  started_stays = 73,
  set_by_override = 74,          ///< reason
  decided_by_person = 75,        ///< `set_by_override` without its text
  chosen_by_level = 76,          ///< level (of older documents: the level tells how close others were)
  chosen_by_rules = 77,          ///< `best_level` and `only_eligible` for readers who need not know how others stand
  // soft rules that apply to a pair; price in cost units
  prefers_skill_missing = 90,    ///< skill, price
  continuity_broken = 91,        ///< previous, price
  continuity_kept = 92,          ///< previous
  family_kept = 93,              ///< family
  family_broken = 94,            ///< family, price
  wished = 95,                   ///< category
  unwished = 96,                 ///< category, price
  late_start = 97,               ///< protected: days, price
  interpreter_needed = 98,       ///< language, price
  soft_other_unit = 99,          ///< case_unit, caseworker_unit, price
  same_unit_as_family = 100,     ///< family, unit
  soft_rule = 101,               ///< rule, price: a hard rule that the policy made soft
  decided_by = 102,              ///< decider, price
  away_some_days = 39,           ///< protected: days, price: away on days that the case needs
  specialism_elsewhere = 103,    ///< category, price
  specialism_kept = 104,         ///< category
  travel = 105,                  ///< place, amount, price
  would_hand_over = 106,         ///< unit, on, price (none where the rule is hard)
  by_agreement = 107,            ///< municipality, price
  interpreter_lead_time = 108,   ///< protected: language, days, price
  holder_cannot_take = 109,      ///< caseworker: has the client's or the family's case, but cannot have this one
  // notices about the input: reported, not refused
  unknown_previous_caseworker = 120,  ///< case, caseworker
  unknown_family_caseworker = 121,    ///< case, caseworker
  work_to_cover = 122,                ///< caseworker, base_load: zero capacity with load
  base_load_past_hard_limit = 123,    ///< caseworker, base_load, hard_limit
  fixed_past_hard_limit = 124,        ///< caseworker, load, hard_limit
  override_against_rule = 125,        ///< case, caseworker, rule
  empty_unit = 126,                   ///< unit
  hold_expired = 127,                 ///< case, held_until
  deadline_passed = 128,              ///< case, deadline
  unknown_current_caseworker = 129,   ///< case, caseworker: the case stays with someone outside the table and loads nobody here
  unknown_exclusion = 130,            ///< case, caseworker: an exclusion that names a case or caseworker not in the tables
  clock_already_running = 131,        ///< case, hours: came in outside the rota, and its deadline is running
  nobody_on_duty = 132,               ///< case: no turn of the rota covers the day and type
  student_without_supervisor = 133,   ///< caseworker
  introduction_without_schedule = 134,///< protected: caseworker, class
  event_in_open_case = 135,           ///< case, weight, until: adds to the weight of a case that is open already
  hold_ends_soon = 136,               ///< case, held_by, held_until
  room_reserved = 137,                ///< unit, load, cases: for hand-overs that are planned
  handed_over = 138,                  ///< case, load, until: what the hand-over adds for whoever takes it
  // fairness
  remembered_load = 150,              ///< caseworker, load: carried load of past weeks gives room now
  unknown_carried_load = 151,         ///< caseworker: carried load of somebody who is not in the table
  // why cases cannot be placed: a rule or limit as it acts on people (why_unplaced)
  cause_rule = 160,                   ///< rule, people, detail (what is asked), unit
  cause_protected_rule = 161,         ///< protected: the same
  cause_hard_limits = 162,            ///< people, unit
  cause_capacities = 163,             ///< people, unit: placing more would overload them
  cause_standing = 164,               ///< people, unit: the case belongs with what somebody else has
  // what would help
  change_rule = 165,                  ///< protected: rule, case, caseworker
  change_limit = 166,                 ///< protected: limit, caseworker, by, category
  change_new_caseworker = 167,        ///< capacity, unit, delegation, skills
  change_border = 168,                ///< case_unit, unit
  change_interpreter = 169,           ///< case, language
};

using ReasonValue = std::variant<std::int64_t, double, std::string, Date>;

struct Reason {
  ReasonCode code = ReasonCode::not_available;
  std::vector<std::pair<std::string, ReasonValue>> parameters;
  friend bool operator==(const Reason&, const Reason&) = default;
};

/// What a parameter holds. `number` takes whole numbers, too: loads and limits are whole in most schemes.
enum class ParameterKind : std::int32_t { text = 0, integer = 1, number = 2, date = 3 };

/// One documented parameter of a code.
struct ReasonParameter {
  std::string_view name;
  ParameterKind kind = ParameterKind::text;
  bool optional = false;
};

/// The stable name, e.g. "missing_skill"; "unknown" for a number that is no code.
std::string_view to_string(ReasonCode code) noexcept;
/// \throws InvalidDataError(invalid_argument) for an unknown name.
ReasonCode reason_code_from_string(std::string_view name);
/// Whether only the allocator may see it: absence, conflict, protection.
bool is_protected(ReasonCode code) noexcept;
/// All codes, ascending.
const std::vector<ReasonCode>& all_reason_codes();
/// The parameters a reason with this code carries, in the order of the comments above. They are part of the interface:
/// a code may gain optional ones, it never loses or renames one.
std::span<const ReasonParameter> parameters_of(ReasonCode code) noexcept;
/// \throws InvalidDataError(invalid_argument, missing_value, wrong_type) naming "reason.<code>" and the parameter, where the
/// parameters are not those of parameters_of().
void check(const Reason& reason);

/// Sentences for people, in one language: text is never the interface.
///
/// Names: a reason by its code's name ("missing_skill"); a rule as "rule.<name>"; "level.<name>", "limit.<name>", "class.<name>", "state.<name>",
/// "outcome.<name>" and "stop.<name>" for the words of a plan. (Some rules and codes share a name, hence the prefix.)
/// `{name}` is a place for a parameter. Text in square brackets that holds a place is left out where the parameter is missing or empty.
class Catalogue {
 public:
  /// "en" or "sv". \throws InvalidDataError(unsupported) for another language.
  static const Catalogue& built_in(std::string_view language);
  /// The user's own sentences by name, the rest from `base`.
  /// \throws InvalidDataError(unknown_field) naming "sentences" and the name that does not exist.
  Catalogue(const Catalogue& base, std::map<std::string, std::string> sentences);
  /// The reason as a sentence. A place without its parameter stays as it is. Numbers are rounded to two decimals and written as the
  /// language does (Swedish: decimal comma); the names of a level or a rule become that level's or rule's sentence, without its full stop.
  std::string sentence(const Reason& reason) const;
  /// The sentence stored for a name, with its places. \throws InvalidDataError(invalid_argument) for a name that does not exist.
  const std::string& pattern(std::string_view name) const;
  /// All names, ascending.
  std::vector<std::string> names() const;
  const std::string& language() const noexcept { return language_; }

 private:
  Catalogue(std::string language, std::span<const std::pair<std::string_view, std::string_view>> sentences);
  std::string language_;
  std::map<std::string, std::string, std::less<>> sentences_;
};

}  // namespace evenload::allocation
