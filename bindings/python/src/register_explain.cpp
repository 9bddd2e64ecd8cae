// allocation: explanations, recommendations and sentences.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "allocation_handles.hpp"
#include "evenload/allocation/document.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/reasons.hpp"
#include "evenload/allocation/tables.hpp"
#include "reasons.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// (caseworker, reason, extra load).
using RelaxationRow = typing::Tuple<Any, ReasonRow, Real>;
/// (rank, caseworker, chosen, capacity, load before and after, ratio before and after, cost, differences, reasons).
using AlternativeRow = typing::Tuple<Whole, Any, Flag, Real, Real, Real, MaybeReal, MaybeReal, Whole, typing::Dict<Text, Real>, ReasonRows>;
/// (caseworker, reasons).
using ExcludedRow = typing::Tuple<Any, ReasonRows>;

std::optional<double> shown(const std::optional<Rational>& ratio) {
  return ratio ? std::optional(ratio->to_double()) : std::nullopt;
}

typing::Optional<RelaxationRow> relaxation_to_python(const std::optional<allocation::Relaxation>& relaxation) {
  if (!relaxation) return py::none();
  return py::make_tuple(id_to_python(relaxation->caseworker), reason_to_python(relaxation->reason), relaxation->extra_load.to_double());
}

typing::List<AlternativeRow> alternatives_to_python(const ExplanationHandle& handle) {
  typing::List<AlternativeRow> list;
  for (const auto& choice : handle.explanation->alternatives) {
    py::dict differences;
    for (const auto& entry : choice.differences) differences[py::str(std::string(optimize::to_string(entry.level)))] = entry.difference;
    list.append(py::make_tuple(choice.rank, id_to_python(choice.caseworker), choice.chosen, choice.capacity.to_double(),
                               choice.load_before.to_double(), choice.load_after.to_double(), shown(choice.ratio_before),
                               shown(choice.ratio_after), choice.cost, differences, reasons_to_python(choice.reasons)));
  }
  return list;
}

typing::List<ExcludedRow> excluded_to_python(const ExplanationHandle& handle) {
  typing::List<ExcludedRow> list;
  for (const auto& entry : handle.explanation->excluded) {
    list.append(py::make_tuple(id_to_python(entry.caseworker), reasons_to_python(entry.reasons)));
  }
  return list;
}

/// An explainer and what it refers to. Members go in reverse order, the explainer first.
struct ExplainerHandle {
  InputHandle input;
  PolicyHandle policy;
  PlanHandle plan;
  std::unique_ptr<const allocation::Explainer> explainer;
};

ExplainerHandle explainer_of(const InputHandle& input, const PolicyHandle& policy, const PlanHandle& plan) {
  const py::gil_scoped_release release;
  return {input, policy, plan, std::make_unique<const allocation::Explainer>(*input.input, *policy.policy, *plan.plan)};
}

ExplanationHandle explained(const ExplainerHandle& handle, const py::object& case_id, const std::string& role, const std::string& audience, int top) {
  const auto id = id_from_python<CaseKind>(case_id);
  const auto reader = allocation::audience_from_string(audience);
  const py::gil_scoped_release release;
  return {std::make_shared<const allocation::Explanation>(handle.explainer->explain(id, role, reader, top))};
}

ExplanationHandle recommended(const InputHandle& input, const PolicyHandle& policy, const py::object& case_id, const std::string& role, int top) {
  const auto id = id_from_python<CaseKind>(case_id);
  const py::gil_scoped_release release;
  return {std::make_shared<const allocation::Explanation>(allocation::recommend(*input.input, *policy.policy, id, role, top))};
}

std::string sentence(const std::string& code, const typing::Dict<Text, Any>& parameters, const std::string& language,
                     const std::map<std::string, std::string>& own) {
  const auto reason = reason_from_python(code, parameters);
  const auto& built_in = allocation::Catalogue::built_in(language);
  return own.empty() ? built_in.sentence(reason) : allocation::Catalogue(built_in, own).sentence(reason);
}

}  // namespace

void register_explain(py::module_& module) {
  py::class_<ExplanationHandle>(module, "Explanation", "Why one caseworker, who next, and why not the others.")
      .def_static(
          "from_json",
          [](std::string_view json) {
            return ExplanationHandle{std::make_shared<const allocation::Explanation>(allocation::explanation_from_json(json))};
          },
          py::arg("json"))
      .def("to_json", [](const ExplanationHandle& handle) { return allocation::to_json(*handle.explanation); })
      .def_property_readonly("case_id", [](const ExplanationHandle& handle) { return id_to_python(handle.explanation->case_id); })
      .def_property_readonly("role", [](const ExplanationHandle& handle) { return handle.explanation->role; })
      .def_property_readonly("audience", [](const ExplanationHandle& handle) { return std::string(to_string(handle.explanation->audience)); })
      .def_property_readonly("caseworker", [](const ExplanationHandle& handle) { return id_to_python(handle.explanation->caseworker); })
      .def_property_readonly("why", [](const ExplanationHandle& handle) { return reasons_to_python(handle.explanation->why); })
      .def_property_readonly("alternatives", &alternatives_to_python)
      .def_property_readonly("excluded", &excluded_to_python)
      .def_property_readonly("relaxation", [](const ExplanationHandle& handle) { return relaxation_to_python(handle.explanation->relaxation); })
      .def("alternatives_table", [](const ExplanationHandle& handle) { return handle_of(allocation::alternatives_table(*handle.explanation)); })
      .def("excluded_table", [](const ExplanationHandle& handle) { return handle_of(allocation::excluded_table(*handle.explanation)); });

  py::class_<ExplainerHandle>(module, "Explainer", "Explains one plan; what explanations share is prepared once.")
      .def(py::init(&explainer_of), py::arg("input"), py::arg("policy"), py::arg("plan"))
      .def("explain", &explained, py::arg("case_id"), py::arg("role"), py::arg("audience"), py::arg("top"))
      .def(
          "why_not",
          [](const ExplainerHandle& handle, const py::object& case_id, const std::string& role, const py::object& caseworker) {
            return reasons_to_python(
                handle.explainer->why_not(id_from_python<CaseKind>(case_id), role, id_from_python<CaseworkerKind>(caseworker)));
          },
          py::arg("case_id"), py::arg("role"), py::arg("caseworker"));
  module.def("recommend", &recommended, py::arg("input"), py::arg("policy"), py::arg("case_id"), py::arg("role"), py::arg("top"));
  module.def("sentence", &sentence, py::arg("code"), py::arg("parameters"), py::arg("language"), py::arg("own"),
             "A reason as a sentence.");
  module.def(
      "sentence_pattern",
      [](const std::string& name, const std::string& language) { return allocation::Catalogue::built_in(language).pattern(name); },
      py::arg("name"), py::arg("language"), "The stored sentence of a code or rule, with its places.");
  module.def("reason_codes", [] {
    std::vector<std::string> names;
    for (const auto code : allocation::all_reason_codes()) names.emplace_back(to_string(code));
    return names;
  });
  module.def(
      "is_protected", [](const std::string& code) { return allocation::is_protected(allocation::reason_code_from_string(code)); },
      py::arg("code"), "Whether only the allocator may see a reason.");
}

}  // namespace evenload::python
