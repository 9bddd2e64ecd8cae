#pragma once

/// \file
/// Time studies with known weights: caseloads that go on from week to week, workers who are quicker or
/// slower, types that come together, and types that take no time.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "evenload/workload/time_study.hpp"

namespace evenload::test {

struct StudyPlan {
  std::size_t workers = 60;
  std::size_t weeks = 20;
  std::size_t types = 8;
  std::vector<std::size_t> zero = {0, 3};  ///< types that take no time
  double caseload = 20;
  double pace = 0.1;      ///< standard deviation between workers, as a share of the hours
  double noise = 5;       ///< standard deviation of a week, hours
  std::size_t units = 1;
  double unit_spread = 0; ///< standard deviation of a unit's weights, as a share of the weight
  std::size_t thin = 0;   ///< workers in every unit but the first; 0: all alike
};

struct SimulatedStudy {
  workload::TimeStudyData data;
  std::vector<double> weights;                    ///< true, of all units
  std::vector<std::vector<double>> unit_weights;  ///< true, by unit
};

/// Draws of this program alone: the library's streams are not their own test.
class StudyRandom {
 public:
  explicit StudyRandom(std::uint64_t seed) : engine_(seed) {}
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double normal() { return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * std::numbers::pi * uniform()); }
  double exponential() { return -std::log(1 - uniform()); }
  double poisson(double mean) {
    double count = 0;
    for (double sum = exponential(); sum < mean; sum += exponential()) ++count;
    return count;
  }

 private:
  std::mt19937_64 engine_;
};

inline SimulatedStudy simulated_study(const StudyPlan& plan, std::uint64_t seed) {
  StudyRandom random(seed * 2654435761ULL + 17);
  SimulatedStudy study;
  const std::size_t types = plan.types;
  for (std::size_t t = 0; t < types; ++t) {
    study.data.types.push_back("type" + std::to_string(t));
    study.weights.push_back(0.8 + 2.7 * static_cast<double>(t) / static_cast<double>(types > 1 ? types - 1 : 1));
  }
  for (const std::size_t t : plan.zero) study.weights[t] = 0;
  for (std::size_t u = 0; u < plan.units; ++u) {
    study.unit_weights.push_back(study.weights);
    for (double& weight : study.unit_weights.back()) weight = std::max(0.0, weight * (1 + plan.unit_spread * random.normal()));
  }
  for (std::size_t k = 0; k < plan.workers; ++k) {
    const std::size_t unit = plan.thin > 0 ? (k < plan.thin * (plan.units - 1) ? 1 + k / plan.thin : 0) : k % plan.units;
    std::vector<double> mix(types), held(types);
    double sum = 0;
    for (double& share : mix) sum += share = random.exponential() + 0.5 * random.exponential();
    if (types > 1) mix[1] = 0.8 * mix[0] + 0.2 * mix[1];  // comes with the first type
    for (std::size_t t = 0; t < types; ++t) held[t] = random.poisson(mix[t] = plan.caseload * mix[t] / sum);
    const double pace = 1 + plan.pace * random.normal();
    for (std::size_t week = 0; week < plan.weeks; ++week) {
      double hours = 0;
      for (std::size_t t = 0; t < types; ++t) {
        if (random.uniform() < 0.15) held[t] = random.poisson(mix[t]);
        hours += held[t] * study.unit_weights[unit][t];
        study.data.counts.push_back(held[t]);
      }
      study.data.hours.push_back(std::max(0.0, hours * pace + plan.noise * random.normal()));
      study.data.workers.push_back("worker" + std::to_string(k));
      study.data.units.push_back("unit" + std::to_string(unit));
      ++study.data.rows;
    }
  }
  return study;
}

/// How often intervals hold the truth, and how wide they are.
struct Coverage {
  std::int64_t covered = 0, intervals = 0;
  double width = 0;
  void add(double truth, double low, double high) {
    ++intervals;
    covered += low <= truth && truth <= high ? 1 : 0;
    width += high - low;
  }
  double percent() const { return intervals == 0 ? std::nan("") : 100.0 * static_cast<double>(covered) / static_cast<double>(intervals); }
};

}  // namespace evenload::test
