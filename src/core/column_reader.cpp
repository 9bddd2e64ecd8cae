#include <algorithm>
#include <cmath>
#include <string>

#include "cells.hpp"
#include "civil.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/table.hpp"
#include "local_moment.hpp"
#include "shortest_decimal.hpp"
#include "utf8.hpp"

namespace evenload {

namespace {

constexpr std::size_t shown_bytes = 60;

/// The cell where the column is of that type, otherwise nullptr.
template <class Cells>
const typename Cells::value_type* cell(const Column& column, std::size_t row) noexcept {
  const auto* cells = std::get_if<Cells>(&column.values);
  return cells == nullptr ? nullptr : &(*cells)[row];
}

/// Files pad their cells.
std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// A whole double within int64, as id columns with missing values arrive from data frames.
std::optional<std::int64_t> whole(double value) noexcept {
  constexpr double two_63 = 9223372036854775808.0;
  if (!(value >= -two_63 && value < two_63) || value != std::trunc(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<bool> parse_boolean(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (lower == "true" || lower == "yes" || lower == "ja" || lower == "1") return true;
  if (lower == "false" || lower == "no" || lower == "nej" || lower == "0") return false;
  return std::nullopt;
}

/// "4,5": digits on both sides of the only comma.
bool has_decimal_comma(std::string_view text) noexcept {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos || comma == 0 || comma + 1 == text.size()) return false;
  return text.find_first_not_of("+-0123456789,") == std::string_view::npos &&
         text.rfind(',') == comma;
}

/// What spreadsheets append to a date: "T00:00", " 00:00:00", " 00:00:00.000", "T00:00:00Z".
bool is_midnight(std::string_view suffix) noexcept {
  if (suffix.empty() || (suffix.front() != 'T' && suffix.front() != ' ')) return false;
  suffix.remove_prefix(1);
  if (!suffix.empty() && suffix.back() == 'Z') suffix.remove_suffix(1);
  if (suffix == "00:00" || suffix == "00:00:00") return true;
  constexpr std::string_view start = "00:00:00.";
  return suffix.size() > start.size() && suffix.substr(0, start.size()) == start &&
         suffix.find_first_not_of('0', start.size()) == std::string_view::npos;
}

/// The data contract knows the years 1 to 9999.
bool within_contract(Date date) noexcept {
  constexpr Date first{std::chrono::days{days_from_civil({1, 1, 1})}};
  constexpr Date last{std::chrono::days{days_from_civil({9999, 12, 31})}};
  return date >= first && date <= last;
}

Date day_of(Instant instant) noexcept { return std::chrono::floor<std::chrono::days>(instant); }

/// The content of a cell for an error text.
std::string show(const Column& column, std::size_t row) {
  if (!column.is_valid(row)) return "a missing value";
  if (const auto* flag = cell<Booleans>(column, row)) return *flag != 0 ? "true" : "false";
  if (const auto* number = cell<Integers>(column, row)) return std::to_string(*number);
  if (const auto* number = cell<Floats>(column, row))
    return std::isnan(*number) ? "a missing value" : shortest_decimal(*number);
  if (const auto* date = cell<Dates>(column, row)) return to_string(*date);
  if (const auto* instant = cell<Instants>(column, row)) return to_string(*instant);
  if (const auto* text = cell<Texts>(column, row)) {
    return trimmed(*text).empty() ? "a missing value" : utf8::quote(*text, shown_bytes);
  }
  std::string entries;
  for (const std::string& entry : *cell<Lists>(column, row)) {
    if (entries.size() > shown_bytes) break;
    entries += (entries.empty() ? "" : ";") + entry.substr(0, shown_bytes + 4);
  }
  return "the list " + utf8::quote(entries, shown_bytes);
}

std::string column_names(const Table& table) {
  std::string names;
  for (const Column& column : table.columns()) {
    if (names.size() > shown_bytes) break;
    names += (names.empty() ? "" : ", ") + column.name;
  }
  return names.empty() ? "no columns" : "the columns " + utf8::shorten(names, shown_bytes);
}

}  // namespace

ColumnReader::ColumnReader(const Table& table, std::string_view column)
    : table_(&table), column_(table.find(column)), name_(column) {}

ColumnReader ColumnReader::required(const Table& table, std::string_view column) {
  ColumnReader reader(table, column);
  if (!reader.present()) {
    throw InvalidDataError({ErrorCode::missing_column, table.name(), reader.name_, std::nullopt,
                            "a column of that name", column_names(table)});
  }
  return reader;
}

void ColumnReader::fail(std::size_t row, ErrorCode code, std::string expected) const {
  throw InvalidDataError({code, table_->name(), name_, static_cast<std::int64_t>(row),
                          std::move(expected),
                          column_ == nullptr ? "no such column" : show(*column_, row)});
}

bool ColumnReader::has(std::size_t row) const {
  if (column_ == nullptr || !column_->is_valid(row)) return false;
  if (const auto* number = cell<Floats>(*column_, row)) return !std::isnan(*number);
  if (const auto* text = cell<Texts>(*column_, row)) return !trimmed(*text).empty();
  return true;
}

void ColumnReader::require(std::size_t row, std::string_view expected) const {
  if (column_ == nullptr) fail(row, ErrorCode::missing_column, std::string(expected));
  if (!has(row)) fail(row, ErrorCode::missing_value, std::string(expected));
}

bool ColumnReader::boolean(std::size_t row) const {
  constexpr std::string_view expected = "true or false (or yes/no, ja/nej, 1/0)";
  require(row, expected);
  if (const auto* flag = cell<Booleans>(*column_, row)) return *flag != 0;
  if (const auto* number = cell<Integers>(*column_, row);
      number != nullptr && (*number == 0 || *number == 1))
    return *number == 1;
  if (const auto* number = cell<Floats>(*column_, row);
      number != nullptr && (*number == 0 || *number == 1))
    return *number == 1;
  if (const auto* text = cell<Texts>(*column_, row)) {
    if (const auto flag = parse_boolean(trimmed(*text))) return *flag;
  }
  fail(row, ErrorCode::wrong_type, std::string(expected));
}

std::int64_t ColumnReader::integer(std::size_t row) const {
  constexpr std::string_view expected = "a whole number";
  require(row, expected);
  if (const auto* number = cell<Integers>(*column_, row)) return *number;
  if (const auto* number = cell<Floats>(*column_, row)) {
    if (std::isinf(*number)) fail(row, ErrorCode::not_finite, std::string(expected));
    if (const auto value = whole(*number)) return *value;
    const bool is_whole = *number == std::trunc(*number);
    fail(row, is_whole ? ErrorCode::out_of_range : ErrorCode::wrong_type,
         is_whole ? "a whole number within 64 bits" : std::string(expected));
  }
  if (cell<Texts>(*column_, row) != nullptr) {
    const Rational value = parse_number(row, expected);
    if (value.denominator() == 1) return value.numerator();
  }
  fail(row, ErrorCode::wrong_type, std::string(expected));
}

Rational ColumnReader::rational(std::size_t row) const {
  constexpr std::string_view expected = "a number";
  require(row, expected);
  if (const auto* number = cell<Integers>(*column_, row)) return *number;
  if (const auto* number = cell<Floats>(*column_, row)) {
    if (std::isinf(*number)) fail(row, ErrorCode::not_finite, "a finite number");
    try {
      return Rational::from_double(*number);
    } catch (const OverflowError&) {
      fail(row, ErrorCode::out_of_range, "a number that 64-bit fractions can hold");
    }
  }
  if (cell<Texts>(*column_, row) != nullptr) return parse_number(row, expected);
  fail(row, ErrorCode::wrong_type, std::string(expected));
}

Rational ColumnReader::parse_number(std::size_t row, std::string_view expected) const {
  const std::string_view text = trimmed(*cell<Texts>(*column_, row));
  try {
    return Rational::parse(text);
  } catch (const OverflowError&) {
    fail(row, ErrorCode::out_of_range, std::string(expected) + " that 64-bit fractions can hold");
  } catch (const InvalidDataError&) {
    fail(row, ErrorCode::wrong_type,
         has_decimal_comma(text) ? std::string(expected) + " with a decimal point, not a comma"
                                 : std::string(expected));
  }
}

Rational ColumnReader::non_negative(std::size_t row) const {
  const Rational value = rational(row);
  if (value.numerator() < 0) fail(row, ErrorCode::negative_value, "a number of at least 0");
  return value;
}

std::string ColumnReader::text(std::size_t row) const {
  constexpr std::string_view expected = "text";
  require(row, expected);
  if (const auto* text = cell<Texts>(*column_, row)) {
    if (!utf8::is_well_formed(*text)) fail(row, ErrorCode::wrong_type, "text in well-formed UTF-8");
    return *text;
  }
  return whole_as_text(row, "text or a whole number");
}

std::string ColumnReader::id(std::size_t row) const {
  constexpr std::string_view expected = "an id (text or a whole number)";
  require(row, expected);
  if (const auto* text = cell<Texts>(*column_, row)) {
    check_id(*text, table_->name(), name_, static_cast<std::int64_t>(row));
    return *text;
  }
  return whole_as_text(row, expected);
}

std::string ColumnReader::whole_as_text(std::size_t row, std::string_view expected) const {
  if (const auto* number = cell<Integers>(*column_, row)) return std::to_string(*number);
  if (const auto* number = cell<Floats>(*column_, row)) {
    if (const auto value = whole(*number)) return std::to_string(*value);
  }
  fail(row, ErrorCode::wrong_type, std::string(expected));
}

Date ColumnReader::date(std::size_t row) const {
  constexpr std::string_view expected = "a date such as 2026-11-23";
  require(row, expected);
  if (const auto* date = cell<Dates>(*column_, row)) {
    if (!within_contract(*date))
      fail(row, ErrorCode::invalid_date, "a date in the years 1 to 9999");
    return *date;
  }
  if (const auto* instant = cell<Instants>(*column_, row)) {
    const Date day = day_of(*instant);
    if (!within_contract(day)) fail(row, ErrorCode::invalid_date, "a date in the years 1 to 9999");
    if (*instant != day) fail(row, ErrorCode::invalid_date, "a date, without a time of day");
    return day;
  }
  if (const auto* text = cell<Texts>(*column_, row)) {
    constexpr std::size_t date_bytes = 10;
    const std::string_view written = trimmed(*text);
    const bool has_midnight =
        written.size() > date_bytes && is_midnight(written.substr(date_bytes));
    try {
      return parse_date(has_midnight ? written.substr(0, date_bytes) : written);
    } catch (const InvalidDataError&) {
      fail(row, ErrorCode::invalid_date, std::string(expected));
    }
  }
  fail(row, ErrorCode::wrong_type, std::string(expected));
}

Instant ColumnReader::instant(std::size_t row, const Zone& zone) const {
  constexpr std::string_view expected =
      "an instant such as 2026-11-23T08:15:00+01:00 (without offset: local to the zone), or a date";
  require(row, expected);
  if (const auto* instant = cell<Instants>(*column_, row)) {
    if (!within_contract(day_of(*instant)))
      fail(row, ErrorCode::invalid_date, "an instant in the years 1 to 9999");
    return *instant;
  }
  if (cell<Dates>(*column_, row) != nullptr)
    return zone.to_instant(date(row), std::chrono::microseconds{0});
  if (const auto* text = cell<Texts>(*column_, row)) {
    constexpr std::size_t date_bytes = 10;
    const std::string_view written = trimmed(*text);
    try {
      if (written.size() == date_bytes)
        return zone.to_instant(parse_date(written), std::chrono::microseconds{0});
      if (const auto local = parse_local_moment(written)) {
        const Date day = day_of(*local);
        return zone.to_instant(day, *local - day);
      }
      return parse_instant(written);
    } catch (const InvalidDataError&) {
      fail(row, ErrorCode::invalid_date, std::string(expected));
    }
  }
  fail(row, ErrorCode::wrong_type, std::string(expected));
}

std::vector<std::string> ColumnReader::list(std::size_t row) const {
  if (!has(row)) return {};
  constexpr std::string_view expected = "a list of texts (in a file: parted by semicolons)";
  const auto* list = cell<Lists>(*column_, row);
  const auto* text = cell<Texts>(*column_, row);
  std::vector<std::string> entries;
  if (list != nullptr) {
    entries = *list;
  } else if (text != nullptr) {
    for (std::string_view rest = *text; !rest.empty();) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      if (const std::string_view entry = trimmed(rest.substr(0, end)); !entry.empty())
        entries.emplace_back(entry);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  } else {
    entries.push_back(whole_as_text(row, expected));
  }
  if (!std::all_of(entries.begin(), entries.end(), utf8::is_well_formed)) {
    fail(row, ErrorCode::wrong_type, "texts in well-formed UTF-8");
  }
  return entries;
}

}  // namespace evenload
