/// \file
/// One member's way through the weeks. Private.
#pragma once

#include <cstdint>
#include <vector>

#include "instance.hpp"

namespace evenload::pool::detail {

/// From its first period to the next stay's.
struct Stay {
  int unit = 0;
  int begin = 0;
  bool keeps = false;  ///< cases of the unit before
  friend bool operator==(const Stay&, const Stay&) = default;
};
using Schedule = std::vector<Stay>;

/// What one schedule does.
struct Contribution {
  std::vector<double> supply;  ///< [u][t] effective minutes, whole numbers
  double cost = 0;             ///< place, change, move, hand-over; whole number
  double burden = 0;
};

/// Parts of the cost, for those who ask.
struct CostParts {
  std::int64_t place_and_change = 0, move = 0, hand_over = 0;
};

/// Does the schedule keep every rule (qualified, open, minimum stay, blocks, start)?
bool allowed(const DeployInstance& in, int member, const Schedule& schedule);
/// Equations (1) to (6) of docs/models/pool_deployment.md. `into` is overwritten.
void contribute(const DeployInstance& in, int member, const Schedule& schedule, Contribution& into,
                CostParts* parts = nullptr);

}  // namespace evenload::pool::detail
