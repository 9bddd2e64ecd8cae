/// \file
/// Small readers of cells that several tables share. Private.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "evenload/core/table.hpp"
#include "src/core/json_reader.hpp"

namespace evenload {

std::optional<Rational> maybe_non_negative(const ColumnReader& column, std::size_t row);
inline Rational non_negative_or_zero(const ColumnReader& column, std::size_t row) {
  return maybe_non_negative(column, row).value_or(Rational(0));
}
/// \throws InvalidDataError(out_of_range) beyond 1.
Rational share_or(const ColumnReader& column, std::size_t row, const Rational& otherwise);
std::optional<std::int64_t> maybe_count(const ColumnReader& column, std::size_t row);
inline std::int64_t count_or(const ColumnReader& column, std::size_t row, std::int64_t otherwise) {
  return maybe_count(column, row).value_or(otherwise);
}
/// A text that must not be missing. \throws InvalidDataError(missing_value)
std::string needed_text(const ColumnReader& column, std::size_t row);

/// One of the names in `choices`. \throws InvalidDataError(out_of_range)
template <class Enum, std::size_t Count>
Enum choice_or(const ColumnReader& column, std::size_t row, const std::array<json_io::Choice<Enum>, Count>& choices, Enum otherwise) {
  if (!column.has(row)) return otherwise;
  const std::string name = column.text(row);
  std::string all;
  for (const json_io::Choice<Enum>& choice : choices) {
    if (choice.name == name) return choice.value;
    all.append(all.empty() ? "one of \"" : ", \"").append(choice.name).append("\"");
  }
  column.fail(row, ErrorCode::out_of_range, std::move(all));
}

}  // namespace evenload
