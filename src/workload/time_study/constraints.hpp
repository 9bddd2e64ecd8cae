/// \file
/// What is known of the weights beforehand, checked and put into rows. Private.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cone.hpp"
#include "evenload/workload/time_study.hpp"

namespace evenload::workload::time_study {

struct KnownWeights {
  std::vector<std::optional<double>> fixed;  ///< by weight
  std::vector<std::int32_t> free;            ///< position among the free ones, -1 where fixed
  std::vector<std::size_t> weights;          ///< the free ones
  std::vector<Constraint> constraints;       ///< on the free ones
};

/// \param names of all weights, the fixed part included.
/// \throws InvalidDataError as fit_time_study.
KnownWeights known_weights(std::span<const std::string> names, const TimeStudyOptions& options);

}  // namespace evenload::workload::time_study
