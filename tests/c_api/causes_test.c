/* Why cases are left over: through tables, as text, as JSON; refusals. */
#include "evenload_c/causes.h"

#include "check.h"

static const char policy_json[] =
    "{\"schema_version\": \"1.0\", \"name\": \"test\", \"on\": \"2026-11-23\"}";

int main(void) {
  static const char* const cases_ids[] = {"c1", "c2", "c3"};
  static const char* const cases_units[] = {"children", "children", "children"};
  static const double weight[] = {8, 8, 8};
  static const char* const people_ids[] = {"w1", "w2"};
  static const char* const people_units[] = {"children", "adults"};
  static const double capacity[] = {16, 100};
  static const char question[] =
      "{\"schema_version\": \"1.0\", \"cases\": [\"c1\", \"c2\", \"c3\"], \"most_changes\": 1,"
      " \"costs\": {\"border\": 1}, \"never\": [\"new_caseworker\"]}";
  static const char colleague[] = "{\"schema_version\": \"1.0\", \"audience\": \"colleague\"}";
  static const char wrong[] = "{\"schema_version\": \"1.0\", \"cost\": {}}";
  static const char unknown[] = "{\"schema_version\": \"1.0\", \"cases\": [\"c9\"]}";
  evenload_context* context = NULL;
  evenload_policy* policy = NULL;
  evenload_input* input = NULL;
  evenload_plan* plan = NULL;
  evenload_causes* causes = NULL;
  evenload_table* table = NULL;
  evenload_table* cases = NULL;
  evenload_table* people = NULL;
  evenload_text* text = NULL;
  evenload_allocation_tables tables = EVENLOAD_ALLOCATION_TABLES_INIT;
  const char* cell = NULL;

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, policy_json, strlen(policy_json),
                                                         &policy));
  CHECK_OK(context, evenload_table_create(context, "cases", 3, &cases));
  CHECK_OK(context, evenload_table_set_text(context, cases, "id", cases_ids));
  CHECK_OK(context, evenload_table_set_text(context, cases, "unit", cases_units));
  CHECK_OK(context, evenload_table_set_float64(context, cases, "weight", weight, NULL));
  CHECK_OK(context, evenload_table_create(context, "caseworkers", 2, &people));
  CHECK_OK(context, evenload_table_set_text(context, people, "id", people_ids));
  CHECK_OK(context, evenload_table_set_text(context, people, "unit", people_units));
  CHECK_OK(context, evenload_table_set_float64(context, people, "capacity", capacity, NULL));
  tables.cases = cases;
  tables.caseworkers = people;
  CHECK_OK(context, evenload_allocation_input_create(context, &tables, NULL, &input));
  CHECK_OK(context, evenload_allocation_allocate(context, input, policy, NULL, &plan));

  CHECK_OK(context, evenload_allocation_why_unplaced(context, input, policy, plan, question,
                                                     strlen(question), NULL, &causes));
  CHECK(evenload_causes_groups(causes) == 1);
  CHECK(evenload_causes_stop(causes) == EVENLOAD_STOP_DONE);
  CHECK(evenload_causes_work(causes) > 0);
  CHECK_OK(context, evenload_causes_blocked(context, causes, &table));
  CHECK(evenload_table_rows(table) == 3);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_causes_reasons(context, causes, &table));
  CHECK(evenload_table_rows(table) == 2);
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_causes_reliefs(context, causes, &table));
  CHECK(evenload_table_rows(table) >= 2);
  CHECK_OK(context,
           evenload_table_get_text(context, table, evenload_table_find(table, "change"), 0, &cell));
  CHECK_TEXT(cell, "border_opened");
  evenload_table_destroy(&table);
  CHECK_OK(context, evenload_causes_text(context, causes, "sv", &text));
  CHECK(strstr(evenload_text_data(text), "children") != NULL);
  evenload_text_destroy(&text);
  CHECK(evenload_causes_text(context, causes, "la", &text) == EVENLOAD_ERROR_UNSUPPORTED);
  CHECK_OK(context, evenload_causes_to_json(context, causes, &text));
  CHECK(strstr(evenload_text_data(text), "\"all_examined\":true") != NULL);
  evenload_text_destroy(&text);
  evenload_causes_destroy(&causes);
  CHECK(causes == NULL);

  /* All that is left over, without a plan; a colleague reads no changes. */
  CHECK_OK(context,
           evenload_allocation_why_unplaced(context, input, policy, NULL, NULL, 0, NULL, &causes));
  CHECK(evenload_causes_groups(causes) == 1);
  evenload_causes_destroy(&causes);
  CHECK_OK(context, evenload_allocation_why_unplaced(context, input, policy, NULL, colleague,
                                                     strlen(colleague), NULL, &causes));
  CHECK_OK(context, evenload_causes_reliefs(context, causes, &table));
  CHECK(evenload_table_rows(table) == 0);
  evenload_table_destroy(&table);
  evenload_causes_destroy(&causes);

  CHECK(evenload_allocation_why_unplaced(context, input, policy, NULL, wrong, strlen(wrong), NULL,
                                         &causes) == EVENLOAD_ERROR_UNKNOWN_FIELD);
  CHECK_TEXT(evenload_context_error_table(context), "causes_question");
  CHECK_TEXT(evenload_context_error_column(context), "cost");
  CHECK(evenload_allocation_why_unplaced(context, input, policy, NULL, unknown, strlen(unknown),
                                         NULL, &causes) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK(causes == NULL);
  CHECK(evenload_allocation_why_unplaced(context, NULL, policy, NULL, NULL, 0, NULL, &causes) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_causes_groups(NULL) == 0);
  CHECK(evenload_causes_work(NULL) == 0);
  CHECK(evenload_causes_stop(NULL) == EVENLOAD_STOP_DONE);
  evenload_causes_destroy(&causes);
  evenload_causes_destroy(NULL);

  evenload_plan_destroy(&plan);
  evenload_allocation_input_destroy(&input);
  evenload_allocation_policy_destroy(&policy);
  evenload_table_destroy(&cases);
  evenload_table_destroy(&people);
  evenload_context_destroy(&context);
  return checked();
}
