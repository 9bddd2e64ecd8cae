/// \file
/// The steps of a fit that its parts share. Private.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "design.hpp"
#include "evenload/workload/time_study.hpp"

namespace evenload::workload::time_study {

/// Pivots below this share of their diagonal: the types cannot be told apart.
inline constexpr double singular_pivot = 1e-11;

/// The sum over all groups in units in which every column has length 1, and what follows from it.
struct Scaled {
  std::vector<Normal> groups;
  Normal total;                       ///< without the ridge
  std::vector<double> scale;          ///< weight = scale * scaled weight
  std::vector<double> eigenvalues;    ///< ascending
  Square eigenvectors;                ///< by rows
  std::size_t null = 0;               ///< the first so many say nothing can be known
  std::vector<std::uint8_t> known;    ///< by free weight: identified
  Square ridge;                       ///< on the null space; size 0 where there is none
  Square inverse;                     ///< of total + ridge
};
/// \throws InvalidDataError(missing_value, unsupported) for singular counts unless allowed.
Scaled scaled(const Design& design, const KnownWeights& known, bool allow_singular);

/// Everything that the parts of the answer are made from.
struct Fitted {
  std::vector<double> unconstrained;  ///< scaled
  std::vector<double> weights;        ///< scaled, constrained
  std::vector<std::int32_t> binding;
  std::vector<double> standard_error; ///< scaled
  std::vector<double> final_weights;  ///< of all names, in hours
  std::vector<double> level;          ///< hours a row that no case explains, by worker; per_worker only
  std::vector<double> fitted;         ///< hours by canonical row
};
Fitted fitted(const Design& design, const KnownWeights& known, const Scaled& scaled);

// diagnostics.cpp
void describe_workers(const Design& design, const KnownWeights& known, const Scaled& scaled, const Fitted& fit, const SolveOptions& control, TimeStudyFit& result);
void describe_collinearity(const Design& design, const KnownWeights& known, const Scaled& scaled, TimeStudyFit& result);
void describe_residuals(const TimeStudy& study, const Design& design, const Fitted& fit, TimeStudyFit& result);
// pooling.cpp
void pool_units(const TimeStudy& study, const TimeStudyOptions& options, const Design& design, const KnownWeights& known, const Scaled& scaled, const Fitted& fit, TimeStudyFit& result);

}  // namespace evenload::workload::time_study
