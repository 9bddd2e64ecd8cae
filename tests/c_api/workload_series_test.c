/* Workload over time from C. */
#include "evenload_c/workload_series.h"

#include <math.h>
#include <stdint.h>

#include "check.h"

static const char rule_json[] = "{\"schema_version\": \"1.0\", \"bands\": [{\"name\": \"ok\", \"from\": 0}, {\"name\": \"over\", \"from\": 1}]}";
static const char held_json[] =
    "[{\"case\": \"a\", \"caseworker\": \"Ann\", \"weight\": 6, \"from\": \"2026-01-01\"},"
    " {\"case\": \"b\", \"caseworker\": \"Ann\", \"weight\": 5, \"from\": \"2026-01-10\", \"to\": \"2026-01-20\"},"
    " {\"case\": \"c\", \"caseworker\": \"Bo\", \"weight\": 3, \"from\": \"2026-01-01\", \"to\": \"2026-01-06\"},"
    " {\"case\": \"d\", \"caseworker\": \"Gone\", \"weight\": 1, \"from\": \"2026-01-01\"}]";
static const char people_json[] =
    "[{\"id\": \"Ann\", \"unit\": \"u\", \"capacity\": 10}, {\"id\": \"Bo\", \"unit\": \"u\", \"capacity\": 10},"
    " {\"id\": \"Cy\", \"unit\": \"u\", \"capacity\": 20}]";

enum { monday = 20458 }; /* 2026-01-05 */

static void check_tables(evenload_context* context) {
  evenload_measurement_rule* rule = NULL;
  evenload_table* held = NULL;
  evenload_table* people = NULL;
  evenload_table* table = NULL;
  evenload_weekly_series* series = NULL;
  evenload_series_tables tables = EVENLOAD_SERIES_TABLES_INIT;
  evenload_series_options options = EVENLOAD_SERIES_OPTIONS_INIT;
  double value = 0;
  const char* text = NULL;

  CHECK_OK(context, evenload_workload_rule_from_json(context, rule_json, strlen(rule_json), &rule));
  CHECK_OK(context, evenload_table_from_json(context, "held_cases", held_json, strlen(held_json), &held));
  CHECK_OK(context, evenload_table_from_json(context, "caseworkers", people_json, strlen(people_json), &people));
  tables.held_cases = held;
  tables.caseworkers = people;
  options.first_day = monday;
  options.last_day = monday + 14;
  CHECK_OK(context, evenload_workload_weekly_series(context, &tables, rule, &options, &series));
  CHECK(evenload_weekly_series_weeks(series) == 3);
  CHECK(evenload_weekly_series_unknown_holders(series) == 1);
  CHECK_OK(context, evenload_weekly_series_table(context, series, EVENLOAD_GROUP_CASEWORKER, &table));
  CHECK(evenload_table_rows(table) == 9);
  CHECK_OK(context, evenload_table_get_float64(context, table, evenload_table_find(table, "load"), 1, &value));
  CHECK(value == 11);
  CHECK_OK(context, evenload_table_get_text(context, table, evenload_table_find(table, "band"), 1, &text));
  CHECK_TEXT(text, "over");
  evenload_table_destroy(&table);
  CHECK(evenload_weekly_series_table(context, series, 4, &table) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(table == NULL);
  evenload_weekly_series_destroy(&series);

  /* Without person level there is no way to a single caseworker. */
  options.person_level = 0;
  CHECK_OK(context, evenload_workload_weekly_series(context, &tables, rule, &options, &series));
  CHECK(evenload_weekly_series_table(context, series, EVENLOAD_GROUP_CASEWORKER, &table) == EVENLOAD_ERROR_UNSUPPORTED);
  CHECK_OK(context, evenload_weekly_series_table(context, series, EVENLOAD_GROUP_UNIT, &table));
  CHECK(evenload_table_rows(table) == 3);
  CHECK(evenload_table_find(table, "caseworker") == -1);
  evenload_table_destroy(&table);
  evenload_weekly_series_destroy(&series);
  CHECK(evenload_workload_changes(context, &tables, rule, monday, monday + 7, 0, 3, EVENLOAD_GROUP_CASEWORKER, &table) == EVENLOAD_ERROR_UNSUPPORTED);
  options.smallest_group = 4;
  CHECK(evenload_workload_weekly_series(context, &tables, rule, &options, &series) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(series == NULL);

  CHECK_OK(context, evenload_workload_changes(context, &tables, rule, monday, monday + 7, 1, 3, EVENLOAD_GROUP_MUNICIPALITY, &table));
  CHECK(evenload_table_rows(table) == 12);
  CHECK_OK(context, evenload_table_get_float64(context, table, evenload_table_find(table, "load"), 1, &value));
  CHECK(value == 5); /* new */
  CHECK_OK(context, evenload_table_get_float64(context, table, evenload_table_find(table, "load"), 2, &value));
  CHECK(value == -3); /* closed */
  evenload_table_destroy(&table);
  CHECK(evenload_workload_changes(context, &tables, rule, monday, monday, 1, 3, 0, &table) == EVENLOAD_ERROR_ENDS_BEFORE_START);

  CHECK(evenload_workload_weekly_series(context, NULL, rule, &options, &series) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  tables.held_cases = NULL;
  options = (evenload_series_options)EVENLOAD_SERIES_OPTIONS_INIT;
  CHECK(evenload_workload_weekly_series(context, &tables, rule, &options, &series) == EVENLOAD_ERROR_MISSING_VALUE);
  evenload_table_destroy(&held);
  evenload_table_destroy(&people);
  evenload_workload_rule_destroy(&rule);
}

static void check_arrays(evenload_context* context) {
  const int32_t holder[] = {0, 0, 1};
  const int32_t from[] = {0, 5, 0};
  const int32_t to[] = {6, INT32_MAX, 13};
  const int64_t weight[] = {3, 4, 5};
  const int32_t unit[] = {0, 0};
  int64_t load[6] = {0};
  int32_t cases[6] = {0};
  evenload_load_spans spans = EVENLOAD_LOAD_SPANS_INIT;
  evenload_weekly_load* sums = NULL;

  spans.rows = 3;
  spans.people = 2;
  spans.units = 1;
  spans.weeks = 3;
  spans.holder = holder;
  spans.from = from;
  spans.to = to;
  spans.weight = weight;
  spans.unit = unit;
  CHECK_OK(context, evenload_workload_weekly_load(context, &spans, &sums));
  CHECK_OK(context, evenload_weekly_load_load(context, sums, EVENLOAD_GROUP_CASEWORKER, 6, load));
  CHECK(load[0] == 3 && load[1] == 4 && load[2] == 4 && load[3] == 5 && load[5] == 0);
  CHECK_OK(context, evenload_weekly_load_cases(context, sums, EVENLOAD_GROUP_MUNICIPALITY, 6, cases));
  CHECK(cases[0] == 2 && cases[1] == 2 && cases[2] == 1);
  CHECK_OK(context, evenload_weekly_load_by_category(context, sums, EVENLOAD_GROUP_UNIT, 0, NULL));
  CHECK(evenload_weekly_load_load(context, sums, EVENLOAD_GROUP_CASEWORKER, 5, load) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_weekly_load_load(context, NULL, 0, 6, load) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_weekly_load_destroy(&sums);
  spans.holder = NULL;
  CHECK(evenload_workload_weekly_load(context, &spans, &sums) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(sums == NULL);
  spans.holder = to;
  CHECK(evenload_workload_weekly_load(context, &spans, &sums) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "caseworker");
  spans.rows = -1;
  CHECK(evenload_workload_weekly_load(context, &spans, &sums) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

static void check_alarm(evenload_context* context) {
  const double values[] = {0, 1, 3, 3, 3, 3};
  const double half = 0.5;
  const uint64_t planned[] = {2};
  double level[6], upper[6], threshold = 0, length = 0, phi = 0, sigma = 0, means[2];
  int8_t alarm[6];
  double series[80];
  size_t i = 0;
  evenload_alarm_options options = EVENLOAD_ALARM_OPTIONS_INIT;

  CHECK_OK(context, evenload_workload_trend(context, values, 6, 1.0, level, NULL, NULL));
  CHECK(fabs(level[1] - 2.0 / 3.0) < 1e-12);
  CHECK(evenload_workload_trend(context, values, 6, 0.0, level, NULL, NULL) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_workload_cusum_run_length(context, 0.5, 4.0, EVENLOAD_SIDE_BOTH, 0.0, 0.0, &length));
  CHECK(fabs(length - 168) < 1);
  CHECK_OK(context, evenload_workload_cusum_threshold(context, 0.5, length, EVENLOAD_SIDE_BOTH, 0.0, &threshold));
  CHECK(fabs(threshold - 4) < 1e-6);
  CHECK(evenload_workload_cusum_threshold(context, 0.5, length, 3, 0.0, &threshold) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_workload_cusum_run_length(context, 0.5, 4.0, 0, 0.0, 0.0, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  options.threshold = 4;
  CHECK_OK(context, evenload_workload_alarm(context, values, 6, &options, NULL, upper, NULL, alarm, &threshold));
  CHECK(upper[1] == 0.5 && upper[2] == 3 && alarm[2] == 0 && alarm[3] == 1 && threshold == 4);
  options.planned = planned;
  options.planned_count = 1;
  CHECK_OK(context, evenload_workload_alarm(context, values, 6, &options, NULL, upper, NULL, alarm, NULL));
  CHECK(upper[2] == 2.5);
  options.phi = &half;
  options.lags = 1;
  CHECK_OK(context, evenload_workload_alarm(context, values, 6, &options, NULL, NULL, NULL, NULL, NULL));
  options.sigma = 0;
  CHECK(evenload_workload_alarm(context, values, 6, &options, NULL, NULL, NULL, NULL, NULL) == EVENLOAD_ERROR_OUT_OF_RANGE);

  for (i = 0; i < 80; ++i) series[i] = (double)((i * 7919 + 13 * i * i) % 17);
  CHECK_OK(context, evenload_workload_fit_autoregression(context, series, 2, 40, 1, EVENLOAD_CORRECTION_MEAN, 0.1, 0, &phi, &sigma, means));
  CHECK(phi > -1 && phi < 1 && sigma > 0);
  CHECK(evenload_workload_fit_autoregression(context, series, 2, 40, 1, EVENLOAD_CORRECTION_MEAN, 0.1, 0, NULL, &sigma, means) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_workload_fit_autoregression(context, series, 1, 3, 1, EVENLOAD_CORRECTION_NONE, 0.1, 0, &phi, &sigma, NULL) == EVENLOAD_ERROR_MISSING_VALUE);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  check_tables(context);
  check_arrays(context);
  check_alarm(context);
  evenload_context_destroy(&context);
  return checked();
}
