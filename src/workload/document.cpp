#include "evenload/workload/document.hpp"

#include "json.hpp"

namespace evenload::workload {

namespace {

constexpr std::string_view scheme_name = "weight_scheme";
constexpr std::string_view capacity_name = "capacity_rule";
constexpr std::string_view rule_name = "measurement_rule";
constexpr std::string_view result_name = "measurement_result";

}  // namespace

WeightScheme weight_scheme_from_json(std::string_view json) {
  return evenload::json_io::read_document(json, scheme_name, json_io::read_weight_scheme);
}

std::string to_json(const WeightScheme& scheme) { return evenload::json_io::dump_document(json_io::json_of(scheme), scheme_name); }

CapacityRule capacity_rule_from_json(std::string_view json) {
  return evenload::json_io::read_document(json, capacity_name, json_io::read_capacity_rule);
}

std::string to_json(const CapacityRule& rule) { return evenload::json_io::dump_document(json_io::json_of(rule), capacity_name); }

MeasurementRule measurement_rule_from_json(std::string_view json) {
  return evenload::json_io::read_document(json, rule_name, json_io::read_measurement_rule);
}

std::string to_json(const MeasurementRule& rule) { return evenload::json_io::dump_document(json_io::json_of(rule), rule_name); }

MeasurementResult measurement_result_from_json(std::string_view json) {
  return evenload::json_io::read_document(json, result_name, json_io::read_measurement_result);
}

std::string to_json(const MeasurementResult& result) { return evenload::json_io::dump_document(json_io::json_of(result), result_name); }

}  // namespace evenload::workload
