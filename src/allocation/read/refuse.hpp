/// \file
/// How this module refuses a row: table, column, row, expected, found. Private.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "evenload/core/errors.hpp"

namespace evenload::allocation::detail {

[[noreturn]] inline void refuse_row(ErrorCode code, std::string_view table, std::string_view column, std::optional<std::size_t> row,
                                    std::string expected, std::string found) {
  std::optional<std::int64_t> position;
  if (row) position = static_cast<std::int64_t>(*row);
  throw InvalidDataError({code, std::string(table), std::string(column), position, std::move(expected), std::move(found)});
}

/// Runs `work`; an error that it throws leaves with this table and row, so that the reader finds the place.
template <class Work>
decltype(auto) at_row(std::string_view table, std::size_t row, Work&& work) {
  const auto placed = [&](ErrorInfo info) {
    info.table = table;
    info.row = static_cast<std::int64_t>(row);
    return info;
  };
  try {
    return std::forward<Work>(work)();
  } catch (const InvalidDataError& error) {
    throw InvalidDataError(placed(error.info()));
  } catch (const OverflowError& error) {
    throw OverflowError(placed(error.info()));
  }
}

}  // namespace evenload::allocation::detail
