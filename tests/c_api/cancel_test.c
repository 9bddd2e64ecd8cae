/* Stopping a solver: by its callback, by a token from another thread, by its work limit; the best plan so far is kept. */
#define _POSIX_C_SOURCE 200809L
#include "evenload_c/optimize.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "check.h"

enum { ROWS = 20000, COLUMNS = 200, DEGREE = 10 };

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static int by_value(const void* a, const void* b) {
  const int32_t x = *(const int32_t*)a;
  const int32_t y = *(const int32_t*)b;
  return (x > y) - (x < y);
}

/* A problem too large to be finished in the test's time. */
struct large {
  int64_t indptr[ROWS + 1];
  int32_t indices[ROWS * DEGREE];
  int64_t weight[ROWS];
  int64_t cost[ROWS * DEGREE];
  int64_t capacity[COLUMNS];
};

static void fill(evenload_context* context, struct large* data) {
  uint32_t draws[DEGREE + 2];
  int row;
  int k;
  data->indptr[0] = 0;
  for (row = 0; row < ROWS; ++row) {
    int size = 0;
    int32_t picked[DEGREE];
    CHECK(evenload_core_random(context, 5, 0, (uint32_t)row, 1, 0, DEGREE + 2, draws) == EVENLOAD_OK);
    for (k = 0; k < DEGREE; ++k) picked[k] = (int32_t)(draws[k] % COLUMNS);
    qsort(picked, DEGREE, sizeof picked[0], by_value);
    for (k = 0; k < DEGREE; ++k) {
      if (k > 0 && picked[k] == picked[k - 1]) continue;
      data->indices[data->indptr[row] + size] = picked[k];
      data->cost[data->indptr[row] + size] = (int64_t)((draws[k] >> 16) % 51u);
      ++size;
    }
    data->indptr[row + 1] = data->indptr[row] + size;
    data->weight[row] = 2 + (int64_t)(draws[DEGREE] % 13u);
  }
  for (k = 0; k < COLUMNS; ++k) data->capacity[k] = 600 + 7 * (k % 40);
}

static int32_t stop_at_third(const evenload_progress* progress, void* user) {
  int* calls = (int*)user;
  if (progress->work < 0 || progress->phase == NULL) ++failures;
  return ++*calls >= 3 ? 1 : 0;
}

static void* request_later(void* stop) {
  const struct timespec pause = {0, 200000000};
  nanosleep(&pause, NULL);
  evenload_stop_request((evenload_stop*)stop);
  return NULL;
}

static void check_plan(evenload_context* context, const evenload_balanced_assignment_problem* problem, evenload_solution* solution) {
  int32_t* assignment = malloc(ROWS * sizeof *assignment);
  int32_t allowed = 0;
  CHECK_OK(context, evenload_solution_assignment(context, solution, ROWS, assignment));
  CHECK_OK(context, evenload_optimize_evaluate(context, problem, assignment, 0, NULL, NULL, NULL, &allowed));
  CHECK(allowed == 1);
  free(assignment);
}

int main(void) {
  evenload_context* context = NULL;
  struct large* data = malloc(sizeof *data);
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  evenload_solve_options options = EVENLOAD_SOLVE_OPTIONS_INIT;
  evenload_solution* solution = NULL;
  evenload_stop* stop = NULL;
  pthread_t thread;
  int calls = 0;
  double start;

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  fill(context, data);
  problem.rows = ROWS;
  problem.columns = COLUMNS;
  problem.indptr = data->indptr;
  problem.indices = data->indices;
  problem.pairs = data->indptr[ROWS];
  problem.weight = data->weight;
  problem.cost = data->cost;
  problem.capacity = data->capacity;
  problem.cost_weight_numerator = 1;
  problem.cost_weight_denominator = 20;
  options.time_limit = 60;
  options.work_limit = INT64_MAX / 4;

  options.progress = stop_at_third;
  options.user = &calls;
  CHECK_OK(context, evenload_optimize_balanced_assignment(context, &problem, &options, &solution));
  CHECK(calls == 3);
  CHECK(evenload_solution_stop(solution) == EVENLOAD_STOP_CANCELLED);
  check_plan(context, &problem, solution);
  evenload_solution_destroy(&solution);

  options.progress = NULL;
  CHECK(evenload_stop_create(&stop) == EVENLOAD_OK);
  options.stop = stop;
  CHECK(pthread_create(&thread, NULL, request_later, stop) == 0);
  start = now();
  CHECK_OK(context, evenload_optimize_balanced_assignment(context, &problem, &options, &solution));
  printf("stopped %.0f ms after the request\n", 1e3 * (now() - start - 0.2));
  CHECK(now() - start < 30);
  pthread_join(thread, NULL);
  CHECK(evenload_solution_stop(solution) == EVENLOAD_STOP_CANCELLED);
  check_plan(context, &problem, solution);
  evenload_solution_destroy(&solution);
  options.stop = NULL;
  evenload_stop_destroy(&stop);

  options.work_limit = 200000;
  CHECK_OK(context, evenload_optimize_balanced_assignment(context, &problem, &options, &solution));
  CHECK(evenload_solution_stop(solution) == EVENLOAD_STOP_WORK);
  check_plan(context, &problem, solution);
  evenload_solution_destroy(&solution);

  options.time_limit = -1;
  CHECK(evenload_optimize_balanced_assignment(context, &problem, &options, &solution) == EVENLOAD_ERROR_OUT_OF_RANGE);
  free(data);
  evenload_context_destroy(&context);
  return checked();
}
