/* evenload C ABI: domain-free kernels. Meaning of every field: include/evenload/optimize/balanced_assignment.hpp. */
#ifndef EVENLOAD_C_OPTIMIZE_H
#define EVENLOAD_C_OPTIMIZE_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { EVENLOAD_CLASS_MUST = 0, EVENLOAD_CLASS_DUE = 1, EVENLOAD_CLASS_MAY_WAIT = 2 };
enum { EVENLOAD_BALANCE_SQUARES = 0, EVENLOAD_BALANCE_PEAK = 1, EVENLOAD_BALANCE_LEXIMIN = 2 };
enum { EVENLOAD_OVERLOAD_AFTER_MUST = 0, EVENLOAD_OVERLOAD_AFTER_UNASSIGNED = 1 };
enum {
  EVENLOAD_LEVEL_UNASSIGNED_MUST = 0,
  EVENLOAD_LEVEL_OVERLOAD = 1,
  EVENLOAD_LEVEL_UNASSIGNED_DUE = 2,
  EVENLOAD_LEVEL_UNASSIGNED_MAY_WAIT = 3,
  EVENLOAD_LEVEL_PEAK = 4,
  EVENLOAD_LEVEL_BALANCE = 5,
  EVENLOAD_LEVEL_LEXIMIN = 6, /* the largest ratio; all of them: evenload_solution_sorted_ratios */
  EVENLOAD_LEVEL_COST = 7,
  EVENLOAD_LEVEL_CHANGES = 8 /* of replan: assignments that differ from what was announced */
};

/* Arrays are the caller's and read during the call only; NULL means the default. n rows (work), m columns (people), k pairs. */
typedef struct evenload_balanced_assignment_problem {
  uint32_t struct_size;
  int32_t weight_per_pair; /* 0: weight has n elements; 1: k elements */
  int64_t rows;            /* n */
  int64_t columns;         /* m */
  int64_t pairs;           /* k */
  const int64_t* indptr;   /* n + 1 */
  const int32_t* indices;  /* k */
  const int64_t* weight;
  const int64_t* capacity;   /* m */
  const int64_t* base_load;  /* m or NULL: 0 */
  const int64_t* hard_limit; /* m or NULL: floor(5/4 capacity) */
  const int64_t* priority;   /* n or NULL: 1 */
  const int32_t* row_class;  /* n or NULL: one class */
  const int64_t* cost;       /* k or NULL: 0 */
  int64_t cost_weight_numerator;   /* lambda = numerator / denominator */
  int64_t cost_weight_denominator; /* > 0 */
  int32_t balance;
  int32_t overload_place;
  const int64_t* category_indptr;  /* n + 1 or NULL: no categories */
  const int32_t* category_indices;
  const int64_t* category_amount;  /* NULL: 1 */
  int64_t limits;                  /* number of limits */
  const int32_t* limit_column;
  const int32_t* limit_category;
  const int64_t* limit_count;      /* -1: none */
  const int64_t* limit_weight;     /* -1: none */
  const int32_t* row_group;        /* n or NULL */
  const uint8_t* row_marked;       /* n or NULL */
  const int32_t* fixed;            /* n or NULL; -1 free */
  const int32_t* start;            /* n or NULL; -1 unassigned */
  int64_t apart;                   /* number of pairs of columns that no two rows of one group go to both of */
  const int32_t* apart_column;
  const int32_t* apart_other;
  const int32_t* column_label;     /* m or NULL; -1: like no other */
  int64_t tied;                    /* number of pairs of rows of one group that go to columns of one label, or of different ones */
  const int32_t* tied_row;
  const int32_t* tied_other;
  const uint8_t* tied_alike;       /* 1: one label; 0: different labels */
} evenload_balanced_assignment_problem;

#define EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT                                                                                          \
  {(uint32_t)sizeof(evenload_balanced_assignment_problem), 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 1, 0, 0, NULL, NULL, \
   NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_balanced_assignment_problem_init(evenload_balanced_assignment_problem* problem);

/* One level of an answer. */
typedef struct evenload_level {
  int32_t kind;
  int32_t proven;        /* 1: value and bound are exactly equal; leximin: all ratios are proven */
  double value;
  double bound;          /* over all plans whose earlier levels are no worse */
  double gap;            /* (value - bound)/value; NaN where only the bound is 0 */
  double absolute_gap;
  double variable_gap;   /* balance only, else NaN */
} evenload_level;

typedef struct evenload_solution evenload_solution;

/* `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_optimize_balanced_assignment(evenload_context* context, const evenload_balanced_assignment_problem* problem,
                                                                     const evenload_solve_options* options, evenload_solution** out);
/* Levels of a given assignment (n columns or -1) by their definition: at most `level_capacity` are written to `kinds` and `values` (each may be
 * NULL), `*levels` tells how many there are, `*allowed` is 1 where every rule is kept. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_optimize_evaluate(evenload_context* context, const evenload_balanced_assignment_problem* problem, const int32_t* assignment,
                                                          size_t level_capacity, int32_t* kinds, double* values, size_t* levels, int32_t* allowed);

/* Getters of a solution. Since 0.1. */
EVENLOAD_C_API int32_t evenload_solution_outcome(const evenload_solution* solution);
EVENLOAD_C_API int32_t evenload_solution_stop(const evenload_solution* solution);
EVENLOAD_C_API int64_t evenload_solution_work(const evenload_solution* solution);
EVENLOAD_C_API int64_t evenload_solution_rows(const evenload_solution* solution);
EVENLOAD_C_API int64_t evenload_solution_columns(const evenload_solution* solution);
EVENLOAD_C_API int64_t evenload_solution_levels(const evenload_solution* solution);
/* Copies into the caller's buffer of `capacity` elements. \error out_of_range where it is too small, with nothing written */
EVENLOAD_C_API evenload_status evenload_solution_assignment(evenload_context* context, const evenload_solution* solution, size_t capacity, int32_t* out);
EVENLOAD_C_API evenload_status evenload_solution_load(evenload_context* context, const evenload_solution* solution, size_t capacity, int64_t* out);
EVENLOAD_C_API evenload_status evenload_solution_level(evenload_context* context, const evenload_solution* solution, int64_t index, evenload_level* out);
/* With EVENLOAD_BALANCE_LEXIMIN: the ratios load / capacity, worst first, of the columns with capacity. `*count` is their number, `*proven` how many
 * from the first on are proven, `*next_bound` a bound of the first that is not (NaN where all are). `out` may be NULL where `capacity` is 0: then
 * only the numbers are told. \error out_of_range where the buffer is too small; contradiction for a solution of another balance. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_solution_sorted_ratios(evenload_context* context, const evenload_solution* solution, size_t capacity, double* out,
                                                               int64_t* count, int64_t* proven, double* next_bound);
EVENLOAD_C_API void evenload_solution_destroy(evenload_solution** solution);

#ifdef __cplusplus
}
#endif

#endif
