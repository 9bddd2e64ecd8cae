#include "rational.hpp"

#include <optional>

#include "evenload/core/errors.hpp"

namespace py = pybind11;

namespace evenload::python {

Rational rational_from_python(const py::object& value, const std::string& table, const std::string& field) {
  const std::string type = py::str(py::type::of(value).attr("__name__"));
  try {
    if (PyFloat_Check(value.ptr())) return Rational::from_double(value.cast<double>());
    if (!PyBool_Check(value.ptr()) && (PyLong_Check(value.ptr()) || PyUnicode_Check(value.ptr()) || type == "Fraction" || type == "Decimal")) {
      return Rational::parse(py::str(value).cast<std::string>());
    }
    if (py::hasattr(value, "item")) return rational_from_python(value.attr("item")(), table, field);  // a numpy scalar
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    info.table = table;
    info.column = field;
    if (info.code == ErrorCode::overflow) throw OverflowError(info);
    throw InvalidDataError(info);
  }
  throw InvalidDataError({ErrorCode::wrong_type, table, field, std::nullopt, "a number", type});
}

}  // namespace evenload::python
