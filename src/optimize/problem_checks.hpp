/// \file
/// Checks that the problems of all kernels share; every refusal names table "problem", the field and the position in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include "evenload/core/errors.hpp"

namespace evenload::optimize::detail {

inline constexpr std::size_t most_elements = std::numeric_limits<std::int32_t>::max();

[[noreturn]] void refuse(ErrorCode code, const char* column, std::optional<std::int64_t> row, std::string expected, std::string found);
[[noreturn]] void refuse_overflow(const char* column, std::optional<std::int64_t> row, std::string expected, std::string found);

/// At most `most_elements`.
void check_size(const char* column, std::size_t size);
void check_length(const char* column, std::size_t found, std::size_t expected, bool optional = false);
void check_at_least(const char* column, std::span<const std::int64_t> values, std::int64_t least);
/// least <= value < end.
void check_between(const char* column, std::span<const std::int32_t> values, std::int64_t least, std::int64_t end);
/// `begin` must be 0 <= ... <= size, one more than there are rows.
void check_compressed(const char* column, std::span<const std::int64_t> begin, std::size_t size);
/// Columns in `indices` strictly increasing within each row of `indptr`, which must have been checked.
void check_increasing(std::span<const std::int64_t> indptr, std::span<const std::int32_t> indices);

}  // namespace evenload::optimize::detail
