// allocation: policy, input, plan, and the verbs that make a plan.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <utility>

#include "allocation_handles.hpp"
#include "control.hpp"
#include "evenload/allocation/allocate.hpp"
#include "evenload/allocation/document.hpp"
#include "evenload/allocation/tables.hpp"
#include "evenload/core/errors.hpp"
#include "levels.hpp"
#include "reasons.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

InputHandle input_from_tables(const std::map<std::string, TableHandle>& tables, const std::string& zone) {
  const auto find = [&](const char* name) -> const Table* {
    const auto entry = tables.find(name);
    return entry == tables.end() ? nullptr : entry->second.table.get();
  };
  allocation::InputTables input{find("cases"),  find("caseworkers"), find("units"),  find("absences"),    find("reductions"),
                                      find("skills"), find("exclusions"),  find("limits"), find("assignments"), find("overrides"),
                                      find("delegations"), find("deciders"), find("duty"), find("protection"), find("travel"), find("specialisms")};
  input.events = find("events");
  input.handovers = find("handovers");
  input.worker_pairs = find("worker_pairs");
  input.links = find("links");
  input.agreements = find("agreements");
  input.carried_load = find("carried_load");
  const py::gil_scoped_release release;
  return {std::make_shared<const allocation::AllocationInput>(allocation::read_input(input, Zone::load(zone)))};
}

/// The input with the cases of another one behind its own.
InputHandle with_cases_of(const InputHandle& own, const InputHandle& other) {
  auto joined = std::make_shared<allocation::AllocationInput>(*own.input);
  joined->cases.insert(joined->cases.end(), other.input->cases.begin(), other.input->cases.end());
  return {std::move(joined)};
}

PlanHandle allocate(const InputHandle& input, const PolicyHandle& policy, double time_limit, const py::object& work_limit,
                    const py::object& threads, const py::object& seed, const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  const py::gil_scoped_release release;
  return {std::make_shared<const allocation::Plan>(allocation::allocate(*input.input, *policy.policy, options))};
}

void register_input(py::module_& module) {
  py::class_<PolicyHandle>(module, "AllocationPolicy", "A policy that C++ has read and checked.")
      .def(py::init([](std::string_view json) {
             auto policy = std::make_shared<allocation::AllocationPolicy>(allocation::policy_from_json(json));
             // Verbs put today's date into a policy without a day, so everything else can be checked already.
             auto with_day = *policy;
             if (!with_day.on) with_day.on = with_day.at ? Zone::load(with_day.zone).local_date(*with_day.at) : Date();
             allocation::check(with_day);
             return PolicyHandle{std::move(policy)};
           }),
           py::arg("json"))
      .def("to_json", [](const PolicyHandle& handle) { return allocation::to_json(*handle.policy); })
      .def_property_readonly("name", [](const PolicyHandle& handle) { return handle.policy->name; })
      .def_property_readonly("zone", [](const PolicyHandle& handle) { return handle.policy->zone; })
      .def_property_readonly("on", [](const PolicyHandle& handle) {
        return handle.policy->on ? std::optional(to_string(*handle.policy->on)) : std::nullopt;
      });

  py::class_<InputHandle>(module, "AllocationInput", "The rows of all tables, read and checked.")
      .def_static("from_tables", &input_from_tables, py::arg("tables"), py::arg("zone"))
      .def_static(
          "from_json",
          [](std::string_view json) {
            return InputHandle{std::make_shared<const allocation::AllocationInput>(allocation::input_from_json(json))};
          },
          py::arg("json"))
      .def("to_json", [](const InputHandle& handle) { return allocation::to_json(*handle.input); })
      .def("with_cases_of", &with_cases_of, py::arg("other"), "This input with the cases of another one behind its own.")
      .def_property_readonly("case_ids", [](const InputHandle& handle) {
        typing::List<Any> ids;
        for (const auto& row : handle.input->cases) ids.append(id_to_python(row.id));
        return ids;
      });
}

void register_plan(py::module_& module) {
  py::class_<PlanHandle>(module, "Plan", "An answer of allocate.")
      .def_static(
          "from_json",
          [](std::string_view json) { return PlanHandle{std::make_shared<const allocation::Plan>(allocation::plan_from_json(json))}; },
          py::arg("json"))
      .def("to_json", [](const PlanHandle& handle) { return allocation::to_json(*handle.plan); })
      .def("assignments", [](const PlanHandle& handle) { return handle_of(allocation::assignments_table(*handle.plan)); })
      .def("undistributed", [](const PlanHandle& handle) { return handle_of(allocation::undistributed_table(handle.plan->undistributed)); })
      .def("loads", [](const PlanHandle& handle) { return handle_of(allocation::loads_table(*handle.plan)); })
      .def("levels_table", [](const PlanHandle& handle) { return handle_of(allocation::levels_table(handle.plan->levels)); })
      .def_property_readonly("sorted_ratios", [](const PlanHandle& handle) { return sorted_ratios_to_python(handle.plan->sorted_ratios); },
                             "(ratios, proven, next bound) of leximin.")
      .def_property_readonly("levels", [](const PlanHandle& handle) { return levels_to_python(handle.plan->levels); },
                             "(name, value, bound, gap, absolute gap, variable gap, proven) per level.")
      .def_property_readonly("status", [](const PlanHandle& handle) { return std::string(to_string(handle.plan->outcome)); })
      .def_property_readonly("stop", [](const PlanHandle& handle) { return std::string(to_string(handle.plan->stop)); })
      .def_property_readonly("work", [](const PlanHandle& handle) { return handle.plan->work; })
      .def_property_readonly("notices", [](const PlanHandle& handle) { return reasons_to_python(handle.plan->notices); },
                             "(code, parameters) per notice.");
}

}  // namespace

void register_allocation(py::module_& module) {
  register_input(module);
  register_plan(module);
  module.def("allocate", &allocate, py::arg("input"), py::arg("policy"), py::arg("time_limit"), py::arg("work_limit"),
             py::arg("threads"), py::arg("seed"), py::arg("progress"), py::arg("stop"), "The GIL is free while it runs.");
  module.def(
      "undistributed",
      [](const InputHandle& input, const PolicyHandle& policy) {
        const py::gil_scoped_release release;
        return handle_of(allocation::undistributed_table(allocation::undistributed(*input.input, *policy.policy)));
      },
      py::arg("input"), py::arg("policy"));
  module.def(
      "check_input",
      [](const InputHandle& input, const PolicyHandle& policy) { allocation::check(*input.input, *policy.policy); },
      py::arg("input"), py::arg("policy"));
  module.def(
      "call_document",
      [](const std::string& json, double time_limit, const py::object& work_limit, const py::object& threads, const py::object& seed,
         const py::object& progress, std::optional<const StopToken*> stop) {
        const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
        const SolveOptions options = control.options();
        const py::gil_scoped_release release;
        return allocation::call_document(json, options);
      },
      py::arg("json"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"),
      py::arg("stop"), "One call as a JSON document.");
}

}  // namespace evenload::python
