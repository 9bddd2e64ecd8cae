// Run lengths of CUSUM charts: docs/models/workload_series.md (9)–(11).

#include "evenload/workload/cusum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "evenload/core/errors.hpp"
#include "linear_system.hpp"
#include "normal.hpp"

namespace evenload::workload {

namespace {

constexpr double highest_threshold = 60;
constexpr double longest_run = 1e9;

void check_chart(std::string_view what, double value, double least, double most, bool above) {
  if (value <= most && (above ? value > least : value >= least)) return;
  throw InvalidDataError({ErrorCode::out_of_range, "alarm", std::string(what), std::nullopt,
                          (above ? "more than " : "at least ") + std::to_string(least) +
                              " and at most " + std::to_string(most),
                          std::to_string(value)});
}

struct Quadrature {
  std::vector<double> points;
  std::vector<double> weights;
};

/// Gauss–Legendre points on 0..length: roots of the Legendre polynomial by Newton's method.
Quadrature gauss_legendre(std::size_t count, double length) {
  Quadrature rule{std::vector<double>(count), std::vector<double>(count)};
  const auto n = static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) {
    double x = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (n + 0.5));
    double slope = 1;
    for (int step = 0; step < 100; ++step) {
      double value = 1, before = 0;
      for (std::size_t k = 1; k <= count; ++k) {
        const auto degree = static_cast<double>(k);
        const double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = n * (x * value - before) / (x * x - 1);
      const double move = value / slope;
      x -= move;
      if (std::fabs(move) < 1e-15) break;
    }
    rule.points[i] = length * (x + 1) / 2;
    rule.weights[i] = length / ((1 - x * x) * slope * slope);
  }
  return rule;
}

/// Run lengths of the upper side from S = 0 and from S = start: equation (9).
struct OneSide {
  double from_zero;
  double from_start;
};

OneSide one_side(double drift, double threshold, double start) {
  // `drift` is reference - shift. The kernel is as wide as 1, so the points must be closer.
  const std::size_t count = 32 + static_cast<std::size_t>(5 * threshold);
  const Quadrature rule = gauss_legendre(count, threshold);
  const std::size_t size = count + 1;
  const auto at = [&](std::size_t i) { return i == 0 ? 0.0 : rule.points[i - 1]; };
  std::vector<double> matrix(size * size);
  std::vector<double> answer(size, 1.0);
  for (std::size_t i = 0; i < size; ++i) {
    matrix[i * size] = -normal::below(drift - at(i));
    for (std::size_t j = 1; j < size; ++j) {
      matrix[i * size + j] = -rule.weights[j - 1] * normal::density(at(j) + drift - at(i));
    }
    matrix[i * size + i] += 1;
  }
  solve_linear(matrix, answer);
  double from_start = 1 + normal::below(drift - start) * answer[0];
  for (std::size_t j = 1; j < size; ++j) {
    from_start += rule.weights[j - 1] * normal::density(at(j) + drift - start) * answer[j];
  }
  return {answer[0], from_start};
}

double run_length(double reference, double threshold, AlarmSide side, double head_start,
                  double shift) {
  const double start = head_start * threshold;
  if (side == AlarmSide::upper) return one_side(reference - shift, threshold, start).from_start;
  if (side == AlarmSide::lower) return one_side(reference + shift, threshold, start).from_start;
  const OneSide up = one_side(reference - shift, threshold, start);
  const OneSide down = shift == 0 ? up : one_side(reference + shift, threshold, start);
  // Equation (10); without a head start it is 1/L = 1/L⁺ + 1/L⁻.
  return (up.from_start * down.from_zero + down.from_start * up.from_zero -
          up.from_zero * down.from_zero) /
         (up.from_zero + down.from_zero);
}

/// Siegmund's approximation of one side, equation (11), and of both.
double siegmund(double reference, double threshold, AlarmSide side) {
  const double b = threshold + 1.166;
  const double d = std::max(reference, 1e-3);
  const double one = (std::expm1(2 * d * b) - 2 * d * b) / (2 * d * d);
  return side == AlarmSide::both ? one / 2 : one;
}

/// Where an increasing function passes `target`, between `low` and `high`.
template <class Function>
double passing(Function function, double target, double low, double high, double width) {
  while (high - low > width) {
    const double middle = (low + high) / 2;
    (function(middle) < target ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double cusum_run_length(double reference, double threshold, AlarmSide side, double head_start,
                        double shift) {
  check_chart("reference", reference, 0, 5, false);
  check_chart("threshold", threshold, 0, highest_threshold, true);
  check_chart("head_start", head_start, 0, 0.999, false);
  check_chart("shift", shift, -10, 10, false);
  return run_length(reference, threshold, side, head_start, shift);
}

double cusum_threshold(double reference, double run_length_wanted, AlarmSide side,
                       double head_start) {
  check_chart("reference", reference, 0, 5, false);
  check_chart("run_length", run_length_wanted, 2, longest_run, false);
  check_chart("head_start", head_start, 0, 0.999, false);
  const auto logarithm = [&](double threshold) {
    return std::log(run_length(reference, threshold, side, head_start, 0));
  };
  const double target = std::log(run_length_wanted);
  const double guess = passing(
      [&](double threshold) { return std::log(siegmund(reference, threshold, side)); }, target,
      1e-6, highest_threshold, 1e-3);
  // Widened until it holds the answer, then regula falsi (Illinois), as the logarithm is nearly a
  // line.
  double low = std::max(guess - 0.5, 1e-6), high = std::min(guess + 0.5, highest_threshold);
  double at_low = logarithm(low) - target, at_high = logarithm(high) - target;
  while (at_low > 0 && low > 1e-6) {
    low = std::max(low / 2 - 0.5, 1e-6);
    at_low = logarithm(low) - target;
  }
  while (at_high < 0 && high < highest_threshold) {
    high = std::min(high + 2, highest_threshold);
    at_high = logarithm(high) - target;
  }
  if (at_low > 0 || at_high < 0) {
    throw InvalidDataError({ErrorCode::out_of_range, "alarm", "run_length", std::nullopt,
                            "a run length that a threshold between 0 and 60 gives",
                            std::to_string(run_length_wanted)});
  }
  int last_side = 0;
  for (int step = 0; step < 100 && high - low > 1e-11; ++step) {
    const double middle = low + (high - low) * at_low / (at_low - at_high);
    const double value = logarithm(middle) - target;
    if (std::fabs(value) < 1e-13) return middle;
    if (value < 0) {
      low = middle;
      at_low = value;
      if (last_side == -1) at_high /= 2;
      last_side = -1;
    } else {
      high = middle;
      at_high = value;
      if (last_side == 1) at_low /= 2;
      last_side = 1;
    }
  }
  return (low + high) / 2;
}

}  // namespace evenload::workload
