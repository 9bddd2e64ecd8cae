// Matrices of whole numbers: lent from numpy without a copy where they lie row after row.
#pragma once

#include <pybind11/numpy.h>

#include <optional>
#include <string>

#include "evenload/core/errors.hpp"
#include "lent_array.hpp"

namespace evenload::python {

/// An argument of two dimensions, read row after row. Positions in errors count that way too.
template <class T>
class LentMatrix {
 public:
  LentMatrix(const pybind11::object& given, const char* table, const char* name)
      : flat_(flattened(given, table, name, rows_, columns_), table, name) {}

  std::size_t rows() const noexcept { return rows_; }
  std::size_t columns() const noexcept { return columns_; }
  std::span<const T> span() const noexcept { return flat_.span(); }

  /// \throws InvalidDataError(length_mismatch) unless the shape is that one.
  void check_shape(std::size_t rows, std::size_t columns, const char* table,
                   const char* name) const {
    if (rows_ == rows && columns_ == columns) return;
    throw InvalidDataError({ErrorCode::length_mismatch, table, name, std::nullopt,
                            "shape " + std::to_string(rows) + " x " + std::to_string(columns),
                            std::to_string(rows_) + " x " + std::to_string(columns_)});
  }

 private:
  static pybind11::object flattened(const pybind11::object& given, const char* table,
                                    const char* name, std::size_t& rows, std::size_t& columns) {
    namespace py = pybind11;
    const py::array array = py::array::ensure(given);
    if (!array) {
      PyErr_Clear();
      refuse(table, name, py::str(py::type::of(given).attr("__name__")));
    }
    if (array.ndim() != 2) refuse(table, name, std::to_string(array.ndim()) + " dimensions");
    rows = static_cast<std::size_t>(array.shape(0));
    columns = static_cast<std::size_t>(array.shape(1));
    return array.attr("reshape")(-1);
  }
  [[noreturn]] static void refuse(const char* table, const char* name, std::string found) {
    throw InvalidDataError({ErrorCode::wrong_type, table, name, std::nullopt,
                            "an array of whole numbers of two dimensions", std::move(found)});
  }

  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  LentArray<T> flat_;
};

}  // namespace evenload::python
