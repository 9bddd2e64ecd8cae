/* Blocking groups through arrays: answers, refusals. */
#include "evenload_c/blocking_groups.h"

#include "check.h"

/* Three rows of weight 2 for one column of 5 (hard limit 5), a fourth that goes elsewhere. */
static const int64_t indptr[] = {0, 1, 2, 3, 4};
static const int32_t indices[] = {0, 0, 0, 1};
static const int64_t weight[] = {2, 2, 2, 2};
static const int64_t capacity[] = {5, 5};
static const int64_t hard_limit[] = {5, 5};

static evenload_balanced_assignment_problem small_problem(void) {
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  problem.rows = 4;
  problem.columns = 2;
  problem.pairs = 4;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  problem.hard_limit = hard_limit;
  return problem;
}

static void explains(evenload_context* context) {
  const evenload_balanced_assignment_problem problem = small_problem();
  const int32_t plan[] = {0, -1, 0, 1};
  evenload_blocking_groups* groups = NULL;
  evenload_blocking_group group;
  int32_t rows[3] = {-7, -7, -7};
  int32_t columns[1] = {-7};
  int32_t of_rows[4] = {-7, -7, -7, -7};

  CHECK_OK(context, evenload_optimize_blocking_groups(context, &problem, plan, NULL, &groups));
  CHECK(evenload_blocking_groups_count(groups) == 1);
  CHECK(evenload_blocking_groups_stop(groups) == EVENLOAD_STOP_DONE);
  CHECK(evenload_blocking_groups_work(groups) > 0);
  CHECK_OK(context, evenload_blocking_groups_get(context, groups, 0, &group));
  CHECK(group.proof == EVENLOAD_BLOCKING_MIN_CUT && group.minimal == 1 && group.within_capacity == 0);
  CHECK(group.rows == 3 && group.columns == 1 && group.load == 6 && group.room == 5 && group.overload == 0);
  CHECK(evenload_blocking_groups_rows(context, groups, 0, 2, rows) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(rows[0] == -7);
  CHECK_OK(context, evenload_blocking_groups_rows(context, groups, 0, 3, rows));
  CHECK(rows[0] == 0 && rows[1] == 1 && rows[2] == 2);
  CHECK_OK(context, evenload_blocking_groups_columns(context, groups, 0, 1, columns));
  CHECK(columns[0] == 0);
  CHECK_OK(context, evenload_blocking_groups_of_rows(context, groups, 4, of_rows));
  CHECK(of_rows[0] == -1 && of_rows[1] == 0 && of_rows[2] == -1 && of_rows[3] == -1);
  CHECK(evenload_blocking_groups_get(context, groups, 1, &group) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_blocking_groups_get(context, groups, 0, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_blocking_groups_destroy(&groups);
  CHECK(groups == NULL);
  evenload_blocking_groups_destroy(&groups);
  evenload_blocking_groups_destroy(NULL);
  CHECK(evenload_blocking_groups_count(NULL) == 0 && evenload_blocking_groups_work(NULL) == 0);
}

static void refuses(evenload_context* context) {
  const evenload_balanced_assignment_problem problem = small_problem();
  const int32_t elsewhere[] = {1, -1, 0, 1};
  evenload_blocking_groups* groups = NULL;

  CHECK(evenload_optimize_blocking_groups(context, &problem, elsewhere, NULL, &groups) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(groups == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "assignment");
  CHECK(evenload_context_error_row(context) == 0);
  CHECK(evenload_optimize_blocking_groups(context, &problem, NULL, NULL, &groups) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_optimize_blocking_groups(context, NULL, elsewhere, NULL, &groups) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_optimize_blocking_groups(context, &problem, elsewhere, NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

int main(void) {
  evenload_context* context = NULL;
  if (evenload_context_create(&context) != EVENLOAD_OK) return 1;
  explains(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
