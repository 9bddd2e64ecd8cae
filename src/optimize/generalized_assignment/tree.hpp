/// \file
/// Branch and bound on the Lagrangian relaxation, and its first descent alone as a heuristic
/// (equations 9 to 12).
#pragma once

#include <cstdint>
#include <utility>
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
  /// Starts a search of the domain.
  void open(Domain domain, Ascent ascent);
  /// Goes on with it, depth first, for `budget` units. True where nothing below the cutoff is left.
  bool search(int evaluations, std::int64_t budget);

 private:
  /// An open node on the path; what its children settled is taken out of its domain.
  struct Frame {
    Domain domain;
    Ascent ascent;
  };
  Verdict propagate(Domain& domain);
  void offer(const Domain& domain, const DualPoint& point);
  bool complete(const Domain& domain);
  void fix(Domain& domain, int row, int column);
  Verdict settle(Frame& frame, int evaluations);
  std::pair<std::int32_t, std::int32_t> branching_pair(const Frame& frame) const;

  const Instance& in_;
  Dual& dual_;
  Plan& best_;
  WorkMeter& meter_;
  std::int64_t cutoff_;
  bool improved_ = false;
  std::vector<Frame> path_;
  std::vector<std::int32_t> options_;
  std::vector<std::int32_t> only_;
};

}  // namespace evenload::optimize::detail::generalized
