// allocation: what fairness costs.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>

#include "allocation_handles.hpp"
#include "control.hpp"
#include "evenload/allocation/fairness.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

void register_fairness(py::module_& module) {
  module.def(
      "trade_off",
      [](const InputHandle& input, const PolicyHandle& policy, const std::string& subject, int most_solves, double time_limit, const py::object& work_limit,
         const py::object& threads, const py::object& seed, const py::object& progress, std::optional<const StopToken*> stop) {
        const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
        const SolveOptions options = control.options();
        allocation::TradeOff curve;
        {
          const py::gil_scoped_release release;
          curve = allocation::trade_off(*input.input, *policy.policy, subject, most_solves, options);
        }
        return std::pair(handle_of(allocation::trade_off_table(curve)), allocation::to_json(curve));
      },
      py::arg("input"), py::arg("policy"), py::arg("subject"), py::arg("most_solves"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"),
      py::arg("seed"), py::arg("progress"), py::arg("stop"), "(table of points, JSON document). The GIL is free while it runs.");
  module.def(
      "level_orders",
      [](const InputHandle& input, const PolicyHandle& policy, double time_limit, const py::object& work_limit, const py::object& threads,
         const py::object& seed, const py::object& progress, std::optional<const StopToken*> stop) {
        const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
        const SolveOptions options = control.options();
        std::vector<allocation::OrderedLevels> orders;
        {
          const py::gil_scoped_release release;
          orders = allocation::level_orders(*input.input, *policy.policy, options);
        }
        return std::pair(handle_of(allocation::level_orders_table(orders)), allocation::to_json(orders));
      },
      py::arg("input"), py::arg("policy"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"),
      py::arg("stop"), "(table of levels, JSON document). The GIL is free while it runs.");
}

}  // namespace evenload::python
