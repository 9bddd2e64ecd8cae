/// \file
/// Scenarios of demand, given or drawn. Private. docs/models/cross_training.md (12).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evenload/pool/cross_training.hpp"

namespace evenload::pool::skills {

/// Hours in whole numbers: 2^-20 hours each.
inline constexpr double whole_per_hour = 1048576.0;
/// Largest demand or capacity, hours a week: sums over 1000 of them stay below 2^62.
inline constexpr double most_hours = 1e9;
inline constexpr std::size_t drawn_batches = 20;

inline std::int64_t whole_hours(double hours) {
  return static_cast<std::int64_t>(hours * whole_per_hour + 0.5);
}

/// What a sample is for: other purposes, other numbers.
enum class SamplePurpose : std::uint32_t { told = 7101, search = 7102, drawn = 7103 };

/// Scenarios × units, cut into batches: of drawn ones each is a Latin hypercube of its own.
struct DemandSample {
  std::size_t scenarios = 0;
  std::size_t units = 0;
  std::vector<double> hours;
  std::vector<std::int64_t> whole;
  std::vector<double> weight;      ///< sum 1
  std::vector<std::size_t> begin;  ///< of each batch, and the end
  bool exact = false;

  std::size_t batches() const { return begin.size() - 1; }
  std::span<const double> at(std::size_t s) const {
    return std::span(hours).subspan(s * units, units);
  }
  std::span<const std::int64_t> whole_at(std::size_t s) const {
    return std::span(whole).subspan(s * units, units);
  }
};

/// \param every_unit each unit must have a demand above 0 in some scenario.
/// \throws InvalidDataError naming "demand"
void check_demand(const UnitDemand& demand, std::int32_t units, bool every_unit = true);

/// At least `scenarios` drawn ones, a multiple of the batches; or those given.
DemandSample make_sample(const UnitDemand& demand, std::int32_t units, std::int64_t scenarios,
                         std::uint64_t seed, SamplePurpose purpose);

/// Evenly spread scenarios of another sample, at most `most`, equally many of each batch.
DemandSample thinned(const DemandSample& sample, std::size_t most);

/// The normal quantile; p in (0, 1).
double normal_quantile(double p);
double normal_below(double x);

/// Mean and error from sums by batch.
ScenarioMean mean_of(const DemandSample& sample, std::span<const double> batch_sums);

}  // namespace evenload::pool::skills
