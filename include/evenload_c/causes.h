/* evenload C ABI: why cases are left over, and what would help. Meaning of every field:
 * include/evenload/allocation/causes.hpp, docs/models/causes.md. */
#ifndef EVENLOAD_C_CAUSES_H
#define EVENLOAD_C_CAUSES_H

#include "evenload_c/allocation.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct evenload_causes evenload_causes;

/* Why cases are left over. `plan`: NULL allocates first. `question`: a JSON document
 * (docs/schemas/causes_question.schema.json) with the cases that are meant, who reads, and costs;
 * NULL for all that is left over, the allocator and the usual costs. `options`: NULL for the
 * defaults; they limit everything together. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_why_unplaced(
    evenload_context* context, const evenload_input* input, const evenload_policy* policy,
    const evenload_plan* plan, const char* question, size_t question_size,
    const evenload_solve_options* options, evenload_causes** out);

/* Getters. Since 0.1. */
EVENLOAD_C_API int64_t evenload_causes_groups(const evenload_causes* causes);
EVENLOAD_C_API int32_t evenload_causes_stop(const evenload_causes* causes);
EVENLOAD_C_API int64_t evenload_causes_work(const evenload_causes* causes);
/* One row per case and role of a group that blocks each other. */
EVENLOAD_C_API evenload_status evenload_causes_blocked(evenload_context* context,
                                                       const evenload_causes* causes,
                                                       evenload_table** out);
/* One row per reason of an irreducible set. */
EVENLOAD_C_API evenload_status evenload_causes_reasons(evenload_context* context,
                                                       const evenload_causes* causes,
                                                       evenload_table** out);
/* One row per change of what would help. */
EVENLOAD_C_API evenload_status evenload_causes_reliefs(evenload_context* context,
                                                       const evenload_causes* causes,
                                                       evenload_table** out);
/* Everything in plain words, in "en" or "sv". */
EVENLOAD_C_API evenload_status evenload_causes_text(evenload_context* context,
                                                    const evenload_causes* causes,
                                                    const char* language, evenload_text** out);
/* docs/schemas/why_unplaced.schema.json */
EVENLOAD_C_API evenload_status evenload_causes_to_json(evenload_context* context,
                                                       const evenload_causes* causes,
                                                       evenload_text** out);
EVENLOAD_C_API void evenload_causes_destroy(evenload_causes** causes);

#ifdef __cplusplus
}
#endif

#endif
