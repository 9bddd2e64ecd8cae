#include "evenload/core/random.hpp"

#include <random>
#include <vector>

#include "catch.hpp"

#if __has_include(<Random123/philox.h>)
#include <Random123/philox.h>
#define EVENLOAD_HAS_RANDOM123 1
#endif

using evenload::philox4x32_10;
using evenload::philox4x64_10;
using evenload::RandomStream;
using evenload::StreamKey;

namespace {

using Words32 = std::array<std::uint32_t, 4>;
using Words64 = std::array<std::uint64_t, 4>;

std::vector<std::uint32_t> first_draws(StreamKey key, int count) {
  RandomStream stream(key);
  std::vector<std::uint32_t> draws;
  for (int i = 0; i < count; ++i) draws.push_back(stream());
  return draws;
}

}  // namespace

TEST_CASE("philox4x32 gives the known answers of Random123") {
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
        Words32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32_10({~0U, ~0U, ~0U, ~0U}, {~0U, ~0U}) ==
        Words32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("philox4x64 gives the known answers of Random123") {
  CHECK(philox4x64_10({0, 0, 0, 0}, {0, 0}) ==
        Words64{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b});
  CHECK(philox4x64_10({~0ULL, ~0ULL, ~0ULL, ~0ULL}, {~0ULL, ~0ULL}) ==
        Words64{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0});
  CHECK(philox4x64_10(
            {0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
            {0x452821e638d01377, 0xbe5466cf34e90c6c}) ==
        Words64{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6});
}

TEST_CASE("the engines of C++26 give their 10,000th number") {
  // std::philox_engine: the seed is the first key word, the counter goes up by one after each block
  // of four.
  constexpr std::uint32_t default_seed = 20111115;
  constexpr std::uint32_t index = 10'000 - 1;
  CHECK(philox4x32_10({index / 4, 0, 0, 0}, {default_seed, 0})[index % 4] == 1955073260U);
  CHECK(philox4x64_10({index / 4, 0, 0, 0}, {default_seed, 0})[index % 4] ==
        3409172418970261260ULL);
}

#ifdef EVENLOAD_HAS_RANDOM123
TEST_CASE("philox equals Random123 on random counters and keys") {
  std::mt19937_64 source(11);
  for (int i = 0; i < 10'000; ++i) {
    const Words64 counter{source(), source(), source(), source()};
    const std::array<std::uint64_t, 2> key{source(), source()};
    const r123::Philox4x64::ctr_type counter64{{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x64::key_type key64{{key[0], key[1]}};
    const auto theirs64 = r123::Philox4x64{}(counter64, key64);
    const auto ours64 = philox4x64_10(counter, key);
    const auto low = [](std::uint64_t word) { return static_cast<std::uint32_t>(word); };
    const r123::Philox4x32::ctr_type counter32{
        {low(counter[0]), low(counter[1]), low(counter[2]), low(counter[3])}};
    const r123::Philox4x32::key_type key32{{low(key[0]), low(key[1])}};
    const auto theirs32 = r123::Philox4x32{}(counter32, key32);
    const auto ours32 =
        philox4x32_10({low(counter[0]), low(counter[1]), low(counter[2]), low(counter[3])},
                      {low(key[0]), low(key[1])});
    for (std::size_t word = 0; word < 4; ++word) {
      REQUIRE(ours64[word] == theirs64[word]);
      REQUIRE(ours32[word] == theirs32[word]);
    }
  }
}
#endif

TEST_CASE("a stream draws the blocks of its key in order") {
  const StreamKey key{0x0123456789abcdefULL, 7, 42, 3};
  const auto draws = first_draws(key, 10);
  for (std::uint32_t i = 0; i < 10; ++i) {
    CHECK(draws[i] == philox4x32_10({i / 4, 42, 7, 3}, {0x89abcdefU, 0x01234567U})[i % 4]);
  }
}

TEST_CASE("every part of the key counts") {
  const auto draws = first_draws({1, 2, 3, 4}, 4);
  for (const StreamKey& other :
       {StreamKey{2, 2, 3, 4}, StreamKey{1 + (1ULL << 32), 2, 3, 4}, StreamKey{1, 3, 3, 4},
        StreamKey{1, 2, 4, 4}, StreamKey{1, 2, 3, 5}, StreamKey{1, 3, 2, 4}}) {
    CHECK(first_draws(other, 4) != draws);
  }
  CHECK(first_draws({1, 2, 3, 4}, 4) == draws);
}

TEST_CASE("a stream can be entered anywhere, its last block too") {
  RandomStream stream({5, 0, 0, 0});
  constexpr std::uint64_t draws = std::uint64_t{1} << 34;
  stream.seek(draws - 1);
  CHECK(stream() == philox4x32_10({0xFFFFFFFF, 0, 0, 0}, {5, 0})[3]);
  CHECK(stream() == philox4x32_10({0, 0, 0, 0}, {5, 0})[0]);  // it begins anew
}

TEST_CASE("uniform numbers have 53 bits in [0, 1)") {
  RandomStream stream({1, 0, 0, 0});
  RandomStream words({1, 0, 0, 0});
  double sum = 0;
  double squares = 0;
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) {
    const double value = stream.uniform();
    const std::uint64_t high = words() >> 5;
    const std::uint64_t low = words() >> 6;
    REQUIRE(value == static_cast<double>(high * (1ULL << 26) + low) / 9007199254740992.0);
    REQUIRE(value >= 0);
    REQUIRE(value < 1);
    sum += value;
    squares += value * value;
  }
  // Five standard deviations of the mean (σ² = 1/12) and of the mean square (σ² = 4/45).
  CHECK(std::abs(sum / count - 0.5) < 5 * 0.2887 / 316.2);
  CHECK(std::abs(squares / count - 1.0 / 3) < 5 * 0.2982 / 316.2);
}

TEST_CASE("numbers below a bound are unbiased") {
  RandomStream stream({3, 1, 4, 1});
  CHECK(stream.below(0) == 0);
  CHECK(stream.below(1) == 0);
  std::array<int, 6> counts{};
  constexpr int draws = 60'000;
  for (int i = 0; i < draws; ++i) ++counts.at(stream.below(6));
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  CHECK(chi_square < 25.7);  // 5 degrees of freedom, 1 in 10,000
  // With a bound of 3·2^30 plain multiplication would draw one in three values twice as often:
  // those at multiples of 3.
  constexpr std::uint32_t bound = 3U << 30;
  int multiples = 0;
  for (int i = 0; i < draws; ++i) {
    const std::uint32_t value = stream.below(bound);
    REQUIRE(value < bound);
    multiples += value % 3 == 0 ? 1 : 0;
  }
  CHECK(std::abs(multiples - draws / 3) < 5 * 116);  // five standard deviations
}

TEST_CASE("a stream serves the distributions of the standard library") {
  STATIC_REQUIRE(std::uniform_random_bit_generator<RandomStream>);
  RandomStream stream({1, 2, 3, 4});
  std::uniform_int_distribution<int> dice(1, 6);
  for (int i = 0; i < 100; ++i) {
    const int eyes = dice(stream);
    REQUIRE((eyes >= 1 && eyes <= 6));
  }
}
