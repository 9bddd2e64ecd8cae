#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <unordered_map>

#include "cells.hpp"
#include "evenload/core/table.hpp"
#include "shortest_decimal.hpp"
#include "utf8.hpp"

namespace evenload {

namespace {

// A short document may name a new column in every row, so that rows times columns grows with the
// square of its length.
constexpr std::size_t maximum_columns = 1000;
constexpr std::size_t always_allowed_cells = 1'000'000;
constexpr std::size_t cells_per_byte = 16;
constexpr std::int64_t exact_in_double = std::int64_t{1} << 53;

struct GrowingColumn {
  std::string name;
  bool is_typed = false;  // false while there were only nulls
  Column::Values values = Texts{};
  std::vector<std::uint8_t> valid;
  std::size_t rows_seen = 0;  // one past the last row that named it
};

/// Takes the events of the parser straight into columns: no document tree, and no depth beyond a
/// list in a row.
class RowsReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  RowsReader(std::string_view table, std::size_t bytes)
      : table_(table), maximum_cells_(std::max(always_allowed_cells, bytes * cells_per_byte)) {}

  bool null() override {
    if (place_ != Place::row) refuse_here("null");
    return true;
  }
  bool boolean(bool value) override {
    check_scalar("true or false");
    put<Booleans>(static_cast<std::uint8_t>(value ? 1 : 0), "true or false");
    return true;
  }
  bool number_integer(std::int64_t value) override {
    check_scalar("a number");
    put_integer(value);
    return true;
  }
  bool number_unsigned(std::uint64_t value) override {
    check_scalar("a number");
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      refuse_too_large(std::to_string(value));
    put_integer(static_cast<std::int64_t>(value));
    return true;
  }
  bool number_float(double value, const std::string& written) override {
    check_scalar("a number");
    // The parser falls back on doubles where a whole number is too large.
    if (written.find_first_of(".eE") == std::string::npos) refuse_too_large(written);
    if (is_of(ColumnType::text)) {
      put<Texts>(shortest_decimal(value), "a number");
      return true;
    }
    if (is_of(ColumnType::int64)) widen();
    put<Floats>(value, "a number");
    return true;
  }
  bool string(std::string& value) override {
    if (place_ == Place::list) {
      list_.push_back(std::move(value));
      return true;
    }
    check_scalar("text");
    if (is_of(ColumnType::int64) || is_of(ColumnType::float64)) write_out();
    put<Texts>(std::move(value), "text");
    return true;
  }
  bool binary(binary_t&) override { return false; }  // never in text

  bool start_object(std::size_t) override {
    if (place_ != Place::rows) refuse_here("an object");
    place_ = Place::row;
    check_cells(columns_.size());
    return true;
  }
  bool key(std::string& name) override {
    const auto [entry, is_new] = index_.try_emplace(name, columns_.size());
    if (is_new) {
      current_ = nullptr;
      check_cells(columns_.size() + 1);
      columns_.push_back({name, false, Texts{}, {}, 0});
    }
    current_ = &columns_[entry->second];
    if (current_->rows_seen == row_ + 1)
      refuse(ErrorCode::duplicate_id, "each name once in a row", "a second one");
    current_->rows_seen = row_ + 1;
    return true;
  }
  bool end_object() override {
    place_ = Place::rows;
    current_ = nullptr;
    ++row_;
    return true;
  }
  bool start_array(std::size_t) override {
    if (place_ == Place::start) {
      place_ = Place::rows;
    } else if (place_ == Place::row) {
      place_ = Place::list;
      list_.clear();
    } else {
      refuse_here("an array");
    }
    return true;
  }
  bool end_array() override {
    if (place_ == Place::list) {
      place_ = Place::row;
      put<Lists>(std::move(list_), "a list");
      list_.clear();
    } else {
      place_ = Place::end;
    }
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    constexpr int number_overflow = 406;
    if (error.id == number_overflow)
      refuse(ErrorCode::out_of_range, "a number within the range of a double", "a larger one");
    refuse(ErrorCode::parse_error, "a JSON array of objects",
           "malformed JSON at byte " + std::to_string(position));
  }

  Table take() {
    check_cells(columns_.size());
    Table table(table_, row_);
    for (GrowingColumn& column : columns_) {
      std::visit([&](auto& cells) { cells.resize(row_); }, column.values);
      column.valid.resize(row_, 0);
      const bool complete = std::all_of(column.valid.begin(), column.valid.end(),
                                        [](std::uint8_t flag) { return flag != 0; });
      if (complete) column.valid.clear();
      table.add({std::move(column.name), std::move(column.values), std::move(column.valid)});
    }
    return table;
  }

 private:
  enum class Place { start, rows, row, list, end };

  [[noreturn]] void refuse(ErrorCode code, std::string expected, std::string found) const {
    const bool in_rows = place_ != Place::start && place_ != Place::end;
    throw InvalidDataError({code, table_,
                            current_ == nullptr ? std::string{} : utf8::shorten(current_->name),
                            in_rows ? std::optional(static_cast<std::int64_t>(row_)) : std::nullopt,
                            std::move(expected), std::move(found)});
  }

  [[noreturn]] void refuse_here(std::string found) const {
    switch (place_) {
      case Place::start:
        refuse(ErrorCode::wrong_type, "a JSON array of objects", std::move(found));
      case Place::rows:
        refuse(ErrorCode::wrong_type, "an object", std::move(found));
      case Place::list:
        refuse(ErrorCode::wrong_type, "a list of texts", std::move(found) + " in the list");
      case Place::row:
      case Place::end:
        break;
    }
    refuse(ErrorCode::wrong_type, "a number, text, true, false, null or a list of texts",
           std::move(found));
  }

  [[noreturn]] void refuse_too_large(std::string_view written) const {
    refuse(ErrorCode::out_of_range, "a whole number within 64 bits", utf8::shorten(written));
  }

  void check_scalar(const char* kind) const {
    if (place_ != Place::row) refuse_here(kind);
  }

  void check_cells(std::size_t columns) const {
    if (columns > maximum_columns) {
      refuse(ErrorCode::out_of_range, "at most " + std::to_string(maximum_columns) + " columns",
             "more");
    }
    if (columns != 0 && row_ > maximum_cells_ / columns) {
      refuse(ErrorCode::out_of_range, "a table that is not nearly empty",
             std::to_string(columns) + " columns with few values in over " + std::to_string(row_) +
                 " rows");
    }
  }

  template <class Cells, class Value>
  void put(Value&& value, const char* kind) {
    GrowingColumn& column = *current_;
    if (!column.is_typed) {
      column.values = Cells{};
      column.is_typed = true;
    }
    auto* cells = std::get_if<Cells>(&column.values);
    if (cells == nullptr) {
      refuse(
          ErrorCode::wrong_type,
          "a column of one type, here " + std::string(to_string(ColumnType(column.values.index()))),
          kind);
    }
    cells->resize(row_);
    cells->push_back(std::forward<Value>(value));
    column.valid.resize(row_, 0);
    column.valid.push_back(1);
  }

  void put_integer(std::int64_t value) {
    if (is_of(ColumnType::text)) {
      put<Texts>(std::to_string(value), "a number");
    } else if (is_of(ColumnType::float64)) {
      check_exact_in_double(value, row_);
      put<Floats>(static_cast<double>(value), "a number");
    } else {
      put<Integers>(value, "a number");
    }
  }

  bool is_of(ColumnType type) const noexcept {
    return current_->is_typed && current_->values.index() == static_cast<std::size_t>(type);
  }

  /// Numbers of a column as text: exact fractions ("9/2") may stand among them, and readers of
  /// numbers take text as well.
  void write_out() {
    Texts texts;
    const auto add_all = [&texts](const auto& cells) {
      if constexpr (std::is_same_v<std::decay_t<decltype(cells)>, Integers>) {
        for (const std::int64_t value : cells) texts.push_back(std::to_string(value));
      } else if constexpr (std::is_same_v<std::decay_t<decltype(cells)>, Floats>) {
        for (const double value : cells) texts.push_back(shortest_decimal(value));
      }
    };
    std::visit(add_all, current_->values);
    current_->values = std::move(texts);
  }

  void check_exact_in_double(std::int64_t value, std::size_t row) const {
    if (value >= -exact_in_double && value <= exact_in_double) return;
    throw InvalidDataError(
        {ErrorCode::out_of_range, table_, current_->name, static_cast<std::int64_t>(row),
         "whole numbers up to 2^53 in a column that also has fractions", std::to_string(value)});
  }

  void widen() {
    const auto& whole = std::get<Integers>(current_->values);
    Floats wide(whole.size());
    for (std::size_t row = 0; row < whole.size(); ++row) {
      check_exact_in_double(whole[row], row);
      wide[row] = static_cast<double>(whole[row]);
    }
    current_->values = std::move(wide);
  }

  std::string table_;
  std::size_t maximum_cells_;
  Place place_ = Place::start;
  std::size_t row_ = 0;
  std::vector<GrowingColumn> columns_;
  std::unordered_map<std::string, std::size_t> index_;
  GrowingColumn* current_ = nullptr;  // set by every key, before columns_ can grow again
  std::vector<std::string> list_;
};

/// Writes cells; what JSON cannot hold is an error with its place.
class RowsWriter {
 public:
  explicit RowsWriter(const Table& table) : table_(table) {}

  std::string write() {
    out_ = "[";
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      out_ += row == 0 ? "{" : ",\n{";
      bool first = true;
      for (const Column& column : table_.columns()) {
        if (!first) out_ += ',';
        first = false;
        column_ = &column;
        row_ = row;
        put(column.name);
        out_ += ':';
        if (column.is_valid(row)) {
          std::visit([&](const auto& cells) { put_cell(cells, row); }, column.values);
        } else {
          out_ += "null";
        }
      }
      out_ += '}';
    }
    return std::move(out_ += "]");
  }

 private:
  template <class Cells>
  void put_cell(const Cells& cells, std::size_t row) {
    if constexpr (std::is_same_v<Cells, Booleans>) {
      out_ += cells[row] != 0 ? "true" : "false";
    } else {
      put(cells[row]);
    }
  }

  void put(std::int64_t value) { out_ += std::to_string(value); }
  void put(Date value) { put(to_string(value)); }
  void put(Instant value) { put(to_string(value)); }

  void put(double value) {
    if (std::isinf(value))
      refuse(ErrorCode::not_finite, "a finite number", value < 0 ? "-inf" : "inf");
    if (std::isnan(value)) {
      out_ += "null";
      return;
    }
    const std::string written = shortest_decimal(value);
    out_ += written;
    if (written.find_first_of(".e") == std::string::npos)
      out_ += ".0";  // stays a fraction when it is read again
  }

  void put(std::string_view text) {
    if (!utf8::is_well_formed(text))
      refuse(ErrorCode::wrong_type, "text in well-formed UTF-8", utf8::quote(text));
    constexpr std::string_view digits = "0123456789abcdef";
    out_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        out_ += "\\u00";
        out_ += digits[static_cast<unsigned char>(c) >> 4];
        out_ += digits[static_cast<unsigned char>(c) & 15];
      } else {
        out_ += c;
      }
    }
    out_ += '"';
  }
  void put(const std::string& text) { put(std::string_view(text)); }

  void put(const std::vector<std::string>& entries) {
    out_ += '[';
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (i != 0) out_ += ',';
      put(entries[i]);
    }
    out_ += ']';
  }

  [[noreturn]] void refuse(ErrorCode code, std::string expected, std::string found) const {
    throw InvalidDataError({code, table_.name(), utf8::shorten(column_->name),
                            static_cast<std::int64_t>(row_), std::move(expected),
                            std::move(found)});
  }

  const Table& table_;
  std::string out_;
  const Column* column_ = nullptr;
  std::size_t row_ = 0;
};

}  // namespace

Table table_from_json(std::string_view name, std::string_view json) {
  RowsReader reader(name, json.size());
  nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
  return reader.take();
}

std::string to_json(const Table& table) { return RowsWriter(table).write(); }

}  // namespace evenload
