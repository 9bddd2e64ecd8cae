// allocation: why cases are left over, and what would help.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/typing.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "allocation_handles.hpp"
#include "control.hpp"
#include "evenload/allocation/causes.hpp"
#include "reasons.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

struct CausesHandle {
  std::shared_ptr<const allocation::WhyUnplaced> why;
};

CausesHandle asked(const InputHandle& input, const PolicyHandle& policy,
                   std::optional<const PlanHandle*> plan, const py::typing::Iterable<py::object>& cases,
                   std::string_view question, double time_limit, const py::object& work_limit,
                   const py::object& threads, const py::object& seed, const py::object& progress,
                   std::optional<const StopToken*> stop) {
  allocation::CausesQuestion read = allocation::causes_question_from_json(question);
  for (const py::handle& one : cases) {
    read.cases.push_back(id_from_python<CaseKind>(py::reinterpret_borrow<py::object>(one)));
  }
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  read.options.solve = control.options();
  const allocation::Plan* given = plan && *plan != nullptr ? (*plan)->plan.get() : nullptr;
  const py::gil_scoped_release release;
  const auto why =
      allocation::why_unplaced(*input.input, *policy.policy, given, read.cases, read.options);
  return {std::make_shared<const allocation::WhyUnplaced>(allocation::seen_by(read.audience, why))};
}

}  // namespace

void register_causes(py::module_& module) {
  py::class_<CausesHandle>(module, "WhyUnplaced", "Why cases are left over, and what would help.")
      .def("to_json", [](const CausesHandle& handle) { return allocation::to_json(*handle.why); })
      .def("blocked",
           [](const CausesHandle& handle) {
             return handle_of(allocation::blocked_table(*handle.why));
           })
      .def("causes",
           [](const CausesHandle& handle) {
             return handle_of(allocation::causes_table(*handle.why));
           })
      .def("reliefs",
           [](const CausesHandle& handle) {
             return handle_of(allocation::reliefs_table(*handle.why));
           })
      .def(
          "text",
          [](const CausesHandle& handle, const std::string& language,
             const std::map<std::string, std::string>& own) {
            const auto& built_in = allocation::Catalogue::built_in(language);
            return own.empty()
                       ? allocation::in_words(*handle.why, built_in)
                       : allocation::in_words(*handle.why, allocation::Catalogue(built_in, own));
          },
          py::arg("language"), py::arg("own"));
  module.def("why_unplaced", &asked, py::arg("input"), py::arg("policy"), py::arg("plan"),
             py::arg("cases"), py::arg("question"), py::arg("time_limit"), py::arg("work_limit"),
             py::arg("threads"), py::arg("seed"), py::arg("progress"), py::arg("stop"),
             "The GIL is free while it runs.");
}

}  // namespace evenload::python
