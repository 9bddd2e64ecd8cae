/* evenload C ABI: workload over time. Meaning of every field: include/evenload/workload/series.hpp,
 * trend.hpp, alarm.hpp, change.hpp; equations: docs/models/workload_series.md.
 */
#ifndef EVENLOAD_C_WORKLOAD_SERIES_H
#define EVENLOAD_C_WORKLOAD_SERIES_H

#include "evenload_c/workload.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Levels of a series and of changes. */
enum {
  EVENLOAD_GROUP_CASEWORKER = 0,
  EVENLOAD_GROUP_UNIT = 1,
  EVENLOAD_GROUP_MUNICIPALITY = 2,
  EVENLOAD_GROUP_UNHELD = 3
};

/* Two caseworkers who hold the same role in a case at the same time. */
enum { EVENLOAD_OVERLAP_REFUSE = 0, EVENLOAD_OVERLAP_SHARE = 1 };

typedef struct evenload_series_options {
  uint32_t struct_size;
  int32_t first_day;      /* days since 1970-01-01 */
  int32_t last_day;       /* included */
  int32_t weekday;        /* 1 Monday ... 7 Sunday */
  int32_t person_level;   /* 0: nothing about a single caseworker comes out */
  int32_t smallest_group; /* of use only where person_level is 0; at least 2 */
  int32_t overlap;
  int32_t threads; /* 0: as many as are worth it */
} evenload_series_options;

#define EVENLOAD_SERIES_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_series_options), 0, 0, 1, 1, 3, EVENLOAD_OVERLAP_REFUSE, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_series_options_init(evenload_series_options* options);

/* Tables of docs/data-model.md; NULL where there is none. The first two are needed. */
typedef struct evenload_series_tables {
  uint32_t struct_size;
  int32_t reserved; /* 0 */
  const evenload_table* held_cases;
  const evenload_table* caseworkers;
  const evenload_table* absences;
  const evenload_table* reductions;
  const evenload_table* caseworker_weeks;
} evenload_series_tables;

#define EVENLOAD_SERIES_TABLES_INIT \
  {(uint32_t)sizeof(evenload_series_tables), 0, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_series_tables_init(evenload_series_tables* tables);

typedef struct evenload_weekly_series evenload_weekly_series;

/* Measures one day of each week. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_weekly_series(
    evenload_context* context, const evenload_series_tables* tables,
    const evenload_measurement_rule* rule, const evenload_series_options* options,
    evenload_weekly_series** out);
/* Rows by group and week. \error unsupported for caseworkers where person_level was 0. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_weekly_series_table(evenload_context* context,
                                                            const evenload_weekly_series* series,
                                                            int32_t group, evenload_table** out);
/* Measuring days, and holders outside the table of caseworkers; 0 for NULL. Since 0.1. */
EVENLOAD_C_API int64_t evenload_weekly_series_weeks(const evenload_weekly_series* series);
EVENLOAD_C_API int64_t evenload_weekly_series_unknown_holders(const evenload_weekly_series* series);
EVENLOAD_C_API void evenload_weekly_series_destroy(evenload_weekly_series** series);

/* The same weeks under two rules, one group level at a time; `group` is not UNHELD. A draft alone: evenload_workload_rule_only_version. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_compare_drafts(
    evenload_context* context, const evenload_series_tables* tables,
    const evenload_measurement_rule* rule_a, const evenload_measurement_rule* rule_b,
    const evenload_series_options* options, int32_t group, evenload_table** out);

/* What changed between two days, one group level at a time; `group` is not UNHELD. `person_level`
 * and `smallest_group` as above. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_changes(
    evenload_context* context, const evenload_series_tables* tables,
    const evenload_measurement_rule* rule, int32_t from_day, int32_t to_day, int32_t person_level,
    int32_t smallest_group, int32_t group, evenload_table** out);

/* Columns of held cases on arrays of the caller, read during the call only. `n` rows. Codes count
 * from 0; -1 is nobody, no category, no unit. */
typedef struct evenload_load_spans {
  uint32_t struct_size;
  int32_t first_day; /* days since 1970-01-01; weeks begin on its weekday */
  int64_t rows;
  int64_t people;
  int64_t units;
  int64_t cases;
  int64_t categories;
  int64_t weeks;
  const int32_t* holder;    /* n; a person or -1 */
  const int32_t* from;      /* n; first day */
  const int32_t* to;        /* n; last day, included; INT32_MAX: still held */
  const int64_t* weight;    /* n; >= 0 */
  const int32_t* case_code; /* n or NULL: every row is a case of its own */
  const int32_t* role;      /* n or NULL: all alike */
  const int32_t* category;  /* n or NULL: none */
  const int32_t* unit;      /* people or NULL: unit of each person */
  int32_t threads;
  int32_t reserved; /* 0 */
} evenload_load_spans;

#define EVENLOAD_LOAD_SPANS_INIT                                                              \
  {(uint32_t)sizeof(evenload_load_spans), 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, \
   NULL, NULL, NULL, 1, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_load_spans_init(evenload_load_spans* spans);

typedef struct evenload_weekly_load evenload_weekly_load;

/* Sums by week. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_weekly_load(evenload_context* context,
                                                             const evenload_load_spans* spans,
                                                             evenload_weekly_load** out);
/* Sums of one level: load (groups * weeks), cases (groups * weeks) and counts by category
 * (categories * groups * weeks). `capacity` is how many elements the buffer holds.
 * \error out_of_range where there is no room. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_weekly_load_load(evenload_context* context,
                                                         const evenload_weekly_load* sums,
                                                         int32_t group, size_t capacity,
                                                         int64_t* out);
EVENLOAD_C_API evenload_status evenload_weekly_load_cases(evenload_context* context,
                                                          const evenload_weekly_load* sums,
                                                          int32_t group, size_t capacity,
                                                          int32_t* out);
EVENLOAD_C_API evenload_status evenload_weekly_load_by_category(evenload_context* context,
                                                                const evenload_weekly_load* sums,
                                                                int32_t group, size_t capacity,
                                                                int32_t* out);
EVENLOAD_C_API void evenload_weekly_load_destroy(evenload_weekly_load** sums);

/* Exponentially weighted level and slope per week; NaN is a missing week. Buffers of `weeks`
 * elements; each may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_trend(evenload_context* context,
                                                       const double* values, size_t weeks,
                                                       double half_life, double* level,
                                                       double* slope, double* weight);

enum { EVENLOAD_SIDE_BOTH = 0, EVENLOAD_SIDE_UPPER = 1, EVENLOAD_SIDE_LOWER = 2 };

/* Mean number of values until an alarm, and the threshold for a wanted one. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_cusum_run_length(evenload_context* context,
                                                                  double reference,
                                                                  double threshold, int32_t side,
                                                                  double head_start, double shift,
                                                                  double* out);
EVENLOAD_C_API evenload_status evenload_workload_cusum_threshold(evenload_context* context,
                                                                 double reference,
                                                                 double run_length, int32_t side,
                                                                 double head_start, double* out);

enum { EVENLOAD_CORRECTION_NONE = 0, EVENLOAD_CORRECTION_MEAN = 1, EVENLOAD_CORRECTION_CAUTIOUS = 2 };

/* Fits one autoregressive model to `series_count` series of `weeks` values each, one after the
 * other; NaN is a missing week. `phi`: `lags` elements, may be NULL where lags is 0; `sigma`; and
 * `means`: series_count elements, or NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_fit_autoregression(
    evenload_context* context, const double* values, size_t series_count, size_t weeks, size_t lags,
    int32_t correction, double risk, uint64_t seed, double* phi, double* sigma, double* means);

typedef struct evenload_alarm_options {
  uint32_t struct_size;
  int32_t side;
  double reference;
  double run_length; /* weeks between false alarms of all charts together */
  int64_t charts;
  double threshold; /* > 0: instead of run_length and charts; 0: from them */
  double head_start;
  double mean;
  double sigma;
  const double* phi; /* `lags` elements */
  uint64_t lags;
  int32_t learn_mean;
  int32_t learn_sigma;
  uint64_t first_week;
  const uint64_t* planned; /* `planned_count` positions of weeks, ascending */
  uint64_t planned_count;
} evenload_alarm_options;

#define EVENLOAD_ALARM_OPTIONS_INIT                                                               \
  {(uint32_t)sizeof(evenload_alarm_options), EVENLOAD_SIDE_BOTH, 0.5, 365.0, 1, 0.0, 0.0, 0.0, 1.0, \
   NULL, 0, 0, 0, 0, NULL, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_alarm_options_init(evenload_alarm_options* options);

/* Runs the chart over `weeks` values. Buffers of `weeks` elements, each may be NULL: residual,
 * sums upwards and downwards, alarm (0 none, 1 upper, 2 lower, 3 both); `threshold` may be NULL.
 * Since 0.1. */
EVENLOAD_C_API evenload_status evenload_workload_alarm(evenload_context* context,
                                                       const double* values, size_t weeks,
                                                       const evenload_alarm_options* options,
                                                       double* residual, double* upper,
                                                       double* lower, int8_t* alarm,
                                                       double* threshold);

#ifdef __cplusplus
}
#endif

#endif
