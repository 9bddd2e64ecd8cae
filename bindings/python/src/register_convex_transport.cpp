// optimize: convex transport on arrays, and its state.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <mutex>
#include <string>

#include "control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/optimize/convex_transport.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

namespace transport {

constexpr const char* table = "problem";

/// (assignment, load, row prices, column prices, outside price, unassigned, its bound, cost, its bound, status, stop, work).
using Row = typing::Tuple<py::array_t<std::int32_t>, py::array_t<std::int64_t>, py::array_t<std::int64_t>, py::array_t<std::int64_t>, Whole,
                          Whole, Whole, Whole, Whole, Text, Text, Whole>;

/// A problem and the arrays that it reads.
class Problem {
 public:
  Problem(const py::object& indptr, const py::object& indices, const py::object& cost, std::int64_t columns, const py::object& slot_cost,
          const py::object& slot_indptr, const py::object& start, const py::object& prices)
      : indptr_(indptr, table, "indptr"),
        indices_(indices, table, "indices"),
        cost_(cost, table, "cost"),
        slot_cost_(slot_cost, table, "slot_cost"),
        slot_indptr_(slot_indptr, table, "slot_indptr"),
        start_(start, table, "start"),
        prices_(prices, table, "prices") {
    problem_.indptr = indptr_.span();
    problem_.indices = indices_.span();
    problem_.cost = cost_.span();
    problem_.columns = columns;
    problem_.slot_cost = slot_cost_.span();
    problem_.slot_indptr = slot_indptr_.span();
    problem_.start = start_.span();
    problem_.prices = prices_.span();
  }
  const optimize::ConvexTransportProblem& get() const noexcept { return problem_; }

 private:
  LentArray<std::int64_t> indptr_;
  LentArray<std::int32_t> indices_;
  LentArray<std::int64_t> cost_, slot_cost_, slot_indptr_;
  LentArray<std::int32_t> start_;
  LentArray<std::int64_t> prices_;
  optimize::ConvexTransportProblem problem_;
};

Row row_of(optimize::ConvexTransportResult result) {
  return py::make_tuple(owning_array(std::move(result.assignment)), owning_array(std::move(result.load)),
                        owning_array(std::move(result.row_price)), owning_array(std::move(result.column_price)), result.outside_price,
                        result.unassigned, result.unassigned_bound, result.cost, result.cost_bound, std::string(to_string(result.outcome)),
                        std::string(to_string(result.stop)), result.work);
}

Row solve(const Problem& problem, double time_limit, const py::object& work_limit, const py::object& threads, const py::object& seed,
          const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  optimize::ConvexTransportResult result;
  {
    const py::gil_scoped_release release;
    result = optimize::convex_transport(problem.get(), options);
  }
  return row_of(std::move(result));
}

/// The state with a lock: solving frees the GIL, and two threads must not change it at once.
class State {
 private:
  struct Idle {
    bool& busy;
    ~Idle() { busy = false; }
  };
  template <class Body>
  auto locked(Body body) {
    const py::gil_scoped_release release;
    const std::lock_guard lock(mutex_);
    if (busy_) throw InvalidDataError({ErrorCode::contradiction, "state", "", std::nullopt, "a state that is not being solved", "a call from its own callback"});
    busy_ = true;
    const Idle idle{busy_};
    return body();
  }
 public:
  State(const Problem& problem, double time_limit, const py::object& work_limit, const py::object& threads, const py::object& seed,
        const py::object& progress, std::optional<const StopToken*> stop)
      : state_(make(problem, time_limit, work_limit, threads, seed, progress, stop)) {}

  std::int32_t insert_row(const py::object& columns, const py::object& cost) {
    const LentArray<std::int32_t> at(columns, "row", "indices");
    const LentArray<std::int64_t> values(cost, "row", "cost");
    return locked([&] { return state_.insert_row(at.span(), values.span()); });
  }
  void remove_row(std::int32_t row) {
    locked([&] { state_.remove_row(row); });
  }
  void change_cost(std::int32_t row, std::int32_t column, std::int64_t cost) {
    locked([&] { state_.change_cost(row, column, cost); });
  }
  std::string solve(double time_limit, const py::object& work_limit, const py::object& threads, const py::object& seed,
                    const py::object& progress, std::optional<const StopToken*> stop) {
    const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
    const SolveOptions options = control.options();
    return locked([&] { return std::string(to_string(state_.solve(options))); });
  }
  std::int32_t column_of(std::int32_t row) {
    return locked([&] { return state_.column_of(row); });
  }
  Row solution() {
    return row_of(locked([&] { return state_.solution(); }));
  }

 private:
  static optimize::ConvexTransportState make(const Problem& problem, double time_limit, const py::object& work_limit,
                                             const py::object& threads, const py::object& seed, const py::object& progress,
                                             std::optional<const StopToken*> stop) {
    const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
    const SolveOptions options = control.options();
    const py::gil_scoped_release release;
    return optimize::ConvexTransportState(problem.get(), options);
  }
  optimize::ConvexTransportState state_;
  std::recursive_mutex mutex_;  // a progress callback that asks its own state finds it busy instead of waiting for itself
  bool busy_ = false;
};

}  // namespace transport

}  // namespace

void register_convex_transport(py::module_& module) {
  using transport::Problem;
  using transport::State;
  py::class_<Problem>(module, "ConvexTransportProblem", "Arrays of one transport problem, checked for type; read, never changed.")
      .def(py::init<const py::object&, const py::object&, const py::object&, std::int64_t, const py::object&, const py::object&,
                    const py::object&, const py::object&>(),
           py::arg("indptr"), py::arg("indices"), py::arg("cost"), py::arg("columns"), py::arg("slot_cost"), py::arg("slot_indptr"),
           py::arg("start"), py::arg("prices"));
  module.def("convex_transport", &transport::solve, py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"),
             py::arg("seed"), py::arg("progress"), py::arg("stop"),
             "(assignment, load, row prices, column prices, outside price, unassigned, bound, cost, bound, status, stop, work).");
  module.def(
      "check_duals",
      [](const Problem& problem, const py::object& assignment, const py::object& row_price, const py::object& column_price,
         std::int64_t outside_price) {
        const LentArray<std::int32_t> plan(assignment, transport::table, "assignment");
        const LentArray<std::int64_t> rows(row_price, transport::table, "row_price");
        const LentArray<std::int64_t> columns(column_price, transport::table, "column_price");
        return optimize::check_duals(problem.get(), plan.span(), rows.span(), columns.span(), outside_price).reason;
      },
      py::arg("problem"), py::arg("assignment"), py::arg("row_price"), py::arg("column_price"), py::arg("outside_price"),
      "The first condition that fails; empty where the prices prove the assignment optimal.");
  py::class_<State>(module, "ConvexTransportState")
      .def(py::init<const Problem&, double, const py::object&, const py::object&, const py::object&, const py::object&,
                    std::optional<const StopToken*>>(),
           py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"),
           py::arg("stop"))
      .def("insert_row", &State::insert_row, py::arg("columns"), py::arg("cost"))
      .def("remove_row", &State::remove_row, py::arg("row"))
      .def("change_cost", &State::change_cost, py::arg("row"), py::arg("column"), py::arg("cost"))
      .def("solve", &State::solve, py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"),
           py::arg("stop"))
      .def("column_of", &State::column_of, py::arg("row"))
      .def("solution", &State::solution);
}

}  // namespace evenload::python
