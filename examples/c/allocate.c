/* Allocates five cases among three caseworkers and explains one of them, in C99 and nothing else.
 *
 *     cc -std=c99 allocate.c $(pkg-config --cflags --libs evenload_c) -o allocate && ./allocate
 */
#include <evenload_c/evenload.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Everything an example may leave open; destroying NULL is fine. */
struct session {
  evenload_context* context;
  evenload_table* cases;
  evenload_table* caseworkers;
  evenload_policy* policy;
  evenload_input* input;
  evenload_plan* plan;
  evenload_explanation* explanation;
  evenload_table* table;
  evenload_text* text;
};

/* Cases: weight in points; who may lead is decided by unit and skills. */
static evenload_status fill_cases(struct session* s) {
  static const char* const id[] = {"C-101", "C-102", "C-103", "C-104", "C-105"};
  static const char* const unit[] = {"children", "children", "children", "children", "adults"};
  static const char* const class_[] = {"must", "must", "due", "may_wait", "must"};
  static const char* const skills[] = {"court", NULL, NULL, NULL, NULL};
  static const double weight[] = {9, 6, 6, 4.5, 5};
  evenload_status status = evenload_table_create(s->context, "cases", 5, &s->cases);
  if (status == EVENLOAD_OK) status = evenload_table_set_text(s->context, s->cases, "id", id);
  if (status == EVENLOAD_OK) status = evenload_table_set_text(s->context, s->cases, "unit", unit);
  if (status == EVENLOAD_OK) status = evenload_table_set_text(s->context, s->cases, "class", class_);
  if (status == EVENLOAD_OK) status = evenload_table_set_text(s->context, s->cases, "required_skills", skills);
  if (status == EVENLOAD_OK) status = evenload_table_set_float64(s->context, s->cases, "weight", weight, NULL);
  return status;
}

static evenload_status fill_caseworkers(struct session* s) {
  static const char* const id[] = {"W-1", "W-2", "W-3"};
  static const char* const unit[] = {"children", "children", "children"};
  static const char* const skills[] = {"court", "court;foster care", NULL};
  static const double capacity[] = {138, 120, 126};
  static const double base_load[] = {121, 104, 118.5};
  evenload_status status = evenload_table_create(s->context, "caseworkers", 3, &s->caseworkers);
  if (status == EVENLOAD_OK) status = evenload_table_set_text(s->context, s->caseworkers, "id", id);
  if (status == EVENLOAD_OK) status = evenload_table_set_text(s->context, s->caseworkers, "unit", unit);
  if (status == EVENLOAD_OK) status = evenload_table_set_text(s->context, s->caseworkers, "skills", skills);
  if (status == EVENLOAD_OK) status = evenload_table_set_float64(s->context, s->caseworkers, "capacity", capacity, NULL);
  if (status == EVENLOAD_OK) status = evenload_table_set_float64(s->context, s->caseworkers, "base_load", base_load, NULL);
  return status;
}

/* A cell as text, or a dash where it is empty. */
static const char* cell(struct session* s, const char* column, int64_t row) {
  const char* text = NULL;
  const int64_t at = evenload_table_find(s->table, column);
  if (!evenload_table_is_valid(s->table, at, row)) return "-";
  return evenload_table_get_text(s->context, s->table, at, row, &text) == EVENLOAD_OK ? text : "?";
}

static evenload_status print_plan(struct session* s) {
  int64_t row;
  int64_t index;
  evenload_status status = evenload_plan_assignments(s->context, s->plan, &s->table);
  if (status != EVENLOAD_OK) return status;
  printf("%-8s %-6s %s\n", "case", "role", "caseworker");
  for (row = 0; row < evenload_table_rows(s->table); ++row) {
    printf("%-8s %-6s %s\n", cell(s, "case", row), cell(s, "role", row), cell(s, "caseworker", row));
  }
  for (index = 0; index < evenload_plan_levels(s->plan); ++index) {
    evenload_level level;
    status = evenload_plan_level(s->context, s->plan, index, &level);
    if (status != EVENLOAD_OK) return status;
    printf("level %" PRId64 ": %.3f, no plan is below %.3f%s\n", index + 1, level.value, level.bound, level.proven ? " (proven best)" : "");
  }
  return EVENLOAD_OK;
}

static evenload_status print_explanation(struct session* s, const char* case_id) {
  evenload_status status = evenload_allocation_explain(s->context, s->plan, NULL, case_id, "lead", EVENLOAD_AUDIENCE_ALLOCATOR, 4, &s->explanation);
  if (status == EVENLOAD_OK) status = evenload_explanation_text(s->context, s->explanation, "en", &s->text);
  if (status == EVENLOAD_OK) printf("\nwhy %s: %s\n", case_id, evenload_text_data(s->text));
  return status;
}

static evenload_status run(struct session* s) {
  static const char policy[] = "{\"schema_version\": \"1.0\", \"name\": \"example\", \"on\": \"2026-11-23\"}";
  evenload_allocation_tables tables = EVENLOAD_ALLOCATION_TABLES_INIT;
  evenload_status status = fill_cases(s);
  if (status == EVENLOAD_OK) status = fill_caseworkers(s);
  if (status == EVENLOAD_OK) status = evenload_allocation_policy_from_json(s->context, policy, strlen(policy), &s->policy);
  tables.cases = s->cases;
  tables.caseworkers = s->caseworkers;
  if (status == EVENLOAD_OK) status = evenload_allocation_input_create(s->context, &tables, NULL, &s->input);
  if (status == EVENLOAD_OK) status = evenload_allocation_allocate(s->context, s->input, s->policy, NULL, &s->plan);
  if (status == EVENLOAD_OK) status = print_plan(s);
  if (status == EVENLOAD_OK) status = print_explanation(s, "C-101");
  return status;
}

int main(void) {
  struct session s = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
  evenload_status status = evenload_context_create(&s.context);
  if (status == EVENLOAD_OK) status = run(&s);
  if (status != EVENLOAD_OK) {
    fprintf(stderr, "%s: %s\n", evenload_status_name(status), evenload_context_error_message(s.context));
  }
  evenload_text_destroy(&s.text);
  evenload_table_destroy(&s.table);
  evenload_explanation_destroy(&s.explanation);
  evenload_plan_destroy(&s.plan);
  evenload_allocation_input_destroy(&s.input);
  evenload_allocation_policy_destroy(&s.policy);
  evenload_table_destroy(&s.caseworkers);
  evenload_table_destroy(&s.cases);
  evenload_context_destroy(&s.context);
  return status == EVENLOAD_OK ? 0 : 1;
}
