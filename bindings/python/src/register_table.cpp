// Table: how frames of every kind reach the C++ readers, and how answers go back.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arrow.hpp"
#include "evenload/core/errors.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "table.hpp"
#include "typed.hpp"
#include "values.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

constexpr const char* stream_capsule = "arrow_array_stream";

/// (name, array or list, whether its datetime64 values are UTC).
using ColumnArgument = typing::Tuple<Text, Any, Flag>;
/// (name, type, values, validity).
using ColumnRow = typing::Tuple<Text, Text, Any, Any>;

TableHandle from_arrow(const std::string& name, const py::object& producer, const std::string& zone) {
  const py::object capsule = producer.attr("__arrow_c_stream__")();
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), stream_capsule));
  if (stream == nullptr) throw py::error_already_set();
  ArrowImport imported = import_stream(*stream, name, Zone::load(zone));
  return {std::make_shared<const Table>(std::move(imported.table)), std::move(imported.metadata)};
}

TableHandle from_columns(const std::string& name, const typing::Iterable<ColumnArgument>& columns, const std::string& zone_name) {
  const Zone zone = Zone::load(zone_name);
  Table table(name);
  for (const py::handle entry : columns) {
    const auto parts = py::reinterpret_borrow<py::object>(entry).cast<py::tuple>();
    const std::string column = py::str(parts[0]);
    table.add(column_from_python(parts[1], {name, column, zone}, parts[2].cast<bool>()));
  }
  return {std::make_shared<const Table>(std::move(table)), {}};
}

py::capsule to_arrow(const TableHandle& handle, const py::object& /*requested_schema*/) {
  auto stream = std::make_unique<ArrowArrayStream>();
  export_stream(handle.table, handle.metadata, *stream);
  // An untouched capsule releases its stream; a consumer that took it has set `release` to null.
  return py::capsule(stream.release(), stream_capsule, [](PyObject* capsule) {
    auto* held = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, stream_capsule));
    if (held->release != nullptr) held->release(held);
    delete held;
  });
}

struct ToPython {
  const Column& column;

  template <class Get>
  py::list objects(Get get) const {
    py::list items(column.size());
    for (std::size_t i = 0; i < column.size(); ++i) items[i] = column.is_valid(i) ? py::object(get(i)) : py::object(py::none());
    return items;
  }

  py::object operator()(const std::vector<std::uint8_t>& values) const { return array_of(std::vector<bool>(values.begin(), values.end())); }
  py::object operator()(const std::vector<std::int64_t>& values) const { return array_of(values); }
  py::object operator()(const std::vector<double>& values) const { return array_of(values); }
  py::object operator()(const std::vector<std::string>& values) const {
    return objects([&](std::size_t i) { return py::str(values[i]); });
  }
  py::object operator()(const std::vector<Date>& values) const {
    std::vector<std::int64_t> days;
    for (const Date value : values) days.push_back(value.time_since_epoch().count());
    return array_of(std::move(days));
  }
  py::object operator()(const std::vector<Instant>& values) const {
    std::vector<std::int64_t> ticks;
    for (const Instant value : values) ticks.push_back(value.time_since_epoch().count());
    return array_of(std::move(ticks));
  }
  py::object operator()(const std::vector<std::vector<std::string>>& values) const {
    return objects([&](std::size_t i) { return py::cast(values[i]); });
  }

  static py::object array_of(const std::vector<bool>& values) {
    py::array_t<bool> array(static_cast<py::ssize_t>(values.size()));
    std::copy(values.begin(), values.end(), array.mutable_data());
    return array;
  }
  template <class T>
  static py::object array_of(std::vector<T> values) {
    return owning_array(std::move(values));
  }
};

ColumnRow column(const TableHandle& handle, std::size_t index) {
  const auto& columns = handle.table->columns();
  if (index >= columns.size()) throw py::index_error();
  const Column& found = columns[index];
  py::object valid = py::none();
  if (!found.valid.empty()) valid = ToPython::array_of(std::vector<bool>(found.valid.begin(), found.valid.end()));
  return py::make_tuple(found.name, std::string(to_string(found.type())), std::visit(ToPython{found}, found.values), valid);
}

}  // namespace

void register_table(py::module_& module) {
  py::class_<TableHandle>(module, "Table", "A columnar table that any Arrow library can read (``__arrow_c_stream__``).")
      .def_static("from_arrow", &from_arrow, py::arg("name"), py::arg("producer"), py::arg("zone"),
                  "Read an object with ``__arrow_c_stream__``; times without a zone are local to `zone`.")
      .def_static("from_columns", &from_columns, py::arg("name"), py::arg("columns"), py::arg("zone"),
                  "Build from (name, numpy array or list, whether its datetime64 values are UTC).")
      .def_static(
          "from_json",
          [](const std::string& name, std::string_view json) {
            return TableHandle{std::make_shared<const Table>(table_from_json(name, json)), {}};
          },
          py::arg("name"), py::arg("json"), "Read a JSON array of objects, one a row.")
      .def("to_json", [](const TableHandle& handle) { return to_json(*handle.table); }, "The rows as a JSON array of objects.")
      .def_property_readonly("name", [](const TableHandle& handle) { return handle.table->name(); })
      .def_property_readonly(
          "column_names",
          [](const TableHandle& handle) {
            std::vector<std::string> names;
            for (const auto& entry : handle.table->columns()) names.push_back(entry.name);
            return names;
          },
          "Names of the columns, in order.")
      .def_property_readonly("metadata", [](const TableHandle& handle) { return handle.metadata; }, "Key-value pairs of the Arrow schema.")
      .def(
          "with_metadata",
          [](const TableHandle& handle, Metadata metadata) { return TableHandle{handle.table, std::move(metadata)}; },
          py::arg("metadata"), "The same table with other key-value pairs in its Arrow schema.")
      .def("column", &column, py::arg("index"),
           "(name, type, values, validity): numpy arrays (dates in days, instants in microseconds since 1970), lists for texts.")
      .def("__len__", [](const TableHandle& handle) { return handle.table->rows(); })
      .def("__arrow_c_stream__", &to_arrow, py::arg("requested_schema") = py::none(),
           "An Arrow stream of one batch, as a PyCapsule.");
}

}  // namespace evenload::python
