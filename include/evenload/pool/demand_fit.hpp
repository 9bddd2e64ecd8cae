/// \file
/// A model of demand fitted to weekly counts. docs/models/pool_size.md (8)–(12).
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "evenload/pool/demand.hpp"

namespace evenload::pool {

enum class DispersionMethod : std::int32_t { moments = 0, likelihood = 1 };
std::string_view to_string(DispersionMethod method) noexcept;

struct DemandFitOptions {
  SeasonKind season = SeasonKind::none;  ///< needs 104 weeks, `weekly` 156
  std::int32_t harmonics = 2;            ///< of a Fourier season, 1..13
  bool own_season = false;
  FactorKind factor = FactorKind::gamma;
  DispersionMethod dispersion = DispersionMethod::moments;
  std::int64_t first_week = 0;  ///< week of the year of the first row, 0 to 51
  std::int32_t bootstraps = 200;  ///< refits of drawn logs; 0 for none, else 50..100000
  std::uint64_t seed = 0;
  std::int32_t threads = 0;
  std::stop_token stop{};
};

struct DemandFit {
  DemandModel model;  ///< its draws are the refits
  /// Standard deviation of the refits, in the shape of the parameters; empty without refits.
  DemandParameters standard_error;
  double common_variance_raw = 0;       ///< as estimated, before it was kept from falling below 0
  std::vector<double> own_variance_raw; ///< the same, of each unit
  std::vector<double> mean;             ///< units × weeks: fitted number of cases
  std::int64_t refits = 0;              ///< done: all unless stopped
};

/// Levels and season by iterated weighted least squares with the variance of (4), dispersion and
/// common factor by moments with a correction for the coefficients (or dispersion by likelihood),
/// standard errors and draws from refits of logs drawn from the fitted model.
/// \param counts units × weeks: cases that arrived, whole numbers >= 0
/// \param siblings P(group of 1, 2, … cases), hours_per_case: units; both are taken as known
/// \throws InvalidDataError naming "counts" (negative_value, not_finite, length_mismatch,
///         out_of_range for a unit without a case: the row is the unit, and for fewer than 26 weeks
///         or too few for the season), "fit_options" (out_of_range, unsupported for a likelihood
///         with siblings), as check(model).
/// Bitwise the same on any number of threads.
DemandFit fit_demand(std::span<const double> counts, std::int64_t units, std::int64_t weeks,
                     std::span<const double> siblings, std::span<const double> hours_per_case,
                     double hours_variation, const DemandFitOptions& options = {});

}  // namespace evenload::pool
