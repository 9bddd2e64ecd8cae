/// \file
/// Convex transport: arrays in, a solution or a state out.
#include "evenload_c/convex_transport.h"

#include <cstdint>
#include <string>

#include "arrays.hpp"
#include "evenload/optimize/convex_transport.hpp"
#include "handles.hpp"
#include "options.hpp"
#include "versioned.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

optimize::ConvexTransportProblem transport_problem_from(const evenload_convex_transport_problem* pointer) {
  needed(pointer, "problem");
  const evenload_convex_transport_problem defaults = EVENLOAD_CONVEX_TRANSPORT_PROBLEM_INIT;
  const evenload_convex_transport_problem given = versioned(pointer, defaults, "problem");
  if (given.reserved != 0) refuse("problem.reserved", "0", std::to_string(given.reserved));
  const std::uint64_t n = size_of(given.rows, "problem.rows");
  const std::uint64_t m = size_of(given.columns, "problem.columns");
  const std::uint64_t k = size_of(given.pairs, "problem.pairs");
  const std::uint64_t slots = size_of(given.slots, "problem.slots");
  needed(given.indptr, "problem.indptr");
  if (k > 0) {
    needed(given.indices, "problem.indices");
    needed(given.cost, "problem.cost");
  }
  if (slots > 0) needed(given.slot_cost, "problem.slot_cost");
  optimize::ConvexTransportProblem problem;
  problem.indptr = view(given.indptr, n + 1, "problem.indptr");
  problem.indices = view(given.indices, k, "problem.indices");
  problem.cost = view(given.cost, k, "problem.cost");
  problem.columns = given.columns;
  problem.slot_indptr = view(given.slot_indptr, m + 1, "problem.slot_indptr");
  problem.slot_cost = view(given.slot_cost, slots, "problem.slot_cost");
  problem.start = view(given.start, n, "problem.start");
  problem.prices = view(given.prices, m, "problem.prices");
  return problem;
}

}  // namespace

extern "C" {

void evenload_convex_transport_problem_init(evenload_convex_transport_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_convex_transport_problem EVENLOAD_CONVEX_TRANSPORT_PROBLEM_INIT;
}

evenload_status evenload_optimize_convex_transport(evenload_context* context, const evenload_convex_transport_problem* problem,
                                                   const evenload_solve_options* options, evenload_convex_transport_solution** out) {
  return guarded_make(context, out, [&] {
    return new evenload_convex_transport_solution{optimize::convex_transport(transport_problem_from(problem), solve_options(options))};
  });
}

evenload_status evenload_optimize_check_duals(evenload_context* context, const evenload_convex_transport_problem* problem,
                                              const int32_t* assignment, const int64_t* row_price, const int64_t* column_price,
                                              int64_t outside_price, int32_t* optimal, evenload_text** reason) {
  if (reason != nullptr) *reason = nullptr;
  return guarded(context, [&] {
    const optimize::ConvexTransportProblem read = transport_problem_from(problem);
    const std::uint64_t n = read.indptr.size() - 1;
    const auto m = static_cast<std::uint64_t>(read.columns);
    if (n > 0) {
      needed(assignment, "assignment");
      needed(row_price, "row_price");
    }
    if (m > 0) needed(column_price, "column_price");
    needed(optimal, "optimal");
    const optimize::DualCheck check =
        optimize::check_duals(read, view(assignment, n, "assignment"), view(row_price, n, "row_price"),
                              view(column_price, m, "column_price"), outside_price);
    if (reason != nullptr && !check.optimal) *reason = make_text(check.reason);
    *optimal = check.optimal ? 1 : 0;
  });
}

int32_t evenload_convex_transport_solution_outcome(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? EVENLOAD_OUTCOME_UNKNOWN : static_cast<int32_t>(solution->result.outcome);
}
int32_t evenload_convex_transport_solution_stop(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(solution->result.stop);
}
int64_t evenload_convex_transport_solution_work(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : solution->result.work;
}
int64_t evenload_convex_transport_solution_unassigned(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : solution->result.unassigned;
}
int64_t evenload_convex_transport_solution_unassigned_bound(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : solution->result.unassigned_bound;
}
int64_t evenload_convex_transport_solution_cost(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : solution->result.cost;
}
int64_t evenload_convex_transport_solution_cost_bound(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : solution->result.cost_bound;
}
int64_t evenload_convex_transport_solution_outside_price(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : solution->result.outside_price;
}
int64_t evenload_convex_transport_solution_rows(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : static_cast<int64_t>(solution->result.assignment.size());
}
int64_t evenload_convex_transport_solution_columns(const evenload_convex_transport_solution* solution) {
  return solution == nullptr ? 0 : static_cast<int64_t>(solution->result.load.size());
}

evenload_status evenload_convex_transport_solution_assignment(evenload_context* context, const evenload_convex_transport_solution* solution,
                                                              size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.assignment, capacity, out); });
}

evenload_status evenload_convex_transport_solution_load(evenload_context* context, const evenload_convex_transport_solution* solution,
                                                        size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.load, capacity, out); });
}

evenload_status evenload_convex_transport_solution_row_price(evenload_context* context, const evenload_convex_transport_solution* solution,
                                                             size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.row_price, capacity, out); });
}

evenload_status evenload_convex_transport_solution_column_price(evenload_context* context, const evenload_convex_transport_solution* solution,
                                                                size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.column_price, capacity, out); });
}

void evenload_convex_transport_solution_destroy(evenload_convex_transport_solution** solution) { destroy(solution); }

evenload_status evenload_convex_transport_state_create(evenload_context* context, const evenload_convex_transport_problem* problem,
                                                       const evenload_solve_options* options, evenload_convex_transport_state** out) {
  return guarded_make(context, out, [&] {
    return new evenload_convex_transport_state{optimize::ConvexTransportState(transport_problem_from(problem), solve_options(options))};
  });
}

evenload_status evenload_convex_transport_state_insert_row(evenload_context* context, evenload_convex_transport_state* state, int64_t pairs,
                                                           const int32_t* columns, const int64_t* cost, int32_t* row) {
  return guarded(context, [&] {
    needed(row, "row");
    const std::uint64_t k = size_of(pairs, "pairs");
    if (k > 0) {
      needed(columns, "columns");
      needed(cost, "cost");
    }
    *row = needed(state, "state").state.insert_row(view(columns, k, "columns"), view(cost, k, "cost"));
  });
}

evenload_status evenload_convex_transport_state_remove_row(evenload_context* context, evenload_convex_transport_state* state, int32_t row) {
  return guarded(context, [&] { needed(state, "state").state.remove_row(row); });
}

evenload_status evenload_convex_transport_state_change_cost(evenload_context* context, evenload_convex_transport_state* state, int32_t row,
                                                            int32_t column, int64_t cost) {
  return guarded(context, [&] { needed(state, "state").state.change_cost(row, column, cost); });
}

evenload_status evenload_convex_transport_state_solve(evenload_context* context, evenload_convex_transport_state* state,
                                                      const evenload_solve_options* options, int32_t* outcome) {
  return guarded(context, [&] {
    const Outcome reached = needed(state, "state").state.solve(solve_options(options));
    if (outcome != nullptr) *outcome = static_cast<int32_t>(reached);
  });
}

evenload_status evenload_convex_transport_state_column(evenload_context* context, const evenload_convex_transport_state* state, int32_t row,
                                                       int32_t* column) {
  return guarded(context, [&] { needed(column, "column") = needed(state, "state").state.column_of(row); });
}

evenload_status evenload_convex_transport_state_solution(evenload_context* context, const evenload_convex_transport_state* state,
                                                         evenload_convex_transport_solution** out) {
  return guarded_make(context, out, [&] { return new evenload_convex_transport_solution{needed(state, "state").state.solution()}; });
}

void evenload_convex_transport_state_destroy(evenload_convex_transport_state** state) { destroy(state); }

}  // extern "C"
