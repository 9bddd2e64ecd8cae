/* Online assignment in C: a standing state, questions, changes, and what is refused. */
#include <string.h>

#include "check.h"
#include "evenload_c/evenload.h"

static evenload_online* standing(evenload_context* context) {
  static const int64_t indptr[] = {0, 2, 4, 5};
  static const int32_t indices[] = {0, 1, 0, 1, 1};
  static const int64_t weight[] = {4, 5, 3};
  static const int64_t capacity[] = {10, 10};
  static const int64_t hard_limit[] = {13, 13};
  static const int32_t start[] = {0, 0, 1};
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  evenload_online* state = NULL;
  problem.rows = 3;
  problem.columns = 2;
  problem.pairs = 5;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  problem.hard_limit = hard_limit;
  problem.start = start;
  CHECK(evenload_online_create(context, &problem, &state) == EVENLOAD_OK);
  return state;
}

/* What stands after the commit, as arrays, and a second state made from them. */
static void stored(evenload_context* context, const evenload_online* state) {
  static const int64_t expected_indptr[] = {0, 2, 4, 5, 6};
  static const int64_t expected_weight[] = {4, 4, 5, 5, 3, 4};
  static const int64_t expected_ids[] = {0, 1, 2, 3};
  static const int32_t expected_start[] = {0, 1, 1, 0};
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  evenload_online_standing* standing = NULL;
  evenload_online_standing* none = NULL;
  evenload_online_ids ids;
  evenload_online* again = NULL;
  int64_t load = 0;

  CHECK(evenload_online_get_standing(context, state, &standing) == EVENLOAD_OK);
  CHECK(evenload_online_standing_problem(context, standing, &problem) == EVENLOAD_OK);
  CHECK(problem.rows == 4 && problem.columns == 2 && problem.pairs == 6 && problem.weight_per_pair == 1);
  CHECK(memcmp(problem.indptr, expected_indptr, sizeof expected_indptr) == 0);
  CHECK(memcmp(problem.weight, expected_weight, sizeof expected_weight) == 0);
  CHECK(memcmp(problem.start, expected_start, sizeof expected_start) == 0);
  CHECK(problem.capacity[1] == 10 && problem.hard_limit[0] == 13 && problem.fixed[0] == -1);
  CHECK(evenload_online_standing_ids(context, standing, &ids) == EVENLOAD_OK);
  CHECK(ids.rows == 4 && ids.version == 1 && memcmp(ids.ids, expected_ids, sizeof expected_ids) == 0);
  CHECK(evenload_online_create_with_ids(context, &problem, &ids, &again) == EVENLOAD_OK);
  CHECK(evenload_online_version(again) == 1 && evenload_online_rows(again) == 4);
  CHECK(evenload_online_load(context, again, 1, &load) == EVENLOAD_OK && load == 8);
  CHECK(evenload_online_close_row(context, again, 3) == EVENLOAD_OK);
  evenload_online_destroy(&again);

  ids.rows = 3;
  CHECK(evenload_online_create_with_ids(context, &problem, &ids, &again) == EVENLOAD_ERROR_LENGTH_MISMATCH);
  CHECK(strcmp(evenload_context_error_table(context), "standing") == 0);
  CHECK(evenload_online_create_with_ids(context, &problem, NULL, &again) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_online_get_standing(context, NULL, &none) == EVENLOAD_ERROR_INVALID_ARGUMENT && none == NULL);
  problem.struct_size = 3;
  CHECK(evenload_online_standing_problem(context, standing, &problem) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_online_standing_ids(context, NULL, &ids) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_online_standing_destroy(&standing);
  CHECK(standing == NULL);
  evenload_online_standing_destroy(&standing);
}

int main(void) {
  static const int32_t columns[] = {0};
  static const int64_t weight[] = {4};
  evenload_context* context = NULL;
  evenload_online* state;
  evenload_online_snapshot* snapshot = NULL;
  evenload_online_row row = EVENLOAD_ONLINE_ROW_INIT;
  evenload_online_row made;
  evenload_online_candidate best[3];
  evenload_online_answer answer;
  evenload_online_change changes[4];
  evenload_online_levels levels;
  int32_t codes[2];
  int32_t column = -9;
  int64_t id = -1;
  int64_t load = 0;
  size_t count = 0;

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  memset(&made, 0, sizeof made);
  evenload_online_row_init(&made);
  evenload_online_row_init(NULL);
  CHECK(memcmp(&made, &row, sizeof row) == 0);
  state = standing(context);
  row.pairs = 1;
  row.columns = columns;
  row.weights = 1;
  row.weight = weight;

  CHECK(evenload_online_best(context, state, &row, 3, best, &count) == EVENLOAD_OK);
  CHECK(count == 1 && best[0].column == 0 && best[0].overload == 3 && best[0].better_than_out == 1);
  CHECK(evenload_online_exclusions(context, state, &row, 2, codes) == EVENLOAD_OK);
  CHECK(codes[0] == EVENLOAD_ONLINE_ALLOWED);
  CHECK(codes[1] == EVENLOAD_ONLINE_NOT_A_PAIR);
  CHECK(evenload_online_exclusions(context, state, &row, 1, codes) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_online_best_with_moves(context, state, &row, 2, -1, &answer) == EVENLOAD_OK);
  CHECK(answer.column == 0 && answer.move_count == 1 && answer.moves[0].row == 1 && answer.moves[0].to == 1);
  CHECK(answer.overload == 0 && answer.proven == 1 && answer.balance == 3.8);

  CHECK(evenload_online_take_snapshot(context, state, &snapshot) == EVENLOAD_OK);
  CHECK(evenload_online_commit(context, state, &row, answer.column, (size_t)answer.move_count, answer.moves, &id) == EVENLOAD_OK);
  CHECK(id == 3 && evenload_online_rows(state) == 4 && evenload_online_version(state) == 1 && evenload_online_columns(state) == 2);
  CHECK(evenload_online_delta(context, state, 0, 0, NULL, &count) == EVENLOAD_OK && count == 2);
  CHECK(evenload_online_delta(context, state, 0, 1, changes, &count) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_online_delta(context, state, 0, 4, changes, &count) == EVENLOAD_OK);
  CHECK(changes[0].kind == EVENLOAD_ONLINE_MOVED && changes[1].kind == EVENLOAD_ONLINE_ADDED && changes[1].row == 3);
  CHECK(evenload_online_load(context, state, 1, &load) == EVENLOAD_OK && load == 8);
  CHECK(evenload_online_column_of(context, state, 1, &column) == EVENLOAD_OK && column == 1);
  CHECK(evenload_online_get_levels(context, state, &levels) == EVENLOAD_OK);
  CHECK(levels.overload == 0 && levels.balance == 12.8 && levels.unassigned[0] == 0);

  stored(context, state);

  CHECK(evenload_online_undo(context, state) == EVENLOAD_OK);
  CHECK(evenload_online_close_row(context, state, id) == EVENLOAD_ERROR_UNKNOWN_ID);
  CHECK(strcmp(evenload_context_error_table(context), "row") == 0);
  CHECK(evenload_online_close_row(context, state, 2) == EVENLOAD_OK);
  CHECK(evenload_online_change_column(context, state, 1, 20, 1, 22) == EVENLOAD_OK);
  CHECK(evenload_online_load(context, state, 1, &load) == EVENLOAD_OK && load == 1);
  CHECK(evenload_online_move_rows(context, state, 1, answer.moves) == EVENLOAD_OK);
  CHECK(evenload_online_load(context, state, 1, &load) == EVENLOAD_OK && load == 6);
  CHECK(evenload_online_move_rows(context, state, 1, answer.moves) == EVENLOAD_ERROR_CONTRADICTION);
  CHECK(evenload_online_forget(context, state) == EVENLOAD_OK);
  CHECK(evenload_online_undo(context, state) == EVENLOAD_ERROR_CONTRADICTION);
  CHECK(evenload_online_restore(context, state, snapshot) == EVENLOAD_OK);
  CHECK(evenload_online_version(state) == 0 && evenload_online_rows(state) == 3);

  CHECK(evenload_online_best(context, NULL, &row, 3, best, &count) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_online_restore(context, state, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_online_version(NULL) == 0);
  row.struct_size = 2;
  CHECK(evenload_online_best(context, state, &row, 3, best, &count) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_online_snapshot_destroy(&snapshot);
  evenload_online_destroy(&state);
  CHECK(state == NULL && snapshot == NULL);
  evenload_online_destroy(&state);
  evenload_context_destroy(&context);
  return checked();
}
