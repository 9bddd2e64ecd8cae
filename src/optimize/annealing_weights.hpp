/// \file
/// What makes one number of all levels while annealing, and the scales that temperatures and weights follow.
#pragma once

#include <array>

#include "search_state.hpp"

namespace evenload::optimize::detail {

/// One cycle of annealing that aims at a whole-number level. Units are the row priority of that level, and for loads that priority by
/// weight.
struct Aim {
  double share;       ///< of the work
  double hot;         ///< temperature at the begin, in mean priorities of the level's rows
  double cold;        ///< at the end, in units of priority
  double over_first;  ///< what a unit of overload above an earlier level costs at first
  double over_last;   ///< and at the end
  double left_last;   ///< what leaving out a row of an earlier level costs at the end
};
/// The first cycle places all rows and then presses the overload out; it goes far where there is room. The second trades rows of an
/// earlier level with patience, which a level that is tied to exact loads needs. Loads above the hard limits count as overload of an
/// earlier level does, twice. Found by trying on several families.
inline constexpr std::array<Aim, 2> aims{{{0.45, 0.1, 0.05, 0.02, 400, 40'000}, {0.45, 0.4, 0.2, 0.5, 20, 80}}};

class AnnealingWeights {
 public:
  /// \param aim_level the one aimed at; order.count or more: none
  /// \param below_peak loads above the soft limits come between the whole-number levels and balance
  /// \param limits_give_way they come before all levels
  /// \param balance of the first plan, about
  AnnealingWeights(const Instance& instance, int aim_level, bool below_peak, bool limits_give_way, double balance);

  /// No compound move trades an earlier level for later ones.
  const Weights& strict() const noexcept { return strict_; }
  /// Between weights that let levels be traded for a while (t = 0) and the strict ones (1).
  Weights hardened(double t) const;
  /// Balance is hardly heard, later levels hardly count; earlier ones give way at first, hardly at the end (t = 1).
  Weights aimed(const Aim& cycle, double t) const;

  double hot(const Aim& cycle) const noexcept { return unit_ * priority_ * cycle.hot; }
  double cold(const Aim& cycle) const noexcept { return unit_ * cycle.cold; }
  /// Effect of an ordinary move on the balance value, costs included or not.
  double typical() const noexcept { return typical_; }
  double plain_effect() const noexcept { return plain_effect_; }
  /// Changes of the balance value below this are rounding.
  double tolerance() const noexcept { return tolerance_; }

 private:
  void measure_aim();

  const Instance& in_;
  int level_;
  bool limits_give_way_;
  Weights strict_;
  double typical_ = 1;
  double plain_effect_ = 1;
  double tolerance_ = 0;
  double slope_ = 1;        // steepest rise of the balance value by a unit of load
  double mean_weight_ = 1;
  double unit_ = 1;         // what a unit of priority on the level aimed at counts
  double priority_ = 1;     // mean of that level's rows
};

}  // namespace evenload::optimize::detail
