/// \file
/// Which columns a table may have, and columns of instants. Private.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "evenload/core/table.hpp"
#include "src/core/column_values.hpp"

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

}  // namespace evenload::allocation
