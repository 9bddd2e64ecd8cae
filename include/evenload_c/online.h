/* evenload C ABI: online assignment. Meaning of every field and guarantee: include/evenload/optimize/online.hpp. */
#ifndef EVENLOAD_C_ONLINE_H
#define EVENLOAD_C_ONLINE_H

#include "evenload_c/core.h"
#include "evenload_c/optimize.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Append-only. */
enum {
  EVENLOAD_ONLINE_ALLOWED = 0,
  EVENLOAD_ONLINE_NOT_A_PAIR = 1,
  EVENLOAD_ONLINE_ZERO_CAPACITY = 2,
  EVENLOAD_ONLINE_BASE_PAST_HARD_LIMIT = 3,
  EVENLOAD_ONLINE_HARD_LIMIT = 4,
  EVENLOAD_ONLINE_CATEGORY_COUNT = 5,
  EVENLOAD_ONLINE_CATEGORY_WEIGHT = 6
};
enum { EVENLOAD_ONLINE_ADDED = 0, EVENLOAD_ONLINE_CLOSED = 1, EVENLOAD_ONLINE_MOVED = 2, EVENLOAD_ONLINE_COLUMN_CHANGED = 3 };
enum { EVENLOAD_ONLINE_MOST_MOVES = 8 };

/* A row that is asked about or added. Arrays are the caller's and read during the call only; NULL means the default. */
typedef struct evenload_online_row {
  uint32_t struct_size;
  int32_t row_class;               /* EVENLOAD_CLASS_… */
  int64_t pairs;                   /* k */
  const int32_t* columns;          /* k, strictly increasing */
  int64_t weights;                 /* 1 or k */
  const int64_t* weight;
  const int64_t* cost;             /* k or NULL: 0 */
  int64_t priority;                /* 1 in the defaults */
  int64_t category_count;
  const int32_t* categories;
  const int64_t* category_amount;  /* NULL: 1 */
} evenload_online_row;

#define EVENLOAD_ONLINE_ROW_INIT {(uint32_t)sizeof(evenload_online_row), 0, 0, NULL, 0, NULL, NULL, 1, 0, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_online_row_init(evenload_online_row* row);

typedef struct evenload_online_candidate {
  int32_t column;
  int32_t better_than_out; /* 1: strictly better than leaving the row out */
  int64_t overload;        /* differences to the state without the row */
  double balance;
} evenload_online_candidate;

typedef struct evenload_online_move {
  int64_t row;
  int32_t from;
  int32_t to;
} evenload_online_move;

typedef struct evenload_online_answer {
  int32_t column; /* of the new row; -1: left out */
  int32_t proven;
  int64_t unassigned[3]; /* by class; differences to the state without the row */
  int64_t overload;
  double balance;
  int64_t work;
  int64_t move_count;
  evenload_online_move moves[EVENLOAD_ONLINE_MOST_MOVES]; /* in order of the path */
} evenload_online_answer;

typedef struct evenload_online_levels {
  int64_t unassigned[3]; /* by class */
  int64_t overload;
  double balance;
} evenload_online_levels;

typedef struct evenload_online_change {
  int64_t version;
  int64_t row; /* -1 for a changed column */
  int32_t kind;
  int32_t from;
  int32_t to;
  int32_t reserved;
} evenload_online_change;

/* Under which ids the rows of a state stand. */
typedef struct evenload_online_ids {
  int64_t rows;
  const int64_t* ids; /* rows */
  int64_t slots;
  int64_t generation;
  int64_t version;
} evenload_online_ids;

typedef struct evenload_online evenload_online;
typedef struct evenload_online_snapshot evenload_online_snapshot;
typedef struct evenload_online_standing evenload_online_standing;

/* Rows stand where `fixed` or else `start` of the problem puts them. Nothing of the caller's arrays is kept. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_online_create(evenload_context* context, const evenload_balanced_assignment_problem* problem,
                                                      evenload_online** out);
/* Rows under the ids that `evenload_online_standing_ids` told. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_online_create_with_ids(evenload_context* context,
                                                               const evenload_balanced_assignment_problem* problem,
                                                               const evenload_online_ids* ids, evenload_online** out);
EVENLOAD_C_API void evenload_online_destroy(evenload_online** state);

/* Questions. They change nothing that can be seen, yet use the state's own room: one thread at a time. Since 0.1. */
/* The best columns while all others stay put, at most `capacity` of them; how many goes to `*count`. */
EVENLOAD_C_API evenload_status evenload_online_best(evenload_context* context, evenload_online* state, const evenload_online_row* row,
                                                    size_t capacity, evenload_online_candidate* out, size_t* count);
/* EVENLOAD_ONLINE_… for each column. \error out_of_range where `capacity` is below the number of columns */
EVENLOAD_C_API evenload_status evenload_online_exclusions(evenload_context* context, evenload_online* state, const evenload_online_row* row,
                                                          size_t capacity, int32_t* out);
/* With at most `moves` standing rows moved along one path. `work_limit`: -1 for the default. */
EVENLOAD_C_API evenload_status evenload_online_best_with_moves(evenload_context* context, evenload_online* state,
                                                               const evenload_online_row* row, int32_t moves, int64_t work_limit,
                                                               evenload_online_answer* answer);

/* Changes: all or nothing. Since 0.1. */
/* Adds the row to a column (-1: left out) and makes the moves; its id goes to `*id`, which may be NULL. */
EVENLOAD_C_API evenload_status evenload_online_commit(evenload_context* context, evenload_online* state, const evenload_online_row* row,
                                                      int32_t column, size_t move_count, const evenload_online_move* moves, int64_t* id);
EVENLOAD_C_API evenload_status evenload_online_move_rows(evenload_context* context, evenload_online* state, size_t move_count,
                                                         const evenload_online_move* moves);
EVENLOAD_C_API evenload_status evenload_online_close_row(evenload_context* context, evenload_online* state, int64_t row);
EVENLOAD_C_API evenload_status evenload_online_change_column(evenload_context* context, evenload_online* state, int32_t column,
                                                             int64_t capacity, int64_t base_load, int64_t hard_limit);
EVENLOAD_C_API evenload_status evenload_online_undo(evenload_context* context, evenload_online* state);
EVENLOAD_C_API evenload_status evenload_online_forget(evenload_context* context, evenload_online* state);

/* What changed after a version; the number of changes goes to `*count`. With `capacity` 0 nothing is written, otherwise all must fit.
 * Since 0.1. */
EVENLOAD_C_API evenload_status evenload_online_delta(evenload_context* context, const evenload_online* state, int64_t since,
                                                     size_t capacity, evenload_online_change* out, size_t* count);
EVENLOAD_C_API evenload_status evenload_online_take_snapshot(evenload_context* context, const evenload_online* state,
                                                             evenload_online_snapshot** out);
EVENLOAD_C_API evenload_status evenload_online_restore(evenload_context* context, evenload_online* state,
                                                       const evenload_online_snapshot* snapshot);
EVENLOAD_C_API void evenload_online_snapshot_destroy(evenload_online_snapshot** snapshot);

/* All that stands, as arrays of its own: to store a state, or to plan it anew. The history is not part of it. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_online_get_standing(evenload_context* context, const evenload_online* state,
                                                            evenload_online_standing** out);
/* The arrays belong to `standing`. `problem` is made by its INIT or init function before; all of its fields are written.
 * \error invalid_argument where its struct_size is not that of this version */
EVENLOAD_C_API evenload_status evenload_online_standing_problem(evenload_context* context, const evenload_online_standing* standing,
                                                                evenload_balanced_assignment_problem* problem);
EVENLOAD_C_API evenload_status evenload_online_standing_ids(evenload_context* context, const evenload_online_standing* standing,
                                                            evenload_online_ids* ids);
EVENLOAD_C_API void evenload_online_standing_destroy(evenload_online_standing** standing);

/* What stands; of NULL: 0. Since 0.1. */
EVENLOAD_C_API int64_t evenload_online_version(const evenload_online* state);
EVENLOAD_C_API int64_t evenload_online_rows(const evenload_online* state);
EVENLOAD_C_API int64_t evenload_online_columns(const evenload_online* state);
EVENLOAD_C_API evenload_status evenload_online_column_of(evenload_context* context, const evenload_online* state, int64_t row,
                                                         int32_t* column);
EVENLOAD_C_API evenload_status evenload_online_load(evenload_context* context, const evenload_online* state, int32_t column, int64_t* load);
EVENLOAD_C_API evenload_status evenload_online_get_levels(evenload_context* context, const evenload_online* state,
                                                          evenload_online_levels* levels);

#ifdef __cplusplus
}
#endif

#endif
