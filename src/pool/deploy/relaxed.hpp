/// \file
/// The relaxed problem: every member follows a mixture of ways. Private.
#pragma once

#include <utility>
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
  double weight = 0;  ///< in the mixture last found
};

/// objective >= constant + sum of the members' priced ways, for every plan: equation (17).
struct Minorant {
  std::vector<double> slope;         ///< [u][t] of an effective minute
  std::vector<double> burden_price;  ///< [p]
  std::vector<double> least;         ///< [p] the members' cheapest ways
  double constant = 0;
  double bound = 0;  ///< constant plus the least ways, rounded to the safe side
};

/// "This member is at that unit in that period."
struct Fix {
  int member, period, unit;
};

/// Bounds under fixes, and the mixtures that come with them. Ways that one call found serve the next.
class Relaxation {
 public:
  Relaxation(const DeployInstance& in, std::vector<Paths>& paths, optimize::detail::Team& team);

  struct Answer {
    double bound = 0;  ///< infinite where no plan keeps the fixes
    Minorant best;     ///< the one that gives the bound
  };
  /// \param from  a minorant to begin with, narrowed to the fixes, and the way that it gives the member of the last one
  /// \param cutoff  bounds at or above it are of no interest
  Answer solve(const std::vector<Fix>& fixes, const Minorant* from, const Schedule* way, double cutoff, int rounds,
               std::int64_t work);
  /// The minorant under one fix more: its bound, and the member's cheapest way. Other members keep to `fixes`.
  Minorant narrowed(const Minorant& minorant, const std::vector<Fix>& fixes, const Fix& next, Schedule& way);

  const std::vector<std::vector<Column>>& columns() const noexcept { return columns_; }
  const std::vector<Minorant>& last_minorants() const noexcept { return last_; }
  /// Puts the fixes into the paths, whose `within` then walks under them.
  void set(const std::vector<Fix>& fixes);
  std::int64_t spent() const noexcept { return spent_; }

 private:
  void start_mixture(const std::vector<Fix>& fixes);
  void mix();
  double fairness(double width, std::vector<double>& price) const;
  double burden_width() const;
  double evaluate(double width, std::vector<double>& slope, std::vector<double>& burden_price);
  void improve(double width);
  bool answer_ways(Minorant& minorant, bool& news);
  bool add(int member, const Schedule& way);
  double safe(const Minorant& minorant) const;

  const DeployInstance& in_;
  std::vector<Paths>& paths_;
  optimize::detail::Team& team_;
  SmoothLoss loss_;
  Risk risk_;
  std::size_t cells_;
  double typical_;  // minutes of a member in a week
  std::vector<std::vector<Column>> columns_;
  std::vector<std::vector<int>> active_;  // columns that keep the fixes
  std::vector<Minorant> last_;
  std::vector<double> mixture_, burden_, losses_, weights_, slope_, burden_price_;
  double cost_ = 0;
  double value_ = 0;
  std::int64_t spent_ = 0;
  Contribution contribution_;
};

}  // namespace evenload::pool::detail
