// Ratio and band of many cells: docs/models/workload.md (3) on whole numbers.

#include <cmath>
#include <limits>

#include "evenload/core/errors.hpp"
#include "evenload/workload/load_spans.hpp"
#include "src/core/int128.hpp"

namespace evenload::workload {

namespace {

constexpr std::int64_t exact_in_double = std::int64_t{1} << 53;

[[noreturn]] void fail_cells(ErrorCode code, std::string_view column,
                             std::optional<std::int64_t> row, std::string expected,
                             std::string found) {
  throw InvalidDataError(
      {code, "cells", std::string(column), row, std::move(expected), std::move(found)});
}

/// Nearest double; both at least 0, bottom above 0.
double quotient(int128 top, int128 bottom) {
  if (top <= exact_in_double && bottom <= exact_in_double) {
    return static_cast<double>(top) / static_cast<double>(bottom);
  }
  const auto divisor = static_cast<int128>(wide::gcd(wide::magnitude(top), wide::magnitude(bottom)));
  top /= divisor;
  bottom /= divisor;
  if (!wide::fits_int64(top) || !wide::fits_int64(bottom)) {
    throw OverflowError({ErrorCode::overflow, "cells", "ratio", std::nullopt,
                         "a ratio within 64-bit fractions", "a larger one"});
  }
  return Rational(static_cast<std::int64_t>(top), static_cast<std::int64_t>(bottom)).to_double();
}

}  // namespace

RatedCells rate_cells(std::span<const std::int64_t> load, std::int64_t load_denominator,
                      std::span<const std::int64_t> capacity, std::int64_t capacity_denominator,
                      std::span<const BandStart> bands, int decimals) {
  constexpr int most_decimals = 9;
  if (load.size() != capacity.size()) {
    fail_cells(ErrorCode::length_mismatch, "capacity", std::nullopt,
               std::to_string(load.size()) + " values", std::to_string(capacity.size()));
  }
  if (load_denominator <= 0 || capacity_denominator <= 0) {
    fail_cells(ErrorCode::out_of_range, "denominator", std::nullopt, "more than 0",
               std::to_string(std::min(load_denominator, capacity_denominator)));
  }
  if (decimals < -1 || decimals > most_decimals) {
    fail_cells(ErrorCode::out_of_range, "decimals", std::nullopt, "-1 to 9",
               std::to_string(decimals));
  }
  std::int64_t power = 1;
  for (int i = 0; i < decimals; ++i) power *= 10;

  RatedCells answer;
  answer.ratio.resize(load.size());
  answer.band.assign(load.size(), -1);
  for (std::size_t i = 0; i < load.size(); ++i) {
    if (load[i] < 0 || capacity[i] < 0) {
      fail_cells(ErrorCode::negative_value, load[i] < 0 ? "load" : "capacity",
                 static_cast<std::int64_t>(i), "at least 0",
                 std::to_string(std::min(load[i], capacity[i])));
    }
    if (capacity[i] == 0) {
      answer.ratio[i] = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    int128 top = wide::multiply(load[i], capacity_denominator);
    int128 bottom = wide::multiply(capacity[i], load_denominator);
    if (decimals >= 0) {
      // floor(2 · 10^d · top / bottom + 1) / 2, without leaving 128 bits.
      const auto shifted = wide::try_multiply(top, static_cast<int128>(2 * power));
      if (!shifted) {
        throw OverflowError({ErrorCode::overflow, "cells", "ratio", static_cast<std::int64_t>(i),
                             "a ratio within 64-bit fractions", "a larger one"});
      }
      top = (*shifted / bottom + 1) / 2;
      bottom = power;
    }
    answer.ratio[i] = quotient(top, bottom);
    for (std::size_t band = bands.size(); band-- > 0;) {
      const auto left = wide::try_multiply(top, static_cast<int128>(bands[band].from.denominator()));
      const auto right =
          wide::try_multiply(bottom, static_cast<int128>(bands[band].from.numerator()));
      if (!left || !right) {
        throw OverflowError({ErrorCode::overflow, "cells", "ratio", static_cast<std::int64_t>(i),
                             "a ratio within 64-bit fractions", "a larger one"});
      }
      if (bands[band].strictly_above ? *left > *right : *left >= *right) {
        answer.band[i] = static_cast<std::int32_t>(band);
        break;
      }
    }
  }
  return answer;
}

}  // namespace evenload::workload
