// optimize: balanced assignment on arrays.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>

#include "control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/optimize/balanced_assignment.hpp"
#include "lent_array.hpp"
#include "levels.hpp"
#include "numpy_memory.hpp"
#include "rational.hpp"
#include "register.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

constexpr const char* table = "problem";

/// (assignment, load, levels, status, stop, work).
using SolvedRow = typing::Tuple<py::array_t<std::int32_t>, py::array_t<std::int64_t>, LevelRows, Text, Text, Whole>;
/// (allowed, names, values, load).
using EvaluatedRow = typing::Tuple<Flag, typing::List<Text>, typing::List<Real>, py::array_t<std::int64_t>>;

/// A problem and the arrays that it reads.
class Problem {
 public:
  Problem(const py::object& indptr, const py::object& indices, const py::object& weight, std::optional<bool> weight_per_pair,
          const py::object& capacity, const py::object& base_load, const py::object& hard_limit, const py::object& priority,
          const py::object& row_class, const py::object& cost, const py::object& cost_weight, const std::string& balance,
          const std::string& overload_place, const py::object& category_indptr, const py::object& category_indices,
          const py::object& category_amount, const py::object& limit_column, const py::object& limit_category,
          const py::object& limit_count, const py::object& limit_weight, const py::object& row_group, const py::object& row_marked,
          const py::object& fixed, const py::object& start)
      : indptr_(indptr, table, "indptr"),
        indices_(indices, table, "indices"),
        weight_(weight, table, "weight"),
        capacity_(capacity, table, "capacity"),
        base_load_(base_load, table, "base_load"),
        hard_limit_(hard_limit, table, "hard_limit"),
        priority_(priority, table, "priority"),
        row_class_(row_class, table, "row_class"),
        cost_(cost, table, "cost"),
        category_indptr_(category_indptr, table, "category_indptr"),
        category_indices_(category_indices, table, "category_indices"),
        category_amount_(category_amount, table, "category_amount"),
        limit_column_(limit_column, table, "limit_column"),
        limit_category_(limit_category, table, "limit_category"),
        limit_count_(limit_count, table, "limit_count"),
        limit_weight_(limit_weight, table, "limit_weight"),
        row_group_(row_group, table, "row_group"),
        row_marked_(row_marked, table, "row_marked"),
        fixed_(fixed, table, "fixed"),
        start_(start, table, "start") {
    problem_.indptr = indptr_.span();
    problem_.indices = indices_.span();
    problem_.weight = weight_.span();
    // One weight per row, unless there are as many as pairs (or the caller says so).
    problem_.weight_per_pair = weight_per_pair.value_or(problem_.weight.size() + 1 != problem_.indptr.size() &&
                                                        problem_.weight.size() == problem_.indices.size());
    problem_.capacity = capacity_.span();
    problem_.base_load = base_load_.span();
    problem_.hard_limit = hard_limit_.span();
    problem_.priority = priority_.span();
    problem_.row_class = row_class_.span();
    problem_.cost = cost_.span();
    problem_.cost_weight = rational_from_python(cost_weight, table, "cost_weight");
    problem_.balance = balance_of(balance);
    problem_.overload_place = overload_place_of(overload_place);
    problem_.category_indptr = category_indptr_.span();
    problem_.category_indices = category_indices_.span();
    problem_.category_amount = category_amount_.span();
    problem_.limit_column = limit_column_.span();
    problem_.limit_category = limit_category_.span();
    problem_.limit_count = limit_count_.span();
    problem_.limit_weight = limit_weight_.span();
    problem_.row_group = row_group_.span();
    problem_.row_marked = row_marked_.span();
    problem_.fixed = fixed_.span();
    problem_.start = start_.span();
  }

  const optimize::BalancedAssignmentProblem& get() const noexcept { return problem_; }

 private:
  static optimize::Balance balance_of(const std::string& name) {
    if (name == "squares") return optimize::Balance::squares;
    if (name == "peak") return optimize::Balance::peak;
    throw InvalidDataError({ErrorCode::invalid_argument, table, "balance", std::nullopt, "\"squares\" or \"peak\"", "\"" + name.substr(0, 40) + "\""});
  }
  static optimize::OverloadPlace overload_place_of(const std::string& name) {
    if (name == "after_must") return optimize::OverloadPlace::after_must;
    if (name == "after_unassigned") return optimize::OverloadPlace::after_unassigned;
    throw InvalidDataError({ErrorCode::invalid_argument, table, "overload_place", std::nullopt, "\"after_must\" or \"after_unassigned\"",
                            "\"" + name.substr(0, 40) + "\""});
  }

  LentArray<std::int64_t> indptr_;
  LentArray<std::int32_t> indices_;
  LentArray<std::int64_t> weight_, capacity_, base_load_, hard_limit_, priority_;
  LentArray<std::int32_t> row_class_;
  LentArray<std::int64_t> cost_, category_indptr_;
  LentArray<std::int32_t> category_indices_;
  LentArray<std::int64_t> category_amount_;
  LentArray<std::int32_t> limit_column_, limit_category_;
  LentArray<std::int64_t> limit_count_, limit_weight_;
  LentArray<std::int32_t> row_group_;
  LentArray<std::uint8_t> row_marked_;
  LentArray<std::int32_t> fixed_, start_;
  optimize::BalancedAssignmentProblem problem_;
};

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
                        std::string(to_string(result.stop)), result.work);
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
      .def_property_readonly("has_classes", [](const Problem& problem) { return !problem.get().row_class.empty(); });
  module.def("balanced_assignment", &solve, py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"),
             py::arg("seed"), py::arg("progress"), py::arg("stop"),
             "(assignment, load, levels, status, stop, work). The GIL is free while it runs.");
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
