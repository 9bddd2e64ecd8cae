/* Generalized assignment through arrays: answers, outcomes, layout, refusals. */
#include "evenload_c/generalized_assignment.h"

#include <math.h>
#include <stddef.h>

#include "check.h"

/* Three rows, two columns; rows 0 and 1 do not fit into column 0 together. */
static const int64_t cost[] = {1, 5, 2, 9, 4, 3};
static const int64_t weight[] = {6, 5, 6, 5, 2, 2};
static const int64_t capacity[] = {8, 9};

static evenload_generalized_assignment_problem small_problem(void) {
  evenload_generalized_assignment_problem problem = EVENLOAD_GENERALIZED_ASSIGNMENT_PROBLEM_INIT;
  problem.rows = 3;
  problem.columns = 2;
  problem.cost = cost;
  problem.weight = weight;
  problem.capacity = capacity;
  return problem;
}

static void check_layout(void) {
  evenload_generalized_assignment_problem from_macro = EVENLOAD_GENERALIZED_ASSIGNMENT_PROBLEM_INIT;
  evenload_generalized_assignment_problem from_function;
  memset(&from_function, 0, sizeof from_function);
  evenload_generalized_assignment_problem_init(&from_function);
  evenload_generalized_assignment_problem_init(NULL);
  CHECK(memcmp(&from_macro, &from_function, sizeof from_macro) == 0);
  if (sizeof(void*) != 8) return;
  CHECK(offsetof(evenload_generalized_assignment_problem, rows) == 8);
  CHECK(offsetof(evenload_generalized_assignment_problem, cost) == 24);
  CHECK(offsetof(evenload_generalized_assignment_problem, capacity) == 40);
  CHECK(offsetof(evenload_generalized_assignment_problem, start) == 56);
  CHECK(sizeof(evenload_generalized_assignment_problem) == 64);
}

static void solves(evenload_context* context) {
  evenload_generalized_assignment_problem problem = small_problem();
  evenload_generalized_solution* solution = NULL;
  int32_t assignment[3] = {-7, -7, -7};
  int64_t load[2] = {-7, -7};
  const int32_t start[] = {0, 0, 0};
  const uint8_t allowed[] = {1, 1, 0, 1, 1, 1};

  CHECK_OK(context, evenload_optimize_generalized_assignment(context, &problem, NULL, &solution));
  CHECK(evenload_generalized_solution_outcome(solution) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK(evenload_generalized_solution_stop(solution) == EVENLOAD_STOP_DONE);
  CHECK(evenload_generalized_solution_work(solution) > 0);
  CHECK(evenload_generalized_solution_found(solution) == 1);
  CHECK(evenload_generalized_solution_objective(solution) == 10);
  CHECK(evenload_generalized_solution_bound(solution) == 10);
  CHECK(evenload_generalized_solution_gap(solution) == 0);
  CHECK(evenload_generalized_solution_assignment(context, solution, 2, assignment) ==
        EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(assignment[0] == -7);
  CHECK(evenload_generalized_solution_assignment(context, solution, 3, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_OK(context, evenload_generalized_solution_assignment(context, solution, 3, assignment));
  CHECK(assignment[0] == 1 && assignment[1] == 0 && assignment[2] == 1);
  CHECK_OK(context, evenload_generalized_solution_load(context, solution, 2, load));
  CHECK(load[0] == 6 && load[1] == 7);
  evenload_generalized_solution_destroy(&solution);
  CHECK(solution == NULL);
  evenload_generalized_solution_destroy(&solution);
  evenload_generalized_solution_destroy(NULL);

  problem.allowed = allowed;
  problem.start = start;
  CHECK_OK(context, evenload_optimize_generalized_assignment(context, &problem, NULL, &solution));
  CHECK(evenload_generalized_solution_objective(solution) == 13);
  evenload_generalized_solution_destroy(&solution);

  CHECK(evenload_generalized_solution_outcome(NULL) == EVENLOAD_OUTCOME_UNKNOWN);
  CHECK(evenload_generalized_solution_found(NULL) == 0);
  CHECK(isnan(evenload_generalized_solution_gap(NULL)));
  CHECK(evenload_generalized_solution_load(context, NULL, 2, load) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
}

/* Nothing fits: an outcome, not an error. */
static void tells_what_is_infeasible(evenload_context* context) {
  evenload_generalized_assignment_problem problem = small_problem();
  const int64_t tight[] = {6, 4};
  evenload_generalized_solution* solution = NULL;
  int32_t assignment[3] = {0, 0, 0};
  problem.capacity = tight;
  CHECK_OK(context, evenload_optimize_generalized_assignment(context, &problem, NULL, &solution));
  CHECK(evenload_generalized_solution_outcome(solution) == EVENLOAD_OUTCOME_INFEASIBLE);
  CHECK(evenload_generalized_solution_found(solution) == 0);
  CHECK(evenload_generalized_solution_objective(solution) == 0);
  CHECK(isnan(evenload_generalized_solution_gap(solution)));
  CHECK_OK(context, evenload_generalized_solution_assignment(context, solution, 3, assignment));
  CHECK(assignment[0] == -1 && assignment[1] == -1 && assignment[2] == -1);
  evenload_generalized_solution_destroy(&solution);
}

static void solves_nothing(evenload_context* context) {
  const evenload_generalized_assignment_problem problem =
      EVENLOAD_GENERALIZED_ASSIGNMENT_PROBLEM_INIT;
  evenload_generalized_solution* solution = NULL;
  CHECK_OK(context, evenload_optimize_generalized_assignment(context, &problem, NULL, &solution));
  CHECK(evenload_generalized_solution_outcome(solution) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK_OK(context, evenload_generalized_solution_assignment(context, solution, 0, NULL));
  evenload_generalized_solution_destroy(&solution);
}

static void refuse_and_name(evenload_context* context,
                            const evenload_generalized_assignment_problem* problem,
                            evenload_status status, const char* column, int64_t row) {
  evenload_generalized_solution* solution = (evenload_generalized_solution*)context;
  CHECK(evenload_optimize_generalized_assignment(context, problem, NULL, &solution) == status);
  CHECK(solution == NULL);
  CHECK_TEXT(evenload_context_error_column(context), column);
  CHECK(evenload_context_error_row(context) == row);
}

static void refuses(evenload_context* context) {
  evenload_generalized_assignment_problem problem = small_problem();
  const int64_t negative[] = {6, 5, -6, 5, 2, 2};
  const int64_t huge[] = {INT64_MIN, 5, 2, 9, 4, 3};
  const int32_t outside[] = {0, 2, 0};
  evenload_generalized_solution* solution = NULL;

  problem.weight = negative;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_NEGATIVE_VALUE, "weight", 2);
  CHECK_TEXT(evenload_context_error_table(context), "problem");
  problem = small_problem();
  problem.start = outside;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_OUT_OF_RANGE, "start", 1);
  problem = small_problem();
  problem.cost = huge;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_OVERFLOW, "cost", 0);
  problem = small_problem();
  problem.cost = NULL;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.cost", -1);
  problem = small_problem();
  problem.columns = -1;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.columns", -1);
  problem = small_problem();
  problem.rows = INT64_MAX; /* refused by its size, without reading or allocating */
  refuse_and_name(context, &problem, EVENLOAD_ERROR_OVERFLOW, "rows", -1);
  problem.columns = INT64_MAX;
  CHECK(evenload_optimize_generalized_assignment(context, &problem, NULL, &solution) !=
        EVENLOAD_OK);
  problem = small_problem();
  problem.struct_size = 0;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.struct_size", -1);
  refuse_and_name(context, NULL, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem", -1);
  problem = small_problem();
  CHECK(evenload_optimize_generalized_assignment(context, &problem, NULL, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
}

static int32_t stop_at_once(const evenload_progress* progress, void* user) {
  (void)progress;
  *(int*)user += 1;
  return 1;
}

static void stops(evenload_context* context) {
  const evenload_generalized_assignment_problem problem = small_problem();
  evenload_solve_options options = EVENLOAD_SOLVE_OPTIONS_INIT;
  evenload_generalized_solution* solution = NULL;
  int calls = 0;
  options.progress = stop_at_once;
  options.user = &calls;
  CHECK_OK(context,
           evenload_optimize_generalized_assignment(context, &problem, &options, &solution));
  CHECK(calls > 0);
  evenload_generalized_solution_destroy(&solution);
}

int main(void) {
  evenload_context* context = NULL;
  check_layout();
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  solves(context);
  tells_what_is_infeasible(context);
  solves_nothing(context);
  refuses(context);
  stops(context);
  evenload_context_destroy(&context);
  return checked();
}
