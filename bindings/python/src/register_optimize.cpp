// optimize: balanced assignment on arrays.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>

#include "balanced_problem.hpp"
#include "control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/optimize/balanced_assignment.hpp"
#include "lent_array.hpp"
#include "levels.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

constexpr const char* table = "problem";

/// (assignment, load, levels, status, stop, work, sorted ratios).
using SolvedRow = typing::Tuple<py::array_t<std::int32_t>, py::array_t<std::int64_t>, LevelRows, Text, Text, Whole, MaybeSortedRatios>;
/// (allowed, names, values, load).
using EvaluatedRow = typing::Tuple<Flag, typing::List<Text>, typing::List<Real>, py::array_t<std::int64_t>>;

using Problem = BalancedProblem;

SolvedRow solve(const Problem& problem, double time_limit, const py::object& work_limit, const py::object& threads,
                const py::object& seed, const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  optimize::BalancedAssignmentResult result;
  {
    const py::gil_scoped_release release;
    result = optimize::balanced_assignment(problem.get(), options);
  }
  return py::make_tuple(owning_array(std::move(result.assignment)), owning_array(std::move(result.load)),
                        levels_to_python(result.levels), std::string(to_string(result.outcome)),
                        std::string(to_string(result.stop)), result.work, sorted_ratios_to_python(result.sorted_ratios));
}

EvaluatedRow evaluated(const Problem& problem, const py::object& assignment) {
  const LentArray<std::int32_t> plan(assignment, table, "assignment");
  optimize::Evaluation evaluation = optimize::evaluate(problem.get(), plan.span());
  typing::List<Text> names;
  for (const auto kind : evaluation.kinds) names.append(std::string(optimize::to_string(kind)));
  return py::make_tuple(evaluation.allowed, names, evaluation.values, owning_array(std::move(evaluation.load)));
}

}  // namespace

void register_optimize(py::module_& module) {
  const py::none none;
  py::class_<Problem>(module, "BalancedAssignmentProblem", "Arrays of one balanced assignment, checked for type; read, never changed.")
      .def(py::init<const py::object&, const py::object&, const py::object&, std::optional<bool>, const py::object&, const py::object&,
                    const py::object&, const py::object&, const py::object&, const py::object&, const py::object&, const std::string&,
                    const std::string&, const py::object&, const py::object&, const py::object&, const py::object&, const py::object&,
                    const py::object&, const py::object&, const py::object&, const py::object&, const py::object&, const py::object&>(),
           py::arg("indptr"), py::arg("indices"), py::arg("weight"), py::arg("weight_per_pair"), py::arg("capacity"),
           py::arg("base_load"), py::arg("hard_limit"), py::arg("priority"), py::arg("row_class"), py::arg("cost"),
           py::arg("cost_weight"), py::arg("balance"), py::arg("overload_place"), py::arg("category_indptr"),
           py::arg("category_indices"), py::arg("category_amount"), py::arg("limit_column"), py::arg("limit_category"),
           py::arg("limit_count"), py::arg("limit_weight"), py::arg("row_group"), py::arg("row_marked"), py::arg("fixed"),
           py::arg("start"))
      .def("meet", &Problem::meet, py::arg("apart_column"), py::arg("apart_other"), py::arg("column_label"), py::arg("tied_row"),
           py::arg("tied_other"), py::arg("tied_alike"), "Who may meet in a group, beyond going to different columns.")
      .def_property_readonly("has_classes", [](const Problem& problem) { return !problem.get().row_class.empty(); });
  module.def("balanced_assignment", &solve, py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"),
             py::arg("seed"), py::arg("progress"), py::arg("stop"),
             "(assignment, load, levels, status, stop, work, sorted ratios). The GIL is free while it runs.");
  module.def("evaluate", &evaluated, py::arg("problem"), py::arg("assignment"), "(allowed, names, values, load).");
  module.def(
      "compare",
      [](const Problem& problem, const py::object& first, const py::object& second) {
        const LentArray<std::int32_t> a(first, table, "a");
        const LentArray<std::int32_t> b(second, table, "b");
        return optimize::compare(problem.get(), a.span(), b.span());
      },
      py::arg("problem"), py::arg("a"), py::arg("b"));
  module.def("default_work", &optimize::default_work, py::arg("rows"), py::arg("columns"), py::arg("pairs"));
}

}  // namespace evenload::python
