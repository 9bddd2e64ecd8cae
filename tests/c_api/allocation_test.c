/* Allocation through tables: plan, explanation, recommendation, undistributed list, refusals. */
#include "evenload_c/allocation.h"

#include "check.h"

static const char policy_json[] = "{\"schema_version\": \"1.0\", \"name\": \"test\", \"on\": \"2026-11-23\"}";

static evenload_table* cases_table(evenload_context* context, const double* weight) {
  static const char* const ids[] = {"c1", "c2", "c3"};
  static const char* const units[] = {"children", "children", "adults"};
  evenload_table* table = NULL;
  CHECK_OK(context, evenload_table_create(context, "cases", 3, &table));
  CHECK_OK(context, evenload_table_set_text(context, table, "id", ids));
  CHECK_OK(context, evenload_table_set_text(context, table, "unit", units));
  CHECK_OK(context, evenload_table_set_float64(context, table, "weight", weight, NULL));
  return table;
}

static evenload_table* caseworkers_table(evenload_context* context) {
  static const char* const ids[] = {"w1", "w2"};
  static const char* const units[] = {"children", "children"};
  static const double capacity[] = {100, 100};
  static const double base[] = {50, 40};
  evenload_table* table = NULL;
  CHECK_OK(context, evenload_table_create(context, "caseworkers", 2, &table));
  CHECK_OK(context, evenload_table_set_text(context, table, "id", ids));
  CHECK_OK(context, evenload_table_set_text(context, table, "unit", units));
  CHECK_OK(context, evenload_table_set_float64(context, table, "capacity", capacity, NULL));
  CHECK_OK(context, evenload_table_set_float64(context, table, "base_load", base, NULL));
  return table;
}

int main(void) {
  const double weight[] = {8, 6, 5};
  const double negative[] = {8, -6, 5};
  evenload_context* context = NULL;
  evenload_policy* policy = NULL;
  evenload_input* input = NULL;
  evenload_plan* plan = NULL;
  evenload_explanation* explanation = NULL;
  evenload_table* table = NULL;
  evenload_text* text = NULL;
  evenload_text* input_text = NULL;
  evenload_input* same_input = NULL;
  evenload_allocation_tables tables = EVENLOAD_ALLOCATION_TABLES_INIT;
  evenload_table* cases = NULL;
  evenload_table* caseworkers = NULL;
  evenload_level level;
  const char* cell = NULL;
  const char* wrong = "{\"schema_version\": \"1.0\", \"rules\": {\"unit_bordr\": {\"mode\": \"off\"}}}";

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, policy_json, strlen(policy_json), &policy));
  CHECK_OK(context, evenload_allocation_policy_to_json(context, policy, &text));
  CHECK(strstr(evenload_text_data(text), "unit_border") != NULL);
  evenload_text_destroy(&text);
  cases = cases_table(context, weight);
  caseworkers = caseworkers_table(context);
  tables.cases = cases;
  tables.caseworkers = caseworkers;
  CHECK_OK(context, evenload_allocation_input_create(context, &tables, NULL, &input));
  evenload_table_destroy(&cases);
  evenload_table_destroy(&caseworkers);

  CHECK_OK(context, evenload_allocation_allocate(context, input, policy, NULL, &plan));
  CHECK_OK(context, evenload_allocation_input_to_json(context, input, &input_text));
  CHECK_OK(context, evenload_allocation_input_from_json(context, evenload_text_data(input_text), evenload_text_size(input_text), &same_input));

  CHECK_OK(context, evenload_allocation_recommend(context, input, policy, NULL, "c1", NULL, 4, &explanation));
  CHECK_OK(context, evenload_explanation_alternatives(context, explanation, &table));
  CHECK(evenload_table_rows(table) == 2);
  CHECK_OK(context, evenload_table_get_text(context, table, evenload_table_find(table, "caseworker"), 0, &cell));
  CHECK_TEXT(cell, "w2");
  evenload_table_destroy(&table);
  evenload_explanation_destroy(&explanation);
  CHECK_OK(context, evenload_allocation_undistributed(context, input, policy, &table));
  CHECK(evenload_table_rows(table) == 3);
  evenload_table_destroy(&table);

  /* The plan keeps what it needs: its input and policy may go first. */
  evenload_allocation_input_destroy(&input);
  evenload_allocation_policy_destroy(&policy);
  CHECK(input == NULL && policy == NULL);
  CHECK(evenload_plan_outcome(plan) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK(evenload_plan_stop(plan) == EVENLOAD_STOP_DONE);
  CHECK(evenload_plan_levels(plan) == 3); /* every case is `must`: unassigned, overload, balance */
  CHECK_OK(context, evenload_plan_level(context, plan, 0, &level));
  CHECK(level.kind == EVENLOAD_LEVEL_UNASSIGNED_MUST && level.value == 1 && level.bound == 1);
  CHECK(evenload_plan_level(context, plan, 3, &level) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_plan_assignments(context, plan, &table));
  CHECK(evenload_table_rows(table) == 3);
  CHECK_OK(context, evenload_table_get_text(context, table, evenload_table_find(table, "caseworker"), 0, &cell));
  CHECK_TEXT(cell, "w2");
  CHECK(evenload_table_is_valid(table, evenload_table_find(table, "caseworker"), 2) == 0);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_plan_undistributed(context, plan, &table));
  CHECK(evenload_table_rows(table) == 1);
  CHECK_OK(context, evenload_table_get_text(context, table, evenload_table_find(table, "case"), 0, &cell));
  CHECK_TEXT(cell, "c3");
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_plan_loads(context, plan, &table));
  CHECK(evenload_table_rows(table) == 2);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_plan_to_json(context, plan, &text));
  CHECK(strstr(evenload_text_data(text), "\"schema_version\"") != NULL);
  evenload_text_destroy(&text);

  CHECK_OK(context, evenload_allocation_explain(context, plan, NULL, "c3", "lead", EVENLOAD_AUDIENCE_ALLOCATOR, 4, &explanation));
  CHECK_OK(context, evenload_explanation_excluded(context, explanation, &table));
  CHECK(evenload_table_rows(table) == 2);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_explanation_text(context, explanation, "sv", &text));
  CHECK(evenload_text_size(text) > 0);
  evenload_text_destroy(&text);
  CHECK(evenload_explanation_text(context, explanation, "la", &text) == EVENLOAD_ERROR_UNSUPPORTED);
  CHECK_OK(context, evenload_explanation_to_json(context, explanation, &text));
  evenload_text_destroy(&text);
  evenload_explanation_destroy(&explanation);
  CHECK(evenload_allocation_explain(context, plan, NULL, "nobody", NULL, EVENLOAD_AUDIENCE_ALLOCATOR, 4, &explanation) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK(evenload_allocation_explain(context, plan, NULL, "c1", NULL, 9, 4, &explanation) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_explain(context, plan, NULL, NULL, NULL, 0, 4, &explanation) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_plan_destroy(&plan);

  /* Refusals name table, column and row, and give nothing. */
  cases = cases_table(context, negative);
  caseworkers = caseworkers_table(context);
  tables.cases = cases;
  tables.caseworkers = caseworkers;
  CHECK(evenload_allocation_input_create(context, &tables, NULL, &input) == EVENLOAD_ERROR_NEGATIVE_VALUE);
  CHECK(input == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "cases");
  CHECK_TEXT(evenload_context_error_column(context), "weight");
  CHECK(evenload_context_error_row(context) == 1);
  CHECK_TEXT(evenload_context_error_found(context), "-6");
  tables.cases = NULL;
  CHECK(evenload_allocation_input_create(context, &tables, NULL, &input) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  tables.cases = cases;
  CHECK(evenload_allocation_input_create(context, &tables, "Atlantis/Capital", &input) == EVENLOAD_ERROR_UNKNOWN_ZONE);
  CHECK(evenload_allocation_policy_from_json(context, wrong, strlen(wrong), &policy) == EVENLOAD_ERROR_UNKNOWN_FIELD);
  CHECK_TEXT(evenload_context_error_table(context), "policy.rules");
  CHECK_TEXT(evenload_context_error_column(context), "unit_bordr");
  CHECK(policy == NULL);

  evenload_allocation_input_destroy(&same_input);
  evenload_text_destroy(&input_text);
  evenload_table_destroy(&cases);
  evenload_table_destroy(&caseworkers);
  evenload_context_destroy(&context);
  return checked();
}
