/* evenload C ABI: replay of an event log under policies, beside what happened. Meaning, and what a
 * log cannot tell: docs/models/replay.md. */
#ifndef EVENLOAD_C_REPLAY_H
#define EVENLOAD_C_REPLAY_H

#include "evenload_c/allocation.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  EVENLOAD_DURATIONS_KEPT = 0,
  EVENLOAD_DURATIONS_RESAMPLED = 1,
  EVENLOAD_DURATIONS_SCALED = 2
};

/* A log, what it means, and what is known of its people. Since 0.1. */
typedef struct evenload_replay_log {
  uint32_t struct_size;
  int32_t reserved;          /* 0 */
  const evenload_table* log; /* one row per event */
  const char* mapping;       /* JSON document: which columns mean what */
  size_t mapping_size;
  const evenload_table* caseworkers;      /* id, capacity; NULL: whoever is active in the log */
  const evenload_table* caseworker_weeks; /* of single weeks; may be NULL */
} evenload_replay_log;

#define EVENLOAD_REPLAY_LOG_INIT \
  { (uint32_t)sizeof(evenload_replay_log), 0, NULL, NULL, 0, NULL, NULL }
/* Since 0.1. */
EVENLOAD_C_API void evenload_replay_log_init(evenload_replay_log* log);

/* How it is replayed. Since 0.1. */
typedef struct evenload_replay_settings {
  uint32_t struct_size;
  int32_t durations;    /* EVENLOAD_DURATIONS_… */
  double elasticity;    /* 0 to 10, with EVENLOAD_DURATIONS_SCALED */
  double coverage;      /* of the intervals, above 0 and below 1 */
  int64_t replications; /* 1 to 100000 */
  uint32_t batch_days;  /* bit 0 Monday to bit 6 Sunday; 0: each week at once, on its Monday */
  int32_t reserved;     /* 0 */
} evenload_replay_settings;

#define EVENLOAD_REPLAY_SETTINGS_INIT \
  { (uint32_t)sizeof(evenload_replay_settings), EVENLOAD_DURATIONS_KEPT, 0.0, 0.95, 1, 0, 0 }
/* Since 0.1. */
EVENLOAD_C_API void evenload_replay_settings_init(evenload_replay_settings* settings);

/* Replays a log under a policy. `settings` NULL: the defaults. Each out-pointer may be NULL: a row
 * per week, a row per measure, all as JSON. Cancelling is no error; whole replications are kept.
 * Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_replay(
    evenload_context* context, const evenload_replay_log* log, const evenload_policy* policy,
    const evenload_replay_settings* settings, const evenload_solve_options* options,
    evenload_table** out_weeks, evenload_table** out_measures, evenload_text** out_json);

/* Replays it under several policies with common random numbers. names and policies: n each; a NULL
 * policy stands for the holders as they were. Each out-pointer may be NULL: a row per policy and
 * measure with its difference to the policy at position `baseline`, a row per replication and
 * policy, all as JSON. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_compare_policies(
    evenload_context* context, const evenload_replay_log* log, const char* const* names,
    const evenload_policy* const* policies, int64_t n, int64_t baseline,
    const evenload_replay_settings* settings, const evenload_solve_options* options,
    evenload_table** out_measures, evenload_table** out_replications, evenload_text** out_json);

#ifdef __cplusplus
}
#endif

#endif
