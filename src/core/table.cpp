#include "evenload/core/table.hpp"

#include <algorithm>
#include <unordered_map>

#include "utf8.hpp"

namespace evenload {

std::string_view to_string(ColumnType type) noexcept {
  switch (type) {
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::int64:
      return "int64";
    case ColumnType::float64:
      return "float64";
    case ColumnType::text:
      return "text";
    case ColumnType::date:
      return "date";
    case ColumnType::instant:
      return "instant";
    case ColumnType::text_list:
      break;
  }
  return "text_list";
}

std::size_t Column::size() const noexcept {  // NOLINT(bugprone-exception-escape): never valueless
  return std::visit([](const auto& cells) { return cells.size(); }, values);
}

const Column* Table::find(std::string_view column) const noexcept {
  const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column& candidate) {
    return candidate.name == column;
  });
  return found == columns_.end() ? nullptr : &*found;
}

void Table::add(Column column) {
  const auto refuse = [&](ErrorCode code, std::string expected, std::string found) {
    throw InvalidDataError({code, name_, utf8::shorten(column.name), std::nullopt,
                            std::move(expected), std::move(found)});
  };
  const auto rows_text = [](std::size_t rows) {
    return std::to_string(rows) + (rows == 1 ? " row" : " rows");
  };
  if (find(column.name) != nullptr)
    refuse(ErrorCode::duplicate_id, "each column once", "a second one of that name");
  const std::size_t size = column.size();
  const bool sets_rows = columns_.empty() && rows_ == 0;
  if (!sets_rows && size != rows_)
    refuse(ErrorCode::length_mismatch, rows_text(rows_), rows_text(size));
  if (!column.valid.empty() && column.valid.size() != size) {
    refuse(ErrorCode::length_mismatch, "one validity flag for each of " + rows_text(size),
           std::to_string(column.valid.size()) + " flags");
  }
  columns_.push_back(std::move(column));
  rows_ = size;
}

void check_unique(const Table& table, std::string_view column,
                  const std::vector<std::string>& ids) {
  std::unordered_map<std::string_view, std::size_t> first_row;
  first_row.reserve(ids.size());
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const auto [entry, is_new] = first_row.emplace(ids[row], row);
    if (is_new) continue;
    throw InvalidDataError(
        {ErrorCode::duplicate_id, table.name(), std::string(column), static_cast<std::int64_t>(row),
         "each id once",
         utf8::quote(ids[row]) + ", already in row " + std::to_string(entry->second)});
  }
}

}  // namespace evenload
