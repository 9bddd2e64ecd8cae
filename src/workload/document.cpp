#include "evenload/workload/document.hpp"

#include "json.hpp"

namespace evenload::workload {

namespace {

constexpr std::string_view points_name = "additive_points";
constexpr std::string_view capacity_name = "capacity_rule";
constexpr std::string_view rule_name = "measurement_rule";
constexpr std::string_view result_name = "measurement_result";

}  // namespace

AdditivePoints additive_points_from_json(std::string_view json) {
  return evenload::json_io::read_document(json, points_name, json_io::read_additive_points);
}

std::string to_json(const AdditivePoints& scheme) { return evenload::json_io::dump_document(json_io::json_of(scheme), points_name); }

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
