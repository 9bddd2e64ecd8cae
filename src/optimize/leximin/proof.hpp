/// \file
/// How many of the sorted ratios are proven, and a bound of the first that is not (equations 38 to 41).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "src/optimize/plan.hpp"

namespace evenload::optimize::detail {

/// Of sorted ratios v: no plan that meets the earlier levels and has its first `proven` ratios no larger than these has a smaller one
/// among them, nor a ratio below `next` at the position after them.
struct RatioProof {
  std::vector<Ratio> ratios;  ///< sorted, of the plan
  std::size_t proven = 0;
  Ratio next;                 ///< where not all are proven
  bool all() const noexcept { return proven == ratios.size(); }
};

/// From base loads and from sets of columns that rows cannot leave. `earlier` are the plan's whole-number levels; `first` is a bound of
/// the largest ratio that is known already.
RatioProof prove_ratios(const Instance& instance, const WholeLevels& earlier, const Plan& plan, const Ratio& first);

/// All ratios of parts that share no column, as one sorted list.
RatioProof merged(std::span<const RatioProof> parts);

}  // namespace evenload::optimize::detail
