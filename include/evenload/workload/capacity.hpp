/// \file
/// Capacity of a caseworker in a week.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/rational.hpp"
#include "evenload/workload/experience.hpp"

namespace evenload::workload {

enum class ReductionKind : std::int32_t {
  fixed_hours = 0,  ///< hours a week, whatever the contract: a part-timer's meetings do not shrink
  share = 1,        ///< share of the contracted hours: a newcomer's 20 %
};

/// Time that is not for cases. Its class is opaque: no reason is stored.
struct Reduction {
  std::string reduction_class;
  std::optional<ReductionKind> kind;  ///< none: that of the rule's class
  std::optional<Rational> amount;     ///< hours a week >= 0, or share in 0..1; none: that of the rule's class
  std::optional<Date> from;           ///< first day; none: always
  std::optional<Date> to;      ///< last day, included; none: no end
};

/// Last day of an absence whose end is not known yet.
inline constexpr Date open_end = std::chrono::year(9999) / std::chrono::December / 31;

/// Away on whole days or a share of them. No reason is stored.
struct Absence {
  Date from{};
  Date to{};            ///< last day, included; open_end where it is not known
  Rational share = 1;   ///< of each day, 0..1
};

/// Part of a reduction that changes with time: from_months <= months < to_months.
struct ReductionStep {
  std::int64_t from_months = 0;
  std::optional<std::int64_t> to_months;  ///< none: no end
  Rational amount;                        ///< as in Reduction
};

/// What a class of reductions means: how much a newcomer, a mentor, a supervisor of placement students, a week on duty
/// takes, so that rows need only say who and when.
struct ReductionClass {
  std::string name;
  ReductionKind kind = ReductionKind::fixed_hours;
  std::optional<Rational> amount;          ///< of a row that tells none; not beside steps
  std::optional<Rational> maximum;         ///< that the rows of one person may take on one day, in all
  std::vector<ReductionStep> steps;        ///< amount by completed months since the row's `from`, or on `clock`; 0 where no step holds
  std::optional<ExperienceClock> clock;    ///< steps count on this clock of the person, and hold for everybody without rows
  bool everyone = false;                   ///< holds for everybody without rows: team meetings, wellness hours; not beside steps on a row's own clock
  int rest_days = 0;                       ///< working days off after the last day of a row: rest after a turn on call
};

/// A day, or a share of it, on which nobody works.
struct Holiday {
  Date date{};
  Rational share = 1;   ///< above 0, up to 1
};

enum class CapacityRounding : std::int32_t { none = 0, truncate = 1 };

/// How hours become capacity; docs/models/workload.md (2).
struct CapacityRule {
  Rational full_time_hours = 40;  ///< > 0
  ExperienceClock clock = ExperienceClock::profession;
  std::vector<ExperienceBand> bands;  ///< norm by experience, checked by check_bands
  CapacityRounding rounding = CapacityRounding::none;  ///< of each week's capacity
  std::vector<ReductionClass> classes{};  ///< each name once
  std::vector<Holiday> holidays{};        ///< each date once; none: holidays are not taken off, as they fall on everybody alike
  std::string extensions{};  ///< text of a JSON object that is kept and not read; empty: none
};

/// What capacity needs to know of one caseworker.
struct WorkingTime {
  Rational contracted_hours;  ///< a week, >= 0
  Experience experience;
  std::vector<Reduction> reductions;
  std::vector<Absence> absences;
  /// Hours of each day from Monday to Sunday, for one week or for a cycle of up to eight; none: a fifth of the contracted
  /// hours on each day from Monday to Friday. Their mean week must be the contracted hours, to the minute.
  std::vector<Rational> weekday_hours{};
  Date cycle_from{};  ///< a day in the first week of a cycle
};

/// \param path what errors call the rule; its bands are rows of "<path>.bands".
/// \throws InvalidDataError(out_of_range) unless full_time_hours > 0, and as check_bands; for classes and holidays that are named twice,
///         amounts below 0 or shares above 1, steps out of order or with a gap, classes with both amount and steps or with neither.
void check(const CapacityRule& rule, std::string_view path = "capacity_rule");
/// norm × max(0, hours − absence − Σ fixed − Σ share × hours) / full-time hours, in the week that begins on `monday`.
/// See docs/models/workload.md (2). Everything counts by the day: absences and proportional reductions by the hours of the days they cover, fixed
/// ones by a fifth of the week for each day from Monday to Friday; a holiday takes the day out, hours and duties alike; absences that overlap make no more than the whole day. Experience is taken at `monday`; a clock that starts later stands at 0 months,
/// and with a single band no clock is asked for. Where both cut the same hours nothing is negative.
/// \throws InvalidDataError naming "caseworkers" and the column: out_of_range for a share outside 0..1, or proportional reductions beyond 1 in all
///         on one day; negative_value; ends_before_start; missing_value for an experience that is not known.
Rational capacity(const CapacityRule& rule, const WorkingTime& person, Date monday);
/// Mean over `weeks` (>= 1) weeks of seven days beginning on `from`, any day of the week, exact. Experience is taken at the start of each of
/// these weeks. \throws as capacity; InvalidDataError(out_of_range) for less than one week.
Rational mean_capacity(const CapacityRule& rule, const WorkingTime& person, Date from, int weeks);

}  // namespace evenload::workload
