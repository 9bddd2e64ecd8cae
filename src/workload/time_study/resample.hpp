/// \file
/// The bootstrap of workers on Gram matrices. Private.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cone.hpp"
#include "design.hpp"
#include "evenload/core/control.hpp"

namespace evenload::workload::time_study {

/// The fit to be resampled, in units in which every column has length 1.
struct Centre {
  std::span<const Normal> groups;      ///< scaled
  Square ridge;                        ///< on what cannot be known (allow_singular), else size 0
  std::vector<double> unconstrained;   ///< scaled
  std::span<const Constraint> constraints;
  std::span<const double> scale;       ///< weight = scale * scaled weight
  std::vector<std::int32_t> binding;   ///< of the fit: where each resample begins
};

struct Resamples {
  std::vector<double> weights;   ///< used × free, constrained, scaled; in the order of the replications
  std::vector<double> distance;  ///< used × free, |studentised| distance from the centre (equation 4)
  std::int32_t used = 0;
  std::int32_t left_out = 0;
  StopReason stop = StopReason::done;
};

/// Draws `count` resamples of the groups, with replacement. Replication r uses the stream (seed, r).
Resamples resample(const Centre& centre, std::int32_t count, const SolveOptions& control);

/// Sandwich variances of scaled weights: diagonal of G^-1 (sum of m s s') G^-1 times C/(C-1), where
/// s = g - G w is the score of a group and m how often it was drawn (equation 2).
class Sandwich {
 public:
  explicit Sandwich(std::size_t free) : meat_(free), score_(free), product_(free) {}
  void clear();
  void add(const Normal& group, double times, std::span<const double> weights);
  void variances(const Square& inverse, double groups, std::span<double> out);

 private:
  Square meat_;  // upper triangle
  std::vector<double> score_, product_;
};

}  // namespace evenload::workload::time_study
