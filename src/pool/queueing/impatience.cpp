#include "src/pool/queueing/impatience.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "src/pool/queueing/poisson.hpp"

namespace evenload::pool::queueing {

namespace {

/// Up to here sums take at most a thousand terms or so; beyond, integrands have one smooth bump.
constexpr double sum_limit = 1e4;
/// e^-45 of the largest value of an integrand is left out.
constexpr double cut = 45;

struct LegendreNode {
  double at;
  double weight;
};
/// Positive half of the twenty nodes on [-1, 1].
constexpr std::array<LegendreNode, 10> legendre_nodes{{
    {0.99312859918509488466, 0.01761400713915211788},
    {0.96397192727791380928, 0.04060142980038693866},
    {0.91223442825132594614, 0.06267204833410906784},
    {0.83911697182221878233, 0.08327674157670475474},
    {0.74633190646015079572, 0.10193011981724044157},
    {0.63605368072651502498, 0.11819453196151841201},
    {0.51086700195082712650, 0.13168863844917663708},
    {0.37370608871541954876, 0.14209610931838204118},
    {0.22778585114164506820, 0.14917298647260374134},
    {0.07652652113349733831, 0.15275338713072583730},
}};

/// Gauss-Legendre on 32 panels: an integrand that falls by e^-45 over [low, high] is exact to the
/// last digits.
template <class Function>
double panels(double low, double high, Function&& function) {
  constexpr int count = 32;
  const double half = (high - low) / (2 * count);
  double sum = 0;
  for (int panel = 0; panel < count; ++panel) {
    const double middle = low + (2 * panel + 1) * half;
    for (const LegendreNode& node : legendre_nodes) {
      const double step = half * node.at;
      sum += node.weight * (function(middle - step) + function(middle + step));
    }
  }
  return half * sum;
}

/// (A - 1, Σ j t_j) by the sum itself, c <= sum_limit or η small.
struct BusySums {
  double above = 0;
  double queue = 0;
};
BusySums busy_sums(double c, double eta) {
  BusySums sums;
  double term = 1;
  for (double j = 1;; ++j) {
    term *= eta / (c + j);
    sums.above += term;
    sums.queue += j * term;
    if (j * term <= 1e-18 * sums.queue && eta < c + j) break;
    if (term == 0) break;
  }
  return sums;
}

/// c ∫_x^∞ exp(-c (e^-u - 1 + u)) du, x < 0, c > sum_limit.
double bump(double c, double x) {
  const double reach = 1.1 * std::sqrt(2 * cut / c);
  const double low = std::max(x, -reach);
  return c * panels(low, reach, [&](double u) { return std::exp(-c * above_tangent(u)); });
}

/// The same over all u: e^c c^-c Γ(c + 1).
double whole_bump(double c) {
  return std::sqrt(2 * std::numbers::pi * c) * std::exp(stirling_error(c));
}

/// A e^-cφ(-ln ρ) in overload: c ∫ from -ln ρ.
double overload_bump(double c, double x) {
  if (c > sum_limit) return bump(c, x);
  const double height = c * above_tangent(x);
  if (height > 600) return whole_bump(c);
  return std::exp(-height) * (1 + busy_sums(c, c * std::exp(-x)).above);
}

/// A for η <= c.
double underload_factor(double c, double eta, double spare) {
  if (c <= sum_limit || eta < 1e-3 * c) return 1 + busy_sums(c, eta).above;
  const double reach = std::min(spare > 0 ? cut / spare : 1.0, 1.1 * std::sqrt(2 * cut / eta));
  return c *
         panels(0, reach, [&](double s) { return std::exp(-spare * s - eta * above_tangent(s)); });
}

}  // namespace

Impatience impatience(double c, double eta, double spare) {
  Impatience answer;
  if (eta == 0) return {1, 0, 0};
  if (spare < 0) {
    const double log_rho = std::log1p(-spare / c);
    const double height = c * above_log(-spare / c);
    answer.inverse = height > 600 ? 0 : std::exp(-height) / overload_bump(c, -log_rho);
    // A - 1 may be next to nothing where patience is short beside service; then the sum has it.
    if (answer.inverse > 0.5) {
      const double above = busy_sums(c, eta).above;
      answer.more_busy = above / (1 + above);
    } else {
      answer.more_busy = 1 - answer.inverse;
    }
    answer.mean_queue = -spare + c * answer.inverse;
    return answer;
  }
  if (c <= sum_limit || eta < 1e-3 * c) {
    const BusySums sums = busy_sums(c, eta);
    return {1 / (1 + sums.above), sums.above / (1 + sums.above), sums.queue / (1 + sums.above)};
  }
  const double reach = std::min(spare > 0 ? cut / spare : 1.0, 1.1 * std::sqrt(2 * cut / eta));
  const auto density = [&](double s) { return std::exp(-spare * s - eta * above_tangent(s)); };
  const double mass = panels(0, reach, density);
  const double moment = panels(0, reach, [&](double s) { return -std::expm1(-s) * density(s); });
  answer.inverse = 1 / (c * mass);
  answer.mean_queue = eta * (moment / mass);
  answer.more_busy = 1 - answer.inverse;
  return answer;
}

double longer_offered_wait(double c, double eta, double spare, double s) {
  if (eta == 0) return std::exp(-c * s);
  if (spare >= 0) {
    const double fall = std::exp(-spare * s - eta * above_tangent(s));
    if (fall == 0) return 0;
    const double later = eta * std::exp(-s);
    return fall * (underload_factor(c, later, c - later) / underload_factor(c, eta, spare));
  }
  const double x = -std::log1p(-spare / c);
  const double y = x + s;
  const double all = overload_bump(c, x);
  if (y < 0) return overload_bump(c, y) / all;
  const double fall = std::exp(-c * above_tangent(y));
  if (fall == 0) return 0;
  const double later = c * std::exp(-y);
  return fall * underload_factor(c, later, -c * std::expm1(-y)) / all;
}

}  // namespace evenload::pool::queueing
