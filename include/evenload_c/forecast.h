/* evenload C ABI: phase model and load to come. Meaning of every field and equation:
 * include/evenload/workload/phases.hpp, load_forecast.hpp, phase_log.hpp; docs/models/forecast.md. */
#ifndef EVENLOAD_C_FORECAST_H
#define EVENLOAD_C_FORECAST_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In options: no day given. */
#define EVENLOAD_NO_DAY INT32_MIN

enum { EVENLOAD_STEP_DAY = 1, EVENLOAD_STEP_WEEK = 7 };

/* How the table of phases is read and fitted. Days are counted from 1970-01-01. */
typedef struct evenload_phase_fit_options {
  uint32_t struct_size;
  int32_t step;           /* EVENLOAD_STEP_… */
  int32_t observed_from;  /* first day from which departures were recorded, or EVENLOAD_NO_DAY */
  int32_t observed_until; /* last day seen, or EVENLOAD_NO_DAY: the last in the table */
  int64_t smoothing;      /* ages on either side, >= 0 */
  int64_t min_at_risk;    /* >= 1 */
  int64_t tail_events;    /* >= 0 */
} evenload_phase_fit_options;

#define EVENLOAD_PHASE_FIT_OPTIONS_INIT                                                       \
  {(uint32_t)sizeof(evenload_phase_fit_options), EVENLOAD_STEP_WEEK, EVENLOAD_NO_DAY,         \
   EVENLOAD_NO_DAY, 0, 10, 10}
/* Since 0.1. */
EVENLOAD_C_API void evenload_phase_fit_options_init(evenload_phase_fit_options* options);

/* A fitted model, with the cases that are open at the end of its log. */
typedef struct evenload_phase_model evenload_phase_model;

/* Fits table case_phases (docs/data-model.md). `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_forecast_fit_phases(
    evenload_context* context, const evenload_table* case_phases,
    const evenload_phase_fit_options* options, evenload_phase_model** out);
EVENLOAD_C_API void evenload_phase_model_destroy(evenload_phase_model** model);

/* What the model holds; of NULL: 0, and NULL for names past the end. Since 0.1. */
EVENLOAD_C_API int64_t evenload_phase_model_types(const evenload_phase_model* model);
EVENLOAD_C_API int64_t evenload_phase_model_phases(const evenload_phase_model* model);
EVENLOAD_C_API int64_t evenload_phase_model_units(const evenload_phase_model* model);
EVENLOAD_C_API const char* evenload_phase_model_type_name(const evenload_phase_model* model,
                                                          int64_t type);
EVENLOAD_C_API const char* evenload_phase_model_phase_name(const evenload_phase_model* model,
                                                           int64_t phase);
EVENLOAD_C_API const char* evenload_phase_model_unit_name(const evenload_phase_model* model,
                                                          int64_t unit);
EVENLOAD_C_API int64_t evenload_phase_model_open_cases(const evenload_phase_model* model);
/* First day of the first period to come. */
EVENLOAD_C_API int32_t evenload_phase_model_end_day(const evenload_phase_model* model);
/* The fit as JSON. */
EVENLOAD_C_API evenload_status evenload_phase_model_to_json(evenload_context* context,
                                                            const evenload_phase_model* model,
                                                            evenload_text** out);

/* P(stay longer than age d), d = 0 … ages - 1. `out`: room for `capacity` >= ages. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_forecast_survival(
    evenload_context* context, const evenload_phase_model* model, int32_t type, int32_t phase,
    int64_t ages, size_t capacity, double* out);
/* P(in a phase at the end of each coming period), periods * phases, for a case that has survived
 * `age` in `phase`; `phase` -1: for a case that arrives in the first period. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_forecast_remaining_path(
    evenload_context* context, const evenload_phase_model* model, int32_t type, int32_t phase,
    int64_t age, int64_t periods, size_t capacity, double* out);

/* Arrivals and weights of the periods to come. Arrays are read during the call only. */
typedef struct evenload_load_forecast_input {
  uint32_t struct_size;
  int32_t reserved;             /* 0 */
  int64_t periods;              /* >= 1 */
  int64_t series;               /* of arrivals, >= 0 */
  const int32_t* series_unit;   /* series: positions in the model */
  const int32_t* series_type;   /* series */
  const double* arrival_mean;   /* series * periods */
  const int32_t* arrival_draws; /* replications * series * periods, or NULL: Poisson */
  const double* weight;         /* periods * types * phases, role shares included */
} evenload_load_forecast_input;

#define EVENLOAD_LOAD_FORECAST_INPUT_INIT \
  {(uint32_t)sizeof(evenload_load_forecast_input), 0, 0, 0, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_load_forecast_input_init(evenload_load_forecast_input* input);

/* Expected load at the end of each period, units * periods, from cases open now and from cases to
 * come. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_forecast_expected_load(
    evenload_context* context, const evenload_phase_model* model,
    const evenload_load_forecast_input* input, size_t capacity, double* open_load,
    double* new_load);

typedef struct evenload_load_simulation_options {
  uint32_t struct_size;
  int32_t threads;      /* 0: as many as the machine has */
  int64_t replications; /* 1 to 1000000 */
  int64_t mean_over;    /* periods that make one reported mean */
  uint64_t seed;
  int32_t parameter_uncertainty; /* 1: each replication resamples the cases */
  int32_t reserved;              /* 0 */
  const evenload_stop* stop;     /* NULL: none */
} evenload_load_simulation_options;

#define EVENLOAD_LOAD_SIMULATION_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_load_simulation_options), 0, 1000, 1, 0, 1, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_load_simulation_options_init(
    evenload_load_simulation_options* options);

typedef struct evenload_load_simulation evenload_load_simulation;

/* Draws of the load; equal on any number of threads. `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_forecast_simulate_load(
    evenload_context* context, const evenload_phase_model* model,
    const evenload_load_forecast_input* input, const evenload_load_simulation_options* options,
    evenload_load_simulation** out);
EVENLOAD_C_API void evenload_load_simulation_destroy(evenload_load_simulation** simulation);
/* Of NULL: 0, done. Since 0.1. */
EVENLOAD_C_API int64_t
evenload_load_simulation_replications(const evenload_load_simulation* simulation);
EVENLOAD_C_API int64_t evenload_load_simulation_points(const evenload_load_simulation* simulation);
EVENLOAD_C_API int32_t evenload_load_simulation_stop(const evenload_load_simulation* simulation);
/* All draws, replications * units * points, and a quantile of them, units * points. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_load_simulation_load(
    evenload_context* context, const evenload_load_simulation* simulation, size_t capacity,
    double* out);
EVENLOAD_C_API evenload_status evenload_load_simulation_quantile(
    evenload_context* context, const evenload_load_simulation* simulation, double quantile,
    size_t capacity, double* out);

#ifdef __cplusplus
}
#endif

#endif
