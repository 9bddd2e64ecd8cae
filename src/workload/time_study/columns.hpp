/// \file
/// Columns made of one member of each element. Private.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "evenload/core/table.hpp"
#include "src/core/cells.hpp"

namespace evenload::workload::time_study {

/// NaN is missing.
template <class Rows, class Value>
Column floats(std::string name, const Rows& rows, Value value) {
  Floats values;
  std::vector<std::uint8_t> valid;
  bool all = true;
  for (const auto& row : rows) {
    const double number = value(row);
    const bool there = !std::isnan(number);
    values.push_back(there ? number : 0.0);
    valid.push_back(there ? 1 : 0);
    all = all && there;
  }
  if (all) valid.clear();
  return {std::move(name), std::move(values), std::move(valid)};
}

template <class Rows, class Value>
Column integers(std::string name, const Rows& rows, Value value) {
  Integers values;
  for (const auto& row : rows) values.push_back(value(row));
  return {std::move(name), std::move(values), {}};
}

template <class Rows, class Value>
Column texts(std::string name, const Rows& rows, Value value) {
  Texts values;
  for (const auto& row : rows) values.emplace_back(value(row));
  return {std::move(name), std::move(values), {}};
}

template <class Rows, class Value>
Column booleans(std::string name, const Rows& rows, Value value) {
  Booleans values;
  for (const auto& row : rows) values.push_back(value(row) ? 1 : 0);
  return {std::move(name), std::move(values), {}};
}

}  // namespace evenload::workload::time_study
