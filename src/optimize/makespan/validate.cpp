// Checks a makespan problem before anything is computed.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/makespan.hpp"
#include "src/optimize/problem_checks.hpp"

namespace evenload::optimize {

namespace detail::machines {

namespace {

constexpr std::int64_t most_total = std::int64_t{1} << 62;

/// check() itself.
void check_problem(const MakespanProblem& problem) {
  const std::size_t n = problem.rows;
  const std::size_t m = problem.columns;
  if (n > most_elements) refuse_overflow("rows", std::nullopt, "at most 2147483647", std::to_string(n));
  if (m > most_elements) refuse_overflow("columns", std::nullopt, "at most 2147483647", std::to_string(m));
  check_length("times", problem.times.size(), n * m);
  if (!problem.base_load.empty()) check_length("base_load", problem.base_load.size(), m);
  if (!problem.start.empty()) check_length("start", problem.start.size(), n);
  std::int64_t total = 0;
  for (std::size_t j = 0; j < problem.base_load.size(); ++j) {
    const std::int64_t load = problem.base_load[j];
    if (load < 0)
      refuse(ErrorCode::negative_value, "base_load", static_cast<std::int64_t>(j),
             "a whole number of at least 0", std::to_string(load));
    if (load > most_total)
      refuse_overflow("base_load", static_cast<std::int64_t>(j), "at most 2^62", std::to_string(load));
    total = std::max(total, load);
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::int64_t longest = 0;
    for (const std::int64_t time : problem.times.subspan(i * m, m)) {
      if (time < forbidden_time)
        refuse(ErrorCode::negative_value, "times", static_cast<std::int64_t>(i),
               "a whole number of at least 0, or -1 for a forbidden pair", std::to_string(time));
      longest = std::max(longest, time);
    }
    if (longest > most_total - total)
      refuse_overflow("times", static_cast<std::int64_t>(i),
                      "largest times and the largest base load of a sum of at most 2^62",
                      "more, from this row on");
    total += longest;
  }
  for (std::size_t i = 0; i < problem.start.size(); ++i) {
    const std::int32_t column = problem.start[i];
    if (column >= -1 && (column < 0 || static_cast<std::size_t>(column) < m)) continue;
    refuse(ErrorCode::out_of_range, "start", static_cast<std::int64_t>(i),
           "a column from 0 to " + std::to_string(static_cast<std::int64_t>(m) - 1) + " or -1",
           std::to_string(column));
  }
}

}  // namespace

}  // namespace detail::machines

void check(const MakespanProblem& problem) { detail::machines::check_problem(problem); }

}  // namespace evenload::optimize
