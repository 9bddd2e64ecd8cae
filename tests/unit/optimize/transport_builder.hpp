/// \file
/// Transport problems that own their arrays.
#pragma once

#include <cstdint>
#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "evenload/optimize/convex_transport.hpp"

namespace evenload::test {

struct TransportArrays {
  std::vector<std::int64_t> indptr{0}, cost, slot_indptr{0}, slot_cost, prices;
  std::vector<std::int32_t> indices, start;

  TransportArrays& row(const std::vector<std::pair<std::int32_t, std::int64_t>>& pairs) {
    for (const auto& [column, value] : pairs) {
      indices.push_back(column);
      cost.push_back(value);
    }
    indptr.push_back(static_cast<std::int64_t>(indices.size()));
    return *this;
  }
  TransportArrays& column(const std::vector<std::int64_t>& slots) {
    slot_cost.insert(slot_cost.end(), slots.begin(), slots.end());
    slot_indptr.push_back(static_cast<std::int64_t>(slot_cost.size()));
    return *this;
  }
  optimize::ConvexTransportProblem problem() const {
    optimize::ConvexTransportProblem p;
    p.indptr = indptr;
    p.indices = indices;
    p.cost = cost;
    p.columns = static_cast<std::int64_t>(slot_indptr.size()) - 1;
    p.slot_indptr = slot_indptr;
    p.slot_cost = slot_cost;
    p.start = start;
    p.prices = prices;
    return p;
  }
};

struct TransportShape {
  int rows = 1000, columns = 50, degree = 6;
  std::int64_t most_cost = 50;
  double slots_per_row = 1.6;
  std::int64_t slope = 1;  ///< of the slot costs, about
  bool skewed = false;     ///< costs over all magnitudes; a third of the pairs in column 0
};

inline TransportArrays random_transport(const TransportShape& shape, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  TransportArrays arrays;
  const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); };
  std::vector<char> chosen(static_cast<std::size_t>(shape.columns));
  for (int i = 0; i < shape.rows; ++i) {
    std::fill(chosen.begin(), chosen.end(), 0);
    for (int k = 0; k < shape.degree; ++k) {
      const std::int64_t j = shape.skewed && below(3) == 0 ? 0 : below(shape.columns);
      chosen[static_cast<std::size_t>(j)] = 1;
    }
    std::vector<std::pair<std::int32_t, std::int64_t>> pairs;
    for (int j = 0; j < shape.columns; ++j) {
      if (chosen[static_cast<std::size_t>(j)] == 0) continue;
      pairs.emplace_back(j, shape.skewed ? below(shape.most_cost >> below(8)) : below(shape.most_cost + 1));
    }
    arrays.row(pairs);
  }
  const auto slots = static_cast<std::int64_t>(shape.slots_per_row * shape.rows / shape.columns);
  for (int j = 0; j < shape.columns; ++j) {
    const std::int64_t own = shape.slope == 0 ? 0 : below(shape.slope + 1) + shape.slope / 2;
    std::vector<std::int64_t> costs;
    for (std::int64_t k = 0; k < slots; ++k) costs.push_back(own * k);
    arrays.column(costs);
  }
  return arrays;
}

}  // namespace evenload::test
