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

#ifdef __cplusplus
}
#endif

#endif
