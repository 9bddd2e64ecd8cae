/* Side tables about cases: each is read through the struct, and each says where it is wrong. */
#include "evenload_c/allocation.h"

#include "check.h"

static const char policy_json[] = "{\"schema_version\": \"1.0\", \"on\": \"2026-11-23\"}";
static const char* const case_ids[] = {"c1", "c2"};
static const char* const worker_ids[] = {"w1", "w2"};

static evenload_table* one_row(evenload_context* context, const char* name, const char* const* columns, const char* const* cells, int count) {
  evenload_table* table = NULL;
  int i;
  CHECK_OK(context, evenload_table_create(context, name, 1, &table));
  for (i = 0; i < count; ++i) CHECK_OK(context, evenload_table_set_text(context, table, columns[i], &cells[i]));
  return table;
}

int main(void) {
  static const char* const event_columns[] = {"case", "from", "weight"};
  static const char* const event_cells[] = {"c1", "2026-11-20", "3"};
  static const char* const handover_columns[] = {"case", "unit", "on", "weight"};
  static const char* const handover_cells[] = {"c2", "u", "2026-12-01", "2"};
  static const char* const pair_columns[] = {"caseworker", "other"};
  static const char* const pair_cells[] = {"w1", "w2"};
  static const char* const link_columns[] = {"case", "other"};
  static const char* const link_cells[] = {"c1", "c2"};
  static const char* const ring_cells[] = {"c1", "c1"};
  static const char* const agreement_columns[] = {"municipality", "with"};
  static const char* const agreement_cells[] = {"Aby", "Berg"};
  static const double weight[] = {4, 5};
  static const double capacity[] = {20, 20};
  static const char* const units[] = {"u", "u"};
  evenload_context* context = NULL;
  evenload_policy* policy = NULL;
  evenload_input* input = NULL;
  evenload_plan* plan = NULL;
  evenload_table* answer = NULL;
  evenload_text* text = NULL;
  evenload_allocation_tables tables = EVENLOAD_ALLOCATION_TABLES_INIT;
  evenload_table* cases = NULL;
  evenload_table* caseworkers = NULL;
  evenload_table* events = NULL;
  evenload_table* handovers = NULL;
  evenload_table* pairs = NULL;
  evenload_table* links = NULL;
  evenload_table* agreements = NULL;
  const char* one = NULL;
  const char* other = NULL;

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, policy_json, strlen(policy_json), &policy));
  CHECK_OK(context, evenload_table_create(context, "cases", 2, &cases));
  CHECK_OK(context, evenload_table_set_text(context, cases, "id", case_ids));
  CHECK_OK(context, evenload_table_set_float64(context, cases, "weight", weight, NULL));
  CHECK_OK(context, evenload_table_create(context, "caseworkers", 2, &caseworkers));
  CHECK_OK(context, evenload_table_set_text(context, caseworkers, "id", worker_ids));
  CHECK_OK(context, evenload_table_set_text(context, caseworkers, "unit", units));
  CHECK_OK(context, evenload_table_set_float64(context, caseworkers, "capacity", capacity, NULL));
  events = one_row(context, "events", event_columns, event_cells, 3);
  handovers = one_row(context, "handovers", handover_columns, handover_cells, 4);
  pairs = one_row(context, "worker_pairs", pair_columns, pair_cells, 2);
  links = one_row(context, "links", link_columns, link_cells, 2);
  agreements = one_row(context, "agreements", agreement_columns, agreement_cells, 2);
  tables.cases = cases;
  tables.caseworkers = caseworkers;
  tables.events = events;
  tables.handovers = handovers;
  tables.worker_pairs = pairs;
  tables.links = links;
  tables.agreements = agreements;
  CHECK_OK(context, evenload_allocation_input_create(context, &tables, NULL, &input));
  CHECK_OK(context, evenload_allocation_input_to_json(context, input, &text));
  CHECK(strstr(evenload_text_data(text), "\"events\"") != NULL && strstr(evenload_text_data(text), "\"handovers\"") != NULL);
  CHECK(strstr(evenload_text_data(text), "\"worker_pairs\"") != NULL && strstr(evenload_text_data(text), "\"links\"") != NULL);
  CHECK(strstr(evenload_text_data(text), "\"agreements\"") != NULL);
  evenload_text_destroy(&text);

  /* The linked cases go together, the event adds to the weight, the room is kept. */
  CHECK_OK(context, evenload_allocation_allocate(context, input, policy, NULL, &plan));
  CHECK_OK(context, evenload_plan_assignments(context, plan, &answer));
  CHECK_OK(context, evenload_table_get_text(context, answer, evenload_table_find(answer, "caseworker"), 0, &one));
  CHECK_OK(context, evenload_table_get_text(context, answer, evenload_table_find(answer, "caseworker"), 1, &other));
  CHECK_TEXT(one, other);
  evenload_table_destroy(&answer);
  CHECK_OK(context, evenload_plan_to_json(context, plan, &text));
  CHECK(strstr(evenload_text_data(text), "\"event_in_open_case\"") != NULL && strstr(evenload_text_data(text), "\"room_reserved\"") != NULL);
  evenload_text_destroy(&text);
  evenload_plan_destroy(&plan);
  evenload_allocation_input_destroy(&input);

  /* A case is not linked with itself. */
  evenload_table_destroy(&links);
  links = one_row(context, "links", link_columns, ring_cells, 2);
  tables.links = links;
  CHECK(evenload_allocation_input_create(context, &tables, NULL, &input) == EVENLOAD_ERROR_CYCLE);
  CHECK(input == NULL);

  evenload_table_destroy(&cases);
  evenload_table_destroy(&caseworkers);
  evenload_table_destroy(&events);
  evenload_table_destroy(&handovers);
  evenload_table_destroy(&pairs);
  evenload_table_destroy(&links);
  evenload_table_destroy(&agreements);
  evenload_allocation_policy_destroy(&policy);
  evenload_context_destroy(&context);
  return checked();
}
