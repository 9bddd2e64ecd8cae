#include "exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <boost/multiprecision/cpp_int.hpp>

namespace evenload::optimize::detail {

namespace {

using boost::multiprecision::cpp_int;

cpp_int to_cpp_int(int128 value) {
  const uint128 size = wide::magnitude(value);
  cpp_int result = static_cast<std::uint64_t>(size >> 64);
  result <<= 64;
  result += static_cast<std::uint64_t>(size);
  return value < 0 ? cpp_int(-result) : result;
}

/// Numerator and denominator of a sum of proper fractions. Equal denominators first, then pairwise, so that numbers stay short.
std::pair<cpp_int, cpp_int> sum_of(const std::vector<std::pair<std::int64_t, std::int64_t>>& rests) {
  std::map<std::int64_t, cpp_int> by_denominator;
  for (const auto& [rest, denominator] : rests) by_denominator[denominator] += rest;
  std::vector<std::pair<cpp_int, cpp_int>> parts;
  for (const auto& [denominator, rest] : by_denominator) parts.emplace_back(rest, denominator);
  if (parts.empty()) return {0, 1};
  while (parts.size() > 1) {
    std::size_t kept = 0;
    for (std::size_t k = 0; k < parts.size(); k += 2, ++kept) {
      if (k + 1 == parts.size()) {
        parts[kept] = parts[k];
        continue;
      }
      const cpp_int common = gcd(parts[k].second, parts[k + 1].second);
      const cpp_int left = parts[k].second / common;
      const cpp_int right = parts[k + 1].second / common;
      parts[kept] = {parts[k].first * right + parts[k + 1].first * left, parts[k].second * right};
    }
    parts.resize(kept);
  }
  return parts.front();
}

/// (whole + fraction / 2^64), rounded to nearest; whole >= 0.
double nearest_fixed(int128 whole, std::uint64_t fraction) noexcept {
  if (whole < (static_cast<int128>(1) << 62)) {
    const uint128 both = (static_cast<uint128>(whole) << 64) | fraction;
    return std::ldexp(static_cast<double>(both), -64);
  }
  // Below the last bit that counts, one bit says whether anything follows.
  const uint128 sticky = (static_cast<uint128>(whole) << 1) | (fraction != 0 ? 1U : 0U);
  return std::ldexp(static_cast<double>(sticky), -1);
}

double nearest_ratio(cpp_int numerator, cpp_int denominator) {
  if (numerator == 0) return 0;
  const bool negative = numerator < 0;
  if (negative) numerator = -numerator;
  const auto length = [](const cpp_int& value) { return static_cast<long>(msb(value)); };
  const long shift = 66 + length(denominator) - length(numerator);
  if (shift >= 0) {
    numerator <<= static_cast<unsigned>(shift);
  } else {
    denominator <<= static_cast<unsigned>(-shift);
  }
  cpp_int quotient;
  cpp_int rest;
  divide_qr(numerator, denominator, quotient, rest);
  const cpp_int high = quotient >> 32;
  const uint128 bits = (static_cast<uint128>(static_cast<std::uint64_t>(high)) << 32) |
                       static_cast<std::uint64_t>(quotient & 0xffffffffU) | (rest != 0 ? 1U : 0U);
  const double value = std::ldexp(static_cast<double>(bits), static_cast<int>(-shift));
  return negative ? -value : value;
}

}  // namespace

void ExactSum::add(int128 numerator, std::int64_t denominator) {
  const int128 quotient = floor_divide(numerator, denominator);
  const auto rest = static_cast<std::int64_t>(numerator - quotient * denominator);
  whole_ += quotient;
  if (rest == 0) return;
  fraction_ += (static_cast<uint128>(rest) << 64) / static_cast<uint128>(denominator);
  rests_.emplace_back(rest, denominator);
}

int ExactSum::sign() const {
  // The sum lies in [low, low + number of rests) in units of 2^-64, and above low only if there are rests.
  const int128 low_whole = whole_ + static_cast<int128>(fraction_ >> 64);
  const auto low_fraction = static_cast<std::uint64_t>(fraction_);
  if (rests_.empty()) return whole_ == 0 ? 0 : (whole_ < 0 ? -1 : 1);
  if (low_whole > 0 || (low_whole == 0 && low_fraction > 0)) return 1;
  const uint128 high_fraction = static_cast<uint128>(low_fraction) + rests_.size();
  if (low_whole + static_cast<int128>(high_fraction >> 64) < 0) return -1;
  const auto [numerator, denominator] = sum_of(rests_);
  const cpp_int total = to_cpp_int(whole_) * denominator + numerator;
  return total == 0 ? 0 : (total < 0 ? -1 : 1);
}

double ExactSum::nearest() const {
  const int128 low_whole = whole_ + static_cast<int128>(fraction_ >> 64);
  const auto low_fraction = static_cast<std::uint64_t>(fraction_);
  if (low_whole >= 0) {
    const uint128 high_fraction = static_cast<uint128>(low_fraction) + rests_.size();
    const double low = nearest_fixed(low_whole, low_fraction);
    const double high =
        nearest_fixed(low_whole + static_cast<int128>(high_fraction >> 64), static_cast<std::uint64_t>(high_fraction));
    if (low == high) return low;
  }
  const auto [numerator, denominator] = sum_of(rests_);
  return nearest_ratio(to_cpp_int(whole_) * denominator + numerator, denominator);
}

double nearest_quotient(std::int64_t numerator, std::int64_t denominator) noexcept {
  if (numerator == 0) return 0;
  auto scaled = static_cast<uint128>(numerator);
  int shift = 0;
  while ((scaled >> 126) == 0) {
    scaled <<= 1;
    ++shift;
  }
  const auto divisor = static_cast<uint128>(denominator);
  const uint128 quotient = scaled / divisor | (scaled % divisor != 0 ? 1U : 0U);
  return std::ldexp(static_cast<double>(quotient), -shift);
}

double double_below(int128 value, int shift) noexcept {
  double result = static_cast<double>(value);
  // A rounded double of that size is whole, so the way back is exact.
  if (static_cast<int128>(result) > value) result = std::nextafter(result, -std::numeric_limits<double>::infinity());
  return std::ldexp(result, -shift);
}

}  // namespace evenload::optimize::detail
