// Columns from sequences of Python objects.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <datetime.h>  // after Python.h, which it does not include

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "arrow.hpp"
#include "evenload/core/errors.hpp"
#include "values.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// A point in time as it stood in the object: microseconds since 1970, of UTC or of the wall clock.
struct Time {
  std::int64_t microseconds = 0;
  bool wall_clock = false;
};
using List = std::vector<std::string>;
/// One cell; std::monostate is a missing value.
using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string, Date, Time, List>;
enum Kind : std::size_t { missing, boolean, whole, real, text, date, time, list, kinds };

std::string type_name(const py::handle& object) { return py::str(py::type::handle_of(object).attr("__name__")); }

[[noreturn]] void refuse(const ColumnPlace& place, std::size_t row, std::string expected, std::string found, ErrorCode code = ErrorCode::wrong_type) {
  throw InvalidDataError({code, place.table, place.column, static_cast<std::int64_t>(row), std::move(expected), std::move(found)});
}

Date date_of(const py::handle& object) {
  const std::chrono::year_month_day day{std::chrono::year(PyDateTime_GET_YEAR(object.ptr())),
                                        std::chrono::month(static_cast<unsigned>(PyDateTime_GET_MONTH(object.ptr()))),
                                        std::chrono::day(static_cast<unsigned>(PyDateTime_GET_DAY(object.ptr())))};
  return Date(day);
}

Time time_of(const py::handle& object) {
  const auto* value = object.ptr();
  using std::chrono::microseconds;
  const auto clock = std::chrono::hours(PyDateTime_DATE_GET_HOUR(value)) + std::chrono::minutes(PyDateTime_DATE_GET_MINUTE(value)) +
                     std::chrono::seconds(PyDateTime_DATE_GET_SECOND(value)) + microseconds(PyDateTime_DATE_GET_MICROSECOND(value));
  std::int64_t ticks = (microseconds(date_of(object).time_since_epoch()) + microseconds(clock)).count();
  const py::object offset = object.attr("utcoffset")();
  if (offset.is_none()) return {ticks, true};
  ticks -= (offset.attr("days").cast<std::int64_t>() * 86'400 + offset.attr("seconds").cast<std::int64_t>()) * 1'000'000 +
           offset.attr("microseconds").cast<std::int64_t>();
  return {ticks, false};
}

/// "4.5", and "3" for 3.0: as a spreadsheet writes it.
std::string written(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string utf8(const py::handle& object, const ColumnPlace& place, std::size_t row) {
  Py_ssize_t length = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(object.ptr(), &length);
  if (bytes == nullptr) {
    PyErr_Clear();
    refuse(place, row, "text that can be written as UTF-8", "a lone surrogate", ErrorCode::invalid_id);
  }
  return {bytes, static_cast<std::size_t>(length)};
}

/// Types of the standard library and of pandas, told by name so that nothing need be imported.
bool is_missing_marker(std::string_view name) { return name == "NaTType" || name == "NAType" || name == "MaskedConstant"; }
bool is_exact_number(std::string_view name) { return name == "Decimal" || name == "Fraction" || name == "UUID"; }

Cell cell_of(const py::handle& object, const ColumnPlace& place, std::size_t row);

List list_of(const py::handle& object, const ColumnPlace& place, std::size_t row) {
  List items;
  for (const py::handle item : py::reinterpret_borrow<py::object>(object)) {
    const Cell cell = cell_of(item, place, row);
    if (const auto* text_item = std::get_if<std::string>(&cell)) items.push_back(*text_item);
    else if (const auto* whole_item = std::get_if<std::int64_t>(&cell)) items.push_back(std::to_string(*whole_item));
    else if (cell.index() == Kind::missing) refuse(place, row, "a list without missing elements", type_name(item), ErrorCode::missing_value);
    else refuse(place, row, "a list of texts", "a list with " + type_name(item));
  }
  return items;
}

Cell cell_of(const py::handle& object, const ColumnPlace& place, std::size_t row) {
  PyObject* raw = object.ptr();
  if (raw == Py_None) return {};
  if (PyUnicode_Check(raw)) return utf8(object, place, row);
  if (PyBool_Check(raw)) return raw == Py_True;
  if (PyLong_Check(raw)) {
    int past = 0;
    const long long value = PyLong_AsLongLongAndOverflow(raw, &past);
    // Longer than 64 bits: may be an id. Where a number is wanted, its reader refuses it with the row.
    if (past != 0) return utf8(py::str(object), place, row);
    return static_cast<std::int64_t>(value);
  }
  if (PyFloat_Check(raw)) {
    const double value = PyFloat_AS_DOUBLE(raw);
    return std::isnan(value) ? Cell() : Cell(value);
  }
  const std::string name = type_name(object);
  if (is_missing_marker(name)) return {};  // NaT is a datetime, too
  if (PyDateTime_Check(raw)) return time_of(object);
  if (PyDate_Check(raw)) return date_of(object);
  if (is_exact_number(name)) {
    std::string number = py::str(object);
    return number == "NaN" ? Cell() : Cell(std::move(number));
  }
  if (py::isinstance(object, py::module_::import("numpy").attr("generic"))) {
    py::object item = py::reinterpret_borrow<py::object>(object);
    if (item.attr("dtype").attr("kind").cast<std::string>() == "M") item = item.attr("astype")("datetime64[us]");
    item = item.attr("item")();
    if (!py::isinstance(item, py::module_::import("numpy").attr("generic"))) return cell_of(item, place, row);
  }
  if (PyList_Check(raw) || PyTuple_Check(raw) || PyAnySet_Check(raw) || py::isinstance<py::array>(object)) {
    List items = list_of(object, place, row);
    if (PyAnySet_Check(raw)) std::sort(items.begin(), items.end());  // a set has no order of its own
    return items;
  }
  refuse(place, row, "a boolean, number, text, date, time, or list of texts", name);
}

std::string as_text(const Cell& cell, const Zone& zone) {
  switch (cell.index()) {
    case Kind::boolean: return std::get<bool>(cell) ? "true" : "false";
    case Kind::whole: return std::to_string(std::get<std::int64_t>(cell));
    case Kind::real: return written(std::get<double>(cell));
    case Kind::text: return std::get<std::string>(cell);
    case Kind::date: return to_string(std::get<Date>(cell));
    case Kind::time: {
      const Time value = std::get<Time>(cell);
      const Instant point{std::chrono::microseconds(value.microseconds)};
      const Date day = std::chrono::floor<std::chrono::days>(point);
      return to_string(value.wall_clock ? zone.to_instant(day, point - day) : point);
    }
    default: return {};
  }
}

/// Cells whose kinds were counted, and the column they make.
class Cells {
 public:
  Cells(const py::sequence& values, const ColumnPlace& place) : place_(place) {
    const std::size_t rows = py::len(values);
    cells_.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      cells_.push_back(cell_of(py::object(values[row]), place, row));
      ++counts_[cells_.back().index()];
    }
  }

  Column column() const {
    const auto only = [&](auto... allowed) { return (counts_[static_cast<std::size_t>(allowed)] + ...) + counts_[missing] == cells_.size(); };
    if (counts_[list] != 0) {
      if (!only(list)) refuse_mixed(list);
      return make<List>([](const Cell& cell) { return std::get<List>(cell); });
    }
    if (only(text)) return texts();
    if (only(boolean)) return make<std::uint8_t>([](const Cell& cell) { return static_cast<std::uint8_t>(std::get<bool>(cell) ? 1 : 0); });
    if (only(whole)) return make<std::int64_t>([](const Cell& cell) { return std::get<std::int64_t>(cell); });
    if (only(whole, real) && exact_as_double()) return make<double>([](const Cell& cell) { return real_of(cell); });
    if (only(date)) return make<Date>([](const Cell& cell) { return std::get<Date>(cell); });
    if (only(time) && one_clock()) return times();
    return texts();
  }

 private:
  static double real_of(const Cell& cell) {
    return cell.index() == whole ? static_cast<double>(std::get<std::int64_t>(cell)) : std::get<double>(cell);
  }

  bool exact_as_double() const {
    constexpr std::int64_t most = std::int64_t{1} << 53;
    for (const Cell& cell : cells_) {
      if (const auto* value = std::get_if<std::int64_t>(&cell); value != nullptr && (*value > most || *value < -most)) return false;
    }
    return true;
  }

  bool one_clock() const {
    std::optional<bool> clock;
    for (const Cell& cell : cells_) {
      const auto* value = std::get_if<Time>(&cell);
      if (value == nullptr) continue;
      if (clock && *clock != value->wall_clock) return false;
      clock = value->wall_clock;
    }
    return true;
  }

  std::vector<std::uint8_t> valid() const {
    if (counts_[missing] == 0) return {};
    std::vector<std::uint8_t> flags;
    flags.reserve(cells_.size());
    for (const Cell& cell : cells_) flags.push_back(cell.index() == missing ? 0 : 1);
    return flags;
  }

  template <class T, class Get>
  Column make(Get get) const {
    std::vector<T> values;
    values.reserve(cells_.size());
    for (const Cell& cell : cells_) values.push_back(cell.index() == missing ? T{} : get(cell));
    return {place_.column, std::move(values), valid()};
  }

  Column texts() const {
    return make<std::string>([&](const Cell& cell) { return as_text(cell, place_.zone); });
  }

  Column times() const {
    std::vector<std::int64_t> microseconds;
    bool wall_clock = false;
    for (const Cell& cell : cells_) {
      const auto* value = std::get_if<Time>(&cell);
      microseconds.push_back(value != nullptr ? value->microseconds : 0);
      wall_clock = wall_clock || (value != nullptr && value->wall_clock);
    }
    return timestamp_column(place_.column, microseconds, valid(), wall_clock, place_.zone);
  }

  [[noreturn]] void refuse_mixed(Kind wanted) const {
    for (std::size_t row = 0; row < cells_.size(); ++row) {
      if (cells_[row].index() == missing || cells_[row].index() == wanted) continue;
      refuse(place_, row, "a list of texts, as in the other rows", "\"" + as_text(cells_[row], place_.zone).substr(0, 40) + "\"");
    }
    refuse(place_, 0, "a list of texts", "something else");
  }

  const ColumnPlace& place_;
  std::vector<Cell> cells_;
  std::array<std::size_t, kinds> counts_{};
};

}  // namespace

Column column_from_objects(const py::sequence& values, const ColumnPlace& place) {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw py::error_already_set();
  return Cells(values, place).column();
}

}  // namespace evenload::python
