/// \file
/// What placing one decision with one person is worth, all others staying put: exact, in constant time per person. Private.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/allocation/explain.hpp"
#include "src/core/int128.hpp"
#include "state.hpp"

namespace evenload::allocation::detail {

/// whole + first/second denominator parts: a sum of two fractions with the whole part taken out. Equation (14).
class FractionSum {
 public:
  FractionSum() = default;
  FractionSum(int128 a, std::int64_t a_denominator, int128 b, std::int64_t b_denominator);
  friend int compare(const FractionSum& a, const FractionSum& b) noexcept;
  /// a - b; its sign is never wrong.
  friend double difference(const FractionSum& a, const FractionSum& b) noexcept;

 private:
  int128 whole_ = 0;
  uint128 rest_ = 0;         // below denominator_
  uint128 denominator_ = 1;
};

/// One choice for an unassigned row. Levels are relative to leaving the row unassigned, the peak is absolute.
struct Choice {
  Index person = none;              // none: left unassigned
  std::int64_t unassigned = 0;      // priority that stays left over
  std::int64_t overload = 0;        // what it adds, on the common denominator
  std::int64_t peak_load = 0;       // the largest ratio afterwards: load and capacity
  std::int64_t peak_capacity = 1;
  std::int64_t load_before = 0;     // of the person, and afterwards; leximin compares these ratios
  std::int64_t load_after = 0;
  std::int64_t capacity = 0;        // 0: outside the balance
  FractionSum balance;              // what it adds, on the common denominator
  std::int64_t cost = 0;
};

/// Values choices for one row that the state has unassigned. Equations (13) and (14).
class Chooser {
 public:
  Chooser(const Prepared& p, const State& state, Index row);
  Choice choice(Index person) const;
  Choice left_unassigned() const;
  /// -1 where `a` is better; exact.
  int compare(const Choice& a, const Choice& b) const;
  /// a against b on every level, in points.
  std::vector<LevelDifference> differences(const Choice& a, const Choice& b) const;

 private:
  int compare_level(optimize::LevelKind kind, const Choice& a, const Choice& b) const;
  std::int64_t load_without_row(Index person) const;

  const Prepared& p_;
  const State& state_;
  Index number_;
  const Row& row_;
  std::vector<optimize::LevelKind> kinds_;
  Rational cost_weight_;
  Index peak_person_ = none;        // largest ratio without the row, and the next largest
  Index second_person_ = none;
};

}  // namespace evenload::allocation::detail
