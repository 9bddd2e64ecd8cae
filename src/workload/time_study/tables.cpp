// Time logs in, fits out; docs/data-model.md describes the columns.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/time_study.hpp"
#include "columns.hpp"
#include "limits.hpp"
#include "src/core/cells.hpp"
#include "src/core/column_values.hpp"

namespace evenload::workload {

namespace {

constexpr std::string_view count_prefix = "count_";

/// A column of amounts, quick where it holds doubles or whole numbers as they come from frames.
void read_amounts(const Table& table, const std::string& name, std::optional<double> missing, double* out, std::size_t stride) {
  const Column* column = table.find(name);
  const ColumnReader reader(table, name);
  const auto* floats = column != nullptr ? std::get_if<Floats>(&column->values) : nullptr;
  const auto* whole = column != nullptr ? std::get_if<Integers>(&column->values) : nullptr;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool there = column != nullptr && column->is_valid(row);
    double value = 0;
    if (there && floats != nullptr && !std::isnan((*floats)[row])) {
      value = (*floats)[row];
    } else if (there && whole != nullptr) {
      value = static_cast<double>((*whole)[row]);
    } else if (reader.has(row)) {
      value = reader.non_negative(row).to_double();
    } else if (missing) {
      value = *missing;
    } else {
      reader.fail(row, column == nullptr ? ErrorCode::missing_column : ErrorCode::missing_value, "a number from 0 to 1e9");
    }
    time_study::check_amount(value, table.name(), name, row);
    out[row * stride] = value;
  }
}

std::vector<double> study_amounts(const Table& table, const char* name, std::optional<double> missing) {
  std::vector<double> values(table.rows());
  read_amounts(table, name, missing, values.data(), 1);
  return values;
}

std::vector<std::string> study_ids(const Table& table, const char* name) {
  std::vector<std::string> values;
  const ColumnReader reader(table, name);
  if (!reader.present()) return values;
  values.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) values.push_back(reader.id(row));
  return values;
}

bool is_count(const std::string& name) { return name.size() > count_prefix.size() && name.starts_with(count_prefix); }

void check_columns(const Table& log, bool by_case) {
  for (const Column& column : log.columns()) {
    const std::string& name = column.name;
    static constexpr std::string_view known[] = {"caseworker", "unit", "week", "date", "hours", "overtime", "undone", "hours_present", "observation_weight"};
    static constexpr std::string_view of_cases[] = {"case", "type", "phase", "amount"};
    const bool fine = name.starts_with("x_") || std::find(std::begin(known), std::end(known), name) != std::end(known) ||
                      (by_case ? std::find(std::begin(of_cases), std::end(of_cases), name) != std::end(of_cases) : is_count(name));
    if (fine) continue;
    throw InvalidDataError({ErrorCode::unknown_field, log.name(), name, std::nullopt,
                            by_case ? "a column of a time log by case, or one that begins with x_" : "a column of a time log, count_<type>, or one that begins with x_", name});
  }
}

/// One row a case: its type, or "type/phase", becomes the only count above 0.
void read_cases(const Table& log, TimeStudyData& data) {
  const auto type = ColumnReader::required(log, "type");
  const ColumnReader phase(log, "phase");
  const std::vector<double> amount = study_amounts(log, "amount", 1);
  std::map<std::string, std::size_t> index;
  std::vector<std::string> names;
  for (std::size_t row = 0; row < log.rows(); ++row) {
    std::string name = needed_text(type, row);
    if (phase.has(row)) name += "/" + phase.text(row);
    index.emplace(name, 0);
    names.push_back(std::move(name));
  }
  for (auto& [name, position] : index) {
    position = data.types.size();
    data.types.push_back(name);
  }
  data.counts.assign(log.rows() * data.types.size(), 0.0);
  for (std::size_t row = 0; row < log.rows(); ++row) data.counts[row * data.types.size() + index.find(names[row])->second] = amount[row];
}

void read_counts(const Table& log, TimeStudyData& data) {
  for (const Column& column : log.columns()) {
    if (is_count(column.name)) data.types.push_back(column.name.substr(count_prefix.size()));
  }
  if (data.types.empty()) {
    throw InvalidDataError({ErrorCode::missing_column, log.name(), "count_", std::nullopt, "columns count_<type>, or a column type", "neither"});
  }
  data.counts.resize(log.rows() * data.types.size());
  for (std::size_t t = 0; t < data.types.size(); ++t) {
    read_amounts(log, std::string(count_prefix) + data.types[t], 0.0, data.counts.data() + t, data.types.size());
  }
}

}  // namespace

using time_study::floats;
using time_study::integers;
using time_study::texts;

TimeStudy TimeStudyData::view() const { return {rows, types, counts, hours, overtime, undone, hours_present, observation_weight, workers, units}; }

TimeStudyData read_time_log(const Table& log) {
  const bool by_case = log.find("type") != nullptr;
  check_columns(log, by_case);
  TimeStudyData data;
  data.rows = log.rows();
  ColumnReader::required(log, "hours");
  data.hours = study_amounts(log, "hours", std::nullopt);
  if (log.find("overtime") != nullptr) data.overtime = study_amounts(log, "overtime", 0);
  if (log.find("undone") != nullptr) data.undone = study_amounts(log, "undone", 0);
  if (log.find("hours_present") != nullptr) data.hours_present = study_amounts(log, "hours_present", std::nullopt);
  if (log.find("observation_weight") != nullptr) data.observation_weight = study_amounts(log, "observation_weight", 1);
  data.workers = study_ids(log, "caseworker");
  data.units = study_ids(log, "unit");
  by_case ? read_cases(log, data) : read_counts(log, data);
  return data;
}

Table weights_table(const TimeStudyFit& fit) {
  using Row = FittedWeight;
  Table table("time_study_weights", fit.weights.size());
  table.add(texts("type", fit.weights, [](const Row& w) { return w.type; }));
  table.add(floats("hours", fit.weights, [](const Row& w) { return w.hours; }));
  table.add(floats("low", fit.weights, [](const Row& w) { return w.low; }));
  table.add(floats("high", fit.weights, [](const Row& w) { return w.high; }));
  table.add(texts("status", fit.weights, [](const Row& w) { return std::string(weight_status_name(w.status)); }));
  table.add(floats("unconstrained", fit.weights, [](const Row& w) { return w.unconstrained; }));
  table.add(floats("standard_error", fit.weights, [](const Row& w) { return w.standard_error; }));
  table.add(floats("zero_share", fit.weights, [](const Row& w) { return w.zero_share; }));
  table.add(floats("variance_inflation", fit.weights, [](const Row& w) { return w.variance_inflation; }));
  table.add(floats("cases", fit.weights, [](const Row& w) { return w.cases; }));
  table.add(integers("rows", fit.weights, [](const Row& w) { return w.rows; }));
  table.add(integers("workers", fit.weights, [](const Row& w) { return w.workers; }));
  table.add(floats("total_hours", fit.weights, [](const Row& w) { return w.total_hours; }));
  return table;
}

Table workers_table(const TimeStudyFit& fit) {
  using Row = StudyWorker;
  Table table("time_study_workers", fit.workers.size());
  table.add(texts("caseworker", fit.workers, [](const Row& w) { return w.worker; }));
  table.add(integers("rows", fit.workers, [](const Row& w) { return w.rows; }));
  table.add(floats("hours", fit.workers, [](const Row& w) { return w.hours; }));
  table.add(floats("fitted", fit.workers, [](const Row& w) { return w.fitted; }));
  table.add(floats("residual_mean", fit.workers, [](const Row& w) { return w.residual_mean; }));
  table.add(floats("residual_spread", fit.workers, [](const Row& w) { return w.residual_spread; }));
  table.add(floats("own_level", fit.workers, [](const Row& w) { return w.own_level; }));
  table.add(floats("leverage", fit.workers, [](const Row& w) { return w.leverage; }));
  table.add(floats("influence", fit.workers, [](const Row& w) { return w.influence; }));
  table.add(texts("influenced", fit.workers, [](const Row& w) { return w.influenced; }));
  return table;
}

Table collinearity_table(const TimeStudyFit& fit) {
  using Row = Collinearity;
  Table table("time_study_collinearity", fit.collinearity.size());
  table.add(integers("group", fit.collinearity, [](const Row& c) { return std::int64_t{c.group}; }));
  table.add(floats("condition_index", fit.collinearity, [](const Row& c) { return c.condition_index; }));
  table.add(texts("type", fit.collinearity, [](const Row& c) { return c.type; }));
  table.add(floats("part", fit.collinearity, [](const Row& c) { return c.part; }));
  return table;
}

Table units_table(const TimeStudyFit& fit) {
  using Row = UnitWeight;
  Table table("time_study_units", fit.units.size());
  table.add(texts("unit", fit.units, [](const Row& u) { return u.unit; }));
  table.add(texts("type", fit.units, [](const Row& u) { return u.type; }));
  table.add(floats("own", fit.units, [](const Row& u) { return u.own; }));
  table.add(floats("hours", fit.units, [](const Row& u) { return u.hours; }));
  table.add(floats("low", fit.units, [](const Row& u) { return u.low; }));
  table.add(floats("high", fit.units, [](const Row& u) { return u.high; }));
  table.add(floats("shrinkage", fit.units, [](const Row& u) { return u.shrinkage; }));
  table.add(floats("cases", fit.units, [](const Row& u) { return u.cases; }));
  return table;
}

Table summary_table(const TimeStudyFit& fit) {
  const TimeStudyFit* const one[] = {&fit};
  using Row = const TimeStudyFit*;
  Table table("time_study_summary", 1);
  table.add(integers("rows", one, [](Row f) { return f->rows; }));
  table.add(integers("clusters", one, [](Row f) { return f->clusters; }));
  table.add(floats("level", one, [](Row f) { return f->level; }));
  table.add(floats("logged_hours", one, [](Row f) { return f->logged_hours; }));
  table.add(floats("overtime_hours", one, [](Row f) { return f->overtime_hours; }));
  table.add(floats("undone_hours", one, [](Row f) { return f->undone_hours; }));
  table.add(floats("explained_hours", one, [](Row f) { return f->explained_hours; }));
  table.add(floats("r_squared", one, [](Row f) { return f->r_squared; }));
  table.add(floats("residual_spread", one, [](Row f) { return f->residual_spread; }));
  table.add(floats("intraclass", one, [](Row f) { return f->intraclass; }));
  table.add(floats("condition_number", one, [](Row f) { return f->condition_number; }));
  table.add(integers("capped_rows", one, [](Row f) { return f->capped_rows; }));
  table.add(floats("capped_residual", one, [](Row f) { return f->capped_residual; }));
  table.add(integers("bootstraps_used", one, [](Row f) { return std::int64_t{f->bootstraps_used}; }));
  table.add(integers("bootstraps_left_out", one, [](Row f) { return std::int64_t{f->bootstraps_left_out}; }));
  table.add(texts("stop", one, [](Row f) { return std::string(to_string(f->stop)); }));
  return table;
}

}  // namespace evenload::workload
