/// \file
/// Refusals of the pool's inputs, one line each. Private.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"

namespace evenload::pool::skills {

[[noreturn]] inline void refuse(ErrorCode code, const char* table, const char* column,
                                std::optional<std::size_t> row, std::string expected,
                                std::string found) {
  std::optional<std::int64_t> place;
  if (row) place = static_cast<std::int64_t>(*row);
  throw InvalidDataError({code, table, column, place, std::move(expected), std::move(found)});
}

/// A number as it is shown in errors.
inline std::string shown(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "infinity" : "-infinity";
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (!text.empty() && text.back() == '.') text.pop_back();
  return text;
}

inline void check_length(const char* table, const char* column, std::size_t found,
                         std::size_t expected) {
  if (found != expected) {
    refuse(ErrorCode::length_mismatch, table, column, std::nullopt,
           std::to_string(expected) + " values", std::to_string(found));
  }
}

/// Finite and at least 0.
inline void check_amount(const char* table, const char* column, std::optional<std::size_t> row,
                         double value) {
  if (!std::isfinite(value)) {
    refuse(ErrorCode::not_finite, table, column, row, "a finite number", shown(value));
  }
  if (value < 0) {
    refuse(ErrorCode::negative_value, table, column, row, "a number of at least 0", shown(value));
  }
}

inline void check_amounts(const char* table, const char* column, std::span<const double> values) {
  for (std::size_t at = 0; at < values.size(); ++at) check_amount(table, column, at, values[at]);
}

}  // namespace evenload::pool::skills
