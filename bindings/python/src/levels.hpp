// Levels as Python sees them.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
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

inline MaybeSortedRatios sorted_ratios_to_python(const std::optional<optimize::SortedRatios>& sorted) {
  if (!sorted) return pybind11::none();
  const pybind11::array_t<double> ratios(static_cast<pybind11::ssize_t>(sorted->ratios.size()), sorted->ratios.data());
  return pybind11::make_tuple(ratios, sorted->proven, sorted->next_bound);
}

}  // namespace evenload::python
