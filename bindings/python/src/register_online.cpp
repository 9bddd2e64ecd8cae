// optimize: a standing state of balanced assignment, asked and changed row by row.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <limits>
#include <mutex>
#include <string>
#include <vector>

#include "balanced_problem.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/optimize/online.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

namespace online {

using Arrays = typing::Dict<Text, Any>;
/// (column, overload, balance, better than out).
using CandidateRow = typing::Tuple<Whole, Whole, Real, Flag>;
/// (row, from, to).
using MoveRow = typing::Tuple<Whole, Whole, Whole>;
/// (column, unassigned by class, overload, balance, moves, proven, work).
using AnswerRow = typing::Tuple<Whole, typing::Tuple<Whole, Whole, Whole>, Whole, Real, typing::List<MoveRow>, Flag, Whole>;
/// (version, kind, row, from, to).
using ChangeRow = typing::Tuple<Whole, Text, Whole, Whole, Whole>;
/// (unassigned by class, overload, balance).
using LevelsRow = typing::Tuple<typing::Tuple<Whole, Whole, Whole>, Whole, Real>;

/// A row and the arrays that it reads.
class Row {
 public:
  Row(const py::object& columns, const py::object& weight, const py::object& cost, std::int64_t priority, std::int32_t row_class,
      const py::object& categories, const py::object& category_amount)
      : columns_(columns, "row", "columns"),
        weight_(weight, "row", "weight"),
        cost_(cost, "row", "cost"),
        categories_(categories, "row", "categories"),
        category_amount_(category_amount, "row", "category_amount") {
    row_.columns = columns_.span();
    row_.weight = weight_.span();
    row_.cost = cost_.span();
    row_.priority = priority;
    row_.row_class = static_cast<optimize::RowClass>(row_class);
    row_.categories = categories_.span();
    row_.category_amount = category_amount_.span();
  }
  const optimize::OnlineRow& get() const noexcept { return row_; }

 private:
  LentArray<std::int32_t> columns_;
  LentArray<std::int64_t> weight_, cost_;
  LentArray<std::int32_t> categories_;
  LentArray<std::int64_t> category_amount_;
  optimize::OnlineRow row_;
};

/// Moves as rows of three whole numbers, one after the other.
std::vector<optimize::OnlineMove> moves_from(const py::object& flat) {
  const LentArray<std::int64_t> given(flat, "moves", "row");
  const auto values = given.span();
  std::vector<optimize::OnlineMove> moves;
  const auto column = [&](std::size_t at, const char* name) {
    const std::int64_t value = values[at];
    if (value < -1 || value > std::numeric_limits<std::int32_t>::max()) {
      throw InvalidDataError({ErrorCode::out_of_range, "moves", name, static_cast<std::int64_t>(at / 3), "a column", std::to_string(value)});
    }
    return static_cast<std::int32_t>(value);
  };
  for (std::size_t at = 0; at + 2 < values.size(); at += 3) moves.push_back({values[at], column(at + 1, "from"), column(at + 2, "to")});
  return moves;
}

py::tuple by_class(const std::array<std::int64_t, 3>& values) { return py::make_tuple(values[0], values[1], values[2]); }

std::string kind_name(optimize::OnlineChangeKind kind) {
  switch (kind) {
    case optimize::OnlineChangeKind::added: return "added";
    case optimize::OnlineChangeKind::closed: return "closed";
    case optimize::OnlineChangeKind::moved: return "moved";
    case optimize::OnlineChangeKind::column_changed: return "column_changed";
  }
  return "unknown";
}

Arrays arrays_of(optimize::OnlineStanding all) {
  Arrays arrays;
  const auto add = [&](const char* name, auto& values) { arrays[name] = owning_array(std::move(values)); };
  add("indptr", all.indptr);
  add("indices", all.indices);
  add("weight", all.weight);
  add("cost", all.cost);
  add("capacity", all.capacity);
  add("base_load", all.base_load);
  add("hard_limit", all.hard_limit);
  add("priority", all.priority);
  add("row_class", all.row_class);
  add("category_indptr", all.category_indptr);
  add("category_indices", all.category_indices);
  add("category_amount", all.category_amount);
  add("limit_column", all.limit_column);
  add("limit_category", all.limit_category);
  add("limit_count", all.limit_count);
  add("limit_weight", all.limit_weight);
  add("fixed", all.fixed);
  add("start", all.start);
  arrays["cost_weight"] = all.cost_weight.to_string();
  arrays["overload_place"] = all.overload_place == optimize::OverloadPlace::after_must ? "after_must" : "after_unassigned";
  arrays["weight_per_pair"] = true;
  return arrays;
}

/// The state with a lock: every call frees the GIL, and two threads must not use it at once.
class State {
 private:
  template <class Body>
  auto locked(Body body) {
    const py::gil_scoped_release release;
    const std::lock_guard lock(mutex_);
    return body();
  }

 public:
  explicit State(const BalancedProblem& problem) : state_(made([&] { return optimize::OnlineAssignment(problem.get()); })) {}
  State(const BalancedProblem& problem, const optimize::OnlineIds& ids) : state_(made([&] { return optimize::OnlineAssignment(problem.get(), ids); })) {}

  typing::List<CandidateRow> best(const Row& row, std::size_t count) {
    // A copy of the answer while the lock is held: the state's own room serves the next question.
    const auto found = locked([&] {
      const auto best = state_.best(row.get(), count);
      return std::vector<optimize::OnlineCandidate>(best.begin(), best.end());
    });
    typing::List<CandidateRow> rows;
    for (const auto& one : found) rows.append(py::make_tuple(one.column, one.difference.overload, one.difference.balance, one.better_than_out));
    return rows;
  }
  typing::List<Text> exclusions(const Row& row) {
    const auto codes = locked([&] {
      const auto all = state_.exclusions(row.get());
      return std::vector<optimize::OnlineExclusion>(all.begin(), all.end());
    });
    typing::List<Text> names;
    for (const auto code : codes) names.append(std::string(to_string(code)));
    return names;
  }
  AnswerRow best_with_moves(const Row& row, int moves, std::optional<std::int64_t> work_limit) {
    std::array<optimize::OnlineMove, optimize::most_online_moves> path;
    const auto answer = locked([&] {
      const auto found = state_.best_with_moves(row.get(), moves, work_limit);
      std::copy(found.moves.begin(), found.moves.end(), path.begin());
      return found;
    });
    typing::List<MoveRow> rows;
    for (std::size_t k = 0; k < answer.moves.size(); ++k) rows.append(py::make_tuple(path[k].row, path[k].from, path[k].to));
    return py::make_tuple(answer.column, by_class(answer.difference.unassigned), answer.difference.overload, answer.difference.balance, rows,
                          answer.proven, answer.work);
  }
  std::int64_t commit(const Row& row, std::int32_t column, const py::object& moves) {
    const auto read = moves_from(moves);
    return locked([&] { return state_.commit(row.get(), column, read); });
  }
  void move_rows(const py::object& moves) {
    const auto read = moves_from(moves);
    locked([&] { state_.move_rows(read); });
  }
  void close_row(std::int64_t row) {
    locked([&] { state_.close_row(row); });
  }
  void change_column(std::int32_t column, std::optional<std::int64_t> capacity, std::optional<std::int64_t> base_load,
                     std::optional<std::int64_t> hard_limit) {
    locked([&] {
      auto values = state_.column(column);
      values = {capacity.value_or(values.capacity), base_load.value_or(values.base_load), hard_limit.value_or(values.hard_limit)};
      state_.change_column(column, values);
    });
  }
  void undo() {
    locked([&] { state_.undo(); });
  }
  void forget() {
    locked([&] { state_.forget(); });
  }
  typing::List<ChangeRow> delta(std::int64_t since) {
    typing::List<ChangeRow> rows;
    for (const auto& change : locked([&] { return state_.delta(since); })) {
      rows.append(py::make_tuple(change.version, kind_name(change.kind), change.row, change.from, change.to));
    }
    return rows;
  }
  optimize::OnlineSnapshot snapshot() {
    return locked([&] { return state_.snapshot(); });
  }
  void restore(const optimize::OnlineSnapshot& snapshot) {
    locked([&] { state_.restore(snapshot); });
  }
  std::int64_t version() {
    return locked([&] { return state_.version(); });
  }
  std::int64_t rows() {
    return locked([&] { return state_.rows(); });
  }
  std::int32_t column_of(std::int64_t row) {
    return locked([&] { return state_.column_of(row); });
  }
  py::array_t<std::int64_t> load() {
    return owning_array(locked([&] {
      std::vector<std::int64_t> loads(static_cast<std::size_t>(state_.columns()));
      for (std::size_t j = 0; j < loads.size(); ++j) loads[j] = state_.load(static_cast<std::int32_t>(j));
      return loads;
    }));
  }
  LevelsRow levels() {
    const auto found = locked([&] { return state_.levels(); });
    return py::make_tuple(by_class(found.unassigned), found.overload, found.balance);
  }
  typing::Tuple<Arrays, py::array_t<std::int64_t>, Whole, Whole, Whole> standing() {
    auto all = locked([&] { return state_.standing(); });
    const auto ids = owning_array(std::move(all.ids.ids));
    const std::int64_t slots = all.ids.slots, generation = all.ids.generation, version = all.ids.version;
    return py::make_tuple(arrays_of(std::move(all)), ids, slots, generation, version);
  }

 private:
  template <class Make>
  static optimize::OnlineAssignment made(Make make) {
    const py::gil_scoped_release release;
    return make();
  }
  optimize::OnlineAssignment state_;
  std::mutex mutex_;
};

}  // namespace online

}  // namespace

void register_online(py::module_& module) {
  using online::Row;
  using online::State;
  py::class_<Row>(module, "OnlineRow", "Arrays of one row, checked for type; read, never changed.")
      .def(py::init<const py::object&, const py::object&, const py::object&, std::int64_t, std::int32_t, const py::object&, const py::object&>(),
           py::arg("columns"), py::arg("weight"), py::arg("cost"), py::arg("priority"), py::arg("row_class"), py::arg("categories"),
           py::arg("category_amount"));
  py::class_<optimize::OnlineSnapshot>(module, "OnlineSnapshot");
  py::class_<State>(module, "OnlineAssignment", "Every call frees the GIL.")
      .def(py::init<const BalancedProblem&>(), py::arg("problem"))
      .def_static(
          "from_standing",
          [](const BalancedProblem& problem, const py::object& ids, std::int64_t slots, std::int64_t generation, std::int64_t version) {
            const LentArray<std::int64_t> given(ids, "standing", "ids");
            return std::make_unique<State>(problem, optimize::OnlineIds{{given.span().begin(), given.span().end()}, slots, generation, version});
          },
          py::arg("problem"), py::arg("ids"), py::arg("slots"), py::arg("generation"), py::arg("version"))
      .def("best", &State::best, py::arg("row"), py::arg("count"), "(column, overload, balance, better than out) of each.")
      .def("exclusions", &State::exclusions, py::arg("row"))
      .def("best_with_moves", &State::best_with_moves, py::arg("row"), py::arg("moves"), py::arg("work_limit"),
           "(column, unassigned by class, overload, balance, moves, proven, work).")
      .def("commit", &State::commit, py::arg("row"), py::arg("column"), py::arg("moves"))
      .def("move_rows", &State::move_rows, py::arg("moves"))
      .def("close_row", &State::close_row, py::arg("row"))
      .def("change_column", &State::change_column, py::arg("column"), py::arg("capacity"), py::arg("base_load"), py::arg("hard_limit"))
      .def("undo", &State::undo)
      .def("forget", &State::forget)
      .def("delta", &State::delta, py::arg("since"), "(version, kind, row, from, to) of each change.")
      .def("snapshot", &State::snapshot)
      .def("restore", &State::restore, py::arg("snapshot"))
      .def("column_of", &State::column_of, py::arg("row"))
      .def("levels", &State::levels, "(unassigned by class, overload, balance).")
      .def("standing", &State::standing, "(arrays of the problem, ids, slots, generation, version).")
      .def_property_readonly("version", &State::version)
      .def_property_readonly("rows", &State::rows)
      .def_property_readonly("load", &State::load);
}

}  // namespace evenload::python
