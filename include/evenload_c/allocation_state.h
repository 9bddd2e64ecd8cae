/* evenload C ABI: a standing state of allocation, changed by deltas. Meaning: docs/models/allocation_state.md. */
#ifndef EVENLOAD_C_ALLOCATION_STATE_H
#define EVENLOAD_C_ALLOCATION_STATE_H

#include "evenload_c/allocation.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Snapshot, policy, version and history. Unlike other handles it may be read and changed from several threads at once: calls wait for each other. */
typedef struct evenload_allocation_state evenload_allocation_state;

/* Version 0 of a state; the input is copied. Refused where evenload_allocation_allocate refuses. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_state_create(evenload_context* context, const evenload_input* input, const evenload_policy* policy, evenload_allocation_state** out);
/* Save and load: docs/schemas/allocation_state.schema.json. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_state_from_json(evenload_context* context, const char* json, size_t size, evenload_allocation_state** out);
EVENLOAD_C_API evenload_status evenload_allocation_state_to_json(evenload_context* context, const evenload_allocation_state* state, evenload_text** out);
EVENLOAD_C_API void evenload_allocation_state_destroy(evenload_allocation_state** state);

/* 0 for NULL. Since 0.1. */
EVENLOAD_C_API int64_t evenload_allocation_state_version(const evenload_allocation_state* state);
/* Makes all changes of a delta (docs/schemas/allocation_delta.schema.json), or none. `version` is that of the state with the delta, `merged` 1 where its base
 * was older; either may be NULL. EVENLOAD_ERROR_STALE_VERSION names what changed since the base. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_state_apply(evenload_context* context, evenload_allocation_state* state, const char* delta, size_t size, int64_t* version, int32_t* merged);
/* All versions as a JSON array. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_state_history(evenload_context* context, const evenload_allocation_state* state, evenload_text** out);
/* The input as it stands. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_state_snapshot(evenload_context* context, const evenload_allocation_state* state, evenload_input** out);

/* The verbs, on what stands. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_state_allocate(evenload_context* context, const evenload_allocation_state* state, const evenload_solve_options* options, evenload_plan** out);
EVENLOAD_C_API evenload_status evenload_allocation_state_undistributed(evenload_context* context, const evenload_allocation_state* state, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_allocation_state_recommend(evenload_context* context, const evenload_allocation_state* state, const char* case_system, const char* case_id,
                                                                   const char* role, int32_t top, evenload_explanation** out);
/* The same for a case that is not in the state: a table of cases with one row. The state stays as it is. */
EVENLOAD_C_API evenload_status evenload_allocation_state_recommend_new(evenload_context* context, const evenload_allocation_state* state, const evenload_table* new_case, const char* role,
                                                                       int32_t top, evenload_explanation** out);

#ifdef __cplusplus
}
#endif

#endif
