/* evenload C ABI: generalized assignment, every row to one column at least cost within capacities.
 * Meaning of every field: include/evenload/optimize/generalized_assignment.hpp. */
#ifndef EVENLOAD_C_GENERALIZED_ASSIGNMENT_H
#define EVENLOAD_C_GENERALIZED_ASSIGNMENT_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Arrays are the caller's and read during the call only. n rows (work), m columns (people). */
typedef struct evenload_generalized_assignment_problem {
  uint32_t struct_size;
  int32_t reserved;        /* 0 */
  int64_t rows;            /* n */
  int64_t columns;         /* m */
  const int64_t* cost;     /* n x m, row after row, either sign */
  const int64_t* weight;   /* n x m, >= 0; above the column's capacity: the pair is forbidden */
  const int64_t* capacity; /* m, >= 0 */
  const uint8_t* allowed;  /* n x m, 0 forbids the pair; NULL: all allowed */
  const int32_t* start;    /* n, column or -1; NULL: none */
} evenload_generalized_assignment_problem;

#define EVENLOAD_GENERALIZED_ASSIGNMENT_PROBLEM_INIT                                               \
  {(uint32_t)sizeof(evenload_generalized_assignment_problem), 0, 0, 0, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_generalized_assignment_problem_init(
    evenload_generalized_assignment_problem* problem);

typedef struct evenload_generalized_solution evenload_generalized_solution;

/* `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_optimize_generalized_assignment(
    evenload_context* context, const evenload_generalized_assignment_problem* problem,
    const evenload_solve_options* options, evenload_generalized_solution** out);

/* Getters of a solution. Since 0.1. */
EVENLOAD_C_API int32_t
evenload_generalized_solution_outcome(const evenload_generalized_solution* solution);
EVENLOAD_C_API int32_t
evenload_generalized_solution_stop(const evenload_generalized_solution* solution);
EVENLOAD_C_API int64_t
evenload_generalized_solution_work(const evenload_generalized_solution* solution);
/* 1 where a plan was found; without one there is no objective, and every row is -1. */
EVENLOAD_C_API int32_t
evenload_generalized_solution_found(const evenload_generalized_solution* solution);
/* Sum of costs; 0 where no plan was found. */
EVENLOAD_C_API int64_t
evenload_generalized_solution_objective(const evenload_generalized_solution* solution);
/* No plan costs less. */
EVENLOAD_C_API int64_t
evenload_generalized_solution_bound(const evenload_generalized_solution* solution);
/* (objective - bound) / |objective|; NaN where there is no plan or only the objective is 0. */
EVENLOAD_C_API double
evenload_generalized_solution_gap(const evenload_generalized_solution* solution);
/* Copies into the caller's buffer of `capacity` elements (n columns; m loads).
 * \error out_of_range where it is too small, with nothing written */
EVENLOAD_C_API evenload_status evenload_generalized_solution_assignment(
    evenload_context* context, const evenload_generalized_solution* solution, size_t capacity,
    int32_t* out);
EVENLOAD_C_API evenload_status evenload_generalized_solution_load(
    evenload_context* context, const evenload_generalized_solution* solution, size_t capacity,
    int64_t* out);
EVENLOAD_C_API void evenload_generalized_solution_destroy(evenload_generalized_solution** solution);

#ifdef __cplusplus
}
#endif

#endif
