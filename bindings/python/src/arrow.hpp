// Tables in and out as Arrow streams, without any Arrow library.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "arrow_abi.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/table.hpp"

namespace evenload::python {

/// Key-value pairs that travel with an Arrow schema.
using Metadata = std::map<std::string, std::string>;

struct ArrowImport {
  Table table;
  Metadata metadata;
};

/// Reads a stream to its end and releases it. Timestamps without a zone are wall-clock times in `zone`.
/// \throws InvalidDataError naming table and column: wrong_type for a type evenload has no use for, out_of_range with the row for an
/// unsigned value past 2^63 or a time past the range of microseconds.
ArrowImport import_stream(ArrowArrayStream& stream, const std::string& table_name, const Zone& zone);

/// Fills `out` with a stream of one batch, which keeps `table` alive.
void export_stream(std::shared_ptr<const Table> table, const Metadata& metadata, ArrowArrayStream& out);

/// A column of points in time, in microseconds; `wall_clock` ones are local to `zone`. A local midnight is how pandas and Excel write a
/// day, so a wall-clock column of midnights holds dates, and one that mixes them with times of day holds text: days as dates, the rest
/// as instants. What a day means (its beginning, or its end for a deadline) is for the reader of the column to say.
Column timestamp_column(std::string name, const std::vector<std::int64_t>& microseconds, std::vector<std::uint8_t> valid,
                        bool wall_clock, const Zone& zone);

/// `value` of `per_second` ticks a second as microseconds, rounded down. \throws InvalidDataError(out_of_range)
std::int64_t to_microseconds(std::int64_t value, std::int64_t per_second, const std::string& table, const std::string& column,
                             std::int64_t row);

}  // namespace evenload::python
