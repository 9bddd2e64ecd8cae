// Errors: every evenload::Error becomes an exception of evenload._errors that carries the same fields.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <exception>
#include <optional>
#include <string>
#include <tuple>

#include "evenload/core/errors.hpp"
#include "register.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// (code, table, column, row, expected, found).
using Fields = std::tuple<std::string, std::string, std::string, std::optional<std::int64_t>, std::string, std::string>;

Fields fields(const ErrorInfo& info) {
  return Fields(to_string(info.code), info.table, info.column, info.row, info.expected, info.found);
}

ErrorInfo info_of(const std::string& code, std::string table, std::string column, std::optional<std::int64_t> row,
                  std::string expected, std::string found) {
  return {error_code_from_string(code), std::move(table), std::move(column), row, std::move(expected), std::move(found)};
}

void raise(const Error& error) {
  // Imported when it is needed: the Python module imports this one.
  const py::object exception = py::module_::import("evenload._errors").attr("_from_fields")(*py::cast(fields(error.info())).cast<py::tuple>());
  PyErr_SetObject(py::type::of(exception).ptr(), exception.ptr());
}

}  // namespace

void register_errors(py::module_& module) {
  py::register_local_exception_translator([](std::exception_ptr pointer) {
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (const Error& error) {
      raise(error);
    }
  });

  module.def(
      "describe_error",
      [](const std::string& code, std::string table, std::string column, std::optional<std::int64_t> row, std::string expected,
         std::string found) {
        return describe(info_of(code, std::move(table), std::move(column), row, std::move(expected), std::move(found)));
      },
      py::arg("code"), py::arg("table"), py::arg("column"), py::arg("row"), py::arg("expected"), py::arg("found"));
  module.def(
      "error_to_json",
      [](const std::string& code, std::string table, std::string column, std::optional<std::int64_t> row, std::string expected,
         std::string found) {
        return to_json(info_of(code, std::move(table), std::move(column), row, std::move(expected), std::move(found)));
      },
      py::arg("code"), py::arg("table"), py::arg("column"), py::arg("row"), py::arg("expected"), py::arg("found"));
  module.def(
      "error_from_json", [](std::string_view json) { return fields(error_info_from_json(json)); }, py::arg("json"));
}

}  // namespace evenload::python
