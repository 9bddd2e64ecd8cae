/// \file
/// Least squares over a cone: weights that are at least 0, or at least as large as others. Private.
///
/// Solved in the dual (docs/models/time_study.md, equation 3): with the inverse Gram matrix at hand,
/// which the standard errors need anyway, only the constraints that bind have to be found, and they
/// are few. Block principal pivoting (Kim & Park, SIAM J. Sci. Comput. 33, 2011) from the constraints
/// that bound last; where it would not settle, one constraint at a time (Lawson & Hanson 1974, ch. 23),
/// which is finite.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dense.hpp"

namespace evenload::workload::time_study {

/// w[plus] - w[minus] >= least, where an index of -1 stands for 0.
struct Constraint {
  std::int32_t plus = -1;
  std::int32_t minus = -1;
  double least = 0;
};

/// Solves many problems under the same constraints. One for each thread.
class ConeSolver {
 public:
  /// \param scale the unknowns are v = w / scale: constraints are on w.
  ConeSolver(std::span<const Constraint> constraints, std::span<const double> scale);

  /// Moves v, the unconstrained least squares solution for a Gram matrix with this inverse, to the
  /// constrained one. `binding`: in, constraints to begin with; out, those that bind, ascending.
  void solve(const Square& inverse, std::span<double> v, std::vector<std::int32_t>& binding);

 private:
  double slack(std::size_t constraint, std::span<const double> v) const;
  double coupling(const Square& inverse, std::size_t i, std::size_t j) const;
  bool multipliers(const Square& inverse, std::span<const double> start);
  void move(const Square& inverse, std::span<const double> start, std::span<double> v) const;
  bool pivot(const Square& inverse, std::span<const double> start, std::span<double> v);
  void one_by_one(const Square& inverse, std::span<const double> start, std::span<double> v);
  double tolerance(std::span<const double> start) const;
  void settle(std::span<double> v) const;

  std::span<const Constraint> constraints_;
  std::vector<double> plus_, minus_;  // coefficients on v, the larger of the two 1
  std::vector<double> least_;
  std::vector<std::int32_t> set_;     // that are taken to bind
  std::vector<double> lambda_;        // their multipliers
  std::vector<double> start_, kept_;
  std::vector<std::uint8_t> in_set_;
  Square system_;
};

}  // namespace evenload::workload::time_study
