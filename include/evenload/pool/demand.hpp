/// \file
/// Weekly demand of several units: overdispersed, seasonal, correlated, with siblings. A model of
/// it, its moments, and scenarios drawn from it. docs/models/pool_size.md (1)–(7).
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace evenload::pool {

/// How the mean moves within the year.
enum class SeasonKind : std::int32_t { none = 0, fourier = 1, monthly = 2, weekly = 3 };
/// Distribution of the factor that all units share.
enum class FactorKind : std::int32_t { gamma = 0, lognormal = 1 };
std::string_view to_string(SeasonKind kind) noexcept;
std::string_view to_string(FactorKind kind) noexcept;

/// What is uncertain about a model.
struct DemandParameters {
  /// Units: log of the mean number of cases a week where the season is 0.
  std::vector<double> level;
  /// Coefficients of the season on the log scale, shared by the units or (seasons of their own)
  /// unit by unit: Fourier: sine and cosine of each harmonic; monthly: 12; weekly: 52; none: empty.
  std::vector<double> season;
  /// Units: variance (of mean 1) of each unit's own weekly factor, >= 0: overdispersion.
  std::vector<double> own_variance;
  double common_variance = 0;  ///< of the factor that all units share, mean 1, >= 0
  double persistence = 0;      ///< of that factor from week to week, 0 to below 1
};

/// Cases arrive in groups (siblings) as a Poisson process whose rate is
/// mean / E[group] × common factor × own factor; each case brings hours of its own.
struct DemandModel {
  SeasonKind season = SeasonKind::none;
  std::int32_t harmonics = 0;  ///< of a Fourier season
  bool own_season = false;     ///< each unit has its own season
  FactorKind factor = FactorKind::gamma;
  std::vector<double> siblings{1};     ///< P(group of 1, 2, … cases); sums to 1
  std::vector<double> hours_per_case;  ///< units: mean, > 0
  double hours_variation = 0;          ///< coefficient of variation of a case's hours
  DemandParameters parameters;
  /// What else the parameters may be, equally likely, as a fit's bootstrap gives them; or empty.
  std::vector<DemandParameters> draws;

  std::int64_t units() const noexcept { return static_cast<std::int64_t>(parameters.level.size()); }
};

/// \throws InvalidDataError naming "demand_model" and what is wrong: length_mismatch,
///         negative_value, not_finite, out_of_range, contradiction (probabilities that do not sum
///         to 1 within 1e-9). A mean above 1e6 cases a week is out_of_range.
void check(const DemandModel& model);

/// Mean, standard deviation and correlation of the hours that a week brings. docs (5)–(7).
struct DemandMoments {
  std::vector<double> mean;         ///< units × weeks, hours
  std::vector<double> deviation;    ///< units × weeks, hours
  std::vector<double> correlation;  ///< units × units, of the mean week
  std::vector<double> rate_deviation;  ///< units × weeks: the part that the rates have in it
};
/// Exact for the parameters given, without their uncertainty.
/// \param first_week week of the year in which week 0 falls, 0 to 51
/// \throws as check(model); out_of_range for weeks outside 1..10000 or that week.
DemandMoments demand_moments(const DemandModel& model, std::int64_t weeks,
                             std::int64_t first_week = 0);

struct DemandDrawOptions {
  std::int64_t scenarios = 1000;  ///< 1..1000000
  std::int64_t weeks = 52;        ///< 1..10000
  std::int64_t first_week = 0;    ///< week of the year in which week 0 falls, 0 to 51
  std::uint64_t seed = 0;
  bool parameter_uncertainty = true;  ///< each scenario takes one of the model's draws
  std::int32_t threads = 0;           ///< 0: as many as the machine has
  std::stop_token stop{};
};
struct DemandDraws {
  std::int64_t scenarios = 0;   ///< those drawn: all unless stopped
  std::vector<double> hours;    ///< scenarios × units × weeks
  std::vector<double> cases;    ///< scenarios × units × weeks
};
/// Scenario s, unit u, week t depend on the seed, s, u, t and the model alone: not on the number of
/// scenarios, weeks or threads. Streams: (seed, s, u, 16 t + purpose), common factor (seed, s,
/// 2^32 − 1, 16 t). Scenarios × units × weeks.
/// \throws as check(model); out_of_range naming "demand_options".
DemandDraws draw_demand(const DemandModel& model, const DemandDrawOptions& options = {});

}  // namespace evenload::pool
