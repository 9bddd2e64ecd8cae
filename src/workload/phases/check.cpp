#include "check.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "curves.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::workload::detail {

void refuse_outside(std::string_view table, std::string_view column,
                    std::optional<std::int64_t> row, std::int64_t value, std::int64_t limit) {
  if (value >= 0 && value < limit) return;
  throw InvalidDataError({ErrorCode::out_of_range, std::string(table), std::string(column), row,
                          "0 to " + std::to_string(limit - 1), std::to_string(value)});
}

void check_cell(const PhaseModel& model, std::int32_t type, std::int32_t phase) {
  refuse_outside("phase_model", "type", std::nullopt, type,
                 static_cast<std::int64_t>(model.types.size()));
  refuse_outside("phase_model", "phase", std::nullopt, phase,
                 static_cast<std::int64_t>(model.phases.size()));
}

void check_span(std::string_view name, std::int64_t value) {
  if (value >= 1 && value <= longest_horizon) return;
  throw InvalidDataError({ErrorCode::out_of_range, "forecast", std::string(name), std::nullopt,
                          "1 to " + std::to_string(longest_horizon), std::to_string(value)});
}

void check_open_case(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                     std::int64_t age, std::optional<std::int64_t> row) {
  refuse_outside("open_cases", "type", row, type, static_cast<std::int64_t>(model.types.size()));
  refuse_outside("open_cases", "phase", row, phase, static_cast<std::int64_t>(model.phases.size()));
  refuse_outside("open_cases", "age", row, age, 100001);
  if (!was_seen(model.counts[model.cell(type, phase)])) {
    throw InvalidDataError({ErrorCode::unknown_id, "open_cases", "phase", row,
                            "a phase in which the log shows cases of type \"" +
                                model.types[static_cast<std::size_t>(type)] + "\"",
                            model.phases[static_cast<std::size_t>(phase)]});
  }
}

void check_type_begins(const PhaseModel& model, std::int32_t type,
                       std::optional<std::int64_t> row) {
  refuse_outside("arrivals", "type", row, type, static_cast<std::int64_t>(model.types.size()));
  for (std::size_t p = 0; p < model.phases.size(); ++p) {
    if (model.starts[model.cell(type, static_cast<std::int32_t>(p))] > 0) return;
  }
  throw InvalidDataError({ErrorCode::missing_value, "arrivals", "type", row,
                          "a type of which the log shows cases from their beginning",
                          model.types[static_cast<std::size_t>(type)]});
}

namespace {

/// Finite and not negative.
void check_number(const char* table, const char* column, std::size_t row, double value) {
  if (std::isfinite(value) && value >= 0) return;
  throw InvalidDataError({std::isfinite(value) ? ErrorCode::negative_value : ErrorCode::not_finite,
                          table, column, static_cast<std::int64_t>(row),
                          "a finite number of at least 0", std::to_string(value)});
}

void check_numbers(const char* table, const char* column, std::span<const double> values,
                   std::size_t expected) {
  if (values.size() != expected) {
    throw InvalidDataError({ErrorCode::length_mismatch, table, column, std::nullopt,
                            std::to_string(expected) + " numbers", std::to_string(values.size())});
  }
  for (std::size_t row = 0; row < values.size(); ++row) {
    check_number(table, column, row, values[row]);
  }
}

}  // namespace

void check_input(const PhaseModel& model, const LoadForecastInput& input) {
  check_span("periods", input.periods);
  refuse_outside("forecast", "units", std::nullopt, input.units, 1000001);
  const auto periods = static_cast<std::size_t>(input.periods);
  for (std::size_t k = 0; k < input.open_cases.size(); ++k) {
    const OpenCase& open = input.open_cases[k];
    check_open_case(model, open.type, open.phase, open.age, static_cast<std::int64_t>(k));
    refuse_outside("open_cases", "unit", static_cast<std::int64_t>(k), open.unit, input.units);
    check_number("open_cases", "scale", k, open.scale);
  }
  for (std::size_t s = 0; s < input.series.size(); ++s) {
    const ArrivalSeries& series = input.series[s];
    check_type_begins(model, series.type, static_cast<std::int64_t>(s));
    refuse_outside("arrivals", "unit", static_cast<std::int64_t>(s), series.unit, input.units);
    check_number("arrivals", "scale", s, series.scale);
  }
  check_numbers("arrivals", "mean", input.arrival_mean, input.series.size() * periods);
  check_numbers("weights", "weight", input.weight, periods * model.types.size() * model.phases.size());
}

}  // namespace evenload::workload::detail
