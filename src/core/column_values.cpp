#include "column_values.hpp"

#include "evenload/core/errors.hpp"

namespace evenload {

std::optional<Rational> maybe_non_negative(const ColumnReader& column, std::size_t row) {
  return column.has(row) ? std::optional(column.non_negative(row)) : std::nullopt;
}

Rational share_or(const ColumnReader& column, std::size_t row, const Rational& otherwise) {
  const Rational share = maybe_non_negative(column, row).value_or(otherwise);
  if (share > Rational(1)) column.fail(row, ErrorCode::out_of_range, "a share from 0 to 1");
  return share;
}

std::optional<std::int64_t> maybe_count(const ColumnReader& column, std::size_t row) {
  if (!column.has(row)) return std::nullopt;
  const std::int64_t count = column.integer(row);
  if (count < 0) column.fail(row, ErrorCode::negative_value, "a whole number of at least 0");
  return count;
}

std::string needed_text(const ColumnReader& column, std::size_t row) {
  if (!column.has(row)) column.fail(row, ErrorCode::missing_value, "text");
  return column.text(row);
}

}  // namespace evenload
