// Columns from numpy arrays of one type.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "arrow.hpp"
#include "evenload/core/errors.hpp"
#include "values.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

template <class T>
std::vector<T> copied(const py::array& array) {
  const auto typed = py::array_t<T, py::array::c_style | py::array::forcecast>::ensure(array);
  if (!typed) throw py::error_already_set();
  return {typed.data(), typed.data() + typed.size()};
}

Column from_unsigned(const py::array& array, const ColumnPlace& place) {
  const auto values = copied<std::uint64_t>(array);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) continue;
    throw InvalidDataError({ErrorCode::out_of_range, place.table, place.column, static_cast<std::int64_t>(i),
                            "a whole number below 2^63", std::to_string(values[i])});
  }
  return {place.column, std::vector<std::int64_t>(values.begin(), values.end()), {}};
}

/// datetime64 of any unit: days and longer are dates, shorter ones times.
Column from_datetimes(const py::array& array, const ColumnPlace& place, bool wall_clock) {
  const std::string type = py::str(array.dtype().attr("str"));  // "<M8[ns]"
  const std::string unit = type.substr(type.find('[') + 1, type.find(']') - type.find('[') - 1);
  const bool whole_days = unit == "D" || unit == "W" || unit == "M" || unit == "Y";
  // numpy casts between units without looking for overflow, so times finer than days are cast here.
  const std::int64_t ticks = unit == "s" ? 1 : unit == "ms" ? 1'000 : unit == "us" ? 1'000'000 : unit == "ns" ? 1'000'000'000 : 0;
  const py::object native = whole_days ? array.attr("astype")("datetime64[D]") : ticks != 0 ? py::object(array) : array.attr("astype")("datetime64[us]");
  const auto raw = copied<std::int64_t>(native.attr("view")("int64").cast<py::array>());
  std::vector<std::uint8_t> valid(raw.size(), 1);
  bool any_missing = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != std::numeric_limits<std::int64_t>::min()) continue;  // NaT
    valid[i] = 0;
    any_missing = true;
  }
  std::vector<std::int64_t> values(raw.size());
  const auto row = [](std::size_t i) { return static_cast<std::int64_t>(i); };
  if (whole_days) {
    std::vector<Date> dates(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (valid[i] == 0) continue;
      if (raw[i] > 100'000'000 || raw[i] < -100'000'000) {
        throw InvalidDataError({ErrorCode::out_of_range, place.table, place.column, row(i), "a date that a calendar can hold", std::to_string(raw[i]) + " days from 1970"});
      }
      dates[i] = Date(std::chrono::days(raw[i]));
    }
    return {place.column, std::move(dates), any_missing ? std::move(valid) : std::vector<std::uint8_t>{}};
  }
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (valid[i] != 0) values[i] = to_microseconds(raw[i], ticks != 0 ? ticks : 1'000'000, place.table, place.column, row(i));
  }
  return timestamp_column(place.column, values, any_missing ? std::move(valid) : std::vector<std::uint8_t>{}, wall_clock, place.zone);
}

}  // namespace

Column column_from_python(const py::object& values, const ColumnPlace& place, bool utc) {
  if (!py::isinstance<py::array>(values)) {
    if (py::isinstance<py::str>(values) || py::isinstance<py::bytes>(values) || !py::isinstance<py::sequence>(values)) {
      throw InvalidDataError({ErrorCode::wrong_type, place.table, place.column, std::nullopt, "a list or an array",
                              py::str(py::type::of(values).attr("__name__"))});
    }
    return column_from_objects(py::reinterpret_borrow<py::sequence>(values), place);
  }
  auto array = py::reinterpret_borrow<py::array>(values);
  if (array.ndim() != 1) {
    throw InvalidDataError({ErrorCode::wrong_type, place.table, place.column, std::nullopt, "an array of one dimension",
                            std::to_string(array.ndim()) + " dimensions"});
  }
  if (py::hasattr(array, "mask")) {  // a masked array
    return column_from_objects(array.attr("tolist")().cast<py::list>(), place);
  }
  switch (array.dtype().kind()) {
    case 'b': return {place.column, copied<std::uint8_t>(array), {}};
    case 'i': return {place.column, copied<std::int64_t>(array), {}};
    case 'u': return from_unsigned(array, place);
    case 'f': return {place.column, copied<double>(array), {}};
    case 'M': return from_datetimes(array, place, !utc);
    case 'U':
    case 'T':
    case 'O': return column_from_objects(array.attr("tolist")().cast<py::list>(), place);
    default: break;
  }
  throw InvalidDataError({ErrorCode::wrong_type, place.table, place.column, std::nullopt,
                          "an array of booleans, numbers, texts, dates, times or objects", "dtype " + std::string(py::str(array.dtype()))});
}

}  // namespace evenload::python
