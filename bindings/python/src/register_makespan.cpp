// optimize: makespan on arrays.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>

#include "control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/optimize/makespan.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// (assignment, load, objective, bound, status, stop, work).
using MakespanRow = typing::Tuple<py::array_t<std::int32_t>, py::array_t<std::int64_t>, typing::Optional<Whole>,
                                  typing::Optional<Whole>, Text, Text, Whole>;

/// The table of times, by rows in one line of memory.
struct Times {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::unique_ptr<LentArray<std::int64_t>> values;

  explicit Times(const py::object& given) {
    const auto refuse = [](std::string found) {
      throw InvalidDataError({ErrorCode::wrong_type, "problem", "times", std::nullopt,
                              "an array of two dimensions, rows and columns", std::move(found)});
    };
    const py::array array = py::array::ensure(given);
    if (!array) {
      PyErr_Clear();
      refuse(py::str(py::type::of(given).attr("__name__")));
    }
    if (array.ndim() != 2) refuse(std::to_string(array.ndim()) + " dimensions");
    rows = static_cast<std::size_t>(array.shape(0));
    columns = static_cast<std::size_t>(array.shape(1));
    try {
      values = std::make_unique<LentArray<std::int64_t>>(array.attr("reshape")(-1), "problem", "times");
    } catch (const InvalidDataError& error) {
      // What is refused stands in a line of the table.
      ErrorInfo info = error.info();
      if (info.row && columns > 0) *info.row /= static_cast<std::int64_t>(columns);
      throw InvalidDataError(std::move(info));
    }
  }
};

MakespanRow solve_makespan(const py::object& times, const py::object& base_load, const py::object& start, double time_limit,
                           const py::object& work_limit, const py::object& threads, const py::object& seed,
                           const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  const Times table(times);
  const LentArray<std::int64_t> base(base_load, "problem", "base_load");
  const LentArray<std::int32_t> plan(start, "problem", "start");
  const optimize::MakespanProblem problem{table.rows, table.columns, table.values->span(), base.span(), plan.span()};
  optimize::MakespanResult result;
  {
    const py::gil_scoped_release release;
    result = optimize::makespan(problem, options);
  }
  return py::make_tuple(owning_array(std::move(result.assignment)), owning_array(std::move(result.load)), result.objective,
                        result.bound, std::string(to_string(result.outcome)), std::string(to_string(result.stop)), result.work);
}

}  // namespace

void register_makespan(py::module_& module) {
  module.def("makespan", &solve_makespan, py::arg("times"), py::arg("base_load"), py::arg("start"), py::arg("time_limit"),
             py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"), py::arg("stop"),
             "(assignment, load, objective, bound, status, stop, work). The GIL is free while it runs.");
}

}  // namespace evenload::python
