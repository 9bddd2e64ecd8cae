/* Phase model and load to come through a table and arrays: answers, refusals. */
#include "evenload_c/forecast.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "check.h"

/* Ten cases that stay in "p" for one to five weeks, one that is open; Mondays of 2026. */
static const char json[] =
    "[{\"case\":\"0\",\"type\":\"x\",\"unit\":\"u\",\"phase\":\"p\",\"from\":\"2026-01-05\",\"to\":\"2026-01-12\"},"
    "{\"case\":\"1\",\"type\":\"x\",\"unit\":\"u\",\"phase\":\"p\",\"from\":\"2026-01-05\",\"to\":\"2026-01-19\"},"
    "{\"case\":\"2\",\"type\":\"x\",\"unit\":\"u\",\"phase\":\"p\",\"from\":\"2026-01-05\",\"to\":\"2026-01-26\"},"
    "{\"case\":\"3\",\"type\":\"x\",\"unit\":\"u\",\"phase\":\"p\",\"from\":\"2026-01-05\",\"to\":\"2026-02-02\"},"
    "{\"case\":\"4\",\"type\":\"x\",\"unit\":\"u\",\"phase\":\"p\",\"from\":\"2026-01-12\"}]";

static evenload_table* made_table(evenload_context* context, const char* text, size_t size) {
  evenload_table* table = NULL;
  CHECK_OK(context, evenload_table_from_json(context, "case_phases", text, size, &table));
  return table;
}

static evenload_phase_model* fitted(evenload_context* context) {
  evenload_table* table = made_table(context, json, sizeof json - 1);
  evenload_phase_fit_options options = EVENLOAD_PHASE_FIT_OPTIONS_INIT;
  evenload_phase_model* model = NULL;
  options.observed_until = 20490; /* 2026-02-06, a Friday: the last whole week ends on 1 February */
  options.min_at_risk = 1;
  options.tail_events = 0;
  CHECK_OK(context, evenload_forecast_fit_phases(context, table, &options, &model));
  evenload_table_destroy(&table);
  return model;
}

static void fits(evenload_context* context) {
  evenload_phase_model* model = fitted(context);
  double alive[4] = {-1, -1, -1, -1};
  double path[2] = {-1, -1};
  evenload_text* text = NULL;
  CHECK(evenload_phase_model_types(model) == 1 && evenload_phase_model_phases(model) == 1);
  CHECK(evenload_phase_model_units(model) == 1 && evenload_phase_model_open_cases(model) == 2);
  CHECK(evenload_phase_model_end_day(model) == 20486); /* 2026-02-02 */
  CHECK_TEXT(evenload_phase_model_type_name(model, 0), "x");
  CHECK_TEXT(evenload_phase_model_phase_name(model, 0), "p");
  CHECK_TEXT(evenload_phase_model_unit_name(model, 0), "u");
  CHECK(evenload_phase_model_type_name(model, 1) == NULL);
  CHECK(evenload_phase_model_type_name(model, -1) == NULL);
  CHECK(evenload_forecast_survival(context, model, 0, 0, 4, 3, alive) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(alive[0] == -1);
  CHECK_OK(context, evenload_forecast_survival(context, model, 0, 0, 4, 4, alive));
  CHECK(alive[0] == 1 && fabs(alive[1] - .8) < 1e-12 && fabs(alive[2] - .6) < 1e-12);
  CHECK(fabs(alive[3] - .3) < 1e-12);
  CHECK_OK(context, evenload_forecast_remaining_path(context, model, 0, 0, 0, 2, 2, path));
  CHECK(fabs(path[0] - .8) < 1e-12 && fabs(path[1] - .6) < 1e-12);
  CHECK_OK(context, evenload_forecast_remaining_path(context, model, 0, -1, 0, 2, 2, path));
  CHECK(fabs(path[0] - 1) < 1e-12 && fabs(path[1] - .8) < 1e-12);
  CHECK_OK(context, evenload_phase_model_to_json(context, model, &text));
  CHECK(evenload_text_size(text) > 50);
  evenload_text_destroy(&text);
  evenload_phase_model_destroy(&model);
  CHECK(model == NULL);
  evenload_phase_model_destroy(&model);
  CHECK(evenload_phase_model_types(NULL) == 0 && evenload_phase_model_unit_name(NULL, 0) == NULL);
  CHECK(evenload_phase_model_open_cases(NULL) == 0 && evenload_phase_model_end_day(NULL) == 0);
}

static void forecasts(evenload_context* context) {
  evenload_phase_model* model = fitted(context);
  const int32_t unit[] = {0};
  const int32_t type[] = {0};
  const double mean[] = {2, 2, 2};
  const double weight[] = {10, 10, 5};
  const int32_t draws[] = {2, 2, 2, 2, 2, 2};
  double open_load[3], new_load[3], draw[6], median[3];
  evenload_load_forecast_input input = EVENLOAD_LOAD_FORECAST_INPUT_INIT;
  evenload_load_simulation_options options = EVENLOAD_LOAD_SIMULATION_OPTIONS_INIT;
  evenload_load_simulation* simulation = NULL;
  evenload_stop* stop = NULL;
  input.periods = 3;
  input.series = 1;
  input.series_unit = unit;
  input.series_type = type;
  input.arrival_mean = mean;
  input.weight = weight;
  CHECK_OK(context, evenload_forecast_expected_load(context, model, &input, 3, open_load, new_load));
  /* Two are open, at ages 2 and 3; nobody was seen to leave after age 3. */
  CHECK(fabs(new_load[0] - 20) < 1e-9 && fabs(new_load[1] - 36) < 1e-9);
  CHECK(fabs(new_load[2] - 5 * (2 + 1.6 + 1.2)) < 1e-9);
  CHECK(open_load[0] > 10 && open_load[0] < 20);

  input.arrival_draws = draws;
  options.replications = 2;
  options.parameter_uncertainty = 0;
  options.threads = 1;
  CHECK_OK(context, evenload_forecast_simulate_load(context, model, &input, &options, &simulation));
  CHECK(evenload_load_simulation_replications(simulation) == 2);
  CHECK(evenload_load_simulation_points(simulation) == 3);
  CHECK(evenload_load_simulation_stop(simulation) == EVENLOAD_STOP_DONE);
  CHECK(evenload_load_simulation_load(context, simulation, 5, draw) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_load_simulation_load(context, simulation, 6, draw));
  CHECK_OK(context, evenload_load_simulation_quantile(context, simulation, .5, 3, median));
  CHECK(fabs(median[0] - (draw[0] + draw[3]) / 2) < 1e-9 && draw[0] >= 20);
  CHECK(evenload_load_simulation_quantile(context, simulation, 2, 3, median) == EVENLOAD_ERROR_OUT_OF_RANGE);
  evenload_load_simulation_destroy(&simulation);
  CHECK(simulation == NULL);

  CHECK_OK(context, evenload_stop_create(&stop));
  evenload_stop_request(stop);
  options.stop = stop;
  CHECK_OK(context, evenload_forecast_simulate_load(context, model, &input, &options, &simulation));
  CHECK(evenload_load_simulation_stop(simulation) == EVENLOAD_STOP_CANCELLED);
  CHECK(evenload_load_simulation_replications(simulation) == 0);
  evenload_load_simulation_destroy(&simulation);
  evenload_stop_destroy(&stop);
  CHECK(evenload_load_simulation_replications(NULL) == 0 && evenload_load_simulation_points(NULL) == 0);
  evenload_phase_model_destroy(&model);
}

static void refuses(evenload_context* context) {
  static const char backwards[] =
      "[{\"case\":\"a\",\"phase\":\"p\",\"from\":\"2026-01-05\",\"to\":\"2026-01-04\"}]";
  evenload_table* table = made_table(context, backwards, sizeof backwards - 1);
  evenload_phase_fit_options options = EVENLOAD_PHASE_FIT_OPTIONS_INIT;
  evenload_phase_model* model = (evenload_phase_model*)context;
  evenload_load_forecast_input input = EVENLOAD_LOAD_FORECAST_INPUT_INIT;
  evenload_load_simulation_options bad = EVENLOAD_LOAD_SIMULATION_OPTIONS_INIT;
  evenload_load_simulation* simulation = NULL;
  const double weight[] = {1, -1};
  double out[4];
  CHECK(evenload_forecast_fit_phases(context, table, NULL, &model) == EVENLOAD_ERROR_ENDS_BEFORE_START);
  CHECK(model == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "case_phases");
  CHECK_TEXT(evenload_context_error_column(context), "to");
  CHECK(evenload_context_error_row(context) == 0);
  CHECK(evenload_forecast_fit_phases(context, NULL, NULL, &model) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  options.step = 3;
  CHECK(evenload_forecast_fit_phases(context, table, &options, &model) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  options.step = EVENLOAD_STEP_DAY;
  options.observed_until = INT32_MAX;
  CHECK(evenload_forecast_fit_phases(context, table, &options, &model) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_table_destroy(&table);

  model = fitted(context);
  CHECK(evenload_forecast_survival(context, model, 0, 7, 4, 4, out) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_forecast_survival(context, NULL, 0, 0, 4, 4, out) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_forecast_remaining_path(context, model, 0, -2, 0, 2, 2, out) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_forecast_expected_load(context, model, NULL, 4, out, out) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  input.periods = 2;
  CHECK(evenload_forecast_expected_load(context, model, &input, 4, out, out) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_column(context), "input.weight");
  input.weight = weight;
  CHECK(evenload_forecast_expected_load(context, model, &input, 4, out, out) == EVENLOAD_ERROR_NEGATIVE_VALUE);
  input.series = 1;
  CHECK(evenload_forecast_expected_load(context, model, &input, 4, out, out) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_column(context), "input.series_unit");
  input.series = INT64_MAX;
  CHECK(evenload_forecast_expected_load(context, model, &input, 4, out, out) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  input.series = 0;
  input.periods = -1;
  CHECK(evenload_forecast_expected_load(context, model, &input, 4, out, out) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  input.periods = 1;
  bad.replications = 0;
  CHECK(evenload_forecast_simulate_load(context, model, &input, &bad, &simulation) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(simulation == NULL);
  evenload_phase_model_destroy(&model);
}

/* Layout of 0.1 on 64-bit machines, and INIT macros against init functions. */
static void keeps_its_layout(void) {
  const evenload_phase_fit_options fit_macro = EVENLOAD_PHASE_FIT_OPTIONS_INIT;
  const evenload_load_forecast_input input_macro = EVENLOAD_LOAD_FORECAST_INPUT_INIT;
  const evenload_load_simulation_options draw_macro = EVENLOAD_LOAD_SIMULATION_OPTIONS_INIT;
  evenload_phase_fit_options fit;
  evenload_load_forecast_input input;
  evenload_load_simulation_options draw;
  memset(&fit, 1, sizeof fit);
  memset(&input, 1, sizeof input);
  memset(&draw, 1, sizeof draw);
  evenload_phase_fit_options_init(&fit);
  evenload_load_forecast_input_init(&input);
  evenload_load_simulation_options_init(&draw);
  evenload_phase_fit_options_init(NULL);
  evenload_load_forecast_input_init(NULL);
  evenload_load_simulation_options_init(NULL);
  CHECK(memcmp(&fit, &fit_macro, sizeof fit) == 0);
  CHECK(memcmp(&input, &input_macro, sizeof input) == 0);
  CHECK(memcmp(&draw, &draw_macro, sizeof draw) == 0);
  if (sizeof(void*) != 8) return;
  CHECK(offsetof(evenload_phase_fit_options, smoothing) == 16);
  CHECK(sizeof(evenload_phase_fit_options) == 40);
  CHECK(offsetof(evenload_load_forecast_input, weight) == 56);
  CHECK(sizeof(evenload_load_forecast_input) == 64);
  CHECK(offsetof(evenload_load_simulation_options, stop) == 40);
  CHECK(sizeof(evenload_load_simulation_options) == 48);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  keeps_its_layout();
  fits(context);
  forecasts(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
