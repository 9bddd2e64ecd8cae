// Checks a problem before anything is computed: shapes, ranges, and sums that must stay in exact
// range.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "instance.hpp"
#include "src/optimize/problem_checks.hpp"

namespace evenload::optimize {

namespace {

using namespace detail;

constexpr std::int64_t most_total = std::int64_t{1} << 61;

/// Adds where the total stays at or below most_total.
void add_to(std::int64_t& total, std::int64_t value, const char* column, std::size_t at) {
  if (value > most_total - total) {
    refuse_overflow(column, static_cast<std::int64_t>(at), "a sum of at most 2^61",
                    "more, from this element on");
  }
  total += value;
}

void check_sums(const GeneralizedAssignmentProblem& p) {
  const std::size_t columns = p.capacity.size();
  std::int64_t cost = 0;
  std::vector<std::int64_t> weight(columns, 0);
  for (std::size_t i = 0; i < p.rows; ++i) {
    std::int64_t largest = 0;
    std::size_t where = i * columns;
    for (std::size_t j = 0; j < columns; ++j) {
      if (!detail::generalized::usable(p, i, j)) continue;
      const std::size_t at = i * columns + j;
      const std::int64_t value = p.cost[at];
      if (value < -most_total || value > most_total)
        refuse_overflow("cost", static_cast<std::int64_t>(at), "a number from -2^61 to 2^61",
                        std::to_string(value));
      const std::int64_t size = value < 0 ? -value : value;
      if (size > largest) {
        largest = size;
        where = at;
      }
      add_to(weight[j], p.weight[at], "weight", at);
    }
    add_to(cost, largest, "cost", where);
  }
}

}  // namespace

void check(const GeneralizedAssignmentProblem& p) {
  // Sizes first: nothing is read or allocated for arrays that are too long.
  const std::size_t columns = p.capacity.size();
  if (columns > most_elements)
    refuse_overflow("capacity", std::nullopt, "at most 2147483647 elements",
                    std::to_string(columns));
  if (p.rows > most_elements)
    refuse_overflow("rows", std::nullopt, "at most 2147483647", std::to_string(p.rows));
  if (columns > 0 && p.rows > most_elements / columns) {
    refuse_overflow("rows", std::nullopt, "at most 2147483647 pairs of rows and columns",
                    std::to_string(p.rows) + " x " + std::to_string(columns));
  }
  check_length("cost", p.cost.size(), p.rows * columns, false);
  check_length("weight", p.weight.size(), p.rows * columns, false);
  check_length("allowed", p.allowed.size(), p.rows * columns, true);
  check_length("start", p.start.size(), p.rows, true);
  check_at_least("capacity", p.capacity, 0);
  check_at_least("weight", p.weight, 0);
  for (std::size_t at = 0; at < p.allowed.size(); ++at) {
    if (p.allowed[at] > 1)
      refuse(ErrorCode::out_of_range, "allowed", static_cast<std::int64_t>(at), "0 or 1",
             std::to_string(p.allowed[at]));
  }
  for (std::size_t i = 0; i < p.start.size(); ++i) {
    if (p.start[i] >= -1 && p.start[i] < static_cast<std::int64_t>(columns)) continue;
    refuse(ErrorCode::out_of_range, "start", static_cast<std::int64_t>(i),
           "a whole number from -1 to " + std::to_string(static_cast<std::int64_t>(columns) - 1),
           std::to_string(p.start[i]));
  }
  check_sums(p);
}

}  // namespace evenload::optimize
