/// \file
/// 128-bit whole numbers: the intermediates of exact 64-bit arithmetic. The only place that names
/// the compiler's type.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace evenload {

// NOLINTBEGIN(modernize-use-using): __extension__, which keeps -Wpedantic silent, needs a typedef
__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;
// NOLINTEND(modernize-use-using)

namespace wide {

/// The product of two 64-bit numbers never overflows 128 bits.
constexpr int128 multiply(std::int64_t a, std::int64_t b) noexcept {
  return static_cast<int128>(a) * static_cast<int128>(b);
}

constexpr bool fits_int64(int128 value) noexcept {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

/// |value|, right for the smallest number too.
constexpr uint128 magnitude(int128 value) noexcept {
  return value < 0 ? ~static_cast<uint128>(value) + 1 : static_cast<uint128>(value);
}

/// Nothing where the result leaves 128 bits.
inline std::optional<int128> try_add(int128 a, int128 b) noexcept {
  int128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}
inline std::optional<int128> try_multiply(int128 a, int128 b) noexcept {
  int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

constexpr std::strong_ordering compare(int128 a, int128 b) noexcept {
  if (a < b) return std::strong_ordering::less;
  return a == b ? std::strong_ordering::equal : std::strong_ordering::greater;
}

/// Nearest double, ties to even.
inline double to_double(int128 value) noexcept { return static_cast<double>(value); }

/// Greatest common divisor; gcd(0, b) is b.
constexpr uint128 gcd(uint128 a, uint128 b) noexcept {
  // Division in 128 bits is a library call; most numbers reach 64 bits after a step or two.
  while (b > std::numeric_limits<std::uint64_t>::max() ||
         a > std::numeric_limits<std::uint64_t>::max()) {
    if (b == 0) return a;
    const uint128 rest = a % b;
    a = b;
    b = rest;
  }
  auto x = static_cast<std::uint64_t>(a);
  auto y = static_cast<std::uint64_t>(b);
  while (y != 0) {
    const std::uint64_t rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}

/// Decimal digits, for error texts.
inline std::string to_string(int128 value) {
  uint128 rest = magnitude(value);
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  } while (rest != 0);
  return value < 0 ? "-" + digits : digits;
}

}  // namespace wide
}  // namespace evenload
