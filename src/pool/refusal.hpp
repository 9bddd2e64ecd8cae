/// \file
/// Short ways to refuse input of demand, size and worth. Private.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"

namespace evenload::pool::sizing {

[[noreturn]] inline void refuse_input(ErrorCode code, std::string table, std::string column,
                                      std::optional<std::int64_t> row, std::string expected,
                                      std::string found) {
  throw InvalidDataError(
      {code, std::move(table), std::move(column), row, std::move(expected), std::move(found)});
}

inline std::string number_text(double value) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << value;
  return text.str();
}

/// Finite and in [low, high], or an error.
inline void check_number(double value, double low, double high, const char* table,
                         const char* column, std::optional<std::int64_t> row = std::nullopt) {
  if (!std::isfinite(value)) {
    refuse_input(ErrorCode::not_finite, table, column, row, "a finite number", number_text(value));
  }
  if (value < 0 && low >= 0) {
    refuse_input(ErrorCode::negative_value, table, column, row, "a number of at least 0",
                 number_text(value));
  }
  if (value < low || value > high) {
    refuse_input(ErrorCode::out_of_range, table, column, row,
                 number_text(low) + " to " + number_text(high), number_text(value));
  }
}

inline void check_whole(std::int64_t value, std::int64_t low, std::int64_t high, const char* table,
                        const char* column) {
  if (value < low || value > high) {
    refuse_input(ErrorCode::out_of_range, table, column, std::nullopt,
                 std::to_string(low) + " to " + std::to_string(high), std::to_string(value));
  }
}

inline void check_length(std::size_t found, std::size_t expected, const char* table,
                         const char* column, const char* shape) {
  if (found == expected) return;
  refuse_input(ErrorCode::length_mismatch, table, column, std::nullopt,
               std::to_string(expected) + " numbers (" + shape + ")", std::to_string(found));
}

/// Every number in [low, high].
inline void check_numbers(std::span<const double> values, double low, double high,
                          const char* table, const char* column) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    check_number(values[k], low, high, table, column, static_cast<std::int64_t>(k));
  }
}

/// At least 0 and of sum 1 within 1e-9.
inline void check_probabilities(std::span<const double> values, const char* table,
                                const char* column) {
  double sum = 0;
  check_numbers(values, 0, 1, table, column);
  for (const double value : values) sum += value;
  if (std::fabs(sum - 1) > 1e-9) {
    refuse_input(ErrorCode::contradiction, table, column, std::nullopt,
                 "probabilities that sum to 1", "a sum of " + number_text(sum));
  }
}

}  // namespace evenload::pool::sizing
