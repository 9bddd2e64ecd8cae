/// \file
/// Random numbers for a search: a step takes some tens of nanoseconds, so drawing must not be felt.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace evenload::optimize::detail {

/// SplitMix64 (Steele, Lea & Flood 2014): small, fast, the same everywhere.
class AnnealingRandom {
 public:
  explicit AnnealingRandom(std::uint64_t seed) noexcept : state_(seed) {}
  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  /// In [0, bound); the bias of the multiplication is below 2^-32 and of no matter to a search.
  std::int32_t below(std::int32_t bound) noexcept {
    return static_cast<std::int32_t>(((next() >> 32) * static_cast<std::uint64_t>(bound)) >> 32);
  }

 private:
  std::uint64_t state_;
};

/// Thresholds -ln(u) at 1024 quantiles: annealing without a logarithm per step.
inline const std::array<double, 1024>& thresholds() {
  static const std::array<double, 1024> table = [] {
    std::array<double, 1024> values{};
    for (std::size_t k = 0; k < values.size(); ++k) values[k] = -std::log((static_cast<double>(k) + 0.5) / 1024.0);
    return values;
  }();
  return table;
}

}  // namespace evenload::optimize::detail
