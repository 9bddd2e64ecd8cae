/* evenload C ABI: makespan on unrelated machines. Meaning of every field: include/evenload/optimize/makespan.hpp. */
#ifndef EVENLOAD_C_MAKESPAN_H
#define EVENLOAD_C_MAKESPAN_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In `times`: this column may not take this row. */
#define EVENLOAD_FORBIDDEN_TIME ((int64_t)-1)

/* Arrays are the caller's and read during the call only; NULL means the default. n rows (work), m columns (people). */
typedef struct evenload_makespan_problem {
  uint32_t struct_size;
  int32_t reserved;         /* 0 */
  int64_t rows;             /* n */
  int64_t columns;          /* m */
  const int64_t* times;     /* n * m by rows, >= 0 or EVENLOAD_FORBIDDEN_TIME; NULL only where n * m is 0 */
  const int64_t* base_load; /* m or NULL: 0 */
  const int32_t* start;     /* n or NULL: none; a column or -1 */
} evenload_makespan_problem;

#define EVENLOAD_MAKESPAN_PROBLEM_INIT \
  {(uint32_t)sizeof(evenload_makespan_problem), 0, 0, 0, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_makespan_problem_init(evenload_makespan_problem* problem);

typedef struct evenload_makespan_solution evenload_makespan_solution;

/* The smallest largest load. `options`: NULL for the defaults. A row without a column is an outcome
 * (EVENLOAD_OUTCOME_INFEASIBLE), not an error. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_optimize_makespan(evenload_context* context, const evenload_makespan_problem* problem,
                                                          const evenload_solve_options* options, evenload_makespan_solution** out);

/* Getters; of NULL: unknown, done, 0. Since 0.1. */
EVENLOAD_C_API int32_t evenload_makespan_solution_outcome(const evenload_makespan_solution* solution);
EVENLOAD_C_API int32_t evenload_makespan_solution_stop(const evenload_makespan_solution* solution);
EVENLOAD_C_API int64_t evenload_makespan_solution_work(const evenload_makespan_solution* solution);
EVENLOAD_C_API int64_t evenload_makespan_solution_rows(const evenload_makespan_solution* solution);
EVENLOAD_C_API int64_t evenload_makespan_solution_columns(const evenload_makespan_solution* solution);
/* The largest load and what no plan can go below; -1 where the outcome is infeasible. */
EVENLOAD_C_API int64_t evenload_makespan_solution_objective(const evenload_makespan_solution* solution);
EVENLOAD_C_API int64_t evenload_makespan_solution_bound(const evenload_makespan_solution* solution);
/* Copies into the caller's buffer of `capacity` elements. \error out_of_range where it is too small, with nothing written */
EVENLOAD_C_API evenload_status evenload_makespan_solution_assignment(evenload_context* context, const evenload_makespan_solution* solution,
                                                                     size_t capacity, int32_t* out);
EVENLOAD_C_API evenload_status evenload_makespan_solution_load(evenload_context* context, const evenload_makespan_solution* solution,
                                                               size_t capacity, int64_t* out);
EVENLOAD_C_API void evenload_makespan_solution_destroy(evenload_makespan_solution** solution);

#ifdef __cplusplus
}
#endif

#endif
