// A measurement as a table; docs/data-model.md describes the columns.

#include <algorithm>
#include <set>

#include "evenload/core/table.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload {

namespace {

/// A column that is filled row by row, with missing values where there is nothing.
template <class Value>
class ColumnBuilder {
 public:
  ColumnBuilder(std::string name, std::size_t rows) : name_(std::move(name)) {
    values_.reserve(rows);
    valid_.reserve(rows);
  }
  void add(std::optional<Value> value) {
    valid_.push_back(value ? 1 : 0);
    all_valid_ = all_valid_ && value.has_value();
    values_.push_back(std::move(value).value_or(Value{}));
  }
  Column done() && {
    if (all_valid_) valid_.clear();
    return {std::move(name_), std::move(values_), std::move(valid_)};
  }

 private:
  std::string name_;
  std::vector<Value> values_;
  std::vector<std::uint8_t> valid_;
  bool all_valid_ = true;
};

/// Adds a column with `value(measurement)` for each row.
template <class Value, class Function>
void add_column(Table& table, std::string name, const MeasurementResult& result, Function value) {
  ColumnBuilder<Value> column(std::move(name), result.rows.size());
  for (const Measurement& measurement : result.rows) column.add(value(measurement));
  table.add(std::move(column).done());
}

std::optional<double> shown(const std::optional<Rational>& value) {
  return value ? std::optional(value->to_double()) : std::nullopt;
}

std::optional<std::string> text_or_missing(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

Table to_table(const MeasurementResult& result) {
  Table table("measurement", result.rows.size());
  add_column<std::string>(table, "caseworker", result, [](const Measurement& m) { return m.caseworker.value(); });
  if (std::any_of(result.rows.begin(), result.rows.end(), [](const Measurement& m) { return !m.caseworker.system().empty(); })) {
    add_column<std::string>(table, "caseworker_system", result, [](const Measurement& m) { return text_or_missing(m.caseworker.system()); });
  }
  add_column<std::string>(table, "unit", result, [](const Measurement& m) { return text_or_missing(m.unit.value()); });
  add_column<Date>(table, "date", result, [](const Measurement& m) { return m.on; });
  add_column<double>(table, "load", result, [](const Measurement& m) { return m.load.to_double(); });
  add_column<double>(table, "capacity", result, [](const Measurement& m) { return m.capacity.to_double(); });
  add_column<double>(table, "ratio", result, [](const Measurement& m) { return shown(m.ratio); });
  add_column<std::string>(table, "band", result, [](const Measurement& m) { return text_or_missing(m.band); });
  add_column<double>(table, "perceived", result, [](const Measurement& m) { return shown(m.perceived); });
  add_column<std::int64_t>(table, "cases", result, [](const Measurement& m) { return m.cases; });

  std::set<std::string> categories;
  for (const Measurement& measurement : result.rows) {
    for (const auto& [category, count] : measurement.by_category) categories.insert(category);
  }
  for (const std::string& category : categories) {
    add_column<std::int64_t>(table, "count_" + category, result, [&](const Measurement& m) {
      const auto found = m.by_category.find(category);
      return found == m.by_category.end() ? std::int64_t{0} : found->second;
    });
  }
  return table;
}

}  // namespace evenload::workload
