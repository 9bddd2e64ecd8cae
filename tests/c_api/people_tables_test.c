/* Tables about caseworkers: a decider's room, and turns on duty against a rotation by contract. */
#include "evenload_c/allocation.h"

#include "check.h"

static const char policy_json[] = "{\"schema_version\": \"1.0\", \"on\": \"2026-11-23\"}";

static evenload_table* table_of(evenload_context* context, const char* name, int64_t rows, const char* column, const char* const* texts) {
  evenload_table* table = NULL;
  CHECK_OK(context, evenload_table_create(context, name, rows, &table));
  CHECK_OK(context, evenload_table_set_text(context, table, column, texts));
  return table;
}

int main(void) {
  static const char* const case_ids[] = {"c1", "c2"};
  static const char* const people_ids[] = {"w1", "w2"};
  static const char* const deciders_of[] = {"head", NULL};
  static const char* const heads[] = {"head"};
  static const char* const turns_of[] = {"w1", "w1", "w2"};
  static const char* const from[] = {"2026-11-23", "2026-11-28", "2026-11-30"};
  static const char* const to[] = {"2026-11-23", "2026-11-29", "2026-11-30"};
  static const char* const nobody[] = {"w2"};
  const double weight[] = {2, 2};
  const double hours[] = {40, 20};
  const double capacity[] = {10, 10};
  const int64_t needed[] = {1, 1};
  const int64_t level[] = {1};
  const int64_t room[] = {1};
  const int32_t first = 20780, last = 20793; /* 2026-11-23 to 2026-12-06 */
  evenload_context* context = NULL;
  evenload_policy* policy = NULL;
  evenload_input* input = NULL;
  evenload_plan* plan = NULL;
  evenload_table* answer = NULL;
  evenload_allocation_tables tables = EVENLOAD_ALLOCATION_TABLES_INIT;
  evenload_table *cases, *people, *delegations, *deciders, *duty;
  int64_t count = 0;
  double expected = 0;

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, policy_json, strlen(policy_json), &policy));
  cases = table_of(context, "cases", 2, "id", case_ids);
  CHECK_OK(context, evenload_table_set_float64(context, cases, "weight", weight, NULL));
  CHECK_OK(context, evenload_table_set_int64(context, cases, "delegation_level", needed, NULL));
  people = table_of(context, "caseworkers", 2, "id", people_ids);
  CHECK_OK(context, evenload_table_set_float64(context, people, "capacity", capacity, NULL));
  CHECK_OK(context, evenload_table_set_float64(context, people, "contracted_hours", hours, NULL));
  CHECK_OK(context, evenload_table_set_text(context, people, "decider", deciders_of));
  delegations = table_of(context, "delegations", 1, "caseworker", heads);
  CHECK_OK(context, evenload_table_set_int64(context, delegations, "level", level, NULL));
  deciders = table_of(context, "deciders", 1, "caseworker", heads);
  CHECK_OK(context, evenload_table_set_int64(context, deciders, "limit", room, NULL));
  duty = table_of(context, "duty", 3, "caseworker", turns_of);
  CHECK_OK(context, evenload_table_set_text(context, duty, "from", from));
  CHECK_OK(context, evenload_table_set_text(context, duty, "to", to));
  tables.cases = cases;
  tables.caseworkers = people;
  tables.delegations = delegations;
  tables.deciders = deciders;
  tables.duty = duty;
  CHECK_OK(context, evenload_allocation_input_create(context, &tables, NULL, &input));

  /* One decision's room: one of the two cases. */
  CHECK_OK(context, evenload_allocation_allocate(context, input, policy, NULL, &plan));
  CHECK_OK(context, evenload_plan_undistributed(context, plan, &answer));
  CHECK(evenload_table_rows(answer) == 1);
  evenload_table_destroy(&answer);
  evenload_plan_destroy(&plan);

  CHECK_OK(context, evenload_allocation_duty_shares(context, input, policy, first, last, NULL, 0, &answer));
  CHECK(evenload_table_rows(answer) == 2);
  CHECK_OK(context, evenload_table_get_int64(context, answer, evenload_table_find(answer, "turns"), 0, &count));
  CHECK(count == 2);
  CHECK_OK(context, evenload_table_get_float64(context, answer, evenload_table_find(answer, "expected_turns"), 1, &expected));
  CHECK(expected == 1);
  evenload_table_destroy(&answer);
  CHECK(evenload_allocation_duty_shares(context, input, policy, last, first, NULL, 0, &answer) == EVENLOAD_ERROR_ENDS_BEFORE_START);
  CHECK(answer == NULL);
  CHECK(evenload_allocation_duty_shares(context, input, policy, first, last, nobody, 1, &answer) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK_TEXT(evenload_context_error_table(context), "duty");
  CHECK(evenload_allocation_duty_shares(context, input, policy, first, last, NULL, 1, &answer) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_duty_shares(context, NULL, policy, first, last, NULL, 0, &answer) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  evenload_allocation_input_destroy(&input);
  evenload_allocation_policy_destroy(&policy);
  evenload_table_destroy(&cases);
  evenload_table_destroy(&people);
  evenload_table_destroy(&delegations);
  evenload_table_destroy(&deciders);
  evenload_table_destroy(&duty);
  evenload_context_destroy(&context);
  return checked();
}
