/// \file
/// Measurement of workload: every caseworker on a date, with ratio and band; perceived workload beside it, never inside.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/ids.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/capacity.hpp"
#include "evenload/workload/weights.hpp"

namespace evenload::workload {

/// A colour band of the ratio load/capacity; starts at `from`, or strictly above it.
struct LoadBand {
  std::string name;
  std::string colour;      ///< a name of letters, or #rrggbb, for pictures; empty: none
  Rational from;           ///< ratio, 1 = 100 %
  bool strictly_above = false;
};

/// How a measurement is made.
struct MeasurementRule {
  std::optional<WeightScheme> weights;   ///< needed where cases carry no weight of their own
  std::optional<CapacityRule> capacity;    ///< needed where caseworkers carry no capacity of their own
  std::vector<LoadBand> bands;             ///< ascending from 0; none: nothing is banded
  Rational fixed_load{};                   ///< that everybody with a capacity carries beside cases, whatever the contract; >= 0
  std::optional<int> ratio_decimals;       ///< 0..9: ratio rounded half up, before it is banded and as it is shown; none: exact
  std::string extensions{};                ///< text of a JSON object that is kept and not read; empty: none
};
/// \param path what errors call the rule; "<path>.bands", "<path>.capacity" and "<path>.weights" lie below it.
/// \throws InvalidDataError: gap_in_bands unless the bands start at 0, overlap_in_bands for two that start alike or out of order (naming both rows),
///         duplicate_id for names, out_of_range for colours and decimals; as check of weights and capacity.
void check(const MeasurementRule& rule, std::string_view path = "measurement_rule");
/// The band of a ratio. \throws InvalidDataError where there are no bands.
const LoadBand& band_of(std::span<const LoadBand> bands, const Rational& ratio);

/// An open case in one role, held by one caseworker.
struct HeldCase {
  CaseId case_id;
  CaseworkerId caseworker;
  std::string role = "lead";
  std::string case_type;
  std::string phase;
  std::vector<std::string> factors;
  std::vector<std::string> categories;   ///< the type is always one of them
  std::optional<Rational> weight;        ///< of the whole case, before the role's share; none: from the table
  std::optional<std::int64_t> row{};     ///< where it stood in its table, for errors; none: its position
};

struct MeasuredCaseworker {
  CaseworkerId id;
  UnitId unit;
  std::optional<Rational> capacity;  ///< none: from working time
  WorkingTime working_time;
  Rational base_load;                ///< load that is not in the case list
  Rational work_for_others;          ///< adds
  Rational work_by_others;           ///< subtracts, never below 0 in all
  std::optional<Rational> perceived; ///< own rating, on the user's scale
  CaseworkerId supervisor{};         ///< who leads them; empty: not told
};

struct Measurement {
  CaseworkerId caseworker;
  UnitId unit;
  Date on{};
  Rational load;
  Rational capacity;
  std::optional<Rational> ratio;     ///< none at zero capacity
  std::string band;                  ///< empty where there is no ratio
  std::optional<Rational> perceived;
  std::int64_t cases = 0;            ///< held in any role, each counted once
  std::map<std::string, std::int64_t> by_category;
};

/// One row per caseworker, in their order. Cases of unknown caseworkers are not lost: `unmatched` names them.
struct MeasurementResult {
  std::vector<Measurement> rows;
  std::vector<CaseId> unmatched;  ///< in the order of the cases, each once
  std::string extensions{};       ///< text of a JSON object that is kept and not read; empty: none
};
/// Load, capacity, ratio and band of every caseworker on a day; capacity is that of the ISO week of the day. docs/models/workload.md (1)–(3).
/// Exact; linear in the rows, times the rows of the weight table. Permuting the rows permutes the answer and nothing else.
/// \throws InvalidDataError naming table ("cases", "caseworkers"), column and row; OverflowError with the same.
MeasurementResult measure(std::span<const HeldCase> cases, std::span<const MeasuredCaseworker> caseworkers, const MeasurementRule& rule, Date on);

/// Tables of docs/data-model.md; `cases` and `caseworkers` are needed, empty ones are none.
struct MeasurementTables {
  const Table* cases = nullptr;
  const Table* caseworkers = nullptr;
  const Table* absences = nullptr;
  const Table* reductions = nullptr;
  const Table* assignments = nullptr;  ///< roles that somebody has beside the lead
};
struct MeasurementInput {
  std::vector<HeldCase> cases;
  std::vector<MeasuredCaseworker> caseworkers;
};
/// Reads what `measure` needs. A case is held where `current_caseworker` is filled and `state`, if there is such a column, does not say
/// open or proposed; others are left out. A reference that names no system means the caseworker of that id, in whatever system; an id
/// that is not among the caseworkers stays as it stands (history). An absence or reduction of somebody who is not among the caseworkers
/// is an error (unknown_id), and so is an assignment of an unknown case; an absence without `to` has no end.
/// \throws InvalidDataError naming table, column and row
MeasurementInput read_measurement(const MeasurementTables& tables);

/// Parts of read_measurement, with references to caseworkers as they stand.
std::vector<HeldCase> read_held_cases(const Table& cases, const Table* assignments = nullptr);
std::vector<MeasuredCaseworker> read_measured_caseworkers(const Table& caseworkers, const Table* absences = nullptr, const Table* reductions = nullptr);
/// Columns: caseworker (and caseworker_system where an id names one), unit, date, load, capacity, ratio, band, perceived, cases, and count_<category> for every category.
Table to_table(const MeasurementResult& result);

}  // namespace evenload::workload
