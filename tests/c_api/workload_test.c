/* Measurement of workload from C. */
#include "evenload_c/workload.h"

#include <math.h>

#include "check.h"

static const char rule_json[] =
    "{\"schema_version\": \"1.0\","
    " \"weights\": {\"name\": \"points\", \"tables\": [{\"version\": \"1\", \"source\": \"test\", \"effective_from\": \"2026-01-01\","
    "   \"weights\": [{\"case_type\": \"investigation\", \"points\": 8}],"
    "   \"factors\": [{\"name\": \"travel\", \"kind\": \"add\", \"value\": \"3/2\"}]}]},"
    " \"bands\": [{\"name\": \"below\", \"colour\": \"green\", \"from\": 0}, {\"name\": \"full\", \"colour\": \"amber\", \"from\": 1},"
    "   {\"name\": \"over\", \"colour\": \"red\", \"from\": \"11/10\", \"strictly_above\": true}]}";

/* The ratio in a row of a table, or -1 where there is none. */
static double ratio_in(evenload_context* context, const evenload_table* table, int64_t row) {
  double value = -1;
  if (evenload_table_is_valid(table, evenload_table_find(table, "ratio"), row)) {
    CHECK_OK(context, evenload_table_get_float64(context, table, evenload_table_find(table, "ratio"), row, &value));
  }
  return value;
}

/* Conversion, two units side by side, supervisors, and a log of events. */
static void check_families(evenload_context* context) {
  static const char caps_json[] =
      "{\"schema_version\": \"1.0\", \"weights\": {\"name\": \"caps\", \"family\": \"caseload_caps\", \"tables\": [{\"version\": \"1\","
      " \"effective_from\": \"2026-01-01\", \"weights\": [{\"case_type\": \"family\", \"cap\": 17}]}]}, \"capacity\": {\"bands\": [{\"norm\": 1}]}}";
  static const char mapping[] =
      "{\"schema_version\": \"1.0\", \"case_column\": \"case\", \"time_column\": \"time\", \"resource_column\": \"who\", \"open\": \"events\"}";
  const char* const case_ids[] = {"c1", "c2"};
  const char* const types[] = {"family", "family"};
  const char* const holders[] = {"w1", "w2"};
  const char* const worker_ids[] = {"w1", "w2"};
  const char* const worker_units[] = {"a", "b"};
  const char* const supervisors[] = {"w2", NULL};
  const char* const units[] = {"a", "b"};
  const char* const times[] = {"2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z"};
  const double hours[] = {40, 20};
  evenload_measurement_rule* caps = NULL;
  evenload_measurement_rule* points = NULL;
  const evenload_measurement_rule* rules[2];
  evenload_table* cases = NULL;
  evenload_table* caseworkers = NULL;
  evenload_table* compared = NULL;
  evenload_table* cross = NULL;
  evenload_table* caveats = NULL;
  evenload_text* summary = NULL;
  int64_t span = 0;

  CHECK_OK(context, evenload_workload_rule_from_json(context, caps_json, strlen(caps_json), &caps));
  CHECK(evenload_workload_rule_convert(context, caps, 3, 1, 1, 170, 1, &points) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(points == NULL);
  CHECK_OK(context, evenload_workload_rule_convert(context, caps, EVENLOAD_ADDITIVE_POINTS, 1, 1, 170, 1, &points));
  CHECK(evenload_workload_rule_convert(context, caps, EVENLOAD_HOURS_PER_MONTH, 17, 1, 120, 1, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  CHECK_OK(context, evenload_table_create(context, "cases", 2, &cases));
  CHECK_OK(context, evenload_table_set_text(context, cases, "id", case_ids));
  CHECK_OK(context, evenload_table_set_text(context, cases, "type", types));
  CHECK_OK(context, evenload_table_set_text(context, cases, "current_caseworker", holders));
  CHECK_OK(context, evenload_table_create(context, "caseworkers", 2, &caseworkers));
  CHECK_OK(context, evenload_table_set_text(context, caseworkers, "id", worker_ids));
  CHECK_OK(context, evenload_table_set_text(context, caseworkers, "unit", worker_units));
  CHECK_OK(context, evenload_table_set_text(context, caseworkers, "supervisor", supervisors));
  CHECK_OK(context, evenload_table_set_float64(context, caseworkers, "contracted_hours", hours, NULL));

  rules[0] = caps;
  rules[1] = points;
  CHECK_OK(context, evenload_workload_compare_units(context, cases, caseworkers, NULL, NULL, NULL, units, rules, 2, 20780, &compared, &cross, &caveats));
  CHECK(evenload_table_rows(compared) == 2 && evenload_table_rows(cross) == 2);
  CHECK(ratio_in(context, compared, 0) == 1.0 / 17 && ratio_in(context, compared, 1) == 2.0 / 17);
  CHECK(ratio_in(context, cross, 0) == 1.0 / 17);
  CHECK(evenload_table_rows(caveats) == 4); /* two drafts, one converted, two families */
  evenload_table_destroy(&compared);
  evenload_table_destroy(&cross);
  evenload_table_destroy(&caveats);
  CHECK(evenload_workload_compare_units(context, cases, caseworkers, NULL, NULL, NULL, units, rules, 2, 20780, &compared, NULL, &caveats) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(compared == NULL && caveats == NULL);

  CHECK_OK(context, evenload_workload_measure_supervisors(context, cases, caseworkers, NULL, NULL, NULL, caps, 20780, 40, 5, &compared));
  CHECK(evenload_table_rows(compared) == 1);
  CHECK_OK(context, evenload_table_get_int64(context, compared, evenload_table_find(compared, "span"), 0, &span));
  CHECK(span == 1);
  evenload_table_destroy(&compared);
  CHECK(evenload_workload_measure_supervisors(context, cases, caseworkers, NULL, NULL, NULL, caps, 20780, 0, 5, &compared) == EVENLOAD_ERROR_OUT_OF_RANGE);
  evenload_table_destroy(&cases);

  CHECK_OK(context, evenload_table_create(context, "log", 2, &cases));
  CHECK_OK(context, evenload_table_set_text(context, cases, "case", case_ids));
  CHECK_OK(context, evenload_table_set_text(context, cases, "who", holders));
  CHECK_OK(context, evenload_table_set_text(context, cases, "time", times));
  CHECK_OK(context, evenload_workload_holdings_of_log(context, cases, mapping, strlen(mapping), &compared, &cross, &caveats, &summary));
  CHECK(evenload_table_rows(compared) == 2 && evenload_table_rows(cross) == 2);
  CHECK(strstr(evenload_text_data(summary), "\"events\":2") != NULL);
  CHECK(evenload_table_rows(caveats) == 2);
  evenload_text_destroy(&summary);
  evenload_table_destroy(&compared);
  evenload_table_destroy(&cross);
  evenload_table_destroy(&caveats);
  CHECK(evenload_workload_holdings_of_log(context, cases, "{}", 2, &compared, &cross, &caveats, &summary) == EVENLOAD_ERROR_MISSING_VALUE);
  CHECK(compared == NULL && summary == NULL);

  evenload_table_destroy(&cases);
  evenload_table_destroy(&caseworkers);
  evenload_workload_rule_destroy(&caps);
  evenload_workload_rule_destroy(&points);
}

int main(void) {
  evenload_context* context = NULL;
  evenload_measurement_rule* rule = NULL;
  evenload_text* text = NULL;
  evenload_table* cases = NULL;
  evenload_table* caseworkers = NULL;
  evenload_table* measured = NULL;
  const char* const case_ids[] = {"c1", "c2", "c3"};
  const char* const types[] = {"investigation", "investigation", "investigation"};
  const char* const holders[] = {"w1", "w1", "gone"};
  const char* const states[] = {"started", "started", "started"};
  const char* const worker_ids[] = {"w1", "w2"};
  const double capacity[] = {16, 0};
  const char* const factors[] = {"travel"};
  const char* const unknown[] = {"ship"};
  const char* bad = "{\"schema_version\": \"1.0\", \"bandz\": []}";
  const char* band = NULL;
  int64_t numerator = 0;
  int64_t denominator = 0;
  int64_t unmatched = -1;
  double ratio = 0;

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_workload_rule_from_json(context, rule_json, strlen(rule_json), &rule));
  CHECK_OK(context, evenload_workload_case_weight(context, rule, "investigation", NULL, factors, 1, 20780, &numerator, &denominator));
  CHECK(numerator == 19 && denominator == 2);
  CHECK(evenload_workload_case_weight(context, rule, "unheard of", NULL, NULL, 0, 20780, &numerator, &denominator) == EVENLOAD_ERROR_UNKNOWN_WEIGHT);
  CHECK(evenload_workload_case_weight(context, rule, "investigation", NULL, unknown, 1, 20780, &numerator, &denominator) == EVENLOAD_ERROR_UNKNOWN_WEIGHT);
  CHECK(evenload_workload_case_weight(context, rule, "investigation", NULL, NULL, 0, 10000, &numerator, &denominator) == EVENLOAD_ERROR_UNKNOWN_WEIGHT);

  CHECK_OK(context, evenload_table_create(context, "cases", 3, &cases));
  CHECK_OK(context, evenload_table_set_text(context, cases, "id", case_ids));
  CHECK_OK(context, evenload_table_set_text(context, cases, "type", types));
  CHECK_OK(context, evenload_table_set_text(context, cases, "current_caseworker", holders));
  CHECK_OK(context, evenload_table_set_text(context, cases, "state", states));
  CHECK_OK(context, evenload_table_create(context, "caseworkers", 2, &caseworkers));
  CHECK_OK(context, evenload_table_set_text(context, caseworkers, "id", worker_ids));
  CHECK_OK(context, evenload_table_set_float64(context, caseworkers, "capacity", capacity, NULL));

  CHECK_OK(context, evenload_workload_measure(context, cases, caseworkers, NULL, NULL, NULL, rule, 20780, &unmatched, &measured));
  CHECK(unmatched == 1);
  CHECK(evenload_table_rows(measured) == 2);
  CHECK_OK(context, evenload_table_get_float64(context, measured, evenload_table_find(measured, "ratio"), 0, &ratio));
  CHECK(ratio == 1);
  CHECK_OK(context, evenload_table_get_text(context, measured, evenload_table_find(measured, "band"), 0, &band));
  CHECK_TEXT(band, "full");
  CHECK(evenload_table_is_valid(measured, evenload_table_find(measured, "ratio"), 1) == 0);
  evenload_table_destroy(&measured);

  CHECK_OK(context, evenload_workload_rule_to_json(context, rule, &text));
  evenload_workload_rule_destroy(&rule);
  CHECK_OK(context, evenload_workload_rule_from_json(context, evenload_text_data(text), evenload_text_size(text), &rule));
  evenload_text_destroy(&text);
  evenload_workload_rule_destroy(&rule);
  CHECK(evenload_workload_rule_from_json(context, bad, strlen(bad), &rule) == EVENLOAD_ERROR_UNKNOWN_FIELD);
  CHECK_TEXT(evenload_context_error_column(context), "bandz");
  CHECK(rule == NULL);
  CHECK(evenload_workload_measure(context, cases, caseworkers, NULL, NULL, NULL, NULL, 20780, NULL, &measured) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_table_destroy(&cases);
  evenload_table_destroy(&caseworkers);
  check_families(context);
  evenload_context_destroy(&context);
  return checked();
}
