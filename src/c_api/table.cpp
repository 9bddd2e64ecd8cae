/// \file
/// Tables from C and to C.
#include "evenload/core/table.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "evenload/core/ids.hpp"
#include "guard.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

/// A column of one value per row of the table, made by `make(row)`.
template <class Value, class Given, class Make>
evenload_status set_column(evenload_context* context, evenload_table* table, const char* column, const Given* values, const uint8_t* valid, Make&& make) {
  return guarded(context, [&] {
    Table& target = needed(table, "table").table;
    const std::size_t rows = target.rows();
    if (rows > 0) needed(values, "values");
    Column made;
    made.name = &needed(column, "column");
    std::vector<Value> cells;
    cells.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row) cells.push_back(make(values[row]));
    made.values = std::move(cells);
    if (valid != nullptr) made.valid.assign(valid, valid + rows);
    target.add(std::move(made));
  });
}

const Column* column_at(const evenload_table* table, int64_t column) noexcept {
  if (table == nullptr || column < 0) return nullptr;
  const auto& columns = table->table.columns();
  return static_cast<std::uint64_t>(column) < columns.size() ? &columns[static_cast<std::size_t>(column)] : nullptr;
}

/// A cell that exists and has a value.
std::pair<const Column*, std::size_t> cell(const evenload_table* table, int64_t column, int64_t row) {
  needed(table, "table");
  const Column* found = column_at(table, column);
  if (found == nullptr) {
    throw InvalidDataError({ErrorCode::out_of_range, table->table.name(), std::to_string(column), std::nullopt, "a position of a column", std::to_string(column)});
  }
  const auto position = static_cast<std::size_t>(row);
  if (row < 0 || position >= table->table.rows()) {
    throw InvalidDataError({ErrorCode::out_of_range, table->table.name(), found->name, row, "a row of the table", std::to_string(row)});
  }
  if (!found->is_valid(position)) {
    throw InvalidDataError({ErrorCode::missing_value, table->table.name(), found->name, row, "a value", "a missing one"});
  }
  return {found, position};
}

[[noreturn]] void wrong_type(const evenload_table* table, const Column& column, int64_t row, std::string_view expected) {
  throw InvalidDataError({ErrorCode::wrong_type, table->table.name(), column.name, row, std::string(expected), std::string(to_string(column.type()))});
}

}  // namespace

extern "C" {

evenload_status evenload_table_create(evenload_context* context, const char* name, int64_t rows, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const char* text = &needed(name, "name");
    if (rows < 0) refuse("rows", "a number of at least 0", std::to_string(rows));
    return make_table(Table(text, static_cast<std::size_t>(rows)));
  });
}

evenload_status evenload_table_from_json(evenload_context* context, const char* name, const char* json, size_t size, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(table_from_json(&needed(name, "name"), {&needed(json, "json"), size})); });
}

void evenload_table_destroy(evenload_table** table) { destroy(table); }

evenload_status evenload_table_set_boolean(evenload_context* context, evenload_table* table, const char* column, const uint8_t* values, const uint8_t* valid) {
  return set_column<std::uint8_t>(context, table, column, values, valid, [](uint8_t v) { return static_cast<std::uint8_t>(v != 0); });
}

evenload_status evenload_table_set_int64(evenload_context* context, evenload_table* table, const char* column, const int64_t* values, const uint8_t* valid) {
  return set_column<std::int64_t>(context, table, column, values, valid, [](int64_t v) { return v; });
}

evenload_status evenload_table_set_float64(evenload_context* context, evenload_table* table, const char* column, const double* values, const uint8_t* valid) {
  return set_column<double>(context, table, column, values, valid, [](double v) { return v; });
}

evenload_status evenload_table_set_text(evenload_context* context, evenload_table* table, const char* column, const char* const* values) {
  return guarded(context, [&] {
    Table& target = needed(table, "table").table;
    const std::size_t rows = target.rows();
    if (rows > 0) needed(values, "values");
    Column made;
    made.name = &needed(column, "column");
    std::vector<std::string> cells(rows);
    made.valid.assign(rows, 1);
    for (std::size_t row = 0; row < rows; ++row) {
      if (values[row] == nullptr) {
        made.valid[row] = 0;
      } else {
        cells[row] = values[row];
      }
    }
    made.values = std::move(cells);
    target.add(std::move(made));
  });
}

evenload_status evenload_table_set_date(evenload_context* context, evenload_table* table, const char* column, const int32_t* days, const uint8_t* valid) {
  return set_column<Date>(context, table, column, days, valid, [](int32_t v) { return Date(std::chrono::days(v)); });
}

evenload_status evenload_table_set_instant(evenload_context* context, evenload_table* table, const char* column, const int64_t* microseconds, const uint8_t* valid) {
  return set_column<Instant>(context, table, column, microseconds, valid, [](int64_t v) { return Instant(std::chrono::microseconds(v)); });
}

int64_t evenload_table_rows(const evenload_table* table) { return table == nullptr ? 0 : static_cast<int64_t>(table->table.rows()); }
int64_t evenload_table_columns(const evenload_table* table) { return table == nullptr ? 0 : static_cast<int64_t>(table->table.columns().size()); }

const char* evenload_table_column_name(const evenload_table* table, int64_t column) {
  const Column* found = column_at(table, column);
  return found == nullptr ? nullptr : found->name.c_str();
}

int32_t evenload_table_column_type(const evenload_table* table, int64_t column) {
  const Column* found = column_at(table, column);
  return found == nullptr ? -1 : static_cast<int32_t>(found->type());
}

int64_t evenload_table_find(const evenload_table* table, const char* column) {
  if (table == nullptr || column == nullptr) return -1;
  const Column* found = table->table.find(column);
  return found == nullptr ? -1 : static_cast<int64_t>(found - table->table.columns().data());
}

int32_t evenload_table_is_valid(const evenload_table* table, int64_t column, int64_t row) {
  const Column* found = column_at(table, column);
  if (found == nullptr || row < 0 || static_cast<std::uint64_t>(row) >= table->table.rows()) return 0;
  return found->is_valid(static_cast<std::size_t>(row)) ? 1 : 0;
}

evenload_status evenload_table_get_int64(evenload_context* context, const evenload_table* table, int64_t column, int64_t row, int64_t* out) {
  return guarded(context, [&] {
    int64_t& target = needed(out, "out");
    const auto [found, at] = cell(table, column, row);
    switch (found->type()) {
      case ColumnType::boolean: target = std::get<std::vector<std::uint8_t>>(found->values)[at]; return;
      case ColumnType::int64: target = std::get<std::vector<std::int64_t>>(found->values)[at]; return;
      case ColumnType::date: target = std::get<std::vector<Date>>(found->values)[at].time_since_epoch().count(); return;
      case ColumnType::instant: target = std::get<std::vector<Instant>>(found->values)[at].time_since_epoch().count(); return;
      default: wrong_type(table, *found, row, "a boolean, int64, date or instant column");
    }
  });
}

evenload_status evenload_table_get_float64(evenload_context* context, const evenload_table* table, int64_t column, int64_t row, double* out) {
  return guarded(context, [&] {
    double& target = needed(out, "out");
    const auto [found, at] = cell(table, column, row);
    switch (found->type()) {
      case ColumnType::float64: target = std::get<std::vector<double>>(found->values)[at]; return;
      case ColumnType::int64: target = static_cast<double>(std::get<std::vector<std::int64_t>>(found->values)[at]); return;
      default: wrong_type(table, *found, row, "a float64 or int64 column");
    }
  });
}

evenload_status evenload_table_get_text(evenload_context* context, const evenload_table* table, int64_t column, int64_t row, const char** out) {
  if (out != nullptr) *out = nullptr;
  return guarded(context, [&] {
    const char*& target = needed(out, "out");
    const auto [found, at] = cell(table, column, row);
    if (found->type() != ColumnType::text) wrong_type(table, *found, row, "a text column");
    target = std::get<std::vector<std::string>>(found->values)[at].c_str();
  });
}

evenload_status evenload_table_to_json(evenload_context* context, const evenload_table* table, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(to_json(needed(table, "table").table)); });
}

}  // extern "C"
