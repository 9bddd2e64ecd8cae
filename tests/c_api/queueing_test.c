/* Queues through the C ABI: published numbers, arrays, refusals, layout. */
#include "evenload_c/queueing.h"

#include <math.h>
#include <stddef.h>

#include "check.h"

static int near(double found, double expected, double margin) {
  return fabs(found - expected) <= margin;
}

static void answers_erlang(evenload_context* context) {
  evenload_queue queue = EVENLOAD_QUEUE_INIT;
  evenload_queue_performance found = EVENLOAD_QUEUE_PERFORMANCE_INIT;
  evenload_queue_target target = EVENLOAD_QUEUE_TARGET_INIT;
  int64_t servers = 0;
  double exceeds = 0, safety = 0, limit = 0;
  queue.arrival_rate = 48;
  queue.service_rate = 1;
  queue.servers = 50;
  CHECK_OK(context, evenload_pool_erlang_c(context, &queue, &found));
  CHECK(near(found.wait_probability, .694456, 5e-7) && near(found.mean_wait * 60, 20.834, 5e-4));
  CHECK(near(found.mean_queue, 16.667, 5e-4) && found.server == EVENLOAD_SERVER_LINE);
  CHECK(found.struct_size == sizeof found && found.relative_error < 1e-10);
  CHECK_OK(context, evenload_pool_erlang_c_wait_exceeds(context, &queue, .5, &exceeds));
  CHECK(near(exceeds, found.wait_probability * exp(-1), 1e-12));
  queue.patience_rate = .5;
  CHECK_OK(context, evenload_pool_erlang_a(context, &queue, &found));
  CHECK(near(found.wait_probability, .467774, 5e-7) && near(found.abandonment, .030912, 5e-7));
  CHECK_OK(context, evenload_pool_erlang_a_wait_exceeds(context, &queue, 0, &exceeds));
  CHECK(near(exceeds, found.wait_probability, 1e-12));
  CHECK_OK(context, evenload_pool_erlang_b(context, &queue, &found));
  CHECK(found.blocking > 0 && found.blocking < .1 && found.mean_wait == 0);

  target.wait_probability = .2;
  target.tau = 1. / 3;
  CHECK_OK(context, evenload_pool_servers_needed(context, &queue, EVENLOAD_QUEUE_DELAY, &target,
                                                 &found, &exceeds, &servers));
  CHECK(servers > 48 && exceeds <= .2);
  queue.servers = servers - 1;
  CHECK_OK(context, evenload_pool_erlang_c_wait_exceeds(context, &queue, 1. / 3, &exceeds));
  CHECK(exceeds > .2);
  CHECK_OK(context, evenload_pool_servers_needed(context, &queue, EVENLOAD_QUEUE_DELAY, &target,
                                                 NULL, NULL, &servers));
  CHECK_OK(context, evenload_pool_halfin_whitt(context, .5, &limit));
  CHECK(near(limit, .504539, 5e-7));
  CHECK_OK(context, evenload_pool_halfin_whitt_safety(context, limit, &safety));
  CHECK(near(safety, .5, 1e-9));
  CHECK_OK(context, evenload_pool_garnett(context, -.2, .5, &limit));
  CHECK_OK(context, evenload_pool_garnett_safety(context, limit, .5, &safety));
  CHECK(near(safety, -.2, 1e-9));
  CHECK_TEXT(evenload_server_name(EVENLOAD_SERVER_CASELOAD_SLOT), "caseload_slot");
  CHECK_TEXT(evenload_server_name(77), "unknown");
}

static void staffs_by_square_root(evenload_context* context) {
  evenload_square_root_question question = EVENLOAD_SQUARE_ROOT_QUESTION_INIT;
  evenload_square_root_answer answer = EVENLOAD_SQUARE_ROOT_ANSWER_INIT;
  evenload_queue_performance exact = EVENLOAD_QUEUE_PERFORMANCE_INIT;
  int64_t servers = 0;
  question.arrival_rate = 100;
  question.service_rate = 1;
  CHECK_OK(context, evenload_pool_square_root_staffing(context, &question, &exact, &answer));
  CHECK(answer.servers == 110 && answer.exact_servers == -1);
  CHECK(near(exact.wait_probability, .237008, 5e-7) &&
        near(answer.limit_probability, .223361, 5e-7));
  question.wait_probability = .2;
  CHECK_OK(context, evenload_pool_square_root_staffing(context, &question, NULL, &answer));
  CHECK(answer.exact_servers > 100);
  CHECK_OK(context, evenload_pool_power_staffing(context, 100, .5, 1, &servers));
  CHECK(servers == 150);
}

static void manages_cases(evenload_context* context) {
  evenload_case_manager_queue queue = EVENLOAD_CASE_MANAGER_QUEUE_INIT;
  evenload_case_manager_answer answer = EVENLOAD_CASE_MANAGER_ANSWER_INIT;
  evenload_case_simulation_options options = EVENLOAD_CASE_SIMULATION_OPTIONS_INIT;
  evenload_case_simulation drawn = EVENLOAD_CASE_SIMULATION_INIT,
                           again = EVENLOAD_CASE_SIMULATION_INIT;
  evenload_stop* stop = NULL;
  double capacity = 0;
  queue.arrival_rate = 1.2;
  queue.completion_probability = .2;
  queue.attention_time = .2;
  queue.external_delay = 1;
  queue.caseload_limit = 4;
  queue.workers = 2;
  CHECK_OK(context, evenload_pool_case_manager_capacity(context, &queue, &capacity));
  CHECK_OK(context, evenload_pool_case_manager_queue(context, &queue, 4e8, &answer));
  CHECK(answer.capacity == capacity && answer.has_exact && answer.has_pooled && answer.has_split);
  CHECK(answer.server == EVENLOAD_SERVER_WORKER_GIVING_ATTENTION &&
        near(answer.utilisation, .6, 1e-12));
  CHECK(answer.pooled.mean_time < answer.exact.mean_time &&
        answer.exact.mean_time < answer.split.mean_time);
  options.replications = 8;
  options.cases = 5000;
  options.level = .999;
  options.threads = 1;
  CHECK_OK(context, evenload_pool_simulate_case_managers(context, &queue, &options, &drawn));
  CHECK(fabs(drawn.mean_time.mean - answer.exact.mean_time) < drawn.mean_time.half_width);
  options.threads = 2;
  CHECK_OK(context, evenload_pool_simulate_case_managers(context, &queue, &options, &again));
  CHECK(memcmp(&drawn, &again, sizeof drawn) == 0);
  CHECK_OK(context, evenload_stop_create(&stop));
  evenload_stop_request(stop);
  options.stop = stop;
  CHECK_OK(context, evenload_pool_simulate_case_managers(context, &queue, &options, &again));
  CHECK(again.cancelled == 1 && again.replications == 0);
  evenload_stop_destroy(&stop);
  CHECK_OK(context, evenload_pool_case_manager_queue(context, &queue, 0, &answer));
  CHECK(!answer.has_exact && !answer.has_split && answer.approximation.mean_time > 0);
  queue.arrival_rate = capacity;
  CHECK(evenload_pool_case_manager_queue(context, &queue, 0, &answer) ==
        EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "arrival_rate");
}

static void follows_the_day(evenload_context* context) {
  static const double rates[] = {2, 6, 9, 3};
  static const int64_t staff[] = {6, 6, 6, 6};
  evenload_returning_work work = EVENLOAD_RETURNING_WORK_INIT;
  evenload_erlang_r_answer answer = EVENLOAD_ERLANG_R_ANSWER_INIT;
  evenload_queue_performance visit = EVENLOAD_QUEUE_PERFORMANCE_INIT;
  evenload_time_varying_queue queue = EVENLOAD_TIME_VARYING_QUEUE_INIT;
  evenload_period_columns columns = EVENLOAD_PERIOD_COLUMNS_INIT;
  double needy[4], content[4], mean[4], peak[4], wait[4], backlog[4];
  int64_t servers[4];
  work.service_rate = 2;
  work.return_probability = .5;
  work.return_rate = 1;
  CHECK_OK(context, evenload_pool_erlang_r(context, 3, &work, 4, &visit, &answer));
  CHECK(near(answer.needy_load, 3, 1e-12) && near(answer.content_load, 3, 1e-12));
  CHECK(visit.server == EVENLOAD_SERVER_WORKER_GIVING_ATTENTION && visit.wait_probability < 1);
  CHECK_OK(context, evenload_pool_erlang_r_load(context, rates, 4, 1, &work, EVENLOAD_START_CYCLIC,
                                                needy, content, mean, peak));
  CHECK(near(mean[0] + mean[1] + mean[2] + mean[3], 20, 1e-9) && peak[2] >= needy[2] &&
        content[3] > 0);
  CHECK_OK(context, evenload_pool_erlang_r_load(context, rates, 4, 1, &work, EVENLOAD_START_CYCLIC,
                                                NULL, NULL, NULL, NULL));
  CHECK_OK(context, evenload_pool_erlang_r_staffing(context, rates, 4, 1, &work,
                                                    EVENLOAD_START_CYCLIC, .3, 0, wait, servers));
  CHECK(wait[2] <= .3 && (double)servers[2] > peak[2]);

  queue.periods = 4;
  queue.arrival_rate = rates;
  queue.servers = staff;
  queue.period = 1;
  queue.service_mean = .5;
  columns.wait_probability = wait;
  columns.backlog = backlog;
  CHECK_OK(context, evenload_pool_offered_load(context, &queue, needy, peak));
  CHECK(needy[2] > needy[0] && peak[3] >= needy[3]);
  CHECK_OK(context, evenload_pool_modified_offered_load(context, &queue, &columns));
  CHECK(wait[2] > wait[0]);
  CHECK_OK(context,
           evenload_pool_modified_offered_load_staffing(context, &queue, .2, 0, &columns, servers));
  CHECK(wait[2] <= .2 && servers[2] > servers[0]);
  CHECK_OK(context, evenload_pool_backlog_carryover(context, &queue, &columns));
  CHECK(backlog[2] > backlog[0]);
  CHECK_OK(context, evenload_pool_modified_offered_load(context, &queue, NULL));
  queue.patience_rate = 1;
  CHECK(evenload_pool_backlog_carryover(context, &queue, &columns) == EVENLOAD_ERROR_UNSUPPORTED);
  queue.patience_rate = 0;
  queue.servers = NULL;
  CHECK(evenload_pool_modified_offered_load(context, &queue, &columns) ==
        EVENLOAD_ERROR_LENGTH_MISMATCH);
  queue.arrival_rate = NULL;
  CHECK(evenload_pool_modified_offered_load(context, &queue, &columns) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  queue.periods = -1;
  CHECK(evenload_pool_offered_load(context, &queue, needy, peak) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_erlang_r_staffing(context, rates, 4, 1, &work, 9, .3, 0, wait, servers) ==
        EVENLOAD_ERROR_OUT_OF_RANGE);
}

static void refuses(evenload_context* context) {
  evenload_queue queue = EVENLOAD_QUEUE_INIT;
  evenload_queue_performance found = EVENLOAD_QUEUE_PERFORMANCE_INIT;
  evenload_queue_target target = EVENLOAD_QUEUE_TARGET_INIT;
  int64_t servers = 7;
  double number = 0;
  CHECK(evenload_pool_erlang_c(NULL, &queue, &found) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_erlang_c(context, NULL, &found) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_erlang_c(context, &queue, &found) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "service_rate");
  CHECK_TEXT(evenload_context_error_table(context), "queue");
  queue.arrival_rate = 5;
  queue.service_rate = 1;
  queue.servers = 5;
  CHECK(evenload_pool_erlang_c(context, &queue, &found) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "servers");
  CHECK(evenload_pool_erlang_b(context, &queue, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  queue.server = 5;
  CHECK(evenload_pool_erlang_b(context, &queue, &found) == EVENLOAD_ERROR_OUT_OF_RANGE);
  queue.server = 0;
  found.struct_size = 1;
  CHECK(evenload_pool_erlang_b(context, &queue, &found) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  /* An older caller knows the struct up to the offered load. */
  found.struct_size = 16;
  found.blocking = -5;
  CHECK_OK(context, evenload_pool_erlang_b(context, &queue, &found));
  CHECK(found.offered_load == 5 && found.blocking == -5 && found.struct_size == 16);
  CHECK(evenload_pool_servers_needed(context, &queue, EVENLOAD_QUEUE_LOSS, &target, NULL, NULL,
                                     &servers) == EVENLOAD_ERROR_MISSING_VALUE);
  target.wait_probability = 1;
  CHECK(evenload_pool_servers_needed(context, &queue, EVENLOAD_QUEUE_DELAY, &target, NULL, NULL,
                                     &servers) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(servers == 7);
  target.wait_probability = .5;
  CHECK(evenload_pool_servers_needed(context, &queue, 3, &target, NULL, NULL, &servers) ==
        EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_servers_needed(context, &queue, 1, &target, NULL, NULL, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_halfin_whitt(context, -1, &number) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_pool_halfin_whitt(context, 1, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_pool_power_staffing(context, 1e12, 1, .5, &servers) == EVENLOAD_ERROR_OVERFLOW);
}

#define SAME_INIT(name, value)                      \
  do {                                              \
    const evenload_##name macro = value;            \
    evenload_##name made;                           \
    memset(&made, 1, sizeof made);                  \
    evenload_##name##_init(&made);                  \
    evenload_##name##_init(NULL);                   \
    CHECK(memcmp(&made, &macro, sizeof made) == 0); \
    CHECK(made.struct_size == sizeof made);         \
  } while (0)

/* Layout of 0.1 on 64-bit machines, and INIT macros against init functions. */
static void keeps_its_layout(void) {
  SAME_INIT(queue, EVENLOAD_QUEUE_INIT);
  SAME_INIT(queue_performance, EVENLOAD_QUEUE_PERFORMANCE_INIT);
  SAME_INIT(queue_target, EVENLOAD_QUEUE_TARGET_INIT);
  SAME_INIT(square_root_question, EVENLOAD_SQUARE_ROOT_QUESTION_INIT);
  SAME_INIT(square_root_answer, EVENLOAD_SQUARE_ROOT_ANSWER_INIT);
  SAME_INIT(case_manager_queue, EVENLOAD_CASE_MANAGER_QUEUE_INIT);
  SAME_INIT(case_manager_answer, EVENLOAD_CASE_MANAGER_ANSWER_INIT);
  SAME_INIT(case_simulation_options, EVENLOAD_CASE_SIMULATION_OPTIONS_INIT);
  SAME_INIT(case_simulation, EVENLOAD_CASE_SIMULATION_INIT);
  SAME_INIT(returning_work, EVENLOAD_RETURNING_WORK_INIT);
  SAME_INIT(erlang_r_answer, EVENLOAD_ERLANG_R_ANSWER_INIT);
  SAME_INIT(time_varying_queue, EVENLOAD_TIME_VARYING_QUEUE_INIT);
  SAME_INIT(period_columns, EVENLOAD_PERIOD_COLUMNS_INIT);
  if (sizeof(void*) != 8) return;
  CHECK(offsetof(evenload_queue, servers) == 24 && sizeof(evenload_queue) == 40);
  CHECK(offsetof(evenload_queue_performance, mean_wait) == 32);
  CHECK(sizeof(evenload_queue_performance) == 72);
  CHECK(sizeof(evenload_queue_target) == 56);
  CHECK(sizeof(evenload_square_root_question) == 48 && sizeof(evenload_square_root_answer) == 56);
  CHECK(offsetof(evenload_case_manager_queue, workers) == 48 &&
        sizeof(evenload_case_manager_queue) == 56);
  CHECK(offsetof(evenload_case_manager_answer, exact) == 40 &&
        sizeof(evenload_case_manager_answer) == 232);
  CHECK(offsetof(evenload_case_simulation_options, stop) == 48 &&
        sizeof(evenload_case_simulation_options) == 56);
  CHECK(sizeof(evenload_case_simulation) == 96);
  CHECK(sizeof(evenload_returning_work) == 32 && sizeof(evenload_erlang_r_answer) == 40);
  CHECK(offsetof(evenload_time_varying_queue, start) == 72 &&
        sizeof(evenload_time_varying_queue) == 80);
  CHECK(sizeof(evenload_period_columns) == 64);
}

int main(void) {
  evenload_context* context = NULL;
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  keeps_its_layout();
  answers_erlang(context);
  staffs_by_square_root(context);
  manages_cases(context);
  follows_the_day(context);
  refuses(context);
  evenload_context_destroy(&context);
  return checked();
}
