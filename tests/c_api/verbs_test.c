/* The verbs after Monday's allocation: plans that explain themselves, tables, refusals. */
#include "evenload_c/verbs.h"

#include "check.h"

static const char policy_json[] = "{\"schema_version\": \"1.0\", \"on\": \"2026-11-23\"}";
static const char input_json[] =
    "{\"schema_version\": \"1.0\", \"cases\": ["
    " {\"id\": \"c1\", \"weight\": 3, \"state\": \"started\", \"current_caseworker\": \"Kim\", \"deadline\": \"2026-11-25T15:00:00Z\"},"
    " {\"id\": \"c2\", \"weight\": 3, \"state\": \"started\", \"current_caseworker\": \"Kim\"},"
    " {\"id\": \"c3\", \"weight\": 3, \"state\": \"started\", \"current_caseworker\": \"Kim\"},"
    " {\"id\": \"c4\", \"weight\": 3, \"unit\": \"a\"}],"
    " \"caseworkers\": [{\"id\": \"Kim\", \"unit\": \"a\", \"capacity\": 10}, {\"id\": \"Lo\", \"unit\": \"a\", \"capacity\": 10}]}";

#define TEXT(text) (text), (sizeof(text) - 1)

static evenload_context* context = NULL;
static evenload_policy* policy = NULL;
static evenload_input* input = NULL;

/* A table of the answer has so many rows. */
static void has_rows(const evenload_verb_answer* answer, const char* name, int64_t rows) {
  evenload_table* table = NULL;
  CHECK_OK(context, evenload_verb_answer_table(context, answer, name, &table));
  CHECK(evenload_table_rows(table) == rows);
  evenload_table_destroy(&table);
}

static void moves_and_explains(void) {
  evenload_verb_answer* answer = NULL;
  evenload_plan* plan = NULL;
  evenload_explanation* why = NULL;
  evenload_table* table = NULL;
  evenload_text* text = NULL;
  const char* cell = NULL;
  CHECK_OK(context, evenload_allocation_rebalance(context, input, policy, TEXT("{\"most_moves\": 1, \"pinned\": [\"c1\", \"c2\"]}"), NULL, &answer));
  has_rows(answer, "moves", 1);
  has_rows(answer, "by_moves", 2 * 3);
  evenload_verb_answer_destroy(&answer);
  CHECK(answer == NULL);

  CHECK_OK(context, evenload_allocation_redistribute(context, input, policy, TEXT("{\"caseworker\": \"Kim\", \"hand_over\": {\"weeks\": 0}}"), NULL, &answer));
  has_rows(answer, "handed_over", 3);
  CHECK_OK(context, evenload_verb_answer_to_json(context, answer, &text));
  CHECK(strstr(evenload_text_data(text), "\"hand_over_load\"") != NULL);
  evenload_text_destroy(&text);
  CHECK_OK(context, evenload_verb_answer_plan(context, answer, &plan));
  evenload_verb_answer_destroy(&answer); /* the plan keeps what it answers */
  CHECK_OK(context, evenload_allocation_explain(context, plan, NULL, "c1", NULL, EVENLOAD_AUDIENCE_ALLOCATOR, 4, &why));
  CHECK_OK(context, evenload_explanation_alternatives(context, why, &table));
  CHECK(evenload_table_rows(table) == 1);
  CHECK_OK(context, evenload_table_get_text(context, table, evenload_table_find(table, "caseworker"), 0, &cell));
  CHECK_TEXT(cell, "Lo");
  evenload_table_destroy(&table);
  evenload_explanation_destroy(&why);
  evenload_plan_destroy(&plan);

  CHECK_OK(context, evenload_allocation_cover(context, input, policy, TEXT("{\"caseworker\": \"Kim\", \"from\": \"2026-11-23\", \"to\": \"2026-11-27\"}"), NULL, &answer));
  has_rows(answer, "lent", 1);
  has_rows(answer, "waiting", 2);
  evenload_verb_answer_destroy(&answer);

  CHECK_OK(context, evenload_allocation_allocate(context, input, policy, NULL, &plan));
  CHECK_OK(context, evenload_allocation_replan(context, plan, input, policy, NULL, &answer));
  has_rows(answer, "changes", 0);
  has_rows(answer, "closed", 0);
  evenload_plan_destroy(&plan);
  evenload_verb_answer_destroy(&answer);

  CHECK_OK(context, evenload_allocation_plan_ahead(context, input, policy,
                                                   TEXT("{\"inflow\": [{\"unit\": \"a\", \"week\": \"2026-11-23\", \"cases\": 1, \"weight\": 2}]}"), NULL, &answer));
  has_rows(answer, "rooms", 1);
  has_rows(answer, "cost", 3);
  evenload_verb_answer_destroy(&answer);

  CHECK_OK(context, evenload_allocation_what_if(context, input, policy, TEXT("{\"without_caseworkers\": [\"Lo\"]}"), NULL, &answer));
  has_rows(answer, "loads", 2);
  has_rows(answer, "moves", 1);
  evenload_verb_answer_destroy(&answer);
}

static void refuses(void) {
  evenload_verb_answer* answer = NULL;
  evenload_table* table = NULL;
  CHECK(evenload_allocation_rebalance(context, input, policy, TEXT("{\"most_moves\": -1}"), NULL, &answer) == EVENLOAD_ERROR_NEGATIVE_VALUE);
  CHECK(answer == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "rebalance");
  CHECK_TEXT(evenload_context_error_column(context), "most_moves");
  CHECK(evenload_allocation_rebalance(context, input, policy, TEXT("{\"most_move\": 1}"), NULL, &answer) == EVENLOAD_ERROR_UNKNOWN_FIELD);
  CHECK(evenload_allocation_rebalance(context, input, policy, TEXT("{"), NULL, &answer) == EVENLOAD_ERROR_PARSE_ERROR);
  CHECK(evenload_allocation_rebalance(context, input, policy, NULL, 1, NULL, &answer) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_rebalance(context, NULL, policy, NULL, 0, NULL, &answer) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_rebalance(context, input, policy, NULL, 0, NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_redistribute(context, input, policy, TEXT("{\"caseworker\": \"nobody\"}"), NULL, &answer) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK(evenload_allocation_cover(context, input, policy, TEXT("{\"caseworker\": \"Kim\", \"from\": \"2026-11-27\", \"to\": \"2026-11-23\"}"), NULL, &answer) ==
        EVENLOAD_ERROR_ENDS_BEFORE_START);
  CHECK(evenload_allocation_replan(context, NULL, input, policy, NULL, &answer) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_OK(context, evenload_allocation_rebalance(context, input, policy, NULL, 0, NULL, &answer));
  CHECK(evenload_verb_answer_table(context, answer, "dance", &table) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(table == NULL);
  CHECK(evenload_verb_answer_table(context, NULL, "moves", &table) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_verb_answer_destroy(&answer);
  evenload_verb_answer_destroy(NULL);
}

int main(void) {
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, TEXT(policy_json), &policy));
  CHECK_OK(context, evenload_allocation_input_from_json(context, TEXT(input_json), &input));
  moves_and_explains();
  refuses();
  evenload_allocation_input_destroy(&input);
  evenload_allocation_policy_destroy(&policy);
  evenload_context_destroy(&context);
  return checked();
}
