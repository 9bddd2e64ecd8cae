/* evenload C ABI: workload. Rules are JSON documents as described by docs/schemas/workload/. */
#ifndef EVENLOAD_C_WORKLOAD_H
#define EVENLOAD_C_WORKLOAD_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct evenload_measurement_rule evenload_measurement_rule;

/* Parses and checks a measurement rule (weights, capacity, bands). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_rule_from_json(evenload_context* context, const char* json, size_t size, evenload_measurement_rule** out);
EVENLOAD_C_API evenload_status evenload_workload_rule_to_json(evenload_context* context, const evenload_measurement_rule* rule, evenload_text** out);
EVENLOAD_C_API void evenload_workload_rule_destroy(evenload_measurement_rule** rule);

/* Weight of a case on a day (days since 1970-01-01) as an exact fraction. `factors`: `factor_count` names. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_case_weight(evenload_context* context, const evenload_measurement_rule* rule, const char* case_type, const char* phase,
                                                             const char* const* factors, size_t factor_count, int32_t day, int64_t* numerator, int64_t* denominator);

/* Measures every caseworker on a day. `absences`, `reductions` and `assignments` (roles beside the lead) may be NULL. Columns of the answer: docs/data-model.md. `unmatched` (may be
 * NULL) tells how many cases have a holder outside the table. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_measure(evenload_context* context, const evenload_table* cases, const evenload_table* caseworkers, const evenload_table* absences,
                                                         const evenload_table* reductions, const evenload_table* assignments, const evenload_measurement_rule* rule, int32_t day, int64_t* unmatched, evenload_table** out);

/* Families of weights. Since 0.1. */
enum { EVENLOAD_ADDITIVE_POINTS = 0, EVENLOAD_HOURS_PER_MONTH = 1, EVENLOAD_CASELOAD_CAPS = 2 };

/* The rule with its weights in another family, where a full-time capacity of from_numerator / from_denominator in the unit of the old family stands for one of
 * to_numerator / to_denominator in that of the new one (1 for caps); capacity norms and the fixed load go the same way, so every ratio stays. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_rule_convert(evenload_context* context, const evenload_measurement_rule* rule, int32_t family, int64_t from_numerator, int64_t from_denominator,
                                                              int64_t to_numerator, int64_t to_denominator, evenload_measurement_rule** out);

/* The rule with one version of its weights alone, in force on every day, so that a draft can be tried on weeks that were before it. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_rule_only_version(evenload_context* context, const evenload_measurement_rule* rule, const char* version, evenload_measurement_rule** out);

/* Units side by side, unit `units[i]` under `rules[i]`, and each under the rules of the others. Columns of the three answers: docs/data-model.md. All three or none are made.
 * `absences`, `reductions` and `assignments` may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_compare_units(evenload_context* context, const evenload_table* cases, const evenload_table* caseworkers, const evenload_table* absences,
                                                               const evenload_table* reductions, const evenload_table* assignments, const char* const* units,
                                                               const evenload_measurement_rule* const* rules, size_t count, int32_t day, evenload_table** out_units, evenload_table** out_cross,
                                                               evenload_table** out_caveats);

/* What supervisors lead and carry (column `supervisor` of the caseworkers). `full_time_hours` a week, above 0; `most_people` whom one should lead, 0: no such number. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_measure_supervisors(evenload_context* context, const evenload_table* cases, const evenload_table* caseworkers, const evenload_table* absences,
                                                                     const evenload_table* reductions, const evenload_table* assignments, const evenload_measurement_rule* rule, int32_t day,
                                                                     double full_time_hours, int32_t most_people, evenload_table** out);

/* An event log (one row per event) as cases that people hold, under a mapping (JSON, docs/models/replay.md): tables for a measurement over time, and counts as JSON. All
 * four or none are made. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_holdings_of_log(evenload_context* context, const evenload_table* log, const char* mapping, size_t mapping_size, evenload_table** out_held_cases,
                                                                 evenload_table** out_caseworkers, evenload_table** out_caseworker_weeks, evenload_text** out_summary);

#ifdef __cplusplus
}
#endif

#endif
