/* evenload C ABI: convex transport. Meaning of every field: include/evenload/optimize/convex_transport.hpp. */
#ifndef EVENLOAD_C_CONVEX_TRANSPORT_H
#define EVENLOAD_C_CONVEX_TRANSPORT_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Arrays are the caller's and read during the call only; NULL means the default. n rows (work), m columns (people), k pairs, s slots. */
typedef struct evenload_convex_transport_problem {
  uint32_t struct_size;
  int32_t reserved;           /* 0 */
  int64_t rows;               /* n */
  int64_t columns;            /* m */
  int64_t pairs;              /* k */
  int64_t slots;              /* s */
  const int64_t* indptr;      /* n + 1 */
  const int32_t* indices;     /* k */
  const int64_t* cost;        /* k */
  const int64_t* slot_indptr; /* m + 1 or NULL: s / m slots for every column */
  const int64_t* slot_cost;   /* s, non-decreasing within a column */
  const int32_t* start;       /* n or NULL: none; a column or -1 */
  const int64_t* prices;      /* m or NULL: none */
} evenload_convex_transport_problem;

#define EVENLOAD_CONVEX_TRANSPORT_PROBLEM_INIT \
  {(uint32_t)sizeof(evenload_convex_transport_problem), 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_convex_transport_problem_init(evenload_convex_transport_problem* problem);

typedef struct evenload_convex_transport_solution evenload_convex_transport_solution;
typedef struct evenload_convex_transport_state evenload_convex_transport_state;

/* As many rows as possible, then least cost; exact, with prices that prove it. `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_optimize_convex_transport(evenload_context* context, const evenload_convex_transport_problem* problem,
                                                                  const evenload_solve_options* options,
                                                                  evenload_convex_transport_solution** out);
/* Whether prices (n of rows, m of columns, one of the outside) prove the assignment (n columns or -1) optimal, from the problem alone:
 * 1 or 0 in `*optimal`. `*reason` tells the first condition that fails, NULL where none does; `reason` may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_optimize_check_duals(evenload_context* context, const evenload_convex_transport_problem* problem,
                                                             const int32_t* assignment, const int64_t* row_price, const int64_t* column_price,
                                                             int64_t outside_price, int32_t* optimal, evenload_text** reason);

/* Getters; of NULL: unknown, done, 0. Since 0.1. */
EVENLOAD_C_API int32_t evenload_convex_transport_solution_outcome(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int32_t evenload_convex_transport_solution_stop(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_work(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_rows(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_columns(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_unassigned(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_unassigned_bound(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_cost(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_cost_bound(const evenload_convex_transport_solution* solution);
EVENLOAD_C_API int64_t evenload_convex_transport_solution_outside_price(const evenload_convex_transport_solution* solution);
/* Copy into the caller's buffer of `capacity` elements. \error out_of_range where it is too small, with nothing written */
EVENLOAD_C_API evenload_status evenload_convex_transport_solution_assignment(evenload_context* context,
                                                                             const evenload_convex_transport_solution* solution,
                                                                             size_t capacity, int32_t* out);
EVENLOAD_C_API evenload_status evenload_convex_transport_solution_load(evenload_context* context,
                                                                       const evenload_convex_transport_solution* solution, size_t capacity,
                                                                       int64_t* out);
EVENLOAD_C_API evenload_status evenload_convex_transport_solution_row_price(evenload_context* context,
                                                                            const evenload_convex_transport_solution* solution,
                                                                            size_t capacity, int64_t* out);
EVENLOAD_C_API evenload_status evenload_convex_transport_solution_column_price(evenload_context* context,
                                                                               const evenload_convex_transport_solution* solution,
                                                                               size_t capacity, int64_t* out);
EVENLOAD_C_API void evenload_convex_transport_solution_destroy(evenload_convex_transport_solution** solution);

/* A problem that changes little by little, solved at once; it keeps nothing of the caller's arrays. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_convex_transport_state_create(evenload_context* context,
                                                                      const evenload_convex_transport_problem* problem,
                                                                      const evenload_solve_options* options,
                                                                      evenload_convex_transport_state** out);
/* A new row with `pairs` columns, strictly increasing, and their costs; its number goes to `*row`. */
EVENLOAD_C_API evenload_status evenload_convex_transport_state_insert_row(evenload_context* context, evenload_convex_transport_state* state,
                                                                          int64_t pairs, const int32_t* columns, const int64_t* cost,
                                                                          int32_t* row);
EVENLOAD_C_API evenload_status evenload_convex_transport_state_remove_row(evenload_context* context, evenload_convex_transport_state* state,
                                                                          int32_t row);
EVENLOAD_C_API evenload_status evenload_convex_transport_state_change_cost(evenload_context* context, evenload_convex_transport_state* state,
                                                                           int32_t row, int32_t column, int64_t cost);
/* Makes it optimal again after changes; the outcome goes to `*outcome`, which may be NULL. */
EVENLOAD_C_API evenload_status evenload_convex_transport_state_solve(evenload_context* context, evenload_convex_transport_state* state,
                                                                     const evenload_solve_options* options, int32_t* outcome);
/* Where a row stands: a column, or -1. */
EVENLOAD_C_API evenload_status evenload_convex_transport_state_column(evenload_context* context, const evenload_convex_transport_state* state,
                                                                      int32_t row, int32_t* column);
/* The whole answer as it stands, apart from the state. */
EVENLOAD_C_API evenload_status evenload_convex_transport_state_solution(evenload_context* context,
                                                                        const evenload_convex_transport_state* state,
                                                                        evenload_convex_transport_solution** out);
EVENLOAD_C_API void evenload_convex_transport_state_destroy(evenload_convex_transport_state** state);

#ifdef __cplusplus
}
#endif

#endif
