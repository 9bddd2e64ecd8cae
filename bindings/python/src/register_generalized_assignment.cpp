// optimize: generalized assignment on arrays.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>

#include "control.hpp"
#include "evenload/optimize/generalized_assignment.hpp"
#include "lent_array.hpp"
#include "lent_matrix.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

constexpr const char* generalized_table = "problem";

/// (assignment, load, objective, bound, gap, status, stop, work).
using GeneralizedRow = typing::Tuple<py::array_t<std::int32_t>, py::array_t<std::int64_t>,
                                     typing::Optional<Whole>, Whole, MaybeReal, Text, Text, Whole>;

GeneralizedRow solve_generalized(const py::object& cost, const py::object& weight,
                                 const py::object& capacity, const py::object& allowed,
                                 const py::object& start, double time_limit,
                                 const py::object& work_limit, const py::object& threads,
                                 const py::object& seed, const py::object& progress,
                                 std::optional<const StopToken*> stop) {
  const LentMatrix<std::int64_t> costs(cost, generalized_table, "cost");
  const LentMatrix<std::int64_t> weights(weight, generalized_table, "weight");
  const LentArray<std::int64_t> capacities(capacity, generalized_table, "capacity");
  const LentArray<std::int32_t> starts(start, generalized_table, "start");
  costs.check_shape(costs.rows(), capacities.span().size(), generalized_table, "cost");
  weights.check_shape(costs.rows(), costs.columns(), generalized_table, "weight");
  std::optional<LentMatrix<std::uint8_t>> mask;
  optimize::GeneralizedAssignmentProblem problem;
  problem.rows = costs.rows();
  problem.cost = costs.span();
  problem.weight = weights.span();
  problem.capacity = capacities.span();
  problem.start = starts.span();
  if (!allowed.is_none()) {
    mask.emplace(allowed, generalized_table, "allowed");
    mask->check_shape(costs.rows(), costs.columns(), generalized_table, "allowed");
    problem.allowed = mask->span();
  }
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  optimize::GeneralizedAssignmentResult result;
  {
    const py::gil_scoped_release release;
    result = optimize::generalized_assignment(problem, options);
  }
  return py::make_tuple(owning_array(std::move(result.assignment)),
                        owning_array(std::move(result.load)), result.objective, result.bound,
                        result.gap, std::string(to_string(result.outcome)),
                        std::string(to_string(result.stop)), result.work);
}

}  // namespace

void register_generalized_assignment(py::module_& module) {
  module.def("generalized_assignment", &solve_generalized, py::arg("cost"), py::arg("weight"),
             py::arg("capacity"), py::arg("allowed"), py::arg("start"), py::arg("time_limit"),
             py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"),
             py::arg("stop"),
             "(assignment, load, objective, bound, gap, status, stop, work). The GIL is free while "
             "it runs.");
}

}  // namespace evenload::python
