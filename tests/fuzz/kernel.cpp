/// \file
/// Bytes as the arrays of a balanced assignment: refused with an error, or an allowed plan whose bounds are not above its values.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/balanced_assignment.hpp"

namespace {

/// Reads small whole numbers off the bytes; zeros past their end.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  int small(int below) { return below <= 0 ? 0 : byte() % below; }
  /// Mostly small, now and then negative or huge.
  std::int64_t number() {
    const int kind = byte();
    if (kind == 255) {
      std::int64_t wide = 0;
      for (int i = 0; i < 8; ++i) wide = static_cast<std::int64_t>((static_cast<std::uint64_t>(wide) << 8) | static_cast<std::uint64_t>(byte()));
      return wide;
    }
    return kind == 254 ? -static_cast<std::int64_t>(byte()) : byte();
  }
  std::vector<std::int64_t> numbers(std::size_t count) {
    std::vector<std::int64_t> values(count);
    for (auto& value : values) value = number();
    return values;
  }

 private:
  int byte() { return at_ < size_ ? data_[at_++] : 0; }
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const auto rows = static_cast<std::size_t>(bytes.small(7));
  const auto columns = static_cast<std::size_t>(bytes.small(5));
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      if (bytes.small(3) != 0) indices.push_back(static_cast<std::int32_t>(column));
    }
    indptr.push_back(static_cast<std::int64_t>(indices.size()));
  }
  const std::vector<std::int64_t> weight = bytes.numbers(rows);
  const std::vector<std::int64_t> capacity = bytes.numbers(columns);
  const std::vector<std::int64_t> base = bytes.numbers(columns);
  const std::vector<std::int64_t> cost = bytes.numbers(indices.size());
  std::vector<std::int32_t> row_class(rows);
  for (auto& value : row_class) value = bytes.small(4);
  std::vector<std::int32_t> group(rows);
  std::vector<std::uint8_t> marked(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    group[row] = bytes.small(3) - 1;
    marked[row] = static_cast<std::uint8_t>(bytes.small(2));
  }
  evenload::optimize::BalancedAssignmentProblem problem;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.capacity = capacity;
  problem.base_load = base;
  problem.cost = cost;
  problem.row_class = row_class;
  if (bytes.small(2) != 0) problem.row_group = group;
  if (bytes.small(2) != 0) problem.row_marked = marked;
  evenload::SolveOptions options;
  options.threads = 1;
  options.work_limit = 20000;
  try {
    problem.cost_weight = evenload::Rational(bytes.small(9), 1 + bytes.small(9));
    problem.balance = static_cast<evenload::optimize::Balance>(bytes.small(2));
    const auto result = evenload::optimize::balanced_assignment(problem, options);
    if (!evenload::optimize::evaluate(problem, result.assignment).allowed) std::abort();
    for (const auto& level : result.levels) {
      if (level.bound > level.value) std::abort();
    }
  } catch (const evenload::Error&) {
  }
  return 0;
}
