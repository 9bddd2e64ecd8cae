/// \file
/// What a change is worth: overload and a sum of few fractions, compared exactly and without allocation.
#pragma once

#include <array>
#include <cstdint>

#include "evenload/core/rational.hpp"
#include "evenload/optimize/online.hpp"
#include "src/core/int128.hpp"

namespace evenload::optimize::detail::online {

/// The difference that a question's answer makes to overload and balance (equations 1 and 2 of docs/models/online.md).
class ChangeValue {
 public:
  /// A column's load goes from `before` to `after`; without capacity it stands outside the balance.
  void add_column(std::int64_t before, std::int64_t after, std::int64_t capacity) noexcept;
  void add_cost(std::int64_t change, const Rational& cost_weight) noexcept;

  std::int64_t overload() const noexcept { return overload_; }
  double balance() const noexcept { return near_; }
  /// -1, 0 or 1: overload first, then balance. Exact.
  static int compare(const ChangeValue& a, const ChangeValue& b) noexcept;

 private:
  void add_fraction(int128 numerator, std::int64_t denominator) noexcept;
  /// Columns of a path of the most moves, and the cost.
  static constexpr std::size_t most_terms = most_online_moves + 2;

  std::int64_t overload_ = 0;
  double near_ = 0;
  double size_ = 0;  // sum of the sizes of all terms: errors are measured by it
  std::size_t count_ = 0;
  std::array<int128, most_terms> numerator_;
  std::array<std::int64_t, most_terms> denominator_;
};

}  // namespace evenload::optimize::detail::online
