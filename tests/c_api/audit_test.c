/* Audit: seal, document, verification, what is refused, and that a key shows nowhere. */
#include "evenload_c/audit.h"

#include <stddef.h>

#include "check.h"

static const char policy_json[] = "{\"schema_version\": \"1.0\", \"name\": \"test\", \"on\": \"2026-11-23\"}";
static const char input_json[] =
    "{\"schema_version\": \"1.0\", \"cases\": [{\"id\": \"c1\", \"weight\": 6}, {\"id\": \"c2\", \"weight\": 4}],"
    " \"caseworkers\": [{\"id\": \"w1\", \"unit\": \"u\", \"capacity\": 10}, {\"id\": \"w2\", \"unit\": \"u\", \"capacity\": 10}]}";
static const char other_order_json[] =
    "{\"schema_version\": \"1.0\", \"caseworkers\": [{\"id\": \"w2\", \"unit\": \"u\", \"capacity\": 10}, {\"id\": \"w1\", \"unit\": \"u\", \"capacity\": 10}],"
    " \"cases\": [{\"id\": \"c2\", \"weight\": 4}, {\"id\": \"c1\", \"weight\": 6}]}";
static const char changed_json[] =
    "{\"schema_version\": \"1.0\", \"cases\": [{\"id\": \"c1\", \"weight\": 6}, {\"id\": \"c2\", \"weight\": 5}],"
    " \"caseworkers\": [{\"id\": \"w1\", \"unit\": \"u\", \"capacity\": 10}, {\"id\": \"w2\", \"unit\": \"u\", \"capacity\": 10}]}";
static const char settings[] = "{\"without_caseworkers\": [\"w1\"]}";
static const char key[] = "kept in a safe, never in a log!!";
static const char other_key[] = "kept in another safe, not a log!";

static evenload_input* read_input(evenload_context* context, const char* json) {
  evenload_input* input = NULL;
  CHECK_OK(context, evenload_allocation_input_from_json(context, json, strlen(json), &input));
  return input;
}

static void check_structs(void) {
  const evenload_seal_options macro = EVENLOAD_SEAL_OPTIONS_INIT;
  evenload_seal_options function;
  memset(&function, 0, sizeof function);
  evenload_seal_options_init(&function);
  evenload_seal_options_init(NULL);
  /* Field by field: the bytes between them are nobody's. */
  CHECK(function.struct_size == macro.struct_size && function.struct_size == sizeof macro);
  CHECK(function.key_name == macro.key_name && function.decided_by_role == macro.decided_by_role);
  if (sizeof(void*) != 8) return;
  CHECK(offsetof(evenload_seal_options, key_name) == 8);
  CHECK(sizeof(evenload_seal_options) == 24);
}

int main(void) {
  evenload_context* context = NULL;
  evenload_policy* policy = NULL;
  evenload_input* input = NULL;
  evenload_input* other_order = NULL;
  evenload_input* changed = NULL;
  evenload_plan* plan = NULL;
  evenload_sealed_record* record = NULL;
  evenload_sealed_record* read_again = NULL;
  evenload_verb_answer* answer = NULL;
  evenload_plan* verb_plan = NULL;
  evenload_sealed_record* verb_record = NULL;
  evenload_sealed_record* read_no_record = NULL;
  evenload_text* text = NULL;
  evenload_text* same_text = NULL;
  evenload_text* report = NULL;
  evenload_seal_options options = EVENLOAD_SEAL_OPTIONS_INIT;
  int32_t agrees = -1;

  check_structs();
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, policy_json, strlen(policy_json), &policy));
  input = read_input(context, input_json);
  other_order = read_input(context, other_order_json);
  changed = read_input(context, changed_json);
  CHECK_OK(context, evenload_allocation_allocate(context, input, policy, NULL, &plan));

  options.key_name = "2026";
  options.decided_by_role = "unit manager";
  CHECK_OK(context, evenload_allocation_seal(context, plan, key, strlen(key), &options, &record));
  CHECK_OK(context, evenload_sealed_record_to_json(context, record, &text));
  CHECK(strstr(evenload_text_data(text), "unit manager") != NULL);
  CHECK(strstr(evenload_text_data(text), "safe") == NULL);
  CHECK_OK(context, evenload_allocation_sealed_record_from_json(context, evenload_text_data(text), evenload_text_size(text), &read_again));
  CHECK_OK(context, evenload_sealed_record_to_json(context, read_again, &same_text));
  CHECK_TEXT(evenload_text_data(same_text), evenload_text_data(text));
  evenload_text_destroy(&text);
  evenload_text_destroy(&same_text);

  /* The order of rows is nothing; a weight is. */
  CHECK_OK(context, evenload_allocation_verify(context, read_again, other_order, policy, key, strlen(key), NULL, &agrees, &report));
  CHECK(agrees == 1);
  CHECK(strstr(evenload_text_data(report), "\"repetition\":\"repeated\"") != NULL);
  evenload_text_destroy(&report);
  CHECK_OK(context, evenload_allocation_verify(context, read_again, changed, policy, key, strlen(key), NULL, &agrees, &report));
  CHECK(agrees == 0);
  CHECK(strstr(evenload_text_data(report), "\"repetition\":\"other_question\"") != NULL);
  evenload_text_destroy(&report);
  CHECK_OK(context, evenload_allocation_verify(context, record, input, policy, other_key, strlen(other_key), NULL, &agrees, NULL));
  CHECK(agrees == 0);
  CHECK_OK(context, evenload_allocation_verify(context, record, input, policy, key, strlen(key), NULL, NULL, NULL));

  CHECK_OK(context, evenload_allocation_input_digest(context, input, key, strlen(key), &text));
  CHECK_OK(context, evenload_allocation_input_digest(context, other_order, key, strlen(key), &same_text));
  CHECK(evenload_text_size(text) == 64);
  CHECK_TEXT(evenload_text_data(text), evenload_text_data(same_text));
  evenload_text_destroy(&same_text);
  CHECK_OK(context, evenload_allocation_policy_digest(context, policy, key, strlen(key), &same_text));
  CHECK(strcmp(evenload_text_data(text), evenload_text_data(same_text)) != 0);
  evenload_text_destroy(&text);
  evenload_text_destroy(&same_text);

  /* A verb: sealed with what it was given, its plan alone is refused. */
  CHECK_OK(context, evenload_allocation_what_if(context, input, policy, settings, strlen(settings), NULL, &answer));
  CHECK_OK(context, evenload_verb_answer_plan(context, answer, &verb_plan));
  CHECK(evenload_allocation_seal(context, verb_plan, key, strlen(key), NULL, &verb_record) == EVENLOAD_ERROR_CONTRADICTION);
  CHECK_TEXT(evenload_context_error_column(context), "verb");
  CHECK_OK(context, evenload_verb_answer_seal(context, answer, key, strlen(key), &options, &verb_record));
  CHECK_OK(context, evenload_allocation_verify_verb(context, verb_record, NULL, other_order, policy, settings, strlen(settings), key, strlen(key), NULL, &agrees, NULL));
  CHECK(agrees == 1);
  CHECK_OK(context, evenload_allocation_verify_verb(context, verb_record, NULL, input, policy, NULL, 0, key, strlen(key), NULL, &agrees, &report));
  CHECK(agrees == 0);
  CHECK(strstr(evenload_text_data(report), "\"part\":\"question\"") != NULL);
  evenload_text_destroy(&report);
  CHECK(evenload_allocation_verify_verb(context, verb_record, NULL, input, policy, NULL, 7, key, strlen(key), NULL, &agrees, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_verb_answer_seal(context, NULL, key, strlen(key), NULL, &read_no_record) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_verb_answer_destroy(&answer);
  evenload_sealed_record_destroy(&verb_record);
  CHECK_OK(context, evenload_allocation_replan(context, plan, changed, policy, NULL, &answer));
  CHECK_OK(context, evenload_verb_answer_seal(context, answer, key, strlen(key), NULL, &verb_record));
  CHECK_OK(context, evenload_allocation_verify_verb(context, verb_record, plan, changed, policy, NULL, 0, key, strlen(key), NULL, &agrees, NULL));
  CHECK(agrees == 1);
  CHECK_OK(context, evenload_allocation_verify_verb(context, verb_record, verb_plan, changed, policy, NULL, 0, key, strlen(key), NULL, &agrees, NULL));
  CHECK(agrees == 0);
  evenload_verb_answer_destroy(&answer);
  evenload_plan_destroy(&verb_plan);
  evenload_sealed_record_destroy(&verb_record);

  /* Without a key, with a short one, and with what is no record. */
  evenload_sealed_record_destroy(&record);
  CHECK(evenload_allocation_seal(context, plan, NULL, 0, NULL, &record) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(record == NULL);
  CHECK(evenload_allocation_seal(context, plan, "short and secret", 15, NULL, &record) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_table(context), "audit");
  CHECK_TEXT(evenload_context_error_column(context), "key");
  CHECK(strstr(evenload_context_error_message(context), "secret") == NULL);
  CHECK(evenload_allocation_seal(context, plan, NULL, 32, NULL, &record) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_seal(context, NULL, key, strlen(key), NULL, &record) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_seal(context, plan, key, strlen(key), NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_sealed_record_from_json(context, "{}", 2, &record) == EVENLOAD_ERROR_MISSING_VALUE);
  CHECK(evenload_allocation_verify(context, NULL, input, policy, key, strlen(key), NULL, &agrees, &report) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(agrees == 0 && report == NULL);

  evenload_sealed_record_destroy(&record); /* nothing: it is NULL */
  evenload_sealed_record_destroy(&read_again);
  evenload_plan_destroy(&plan);
  evenload_allocation_input_destroy(&input);
  evenload_allocation_input_destroy(&other_order);
  evenload_allocation_input_destroy(&changed);
  evenload_allocation_policy_destroy(&policy);
  evenload_context_destroy(&context);
  return checked();
}
