/// \file
/// Measurement of workload.
#include "evenload_c/workload.h"

#include <chrono>
#include <string>
#include <vector>

#include "evenload/workload/document.hpp"
#include "evenload/workload/measure.hpp"
#include "guard.hpp"

using namespace evenload;
using namespace evenload::c_api;

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
    const auto optional = [](const evenload_table* table) { return table == nullptr ? nullptr : &table->table; };
    const auto input = workload::read_measurement({&needed(cases, "cases").table, &needed(caseworkers, "caseworkers").table, optional(absences),
                                                   optional(reductions), optional(assignments)});
    const workload::MeasurementResult result = workload::measure(input.cases, input.caseworkers, needed(rule, "rule").rule, Date(std::chrono::days(day)));
    evenload_table* table = make_table(workload::to_table(result));
    if (unmatched != nullptr) *unmatched = static_cast<int64_t>(result.unmatched.size());
    return table;
  });
}

}  // extern "C"
