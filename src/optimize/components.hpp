/// \file
/// Connected components of a problem: parts that share no column and no group.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "instance.hpp"

namespace evenload::optimize::detail {

struct Component {
  Instance instance;
  std::vector<std::int32_t> rows;     ///< row in the whole, per row of the component; increasing
  std::vector<std::int32_t> columns;  ///< column in the whole; increasing
};

/// In the order of their first rows. Every row and column of the whole is in exactly one.
/// Nothing where `stop` was requested before they were all there.
std::vector<Component> components(const Instance& whole, const std::stop_token& stop = {});

/// All columns, and the rows that count on this level or an earlier one while they are left out, with the marked rows they wait for.
Component leading_rows(const Instance& whole, int level);

}  // namespace evenload::optimize::detail
