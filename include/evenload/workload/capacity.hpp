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
  ReductionKind kind = ReductionKind::fixed_hours;
  Rational amount;             ///< hours a week >= 0, or share in 0..1
  std::optional<Date> from;    ///< first day; none: always
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

enum class CapacityRounding : std::int32_t { none = 0, truncate = 1 };

/// How hours become capacity; docs/models/workload.md (2).
struct CapacityRule {
  Rational full_time_hours = 40;  ///< > 0
  ExperienceClock clock = ExperienceClock::profession;
  std::vector<ExperienceBand> bands;  ///< norm by experience, checked by check_bands
  CapacityRounding rounding = CapacityRounding::none;  ///< of each week's capacity
  std::string extensions{};  ///< text of a JSON object that is kept and not read; empty: none
};

/// What capacity needs to know of one caseworker.
struct WorkingTime {
  Rational contracted_hours;  ///< a week, >= 0
  Experience experience;
  std::vector<Reduction> reductions;
  std::vector<Absence> absences;
};

/// \param path what errors call the rule; its bands are rows of "<path>.bands".
/// \throws InvalidDataError(out_of_range) unless full_time_hours > 0, and as check_bands.
void check(const CapacityRule& rule, std::string_view path = "capacity_rule");
/// norm × max(0, contracted − absence − Σ fixed − Σ share × contracted) / full-time hours, in the week that begins on `monday`.
/// See docs/models/workload.md (2). Reductions and absences count by the working days (Monday to Friday) of the week they cover, each a fifth of
/// the week; absences that overlap make no more than the whole day. Experience is taken at `monday`; a clock that starts later stands at 0 months,
/// and with a single band no clock is asked for. Where both cut the same hours nothing is negative.
/// \throws InvalidDataError naming "caseworkers" and the column: out_of_range for a share outside 0..1, or proportional reductions beyond 1 in all
///         on one day; negative_value; ends_before_start; missing_value for an experience that is not known.
Rational capacity(const CapacityRule& rule, const WorkingTime& person, Date monday);
/// Mean over `weeks` (>= 1) weeks of seven days beginning on `from`, any day of the week, exact. Experience is taken at the start of each of
/// these weeks. \throws as capacity; InvalidDataError(out_of_range) for less than one week.
Rational mean_capacity(const CapacityRule& rule, const WorkingTime& person, Date from, int weeks);

}  // namespace evenload::workload
