/// \file
/// Which pairs a plan within a target can use, and which of them are worth trying.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "machines.hpp"

namespace evenload::optimize::detail::machines {

/// Pairs by row, cheapest reduced cost first, and the same pairs by column.
struct Candidates {
  std::vector<std::int32_t> begin;   // rows + 1
  std::vector<std::int32_t> column;  // per pair
  std::vector<std::int64_t> time;    // per pair
  std::vector<std::int32_t> column_begin;  // columns + 1
  std::vector<std::int32_t> row_of;        // rows that have the column as candidate
};

/// At most `most` pairs a row: those that fit `target`, whose reduced cost price * time - least is
/// at most `slack`, and always the cheapest.
Candidates choose_candidates(const Machines& in, std::span<const double> price, std::int64_t target,
                             double slack, int most);

}  // namespace evenload::optimize::detail::machines
