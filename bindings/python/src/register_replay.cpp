// allocation: replay of an event log.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "allocation_handles.hpp"
#include "control.hpp"
#include "evenload/allocation/replay.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

const Table* table_or_null(const std::optional<TableHandle>& handle) {
  return handle ? handle->table.get() : nullptr;
}

allocation::ReplayLog replay_log_of(const TableHandle& log, std::string_view mapping,
                                    const std::optional<TableHandle>& caseworkers,
                                    const std::optional<TableHandle>& weeks) {
  allocation::ReplayLog given;
  given.log = log.table.get();
  given.mapping = workload::log_mapping_from_json(mapping);
  given.caseworkers = table_or_null(caseworkers);
  given.caseworker_weeks = table_or_null(weeks);
  return given;
}

using NamedHandles = std::vector<std::pair<std::string, std::optional<PolicyHandle>>>;

}  // namespace

void register_replay(py::module_& module) {
  module.def(
      "normal_log_mapping", [](std::string_view json) { return workload::to_json(workload::log_mapping_from_json(json)); },
      py::arg("json"), "A mapping of a log, checked, in full.");
  module.def(
      "replay",
      [](const TableHandle& log, std::string_view mapping, const std::optional<TableHandle>& caseworkers,
         const std::optional<TableHandle>& caseworker_weeks, const PolicyHandle& policy, std::string_view settings, double time_limit,
         const py::object& work_limit, const py::object& threads, const py::object& seed, const py::object& progress,
         std::optional<const StopToken*> stop) {
        const allocation::ReplayLog given = replay_log_of(log, mapping, caseworkers, caseworker_weeks);
        const allocation::ReplaySettings read = allocation::replay_settings_from_json(settings);
        const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
        const SolveOptions options = control.options();
        allocation::ReplayResult result;
        {
          const py::gil_scoped_release release;
          result = allocation::replay(given, *policy.policy, read, options);
        }
        return std::tuple(handle_of(allocation::to_table(result)), handle_of(allocation::measures_table(result)),
                          allocation::to_json(result));
      },
      py::arg("log"), py::arg("mapping"), py::arg("caseworkers"), py::arg("caseworker_weeks"), py::arg("policy"), py::arg("settings"),
      py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"), py::arg("stop"),
      "(table of weeks, table of measures, JSON document).");
  module.def(
      "compare_policies",
      [](const TableHandle& log, std::string_view mapping, const std::optional<TableHandle>& caseworkers,
         const std::optional<TableHandle>& caseworker_weeks, const NamedHandles& policies, std::size_t baseline, std::string_view settings,
         double time_limit, const py::object& work_limit, const py::object& threads, const py::object& seed, const py::object& progress,
         std::optional<const StopToken*> stop) {
        const allocation::ReplayLog given = replay_log_of(log, mapping, caseworkers, caseworker_weeks);
        const allocation::ReplaySettings read = allocation::replay_settings_from_json(settings);
        std::vector<allocation::NamedPolicy> named;
        for (const auto& [name, handle] : policies) {
          allocation::NamedPolicy one;
          one.name = name;
          if (handle) one.policy = *handle->policy;
          named.push_back(std::move(one));
        }
        const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
        const SolveOptions options = control.options();
        allocation::PolicyComparison result;
        {
          const py::gil_scoped_release release;
          result = allocation::compare_policies(given, named, baseline, read, options);
        }
        return std::tuple(handle_of(allocation::to_table(result)), handle_of(allocation::replications_table(result)),
                          allocation::to_json(result));
      },
      py::arg("log"), py::arg("mapping"), py::arg("caseworkers"), py::arg("caseworker_weeks"), py::arg("policies"), py::arg("baseline"),
      py::arg("settings"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"),
      py::arg("stop"), "(table of policies and measures, table of replications, JSON document).");
}

}  // namespace evenload::python
