#include <cmath>
#include <limits>
#include <optional>

#include "evenload/core/errors.hpp"
#include "evenload/core/rational.hpp"
#include "property.hpp"
#include "src/core/int128.hpp"

using evenload::int128;
using evenload::OverflowError;
using evenload::Rational;
using evenload::test::property;

namespace {

/// 64-bit numbers of every size; RapidCheck's own stay near zero.
rc::Gen<std::int64_t> any_size() {
  return rc::gen::exec([] {
    const auto bits = *rc::gen::inRange(0, 64);
    const auto value = *rc::gen::resize(1000, rc::gen::arbitrary<std::uint64_t>());
    const auto magnitude = static_cast<std::int64_t>(value >> 1 >> (63 - bits));
    return *rc::gen::arbitrary<bool>() ? magnitude : -magnitude - 1;
  });
}

rc::Gen<std::int64_t> any_denominator() {
  return rc::gen::map(any_size(), [](std::int64_t value) {
    return value < 0 ? -(value + 1) + (value == INT64_MIN ? 0 : 1) : (value == 0 ? 1 : value);
  });
}

/// By subtraction-free Euclid in 128 bits, apart from the code under test.
int128 gcd(int128 a, int128 b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const int128 rest = a % b;
    a = b;
    b = rest < 0 ? -rest : rest;
  }
  return a;
}

/// A quotient of 128-bit numbers in lowest terms; nothing where that does not fit 64 bits.
std::optional<Rational> reduced(int128 numerator, int128 denominator) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const int128 divisor = gcd(numerator, denominator);
  numerator /= divisor;
  denominator /= divisor;
  constexpr int128 most = std::numeric_limits<std::int64_t>::max();
  constexpr int128 least = std::numeric_limits<std::int64_t>::min();
  if (numerator < least || numerator > most || denominator > most) return std::nullopt;
  return Rational(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

template <class Operation>
std::optional<Rational> attempt(Operation operation) {
  try {
    return operation();
  } catch (const OverflowError&) {
    return std::nullopt;
  }
}

Rational any_rational() { return {*any_size(), *any_denominator()}; }

int128 numerator(const Rational& value) { return value.numerator(); }
int128 denominator(const Rational& value) { return value.denominator(); }

/// A finite double of any exponent in the range, or near a whole number or a short decimal.
double any_double(int least_exponent, int greatest_exponent) {
  const auto mantissa = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 52);
  const auto exponent = *rc::gen::inRange(least_exponent, greatest_exponent);
  const double value = std::ldexp(1.0 + std::ldexp(static_cast<double>(mantissa), -52), exponent);
  return *rc::gen::arbitrary<bool>() ? value : -value;
}

}  // namespace

TEST_CASE(
    "sums, differences, products and quotients are those of 128-bit arithmetic, or overflow "
    "exactly where those do") {
  property("two fractions", [] {
    const Rational a = any_rational();
    const Rational b = any_rational();
    RC_ASSERT(attempt([&] { return a + b; }) ==
              reduced(numerator(a) * denominator(b) + numerator(b) * denominator(a),
                      denominator(a) * denominator(b)));
    RC_ASSERT(attempt([&] { return a - b; }) ==
              reduced(numerator(a) * denominator(b) - numerator(b) * denominator(a),
                      denominator(a) * denominator(b)));
    RC_ASSERT(attempt([&] { return a * b; }) ==
              reduced(numerator(a) * numerator(b), denominator(a) * denominator(b)));
    if (b != Rational(0))
      RC_ASSERT(attempt([&] { return a / b; }) ==
                reduced(numerator(a) * denominator(b), denominator(a) * numerator(b)));
    const int128 left = numerator(a) * denominator(b);
    const int128 right = numerator(b) * denominator(a);
    RC_ASSERT((a < b) == (left < right));
    RC_ASSERT((a == b) == (left == right));
    RC_ASSERT((a > b) == (left > right));
  });
}

TEST_CASE("small fractions form an ordered field") {
  property("three fractions", [] {
    const auto small = [] {
      return Rational(*rc::gen::inRange<std::int64_t>(-1000, 1000),
                      *rc::gen::inRange<std::int64_t>(1, 1000));
    };
    const Rational a = small();
    const Rational b = small();
    const Rational c = small();
    RC_ASSERT(a + b == b + a);
    RC_ASSERT((a + b) + c == a + (b + c));
    RC_ASSERT(a * b == b * a);
    RC_ASSERT((a * b) * c == a * (b * c));
    RC_ASSERT(a * (b + c) == a * b + a * c);
    RC_ASSERT(a - a == Rational(0));
    if (a != Rational(0)) RC_ASSERT(b / a * a == b);
    if (a < b) RC_ASSERT(a + c < b + c);
    if (a < b && c > Rational(0)) RC_ASSERT(a * c < b * c);
  });
}

TEST_CASE("fractions stand in lowest terms") {
  property("any two numbers", [] {
    const std::int64_t n = *any_size();
    const std::int64_t d = *any_size();
    RC_PRE(d != 0);
    const auto made = attempt([&] { return Rational(n, d); });
    RC_ASSERT(made == reduced(n, d));
    if (made) {
      RC_ASSERT(made->denominator() > 0);
      RC_ASSERT(gcd(made->numerator(), made->denominator()) == 1);
    }
  });
}

TEST_CASE("every double within the range survives the way to a fraction and back") {
  property("2^-63 to 2^63", [] {
    const double value = any_double(-63, 63);
    RC_ASSERT(Rational::from_double(value).to_double() == value);
  });
}

TEST_CASE("a quotient of small numbers is found again") {
  // Two fractions with denominators up to 10^6 lie at least 10^-12 apart, more than doubles below
  // 1,000 do.
  property("n / d", [] {
    const auto n = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
    const auto d = *rc::gen::inRange<std::int64_t>(1000, 1'000'000);
    RC_ASSERT(Rational::from_double(static_cast<double>(n) / static_cast<double>(d)) ==
              Rational(n, d));
  });
}

TEST_CASE("no fraction with a smaller denominator rounds to the same double") {
  property("against trying all", [] {
    const double value = any_double(-4, 8);
    // Cut the mantissa, so that simple fractions occur too.
    const double coarse = static_cast<double>(static_cast<float>(value)) *
                          (*rc::gen::arbitrary<bool>() ? 1.0 / 3 : 1.0);
    const Rational found = Rational::from_double(coarse);
    const std::int64_t tried = std::min<std::int64_t>(found.denominator(), 3'000);
    for (std::int64_t d = 1; d < tried; ++d) {
      const double nearest = std::nearbyint(coarse * static_cast<double>(d));
      RC_ASSERT(Rational(static_cast<std::int64_t>(nearest), d).to_double() != coarse);
    }
  });
}

TEST_CASE("the nearest double is nearest") {
  property("any fraction", [] {
    const Rational value = any_rational();
    const double nearest = value.to_double();
    RC_ASSERT(std::isfinite(nearest));
    // long double has 64 bits of mantissa here or is a double: either way its quotient is off by
    // little more than the last bit.
    const long double quotient =
        static_cast<long double>(value.numerator()) / static_cast<long double>(value.denominator());
    const long double gap = static_cast<long double>(std::nextafter(std::fabs(nearest), HUGE_VAL)) -
                            static_cast<long double>(std::fabs(nearest));
    RC_ASSERT(std::fabs(quotient - static_cast<long double>(nearest)) <= gap * 0.501L);
  });
}

TEST_CASE("text is read back as written") {
  property("any fraction", [] {
    const Rational value = any_rational();
    RC_ASSERT(Rational::parse(value.to_string()) == value);
  });
  property("decimals", [] {
    const auto digits = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000);
    const auto decimals = *rc::gen::inRange(1, 9);
    std::int64_t power = 1;
    for (int i = 0; i < decimals; ++i) power *= 10;
    std::string fraction = std::to_string(std::abs(digits) % power);
    fraction.insert(0, static_cast<std::size_t>(decimals) - fraction.size(), '0');
    const std::string text =
        (digits < 0 ? "-" : "") + std::to_string(std::abs(digits) / power) + "." + fraction;
    RC_ASSERT(Rational::parse(text) == Rational(digits, power));
  });
}

TEST_CASE("floor, ceiling and rounding enclose the value") {
  property("any fraction", [] {
    const Rational value = any_rational();
    RC_ASSERT(Rational(value.floor()) <= value);
    RC_ASSERT(Rational(value.ceil()) >= value);
    RC_ASSERT(value.ceil() - value.floor() == (value.denominator() == 1 ? 0 : 1));
    const int decimals = *rc::gen::inRange(0, 10);
    std::int64_t power = 1;
    for (int i = 0; i < decimals; ++i) power *= 10;
    const auto rounded = attempt([&] { return value.round_half_up(decimals); });
    if (rounded) {
      RC_ASSERT(power % rounded->denominator() == 0);
      // |rounded − value| ≤ 1 / (2 · power), by whole numbers of at most 126 bits.
      const auto difference = attempt([&] { return *rounded - value; });
      if (difference)
        RC_ASSERT(evenload::wide::magnitude(numerator(*difference) * 2 * power) <=
                  evenload::wide::magnitude(denominator(*difference)));
    }
  });
}

TEST_CASE("scaling by the common denominator loses nothing") {
  property("weights", [] {
    const auto count = *rc::gen::inRange<std::size_t>(0, 12);
    std::vector<Rational> weights;
    for (std::size_t i = 0; i < count; ++i)
      weights.emplace_back(*rc::gen::inRange<std::int64_t>(-500, 500),
                           *rc::gen::inRange<std::int64_t>(1, 40));
    const std::int64_t denominator = evenload::common_denominator(weights);
    const auto whole = evenload::scaled(weights, denominator);
    for (std::size_t i = 0; i < count; ++i) {
      RC_ASSERT(Rational(whole[i], denominator) == weights[i]);
      RC_ASSERT(denominator % weights[i].denominator() == 0);
    }
  });
}
