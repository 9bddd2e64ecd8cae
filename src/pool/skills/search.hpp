/// \file
/// Which skills to buy, and what no purchase can pass. Private.
/// docs/models/cross_training.md (8), (9).
#pragma once

#include <vector>

#include "src/pool/skills/model.hpp"

namespace evenload::pool::skills {

struct Purchase {
  std::size_t most = 0;  ///< skills
  double budget = 0;     ///< money; infinity: none
  bool look_ahead = true;
};

/// The order that buys most on the evaluator's scenarios, nested: each step adds one candidate.
/// \throws Cancelled
Design best_order(const DesignEvaluator& search, const Purchase& purchase);

/// Upper bounds of the gain over today that 1, 2, …, `most` candidates can bring, on the
/// evaluator's scenarios. \throws Cancelled
std::vector<ScenarioMean> gain_bounds(const DesignEvaluator& search, std::size_t most);

}  // namespace evenload::pool::skills
