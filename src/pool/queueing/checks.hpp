/// \file
/// Refusals of numbers, naming table and column. Private.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evenload/core/errors.hpp"

namespace evenload::pool::queueing {

using Row = std::optional<std::int64_t>;

[[noreturn]] void refuse_number(ErrorCode code, std::string_view table, std::string_view column,
                                std::string_view expected, double found, Row row = std::nullopt);
/// Finite and at least 0.
double non_negative(double value, std::string_view table, std::string_view column,
                    Row row = std::nullopt);
/// Finite and above 0.
double positive(double value, std::string_view table, std::string_view column,
                Row row = std::nullopt);
/// Strictly between 0 and 1.
double inside_unit(double value, std::string_view table, std::string_view column);
std::int64_t whole_within(std::int64_t value, std::int64_t low, std::int64_t high,
                          std::string_view table, std::string_view column, Row row = std::nullopt);
/// What a ratio of two good numbers gave. \throws OverflowError
double in_double_range(double value, std::string_view table, std::string_view column);
/// As short as it is exact.
std::string number_text(double value);

}  // namespace evenload::pool::queueing
