/* Balanced assignment through arrays: answers, levels, refusals. */
#include "evenload_c/optimize.h"

#include <math.h>

#include "check.h"

/* Four rows, two columns: 5 + 3 and 4 + 4 is the even split. */
static const int64_t indptr[] = {0, 2, 4, 6, 8};
static const int32_t indices[] = {0, 1, 0, 1, 0, 1, 0, 1};
static const int64_t weight[] = {5, 4, 4, 3};
static const int64_t capacity[] = {10, 10};

static evenload_balanced_assignment_problem small_problem(void) {
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  problem.rows = 4;
  problem.columns = 2;
  problem.pairs = 8;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  return problem;
}

static void solves(evenload_context* context) {
  const evenload_balanced_assignment_problem problem = small_problem();
  evenload_solution* solution = NULL;
  int32_t assignment[4] = {-7, -7, -7, -7};
  int64_t load[2] = {-7, -7};
  int32_t kinds[3];
  double values[3];
  size_t levels = 0;
  int32_t allowed = 0;
  evenload_level level;

  CHECK_OK(context, evenload_optimize_balanced_assignment(context, &problem, NULL, &solution));
  CHECK(evenload_solution_outcome(solution) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK(evenload_solution_stop(solution) == EVENLOAD_STOP_DONE);
  CHECK(evenload_solution_work(solution) > 0);
  CHECK(evenload_solution_rows(solution) == 4 && evenload_solution_columns(solution) == 2);
  CHECK(evenload_solution_levels(solution) == 3);
  CHECK(evenload_solution_assignment(context, solution, 3, assignment) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(assignment[0] == -7);
  CHECK_OK(context, evenload_solution_assignment(context, solution, 4, assignment));
  CHECK_OK(context, evenload_solution_load(context, solution, 2, load));
  CHECK(load[0] == 8 && load[1] == 8);
  CHECK(assignment[0] != assignment[1] && assignment[1] == assignment[2] && assignment[0] == assignment[3]);
  CHECK_OK(context, evenload_solution_level(context, solution, 2, &level));
  CHECK(level.kind == EVENLOAD_LEVEL_BALANCE && level.proven == 1);
  CHECK(fabs(level.value - 12.8) < 1e-12 && fabs(level.bound - 12.8) < 1e-12 && level.gap == 0);
  CHECK(evenload_solution_level(context, solution, 3, &level) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_solution_level(context, solution, 0, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  CHECK_OK(context, evenload_optimize_evaluate(context, &problem, assignment, 3, kinds, values, &levels, &allowed));
  CHECK(levels == 3 && allowed == 1 && kinds[1] == EVENLOAD_LEVEL_OVERLOAD && values[0] == 0 && values[1] == 0);
  CHECK(fabs(values[2] - 12.8) < 1e-12);
  CHECK_OK(context, evenload_optimize_evaluate(context, &problem, assignment, 0, NULL, NULL, NULL, &allowed));

  CHECK(evenload_solution_outcome(NULL) == EVENLOAD_OUTCOME_UNKNOWN);
  CHECK(evenload_solution_assignment(context, NULL, 4, assignment) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_solution_destroy(&solution);
  CHECK(solution == NULL);
}

/* Nothing fits: an outcome, not an error. */
static void leaves_what_does_not_fit(evenload_context* context) {
  evenload_balanced_assignment_problem problem = small_problem();
  const int64_t limit[] = {4, 0};
  evenload_solution* solution = NULL;
  evenload_level level;
  problem.hard_limit = limit;
  CHECK_OK(context, evenload_optimize_balanced_assignment(context, &problem, NULL, &solution));
  CHECK_OK(context, evenload_solution_level(context, solution, 0, &level));
  CHECK(level.kind == EVENLOAD_LEVEL_UNASSIGNED_MUST && level.value == 3 && level.bound == 3);
  evenload_solution_destroy(&solution);
}

static void refuse_and_name(evenload_context* context, const evenload_balanced_assignment_problem* problem, evenload_status status, const char* column, int64_t row) {
  evenload_solution* solution = (evenload_solution*)context;
  CHECK(evenload_optimize_balanced_assignment(context, problem, NULL, &solution) == status);
  CHECK(solution == NULL);
  CHECK_TEXT(evenload_context_error_column(context), column);
  CHECK(evenload_context_error_row(context) == row);
}

static void refuses(evenload_context* context) {
  evenload_balanced_assignment_problem problem = small_problem();
  const int64_t negative[] = {5, -4, 4, 3};
  const int32_t outside[] = {0, 1, 0, 1, 0, 2, 0, 1};
  const int64_t huge[] = {INT64_MAX, INT64_MAX, 4, 3};
  evenload_solution* solution = NULL;

  problem.weight = negative;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_NEGATIVE_VALUE, "weight", 1);
  CHECK_TEXT(evenload_context_error_table(context), "problem");
  problem = small_problem();
  problem.indices = outside;
  CHECK(evenload_optimize_balanced_assignment(context, &problem, NULL, &solution) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "indices");
  problem = small_problem();
  problem.weight = huge;
  CHECK(evenload_optimize_balanced_assignment(context, &problem, NULL, &solution) == EVENLOAD_ERROR_OVERFLOW);
  problem = small_problem();
  problem.weight = NULL;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.weight", -1);
  problem = small_problem();
  problem.balance = 9;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.balance", -1);
  problem = small_problem();
  problem.cost_weight_denominator = 0;
  refuse_and_name(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.cost_weight_denominator", -1);
  problem = small_problem();
  problem.rows = INT64_MAX; /* refused by its size, without reading or allocating */
  CHECK(evenload_optimize_balanced_assignment(context, &problem, NULL, &solution) != EVENLOAD_OK);
  CHECK(evenload_optimize_balanced_assignment(context, NULL, NULL, &solution) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  solves(context);
  leaves_what_does_not_fit(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
