/// \file
/// Searches for better plans: targets between the bound and the incumbent, one annealing each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "anneal.hpp"
#include "evenload/core/control.hpp"
#include "linear_dual.hpp"
#include "machines.hpp"

namespace evenload::optimize::detail::machines {

/// Goes on from round to round: which way of annealing leads furthest, how long it takes, and what
/// it has reached so far.
class Searcher {
 public:
  static constexpr int style_count = 9;  // ways of annealing

  /// \param bold aims lower than it has reason to hope.
  Searcher(const Machines& in, std::uint64_t seed, bool bold) : in_(in), seed_(seed), bold_(bold) {}

  /// Improves `plan` until the meter stops or the plan is as good as `bound`. `linear` holds prices
  /// and value of the linear relaxation.
  void run(MachinePlan& plan, std::int64_t bound, const LinearDual& linear, WorkMeter& meter);

 private:
  void begin_main(const MachinePlan& plan, std::int64_t bound, const LinearDual& linear);
  void start(const MachinePlan& from, const LinearDual& linear, bool polish);
  void next_style();
  void learn(const MachinePlan& plan);
  double reach(const MachinePlan& plan) const noexcept;

  const Machines& in_;
  std::uint64_t seed_;
  bool bold_;
  std::uint64_t coolings_ = 0;
  std::optional<Cooling> cooling_;
  std::int64_t target_ = 0;  // of the cooling
  bool polishing_ = false;
  std::int64_t step_ = 1;     // by which the next polish raises its target
  MachinePlan end_;           // of the last main cooling
  std::array<double, style_count> reached_{};  // makespan that the last cooling came near to
  std::vector<int> order_;    // styles in the race, best first
  std::size_t turn_ = 0;      // in order_
  std::int64_t steps_ = 0;    // of a main cooling
  std::vector<double> weight_;  // of the columns' overload, sum 1
  double hope_ = -1;          // best of reached_
};

}  // namespace evenload::optimize::detail::machines
