/// \file
/// A week's pool hours dealt out to units. Private. docs/models/pool_size.md (14)–(17).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace evenload::pool::sizing {

/// Maximises c'x over A x <= b, x >= 0, b >= 0: a dense tableau, most improving column first, then
/// Bland's rule so that it ends. Small problems only.
class SmallProgram {
 public:
  void reset(std::size_t rows, std::size_t columns);
  double& at(std::size_t row, std::size_t column) { return table_[row * width_ + column]; }
  double& limit(std::size_t row) { return table_[row * width_ + width_ - 1]; }
  double& gain(std::size_t column) { return table_[rows_ * width_ + column]; }
  /// \return the maximum; at(row, column) are overwritten
  double solve();
  /// Dual price of a row, after solve().
  double price(std::size_t row) const { return table_[rows_ * width_ + columns_ + row]; }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t width_ = 0;
  std::vector<double> table_;
  std::vector<std::size_t> basis_;
};

/// Deals out hours; keeps its memory between weeks, so each thread has its own.
class Dealer {
 public:
  /// \param efficiency profiles × units
  Dealer(std::size_t units, std::size_t profiles, std::span<const double> efficiency);

  /// Units that do not get all they need where hours are dealt out by leximin over shares of need.
  /// \param need units; hours profiles: there this week
  std::uint32_t short_units(std::span<const double> need, std::span<const double> hours);
  /// Fewest hours undone in all units together.
  double undone(std::span<const double> need, std::span<const double> hours);
  /// Hours undone in each unit under leximin.
  void leximin(std::span<const double> need, std::span<const double> hours,
               std::span<double> undone);

 private:
  bool covers_greedily(std::span<const double> need, std::span<const double> hours);
  /// Greatest share that all units in `active` can get from profiles in `usable`; marks those that
  /// hold it down.
  double common_share(std::span<const double> need, std::span<const double> hours,
                      std::uint32_t active, std::uint32_t usable, std::uint32_t& held);
  /// max over S of need(S) − hours that may work in S, and the least such S.
  double deficit(std::span<const double> need, std::span<const double> hours, double total,
                 std::uint32_t& least);

  std::size_t units_;
  std::size_t profiles_;
  std::vector<double> efficiency_;
  std::vector<double> alike_;           ///< profiles: efficiency wherever they work
  std::vector<std::uint32_t> works_in_; ///< profiles: units
  std::vector<std::size_t> order_;      ///< profiles, fewest units first
  bool by_subsets_;                     ///< efficiency does not differ between a profile's units
  std::vector<double> sums_;
  std::vector<double> rest_;
  SmallProgram program_;
};

}  // namespace evenload::pool::sizing
