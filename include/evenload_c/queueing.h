/* evenload C ABI: queues. Meaning of every field, units, errors and sources:
 * include/evenload/pool/erlang.hpp, square_root_staffing.hpp, case_manager.hpp, erlang_r.hpp,
 * time_varying.hpp; docs/models/queueing.md. */
#ifndef EVENLOAD_C_QUEUEING_H
#define EVENLOAD_C_QUEUEING_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a server is. */
enum {
  EVENLOAD_SERVER_LINE = 0,
  EVENLOAD_SERVER_CASELOAD_SLOT = 1,
  EVENLOAD_SERVER_WORKER_GIVING_ATTENTION = 2
};
/* "line", "caseload_slot", "worker_giving_attention", "unknown". Since 0.1. */
EVENLOAD_C_API const char* evenload_server_name(int32_t server);

typedef struct evenload_queue {
  uint32_t struct_size;
  int32_t server; /* EVENLOAD_SERVER_… */
  double arrival_rate;
  double service_rate; /* of one server */
  int64_t servers;
  double patience_rate; /* read by Erlang A only */
} evenload_queue;

#define EVENLOAD_QUEUE_INIT {(uint32_t)sizeof(evenload_queue), EVENLOAD_SERVER_LINE, 0, 0, 0, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_queue_init(evenload_queue* queue);

/* Answers begin with the size that the caller knows; no more than that is written. */
typedef struct evenload_queue_performance {
  uint32_t struct_size;
  int32_t server;
  double offered_load;
  double blocking;
  double wait_probability;
  double mean_wait;
  double mean_queue;
  double abandonment;
  double utilisation;
  double relative_error;
} evenload_queue_performance;

#define EVENLOAD_QUEUE_PERFORMANCE_INIT \
  {(uint32_t)sizeof(evenload_queue_performance), 0, 0, 0, 0, 0, 0, 0, 0, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_queue_performance_init(evenload_queue_performance* performance);

/* Steady state of M/M/n/n, M/M/n and M/M/n+M. \error out_of_range where M/M/n is not stable. Since
 * 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_erlang_b(evenload_context* context,
                                                      const evenload_queue* queue,
                                                      evenload_queue_performance* out);
EVENLOAD_C_API evenload_status evenload_pool_erlang_c(evenload_context* context,
                                                      const evenload_queue* queue,
                                                      evenload_queue_performance* out);
EVENLOAD_C_API evenload_status evenload_pool_erlang_a(evenload_context* context,
                                                      const evenload_queue* queue,
                                                      evenload_queue_performance* out);
/* P(W > tau). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_erlang_c_wait_exceeds(evenload_context* context,
                                                                   const evenload_queue* queue,
                                                                   double tau, double* out);
EVENLOAD_C_API evenload_status evenload_pool_erlang_a_wait_exceeds(evenload_context* context,
                                                                   const evenload_queue* queue,
                                                                   double tau, double* out);

enum { EVENLOAD_QUEUE_LOSS = 0, EVENLOAD_QUEUE_DELAY = 1, EVENLOAD_QUEUE_PATIENCE = 2 };
/* In a target: this part is not asked for. */
#define EVENLOAD_NOT_ASKED (-1.0)

typedef struct evenload_queue_target {
  uint32_t struct_size;
  int32_t reserved; /* 0 */
  double blocking;
  double wait_probability; /* P(W > tau) at most */
  double tau;
  double mean_wait;
  double abandonment;
  double utilisation;
} evenload_queue_target;

#define EVENLOAD_QUEUE_TARGET_INIT          \
  {(uint32_t)sizeof(evenload_queue_target), \
   0,                                       \
   EVENLOAD_NOT_ASKED,                      \
   EVENLOAD_NOT_ASKED,                      \
   0,                                       \
   EVENLOAD_NOT_ASKED,                      \
   EVENLOAD_NOT_ASKED,                      \
   EVENLOAD_NOT_ASKED}
/* Since 0.1. */
EVENLOAD_C_API void evenload_queue_target_init(evenload_queue_target* target);

/* The fewest servers that meet the target; `queue->servers` is not read. `performance`,
 * `wait_exceeds`: NULL where they are not wanted. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_servers_needed(evenload_context* context,
                                                            const evenload_queue* queue,
                                                            int32_t model,
                                                            const evenload_queue_target* target,
                                                            evenload_queue_performance* performance,
                                                            double* wait_exceeds, int64_t* servers);

/* Limits for many servers, and their inverses. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_halfin_whitt(evenload_context* context, double safety,
                                                          double* out);
EVENLOAD_C_API evenload_status evenload_pool_halfin_whitt_safety(evenload_context* context,
                                                                 double wait_probability,
                                                                 double* out);
EVENLOAD_C_API evenload_status evenload_pool_garnett(evenload_context* context, double safety,
                                                     double patience_ratio, double* out);
EVENLOAD_C_API evenload_status evenload_pool_garnett_safety(evenload_context* context,
                                                            double wait_probability,
                                                            double patience_ratio, double* out);

typedef struct evenload_square_root_question {
  uint32_t struct_size;
  int32_t server;
  double arrival_rate;
  double service_rate;
  double patience_rate;    /* 0: nobody gives up */
  double safety;           /* read where wait_probability is EVENLOAD_NOT_ASKED */
  double wait_probability; /* or EVENLOAD_NOT_ASKED */
} evenload_square_root_question;

#define EVENLOAD_SQUARE_ROOT_QUESTION_INIT \
  {(uint32_t)sizeof(evenload_square_root_question), 0, 0, 0, 0, 1, EVENLOAD_NOT_ASKED}
/* Since 0.1. */
EVENLOAD_C_API void evenload_square_root_question_init(evenload_square_root_question* question);

typedef struct evenload_square_root_answer {
  uint32_t struct_size;
  int32_t reserved;
  double offered_load;
  double safety;
  double unrounded;
  int64_t servers;
  double limit_probability;
  int64_t exact_servers; /* -1 where no wait probability was given */
} evenload_square_root_answer;

#define EVENLOAD_SQUARE_ROOT_ANSWER_INIT \
  {(uint32_t)sizeof(evenload_square_root_answer), 0, 0, 0, 0, 0, 0, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_square_root_answer_init(evenload_square_root_answer* answer);

/* `performance` (exact, at `servers`): NULL where it is not wanted. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_square_root_staffing(
    evenload_context* context, const evenload_square_root_question* question,
    evenload_queue_performance* performance, evenload_square_root_answer* out);
/* R + safety R^exponent, rounded up. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_power_staffing(evenload_context* context,
                                                            double offered_load, double safety,
                                                            double exponent, int64_t* out);

/* Case managers: N workers with M open cases each. */
typedef struct evenload_case_manager_queue {
  uint32_t struct_size;
  int32_t reserved; /* 0 */
  double arrival_rate;
  double completion_probability;
  double attention_time;
  double external_delay;
  int64_t caseload_limit;
  int64_t workers;
} evenload_case_manager_queue;

#define EVENLOAD_CASE_MANAGER_QUEUE_INIT \
  {(uint32_t)sizeof(evenload_case_manager_queue), 0, 0, 0, 0, 0, 0, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_case_manager_queue_init(evenload_case_manager_queue* queue);

typedef struct evenload_case_manager_measures {
  double wait_probability;
  double mean_wait;
  double mean_queue;
  double mean_caseload;
  double attention_wait;
  double mean_time;
} evenload_case_manager_measures;

typedef struct evenload_case_manager_answer {
  uint32_t struct_size;
  int32_t server;
  int32_t has_exact; /* 1: solved */
  int32_t has_pooled;
  int32_t has_split;
  int32_t reserved;
  double capacity;
  double utilisation;
  evenload_case_manager_measures exact;
  evenload_case_manager_measures pooled; /* lower bound */
  evenload_case_manager_measures split;  /* upper bound */
  evenload_case_manager_measures approximation;
} evenload_case_manager_answer;

#define EVENLOAD_CASE_MANAGER_ANSWER_INIT          \
  {(uint32_t)sizeof(evenload_case_manager_answer), \
   0,                                              \
   0,                                              \
   0,                                              \
   0,                                              \
   0,                                              \
   0,                                              \
   0,                                              \
   {0, 0, 0, 0, 0, 0},                             \
   {0, 0, 0, 0, 0, 0},                             \
   {0, 0, 0, 0, 0, 0},                             \
   {0, 0, 0, 0, 0, 0}}
/* Since 0.1. */
EVENLOAD_C_API void evenload_case_manager_answer_init(evenload_case_manager_answer* answer);

/* `work_limit`: 4e8 takes about a second. \error out_of_range at or beyond the capacity. Since 0.1.
 */
EVENLOAD_C_API evenload_status evenload_pool_case_manager_queue(
    evenload_context* context, const evenload_case_manager_queue* queue, double work_limit,
    evenload_case_manager_answer* out);
/* Most cases per unit of time; `arrival_rate` is not read. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_case_manager_capacity(
    evenload_context* context, const evenload_case_manager_queue* queue, double* out);

typedef struct evenload_case_simulation_options {
  uint32_t struct_size;
  int32_t threads; /* 0: as many as the machine has */
  int64_t replications;
  int64_t cases;
  int64_t warm_up;
  double level;
  uint64_t seed;
  const evenload_stop* stop; /* NULL: none */
} evenload_case_simulation_options;

#define EVENLOAD_CASE_SIMULATION_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_case_simulation_options), 0, 20, 20000, 5000, 0.95, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_case_simulation_options_init(
    evenload_case_simulation_options* options);

typedef struct evenload_simulated_mean {
  double mean;
  double half_width;
} evenload_simulated_mean;

typedef struct evenload_case_simulation {
  uint32_t struct_size;
  int32_t cancelled;
  int64_t replications;
  evenload_simulated_mean wait_probability;
  evenload_simulated_mean mean_wait;
  evenload_simulated_mean attention_wait;
  evenload_simulated_mean mean_time;
  evenload_simulated_mean utilisation;
} evenload_case_simulation;

#define EVENLOAD_CASE_SIMULATION_INIT \
  {(uint32_t)sizeof(evenload_case_simulation), 0, 0, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}
/* Since 0.1. */
EVENLOAD_C_API void evenload_case_simulation_init(evenload_case_simulation* simulation);

/* Event by event; equal on any number of threads. `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_simulate_case_managers(
    evenload_context* context, const evenload_case_manager_queue* queue,
    const evenload_case_simulation_options* options, evenload_case_simulation* out);

/* Erlang-R: work that comes back. */
typedef struct evenload_returning_work {
  uint32_t struct_size;
  int32_t server;
  double service_rate;
  double return_probability;
  double return_rate;
} evenload_returning_work;

#define EVENLOAD_RETURNING_WORK_INIT \
  {(uint32_t)sizeof(evenload_returning_work), EVENLOAD_SERVER_WORKER_GIVING_ATTENTION, 0, 0, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_returning_work_init(evenload_returning_work* work);

typedef struct evenload_erlang_r_answer {
  uint32_t struct_size;
  int32_t reserved;
  double visit_rate;
  double needy_load;
  double content_load;
  double mean_time;
} evenload_erlang_r_answer;

#define EVENLOAD_ERLANG_R_ANSWER_INIT {(uint32_t)sizeof(evenload_erlang_r_answer), 0, 0, 0, 0, 0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_erlang_r_answer_init(evenload_erlang_r_answer* answer);

/* `performance` of each visit: NULL where it is not wanted. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_erlang_r(
    evenload_context* context, double arrival_rate, const evenload_returning_work* work,
    int64_t servers, evenload_queue_performance* performance, evenload_erlang_r_answer* out);

/* How a series of periods begins. */
enum { EVENLOAD_START_EMPTY = 0, EVENLOAD_START_STEADY = 1, EVENLOAD_START_CYCLIC = 2 };

/* Offered load by period. Buffers of `periods` elements, each may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_erlang_r_load(
    evenload_context* context, const double* arrival_rate, int64_t periods, double period,
    const evenload_returning_work* work, int32_t start, double* needy_end, double* content_end,
    double* needy_mean, double* needy_peak);
/* Servers by period for P(W > 0) <= wait_probability. `patience_rate` 0: nobody gives up.
 * `reached`, of `periods` elements, may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_erlang_r_staffing(
    evenload_context* context, const double* arrival_rate, int64_t periods, double period,
    const evenload_returning_work* work, int32_t start, double wait_probability,
    double patience_rate, double* reached, int64_t* servers);

enum {
  EVENLOAD_SERVICE_EXPONENTIAL = 0,
  EVENLOAD_SERVICE_DETERMINISTIC = 1,
  EVENLOAD_SERVICE_LOGNORMAL = 2,
  EVENLOAD_SERVICE_ERLANG = 3
};

/* Arrays are the caller's and read during the call only. */
typedef struct evenload_time_varying_queue {
  uint32_t struct_size;
  int32_t server;
  int64_t periods;
  const double* arrival_rate; /* periods */
  const int64_t* servers;     /* periods; NULL where they are asked for */
  double period;
  double service_mean;
  int32_t service_shape; /* EVENLOAD_SERVICE_… */
  int32_t service_stages;
  double service_squared_variation;
  double patience_rate; /* 0: nobody gives up */
  int32_t start;        /* EVENLOAD_START_… */
  int32_t reserved;     /* 0 */
} evenload_time_varying_queue;

#define EVENLOAD_TIME_VARYING_QUEUE_INIT          \
  {(uint32_t)sizeof(evenload_time_varying_queue), \
   0,                                             \
   0,                                             \
   NULL,                                          \
   NULL,                                          \
   0,                                             \
   0,                                             \
   0,                                             \
   1,                                             \
   1,                                             \
   0,                                             \
   EVENLOAD_START_STEADY,                         \
   0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_time_varying_queue_init(evenload_time_varying_queue* queue);

/* Where the answers go: buffers of `periods` elements, NULL where one is not wanted. */
typedef struct evenload_period_columns {
  uint32_t struct_size;
  int32_t reserved; /* 0 */
  double* offered_load;
  double* wait_probability;
  double* mean_wait;
  double* mean_queue;
  double* utilisation;
  double* abandonment;
  double* backlog; /* written by backlog carryover only */
} evenload_period_columns;

#define EVENLOAD_PERIOD_COLUMNS_INIT \
  {(uint32_t)sizeof(evenload_period_columns), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_period_columns_init(evenload_period_columns* columns);

/* Offered load of M_t/GI/inf; servers and patience are not read. Buffers may be NULL. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_offered_load(evenload_context* context,
                                                          const evenload_time_varying_queue* queue,
                                                          double* end, double* peak);
/* Approximations for queues whose arrivals and servers change. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_modified_offered_load(
    evenload_context* context, const evenload_time_varying_queue* queue,
    const evenload_period_columns* columns);
EVENLOAD_C_API evenload_status evenload_pool_modified_offered_load_staffing(
    evenload_context* context, const evenload_time_varying_queue* queue, double wait_probability,
    double tau, const evenload_period_columns* columns, int64_t* servers);
EVENLOAD_C_API evenload_status
evenload_pool_backlog_carryover(evenload_context* context, const evenload_time_varying_queue* queue,
                                const evenload_period_columns* columns);

#ifdef __cplusplus
}
#endif

#endif
