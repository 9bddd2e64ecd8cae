/* A standing state: deltas, versions, keys, recommendations, save and load. */
#include "evenload_c/allocation_state.h"

#include "check.h"

static const char input_json[] =
    "{\"schema_version\": \"1.0\", \"cases\": [{\"id\": \"c1\", \"weight\": 4}, {\"id\": \"c2\", \"weight\": 3}],"
    " \"caseworkers\": [{\"id\": \"Kim\", \"capacity\": 10}, {\"id\": \"Lo\", \"capacity\": 10}]}";
static const char policy_json[] = "{\"schema_version\": \"1.0\", \"on\": \"2026-11-23\"}";
static const char first[] =
    "{\"schema_version\": \"1.0\", \"key\": \"a\", \"base_version\": 0, \"by_role\": \"unit manager\","
    " \"changes\": [{\"change\": \"announce\", \"case\": \"c1\", \"caseworker\": \"Kim\"}]}";
static const char stale[] =
    "{\"schema_version\": \"1.0\", \"key\": \"b\", \"base_version\": 0,"
    " \"changes\": [{\"change\": \"announce\", \"case\": \"c1\", \"caseworker\": \"Lo\"}]}";
static const char apart[] =
    "{\"schema_version\": \"1.0\", \"key\": \"c\", \"base_version\": 0, \"merge\": true,"
    " \"changes\": [{\"change\": \"announce\", \"case\": \"c2\", \"caseworker\": \"Lo\"}]}";
static const char broken[] =
    "{\"schema_version\": \"1.0\", \"key\": \"d\", \"base_version\": 2,"
    " \"changes\": [{\"change\": \"close_case\", \"case\": \"c2\"}, {\"change\": \"close_case\", \"case\": \"c9\"}]}";

int main(void) {
  static const char* const new_id[] = {"new"};
  const double new_weight[] = {2};
  evenload_context* context = NULL;
  evenload_policy* policy = NULL;
  evenload_input* input = NULL;
  evenload_input* snapshot = NULL;
  evenload_allocation_state* state = NULL;
  evenload_allocation_state* loaded = NULL;
  evenload_explanation* explanation = NULL;
  evenload_plan* plan = NULL;
  evenload_table* row = NULL;
  evenload_table* table = NULL;
  evenload_text* text = NULL;
  evenload_text* again = NULL;
  int64_t version = -1;
  int32_t merged = -1;

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, policy_json, strlen(policy_json), &policy));
  CHECK_OK(context, evenload_allocation_input_from_json(context, input_json, strlen(input_json), &input));
  CHECK_OK(context, evenload_allocation_state_create(context, input, policy, &state));
  CHECK(evenload_allocation_state_version(state) == 0);
  CHECK(evenload_allocation_state_version(NULL) == 0);

  /* A delta, the same again, a stale one, one that is merged, one that fails in its last change. */
  CHECK_OK(context, evenload_allocation_state_apply(context, state, first, strlen(first), &version, &merged));
  CHECK(version == 1 && merged == 0);
  CHECK_OK(context, evenload_allocation_state_apply(context, state, first, strlen(first), NULL, NULL));
  CHECK(evenload_allocation_state_version(state) == 1);
  CHECK(evenload_allocation_state_apply(context, state, stale, strlen(stale), &version, &merged) == EVENLOAD_ERROR_STALE_VERSION);
  CHECK(strstr(evenload_context_error_found(context), "unit manager: announce c1 Kim") != NULL);
  CHECK_OK(context, evenload_allocation_state_apply(context, state, apart, strlen(apart), &version, &merged));
  CHECK(version == 2 && merged == 1);
  CHECK(evenload_allocation_state_apply(context, state, broken, strlen(broken), &version, &merged) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK(evenload_context_error_row(context) == 1);
  CHECK(evenload_allocation_state_version(state) == 2);
  CHECK_OK(context, evenload_allocation_state_history(context, state, &text));
  CHECK(strstr(evenload_text_data(text), "caseworker:Kim") != NULL);
  evenload_text_destroy(&text);

  /* Questions about a new case and about one that is gone. */
  CHECK_OK(context, evenload_table_create(context, "case", 1, &row));
  CHECK_OK(context, evenload_table_set_text(context, row, "id", new_id));
  CHECK_OK(context, evenload_table_set_float64(context, row, "weight", new_weight, NULL));
  CHECK_OK(context, evenload_allocation_state_recommend_new(context, state, row, NULL, 4, &explanation));
  CHECK_OK(context, evenload_explanation_alternatives(context, explanation, &table));
  CHECK(evenload_table_rows(table) == 2);
  evenload_table_destroy(&table);
  evenload_explanation_destroy(&explanation);
  CHECK(evenload_allocation_state_recommend(context, state, NULL, "c9", NULL, 4, &explanation) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK(explanation == NULL);
  CHECK(evenload_allocation_state_recommend(context, NULL, NULL, "c1", NULL, 4, &explanation) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  /* Verbs, snapshot, save and load; the plan outlives the state. */
  CHECK_OK(context, evenload_allocation_state_allocate(context, state, NULL, &plan));
  CHECK_OK(context, evenload_allocation_state_undistributed(context, state, &table));
  CHECK(evenload_table_rows(table) == 0);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_allocation_state_snapshot(context, state, &snapshot));
  CHECK_OK(context, evenload_allocation_state_to_json(context, state, &text));
  CHECK_OK(context, evenload_allocation_state_from_json(context, evenload_text_data(text), evenload_text_size(text), &loaded));
  CHECK_OK(context, evenload_allocation_state_to_json(context, loaded, &again));
  CHECK_TEXT(evenload_text_data(again), evenload_text_data(text));
  CHECK(evenload_allocation_state_version(loaded) == 2);
  evenload_allocation_state_destroy(&state);
  CHECK(state == NULL);
  CHECK_OK(context, evenload_allocation_explain(context, plan, NULL, "c1", NULL, EVENLOAD_AUDIENCE_ALLOCATOR, 4, &explanation));

  evenload_text_destroy(&text);
  evenload_text_destroy(&again);
  evenload_explanation_destroy(&explanation);
  evenload_plan_destroy(&plan);
  evenload_table_destroy(&row);
  evenload_allocation_input_destroy(&snapshot);
  evenload_allocation_input_destroy(&input);
  evenload_allocation_policy_destroy(&policy);
  evenload_allocation_state_destroy(&loaded);
  evenload_allocation_state_destroy(&loaded);
  evenload_context_destroy(&context);
  return checked();
}
