/// \file
/// How large the numbers of a study may be, and their checks. Private.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <locale>
#include <sstream>
#include <string>

#include "evenload/core/errors.hpp"

namespace evenload::workload::time_study {

/// No count and no number of hours is larger: squares and sums stay far from where doubles end.
inline constexpr double largest_amount = 1e9;
/// Types and fixed part together: Gram matrices stay small.
inline constexpr std::size_t most_weights = 400;

/// A number as it is shown in an error, the same in every locale.
inline std::string number(double value) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << value;
  return text.str();
}

/// \throws InvalidDataError: missing_value for NaN, not_finite, negative_value, out_of_range.
inline void check_amount(double value, const std::string& table, const std::string& column,
                         std::size_t row) {
  if (value >= 0 && value <= largest_amount) return;
  const ErrorCode code = std::isnan(value)     ? ErrorCode::missing_value
                         : std::isinf(value)   ? ErrorCode::not_finite
                         : value < 0           ? ErrorCode::negative_value
                                               : ErrorCode::out_of_range;
  throw InvalidDataError({code, table, column, static_cast<std::int64_t>(row),
                          "a number from 0 to 1e9", number(value)});
}

}  // namespace evenload::workload::time_study
