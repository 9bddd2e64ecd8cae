/// \file
/// Small generalized assignment problems and their solution by trying everything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "evenload/optimize/generalized_assignment.hpp"

namespace evenload::test {

/// Owns what a GeneralizedAssignmentProblem refers to.
struct AssignmentData {
  std::size_t rows = 0;
  std::vector<std::int64_t> cost, weight, capacity;
  std::vector<std::uint8_t> allowed;
  std::vector<std::int32_t> start;

  optimize::GeneralizedAssignmentProblem view() const {
    optimize::GeneralizedAssignmentProblem p;
    p.rows = rows;
    p.cost = cost;
    p.weight = weight;
    p.capacity = capacity;
    p.allowed = allowed;
    p.start = start;
    return p;
  }
  bool usable(std::size_t at, std::size_t j) const {
    return (allowed.empty() || allowed[at] != 0) && weight[at] <= capacity[j];
  }

  /// Cost of a plan by the definition; nothing where it is not a plan.
  std::optional<std::int64_t> value(const std::vector<std::int32_t>& plan) const {
    const std::size_t columns = capacity.size();
    if (plan.size() != rows) return std::nullopt;
    std::vector<std::int64_t> left(capacity);
    std::int64_t total = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      if (plan[i] < 0 || static_cast<std::size_t>(plan[i]) >= columns) return std::nullopt;
      const auto j = static_cast<std::size_t>(plan[i]);
      const std::size_t at = i * columns + j;
      if (!usable(at, j) || weight[at] > left[j]) return std::nullopt;
      left[j] -= weight[at];
      total += cost[at];
    }
    return total;
  }

  /// Least cost over all plans; nothing where there is none.
  std::optional<std::int64_t> least() const {
    std::optional<std::int64_t> best;
    std::vector<std::int64_t> left(capacity);
    const std::size_t columns = capacity.size();
    const std::function<void(std::size_t, std::int64_t)> from = [&](std::size_t i,
                                                                    std::int64_t total) {
      if (i == rows) {
        if (!best || total < *best) best = total;
        return;
      }
      for (std::size_t j = 0; j < columns; ++j) {
        const std::size_t at = i * columns + j;
        if (!usable(at, j) || weight[at] > left[j]) continue;
        left[j] -= weight[at];
        from(i + 1, total + cost[at]);
        left[j] += weight[at];
      }
    };
    from(0, 0);
    return best;
  }
};

/// Type D of the literature: cost and weight pull in opposite directions, which makes it hard.
inline AssignmentData hard_assignment(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  AssignmentData data;
  data.rows = rows;
  std::vector<std::int64_t> total(columns, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      const auto weight = static_cast<std::int64_t>(1 + random() % 100);
      data.weight.push_back(weight);
      data.cost.push_back(111 - weight + static_cast<std::int64_t>(random() % 21) - 10);
      total[j] += weight;
    }
  }
  for (const std::int64_t sum : total)
    data.capacity.push_back(sum * 4 / (5 * static_cast<std::int64_t>(columns)));
  return data;
}

inline std::ostream& operator<<(std::ostream& out, const AssignmentData& data) {
  const std::size_t columns = data.capacity.size();
  out << data.rows << " x " << columns << ", capacity";
  for (const auto value : data.capacity) out << ' ' << value;
  for (std::size_t i = 0; i < data.rows; ++i) {
    out << "\n  row " << i << (data.start.empty() ? "" : " start " + std::to_string(data.start[i]))
        << ':';
    for (std::size_t j = 0; j < columns; ++j) {
      const std::size_t at = i * columns + j;
      out << ' ' << data.cost[at] << '/' << data.weight[at]
          << (data.allowed.empty() || data.allowed[at] != 0 ? "" : "x");
    }
  }
  return out << '\n';
}

}  // namespace evenload::test
