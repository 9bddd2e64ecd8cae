/// \file
/// A small columnar table: how rows reach evenload from C, Python, JSON and files, and how answers
/// leave it.
///
/// One reader per kind of row (e.g. allocation::read_cases) turns a table into plain structs and is
/// the only place where its columns are checked, so that every way in gives the same error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/core/rational.hpp"

namespace evenload {

enum class ColumnType : std::int32_t {
  boolean = 0,
  int64 = 1,
  float64 = 2,
  text = 3,
  date = 4,
  instant = 5,
  text_list = 6
};
std::string_view to_string(ColumnType type) noexcept;

/// One column: values and, where some are missing, a validity flag per row.
struct Column {
  using Values = std::variant<std::vector<std::uint8_t>,               // boolean
                              std::vector<std::int64_t>,               // int64
                              std::vector<double>,                     // float64
                              std::vector<std::string>,                // text
                              std::vector<Date>,                       // date
                              std::vector<Instant>,                    // instant
                              std::vector<std::vector<std::string>>>;  // text_list
  std::string name;
  Values values;
  std::vector<std::uint8_t> valid;  ///< empty: all valid; otherwise one flag per row

  ColumnType type() const noexcept { return static_cast<ColumnType>(values.index()); }
  std::size_t size() const noexcept;
  bool is_valid(std::size_t row) const noexcept { return valid.empty() || valid[row] != 0; }
};

/// A named table of equally long columns.
class Table {
 public:
  explicit Table(std::string name = {}, std::size_t rows = 0)
      : name_(std::move(name)), rows_(rows) {}
  const std::string& name() const noexcept { return name_; }
  std::size_t rows() const noexcept { return rows_; }
  const std::vector<Column>& columns() const noexcept { return columns_; }
  const Column* find(std::string_view column) const noexcept;  ///< nullptr where there is none
  /// The first column sets the number of rows where none was given.
  /// \throws InvalidDataError(length_mismatch, duplicate_id)
  void add(Column column);

 private:
  std::string name_;
  std::size_t rows_ = 0;
  std::vector<Column> columns_;
};

/// Reads one column with checks; every error names table, column and row. Text cells of files are
/// converted where they can be ("4.5" as a number, "2026-11-23" as a date, "yes/true/1/ja" as a
/// boolean, "a;b" as a list), without the blanks around them; a blank text cell is a missing value.
/// Decimal commas are refused. Rows are positions below table.rows(), not checked again; the table
/// must outlive the reader.
class ColumnReader {
 public:
  /// A column that may be missing as a whole. `present()` tells.
  ColumnReader(const Table& table, std::string_view column);
  /// \throws InvalidDataError(missing_column)
  static ColumnReader required(const Table& table, std::string_view column);

  bool present() const noexcept { return column_ != nullptr; }
  /// The column is present and the value not missing (NaN counts as missing).
  bool has(std::size_t row) const;

  // Each throws InvalidDataError: missing_column, missing_value, wrong_type, and what it names.

  /// A boolean, 0 or 1, or yes/no, true/false, 1/0, ja/nej in any case.
  bool boolean(std::size_t row) const;
  /// 3, 3.0 or "3"; 3.5 is wrong_type. \throws not_finite, out_of_range
  std::int64_t integer(std::size_t row) const;
  /// As Rational::from_double and Rational::parse. \throws not_finite, out_of_range
  Rational rational(std::size_t row) const;
  /// The same. \throws negative_value too
  Rational non_negative(std::size_t row) const;
  /// Text as it stands (UTF-8), or a whole number.
  std::string text(std::size_t row) const;
  /// Text, or a whole number (5 and 5.0 are "5"), checked by check_id. \throws invalid_id
  std::string id(std::size_t row) const;
  /// A date, an instant at 00:00 UTC, or text of either. \throws invalid_date, also outside the
  /// years 1 to 9999
  Date date(std::size_t row) const;
  /// An instant, text with an offset, or a date: its midnight in `zone`. \throws invalid_date
  Instant instant(std::size_t row, const Zone& zone) const;
  /// A list; text is parted at ';' and trimmed; a whole number is one entry; missing: empty.
  std::vector<std::string> list(std::size_t row) const;

  bool boolean_or(std::size_t row, bool otherwise) const {
    return has(row) ? boolean(row) : otherwise;
  }
  std::int64_t integer_or(std::size_t row, std::int64_t otherwise) const {
    return has(row) ? integer(row) : otherwise;
  }
  std::string text_or(std::size_t row, std::string_view otherwise) const {
    return has(row) ? text(row) : std::string(otherwise);
  }
  Rational rational_or(std::size_t row, Rational otherwise) const {
    return has(row) ? rational(row) : otherwise;
  }
  std::optional<Date> maybe_date(std::size_t row) const {
    return has(row) ? std::optional(date(row)) : std::nullopt;
  }

  /// Throws InvalidDataError for this column.
  [[noreturn]] void fail(std::size_t row, ErrorCode code, std::string expected) const;

 private:
  void require(std::size_t row, std::string_view expected) const;
  Rational parse_number(std::size_t row, std::string_view expected) const;
  std::string whole_as_text(std::size_t row, std::string_view expected) const;

  const Table* table_;
  const Column* column_;
  std::string name_;
};

/// Throws InvalidDataError(duplicate_id) naming the second of two rows with the same id.
void check_unique(const Table& table, std::string_view column, const std::vector<std::string>& ids);

/// JSON: an array of objects, one a row; null and absent are missing values. A column's type is
/// found over all rows: boolean, int64 (every number is written as a whole one), float64 (some
/// number has a point or an exponent), text, text_list (arrays of text); a column of nulls is text.
/// Numbers beside texts are texts, so that exact fractions ("9/2") may stand among numbers.
/// Dates and instants travel as text. Columns stand in the order in which they first occur. Linear
/// in time and space.
/// \throws InvalidDataError: parse_error (not such a document), wrong_type (mixed types, nesting),
/// out_of_range (a number too large to be held exactly; over 1,000 columns; over a million cells
/// and 16 times the bytes, as only a nearly empty table has), duplicate_id (a name twice in a row).
Table table_from_json(std::string_view name, std::string_view json);
/// The inverse for all but dates and instants, which become text, and tables of columns without
/// rows. Missing values and NaN become null.
/// \throws InvalidDataError(not_finite) for infinity, InvalidDataError(wrong_type) for malformed
/// UTF-8.
std::string to_json(const Table& table);

}  // namespace evenload
