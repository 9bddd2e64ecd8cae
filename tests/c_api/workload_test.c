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
  evenload_context_destroy(&context);
  return checked();
}
