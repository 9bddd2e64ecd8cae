// Stop token, solver options, and the time of day at a place.
#include <pybind11/pybind11.h>

#include <chrono>
#include <limits>
#include <string>

#include "control.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/errors.hpp"
#include "register.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// Python's whole numbers have no end: what does not fit is refused by name, as in C++.
template <class Whole>
Whole whole_option(const py::object& given, const char* name) {
  const auto index = py::reinterpret_steal<py::object>(PyNumber_Index(given.ptr()));
  if (!index) {
    PyErr_Clear();
    throw InvalidDataError({ErrorCode::wrong_type, "options", name, std::nullopt, "a whole number", std::string(py::str(py::type::of(given).attr("__name__")))});
  }
  const auto value = py::reinterpret_borrow<py::int_>(index);
  const auto refuse = [&](ErrorCode code, std::string expected) {
    throw InvalidDataError({code, "options", name, std::nullopt, std::move(expected), std::string(py::str(value))});
  };
  if (value < py::int_(0)) refuse(ErrorCode::out_of_range, "a whole number of at least 0");
  if (value > py::int_(std::numeric_limits<Whole>::max())) {
    refuse(ErrorCode::out_of_range, "at most " + std::to_string(std::numeric_limits<Whole>::max()));
  }
  return value.cast<Whole>();
}

}  // namespace

SolveOptions Control::options() const {
  SolveOptions options;
  options.time_limit = time_limit;
  if (!work_limit.is_none()) options.work_limit = whole_option<std::int64_t>(work_limit, "work_limit");
  options.threads = whole_option<std::int32_t>(threads, "threads");
  options.seed = whole_option<std::uint64_t>(seed, "seed");
  if (stop != nullptr) options.stop = stop->token();
  options.progress = [this](const Progress& report) {
    const py::gil_scoped_acquire gil;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (progress.is_none()) return true;
    const py::object answer = progress(report.work, report.work_limit, report.seconds, std::string(report.phase));
    if (answer.is_none()) return true;  // a callback that says nothing goes on
    const int truth = PyObject_IsTrue(answer.ptr());
    if (truth < 0) throw py::error_already_set();
    return truth == 1;
  };
  check(options);
  return options;
}

void register_control(py::module_& module) {
  py::class_<StopToken>(module, "StopToken", R"(Stops running solves from a callback or another thread.

Pass the same token to as many solves as you like; each keeps the best plan it has and returns it with
``stop == "cancelled"``.

Examples
--------
>>> import evenload
>>> token = evenload.StopToken()
>>> token.request_stop()
>>> token.stop_requested
True
)")
      .def(py::init<>())
      .def("request_stop", &StopToken::request_stop, "Ask every solve that holds this token to stop.")
      .def_property_readonly("stop_requested", &StopToken::stop_requested, "Whether a stop has been asked for.");

  module.def(
      "today",
      [](const std::string& zone) {
        const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        return to_string(Zone::load(zone).local_date(now));
      },
      py::arg("zone"), "The date now in a named zone, as ISO text.");
}

}  // namespace evenload::python
