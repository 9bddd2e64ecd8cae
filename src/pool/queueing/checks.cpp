#include "src/pool/queueing/checks.hpp"

#include <charconv>
#include <cmath>

namespace evenload::pool::queueing {

std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

void refuse_number(ErrorCode code, std::string_view table, std::string_view column,
                   std::string_view expected, double found, Row row) {
  throw InvalidDataError({code, std::string(table), std::string(column), row, std::string(expected),
                          number_text(found)});
}

double non_negative(double value, std::string_view table, std::string_view column, Row row) {
  if (!std::isfinite(value)) {
    refuse_number(ErrorCode::not_finite, table, column, "a finite number", value, row);
  }
  if (value < 0) {
    refuse_number(ErrorCode::negative_value, table, column, "a number of at least 0", value, row);
  }
  return value;
}

double positive(double value, std::string_view table, std::string_view column, Row row) {
  non_negative(value, table, column, row);
  if (value == 0) {
    refuse_number(ErrorCode::out_of_range, table, column, "a number above 0", value, row);
  }
  return value;
}

double inside_unit(double value, std::string_view table, std::string_view column) {
  non_negative(value, table, column);
  if (value <= 0 || value >= 1) {
    refuse_number(ErrorCode::out_of_range, table, column, "above 0 and below 1", value);
  }
  return value;
}

std::int64_t whole_within(std::int64_t value, std::int64_t low, std::int64_t high,
                          std::string_view table, std::string_view column, Row row) {
  if (value < low || value > high) {
    throw InvalidDataError({ErrorCode::out_of_range, std::string(table), std::string(column), row,
                            std::to_string(low) + " to " + std::to_string(high),
                            std::to_string(value)});
  }
  return value;
}

double in_double_range(double value, std::string_view table, std::string_view column) {
  if (!std::isfinite(value)) {
    throw OverflowError({ErrorCode::overflow, std::string(table), std::string(column), std::nullopt,
                         "a ratio of rates below 1e308", number_text(value)});
  }
  return value;
}

}  // namespace evenload::pool::queueing
