/// \file
/// What is told of caseworkers beside their own rows: authority, deciders, turns on duty,
/// introduction, travel, specialisms. Every column is described in docs/data-model.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/rational.hpp"

namespace evenload::allocation {

/// Authority that a committee has delegated to a named person, for a time.
struct Delegation {
  CaseworkerId caseworker;     ///< or a decider who is not in the table of caseworkers
  std::string committee{};     ///< of the case's unit; empty: any
  std::string type{};          ///< case type; empty: any
  std::int64_t level = 0;      ///< >= 0
  std::optional<Date> from{};  ///< first day; none: always
  std::optional<Date> to{};    ///< last day, included; none: no end
};

/// Somebody who decides for others, and how much of that there is room for. May be outside the
/// table of caseworkers. A decider without such a row has no limit.
struct Decider {
  CaseworkerId caseworker;
  std::int64_t decisions = 0;              ///< that wait with this person now
  std::optional<std::int64_t> limit{};     ///< most at a time, those that wait included
  std::int64_t week_decisions = 0;         ///< taken on this week already
  std::optional<std::int64_t> week_limit{};  ///< most new ones in a week
};

/// How much new work somebody takes around a turn on duty, besides cases for those on duty.
enum class NewWork : std::int32_t {
  as_usual = 0,
  half = 1,  ///< at most half of the room left below capacity
  none = 2,
};

/// One turn on duty, [from, to).
struct DutyTurn {
  CaseworkerId caseworker;
  Instant from{};
  Instant to{};
  Rational share = 0;              ///< of the working hours of its days that the turn takes, 0..1
  std::vector<std::string> types{};  ///< case types that come to this turn; empty: all
  NewWork before = NewWork::as_usual;
  NewWork during = NewWork::as_usual;
  NewWork after = NewWork::as_usual;
  std::int64_t before_days = 7;    ///< calendar days before the turn's first day
  std::int64_t after_days = 7;     ///< calendar days after its last day
};

/// One step of an introduction: from_week <= completed weeks since it began < to_week.
struct ProtectionStep {
  std::int64_t from_week = 0;
  std::optional<std::int64_t> to_week{};      ///< none: no end
  std::optional<std::int64_t> new_cases{};    ///< most new cases in an allocation
  std::optional<Rational> new_weight{};       ///< most new load in an allocation
  std::optional<Rational> load_share{};       ///< most load in all, as a share of the capacity
  std::vector<std::string> protected_categories{};   ///< not at all
  std::vector<std::string> joint_only_categories{};  ///< only as a role that is not the lead
  bool newcomer = true;  ///< leads nothing in which two work together; no: the end of the gentle rise
};

/// A schedule of introduction that caseworkers refer to by its name.
struct ProtectionClass {
  std::string name;
  std::vector<ProtectionStep> steps;
};

/// A step for one caseworker; whoever has one has no class's.
struct OwnProtectionStep {
  CaseworkerId caseworker;
  ProtectionStep step;
};

/// How far it is to a place, for one caseworker or for everybody of a unit.
struct Travel {
  CaseworkerId caseworker{};  ///< empty: everybody of the unit without a row of their own
  UnitId unit{};
  std::string place;
  Rational amount;            ///< >= 0, minutes or kilometres: one unit of measure throughout
};

/// A category of which somebody wants to keep a share.
struct Specialism {
  CaseworkerId caseworker;
  std::string category;
  Rational share = 0;  ///< of the load that stands, 0..1
};

}  // namespace evenload::allocation
