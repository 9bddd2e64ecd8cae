/// \file
/// Input and policy as the engine works on them: rows in canonical order (by id), names as numbers, decisions as rows. Private.
///
/// A *slot* is one role of one case. Slots that must go to one person (linked cases, roles for the same person) make one *row*;
/// rows of the same case or link go to different people. Everything in here is a function of the input alone, whatever its order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/allocation/reasons.hpp"

namespace evenload::allocation::detail {

using Index = std::int32_t;
inline constexpr Index none = -1;

constexpr std::size_t at(Index index) noexcept { return static_cast<std::size_t>(index); }
constexpr Index to_index(std::size_t position) noexcept { return static_cast<Index>(position); }

/// Texts as small numbers, for comparison only: their order means nothing.
class Names {
 public:
  Index number(const std::string& text);
  Index find(const std::string& text) const;
  const std::string& text(Index number) const { return texts_[at(number)]; }

 private:
  std::unordered_map<std::string, Index> numbers_;
  std::vector<std::string> texts_;
};

struct DatedSkill {
  Index skill = none;
  std::optional<Date> valid_until;
};

/// Delegated authority of a person or a decider.
struct Authority {
  std::int64_t level = 0;                    // held at any time, for everything
  std::vector<const Delegation*> rows;
};

/// Somebody who decides for others.
struct PreparedDecider {
  CaseworkerId id;
  Index person = none;                       // none: outside the table
  Authority authority;
  std::optional<std::int64_t> room;          // for new decisions; none: no limit
  std::int64_t limit = 0;                    // the one that leaves so much room
};

/// Where a person's limit on the number of new cases comes from.
enum class LimitSource { agreed, protection, week };

/// A caseworker. `units` are those whose cases are this person's without crossing a border.
struct Person {
  const Caseworker* row = nullptr;
  std::size_t input_row = 0;
  Index unit = none;
  std::vector<Index> units;            // sorted
  bool all_units = false;              // a pool member that serves every unit
  Index committee = none;
  Index municipality = none;
  std::vector<Index> apart;            // persons this one does not work with, sorted
  bool may_be_away = false;
  bool protected_now = false;
  bool newcomer = false;               // leads nothing in which two work together
  std::vector<DatedSkill> skills;      // by number
  std::vector<Index> languages;        // this and the following: sorted
  std::vector<Index> protected_categories;
  std::vector<Index> joint_only_categories;
  std::vector<Index> wished;
  std::vector<Index> unwished;

  Rational capacity;
  Rational hard_limit;
  Rational standing_load;              // base load, assignments that stay, cases held for now
  Rational reserved;                   // room for planned hand-overs, part of the standing load
  Rational remembered;                 // part of the standing load: carried load of past weeks
  Rational load_before;                // the same, and what is released or whose hold has expired
  std::optional<std::int64_t> new_cases_limit;
  std::optional<Rational> new_weight_limit;
  LimitSource limit_source = LimitSource::agreed;  // of new_cases_limit
  std::int64_t week_limit = 0;         // where it is one of the week
  std::int64_t week_received = 0;
  std::optional<Rational> load_share;  // most load in all while protected
  NewWork rest = NewWork::as_usual;    // around a turn on duty
  std::optional<Rational> rest_limit;  // most new load besides cases for those on duty
  std::vector<const DutyTurn*> turns;  // in force now
  Authority authority;
  Index decider = none;
  std::map<Index, Rational> travel;    // by place
  std::vector<std::pair<Index, bool>> specialisms;  // category, below the share; sorted

  // On the common denominator.
  std::int64_t scaled_capacity = 0;
  std::int64_t scaled_limit = 0;       // floor: loads are whole numbers there
  std::int64_t scaled_base = 0;
};

struct PreparedCase {
  const Case* row = nullptr;
  std::size_t input_row = 0;
  Index unit = none;
  Index committee = none;
  Index municipality = none;
  Rational weight;                     // with what events add
  Rational handover_load;              // of the lead, besides its share
  Rational giver_load;                 // of whoever handed it over
  std::optional<Date> handover_until;  // last day of both; none: no hand-over now
  Rational interpreter_extra;          // of the whole case, where an interpreter is needed
  Date start{};
  Date window_from{};                  // first and last working day on which somebody must be at work
  Date window_to{};
  std::optional<std::pair<Date, Date>> last_days;  // before the deadline, on which somebody must be at work
  Index place = none;
  std::optional<Date> deadline;        // last day that keeps it
  std::optional<Date> received;
  std::vector<Index> categories;       // in their order, the type first
  std::vector<Index> required_skills;
  std::vector<Index> preferred_skills;
  Index language = none;
  Index previous = none;               // persons
  Index family = none;
  bool reopened = false;               // inside the window for reopening, previous caseworker known
  RuleSetting reopening;               // of the case's type
  std::vector<Index> client_holders;   // persons who lead another case of the client, sorted
  Date interpreter_from{};             // first day on which an interpreter can be there
  std::int64_t interpreter_days = 0;   // working days until then
  std::vector<Index> handovers;        // planned ones that count, rows of the input
  std::string link;                    // name of the link that it is in; empty: none
  bool wished_by_somebody = false;
  std::vector<Index> conflicts;        // persons, sorted
  std::vector<Index> decider_conflicts;  // deciders outside the table, sorted
  std::vector<std::array<std::string, 2>> same_person;
  const RolesOfType* of_type = nullptr;
  Index first_slot = 0;
  Index slot_count = 0;
  bool held = false;
  Index held_by = none;                // person; none: outside the table
};

struct Slot {
  Index case_index = none;
  Index role = none;                   // of the policy
  Index position = 0;                  // among the case's roles; 0 leads
  Rational load;
  Rational newcomer_load;              // with a protected newcomer
  AssignmentState state = AssignmentState::open;
  bool stands = false;                 // announced or started, and not released
  CaseworkerId holder_id;              // who has it, or to whom it was proposed; empty: nobody
  Index holder = none;
  Index assigned_by = none;            // override; likewise the next two
  Index left_by = none;
  std::vector<std::pair<Index, Index>> forbidden;  // person, override
  Index row = none;
};

/// The part of a row that belongs to one case.
struct Member {
  Index case_index = none;
  std::vector<Index> slots;            // by position
  bool leads = false;
  bool needs_delegation = false;
  bool protected_may = true;
  bool student_may = true;
  bool two_workers = false;            // the case has the policy's second role besides
  std::vector<Index> role_skills;      // required by its roles
  std::vector<Index> units;            // that have to be the caseworker's: the case's, or those of its roles; sorted
  Index current_holder = none;         // person who has it now and may lose it
  Rational interpreter_extra;          // load
  std::int64_t scaled_interpreter_extra = 0;
  Rational newcomer_extra;             // load that a newcomer has more (or, below 0, less) than others
  std::int64_t scaled_newcomer_extra = 0;
};

/// One decision: who takes all these slots.
struct Row {
  std::vector<Member> members;         // by case
  bool stands = false;                 // not to be decided here; kept for explanations
  bool leads = false;
  Index group = none;                  // rows of one group go to different people
  Rational load;
  std::int64_t scaled_load = 0;
  std::int64_t priority = 0;
  CaseClass row_class = CaseClass::must;
  Index start = none;                  // person
  Index fixed = none;                  // person
  Index fixed_by = none;               // override
  Index left_by = none;                // override
  Index held_case = none;              // the case whose hold keeps it back
  std::vector<Index> stays_with;       // persons who already have a part of the decision; empty: free
  std::vector<std::pair<Index, Index>> taken;            // person, slot: other roles of the group that stand
  std::vector<std::pair<Index, Rational>> holds;         // person, load: what these very slots already put on somebody's base
  std::vector<std::pair<Index, bool>> ties;              // row, whether in one unit (true) or in different ones
  bool undecidable() const noexcept { return held_case != none || left_by != none; }
};

struct Group {
  std::vector<Index> rows;             // open ones
  Index lead = none;                   // open row that leads, or none
};

/// A limit on new work of one person.
struct Limit {
  Index person = none;
  Index category = none;
  std::optional<std::int64_t> cases;         // left of it, once the week is known
  std::optional<Rational> weight;
  std::optional<std::int64_t> week_cases;    // agreed for a week
  std::optional<Rational> week_weight;
  std::optional<std::int64_t> cases_received;  // this week, where that is what limits
  std::optional<Rational> weight_received;
};

struct Prepared {
  const AllocationInput* input = nullptr;
  const AllocationPolicy* policy = nullptr;
  Date on{};
  HolidayCalendar calendar;
  Zone zone = Zone::utc();
  const workload::WeightTable* weights = nullptr;

  Names names;                         // skills, languages, categories
  std::vector<UnitId> units;           // sorted
  std::vector<std::string> committees;
  std::vector<Index> committee_of_unit;
  std::vector<std::string> municipalities;
  std::vector<Index> municipality_of_unit;
  std::unordered_map<CaseworkerId, Index> person_of;
  std::unordered_map<CaseId, Index> case_of;
  std::vector<Person> persons;         // by id
  std::vector<PreparedCase> cases;     // by id
  std::vector<Slot> slots;             // by case, then position
  std::vector<Row> rows;               // open ones of a case or link, then its standing ones
  std::vector<Group> groups;
  std::array<std::int64_t, 3> open_of_class{};  // open rows by CaseClass
  std::vector<Limit> limits;           // by person, category
  std::vector<PreparedDecider> deciders;
  std::vector<Index> wanted_specialisms;  // categories of which somebody has less than they want; sorted
  std::int64_t denominator = 1;
  std::vector<Reason> notices;

  const Role& role(const Slot& slot) const { return policy->roles[at(slot.role)]; }
  const CaseId& id(const PreparedCase& c) const { return c.row->id; }
  Rational points(std::int64_t scaled_value) const { return Rational(scaled_value, denominator); }
};

/// Checks input and policy and prepares both. The result refers to them. \throws InvalidDataError, OverflowError
/// \param adjust_slots  may change the loads of slots before anything is summed.
Prepared prepare(const AllocationInput& input, const AllocationPolicy& policy, const std::function<void(Prepared&)>& adjust_slots = {});

// The steps of prepare(), each in a source of its own.
void check_rows(const AllocationInput& input, const AllocationPolicy& policy);
void prepare_units(Prepared& p);
void prepare_persons(Prepared& p);
void prepare_cases(Prepared& p);
void prepare_slots(Prepared& p);
void apply_overrides(Prepared& p);
void add_standing_loads(Prepared& p);
void add_carried_load(Prepared& p);
void prepare_rows(Prepared& p);
void prepare_limits(Prepared& p);
void add_events(Prepared& p);
void set_handover_load(Prepared& p, PreparedCase& c);
void add_handover_loads(Prepared& p);
void add_client_holders(Prepared& p);
void reserve_room(Prepared& p);
void keep_apart(Prepared& p);
/// \param denominator  that loads outside of `p` need.
void scale(Prepared& p, std::int64_t denominator = 1);
/// Rows alone, where everything fits the common denominator and persons are on it.
void scale_rows(Prepared& p);

/// Load of a slot with this person.
inline const Rational& load_with(const Slot& slot, const Person& person) {
  return person.newcomer ? slot.newcomer_load : slot.load;
}
/// On duty now, for cases of this type.
bool is_on_duty(const Person& person, const PreparedCase& c);
/// Whether the case's next unit keeps room for it: the hand-over is ahead within the horizon, or late.
bool counts(const Prepared& p, const PlannedHandover& handover);
/// The number of a unit, or none.
Index unit_number(const Prepared& p, const UnitId& unit);
/// What a person carries where this row is placed there, in whole units of the common denominator.
std::int64_t pair_load(const Prepared& p, const Row& row, Index person);
/// Whether the person speaks the language that the case asks for.
bool speaks(const Person& person, Index language);

}  // namespace evenload::allocation::detail
