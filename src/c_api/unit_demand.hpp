/// \file
/// Demand of units from C to C++.
#pragma once

#include <cstdint>
#include <string>

#include "arrays.hpp"
#include "evenload/pool/cross_training.hpp"
#include "evenload_c/cross_training.h"
#include "versioned.hpp"

namespace evenload::c_api {

inline pool::UnitDemand unit_demand_from(const evenload_unit_demand* pointer, std::uint64_t units) {
  needed(pointer, "problem.demand");
  const evenload_unit_demand defaults = EVENLOAD_UNIT_DEMAND_INIT;
  const auto given = versioned(pointer, defaults, "demand");
  if (given.reserved != 0) refuse("demand.reserved", "0", std::to_string(given.reserved));
  const std::uint64_t scenarios = size_of(given.scenarios, "demand.scenarios");
  // What is beyond is refused by its size, not by its values.
  if (scenarios > 10000000) {
    refuse("demand.scenarios", "at most 10000000", std::to_string(scenarios));
  }
  pool::UnitDemand demand;
  demand.scenarios = given.scenarios;
  if (scenarios > 0) {
    needed(given.hours, "demand.hours");
    demand.hours = view(given.hours, scenarios * units, "demand.hours");
    demand.probability = view(given.probability, scenarios, "demand.probability");
  } else {
    needed(given.mean, "demand.mean");
    needed(given.deviation, "demand.deviation");
    demand.mean = view(given.mean, units, "demand.mean");
    demand.deviation = view(given.deviation, units, "demand.deviation");
  }
  demand.truncation = given.truncation;
  demand.correlation = given.correlation;
  return demand;
}

}  // namespace evenload::c_api
