/// \file
/// Makespan: arrays in, a solution out.
#include "evenload_c/makespan.h"

#include <cstdint>
#include <string>

#include "arrays.hpp"
#include "evenload/optimize/makespan.hpp"
#include "handles.hpp"
#include "options.hpp"
#include "versioned.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

optimize::MakespanProblem makespan_problem_from(const evenload_makespan_problem* pointer) {
  needed(pointer, "problem");
  const evenload_makespan_problem defaults = EVENLOAD_MAKESPAN_PROBLEM_INIT;
  const evenload_makespan_problem given = versioned(pointer, defaults, "problem");
  const std::uint64_t n = size_of(given.rows, "problem.rows");
  const std::uint64_t m = size_of(given.columns, "problem.columns");
  if (given.reserved != 0) refuse("problem.reserved", "0", std::to_string(given.reserved));
  optimize::MakespanProblem problem;
  problem.rows = static_cast<std::size_t>(n);
  problem.columns = static_cast<std::size_t>(m);
  if (n > 0 && m > 0) {
    needed(given.times, "problem.times");
    // Past 2^31 the kernel refuses the size itself; the product must only not wrap around.
    if (n <= UINT32_MAX && m <= UINT32_MAX) problem.times = view(given.times, n * m, "problem.times");
  }
  problem.base_load = view(given.base_load, m, "problem.base_load");
  problem.start = view(given.start, n, "problem.start");
  return problem;
}

}  // namespace

extern "C" {

void evenload_makespan_problem_init(evenload_makespan_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_makespan_problem EVENLOAD_MAKESPAN_PROBLEM_INIT;
}

evenload_status evenload_optimize_makespan(evenload_context* context, const evenload_makespan_problem* problem, const evenload_solve_options* options,
                                           evenload_makespan_solution** out) {
  return guarded_make(context, out, [&] { return new evenload_makespan_solution{optimize::makespan(makespan_problem_from(problem), solve_options(options))}; });
}

int32_t evenload_makespan_solution_outcome(const evenload_makespan_solution* solution) { return solution == nullptr ? EVENLOAD_OUTCOME_UNKNOWN : static_cast<int32_t>(solution->result.outcome); }
int32_t evenload_makespan_solution_stop(const evenload_makespan_solution* solution) { return solution == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(solution->result.stop); }
int64_t evenload_makespan_solution_work(const evenload_makespan_solution* solution) { return solution == nullptr ? 0 : solution->result.work; }
int64_t evenload_makespan_solution_rows(const evenload_makespan_solution* solution) { return solution == nullptr ? 0 : static_cast<int64_t>(solution->result.assignment.size()); }
int64_t evenload_makespan_solution_columns(const evenload_makespan_solution* solution) { return solution == nullptr ? 0 : static_cast<int64_t>(solution->result.load.size()); }
int64_t evenload_makespan_solution_objective(const evenload_makespan_solution* solution) { return solution == nullptr ? 0 : solution->result.objective.value_or(-1); }
int64_t evenload_makespan_solution_bound(const evenload_makespan_solution* solution) { return solution == nullptr ? 0 : solution->result.bound.value_or(-1); }

evenload_status evenload_makespan_solution_assignment(evenload_context* context, const evenload_makespan_solution* solution, size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.assignment, capacity, out); });
}

evenload_status evenload_makespan_solution_load(evenload_context* context, const evenload_makespan_solution* solution, size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.load, capacity, out); });
}

void evenload_makespan_solution_destroy(evenload_makespan_solution** solution) { destroy(solution); }

}  // extern "C"
