// Demand of a sizing or worth problem: a model, or scenarios that are given.
#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "control.hpp"
#include "evenload/pool/pool_size.hpp"

namespace evenload::python {

/// Keeps what a DemandSource only looks at.
struct DemandArrays {
  std::optional<pool::DemandModel> model;
  std::vector<double> scenarios;
  std::int64_t count = 0;
  std::vector<double> probability;
  std::int64_t first_week = 0;
  bool parameter_uncertainty = true;

  pool::DemandSource view() const {
    pool::DemandSource source;
    source.model = model ? &*model : nullptr;
    source.scenarios = scenarios;
    source.scenario_count = count;
    source.probability = probability;
    source.first_week = first_week;
    source.parameter_uncertainty = parameter_uncertainty;
    return source;
  }
};

void register_demand_arrays(pybind11::module_& module);

}  // namespace evenload::python
