/// \file
/// Generalized assignment: every row (piece of work) to one column (person), least total cost
/// within the columns' capacities.
///
/// The kernel knows no domain. Model, bound and search: docs/models/generalized_assignment.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenload/core/control.hpp"

namespace evenload::optimize {

/// n rows, m columns; `cost` and `weight` are n x m in row-major order. All numbers are whole, in
/// units of the caller's choice, and read during the call only.
///
/// A pair whose weight is above the capacity of its column cannot be used; any such weight (the
/// largest int64, say) forbids a pair, and so does a 0 in `allowed`. Numbers of forbidden pairs are
/// not looked at, except that weights must not be negative. Over allowed pairs, the sum over rows
/// of the largest |cost| and the sum of weights in each column may be at most 2^61; n, m and n x m
/// at most 2^31 - 1. Anything beyond is an OverflowError.
struct GeneralizedAssignmentProblem {
  std::size_t rows = 0;                    ///< n
  std::span<const std::int64_t> cost;      ///< n x m, either sign
  std::span<const std::int64_t> weight;    ///< n x m, >= 0
  std::span<const std::int64_t> capacity;  ///< m, >= 0
  std::span<const std::uint8_t> allowed;  ///< n x m, 0 forbids the pair, 1 does not; default: all 1
  std::span<const std::int32_t>
      start;  ///< n, column or -1; a plan to start from, mended where it breaks a capacity
};

struct GeneralizedAssignmentResult {
  std::vector<std::int32_t>
      assignment;                  ///< n, the column of each row; all -1 where no plan was found
  std::vector<std::int64_t> load;  ///< m
  std::optional<std::int64_t> objective;  ///< sum of costs; none where no plan was found
  std::int64_t bound = 0;  ///< no plan costs less; equal to the objective where the plan is optimal
  std::optional<double> gap;  ///< (objective - bound) / |objective|; 0 where equal, none where only
                              ///< the objective is 0
  Outcome outcome = Outcome::unknown;  ///< optimal and infeasible only where proven
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// Default of SolveOptions::work_limit for a problem of that size.
std::int64_t default_generalized_work(std::size_t rows, std::size_t columns) noexcept;

/// Lagrangian bound with knapsack dynamic programs, search among the pairs of small reduced cost,
/// fixing of pairs by reduced cost, and branch and bound over what is left. Values are compared
/// exactly; the bound is never above the optimum.
///
/// The same answer for the same problem, seed and work, whatever `threads`: the search runs in the
/// calling thread. Only the clock, the token and the callback can change it. Interrupted, it
/// returns the best plan so far. A unit of work takes some 50 ns; memory is linear in n x m, and in
/// the largest dynamic program (at most 32 MB).
/// \throws InvalidDataError naming table "problem" (or "options"), the column (field) and row, the
/// position in that field's array;
///         OverflowError where sums could leave 64 bits; whatever the progress callback throws.
GeneralizedAssignmentResult generalized_assignment(const GeneralizedAssignmentProblem& problem,
                                                   const SolveOptions& options = {});

/// Checks a problem as generalized_assignment does, without solving it: linear in its size.
/// \throws InvalidDataError, OverflowError
void check(const GeneralizedAssignmentProblem& problem);

}  // namespace evenload::optimize
