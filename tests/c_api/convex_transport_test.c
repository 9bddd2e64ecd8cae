/* Convex transport through arrays: answers, proofs, changes, refusals. */
#include "evenload_c/convex_transport.h"

#include "check.h"

/* Four rows that all like column 0, whose slots get dearer faster. */
static const int64_t indptr[] = {0, 2, 4, 6, 8};
static const int32_t indices[] = {0, 1, 0, 1, 0, 1, 0, 1};
static const int64_t cost[] = {0, 2, 0, 2, 0, 2, 0, 2};
static const int64_t slot_cost[] = {0, 3, 6, 9, 0, 1, 2, 3};

static evenload_convex_transport_problem small_problem(void) {
  evenload_convex_transport_problem problem = EVENLOAD_CONVEX_TRANSPORT_PROBLEM_INIT;
  problem.rows = 4;
  problem.columns = 2;
  problem.pairs = 8;
  problem.slots = 8;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.cost = cost;
  problem.slot_cost = slot_cost;
  return problem;
}

static void solves_and_proves(evenload_context* context) {
  evenload_convex_transport_problem problem = small_problem();
  evenload_convex_transport_solution* solution = NULL;
  evenload_text* reason = NULL;
  int32_t assignment[4] = {-7, -7, -7, -7};
  int64_t load[2], row_price[4], column_price[2], outside;
  int32_t optimal = -1;

  CHECK_OK(context, evenload_optimize_convex_transport(context, &problem, NULL, &solution));
  CHECK(evenload_convex_transport_solution_outcome(solution) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK(evenload_convex_transport_solution_stop(solution) == EVENLOAD_STOP_DONE);
  CHECK(evenload_convex_transport_solution_work(solution) > 0);
  CHECK(evenload_convex_transport_solution_rows(solution) == 4);
  CHECK(evenload_convex_transport_solution_columns(solution) == 2);
  CHECK(evenload_convex_transport_solution_unassigned(solution) == 0);
  CHECK(evenload_convex_transport_solution_unassigned_bound(solution) == 0);
  CHECK(evenload_convex_transport_solution_cost(solution) == 8);
  CHECK(evenload_convex_transport_solution_cost_bound(solution) == 8);
  CHECK(evenload_convex_transport_solution_assignment(context, solution, 3, assignment) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(assignment[0] == -7);
  CHECK_OK(context, evenload_convex_transport_solution_assignment(context, solution, 4, assignment));
  CHECK_OK(context, evenload_convex_transport_solution_load(context, solution, 2, load));
  CHECK_OK(context, evenload_convex_transport_solution_row_price(context, solution, 4, row_price));
  CHECK_OK(context, evenload_convex_transport_solution_column_price(context, solution, 2, column_price));
  CHECK(load[0] == 2 && load[1] == 2);
  outside = evenload_convex_transport_solution_outside_price(solution);
  CHECK_OK(context, evenload_optimize_check_duals(context, &problem, assignment, row_price, column_price, outside, &optimal, &reason));
  CHECK(optimal == 1 && reason == NULL);
  ++column_price[0];
  CHECK_OK(context, evenload_optimize_check_duals(context, &problem, assignment, row_price, column_price, outside, &optimal, &reason));
  CHECK(optimal == 0 && reason != NULL);
  CHECK(strstr(evenload_text_data(reason), "equation") != NULL);
  evenload_text_destroy(&reason);
  CHECK(evenload_optimize_check_duals(context, &problem, NULL, row_price, column_price, outside, &optimal, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);

  problem.start = assignment;
  --column_price[0];
  problem.prices = column_price;
  evenload_convex_transport_solution_destroy(&solution);
  CHECK(solution == NULL);
  CHECK_OK(context, evenload_optimize_convex_transport(context, &problem, NULL, &solution));
  CHECK(evenload_convex_transport_solution_cost(solution) == 8);
  evenload_convex_transport_solution_destroy(&solution);
}

static void changes(evenload_context* context) {
  const evenload_convex_transport_problem problem = small_problem();
  evenload_convex_transport_state* state = NULL;
  evenload_convex_transport_solution* solution = NULL;
  const int32_t columns[] = {1};
  const int64_t costs[] = {5};
  int32_t row = -1, outcome = -1, column = -7;

  CHECK_OK(context, evenload_convex_transport_state_create(context, &problem, NULL, &state));
  CHECK_OK(context, evenload_convex_transport_state_insert_row(context, state, 1, columns, costs, &row));
  CHECK(row == 4);
  CHECK_OK(context, evenload_convex_transport_state_solve(context, state, NULL, &outcome));
  CHECK(outcome == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK_OK(context, evenload_convex_transport_state_column(context, state, 4, &column));
  CHECK(column == 1);
  CHECK_OK(context, evenload_convex_transport_state_change_cost(context, state, 0, 0, -50));
  CHECK_OK(context, evenload_convex_transport_state_remove_row(context, state, 4));
  CHECK_OK(context, evenload_convex_transport_state_solve(context, state, NULL, NULL));
  CHECK_OK(context, evenload_convex_transport_state_solution(context, state, &solution));
  CHECK(evenload_convex_transport_solution_rows(solution) == 5);
  CHECK(evenload_convex_transport_solution_cost(solution) == 8 - 50);
  CHECK(evenload_convex_transport_solution_outcome(solution) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK(evenload_convex_transport_state_remove_row(context, state, 4) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK_TEXT(evenload_context_error_table(context), "row");
  CHECK(evenload_convex_transport_state_insert_row(context, state, 1, NULL, costs, &row) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_convex_transport_state_column(context, NULL, 0, &column) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_convex_transport_state_destroy(&state);
  CHECK(state == NULL);
  evenload_convex_transport_solution_destroy(&solution);
}

static void refuses(evenload_context* context) {
  evenload_convex_transport_problem problem = small_problem();
  evenload_convex_transport_solution* solution = NULL;
  static const int64_t falling[] = {0, 3, 2, 9, 0, 1, 2, 3};
  static const int64_t extreme[] = {INT64_MAX, 2, 0, 2, 0, 2, 0, 2};

  problem.slot_cost = falling;
  CHECK(evenload_optimize_convex_transport(context, &problem, NULL, &solution) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(solution == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "problem");
  CHECK_TEXT(evenload_context_error_column(context), "slot_cost");
  CHECK(evenload_context_error_row(context) == 2);
  problem = small_problem();
  problem.cost = extreme;
  CHECK(evenload_optimize_convex_transport(context, &problem, NULL, &solution) == EVENLOAD_ERROR_OVERFLOW);
  problem.cost = NULL;
  CHECK(evenload_optimize_convex_transport(context, &problem, NULL, &solution) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem = small_problem();
  problem.columns = -1;
  CHECK(evenload_optimize_convex_transport(context, &problem, NULL, &solution) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem = small_problem();
  problem.reserved = 1;
  CHECK(evenload_optimize_convex_transport(context, &problem, NULL, &solution) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_optimize_convex_transport(context, NULL, NULL, &solution) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_optimize_convex_transport(context, &problem, NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_convex_transport_solution_outcome(NULL) == EVENLOAD_OUTCOME_UNKNOWN);
  CHECK(evenload_convex_transport_solution_cost(NULL) == 0);
  evenload_convex_transport_solution_destroy(NULL);
  evenload_convex_transport_state_destroy(NULL);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  solves_and_proves(context);
  changes(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
