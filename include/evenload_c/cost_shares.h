/* evenload C ABI: shares of a common cost, and a pool across municipalities. Meaning of every field and equation:
 * include/evenload/pool/cost_shares.hpp, shared_pool.hpp; docs/models/cost_shares.md. Coalitions are bit masks. */
#ifndef EVENLOAD_C_COST_SHARES_H
#define EVENLOAD_C_COST_SHARES_H

#include "evenload_c/core.h"
#include "evenload_c/cross_training.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { EVENLOAD_CORE_NOT_EMPTY = 0, EVENLOAD_CORE_EMPTY = 1, EVENLOAD_CORE_NOT_EXAMINED = 2 };

typedef struct evenload_cost_shares_options {
  uint32_t struct_size;
  int32_t examine_core;
  double tolerance; /* share of the largest cost */
} evenload_cost_shares_options;

#define EVENLOAD_COST_SHARES_OPTIONS_INIT {(uint32_t)sizeof(evenload_cost_shares_options), 1, 1e-9}
/* Since 0.1. */
EVENLOAD_C_API void evenload_cost_shares_options_init(evenload_cost_shares_options* options);

typedef struct evenload_balanced_coalition {
  uint32_t coalition;
  uint32_t reserved;
  double weight;
  double cost;
} evenload_balanced_coalition;

typedef struct evenload_cost_shares_summary {
  double total;
  double least_excess; /* NaN where not examined */
  double shapley_excess;
  uint32_t shapley_objector;
  int32_t players;
  int32_t core; /* EVENLOAD_CORE_… */
  int32_t shapley_in_core;
  int32_t core_point_is_nucleolus;
  int32_t subadditive;
  int32_t concave;
  int32_t certificate; /* coalitions in it */
} evenload_cost_shares_summary;

/* The columns of shares. */
enum {
  EVENLOAD_SHARES_SHAPLEY = 0,
  EVENLOAD_SHARES_PROPORTIONAL = 1,
  EVENLOAD_SHARES_ALONE = 2,     /* what each would pay alone */
  EVENLOAD_SHARES_CORE_POINT = 3 /* empty where the core was not examined */
};

typedef struct evenload_cost_shares evenload_cost_shares;

/* `cost`: 2^players values by bit mask, cost[0] = 0; `count` of them are there. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_cost_shares(
    evenload_context* context, int32_t players, size_t count, const double* cost,
    const evenload_cost_shares_options* options, evenload_cost_shares** out);
EVENLOAD_C_API void evenload_cost_shares_destroy(evenload_cost_shares** shares);
EVENLOAD_C_API evenload_status
evenload_cost_shares_get_summary(evenload_context* context, const evenload_cost_shares* shares,
                                 evenload_cost_shares_summary* out);
/* A column of shares (EVENLOAD_SHARES_…) by player. Since 0.1. */
EVENLOAD_C_API evenload_status
evenload_cost_shares_column(evenload_context* context, const evenload_cost_shares* shares,
                            int32_t column, size_t capacity, double* out);
/* Balanced weights that prove the least excess. Since 0.1. */
EVENLOAD_C_API evenload_status
evenload_cost_shares_certificate(evenload_context* context, const evenload_cost_shares* shares,
                                 size_t capacity, evenload_balanced_coalition* out);

/* Cost of a coalition to *cost; non-zero ends the call with invalid_argument. */
typedef int32_t (*evenload_coalition_cost)(uint64_t coalition, void* user, double* cost);

typedef struct evenload_sampled_shares_options {
  uint32_t struct_size;
  int32_t reserved; /* 0 */
  double confidence;
  double half_width; /* 0: none */
  int64_t pairs;
  uint64_t seed;
  const evenload_stop* stop;
} evenload_sampled_shares_options;

#define EVENLOAD_SAMPLED_SHARES_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_sampled_shares_options), 0, 0.95, 0.0, 2000, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_sampled_shares_options_init(evenload_sampled_shares_options* options);

typedef struct evenload_sampled_shares_summary {
  double total;
  int64_t pairs;
  int64_t coalitions;
  int32_t stop; /* EVENLOAD_STOP_… */
  int32_t reserved;
} evenload_sampled_shares_summary;

/* Shapley shares from random orders; `shares` has room for `players` intervals. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_sampled_shares(
    evenload_context* context, int32_t players, evenload_coalition_cost cost, void* user,
    const evenload_sampled_shares_options* options, evenload_interval* shares,
    evenload_sampled_shares_summary* out);

/* ---- A pool across municipalities --------------------------------------------------------------- */

/* How far a member employed in one municipality may go in another. */
enum {
  EVENLOAD_BORDER_STAFF_DATA_ONLY = 0,
  EVENLOAD_BORDER_BY_AGREEMENT = 1,
  EVENLOAD_BORDER_SAME_COMMITTEE = 2
};
/* Why a member may, or may not, take a case type of a municipality. */
enum {
  EVENLOAD_POOL_AT_HOME = 0,
  EVENLOAD_POOL_SAME_COMMITTEE = 1,
  EVENLOAD_POOL_BY_AGREEMENT = 2,
  EVENLOAD_POOL_NOT_QUALIFIED = 3,
  EVENLOAD_POOL_NO_CASE_SHARING = 4,
  EVENLOAD_POOL_NOT_IN_AGREEMENT = 5
};

typedef struct evenload_shared_pool_problem {
  uint32_t struct_size;
  int32_t municipalities;
  int32_t case_types;
  int32_t reserved; /* 0 */
  int64_t members;
  const int32_t* home;            /* members */
  const double* hours;            /* members */
  const double* member_cost;      /* members or NULL: 0 */
  const uint8_t* qualified;       /* members * case_types */
  const double* away_efficiency;  /* members or NULL: 1 */
  const int32_t* border;          /* municipalities²: home * served, EVENLOAD_BORDER_… */
  const uint8_t* agreed_types;    /* case_types or NULL: none */
  const evenload_unit_demand* demand; /* unit m * case_types + t */
  double shortage_cost;
  double joint_cost;
  double joining_cost;
} evenload_shared_pool_problem;

#define EVENLOAD_SHARED_POOL_PROBLEM_INIT                                                     \
  {(uint32_t)sizeof(evenload_shared_pool_problem), 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, \
   NULL, NULL, NULL, 0.0, 0.0, 0.0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_shared_pool_problem_init(evenload_shared_pool_problem* problem);

typedef struct evenload_shared_pool_options {
  uint32_t struct_size;
  int32_t threads;
  int64_t scenarios;
  uint64_t seed;
  const evenload_stop* stop;
} evenload_shared_pool_options;

#define EVENLOAD_SHARED_POOL_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_shared_pool_options), 0, 2000, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_shared_pool_options_init(evenload_shared_pool_options* options);

/* What a shared pool tells, as arrays of doubles. */
enum {
  EVENLOAD_POOL_COST = 0,           /* 2^municipalities */
  EVENLOAD_POOL_COST_ERROR = 1,     /* 2^municipalities */
  EVENLOAD_POOL_SHORTAGE_HOURS = 2, /* 2^municipalities */
  EVENLOAD_POOL_SHARE_ERROR = 3,    /* municipalities, of the Shapley shares */
  EVENLOAD_POOL_HOURS_BETWEEN = 4   /* municipalities²: home * served */
};

typedef struct evenload_shared_pool evenload_shared_pool;

/* Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_shared_pool(
    evenload_context* context, const evenload_shared_pool_problem* problem,
    const evenload_shared_pool_options* options, evenload_shared_pool** out);
EVENLOAD_C_API void evenload_shared_pool_destroy(evenload_shared_pool** pool);
/* An array (EVENLOAD_POOL_…); empty where the call was cancelled. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_shared_pool_values(evenload_context* context,
                                                           const evenload_shared_pool* pool,
                                                           int32_t which, size_t capacity,
                                                           double* out);
/* members * municipalities * case_types: EVENLOAD_POOL_AT_HOME …. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_shared_pool_eligibility(evenload_context* context,
                                                                const evenload_shared_pool* pool,
                                                                size_t capacity, int32_t* out);
/* A copy of the shares, to be destroyed by the caller. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_shared_pool_shares(evenload_context* context,
                                                           const evenload_shared_pool* pool,
                                                           evenload_cost_shares** out);
/* Saving of all together over each alone, with its error; 0 for NULL. Since 0.1. */
EVENLOAD_C_API double evenload_shared_pool_saving(const evenload_shared_pool* pool,
                                                  double* standard_error);
EVENLOAD_C_API int32_t evenload_shared_pool_stop(const evenload_shared_pool* pool);

#ifdef __cplusplus
}
#endif

#endif
