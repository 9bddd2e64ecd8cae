/// \file
/// Kernels: arrays in, a solution out.
#include "evenload_c/optimize.h"

#include <algorithm>

#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include "evenload/optimize/balanced_assignment.hpp"
#include "arrays.hpp"
#include "balanced_problem.hpp"
#include "level.hpp"
#include "options.hpp"
#include "versioned.hpp"

namespace evenload::c_api {

optimize::BalancedAssignmentProblem problem_from(const evenload_balanced_assignment_problem* pointer) {
  needed(pointer, "problem");
  const evenload_balanced_assignment_problem defaults = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
  const evenload_balanced_assignment_problem given = versioned(pointer, defaults, "problem");
  const std::uint64_t n = size_of(given.rows, "problem.rows");
  const std::uint64_t m = size_of(given.columns, "problem.columns");
  const std::uint64_t k = size_of(given.pairs, "problem.pairs");
  const std::uint64_t limits = size_of(given.limits, "problem.limits");
  needed(given.indptr, "problem.indptr");
  if (k > 0) needed(given.indices, "problem.indices");
  if (n > 0) needed(given.weight, "problem.weight");
  if (m > 0) needed(given.capacity, "problem.capacity");
  if (limits > 0) {
    needed(given.limit_column, "problem.limit_column");
    needed(given.limit_category, "problem.limit_category");
  }
  optimize::BalancedAssignmentProblem problem;
  problem.indptr = view(given.indptr, n + 1, "problem.indptr");
  problem.indices = view(given.indices, k, "problem.indices");
  problem.weight_per_pair = given.weight_per_pair != 0;
  problem.weight = view(given.weight, problem.weight_per_pair ? k : n, "problem.weight");
  problem.capacity = view(given.capacity, m, "problem.capacity");
  problem.base_load = view(given.base_load, m, "problem.base_load");
  problem.hard_limit = view(given.hard_limit, m, "problem.hard_limit");
  problem.priority = view(given.priority, n, "problem.priority");
  problem.row_class = view(given.row_class, n, "problem.row_class");
  problem.cost = view(given.cost, k, "problem.cost");
  if (given.cost_weight_denominator <= 0) refuse("problem.cost_weight_denominator", "a positive number", std::to_string(given.cost_weight_denominator));
  problem.cost_weight = Rational(given.cost_weight_numerator, given.cost_weight_denominator);
  if (given.balance != EVENLOAD_BALANCE_SQUARES && given.balance != EVENLOAD_BALANCE_PEAK && given.balance != EVENLOAD_BALANCE_LEXIMIN) refuse("problem.balance", "EVENLOAD_BALANCE_…", std::to_string(given.balance));
  if (given.overload_place != EVENLOAD_OVERLOAD_AFTER_MUST && given.overload_place != EVENLOAD_OVERLOAD_AFTER_UNASSIGNED) {
    refuse("problem.overload_place", "EVENLOAD_OVERLOAD_…", std::to_string(given.overload_place));
  }
  problem.balance = static_cast<optimize::Balance>(given.balance);
  problem.overload_place = static_cast<optimize::OverloadPlace>(given.overload_place);
  if (given.category_indptr != nullptr) {
    problem.category_indptr = view(given.category_indptr, n + 1, "problem.category_indptr");
    const std::uint64_t entries = size_of(given.category_indptr[n], "problem.category_indptr");
    if (entries > 0) needed(given.category_indices, "problem.category_indices");
    problem.category_indices = view(given.category_indices, entries, "problem.category_indices");
    problem.category_amount = view(given.category_amount, entries, "problem.category_amount");
  }
  problem.limit_column = view(given.limit_column, limits, "problem.limit_column");
  problem.limit_category = view(given.limit_category, limits, "problem.limit_category");
  problem.limit_count = view(given.limit_count, limits, "problem.limit_count");
  problem.limit_weight = view(given.limit_weight, limits, "problem.limit_weight");
  problem.row_group = view(given.row_group, n, "problem.row_group");
  problem.row_marked = view(given.row_marked, n, "problem.row_marked");
  const std::uint64_t apart = size_of(given.apart, "problem.apart");
  const std::uint64_t tied = size_of(given.tied, "problem.tied");
  if (apart > 0) {
    needed(given.apart_column, "problem.apart_column");
    needed(given.apart_other, "problem.apart_other");
  }
  if (tied > 0) {
    needed(given.tied_row, "problem.tied_row");
    needed(given.tied_other, "problem.tied_other");
    needed(given.tied_alike, "problem.tied_alike");
  }
  problem.apart_column = view(given.apart_column, apart, "problem.apart_column");
  problem.apart_other = view(given.apart_other, apart, "problem.apart_other");
  problem.column_label = view(given.column_label, m, "problem.column_label");
  problem.tied_row = view(given.tied_row, tied, "problem.tied_row");
  problem.tied_other = view(given.tied_other, tied, "problem.tied_other");
  problem.tied_alike = view(given.tied_alike, tied, "problem.tied_alike");
  problem.fixed = view(given.fixed, n, "problem.fixed");
  problem.start = view(given.start, n, "problem.start");
  return problem;
}

}  // namespace evenload::c_api

namespace {

using namespace evenload;
using namespace evenload::c_api;

}  // namespace

extern "C" {

void evenload_balanced_assignment_problem_init(evenload_balanced_assignment_problem* problem) {
  if (problem == nullptr) return;
  *problem = evenload_balanced_assignment_problem EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
}

evenload_status evenload_optimize_balanced_assignment(evenload_context* context, const evenload_balanced_assignment_problem* problem, const evenload_solve_options* options,
                                                      evenload_solution** out) {
  return guarded_make(context, out, [&] { return new evenload_solution{optimize::balanced_assignment(problem_from(problem), solve_options(options))}; });
}

evenload_status evenload_optimize_evaluate(evenload_context* context, const evenload_balanced_assignment_problem* problem, const int32_t* assignment, size_t level_capacity,
                                           int32_t* kinds, double* values, size_t* levels, int32_t* allowed) {
  return guarded(context, [&] {
    const optimize::BalancedAssignmentProblem read = problem_from(problem);
    const std::size_t rows = read.indptr.size() - 1;
    if (rows > 0) needed(assignment, "assignment");
    const optimize::Evaluation evaluation = optimize::evaluate(read, {assignment, rows});
    for (std::size_t i = 0; i < std::min(level_capacity, evaluation.values.size()); ++i) {
      if (kinds != nullptr) kinds[i] = static_cast<int32_t>(evaluation.kinds[i]);
      if (values != nullptr) values[i] = evaluation.values[i];
    }
    if (levels != nullptr) *levels = evaluation.values.size();
    if (allowed != nullptr) *allowed = evaluation.allowed ? 1 : 0;
  });
}

int32_t evenload_solution_outcome(const evenload_solution* solution) { return solution == nullptr ? EVENLOAD_OUTCOME_UNKNOWN : static_cast<int32_t>(solution->result.outcome); }
int32_t evenload_solution_stop(const evenload_solution* solution) { return solution == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(solution->result.stop); }
int64_t evenload_solution_work(const evenload_solution* solution) { return solution == nullptr ? 0 : solution->result.work; }
int64_t evenload_solution_rows(const evenload_solution* solution) { return solution == nullptr ? 0 : static_cast<int64_t>(solution->result.assignment.size()); }
int64_t evenload_solution_columns(const evenload_solution* solution) { return solution == nullptr ? 0 : static_cast<int64_t>(solution->result.load.size()); }
int64_t evenload_solution_levels(const evenload_solution* solution) { return solution == nullptr ? 0 : static_cast<int64_t>(solution->result.levels.size()); }

evenload_status evenload_solution_assignment(evenload_context* context, const evenload_solution* solution, size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.assignment, capacity, out); });
}

evenload_status evenload_solution_load(evenload_context* context, const evenload_solution* solution, size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(needed(solution, "solution").result.load, capacity, out); });
}

evenload_status evenload_solution_level(evenload_context* context, const evenload_solution* solution, int64_t index, evenload_level* out) {
  return guarded(context, [&] { needed(out, "out") = level_at(needed(solution, "solution").result.levels, index); });
}

evenload_status evenload_solution_sorted_ratios(evenload_context* context, const evenload_solution* solution, size_t capacity, double* out, int64_t* count,
                                                int64_t* proven, double* next_bound) {
  return guarded(context, [&] {
    const auto& sorted = needed(solution, "solution").result.sorted_ratios;
    if (!sorted) throw Error({ErrorCode::contradiction, "", "solution", std::nullopt, "a solution of EVENLOAD_BALANCE_LEXIMIN", "another balance"});
    if (out != nullptr || capacity > 0) copy_out(sorted->ratios, capacity, out);
    if (count != nullptr) *count = static_cast<int64_t>(sorted->ratios.size());
    if (proven != nullptr) *proven = sorted->proven;
    if (next_bound != nullptr) *next_bound = sorted->next_bound.value_or(std::numeric_limits<double>::quiet_NaN());
  });
}

void evenload_solution_destroy(evenload_solution** solution) { destroy(solution); }

}  // extern "C"
