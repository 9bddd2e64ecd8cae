/// \file
/// Generalized assignment: arrays in, a solution out.
#include "evenload_c/generalized_assignment.h"

#include <cstdint>
#include <limits>

#include "arrays.hpp"
#include "evenload/optimize/generalized_assignment.hpp"
#include "options.hpp"
#include "versioned.hpp"

struct evenload_generalized_solution {
  evenload::optimize::GeneralizedAssignmentResult result;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

optimize::GeneralizedAssignmentProblem generalized_problem(
    const evenload_generalized_assignment_problem* pointer) {
  needed(pointer, "problem");
  const evenload_generalized_assignment_problem defaults =
      EVENLOAD_GENERALIZED_ASSIGNMENT_PROBLEM_INIT;
  const evenload_generalized_assignment_problem given = versioned(pointer, defaults, "problem");
  const std::uint64_t n = size_of(given.rows, "problem.rows");
  const std::uint64_t m = size_of(given.columns, "problem.columns");
  optimize::GeneralizedAssignmentProblem problem;
  problem.rows = static_cast<std::size_t>(n);
  if (m > 0) needed(given.capacity, "problem.capacity");
  problem.capacity = view(given.capacity, m, "problem.capacity");
  // Where no memory could hold the arrays they are left alone: the kernel refuses the sizes first.
  if (m > 0 && n > std::numeric_limits<std::uint32_t>::max() / m) return problem;
  if (n * m > 0) {
    needed(given.cost, "problem.cost");
    needed(given.weight, "problem.weight");
  }
  problem.cost = view(given.cost, n * m, "problem.cost");
  problem.weight = view(given.weight, n * m, "problem.weight");
  problem.allowed = view(given.allowed, n * m, "problem.allowed");
  problem.start = view(given.start, n, "problem.start");
  return problem;
}

}  // namespace

extern "C" {

void evenload_generalized_assignment_problem_init(
    evenload_generalized_assignment_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_generalized_assignment_problem EVENLOAD_GENERALIZED_ASSIGNMENT_PROBLEM_INIT;
}

evenload_status evenload_optimize_generalized_assignment(
    evenload_context* context, const evenload_generalized_assignment_problem* problem,
    const evenload_solve_options* options, evenload_generalized_solution** out) {
  return guarded_make(context, out, [&] {
    return new evenload_generalized_solution{
        optimize::generalized_assignment(generalized_problem(problem), solve_options(options))};
  });
}

int32_t evenload_generalized_solution_outcome(const evenload_generalized_solution* solution) {
  if (solution == nullptr) return EVENLOAD_OUTCOME_UNKNOWN;
  return static_cast<int32_t>(solution->result.outcome);
}
int32_t evenload_generalized_solution_stop(const evenload_generalized_solution* solution) {
  if (solution == nullptr) return EVENLOAD_STOP_DONE;
  return static_cast<int32_t>(solution->result.stop);
}
int64_t evenload_generalized_solution_work(const evenload_generalized_solution* solution) {
  return solution == nullptr ? 0 : solution->result.work;
}
int32_t evenload_generalized_solution_found(const evenload_generalized_solution* solution) {
  return solution != nullptr && solution->result.objective.has_value() ? 1 : 0;
}
int64_t evenload_generalized_solution_objective(const evenload_generalized_solution* solution) {
  return solution == nullptr ? 0 : solution->result.objective.value_or(0);
}
int64_t evenload_generalized_solution_bound(const evenload_generalized_solution* solution) {
  return solution == nullptr ? 0 : solution->result.bound;
}
double evenload_generalized_solution_gap(const evenload_generalized_solution* solution) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return solution == nullptr ? none : solution->result.gap.value_or(none);
}

evenload_status evenload_generalized_solution_assignment(
    evenload_context* context, const evenload_generalized_solution* solution, size_t capacity,
    int32_t* out) {
  return guarded(context,
                 [&] { copy_out(needed(solution, "solution").result.assignment, capacity, out); });
}

evenload_status evenload_generalized_solution_load(evenload_context* context,
                                                   const evenload_generalized_solution* solution,
                                                   size_t capacity, int64_t* out) {
  return guarded(context,
                 [&] { copy_out(needed(solution, "solution").result.load, capacity, out); });
}

void evenload_generalized_solution_destroy(evenload_generalized_solution** solution) {
  destroy(solution);
}

}  // extern "C"
