// Columns from Python values: lists, numpy arrays, and the objects that stand in them.
#pragma once

#include <pybind11/pybind11.h>

#include <string>

#include "evenload/core/calendar.hpp"
#include "evenload/core/table.hpp"

namespace evenload::python {

/// Where a column belongs, for errors.
struct ColumnPlace {
  const std::string& table;
  const std::string& column;
  const Zone& zone;
};

/// A column from a numpy array of one dimension, or from any sequence of Python objects. Missing are None, NaN, NaT and NA.
/// Numbers mixed with texts become texts, since ids may come so from a spreadsheet; what is still mixed is wrong_type at the first odd row.
/// \param utc  times of a numpy array are UTC, not wall-clock times in the zone.
Column column_from_python(const pybind11::object& values, const ColumnPlace& place, bool utc = false);

/// From a sequence of objects alone.
Column column_from_objects(const pybind11::sequence& values, const ColumnPlace& place);

}  // namespace evenload::python
