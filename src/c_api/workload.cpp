/// \file
/// Measurement of workload.
#include "evenload_c/workload.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "evenload/workload/comparison.hpp"
#include "evenload/workload/conversion.hpp"
#include "evenload/workload/document.hpp"
#include "evenload/workload/drafts.hpp"
#include "evenload/workload/event_log.hpp"
#include "evenload/workload/measure.hpp"
#include "evenload/workload/supervision.hpp"
#include "guard.hpp"

using namespace evenload;
using namespace evenload::c_api;

namespace {

workload::MeasurementInput read_measured(const evenload_table* cases, const evenload_table* caseworkers, const evenload_table* absences, const evenload_table* reductions,
                                         const evenload_table* assignments) {
  const auto optional = [](const evenload_table* table) { return table == nullptr ? nullptr : &table->table; };
  return workload::read_measurement({&needed(cases, "cases").table, &needed(caseworkers, "caseworkers").table, optional(absences), optional(reductions), optional(assignments)});
}

}  // namespace

extern "C" {

evenload_status evenload_workload_rule_from_json(evenload_context* context, const char* json, size_t size, evenload_measurement_rule** out) {
  return guarded_make(context, out, [&] { return new evenload_measurement_rule{workload::measurement_rule_from_json({&needed(json, "json"), size})}; });
}

evenload_status evenload_workload_rule_to_json(evenload_context* context, const evenload_measurement_rule* rule, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(workload::to_json(needed(rule, "rule").rule)); });
}

void evenload_workload_rule_destroy(evenload_measurement_rule** rule) { destroy(rule); }

evenload_status evenload_workload_case_weight(evenload_context* context, const evenload_measurement_rule* rule, const char* case_type, const char* phase, const char* const* factors,
                                              size_t factor_count, int32_t day, int64_t* numerator, int64_t* denominator) {
  return guarded(context, [&] {
    const auto& weights = needed(rule, "rule").rule.weights;
    if (!weights) refuse("rule", "a rule with a weight table", "none");
    needed(numerator, "numerator");
    needed(denominator, "denominator");
    std::vector<std::string> names;
    if (factor_count > 0) needed(factors, "factors");
    for (size_t i = 0; i < factor_count; ++i) names.emplace_back(&needed(factors[i], "factors"));
    const workload::WeightTable& table = workload::table_on(*weights, Date(std::chrono::days(day)));
    const Rational weight = workload::case_weight(table, &needed(case_type, "case_type"), phase == nullptr ? "" : phase, names);
    *numerator = weight.numerator();
    *denominator = weight.denominator();
  });
}

evenload_status evenload_workload_measure(evenload_context* context, const evenload_table* cases, const evenload_table* caseworkers, const evenload_table* absences,
                                          const evenload_table* reductions, const evenload_table* assignments, const evenload_measurement_rule* rule, int32_t day, int64_t* unmatched, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const auto input = read_measured(cases, caseworkers, absences, reductions, assignments);
    const workload::MeasurementResult result = workload::measure(input.cases, input.caseworkers, needed(rule, "rule").rule, Date(std::chrono::days(day)));
    evenload_table* table = make_table(workload::to_table(result));
    if (unmatched != nullptr) *unmatched = static_cast<int64_t>(result.unmatched.size());
    return table;
  });
}

evenload_status evenload_workload_rule_convert(evenload_context* context, const evenload_measurement_rule* rule, int32_t family, int64_t from_numerator, int64_t from_denominator,
                                               int64_t to_numerator, int64_t to_denominator, evenload_measurement_rule** out) {
  return guarded_make(context, out, [&] {
    if (family < EVENLOAD_ADDITIVE_POINTS || family > EVENLOAD_CASELOAD_CAPS) refuse("family", "a family of weights, 0 to 2", std::to_string(family));
    return new evenload_measurement_rule{workload::convert(needed(rule, "rule").rule, static_cast<workload::WeightFamily>(family),
                                                           Rational(from_numerator, from_denominator), Rational(to_numerator, to_denominator))};
  });
}

evenload_status evenload_workload_rule_only_version(evenload_context* context, const evenload_measurement_rule* rule, const char* version, evenload_measurement_rule** out) {
  return guarded_make(context, out, [&] {
    workload::MeasurementRule single = needed(rule, "rule").rule;
    if (!single.weights) refuse("rule", "a rule with weights", "none");
    single.weights = workload::only_version(*single.weights, &needed(version, "version"));
    return new evenload_measurement_rule{std::move(single)};
  });
}

evenload_status evenload_workload_compare_units(evenload_context* context, const evenload_table* cases, const evenload_table* caseworkers, const evenload_table* absences,
                                                const evenload_table* reductions, const evenload_table* assignments, const char* const* units, const evenload_measurement_rule* const* rules,
                                                size_t count, int32_t day, evenload_table** out_units, evenload_table** out_cross, evenload_table** out_caveats) {
  for (evenload_table** out : {out_units, out_cross, out_caveats}) {
    if (out != nullptr) *out = nullptr;
  }
  return guarded(context, [&] {
    needed(out_units, "out_units");
    needed(out_cross, "out_cross");
    needed(out_caveats, "out_caveats");
    std::vector<workload::UnitRule> all;
    if (count > 0) {
      needed(units, "units");
      needed(rules, "rules");
    }
    for (size_t i = 0; i < count; ++i) all.push_back({UnitId(&needed(units[i], "units")), needed(rules[i], "rules").rule});
    const auto input = read_measured(cases, caseworkers, absences, reductions, assignments);
    const workload::UnitComparison comparison = workload::compare_units(input.cases, input.caseworkers, all, Date(std::chrono::days(day)));
    auto made_units = std::make_unique<evenload_table>(workload::units_table(comparison));
    auto made_cross = std::make_unique<evenload_table>(workload::cross_table(comparison));
    *out_caveats = make_table(workload::caveats_table(comparison));
    *out_units = made_units.release();
    *out_cross = made_cross.release();
  });
}

evenload_status evenload_workload_measure_supervisors(evenload_context* context, const evenload_table* cases, const evenload_table* caseworkers, const evenload_table* absences,
                                                      const evenload_table* reductions, const evenload_table* assignments, const evenload_measurement_rule* rule, int32_t day,
                                                      double full_time_hours, int32_t most_people, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const auto input = read_measured(cases, caseworkers, absences, reductions, assignments);
    const auto measured = workload::measure(input.cases, input.caseworkers, needed(rule, "rule").rule, Date(std::chrono::days(day)));
    if (most_people < 0) refuse("most_people", "at least 0", std::to_string(most_people));
    const auto most = most_people == 0 ? std::nullopt : std::optional(Rational(most_people));
    return make_table(workload::to_table(workload::measure_supervisors(input.caseworkers, measured, Rational::from_double(full_time_hours), most)));
  });
}

evenload_status evenload_workload_holdings_of_log(evenload_context* context, const evenload_table* log, const char* mapping, size_t mapping_size, evenload_table** out_held_cases,
                                                  evenload_table** out_caseworkers, evenload_table** out_caseworker_weeks, evenload_text** out_summary) {
  for (evenload_table** out : {out_held_cases, out_caseworkers, out_caseworker_weeks}) {
    if (out != nullptr) *out = nullptr;
  }
  if (out_summary != nullptr) *out_summary = nullptr;
  return guarded(context, [&] {
    needed(out_held_cases, "out_held_cases");
    needed(out_caseworkers, "out_caseworkers");
    needed(out_caseworker_weeks, "out_caseworker_weeks");
    needed(out_summary, "out_summary");
    const workload::LogMapping read = workload::log_mapping_from_json({&needed(mapping, "mapping"), mapping_size});
    workload::LogHoldings holdings = workload::holdings_of(needed(log, "log").table, read);
    const std::string summary = workload::to_json(holdings);
    auto held_cases = std::make_unique<evenload_table>(std::move(holdings.held_cases));
    auto caseworkers = std::make_unique<evenload_table>(std::move(holdings.caseworkers));
    auto caseworker_weeks = std::make_unique<evenload_table>(std::move(holdings.caseworker_weeks));
    *out_summary = make_text(summary);
    *out_held_cases = held_cases.release();
    *out_caseworkers = caseworkers.release();
    *out_caseworker_weeks = caseworker_weeks.release();
  });
}

}  // extern "C"
