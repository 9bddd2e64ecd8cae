#include <vector>

#include "evenload/core/random.hpp"
#include "property.hpp"

using evenload::RandomStream;
using evenload::StreamKey;
using evenload::test::property;

namespace {

StreamKey any_key() {
  return {*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint32_t>(),
          *rc::gen::arbitrary<std::uint32_t>(), *rc::gen::arbitrary<std::uint32_t>()};
}

}  // namespace

TEST_CASE("a draw depends on its place alone, not on the way there") {
  property("seek and draw", [] {
    const StreamKey key = any_key();
    RandomStream straight(key);
    std::vector<std::uint32_t> draws;
    for (int i = 0; i < 64; ++i) draws.push_back(straight());
    RandomStream jumping(key);
    for (const std::uint64_t start :
         *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 60))) {
      jumping.seek(start);
      for (std::uint64_t i = 0; i < 4; ++i) RC_ASSERT(jumping() == draws[start + i]);
    }
  });
}

TEST_CASE("streams do not disturb each other, however they are interleaved") {
  property("two keys", [] {
    const StreamKey first_key = any_key();
    const StreamKey second_key = any_key();
    RandomStream first(first_key);
    RandomStream second(second_key);
    RandomStream alone_first(first_key);
    RandomStream alone_second(second_key);
    std::vector<std::uint32_t> first_draws, second_draws;
    for (const bool which : *rc::gen::arbitrary<std::vector<bool>>()) {
      (which ? first_draws : second_draws).push_back(which ? first() : second());
    }
    for (const std::uint32_t draw : first_draws) RC_ASSERT(draw == alone_first());
    for (const std::uint32_t draw : second_draws) RC_ASSERT(draw == alone_second());
  });
}

TEST_CASE("keys that differ anywhere give different streams") {
  property("one bit", [] {
    const StreamKey key = any_key();
    StreamKey other = key;
    const auto bit = *rc::gen::inRange(0, 160);
    if (bit < 64)
      other.seed ^= std::uint64_t{1} << bit;
    else if (bit < 96)
      other.replication ^= 1U << (bit - 64);
    else if (bit < 128)
      other.entity ^= 1U << (bit - 96);
    else
      other.purpose ^= 1U << (bit - 128);
    RandomStream a(key);
    RandomStream b(other);
    int equal = 0;
    for (int i = 0; i < 8; ++i) equal += a() == b() ? 1 : 0;
    RC_ASSERT(equal < 3);
  });
}

TEST_CASE("numbers below a bound stay below it") {
  property("any bound", [] {
    RandomStream stream(any_key());
    const auto bound =
        *rc::gen::inRange<std::uint32_t>(1, std::numeric_limits<std::uint32_t>::max());
    for (int i = 0; i < 32; ++i) RC_ASSERT(stream.below(bound) < bound);
  });
}
