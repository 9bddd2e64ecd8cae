/* Deployment of a pool through arrays: answers, refusals. */
#include "evenload_c/deploy.h"

#include <math.h>

#include "check.h"

/* One member, two units, three weeks: unit 1 has work that nobody does. */
static const int64_t demand[] = {600, 600, 600, 900, 900, 900};
static const int64_t own[] = {600, 600, 600, 600, 600, 600};
static const int64_t price[] = {2, 3};
static const int64_t minutes[] = {300, 300, 300};
static const int64_t efficiency[] = {1000, 1000};

static evenload_deploy_problem small_problem(void) {
  evenload_deploy_problem problem = EVENLOAD_DEPLOY_PROBLEM_INIT;
  problem.periods_per_week = 1;
  problem.units = 2;
  problem.weeks = 3;
  problem.members = 1;
  problem.scenarios = 1;
  problem.demand = demand;
  problem.own_capacity = own;
  problem.backlog_price = price;
  problem.minutes = minutes;
  problem.efficiency = efficiency;
  return problem;
}

static void deploys(evenload_context* context) {
  evenload_deploy_problem problem = small_problem();
  const int32_t start[] = {0};
  const int32_t been[] = {1}; /* a week, which is the minimum stay */
  const int64_t move[] = {0, 700, 700, 0};
  evenload_deployment* deployment = NULL;
  evenload_deployment* other = NULL;
  evenload_deploy_value value = EVENLOAD_DEPLOY_VALUE_INIT;
  int32_t unit[3] = {-7, -7, -7};
  uint8_t handed[3] = {7, 7, 7};
  int64_t waits[6];
  int64_t supply[6];
  int64_t loss[1];
  int64_t burden[1];
  double ages[6];
  double bound = -1;

  CHECK_OK(context, evenload_pool_deploy(context, &problem, NULL, &deployment));
  CHECK(evenload_deployment_outcome(deployment) == EVENLOAD_OUTCOME_OPTIMAL);
  CHECK(evenload_deployment_stop(deployment) == EVENLOAD_STOP_DONE);
  CHECK(evenload_deployment_work(deployment) > 0);
  CHECK(evenload_deployment_units(context, deployment, 2, unit) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(unit[0] == -7);
  CHECK_OK(context, evenload_deployment_units(context, deployment, 3, unit));
  CHECK(unit[0] == 1 && unit[1] == 1 && unit[2] == 1);
  CHECK_OK(context, evenload_deployment_value(context, deployment, &value));
  CHECK(value.objective == 0 && evenload_deployment_bound(deployment) == 0);
  evenload_deployment_destroy(&deployment);
  CHECK(deployment == NULL);

  /* A move costs 700, a week without the member 300 minutes in unit 1, at 3 a minute and week. */
  problem.start_unit = start;
  problem.start_stay = been;
  problem.move_price = move;
  CHECK_OK(context, evenload_pool_deploy(context, &problem, NULL, &deployment));
  CHECK_OK(context, evenload_deployment_value(context, deployment, &value));
  CHECK(value.objective == 700 && value.move == 700 && value.mean == 0 && value.tail == 0);
  CHECK(evenload_deployment_bound(deployment) == 700);
  CHECK_OK(context, evenload_deployment_handed_over(context, deployment, 3, handed));
  CHECK(handed[0] == 1 && handed[1] == 0 && handed[2] == 0);
  CHECK_OK(context, evenload_deployment_supply(context, deployment, 6, supply));
  CHECK(supply[0] == 0 && supply[3] == 300 && supply[5] == 300);

  CHECK_OK(context, evenload_pool_clairvoyant_bound(context, &problem, NULL, &bound));
  CHECK(bound == 700); /* there is one scenario only */
  CHECK(evenload_pool_clairvoyant_bound(context, &problem, NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  unit[0] = 0;
  unit[1] = unit[2] = 1;
  CHECK_OK(context, evenload_pool_evaluate_deployment(context, &problem, unit, NULL, &other));
  CHECK_OK(context, evenload_deployment_value(context, other, &value));
  CHECK(value.objective == 700 + 3 * 300 * 3);
  CHECK(isinf(evenload_deployment_bound(other)) && evenload_deployment_bound(other) < 0);
  CHECK_OK(context, evenload_deployment_backlog(context, other, 6, waits));
  CHECK(waits[2] == 0 && waits[3] == 300 && waits[4] == 300 && waits[5] == 300);
  CHECK_OK(context, evenload_deployment_mean_by_age(context, other, 6, ages));
  CHECK(ages[3] == 300);
  CHECK_OK(context, evenload_deployment_loss(context, other, 1, loss));
  CHECK(loss[0] == 2700);
  CHECK_OK(context, evenload_deployment_burden(context, other, 1, burden));
  CHECK(burden[0] == 0);
  evenload_deployment_destroy(&other);
  evenload_deployment_destroy(&deployment);

  CHECK(evenload_deployment_outcome(NULL) == EVENLOAD_OUTCOME_UNKNOWN);
  CHECK(evenload_deployment_stop(NULL) == EVENLOAD_STOP_DONE);
  CHECK(evenload_deployment_bound(NULL) == 0 && evenload_deployment_work(NULL) == 0);
  CHECK(evenload_deployment_units(context, NULL, 3, unit) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  evenload_deployment_destroy(&other);
  evenload_deployment_destroy(NULL);
}

static void refuses(evenload_context* context) {
  const int64_t nowhere[] = {0, 0};
  const int64_t negative[] = {300, -1, 300};
  const int32_t unit[] = {0, 1, 2};
  evenload_deploy_problem problem = small_problem();
  evenload_deployment* deployment = NULL;
  problem.efficiency = nowhere;
  CHECK(evenload_pool_deploy(context, &problem, NULL, &deployment) == EVENLOAD_ERROR_CONTRADICTION);
  CHECK(deployment == NULL);
  problem = small_problem();
  problem.minutes = negative;
  CHECK(evenload_pool_deploy(context, &problem, NULL, &deployment) == EVENLOAD_ERROR_NEGATIVE_VALUE);
  problem = small_problem();
  problem.demand = NULL;
  CHECK(evenload_pool_deploy(context, &problem, NULL, &deployment) == EVENLOAD_ERROR_LENGTH_MISMATCH);
  problem = small_problem();
  problem.units = -1;
  CHECK(evenload_pool_deploy(context, &problem, NULL, &deployment) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem = small_problem();
  problem.reserved = 1;
  CHECK(evenload_pool_deploy(context, &problem, NULL, &deployment) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem = small_problem();
  problem.scenarios = INT64_MAX;
  CHECK(evenload_pool_deploy(context, &problem, NULL, &deployment) != EVENLOAD_OK);
  CHECK(evenload_pool_deploy(context, NULL, NULL, &deployment) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem = small_problem();
  CHECK(evenload_pool_deploy(context, &problem, NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_evaluate_deployment(context, &problem, unit, NULL, &deployment) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_evaluate_deployment(context, &problem, NULL, NULL, &deployment) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(deployment == NULL);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  deploys(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
