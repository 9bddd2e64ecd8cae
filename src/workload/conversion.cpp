#include "evenload/workload/conversion.hpp"

#include "evenload/core/errors.hpp"
#include "src/core/locate.hpp"

namespace evenload::workload {

namespace {

void check_full_time(std::string_view column, WeightFamily family, const Rational& full_time) {
  if (full_time <= Rational(0)) {
    throw InvalidDataError({ErrorCode::out_of_range, {}, std::string(column), {}, "a capacity above 0", full_time.to_string()});
  }
  if (family == WeightFamily::caseload_caps && full_time != Rational(1)) {
    throw InvalidDataError(
        {ErrorCode::out_of_range, {}, std::string(column), {}, "1, as caps are shares of a caseload", full_time.to_string()});
  }
}

std::string unit_of(WeightFamily family) {
  switch (family) {
    case WeightFamily::additive_points: return "points";
    case WeightFamily::hours_per_month: return "hours a month";
    case WeightFamily::caseload_caps: break;
  }
  return "caseload";
}

void scale(WeightTable& table, const Rational& factor, std::size_t position) {
  const std::string place = "weight_scheme.tables[" + std::to_string(position) + "]";
  for (std::size_t row = 0; row < table.weights.size(); ++row) {
    CaseWeight& weight = table.weights[row];
    located(place + ".weights", "weight", static_cast<std::int64_t>(row), [&] {
      weight.weight = weight.weight * factor;
      if (weight.minimum) weight.minimum = *weight.minimum * factor;
      if (weight.maximum) weight.maximum = *weight.maximum * factor;
    });
  }
  for (std::size_t row = 0; row < table.factors.size(); ++row) {
    WeightFactor& one = table.factors[row];
    if (one.kind != FactorKind::add) continue;
    located(place + ".factors", "value", static_cast<std::int64_t>(row), [&] { one.value = one.value * factor; });
  }
}

}  // namespace

WeightScheme convert(const WeightScheme& scheme, WeightFamily to, const Rational& full_time_from, const Rational& full_time_to) {
  check(scheme);
  check_full_time("full_time_from", scheme.family, full_time_from);
  check_full_time("full_time_to", to, full_time_to);
  const Rational factor = full_time_to / full_time_from;
  WeightScheme converted = scheme;
  converted.family = to;
  for (std::size_t i = 0; i < converted.tables.size(); ++i) {
    converted.tables[i].agreement = {};
    scale(converted.tables[i], factor, i);
  }
  if (!converted.assumption.empty()) converted.assumption += "; ";
  converted.assumption += full_time_from.to_string() + " " + unit_of(scheme.family) + " = " + full_time_to.to_string() + " " + unit_of(to);
  return converted;
}

MeasurementRule convert(const MeasurementRule& rule, WeightFamily to, const Rational& full_time_from, const Rational& full_time_to) {
  if (!rule.weights) {
    throw InvalidDataError({ErrorCode::missing_value, "measurement_rule", "weights", {}, "weights to convert", "none"});
  }
  check(rule);
  MeasurementRule converted = rule;
  converted.weights = convert(*rule.weights, to, full_time_from, full_time_to);
  const Rational factor = full_time_to / full_time_from;
  converted.fixed_load = located("measurement_rule", "fixed_load", std::nullopt, [&] { return rule.fixed_load * factor; });
  if (converted.capacity) {
    for (std::size_t row = 0; row < converted.capacity->bands.size(); ++row) {
      Rational& norm = converted.capacity->bands[row].norm;
      norm = located("measurement_rule.capacity.bands", "norm", static_cast<std::int64_t>(row), [&] { return norm * factor; });
    }
    // Whole points are no whole hours or caseloads: what was cut off in one unit is not in the other.
    if (converted.capacity->rounding != CapacityRounding::none) {
      converted.capacity->rounding = CapacityRounding::none;
      converted.weights->assumption += "; capacities are no longer cut to whole numbers";
    }
  }
  return converted;
}

}  // namespace evenload::workload
