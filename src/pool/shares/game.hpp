/// \file
/// Games and their exact linear programs. Private. docs/models/cost_shares.md (3)-(8).
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace evenload::pool::shares {

using Fraction = boost::multiprecision::cpp_rational;

inline bool holds(std::uint32_t coalition, std::size_t player) {
  return (coalition >> player & 1U) != 0;
}

/// x(S) = cost + excess for all solutions that follow.
struct FixedCoalition {
  std::uint32_t coalition = 0;
  Fraction excess;
};

struct LeastExcess {
  Fraction excess;
  std::vector<Fraction> shares;
  /// Coalitions with a weight above 0: their excess is the least one in every optimal solution.
  std::vector<std::pair<std::uint32_t, Fraction>> weights;
};

/// min ε: x(N) = cost[N], x(S) = cost[S] + excess for the fixed, x(S) <= cost[S] + ε for the others
/// that the fixed ones do not decide already. Column generation on the dual, exact.
LeastExcess least_excess(std::size_t players, std::span<const double> cost,
                         std::span<const FixedCoalition> fixed);

/// Which coalitions' sums follow from those of N and `fixed`.
std::vector<char> decided(std::size_t players, std::span<const FixedCoalition> fixed);

/// All excesses as small as can be, the largest first (Kopelowitz). `first`: the least excess.
std::vector<Fraction> nucleolus(std::size_t players, std::span<const double> cost,
                                const LeastExcess& first);

std::vector<double> shapley(std::size_t players, std::span<const double> cost);

}  // namespace evenload::pool::shares
