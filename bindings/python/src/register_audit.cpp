// allocation: sealed records and their verification. The hash is Python's own, so that the module links no other.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/typing.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "allocation_handles.hpp"
#include "control.hpp"
#include "evenload/allocation/audit.hpp"
#include "register.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using DigestFunction = py::typing::Callable<py::str(py::bytes)>;
using SameFunction = py::typing::Callable<bool(py::bytes, py::bytes)>;

/// The package's own functions; may be called without the GIL, but made and destroyed with it.
class PythonHash final : public allocation::KeyedHash {
 public:
  PythonHash(const DigestFunction& digest, const SameFunction& same) : digest_(digest), same_(same) {}
  std::string digest(std::string_view message) const override {
    const py::gil_scoped_acquire acquire;
    return py::cast<std::string>(digest_(py::bytes(message.data(), message.size())));
  }
  bool same(std::string_view a, std::string_view b) const override {
    const py::gil_scoped_acquire acquire;
    return py::cast<bool>(same_(py::bytes(a.data(), a.size()), py::bytes(b.data(), b.size())));
  }

 private:
  DigestFunction digest_;
  SameFunction same_;
};

allocation::VerbQuestion question_of(const std::string& verb, const std::string& settings, std::optional<const PlanHandle*> announced) {
  return {verb, settings, announced && *announced != nullptr ? (*announced)->plan.get() : nullptr};
}

std::string seal(const PlanHandle& plan, const InputHandle& input, const PolicyHandle& policy, const std::string& verb, const std::string& settings,
                 std::optional<const PlanHandle*> announced, const DigestFunction& digest, const SameFunction& same, const std::string& key_name,
                 const std::string& decided_by_role) {
  const PythonHash hash(digest, same);
  return allocation::to_json(allocation::seal(*plan.plan, *input.input, *policy.policy, hash, {key_name, decided_by_role},
                                              question_of(verb, settings, announced)));
}

using VerificationRow = std::tuple<std::string, std::optional<PlanHandle>, std::optional<InputHandle>, std::optional<PolicyHandle>>;

VerificationRow verify(std::string_view record, const InputHandle& input, const PolicyHandle& policy, const std::string& verb, const std::string& settings,
                       std::optional<const PlanHandle*> announced, const DigestFunction& digest, const SameFunction& same, double time_limit, const py::object& threads, const py::object& progress,
                       std::optional<const StopToken*> stop) {
  const allocation::SealedRecord sealed = allocation::sealed_record_from_json(record);
  const PythonHash hash(digest, same);
  const Control control{time_limit, py::none(), threads, py::int_(0), progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  allocation::Verification verification;
  {
    const py::gil_scoped_release release;
    verification = allocation::verify(sealed, *input.input, *policy.policy, hash, options, question_of(verb, settings, announced));
  }
  std::optional<PlanHandle> plan;
  if (verification.plan) plan = PlanHandle{std::make_shared<const allocation::Plan>(std::move(*verification.plan))};
  std::optional<InputHandle> answered_input;
  std::optional<PolicyHandle> answered_policy;
  if (verification.input) answered_input = InputHandle{std::make_shared<const allocation::AllocationInput>(std::move(*verification.input))};
  if (verification.policy) answered_policy = PolicyHandle{std::make_shared<const allocation::AllocationPolicy>(std::move(*verification.policy))};
  return {allocation::to_json(verification), plan, answered_input, answered_policy};
}

}  // namespace

void register_audit(py::module_& module) {
  module.attr("minimum_key_bytes") = allocation::minimum_key_bytes;
  module.def("canonical_input", [](const InputHandle& input) { return py::bytes(allocation::canonical_form(*input.input)); }, py::arg("input"));
  module.def("canonical_policy", [](const PolicyHandle& policy) { return py::bytes(allocation::canonical_form(*policy.policy)); }, py::arg("policy"));
  module.def("canonical_plan", [](const PlanHandle& plan) { return py::bytes(allocation::canonical_form(*plan.plan)); }, py::arg("plan"));
  module.def("seal", &seal, py::arg("plan"), py::arg("input"), py::arg("policy"), py::arg("verb"), py::arg("settings"), py::arg("announced"),
             py::arg("digest"), py::arg("same"), py::arg("key_name"), py::arg("decided_by_role"), "A sealed record as a JSON document.");
  module.def(
      "normal_sealed_record", [](std::string_view json) { return allocation::to_json(allocation::sealed_record_from_json(json)); },
      py::arg("json"), "A sealed record, checked.");
  module.def("verify", &verify, py::arg("record"), py::arg("input"), py::arg("policy"), py::arg("verb"), py::arg("settings"), py::arg("announced"),
             py::arg("digest"), py::arg("same"), py::arg("time_limit"), py::arg("threads"), py::arg("progress"), py::arg("stop"),
             "(JSON document, plan of the repetition, and the input and policy that it answers where a verb changed them). The GIL is free while it repeats.");
}

}  // namespace evenload::python
