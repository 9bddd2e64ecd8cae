/* evenload C ABI: what fairness costs. Meaning: include/evenload/allocation/fairness.hpp, docs/models/fairness.md. */
#ifndef EVENLOAD_C_FAIRNESS_H
#define EVENLOAD_C_FAIRNESS_H

#include "evenload_c/allocation.h"
#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The curve of a soft rule ("wishes"), or of all prices ("cost"), against balance; at most `most_solves` (2 or more) problems are solved. Either
 * out-pointer may be NULL: points as a table, all as JSON. `options`: NULL for the defaults. \error invalid_argument for a subject that has no price
 * here. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_trade_off(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* subject,
                                                             int32_t most_solves, const evenload_solve_options* options, evenload_table** points, evenload_text** out);
/* What each level would be with overload after the cases that must be placed, and after all. Either out-pointer may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_level_orders(evenload_context* context, const evenload_input* input, const evenload_policy* policy,
                                                                const evenload_solve_options* options, evenload_table** levels, evenload_text** out);

#ifdef __cplusplus
}
#endif

#endif
