/// \file
/// Builds tables column by column from a vector of rows. Private.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evenload/core/ids.hpp"
#include "evenload/core/table.hpp"
#include "src/core/references.hpp"

namespace evenload {

/// Whether a column without a single value stays in the table.
enum class EmptyColumns { keep, leave_out };

template <class Row>
class TableBuilder {
 public:
  TableBuilder(std::string name, const std::vector<Row>& rows, EmptyColumns empty)
      : table_(std::move(name), rows.size()), rows_(&rows), empty_(empty) {}

  /// A column of `value(row)`, an optional of the cell type.
  template <class Value, class Function>
  TableBuilder& column(std::string name, Function value) {
    std::vector<Value> cells;
    std::vector<std::uint8_t> valid;
    cells.reserve(rows_->size());
    valid.reserve(rows_->size());
    for (const Row& row : *rows_) {
      std::optional<Value> cell = value(row);
      valid.push_back(cell ? 1 : 0);
      cells.push_back(std::move(cell).value_or(Value{}));
    }
    if (std::find(valid.begin(), valid.end(), 1) == valid.end() && empty_ == EmptyColumns::leave_out) return *this;
    if (std::find(valid.begin(), valid.end(), 0) == valid.end()) valid.clear();
    table_.add({std::move(name), std::move(cells), std::move(valid)});
    return *this;
  }
  /// Text; an empty one is a missing value.
  template <class Function>
  TableBuilder& text(std::string name, Function value) {
    return column<std::string>(std::move(name), [&](const Row& row) {
      std::string cell(value(row));
      return cell.empty() ? std::nullopt : std::optional(std::move(cell));
    });
  }
  /// True or false; where `mark_only`, false is a missing value.
  template <class Function>
  TableBuilder& flag(std::string name, Function value, bool mark_only = false) {
    return column<std::uint8_t>(std::move(name), [&](const Row& row) {
      const bool set = value(row);
      return set || !mark_only ? std::optional(static_cast<std::uint8_t>(set ? 1 : 0)) : std::nullopt;
    });
  }
  /// An id, and its system in a column of its own where at least one id names one.
  template <class Function>
  TableBuilder& id(const std::string& name, Function value) {
    text(name, [&](const Row& row) { return value(row).value(); });
    if (std::any_of(rows_->begin(), rows_->end(), [&](const Row& row) { return !value(row).system().empty(); })) {
      text(system_column(name), [&](const Row& row) { return value(row).system(); });
    }
    return *this;
  }
  /// For people and plots: the nearest double of an optional rational.
  template <class Function>
  TableBuilder& number(std::string name, Function value) {
    return column<double>(std::move(name), [&](const Row& row) {
      const std::optional<Rational> exact = value(row);
      return exact ? std::optional(exact->to_double()) : std::nullopt;
    });
  }
  /// To be read again without loss: whole numbers, else doubles where each leads back to its fraction, else fractions as text.
  template <class Function>
  TableBuilder& exact(std::string name, Function value) {
    bool whole = true;
    bool as_double = true;
    for (const Row& row : *rows_) {
      const std::optional<Rational> cell = value(row);
      if (!cell || cell->denominator() == 1) continue;
      whole = false;
      as_double = as_double && survives_as_double(*cell);
    }
    if (whole) {
      return column<std::int64_t>(std::move(name), [&](const Row& row) {
        const std::optional<Rational> cell = value(row);
        return cell ? std::optional(cell->numerator()) : std::nullopt;
      });
    }
    if (as_double && all_small(value)) return number(std::move(name), value);
    return column<std::string>(std::move(name), [&](const Row& row) {
      const std::optional<Rational> cell = value(row);
      return cell ? std::optional(cell->to_string()) : std::nullopt;
    });
  }
  /// A list of texts; an empty one is a missing value.
  template <class Function>
  TableBuilder& list(std::string name, Function value) {
    return column<std::vector<std::string>>(std::move(name), [&](const Row& row) {
      std::vector<std::string> cell = value(row);
      return cell.empty() ? std::nullopt : std::optional(std::move(cell));
    });
  }

  Table done() && { return std::move(table_); }

 private:
  static bool survives_as_double(const Rational& value) {
    try {
      return Rational::from_double(value.to_double()) == value;
    } catch (const Error&) {
      return false;
    }
  }
  /// Whole numbers in a column of doubles must be doubles, too.
  template <class Function>
  bool all_small(Function value) const {
    constexpr std::int64_t exact_in_double = std::int64_t{1} << 53;
    return std::all_of(rows_->begin(), rows_->end(), [&](const Row& row) {
      const std::optional<Rational> cell = value(row);
      return !cell || (cell->numerator() <= exact_in_double && cell->numerator() >= -exact_in_double);
    });
  }

  Table table_;
  const std::vector<Row>* rows_;
  EmptyColumns empty_;
};

}  // namespace evenload
