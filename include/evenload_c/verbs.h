/* evenload C ABI: the verbs after Monday's allocation. Meaning: docs/models/verbs.md. Settings are JSON objects with the fields of
 * docs/schemas/README.md ("settings" of the document call), so that all ways in read them alike; NULL with size 0: the defaults. */
#ifndef EVENLOAD_C_VERBS_H
#define EVENLOAD_C_VERBS_H

#include "evenload_c/allocation.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A plan and what the verb says besides. */
typedef struct evenload_verb_answer evenload_verb_answer;

/* At most k assignments change hands, each at a price; what each further one is worth. Tables: "moves", "by_moves". Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_rebalance(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                                             size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out);
/* Somebody leaves: all their cases go to others. `settings` names the caseworker. Tables: "handed_over". Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_redistribute(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                                                size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out);
/* Somebody is away: what cannot wait is lent out. `settings` names caseworker and days. Tables: "lent", "waiting", "handed_over". Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_cover(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                                         size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out);
/* Fewest changes to an announced plan for an input that has changed. Tables: "changes", "closed". Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_replan(evenload_context* context, const evenload_plan* announced, const evenload_input* input, const evenload_policy* policy,
                                                          const evenload_solve_options* options, evenload_verb_answer** out);
/* Keeps room for expected cases. Tables: "rooms", "cost", "otherwise". Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_plan_ahead(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                                              size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out);
/* Two plans side by side, with a change and without. Tables: "levels", "moves", "loads". Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_what_if(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                                           size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out);

/* The plan, with the input and policy that it answers: evenload_allocation_explain speaks of these. Of what_if the one with the change. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_verb_answer_plan(evenload_context* context, const evenload_verb_answer* answer, evenload_plan** out);
/* One of the tables that the verb names. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_verb_answer_table(evenload_context* context, const evenload_verb_answer* answer, const char* name, evenload_table** out);
/* Everything as one JSON object. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_verb_answer_to_json(evenload_context* context, const evenload_verb_answer* answer, evenload_text** out);
EVENLOAD_C_API void evenload_verb_answer_destroy(evenload_verb_answer** answer);

#ifdef __cplusplus
}
#endif

#endif
