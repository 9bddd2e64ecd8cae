// Levels as Python sees them.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"
#include "typed.hpp"

namespace evenload::python {

inline LevelRows levels_to_python(const std::vector<optimize::Level>& levels) {
  LevelRows list;
  for (const auto& level : levels) {
    list.append(pybind11::make_tuple(std::string(optimize::to_string(level.kind)), level.value, level.bound, level.gap,
                                     level.absolute_gap, level.variable_gap, level.proven));
  }
  return list;
}

}  // namespace evenload::python
