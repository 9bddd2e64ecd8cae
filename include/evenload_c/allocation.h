/* evenload C ABI: allocation. Meaning and columns: docs/data-model.md, docs/models/allocation.md. */
#ifndef EVENLOAD_C_ALLOCATION_H
#define EVENLOAD_C_ALLOCATION_H

#include "evenload_c/core.h"
#include "evenload_c/optimize.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { EVENLOAD_AUDIENCE_ALLOCATOR = 0, EVENLOAD_AUDIENCE_CASEWORKER = 1, EVENLOAD_AUDIENCE_COLLEAGUE = 2, EVENLOAD_AUDIENCE_CASE_FILE = 3 };

/* ---- Policy ------------------------------------------------------------------------------------------------------------------ */

typedef struct evenload_policy evenload_policy;

/* Missing fields take their defaults. \error names the path as table and the field as column. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_policy_from_json(evenload_context* context, const char* json, size_t size, evenload_policy** out);
EVENLOAD_C_API evenload_status evenload_allocation_policy_to_json(evenload_context* context, const evenload_policy* policy, evenload_text** out);
EVENLOAD_C_API void evenload_allocation_policy_destroy(evenload_policy** policy);

/* ---- Input ------------------------------------------------------------------------------------------------------------------- */

/* Tables of one allocation, read during the call only; all but the first two may be NULL. */
typedef struct evenload_allocation_tables {
  uint32_t struct_size;
  const evenload_table* cases;
  const evenload_table* caseworkers;
  const evenload_table* units;
  const evenload_table* absences;
  const evenload_table* reductions;
  const evenload_table* skills;
  const evenload_table* exclusions;
  const evenload_table* limits;
  const evenload_table* assignments;
  const evenload_table* overrides;
  const evenload_table* delegations;
  const evenload_table* deciders;
  const evenload_table* duty;
  const evenload_table* protection;
  const evenload_table* travel;
  const evenload_table* specialisms;
  const evenload_table* events;
  const evenload_table* handovers;
  const evenload_table* worker_pairs;
  const evenload_table* links;
  const evenload_table* agreements;
  const evenload_table* carried_load;
} evenload_allocation_tables;

#define EVENLOAD_ALLOCATION_TABLES_INIT \
  {(uint32_t)sizeof(evenload_allocation_tables), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_allocation_tables_init(evenload_allocation_tables* tables);

typedef struct evenload_input evenload_input;

/* Reads and checks all tables. `zone`: NULL for Europe/Stockholm. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_input_create(evenload_context* context, const evenload_allocation_tables* tables, const char* zone, evenload_input** out);
EVENLOAD_C_API evenload_status evenload_allocation_input_from_json(evenload_context* context, const char* json, size_t size, evenload_input** out);
EVENLOAD_C_API evenload_status evenload_allocation_input_to_json(evenload_context* context, const evenload_input* input, evenload_text** out);
EVENLOAD_C_API void evenload_allocation_input_destroy(evenload_input** input);

/* ---- Verbs ------------------------------------------------------------------------------------------------------------------- */

typedef struct evenload_plan evenload_plan;
typedef struct evenload_explanation evenload_explanation;

/* Proposes who takes which open case. The plan keeps its input and policy alive. `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_allocate(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const evenload_solve_options* options,
                                                            evenload_plan** out);
/* Why this caseworker, the next `top`, and why not the others. `case_system`: NULL where ids have no system. `role`: NULL for "lead". Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_explain(evenload_context* context, const evenload_plan* plan, const char* case_system, const char* case_id, const char* role,
                                                           int32_t audience, int32_t top, evenload_explanation** out);
/* The best `top` caseworkers for one open case, all else staying put. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_recommend(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* case_system, const char* case_id,
                                                             const char* role, int32_t top, evenload_explanation** out);
/* The undistributed list as it stands, ranked, nothing proposed. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_undistributed(evenload_context* context, const evenload_input* input, const evenload_policy* policy, evenload_table** out);
/* Turns on duty from first_day to last_day (days since 1970-01-01, both included) against a fair rotation by contract, a row per person
   who takes part; `participants` (n_participants ids; NULL and 0: everybody but placement students). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_duty_shares(evenload_context* context, const evenload_input* input, const evenload_policy* policy, int32_t first_day, int32_t last_day,
                                                               const char* const* participants, int64_t n_participants, evenload_table** out);

/* ---- Plan -------------------------------------------------------------------------------------------------------------------- */

/* Since 0.1. */
EVENLOAD_C_API int32_t evenload_plan_outcome(const evenload_plan* plan);
EVENLOAD_C_API int32_t evenload_plan_stop(const evenload_plan* plan);
EVENLOAD_C_API int64_t evenload_plan_work(const evenload_plan* plan);
EVENLOAD_C_API int64_t evenload_plan_levels(const evenload_plan* plan);
EVENLOAD_C_API evenload_status evenload_plan_level(evenload_context* context, const evenload_plan* plan, int64_t index, evenload_level* out);
EVENLOAD_C_API evenload_status evenload_plan_assignments(evenload_context* context, const evenload_plan* plan, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_plan_undistributed(evenload_context* context, const evenload_plan* plan, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_plan_loads(evenload_context* context, const evenload_plan* plan, evenload_table** out);
/* Audit record, notices and all else as a document (docs/schemas/plan.schema.json). */
EVENLOAD_C_API evenload_status evenload_plan_to_json(evenload_context* context, const evenload_plan* plan, evenload_text** out);
EVENLOAD_C_API void evenload_plan_destroy(evenload_plan** plan);

/* ---- Explanation ------------------------------------------------------------------------------------------------------------- */

/* Since 0.1. */
EVENLOAD_C_API evenload_status evenload_explanation_alternatives(evenload_context* context, const evenload_explanation* explanation, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_explanation_excluded(evenload_context* context, const evenload_explanation* explanation, evenload_table** out);
/* Why, as sentences one a line, in "en" or "sv". */
EVENLOAD_C_API evenload_status evenload_explanation_text(evenload_context* context, const evenload_explanation* explanation, const char* language, evenload_text** out);
EVENLOAD_C_API evenload_status evenload_explanation_to_json(evenload_context* context, const evenload_explanation* explanation, evenload_text** out);
EVENLOAD_C_API void evenload_explanation_destroy(evenload_explanation** explanation);

#ifdef __cplusplus
}
#endif

#endif
