/// \file
/// Connected components of a problem: parts that share no column and no group.
#pragma once

#include <cstdint>
#include <vector>

#include "instance.hpp"

namespace evenload::optimize::detail {

struct Component {
  Instance instance;
  std::vector<std::int32_t> rows;     ///< row in the whole, per row of the component; increasing
  std::vector<std::int32_t> columns;  ///< column in the whole; increasing
};

/// In the order of their first rows. Every row and column of the whole is in exactly one.
std::vector<Component> components(const Instance& whole);

}  // namespace evenload::optimize::detail
