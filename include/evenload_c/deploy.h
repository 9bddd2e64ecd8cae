/* evenload C ABI: where the members of a pool work. Meaning of every field: include/evenload/pool/deploy.hpp. */
#ifndef EVENLOAD_C_DEPLOY_H
#define EVENLOAD_C_DEPLOY_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Arrays are the caller's and read during the call only; NULL means the default. s scenarios, u units, w weeks, m members,
 * p = w * periods_per_week periods. Minutes, thousandths, prices in whole units of the caller's choice. */
typedef struct evenload_deploy_problem {
  uint32_t struct_size;
  int32_t periods_per_week; /* 1 to 7 */
  int64_t units;
  int64_t weeks;
  int64_t members;
  int64_t scenarios;
  const int64_t* demand;           /* s * u * w */
  const int64_t* own_capacity;     /* s * u * w where own_by_scenario is 1, else u * w */
  int32_t own_by_scenario;
  int32_t fading_weeks;            /* 0: never */
  const int64_t* scenario_weight;  /* s or NULL: alike */
  const int64_t* backlog;          /* u * backlog_ages or NULL: none */
  int64_t backlog_ages;
  const int64_t* backlog_price;    /* u * price_ages */
  int64_t price_ages;
  const int64_t* end_price;        /* u or NULL: 0 */
  const int64_t* minutes;          /* m * w */
  const int64_t* efficiency;       /* m * u, thousandths; 0: not qualified */
  const int64_t* settling;         /* settling_count thousandths or NULL: 1000 at once */
  int64_t settling_count;
  const int32_t* least_level;      /* m * u or NULL: 0 */
  const int64_t* kept_share;       /* kept_weeks thousandths or NULL: cases are handed over */
  int64_t kept_weeks;
  const int64_t* hand_over_price;  /* u or NULL: 0 */
  const int64_t* hand_over_minutes; /* u or NULL: 0 */
  int32_t minimum_stay;            /* periods, >= 1 */
  int32_t tail_weight;             /* thousandths */
  int32_t tail_level;              /* thousandths, 0 to 999 */
  int32_t reserved;                /* 0 */
  const uint8_t* block_start;      /* p or NULL: all */
  const int64_t* place_price;      /* m * u or NULL: 0 */
  const int64_t* move_price;       /* u * u or NULL: 0 */
  const int64_t* burden;           /* m * u or NULL: 0 */
  int64_t fairness_price;
  const int32_t* start_unit;       /* m or NULL: free (-1) */
  const int32_t* start_level;      /* m or NULL: the least */
  const int32_t* start_stay;       /* m or NULL: 0 */
  const int32_t* last_plan;        /* m * p or NULL: none; -1: nothing said */
  int64_t change_price;
  const int32_t* fixed;            /* m * p or NULL: open (-1) */
} evenload_deploy_problem;

#define EVENLOAD_DEPLOY_PROBLEM_INIT                                                                                          \
  {(uint32_t)sizeof(evenload_deploy_problem), 5, 0, 0, 0, 0, NULL, NULL, 0, 0, NULL, NULL, 0, NULL, 1, NULL, NULL, NULL, NULL, \
   0, NULL, NULL, 0, NULL, NULL, 1, 0, 900, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_deploy_problem_init(evenload_deploy_problem* problem);

/* What a deployment is worth, in the units of the prices. */
typedef struct evenload_deploy_value {
  uint32_t struct_size;
  int32_t reserved;
  double objective;
  double mean;  /* of the losses */
  double tail;  /* mean of the worst share of the losses */
  int64_t place, move, hand_over, change, fairness; /* parts of the costs */
} evenload_deploy_value;

#define EVENLOAD_DEPLOY_VALUE_INIT {(uint32_t)sizeof(evenload_deploy_value), 0, 0, 0, 0, 0, 0, 0, 0, 0}

typedef struct evenload_deployment evenload_deployment;

/* The plan of least objective. `options`: NULL for the defaults. A member without any way is an outcome
 * (EVENLOAD_OUTCOME_INFEASIBLE), not an error. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_deploy(evenload_context* context, const evenload_deploy_problem* problem,
                                                    const evenload_solve_options* options, evenload_deployment** out);
/* What a given plan is worth. `unit`: m * p; `handed_over`: m * p or NULL: at every move. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_evaluate_deployment(evenload_context* context, const evenload_deploy_problem* problem,
                                                                 const int32_t* unit, const uint8_t* handed_over,
                                                                 evenload_deployment** out);

/* What no plan can go below even where every scenario were known beforehand; infinite where a member has no way. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_clairvoyant_bound(evenload_context* context, const evenload_deploy_problem* problem,
                                                               const evenload_solve_options* options, double* out);

/* Getters; of NULL: unknown, done, 0. The bound of an evaluated plan is minus infinity. Since 0.1. */
EVENLOAD_C_API int32_t evenload_deployment_outcome(const evenload_deployment* deployment);
EVENLOAD_C_API int32_t evenload_deployment_stop(const evenload_deployment* deployment);
EVENLOAD_C_API int64_t evenload_deployment_work(const evenload_deployment* deployment);
EVENLOAD_C_API double evenload_deployment_bound(const evenload_deployment* deployment);
EVENLOAD_C_API evenload_status evenload_deployment_value(evenload_context* context, const evenload_deployment* deployment,
                                                         evenload_deploy_value* out);
/* Each copies into the caller's buffer of `capacity` elements. \error out_of_range where it is too small, with nothing written */
EVENLOAD_C_API evenload_status evenload_deployment_units(evenload_context* context, const evenload_deployment* deployment,
                                                         size_t capacity, int32_t* out);
EVENLOAD_C_API evenload_status evenload_deployment_handed_over(evenload_context* context, const evenload_deployment* deployment,
                                                               size_t capacity, uint8_t* out);
EVENLOAD_C_API evenload_status evenload_deployment_loss(evenload_context* context, const evenload_deployment* deployment,
                                                        size_t capacity, int64_t* out);
EVENLOAD_C_API evenload_status evenload_deployment_burden(evenload_context* context, const evenload_deployment* deployment,
                                                          size_t capacity, int64_t* out);
EVENLOAD_C_API evenload_status evenload_deployment_supply(evenload_context* context, const evenload_deployment* deployment,
                                                          size_t capacity, int64_t* out);
EVENLOAD_C_API evenload_status evenload_deployment_backlog(evenload_context* context, const evenload_deployment* deployment,
                                                           size_t capacity, int64_t* out);
EVENLOAD_C_API evenload_status evenload_deployment_mean_by_age(evenload_context* context, const evenload_deployment* deployment,
                                                               size_t capacity, double* out);
EVENLOAD_C_API void evenload_deployment_destroy(evenload_deployment** deployment);

#ifdef __cplusplus
}
#endif

#endif
