// allocation: replay of an event log.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <utility>

#include "allocation_handles.hpp"
#include "control.hpp"
#include "evenload/allocation/replay.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

void register_replay(py::module_& module) {
  module.def(
      "normal_log_mapping", [](std::string_view json) { return workload::to_json(workload::log_mapping_from_json(json)); },
      py::arg("json"), "A mapping of a log, checked, in full.");
  module.def(
      "replay",
      [](const TableHandle& log, std::string_view mapping_json, const PolicyHandle& policy, double time_limit, const py::object& work_limit,
         const py::object& threads, const py::object& seed, const py::object& progress, std::optional<const StopToken*> stop) {
        const auto mapping = workload::log_mapping_from_json(mapping_json);
        const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
        const SolveOptions options = control.options();
        allocation::ReplayResult result;
        {
          const py::gil_scoped_release release;
          result = allocation::replay(*log.table, mapping, *policy.policy, options);
        }
        return std::pair(handle_of(allocation::to_table(result)), allocation::to_json(result));
      },
      py::arg("log"), py::arg("mapping"), py::arg("policy"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"),
      py::arg("seed"), py::arg("progress"), py::arg("stop"), "(table of weeks, JSON document).");
}

}  // namespace evenload::python
