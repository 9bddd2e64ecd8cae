// Exact numbers from Python.
#pragma once

#include <pybind11/pybind11.h>

#include <string>

#include "evenload/core/rational.hpp"

namespace evenload::python {

/// int, float (the simplest fraction that rounds to it), Fraction, Decimal, or text such as "1/20".
/// \throws InvalidDataError(wrong_type) naming `table` and `field`; OverflowError past 64 bits.
Rational rational_from_python(const pybind11::object& value, const std::string& table, const std::string& field);

}  // namespace evenload::python
