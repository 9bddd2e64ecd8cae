/// \file
/// Time study: the hours that a case of each type takes, fitted from the hours that people logged.
///
/// docs/models/time_study.md holds the equations. Least squares with non-negative, fixed and ordered
/// weights on Gram matrices of workers; intervals by a bootstrap of workers; the boundary by test
/// inversion; partial pooling between units.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/core/table.hpp"

namespace evenload::workload {

/// Working time that no case explains.
enum class FixedPart : std::int32_t {
  none = 0,
  /// The same hours in every row, at least 0, fitted as one more weight "fixed_hours".
  per_row = 1,
  /// A share of the hours present, at least 0, fitted as one more weight "share_of_presence".
  per_hour_present = 2,
  /// Every worker's own level, of either sign, swept out before the fit: weights then follow from
  /// what changes within a worker's weeks.
  per_worker = 3,
};
std::string_view fixed_part_name(FixedPart part) noexcept;
/// \throws InvalidDataError(out_of_range)
FixedPart fixed_part_from_string(std::string_view name);

/// Rows of a study: worker-weeks with counts by type, or cases with one type each. All spans have
/// `rows` elements or none; they must outlive the call.
struct TimeStudy {
  std::size_t rows = 0;
  /// Names of the weights, in the order of the columns of `counts`.
  std::span<const std::string> types;
  /// rows × types, by rows: cases (or case-weeks) of the type, >= 0.
  std::span<const double> counts;
  /// Logged hours, >= 0.
  std::span<const double> hours;
  /// Hours worked beyond the log, >= 0; none: 0.
  std::span<const double> overtime;
  /// Hours that the work left undone would have taken, as estimated, >= 0; none: 0.
  std::span<const double> undone;
  /// Hours at work, for FixedPart::per_hour_present and to see where the log is capped; none:
  /// unknown.
  std::span<const double> hours_present;
  /// Weight of the row in the sum of squares, > 0; none: 1.
  std::span<const double> observation_weight;
  /// Who logged the row; rows of one worker are taken as dependent. None: rows are independent.
  std::span<const std::string> workers;
  /// Unit of the row, for partial pooling; none: one unit.
  std::span<const std::string> units;
};

/// A weight that is known beforehand; 0 for a type that takes no time.
struct FixedWeight {
  std::string type;
  double hours = 0;  ///< >= 0
};
/// `lower` takes no more than `higher`.
struct OrderedWeights {
  std::string lower;
  std::string higher;
};

struct TimeStudyOptions {
  FixedPart fixed_part = FixedPart::none;
  std::vector<FixedWeight> fixed;
  std::vector<OrderedWeights> order;
  /// Of every interval: in (0, 1).
  double level = 0.9;
  /// Resamples of workers, 0 to 1,000,000; 0: no intervals. At least 99 for the others.
  std::int32_t bootstraps = 1000;
  /// Keep the fits of all resamples in TimeStudyFit::replicates.
  bool keep_replicates = false;
  /// Fit every unit, drawn towards all of them by how little it says itself.
  bool pool_units = false;
  /// Where counts do not tell types apart: true gives what can be known and names the rest, false
  /// is an error.
  bool allow_singular = false;
  /// threads, seed, stop and progress; a work limit is not used. A stop or the time limit leaves
  /// out the intervals and nothing else.
  SolveOptions control;
};

/// What is known of a weight.
enum class WeightStatus : std::int32_t {
  interior = 0,        ///< above 0 and tied to no other
  zero = 1,            ///< the constraint w >= 0 holds it
  tied = 2,            ///< an order holds it equal to another
  fixed = 3,           ///< given, not fitted
  not_identified = 4,  ///< the counts do not tell it from others; its number is NaN
};
std::string_view weight_status_name(WeightStatus status) noexcept;

/// The fitted weight of one type. Hours per case of the rows' period: per case-week where a row is a
/// week.
struct FittedWeight {
  std::string type;
  double hours = 0;           ///< the weight
  double low = 0;             ///< the interval; NaN where there is none
  double high = 0;
  WeightStatus status = WeightStatus::interior;
  double unconstrained = 0;   ///< plain least squares; may be negative
  double standard_error = 0;  ///< of the plain one, by workers (sandwich)
  double zero_share = 0;      ///< of the resamples in which the weight is 0; NaN without any
  double variance_inflation = 0;  ///< 1: no other type helps to guess its counts
  double cases = 0;           ///< sum of the counts
  std::int64_t rows = 0;      ///< with a count above 0
  std::int64_t workers = 0;   ///< with such a row
  double total_hours = 0;     ///< hours that the type explains
};

/// One worker (or, without workers, one group of rows): fit and pull on the answer.
struct StudyWorker {
  std::string worker;
  std::int64_t rows = 0;
  double hours = 0;          ///< to be explained: logged, overtime and undone
  double fitted = 0;         ///< by the weights
  double residual_mean = 0;  ///< hours a row
  double residual_spread = 0;  ///< standard deviation between the worker's rows
  double own_level = 0;      ///< FixedPart::per_worker: hours a row that no case explains; else 0
  double leverage = 0;       ///< share of the fit's freedom that hangs on this worker, 0 to 1
  double influence = 0;      ///< largest change of a weight without the worker, in standard errors
  std::string influenced;    ///< the type of that weight
};

/// Types whose counts move together.
struct Collinearity {
  std::int32_t group = 0;      ///< counts from 0
  double condition_index = 0;  ///< 30 and more is troublesome; infinity: not to be told apart
  std::string type;
  double part = 0;             ///< of the type's variance that comes from this group, 0 to 1
};

/// A weight in one unit.
struct UnitWeight {
  std::string unit;
  std::string type;
  double own = 0;        ///< fitted from the unit alone; NaN where it cannot be
  double hours = 0;      ///< drawn towards all units
  double low = 0;
  double high = 0;
  double shrinkage = 0;  ///< 0: the unit speaks for itself, 1: only the others speak
  double cases = 0;
};

struct TimeStudyFit {
  std::vector<FittedWeight> weights;  ///< in the order of the types, then the fixed part
  std::vector<StudyWorker> workers;   ///< by id
  std::vector<Collinearity> collinearity;
  std::vector<UnitWeight> units;      ///< by unit, then type; empty unless asked for
  std::vector<double> fitted;         ///< hours of each row of the study, in its order
  std::vector<double> replicates;     ///< bootstraps_used × weights, by rows; empty unless asked for

  std::int64_t rows = 0;
  std::int64_t clusters = 0;        ///< that are resampled
  double level = 0;
  double logged_hours = 0;
  double overtime_hours = 0;
  double undone_hours = 0;
  double explained_hours = 0;       ///< sum of `fitted`
  double r_squared = 0;             ///< about the mean; NaN where hours do not vary
  double residual_spread = 0;       ///< standard deviation, in hours a row
  double intraclass = 0;            ///< share of the residual variance that lies between workers
  double condition_number = 0;      ///< of the counts scaled to equal length
  std::int64_t capped_rows = 0;     ///< logged hours at the hours present, nothing beyond them told
  double capped_residual = 0;       ///< mean residual of those; well below 0: the log is cut off
  std::int32_t bootstraps_used = 0;
  std::int32_t bootstraps_left_out = 0;  ///< resamples that did not tell the types apart
  StopReason stop = StopReason::done;
};

/// Fits the weights (equations 1 to 6 of docs/models/time_study.md).
///
/// n rows, p weights, C workers, B resamples: O(n p² + B (C p² + p³)) time, O(C p²) space. More than
/// 400 workers, or rows without workers, are put into 400 groups by the seed before they are
/// resampled. The same bits for any number of threads and any order of the rows.
/// \throws InvalidDataError, table "time_log" (column `count_<type>` for counts): length_mismatch,
///         not_finite, missing_value (NaN), negative_value, out_of_range (beyond 1e9; fewer rows
///         than weights; fewer than two workers), duplicate_id (types); missing_value for a type
///         without a case, unsupported for types that cannot be told apart (both unless
///         allow_singular). Table "options.fixed", "options.order": unknown_id, duplicate_id,
///         negative_value, cycle, contradiction. Table "options": out_of_range.
TimeStudyFit fit_time_study(const TimeStudy& study, const TimeStudyOptions& options = {});

/// A study that owns its rows; `view` is valid as long as it is.
struct TimeStudyData {
  std::size_t rows = 0;
  std::vector<std::string> types;
  std::vector<double> counts, hours, overtime, undone, hours_present, observation_weight;
  std::vector<std::string> workers, units;
  TimeStudy view() const;
};
/// Reads table "time_log" of docs/data-model.md: counts by type in columns count_<type>, or one case
/// a row with `type`, `phase` and `amount`. A type with a phase is called "type/phase".
/// \throws InvalidDataError as every reader, unknown_field for other columns.
TimeStudyData read_time_log(const Table& log);

/// Tables of the answer; docs/data-model.md describes the columns.
Table weights_table(const TimeStudyFit& fit);
Table workers_table(const TimeStudyFit& fit);
Table collinearity_table(const TimeStudyFit& fit);
Table units_table(const TimeStudyFit& fit);
/// One row: everything that is a single number.
Table summary_table(const TimeStudyFit& fit);
/// The whole answer but replicates, as a document.
std::string to_json(const TimeStudyFit& fit);

}  // namespace evenload::workload
