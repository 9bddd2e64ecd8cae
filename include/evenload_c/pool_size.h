/* evenload C ABI: demand of units, size and worth of a pool. Meaning of every field and equation:
 * include/evenload/pool/demand.hpp, demand_fit.hpp, pool_size.hpp, pool_rules.hpp, pool_worth.hpp;
 * docs/models/pool_size.md. */
#ifndef EVENLOAD_C_POOL_SIZE_H
#define EVENLOAD_C_POOL_SIZE_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  EVENLOAD_SEASON_NONE = 0,
  EVENLOAD_SEASON_FOURIER = 1,
  EVENLOAD_SEASON_MONTHLY = 2, /* 12 coefficients */
  EVENLOAD_SEASON_WEEKLY = 3   /* 52 */
};
enum { EVENLOAD_FACTOR_GAMMA = 0, EVENLOAD_FACTOR_LOGNORMAL = 1 };
enum { EVENLOAD_DISPERSION_MOMENTS = 0, EVENLOAD_DISPERSION_LIKELIHOOD = 1 };

/* ---- Demand ---- */

/* Parameters travel in one line: level (units), season, own variance (units), common variance,
 * persistence. `season` has the coefficients of one season, or of one for each unit. */
typedef struct evenload_demand_input {
  uint32_t struct_size;
  int32_t season;               /* EVENLOAD_SEASON_… */
  int32_t harmonics;            /* of a Fourier season */
  int32_t own_season;           /* 1: each unit has its own */
  int32_t factor;               /* EVENLOAD_FACTOR_… */
  int32_t reserved;             /* 0 */
  int64_t units;
  int64_t sizes;                /* of groups of siblings */
  int64_t parameters;           /* length of the line, to be sure of it */
  int64_t draws;                /* lines of `draw`, >= 0 */
  double hours_variation;
  const double* siblings;       /* sizes: P(1, 2, ... cases), or NULL: always 1 */
  const double* hours_per_case; /* units */
  const double* parameter;      /* parameters */
  const double* draw;           /* draws * parameters, or NULL: none */
} evenload_demand_input;

#define EVENLOAD_DEMAND_INPUT_INIT                                                             \
  {(uint32_t)sizeof(evenload_demand_input), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, NULL, NULL, NULL, \
   NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_demand_input_init(evenload_demand_input* input);

typedef struct evenload_demand_fit_options {
  uint32_t struct_size;
  int32_t season;
  int32_t harmonics;  /* 1 to 13 */
  int32_t own_season;
  int32_t factor;
  int32_t dispersion; /* EVENLOAD_DISPERSION_… */
  int64_t first_week; /* week of the year of the first row, 0 to 51 */
  int32_t bootstraps; /* 0, or 50 to 100000 */
  int32_t threads;    /* 0: as many as the machine has */
  uint64_t seed;
  const evenload_stop* stop; /* NULL: none */
} evenload_demand_fit_options;

#define EVENLOAD_DEMAND_FIT_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_demand_fit_options), 0, 2, 0, 0, 0, 0, 200, 0, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_demand_fit_options_init(evenload_demand_fit_options* options);

typedef struct evenload_demand_model evenload_demand_model;

/* Since 0.1. */
EVENLOAD_C_API evenload_status evenload_demand_create(evenload_context* context,
                                                      const evenload_demand_input* input,
                                                      evenload_demand_model** out);
/* Fits weekly counts (units * weeks). Of `input` only units, siblings, hours per case and their
 * variation are read. `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_demand_fit(evenload_context* context, const double* counts,
                                                   int64_t weeks,
                                                   const evenload_demand_input* input,
                                                   const evenload_demand_fit_options* options,
                                                   evenload_demand_model** out);
EVENLOAD_C_API void evenload_demand_model_destroy(evenload_demand_model** model);
/* Of NULL: 0. Since 0.1. */
EVENLOAD_C_API int64_t evenload_demand_model_units(const evenload_demand_model* model);
EVENLOAD_C_API int64_t evenload_demand_model_parameters(const evenload_demand_model* model);
EVENLOAD_C_API int64_t evenload_demand_model_draws(const evenload_demand_model* model);
/* One line of parameters; their standard errors (nothing where there were no refits); all draws.
 * Since 0.1. */
EVENLOAD_C_API evenload_status evenload_demand_model_parameter(evenload_context* context,
                                                               const evenload_demand_model* model,
                                                               size_t capacity, double* out);
EVENLOAD_C_API evenload_status evenload_demand_model_standard_error(
    evenload_context* context, const evenload_demand_model* model, size_t capacity, double* out);
EVENLOAD_C_API evenload_status evenload_demand_model_draw(evenload_context* context,
                                                          const evenload_demand_model* model,
                                                          size_t capacity, double* out);
/* Mean, deviation and the rates' part of it (units * weeks each, room for `capacity`); correlation
 * (units * units, room for `pairs`). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_demand_moments(evenload_context* context,
                                                       const evenload_demand_model* model,
                                                       int64_t weeks, int64_t first_week,
                                                       size_t capacity, double* mean,
                                                       double* deviation, double* rate_deviation,
                                                       size_t pairs, double* correlation);
/* Scenarios * units * weeks hours, and cases (may be NULL). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_demand_scenarios(
    evenload_context* context, const evenload_demand_model* model, int64_t scenarios, int64_t weeks,
    int64_t first_week, uint64_t seed, int32_t parameter_uncertainty, int32_t threads,
    size_t capacity, double* hours, double* cases);

/* ---- Size ---- */

enum { EVENLOAD_RISK_UNIT_WEEK = 0, EVENLOAD_RISK_WEEK = 1, EVENLOAD_RISK_HORIZON = 2 };
enum {
  EVENLOAD_POOL_EXACT = 0,
  EVENLOAD_POOL_PROVEN = 1,
  EVENLOAD_POOL_SUFFICIENT = 2,
  EVENLOAD_POOL_NOT_SETTLED = 3,
  EVENLOAD_POOL_INFEASIBLE = 4
};

/* Arrays are the caller's and read during the call only. */
typedef struct evenload_pool_problem {
  uint32_t struct_size;
  int32_t scope; /* EVENLOAD_RISK_… */
  int64_t units;
  int64_t weeks;
  int64_t profiles;
  const evenload_demand_model* demand; /* NULL: the scenarios */
  int32_t parameter_uncertainty;       /* 1 */
  int32_t reserved;                    /* 0 */
  int64_t first_week;
  int64_t scenarios;
  const double* scenario;      /* scenarios * units * weeks */
  const double* probability;   /* scenarios or NULL: they are a sample */
  const double* capacity;      /* units * weeks */
  const double* threshold;     /* units */
  const double* risk;          /* units */
  const double* efficiency;    /* profiles * units */
  const double* hours;         /* profiles */
  const double* cost;          /* profiles */
  const double* presence;      /* profiles or NULL: always there */
  const double* absence_weeks; /* profiles or NULL: weeks are independent */
  const int64_t* most;         /* profiles or NULL: as many as could be of use */
} evenload_pool_problem;

#define EVENLOAD_POOL_PROBLEM_INIT                                                              \
  {(uint32_t)sizeof(evenload_pool_problem), 0, 0, 0, 0, NULL, 1, 0, 0, 0, NULL, NULL, NULL, \
   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_pool_problem_init(evenload_pool_problem* problem);

typedef struct evenload_pool_size_options {
  uint32_t struct_size;
  int32_t threads; /* 0: as many as the machine has */
  double confidence;
  int64_t scenarios;
  int64_t most_scenarios;
  uint64_t seed;
  const evenload_stop* stop; /* NULL: none */
} evenload_pool_size_options;

#define EVENLOAD_POOL_SIZE_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_pool_size_options), 0, 0.95, 1024, 16384, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_pool_size_options_init(evenload_pool_size_options* options);

/* What is said of one pool. */
typedef struct evenload_pool_risk {
  double cost;
  double worst;
  double worst_low;
  double worst_high;
  double allowed;
  int64_t worst_unit; /* -1 where the scope is larger */
  int64_t worst_week;
  int32_t meets;
  int32_t fails;
  double shortage;
  double shortage_error;
  double idle_share;
  int32_t beyond_demand;
  int32_t reserved;
} evenload_pool_risk;

/* Which pools of an answer. */
enum {
  EVENLOAD_POOLS_CHEAPEST = 0, /* one */
  EVENLOAD_POOLS_SAFE = 1,     /* one or none */
  EVENLOAD_POOLS_SMALLER = 2,
  EVENLOAD_POOLS_CHEAPER = 3,
  EVENLOAD_POOLS_ASKED = 4     /* those of evenload_pool_risks */
};

typedef struct evenload_pool_sizing evenload_pool_sizing;

/* `options`: NULL for the defaults. A risk that no allowed pool meets is a verdict, not an error.
 * Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_size(evenload_context* context,
                                                  const evenload_pool_problem* problem,
                                                  const evenload_pool_size_options* options,
                                                  evenload_pool_sizing** out);
/* Risks of given pools, `members` pools * profiles. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_risks(evenload_context* context,
                                                   const evenload_pool_problem* problem,
                                                   int64_t pools, const int64_t* members,
                                                   const evenload_pool_size_options* options,
                                                   evenload_pool_sizing** out);
EVENLOAD_C_API void evenload_pool_sizing_destroy(evenload_pool_sizing** sizing);
/* Of NULL: not settled, done, 0. Since 0.1. */
EVENLOAD_C_API int32_t evenload_pool_sizing_verdict(const evenload_pool_sizing* sizing);
EVENLOAD_C_API int32_t evenload_pool_sizing_stop(const evenload_pool_sizing* sizing);
EVENLOAD_C_API int64_t evenload_pool_sizing_scenarios(const evenload_pool_sizing* sizing);
EVENLOAD_C_API int64_t evenload_pool_sizing_looks(const evenload_pool_sizing* sizing);
EVENLOAD_C_API int64_t evenload_pool_sizing_pools_tried(const evenload_pool_sizing* sizing);
EVENLOAD_C_API int64_t evenload_pool_sizing_cheaper_open(const evenload_pool_sizing* sizing);
EVENLOAD_C_API int64_t evenload_pool_sizing_count(const evenload_pool_sizing* sizing,
                                                  int32_t which);
/* \error out_of_range for a pool that is not there, or too small a buffer. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_sizing_risk(evenload_context* context,
                                                         const evenload_pool_sizing* sizing,
                                                         int32_t which, int64_t index,
                                                         evenload_pool_risk* out);
EVENLOAD_C_API evenload_status evenload_pool_sizing_members(evenload_context* context,
                                                            const evenload_pool_sizing* sizing,
                                                            int32_t which, int64_t index,
                                                            size_t capacity, int64_t* out);
/* Of each constraint: units * weeks, weeks, or one. */
EVENLOAD_C_API evenload_status evenload_pool_sizing_probability(
    evenload_context* context, const evenload_pool_sizing* sizing, int32_t which, int64_t index,
    size_t capacity, double* out);

/* Hours undone in each unit where a week's pool hours are dealt out. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_deal_out(evenload_context* context, int64_t units,
                                                      const double* need, int64_t profiles,
                                                      const double* efficiency,
                                                      const double* hours, size_t capacity,
                                                      double* out);

/* ---- Rules ---- */

typedef struct evenload_pool_rules_input {
  uint32_t struct_size;
  int32_t reserved; /* 0 */
  int64_t units;
  int64_t correlations;      /* length of `correlation`: 1 or units * units */
  const double* mean;        /* units */
  const double* deviation;   /* units */
  const double* correlation;
  double rate_deviation;
  double member_hours;
  double own_hours;
  double risk;
  double factor;
  double exponent;
  double capacity_cost;
  double shortage_cost;
} evenload_pool_rules_input;

#define EVENLOAD_POOL_RULES_INPUT_INIT                                                     \
  {(uint32_t)sizeof(evenload_pool_rules_input), 0, 0, 0, NULL, NULL, NULL, 0.0, 0.0, 0.0, \
   0.05, 1.0, 0.5, 1.0, 3.0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_pool_rules_input_init(evenload_pool_rules_input* input);

/* Staff: members in all; pool: what of it the pool has to bring. */
typedef struct evenload_pool_rules_answer {
  double z;
  double offered;
  double pooled_deviation;
  double split_deviation;
  double safety_ratio;
  double pooled_staff, pooled_pool;
  double split_staff, split_pool;
  double square_root_staff, square_root_pool;
  double power_staff, power_pool;
  double critical_ratio;
  double newsvendor_staff, newsvendor_pool;
  int32_t rates_govern;
  int32_t reserved;
} evenload_pool_rules_answer;

/* Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_rules(evenload_context* context,
                                                   const evenload_pool_rules_input* input,
                                                   evenload_pool_rules_answer* out);

/* ---- Worth ---- */

enum {
  EVENLOAD_ARM_NOTHING = 0,
  EVENLOAD_ARM_POOL = 1,
  EVENLOAD_ARM_FIXED_POSTS = 2,
  EVENLOAD_ARM_AGENCY = 3
};
enum {
  EVENLOAD_WORTH_SHORTAGE = 0,
  EVENLOAD_WORTH_MONEY = 1,
  EVENLOAD_WORTH_BURDEN = 2,
  EVENLOAD_WORTH_ALARM_WEEKS = 3
};
enum {
  EVENLOAD_WORTH_UNDECIDED = 0,
  EVENLOAD_WORTH_HELPS = 1,
  EVENLOAD_WORTH_HURTS = 2,
  EVENLOAD_WORTH_EQUAL = 3
};
enum { EVENLOAD_FRICTION_TRAVEL = 0, EVENLOAD_FRICTION_EFFICIENCY = 1, EVENLOAD_FRICTION_HANDOVER = 2 };
enum { EVENLOAD_BREAK_EVEN_FOUND = 0, EVENLOAD_BREAK_EVEN_ALWAYS = 1, EVENLOAD_BREAK_EVEN_NEVER = 2 };

typedef struct evenload_worth_problem {
  uint32_t struct_size;
  int32_t parameter_uncertainty; /* 1 */
  int64_t units;
  int64_t weeks;
  const evenload_demand_model* demand; /* NULL: the scenarios */
  int64_t first_week;
  int64_t scenarios;
  const double* scenario;        /* scenarios * units * weeks: a sample */
  const double* capacity;        /* units * weeks */
  const double* initial_backlog; /* units or NULL: 0 */
  const int64_t* from_units;     /* units or NULL: none */
  const int64_t* fixed_posts;    /* units or NULL: by mean need */
  const double* ramp_up;         /* ramp_weeks or NULL */
  int64_t ramp_weeks;
  int64_t outside;
  int64_t start;
  int64_t end;         /* 0: weeks */
  int64_t last_intake; /* 0: end - 1 */
  int64_t lead_weeks;
  double member_hours;
  double presence;
  double absence_weeks; /* 0: weeks are independent */
  double hand_back_share;
  double efficiency;
  double travel_hours;
  double handover_hours;
  double agency_hours; /* 0: those of the members from outside */
  double agency_factor;
  double agency_efficiency;
  double agency_trigger;
  double hour_cost;
  double shortage_cost;
  double alarm;
} evenload_worth_problem;

#define EVENLOAD_WORTH_PROBLEM_INIT                                                           \
  {(uint32_t)sizeof(evenload_worth_problem), 1, 0, 0, NULL, 0, 0, NULL, NULL, NULL, NULL, \
   NULL, NULL, 0, 0, 0, 0, 0, 0, 0.0, 1.0, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 2.75, 1.0, 0.0,  \
   1.0, 0.0, 1.1}
/* Since 0.1. */
EVENLOAD_C_API void evenload_worth_problem_init(evenload_worth_problem* problem);

typedef struct evenload_worth_options {
  uint32_t struct_size;
  int32_t threads; /* 0: as many as the machine has */
  double confidence;
  double equal_margin;
  int64_t replications;
  int64_t most_replications;
  uint64_t seed;
  const evenload_stop* stop; /* NULL: none */
} evenload_worth_options;

#define EVENLOAD_WORTH_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_worth_options), 0, 0.95, 0.01, 256, 4096, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_worth_options_init(evenload_worth_options* options);

typedef struct evenload_worth_estimate {
  double mean;
  double low;
  double high;
  int32_t verdict; /* EVENLOAD_WORTH_… of a comparison; 0 else */
  int32_t reserved;
} evenload_worth_estimate;

typedef struct evenload_worth evenload_worth;

/* `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_worth(evenload_context* context,
                                                   const evenload_worth_problem* problem,
                                                   const evenload_worth_options* options,
                                                   evenload_worth** out);
EVENLOAD_C_API void evenload_worth_destroy(evenload_worth** worth);
/* Of NULL: done, 0. Since 0.1. */
EVENLOAD_C_API int32_t evenload_worth_stop(const evenload_worth* worth);
EVENLOAD_C_API int64_t evenload_worth_replications(const evenload_worth* worth);
EVENLOAD_C_API int64_t evenload_worth_looks(const evenload_worth* worth);
EVENLOAD_C_API double evenload_worth_handovers(const evenload_worth* worth);
/* A measure of an arm, and the pool's less another's. \error out_of_range. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_worth_measure(evenload_context* context,
                                                      const evenload_worth* worth, int32_t arm,
                                                      int32_t measure,
                                                      evenload_worth_estimate* out);
EVENLOAD_C_API evenload_status evenload_worth_comparison(evenload_context* context,
                                                         const evenload_worth* worth,
                                                         int32_t against, int32_t measure,
                                                         evenload_worth_estimate* out);
/* Arms * weeks each: mean and the 5 % and 95 % quantiles of the hours undone. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_worth_weekly(evenload_context* context,
                                                     const evenload_worth* worth, size_t capacity,
                                                     double* mean, double* low, double* high);
/* Units: where the fixed posts stand; arms: mean backlog at the end. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_worth_posts(evenload_context* context,
                                                    const evenload_worth* worth, size_t capacity,
                                                    int64_t* out);
EVENLOAD_C_API evenload_status evenload_worth_final_backlog(evenload_context* context,
                                                            const evenload_worth* worth,
                                                            size_t capacity, double* out);

typedef struct evenload_break_even {
  int32_t kind; /* EVENLOAD_BREAK_EVEN_… */
  int32_t reserved;
  double value; /* NaN unless found */
  double helps_until;
  double hurts_from;
  double gentle_difference;
  double hard_difference;
  int64_t replications;
} evenload_break_even;

/* Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_break_even(evenload_context* context,
                                                        const evenload_worth_problem* problem,
                                                        int32_t friction, int32_t against,
                                                        int32_t measure,
                                                        const evenload_worth_options* options,
                                                        evenload_break_even* out);

#ifdef __cplusplus
}
#endif

#endif
