// workload: the JSON forms of schemes and rules, and measurement.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/workload/comparison.hpp"
#include "evenload/workload/conversion.hpp"
#include "evenload/workload/document.hpp"
#include "evenload/workload/drafts.hpp"
#include "evenload/workload/event_log.hpp"
#include "evenload/workload/measure.hpp"
#include "evenload/workload/supervision.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// Tables by their names.
workload::MeasurementTables measurement_tables(const std::vector<const TableHandle*>& tables) {
  const auto find = [&](std::string_view name) -> const Table* {
    for (const TableHandle* one : tables) {
      if (one->table->name() == name) return one->table.get();
    }
    return nullptr;
  };
  return {find("cases"), find("caseworkers"), find("absences"), find("reductions"), find("assignments")};
}

workload::WeightFamily family_of(std::string_view name) {
  using workload::WeightFamily;
  for (const WeightFamily family : {WeightFamily::additive_points, WeightFamily::hours_per_month, WeightFamily::caseload_caps}) {
    if (workload::family_name(family) == name) return family;
  }
  throw InvalidDataError({ErrorCode::out_of_range, {}, "family", {}, "additive_points, hours_per_month or caseload_caps", std::string(name)});
}

}  // namespace

void register_workload(py::module_& module) {
  // Reading and writing again checks a document and fills in what was left out.
  module.def(
      "normal_weight_scheme",
      [](std::string_view json) {
        const auto scheme = workload::weight_scheme_from_json(json);
        workload::check(scheme);
        return workload::to_json(scheme);
      },
      py::arg("json"), "A scheme of weights, checked, in full.");
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
        const auto scheme = workload::weight_scheme_from_json(json);
        return workload::case_weight(workload::table_on(scheme, parse_date(on)), case_type, phase, factors).to_string();
      },
      py::arg("json"), py::arg("on"), py::arg("case_type"), py::arg("phase"), py::arg("factors"),
      "Weight of a case as an exact fraction, as text.");
  module.def(
      "only_version",
      [](std::string_view json, std::string_view version) {
        return workload::to_json(workload::only_version(workload::weight_scheme_from_json(json), version));
      },
      py::arg("json"), py::arg("version"), "A scheme with one version alone, in force on every day.");
  module.def(
      "convert_weight_scheme",
      [](std::string_view json, std::string_view family, std::string_view from, std::string_view to) {
        const auto scheme = workload::weight_scheme_from_json(json);
        return workload::to_json(workload::convert(scheme, family_of(family), Rational::parse(from), Rational::parse(to)));
      },
      py::arg("json"), py::arg("family"), py::arg("full_time"), py::arg("as_full_time"), "A scheme in another family.");
  module.def(
      "convert_measurement_rule",
      [](std::string_view json, std::string_view family, std::string_view from, std::string_view to) {
        const auto rule = workload::measurement_rule_from_json(json);
        return workload::to_json(workload::convert(rule, family_of(family), Rational::parse(from), Rational::parse(to)));
      },
      py::arg("json"), py::arg("family"), py::arg("full_time"), py::arg("as_full_time"), "A rule in another family.");
  module.def(
      "measure",
      [](const std::vector<const TableHandle*>& tables, std::string_view rule_json, std::string_view on) {
        const auto rule = workload::measurement_rule_from_json(rule_json);
        const Date date = parse_date(on);
        workload::MeasurementResult result;
        {
          const py::gil_scoped_release release;
          const auto input = workload::read_measurement(measurement_tables(tables));
          result = workload::measure(input.cases, input.caseworkers, rule, date);
        }
        std::vector<std::string> unmatched;
        for (const auto& id : result.unmatched) unmatched.push_back(id.value());
        return std::tuple(handle_of(workload::to_table(result)), unmatched, workload::to_json(result));
      },
      py::arg("tables"), py::arg("rule"), py::arg("on"), "(table, unmatched case ids, JSON document).");
  module.def(
      "holdings_of_log",
      [](const TableHandle& log, std::string_view mapping_json) {
        const auto mapping = workload::log_mapping_from_json(mapping_json);
        workload::LogHoldings holdings;
        {
          const py::gil_scoped_release release;
          holdings = workload::holdings_of(*log.table, mapping);
        }
        return std::tuple(handle_of(holdings.held_cases), handle_of(holdings.caseworkers), handle_of(holdings.caseworker_weeks), workload::to_json(holdings));
      },
      py::arg("log"), py::arg("mapping"), "(held cases, caseworkers, caseworker weeks, JSON document).");
  module.def(
      "caveat_pattern",
      [](std::string_view name, std::string_view language) {
        for (std::int32_t code = 0; code <= static_cast<std::int32_t>(workload::ComparisonCaveat::unmatched_cases); ++code) {
          const auto caveat = static_cast<workload::ComparisonCaveat>(code);
          if (workload::caveat_name(caveat) == name) return std::string(workload::caveat_pattern(caveat, language));
        }
        throw InvalidDataError({ErrorCode::out_of_range, {}, "caveat", {}, "the name of a caveat", std::string(name)});
      },
      py::arg("name"), py::arg("language"), "A caveat in plain words, with {unit} and {other}.");
  module.def(
      "compare_units",
      [](const std::vector<const TableHandle*>& tables, const std::vector<std::pair<std::string, std::string>>& rules, std::string_view on) {
        std::vector<workload::UnitRule> read;
        for (const auto& [unit, json] : rules) read.push_back({UnitId(unit), workload::measurement_rule_from_json(json)});
        const Date date = parse_date(on);
        workload::UnitComparison comparison;
        {
          const py::gil_scoped_release release;
          const auto input = workload::read_measurement(measurement_tables(tables));
          comparison = workload::compare_units(input.cases, input.caseworkers, read, date);
        }
        return std::tuple(handle_of(workload::units_table(comparison)), handle_of(workload::cross_table(comparison)),
                          handle_of(workload::caveats_table(comparison)));
      },
      py::arg("tables"), py::arg("rules"), py::arg("on"), "(units, cross, caveats).");
  module.def(
      "measure_supervisors",
      [](const std::vector<const TableHandle*>& tables, std::string_view rule_json, std::string_view on, double full_time_hours,
         std::optional<std::int64_t> most_people) {
        const auto rule = workload::measurement_rule_from_json(rule_json);
        const Date date = parse_date(on);
        const auto input = workload::read_measurement(measurement_tables(tables));
        const auto measured = workload::measure(input.cases, input.caseworkers, rule, date);
        const auto most = most_people ? std::optional(Rational(*most_people)) : std::nullopt;
        return handle_of(workload::to_table(workload::measure_supervisors(input.caseworkers, measured, Rational::from_double(full_time_hours), most)));
      },
      py::arg("tables"), py::arg("rule"), py::arg("on"), py::arg("full_time_hours"), py::arg("most_people"), "One row per supervisor.");
}

}  // namespace evenload::python
