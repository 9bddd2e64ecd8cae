/* Time studies and panels from C. */
#include "evenload_c/time_study.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "check.h"

static const char log_json[] =
    "[{\"caseworker\": \"a\", \"hours\": 2, \"count_x\": 1, \"count_y\": 0}, {\"caseworker\": \"a\", \"hours\": 3, \"count_x\": 0, \"count_y\": 1},"
    " {\"caseworker\": \"b\", \"hours\": 7, \"count_x\": 2, \"count_y\": 1}, {\"caseworker\": \"b\", \"hours\": 11, \"count_x\": 1, \"count_y\": 3},"
    " {\"caseworker\": \"c\", \"hours\": 14, \"count_x\": 4, \"count_y\": 2}, {\"caseworker\": \"c\", \"hours\": 15, \"count_x\": 0, \"count_y\": 5}]";
static const char intended_json[] = "[{\"type\": \"x\", \"weight\": 1}]";
static const char panel_json[] = "[{\"panelist\": \"p\", \"type\": \"x\", \"estimate\": 2}, {\"panelist\": \"q\", \"type\": \"x\", \"estimate\": 4}]";

int main(void) {
  evenload_context* context = NULL;
  evenload_table* log = NULL;
  evenload_table* table = NULL;
  evenload_table* intended = NULL;
  evenload_table* panel = NULL;
  evenload_time_study* study = NULL;
  evenload_text* text = NULL;
  evenload_time_study_options options;
  evenload_time_study_options macro = EVENLOAD_TIME_STUDY_OPTIONS_INIT;
  evenload_panel_options panel_options;
  evenload_panel_options panel_macro = EVENLOAD_PANEL_OPTIONS_INIT;
  const char* const types[] = {"y", "unheard of"};
  const double hours[] = {3, 1};
  const char* status = NULL;
  double value = 0;
  double fitted[6];

  memset(&options, 0, sizeof options);
  evenload_time_study_options_init(&options);
  CHECK(options.level == macro.level && options.bootstraps == macro.bootstraps && options.struct_size == macro.struct_size && options.fixed_types == NULL);
  memset(&panel_options, 0, sizeof panel_options);
  evenload_panel_options_init(&panel_options);
  CHECK(panel_options.stable_within == panel_macro.stable_within && panel_options.struct_size == panel_macro.struct_size);
  if (sizeof(void*) == 8) {
    CHECK(offsetof(evenload_time_study_options, fixed_count) == 32);
    CHECK(sizeof(evenload_time_study_options) == 80);
    CHECK(sizeof(evenload_panel_options) == 40);
  }

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_table_from_json(context, "time_log", log_json, strlen(log_json), &log));
  options.bootstraps = 99;
  options.keep_replicates = 1;
  CHECK_OK(context, evenload_workload_fit_time_study(context, log, &options, NULL, &study));
  CHECK(evenload_time_study_rows(study) == 6);
  CHECK(evenload_time_study_replicate_values(study) > 0);
  CHECK(evenload_time_study_fitted(context, study, 5, fitted) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_time_study_fitted(context, study, 6, fitted));
  CHECK(fabs(fitted[5] - 15) < 1e-9);
  CHECK_OK(context, evenload_time_study_weights(context, study, &table));
  CHECK(evenload_table_rows(table) == 2);
  CHECK_OK(context, evenload_table_get_float64(context, table, evenload_table_find(table, "hours"), 1, &value));
  CHECK(fabs(value - 3) < 1e-9);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_time_study_workers(context, study, &table));
  CHECK(evenload_table_rows(table) == 3);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_time_study_collinearity(context, study, &table));
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_time_study_units(context, study, &table));
  CHECK(evenload_table_rows(table) == 0);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_time_study_summary(context, study, &table));
  CHECK(evenload_table_rows(table) == 1);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_time_study_to_json(context, study, &text));
  CHECK(strstr(evenload_text_data(text), "\"schema_version\"") != NULL);
  evenload_text_destroy(&text);
  CHECK_OK(context, evenload_table_from_json(context, "intended", intended_json, strlen(intended_json), &intended));
  CHECK_OK(context, evenload_time_study_compare(context, study, intended, 0, &table));
  CHECK_OK(context, evenload_table_get_text(context, table, evenload_table_find(table, "verdict"), 0, &status));
  CHECK(strcmp(status, "above") == 0);
  evenload_table_destroy(&table);
  evenload_time_study_destroy(&study);
  CHECK(study == NULL);

  options.fixed_count = 1;
  options.fixed_types = types;
  options.fixed_hours = hours;
  CHECK_OK(context, evenload_workload_fit_time_study(context, log, &options, NULL, &study));
  evenload_time_study_destroy(&study);
  options.fixed_count = 2;
  CHECK(evenload_workload_fit_time_study(context, log, &options, NULL, &study) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK(study == NULL);
  options.fixed_types = NULL;
  CHECK(evenload_workload_fit_time_study(context, log, &options, NULL, &study) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  options.fixed_count = -1;
  CHECK(evenload_workload_fit_time_study(context, log, &options, NULL, &study) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  options.fixed_count = 0;
  options.fixed_part = 17;
  CHECK(evenload_workload_fit_time_study(context, log, &options, NULL, &study) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_workload_fit_time_study(context, NULL, NULL, NULL, &study) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_time_study_weights(context, NULL, &table) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_time_study_rows(NULL) == 0);
  CHECK(evenload_time_study_replicate_values(NULL) == 0);

  CHECK_OK(context, evenload_table_from_json(context, "panel", panel_json, strlen(panel_json), &panel));
  CHECK_OK(context, evenload_workload_panel_rounds(context, panel, NULL, &table));
  CHECK_OK(context, evenload_table_get_float64(context, table, evenload_table_find(table, "median"), 0, &value));
  CHECK(value == 3);
  evenload_table_destroy(&table);
  panel_options.has_scale = 1;
  CHECK(evenload_workload_panel_rounds(context, panel, &panel_options, &table) == EVENLOAD_ERROR_OUT_OF_RANGE);

  evenload_table_destroy(&panel);
  evenload_table_destroy(&intended);
  evenload_table_destroy(&log);
  evenload_context_destroy(&context);
  return checked();
}
