/// \file
/// A component on its way through the solver: instance, plan, and what is known to be optimal.
#pragma once

#include <optional>

#include "components.hpp"
#include "guided_search.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

struct Part {
  Component component;
  Plan plan;
  bool levels_closed = false;   ///< whole-number levels (and the part's own peak) proven by exact search
  LevelPrices prices;           ///< of whole-number levels, where some were found on the way
  std::optional<RowMultipliers> multipliers;  ///< of the balance level, where columns' knapsacks were used
  bool balance_closed = false;  ///< balance too, given the limits of the last stage
};

}  // namespace evenload::optimize::detail
