/* Flexibility, cross-training, routing: answers, refusals, layout. */
#include "evenload_c/cross_training.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "check.h"

/* Two groups, two units; 4 and 16 hours in one week of four, 20 and 0 in the others. */
static const double capacity[] = {10, 10};
static const int32_t own_group[] = {0, 1}, own_unit[] = {0, 1};
static const double hours[] = {4, 16, 20, 0};
static const double probability[] = {.25, .75};

static evenload_unit_demand two_weeks(void) {
  evenload_unit_demand demand = EVENLOAD_UNIT_DEMAND_INIT;
  demand.scenarios = 2;
  demand.hours = hours;
  demand.probability = probability;
  return demand;
}

static evenload_cross_training_problem two_units(const evenload_unit_demand* demand) {
  evenload_cross_training_problem problem = EVENLOAD_CROSS_TRAINING_PROBLEM_INIT;
  problem.groups = 2;
  problem.units = 2;
  problem.capacity = capacity;
  problem.skills = 2;
  problem.skill_group = own_group;
  problem.skill_unit = own_unit;
  problem.demand = demand;
  return problem;
}

static void knows_chains(evenload_context* context) {
  const int32_t group[] = {0, 1, 0, 1}, unit[] = {0, 1, 1, 0};
  const int64_t hours_of[] = {10, 10}, wanted[] = {16, 3};
  int64_t served[4] = {-1, -1, -1, -1};
  int64_t value = -1, cycles = -1;
  int32_t shape = -1;
  size_t count = 0;
  evenload_flexibility_component component = {0, 0, 0, 0, 0, 0};
  evenload_flexibility_graph graph = EVENLOAD_FLEXIBILITY_GRAPH_INIT;
  graph.groups = 2;
  graph.units = 2;
  graph.skills = 4;
  graph.skill_group = group;
  graph.skill_unit = unit;
  CHECK_OK(context, evenload_flexibility_structure(context, &graph, &shape, &cycles, &count, 1, &component));
  CHECK(shape == EVENLOAD_FLEXIBILITY_CLOSED_CHAIN && cycles == 1 && count == 1);
  CHECK(component.shape == EVENLOAD_COMPONENT_CLOSED_CHAIN && component.groups == 2 && component.skills == 4);
  CHECK_TEXT(evenload_flexibility_shape_name(shape), "closed_chain");
  CHECK_TEXT(evenload_component_shape_name(component.shape), "closed_chain");
  CHECK_TEXT(evenload_flexibility_shape_name(99), "unknown");
  CHECK_OK(context, evenload_flexibility_throughput(context, &graph, hours_of, wanted, served, &value));
  CHECK(value == 19 && served[0] + served[3] == 16 && served[1] + served[2] == 3);
  graph.skills = 2;
  CHECK_OK(context, evenload_flexibility_structure(context, &graph, &shape, &cycles, &count, 0, NULL));
  CHECK(shape == EVENLOAD_FLEXIBILITY_NONE && count == 2 && cycles == 0);
  CHECK_OK(context, evenload_flexibility_throughput(context, &graph, hours_of, wanted, NULL, &value));
  CHECK(value == 13);
  graph.units = 1;
  CHECK(evenload_flexibility_throughput(context, &graph, hours_of, wanted, NULL, &value) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "skills");
  CHECK(evenload_context_error_row(context) == 1);
  graph.skill_unit = NULL;
  CHECK(evenload_flexibility_throughput(context, &graph, hours_of, wanted, NULL, &value) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_flexibility_structure(context, NULL, &shape, &cycles, &count, 0, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

static void orders_skills(evenload_context* context) {
  const evenload_unit_demand demand = two_weeks();
  const evenload_cross_training_problem problem = two_units(&demand);
  evenload_cross_training_options options = EVENLOAD_CROSS_TRAINING_OPTIONS_INIT;
  evenload_cross_training_summary summary;
  evenload_training_step steps[2];
  evenload_next_skill next[2];
  evenload_cross_training* training = NULL;
  evenload_stop* stop = NULL;
  CHECK_OK(context, evenload_pool_cross_training(context, &problem, NULL, &training));
  CHECK_OK(context, evenload_cross_training_get_summary(context, training, &summary));
  CHECK(fabs(summary.before.mean - 11) < 1e-9 && summary.before.standard_error == 0);
  CHECK(fabs(summary.full.mean - 20) < 1e-9 && summary.exact == 1 && summary.scenarios == 2);
  CHECK(summary.steps == 2 && summary.candidates == 2 && summary.best_step == 0);
  CHECK(summary.shape == EVENLOAD_FLEXIBILITY_NONE && summary.stop == EVENLOAD_STOP_DONE);
  CHECK(evenload_cross_training_steps(context, training, 1, steps) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_cross_training_steps(context, training, 2, steps));
  CHECK(steps[0].group == 1 && steps[0].unit == 0 && fabs(steps[0].gain.mean - 7.5) < 1e-9);
  CHECK(steps[1].shape == EVENLOAD_FLEXIBILITY_CLOSED_CHAIN && steps[1].closes == 2);
  CHECK(fabs(steps[1].bound.mean - 20) < 1e-9);
  CHECK_OK(context, evenload_cross_training_next(context, training, 2, next));
  CHECK(next[0].candidate == 1 && fabs(next[1].gain.mean - 1.5) < 1e-9);
  evenload_cross_training_destroy(&training);
  CHECK(training == NULL);
  evenload_cross_training_destroy(&training);

  options.max_skills = 1;
  options.worth_per_hour = 2;
  options.weeks = 10;
  CHECK_OK(context, evenload_pool_cross_training(context, &problem, &options, &training));
  CHECK_OK(context, evenload_cross_training_steps(context, training, 1, steps));
  CHECK(fabs(steps[0].net_worth.mean - 150) < 1e-9);
  CHECK_OK(context, evenload_cross_training_get_summary(context, training, &summary));
  CHECK(summary.best_step == 1);
  evenload_cross_training_destroy(&training);

  CHECK_OK(context, evenload_stop_create(&stop));
  evenload_stop_request(stop);
  options.stop = stop;
  CHECK_OK(context, evenload_pool_cross_training(context, &problem, &options, &training));
  CHECK_OK(context, evenload_cross_training_get_summary(context, training, &summary));
  CHECK(summary.stop == EVENLOAD_STOP_CANCELLED && summary.steps == 0);
  evenload_cross_training_destroy(&training);
  evenload_stop_destroy(&stop);
}

static void routes_calls(evenload_context* context) {
  const double rate[] = {1, 1};
  const int32_t agents[] = {3, 3}, skill[] = {0, 1, 1, 0};
  const int64_t begin[] = {0, 2, 4}, falling[] = {0, 2, 1};
  const double time[] = {1.5, 1.5, 1.5, 1.5};
  evenload_routing_problem problem = EVENLOAD_ROUTING_PROBLEM_INIT;
  evenload_routing_options options = EVENLOAD_ROUTING_OPTIONS_INIT;
  evenload_routing_measure by_type[2];
  evenload_routing_result result, again;
  problem.types = 2;
  problem.arrival_rate = rate;
  problem.groups = 2;
  problem.agents = agents;
  problem.skill_begin = begin;
  problem.skill = skill;
  problem.handling_time = time;
  problem.waiting_spaces = 0;
  options.calls = 20000;
  options.warm_up = 500;
  CHECK_OK(context, evenload_pool_simulate_routing(context, &problem, &options, by_type, &result));
  /* Everybody answers everything: Erlang's loss formula with 6 agents and a load of 3. */
  CHECK(fabs(result.all.blocked.mean - 0.052157) < 0.004);
  CHECK(result.all.waits.mean == 0 && result.replications == 10 && result.stop == EVENLOAD_STOP_DONE);
  CHECK(by_type[0].blocked.low < by_type[0].blocked.high && result.away.mean > 0);
  CHECK(result.utilisation.mean > .4 && result.utilisation.mean < .55);
  options.threads = 2;
  CHECK_OK(context, evenload_pool_simulate_routing(context, &problem, &options, NULL, &again));
  CHECK(memcmp(&result, &again, sizeof result) == 0);
  problem.skill_begin = falling;
  CHECK(evenload_pool_simulate_routing(context, &problem, &options, NULL, &again) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem.skill_begin = begin;
  problem.handling_time = NULL;
  CHECK(evenload_pool_simulate_routing(context, &problem, &options, NULL, &again) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem.handling_time = time;
  problem.waiting_spaces = -2;
  CHECK(evenload_pool_simulate_routing(context, &problem, &options, NULL, &again) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_table(context), "routing");
}

static void refuses(evenload_context* context) {
  const double wrong[] = {.5, .4};
  evenload_unit_demand demand = two_weeks();
  evenload_cross_training_problem problem = two_units(&demand);
  evenload_cross_training_options options = EVENLOAD_CROSS_TRAINING_OPTIONS_INIT;
  evenload_cross_training* training = (evenload_cross_training*)context;
  demand.probability = wrong;
  CHECK(evenload_pool_cross_training(context, &problem, NULL, &training) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(training == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "demand");
  CHECK_TEXT(evenload_context_error_column(context), "probability");
  demand.probability = NULL;
  options.weeks = -1;
  CHECK(evenload_pool_cross_training(context, &problem, &options, &training) == EVENLOAD_ERROR_OUT_OF_RANGE);
  demand.scenarios = 0;
  CHECK(evenload_pool_cross_training(context, &problem, NULL, &training) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_column(context), "demand.mean");
  problem.demand = NULL;
  CHECK(evenload_pool_cross_training(context, &problem, NULL, &training) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem.demand = &demand;
  demand = two_weeks();
  problem.skills = -1;
  CHECK(evenload_pool_cross_training(context, &problem, NULL, &training) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem.skills = 2;
  problem.groups = 2000000000;
  CHECK(evenload_pool_cross_training(context, &problem, NULL, &training) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_cross_training(context, NULL, NULL, &training) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_cross_training(context, &problem, NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_cross_training_get_summary(context, NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

/* Layout of 0.1 on 64-bit machines, and INIT macros against init functions. */
static void keeps_its_layout(void) {
  const evenload_flexibility_graph graph_macro = EVENLOAD_FLEXIBILITY_GRAPH_INIT;
  const evenload_unit_demand demand_macro = EVENLOAD_UNIT_DEMAND_INIT;
  const evenload_cross_training_problem problem_macro = EVENLOAD_CROSS_TRAINING_PROBLEM_INIT;
  const evenload_cross_training_options options_macro = EVENLOAD_CROSS_TRAINING_OPTIONS_INIT;
  const evenload_routing_problem routing_macro = EVENLOAD_ROUTING_PROBLEM_INIT;
  const evenload_routing_options route_macro = EVENLOAD_ROUTING_OPTIONS_INIT;
  evenload_flexibility_graph graph;
  evenload_unit_demand demand;
  evenload_cross_training_problem problem;
  evenload_cross_training_options options;
  evenload_routing_problem routing;
  evenload_routing_options route;
  evenload_flexibility_graph_init(&graph);
  evenload_unit_demand_init(&demand);
  evenload_cross_training_problem_init(&problem);
  evenload_cross_training_options_init(&options);
  evenload_routing_problem_init(&routing);
  evenload_routing_options_init(&route);
  evenload_flexibility_graph_init(NULL);
  evenload_unit_demand_init(NULL);
  evenload_cross_training_problem_init(NULL);
  evenload_cross_training_options_init(NULL);
  evenload_routing_problem_init(NULL);
  evenload_routing_options_init(NULL);
  CHECK(memcmp(&graph, &graph_macro, sizeof graph) == 0);
  CHECK(memcmp(&demand, &demand_macro, sizeof demand) == 0);
  CHECK(memcmp(&problem, &problem_macro, sizeof problem) == 0);
  CHECK(memcmp(&options, &options_macro, sizeof options) == 0);
  CHECK(memcmp(&routing, &routing_macro, sizeof routing) == 0);
  CHECK(memcmp(&route, &route_macro, sizeof route) == 0);
  if (sizeof(void*) != 8) return;
  CHECK(sizeof(evenload_flexibility_graph) == 40);
  CHECK(sizeof(evenload_flexibility_component) == 32);
  CHECK(offsetof(evenload_unit_demand, truncation) == 48 && sizeof(evenload_unit_demand) == 64);
  CHECK(offsetof(evenload_cross_training_problem, demand) == 56);
  CHECK(sizeof(evenload_cross_training_problem) == 120);
  CHECK(offsetof(evenload_cross_training_options, stop) == 64);
  CHECK(sizeof(evenload_cross_training_options) == 72);
  CHECK(sizeof(evenload_cross_training_summary) == 88);
  CHECK(offsetof(evenload_training_step, throughput) == 24 && sizeof(evenload_training_step) == 96);
  CHECK(sizeof(evenload_next_skill) == 24);
  CHECK(sizeof(evenload_routing_problem) == 64 && sizeof(evenload_routing_options) == 64);
  CHECK(sizeof(evenload_routing_measure) == 96 && sizeof(evenload_routing_result) == 176);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  keeps_its_layout();
  knows_chains(context);
  orders_skills(context);
  routes_calls(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
