/// \file
/// The season of a week as regressors. Private.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>

#include "evenload/pool/demand.hpp"

namespace evenload::pool::sizing {

constexpr double weeks_of_year = 365.2425 / 7;

/// Number of coefficients of one season.
inline std::int64_t season_size(SeasonKind kind, std::int32_t harmonics) noexcept {
  switch (kind) {
    case SeasonKind::fourier: return 2 * static_cast<std::int64_t>(harmonics);
    case SeasonKind::monthly: return 12;
    case SeasonKind::weekly: return 52;
    default: return 0;
  }
}

/// Writes x so that the season is x' coefficients. Equation (2).
inline void season_row(SeasonKind kind, std::int32_t harmonics, std::int64_t week,
                       std::span<double> x) noexcept {
  const double turns = static_cast<double>(week) / weeks_of_year;
  const double place = turns - std::floor(turns);
  if (kind == SeasonKind::fourier) {
    for (std::int32_t k = 0; k < harmonics; ++k) {
      const double angle = 2 * std::numbers::pi * (k + 1) * place;
      x[static_cast<std::size_t>(2 * k)] = std::sin(angle);
      x[static_cast<std::size_t>(2 * k) + 1] = std::cos(angle);
    }
    return;
  }
  for (double& cell : x) cell = 0;
  if (!x.empty()) x[static_cast<std::size_t>(place * static_cast<double>(x.size()))] = 1;
}

/// Mean number of cases, units × weeks.
std::vector<double> mean_cases(const DemandModel& model, const DemandParameters& parameters,
                               std::int64_t weeks, std::int64_t first_week);
/// The same where the season's rows stand already (weeks × season_size).
void mean_cases_into(const DemandModel& model, const DemandParameters& parameters,
                     std::int64_t weeks, std::span<const double> rows, std::span<double> mean);
std::vector<double> season_rows(const DemandModel& model, std::int64_t weeks,
                                std::int64_t first_week);

/// Draws one scenario. \param hours, cases units × weeks; either may be empty
void draw_scenario(const DemandModel& model, const DemandParameters& parameters,
                   std::span<const double> mean, std::int64_t weeks, std::uint64_t seed,
                   std::uint32_t scenario, std::span<double> hours, std::span<double> cases);
/// The parameters of a scenario.
const DemandParameters& parameters_of(const DemandModel& model, bool uncertain, std::uint64_t seed,
                                      std::uint32_t scenario) noexcept;

/// E[group], E[group²].
struct GroupMoments {
  double mean = 1;
  double square = 1;
};
GroupMoments group_moments(std::span<const double> siblings) noexcept;

}  // namespace evenload::pool::sizing
