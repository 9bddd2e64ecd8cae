#include "evenload/core/random.hpp"

#include "int128.hpp"

namespace evenload {

namespace {

constexpr int philox_rounds = 10;

/// Multipliers and key increments of Salmon et al. (2011), table 2 and section 3.3.
template <class Word>
struct PhiloxConstants;

template <>
struct PhiloxConstants<std::uint32_t> {
  using Double = std::uint64_t;
  static constexpr std::uint32_t multiplier[2] = {0xD2511F53, 0xCD9E8D57};
  static constexpr std::uint32_t weyl[2] = {0x9E3779B9, 0xBB67AE85};
};

template <>
struct PhiloxConstants<std::uint64_t> {
  using Double = uint128;
  static constexpr std::uint64_t multiplier[2] = {0xD2E7470EE14C6C93, 0xCA5A826395121157};
  static constexpr std::uint64_t weyl[2] = {0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B};
};

template <class Word>
std::array<Word, 4> philox(std::array<Word, 4> counter, std::array<Word, 2> key) noexcept {
  using Constants = PhiloxConstants<Word>;
  using Double = typename Constants::Double;
  constexpr int bits = std::numeric_limits<Word>::digits;
  for (int round = 0; round < philox_rounds; ++round) {
    const Double first = static_cast<Double>(Constants::multiplier[0]) * counter[0];
    const Double second = static_cast<Double>(Constants::multiplier[1]) * counter[2];
    counter = {static_cast<Word>(static_cast<Word>(second >> bits) ^ counter[1] ^ key[0]),
               static_cast<Word>(second),
               static_cast<Word>(static_cast<Word>(first >> bits) ^ counter[3] ^ key[1]),
               static_cast<Word>(first)};
    key[0] += Constants::weyl[0];
    key[1] += Constants::weyl[1];
  }
  return counter;
}

constexpr std::uint64_t draws_per_block = 4;

}  // namespace

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key) noexcept {
  return philox(counter, key);
}

std::array<std::uint64_t, 4> philox4x64_10(std::array<std::uint64_t, 4> counter,
                                           std::array<std::uint64_t, 2> key) noexcept {
  return philox(counter, key);
}

void RandomStream::fill() noexcept {
  const auto block = static_cast<std::uint32_t>(draw_ / draws_per_block);
  block_ = philox4x32_10(
      {block, key_.entity, key_.replication, key_.purpose},
      {static_cast<std::uint32_t>(key_.seed), static_cast<std::uint32_t>(key_.seed >> 32)});
}

RandomStream::result_type RandomStream::operator()() noexcept {
  if (draw_ % draws_per_block == 0) fill();
  return block_[draw_++ % draws_per_block];
}

void RandomStream::seek(std::uint64_t draw) noexcept {
  draw_ = draw;
  if (draw_ % draws_per_block != 0) fill();
}

std::uint32_t RandomStream::below(std::uint32_t bound) noexcept {
  if (bound == 0) return 0;
  std::uint64_t product = std::uint64_t{(*this)()} * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t threshold =
        (0U - bound) % bound;  // 2^32 mod bound: so many low parts are one too many
    while (static_cast<std::uint32_t>(product) < threshold)
      product = std::uint64_t{(*this)()} * bound;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

double RandomStream::uniform() noexcept {
  const std::uint64_t high = (*this)() >> 5;  // 27 bits
  const std::uint64_t low = (*this)() >> 6;   // 26 bits
  return static_cast<double>(high << 26 | low) * 0x1p-53;
}

}  // namespace evenload
