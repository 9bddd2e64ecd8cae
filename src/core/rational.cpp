#include "evenload/core/rational.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "evenload/core/errors.hpp"
#include "int128.hpp"
#include "shortest_decimal.hpp"
#include "utf8.hpp"

namespace evenload {

namespace {

[[noreturn]] void fail_overflow(std::string found) {
  throw OverflowError({ErrorCode::overflow,
                       {},
                       {},
                       std::nullopt,
                       "a result within exact 64-bit arithmetic",
                       std::move(found)});
}

[[noreturn]] void fail_rational(ErrorCode code, std::string expected, std::string found) {
  throw InvalidDataError({code, {}, {}, std::nullopt, std::move(expected), std::move(found)});
}

std::int64_t narrow(int128 value) {
  if (!wide::fits_int64(value)) fail_overflow(wide::to_string(value));
  return static_cast<std::int64_t>(value);
}

/// Lowest terms; the denominator must not be 0.
Rational reduced(int128 numerator, int128 denominator) {
  const auto divisor =
      static_cast<int128>(wide::gcd(wide::magnitude(numerator), wide::magnitude(denominator)));
  numerator /= divisor;
  denominator /= divisor;
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  if (!wide::fits_int64(numerator) || !wide::fits_int64(denominator)) {
    fail_overflow(wide::to_string(numerator) + "/" + wide::to_string(denominator));
  }
  return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

struct Fraction {
  uint128 numerator;
  uint128 denominator;
};

/// The fraction with the least denominator strictly between a/b and c/d (d = 0: unbounded), found
/// along the Stern–Brocot tree: the bounds share the beginning of their continued fractions, and
/// the first whole number between the tails ends it. Nothing where a term leaves 64 bits.
std::optional<Fraction> simplest_between(uint128 a, uint128 b, uint128 c, uint128 d) {
  // Convergents h/k of the shared continued fraction.
  uint128 h = 1, k = 0, h_before = 0, k_before = 1;
  constexpr uint128 limit = static_cast<uint128>(std::numeric_limits<std::int64_t>::max());
  for (;;) {
    const uint128 whole = a / b;
    const bool is_last = c - whole * d > d;
    const uint128 term = is_last ? whole + 1 : whole;
    if (term > limit) return std::nullopt;
    const uint128 h_next = term * h + h_before;
    const uint128 k_next = term * k + k_before;
    if (h_next > limit || k_next > limit) return std::nullopt;
    if (is_last) return Fraction{h_next, k_next};
    h_before = std::exchange(h, h_next);
    k_before = std::exchange(k, k_next);
    // The tails, turned over: from 1 / (c/d - whole) to 1 / (a/b - whole).
    const uint128 rest = a % b;
    a = std::exchange(d, rest);
    b = std::exchange(c, b) - whole * a;
  }
}

}  // namespace

std::int64_t checked_add(std::int64_t a, std::int64_t b) {
  const int128 sum = static_cast<int128>(a) + b;
  if (!wide::fits_int64(sum)) fail_overflow(std::to_string(a) + " + " + std::to_string(b));
  return static_cast<std::int64_t>(sum);
}

std::int64_t checked_subtract(std::int64_t a, std::int64_t b) {
  const int128 difference = static_cast<int128>(a) - b;
  if (!wide::fits_int64(difference)) fail_overflow(std::to_string(a) + " - " + std::to_string(b));
  return static_cast<std::int64_t>(difference);
}

std::int64_t checked_multiply(std::int64_t a, std::int64_t b) {
  const int128 product = wide::multiply(a, b);
  if (!wide::fits_int64(product)) fail_overflow(std::to_string(a) + " * " + std::to_string(b));
  return static_cast<std::int64_t>(product);
}

Rational::Rational(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0)
    fail_rational(ErrorCode::out_of_range, "a denominator other than 0",
                  std::to_string(numerator) + "/0");
  const auto divisor =
      static_cast<int128>(wide::gcd(wide::magnitude(numerator), wide::magnitude(denominator)));
  const int128 sign = denominator < 0 ? -1 : 1;
  numerator_ = narrow(sign * numerator / divisor);
  denominator_ = narrow(sign * denominator / divisor);
}

Rational Rational::from_double(double value) {
  if (!std::isfinite(value))
    fail_rational(ErrorCode::not_finite, "a finite number", shortest_decimal(value));
  constexpr double two_63 = 9223372036854775808.0;
  if (value == std::trunc(value)) {
    if (value < -two_63 || value >= two_63) fail_overflow(shortest_decimal(value));
    return {static_cast<std::int64_t>(value)};
  }
  // Not whole, so |value| < 2^53. Below 2^-64 no fraction of two 64-bit numbers rounds to it.
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(value), &exponent);
  if (exponent < -63) fail_overflow(shortest_decimal(value));
  // |value| = fraction * 2^exponent = mantissa * 2^(exponent - 53), where 1/2 <= fraction < 1.
  const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
  // What lies within half a unit of the last place rounds to |value|, on the denominator
  // 2^(54 - exponent). The bounds need a larger denominator than |value| itself, so it does not
  // matter to which side ties go; nor that at a power of two, 1/2^j here, doubles below lie twice
  // as close, because every fraction below it has a larger denominator than 2^j.
  const uint128 centre = static_cast<uint128>(mantissa) * 2;
  const uint128 denominator = static_cast<uint128>(1) << (54 - exponent);
  const auto simplest = simplest_between(centre - 1, denominator, centre + 1, denominator);
  if (!simplest) fail_overflow(shortest_decimal(value));
  const auto numerator = static_cast<std::int64_t>(simplest->numerator);
  return {value < 0 ? -numerator : numerator, static_cast<std::int64_t>(simplest->denominator)};
}

Rational Rational::parse(std::string_view text) {
  const auto refuse = [&]() {
    fail_rational(ErrorCode::parse_error, "a number such as 3, -4.25 or 1/17", utf8::quote(text));
  };
  const auto overflow = [&]() { fail_overflow(utf8::quote(text)); };
  constexpr auto is_digit = [](char c) { return c >= '0' && c <= '9'; };

  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) rest.remove_prefix(1);

  // Reads digits onto `value`; how many there were. Zeros at the end of a decimal are held back:
  // they need no room.
  int128 value = 0;
  std::int64_t zeros = 0;
  const auto append = [&](int digit) {
    const auto shifted = wide::try_multiply(value, static_cast<int128>(10));
    const auto sum = shifted ? wide::try_add(*shifted, static_cast<int128>(digit)) : std::nullopt;
    if (!sum) overflow();
    value = *sum;
  };
  const auto read_digits = [&](bool hold_zeros) {
    std::int64_t count = 0;
    zeros = 0;
    for (; !rest.empty() && is_digit(rest.front()); rest.remove_prefix(1), ++count) {
      if (hold_zeros && rest.front() == '0') {
        ++zeros;
        continue;
      }
      for (; zeros > 0; --zeros) append(0);
      append(rest.front() - '0');
    }
    return count;
  };

  if (read_digits(false) == 0) refuse();
  if (!rest.empty() && rest.front() == '/') {
    rest.remove_prefix(1);
    const int128 numerator = negative ? -value : value;
    value = 0;
    if (read_digits(false) == 0 || !rest.empty()) refuse();
    if (value == 0)
      fail_rational(ErrorCode::parse_error, "a denominator other than 0", utf8::quote(text));
    return reduced(numerator, value);
  }
  std::int64_t exponent = 0;
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    const std::int64_t decimals = read_digits(true);
    if (decimals == 0) refuse();
    exponent = zeros - decimals;
  }
  if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
    rest.remove_prefix(1);
    if (rest.size() > 1 && rest.front() == '+' && is_digit(rest[1])) rest.remove_prefix(1);
    std::int32_t written = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), written);
    if (error == std::errc::result_out_of_range && value != 0) overflow();
    if (end != rest.data() + rest.size() || end == rest.data()) refuse();
    exponent += written;
  } else if (!rest.empty()) {
    refuse();
  }
  if (value == 0) return {};
  int128 denominator = 1;
  for (; exponent < 0 && value % 10 == 0; ++exponent) value /= 10;
  for (; exponent != 0; exponent += exponent < 0 ? 1 : -1) {
    int128& target = exponent < 0 ? denominator : value;
    const auto product = wide::try_multiply(target, static_cast<int128>(10));
    if (!product) overflow();
    target = *product;
  }
  return reduced(negative ? -value : value, denominator);
}

double Rational::to_double() const noexcept {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (numerator_ >= -exact && numerator_ <= exact && denominator_ <= exact) {
    return static_cast<double>(numerator_) / static_cast<double>(denominator_);
  }
  // A quotient of 64 or 65 bits whose last bit tells whether anything was cut: rounding it once is
  // rounding exactly.
  const auto top = static_cast<std::uint64_t>(wide::magnitude(numerator_));
  const auto bottom = static_cast<std::uint64_t>(denominator_);
  const int shift =
      64 + static_cast<int>(std::bit_width(bottom)) - static_cast<int>(std::bit_width(top));
  const uint128 dividend = static_cast<uint128>(top) << shift;
  uint128 quotient = dividend / bottom;
  if (dividend % bottom != 0) quotient |= 1;
  const double size = std::ldexp(static_cast<double>(quotient), -shift);
  return numerator_ < 0 ? -size : size;
}

std::string Rational::to_string() const {
  return denominator_ == 1 ? std::to_string(numerator_)
                           : std::to_string(numerator_) + "/" + std::to_string(denominator_);
}

std::int64_t Rational::floor() const noexcept {
  const std::int64_t quotient = numerator_ / denominator_;
  return numerator_ % denominator_ < 0 ? quotient - 1 : quotient;
}

std::int64_t Rational::ceil() const noexcept {
  const std::int64_t quotient = numerator_ / denominator_;
  return numerator_ % denominator_ > 0 ? quotient + 1 : quotient;
}

Rational Rational::round_half_up(int decimals) const {
  constexpr int most = 18;  // 10^18 is the largest power of ten within 64 bits
  if (decimals < 0 || decimals > most)
    fail_rational(ErrorCode::out_of_range, "0 to 18 decimals", std::to_string(decimals));
  std::int64_t power = 1;
  for (int i = 0; i < decimals; ++i) power *= 10;
  const uint128 doubled = wide::magnitude(wide::multiply(numerator_, power)) * 2;
  const auto bottom = static_cast<uint128>(denominator_);
  const auto rounded = static_cast<int128>((doubled + bottom) / (bottom * 2));
  return reduced(numerator_ < 0 ? -rounded : rounded, power);
}

// Sums and products stay in lowest terms by dividing the parts beforehand (Knuth, The Art of
// Computer Programming 2, 4.5.1): every divisor is found in 64 bits, and a result that fits is
// never lost to an intermediate one that does not.
Rational Rational::sum(const Rational& a, const Rational& b, int sign) {
  const auto common = static_cast<std::int64_t>(
      wide::gcd(wide::magnitude(a.denominator_), wide::magnitude(b.denominator_)));
  const int128 numerator = wide::multiply(a.numerator_, b.denominator_ / common) +
                           sign * wide::multiply(b.numerator_, a.denominator_ / common);
  const auto divisor =
      static_cast<std::int64_t>(wide::gcd(wide::magnitude(numerator), wide::magnitude(common)));
  Rational result;
  result.numerator_ = narrow(numerator / divisor);
  result.denominator_ = narrow(wide::multiply(a.denominator_ / common, b.denominator_ / divisor));
  return result;
}

Rational operator+(const Rational& a, const Rational& b) { return Rational::sum(a, b, 1); }

Rational operator-(const Rational& a, const Rational& b) { return Rational::sum(a, b, -1); }

Rational operator*(const Rational& a, const Rational& b) {
  const auto first = static_cast<int128>(
      wide::gcd(wide::magnitude(a.numerator_), wide::magnitude(b.denominator_)));
  const auto second = static_cast<int128>(
      wide::gcd(wide::magnitude(b.numerator_), wide::magnitude(a.denominator_)));
  Rational result;
  result.numerator_ = narrow(a.numerator_ / first * (b.numerator_ / second));
  result.denominator_ = narrow(a.denominator_ / second * (b.denominator_ / first));
  return result;
}

Rational operator/(const Rational& a, const Rational& b) {
  if (b.numerator_ == 0)
    fail_rational(ErrorCode::out_of_range, "a divisor other than 0", a.to_string() + " / 0");
  return reduced(wide::multiply(a.numerator_, b.denominator_),
                 wide::multiply(a.denominator_, b.numerator_));
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) noexcept {
  return wide::compare(wide::multiply(a.numerator_, b.denominator_),
                       wide::multiply(b.numerator_, a.denominator_));
}

std::int64_t common_denominator(std::span<const Rational> values) {
  std::int64_t multiple = 1;
  for (const Rational& value : values) {
    const std::int64_t divisor = std::gcd(multiple, value.denominator());
    multiple = checked_multiply(multiple / divisor, value.denominator());
  }
  return multiple;
}

std::int64_t scaled(const Rational& value, std::int64_t denominator) {
  if (denominator <= 0)
    fail_rational(ErrorCode::out_of_range, "a positive denominator", std::to_string(denominator));
  if (denominator % value.denominator() != 0) {
    fail_rational(ErrorCode::out_of_range, "a multiple of 1/" + std::to_string(denominator),
                  value.to_string());
  }
  return checked_multiply(value.numerator(), denominator / value.denominator());
}

std::vector<std::int64_t> scaled(std::span<const Rational> values, std::int64_t denominator) {
  std::vector<std::int64_t> whole;
  whole.reserve(values.size());
  for (const Rational& value : values) whole.push_back(scaled(value, denominator));
  return whole;
}

}  // namespace evenload
