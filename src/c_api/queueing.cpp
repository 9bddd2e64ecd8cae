/// \file
/// Queues: numbers and arrays in, numbers and arrays out.
#include "evenload_c/queueing.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "evenload/pool/case_manager.hpp"
#include "evenload/pool/erlang.hpp"
#include "evenload/pool/erlang_r.hpp"
#include "evenload/pool/square_root_staffing.hpp"
#include "evenload/pool/time_varying.hpp"
#include "handles.hpp"
#include "versioned.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

/// Writes as much of an answer as the caller's struct has room for; its size stays.
template <class Struct>
void write_answer(Struct answer, Struct* out, std::string_view name) {
  needed(out, name);
  std::uint32_t size = 0;
  std::memcpy(&size, out, sizeof size);
  if (size < sizeof size) {
    refuse(std::string(name) + ".struct_size", "the size of the struct", std::to_string(size));
  }
  answer.struct_size = size;
  std::memcpy(out, &answer, std::min<std::size_t>(size, sizeof(Struct)));
}

template <class Struct>
Struct queueing_input(const Struct* pointer, const Struct& defaults, std::string_view name) {
  needed(pointer, name);
  return versioned(pointer, defaults, name);
}

void reserved_zero(std::int32_t reserved, std::string_view name) {
  if (reserved != 0) refuse(std::string(name) + ".reserved", "0", std::to_string(reserved));
}

std::optional<double> asked(double value) {
  return value == EVENLOAD_NOT_ASKED ? std::nullopt : std::optional(value);
}

/// 0 is no patience rate: nobody gives up.
std::optional<double> patience_of(double rate) {
  return rate == 0 ? std::nullopt : std::optional(rate);
}

pool::Queue queue_from(const evenload_queue* pointer) {
  const evenload_queue defaults = EVENLOAD_QUEUE_INIT;
  const evenload_queue given = queueing_input(pointer, defaults, "queue");
  return {given.arrival_rate, given.service_rate, given.servers, given.patience_rate,
          pool::server_kind(given.server)};
}

evenload_queue_performance performance_from(const pool::QueuePerformance& found) {
  return {0,
          static_cast<std::int32_t>(found.server),
          found.offered_load,
          found.blocking,
          found.wait_probability,
          found.mean_wait,
          found.mean_queue,
          found.abandonment,
          found.utilisation,
          found.relative_error};
}

void write_performance(const pool::QueuePerformance& found, evenload_queue_performance* out) {
  write_answer(performance_from(found), out, "performance");
}

pool::CaseManagerQueue case_managers_from(const evenload_case_manager_queue* pointer) {
  const evenload_case_manager_queue defaults = EVENLOAD_CASE_MANAGER_QUEUE_INIT;
  const auto given = queueing_input(pointer, defaults, "queue");
  reserved_zero(given.reserved, "queue");
  return {given.arrival_rate,   given.completion_probability, given.attention_time,
          given.external_delay, given.caseload_limit,         given.workers};
}

evenload_case_manager_measures measures_from(const pool::CaseManagerMeasures& found) {
  return {found.wait_probability, found.mean_wait,      found.mean_queue,
          found.mean_caseload,    found.attention_wait, found.mean_time};
}

pool::ReturningWork work_from(const evenload_returning_work* pointer) {
  const evenload_returning_work defaults = EVENLOAD_RETURNING_WORK_INIT;
  const auto given = queueing_input(pointer, defaults, "work");
  return {given.service_rate, given.return_probability, given.return_rate,
          pool::server_kind(given.server)};
}

std::span<const double> periods_view(const double* rates, std::int64_t periods) {
  const std::uint64_t count = size_of(periods, "periods");
  if (count > 0) needed(rates, "arrival_rate");
  return view(rates, count, "arrival_rate");
}

/// A column that the caller may not want.
template <class T>
void maybe_copy(const std::vector<T>& from, T* out) {
  if (out != nullptr) std::copy(from.begin(), from.end(), out);
}

pool::TimeVaryingQueue time_varying_from(const evenload_time_varying_queue* pointer) {
  const evenload_time_varying_queue defaults = EVENLOAD_TIME_VARYING_QUEUE_INIT;
  const auto given = queueing_input(pointer, defaults, "queue");
  reserved_zero(given.reserved, "queue");
  pool::TimeVaryingQueue queue;
  queue.arrival_rate = periods_view(given.arrival_rate, given.periods);
  queue.servers = view(given.servers, queue.arrival_rate.size(), "queue.servers");
  queue.period = given.period;
  queue.service = {given.service_mean, static_cast<pool::ServiceShape>(given.service_shape),
                   given.service_squared_variation, given.service_stages};
  queue.patience_rate = patience_of(given.patience_rate);
  queue.start = static_cast<pool::SeriesStart>(given.start);
  queue.server = pool::server_kind(given.server);
  return queue;
}

evenload_period_columns columns_from(const evenload_period_columns* pointer) {
  const evenload_period_columns defaults = EVENLOAD_PERIOD_COLUMNS_INIT;
  const auto given = versioned(pointer, defaults, "columns");
  reserved_zero(given.reserved, "columns");
  return given;
}

void write_columns(const pool::TimeVaryingPerformance& found, const evenload_period_columns& to) {
  maybe_copy(found.offered_load, to.offered_load);
  maybe_copy(found.wait_probability, to.wait_probability);
  maybe_copy(found.mean_wait, to.mean_wait);
  maybe_copy(found.mean_queue, to.mean_queue);
  maybe_copy(found.utilisation, to.utilisation);
  maybe_copy(found.abandonment, to.abandonment);
}

evenload_simulated_mean simulated_from(const pool::SimulatedMean& found) {
  return {found.mean, found.half_width};
}

/// A call whose answer is one number.
template <class Function>
evenload_status one_number(evenload_context* context, double* out, Function&& function) {
  return guarded(context, [&] { needed(out, "out") = function(); });
}

}  // namespace

extern "C" {

const char* evenload_server_name(int32_t server) {
  return pool::to_string(static_cast<pool::ServerKind>(server)).data();
}

#define EVENLOAD_DEFINE_INIT(name, value)                 \
  void evenload_##name##_init(evenload_##name* given) {   \
    if (given != nullptr) *given = evenload_##name value; \
  }
EVENLOAD_DEFINE_INIT(queue, EVENLOAD_QUEUE_INIT)
EVENLOAD_DEFINE_INIT(queue_performance, EVENLOAD_QUEUE_PERFORMANCE_INIT)
EVENLOAD_DEFINE_INIT(queue_target, EVENLOAD_QUEUE_TARGET_INIT)
EVENLOAD_DEFINE_INIT(square_root_question, EVENLOAD_SQUARE_ROOT_QUESTION_INIT)
EVENLOAD_DEFINE_INIT(square_root_answer, EVENLOAD_SQUARE_ROOT_ANSWER_INIT)
EVENLOAD_DEFINE_INIT(case_manager_queue, EVENLOAD_CASE_MANAGER_QUEUE_INIT)
EVENLOAD_DEFINE_INIT(case_manager_answer, EVENLOAD_CASE_MANAGER_ANSWER_INIT)
EVENLOAD_DEFINE_INIT(case_simulation_options, EVENLOAD_CASE_SIMULATION_OPTIONS_INIT)
EVENLOAD_DEFINE_INIT(case_simulation, EVENLOAD_CASE_SIMULATION_INIT)
EVENLOAD_DEFINE_INIT(returning_work, EVENLOAD_RETURNING_WORK_INIT)
EVENLOAD_DEFINE_INIT(erlang_r_answer, EVENLOAD_ERLANG_R_ANSWER_INIT)
EVENLOAD_DEFINE_INIT(time_varying_queue, EVENLOAD_TIME_VARYING_QUEUE_INIT)
EVENLOAD_DEFINE_INIT(period_columns, EVENLOAD_PERIOD_COLUMNS_INIT)
#undef EVENLOAD_DEFINE_INIT

evenload_status evenload_pool_erlang_b(evenload_context* context, const evenload_queue* queue,
                                       evenload_queue_performance* out) {
  return guarded(context, [&] { write_performance(pool::erlang_b(queue_from(queue)), out); });
}

evenload_status evenload_pool_erlang_c(evenload_context* context, const evenload_queue* queue,
                                       evenload_queue_performance* out) {
  return guarded(context, [&] { write_performance(pool::erlang_c(queue_from(queue)), out); });
}

evenload_status evenload_pool_erlang_a(evenload_context* context, const evenload_queue* queue,
                                       evenload_queue_performance* out) {
  return guarded(context, [&] { write_performance(pool::erlang_a(queue_from(queue)), out); });
}

evenload_status evenload_pool_erlang_c_wait_exceeds(evenload_context* context,
                                                    const evenload_queue* queue, double tau,
                                                    double* out) {
  return one_number(context, out,
                    [&] { return pool::erlang_c_wait_exceeds(queue_from(queue), tau); });
}

evenload_status evenload_pool_erlang_a_wait_exceeds(evenload_context* context,
                                                    const evenload_queue* queue, double tau,
                                                    double* out) {
  return one_number(context, out,
                    [&] { return pool::erlang_a_wait_exceeds(queue_from(queue), tau); });
}

evenload_status evenload_pool_servers_needed(evenload_context* context, const evenload_queue* queue,
                                             int32_t model, const evenload_queue_target* target,
                                             evenload_queue_performance* performance,
                                             double* wait_exceeds, int64_t* servers) {
  return guarded(context, [&] {
    const evenload_queue_target defaults = EVENLOAD_QUEUE_TARGET_INIT;
    const auto given = queueing_input(target, defaults, "target");
    reserved_zero(given.reserved, "target");
    needed(servers, "servers");
    const pool::QueueTarget own{
        asked(given.blocking),  asked(given.wait_probability), given.tau,
        asked(given.mean_wait), asked(given.abandonment),      asked(given.utilisation)};
    const pool::ServersNeeded found =
        pool::servers_needed(queue_from(queue), static_cast<pool::QueueModel>(model), own);
    if (performance != nullptr) write_performance(found.performance, performance);
    if (wait_exceeds != nullptr) *wait_exceeds = found.wait_exceeds;
    *servers = found.servers;
  });
}

evenload_status evenload_pool_halfin_whitt(evenload_context* context, double safety, double* out) {
  return one_number(context, out, [&] { return pool::halfin_whitt(safety); });
}

evenload_status evenload_pool_halfin_whitt_safety(evenload_context* context,
                                                  double wait_probability, double* out) {
  return one_number(context, out, [&] { return pool::halfin_whitt_safety(wait_probability); });
}

evenload_status evenload_pool_garnett(evenload_context* context, double safety,
                                      double patience_ratio, double* out) {
  return one_number(context, out, [&] { return pool::garnett(safety, patience_ratio); });
}

evenload_status evenload_pool_garnett_safety(evenload_context* context, double wait_probability,
                                             double patience_ratio, double* out) {
  return one_number(context, out,
                    [&] { return pool::garnett_safety(wait_probability, patience_ratio); });
}

evenload_status evenload_pool_square_root_staffing(evenload_context* context,
                                                   const evenload_square_root_question* question,
                                                   evenload_queue_performance* performance,
                                                   evenload_square_root_answer* out) {
  return guarded(context, [&] {
    const evenload_square_root_question defaults = EVENLOAD_SQUARE_ROOT_QUESTION_INIT;
    const auto given = queueing_input(question, defaults, "question");
    pool::SquareRootQuestion own;
    own.arrival_rate = given.arrival_rate;
    own.service_rate = given.service_rate;
    own.patience_rate = patience_of(given.patience_rate);
    own.wait_probability = asked(given.wait_probability);
    if (!own.wait_probability) own.safety = given.safety;
    own.server = pool::server_kind(given.server);
    const pool::SquareRootAnswer found = pool::square_root_staffing(own);
    const evenload_square_root_answer answer{0,
                                             0,
                                             found.offered_load,
                                             found.safety,
                                             found.unrounded,
                                             found.servers,
                                             found.limit_probability,
                                             found.exact_servers.value_or(-1)};
    write_answer(answer, out, "out");
    if (performance != nullptr) write_performance(found.performance, performance);
  });
}

evenload_status evenload_pool_power_staffing(evenload_context* context, double offered_load,
                                             double safety, double exponent, int64_t* out) {
  return guarded(
      context, [&] { needed(out, "out") = pool::power_staffing(offered_load, safety, exponent); });
}

evenload_status evenload_pool_case_manager_queue(evenload_context* context,
                                                 const evenload_case_manager_queue* queue,
                                                 double work_limit,
                                                 evenload_case_manager_answer* out) {
  return guarded(context, [&] {
    const pool::CaseManagerAnswer found =
        pool::case_manager_queue(case_managers_from(queue), {work_limit});
    evenload_case_manager_answer answer = EVENLOAD_CASE_MANAGER_ANSWER_INIT;
    answer.server = static_cast<std::int32_t>(found.server);
    answer.capacity = found.capacity;
    answer.utilisation = found.utilisation;
    answer.has_exact = found.exact ? 1 : 0;
    answer.has_pooled = found.pooled ? 1 : 0;
    answer.has_split = found.split ? 1 : 0;
    if (found.exact) answer.exact = measures_from(*found.exact);
    if (found.pooled) answer.pooled = measures_from(*found.pooled);
    if (found.split) answer.split = measures_from(*found.split);
    answer.approximation = measures_from(found.approximation);
    write_answer(answer, out, "out");
  });
}

evenload_status evenload_pool_case_manager_capacity(evenload_context* context,
                                                    const evenload_case_manager_queue* queue,
                                                    double* out) {
  return one_number(context, out,
                    [&] { return pool::case_manager_capacity(case_managers_from(queue)); });
}

evenload_status evenload_pool_simulate_case_managers(
    evenload_context* context, const evenload_case_manager_queue* queue,
    const evenload_case_simulation_options* options, evenload_case_simulation* out) {
  return guarded(context, [&] {
    const evenload_case_simulation_options defaults = EVENLOAD_CASE_SIMULATION_OPTIONS_INIT;
    const auto given = versioned(options, defaults, "options");
    pool::CaseManagerSimulationOptions own;
    own.replications = given.replications;
    own.cases = given.cases;
    own.warm_up = given.warm_up;
    own.level = given.level;
    own.seed = given.seed;
    own.threads = given.threads;
    if (given.stop != nullptr) own.stop = given.stop->source.get_token();
    needed(out, "out");
    const pool::CaseManagerSimulation found =
        pool::simulate_case_managers(case_managers_from(queue), own);
    const evenload_case_simulation answer{0,
                                          found.cancelled ? 1 : 0,
                                          found.replications,
                                          simulated_from(found.wait_probability),
                                          simulated_from(found.mean_wait),
                                          simulated_from(found.attention_wait),
                                          simulated_from(found.mean_time),
                                          simulated_from(found.utilisation)};
    write_answer(answer, out, "out");
  });
}

evenload_status evenload_pool_erlang_r(evenload_context* context, double arrival_rate,
                                       const evenload_returning_work* work, int64_t servers,
                                       evenload_queue_performance* performance,
                                       evenload_erlang_r_answer* out) {
  return guarded(context, [&] {
    const pool::ErlangRAnswer found = pool::erlang_r(arrival_rate, work_from(work), servers);
    const evenload_erlang_r_answer answer{
        0, 0, found.visit_rate, found.needy_load, found.content_load, found.mean_time};
    write_answer(answer, out, "out");
    if (performance != nullptr) write_performance(found.performance, performance);
  });
}

evenload_status evenload_pool_erlang_r_load(evenload_context* context, const double* arrival_rate,
                                            int64_t periods, double period,
                                            const evenload_returning_work* work, int32_t start,
                                            double* needy_end, double* content_end,
                                            double* needy_mean, double* needy_peak) {
  return guarded(context, [&] {
    const pool::OfferedLoadPath path =
        pool::erlang_r_load(periods_view(arrival_rate, periods), period, work_from(work),
                            static_cast<pool::SeriesStart>(start));
    maybe_copy(path.needy_end, needy_end);
    maybe_copy(path.content_end, content_end);
    maybe_copy(path.needy_mean, needy_mean);
    maybe_copy(path.needy_peak, needy_peak);
  });
}

evenload_status evenload_pool_erlang_r_staffing(evenload_context* context,
                                                const double* arrival_rate, int64_t periods,
                                                double period, const evenload_returning_work* work,
                                                int32_t start, double wait_probability,
                                                double patience_rate, double* reached,
                                                int64_t* servers) {
  return guarded(context, [&] {
    needed(servers, "servers");
    const pool::StaffingPath path = pool::erlang_r_staffing(
        periods_view(arrival_rate, periods), period, work_from(work),
        static_cast<pool::SeriesStart>(start), wait_probability, patience_of(patience_rate));
    maybe_copy(path.wait_probability, reached);
    maybe_copy(path.servers, servers);
  });
}

evenload_status evenload_pool_offered_load(evenload_context* context,
                                           const evenload_time_varying_queue* queue, double* end,
                                           double* peak) {
  return guarded(context, [&] {
    const pool::TimeVaryingQueue own = time_varying_from(queue);
    const pool::ServiceLoadPath path =
        pool::offered_load(own.arrival_rate, own.period, own.service, own.start);
    maybe_copy(path.end, end);
    maybe_copy(path.peak, peak);
  });
}

evenload_status evenload_pool_modified_offered_load(evenload_context* context,
                                                    const evenload_time_varying_queue* queue,
                                                    const evenload_period_columns* columns) {
  return guarded(context, [&] {
    const evenload_period_columns to = columns_from(columns);
    write_columns(pool::modified_offered_load(time_varying_from(queue)), to);
  });
}

evenload_status evenload_pool_modified_offered_load_staffing(
    evenload_context* context, const evenload_time_varying_queue* queue, double wait_probability,
    double tau, const evenload_period_columns* columns, int64_t* servers) {
  return guarded(context, [&] {
    const evenload_period_columns to = columns_from(columns);
    needed(servers, "servers");
    const pool::PeriodStaffing found =
        pool::modified_offered_load_staffing(time_varying_from(queue), wait_probability, tau);
    write_columns(found.performance, to);
    maybe_copy(found.servers, servers);
  });
}

evenload_status evenload_pool_backlog_carryover(evenload_context* context,
                                                const evenload_time_varying_queue* queue,
                                                const evenload_period_columns* columns) {
  return guarded(context, [&] {
    const evenload_period_columns to = columns_from(columns);
    const pool::BacklogCarryover found = pool::backlog_carryover(time_varying_from(queue));
    write_columns(found.performance, to);
    maybe_copy(found.backlog, to.backlog);
  });
}

}  // extern "C"
