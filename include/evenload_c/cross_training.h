/* evenload C ABI: flexibility graphs, cross-training, skill-based routing. Meaning of every field and equation:
 * include/evenload/pool/flexibility.hpp, cross_training.hpp, skill_routing.hpp; docs/models/cross_training.md. */
#ifndef EVENLOAD_C_CROSS_TRAINING_H
#define EVENLOAD_C_CROSS_TRAINING_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Flexibility: which group serves which unit ----------------------------------------------- */

/* What a connected part looks like. */
enum {
  EVENLOAD_COMPONENT_LONE = 0,
  EVENLOAD_COMPONENT_DEDICATED = 1,
  EVENLOAD_COMPONENT_OPEN_CHAIN = 2,
  EVENLOAD_COMPONENT_CLOSED_CHAIN = 3,
  EVENLOAD_COMPONENT_TREE = 4,
  EVENLOAD_COMPONENT_COMPLETE = 5,
  EVENLOAD_COMPONENT_MESHED = 6
};
/* What the whole looks like. */
enum {
  EVENLOAD_FLEXIBILITY_NONE = 0,
  EVENLOAD_FLEXIBILITY_OPEN_CHAIN = 1,
  EVENLOAD_FLEXIBILITY_CLOSED_CHAIN = 2,
  EVENLOAD_FLEXIBILITY_CLOSED_CHAINS = 3,
  EVENLOAD_FLEXIBILITY_CHAINS = 4,
  EVENLOAD_FLEXIBILITY_FULL = 5,
  EVENLOAD_FLEXIBILITY_OTHER = 6
};
/* "closed_chain"; "unknown" for a number without a name. Since 0.1. */
EVENLOAD_C_API const char* evenload_flexibility_shape_name(int32_t shape);
EVENLOAD_C_API const char* evenload_component_shape_name(int32_t shape);

/* Skill k: group skill_group[k] serves unit skill_unit[k]. Arrays are read during the call only. */
typedef struct evenload_flexibility_graph {
  uint32_t struct_size;
  int32_t groups;
  int32_t units;
  int32_t reserved; /* 0 */
  int64_t skills;
  const int32_t* skill_group;
  const int32_t* skill_unit;
} evenload_flexibility_graph;

#define EVENLOAD_FLEXIBILITY_GRAPH_INIT \
  {(uint32_t)sizeof(evenload_flexibility_graph), 0, 0, 0, 0, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_flexibility_graph_init(evenload_flexibility_graph* graph);

typedef struct evenload_flexibility_component {
  int32_t shape; /* EVENLOAD_COMPONENT_… */
  int32_t groups;
  int32_t units;
  int32_t reserved;
  int64_t skills;
  int64_t cycles;
} evenload_flexibility_component;

/* Shape of the whole, number of components and of independent cycles. Component k's counts go to `components`,
 * for at most `capacity` of them (0: none wanted). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_flexibility_structure(
    evenload_context* context, const evenload_flexibility_graph* graph, int32_t* shape,
    int64_t* cycles, size_t* count, size_t capacity, evenload_flexibility_component* components);
/* Most demand that can be served; by skill to `served` (NULL, or room for `skills`). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_flexibility_throughput(
    evenload_context* context, const evenload_flexibility_graph* graph, const int64_t* capacity,
    const int64_t* demand, int64_t* served, int64_t* value);

/* ---- Demand and cross-training ---------------------------------------------------------------- */

/* Given scenarios (`hours`), or a normal law cut off at ± truncation (`mean`, `deviation`). */
typedef struct evenload_unit_demand {
  uint32_t struct_size;
  int32_t reserved;          /* 0 */
  int64_t scenarios;         /* 0: draw */
  const double* hours;       /* scenarios * units */
  const double* probability; /* scenarios or NULL: alike */
  const double* mean;        /* units; drawn */
  const double* deviation;   /* units; drawn */
  double truncation;
  double correlation;
} evenload_unit_demand;

#define EVENLOAD_UNIT_DEMAND_INIT \
  {(uint32_t)sizeof(evenload_unit_demand), 0, 0, NULL, NULL, NULL, NULL, 2.0, 0.0}
/* Since 0.1. */
EVENLOAD_C_API void evenload_unit_demand_init(evenload_unit_demand* demand);

/* Columns by candidate have `candidates` values; with 0 candidates every pair that is no skill is one, by group and then
 * unit, and the columns have as many. */
typedef struct evenload_cross_training_problem {
  uint32_t struct_size;
  int32_t groups;
  int32_t units;
  int32_t reserved;                   /* 0 */
  const double* capacity;             /* groups */
  int64_t skills;
  const int32_t* skill_group;         /* skills */
  const int32_t* skill_unit;          /* skills */
  const double* efficiency;           /* skills or NULL: 1 */
  const evenload_unit_demand* demand;
  int64_t candidates;                 /* 0: every other pair */
  const int32_t* candidate_group;
  const int32_t* candidate_unit;
  const double* candidate_efficiency; /* or NULL: 1 */
  const double* training_hours;       /* or NULL: 0 */
  const double* training_weeks;       /* or NULL: 0 */
  const double* cost;                 /* or NULL: 0 */
} evenload_cross_training_problem;

#define EVENLOAD_CROSS_TRAINING_PROBLEM_INIT                                                     \
  {(uint32_t)sizeof(evenload_cross_training_problem), 0, 0, 0, NULL, 0, NULL, NULL, NULL, NULL,  \
   0, NULL, NULL, NULL, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_cross_training_problem_init(evenload_cross_training_problem* problem);

typedef struct evenload_cross_training_options {
  uint32_t struct_size;
  int32_t max_skills; /* -1: as many as groups */
  int64_t scenarios;
  int64_t search_scenarios;
  double budget; /* money; negative: none */
  double worth_per_hour;
  double weeks;
  int32_t look_ahead;
  int32_t threads; /* 0: as many as the machine has */
  uint64_t seed;
  const evenload_stop* stop; /* NULL: none */
} evenload_cross_training_options;

#define EVENLOAD_CROSS_TRAINING_OPTIONS_INIT                                                      \
  {(uint32_t)sizeof(evenload_cross_training_options), -1, 20000, 2000, -1.0, 0.0, 52.0, 1, 0, 0, \
   NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_cross_training_options_init(evenload_cross_training_options* options);

/* A mean over scenarios; error 0 where they were given. */
typedef struct evenload_scenario_mean {
  double mean;
  double standard_error;
} evenload_scenario_mean;

typedef struct evenload_cross_training_summary {
  evenload_scenario_mean before;
  evenload_scenario_mean full;
  evenload_scenario_mean demand;
  int64_t scenarios;
  int64_t steps;
  int64_t candidates;
  int32_t best_step; /* 0: no skill pays */
  int32_t shape;     /* today, EVENLOAD_FLEXIBILITY_… */
  int32_t exact;
  int32_t stop; /* EVENLOAD_STOP_… */
} evenload_cross_training_summary;

typedef struct evenload_training_step {
  int32_t candidate;
  int32_t group;
  int32_t unit;
  int32_t closes; /* groups in the circle that it closes; 0: none */
  int32_t shape;  /* afterwards */
  int32_t reserved;
  evenload_scenario_mean throughput;
  evenload_scenario_mean gain;
  evenload_scenario_mean bound;
  evenload_scenario_mean net_worth; /* of this and the earlier steps */
  double cost;                      /* likewise */
} evenload_training_step;

typedef struct evenload_next_skill {
  int32_t candidate;
  int32_t reserved;
  evenload_scenario_mean gain;
} evenload_next_skill;

typedef struct evenload_cross_training evenload_cross_training;

/* The order of skills that buys most. `options`: NULL for the defaults. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_cross_training(
    evenload_context* context, const evenload_cross_training_problem* problem,
    const evenload_cross_training_options* options, evenload_cross_training** out);
EVENLOAD_C_API void evenload_cross_training_destroy(evenload_cross_training** training);
EVENLOAD_C_API evenload_status
evenload_cross_training_get_summary(evenload_context* context,
                                    const evenload_cross_training* training,
                                    evenload_cross_training_summary* out);
/* \error out_of_range where `capacity` is too small, with nothing written. Since 0.1. */
EVENLOAD_C_API evenload_status
evenload_cross_training_steps(evenload_context* context, const evenload_cross_training* training,
                              size_t capacity, evenload_training_step* out);
/* Every candidate on top of today's skills, the best first. Since 0.1. */
EVENLOAD_C_API evenload_status
evenload_cross_training_next(evenload_context* context, const evenload_cross_training* training,
                             size_t capacity, evenload_next_skill* out);

/* ---- Routing: how many skills are enough ------------------------------------------------------ */

/* Group k: agents[k] people, who answer skill[skill_begin[k]] … skill[skill_begin[k + 1] - 1], best first. */
typedef struct evenload_routing_problem {
  uint32_t struct_size;
  int32_t types;
  const double* arrival_rate; /* types */
  int64_t groups;
  const int32_t* agents;       /* groups */
  const int64_t* skill_begin;  /* groups + 1, from 0, never falling */
  const int32_t* skill;        /* skill_begin[groups] */
  const double* handling_time; /* skill_begin[groups]: mean */
  int64_t waiting_spaces;      /* -1: no limit */
} evenload_routing_problem;

#define EVENLOAD_ROUTING_PROBLEM_INIT \
  {(uint32_t)sizeof(evenload_routing_problem), 0, NULL, 0, NULL, NULL, NULL, NULL, -1}
/* Since 0.1. */
EVENLOAD_C_API void evenload_routing_problem_init(evenload_routing_problem* problem);

typedef struct evenload_routing_options {
  uint32_t struct_size;
  int32_t replications;
  int64_t calls;
  int64_t warm_up;
  double confidence;
  double target_wait;
  uint64_t seed;
  int32_t threads;
  int32_t reserved; /* 0 */
  const evenload_stop* stop;
} evenload_routing_options;

#define EVENLOAD_ROUTING_OPTIONS_INIT \
  {(uint32_t)sizeof(evenload_routing_options), 10, 200000, 20000, 0.95, 0.0, 0, 0, 0, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_routing_options_init(evenload_routing_options* options);

typedef struct evenload_interval {
  double mean;
  double low;
  double high;
} evenload_interval;

typedef struct evenload_routing_measure {
  evenload_interval blocked;
  evenload_interval waits;
  evenload_interval waits_longer;
  evenload_interval mean_wait;
} evenload_routing_measure;

typedef struct evenload_routing_result {
  evenload_routing_measure all;
  evenload_interval utilisation;
  evenload_interval away;
  evenload_interval handling_time;
  int32_t replications;
  int32_t stop; /* EVENLOAD_STOP_…; cancelled: nothing else is told */
} evenload_routing_result;

/* `by_type`: NULL, or room for `types`. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_pool_simulate_routing(
    evenload_context* context, const evenload_routing_problem* problem,
    const evenload_routing_options* options, evenload_routing_measure* by_type,
    evenload_routing_result* out);

#ifdef __cplusplus
}
#endif

#endif
