/// \file
/// Adds the place to errors from below: a function that computes on one value does not know in which row it stood.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "evenload/core/errors.hpp"

namespace evenload {

/// Runs `function`; an InvalidDataError or OverflowError leaves with table, column and row filled in where they were not known.
template <class Function>
decltype(auto) located(std::string_view table, std::string_view column, std::optional<std::int64_t> row, Function&& function) {
  const auto fill = [&](ErrorInfo info) {
    if (info.table.empty()) info.table = table;
    if (info.column.empty()) info.column = column;
    if (!info.row) info.row = row;
    return info;
  };
  try {
    return std::forward<Function>(function)();
  } catch (const OverflowError& error) {
    throw OverflowError(fill(error.info()));
  } catch (const InvalidDataError& error) {
    throw InvalidDataError(fill(error.info()));
  }
}

}  // namespace evenload
