// Demand of units from Python: (hours, probability) of given scenarios, or (mean, deviation,
// truncation, correlation).
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/pool/cross_training.hpp"

namespace evenload::python {

using HourArray = pybind11::array_t<double, pybind11::array::c_style | pybind11::array::forcecast>;
using MaybeHourArray = std::optional<HourArray>;
using SkillPairs = std::vector<std::pair<std::int32_t, std::int32_t>>;
/// (hours: scenarios x units or none, probability, mean, deviation, truncation, correlation).
using UnitDemandRow =
    std::tuple<MaybeHourArray, MaybeHourArray, MaybeHourArray, MaybeHourArray, double, double>;

inline std::span<const double> hours_in(const HourArray& numbers) {
  return {numbers.data(), static_cast<std::size_t>(numbers.size())};
}
inline std::span<const double> hours_in(const MaybeHourArray& numbers) {
  return numbers ? hours_in(*numbers) : std::span<const double>();
}

/// Keeps the arrays while the demand refers to them.
struct OwnedDemand {
  UnitDemandRow row;
  std::int32_t units = 0;
  pool::UnitDemand demand;

  explicit OwnedDemand(const UnitDemandRow& given) : row(given) {
    const auto& [hours, probability, mean, deviation, truncation, correlation] = row;
    if (hours) {
      if (hours->ndim() != 2) {
        throw InvalidDataError({ErrorCode::wrong_type, "demand", "hours", std::nullopt,
                                "an array of two dimensions, scenarios and units",
                                std::to_string(hours->ndim()) + " dimensions"});
      }
      if (hours->shape(0) == 0) {
        throw InvalidDataError({ErrorCode::missing_value, "demand", "hours", std::nullopt,
                                "one scenario at least", "none"});
      }
      demand.scenarios = hours->shape(0);
      units = static_cast<std::int32_t>(hours->shape(1));
      demand.hours = hours_in(hours);
      demand.probability = hours_in(probability);
    } else {
      demand.mean = hours_in(mean);
      demand.deviation = hours_in(deviation);
      units = static_cast<std::int32_t>(demand.mean.size());
    }
    demand.truncation = truncation;
    demand.correlation = correlation;
  }
};

}  // namespace evenload::python
