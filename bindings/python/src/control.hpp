// How a solve is limited, watched and stopped from Python.
#pragma once

#include <pybind11/pybind11.h>

#include <stop_token>

#include "evenload/core/control.hpp"

namespace evenload::python {

/// A stop source that Python threads and callbacks may pull.
class StopToken {
 public:
  void request_stop() noexcept { source_.request_stop(); }
  bool stop_requested() const noexcept { return source_.stop_requested(); }
  std::stop_token token() const noexcept { return source_.get_token(); }

 private:
  std::stop_source source_;
};

/// What every solving function takes, as Python gave it.
struct Control {
  double time_limit = 10.0;
  pybind11::object work_limit = pybind11::none();
  pybind11::object threads = pybind11::int_(0);
  pybind11::object seed = pybind11::int_(0);
  pybind11::object progress = pybind11::none();  ///< callable(work, work_limit, seconds, phase) -> bool
  const StopToken* stop = nullptr;

  /// The options of the solver, checked. Their callback takes the GIL, lets pending signals (Ctrl-C) raise, and asks `progress`.
  /// The control must outlive them, and the GIL must be released while they are in use.
  SolveOptions options() const;
};

}  // namespace evenload::python
