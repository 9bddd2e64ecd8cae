/* Shares of a common cost, and a pool across municipalities: answers, refusals, layout. */
#include "evenload_c/cost_shares.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "check.h"

static void shares_costs(evenload_context* context) {
  const double cars[] = {0, 1, 1, 1, 1, 1, 1, 2};
  const double wrong[] = {1, 1};
  double column[3];
  evenload_cost_shares_options options = EVENLOAD_COST_SHARES_OPTIONS_INIT;
  evenload_balanced_coalition certificate[3];
  evenload_cost_shares_summary summary;
  evenload_cost_shares* shares = NULL;
  CHECK_OK(context, evenload_pool_cost_shares(context, 3, 8, cars, NULL, &shares));
  CHECK_OK(context, evenload_cost_shares_get_summary(context, shares, &summary));
  CHECK(summary.core == EVENLOAD_CORE_EMPTY && summary.players == 3 && summary.certificate == 3);
  CHECK(fabs(summary.least_excess - 1.0 / 3) < 1e-12 && summary.total == 2);
  CHECK(summary.shapley_in_core == 0 && summary.subadditive == 1 && summary.concave == 0);
  CHECK(evenload_cost_shares_certificate(context, shares, 2, certificate) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_cost_shares_certificate(context, shares, 3, certificate));
  CHECK(fabs(certificate[0].weight - .5) < 1e-12 && certificate[0].cost == 1);
  CHECK_OK(context, evenload_cost_shares_column(context, shares, EVENLOAD_SHARES_SHAPLEY, 3, column));
  CHECK(fabs(column[0] - 2.0 / 3) < 1e-12 && fabs(column[2] - 2.0 / 3) < 1e-12);
  CHECK_OK(context, evenload_cost_shares_column(context, shares, EVENLOAD_SHARES_ALONE, 3, column));
  CHECK(column[1] == 1);
  CHECK(evenload_cost_shares_column(context, shares, 9, 3, column) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_cost_shares_destroy(&shares);
  CHECK(shares == NULL);

  options.examine_core = 0;
  CHECK_OK(context, evenload_pool_cost_shares(context, 3, 8, cars, &options, &shares));
  CHECK_OK(context, evenload_cost_shares_get_summary(context, shares, &summary));
  CHECK(summary.core == EVENLOAD_CORE_NOT_EXAMINED && isnan(summary.least_excess));
  evenload_cost_shares_destroy(&shares);

  CHECK(evenload_pool_cost_shares(context, 3, 7, cars, NULL, &shares) == EVENLOAD_ERROR_LENGTH_MISMATCH);
  CHECK(evenload_pool_cost_shares(context, 1, 2, wrong, NULL, &shares) == EVENLOAD_ERROR_CONTRADICTION);
  CHECK_TEXT(evenload_context_error_table(context), "game");
  CHECK(evenload_context_error_row(context) == 0);
  CHECK(evenload_pool_cost_shares(context, 17, 8, cars, NULL, &shares) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_cost_shares(context, 3, 8, NULL, NULL, &shares) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_cost_shares_get_summary(context, NULL, &summary) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

static int32_t root_of_members(uint64_t coalition, void* user, double* cost) {
  double count = 0;
  ++*(int*)user;
  for (; coalition != 0; coalition &= coalition - 1) count += 1;
  *cost = sqrt(count);
  return 0;
}
static int32_t never(uint64_t coalition, void* user, double* cost) {
  (void)coalition;
  (void)user;
  *cost = 0;
  return 5;
}

static void samples_orders(evenload_context* context) {
  evenload_sampled_shares_options options = EVENLOAD_SAMPLED_SHARES_OPTIONS_INIT;
  evenload_sampled_shares_summary summary;
  evenload_interval shares[9];
  int asked = 0;
  options.pairs = 100;
  CHECK_OK(context, evenload_pool_sampled_shares(context, 9, root_of_members, &asked, &options, shares, &summary));
  CHECK(fabs(summary.total - 3) < 1e-12 && summary.pairs == 100 && summary.coalitions == asked);
  CHECK(shares[4].low <= 1.0 / 3 && shares[4].high >= 1.0 / 3);
  CHECK(evenload_pool_sampled_shares(context, 9, never, NULL, NULL, shares, &summary) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_sampled_shares(context, 9, NULL, NULL, NULL, shares, &summary) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_sampled_shares(context, 63, root_of_members, &asked, NULL, shares, &summary) == EVENLOAD_ERROR_OUT_OF_RANGE);
  options.confidence = 2;
  CHECK(evenload_pool_sampled_shares(context, 9, root_of_members, &asked, &options, shares, &summary) == EVENLOAD_ERROR_OUT_OF_RANGE);
}

static void shares_a_pool(evenload_context* context) {
  const int32_t home[] = {0, 1};
  const double hours[] = {40, 40}, cost_of[] = {100, 100};
  const uint8_t qualified[] = {1, 1}, none[] = {1, 0};
  const int32_t together[] = {2, 2, 2, 2}, apart[] = {0, 0, 0, 0};
  const double demand_hours[] = {50, 20, 30, 60};
  double cost[4], between[4];
  double error = -1;
  int32_t eligibility[4];
  evenload_unit_demand demand = EVENLOAD_UNIT_DEMAND_INIT;
  evenload_shared_pool_problem problem = EVENLOAD_SHARED_POOL_PROBLEM_INIT;
  evenload_shared_pool_options options = EVENLOAD_SHARED_POOL_OPTIONS_INIT;
  evenload_cost_shares* shares = NULL;
  evenload_shared_pool* pool = NULL;
  evenload_stop* stop = NULL;
  demand.scenarios = 2;
  demand.hours = demand_hours;
  problem.municipalities = 2;
  problem.case_types = 1;
  problem.members = 2;
  problem.home = home;
  problem.hours = hours;
  problem.member_cost = cost_of;
  problem.qualified = qualified;
  problem.border = together;
  problem.demand = &demand;
  problem.shortage_cost = 10;
  CHECK_OK(context, evenload_pool_shared_pool(context, &problem, NULL, &pool));
  CHECK(evenload_shared_pool_values(context, pool, EVENLOAD_POOL_COST, 3, cost) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_shared_pool_values(context, pool, EVENLOAD_POOL_COST, 4, cost));
  /* Alone they lack 5 and 10 hours a week, together 10 of 90 in one week of two. */
  CHECK(cost[0] == 0 && fabs(cost[1] - 150) < 1e-9 && fabs(cost[2] - 200) < 1e-9 && fabs(cost[3] - 250) < 1e-9);
  CHECK(fabs(evenload_shared_pool_saving(pool, &error) - 100) < 1e-9 && error == 0);
  CHECK_OK(context, evenload_shared_pool_values(context, pool, EVENLOAD_POOL_HOURS_BETWEEN, 4, between));
  CHECK(fabs(between[1] - 5) < 1e-9 && fabs(between[2] - 5) < 1e-9);
  CHECK_OK(context, evenload_shared_pool_eligibility(context, pool, 4, eligibility));
  CHECK(eligibility[0] == EVENLOAD_POOL_AT_HOME && eligibility[1] == EVENLOAD_POOL_SAME_COMMITTEE);
  CHECK(evenload_shared_pool_values(context, pool, 9, 4, cost) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_OK(context, evenload_shared_pool_shares(context, pool, &shares));
  evenload_shared_pool_destroy(&pool);
  CHECK_OK(context, evenload_cost_shares_column(context, shares, EVENLOAD_SHARES_SHAPLEY, 2, between));
  CHECK(fabs(between[0] - 100) < 1e-9 && fabs(between[1] - 150) < 1e-9);
  evenload_cost_shares_destroy(&shares);

  problem.border = apart;
  CHECK_OK(context, evenload_pool_shared_pool(context, &problem, NULL, &pool));
  CHECK(fabs(evenload_shared_pool_saving(pool, NULL)) < 1e-9);
  CHECK_OK(context, evenload_shared_pool_eligibility(context, pool, 4, eligibility));
  CHECK(eligibility[1] == EVENLOAD_POOL_NO_CASE_SHARING);
  evenload_shared_pool_destroy(&pool);

  CHECK_OK(context, evenload_stop_create(&stop));
  evenload_stop_request(stop);
  options.stop = stop;
  CHECK_OK(context, evenload_pool_shared_pool(context, &problem, &options, &pool));
  CHECK(evenload_shared_pool_stop(pool) == EVENLOAD_STOP_CANCELLED);
  CHECK_OK(context, evenload_shared_pool_values(context, pool, EVENLOAD_POOL_COST, 0, NULL));
  evenload_shared_pool_destroy(&pool);
  evenload_stop_destroy(&stop);

  problem.qualified = none;
  CHECK(evenload_pool_shared_pool(context, &problem, NULL, &pool) == EVENLOAD_ERROR_MISSING_VALUE);
  CHECK(pool == NULL);
  CHECK_TEXT(evenload_context_error_column(context), "qualified");
  CHECK(evenload_context_error_row(context) == 1);
  problem.qualified = qualified;
  problem.municipalities = INT32_MAX;
  CHECK(evenload_pool_shared_pool(context, &problem, NULL, &pool) == EVENLOAD_ERROR_OUT_OF_RANGE);
  problem.municipalities = 2;
  problem.border = NULL;
  CHECK(evenload_pool_shared_pool(context, &problem, NULL, &pool) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem.members = INT64_MAX;
  CHECK(evenload_pool_shared_pool(context, &problem, NULL, &pool) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_shared_pool_saving(NULL, &error) == 0 && evenload_shared_pool_stop(NULL) == EVENLOAD_STOP_DONE);
}

/* Layout of 0.1 on 64-bit machines, and INIT macros against init functions. */
static void keeps_its_layout(void) {
  const evenload_cost_shares_options shares_macro = EVENLOAD_COST_SHARES_OPTIONS_INIT;
  const evenload_sampled_shares_options sampled_macro = EVENLOAD_SAMPLED_SHARES_OPTIONS_INIT;
  const evenload_shared_pool_problem problem_macro = EVENLOAD_SHARED_POOL_PROBLEM_INIT;
  const evenload_shared_pool_options options_macro = EVENLOAD_SHARED_POOL_OPTIONS_INIT;
  evenload_cost_shares_options shares;
  evenload_sampled_shares_options sampled;
  evenload_shared_pool_problem problem;
  evenload_shared_pool_options options;
  evenload_cost_shares_options_init(&shares);
  evenload_sampled_shares_options_init(&sampled);
  evenload_shared_pool_problem_init(&problem);
  evenload_shared_pool_options_init(&options);
  evenload_cost_shares_options_init(NULL);
  evenload_sampled_shares_options_init(NULL);
  evenload_shared_pool_problem_init(NULL);
  evenload_shared_pool_options_init(NULL);
  CHECK(memcmp(&shares, &shares_macro, sizeof shares) == 0);
  CHECK(memcmp(&sampled, &sampled_macro, sizeof sampled) == 0);
  CHECK(memcmp(&problem, &problem_macro, sizeof problem) == 0);
  CHECK(memcmp(&options, &options_macro, sizeof options) == 0);
  if (sizeof(void*) != 8) return;
  CHECK(sizeof(evenload_cost_shares_options) == 16);
  CHECK(sizeof(evenload_cost_shares_summary) == 56);
  CHECK(sizeof(evenload_balanced_coalition) == 24);
  CHECK(sizeof(evenload_sampled_shares_options) == 48);
  CHECK(offsetof(evenload_shared_pool_problem, demand) == 80);
  CHECK(sizeof(evenload_shared_pool_problem) == 112);
  CHECK(sizeof(evenload_shared_pool_options) == 32);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  keeps_its_layout();
  shares_costs(context);
  samples_orders(context);
  shares_a_pool(context);
  evenload_context_destroy(&context);
  return checked();
}
