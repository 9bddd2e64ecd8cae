/// \file
/// Which columns a table may have, and small readers of cells that several tables share. Private.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "evenload/core/table.hpp"
#include "src/core/json_reader.hpp"

namespace evenload::allocation {

/// Refuses a column that is neither in `known` nor begins with "x_". \throws InvalidDataError(unknown_field) with the nearest known name.
void check_columns(const Table& table, std::span<const std::string_view> known);
/// The known name that takes the fewest edits (insert, delete, replace, swap neighbours); empty where all are far off.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> known);

/// What a day without a time of day means.
enum class DayMeans : std::int32_t {
  its_start = 0,  ///< midnight: "received"
  its_end = 1,    ///< its last microsecond: a deadline is kept during the whole day
};

/// A column of instants. A date, or a local date and time without offset, is read in `zone`. A local midnight counts as a date,
/// because that is how spreadsheets write one.
class MomentReader {
 public:
  /// A column that may be missing as a whole. The table and the zone must outlive the reader.
  MomentReader(const Table& table, std::string_view column, const Zone& zone, DayMeans day)
      : reader_(table, column), cells_(table.find(column)), zone_(&zone), day_(day) {}
  /// \throws InvalidDataError(invalid_date, wrong_type)
  std::optional<Instant> maybe(std::size_t row) const;

 private:
  Instant read(std::size_t row) const;
  Instant of_day(Date date) const;

  ColumnReader reader_;
  const Column* cells_;
  const Zone* zone_;
  DayMeans day_;
};

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

}  // namespace evenload::allocation
