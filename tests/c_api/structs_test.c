/* Structs that travel: layout, INIT macro against init function, sizes of older and newer callers. */
#include "evenload_c/evenload.h"

#include <stddef.h>

#include "check.h"

/* The layout of 0.1 on every 64-bit machine: fields are only ever added at the end. */
static void check_layout(void) {
  if (sizeof(void*) != 8) return;
  CHECK(offsetof(evenload_solve_options, struct_size) == 0);
  CHECK(offsetof(evenload_solve_options, threads) == 4);
  CHECK(offsetof(evenload_solve_options, time_limit) == 8);
  CHECK(offsetof(evenload_solve_options, work_limit) == 16);
  CHECK(offsetof(evenload_solve_options, seed) == 24);
  CHECK(offsetof(evenload_solve_options, stop) == 32);
  CHECK(offsetof(evenload_solve_options, progress) == 40);
  CHECK(offsetof(evenload_solve_options, user) == 48);
  CHECK(sizeof(evenload_solve_options) == 56);
  CHECK(offsetof(evenload_balanced_assignment_problem, rows) == 8);
  CHECK(offsetof(evenload_balanced_assignment_problem, indptr) == 32);
  CHECK(offsetof(evenload_balanced_assignment_problem, cost) == 96);
  CHECK(offsetof(evenload_balanced_assignment_problem, cost_weight_numerator) == 104);
  CHECK(offsetof(evenload_balanced_assignment_problem, balance) == 120);
  CHECK(offsetof(evenload_balanced_assignment_problem, category_indptr) == 128);
  CHECK(offsetof(evenload_balanced_assignment_problem, limits) == 152);
  CHECK(offsetof(evenload_balanced_assignment_problem, row_group) == 192);
  CHECK(offsetof(evenload_balanced_assignment_problem, start) == 216);
  CHECK(offsetof(evenload_balanced_assignment_problem, apart) == 224);
  CHECK(offsetof(evenload_balanced_assignment_problem, tied_alike) == 280);
  CHECK(sizeof(evenload_balanced_assignment_problem) == 288);
  CHECK(offsetof(evenload_makespan_problem, rows) == 8);
  CHECK(offsetof(evenload_makespan_problem, times) == 24);
  CHECK(offsetof(evenload_makespan_problem, start) == 40);
  CHECK(sizeof(evenload_makespan_problem) == 48);
  CHECK(offsetof(evenload_deploy_problem, demand) == 40);
  CHECK(offsetof(evenload_deploy_problem, minimum_stay) == 184);
  CHECK(offsetof(evenload_deploy_problem, fixed) == 280);
  CHECK(sizeof(evenload_deploy_problem) == 288);
  CHECK(sizeof(evenload_deploy_value) == 72);
  CHECK(offsetof(evenload_convex_transport_problem, rows) == 8);
  CHECK(offsetof(evenload_convex_transport_problem, slots) == 32);
  CHECK(offsetof(evenload_convex_transport_problem, indptr) == 40);
  CHECK(offsetof(evenload_convex_transport_problem, slot_cost) == 72);
  CHECK(offsetof(evenload_convex_transport_problem, prices) == 88);
  CHECK(sizeof(evenload_convex_transport_problem) == 96);
  CHECK(offsetof(evenload_online_row, pairs) == 8);
  CHECK(offsetof(evenload_online_row, priority) == 48);
  CHECK(offsetof(evenload_online_row, category_amount) == 72);
  CHECK(sizeof(evenload_online_row) == 80);
  CHECK(sizeof(evenload_online_candidate) == 24);
  CHECK(sizeof(evenload_online_move) == 16);
  CHECK(offsetof(evenload_online_answer, moves) == 64);
  CHECK(sizeof(evenload_online_answer) == 192);
  CHECK(sizeof(evenload_online_levels) == 40);
  CHECK(sizeof(evenload_online_change) == 32);
  CHECK(offsetof(evenload_level, value) == 8);
  CHECK(sizeof(evenload_level) == 48);
  CHECK(offsetof(evenload_allocation_tables, cases) == 8);
  CHECK(sizeof(evenload_allocation_tables) == 184);
  CHECK(offsetof(evenload_series_options, weekday) == 12);
  CHECK(offsetof(evenload_series_options, threads) == 28);
  CHECK(sizeof(evenload_series_options) == 32);
  CHECK(offsetof(evenload_series_tables, held_cases) == 8);
  CHECK(sizeof(evenload_series_tables) == 48);
  CHECK(offsetof(evenload_replay_log, mapping) == 16);
  CHECK(sizeof(evenload_replay_log) == 48);
  CHECK(offsetof(evenload_replay_settings, replications) == 24);
  CHECK(offsetof(evenload_replay_settings, batch_days) == 32);
  CHECK(sizeof(evenload_replay_settings) == 40);
  CHECK(offsetof(evenload_load_spans, rows) == 8);
  CHECK(offsetof(evenload_load_spans, holder) == 56);
  CHECK(offsetof(evenload_load_spans, threads) == 120);
  CHECK(sizeof(evenload_load_spans) == 128);
  CHECK(offsetof(evenload_alarm_options, reference) == 8);
  CHECK(offsetof(evenload_alarm_options, phi) == 64);
  CHECK(offsetof(evenload_alarm_options, first_week) == 88);
  CHECK(sizeof(evenload_alarm_options) == 112);
  CHECK(offsetof(evenload_progress, phase) == 24);
  CHECK(sizeof(evenload_progress) == 32);
}

struct newer_options {
  evenload_solve_options known;
  int64_t unknown;
};

/* What the INIT macros of a series say is what the init functions say. */
static void check_series_structs(void) {
  const evenload_series_options options_macro = EVENLOAD_SERIES_OPTIONS_INIT;
  evenload_series_options options_function;
  const evenload_series_tables tables_macro = EVENLOAD_SERIES_TABLES_INIT;
  evenload_series_tables tables_function;
  const evenload_load_spans spans_macro = EVENLOAD_LOAD_SPANS_INIT;
  evenload_load_spans spans_function;
  const evenload_alarm_options alarm_macro = EVENLOAD_ALARM_OPTIONS_INIT;
  evenload_alarm_options alarm_function;
  memset(&options_function, 0, sizeof options_function);
  memset(&tables_function, 0, sizeof tables_function);
  memset(&spans_function, 0, sizeof spans_function);
  memset(&alarm_function, 0, sizeof alarm_function);
  evenload_series_options_init(&options_function);
  evenload_series_options_init(NULL);
  evenload_series_tables_init(&tables_function);
  evenload_series_tables_init(NULL);
  evenload_load_spans_init(&spans_function);
  evenload_load_spans_init(NULL);
  evenload_alarm_options_init(&alarm_function);
  evenload_alarm_options_init(NULL);
  CHECK(memcmp(&options_macro, &options_function, sizeof options_macro) == 0);
  CHECK(memcmp(&tables_macro, &tables_function, sizeof tables_macro) == 0);
  CHECK(memcmp(&spans_macro, &spans_function, sizeof spans_macro) == 0);
  CHECK(memcmp(&alarm_macro, &alarm_function, sizeof alarm_macro) == 0);
}

int main(void) {
  const evenload_solve_options options_macro = EVENLOAD_SOLVE_OPTIONS_INIT;
  evenload_solve_options options_function;
  const evenload_balanced_assignment_problem problem_macro = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  evenload_balanced_assignment_problem problem_function;
  const evenload_deploy_problem deploy_macro = EVENLOAD_DEPLOY_PROBLEM_INIT;
  evenload_deploy_problem deploy_function;
  const evenload_makespan_problem makespan_macro = EVENLOAD_MAKESPAN_PROBLEM_INIT;
  evenload_makespan_problem makespan_function;
  const evenload_convex_transport_problem transport_macro = EVENLOAD_CONVEX_TRANSPORT_PROBLEM_INIT;
  evenload_convex_transport_problem transport_function;
  const evenload_allocation_tables tables_macro = EVENLOAD_ALLOCATION_TABLES_INIT;
  evenload_allocation_tables tables_function;
  evenload_context* context = NULL;
  evenload_solution* solution = NULL;
  struct newer_options newer;
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  const int64_t indptr[] = {0, 1};
  const int32_t indices[] = {0};
  const int64_t weight[] = {3};
  const int64_t capacity[] = {10};

  check_layout();
  check_series_structs();

  memset(&options_function, 0, sizeof options_function);
  memset(&problem_function, 0, sizeof problem_function);
  memset(&tables_function, 0, sizeof tables_function);
  memset(&transport_function, 0, sizeof transport_function);
  evenload_convex_transport_problem_init(&transport_function);
  evenload_convex_transport_problem_init(NULL);
  CHECK(memcmp(&transport_macro, &transport_function, sizeof transport_macro) == 0);
  memset(&deploy_function, 0, sizeof deploy_function);
  evenload_deploy_problem_init(&deploy_function);
  evenload_deploy_problem_init(NULL);
  CHECK(memcmp(&deploy_macro, &deploy_function, sizeof deploy_macro) == 0);
  memset(&makespan_function, 0, sizeof makespan_function);
  evenload_makespan_problem_init(&makespan_function);
  evenload_makespan_problem_init(NULL);
  CHECK(memcmp(&makespan_macro, &makespan_function, sizeof makespan_macro) == 0);
  evenload_solve_options_init(&options_function);
  evenload_balanced_assignment_problem_init(&problem_function);
  evenload_allocation_tables_init(&tables_function);
  evenload_solve_options_init(NULL);
  evenload_balanced_assignment_problem_init(NULL);
  evenload_allocation_tables_init(NULL);
  CHECK(options_macro.struct_size == sizeof(evenload_solve_options));
  CHECK(options_macro.struct_size == options_function.struct_size && options_macro.threads == options_function.threads);
  CHECK(options_macro.time_limit == options_function.time_limit && options_macro.work_limit == options_function.work_limit);
  CHECK(options_macro.seed == options_function.seed && options_macro.stop == options_function.stop);
  CHECK(options_macro.progress == options_function.progress && options_macro.user == options_function.user);
  CHECK(memcmp(&problem_macro, &problem_function, sizeof problem_macro) == 0);
  CHECK(tables_macro.struct_size == tables_function.struct_size && tables_function.overrides == NULL && tables_function.agreements == NULL);

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  problem.rows = 1;
  problem.columns = 1;
  problem.pairs = 1;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;

  /* An older caller's struct is shorter. */
  memset(&newer, 0, sizeof newer);
  evenload_solve_options_init(&newer.known);
  newer.known.struct_size = 16;
  CHECK_OK(context, evenload_optimize_balanced_assignment(context, &problem, &newer.known, &solution));
  evenload_solution_destroy(&solution);
  /* A newer caller's is longer: fine while what is unknown here is zero, refused where it is not. */
  newer.known.struct_size = (uint32_t)sizeof newer;
  CHECK_OK(context, evenload_optimize_balanced_assignment(context, &problem, &newer.known, &solution));
  evenload_solution_destroy(&solution);
  newer.unknown = 1;
  CHECK(evenload_optimize_balanced_assignment(context, &problem, &newer.known, &solution) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(solution == NULL);
  CHECK_TEXT(evenload_context_error_column(context), "options.struct_size");
  newer.unknown = 0;
  newer.known.struct_size = 0;
  CHECK(evenload_optimize_balanced_assignment(context, &problem, &newer.known, &solution) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_context_destroy(&context);
  return checked();
}
