/// \file
/// Every allocation of a C call is made to fail once: the call says out of memory, gives nothing, and leaks nothing.
/// Calls that read or write whole documents are left out: docs/conventions.md says why.
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include "evenload_c/evenload.h"
#include "support/catch.hpp"

namespace {

std::atomic<long> live{0};
std::atomic<long> countdown{-1};  ///< allocations until one fails; negative: none does

void* counted(std::size_t size) {
  if (countdown.load() >= 0 && countdown.fetch_sub(1) == 0) return nullptr;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory != nullptr) ++live;
  return memory;
}

void* counted_or_throw(std::size_t size) {
  void* memory = counted(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void freed(void* memory) noexcept {
  if (memory == nullptr) return;
  --live;
  std::free(memory);
}

/// Runs `call` (status, and a check that its outputs are empty) with the first, second, … allocation failing until none does.
template <class Call, class Clean>
long fail_each(evenload_context* context, Call&& call, Clean&& clean) {
  REQUIRE(call() == EVENLOAD_OK);  // builds whatever is built once
  clean();
  evenload_status status = EVENLOAD_ERROR_OUT_OF_MEMORY;
  long at = 0;
  for (; status != EVENLOAD_OK; ++at) {
    REQUIRE(at < 200000);
    const long before = live.load();
    countdown = at;
    status = call();
    countdown = -1;
    if (status != EVENLOAD_OK) {
      const bool text = std::strlen(evenload_context_error_message(context)) > 0;
      if (status != EVENLOAD_ERROR_OUT_OF_MEMORY || !text) {
        CAPTURE(at);
        CHECK(text);
        REQUIRE(status == EVENLOAD_ERROR_OUT_OF_MEMORY);
      }
    }
    clean();
    if (live.load() > before + 1) {  // the context may keep room for its message
      CAPTURE(at);
      REQUIRE(live.load() <= before + 1);
    }
  }
  return at;
}

}  // namespace

void* operator new(std::size_t size) { return counted_or_throw(size); }
void* operator new[](std::size_t size) { return counted_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void operator delete(void* memory) noexcept { freed(memory); }
void operator delete[](void* memory) noexcept { freed(memory); }
void operator delete(void* memory, std::size_t) noexcept { freed(memory); }
void operator delete[](void* memory, std::size_t) noexcept { freed(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { freed(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { freed(memory); }

TEST_CASE("a kernel call survives the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  const int64_t indptr[] = {0, 2, 4, 6};
  const int32_t indices[] = {0, 1, 0, 1, 0, 1};
  const int64_t weight[] = {3, 2, 2};
  const int64_t capacity[] = {9, 8};
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  problem.rows = 3;
  problem.columns = 2;
  problem.pairs = 6;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  evenload_solve_options options = EVENLOAD_SOLVE_OPTIONS_INIT;
  options.threads = 1;
  evenload_solution* solution = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_optimize_balanced_assignment(context, &problem, &options, &solution); }, [&] { evenload_solution_destroy(&solution); });
  CHECK(points > 10);
  evenload_context_destroy(&context);
}

TEST_CASE("blocking groups survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  // Three rows of 4 and one of 1 into two columns of 6: cut, search and filter are run.
  const int64_t indptr[] = {0, 2, 4, 6, 8};
  const int32_t indices[] = {0, 1, 0, 1, 0, 1, 0, 1};
  const int64_t weight[] = {4, 4, 4, 1};
  const int64_t capacity[] = {6, 6};
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  problem.rows = 4;
  problem.columns = 2;
  problem.pairs = 8;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  problem.hard_limit = capacity;
  const int32_t plan[] = {0, 1, -1, 0};
  evenload_blocking_groups* groups = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_optimize_blocking_groups(context, &problem, plan, nullptr, &groups); },
      [&] { evenload_blocking_groups_destroy(&groups); });
  CHECK(points > 10);
  evenload_context_destroy(&context);
}

TEST_CASE("sums by week and the alarm survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  // A case of two people, so that it is counted once in their unit.
  const int32_t holder[] = {0, 1, 1};
  const int32_t from[] = {0, 0, 5};
  const int32_t to[] = {9, 9, INT32_MAX};
  const int64_t weight[] = {3, 4, 5};
  const int32_t code[] = {0, 0, 1};
  const int32_t role[] = {0, 1, 0};
  const int32_t unit[] = {0, 0};
  evenload_load_spans spans = EVENLOAD_LOAD_SPANS_INIT;
  spans.rows = 3;
  spans.people = 2;
  spans.units = 1;
  spans.cases = 2;
  spans.categories = 1;
  spans.weeks = 3;
  spans.holder = holder;
  spans.from = from;
  spans.to = to;
  spans.weight = weight;
  spans.case_code = code;
  spans.role = role;
  const int32_t none[] = {0, -1, 0};
  spans.category = none;
  spans.unit = unit;
  evenload_weekly_load* sums = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_workload_weekly_load(context, &spans, &sums); },
      [&] { evenload_weekly_load_destroy(&sums); });
  CHECK(points > 10);

  const double values[] = {0, 1, 3, 3};
  const double phi[] = {0.5, 0.1};
  evenload_alarm_options options = EVENLOAD_ALARM_OPTIONS_INIT;
  options.phi = phi;
  options.lags = 2;
  options.learn_mean = 1;
  double residual[4];
  const long alarm_points = fail_each(
      context, [&] { return evenload_workload_alarm(context, values, 4, &options, residual, nullptr, nullptr, nullptr, nullptr); },
      [] {});
  CHECK(alarm_points > 10);
  evenload_context_destroy(&context);
}

TEST_CASE("makespan survives the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  // Too hard for the exact search at once, so that every part of the solver is run.
  std::vector<int64_t> times;
  for (int i = 0; i < 24; ++i) {
    for (int j = 0; j < 3; ++j) times.push_back(100 + (i * 37 + j * 53 + i * j * 11) % 89);
  }
  evenload_makespan_problem problem = EVENLOAD_MAKESPAN_PROBLEM_INIT;
  problem.rows = 24;
  problem.columns = 3;
  problem.times = times.data();
  evenload_solve_options options = EVENLOAD_SOLVE_OPTIONS_INIT;
  options.threads = 1;
  options.work_limit = 400000;
  evenload_makespan_solution* solution = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_optimize_makespan(context, &problem, &options, &solution); },
      [&] { evenload_makespan_solution_destroy(&solution); });
  CHECK(points > 10);
  evenload_context_destroy(&context);
}

TEST_CASE("deployment of a pool survives the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  const std::vector<int64_t> demand{600, 900, 300, 500, 800, 700}, own(6, 400), price{2, 1, 3, 2}, minutes(6, 300), efficiency(4, 1000);
  const std::vector<int64_t> settling{500, 1000}, kept{200};
  evenload_deploy_problem problem = EVENLOAD_DEPLOY_PROBLEM_INIT;
  problem.periods_per_week = 1;
  problem.units = problem.members = problem.price_ages = 2;
  problem.weeks = 3;
  problem.scenarios = 1;
  problem.demand = demand.data();
  problem.own_capacity = own.data();
  problem.backlog_price = price.data();
  problem.minutes = minutes.data();
  problem.efficiency = efficiency.data();
  problem.settling = settling.data();
  problem.settling_count = 2;
  problem.kept_share = kept.data();
  problem.kept_weeks = 1;
  evenload_solve_options options = EVENLOAD_SOLVE_OPTIONS_INIT;
  options.threads = 1;
  options.work_limit = 2000;
  evenload_deployment* deployment = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_pool_deploy(context, &problem, &options, &deployment); },
      [&] { evenload_deployment_destroy(&deployment); });
  CHECK(points > 100);
  evenload_context_destroy(&context);
}

TEST_CASE("convex transport and its state survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  std::vector<int64_t> indptr{0}, cost;
  std::vector<int32_t> indices;
  for (int i = 0; i < 30; ++i) {
    for (int j = 0; j < 4; ++j) {
      indices.push_back(j);
      cost.push_back((i * 37 + j * 53 + i * j * 11) % 50);
    }
    indptr.push_back(static_cast<int64_t>(indices.size()));
  }
  std::vector<int64_t> slot_cost;
  for (int j = 0; j < 4; ++j) {
    for (int k = 0; k < 7; ++k) slot_cost.push_back(k * (j + 1));
  }
  evenload_convex_transport_problem problem = EVENLOAD_CONVEX_TRANSPORT_PROBLEM_INIT;
  problem.rows = 30;
  problem.columns = 4;
  problem.pairs = static_cast<int64_t>(indices.size());
  problem.slots = static_cast<int64_t>(slot_cost.size());
  problem.indptr = indptr.data();
  problem.indices = indices.data();
  problem.cost = cost.data();
  problem.slot_cost = slot_cost.data();
  evenload_convex_transport_solution* solution = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_optimize_convex_transport(context, &problem, nullptr, &solution); },
      [&] { evenload_convex_transport_solution_destroy(&solution); });
  CHECK(points > 10);

  evenload_convex_transport_state* state = nullptr;
  const int32_t columns[] = {1, 3};
  const int64_t costs[] = {4, 1000};
  int32_t row = -1;
  const long changes = fail_each(
      context,
      [&] {
        evenload_status status = evenload_convex_transport_state_create(context, &problem, nullptr, &state);
        if (status == EVENLOAD_OK) status = evenload_convex_transport_state_insert_row(context, state, 2, columns, costs, &row);
        if (status == EVENLOAD_OK) status = evenload_convex_transport_state_change_cost(context, state, 3, 0, 77);
        if (status == EVENLOAD_OK) status = evenload_convex_transport_state_solve(context, state, nullptr, nullptr);
        if (status == EVENLOAD_OK) status = evenload_convex_transport_state_solution(context, state, &solution);
        if (status != EVENLOAD_OK) evenload_convex_transport_state_destroy(&state);
        return status;
      },
      [&] {
        evenload_convex_transport_solution_destroy(&solution);
        evenload_convex_transport_state_destroy(&state);
      });
  CHECK(changes > points);
  evenload_context_destroy(&context);
}

TEST_CASE("an online state survives the failure of every allocation, and its questions allocate nothing") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  constexpr int32_t columns = 12;
  std::vector<int64_t> indptr{0}, weight, cost, capacity(columns, 60);
  std::vector<int32_t> indices, start;
  for (int i = 0; i < 90; ++i) {
    for (int32_t j = i % 3; j < columns; j += 3) {
      indices.push_back(j);
      cost.push_back((i * 37 + j * 53 + i * j * 11) % 50);
    }
    weight.push_back(1 + (i * 7) % 9);
    start.push_back(indices[indices.size() - 1 - static_cast<std::size_t>(i % 4)]);
    indptr.push_back(static_cast<int64_t>(indices.size()));
  }
  evenload_balanced_assignment_problem problem = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  problem.rows = 90;
  problem.columns = columns;
  problem.pairs = static_cast<int64_t>(indices.size());
  problem.indptr = indptr.data();
  problem.indices = indices.data();
  problem.weight = weight.data();
  problem.cost = cost.data();
  problem.cost_weight_denominator = 20;
  problem.cost_weight_numerator = 1;
  problem.capacity = capacity.data();
  problem.start = start.data();
  const int32_t some[] = {0, 1, 5, 9, 11};
  const int64_t five = 5;
  evenload_online_row row = EVENLOAD_ONLINE_ROW_INIT;
  row.pairs = 5;
  row.columns = some;
  row.weights = 1;
  row.weight = &five;

  evenload_online* state = nullptr;
  evenload_online_answer answer;
  int64_t version = -1;
  const long changes = fail_each(
      context,
      [&] {
        evenload_status status = evenload_online_create(context, &problem, &state);
        if (status == EVENLOAD_OK) status = evenload_online_best_with_moves(context, state, &row, 3, -1, &answer);
        evenload_online_snapshot* snapshot = nullptr;
        if (status == EVENLOAD_OK) status = evenload_online_take_snapshot(context, state, &snapshot);
        version = 0;
        for (int k = 0; k < 12 && status == EVENLOAD_OK; ++k) {
          const auto moves = static_cast<std::size_t>(k == 0 ? answer.move_count : 0);
          status = evenload_online_commit(context, state, &row, some[k % 5], k == 0 && answer.column == some[0] ? moves : 0, answer.moves, nullptr);
          if (status == EVENLOAD_OK) ++version;
        }
        if (state != nullptr && evenload_online_version(state) != version) std::abort();  // a change that failed has changed nothing
        if (status == EVENLOAD_OK) status = evenload_online_undo(context, state);
        if (status == EVENLOAD_OK) status = evenload_online_close_row(context, state, 4);
        if (status == EVENLOAD_OK) status = evenload_online_undo(context, state);
        if (status == EVENLOAD_OK) status = evenload_online_forget(context, state);
        if (status == EVENLOAD_OK) status = evenload_online_restore(context, state, snapshot);
        evenload_online_snapshot_destroy(&snapshot);
        if (status != EVENLOAD_OK) evenload_online_destroy(&state);
        return status;
      },
      [&] { evenload_online_destroy(&state); });
  CHECK(changes > 40);

  // A question that allocated would fail with the first allocation made to fail.
  REQUIRE(evenload_online_create(context, &problem, &state) == EVENLOAD_OK);
  evenload_online_candidate best[5];
  int32_t codes[columns];
  std::size_t count = 0;
  REQUIRE(evenload_online_best_with_moves(context, state, &row, 3, -1, &answer) == EVENLOAD_OK);  // makes the tables
  countdown = 0;
  for (int k = 0; k < 3; ++k) {
    const bool asked = evenload_online_best(context, state, &row, 5, best, &count) == EVENLOAD_OK &&
                       evenload_online_exclusions(context, state, &row, columns, codes) == EVENLOAD_OK &&
                       evenload_online_best_with_moves(context, state, &row, 3, -1, &answer) == EVENLOAD_OK;
    const long left = countdown.load();
    if (!asked || left != 0) {
      countdown = -1;
      FAIL("a question allocated");
    }
    if (k == 1) {  // and after a change, and in a restored copy
      countdown = -1;
      evenload_online_snapshot* snapshot = nullptr;
      REQUIRE(evenload_online_commit(context, state, &row, best[0].column, 0, nullptr, nullptr) == EVENLOAD_OK);
      REQUIRE(evenload_online_take_snapshot(context, state, &snapshot) == EVENLOAD_OK);
      REQUIRE(evenload_online_restore(context, state, snapshot) == EVENLOAD_OK);
      evenload_online_snapshot_destroy(&snapshot);
      countdown = 0;
    }
  }
  countdown = -1;
  CHECK(count == 5);
  CHECK(codes[2] == EVENLOAD_ONLINE_NOT_A_PAIR);
  evenload_online_destroy(&state);
  evenload_context_destroy(&context);
}

TEST_CASE("a generalized assignment survives the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  const int64_t cost[] = {1, 5, 2, 9, 4, 3, 6, 2, 3, 3};
  const int64_t weight[] = {6, 5, 6, 5, 2, 2, 3, 4, 1, 2};
  const int64_t capacity[] = {9, 10};
  evenload_generalized_assignment_problem problem = EVENLOAD_GENERALIZED_ASSIGNMENT_PROBLEM_INIT;
  problem.rows = 5;
  problem.columns = 2;
  problem.cost = cost;
  problem.weight = weight;
  problem.capacity = capacity;
  evenload_generalized_solution* solution = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_optimize_generalized_assignment(context, &problem, nullptr, &solution); },
      [&] { evenload_generalized_solution_destroy(&solution); });
  CHECK(points > 10);
  evenload_context_destroy(&context);
}

TEST_CASE("phase model and load forecast survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  const char json[] =
      R"([{"case": "a", "phase": "p", "from": "2026-01-05", "to": "2026-01-12"}, {"case": "a", "phase": "q", "from": "2026-01-12"},
          {"case": "b", "phase": "p", "from": "2026-01-12", "to": "2026-01-14"}, {"case": "c", "phase": "q", "from": "2026-01-19", "to": "2026-02-04"}])";
  evenload_table* table = nullptr;
  REQUIRE(evenload_table_from_json(context, "case_phases", json, std::strlen(json), &table) == EVENLOAD_OK);
  evenload_phase_model* model = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_forecast_fit_phases(context, table, nullptr, &model); }, [&] { evenload_phase_model_destroy(&model); });
  CHECK(points > 10);
  REQUIRE(evenload_forecast_fit_phases(context, table, nullptr, &model) == EVENLOAD_OK);
  const int32_t zero[] = {0};
  const double mean[] = {2, 2, 2};
  const double weight[] = {1, 2, 1, 2, 1, 2};
  evenload_load_forecast_input input = EVENLOAD_LOAD_FORECAST_INPUT_INIT;
  input.periods = 3;
  input.series = 1;
  input.series_unit = zero;
  input.series_type = zero;
  input.arrival_mean = mean;
  input.weight = weight;
  evenload_load_simulation_options options = EVENLOAD_LOAD_SIMULATION_OPTIONS_INIT;
  options.replications = 3;
  options.threads = 1;
  evenload_load_simulation* simulation = nullptr;
  const long draws = fail_each(
      context, [&] { return evenload_forecast_simulate_load(context, model, &input, &options, &simulation); },
      [&] { evenload_load_simulation_destroy(&simulation); });
  CHECK(draws > 10);
  double open_load[3];
  double new_load[3];
  fail_each(
      context, [&] { return evenload_forecast_expected_load(context, model, &input, 3, open_load, new_load); }, [] {});
  evenload_phase_model_destroy(&model);
  evenload_table_destroy(&table);
  evenload_context_destroy(&context);
}

TEST_CASE("cross-training, routing and cost shares survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  const double capacity[] = {10, 10}, hours[] = {4, 16, 20, 1};
  const int32_t group[] = {0, 1}, unit[] = {0, 1};
  evenload_unit_demand demand = EVENLOAD_UNIT_DEMAND_INIT;
  demand.scenarios = 2;
  demand.hours = hours;
  evenload_cross_training_problem problem = EVENLOAD_CROSS_TRAINING_PROBLEM_INIT;
  problem.groups = 2;
  problem.units = 2;
  problem.capacity = capacity;
  problem.skills = 2;
  problem.skill_group = group;
  problem.skill_unit = unit;
  problem.demand = &demand;
  evenload_cross_training_options options = EVENLOAD_CROSS_TRAINING_OPTIONS_INIT;
  options.max_skills = 1;
  options.threads = 1;
  evenload_cross_training* training = nullptr;
  fail_each(
      context, [&] { return evenload_pool_cross_training(context, &problem, &options, &training); }, [&] { evenload_cross_training_destroy(&training); });

  const double rate[] = {1}, time[] = {1};
  const int32_t agents[] = {2}, skill[] = {0};
  const int64_t begin[] = {0, 1};
  evenload_routing_problem calls = EVENLOAD_ROUTING_PROBLEM_INIT;
  calls.types = 1;
  calls.arrival_rate = rate;
  calls.groups = 1;
  calls.agents = agents;
  calls.skill_begin = begin;
  calls.skill = skill;
  calls.handling_time = time;
  evenload_routing_options routing = EVENLOAD_ROUTING_OPTIONS_INIT;
  routing.calls = 100;
  routing.warm_up = 0;
  routing.replications = 2;
  routing.threads = 1;
  evenload_routing_result result;
  fail_each(
      context, [&] { return evenload_pool_simulate_routing(context, &calls, &routing, nullptr, &result); }, [] {});

  const double cars[] = {0, 1, 1, 1, 1, 1, 1, 2};
  evenload_cost_shares* shares = nullptr;
  fail_each(
      context, [&] { return evenload_pool_cost_shares(context, 3, 8, cars, nullptr, &shares); }, [&] { evenload_cost_shares_destroy(&shares); });

  const uint8_t qualified[] = {1, 1};
  const int32_t home[] = {0, 1}, border[] = {2, 2, 2, 2};
  evenload_shared_pool_problem towns = EVENLOAD_SHARED_POOL_PROBLEM_INIT;
  towns.municipalities = 2;
  towns.case_types = 1;
  towns.members = 2;
  towns.home = home;
  towns.hours = capacity;
  towns.qualified = qualified;
  towns.border = border;
  towns.demand = &demand;
  towns.shortage_cost = 1;
  evenload_shared_pool_options common = EVENLOAD_SHARED_POOL_OPTIONS_INIT;
  common.threads = 1;
  evenload_shared_pool* pool = nullptr;
  fail_each(
      context, [&] { return evenload_pool_shared_pool(context, &towns, &common, &pool); }, [&] { evenload_shared_pool_destroy(&pool); });
  evenload_context_destroy(&context);
}

TEST_CASE("a time study survives the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  std::vector<double> hours, x, y;
  std::vector<const char*> workers, units;
  const char* const names[] = {"a", "b", "c", "d"};
  for (int i = 0; i < 24; ++i) {
    workers.push_back(names[i % 4]);
    units.push_back(names[i % 2]);
    x.push_back((i * 7) % 5);
    y.push_back((i * 11) % 6);
    hours.push_back(2 * x.back() + 3 * y.back() + (i * 13) % 4);
  }
  evenload_table* log = nullptr;
  REQUIRE(evenload_table_create(context, "time_log", 24, &log) == EVENLOAD_OK);
  REQUIRE(evenload_table_set_text(context, log, "caseworker", workers.data()) == EVENLOAD_OK);
  REQUIRE(evenload_table_set_text(context, log, "unit", units.data()) == EVENLOAD_OK);
  REQUIRE(evenload_table_set_float64(context, log, "hours", hours.data(), nullptr) == EVENLOAD_OK);
  REQUIRE(evenload_table_set_float64(context, log, "count_x", x.data(), nullptr) == EVENLOAD_OK);
  REQUIRE(evenload_table_set_float64(context, log, "count_y", y.data(), nullptr) == EVENLOAD_OK);
  const char* const lower[] = {"x"};
  const char* const higher[] = {"y"};
  evenload_time_study_options options = EVENLOAD_TIME_STUDY_OPTIONS_INIT;
  options.bootstraps = 99;
  options.pool_units = 1;
  options.order_count = 1;
  options.lower_types = lower;
  options.higher_types = higher;
  evenload_solve_options control = EVENLOAD_SOLVE_OPTIONS_INIT;
  control.threads = 1;
  evenload_time_study* study = nullptr;
  const long points = fail_each(
      context, [&] { return evenload_workload_fit_time_study(context, log, &options, &control, &study); },
      [&] { evenload_time_study_destroy(&study); });
  CHECK(points > 10);
  evenload_table* table = nullptr;
  REQUIRE(evenload_workload_fit_time_study(context, log, &options, &control, &study) == EVENLOAD_OK);
  fail_each(
      context, [&] { return evenload_time_study_weights(context, study, &table); }, [&] { evenload_table_destroy(&table); });
  evenload_time_study_destroy(&study);
  evenload_table_destroy(&log);
  evenload_context_destroy(&context);
}

TEST_CASE("tables, inputs, plans and explanations survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  evenload_table* cases = nullptr;
  evenload_table* caseworkers = nullptr;
  const char cases_json[] = R"([{"id": "c1", "weight": 5}, {"id": "c2", "weight": 2.5}, {"id": "c3", "weight": 60}])";
  const char workers_json[] = R"([{"id": "w1", "unit": "a", "capacity": 40}, {"id": "w2", "unit": "a", "capacity": 0, "base_load": 4}])";
  fail_each(
      context, [&] { return evenload_table_from_json(context, "cases", cases_json, std::strlen(cases_json), &cases); }, [&] { evenload_table_destroy(&cases); });
  REQUIRE(evenload_table_from_json(context, "cases", cases_json, std::strlen(cases_json), &cases) == EVENLOAD_OK);
  REQUIRE(evenload_table_from_json(context, "caseworkers", workers_json, std::strlen(workers_json), &caseworkers) == EVENLOAD_OK);

  const char policy_json[] = R"({"schema_version": "1.0", "on": "2026-11-23"})";
  evenload_policy* policy = nullptr;
  REQUIRE(evenload_allocation_policy_from_json(context, policy_json, std::strlen(policy_json), &policy) == EVENLOAD_OK);

  evenload_allocation_tables tables = EVENLOAD_ALLOCATION_TABLES_INIT;
  tables.cases = cases;
  tables.caseworkers = caseworkers;
  evenload_input* input = nullptr;
  fail_each(
      context, [&] { return evenload_allocation_input_create(context, &tables, "UTC", &input); }, [&] { evenload_allocation_input_destroy(&input); });
  REQUIRE(evenload_allocation_input_create(context, &tables, "UTC", &input) == EVENLOAD_OK);

  evenload_solve_options options = EVENLOAD_SOLVE_OPTIONS_INIT;
  options.threads = 1;
  evenload_plan* plan = nullptr;
  fail_each(
      context, [&] { return evenload_allocation_allocate(context, input, policy, &options, &plan); }, [&] { evenload_plan_destroy(&plan); });
  REQUIRE(evenload_allocation_allocate(context, input, policy, &options, &plan) == EVENLOAD_OK);
  evenload_explanation* explanation = nullptr;
  fail_each(
      context, [&] { return evenload_allocation_explain(context, plan, nullptr, "c1", nullptr, EVENLOAD_AUDIENCE_ALLOCATOR, 4, &explanation); },
      [&] { evenload_explanation_destroy(&explanation); });
  evenload_causes* causes = nullptr;
  options.work_limit = 1;  // the sets of reasons; plans with changes would be thousands of allocations each
  fail_each(
      context, [&] { return evenload_allocation_why_unplaced(context, input, policy, plan, nullptr, 0, &options, &causes); },
      [&] { evenload_causes_destroy(&causes); });

  evenload_plan_destroy(&plan);
  evenload_allocation_input_destroy(&input);
  evenload_allocation_policy_destroy(&policy);
  evenload_table_destroy(&cases);
  evenload_table_destroy(&caseworkers);
  evenload_context_destroy(&context);
}

TEST_CASE("queues survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  evenload_case_manager_queue office = EVENLOAD_CASE_MANAGER_QUEUE_INIT;
  office.arrival_rate = 0.8;
  office.completion_probability = 0.25;
  office.attention_time = 0.25;
  office.external_delay = 1;
  office.caseload_limit = 2;
  office.workers = 2;
  evenload_case_manager_answer answer = EVENLOAD_CASE_MANAGER_ANSWER_INIT;
  const long solved = fail_each(
      context, [&] { return evenload_pool_case_manager_queue(context, &office, 1e6, &answer); }, [] {});
  CHECK(solved > 10);
  evenload_case_simulation_options options = EVENLOAD_CASE_SIMULATION_OPTIONS_INIT;
  options.replications = 2;
  options.cases = 20;
  options.warm_up = 0;
  options.threads = 1;
  evenload_case_simulation drawn = EVENLOAD_CASE_SIMULATION_INIT;
  const long simulated = fail_each(
      context, [&] { return evenload_pool_simulate_case_managers(context, &office, &options, &drawn); }, [] {});
  CHECK(simulated > 10);
  const double rates[] = {3, 5};
  evenload_returning_work work = EVENLOAD_RETURNING_WORK_INIT;
  work.service_rate = 2;
  work.return_probability = 0.5;
  work.return_rate = 1;
  int64_t servers[2];
  const long staffed = fail_each(
      context,
      [&] {
        return evenload_pool_erlang_r_staffing(context, rates, 2, 1, &work, EVENLOAD_START_CYCLIC, 0.3, 0, nullptr, servers);
      },
      [] {});
  CHECK(staffed > 3);
  evenload_context_destroy(&context);
}

TEST_CASE("demand, size and worth of a pool survive the failure of every allocation") {
  evenload_context* context = nullptr;
  REQUIRE(evenload_context_create(&context) == EVENLOAD_OK);
  double counts[52];
  for (int t = 0; t < 52; ++t) counts[t] = t % 3 == 0 ? 9 : 2;
  const double hours_per_case[] = {8, 10};
  evenload_demand_input input = EVENLOAD_DEMAND_INPUT_INIT;
  input.units = 2;
  input.hours_per_case = hours_per_case;
  evenload_demand_fit_options fit = EVENLOAD_DEMAND_FIT_OPTIONS_INIT;
  fit.bootstraps = 0;
  fit.threads = 1;
  evenload_demand_model* model = nullptr;
  CHECK(fail_each(
            context, [&] { return evenload_demand_fit(context, counts, 26, &input, &fit, &model); },
            [&] { evenload_demand_model_destroy(&model); }) > 10);
  REQUIRE(evenload_demand_fit(context, counts, 26, &input, &fit, &model) == EVENLOAD_OK);

  const double own[] = {30, 30, 30, 30};
  const double threshold[] = {5, 5};
  const double risk[] = {0.2, 0.2};
  const double efficiency[] = {1, 0.5};
  const double hours[] = {30};
  const double presence[] = {0.9};
  const int64_t most[] = {3};
  evenload_pool_problem problem = EVENLOAD_POOL_PROBLEM_INIT;
  problem.units = 2;
  problem.weeks = 2;
  problem.profiles = 1;
  problem.demand = model;
  problem.capacity = own;
  problem.threshold = threshold;
  problem.risk = risk;
  problem.efficiency = efficiency;
  problem.hours = hours;
  problem.cost = hours;
  problem.presence = presence;
  problem.most = most;
  evenload_pool_size_options size = EVENLOAD_POOL_SIZE_OPTIONS_INIT;
  size.scenarios = 64;
  size.most_scenarios = 64;
  size.threads = 1;
  evenload_pool_sizing* sizing = nullptr;
  CHECK(fail_each(
            context, [&] { return evenload_pool_size(context, &problem, &size, &sizing); },
            [&] { evenload_pool_sizing_destroy(&sizing); }) > 10);

  evenload_worth_problem project = EVENLOAD_WORTH_PROBLEM_INIT;
  project.units = 2;
  project.weeks = 2;
  project.demand = model;
  project.capacity = own;
  project.outside = 1;
  project.member_hours = 20;
  evenload_worth_options options = EVENLOAD_WORTH_OPTIONS_INIT;
  options.replications = 32;
  options.most_replications = 32;
  options.threads = 1;
  evenload_worth* worth = nullptr;
  CHECK(fail_each(
            context, [&] { return evenload_pool_worth(context, &project, &options, &worth); },
            [&] { evenload_worth_destroy(&worth); }) > 10);
  evenload_demand_model_destroy(&model);
  evenload_context_destroy(&context);
}
