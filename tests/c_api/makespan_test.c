/* Makespan through arrays: answers, refusals. */
#include "evenload_c/makespan.h"

#include "check.h"

/* Two rows belong to each column: 9 and 7. */
static const int64_t times[] = {5, 9, 4, 9, 9, 4, 9, 3};

static evenload_makespan_problem small_problem(void) {
  evenload_makespan_problem problem = EVENLOAD_MAKESPAN_PROBLEM_INIT;
  problem.rows = 4;
  problem.columns = 2;
  problem.times = times;
  return problem;
}

static void solves(evenload_context* context) {
  evenload_makespan_problem problem = small_problem();
  const int64_t base[] = {0, 4};
  const int32_t start[] = {1, -1, 0, 0};
  evenload_makespan_solution* solution = NULL;
  int32_t assignment[4] = {-7, -7, -7, -7};
  int64_t load[2] = {-7, -7};

  CHECK_OK(context, evenload_optimize_makespan(context, &problem, NULL, &solution));
  CHECK(evenload_makespan_solution_outcome(solution) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK(evenload_makespan_solution_stop(solution) == EVENLOAD_STOP_DONE);
  CHECK(evenload_makespan_solution_work(solution) > 0);
  CHECK(evenload_makespan_solution_rows(solution) == 4 && evenload_makespan_solution_columns(solution) == 2);
  CHECK(evenload_makespan_solution_objective(solution) == 9 && evenload_makespan_solution_bound(solution) == 9);
  CHECK(evenload_makespan_solution_assignment(context, solution, 3, assignment) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(assignment[0] == -7);
  CHECK_OK(context, evenload_makespan_solution_assignment(context, solution, 4, assignment));
  CHECK_OK(context, evenload_makespan_solution_load(context, solution, 2, load));
  CHECK(assignment[0] == 0 && assignment[1] == 0 && assignment[2] == 1 && assignment[3] == 1);
  CHECK(load[0] == 9 && load[1] == 7);
  evenload_makespan_solution_destroy(&solution);
  CHECK(solution == NULL);

  problem.base_load = base;
  problem.start = start;
  CHECK_OK(context, evenload_optimize_makespan(context, &problem, NULL, &solution));
  CHECK(evenload_makespan_solution_objective(solution) == 11);
  evenload_makespan_solution_destroy(&solution);

  CHECK(evenload_makespan_solution_outcome(NULL) == EVENLOAD_OUTCOME_UNKNOWN);
  CHECK(evenload_makespan_solution_stop(NULL) == EVENLOAD_STOP_DONE);
  CHECK(evenload_makespan_solution_objective(NULL) == 0 && evenload_makespan_solution_bound(NULL) == 0);
  CHECK(evenload_makespan_solution_assignment(context, NULL, 4, assignment) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_makespan_solution_destroy(&solution);
  evenload_makespan_solution_destroy(NULL);
}

/* A row without a column: an outcome, not an error. */
static void tells_infeasible(evenload_context* context) {
  const int64_t none[] = {1, 2, EVENLOAD_FORBIDDEN_TIME, EVENLOAD_FORBIDDEN_TIME};
  evenload_makespan_problem problem = small_problem();
  evenload_makespan_solution* solution = NULL;
  int32_t assignment[2] = {-7, -7};
  problem.rows = 2;
  problem.times = none;
  CHECK_OK(context, evenload_optimize_makespan(context, &problem, NULL, &solution));
  CHECK(evenload_makespan_solution_outcome(solution) == EVENLOAD_OUTCOME_INFEASIBLE);
  CHECK(evenload_makespan_solution_objective(solution) == -1 && evenload_makespan_solution_bound(solution) == -1);
  CHECK_OK(context, evenload_makespan_solution_assignment(context, solution, 2, assignment));
  CHECK(assignment[0] == -1 && assignment[1] == -1);
  evenload_makespan_solution_destroy(&solution);
}

static void refuse_and_name(evenload_context* context, const evenload_makespan_problem* problem, evenload_status status, const char* column, int64_t row) {
  evenload_makespan_solution* solution = (evenload_makespan_solution*)context;
  CHECK(evenload_optimize_makespan(context, problem, NULL, &solution) == status);
  CHECK(solution == NULL);
  CHECK_TEXT(evenload_context_error_column(context), column);
  CHECK(evenload_context_error_row(context) == row);
}

static void refuses(evenload_context* context) {
  const int64_t negative[] = {5, 9, 4, -9, 9, 4, 9, 3};
  const int64_t huge[] = {INT64_MAX, 1, 4, 9, 9, 4, 9, 3};
  const int64_t base[] = {0, -4};
  const int32_t start[] = {0, 0, 2, 0};
  evenload_makespan_problem problem = small_problem();
  problem.times = negative;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_NEGATIVE_VALUE, "times", 1);
  CHECK_TEXT(evenload_context_error_table(context), "problem");
  problem.times = huge;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_OVERFLOW, "times", 0);
  problem.times = NULL;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.times", -1);
  problem = small_problem();
  problem.base_load = base;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_NEGATIVE_VALUE, "base_load", 1);
  problem = small_problem();
  problem.start = start;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_OUT_OF_RANGE, "start", 2);
  problem = small_problem();
  problem.rows = -1;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.rows", -1);
  problem.rows = INT64_MAX; /* refused by its size, without reading or allocating */
  refuse_and_name(context, &problem, EVENLOAD_ERROR_OVERFLOW, "rows", -1);
  problem.rows = 4;
  problem.columns = INT64_MAX;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_OVERFLOW, "columns", -1);
  problem = small_problem();
  problem.reserved = 1;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.reserved", -1);
  refuse_and_name(context, NULL, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem", -1);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  solves(context);
  tells_infeasible(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
