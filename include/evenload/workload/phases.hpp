/// \file
/// Phase model: how long cases of a type stay in each phase and where they go next, fitted from a
/// log that begins late and ends early. Semi-Markov in discrete time; docs/models/forecast.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace evenload::workload {

/// Where a stay led, besides to a phase (0, 1, …).
inline constexpr std::int32_t case_closed = -1;
inline constexpr std::int32_t still_there = -2;  ///< censored: the log ends before the stay

/// One stay of a case in a phase, as far as it was observed. Ages count whole periods (weeks or
/// days) since the phase was entered: a stay that ends in the period in which it began has age 0.
struct PhaseStay {
  std::int64_t case_index = 0;  ///< the case it belongs to, what a bootstrap draws
  std::int32_t type = 0;
  std::int32_t phase = 0;
  std::int64_t first_age = 0;  ///< first age under observation; above 0: delayed entry
  std::int64_t last_age = 0;   ///< age at which it was left, or the last one observed
  std::int32_t next = still_there;  ///< a phase, case_closed or still_there
  bool starts_case = false;         ///< the case's first stay, seen from its beginning
};

/// How raw hazards become curves; docs/models/forecast.md (2) and (3).
struct PhaseFitOptions {
  /// Ages on either side over which events and exposure are added up, >= 0.
  std::int64_t smoothing = 0;
  /// The window widens until so many stays were at risk in it, >= 1.
  std::int64_t min_at_risk = 10;
  /// The last so many departures share one constant hazard, the geometric tail; 0: no tail, and
  /// nobody leaves after the last age seen (Kaplan–Meier as it stands).
  std::int64_t tail_events = 10;
};

/// Exact counts of one type and phase, by age from 0.
struct PhaseCounts {
  std::vector<std::int64_t> at_risk;  ///< stays under observation at each age
  std::vector<std::int64_t> events;   ///< ages × (phases + 1): left for each phase, then closed
};

/// Hazards of one type and phase: P(leaves for r at age d | still there at age d).
struct PhaseCurve {
  std::vector<double> hazard;   ///< tail_from × (phases + 1)
  std::vector<double> tail;     ///< phases + 1, at every age from tail_from on
  std::int64_t tail_from = 0;
  std::int64_t tail_events = 0;    ///< departures that the tail rests on
  std::int64_t tail_exposure = 0;  ///< periods at risk that it rests on
};

/// A fitted model. Index of a type and phase: type * phases.size() + phase.
struct PhaseModel {
  std::vector<std::string> types;
  std::vector<std::string> phases;
  PhaseFitOptions options;
  std::vector<PhaseCounts> counts;
  std::vector<PhaseCurve> curves;
  std::vector<std::int64_t> starts;  ///< types × phases: cases that began there
  std::vector<PhaseStay> stays;      ///< what was fitted, for resampling; no ids

  std::size_t cell(std::int32_t type, std::int32_t phase) const {
    return static_cast<std::size_t>(type) * phases.size() + static_cast<std::size_t>(phase);
  }
};

/// Fits curves by type and phase: hazards by destination are events / at risk, as in the estimators
/// of Kaplan & Meier (1958) and Aalen & Johansen (1978), over windows that hold enough stays; the
/// last departures make a geometric tail. Left truncation by risk sets with delayed entry. Counts
/// are exact, so the order of the stays changes nothing. Cycles between phases are allowed. Linear
/// in stays plus ages × phases.
/// \throws InvalidDataError naming "stays" or "fit_options": missing_value without stays,
///         out_of_range for indices, ages outside 0..100000, ages from first to last, options.
PhaseModel fit_phases(std::vector<std::string> types, std::vector<std::string> phases,
                      std::span<const PhaseStay> stays, const PhaseFitOptions& options = {});

/// Refits with cases drawn anew within each type (Efron's bootstrap); stream
/// (seed, replication, type, 1). A cell that is empty then keeps the curve of `model`.
PhaseModel resample(const PhaseModel& model, std::uint64_t seed, std::uint32_t replication);

/// P(stay longer than age d), d = 0..ages-1. \throws InvalidDataError(out_of_range) for indices.
std::vector<double> survival(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                             std::int64_t ages);
/// P(left for r by age d): ages × (phases + 1), the cumulative incidence of Aalen & Johansen.
std::vector<double> incidence(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                              std::int64_t ages);

/// P(in phase p at the end of coming period t): periods × phases; what is missing to 1 is closed.
/// The case is of `type`, has been in `phase` up to and including age `age`, and nothing is known
/// after that. Exact renewal recursion, docs/models/forecast.md (4); periods² × phases².
/// \throws InvalidDataError naming "open_cases": out_of_range; unknown_id for a phase in which no
///         case of the type was ever seen; cycle where phases lead into each other within a period
///         for ever.
std::vector<double> remaining_path(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                                   std::int64_t age, std::int64_t periods);
/// The same for a case that arrives in period 0. \throws also missing_value where no case of the
/// type was seen to begin.
std::vector<double> new_case_path(const PhaseModel& model, std::int32_t type,
                                  std::int64_t periods);

/// JSON text: names, options, counts and curves. Schema version 1.0.
std::string to_json(const PhaseModel& model);

}  // namespace evenload::workload
