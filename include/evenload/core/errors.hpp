/// \file
/// Errors: what went wrong, and in which table, column and row.
///
/// An exception means that the caller broke a contract. Outcomes of a solver (nothing fits, time is
/// up, cancelled) are values, never exceptions.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace evenload {

/// Append-only: a number never changes its meaning. The C ABI and Python show the same numbers and
/// names.
enum class ErrorCode : std::int32_t {
  internal = 1,
  invalid_argument = 2,
  out_of_memory = 3,
  overflow = 4,
  missing_column = 10,
  wrong_type = 11,
  length_mismatch = 12,
  missing_value = 13,
  not_finite = 14,
  negative_value = 15,
  out_of_range = 16,
  duplicate_id = 17,
  unknown_id = 18,
  invalid_id = 19,
  invalid_date = 20,
  unknown_zone = 21,
  gap_in_bands = 22,
  overlap_in_bands = 23,
  unknown_weight = 24,
  cycle = 25,
  contradiction = 26,
  unsupported = 27,
  parse_error = 28,
  unsupported_schema = 29,
  ends_before_start = 30,
  unknown_field = 31,
  stale_version = 32,
};

/// The stable name of a code, e.g. "duplicate_id".
std::string_view to_string(ErrorCode code) noexcept;
/// The code with that name. \throws Error(invalid_argument) where there is none.
ErrorCode error_code_from_string(std::string_view name);

/// Everything known about an error, as data.
struct ErrorInfo {
  ErrorCode code = ErrorCode::internal;
  std::string table;                ///< "cases", "policy.experience_bands"; empty where none
  std::string column;               ///< empty where none
  std::optional<std::int64_t> row;  ///< position from 0 in that table
  std::string expected;             ///< what would have been right
  std::string found;                ///< what stood there instead, shortened; never a whole record
};

/// "cases.weight, row 3: expected a number of at least 0, found -2 (negative_value)"
std::string describe(const ErrorInfo& info);

/// Base of all exceptions that leave evenload.
class Error : public std::runtime_error {
 public:
  explicit Error(ErrorInfo info);
  const ErrorInfo& info() const noexcept { return info_; }
  ErrorCode code() const noexcept { return info_.code; }

 private:
  ErrorInfo info_;
};

/// Input data breaks the contract in docs/data-model.md.
class InvalidDataError : public Error {
 public:
  using Error::Error;
};

/// A number that leaves the range of exact arithmetic.
class OverflowError : public Error {
 public:
  using Error::Error;
};

/// JSON text of an error and back, for logs and other processes.
/// \throws InvalidDataError(parse_error)
std::string to_json(const ErrorInfo& info);
ErrorInfo error_info_from_json(std::string_view json);

}  // namespace evenload
