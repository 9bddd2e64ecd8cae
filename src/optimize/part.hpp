/// \file
/// A component on its way through the solver: instance, plan, and what is known to be optimal.
#pragma once

#include <optional>

#include "components.hpp"
#include "guided_search.hpp"
#include "plan.hpp"

namespace evenload::optimize::detail {

/// What a search leaves behind.
struct Found {
  Plan plan;
  LevelPrices prices;                         ///< of whole-number levels, where some were found on the way
  std::optional<RowMultipliers> multipliers;  ///< of the balance level, where columns' knapsacks were used
  std::optional<Multipliers> balance_prices;  ///< of the balance level, where the relaxation of loads led the search
};

struct Part : Found {
  Component component;
  bool levels_closed = false;   ///< whole-number levels (and the part's own peak) proven by exact search
  bool balance_closed = false;  ///< balance too, given the limits of the last stage
};

}  // namespace evenload::optimize::detail
