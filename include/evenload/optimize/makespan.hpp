/// \file
/// Makespan on unrelated machines: each row (piece of work) to one column (person), the largest
/// column sum as small as possible.
///
/// The kernel knows no domain. Model, bounds and algorithm: docs/models/makespan.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenload/core/control.hpp"

namespace evenload::optimize {

/// In `times`: this column may not take this row.
inline constexpr std::int64_t forbidden_time = -1;

/// n rows, m columns. The spans are read during the call only; an empty optional span means the
/// default named there. All numbers are whole, in units of the caller's choice.
///
/// The largest base load plus the sum over rows of the largest time may be at most 2^62; n and m at
/// most 2^31 - 1. Anything beyond is an OverflowError.
struct MakespanProblem {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::span<const std::int64_t> times;      ///< n * m by rows, >= 0, or `forbidden_time`
  std::span<const std::int64_t> base_load;  ///< m, >= 0: load that is there already; default 0
  std::span<const std::int32_t> start;      ///< n, column or -1: a plan to start from; default none
};

struct MakespanResult {
  /// n, the column of each row; -1 throughout where the outcome is `infeasible`.
  std::vector<std::int32_t> assignment;
  /// m, base load included; the base loads alone where the outcome is `infeasible`.
  std::vector<std::int64_t> load;
  /// The largest load; none where the outcome is `infeasible`.
  std::optional<std::int64_t> objective;
  /// No plan has a smaller largest load; none where the outcome is `infeasible`.
  std::optional<std::int64_t> bound;
  /// `optimal` (objective = bound), `feasible`, or `infeasible` (a row has no column).
  Outcome outcome = Outcome::unknown;
  StopReason stop = StopReason::done;
  std::int64_t work = 0;
};

/// Default of SolveOptions::work_limit for a problem of that size: about a second's work for a
/// hundred rows and ten columns, more where there are more.
std::int64_t default_makespan_work(std::size_t rows, std::size_t columns) noexcept;

/// Minimises the largest load over plans that give every row to one of its columns.
///
/// Lower bounds from the linear relaxation (exactly valued, rounded up) and, for each target value,
/// from knapsack subproblems that may prove that no plan keeps to the target; plans from annealing
/// on the overload above a target, over the pairs that can occur in a better plan; branch and bound
/// where few pairs are left. Rows go to a column of time 0 or to their only column at once.
///
/// Parts of the answer: a plan always (unless infeasible), a bound always. The same answer for the
/// same problem, seed and work on any number of threads; only the clock, the token and the callback
/// can change it. Interrupted, it returns the best plan and bound so far. A unit of work takes some
/// 50 ns; memory beyond the input is linear in rows, columns and the pairs that remain candidates.
///
/// \throws InvalidDataError naming table "problem" (or "options"), the column (field) and the row,
///         the position in that field's array (for `times` the row of the problem); OverflowError
///         where sums could pass 2^62; whatever the progress callback throws.
MakespanResult makespan(const MakespanProblem& problem, const SolveOptions& options = {});

/// Checks a problem as makespan does, without solving it; linear in its size.
/// \throws InvalidDataError, OverflowError
void check(const MakespanProblem& problem);

}  // namespace evenload::optimize
