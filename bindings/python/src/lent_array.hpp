// Whole-number arguments of the kernels: lent from numpy without a copy where they fit, converted with checks where not.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenload/core/errors.hpp"

namespace evenload::python {

/// An argument of whole numbers. Keeps the Python array, or the converted values, alive; not changed while a solve reads it.
template <class T>
class LentArray {
 public:
  /// \param given None (an empty span), an array or a sequence. Floats are taken where they are whole.
  /// \throws InvalidDataError naming `table`, the argument and the position: wrong_type, not_finite, out_of_range.
  LentArray(const pybind11::object& given, const char* table, const char* name) : table_(table), name_(name) {
    namespace py = pybind11;
    if (given.is_none()) return;
    owner_ = py::array::ensure(given);
    if (!owner_) {
      PyErr_Clear();
      refuse(ErrorCode::wrong_type, std::nullopt, "an array of whole numbers", py::str(py::type::of(given).attr("__name__")));
    }
    if (owner_.ndim() != 1) refuse(ErrorCode::wrong_type, std::nullopt, "an array of one dimension", std::to_string(owner_.ndim()) + " dimensions");
    if (py::isinstance<py::array_t<T>>(owner_) && (owner_.flags() & py::array::c_style) != 0 && is_aligned()) {
      span_ = {static_cast<const T*>(owner_.data()), static_cast<std::size_t>(owner_.size())};
      return;
    }
    convert();
    owner_ = py::array();
    span_ = converted_;
  }
  LentArray(const LentArray&) = delete;
  LentArray& operator=(const LentArray&) = delete;

  std::span<const T> span() const noexcept { return span_; }

 private:
  bool is_aligned() const { return reinterpret_cast<std::uintptr_t>(owner_.data()) % alignof(T) == 0; }

  void convert() {
    namespace py = pybind11;
    switch (owner_.size() == 0 ? 'i' : owner_.dtype().kind()) {
      case 'b':
      case 'i': return convert_from<std::int64_t>([&](std::int64_t value, std::size_t at) { return fitting(value, at); });
      case 'u':
        return convert_from<std::uint64_t>([&](std::uint64_t value, std::size_t at) {
          if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) out_of_range(at, std::to_string(value));
          return fitting(static_cast<std::int64_t>(value), at);
        });
      case 'f': return convert_from<double>([&](double value, std::size_t at) { return whole(value, at); });
      case 'O': return convert_objects();
      default: refuse(ErrorCode::wrong_type, std::nullopt, "an array of whole numbers", "dtype " + std::string(py::str(owner_.dtype())));
    }
  }

  template <class From, class Convert>
  void convert_from(Convert to_whole) {
    namespace py = pybind11;
    const auto typed = py::array_t<From, py::array::c_style | py::array::forcecast>::ensure(owner_);
    if (!typed) throw py::error_already_set();
    converted_.reserve(static_cast<std::size_t>(typed.size()));
    for (std::size_t at = 0; at < static_cast<std::size_t>(typed.size()); ++at) converted_.push_back(to_whole(typed.data()[at], at));
  }

  void convert_objects() {
    namespace py = pybind11;
    const py::list items = owner_.attr("tolist")();
    for (std::size_t at = 0; at < items.size(); ++at) {
      const py::object item = items[at];
      if (PyFloat_Check(item.ptr())) {
        converted_.push_back(whole(item.cast<double>(), at));
        continue;
      }
      if (!PyLong_Check(item.ptr())) refuse(ErrorCode::wrong_type, at, "a whole number", py::str(py::type::of(item).attr("__name__")));
      int past = 0;
      const long long value = PyLong_AsLongLongAndOverflow(item.ptr(), &past);
      if (past != 0) out_of_range(at, py::str(item));
      converted_.push_back(fitting(value, at));
    }
  }

  T whole(double value, std::size_t at) const {
    if (!std::isfinite(value)) refuse(ErrorCode::not_finite, at, "a finite whole number", std::isnan(value) ? "NaN" : "infinity");
    if (value != std::floor(value)) refuse(ErrorCode::wrong_type, at, "a whole number", std::string(pybind11::str(pybind11::float_(value))));
    if (value >= 9223372036854775808.0 || value < -9223372036854775808.0) out_of_range(at, pybind11::str(pybind11::float_(value)));
    return fitting(static_cast<std::int64_t>(value), at);
  }

  T fitting(std::int64_t value, std::size_t at) const {
    if (value < static_cast<std::int64_t>(std::numeric_limits<T>::min()) || value > static_cast<std::int64_t>(std::numeric_limits<T>::max())) {
      out_of_range(at, std::to_string(value));
    }
    return static_cast<T>(value);
  }

  [[noreturn]] void out_of_range(std::size_t at, std::string found) const {
    refuse(ErrorCode::out_of_range, at, "at most " + std::to_string(std::numeric_limits<T>::max()), std::move(found));
  }

  [[noreturn]] void refuse(ErrorCode code, std::optional<std::size_t> at, std::string expected, std::string found) const {
    std::optional<std::int64_t> row;
    if (at) row = static_cast<std::int64_t>(*at);
    throw InvalidDataError({code, table_, name_, row, std::move(expected), std::move(found)});
  }

  const char* table_;
  const char* name_;
  pybind11::array owner_;
  std::vector<T> converted_;
  std::span<const T> span_;
};

}  // namespace evenload::python
