/// \file
/// Counter-based random streams: the number drawn depends on its key alone, so results do not
/// depend on how work is split.
///
/// Philox4x32-10 after Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

namespace evenload {

/// Ten rounds of Philox on four 32-bit words.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key) noexcept;
/// Ten rounds of Philox on four 64-bit words.
std::array<std::uint64_t, 4> philox4x64_10(std::array<std::uint64_t, 4> counter,
                                           std::array<std::uint64_t, 2> key) noexcept;

/// Who draws what. The policy under test is left out on purpose: compared policies share their
/// random numbers.
struct StreamKey {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::uint32_t entity = 0;
  std::uint32_t purpose = 0;
};

/// The stream of one key; meets std::uniform_random_bit_generator. 2^34 draws of 32 bits, after
/// which it begins anew. Draw n is word n mod 4 of philox4x32_10 on the counter (n / 4, entity,
/// replication, purpose) and the key (low, high half of the seed).
class RandomStream {
 public:
  using result_type = std::uint32_t;
  explicit RandomStream(StreamKey key) noexcept : key_(key) {}
  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }
  result_type operator()() noexcept;
  /// Uniform in [0, bound) without bias (Lemire 2019); bound 0 gives 0.
  std::uint32_t below(std::uint32_t bound) noexcept;
  /// Uniform in [0, 1) with 53 bits; two draws.
  double uniform() noexcept;
  /// Jumps to the n-th 32-bit draw.
  void seek(std::uint64_t draw) noexcept;

 private:
  void fill() noexcept;

  StreamKey key_;
  std::uint64_t draw_ = 0;
  std::array<std::uint32_t, 4> block_{};
};

}  // namespace evenload
