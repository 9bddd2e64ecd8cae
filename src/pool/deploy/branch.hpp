/// \file
/// Branch and bound over where members are. Private.
#pragma once

#include <vector>

#include "search.hpp"

namespace evenload::pool::detail {

struct BranchAnswer {
  double bound = 0;
  bool proven = false;  ///< `ways` is a best plan
};

/// Begins with the relaxation's answer without fixes. `ways` is the best plan known, and may become better.
BranchAnswer branch_and_bound(const DeployInstance& in, std::vector<Paths>& paths, Relaxation& relaxation,
                              Relaxation::Answer root, std::vector<Schedule>& ways, std::uint64_t seed,
                              std::int64_t work, optimize::detail::Team& team);

}  // namespace evenload::pool::detail
