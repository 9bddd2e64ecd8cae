/// \file
/// Case weights: three families of schemes (additive points, hours per case-month, caseload caps) behind one
/// concept. A scheme gives each case type and phase a weight, with factors, role shares and effective dates; the
/// family says in which unit, and with it what a full-time capacity is measured in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/rational.hpp"

namespace evenload::workload {

/// What the weights of a scheme are measured in.
enum class WeightFamily : std::int32_t {
  additive_points = 0,  ///< points of the scheme's own making; a full-time capacity is its norm
  hours_per_month = 1,  ///< hours of work a case takes in a month; a full-time capacity is the hours for cases in one
  caseload_caps = 2,    ///< 1 / cap: a share of a full-time caseload; a full-time capacity is 1
};
/// "additive_points", "hours_per_month", "caseload_caps"
std::string_view family_name(WeightFamily family) noexcept;

/// Weight of one case type in one phase: points, hours a month, or 1/cap.
struct CaseWeight {
  std::string case_type;
  std::string phase;                 ///< empty: every phase without a row of its own
  Rational weight;                   ///< >= 0, in the unit of the family
  std::optional<Rational> minimum;   ///< of the total after factors
  std::optional<Rational> maximum;
};

enum class FactorKind : std::int32_t { add = 0, multiply = 1 };

/// Something about a case that makes it heavier or lighter: travel, interpreter, number of siblings.
struct WeightFactor {
  std::string name;
  FactorKind kind = FactorKind::add;
  Rational value;
  std::string case_type;  ///< empty: any
};

/// Share of a case's weight that one role carries, 0 <= share.
struct RoleShare {
  std::string role;
  Rational share = 1;
  std::string case_type;  ///< empty: any
};

/// A draft is for trying out; an agreed table says who agreed and when.
struct Agreement {
  bool agreed = false;
  std::string group;         ///< e.g. "local cooperation group"
  std::optional<Date> date;
};

/// One version of the weights, in force from `effective_from` until before `effective_to`.
struct WeightTable {
  std::string version;
  std::string source;
  Date effective_from{};
  std::optional<Date> effective_to;
  Agreement agreement;
  std::vector<CaseWeight> weights;
  std::vector<WeightFactor> factors;
  std::vector<RoleShare> role_shares;
  std::string extensions{};  ///< text of a JSON object that is kept and not read; empty: none
};

/// A scheme of one family: versions in order of their dates.
struct WeightScheme {
  std::string name;
  std::vector<WeightTable> tables;
  WeightFamily family = WeightFamily::additive_points;
  std::string assumption{};  ///< of a converted scheme: which capacities were taken for equal; empty: not converted
  std::string extensions{};  ///< as in WeightTable
};

/// Checks the whole scheme. Time between two versions may be uncovered; a draft that overlaps an agreed version belongs in a scheme of its own.
/// \param path what errors call the scheme; its rows are in "<path>.tables", "<path>.tables[0].weights" and so on.
/// \throws InvalidDataError: duplicate version, (type, phase), (factor, type) or (role, type); negative weight, multiplier or share;
///         minimum above maximum; versions that overlap in time (overlap_in_bands, naming both rows), are out of order or end before they start;
///         agreed without group or date.
void check(const WeightScheme& scheme, std::string_view path = "weight_scheme");
/// The version in force. \throws InvalidDataError(unknown_weight) where none is.
const WeightTable& table_on(const WeightScheme& scheme, Date on);

/// Weight of a case: (its row's weight, then multiplying factors, then adding ones), kept within minimum and maximum and never below 0.
/// See docs/models/workload.md (1). A factor that is named twice counts twice; its row for the case type comes before the general one.
/// Linear in the rows of the table. `table` as check accepts it.
/// \throws InvalidDataError(unknown_weight) for a type, phase or factor the table does not have, naming "cases" and the column; OverflowError.
Rational case_weight(const WeightTable& table, std::string_view case_type, std::string_view phase, std::span<const std::string> factors);
/// Share of a role, the row of the case type before the general one; a role without a row carries 1.
Rational role_share(const WeightTable& table, std::string_view role, std::string_view case_type);

}  // namespace evenload::workload
