// Reasons as Python sees them.
#pragma once

#include <pybind11/pybind11.h>

#include <string>
#include <vector>

#include "evenload/allocation/reasons.hpp"
#include "evenload/core/ids.hpp"
#include "typed.hpp"

namespace evenload::python {

/// datetime.date of a Date.
pybind11::object date_to_python(Date date);

ReasonRow reason_to_python(const allocation::Reason& reason);
ReasonRows reasons_to_python(const std::vector<allocation::Reason>& reasons);
/// \throws InvalidDataError for an unknown code or a parameter of another type.
allocation::Reason reason_from_python(const std::string& code, const typing::Dict<Text, Any>& parameters);

/// None for an empty id; (system, id) where there is a system; otherwise the text.
template <class Kind>
pybind11::object id_to_python(const Id<Kind>& id) {
  if (id.empty()) return pybind11::none();
  if (id.system().empty()) return pybind11::str(id.value());
  return pybind11::make_tuple(id.system(), id.value());
}

/// Text, a whole number, or (system, id).
template <class Kind>
Id<Kind> id_from_python(const pybind11::object& given) {
  if (pybind11::isinstance<pybind11::tuple>(given) && pybind11::len(given) == 2) {
    const auto pair = pybind11::reinterpret_borrow<pybind11::tuple>(given);
    return Id<Kind>(pybind11::str(pair[0]), pybind11::str(pair[1]));
  }
  return Id<Kind>(std::string(pybind11::str(given)));
}

}  // namespace evenload::python
