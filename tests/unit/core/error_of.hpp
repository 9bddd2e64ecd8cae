#pragma once

/// \file
/// What a call refuses: its error as data and as text.

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

/// The same as one line, which holds every field: "table.column, row 3: expected x, found y
/// (code)".
template <class Exception = InvalidDataError, class Function>
std::string refusal(Function&& function) {
  return describe(error_of<Exception>(std::forward<Function>(function)));
}

}  // namespace evenload::test
