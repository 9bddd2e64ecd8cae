/// \file
/// Exact rationals in 64 bits: case weights, capacities, shares.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenload {

/// Checked 64-bit arithmetic. \throws OverflowError
std::int64_t checked_add(std::int64_t a, std::int64_t b);
std::int64_t checked_subtract(std::int64_t a, std::int64_t b);
std::int64_t checked_multiply(std::int64_t a, std::int64_t b);

/// A fraction in lowest terms with a positive denominator. Every operation is exact or throws
/// OverflowError.
class Rational {
 public:
  constexpr Rational() noexcept = default;
  /// A whole number is a rational. (A template, so that doubles are not taken for whole numbers.)
  template <std::signed_integral Whole>
    requires(sizeof(Whole) <= sizeof(std::int64_t))
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr Rational(Whole whole) noexcept : numerator_(whole) {}
  /// \throws InvalidDataError(out_of_range) for a zero denominator.
  Rational(std::int64_t numerator, std::int64_t denominator);

  /// The simplest fraction (least denominator, then least numerator) among those that round to
  /// `value`: 0.1 is 1/10, 1.0/17 is 1/17; a whole number stays itself. So
  /// to_double(from_double(x)) is x. Found along the Stern–Brocot tree.
  /// \throws InvalidDataError(not_finite), OverflowError from 2^63 up and below 2^-63.
  static Rational from_double(double value);
  /// "3", "-4.25", "1/17", "2.5e-05": read exactly. Decimal point only, no spaces, no locale.
  /// \throws InvalidDataError(parse_error), OverflowError
  static Rational parse(std::string_view text);

  constexpr std::int64_t numerator() const noexcept { return numerator_; }
  constexpr std::int64_t denominator() const noexcept { return denominator_; }
  double to_double() const noexcept;  ///< the nearest double, ties to even
  std::string to_string() const;      ///< "3" or "1/17"
  std::int64_t floor() const noexcept;
  std::int64_t ceil() const noexcept;
  /// Rounded half away from zero at `decimals` (0 to 18) places. \throws OverflowError,
  /// InvalidDataError(out_of_range)
  Rational round_half_up(int decimals) const;

  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  /// \throws InvalidDataError(out_of_range) where b is zero.
  friend Rational operator/(const Rational& a, const Rational& b);
  friend constexpr bool operator==(const Rational&, const Rational&) noexcept = default;
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b) noexcept;

 private:
  static Rational sum(const Rational& a, const Rational& b, int sign);
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

/// Least common multiple of all denominators (1 for none). \throws OverflowError
std::int64_t common_denominator(std::span<const Rational> values);
/// value * denominator as a whole number. \throws OverflowError, or InvalidDataError(out_of_range)
/// where it is not whole.
std::int64_t scaled(const Rational& value, std::int64_t denominator);
std::vector<std::int64_t> scaled(std::span<const Rational> values, std::int64_t denominator);

}  // namespace evenload
