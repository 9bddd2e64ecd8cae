/* evenload C ABI: why rows are left out. Meaning of every field: include/evenload/optimize/blocking_groups.hpp. */
#ifndef EVENLOAD_C_BLOCKING_GROUPS_H
#define EVENLOAD_C_BLOCKING_GROUPS_H

#include "evenload_c/optimize.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  EVENLOAD_BLOCKING_MIN_CUT = 0,
  EVENLOAD_BLOCKING_WEIGHT = 1,
  EVENLOAD_BLOCKING_SEARCH = 2,
  EVENLOAD_BLOCKING_NOT_PROVEN = 3
};

/* One group of rows that cannot all be placed. */
typedef struct evenload_blocking_group {
  int32_t proof;           /* EVENLOAD_BLOCKING_… */
  int32_t minimal;         /* 1: without any one of its rows the others can all be placed */
  int32_t within_capacity; /* 1: room within the capacities, 0: within the hard limits */
  int32_t reserved;
  int64_t rows;            /* how many */
  int64_t columns;         /* how many could take one of them */
  int64_t load;            /* sum of the rows' lightest pairs */
  int64_t room;            /* what the columns could take */
  int64_t overload;        /* part of `room`: what the plan spends above the capacities */
} evenload_blocking_group;

typedef struct evenload_blocking_groups evenload_blocking_groups;

/* Explains every row that the assignment (n columns or -1) leaves out. `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_optimize_blocking_groups(evenload_context* context, const evenload_balanced_assignment_problem* problem,
                                                                 const int32_t* assignment, const evenload_solve_options* options,
                                                                 evenload_blocking_groups** out);
/* Getters. Since 0.1. */
EVENLOAD_C_API int64_t evenload_blocking_groups_count(const evenload_blocking_groups* groups);
EVENLOAD_C_API int32_t evenload_blocking_groups_stop(const evenload_blocking_groups* groups);
EVENLOAD_C_API int64_t evenload_blocking_groups_work(const evenload_blocking_groups* groups);
EVENLOAD_C_API evenload_status evenload_blocking_groups_get(evenload_context* context, const evenload_blocking_groups* groups, int64_t index,
                                                            evenload_blocking_group* out);
/* Copy into the caller's buffer of `capacity` elements: the rows of a group, its columns, and for each of the n rows the group that explains
 * it or -1. \error out_of_range where it is too small, with nothing written */
EVENLOAD_C_API evenload_status evenload_blocking_groups_rows(evenload_context* context, const evenload_blocking_groups* groups, int64_t index,
                                                             size_t capacity, int32_t* out);
EVENLOAD_C_API evenload_status evenload_blocking_groups_columns(evenload_context* context, const evenload_blocking_groups* groups, int64_t index,
                                                                size_t capacity, int32_t* out);
EVENLOAD_C_API evenload_status evenload_blocking_groups_of_rows(evenload_context* context, const evenload_blocking_groups* groups,
                                                                size_t capacity, int32_t* out);
EVENLOAD_C_API void evenload_blocking_groups_destroy(evenload_blocking_groups** groups);

#ifdef __cplusplus
}
#endif

#endif
