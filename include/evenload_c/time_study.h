/* evenload C ABI: time studies and panels. Meaning of every field: include/evenload/workload/time_study.hpp and panel.hpp; columns: docs/data-model.md. */
#ifndef EVENLOAD_C_TIME_STUDY_H
#define EVENLOAD_C_TIME_STUDY_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Append-only. */
enum {
  EVENLOAD_FIXED_PART_NONE = 0,
  EVENLOAD_FIXED_PART_PER_ROW = 1,
  EVENLOAD_FIXED_PART_PER_HOUR_PRESENT = 2,
  EVENLOAD_FIXED_PART_PER_WORKER = 3
};

/* Arrays are the caller's and read during the call only. */
typedef struct evenload_time_study_options {
  uint32_t struct_size;
  int32_t fixed_part;             /* EVENLOAD_FIXED_PART_... */
  double level;                   /* 0.9 in the defaults */
  int32_t bootstraps;             /* 1000 in the defaults; 0: no intervals */
  int32_t keep_replicates;        /* 1: keep the fits of all resamples */
  int32_t pool_units;             /* 1: a fit for every unit, drawn towards all */
  int32_t allow_singular;         /* 1: give what can be known and name the rest */
  int64_t fixed_count;
  const char* const* fixed_types; /* fixed_count */
  const double* fixed_hours;      /* fixed_count */
  int64_t order_count;
  const char* const* lower_types; /* order_count: lower <= higher */
  const char* const* higher_types;
} evenload_time_study_options;

#define EVENLOAD_TIME_STUDY_OPTIONS_INIT {(uint32_t)sizeof(evenload_time_study_options), 0, 0.9, 1000, 0, 0, 0, 0, NULL, NULL, 0, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_time_study_options_init(evenload_time_study_options* options);

typedef struct evenload_time_study evenload_time_study;

/* Fits the weights of table "time_log". `options` and `control` may be NULL; of `control` the work limit is not used, and a stop or the time limit leaves out the intervals. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_fit_time_study(evenload_context* context, const evenload_table* log, const evenload_time_study_options* options,
                                                                const evenload_solve_options* control, evenload_time_study** out);
/* The parts of the answer as tables, the caller's to destroy. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_time_study_weights(evenload_context* context, const evenload_time_study* study, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_time_study_workers(evenload_context* context, const evenload_time_study* study, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_time_study_collinearity(evenload_context* context, const evenload_time_study* study, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_time_study_units(evenload_context* context, const evenload_time_study* study, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_time_study_summary(evenload_context* context, const evenload_time_study* study, evenload_table** out);
EVENLOAD_C_API evenload_status evenload_time_study_to_json(evenload_context* context, const evenload_time_study* study, evenload_text** out);
/* Sizes of the two arrays below; of NULL 0. Since 0.1. */
EVENLOAD_C_API int64_t evenload_time_study_rows(const evenload_time_study* study);
EVENLOAD_C_API int64_t evenload_time_study_replicate_values(const evenload_time_study* study);
/* Hours fitted to each row, and resamples by weights, by rows. \error out_of_range where the buffer is too small, with nothing written */
EVENLOAD_C_API evenload_status evenload_time_study_fitted(evenload_context* context, const evenload_time_study* study, size_t capacity, double* out);
EVENLOAD_C_API evenload_status evenload_time_study_replicates(evenload_context* context, const evenload_time_study* study, size_t capacity, double* out);
/* Observed weights beside those of table "intended" (type, weight); match_hours 1: intended ones are points. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_time_study_compare(evenload_context* context, const evenload_time_study* study, const evenload_table* intended, int32_t match_hours, evenload_table** out);
EVENLOAD_C_API void evenload_time_study_destroy(evenload_time_study** study);

typedef struct evenload_panel_options {
  uint32_t struct_size;
  int32_t has_scale;    /* 1: ratings on a scale from scale_low to scale_high; 0: hours */
  double scale_low;
  double scale_high;
  double stable_within; /* 0.15 in the defaults */
  double agreed_spread; /* 0.5 in the defaults */
} evenload_panel_options;

#define EVENLOAD_PANEL_OPTIONS_INIT {(uint32_t)sizeof(evenload_panel_options), 0, 0, 0, 0.15, 0.5}
/* Since 0.1. */
EVENLOAD_C_API void evenload_panel_options_init(evenload_panel_options* options);
/* Rounds of a panel, from table "panel" (round, panelist, type, estimate). `options` may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_panel_rounds(evenload_context* context, const evenload_table* panel, const evenload_panel_options* options, evenload_table** out);

#ifdef __cplusplus
}
#endif

#endif
