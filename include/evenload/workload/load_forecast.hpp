/// \file
/// Load to come: open cases along their remaining paths, new cases from given arrivals; expected
/// values exactly, intervals by simulation. docs/models/forecast.md (4)–(7).
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "evenload/core/control.hpp"
#include "evenload/core/rational.hpp"
#include "evenload/workload/phases.hpp"
#include "evenload/workload/weights.hpp"

namespace evenload::workload {

/// A case that is open when the forecast begins.
struct OpenCase {
  std::int32_t type = 0;
  std::int32_t phase = 0;
  std::int64_t age = 0;   ///< last age survived in the phase, periods
  std::int32_t unit = 0;
  double scale = 1;       ///< its weight relative to the table's (factors), >= 0
};

/// Cases that will arrive in one unit, of one type.
struct ArrivalSeries {
  std::int32_t unit = 0;
  std::int32_t type = 0;
  double scale = 1;  ///< mean weight of its cases relative to the table's, >= 0
};

/// What is to be forecast. Spans are read during the call only.
struct LoadForecastInput {
  std::int32_t units = 0;
  std::int64_t periods = 0;  ///< horizon, 1..10000
  std::span<const OpenCase> open_cases;
  std::span<const ArrivalSeries> series;
  std::span<const double> arrival_mean;  ///< series × periods, >= 0
  /// Replications × series × periods, >= 0: arrivals drawn elsewhere, with their own dispersion and
  /// correlation. Empty: Poisson with `arrival_mean`.
  std::span<const std::int32_t> arrival_draws;
  std::span<const double> weight;  ///< periods × types × phases, >= 0, role shares included
};

/// Expected values at the end of each period.
struct ExpectedLoad {
  std::vector<double> open_load;  ///< units × periods, from cases open now
  std::vector<double> new_load;   ///< units × periods, from cases to come
  std::vector<double> cases;      ///< units × types × phases × periods
};
/// Exact up to rounding; units × types × periods² × phases².
/// \throws InvalidDataError naming "open_cases", "arrivals" or "weights": out_of_range,
///         negative_value, not_finite, length_mismatch; as remaining_path.
ExpectedLoad expected_load(const PhaseModel& model, const LoadForecastInput& input);

struct LoadSimulationOptions {
  std::int64_t replications = 1000;  ///< 1..1000000
  std::uint64_t seed = 0;
  std::int32_t threads = 0;          ///< 0: as many as the machine has
  bool parameter_uncertainty = true; ///< each replication has its own resample of the cases
  std::int64_t mean_over = 1;        ///< periods that make one reported mean: 7 for days by week
  std::stop_token stop{};
};

/// Draws of the load: what a planner may meet, parameters being uncertain.
struct LoadSimulation {
  std::int64_t replications = 0;  ///< those done: all unless cancelled
  std::int64_t points = 0;        ///< periods / mean_over, rounded down
  std::vector<double> load;       ///< replications × units × points
  std::vector<double> cases;      ///< the same for the number of open cases
  StopReason stop = StopReason::done;
};
/// Streams are keyed by (seed, replication, entity, purpose): open case k has entity k and purpose
/// 2, series s entity s and purpose 3 (cases) or 4 (Poisson arrivals). Bitwise the same on any
/// number of threads. \throws as expected_load; out_of_range naming "simulation_options".
LoadSimulation simulate_load(const PhaseModel& model, const LoadForecastInput& input,
                             const LoadSimulationOptions& options = {});

/// Quantile `q` in 0..1 of each point over the replications, linear between order statistics
/// (Hyndman & Fan 1996, type 7): units × points.
/// \throws InvalidDataError(out_of_range) for q, or without replications.
std::vector<double> load_quantile(const LoadSimulation& simulation, double q);

/// Load of a case in a phase over all its roles: case_weight × Σ role_share, exact; no roles: the
/// whole weight. \throws as case_weight.
Rational phase_load(const WeightTable& table, std::string_view case_type, std::string_view phase,
                    std::span<const std::string> roles);

}  // namespace evenload::workload
