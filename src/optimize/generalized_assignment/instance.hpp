/// \file
/// A generalized assignment as the search sees it: checked, forbidden pairs marked, costs from the
/// least of each row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "evenload/optimize/generalized_assignment.hpp"

namespace evenload::optimize::detail::generalized {

/// Cost above the least of the row, and weight; a negative weight marks a forbidden pair.
struct Cell {
  std::int64_t cost = 0;
  std::int64_t weight = -1;
  bool allowed() const noexcept { return weight >= 0; }
};

struct Instance {
  int rows = 0;
  int columns = 0;
  std::vector<std::int64_t> capacity;  ///< per column
  std::vector<Cell> cells;             ///< row-major
  std::int64_t base_cost = 0;          ///< sum of the least costs of the rows
  std::int64_t most_cost =
      0;  ///< sum of the rows' largest cell costs; no plan is dearer (equation 3)
  std::int32_t stuck_row = -1;  ///< first row without any pair, or -1

  const Cell& cell(int row, int column) const noexcept {
    return cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                 static_cast<std::size_t>(column)];
  }
};

/// Can the pair be used?
inline bool usable(const GeneralizedAssignmentProblem& problem, std::size_t row,
                   std::size_t column) noexcept {
  const std::size_t at = row * problem.capacity.size() + column;
  return problem.weight[at] <= problem.capacity[column] &&
         (problem.allowed.empty() || problem.allowed[at] != 0);
}

/// The problem must have passed check().
Instance make_instance(const GeneralizedAssignmentProblem& problem);

/// Column of each row, with loads and cost kept beside it. Any row may be unassigned (-1).
struct Plan {
  std::vector<std::int32_t> column;
  std::vector<std::int64_t> load;
  std::int64_t cost = 0;
};

/// Loads and cost of these columns; allowed pairs only.
Plan valued(const Instance& instance, std::vector<std::int32_t> column);
/// Every row placed and no load above its capacity.
bool feasible(const Instance& instance, const Plan& plan) noexcept;

}  // namespace evenload::optimize::detail::generalized
