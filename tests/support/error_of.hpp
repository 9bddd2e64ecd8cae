#pragma once

/// \file
/// What a call refuses: its error as data and as text.

#include <optional>
#include <string>
#include <utility>

#include "catch.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::test {

/// The information of the exception that `function` throws; fails the test where it throws none of
/// that class.
template <class Exception = InvalidDataError, class Function>
ErrorInfo error_of(Function&& function) {
  try {
    std::forward<Function>(function)();
  } catch (const Exception& error) {
    return error.info();
  }
  FAIL("nothing was thrown");
  return {};
}

/// What `function` throws of this library; code `internal` and found "none" where it throws nothing.
template <class Function>
ErrorInfo error_if_any(Function&& function) {
  try {
    std::forward<Function>(function)();
  } catch (const Error& error) {
    return error.info();
  }
  return {ErrorCode::internal, {}, {}, std::nullopt, "an error", "none"};
}

/// The same as error_of in one line, which holds every field: "table.column, row 3: expected x, found y
/// (code)".
template <class Exception = InvalidDataError, class Function>
std::string refusal(Function&& function) {
  return describe(error_of<Exception>(std::forward<Function>(function)));
}

/// Table, column, row and code in one line: "cases.id[2] duplicate_id".
inline std::string place(const ErrorInfo& info) {
  return info.table + "." + info.column + (info.row ? "[" + std::to_string(*info.row) + "] " : " ") +
         std::string(to_string(info.code));
}

}  // namespace evenload::test
