#include "value.hpp"

#include <cmath>
#include <optional>

#include <boost/multiprecision/cpp_int.hpp>

namespace evenload::optimize::detail::online {

namespace {

namespace mp = boost::multiprecision;
// 20 denominators below 2^63 and a numerator below 2^127 stay far below; no allocation.
using FixedInteger = mp::number<mp::cpp_int_backend<2048, 2048, mp::signed_magnitude, mp::unchecked, void>>;

FixedInteger fixed_integer(int128 value) {
  const uint128 size = wide::magnitude(value);
  FixedInteger result = static_cast<std::uint64_t>(size >> 64);
  result <<= 64;
  result += static_cast<std::uint64_t>(size);
  return value < 0 ? FixedInteger(-result) : result;
}

}  // namespace

void ChangeValue::add_fraction(int128 numerator, std::int64_t denominator) noexcept {
  if (numerator == 0) return;
  numerator_[count_] = numerator;
  denominator_[count_] = denominator;
  ++count_;
  const double near = wide::to_double(numerator) / static_cast<double>(denominator);
  near_ += near;
  size_ += std::fabs(near);
}

void ChangeValue::add_column(std::int64_t before, std::int64_t after, std::int64_t capacity) noexcept {
  const auto over = [&](std::int64_t load) { return load > capacity ? load - capacity : 0; };
  overload_ += over(after) - over(before);
  if (capacity > 0) add_fraction(wide::multiply(after - before, after + before), capacity);
}

void ChangeValue::add_cost(std::int64_t change, const Rational& cost_weight) noexcept {
  add_fraction(wide::multiply(change, cost_weight.numerator()), cost_weight.denominator());
}

int ChangeValue::compare(const ChangeValue& a, const ChangeValue& b) noexcept {
  if (a.overload_ != b.overload_) return a.overload_ < b.overload_ ? -1 : 1;
  // Each term has three roundings, each sum at most ten: 16 units of 2^-53 in all are more than they can amount to.
  const double difference = a.near_ - b.near_;
  if (std::fabs(difference) > 0x1p-48 * (a.size_ + b.size_)) return difference < 0 ? -1 : 1;

  std::optional<int128> numerator = 0;
  std::optional<int128> denominator = 1;
  const auto each = [&](const auto& add) {
    for (std::size_t k = 0; k < a.count_; ++k) add(a.numerator_[k], a.denominator_[k]);
    for (std::size_t k = 0; k < b.count_; ++k) add(-b.numerator_[k], b.denominator_[k]);
  };
  each([&](int128 n, std::int64_t d) {
    if (!numerator || !denominator) return;
    if (*denominator % d == 0) {
      const auto term = wide::try_multiply(n, *denominator / d);
      numerator = term ? wide::try_add(*numerator, *term) : std::nullopt;
      return;
    }
    const auto left = wide::try_multiply(*numerator, d);
    const auto right = wide::try_multiply(n, *denominator);
    numerator = left && right ? wide::try_add(*left, *right) : std::nullopt;
    denominator = wide::try_multiply(*denominator, d);
  });
  if (numerator && denominator) return *numerator < 0 ? -1 : (*numerator > 0 ? 1 : 0);

  FixedInteger long_numerator = 0;
  FixedInteger long_denominator = 1;
  each([&](int128 n, std::int64_t d) {
    long_numerator = long_numerator * d + fixed_integer(n) * long_denominator;
    long_denominator *= d;
  });
  return long_numerator.sign();
}

}  // namespace evenload::optimize::detail::online
