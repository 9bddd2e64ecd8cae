// allocation: sealed records and their verification. The hash is Python's own, so that the module links no other.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/typing.h>

#include <memory>
#include <optional>
#include <string>
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

std::string seal(const PlanHandle& plan, const InputHandle& input, const PolicyHandle& policy, const DigestFunction& digest, const SameFunction& same,
                 const std::string& key_name, const std::string& decided_by_role) {
  const PythonHash hash(digest, same);
  return allocation::to_json(allocation::seal(*plan.plan, *input.input, *policy.policy, hash, {key_name, decided_by_role}));
}

using VerificationRow = std::pair<std::string, std::optional<PlanHandle>>;

VerificationRow verify(std::string_view record, const InputHandle& input, const PolicyHandle& policy, const DigestFunction& digest,
                       const SameFunction& same, double time_limit, const py::object& threads, const py::object& progress,
                       std::optional<const StopToken*> stop) {
  const allocation::SealedRecord sealed = allocation::sealed_record_from_json(record);
  const PythonHash hash(digest, same);
  const Control control{time_limit, py::none(), threads, py::int_(0), progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  allocation::Verification verification;
  {
    const py::gil_scoped_release release;
    verification = allocation::verify(sealed, *input.input, *policy.policy, hash, options);
  }
  std::optional<PlanHandle> plan;
  if (verification.plan) plan = PlanHandle{std::make_shared<const allocation::Plan>(std::move(*verification.plan))};
  return {allocation::to_json(verification), plan};
}

}  // namespace

void register_audit(py::module_& module) {
  module.attr("minimum_key_bytes") = allocation::minimum_key_bytes;
  module.def("canonical_input", [](const InputHandle& input) { return py::bytes(allocation::canonical_form(*input.input)); }, py::arg("input"));
  module.def("canonical_policy", [](const PolicyHandle& policy) { return py::bytes(allocation::canonical_form(*policy.policy)); }, py::arg("policy"));
  module.def("canonical_plan", [](const PlanHandle& plan) { return py::bytes(allocation::canonical_form(*plan.plan)); }, py::arg("plan"));
  module.def("seal", &seal, py::arg("plan"), py::arg("input"), py::arg("policy"), py::arg("digest"), py::arg("same"), py::arg("key_name"),
             py::arg("decided_by_role"), "A sealed record as a JSON document.");
  module.def(
      "normal_sealed_record", [](std::string_view json) { return allocation::to_json(allocation::sealed_record_from_json(json)); },
      py::arg("json"), "A sealed record, checked.");
  module.def("verify", &verify, py::arg("record"), py::arg("input"), py::arg("policy"), py::arg("digest"), py::arg("same"), py::arg("time_limit"),
             py::arg("threads"), py::arg("progress"), py::arg("stop"), "(JSON document, plan of the repetition). The GIL is free while it repeats.");
}

}  // namespace evenload::python
