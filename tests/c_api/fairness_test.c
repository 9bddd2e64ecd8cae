/* Leximin, trade-off curves and orders of levels through the C ABI. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "evenload_c/evenload.h"

static const char* const POLICY = "{\"schema_version\": \"1.0\", \"on\": \"2026-11-23\", \"carry_over\": {\"half_life_weeks\": 4}}";
static const char* const INPUT =
    "{\"schema_version\": \"1.0\", \"cases\": [{\"id\": \"c1\", \"weight\": 2, \"type\": \"court\"}, {\"id\": \"c2\", \"weight\": 2, \"type\": \"court\"}],"
    " \"caseworkers\": [{\"id\": \"x\", \"unit\": \"u\", \"capacity\": 10, \"unwished_categories\": [\"court\"]}, {\"id\": \"y\", \"unit\": \"u\", \"capacity\": 10}]}";

static void leximin(evenload_context* context) {
  const int64_t indptr[] = {0, 2, 4};
  const int32_t indices[] = {0, 1, 0, 1};
  const int64_t weight[] = {4, 4};
  const int64_t capacity[] = {10, 10};
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  evenload_solution* solution = NULL;
  double ratios[2] = {0, 0};
  double next_bound = 0;
  int64_t count = 0;
  int64_t proven = 0;
  problem.rows = 2;
  problem.columns = 2;
  problem.pairs = 4;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  problem.balance = EVENLOAD_BALANCE_LEXIMIN;
  CHECK(evenload_optimize_balanced_assignment(context, &problem, NULL, &solution) == EVENLOAD_OK);
  CHECK(evenload_solution_sorted_ratios(context, solution, 0, NULL, &count, &proven, &next_bound) == EVENLOAD_OK);
  CHECK(count == 2 && proven == 2 && isnan(next_bound));
  CHECK(evenload_solution_sorted_ratios(context, solution, 2, ratios, NULL, NULL, NULL) == EVENLOAD_OK);
  CHECK(ratios[0] == 0.4 && ratios[1] == 0.4);
  CHECK(evenload_solution_sorted_ratios(context, solution, 1, ratios, NULL, NULL, NULL) != EVENLOAD_OK);
  evenload_solution_destroy(&solution);
  problem.balance = EVENLOAD_BALANCE_PEAK;
  CHECK(evenload_optimize_balanced_assignment(context, &problem, NULL, &solution) == EVENLOAD_OK);
  CHECK(evenload_solution_sorted_ratios(context, solution, 2, ratios, NULL, NULL, NULL) != EVENLOAD_OK);
  CHECK(evenload_solution_sorted_ratios(context, NULL, 2, ratios, NULL, NULL, NULL) != EVENLOAD_OK);
  evenload_solution_destroy(&solution);
}

static void curves(evenload_context* context) {
  evenload_policy* policy = NULL;
  evenload_input* input = NULL;
  evenload_table* table = NULL;
  evenload_text* text = NULL;
  CHECK(evenload_allocation_policy_from_json(context, POLICY, strlen(POLICY), &policy) == EVENLOAD_OK);
  CHECK(evenload_allocation_input_from_json(context, INPUT, strlen(INPUT), &input) == EVENLOAD_OK);
  CHECK(evenload_allocation_trade_off(context, input, policy, "wishes", 12, NULL, &table, &text) == EVENLOAD_OK);
  CHECK(evenload_table_rows(table) == 2);
  CHECK(strstr(evenload_text_data(text), "\"broken\"") != NULL);
  evenload_table_destroy(&table);
  evenload_text_destroy(&text);
  CHECK(evenload_allocation_trade_off(context, input, policy, "no such rule", 12, NULL, &table, NULL) != EVENLOAD_OK);
  CHECK(table == NULL);
  CHECK(evenload_allocation_trade_off(context, input, policy, NULL, 12, NULL, &table, NULL) != EVENLOAD_OK);
  CHECK(evenload_allocation_trade_off(context, input, policy, "wishes", 1, NULL, NULL, &text) != EVENLOAD_OK);
  CHECK(text == NULL);
  CHECK(evenload_allocation_level_orders(context, input, policy, NULL, &table, &text) == EVENLOAD_OK);
  CHECK(evenload_table_rows(table) == 6);
  evenload_table_destroy(&table);
  evenload_text_destroy(&text);
  CHECK(evenload_allocation_level_orders(context, NULL, policy, NULL, &table, NULL) != EVENLOAD_OK);
  evenload_allocation_input_destroy(&input);
  evenload_allocation_policy_destroy(&policy);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  leximin(context);
  curves(context);
  evenload_context_destroy(&context);
  return checked();
}
