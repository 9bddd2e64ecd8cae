/// \file
/// Units under different schemes, side by side on the one scale they share: the part of their capacity that is used.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenload/workload/measure.hpp"

namespace evenload::workload {

/// How one unit measures.
struct UnitRule {
  UnitId unit;
  MeasurementRule rule;
};

/// One unit under its own scheme.
struct UnitMeasurement {
  UnitId unit;
  std::string scheme;                            ///< its name; empty where cases carry their own weight
  std::string version;                           ///< in force on the day; empty where none
  std::optional<WeightFamily> family;
  bool agreed = false;                           ///< the version in force is agreed, no draft
  std::int64_t people = 0;
  std::int64_t cases = 0;                        ///< each once per holder
  Rational load;                                 ///< in the unit of its family
  Rational capacity;
  std::optional<Rational> ratio;                 ///< load / capacity of the unit; none at zero capacity
  std::optional<Rational> lowest, median, highest;  ///< of the people's ratios; the mean of two middle ones
  std::int64_t over_capacity = 0;                ///< people with load above capacity
  std::int64_t without_capacity = 0;             ///< people with no capacity, whose load is in the unit's all the same
  std::int64_t not_weighed = 0;                  ///< cases (per holder and role) of types or phases that the scheme lacks; in no load
};

/// One unit's people and cases under another unit's scheme.
struct CrossMeasurement {
  UnitId unit;
  UnitId scheme_of;
  std::optional<Rational> ratio;       ///< of the cases that the scheme can weigh; none where capacity is not told by working time
  std::int64_t weighed = 0;            ///< cases (per holder and role) that the scheme knows
  std::int64_t not_weighed = 0;        ///< cases of types or phases that it lacks, or that carry a weight of their own
};

/// What a comparison cannot tell, as a code; append-only.
enum class ComparisonCaveat : std::int32_t {
  different_families = 0,   ///< the shares are comparable, loads are not: points of one are no hours of the other
  different_schemes = 1,    ///< the same family, other weights: a case may weigh more in one unit than in the other
  draft_weights = 2,        ///< nobody has agreed on the weights in force
  converted_weights = 3,    ///< the weights are those of another family under an assumption
  own_weights = 4,          ///< some cases carry a weight of their own, outside the scheme
  own_capacity = 5,         ///< some people carry a capacity of their own, outside the rule
  unit_without_rule = 6,    ///< its people are in no row
  cases_not_weighed = 7,    ///< the other unit's scheme lacks some of its case types
  own_load = 8,             ///< some people carry load beside cases, told in the unit of their own scheme
  unmatched_cases = 9,      ///< cases whose holder is not among the caseworkers: they are in no row
  own_cases_not_weighed = 10,  ///< its people hold cases that its own scheme lacks (another unit's, say): they are in no load
};
/// "different_families" and so on
std::string_view caveat_name(ComparisonCaveat caveat) noexcept;
/// The caveat in plain words, in "en" or "sv", with {unit} and {other} where units belong.
/// \throws InvalidDataError(unsupported) for another language
std::string_view caveat_pattern(ComparisonCaveat caveat, std::string_view language);

struct CaveatOfUnits {
  ComparisonCaveat caveat = ComparisonCaveat::different_families;
  UnitId unit;
  UnitId other;   ///< empty where only one unit is meant
};

struct UnitComparison {
  std::vector<UnitMeasurement> units;     ///< in the order of the rules
  std::vector<CrossMeasurement> cross;    ///< each unit under each other unit's scheme, row by row
  std::vector<CaveatOfUnits> cannot_tell;
};

/// Every unit under its own rule on a day, and under those of the others. docs/models/workload.md (5).
/// A unit has one rule, so two families never meet in one unit; people are of the unit their row names. A case that the scheme of
/// its holder's unit lacks (somebody helps another unit) is counted as not weighed and told among the caveats.
/// \throws InvalidDataError(duplicate_id) for a unit with two rules, naming "rules" and the row; missing_value for one without a
///         name; as measure.
UnitComparison compare_units(std::span<const HeldCase> cases, std::span<const MeasuredCaseworker> caseworkers, std::span<const UnitRule> rules, Date on);

/// Columns: unit, scheme, version, family, agreed, people, cases, load, capacity, ratio, lowest, median, highest, over_capacity, without_capacity,
/// not_weighed.
Table units_table(const UnitComparison& comparison);
/// Columns: unit, scheme_of, ratio, weighed, not_weighed.
Table cross_table(const UnitComparison& comparison);
/// Columns: caveat, unit, other, and the sentence in en and sv.
Table caveats_table(const UnitComparison& comparison);

}  // namespace evenload::workload
