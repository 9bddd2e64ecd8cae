/// \file
/// Sums of fractions with different denominators: exact sign, nearest double.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "src/core/int128.hpp"

namespace evenload::optimize::detail {

/// A sum of fractions. Whole parts are kept in 128 bits and rests as floors in units of 2^-64, which decides nearly every
/// question; where it does not, the rests are summed exactly in arbitrary precision (equation 12).
class ExactSum {
 public:
  /// Adds numerator / denominator; denominator > 0. The sum of all whole parts must stay in 128 bits.
  void add(int128 numerator, std::int64_t denominator);
  /// -1, 0 or 1.
  int sign() const;
  /// The double nearest to the sum, ties to even.
  double nearest() const;

 private:
  int128 whole_ = 0;
  uint128 fraction_ = 0;                                     // floors of the rests, in 2^-64; below 2^95 for 2^31 terms
  std::vector<std::pair<std::int64_t, std::int64_t>> rests_;  // rest > 0, denominator
};

/// numerator / denominator rounded to nearest; numerator >= 0, denominator > 0.
double nearest_quotient(std::int64_t numerator, std::int64_t denominator) noexcept;

/// value / 2^shift as a double that is not above it.
double double_below(int128 value, int shift) noexcept;

/// Floor of numerator / denominator, denominator > 0.
constexpr int128 floor_divide(int128 numerator, int128 denominator) noexcept {
  const int128 quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

}  // namespace evenload::optimize::detail
