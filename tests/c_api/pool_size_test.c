/* Demand, size and worth of a pool: answers, refusals, layout. */
#include "evenload_c/pool_size.h"

#include <math.h>
#include <stddef.h>

#include "check.h"

static int near(double found, double expected) { return fabs(found - expected) < 1e-9; }

/* Two units that are each short of 30 hours in one scenario of ten, together in one of a hundred. */
static const double scenario[] = {30, 30, 30, 0, 0, 30, 0, 0};
static const double probability[] = {0.01, 0.09, 0.09, 0.81};
static const double nothing_own[] = {0, 0};
static const double risk[] = {0.05, 0.05};
static const double efficiency[] = {1, 1};
static const double hours[] = {30};
static const double cost[] = {7};

static evenload_pool_problem small_pool(void) {
  evenload_pool_problem problem = EVENLOAD_POOL_PROBLEM_INIT;
  problem.units = 2;
  problem.weeks = 1;
  problem.profiles = 1;
  problem.scenarios = 4;
  problem.scenario = scenario;
  problem.probability = probability;
  problem.capacity = nothing_own;
  problem.threshold = nothing_own;
  problem.risk = risk;
  problem.efficiency = efficiency;
  problem.hours = hours;
  problem.cost = cost;
  return problem;
}

static evenload_demand_model* made_model(evenload_context* context) {
  static const double line[] = {2.0, 1.5, 0.1, 0.2, 0.05, 0.5};
  static const double draws[] = {2.0, 1.5, 0.1, 0.2, 0.05, 0.5, 2.1, 1.4, 0.1, 0.2, 0.0, 0.0};
  static const double per_case[] = {8, 10};
  static const double siblings[] = {0.8, 0.2};
  evenload_demand_input input = EVENLOAD_DEMAND_INPUT_INIT;
  evenload_demand_model* model = NULL;
  input.units = 2;
  input.sizes = 2;
  input.siblings = siblings;
  input.hours_per_case = per_case;
  input.parameters = 6;
  input.parameter = line;
  input.draws = 2;
  input.draw = draws;
  CHECK_OK(context, evenload_demand_create(context, &input, &model));
  return model;
}

static void draws_demand(evenload_context* context) {
  evenload_demand_model* model = made_model(context);
  double line[6], draws[12], mean[8], deviation[8], rate[8], correlation[4], one[80], other[80];
  CHECK(evenload_demand_model_units(model) == 2);
  CHECK(evenload_demand_model_parameters(model) == 6);
  CHECK(evenload_demand_model_draws(model) == 2);
  CHECK_OK(context, evenload_demand_model_parameter(context, model, 6, line));
  CHECK(line[0] == 2.0 && line[3] == 0.2 && line[5] == 0.5);
  CHECK_OK(context, evenload_demand_model_draw(context, model, 12, draws));
  CHECK(draws[6] == 2.1 && draws[10] == 0.0);
  CHECK_OK(context, evenload_demand_moments(context, model, 4, 0, 8, mean, deviation, rate, 4, correlation));
  CHECK(near(mean[0], 8 * exp(2.0)) && near(mean[7], 10 * exp(1.5)));
  /* Mean x hours x E[G^2]/E[G] = 1.6 / 1.2, and the rate's (1.05 x 1.1 - 1) mean^2. */
  CHECK(near(deviation[0] * deviation[0], mean[0] * 8 * 1.6 / 1.2 + mean[0] * mean[0] * 0.155));
  CHECK(near(rate[0] * rate[0], mean[0] * mean[0] * 0.155));
  CHECK(correlation[0] == 1 && near(correlation[1], correlation[2]) && correlation[1] > 0);
  CHECK_OK(context, evenload_demand_scenarios(context, model, 10, 4, 0, 3, 1, 1, 80, one, NULL));
  CHECK_OK(context, evenload_demand_scenarios(context, model, 10, 4, 0, 3, 1, 2, 80, other, NULL));
  CHECK(memcmp(one, other, sizeof one) == 0);
  CHECK(evenload_demand_scenarios(context, model, 10, 4, 0, 3, 1, 1, 79, one, NULL) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_demand_moments(context, model, 0, 0, 8, mean, deviation, rate, 4, correlation) == EVENLOAD_ERROR_OUT_OF_RANGE);
  evenload_demand_model_destroy(&model);
  CHECK(model == NULL);
  CHECK(evenload_demand_model_units(NULL) == 0 && evenload_demand_model_draws(NULL) == 0);
}

static void fits_demand(evenload_context* context) {
  static const double per_case[] = {8, 10};
  static double counts[104];
  evenload_demand_input input = EVENLOAD_DEMAND_INPUT_INIT;
  evenload_demand_fit_options options = EVENLOAD_DEMAND_FIT_OPTIONS_INIT;
  evenload_demand_model* model = NULL;
  double line[6], error[6];
  int t;
  for (t = 0; t < 52; ++t) {
    counts[t] = t % 2 == 0 ? 4 : 6;
    counts[52 + t] = t % 3 == 0 ? 12 : 3;
  }
  input.units = 2;
  input.hours_per_case = per_case;
  options.bootstraps = 50;
  CHECK_OK(context, evenload_demand_fit(context, counts, 52, &input, &options, &model));
  CHECK_OK(context, evenload_demand_model_parameter(context, model, 6, line));
  CHECK(fabs(line[0] - log(5.0)) < 1e-6);
  CHECK(line[2] == 0); /* less than Poisson: no overdispersion */
  CHECK(line[3] > 0.2);
  CHECK_OK(context, evenload_demand_model_standard_error(context, model, 6, error));
  CHECK(error[0] > 0 && error[0] < 0.2);
  CHECK(evenload_demand_model_draws(model) == 50);
  evenload_demand_model_destroy(&model);
  counts[60] = -1;
  CHECK(evenload_demand_fit(context, counts, 52, &input, &options, &model) == EVENLOAD_ERROR_NEGATIVE_VALUE);
  CHECK(model == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "counts");
  CHECK(evenload_context_error_row(context) == 60);
  CHECK(evenload_demand_fit(context, counts, 12, &input, &options, &model) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_demand_fit(context, NULL, 52, &input, &options, &model) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

static void sizes(evenload_context* context) {
  evenload_pool_problem problem = small_pool();
  evenload_pool_sizing* sizing = NULL;
  evenload_pool_risk one;
  const int64_t asked[] = {0, 2, 3};
  int64_t members[1] = {-7};
  double probabilities[2];
  CHECK_OK(context, evenload_pool_size(context, &problem, NULL, &sizing));
  CHECK(evenload_pool_sizing_verdict(sizing) == EVENLOAD_POOL_EXACT);
  CHECK(evenload_pool_sizing_count(sizing, EVENLOAD_POOLS_CHEAPEST) == 1);
  CHECK(evenload_pool_sizing_count(sizing, EVENLOAD_POOLS_SMALLER) == 1);
  CHECK(evenload_pool_sizing_count(sizing, 99) == 0);
  CHECK_OK(context, evenload_pool_sizing_members(context, sizing, EVENLOAD_POOLS_CHEAPEST, 0, 1, members));
  CHECK(members[0] == 1);
  CHECK_OK(context, evenload_pool_sizing_risk(context, sizing, EVENLOAD_POOLS_CHEAPEST, 0, &one));
  CHECK(near(one.worst, 0.01) && one.meets == 1 && one.fails == 0 && one.cost == 7);
  CHECK(near(one.shortage, 0.3) && one.allowed == 0.05);
  CHECK_OK(context, evenload_pool_sizing_probability(context, sizing, EVENLOAD_POOLS_SMALLER, 0, 2, probabilities));
  CHECK(near(probabilities[0], 0.1) && near(probabilities[1], 0.1));
  CHECK(evenload_pool_sizing_probability(context, sizing, EVENLOAD_POOLS_SMALLER, 0, 1, probabilities) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_sizing_risk(context, sizing, EVENLOAD_POOLS_SMALLER, 1, &one) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_sizing_looks(sizing) == 1 && evenload_pool_sizing_scenarios(sizing) == 4);
  CHECK(evenload_pool_sizing_stop(sizing) == EVENLOAD_STOP_DONE && evenload_pool_sizing_cheaper_open(sizing) == 0);
  CHECK(evenload_pool_sizing_pools_tried(sizing) > 0);
  evenload_pool_sizing_destroy(&sizing);
  CHECK(sizing == NULL);
  CHECK_OK(context, evenload_pool_risks(context, &problem, 3, asked, NULL, &sizing));
  CHECK(evenload_pool_sizing_count(sizing, EVENLOAD_POOLS_ASKED) == 3);
  CHECK_OK(context, evenload_pool_sizing_risk(context, sizing, EVENLOAD_POOLS_ASKED, 2, &one));
  CHECK(one.worst == 0 && one.beyond_demand == 1);
  evenload_pool_sizing_destroy(&sizing);
  CHECK(evenload_pool_sizing_verdict(NULL) == EVENLOAD_POOL_NOT_SETTLED);
  CHECK(evenload_pool_sizing_count(NULL, EVENLOAD_POOLS_CHEAPEST) == 0);
}

static void sizes_from_a_model(evenload_context* context) {
  static const double own[] = {50, 40};
  evenload_demand_model* model = made_model(context);
  evenload_pool_problem problem = small_pool();
  evenload_pool_size_options options = EVENLOAD_POOL_SIZE_OPTIONS_INIT;
  evenload_pool_sizing* sizing = NULL;
  evenload_stop* stop = NULL;
  problem.demand = model;
  problem.capacity = own;
  options.scenarios = 256;
  options.most_scenarios = 512;
  CHECK_OK(context, evenload_pool_size(context, &problem, &options, &sizing));
  CHECK(evenload_pool_sizing_count(sizing, EVENLOAD_POOLS_CHEAPEST) == 1);
  CHECK(evenload_pool_sizing_scenarios(sizing) >= 256);
  evenload_pool_sizing_destroy(&sizing);
  CHECK_OK(context, evenload_stop_create(&stop));
  evenload_stop_request(stop);
  options.stop = stop;
  CHECK_OK(context, evenload_pool_size(context, &problem, &options, &sizing));
  CHECK(evenload_pool_sizing_stop(sizing) == EVENLOAD_STOP_CANCELLED);
  CHECK(evenload_pool_sizing_count(sizing, EVENLOAD_POOLS_CHEAPEST) == 0);
  evenload_pool_sizing_destroy(&sizing);
  evenload_stop_destroy(&stop);
  evenload_demand_model_destroy(&model);
}

static void refuse_pool(evenload_context* context, const evenload_pool_problem* problem, evenload_status status, const char* column, int64_t row) {
  evenload_pool_sizing* sizing = (evenload_pool_sizing*)context;
  CHECK(evenload_pool_size(context, problem, NULL, &sizing) == status);
  CHECK(sizing == NULL);
  CHECK_TEXT(evenload_context_error_column(context), column);
  CHECK(evenload_context_error_row(context) == row);
}

static void refuses_pools(evenload_context* context) {
  static const double no_risk[] = {0.05, 0};
  static const double off[] = {0.02, 0.09, 0.09, 0.81};
  static const double negative[] = {30, 30, 30, 0, 0, -30, 0, 0};
  static const double nowhere[] = {0, 0};
  evenload_pool_problem problem = small_pool();
  problem.risk = no_risk;
  refuse_pool(context, &problem, EVENLOAD_ERROR_OUT_OF_RANGE, "risk", 1);
  problem = small_pool();
  problem.probability = off;
  refuse_pool(context, &problem, EVENLOAD_ERROR_CONTRADICTION, "probability", -1);
  problem = small_pool();
  problem.scenario = negative;
  refuse_pool(context, &problem, EVENLOAD_ERROR_NEGATIVE_VALUE, "scenarios", 5);
  problem = small_pool();
  problem.efficiency = nowhere;
  refuse_pool(context, &problem, EVENLOAD_ERROR_CONTRADICTION, "efficiency", 0);
  problem = small_pool();
  problem.units = INT64_MAX;
  refuse_pool(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.units", -1);
  problem = small_pool();
  problem.scenarios = -1;
  refuse_pool(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.scenarios", -1);
  problem = small_pool();
  problem.capacity = NULL;
  refuse_pool(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.capacity", -1);
  problem = small_pool();
  problem.scope = 7;
  refuse_pool(context, &problem, EVENLOAD_ERROR_OUT_OF_RANGE, "scope", -1);
  problem.reserved = 1;
  refuse_pool(context, &problem, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem.reserved", -1);
  refuse_pool(context, NULL, EVENLOAD_ERROR_INVALID_ARGUMENT, "problem", -1);
}

static void knows_rules(evenload_context* context) {
  static const double mean[] = {100, 100, 100};
  static const double deviation[] = {20, 20, 20};
  static const double half[] = {0.5};
  static const double need[] = {10, 30};
  static const double there[] = {20};
  evenload_pool_rules_input input = EVENLOAD_POOL_RULES_INPUT_INIT;
  evenload_pool_rules_answer rules;
  double undone[2];
  input.units = 3;
  input.correlations = 1;
  input.mean = mean;
  input.deviation = deviation;
  input.correlation = half;
  input.member_hours = 10;
  CHECK_OK(context, evenload_pool_rules(context, &input, &rules));
  CHECK(near(rules.safety_ratio, sqrt(2.0 / 3)) && near(rules.offered, 30));
  CHECK(near(rules.square_root_staff, 30 + rules.z * sqrt(30.0)));
  CHECK(near(rules.square_root_pool, rules.square_root_staff) && rules.rates_govern == 0);
  input.risk = 1;
  CHECK(evenload_pool_rules(context, &input, &rules) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_rules(context, NULL, &rules) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_OK(context, evenload_pool_deal_out(context, 2, need, 1, efficiency, there, 2, undone));
  CHECK(near(undone[0], 5) && near(undone[1], 15));
  CHECK(evenload_pool_deal_out(context, 0, need, 1, efficiency, there, 2, undone) == EVENLOAD_ERROR_INVALID_ARGUMENT);
}

/* One unit is short of 30 in the first week, the other in the second; then nothing comes. */
static evenload_worth_problem small_project(void) {
  static const double weeks[] = {130, 100, 0, 100, 130, 0, 130, 100, 0, 100, 130, 0};
  static const double own[] = {100, 100, 100, 100, 100, 100};
  static const int64_t posts[] = {1, 0};
  evenload_worth_problem problem = EVENLOAD_WORTH_PROBLEM_INIT;
  problem.units = 2;
  problem.weeks = 3;
  problem.scenarios = 2;
  problem.scenario = weeks;
  problem.capacity = own;
  problem.fixed_posts = posts;
  problem.outside = 1;
  problem.member_hours = 20;
  return problem;
}

static void knows_worth(evenload_context* context) {
  evenload_worth_problem problem = small_project();
  evenload_worth_options options = EVENLOAD_WORTH_OPTIONS_INIT;
  evenload_worth* worth = NULL;
  evenload_worth_estimate one;
  evenload_break_even even;
  double mean[12], low[12], high[12], backlog[4];
  int64_t posts[2];
  CHECK_OK(context, evenload_pool_worth(context, &problem, &options, &worth));
  CHECK_OK(context, evenload_worth_measure(context, worth, EVENLOAD_ARM_NOTHING, EVENLOAD_WORTH_SHORTAGE, &one));
  CHECK(near(one.mean, 90));
  CHECK_OK(context, evenload_worth_measure(context, worth, EVENLOAD_ARM_POOL, EVENLOAD_WORTH_SHORTAGE, &one));
  CHECK(near(one.mean, 30));
  CHECK_OK(context, evenload_worth_comparison(context, worth, EVENLOAD_ARM_FIXED_POSTS, EVENLOAD_WORTH_SHORTAGE, &one));
  CHECK(near(one.mean, -10) && one.verdict == EVENLOAD_WORTH_HELPS);
  CHECK(evenload_worth_comparison(context, worth, EVENLOAD_ARM_POOL, EVENLOAD_WORTH_SHORTAGE, &one) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_worth_measure(context, worth, 4, EVENLOAD_WORTH_SHORTAGE, &one) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_worth_measure(context, worth, 0, -1, &one) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_OK(context, evenload_worth_weekly(context, worth, 12, mean, low, high));
  CHECK(near(mean[0], 30) && near(mean[1], 60) && near(low[0], 30) && near(high[3], 10));
  CHECK_OK(context, evenload_worth_posts(context, worth, 2, posts));
  CHECK(posts[0] == 1 && posts[1] == 0);
  CHECK_OK(context, evenload_worth_final_backlog(context, worth, 4, backlog));
  CHECK(backlog[0] == 0 && evenload_worth_handovers(worth) == 1);
  CHECK(evenload_worth_replications(worth) == 2 && evenload_worth_looks(worth) == 1);
  CHECK(evenload_worth_stop(worth) == EVENLOAD_STOP_DONE);
  evenload_worth_destroy(&worth);
  CHECK(worth == NULL && evenload_worth_replications(NULL) == 0);

  CHECK_OK(context, evenload_pool_break_even(context, &problem, EVENLOAD_FRICTION_EFFICIENCY, EVENLOAD_ARM_FIXED_POSTS, EVENLOAD_WORTH_SHORTAGE, NULL, &even));
  CHECK(even.kind == EVENLOAD_BREAK_EVEN_FOUND && even.value > 0 && even.value < 1);
  CHECK(even.gentle_difference < 0 && even.hard_difference > 0 && even.replications == 2);
  CHECK(evenload_pool_break_even(context, &problem, 9, EVENLOAD_ARM_FIXED_POSTS, EVENLOAD_WORTH_SHORTAGE, NULL, &even) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_break_even(context, &problem, 0, EVENLOAD_ARM_POOL, EVENLOAD_WORTH_SHORTAGE, NULL, &even) == EVENLOAD_ERROR_OUT_OF_RANGE);
  problem.presence = 2;
  CHECK(evenload_pool_worth(context, &problem, NULL, &worth) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "presence");
  problem.units = 0;
  CHECK(evenload_pool_worth(context, &problem, NULL, &worth) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  problem = small_project();
  problem.ramp_weeks = 3;
  CHECK(evenload_pool_worth(context, &problem, NULL, &worth) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_column(context), "problem.ramp_up");
}

/* Layout of 0.1 on 64-bit machines, and INIT macros against init functions. */
static void keeps_its_layout(void) {
  const evenload_demand_input input_macro = EVENLOAD_DEMAND_INPUT_INIT;
  const evenload_demand_fit_options fit_macro = EVENLOAD_DEMAND_FIT_OPTIONS_INIT;
  const evenload_pool_problem pool_macro = EVENLOAD_POOL_PROBLEM_INIT;
  const evenload_pool_size_options size_macro = EVENLOAD_POOL_SIZE_OPTIONS_INIT;
  const evenload_pool_rules_input rules_macro = EVENLOAD_POOL_RULES_INPUT_INIT;
  const evenload_worth_problem worth_macro = EVENLOAD_WORTH_PROBLEM_INIT;
  const evenload_worth_options options_macro = EVENLOAD_WORTH_OPTIONS_INIT;
  evenload_demand_input input;
  evenload_demand_fit_options fit;
  evenload_pool_problem pool;
  evenload_pool_size_options size;
  evenload_pool_rules_input rules;
  evenload_worth_problem worth;
  evenload_worth_options options;
  memset(&input, 1, sizeof input);
  memset(&fit, 1, sizeof fit);
  memset(&pool, 1, sizeof pool);
  memset(&size, 1, sizeof size);
  memset(&rules, 1, sizeof rules);
  memset(&worth, 1, sizeof worth);
  memset(&options, 1, sizeof options);
  evenload_demand_input_init(&input);
  evenload_demand_fit_options_init(&fit);
  evenload_pool_problem_init(&pool);
  evenload_pool_size_options_init(&size);
  evenload_pool_rules_input_init(&rules);
  evenload_worth_problem_init(&worth);
  evenload_worth_options_init(&options);
  evenload_demand_input_init(NULL);
  evenload_demand_fit_options_init(NULL);
  evenload_pool_problem_init(NULL);
  evenload_pool_size_options_init(NULL);
  evenload_pool_rules_input_init(NULL);
  evenload_worth_problem_init(NULL);
  evenload_worth_options_init(NULL);
  CHECK(memcmp(&input, &input_macro, sizeof input) == 0);
  CHECK(memcmp(&fit, &fit_macro, sizeof fit) == 0);
  CHECK(memcmp(&pool, &pool_macro, sizeof pool) == 0);
  CHECK(memcmp(&size, &size_macro, sizeof size) == 0);
  CHECK(memcmp(&rules, &rules_macro, sizeof rules) == 0);
  CHECK(memcmp(&worth, &worth_macro, sizeof worth) == 0);
  CHECK(memcmp(&options, &options_macro, sizeof options) == 0);
  if (sizeof(void*) != 8) return;
  CHECK(offsetof(evenload_demand_input, draw) == 88);
  CHECK(sizeof(evenload_demand_input) == 96);
  CHECK(offsetof(evenload_demand_fit_options, stop) == 48);
  CHECK(sizeof(evenload_demand_fit_options) == 56);
  CHECK(offsetof(evenload_pool_problem, most) == 144);
  CHECK(sizeof(evenload_pool_problem) == 152);
  CHECK(sizeof(evenload_pool_size_options) == 48);
  CHECK(sizeof(evenload_pool_risk) == 96);
  CHECK(offsetof(evenload_pool_rules_input, shortage_cost) == 104);
  CHECK(sizeof(evenload_pool_rules_input) == 112);
  CHECK(sizeof(evenload_pool_rules_answer) == 136);
  CHECK(offsetof(evenload_worth_problem, alarm) == 248);
  CHECK(sizeof(evenload_worth_problem) == 256);
  CHECK(sizeof(evenload_worth_options) == 56);
  CHECK(sizeof(evenload_worth_estimate) == 32);
  CHECK(sizeof(evenload_break_even) == 56);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  keeps_its_layout();
  draws_demand(context);
  fits_demand(context);
  sizes(context);
  sizes_from_a_model(context);
  refuses_pools(context);
  knows_rules(context);
  knows_worth(context);
  evenload_context_destroy(&context);
  return checked();
}
