// Uses the library as a program outside the project does: three pieces of work, two people.
#include <cstdint>
#include <cstdio>
#include <vector>

#include <evenload/core/version.hpp>
#include <evenload/optimize/balanced_assignment.hpp>

int main() {
  const std::vector<std::int64_t> indptr{0, 2, 4, 6};
  const std::vector<std::int32_t> indices{0, 1, 0, 1, 0, 1};
  const std::vector<std::int64_t> weight{4, 3, 3};
  const std::vector<std::int64_t> capacity{10, 10};

  evenload::optimize::BalancedAssignmentProblem problem;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  const auto result = evenload::optimize::balanced_assignment(problem);

  // The best split is 4 against 3 + 3.
  const bool right = result.assignment.size() == 3 && result.assignment[1] == result.assignment[2] &&
                     result.assignment[0] != result.assignment[1];
  std::printf("evenload %d.%d.%d: %s\n", evenload::header_version.major,
              evenload::header_version.minor, evenload::header_version.patch,
              right ? "as expected" : "wrong answer");
  return right ? 0 : 1;
}
