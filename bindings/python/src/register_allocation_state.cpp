// allocation: a standing state, its deltas, and what is asked of it.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <tuple>

#include "allocation_handles.hpp"
#include "evenload/allocation/allocation_state.hpp"
#include "evenload/allocation/tables.hpp"
#include "reasons.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using allocation::AllocationState;

ExplanationHandle handle_of(allocation::Explanation explanation) {
  return {std::make_shared<const allocation::Explanation>(std::move(explanation))};
}

}  // namespace

void register_allocation_state(py::module_& module) {
  py::class_<AllocationState>(module, "AllocationState", "Input and policy as they stand, changed by deltas.")
      .def(py::init([](const InputHandle& input, const PolicyHandle& policy) {
             const py::gil_scoped_release release;
             return std::make_unique<AllocationState>(*input.input, *policy.policy);
           }),
           py::arg("input"), py::arg("policy"))
      .def_static(
          "from_json",
          [](std::string_view json) {
            const py::gil_scoped_release release;
            return std::make_unique<AllocationState>(allocation::state_from_json(json));
          },
          py::arg("json"))
      .def("to_json",
           [](const AllocationState& state) {
             const py::gil_scoped_release release;
             return allocation::to_json(state);
           })
      .def_property_readonly("version",
                             [](const AllocationState& state) {
                               const py::gil_scoped_release release;
                               return state.version();
                             })
      .def("history",
           [](const AllocationState& state) {
             const py::gil_scoped_release release;
             return allocation::history_to_json(state);
           })
      .def("policy", [](const AllocationState& state) { return PolicyHandle{state.policy()}; })
      .def("snapshot",
           [](const AllocationState& state) {
             const py::gil_scoped_release release;
             return InputHandle{state.snapshot()};
           })
      .def(
          "apply",
          [](AllocationState& state, std::string_view delta) {
            const py::gil_scoped_release release;
            const allocation::DeltaAnswer answer = state.apply(allocation::delta_from_json(delta, state.policy()->zone));
            return std::tuple(answer.version, answer.merged);
          },
          py::arg("delta"), "(version, merged) of a delta as a JSON document.")
      .def(
          "recommend",
          [](const AllocationState& state, const py::object& case_id, const std::string& role, int top) {
            const auto id = id_from_python<CaseKind>(case_id);
            const py::gil_scoped_release release;
            return handle_of(state.recommend(id, role, top));
          },
          py::arg("case_id"), py::arg("role"), py::arg("top"))
      .def(
          "recommend_new",
          [](const AllocationState& state, const TableHandle& row, const std::string& role, int top) {
            const py::gil_scoped_release release;
            return handle_of(state.recommend(allocation::read_case(*row.table, Zone::load(state.policy()->zone)), role, top));
          },
          py::arg("row"), py::arg("role"), py::arg("top"), "For a table of cases with one row.");
}

}  // namespace evenload::python
