/// \file
/// Branch and bound on the Lagrangian relaxation, and its first descent alone as a heuristic
/// (equations 9 to 12).
#pragma once

#include <cstdint>
#include <vector>

#include "dual.hpp"
#include "instance.hpp"

namespace evenload::optimize::detail::generalized {

/// Where a row or pair can be decided without loss, or nothing is left to find.
enum class Verdict { open, closed };

class Tree {
 public:
  /// Plans of cost at or above best.cost (when feasible) are of no interest. Both outlive the tree.
  Tree(const Instance& instance, Dual& dual, Plan& best, WorkMeter& meter);

  /// Cost from which a plan is of no interest.
  std::int64_t cutoff() const noexcept { return cutoff_; }
  void set_cutoff(std::int64_t cutoff) noexcept { cutoff_ = cutoff; }
  bool improved() const noexcept { return improved_; }

  /// Decides pairs by reduced cost (equation 9) until nothing changes. closed: no plan below the
  /// cutoff is left in the domain.
  Verdict reduce(Domain& domain, const Ascent& ascent);
  /// Fixes rows of large shares a few at a time, without going back. `noise` in [0, 1] perturbs the
  /// order.
  void dive(Domain domain, Ascent ascent, int evaluations, double part, double noise,
            std::uint64_t seed);
  /// Depth first. True where nothing below the cutoff is left.
  bool search(const Domain& domain, const Ascent& ascent, int evaluations, std::int64_t budget);

 private:
  Verdict propagate(Domain& domain);
  void offer(const Domain& domain, const DualPoint& point);
  bool complete(const Domain& domain);
  void fix(Domain& domain, int row, int column);
  bool node(Domain& domain, Ascent& ascent, int evaluations);

  const Instance& in_;
  Dual& dual_;
  Plan& best_;
  WorkMeter& meter_;
  std::int64_t cutoff_;
  bool improved_ = false;
  std::int64_t limit_ = 0;
  std::vector<std::int32_t> options_;
  std::vector<std::int32_t> only_;
};

}  // namespace evenload::optimize::detail::generalized
