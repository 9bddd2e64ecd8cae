/// \file
/// The relaxed problem: every member follows a mixture of ways. Private.
#pragma once

#include <memory>
#include <vector>

#include "evenload/core/control.hpp"
#include "loss.hpp"
#include "paths.hpp"
#include "src/optimize/team.hpp"

namespace evenload::pool::detail {

/// A way that pricing found.
struct Column {
  Schedule way;
  std::vector<std::pair<int, double>> supply;  ///< [u * weeks + t], minutes
  double cost = 0;
  double burden = 0;
  double weight = 0;  ///< in the mixture
};

/// objective >= constant + sum of the members' priced ways, for every plan: equation (17).
struct Minorant {
  std::vector<double> slope;         ///< [u][t] of an effective minute
  std::vector<double> burden_price;  ///< [p]
  double constant = 0;
  double bound = 0;  ///< constant plus the least ways, rounded to the safe side
};

struct RelaxedAnswer {
  double bound = 0;
  std::vector<std::vector<Column>> columns;  ///< [p], with the weights of the mixture
  Minorant best;                             ///< the one that gives the bound
  std::vector<Minorant> others;              ///< the last ones, for pruning
  bool feasible = true;
};

/// \param upper objective of a plan that is known: the relaxation stops where its bound is within `enough` of it
RelaxedAnswer solve_relaxed(const DeployInstance& in, std::vector<Paths>& paths, double upper, double enough,
                            optimize::detail::Team& team, std::int64_t work);

}  // namespace evenload::pool::detail
