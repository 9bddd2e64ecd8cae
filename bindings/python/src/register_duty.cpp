// allocation: turns on duty against a rotation by contract.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "allocation_handles.hpp"
#include "evenload/allocation/duty.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

void register_duty(py::module_& module) {
  module.def(
      "duty_shares",
      [](const InputHandle& input, const PolicyHandle& policy, std::string_view first, std::string_view last, const std::vector<std::string>& participants) {
        const Date from = parse_date(first);
        const Date to = parse_date(last);
        std::vector<CaseworkerId> ids(participants.begin(), participants.end());
        const py::gil_scoped_release release;
        return handle_of(allocation::duty_shares_table(allocation::duty_shares(*input.input, *policy.policy, from, to, ids)));
      },
      py::arg("input"), py::arg("policy"), py::arg("first"), py::arg("last"), py::arg("participants"));
}

}  // namespace evenload::python
