/// \file
/// Workload configuration and results as JSON text. Schemas: docs/schemas/. Unknown fields are kept under "extensions" by the documents that hold them.
#pragma once

#include <string>
#include <string_view>

#include "evenload/workload/measure.hpp"

namespace evenload::workload {

/// \throws InvalidDataError(parse_error, unknown_field, …) naming the path as table and the field as column.
WeightScheme weight_scheme_from_json(std::string_view json);
std::string to_json(const WeightScheme& scheme);
CapacityRule capacity_rule_from_json(std::string_view json);
std::string to_json(const CapacityRule& rule);
MeasurementRule measurement_rule_from_json(std::string_view json);
std::string to_json(const MeasurementRule& rule);
std::string to_json(const MeasurementResult& result);
MeasurementResult measurement_result_from_json(std::string_view json);

}  // namespace evenload::workload
