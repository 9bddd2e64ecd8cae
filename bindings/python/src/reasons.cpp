#include "reasons.hpp"

#include <variant>

#include "evenload/core/errors.hpp"

namespace py = pybind11;

namespace evenload::python {

py::object date_to_python(Date date) {
  return py::module_::import("datetime").attr("date").attr("fromisoformat")(to_string(date));
}

ReasonRow reason_to_python(const allocation::Reason& reason) {
  py::dict parameters;
  for (const auto& [name, value] : reason.parameters) {
    parameters[py::str(name)] = std::visit(
        [](const auto& held) -> py::object {
          if constexpr (std::is_same_v<std::decay_t<decltype(held)>, Date>) return date_to_python(held);
          else return py::cast(held);
        },
        value);
  }
  return py::make_tuple(std::string(to_string(reason.code)), parameters);
}

ReasonRows reasons_to_python(const std::vector<allocation::Reason>& reasons) {
  ReasonRows list;
  for (const auto& reason : reasons) list.append(reason_to_python(reason));
  return list;
}

allocation::Reason reason_from_python(const std::string& code, const typing::Dict<Text, Any>& parameters) {
  allocation::Reason reason{allocation::reason_code_from_string(code), {}};
  for (const auto& [name, value] : parameters) {
    const std::string key = py::str(name);
    if (PyLong_Check(value.ptr())) reason.parameters.emplace_back(key, value.cast<std::int64_t>());
    else if (PyFloat_Check(value.ptr())) reason.parameters.emplace_back(key, value.cast<double>());
    else if (PyUnicode_Check(value.ptr())) reason.parameters.emplace_back(key, value.cast<std::string>());
    else if (py::hasattr(value, "isoformat")) reason.parameters.emplace_back(key, parse_date(value.attr("isoformat")().cast<std::string>()));
    else {
      throw InvalidDataError({ErrorCode::wrong_type, "reason", key, std::nullopt, "a number, text or date",
                              py::str(py::type::handle_of(value).attr("__name__"))});
    }
  }
  return reason;
}

}  // namespace evenload::python
