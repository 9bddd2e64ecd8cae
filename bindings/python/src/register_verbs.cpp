// allocation: the verbs after Monday's allocation.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "allocation_handles.hpp"
#include "control.hpp"
#include "evenload/allocation/verbs_document.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

struct VerbAnswerHandle {
  std::shared_ptr<const allocation::AllocationInput> input;
  std::shared_ptr<const allocation::AllocationPolicy> policy;
  std::shared_ptr<const allocation::Plan> plan;
  allocation::VerbAnswer answer;
};

VerbAnswerHandle call_verb(const std::string& name, const InputHandle& input, const PolicyHandle& policy, std::optional<const PlanHandle*> announced,
                           const std::string& settings, double time_limit, const py::object& work_limit, const py::object& threads,
                           const py::object& seed, const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  const allocation::Plan* before = announced && *announced != nullptr ? (*announced)->plan.get() : nullptr;
  const py::gil_scoped_release release;
  VerbAnswerHandle handle;
  handle.answer = allocation::answer_verb(name, *input.input, *policy.policy, before, settings, options);
  allocation::Proposal& proposal = handle.answer.proposal;
  handle.input = std::make_shared<const allocation::AllocationInput>(std::move(proposal.input));
  handle.policy = std::make_shared<const allocation::AllocationPolicy>(std::move(proposal.policy));
  handle.plan = std::make_shared<const allocation::Plan>(std::move(proposal.plan));
  return handle;
}

}  // namespace

void register_verbs(py::module_& module) {
  py::class_<VerbAnswerHandle>(module, "VerbAnswer", "A plan and what a verb says besides.")
      .def_property_readonly("plan", [](const VerbAnswerHandle& handle) { return PlanHandle{handle.plan}; })
      .def_property_readonly("input", [](const VerbAnswerHandle& handle) { return InputHandle{handle.input}; })
      .def_property_readonly("policy", [](const VerbAnswerHandle& handle) { return PolicyHandle{handle.policy}; })
      .def("table", [](const VerbAnswerHandle& handle, const std::string& name) { return handle_of(handle.answer.tables.at(name)); }, py::arg("name"))
      .def("to_json", [](const VerbAnswerHandle& handle) { return handle.answer.json; });
  module.def("call_verb", &call_verb, py::arg("name"), py::arg("input"), py::arg("policy"), py::arg("announced"), py::arg("settings"),
             py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"), py::arg("stop"),
             "rebalance, redistribute, cover, replan, plan_ahead or what_if; the GIL is free while it runs.");
}

}  // namespace evenload::python
