/// \file
/// Levels of an answer, as C shows them.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"
#include "guard.hpp"

namespace evenload::c_api {

/// \throws Error(out_of_range) past the last level.
inline evenload_level level_at(const std::vector<optimize::Level>& levels, int64_t index) {
  if (index < 0 || static_cast<std::uint64_t>(index) >= levels.size()) {
    throw Error({ErrorCode::out_of_range, "", "index", std::nullopt, "a level below " + std::to_string(levels.size()), std::to_string(index)});
  }
  const optimize::Level& level = levels[static_cast<std::size_t>(index)];
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return {static_cast<int32_t>(level.kind), level.proven ? 1 : 0, level.value, level.bound, level.gap.value_or(none), level.absolute_gap, level.variable_gap.value_or(none)};
}

}  // namespace evenload::c_api
