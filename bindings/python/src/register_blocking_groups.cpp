// optimize: why rows are left out.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>

#include "balanced_problem.hpp"
#include "control.hpp"
#include "evenload/optimize/blocking_groups.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// (rows, columns, load, room, within_capacity, overload, proof, minimal).
using GroupRow = typing::Tuple<py::array_t<std::int32_t>, py::array_t<std::int32_t>, Whole, Whole, Flag, Whole, Text, Flag>;
/// (groups, group of each row, stop, work).
using GroupsRow = typing::Tuple<typing::List<GroupRow>, py::array_t<std::int32_t>, Text, Whole>;

GroupsRow blocking(const BalancedProblem& problem, const py::object& assignment, double time_limit, const py::object& work_limit,
                   const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, py::int_(1), py::int_(0), progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  const LentArray<std::int32_t> plan(assignment, "problem", "assignment");
  const auto span = plan.span();
  optimize::BlockingGroupsResult result;
  {
    const py::gil_scoped_release release;
    result = optimize::blocking_groups(problem.get(), span, options);
  }
  typing::List<GroupRow> groups;
  for (optimize::BlockingGroup& group : result.groups) {
    groups.append(py::make_tuple(owning_array(std::move(group.rows)), owning_array(std::move(group.columns)), group.load, group.room,
                                 group.within_capacity, group.overload, std::string(to_string(group.proof)), group.minimal));
  }
  return py::make_tuple(groups, owning_array(std::move(result.group_of_row)), std::string(to_string(result.stop)), result.work);
}

}  // namespace

void register_blocking_groups(py::module_& module) {
  module.def("blocking_groups", &blocking, py::arg("problem"), py::arg("assignment"), py::arg("time_limit"), py::arg("work_limit"),
             py::arg("progress"), py::arg("stop"), "(groups, group of each row, stop, work). The GIL is free while it runs.");
}

}  // namespace evenload::python
