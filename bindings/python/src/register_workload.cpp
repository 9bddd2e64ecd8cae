// workload: the JSON forms of schemes and rules, and measurement.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "evenload/workload/document.hpp"
#include "evenload/workload/measure.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

const Table* table_of(std::optional<const TableHandle*> handle) { return handle && *handle != nullptr ? (*handle)->table.get() : nullptr; }

}  // namespace

void register_workload(py::module_& module) {
  // Reading and writing again checks a document and fills in what was left out.
  module.def(
      "normal_additive_points",
      [](std::string_view json) {
        const auto scheme = workload::additive_points_from_json(json);
        workload::check(scheme);
        return workload::to_json(scheme);
      },
      py::arg("json"), "A scheme of additive points, checked, in full.");
  module.def(
      "normal_capacity_rule",
      [](std::string_view json) {
        const auto rule = workload::capacity_rule_from_json(json);
        workload::check(rule);
        return workload::to_json(rule);
      },
      py::arg("json"), "A capacity rule, checked, in full.");
  module.def(
      "normal_measurement_rule",
      [](std::string_view json) {
        const auto rule = workload::measurement_rule_from_json(json);
        workload::check(rule);
        return workload::to_json(rule);
      },
      py::arg("json"), "A measurement rule, checked, in full.");
  module.def(
      "case_weight",
      [](std::string_view json, std::string_view on, std::string_view case_type, std::string_view phase,
         const std::vector<std::string>& factors) {
        const auto scheme = workload::additive_points_from_json(json);
        return workload::case_weight(workload::table_on(scheme, parse_date(on)), case_type, phase, factors).to_string();
      },
      py::arg("json"), py::arg("on"), py::arg("case_type"), py::arg("phase"), py::arg("factors"),
      "Weight of a case as an exact fraction, as text.");
  module.def(
      "measure",
      [](const TableHandle& cases, const TableHandle& caseworkers, std::optional<const TableHandle*> absences,
         std::optional<const TableHandle*> reductions, std::optional<const TableHandle*> assignments,
         std::string_view rule_json, std::string_view on) {
        const auto rule = workload::measurement_rule_from_json(rule_json);
        const Date date = parse_date(on);
        workload::MeasurementResult result;
        {
          const py::gil_scoped_release release;
          const auto input = workload::read_measurement({&*cases.table, &*caseworkers.table, table_of(absences), table_of(reductions),
                                                         table_of(assignments)});
          result = workload::measure(input.cases, input.caseworkers, rule, date);
        }
        std::vector<std::string> unmatched;
        for (const auto& id : result.unmatched) unmatched.push_back(id.value());
        return std::tuple(handle_of(workload::to_table(result)), unmatched, workload::to_json(result));
      },
      py::arg("cases"), py::arg("caseworkers"), py::arg("absences"), py::arg("reductions"), py::arg("assignments"), py::arg("rule"), py::arg("on"),
      "(table, unmatched case ids, JSON document).");
}

}  // namespace evenload::python
