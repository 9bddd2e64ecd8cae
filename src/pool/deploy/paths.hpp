/// \file
/// The cheapest way of one member through the weeks at given prices, and all ways within a margin. Private.
///
/// A way is a sequence of stays. What a stay is worth depends on the level at which it begins, on whether cases of
/// the unit before are kept, and, where the member goes back, on the level left there: a shortest path on a graph that
/// is expanded over time and level (docs/models/pool_deployment.md, equations 12 to 15).
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "schedule.hpp"

namespace evenload::pool::detail {

class Paths {
 public:
  Paths(const DeployInstance& in, int member);

  /// From the next `price` on only ways that are there in that period; periods that are not named are open.
  void fix(std::vector<std::pair<int, int>> period_and_unit) { fixed_ = std::move(period_and_unit); }
  /// Prices: `slope` [u][t] of an effective minute (below 0: it helps), and of a unit of burden. Returns the least
  /// cost over all ways; infinite where there is none.
  double price(std::span<const double> slope, double burden_price);
  /// The way that `price` found.
  Schedule best() const;
  /// Calls visit(way, cost) for all ways that cost no more than the least plus `margin`; false from it ends the walk.
  /// Returns whether all were visited.
  bool within(double margin, const std::function<bool(const Schedule&, double)>& visit) const;
  /// Steps of the last `price`.
  std::int64_t steps() const noexcept { return steps_; }

 private:
  struct Node {  // on arrival
    int begin, unit, level, before, before_level;
    bool keeps;
  };
  std::size_t stay_index(bool keeps, int t, int unit, int level) const {
    return ((static_cast<std::size_t>(keeps ? 1 : 0) * (in_.periods + 1) + t) * in_.units + unit) * in_.levels + level;
  }
  std::size_t node_index(const Node& n) const {
    return (stay_index(n.keeps, n.begin, n.unit, n.level) * in_.units + n.before) * in_.levels + n.before_level;
  }
  // Periods innermost: stays are summed over when they end.
  std::size_t leave_index(int t, int unit, int level) const {
    return (static_cast<std::size_t>(unit) * in_.levels + level) * (in_.periods + 1) + t;
  }
  /// Adds up a stay from `begin` on; one entry more than there are periods left.
  void run_costs(bool keeps, int begin, int unit, int level, std::vector<double>& into) const;
  double kept_value(int t, int unit, int level) const;
  double handed_value(int t, int unit) const;
  double value(const Node& node) const;
  void fill_values();
  void fill_stays(int t);
  double return_value(const Node& node);
  void fill_moves(int t);
  void fill_leave(int t);
  std::size_t move_index(int t, int from, int left, int to, int entry) const {
    const std::size_t pair = (static_cast<std::size_t>(from) * in_.levels + left) * in_.units + to;
    return (pair * in_.levels + entry) * (in_.periods + 1) + t;
  }
  bool returns_matter(int unit, int before, int before_level) const;
  int first_end(int begin, int stayed) const { return std::min(in_.periods, std::max(begin, begin + in_.minimum_stay - stayed)); }

  template <class Visit>
  bool for_each_next(int t, int unit, int level, const Node* from, double cost, const Visit& visit) const;
  bool walk(const Node& node, double cost, double most, Schedule& way,
            const std::function<bool(const Schedule&, double)>& visit) const;
  bool walk_start(double most, const std::function<bool(const Schedule&, double)>& visit) const;

  const DeployInstance& in_;
  int member_;
  std::vector<std::pair<int, int>> fixed_;
  std::vector<int> units_;      // for which the member is qualified
  std::vector<double> slope_;   // of the last call
  double burden_price_ = 0;
  std::vector<double> stay_;    // least cost from arrival on, the unit before being forgotten
  std::vector<double> leave_;   // least cost from leaving on
  std::vector<double> node_;    // least cost from arrival on; only where going back may pay
  std::vector<double> moved_;   // least cost from leaving on, by where to and the level there; without the price of the move
  std::vector<double> kept_;    // [t][u][level] what keeping the cases of a unit is worth
  std::vector<int> least_left_;  // [u]: no stay that ends before the plan does ends at a lower level
  int most_entry_ = 0;           // nobody comes back at a higher one
  std::vector<double> period_;  // [u][period]: cost of a period there without its minutes
  mutable std::vector<double> run_;
  double least_ = 0;
  std::int64_t steps_ = 0;
  bool goes_back_ = false;
};

}  // namespace evenload::pool::detail
